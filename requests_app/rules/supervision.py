"""Supervision from above (督办): whom a delay is owed to, and what may be demanded (Art. 47)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput, StateRefusal
from requests_app.rules.legal_basis import regulation

BASIS = regulation(47, 1)


class LateBy(StrEnum):
    """Where a delay arose. It excuses nobody before the applicant; it says where to mend."""

    OFFICE = "office"
    UNIT = "unit"
    AGENCY = "agency"
    POSTAL = "postal"
    SYSTEM = "system"
    OTHER = "other"

    @property
    def label(self) -> str:
        """In the words of the desk."""
        return _LABELS[self]


_LABELS = {
    LateBy.OFFICE: "政府信息公开工作机构",
    LateBy.UNIT: "本机关的承办处室",
    LateBy.AGENCY: "其他行政机关",
    LateBy.POSTAL: "邮政企业",
    LateBy.SYSTEM: "信息系统",
    LateBy.OTHER: "其他",
}
NAMED = frozenset({LateBy.UNIT, LateBy.AGENCY, LateBy.OTHER})
"""Where the kind alone does not say which one."""


def check_lateness(*, late: bool, reason: str, by: str, unit: str) -> None:
    """A late reply says why, and which unit caused it. Raises `InvalidInput` at the field that is missing."""
    if not late:
        return
    missing = {}
    if not reason.strip():
        missing["late_reason"] = "答复期限已过，请写明逾期的原因。"
    if not by:
        missing["late_by"] = "答复期限已过，请选择造成逾期的单位。"
    elif LateBy(by) in NAMED and not unit.strip():
        missing["late_unit"] = "请写明造成逾期的是哪个单位。"
    if missing:
        raise InvalidInput("lateness_incomplete", "".join(missing.values()), fields=missing)


def check_order(*, words: str, answer_by: date, today: date, open_order: bool) -> None:
    """Whether an agency may be asked to account for a case. Raises `InvalidInput`, or `StateRefusal` while an earlier
    demand waits for its answer."""
    if open_order:
        raise StateRefusal("order_open", "本件已有尚未答复的督办，请待其答复后再督办。")
    wrong = {}
    if not words.strip():
        wrong["words"] = "请写明督办的要求。"
    if answer_by < today:
        wrong["answer_by"] = "答复督办的期限不能早于今天。"
    if wrong:
        raise InvalidInput("order_incomplete", "".join(wrong.values()), fields=wrong)


def check_answer(*, words: str, answered: bool) -> None:
    """Whether a demand can be answered now. Raises `StateRefusal` for one that was answered, `InvalidInput`."""
    if answered:
        raise StateRefusal("order_answered", "这项督办已经答复。")
    if not words.strip():
        text = "请写明办理情况。"
        raise InvalidInput("answer_missing", text, fields={"answer": text})
