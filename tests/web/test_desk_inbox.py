"""The inbox: groups by the next legal act, the own work first, filters in the address, a constant price."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app import calendars
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.services import clock, registration
from tests.people import Office, again, application, counter_case, join, office, other_office
from tests.web.desk_client import at_desk, text_of
from workflows.perform import perform

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 10, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def here() -> Iterator[Office]:
    with time_machine.travel(TODAY, tick=False):
        yield office()


def in_handling(here: Office, text: str, on: date) -> str:
    """A case given to 王强 through the door, so that its flow is where it should be; its number."""
    case = counter_case(here, text, on=on)
    perform(here.desk.user, case, "review", handler=here.handler.user)
    return str(again(case).number)


def all_of(client: Client, **query: str) -> str:
    return text_of(client.get("/desk/", {"view": "all", **query}))


def look_for(client: Client, **asked: str) -> str:
    return text_of(client.post("/desk/search/", {"view": "all", **asked}, follow=True))


GROUPS = [
    # received on, heading of its group on 2026-10-16 (the national holiday lies between)
    (date(2026, 9, 10), "已超期"),
    (date(2026, 9, 14), "今天"),
    (date(2026, 9, 16), "1–3 工作日"),
    (date(2026, 9, 18), "4–7 工作日"),
    (date(2026, 10, 14), "其余"),
]


@pytest.mark.parametrize(("received", "heading"), GROUPS, ids=[row[1] for row in GROUPS])
def test_a_case_stands_under_the_urgency_of_its_next_act(here: Office, received: date, heading: str) -> None:
    with time_machine.travel(datetime(received.year, received.month, received.day, 2, tzinfo=UTC)):
        number = in_handling(here, "控规批复", received)
    page = all_of(at_desk(here.desk))
    assert page.count("<h2>") == 1
    assert f"<h2>{heading}</h2>" in page
    assert number in page


def test_an_unreviewed_case_shows_the_day_of_the_correction_notice_first(here: Office) -> None:
    with time_machine.travel(datetime(2026, 9, 28, 2, tzinfo=UTC)):
        counter_case(here, "控规批复")
    page = all_of(at_desk(here.desk))
    # Seven working days after 28 September end on 13 October: the holiday is not counted, the 10th is.
    assert "<h2>已超期</h2>" in page
    assert "10月13日" in page


def test_a_letter_to_be_confirmed_is_new_work(here: Office) -> None:
    registration.take_in(
        actor=here.desk, agency=here.agency, new=application(channel="letter", received_on=None)
    )
    page = text_of(at_desk(here.desk).get("/desk/"))
    assert "<h2>未接收</h2>" in page
    assert "待登记" in page
    assert "<h2>未接收</h2>" not in text_of(at_desk(here.legal).get("/desk/"))


def test_a_letter_not_confirmed_on_its_day_is_late(here: Office) -> None:
    """Art. 31 (2): an ordinary letter is confirmed with the applicant on the day it arrives."""
    letter = application(channel="letter", received_on=None)
    registration.take_in(actor=here.desk, agency=here.agency, new=letter)
    words = "应于10月16日当日与申请人确认（条例第三十一条第（二）项）"
    assert words not in text_of(at_desk(here.desk).get("/desk/"))
    with time_machine.travel(TODAY + timedelta(days=1), tick=False):  # a Saturday: no working day has passed
        page = text_of(at_desk(here.desk).get("/desk/"))
    assert words in page
    assert "超期 1 日" in page
    assert "<h2>未接收</h2>" in page


WARNED = [
    # received on, submitted on, words of the warning on 2026-10-16
    ("due in two working days by the standard date, in one by the other", date(2026, 9, 16), None, "10月19日到期"),
    ("today by the conservative date", date(2026, 9, 15), None, "10月16日到期"),
    ("submitted long before its receipt: already late", date(2026, 9, 18), date(2026, 9, 11), "10月14日到期"),
    ("neither date is near", date(2026, 10, 14), None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "received", "submitted", "words"), WARNED, ids=[row[0] for row in WARNED])
def test_officers_are_warned_by_the_conservative_date(
    here: Office, name: str, received: date, submitted: date | None, words: str
) -> None:
    with time_machine.travel(datetime(received.year, received.month, received.day, 2, tzinfo=UTC)):
        number = in_handling(here, "控规批复", received)
    if submitted is not None:
        case = DisclosureRequest.objects.get(number=number)
        case.submitted_at = datetime(submitted.year, submitted.month, submitted.day, 2, tzinfo=UTC)
        clock.refresh(case)
        case.save()
    page = all_of(at_desk(here.desk))
    assert ("预警：按保守口径" in page) == bool(words)
    assert f"预警：按保守口径 {words}" in page or not words


def test_a_paused_or_answered_case_warns_of_nothing(here: Office) -> None:
    with time_machine.travel(datetime(2026, 9, 16, 2, tzinfo=UTC)):
        number = in_handling(here, "控规批复", date(2026, 9, 16))
    for changed in ({"paused": True}, {"replied_on": date(2026, 10, 15)}):
        DisclosureRequest.objects.filter(number=number).update(paused=False, replied_on=None)
        assert "预警：" in all_of(at_desk(here.desk))
        DisclosureRequest.objects.filter(number=number).update(**changed)
        assert "预警：" not in all_of(at_desk(here.desk))


def test_everybody_sees_the_own_work_first(here: Office) -> None:
    unreviewed = counter_case(here, "停车场用地批复").number
    handled = in_handling(here, "控规批复", date(2026, 10, 16))
    asked = perform(
        here.handler.user,
        DisclosureRequest.objects.get(number=handled),
        "ask_extension",
        working_days=5,
        reason="案卷较多",
    )
    pages = {role: text_of(at_desk(member).get("/desk/")) for role, member in here.members.items()}
    decide = reverse("desk:extension_decide", args=[asked.request_id])
    assert unreviewed in pages[here.desk.role]
    assert handled in pages[here.handler.role]
    assert handled in pages[here.head.role]
    assert f'href="{decide}"' in pages[here.head.role]
    assert "没有待您办理的事项" in pages[here.legal.role]


def test_a_task_of_a_handler_is_not_offered_to_the_other_handler(here: Office) -> None:
    number = in_handling(here, "控规批复", date(2026, 10, 16))
    colleague = join(here.agency, Role.HANDLER, "gaoming", "高明")
    assert number in text_of(at_desk(here.handler).get("/desk/"))
    assert number not in text_of(at_desk(colleague).get("/desk/"))
    assert number in all_of(at_desk(colleague))


FILTERS = [
    # what is asked for, whether 控规 (in handling, by 王强) and 停车 (under review) are shown
    ({"q": "控规"}, True, False),
    ({"q": "王契"}, True, True),
    ({"q": "没有这样的"}, False, False),
    ({"state": "under_review"}, False, True),
    ({"state": "nonsense"}, True, True),
    ({"step": "handle"}, True, False),
    ({"step": "review"}, False, True),
    ({"view": "mine"}, False, False),
    ({"q": "%'<script>"}, False, False),
]


@pytest.mark.parametrize(("query", "planning", "parking"), FILTERS, ids=[str(row[0]) for row in FILTERS])
def test_filters(here: Office, query: dict[str, str], planning: bool, parking: bool) -> None:
    in_handling(here, "控规批复", date(2026, 10, 16))
    counter_case(here, "停车场批复")
    page = look_for(at_desk(here.desk), **query)
    assert ('title="控规批复"' in page) == planning
    assert ('title="停车场批复"' in page) == parking
    assert "<script>" not in page


def test_a_number_leads_straight_to_its_case_archived_or_not(here: Office) -> None:
    case = counter_case(here)
    answer = at_desk(here.desk).post("/desk/search/", {"q": case.number})
    assert answer["Location"] == reverse("desk:case", args=[case.pk])
    foreign = at_desk(other_office().desk).post("/desk/search/", {"q": case.number})
    assert foreign["Location"].startswith("/desk/?")


def test_a_name_that_is_looked_for_stands_in_no_address(here: Office) -> None:
    counter_case(here, "停车场批复")
    client = at_desk(here.desk)
    answer = client.post("/desk/search/", {"q": "王契", "state": "under_review"})
    address = answer["Location"]
    assert "state=under_review" in address
    page = text_of(client.get(address))
    assert 'value="王契"' in page
    assert 'title="停车场批复"' in page
    links = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert not [link for link in links if "王契" in unquote(link)]
    # Another session knows nothing of the ticket, and a list opened anew is not narrowed.
    assert 'value="王契"' not in text_of(at_desk(here.handler).get(address))
    assert 'value="王契"' not in text_of(client.get("/desk/"))
    assert client.get("/desk/search/")["Location"] == "/desk/"


def test_two_tabs_keep_their_searches(here: Office) -> None:
    client = at_desk(here.desk)
    first, second = (client.post("/desk/search/", {"q": words})["Location"] for words in ("控规", "停车"))
    assert 'value="控规"' in text_of(client.get(first))
    assert 'value="停车"' in text_of(client.get(second))


def test_a_long_group_says_how_many_more_there_are(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.desk.inbox.SHOWN", 2)
    for _ in range(3):
        counter_case(here)
    client = at_desk(here.desk)
    page = all_of(client)
    assert "展开其余 1 件" in page
    assert page.count("data-row") == 2
    assert all_of(client, more="near").count("data-row") == 3


def test_the_inbox_costs_the_same_number_of_queries_for_5_and_for_30_cases(here: Office) -> None:
    client = at_desk(here.desk)
    counts = []
    for more in (5, 25):
        for number in range(more):
            case = counter_case(here, f"第{number}件")
            perform(here.desk.user, case, "review", handler=here.handler.user)
        # Whether a newer calendar came is asked by time, not by case: both pages ask.
        calendars.forget()
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/desk/", {"view": "all"}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 25
