"""The letters of a case and what became of them."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.actors import Member
from requests_app.errors import AccessRefused
from requests_app.models import ConsultationState, DisclosureRequest, Letter, LetterAddressee, LetterState
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.reasons import DELAY_LETTER, REASONS_LETTER


def letters_of(actor: Member, case: DisclosureRequest) -> QuerySet[Letter]:
    """Every letter of a case, oldest first, with its file and its deliveries."""
    found = Letter.objects.filter(request=case, request__in=visible_cases(actor))
    return (
        found.select_related("document", "extension", "correction", "consultation", "fee")
        .prefetch_related("deliveries__proof")
        .order_by("pk")
    )


def get_letter(actor: Member, case: DisclosureRequest, letter_id: int) -> Letter:
    """One letter of the case. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = letters_of(actor, case).filter(pk=letter_id).first()
    if found is None:
        raise AccessRefused("unknown_letter", "没有这份文书，或者您无权查看。")
    return found


def needs_delivery(letter: Letter) -> bool:
    """Whether the law asks for proof that this letter reached its addressee: replies, correction, fee and
    extension notices, those of Art. 35, and everything that goes to third parties and other agencies."""
    records = (letter.submission_id, letter.extension_id, letter.correction_id, letter.fee_id)
    counts = any(record is not None for record in records) or letter.kind in (REASONS_LETTER, DELAY_LETTER)
    if letter.addressee in (LetterAddressee.THIRD_PARTY, LetterAddressee.AGENCY):
        asked = letter.consultation
        counts = asked is None or asked.state != ConsultationState.CALLED_BACK
    return counts and letter.state != LetterState.WITHDRAWN
