"""What an agency's letters look like (文书样式): seal, letterhead, number letters, contact lines. What is issued keeps
what it was issued with."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from requests_app import audit, dates
from requests_app.actors import Member, Role
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.file_types import Upload
from requests_app.models import Agency, AgencySeal, DisclosureRequest, Letter, RecordCorrection
from requests_app.plain_text import clean_line
from requests_app.rules.numbering import request_number
from requests_app.seal_pictures import check_seal
from requests_app.seen import check_seen
from requests_app.selectors.seals import REPLY_FORMAT, REPLY_FORMATS, current_seal, reply_format

LABELS = {
    "letterhead": "发文机关标志",
    "letter_mark": "发文字号代字",
    "number_prefix": "受理编号代字",
    "address": "地址",
    "postcode": "邮政编码",
    "phone": "联系电话",
    "office_hours": "办公时间",
}
_MARK = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
OPTIONAL = frozenset({"postcode", "office_hours"})


@dataclass(frozen=True)
class LetterStyle:
    """What can be changed beside the seal; the names are those of the agency's row."""

    letterhead: str
    letter_mark: str
    number_prefix: str
    address: str
    postcode: str
    phone: str
    office_hours: str


def style_of(agency: Agency) -> LetterStyle:
    """As it is now."""
    return LetterStyle(**{name: getattr(agency, name) for name in LABELS})


def style_shown(agency: Agency) -> dict[str, Any]:
    """Everything that the page of the style shows of it; `dress_letters` compares its mark (`requests_app.seen`)."""
    seal = current_seal(agency)
    return {
        **asdict(style_of(agency)),
        "seal": seal.sha256 if seal is not None else "",
        REPLY_FORMAT: reply_format(agency),
    }


def checked_style(agency: Agency, wanted: LetterStyle) -> LetterStyle:
    """The style as it would be saved. Raises `InvalidInput` naming every field that is missing or cannot be."""
    style = replace(wanted, **{name: clean_line(value) for name, value in asdict(wanted).items()})
    faults = {
        name: f"请填写{label}。"
        for name, label in LABELS.items()
        if name not in OPTIONAL and not getattr(style, name)
    }
    for name, label in LABELS.items():
        longest = getattr(Agency._meta.get_field(name), "max_length", None) or 0
        if len(getattr(style, name)) > longest:
            faults[name] = f"{label}最多 {longest} 个字，请缩短。"
    for name, fault, taken in (
        ("letter_mark", _mark_fault(style), _mark_taken),
        ("number_prefix", _prefix_fault(style), _prefix_taken),
    ):
        wanted_code = getattr(style, name)
        if not fault and wanted_code != getattr(agency, name) and taken(agency, wanted_code):
            fault = f"这个{LABELS[name]}由另一机关使用或者曾经使用，两个机关的编号会重复，请另选一个。"
        if fault:
            faults.setdefault(name, fault)
    if faults:
        raise InvalidInput("letter_style", "".join(faults.values()), fields=faults)
    return style


def _mark_fault(style: LetterStyle) -> str:
    if _MARK.fullmatch(style.letter_mark):
        return ""
    return "发文字号代字只能是汉字，例如：清自然资。年份、括号和序号由系统编写。"


def _prefix_fault(style: LetterStyle) -> str:
    try:
        request_number(style.number_prefix, dates.today().year, 1)
    except InvalidInput:
        return "受理编号代字由大写字母和数字组成，最多 12 个，例如：QX。"
    return ""


def _mark_taken(agency: Agency, mark: str) -> bool:
    """Whether numbers with this mark are or were those of another agency. 公开 at its end makes no difference to a
    number."""
    bare = mark.removesuffix("公开")
    begun = f"{bare}公开"
    return (
        Agency.objects.exclude(pk=agency.pk).filter(letter_mark__in=(bare, begun)).exists()
        or Letter.objects.exclude(agency=agency).filter(number__startswith=begun).exists()
        or RecordCorrection.objects.exclude(agency=agency).filter(letter_number__startswith=begun).exists()
    )


