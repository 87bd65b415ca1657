"""An invented letter in the dress of an agency, to be looked at before the dress is saved."""

from __future__ import annotations

from letters import fonts
from letters.catalogue import CATALOGUE
from letters.compose import agency_facts
from letters.context import parse_context
from letters.examples import example
from letters.issue import number_of
from letters.making import verification_address
from letters.wording import LONGEST_LETTERHEAD
from requests_app.errors import InvalidInput
from requests_app.file_types import Upload
from requests_app.models import Agency
from requests_app.rules.numbering import request_number
from requests_app.seal_pictures import check_seal
from requests_app.selectors.seals import current_seal
from requests_app.services.letter_style import LABELS, LetterStyle, checked_style

KINDS = {"letter": "withdrawal_notice", "document": "reply_already_public"}
"""By format of the replies: what has everything on one page, and a reply."""

YEAR, SEQUENCE = 2026, 187
CODE = "XXXX" * 4
"""No letter has it: it can be scanned and is told unknown."""


def check_printable(agency: Agency, wanted: LetterStyle) -> LetterStyle:
    """The style as it would be saved. Raises `InvalidInput` as `checked_style`, and naming a character that no font has
    and a letterhead that no size brings onto one line."""
    style = checked_style(agency, wanted)
    faults = {}
    for name, label in LABELS.items():
        missing = fonts.missing_glyphs(getattr(style, name))
        if missing:
            faults[name] = f"{label}中的{'、'.join(missing)}没有字体可以印制，请更换。"
    if len(style.letterhead) > LONGEST_LETTERHEAD:
        faults["letterhead"] = f"发文机关标志最多 {LONGEST_LETTERHEAD} 个字，再长一行印不下。"
    if faults:
        raise InvalidInput("letter_style", "".join(faults.values()), fields=faults)
    return style


def preview_style(
    agency: Agency, wanted: LetterStyle, seal: Upload | None, format_of_replies: str = "letter"
) -> bytes:
    """An example as a PDF, marked as a draft; nothing is saved. `seal` None: the present one.

    Raises `InvalidInput` as `check_printable` and `check_seal`.
    """
    from letters.render import render_pdf  # WeasyPrint is heavy: loaded with the first preview

    style = check_printable(agency, wanted)
    dressed = Agency(**{field.attname: getattr(agency, field.attname) for field in Agency._meta.fields})
    for name in LABELS:
        setattr(dressed, name, getattr(style, name))
    kind = KINDS[format_of_replies]
    data = example(kind) | {
        "agency": agency_facts(dressed),
        "number": number_of(dressed, CATALOGUE[kind], YEAR, SEQUENCE),
        "verification": verification_address(CODE),
        "format": format_of_replies,
    }
    data["facts"]["registration_number"] = request_number(style.number_prefix, YEAR, SEQUENCE)
    present = current_seal(agency)
    picture = bytes(present.picture) if present is not None else None
    if seal is not None:
        picture = check_seal(seal)
    return render_pdf(kind, parse_context(kind, data), seal=picture, draft=True).pdf
