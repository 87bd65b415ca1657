"""The demonstration: requests in every state, made by the real services; a second start changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import transaction
from django.test import Client

from project import demo_data
from project.demo_data.stage import Days, day_of_demonstration
from requests_app import dates
from requests_app.actors import Member, memberships_of
from requests_app.calendars import shipped_calendar
from requests_app.models import (
    Approval,
    CalendarVersion,
    DisclosureRequest,
    Extension,
    Fee,
    Letter,
    LetterState,
    OutboxMessage,
    Provenance,
    PublicationProposal,
    ReasonsRequest,
    Submission,
    User,
)
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.agencies import host_agency, public_agencies
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.inbox import inbox
from tests.web.desk_client import text_of
from workflows.consistency import check_flows

DAY = date(2026, 11, 23)
"""A Monday like any other; the stories count back from it."""


@pytest.fixture(scope="module")
def made(django_db_setup: Any, django_db_blocker: Any) -> Iterator[list[tuple[str, str, str]]]:
    """Loaded once for this file and taken away again."""
    with django_db_blocker.unblock(), dates.as_of(DAY), transaction.atomic():
        yield demo_data.load()
        transaction.set_rollback(True)


@pytest.fixture
def demo(made: list[tuple[str, str, str]], db: None) -> list[tuple[str, str, str]]:
    """The logins of the loaded demonstration; what a test changes is taken back."""
    return made


def member(login: str, role: Role | None = None) -> Member:
    found = memberships_of(User.objects.get(username=login))
    return next(one for one in found if role in (None, one.role))


def rows() -> dict[str, str]:
    """A hash over all rows of every table."""
    hashes = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        text = serialize("json", model._base_manager.order_by("pk"))
        hashes[model._meta.label] = hashlib.sha256(text.encode()).hexdigest()
    return hashes


def test_every_state_the_desk_can_reach_is_there(demo: object) -> None:
    states = set(
        DisclosureRequest.objects.exclude(provenance=Provenance.IMPORTED).values_list("state", flat=True)
    )
    assert states == {
        RequestState.RECEIVED,
        RequestState.UNDER_REVIEW,
        RequestState.AWAITING_CORRECTION,
        RequestState.IN_HANDLING,
        RequestState.AWAITING_PAYMENT,
        RequestState.IN_APPROVAL,
        RequestState.APPROVED,
        RequestState.ISSUED,
        RequestState.DELIVERED,
        RequestState.LAPSED,
        RequestState.WITHDRAWN,
        RequestState.VOIDED,
        RequestState.TRANSFERRED,
        RequestState.ARCHIVED,
    }


def test_the_inbox_shows_every_urgency(demo: object) -> None:
    groups = {group.key: group.rows for group in inbox(member("limin"))}
    assert list(groups) == ["overdue", "today", "soon", "near", "later", "paused", "new", "finish"]
    assert [row.remaining for row in groups["overdue"]] == [-3, -2, -1]
    assert [row.remaining for row in groups["today"]] == [0]
    assert [row.remaining for row in groups["soon"]] == [1, 3]
    # The reply in the post has answered in time: its delivery is still to be proven, and no day presses.
    assert [row.state for row in groups["later"] if row.remaining is None] == [RequestState.ISSUED]


def test_agencies_do_not_see_each_other(demo: object) -> None:
    seen = [
        {row.case.agency_id for group in inbox(member(login)) for row in group.rows}
        for login in ("limin", "hejia", "xulei")
    ]
    assert [len(agencies) for agencies in seen] == [1, 1, 1]
    assert len(set.union(*seen)) == 3


def test_publication_is_proposed_and_suggested(demo: object) -> None:
    found = PublicationProposal.objects.order_by("pk").values_list("origin", "state")
    assert list(found) == [("several", "open"), ("suggested", "open")]


def test_one_was_returned_and_every_stage_of_an_extension_is_there(demo: object) -> None:
    assert Approval.objects.filter(verdict="return").count() == 1
    assert set(Extension.objects.values_list("state", flat=True)) == {"asked", "granted", "notified"}


def test_a_fee_is_awaited_one_is_paid_one_never_was(demo: object) -> None:
    rows = {fee.state: (fee.count, fee.amount) for fee in Fee.objects.all()}
    assert rows == {"told": (268, 5_420), "paid": (126, 1_220), "lapsed": (312, 7_180)}


def test_one_letter_gives_several_different_answers(demo: object) -> None:
    letters = Letter.objects.filter(kind="reply_mixed")
    outcomes = [[item["outcome"] for item in letter.context["items"]] for letter in letters]
    assert ["provided", "not_existing", "not_ours"] in outcomes
    assert ["petition", "publication", "archives", "needs_processing"] in outcomes


def test_an_excessive_application_is_refused_and_another_delayed(demo: object) -> None:
    refused, delayed = ReasonsRequest.objects.order_by("judgement")[::-1]
    assert (refused.judgement, refused.request.state) == ("unreasonable", RequestState.DELIVERED)
    assert (refused.finding.counts[0]["applications"], refused.finding.counts[0]["items"]) == (4, 24)
    assert set(refused.request.items.values_list("outcome", flat=True)) == {"excessive"}
    assert (delayed.judgement, delayed.request.state) == ("delayed", RequestState.IN_HANDLING)
    assert delayed.request.due_on == delayed.delays.get().until > delayed.request.first_due_on


def test_every_letter_is_really_made(demo: object) -> None:
    letters = list(Letter.objects.select_related("document"))
    # One reply was taken back after it had been made.
    assert {letter.state for letter in letters} == {LetterState.MADE, LetterState.WITHDRAWN}
    kinds = {letter.kind for letter in letters}
    assert kinds >= {"receipt", "extension_notice", "withdrawal_notice", "reply_provided", "reply_mixed"}
    assert kinds >= {"correction_notice", "not_handled_uncorrected"}
    for letter in letters:
        assert letter.document is not None
        with letter.document.file.open("rb") as stored:
            assert len(pypdfium2.PdfDocument(stored.read())) == letter.document.pages
    # The digests of the day itself wait for their hour and for the worker; everything else went out.
    waiting = OutboxMessage.objects.filter(done_at__isnull=True)
    assert all(row.key.endswith(f":{DAY.isoformat()}") for row in waiting.filter(topic="notices.digest"))
    assert not waiting.exclude(topic="notices.digest").exists()


def test_what_happened_is_dated_in_its_order(demo: object) -> None:
    """Time stamps and legal dates of a case tell the same story."""
    for submission in Submission.objects.filter(state="issued").prefetch_related("approvals"):
        letter = Letter.objects.get(submission=submission)
        moments = [submission.submitted_at, *(one.decided_at for one in submission.approvals.all())]
        assert moments == sorted(moments)
        assert dates.legal_date(moments[-1]) <= letter.issued_on <= DAY
        assert dates.legal_date(letter.created_at) == letter.issued_on
    for case in DisclosureRequest.objects.filter(
        split_from=None, registered_on__isnull=False, provenance=Provenance.NATIVE
    ):
        assert dates.legal_date(case.created_at) == case.arrived_on


def test_numbers_follow_the_days(demo: object) -> None:
    numbered = DisclosureRequest.objects.filter(agency__code="QX0101", number__isnull=False)
    listed = list(numbered.order_by("number").values_list("number", "registered_on"))
    assert [day for _, day in listed] == sorted(day for _, day in listed)
    assert [number[-5:] for number, _ in listed] == [f"{n:05d}" for n in range(1, len(listed) + 1)]


def test_tasks_agree_with_states_and_the_record_is_whole(demo: object) -> None:
    assert check_flows() == []
    call_command("verify_audit")


DECIDED = [
    # number, due date as counted by the court or by hand, replied on
    ("指导案例26号", date(2011, 6, 23), date(2011, 8, 4)),
    ("指导案例101号", date(2014, 12, 10), date(2015, 1, 23)),
]


@pytest.mark.parametrize(("number", "due", "replied"), DECIDED, ids=[row[0] for row in DECIDED])
def test_the_decided_cases_show_what_the_courts_held(
    demo: object, number: str, due: date, replied: date
) -> None:
    case = DisclosureRequest.objects.get(number=number)
    derivation = derivation_of(case)
    assert derivation is not None
    assert (case.state, case.provenance, case.regime) == (RequestState.ARCHIVED, Provenance.IMPORTED, "2008")
    assert (case.due_on, case.replied_on, derivation.in_time) == (due, replied, False)
    assert case.agency_id in {one.agency.pk for one in memberships_of(User.objects.get(username="shimin"))}


def test_the_agencies_of_the_decided_cases_take_no_applications(demo: object) -> None:
    names = [agency.name for agency in public_agencies()]
    assert names == ["清溪市人民政府", "清溪市规划和自然资源局", "清溪市住房和城乡建设局"]
    host = host_agency()
    assert host is not None
    assert host.name == names[0]


def test_every_printed_login_works_in_its_role(demo: list[tuple[str, str, str]]) -> None:
    assert len({login for _, login, _ in demo}) == len(demo)
    for label, login, password in demo:
        user = User.objects.get(username=login)
        assert user.check_password(password)
        assert any(one.role.label in label for one in memberships_of(user))


def test_every_printed_login_opens_a_case_and_its_letter(demo: list[tuple[str, str, str]]) -> None:
    """The decided cases have no letter of ours: they were handled elsewhere.

    A dispatcher opens no case at all, a supervisor watches by number and days and opens none either.
    """
    for label, login, password in demo:
        if login in ("yaoqi", "jiangmin"):
            continue
        client = Client()
        assert client.post("/login/", {"username": login, "password": password}).status_code == 302, label
        lists = [text_of(client.get(f"/desk/?{query}")) for query in ("view=all", "state=archived")]
        cases = re.findall(r"/desk/cases/\d+/", "".join(lists))
        assert cases, label
        papers: list[str] = []
        for case in dict.fromkeys(cases):
            page = client.get(f"{case}delivery/")
            assert page.status_code == 200, (label, case)
            papers += re.findall(r"/desk/documents/\d+/", text_of(page))
            if papers:
                break
        if login == "shimin":
            continue
        assert papers, label
        answer = client.get(papers[0])
        assert answer.status_code == 200 and b"".join(answer).startswith(b"%PDF"), label


def test_a_second_start_changes_nothing(demo: list[tuple[str, str, str]]) -> None:
    before = rows()
    with dates.as_of(date(2026, 11, 25)):
        assert demo_data.load() == demo
    assert rows() == before
    assert CalendarVersion.objects.count() == len({version.year for version in CalendarVersion.objects.all()})


WHEN = [
    # name, today, day of the demonstration, its first working day before
    ("a working day", date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 20)),
    ("a Saturday", date(2026, 11, 21), date(2026, 11, 21), date(2026, 11, 20)),
    ("after the last loaded year", date(2028, 5, 3), date(2026, 12, 31), date(2026, 12, 30)),
]


@pytest.mark.parametrize(("name", "today", "day", "before"), WHEN, ids=[row[0] for row in WHEN])
def test_the_stories_count_back_from_a_day_of_a_loaded_year(
    name: str, today: date, day: date, before: date
) -> None:
    calendar = shipped_calendar()
    assert day_of_demonstration(calendar, today) == day
    assert Days(calendar, day).ago(1) == before


def test_the_dispatcher_has_one_to_route_and_one_routed(demo: list[tuple[str, str, str]]) -> None:
    client = Client()
    client.force_login(User.objects.get(username="yaoqi"))
    page = text_of(client.get("/desk/intake/"))
    waiting = re.findall(r"/desk/intake/\d+/", page)
    assert len(waiting) == 1
    assert client.get(waiting[0]).status_code == 200
    assert "清溪市住房和城乡建设局" in page
