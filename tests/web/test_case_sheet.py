"""The sheet of a case on paper: all of it on one print, contacts masked for everybody, for who may see the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_app.models import AuditEntry, DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.states import Phase
from requests_app.selectors.phases import phases_of
from tests.letters.pages import full_text
from tests.people import Office, again, natural_person, office, other_office
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
TODAY = datetime(2026, 10, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def here() -> Iterator[Office]:
    with time_machine.travel(TODAY, tick=False):
        yield office()


@pytest.fixture
def walk(here: Office) -> Walk:
    """Received on 2026-09-28, in handling: due on 2026-10-30."""
    with time_machine.travel(RECEIVED, tick=False):
        begun = Walk.begin(here)
        begun.accept()
    return begun


def sheet(client: Client, case: DisclosureRequest) -> HttpResponse:
    answer: HttpResponse = client.get(reverse("desk:case_sheet", args=[case.pk]))
    return answer


def words(answer: HttpResponse) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return "".join(full_text(answer.content).split())


def test_the_sheet_says_who_what_by_when_and_why(here: Office, walk: Walk) -> None:
    text = words(sheet(at_desk(here.handler), walk.case))
    expected = (
        walk.case.number,
        "王契",
        "办理中",
        "收到申请：2026年9月28日（周一）",
        "答复期限届满：2026年10月30日（周五）",
        "审核2026年9月28日",
        "国庆节",
        "国务院办公厅",
        "条例第三十三条第二款",
        "逐日列出",
        "10月30日周五到期日20",
        "登记，编号",
        "开始计时，到期日2026年10月30日",
        "2026年10月16日打印",
    )
    assert not [one for one in expected if one not in text]


@pytest.mark.parametrize("role", ["desk", "handler", "legal", "head"])
def test_contacts_are_masked_for_everybody_and_nothing_is_stored(here: Office, walk: Walk, role: str) -> None:
    traces, files = AuditEntry.objects.count(), walk.case.documents.count()
    text = words(sheet(at_desk(getattr(here, role)), walk.case))
    person = natural_person()
    secrets = (person.identity_number, person.phone, person.email, person.address)
    assert not [secret for secret in secrets if secret in text]
    assert "已遮盖" in text
    assert (AuditEntry.objects.count(), walk.case.documents.count()) == (traces, files)


def test_another_agencys_case_has_no_sheet_here(walk: Walk) -> None:
    assert sheet(at_desk(other_office().desk), walk.case).status_code == 404


def test_the_button_stands_where_the_case_is_read(here: Office, walk: Walk) -> None:
    client, link = at_desk(here.handler), reverse("desk:case_sheet", args=[walk.case.pk])
    for view in ("desk:case", "desk:record"):
        assert link in text_of(client.get(reverse(view, args=[walk.case.pk])))


def test_before_receipt_is_confirmed_there_is_nothing_to_print(here: Office, walk: Walk) -> None:
    DisclosureRequest.objects.filter(pk=walk.case.pk).update(received_on=None)
    answer = sheet(at_desk(here.desk), walk.case)
    assert answer.status_code == 422
    assert "还没有登记" in text_of(answer)


def ends(here: Office, walk: Walk) -> dict[Phase, date | None]:
    """When each phase ended."""
    found = phases_of(here.handler, again(walk.case))
    assert [bool(row.person) for row in found] == [row.on is not None for row in found]
    return {row.phase: row.on for row in found}


def test_a_phase_is_finished_when_the_case_has_left_it(here: Office, walk: Walk) -> None:
    found = ends(here, walk)
    assert found[Phase.REVIEW] == date(2026, 9, 28)
    assert found[Phase.HANDLING] is found[Phase.REPLY] is None
    issued = Walk.begin(here)
    letter = issued.issue()
    assert ends(here, issued)[Phase.HANDLING] == date(2026, 10, 16)
    assert ends(here, issued)[Phase.REPLY] is None
    issued.hand_over(letter)
    found = ends(here, issued)
    assert (found[Phase.REPLY], found[Phase.ARCHIVING]) == (date(2026, 10, 16), None)
    text = words(sheet(at_desk(here.handler), issued.case))
    assert "答复2026年10月16日" in text
    assert letter.number in text


def test_a_case_sent_back_is_in_handling_again(here: Office, walk: Walk) -> None:
    back = Walk.begin(here)
    back.submit()
    task, digest = back.task("decide"), back.content_hash
    back.do(Role.LEGAL_REVIEWER, "return_reply", task, content_hash=digest, reason="理由写得不够")
    assert ends(here, back)[Phase.HANDLING] is None
