"""集中受理: taken in by the platform without a due date, given to the right agency with the day of submission."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction

from requests_app import dates, notifications
from requests_app.actors import Applicant, System
from requests_app.calendars import load_calendar
from requests_app.crypto.search_keys import check_query_code
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, StateRefusal
from requests_app.models import Agency, DisclosureRequest, NumberCounter, OutboxMessage
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.cases import applicant_by_code, find_by_number, get_case, visible_cases
from requests_app.selectors.intake import oldest_unrouted, routed, unrouted, withdrawn_here
from requests_app.selectors.untaken import untaken
from requests_app.services import registration, withdrawal
from requests_app.services.documents import Upload
from requests_app.services.intake import route, submit_to_platform
from requests_app.services.registration import Registered
from tests.people import Office, again, application, office, other_office, other_platform, platform_office
from tests.services.stages import PDF
from workflows import engine
from workflows.consistency import check_flows
from workflows.perform import may_perform, perform

pytestmark = pytest.mark.django_db
SUBMITTED, ROUTED = date(2026, 3, 6), date(2026, 3, 11)


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def platform() -> Office:
    return platform_office()


def taken_in(platform: Office, *items: str, on: date = SUBMITTED) -> Registered:
    with dates.as_of(on):
        return submit_to_platform(agency=platform.agency, new=application(*items, on=on, channel="web"))


def routed_to(here: Office, platform: Office, case: DisclosureRequest) -> DisclosureRequest:
    with dates.as_of(ROUTED):
        route(actor=platform.dispatcher, case_id=case.pk, agency=here.agency, reason="规划由该局制作")
    return again(case)


def test_the_platform_gives_its_own_number_and_a_code_and_no_due_date(platform: Office) -> None:
    done = taken_in(platform)
    case = again(done.case)
    assert case.state == RequestState.RECEIVED
    assert (case.agency, case.number, case.received_on, case.due_on) == (None, None, None, None)
    assert case.intake_number == "TY2026-QZ-00001"
    assert check_query_code(done.query_code, case.query_code_hash)
    assert case.conservative_due_on is not None, "officers are warned from the submission on"
    assert OutboxMessage.objects.filter(topic="letters.intake_receipt").count() == 1
    assert AuditEntry.objects.filter(request_id=case.pk, action="intake").exists()
    assert check_flows() == []


def test_the_numbers_of_a_platform_have_no_gaps_and_begin_anew_each_year(platform: Office) -> None:
    first = taken_in(platform)
    with pytest.raises(RuntimeError), transaction.atomic():
        taken_in(platform)
        raise RuntimeError("rolled back")
    second, next_year = taken_in(platform), taken_in(platform, on=date(2027, 1, 4))
    numbers = [again(done.case).intake_number for done in (first, second, next_year)]
    assert numbers == ["TY2026-QZ-00001", "TY2026-QZ-00002", "TY2027-QZ-00001"]
    kinds = NumberCounter.objects.filter(agency=platform.agency).values_list("kind", flat=True)
    assert set(kinds) == {"intake"}


def test_only_a_platform_takes_in(here: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        submit_to_platform(agency=here.agency, new=application(channel="web"))
    assert refusal.value.code == "no_platform"
    assert not DisclosureRequest.objects.exists()


def test_the_day_of_submission_is_the_day_of_receipt_however_long_the_routing_took(
    here: Office, platform: Office
) -> None:
    done = taken_in(platform)
    case = routed_to(here, platform, done.case)
    assert (case.received_on, case.registered_on, case.routed_on) == (SUBMITTED, ROUTED, ROUTED)
    assert case.receipt_proof == "统一受理平台系统日志（TY2026-QZ-00001）"
    assert case.due_on == load_calendar().nth_working_day(SUBMITTED, 20)
    assert case.state == RequestState.UNDER_REVIEW
    assert case.number == "2026-QX-00001"
    assert [task.flow_task.name for task in engine.open_tasks(case)] == ["review"]
    assert check_flows() == []


def test_the_query_code_goes_on_with_both_numbers(here: Office, platform: Office) -> None:
    done = taken_in(platform)
    before = applicant_by_code("ty2026-qz-00001", done.query_code)
    case = routed_to(here, platform, done.case)
    for number in ("TY2026-QZ-00001", case.number or ""):
        assert applicant_by_code(number, done.query_code).request.pk == before.request.pk
    assert find_by_number(here.desk, "TY2026-QZ-00001").pk == case.pk


def test_routing_leaves_its_reason_and_promises_the_receipt(here: Office, platform: Office) -> None:
    case = routed_to(here, platform, taken_in(platform).case)
    entry = AuditEntry.objects.get(request_id=case.pk, action="routed")
    assert entry.message == f"分办至{here.agency.name}"
    assert entry.data["agency"] == here.agency.pk
    assert entry.role == Role.DISPATCHER
    assert "规划由该局制作" not in str(entry.data)
    assert OutboxMessage.objects.filter(topic="letters.receipt").count() == 1


def test_a_routed_application_is_not_routed_again(here: Office, platform: Office) -> None:
    case = routed_to(here, platform, taken_in(platform).case)
    for who in (platform.dispatcher, here.desk):
        with pytest.raises(ApplicationError):
            route(actor=who, case_id=case.pk, agency=other_office().agency, reason="再次分办")
    assert again(case).agency == here.agency


REFUSED = [
    ("no reason", {"reason": " "}, {"reason"}),
    ("an agency elsewhere", {"agency": "MM0001"}, {"agency"}),
    ("a closed agency", {"agency": "QX0202"}, {"agency"}),
]


@pytest.mark.parametrize(("name", "changes", "fields"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_refused_leaves_it_where_it_is(
    here: Office, platform: Office, name: str, changes: dict[str, str], fields: set[str]
) -> None:
    other_platform()
    Agency.objects.filter(pk=other_office().agency.pk).update(is_active=False)
    case = taken_in(platform).case
    arguments = {"agency": here.agency.code, "reason": "规划由该局制作", **changes}
    agency = Agency.objects.get(code=arguments.pop("agency"))
    with pytest.raises(InvalidInput) as refusal:
        route(actor=platform.dispatcher, case_id=case.pk, agency=agency, **arguments)
    assert set(refusal.value.fields) == fields
    assert again(case).is_unrouted
    assert not NumberCounter.objects.filter(kind="request").exists()


def test_nobody_but_a_dispatcher_of_this_platform_has_anything_to_do_with_it(
    here: Office, platform: Office
) -> None:
    case = taken_in(platform).case
    strangers = [
        other_platform().dispatcher,
        platform.desk,
        platform.head,
        *here.members.values(),
        *other_office().members.values(),
    ]
    for member in strangers:
        with pytest.raises(AccessRefused):
            get_case(member, case.pk)
        with pytest.raises(AccessRefused):
            route(actor=member, case_id=case.pk, agency=here.agency, reason="越权")
        with pytest.raises(AccessRefused):
            perform(member.user, again(case), "route", agency=here.agency, reason="越权")
        assert unrouted(member) == []
        assert case.pk not in {row.case.pk for row in untaken(member)}
    assert again(case).is_unrouted


def test_a_dispatcher_can_do_nothing_else_with_it(platform: Office) -> None:
    case = again(taken_in(platform).case)
    user = platform.dispatcher.user
    assert may_perform(user, case, "route")
    for verb in ("register", "upload", "reveal_contacts", "reissue_code", "void"):
        assert not may_perform(user, case, verb), verb
        with pytest.raises(AccessRefused):
            perform(user, case, verb)


def test_a_dispatcher_sees_what_was_routed_only_by_its_numbers(here: Office, platform: Office) -> None:
    case = routed_to(here, platform, taken_in(platform, "说了什么不再看得到").case)
    assert not visible_cases(platform.dispatcher).filter(pk=case.pk).exists()
    (row,) = routed(platform.dispatcher)
    assert (row.intake_number, row.number, row.agency) == (case.intake_number, case.number, here.agency.name)
    assert routed(other_platform().dispatcher) == []
    assert routed(here.desk) == []


def test_the_alarm_begins_on_the_day_after_submission_and_the_head_sees_its_number(platform: Office) -> None:
    taken_in(platform)
    for day, late, age in ((SUBMITTED, False, 0), (SUBMITTED + timedelta(days=3), True, 1)):
        with dates.as_of(day):
            (row,) = unrouted(platform.dispatcher)
            assert (row.late, row.age) == (late, age)
            assert oldest_unrouted(platform.head) == (1, age)
    assert oldest_unrouted(other_platform().dispatcher) == (0, 0)


def test_the_applicant_can_withdraw_before_anybody_has_routed_it(here: Office, platform: Office) -> None:
    done = taken_in(platform)
    withdrawal.withdraw(actor=Applicant(again(done.case)), case_id=done.case.pk)
    assert again(done.case).state == RequestState.WITHDRAWN
    assert unrouted(platform.dispatcher) == []
    with pytest.raises(StateRefusal):
        route(actor=platform.dispatcher, case_id=done.case.pk, agency=here.agency, reason="已经撤回")
    assert check_flows() == []


def test_a_withdrawal_on_paper_ends_it_before_it_is_routed_and_only_then(
    here: Office, platform: Office
) -> None:
    paper = {"signed_paper": Upload("撤回申请书.pdf", PDF)}
    case = taken_in(platform).case
    with pytest.raises(InvalidInput) as unsigned:
        perform(platform.dispatcher.user, case, "withdraw")
    assert unsigned.value.code == "signed_paper_missing"
    perform(platform.dispatcher.user, case, "withdraw", **paper)
    ended = again(case)
    assert (ended.state, ended.closed_on, ended.number) == (RequestState.WITHDRAWN, dates.today(), None)
    entry = AuditEntry.objects.filter(request_id=case.pk).latest("seq")
    assert (entry.action, entry.user_id) == ("withdrawn", platform.dispatcher.user.pk)
    assert unrouted(platform.dispatcher) == []
    assert [row.pk for row in withdrawn_here(platform.dispatcher)] == [case.pk]
    assert withdrawn_here(other_platform().dispatcher) == []
    assert check_flows() == []
    elsewhere = routed_to(here, platform, taken_in(platform).case)
    with pytest.raises(AccessRefused):
        perform(platform.dispatcher.user, elsewhere, "withdraw", **paper)


def test_it_cannot_be_registered_past_the_dispatcher(platform: Office) -> None:
    case = taken_in(platform).case
    with pytest.raises(InvalidInput) as refusal:
        registration.register(actor=System("测试"), case_id=case.pk, received_on=SUBMITTED)
    assert refusal.value.code == "no_agency"


def delivered_letters(case: DisclosureRequest) -> list[str]:
    while notifications.deliver_due(50, "test").done:
        pass
    assert not OutboxMessage.objects.filter(done_at=None).exists()
    return list(case.letters.order_by("pk").values_list("kind", flat=True))


def test_each_of_the_two_receipts_is_made_once(here: Office, platform: Office) -> None:
    case = taken_in(platform, on=dates.today()).case
    assert delivered_letters(case) == ["intake_receipt"]
    letter = case.letters.get()
    assert letter.number == again(case).intake_number
    assert letter.context["agency"]["name"] == platform.agency.name
    assert letter.context["due_on"] is None
    assert letter.document is not None
    assert letter.document.visible_to_applicant
    route(actor=platform.dispatcher, case_id=case.pk, agency=here.agency, reason="规划由该局制作")
    assert delivered_letters(case) == ["intake_receipt", "receipt"]


def test_a_worker_that_comes_late_makes_only_the_receipt_of_the_agency(
    here: Office, platform: Office
) -> None:
    case = taken_in(platform, on=dates.today()).case
    route(actor=platform.dispatcher, case_id=case.pk, agency=here.agency, reason="规划由该局制作")
    assert delivered_letters(case) == ["receipt"]
