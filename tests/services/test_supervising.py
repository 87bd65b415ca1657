"""督办: demanded by the supervisor above and nobody else, answered by the office, both in the record and the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from letters.dossier_records import records
from requests_app import dates
from requests_app.actors import Applicant, Member, System
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, StateRefusal
from requests_app.models import DisclosureRequest, Notice, SupervisionOrder
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.selectors.notices import reminders
from requests_app.selectors.supervision import orders_of, watch_list
from requests_app.services import (
    assignment,
    closing,
    contact_note,
    correction,
    documents,
    excess,
    extension,
    people,
    receipt_date,
    supervising,
    withdrawal,
)
from tests.people import (
    Office,
    again,
    case_in_handling,
    government,
    join,
    office,
    other_office,
    other_platform,
)

pytestmark = pytest.mark.django_db
MONDAY, LATE = date(2026, 3, 2), date(2026, 4, 1)


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def supervisor() -> Member:
    return government().member(Role.SUPERVISOR)


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    with dates.as_of(MONDAY):
        return case_in_handling(here, "只有本机关知道的申请内容")


def demanded(supervisor: Member, case: DisclosureRequest, **changes: Any) -> SupervisionOrder:
    given = {"words": "请说明迟延的原因", "answer_by": LATE + timedelta(days=2), **changes}
    with dates.as_of(LATE):
        made: SupervisionOrder = supervising.order(actor=supervisor, case_id=case.pk, **given)
    return made


def test_a_demand_stands_in_the_record_and_reminds_handler_and_head(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    before = again(case)
    made = demanded(supervisor, case)
    assert (made.agency, made.ordered_by, made.ordered_on) == (supervisor.agency, supervisor.user, LATE)
    entry = AuditEntry.objects.get(request_id=case.pk, action="supervised")
    assert entry.message == "清溪市人民政府督办本件，要求2026-04-03前答复办理情况"
    assert (entry.role, entry.data["order"]) == ("supervisor", made.pk)
    assert {row.user for row in Notice.objects.all()} == {here.handler.user, here.head.user}
    with dates.as_of(LATE):
        assert [row.words for row in reminders(here.handler)] == ["答复督办：还剩 2 个工作日"]
    # What others have on their screens stays good.
    assert (again(case).version, again(case).state) == (before.version, before.state)


def test_the_office_answers_once_and_the_reminder_is_gone(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    made = demanded(supervisor, case)
    answered = supervising.answer(actor=here.handler, case_id=case.pk, order_id=made.pk, answer="今天送审")
    assert (answered.answer, answered.answered_by) == ("今天送审", here.handler.user)
    assert AuditEntry.objects.filter(request_id=case.pk, action="supervision_answered").count() == 1
    assert reminders(here.handler) == []
    with pytest.raises(StateRefusal) as refused:
        supervising.answer(actor=here.head, case_id=case.pk, order_id=made.pk, answer="再答复")
    assert refused.value.code == "order_answered"
    assert demanded(supervisor, case).pk != made.pk


def test_it_is_in_the_file(here: Office, supervisor: Member, case: DisclosureRequest) -> None:
    made = demanded(supervisor, case)
    supervising.answer(actor=here.handler, case_id=case.pk, order_id=made.pk, answer="今天送审")
    files = {
        name.rsplit("/", 1)[-1]: json.loads(data)
        for name, data in records(again(case), LATE).items()
        if name.endswith("handling.json")
    }
    [row] = files["handling.json"]["supervision"]
    assert (row["by"], row["words"], row["answer"]) == ("清溪市人民政府", "请说明迟延的原因", "今天送审")


def test_refused_are_a_second_demand_empty_words_a_past_day_and_a_closed_case(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    for wrong in ({"words": " "}, {"answer_by": LATE - timedelta(days=1)}):
        with pytest.raises(InvalidInput) as refused:
            demanded(supervisor, case, **wrong)
        assert refused.value.code == "order_incomplete"
    demanded(supervisor, case)
    with pytest.raises(StateRefusal) as second:
        demanded(supervisor, case)
    assert second.value.code == "order_open"
    other = case_in_handling(here)
    withdrawal.withdraw(actor=Applicant(other), case_id=other.pk)
    with pytest.raises(StateRefusal) as closed:
        demanded(supervisor, other)
    assert closed.value.code == "wrong_state"


def test_nobody_else_demands(here: Office, supervisor: Member, case: DisclosureRequest) -> None:
    elsewhere = join(other_platform().agency, Role.SUPERVISOR, "xuyuan9", "许远")
    strangers = [elsewhere, *other_office().members.values()]
    for actor in [*strangers, *here.members.values(), Applicant(case), System("任务")]:
        with pytest.raises(AccessRefused) as refused:
            demanded(actor, case)  # type: ignore[arg-type]
        assert refused.value.code == ("unknown_case" if actor in strangers else refused.value.code)
    assert not SupervisionOrder.objects.exists()


ACTS: list[tuple[str, Callable[..., Any], dict[str, Any]]] = [
    ("accept", assignment.accept, {"handler": None}),
    ("reassign", assignment.reassign, {"handler": None}),
    ("void", closing.void, {"reason": "x"}),
    ("withdraw", withdrawal.withdraw, {}),
    ("talk", contact_note.note_contact, {"talk": None}),
    ("correction", correction.ask, {"notice": None}),
    ("file", documents.add_document, {"upload": None}),
    ("excess", excess.find_excessive, {"reasons": "x"}),
    ("ask extension", extension.ask, {"working_days": 1, "reason": "x"}),
    ("grant extension", extension.grant, {"extension_id": 1}),
    ("contacts", people.reveal_contacts, {}),
    ("receipt", receipt_date.correct_receipt, {"to": None}),
    ("answer", supervising.answer, {"order_id": 1, "answer": "x"}),
]


@pytest.mark.parametrize(("name", "act", "given"), ACTS, ids=[row[0] for row in ACTS])
def test_a_supervisor_does_nothing_else_below(
    supervisor: Member,
    case: DisclosureRequest,
    name: str,
    act: Callable[..., Any],
    given: dict[str, Any],
) -> None:
    with pytest.raises(AccessRefused) as refused:
        act(actor=supervisor, case_id=case.pk, **given)
    assert refused.value.code == "unknown_case"


def test_an_order_of_another_case_is_unknown(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    made = demanded(supervisor, case)
    other = case_in_handling(here)
    with pytest.raises(AccessRefused) as refused:
        supervising.answer(actor=here.handler, case_id=other.pk, order_id=made.pk, answer="x")
    assert refused.value.code == "unknown_order"


# ---- the list ----


def listed(actor: Member) -> dict[str, list[tuple[str, int | None]]]:
    with dates.as_of(LATE):
        return {
            group.agency.name: [(row.case.number or "", row.remaining) for row in group.rows]
            for group in watch_list(actor)
        }


def test_late_and_near_by_agency_the_latest_first(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    there = other_office()
    with dates.as_of(date(2026, 3, 9)):
        near, foreign = case_in_handling(here), case_in_handling(there)
    with dates.as_of(date(2026, 3, 31)):
        case_in_handling(here)
    found = listed(supervisor)
    assert found == {
        here.agency.name: [(case.number, -2), (near.number, 3)],
        there.agency.name: [(foreign.number, 3)],
    }
    assert listed(here.head) == {here.agency.name: found[here.agency.name]}
    for member in here.members.values():
        if member.role is not Role.OFFICE_HEAD:
            assert listed(member) == {}


def test_a_row_says_state_handler_last_act_and_reason(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    demanded(supervisor, case)
    DisclosureRequest.objects.filter(pk=case.pk).update(
        late_reason="调阅外地档案", late_by="unit", late_unit="城乡规划科"
    )
    with dates.as_of(LATE):
        [group] = watch_list(supervisor)
    [row] = group.rows
    assert (row.state.label, row.act, group.late) == ("办理中", "答复", 1)
    assert row.last_act is not None
    assert row.last_act.action == "supervised"
    assert row.late_words == "调阅外地档案（城乡规划科）"
    assert row.open_order is not None


def test_a_clock_that_stands_still_is_not_on_it_unless_a_demand_waits(
    supervisor: Member, case: DisclosureRequest
) -> None:
    DisclosureRequest.objects.filter(pk=case.pk).update(paused=True)
    assert listed(supervisor) == {}
    SupervisionOrder.objects.create(
        request=case,
        agency=supervisor.agency,
        ordered_by=supervisor.user,
        ordered_on=LATE,
        words="x",
        answer_by=LATE,
    )
    assert list(listed(supervisor).values()) == [[(case.number, None)]]


def test_orders_are_for_members_who_may_see_the_case(
    here: Office, supervisor: Member, case: DisclosureRequest
) -> None:
    demanded(supervisor, case)
    assert orders_of(here.legal, case).count() == orders_of(supervisor, case).count() == 1
    assert orders_of(other_office().head, case).count() == 0
    assert orders_of(Applicant(case), case).count() == 0


def test_the_refusals_are_sentences(supervisor: Member, here: Office, case: DisclosureRequest) -> None:
    with pytest.raises(ApplicationError, match="“督办”由政务公开主管部门办理"):
        demanded(here.head, case)
