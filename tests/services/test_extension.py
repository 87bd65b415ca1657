"""延期 (Art. 33): asked by the handler, granted by the head only, told within the first period, once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from requests_app.actors import System
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import DisclosureRequest, Extension, ExtensionState, Letter, OutboxMessage
from requests_app.rules.policies import Policies
from requests_app.rules.roles import Role
from requests_app.services import delivery, extension, issuing
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from requests_app.services.issuing import LetterForm
from tests import people
from tests.people import Office
from tests.services.stages import CONTENT, PDF, freeze, made, submitted

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
DAY_AFTER = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
NOTICE = LetterForm(
    "extension_notice", "延期答复告知书", "v1", lambda n, year: f"清自然资公开延〔{year}〕{n}号", "extension"
)


def case_of_june(office: Office) -> DisclosureRequest:
    with time_machine.travel(RECEIVED):
        return people.case_in_handling(office)


def ask(office: Office, case: DisclosureRequest, days: int = 20, reason: str = "需检索历年档案") -> Extension:
    return extension.ask(actor=office.handler, case_id=case.pk, working_days=days, reason=reason)


def notice_of(office: Office, case: DisclosureRequest, granted: Extension) -> Letter:
    letter = issuing.issue_procedure_letter(
        actor=System("延期告知"),
        case_id=case.pk,
        content=replace(CONTENT, kind=NOTICE.kind),
        form=NOTICE,
        freeze=freeze,
        extension=granted,
    )
    return made(letter)


def post(office: Office, case: DisclosureRequest, letter: Letter, on: date) -> None:
    posting = Posting(sent_on=on, tracking_number="XA00000000011", carrier="邮政企业")
    delivery.post_letter(actor=office.desk, case_id=case.pk, letter_id=letter.pk, posting=posting)


def test_the_due_date_moves_only_when_the_applicant_has_been_told() -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY):
        asked = ask(office, case)
        assert people.again(case).due_on == date(2026, 6, 30)
        granted = extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)
        assert people.again(case).due_on == date(2026, 6, 30)
        assert OutboxMessage.objects.filter(topic="letters.extension").count() == 1
        post(office, case, notice_of(office, case, granted), date(2026, 6, 30))
    case = people.again(case)
    assert (case.first_due_on, case.due_on) == (date(2026, 6, 30), date(2026, 7, 28))
    assert case.extensions.get().state == ExtensionState.NOTIFIED


def test_where_the_office_reads_it_so_the_applicant_is_told_when_the_notice_arrives() -> None:
    """The reading `procedure_letter_told_on_posting`, chosen otherwise and frozen with the case."""
    office = people.office()
    case = case_of_june(office)
    case.policies = Policies(procedure_letter_told_on_posting=False).as_json()
    case.save()
    with time_machine.travel(datetime(2026, 6, 24, 2, 0, tzinfo=UTC)):
        granted = extension.grant(actor=office.head, case_id=case.pk, extension_id=ask(office, case).pk)
        letter = notice_of(office, case, granted)
        post(office, case, letter, date(2026, 6, 24))
    assert (people.again(case).due_on, letter.deliveries.get().counts_on) == (date(2026, 6, 30), None)
    with time_machine.travel(datetime(2026, 6, 26, 2, 0, tzinfo=UTC)):
        arrived = Service("post", date(2026, 6, 26), "王契", proof=Upload("回证.pdf", PDF))
        delivery.confirm_delivery(actor=office.desk, case_id=case.pk, letter_id=letter.pk, service=arrived)
    assert case.extensions.get().notified_on == date(2026, 6, 26)
    assert people.again(case).due_on == date(2026, 7, 28)


@pytest.mark.parametrize("days", [0, 21, -1])
def test_more_than_the_law_allows_or_nothing_is_refused(days: int) -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY), pytest.raises(RuleRefusal) as refused:
        ask(office, case, days=days)
    assert "第三十三条" in refused.value.basis
    assert not case.extensions.exists()


def test_after_the_due_date_it_can_neither_be_asked_nor_granted() -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY):
        asked = ask(office, case)
    with time_machine.travel(DAY_AFTER):
        with pytest.raises(RuleRefusal):
            extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)
        extension.refuse(actor=office.head, case_id=case.pk, extension_id=asked.pk, reason="已过期限")
        with pytest.raises(RuleRefusal):
            ask(office, case)


def test_a_notice_posted_after_the_first_due_date_does_not_extend() -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY):
        asked = ask(office, case)
        granted = extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)
        letter = notice_of(office, case, granted)
    with time_machine.travel(DAY_AFTER), pytest.raises(RuleRefusal):
        post(office, case, letter, date(2026, 7, 1))
    assert people.again(case).due_on == date(2026, 6, 30)
    assert not letter.deliveries.exists()


def test_only_once() -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY):
        asked = ask(office, case, days=5)
        with pytest.raises(RuleRefusal):
            ask(office, case, days=5)
        extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)
        with pytest.raises(RuleRefusal):
            ask(office, case, days=5)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE_HEAD, Role.DISPATCHER, Role.SUPERVISOR}))
def test_nobody_but_the_head_of_the_office_grants(role: Role) -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY):
        asked = ask(office, case)
        with pytest.raises(AccessRefused):
            extension.grant(actor=office.member(role), case_id=case.pk, extension_id=asked.pk)
    assert case.extensions.get().state == ExtensionState.ASKED


def test_a_head_who_asked_cannot_grant_it() -> None:
    office = people.office()
    case = case_of_june(office)
    head_as_handler = people.join(office.agency, Role.HANDLER, *people.CAST[Role.OFFICE_HEAD])
    with time_machine.travel(LAST_DAY):
        asked = extension.ask(actor=head_as_handler, case_id=case.pk, working_days=5, reason="材料多")
        with pytest.raises(AccessRefused):
            extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)


def test_reasons_are_compulsory_for_asking_and_for_refusing() -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY):
        with pytest.raises(InvalidInput):
            ask(office, case, reason=" ")
        asked = ask(office, case)
        with pytest.raises(InvalidInput):
            extension.refuse(actor=office.head, case_id=case.pk, extension_id=asked.pk, reason="")


def test_a_decided_extension_is_decided() -> None:
    office = people.office()
    case = case_of_june(office)
    with time_machine.travel(LAST_DAY):
        asked = ask(office, case)
        extension.refuse(actor=office.head, case_id=case.pk, extension_id=asked.pk, reason="理由不足")
        with pytest.raises(StateRefusal):
            extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)


def test_it_runs_beside_the_approval_of_the_reply() -> None:
    office = people.office()
    with time_machine.travel(RECEIVED):
        case = people.again(submitted(office).request)
    with time_machine.travel(LAST_DAY):
        asked = ask(office, case)
        extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)
    assert people.again(case).state == "in_approval"
