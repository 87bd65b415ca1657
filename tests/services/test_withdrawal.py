"""撤回: a right of the applicant until the reply is issued; its notice is promised in the same transaction."""

from datetime import date

import pytest

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.errors import AccessRefused, InvalidInput, StateRefusal
from requests_app.models import ExtensionState, OutboxMessage, SubmissionState
from requests_app.rules.states import RequestState
from requests_app.services import extension, registration, withdrawal
from requests_app.services.documents import Upload
from tests import people
from tests.services.stages import PDF, approved, issued, submitted

pytestmark = pytest.mark.django_db


def notices() -> int:
    return OutboxMessage.objects.filter(topic="letters.withdrawal").count()


def test_the_applicant_withdraws_and_a_notice_is_promised() -> None:
    case = people.counter_case(people.office())
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk, reason="已经找到")
    case = people.again(case)
    assert (case.state, case.closed_on is not None) == (RequestState.WITHDRAWN, True)
    assert case.clock_events.filter(type="withdrawn").count() == 1
    assert notices() == 1


@pytest.mark.parametrize("stage", [submitted, approved])
def test_it_ends_whatever_approval_is_under_way(stage: object) -> None:
    handed_in = stage(people.office())
    withdrawal.withdraw(actor=Applicant(handed_in.request), case_id=handed_in.request_id)
    handed_in.refresh_from_db()
    assert handed_in.state == SubmissionState.RECALLED


def test_an_asked_extension_falls_away() -> None:
    office = people.office()
    case = people.case_in_handling(office)
    asked = extension.ask(actor=office.handler, case_id=case.pk, working_days=5, reason="材料多")
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    asked.refresh_from_db()
    assert asked.state == ExtensionState.CANCELLED


def test_after_issue_it_is_too_late() -> None:
    letter = issued(people.office())
    with pytest.raises(StateRefusal) as refused:
        withdrawal.withdraw(actor=Applicant(letter.request), case_id=letter.request_id)
    assert "已出具" in refused.value.message
    assert notices() == 0


def test_an_officer_needs_the_signed_paper() -> None:
    office = people.office()
    case = people.counter_case(office)
    with pytest.raises(InvalidInput):
        withdrawal.withdraw(actor=office.desk, case_id=case.pk)
    withdrawal.withdraw(actor=office.desk, case_id=case.pk, signed_paper=Upload("撤回申请书.pdf", PDF))
    assert people.again(case).clock_events.get(type="withdrawn").evidence is not None


def test_the_code_of_one_case_withdraws_no_other() -> None:
    office = people.office()
    mine, other = people.counter_case(office), people.counter_case(office)
    with pytest.raises(AccessRefused):
        withdrawal.withdraw(actor=Applicant(mine), case_id=other.pk)
    assert people.again(other).state == RequestState.UNDER_REVIEW


def test_twice_is_refused_and_promises_one_notice() -> None:
    case = people.counter_case(people.office())
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    with pytest.raises(StateRefusal):
        withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    assert notices() == 1


def test_a_letter_still_waiting_for_registration_can_be_withdrawn_without_clock() -> None:
    office = people.office()
    new = people.application(channel="letter", received_on=None)
    case = registration.take_in(actor=office.desk, agency=office.agency, new=new)
    withdrawal.withdraw(actor=office.desk, case_id=case.pk, signed_paper=Upload("撤回申请书.pdf", PDF))
    assert people.again(case).state == RequestState.WITHDRAWN
    assert notices() == 0


def test_a_paper_that_came_earlier_ends_the_case_on_that_day() -> None:
    with dates.as_of(date(2026, 3, 9)):
        office = people.office()
        case = people.counter_case(office, on=date(2026, 3, 9))
    with dates.as_of(date(2026, 3, 12)):
        paper = {"actor": office.desk, "case_id": case.pk, "signed_paper": Upload("撤回申请书.pdf", PDF)}
        for day in (date(2026, 3, 13), date(2026, 3, 6)):
            with pytest.raises(InvalidInput) as refused:
                withdrawal.withdraw(**paper, received_on=day)
            assert list(refused.value.fields) == ["received_on"]
        withdrawal.withdraw(**paper, received_on=date(2026, 3, 11))
    case = people.again(case)
    assert case.closed_on == case.clock_events.get(type="withdrawn").on == date(2026, 3, 11)


def test_the_applicant_withdraws_today_and_on_no_other_day() -> None:
    case = people.counter_case(people.office())
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk, received_on=date(2020, 1, 1))
    assert people.again(case).closed_on == dates.today()
