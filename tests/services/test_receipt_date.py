"""Correcting the day of receipt: every date moves with it, the first one stays on record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from letters.handlers import receipt
from requests_app import dates
from requests_app.actors import Member
from requests_app.calendars import load_calendar
from requests_app.errors import AccessRefused, ApplicationError, StateRefusal
from requests_app.models import DisclosureRequest, FeeState
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.clock import derive, parse_history
from requests_app.rules.roles import Role
from requests_app.selectors.clock import case_history, derivation_of
from requests_app.selectors.expected import effect_of_corrected_receipt
from requests_app.services import clock, extension
from requests_app.services.documents import Upload
from requests_app.services.receipt_date import correct_receipt
from tests.people import Office, again, case_in_handling, counter_case, office, other_office
from tests.services.stages import PDF, submitted

pytestmark = pytest.mark.django_db
PROOF = Upload("签收单.pdf", PDF)
RECORDED, RIGHT, TODAY = date(2026, 3, 9), date(2026, 3, 4), date(2026, 3, 12)


@pytest.fixture
def here() -> Office:
    return office()


def posted(here: Office) -> DisclosureRequest:
    """By post, with the day on which the desk got it instead of the day on which the mail room signed."""
    with dates.as_of(RECORDED):
        return counter_case(here, on=RECORDED, channel="post", mail_number="EM000000187")


def correct(who: Member, case: DisclosureRequest, to: date = RIGHT, **changes: object) -> None:
    arguments = {"to": to, "reason": "收发室3月4日签收，登记时误填转交日期", "proof": PROOF, **changes}
    with dates.as_of(TODAY):
        correct_receipt(actor=who, case_id=case.pk, **arguments)


def test_every_date_is_reckoned_from_the_right_day(here: Office) -> None:
    case = posted(here)
    before = case.due_on
    with dates.as_of(TODAY):
        effect = effect_of_corrected_receipt(here.head, case, RIGHT)
    correct(here.head, case)
    case = again(case)
    assert (case.received_on, case.arrived_on) == (RIGHT, RIGHT)
    assert (effect.before, effect.after) == (before, case.due_on)
    assert effect.notice_due == case.correction_notice_due_on
    assert case.due_on < before


def test_the_new_date_is_proposed_to_be_told_and_falls_away_when_it_comes_back(here: Office) -> None:
    case = posted(here)
    before = case.due_on
    correct(here.head, case)
    change = case.date_changes.get()
    assert (change.state, change.old_due, change.new_due) == ("proposed", before, again(case).due_on)
    assert change.why == "因更正收到日期"
    correct(here.head, case, RECORDED)
    change.refresh_from_db()
    assert change.state == "cancelled"


def test_the_first_day_stays_on_record(here: Office) -> None:
    case = posted(here)
    correct(here.head, case)
    history = case_history(again(case), TODAY)
    assert history["received"] == RECORDED.isoformat()
    assert history["events"] == [
        {"type": "receipt_date_corrected", "to": RIGHT.isoformat(), "on": TODAY.isoformat()}
    ]
    assert derive(parse_history(history), load_calendar()).standard.due == again(case).due_on
    entry = AuditEntry.objects.get(request_id=case.pk, action="receipt_corrected")
    assert (entry.data["was"], entry.data["to"]) == (RECORDED.isoformat(), RIGHT.isoformat())
    event = case.clock_events.get()
    assert event.evidence is not None
    assert event.evidence.sha256 == entry.data["sha256"]


def test_a_receipt_made_after_it_tells_the_right_day_and_date(here: Office) -> None:
    case = posted(here)
    correct(here.head, case)
    with dates.as_of(TODAY):
        receipt({"case": case.pk})
    told = case.letters.get(kind="receipt").context
    assert told["received_on"] == RIGHT.isoformat()
    assert told["due_on"] == str(again(case).due_on)


def test_it_can_be_corrected_twice(here: Office) -> None:
    case = posted(here)
    correct(here.head, case)
    correct(here.head, case, date(2026, 3, 5))
    with dates.as_of(TODAY):
        derived = derivation_of(again(case))
    assert derived is not None
    assert derived.history.received == date(2026, 3, 5)
    assert case_history(again(case))["received"] == RECORDED.isoformat()


def test_a_letter_confirmed_on_another_day_keeps_its_arrival(here: Office) -> None:
    with dates.as_of(RECORDED):
        case = counter_case(
            here, on=RECORDED, channel="letter", arrived_on=date(2026, 3, 3), receipt_proof="通话记录"
        )
    correct(here.head, case)
    assert (again(case).arrived_on, again(case).received_on) == (date(2026, 3, 3), RIGHT)


REFUSED = [
    ("no reason", {"reason": "  "}, "reason_or_proof_missing"),
    ("no proof", {"proof": None}, "reason_or_proof_missing"),
    ("after registration", {"to": date(2026, 3, 10)}, "receipt_after_registration"),
    ("no change", {"to": RECORDED}, "receipt_unchanged"),
]


@pytest.mark.parametrize(("name", "changes", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused_changes_nothing(
    here: Office, name: str, changes: dict[str, object], code: str
) -> None:
    case = posted(here)
    with pytest.raises(ApplicationError) as refusal:
        correct(here.head, case, **changes)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert again(case).received_on == RECORDED
    assert not case.clock_events.exists()
    assert not case.documents.exists()


def test_only_the_head_of_the_own_office_may(here: Office) -> None:
    case = posted(here)
    others = [here.member(role) for role in here.members if role is not Role.OFFICE_HEAD]
    for member in [*others, other_office().head]:
        with pytest.raises(AccessRefused):
            correct(member, case)
    assert again(case).received_on == RECORDED


def test_an_application_not_registered_or_answered_has_no_day_to_correct(here: Office) -> None:
    case = posted(here)
    DisclosureRequest.objects.filter(pk=case.pk).update(state="delivered")
    with pytest.raises(StateRefusal):
        correct(here.head, case)


def test_an_extension_that_is_asked_stays_and_is_judged_by_the_new_date(here: Office) -> None:
    with dates.as_of(RECORDED):
        case = case_in_handling(here, on=RECORDED, channel="post", mail_number="EM000000187")
        asked = extension.ask(actor=here.handler, case_id=case.pk, working_days=20, reason="案卷较多")
    correct(here.head, case)
    late = date(2026, 4, 6)
    with dates.as_of(late), pytest.raises(ApplicationError) as refusal:
        extension.grant(actor=here.head, case_id=case.pk, extension_id=asked.pk)
    assert refusal.value.code


def test_a_reply_in_approval_is_approved_for_other_events_then(here: Office) -> None:
    """The events are part of what was approved: the issue compares them."""
    handed_in = submitted(here, channel="post", mail_number="EM000000187")
    case = handed_in.request
    assert case.received_on is not None
    earlier = load_calendar().day(
        load_calendar().index(load_calendar().next_working_day(case.received_on)) - 3
    )
    correct_receipt(actor=here.head, case_id=case.pk, to=earlier, reason="误填", proof=PROOF)
    assert again(case).clock_events.filter(type="receipt_date_corrected").exists()


def waiting(here: Office, state: str, event: dict[str, Any]) -> DisclosureRequest:
    """Received, as recorded, on 2026-03-09; what the applicant owes was told on 2026-03-12."""
    with dates.as_of(RECORDED):
        case = case_in_handling(here, on=RECORDED, channel="post", mail_number="EM000000187")
    clock.record_event(case, actor=here.handler, type=event["type"], on=TODAY, data=event["data"])
    with dates.as_of(TODAY):
        clock.refresh(case)
    case.save()
    DisclosureRequest.objects.filter(pk=case.pk).update(state=state)
    return again(case)


def test_a_correction_that_was_told_too_late_by_it_is_waited_for_no_more(here: Office) -> None:
    notice = {"type": "correction_notice", "data": {"on": TODAY.isoformat()}}
    case = waiting(here, "awaiting_correction", notice)
    assert (case.waiting_for, case.due_on) == ("correction", None)
    correct(here.head, case, date(2026, 3, 2))
    case = again(case)
    assert (case.state, case.waiting_for) == ("under_review", "")
    assert case.due_on == date(2026, 3, 30)
    assert AuditEntry.objects.filter(request_id=case.pk, action="correction_told_late").exists()


def test_a_correction_told_in_time_all_the_same_is_waited_for(here: Office) -> None:
    notice = {"type": "correction_notice", "data": {"on": TODAY.isoformat()}}
    case = waiting(here, "awaiting_correction", notice)
    correct(here.head, case, RIGHT)
    assert (again(case).state, again(case).waiting_for) == ("awaiting_correction", "correction")
    assert not case.date_changes.exists()


def test_a_fee_that_was_told_too_late_by_it_has_no_effect(here: Office) -> None:
    told = {"type": "fee_notice", "data": {"on": TODAY.isoformat(), "served": TODAY.isoformat()}}
    case = waiting(here, "awaiting_payment", told)
    fee = case.fees.create(state=FeeState.TOLD, amount=10, decided_on=TODAY, told_on=TODAY)
    correct(here.head, case, date(2026, 2, 2))
    fee.refresh_from_db()
    assert (fee.state, again(case).state) == (FeeState.WITHOUT_EFFECT, "in_handling")
    assert again(case).due_on is not None
