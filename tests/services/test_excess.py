"""Counting what one person asks of the agency, and finding it clearly excessive: by an officer, on recorded numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from requests_app.errors import ApplicationError
from requests_app.models import DisclosureRequest
from requests_app.models.audit_entry import AuditEntry
from requests_app.selectors.excess import ApplicantCount, counts_of, draws_attention, finding_of
from requests_app.services import excess
from tests import people
from tests.people import Office, again

pytestmark = pytest.mark.django_db
WHY = "一个月内就同一类档案提出多件申请，内容相近"


def on(day: str) -> time_machine.travel:
    moment = datetime.fromisoformat(f"{day}T10:00:00+08:00").astimezone(UTC)
    return time_machine.travel(moment, tick=False)


def apply(where: Office, day: str, *items: str, **changes: object) -> DisclosureRequest:
    with on(day):
        return people.counter_case(where, *items, **changes)


def numbers(counted: ApplicantCount) -> list[tuple[int, int, int]]:
    return [(one.applications, one.items, one.similar) for one in counted.counts]


def test_the_same_person_is_counted_within_the_agency_by_the_identity_number() -> None:
    office, elsewhere = people.office(), people.other_office()
    apply(office, "2025-07-01", "很早以前的申请")
    apply(office, "2025-09-01", "去年的申请")
    apply(office, "2026-06-02", "东湖片区控制性详细规划", "批复文件")
    apply(office, "2026-05-20", "别的事")
    apply(office, "2026-06-03", applicants=(people.natural_person("林某某", "110101199003074557"),))
    apply(elsewhere, "2026-06-03")
    case = apply(office, "2026-06-10", "东湖片区控制性详细规划")
    with on("2026-06-18"):
        (counted,) = counts_of(office.handler, case)
        assert numbers(counted) == [(3, 4, 1), (2, 3, 1), (5, 6, 1)]
        newest = [one.number for one in counted.rows[1].cases]
        assert newest[0] == case.number and len(newest) == 2


def test_a_voided_entry_counts_nowhere() -> None:
    from requests_app.services import closing

    office = people.office()
    mistaken, case = apply(office, "2026-06-09"), apply(office, "2026-06-10")
    with on("2026-06-10"):
        closing.void(actor=office.head, case_id=mistaken.pk, reason="重复录入")
        (counted,) = counts_of(office.handler, case)
    assert numbers(counted)[0] == (1, 1, 0)


def test_several_applicants_are_counted_each_and_one_named_twice_is_counted_once() -> None:
    office = people.office()
    first, second = people.natural_person(), people.natural_person("林某某", "110101199003074557")
    apply(office, "2026-06-09", applicants=(second,))
    case = apply(office, "2026-06-10", applicants=(first, second, people.natural_person()))
    with on("2026-06-10"):
        counted = counts_of(office.handler, case)
    assert [(one.name, numbers(one)[0]) for one in counted] == [("王契", (1, 1, 0)), ("林某某", (2, 2, 1))]


def test_nothing_is_counted_for_people_of_another_agency() -> None:
    office = people.office()
    case = apply(office, "2026-06-10")
    assert counts_of(people.other_office().handler, case) == ()


def test_the_marks_of_the_case_decide_what_draws_attention() -> None:
    office = people.office()
    for day in ("2026-06-08", "2026-06-09", "2026-06-10"):
        case = apply(office, day)
    with on("2026-06-10"):
        counted = counts_of(office.handler, case)
    assert not draws_attention(case, counted)
    case.policies = {**case.policies, "excess_attention_month": 3}
    assert draws_attention(case, counted)


def test_a_finding_keeps_the_numbers_as_they_stood_and_leaves_the_clock_alone() -> None:
    office = people.office()
    earlier = apply(office, "2026-06-09", "东湖片区控制性详细规划")
    case = apply(office, "2026-06-10", "东湖片区控制性详细规划")
    due = case.due_on
    with on("2026-06-11"):
        excess.find_excessive(actor=office.handler, case_id=case.pk, why=f" {WHY}\u200b ")
    apply(office, "2026-06-12")
    finding = finding_of(again(case))
    assert finding is not None and finding.why == WHY
    assert (finding.found_by, finding.found_on) == (office.handler.user, date(2026, 6, 11))
    assert finding.counts[0] == {
        "applicant": 1,
        "period": "month",
        "first": "2026-05-12",
        "last": "2026-06-11",
        "applications": 2,
        "items": 2,
        "similar": 1,
        "numbers": [case.number, earlier.number],
    }
    assert again(case).due_on == due
    entry = AuditEntry.objects.filter(request_id=case.pk, action="excess_found").get()
    assert WHY not in entry.message and entry.data["finding"] == finding.pk


def test_a_wrong_finding_is_revoked_stays_on_file_and_may_be_made_anew() -> None:
    office = people.office()
    case = people.case_in_handling(office)
    excess.find_excessive(actor=office.handler, case_id=case.pk, why=WHY)
    excess.revoke_finding(actor=office.desk, case_id=case.pk, reason="误把同名的人计入")
    assert finding_of(case) is None
    excess.find_excessive(actor=office.handler, case_id=case.pk, why=WHY)
    assert [row.revoke_reason for row in case.excess_findings.all()] == ["误把同名的人计入", ""]


def test_refusals() -> None:
    office, elsewhere = people.office(), people.other_office()
    case = people.case_in_handling(office)

    def code_of(service: object, actor: object, **words: str) -> str:
        with pytest.raises(ApplicationError) as refused:
            service(actor=actor, case_id=case.pk, **words)  # type: ignore[operator]
        return refused.value.code

    assert code_of(excess.revoke_finding, office.handler, reason="无") == "no_excess"
    assert code_of(excess.find_excessive, office.legal, why=WHY) == "role_missing"
    assert code_of(excess.find_excessive, elsewhere.handler, why=WHY) == "unknown_case"
    assert code_of(excess.find_excessive, office.handler, why=" ") == "excess_unexplained"
    excess.find_excessive(actor=office.handler, case_id=case.pk, why=WHY)
    assert code_of(excess.find_excessive, office.desk, why=WHY) == "excess_found"
    assert code_of(excess.revoke_finding, office.handler, reason=" ") == "reason_missing"


def test_who_has_no_identity_number_cannot_be_counted() -> None:
    office = people.office()
    case = people.case_in_handling(office)
    case.applicants.update(identity_fingerprint="")
    (counted,) = counts_of(office.handler, case)
    assert counted.rows == ()
    with pytest.raises(ApplicationError) as refused:
        excess.find_excessive(actor=office.handler, case_id=case.pk, why=WHY)
    assert refused.value.code == "excess_uncounted"