def _prefix_taken(agency: Agency, prefix: str) -> bool:
    """Whether numbers with this prefix are or were those of another agency: its counter would give them again."""
    part = f"-{prefix}-"
    intake = Q(intake_number__contains=part) & ~Q(intake_agency=agency)
    return (
        Agency.objects.exclude(pk=agency.pk).filter(number_prefix=prefix).exists()
        or DisclosureRequest.objects.filter(Q(number__contains=part) & ~Q(agency=agency) | intake).exists()
        or RecordCorrection.objects.exclude(agency=agency).filter(number__contains=part).exists()
    )


@transaction.atomic
def dress_letters(
    *,
    actor: Member,
    style: LetterStyle,
    seal: Upload | None = None,
    format_of_replies: str = "",
    seen: str | None = None,
) -> Agency:
    """Change how the letters of the actor's own agency look, from the next one that is issued on. `seal` None keeps the
    present seal, `format_of_replies` "" the present one of `REPLY_FORMATS`. `seen`: the mark of `style_shown` that the
    page carried.

    Raises `AccessRefused` for anybody but the agency's administrator, `InvalidInput` as `checked_style` and
    `check_seal`, `StaleForm` where somebody has changed something since; nothing is changed then.
    """
    if actor.role is not Role.AGENCY_ADMIN:
        raise AccessRefused("role_missing", "文书样式由本单位管理员设置，您没有这一角色。")
    agency = _locked(actor.agency.pk)
    before, after = asdict(style_of(agency)), asdict(checked_style(agency, style))
    _check_format(format_of_replies)
    picture = check_seal(seal) if seal is not None else None
    moved = [name for name in LABELS if before[name] != after[name]]
    shown = style_shown(agency)
    if shown != shown | _wanted(after, picture, format_of_replies):
        check_seen(shown, seen)
    for name in moved:
        setattr(agency, name, after[name])
    agency.save(update_fields=moved)
    changed = [LABELS[name] for name in moved]
    data = {"before": {name: before[name] for name in moved}, "after": {name: after[name] for name in moved}}
    if format_of_replies and format_of_replies != reply_format(agency):
        changed.append("答复书的格式")
        data["before"][REPLY_FORMAT], data["after"][REPLY_FORMAT] = reply_format(agency), format_of_replies
        agency.settings = {**agency.settings, REPLY_FORMAT: format_of_replies}
        agency.save(update_fields=["settings"])
    if picture is not None and (kept := _keep_seal(agency, actor, picture)):
        changed.append("印章")
        data["seal"] = {"sha256": kept.sha256}
    if changed:
        audit.record(
            chain=f"agency:{agency.pk}",
            request_id=None,
            actor=actor,
            action="letters_dressed",
            message=f"更改文书样式：{'、'.join(changed)}",
            data={"agency": agency.pk, **data},
        )
    return agency


def _locked(agency_id: int) -> Agency:
    """The agency, and all others locked with it: two that ask for the same prefix at once must see each other."""
    every = Agency.objects.select_for_update(no_key=True).order_by("pk")
    return {one.pk: one for one in every}[agency_id]


def _check_format(chosen: str) -> None:
    if chosen not in ("", *REPLY_FORMATS):
        words = "没有这一格式，请重新选择。"
        raise InvalidInput("reply_format", "没有这一格式。", fields={"reply_format": words})


def _wanted(style: dict[str, Any], picture: bytes | None, format_of_replies: str) -> dict[str, Any]:
    """What is asked for, in the terms of `style_shown`."""
    seal = {"seal": hashlib.sha256(picture).hexdigest()} if picture is not None else {}
    chosen = {REPLY_FORMAT: format_of_replies} if format_of_replies else {}
    return {**style, **seal, **chosen}


def _keep_seal(agency: Agency, actor: Member, picture: bytes) -> AgencySeal | None:
    """The new picture; None where it is the present one."""
    digest, now = hashlib.sha256(picture).hexdigest(), current_seal(agency)
    if now is not None and now.sha256 == digest:
        return None
    return AgencySeal.objects.create(
        agency=agency, picture=picture, sha256=digest, created_by_id=actor.user_id
    )
