"""收回答复书 at the desk, and what the applicant reads of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_app.models import Letter
from requests_app.rules.states import RequestState
from tests.people import again, office, other_office
from tests.web.desk_client import at_desk, send, text_of
from tests.web.test_portal_status import case_page, looking_at
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
WHY = "附件二漏附，原答复不完整"


@pytest.fixture
def walk() -> Iterator[Walk]:
    """Received and delivered on 2026-03-10."""
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False):
        walk = Walk.begin(office())
        walk.deliver()
        yield walk


@pytest.fixture
def letter(walk: Walk) -> Letter:
    return walk.case.letters.get(submission__isnull=False)


@pytest.fixture
def head(walk: Walk) -> Client:
    return at_desk(walk.office.head)


def test_the_effect_is_stated_and_a_reason_asked_for(head: Client, walk: Walk, letter: Letter) -> None:
    page = text_of(head.get(reverse("desk:delivery", args=[walk.case.pk])))
    address = reverse("desk:withdraw_letter", args=[walk.case.pk, letter.pk])
    assert address in page
    stated = text_of(head.get(address))
    assert "不另给期限，答复期限仍是 2026年4月8日（周三）" in stated
    refused = send(head, "desk:withdraw_letter", walk.case, letter.pk, reason="")
    assert (refused.status_code, "请写明收回的原因" in text_of(refused)) == (422, True)
    assert send(head, "desk:withdraw_letter", walk.case, letter.pk, reason=WHY).status_code == 302
    assert again(walk.case).state == RequestState.IN_HANDLING
    page = text_of(head.get(reverse("desk:delivery", args=[walk.case.pk])))
    assert f"2026年3月10日收回，不再有效：{WHY}" in page
    assert address not in page


def test_only_the_head_of_this_agency_and_only_once(head: Client, walk: Walk, letter: Letter) -> None:
    seen = again(walk.case).version
    handler = at_desk(walk.office.handler)
    address = reverse("desk:withdraw_letter", args=[walk.case.pk, letter.pk])
    assert handler.get(address).status_code == 403
    assert "收回" not in text_of(handler.get(reverse("desk:delivery", args=[walk.case.pk])))
    assert (
        send(
            at_desk(other_office().head), "desk:withdraw_letter", walk.case, letter.pk, reason=WHY
        ).status_code
        == 404
    )
    send(head, "desk:withdraw_letter", walk.case, letter.pk, seen_version=seen, reason=WHY)
    late = send(head, "desk:withdraw_letter", walk.case, letter.pk, seen_version=seen, reason=WHY)
    assert late.status_code == 409
    assert WHY in text_of(late)


def test_the_applicant_reads_which_letter_and_why(head: Client, walk: Walk, letter: Letter) -> None:
    send(head, "desk:withdraw_letter", walk.case, letter.pk, reason=f"{WHY}。")
    told = case_page(looking_at(walk.case))
    for words in (
        "您的申请正在重新办理。",
        f"已于 2026年3月10日（周二）收回{letter.number}文书，原因：{WHY}。该文书不再有效，将重新答复您。",
        "应当在 2026年4月8日（周三）以前（含当日）答复您",
        "已收回，不再有效",
    ):
        assert words in told, words
