"""Correction of what an agency has on record about a person (更正本人信息, Art. 41): a case type of its own.

The Regulation gives no period for it: there is no clock, and it is outside the annual report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.clock_bases import REGULATION_IN_FORCE
from requests_app.rules.legal_basis import regulation

RECORD_CORRECTION = regulation(41)


class RecordCorrectionState(StrEnum):
    """Where it stands (contracts.md 1); decision and approval are facts of `IN_HANDLING`."""

    RECEIVED = "received"
    IN_HANDLING = "in_handling"
    ANSWERED = "answered"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The state as screens name it."""
        return _STATES[self]


_STATES = {
    RecordCorrectionState.RECEIVED: "待办理",
    RecordCorrectionState.IN_HANDLING: "办理中",
    RecordCorrectionState.ANSWERED: "已告知",
    RecordCorrectionState.ARCHIVED: "已归档",
}


class RecordCorrectionResult(StrEnum):
    """What may become of it. `REFERRED`: the person is told to which agency to go, and nothing is forwarded."""

    CORRECTED = "corrected"
    FORWARDED = "forwarded"
    REFERRED = "referred"
    NOT_CORRECTED = "not_corrected"

    @property
    def label(self) -> str:
        """The result as screens name it."""
        return _RESULTS[self]

    @property
    def declines(self) -> bool:
        """Whether this agency declines to act on the record: that can be challenged, the person is told how. A
        correction as asked, and a case that the competent agency has now, leave nothing to challenge."""
        return self in {RecordCorrectionResult.REFERRED, RecordCorrectionResult.NOT_CORRECTED}

    @property
    def names_agency(self) -> bool:
        """Whether it names the agency that may correct the record."""
        return self in {RecordCorrectionResult.FORWARDED, RecordCorrectionResult.REFERRED}


_RESULTS = {
    RecordCorrectionResult.CORRECTED: "予以更正",
    RecordCorrectionResult.FORWARDED: "转送有权更正的机关",
    RecordCorrectionResult.REFERRED: "告知向有权更正的机关提出",
    RecordCorrectionResult.NOT_CORRECTED: "不予更正",
}

_ASKED = {
    "name": "请填写姓名或者名称。",
    "identity_kind": "请选择证件。",
    "identity_number": "请填写证件号码。",
    "record": "请写明是哪一份政府信息记录（名称、文号、形成时间）。",
    "wrong": "请写明哪一处记录不准确、应当是什么。",
    "evidence": "请写明用什么证据证明记录不准确。",
}


def check_asked(
    asked: Mapping[str, str], *, about_self: bool, proofs: Collection[str], received_on: date, today: date
) -> None:
    """Whether it has what Art. 41 presupposes: who asks, with proof; a record about that person; what is
    wrong; evidence.

    asked: `name`, `identity_kind`, `identity_number`, `record`, `wrong`, `evidence`, and one of `phone`, `address`.
    proofs: which papers are there, of `identity_proof` and `evidence`. Raises `RuleRefusal` for a record about somebody
    else, `InvalidInput` with a sentence per field.
    """
    fields = {key: words for key, words in _ASKED.items() if not asked.get(key, "").strip()}
    if not asked.get("phone", "").strip() and not asked.get("address", "").strip():
        fields["phone"] = "请至少填写电话或者地址中的一项，以便告知结果。"
    if "identity_proof" not in proofs:
        fields["scan_identity"] = "请附身份证明。"
    if "evidence" not in proofs:
        fields["scan_evidence"] = "请附证据材料。"
    if not REGULATION_IN_FORCE <= received_on <= today:
        fields["received_on"] = "收到日期不能晚于今天，也不能早于现行《条例》施行之日。"
    if fields:
        words = "更正申请还缺少必要的内容：" + "".join(fields.values())
        raise InvalidInput("record_correction_incomplete", words, RECORD_CORRECTION.cite(), fields=fields)
    if not about_self:
        raise RuleRefusal(
            "not_about_self",
            "只能要求更正与自身相关的政府信息记录。与他人有关的，请由其本人提出。",
            RECORD_CORRECTION.cite(),
        )


def check_result(
    result: RecordCorrectionResult,
    *,
    finding: str,
    corrected_to: str,
    done_on: date | None,
    right_agency: str,
    received_on: date,
    today: date,
) -> None:
    """Whether a result has what its letter must say: a correction is told after it is made, a forwarding after it is
    sent, a refusal with its reasons. Raises `InvalidInput` with a sentence per field."""
    fields: dict[str, str] = {}
    if not finding.strip():
        fields["finding"] = "请写明审核的情况；不予更正的，写明理由。"
    if result is RecordCorrectionResult.CORRECTED and not corrected_to.strip():
        fields["corrected_to"] = "请写明更正后的记录。"
    if result.names_agency and not right_agency.strip():
        fields["right_agency"] = "请写明有权更正的机关。"
    acted = result in {RecordCorrectionResult.CORRECTED, RecordCorrectionResult.FORWARDED}
    if acted and done_on is None:
        fields["done_on"] = "请填写更正或者转送的日期：办好以后再告知。"
    elif acted and done_on is not None and not received_on <= done_on <= today:
        fields["done_on"] = "更正或者转送的日期不能早于收到日期，也不能晚于今天。"
    if fields:
        raise InvalidInput(
            "record_result_incomplete", "".join(fields.values()), RECORD_CORRECTION.cite(), fields=fields
        )


def check_approver(people: Collection[int | None], drafters: Collection[int]) -> None:
    """Four eyes: whoever drafted, and whoever was stood in for, does not approve. Raises `RuleRefusal`."""
    if any(person in drafters for person in people if person is not None):
        raise RuleRefusal("four_eyes", "起草或者修改过处理意见的人不能批准本件，也不能由代理人代为批准。")


def check_told(*, told_on: date, issued_on: date, today: date) -> None:
    """The day on which the letter reached the person. Raises `InvalidInput`."""
    if not issued_on <= told_on <= today:
        words = "送达日期不能早于成文日期，也不能晚于今天。"
        raise InvalidInput("told_on_impossible", words, fields={"told_on": words})
