"""Guidance, explanation and talks as evidence (指导、释明、沟通记录, Art. 30), and help for who needs it (Art. 43)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput
from requests_app.rules.legal_basis import regulation

GUIDANCE = regulation(30)
HELP = regulation(43)


class ContactKind(StrEnum):
    """What a talk was for."""

    GUIDANCE = "guidance"
    CONFIRMATION = "confirmation"
    TALK = "talk"
    HELP = "help"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _KINDS[self]


class Counterpart(StrEnum):
    """With whom."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    OTHER_AGENCY = "other_agency"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _COUNTERPARTS[self]


class ContactWay(StrEnum):
    """By which way."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    EMAIL = "email"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _WAYS[self]


_KINDS = {
    ContactKind.GUIDANCE: "指导、释明",
    ContactKind.CONFIRMATION: "确认收到申请",
    ContactKind.TALK: "沟通",
    ContactKind.HELP: "协助",
}
_COUNTERPARTS = {
    Counterpart.APPLICANT: "申请人",
    Counterpart.THIRD_PARTY: "第三方",
    Counterpart.OTHER_AGENCY: "其他机关",
}
_WAYS = {ContactWay.PHONE: "电话", ContactWay.IN_PERSON: "当面", ContactWay.EMAIL: "邮件"}

OF_THE_APPLICANT = frozenset({ContactKind.GUIDANCE, ContactKind.CONFIRMATION, ContactKind.HELP})
"""What only an applicant can be given or asked."""


def check_note(
    *, kind: str, counterpart: str, on: date, arrived_on: date, today: date, person: str, said: str
) -> None:
    """Whether a note can be evidence: on a possible day, with somebody named, saying something.

    Raises `InvalidInput` with the fields that lack it.
    """
    wrong: dict[str, str] = {}
    if not arrived_on <= on <= today:
        wrong["on"] = "日期须在申请到达之后，且不晚于今天。"
    if kind in OF_THE_APPLICANT and counterpart != Counterpart.APPLICANT:
        wrong["counterpart"] = f"“{ContactKind(kind).label}”的对方是申请人。"
    if not person.strip():
        wrong["person"] = "请写明与谁联系：姓名，以及身份或者单位。"
    if not said.strip():
        wrong["said"] = "请写明说了什么、做了什么。"
    if wrong:
        basis = HELP if kind == ContactKind.HELP else GUIDANCE
        raise InvalidInput("note_incomplete", "".join(wrong.values()), basis.cite(), fields=wrong)


def help_is_open(needed: str, given: Iterable[str]) -> bool:
    """Whether somebody needs help (Art. 43) and none is recorded yet; `given` are the kinds of the notes."""
    return bool(needed.strip()) and ContactKind.HELP not in set(given)
