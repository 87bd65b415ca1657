"""复议诉讼 at the desk: what is owed stands on the page, the effect of an order before anybody confirms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_app.models import RemedyCase
from requests_app.rules.states import RequestState
from tests.people import again, office, other_office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, send, text_of
from tests.web.test_portal_status import case_page, looking_at
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
NAME = "清政复决〔2026〕5号行政复议决定书"


@pytest.fixture
def walk() -> Iterator[Walk]:
    """Answered and delivered on 2026-03-10, disputed on 2026-04-13."""
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False) as traveller:
        walk = Walk.begin(office())
        walk.deliver()
        traveller.move_to(datetime(2026, 4, 13, 2, 0, tzinfo=UTC))
        yield walk


@pytest.fixture
def legal(walk: Walk) -> Client:
    return at_desk(walk.office.legal)


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("决定书.pdf", PDF, "application/pdf")


def record(client: Client, walk: Walk, **changes: Any) -> HttpResponse:
    data = {
        "kind": "reconsideration",
        "body": "清溪市人民政府",
        "received_on": "2026-04-13",
        "simplified": "on",
    }
    return send(client, "desk:remedy", walk.case, **{**data, **changes})


def decide(client: Client, walk: Walk, **changes: Any) -> HttpResponse:
    data = {
        "result": "corrected",
        "result_on": "2026-04-10",
        "received_on": "2026-04-13",
        "name": NAME,
        "working_days": "10",
        "decision": pdf(),
    }
    one = RemedyCase.objects.get()
    return send(client, "desk:remedy_result", walk.case, one.pk, **{**data, **changes})


def page(client: Client, view: str, walk: Walk, *more: int) -> str:
    return text_of(client.get(reverse(view, args=[walk.case.pk, *more])))


def test_what_is_owed_stands_on_the_list_and_on_the_overview(legal: Client, walk: Walk) -> None:
    assert record(legal, walk).status_code == 302
    listed = page(legal, "desk:remedies", walk)
    for words in (
        "须在 2026年4月20日（周一）以前（含当日）提交书面答复、证据和依据",
        "收到副本之日起5个工作日，《中华人民共和国行政复议法》第五十四条第一款",
        "不提交的，视为没有证据、依据",
        "登记提交答复和证据",
    ):
        assert words in listed, words
    overview = page(legal, "desk:case", walk)
    assert "复议、诉讼的答复和证据须在 2026年4月20日（周一）以前提交" in overview
    one = RemedyCase.objects.get()
    answer = send(legal, "desk:remedy_answer", walk.case, one.pk, filed_on="2026-04-13", papers=pdf())
    assert answer.status_code == 302
    assert "须在 2026年4月20日" not in page(legal, "desk:remedies", walk)


def test_a_refusal_loses_nothing_typed(legal: Client, walk: Walk) -> None:
    answer = record(legal, walk, kind="direct_suit", body="清溪市东湖区人民法院")
    assert answer.status_code == 422
    assert "只适用于行政复议" in text_of(answer)
    assert "清溪市东湖区人民法院" in text_of(answer)
    record(legal, walk)
    wrong = text_of(decide(legal, walk, received_on="2026-04-14", working_days="7"))
    assert "决定收到日期不能晚于今天" in wrong
    assert 'value="7"' in wrong


def test_the_effect_is_stated_before_the_head_confirms(legal: Client, walk: Walk) -> None:
    record(legal, walk)
    # The decision may be of another day than the copy of the application, never before it.
    assert decide(legal, walk).status_code == 422
    assert decide(legal, walk, result_on="2026-04-13").status_code == 302
    one = RemedyCase.objects.get()
    address = reverse("desk:reopen", args=[walk.case.pk, one.pk])
    assert legal.get(address).status_code == 403
    head = at_desk(walk.office.head)
    stated = text_of(head.get(address))
    assert "重新答复的到期日：2026年4月27日（周一）" in stated
    assert "此前的延期不再适用" in stated
    assert again(walk.case).state == RequestState.DELIVERED
    assert send(head, "desk:reopen", walk.case, one.pk).status_code == 302
    assert again(walk.case).state == RequestState.IN_HANDLING
    assert "答复期限：2026年4月27日（周一）" in page(head, "desk:case", walk)


def test_two_heads_at_once_and_a_stranger(legal: Client, walk: Walk) -> None:
    record(legal, walk)
    decide(legal, walk, result_on="2026-04-13")
    one, seen = RemedyCase.objects.get(), again(walk.case).version
    head = at_desk(walk.office.head)
    send(head, "desk:reopen", walk.case, one.pk, seen_version=seen)
    second = send(head, "desk:reopen", walk.case, one.pk, seen_version=seen)
    assert second.status_code == 409
    assert again(walk.case).clock_events.filter(type="ordered").count() == 1
    stranger = at_desk(other_office().head)
    assert send(stranger, "desk:reopen", walk.case, one.pk).status_code == 404


def test_the_applicant_reads_that_it_is_handled_anew_and_keeps_the_old_letter(
    legal: Client, walk: Walk
) -> None:
    record(legal, walk)
    decide(legal, walk, result_on="2026-04-13")
    head = at_desk(walk.office.head)
    send(head, "desk:reopen", walk.case, RemedyCase.objects.get().pk)
    told = case_page(looking_at(walk.case))
    for words in (
        "您的申请正在重新办理。",
        "清溪市规划和自然资源局已于 2026年4月13日（周一）收到行政复议的决定，依照决定重新答复您。",
        "应当在 2026年4月27日（周一）以前（含当日）答复您",
        "已依决定重新答复",
    ):
        assert words in told, words


def test_an_order_to_answer_at_last_has_its_page_and_its_words() -> None:
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False) as traveller:
        walk = Walk.begin(office())
        walk.accept()
        traveller.move_to(datetime(2026, 4, 13, 2, 0, tzinfo=UTC))
        legal, head = at_desk(walk.office.legal), at_desk(walk.office.head)
        record(legal, walk)
        decide(legal, walk, result_on="2026-04-13")
        one = RemedyCase.objects.get()
        assert "按照决定的期限答复" in page(head, "desk:remedies", walk)
        assert "恢复办理、重新答复" not in page(head, "desk:remedies", walk)
        assert legal.get(reverse("desk:remedy_order", args=[walk.case.pk, one.pk])).status_code == 403
        assert "答复的到期日：2026年4月27日（周一）" in page(head, "desk:remedy_order", walk, one.pk)
        assert send(head, "desk:remedy_order", walk.case, one.pk).status_code == 302
        told = case_page(looking_at(walk.case))
        assert "您的申请正在办理。" in told
        assert "收到行政复议的决定，依照决定答复您。" in told
        assert "应当在 2026年4月27日（周一）以前（含当日）答复您" in told
