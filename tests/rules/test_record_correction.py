"""Correction of what is on record about a person (Art. 41): what must be there, what a result must say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from requests_app.errors import ApplicationError, InvalidInput, RuleRefusal
from requests_app.rules.numbering import parse_request_number, record_correction_number
from requests_app.rules.record_correction import (
    RecordCorrectionResult,
    RecordCorrectionState,
    check_approver,
    check_asked,
    check_result,
    check_told,
)
from requests_app.rules.remedies import AgencyRemedyFacts, RemedyClass, refused_correction_paragraph
from requests_app.rules.remedy_bodies import AgencyKind

TODAY = date(2026, 9, 28)
COMPLETE = {
    "name": "何某某",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002X",
    "phone": "13800000142",
    "record": "房屋调查登记表（第112号）",
    "wrong": "坐落误记为2单元，应为3单元",
    "evidence": "权属证书",
}
BOTH = ("identity_proof", "evidence")


def ask(proofs: tuple[str, ...] = BOTH, about_self: bool = True, on: date = TODAY, **changes: str) -> None:
    check_asked(COMPLETE | changes, about_self=about_self, proofs=proofs, received_on=on, today=TODAY)


def test_a_complete_demand_is_taken() -> None:
    ask()
    ask(phone="", address="清溪市东湖区")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", {"name": " "}),
        ("identity_number", {"identity_number": ""}),
        ("record", {"record": ""}),
        ("wrong", {"wrong": ""}),
        ("evidence", {"evidence": ""}),
        ("phone", {"phone": ""}),
        ("scan_identity", {"proofs": ("evidence",)}),
        ("scan_evidence", {"proofs": ("identity_proof",)}),
        ("received_on", {"on": date(2026, 9, 29)}),
        ("received_on", {"on": date(2019, 5, 14)}),
    ],
)
def test_what_is_missing_is_named_at_its_field(field: str, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask(**given)
    assert set(refusal.value.fields) == {field}
    assert "第四十一条" in refusal.value.basis


def test_only_a_record_about_oneself() -> None:
    with pytest.raises(RuleRefusal) as refusal:
        ask(about_self=False)
    assert refusal.value.code == "not_about_self"
    assert "第四十一条" in refusal.value.basis


def decide(result: RecordCorrectionResult, **changes: Any) -> None:
    said: dict[str, Any] = {
        "finding": "属录入错误",
        "corrected_to": "3单元",
        "done_on": TODAY,
        "right_agency": "清溪市住房和城乡建设局",
    }
    check_result(result, **(said | changes), received_on=date(2026, 9, 21), today=TODAY)


@pytest.mark.parametrize("result", RecordCorrectionResult)
def test_every_result_can_be_told(result: RecordCorrectionResult) -> None:
    decide(result)
    assert result.label


R = RecordCorrectionResult


@pytest.mark.parametrize(
    ("result", "field", "given"),
    [
        (R.CORRECTED, "corrected_to", {"corrected_to": ""}),
        (R.CORRECTED, "done_on", {"done_on": None}),
        (R.CORRECTED, "done_on", {"done_on": date(2026, 9, 29)}),
        (R.CORRECTED, "done_on", {"done_on": date(2026, 9, 20)}),
        (R.FORWARDED, "done_on", {"done_on": None}),
        (R.FORWARDED, "right_agency", {"right_agency": " "}),
        (R.REFERRED, "right_agency", {"right_agency": ""}),
        (R.NOT_CORRECTED, "finding", {"finding": ""}),
    ],
)
def test_what_a_letter_must_say_is_asked_for(result: R, field: str, given: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        decide(result, **given)
    assert set(refusal.value.fields) == {field}


def test_who_drafted_does_not_approve_nor_does_the_deputy() -> None:
    check_approver((3, None), [1, 2])
    for people in ((1, None), (3, 2)):
        with pytest.raises(RuleRefusal) as refusal:
            check_approver(people, [1, 2])
        assert refusal.value.code == "four_eyes"


def test_nobody_is_told_before_the_letter_or_tomorrow() -> None:
    check_told(told_on=TODAY, issued_on=TODAY, today=TODAY)
    for day in (date(2026, 9, 27), date(2026, 9, 29)):
        with pytest.raises(ApplicationError):
            check_told(told_on=day, issued_on=TODAY, today=TODAY)


def test_only_declining_can_be_challenged_and_by_choice() -> None:
    assert [result for result in R if result.declines] == [R.REFERRED, R.NOT_CORRECTED]
    agency = AgencyRemedyFacts(
        kind=AgencyKind.DEPARTMENT,
        name="清溪市规划和自然资源局",
        legal_respondent="清溪市规划和自然资源局",
        reconsideration_body="清溪市人民政府",
        court="清溪市东湖区人民法院",
        online_reconsideration_url="",
    )
    paragraph = refused_correction_paragraph(agency, TODAY, served_online=False)
    assert paragraph.remedy_class is RemedyClass.CHOICE
    assert "也可以" in paragraph.text
    assert "先向" not in paragraph.text


def test_its_number_is_no_number_of_a_request() -> None:
    assert record_correction_number("QX", 2026, 3) == "GZ2026-QX-00003"
    assert parse_request_number("GZ2026-QX-00003") is None


def test_states_have_their_words() -> None:
    assert [state.label for state in RecordCorrectionState] == ["待办理", "办理中", "已告知", "已归档"]
