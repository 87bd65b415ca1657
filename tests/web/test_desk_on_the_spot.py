"""当场答复 at the desk: chosen at registration, the draft at once, every step of the approval, handed over today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app import dates
from requests_app.models import AuditEntry, DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services.documents import Upload
from tests.people import Office, again, counter_case, join, office, other_office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, registration_data, send, text_of
from tests.web.reply_walk import ReplyWalk
from tests.workflows.walk import Walk
from workflows.consistency import check_flows

pytestmark = pytest.mark.django_db
URL = "/desk/register/"
MARK, MISSED = "申请人在场等候", "未能在收到申请的当日答复"


@pytest.fixture
def here() -> Office:
    return office()


def registered(here: Office, **changes: Any) -> tuple[Any, Client]:
    desk = at_desk(here.desk)
    data = registration_data(spot_handler=str(here.handler.user.pk), **changes)
    return desk.post(URL, data), desk


def overview(desk: Client, case: DisclosureRequest) -> str:
    return text_of(desk.get(reverse("desk:case", args=[case.pk])))


def test_from_the_counter_to_the_signature_on_the_same_day(here: Office) -> None:
    answer, desk = registered(here)
    case = DisclosureRequest.objects.get()
    assert answer["Location"] == reverse("desk:receipt", args=[case.pk])
    assert (case.state, case.handler, case.on_the_spot) == (RequestState.IN_HANDLING, here.handler.user, True)
    assert "拟当场答复" in AuditEntry.objects.get(action="accepted_on_the_spot").message
    period = case.due_on
    page = overview(desk, case)
    assert MARK in page
    for step, member in (("保密审查", here.secrecy), ("法制审核", here.legal), ("审签", here.head)):
        assert f"{step}（{member.user.name}）" in page
    walk = ReplyWalk(here, case)
    assert MARK in text_of(at_desk(here.handler).get(walk.reply))
    # Wanted by fax or not: who waits gets it by hand, and nothing else has to be chosen.
    walk.approve()
    assert again(case).drafts.get().fields["delivery"] == "hand"
    assert [one.step for one in walk.submission.approvals.order_by("pk")] == ["legal_review", "head_sign"]
    issued = Walk(here, again(case))
    issued.do(Role.HANDLER, "issue")
    issued.deliver_outbox()
    letter = case.letters.get(submission__isnull=False)
    form = text_of(desk.get(reverse("desk:confirm", args=[case.pk, letter.pk])))
    assert '<option value="hand" selected>' in form
    proof = SimpleUploadedFile("回证.pdf", PDF)
    day = dates.today().isoformat()
    fields = {"way": "hand", "served_on": day, "recipient": "何某某", "relation": "本人", "proof": proof}
    assert send(desk, "desk:confirm", case, letter.pk, **fields).status_code == 302
    case = again(case)
    assert (case.state, case.replied_on, case.due_on) == (RequestState.DELIVERED, dates.today(), period)
    assert "已在收到申请的当日答复" in overview(desk, case)
    assert check_flows() == []


def test_an_officer_who_handles_it_as_well_is_at_the_draft_at_once(here: Office) -> None:
    join(here.agency, Role.HANDLER, here.desk.user.username, here.desk.user.name)
    desk = at_desk(here.desk)
    answer = desk.post(URL, registration_data(spot_handler=str(here.desk.user.pk)), follow=True)
    case = DisclosureRequest.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("desk:reply", args=[case.pk])
    page = text_of(answer)
    assert reverse("desk:receipt", args=[case.pk]) in page
    # Who drafts does not count among those who may agree.
    assert f"（{here.desk.user.name}" not in page.split("须依次同意")[1].split("。")[0]


REFUSED = [
    ("by post", {"channel": "post", "mail_number": "EM000000187"}, "当场答复须申请人在场"),
    ("a letter that nobody confirmed", {"channel": "letter"}, "当场答复须申请人在场"),
    ("yesterday", {"arrived_on": (dates.today() - timedelta(days=1)).isoformat()}, "当日已过"),
    ("nobody of this agency", {"spot_handler": "999999"}, "选择"),
]


@pytest.mark.parametrize(("name", "change", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_where_nobody_waits_it_is_refused_and_nothing_is_lost(
    here: Office, name: str, change: dict[str, str], sentence: str
) -> None:
    data = {**registration_data(spot_handler=str(here.handler.user.pk)), **change}
    answer = at_desk(here.desk).post(URL, data)
    page = text_of(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert data["items-0-text"] in page
    assert not DisclosureRequest.objects.exists()


def test_what_was_registered_this_morning_can_still_be_marked_by_its_own_people(here: Office) -> None:
    case = counter_case(here)
    desk, page = at_desk(here.desk), reverse("desk:on_the_spot", args=[case.pk])
    assert page in overview(desk, case)
    assert "法制审核（" in text_of(desk.get(page))
    data = {"handler": str(here.handler.user.pk)}
    assert send(at_desk(other_office().desk), "desk:on_the_spot", case, **data).status_code == 404
    assert send(at_desk(here.legal), "desk:on_the_spot", case, **data).status_code == 403
    answer = send(desk, "desk:on_the_spot", case, seen_version=case.version, **data)
    assert answer["Location"] == reverse("desk:reply", args=[case.pk])
    assert send(desk, "desk:on_the_spot", case, seen_version=case.version, **data).status_code == 409
    assert again(case).on_the_spot
    assert page not in overview(desk, case)


def test_the_next_day_it_goes_on_as_any_other(here: Office) -> None:
    case = counter_case(here)
    marked, late = counter_case(here), {"handler": str(here.handler.user.pk)}
    desk = at_desk(here.desk)
    send(desk, "desk:on_the_spot", marked, **late)
    due = again(marked).due_on
    with dates.as_of(dates.today() + timedelta(days=1)):
        page = overview(desk, marked)
        assert (MISSED in page, MARK in page, again(marked).due_on == due) == (True, False, True)
        assert "答复期限不变" in page
        # Too late to mark another one of yesterday.
        assert reverse("desk:on_the_spot", args=[case.pk]) not in overview(desk, case)
        refused = send(desk, "desk:on_the_spot", case, **late)
        assert (refused.status_code, "当日已过" in text_of(refused)) == (422, True)
        # It is delivered as the applicant wanted it, not by hand.
        sheet = text_of(at_desk(here.handler).get(reverse("desk:reply", args=[marked.pk])))
        assert '<option value="hand" selected>' not in sheet


def test_a_request_that_ended_without_a_reply_says_nothing(here: Office) -> None:
    walk = Walk.begin(here)
    walk.do(Role.DESK_OFFICER, "accept_on_the_spot", handler=here.handler.user)
    walk.do(Role.DESK_OFFICER, "withdraw", signed_paper=Upload("撤回.pdf", PDF), reason="")
    page = overview(at_desk(here.desk), walk.case)
    assert (MARK in page, MISSED in page) == (False, False)
