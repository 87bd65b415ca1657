"""Reasons at the desk: the effect before the act, who may what, refusals that lose nothing, the head's decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.models import ReasonsRequest, ReasonsState
from requests_app.rules.reasons_request import Judgement
from requests_app.rules.roles import Role
from tests.people import again, office, other_office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.test_reasons_flow import ASK, DELAY, WHY, delay_letter, given, hand_over, over, told
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
JUDGE = {"judgement": "unreasonable", "why": "申请人没有说明具体情况", "until": ""}
LATER = {"judgement": "delayed", "why": "涉及四百余份案卷", "until": "2026-05-20"}


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    walk = Walk.begin(office())
    walk.accept()
    walk.do(Role.HANDLER, "find_excessive", why=WHY)
    return walk


@pytest.fixture
def client(walk: Walk) -> Client:
    return at_desk(walk.office.handler)


def page(client: Client, walk: Walk, view: str = "desk:excess") -> str:
    return text_of(client.get(reverse(view, args=[walk.case.pk])))


def test_asked_with_its_effect_stated_first(walk: Walk, client: Client) -> None:
    assert "要求说明理由" in page(client, walk)
    first = send(client, "desk:reasons_ask", walk.case, what=ASK["what"], reply_by="2026-03-09")
    shown = text_of(first)
    assert "不暂停、不延长答复期限" in shown and "到期日仍为 2026年3月30日（周一）" in shown
    assert not ReasonsRequest.objects.exists()
    changed = send(client, "desk:reasons_ask", walk.case, what=ASK["what"], reply_by="2026-03-09", change="1")
    assert ASK["what"] in text_of(changed)
    done = send(client, "desk:reasons_ask", walk.case, what=ASK["what"], reply_by="2026-03-09", confirmed="1")
    assert done.status_code == 302
    assert ReasonsRequest.objects.get().reply_by == date(2026, 3, 9)
    assert "说明理由告知书还没有送达申请人" in page(client, walk, "desk:case")


@pytest.mark.parametrize(
    ("what", "reply_by"), [("", "2026-03-09"), ("请说明原因", "2026-03-03"), ("请说明原因", "x")]
)
def test_a_refusal_loses_nothing(walk: Walk, client: Client, what: str, reply_by: str) -> None:
    answer = send(client, "desk:reasons_ask", walk.case, what=what, reply_by=reply_by, confirmed="1")
    assert answer.status_code == 422
    assert what in text_of(answer) and reply_by in text_of(answer)


def test_without_the_finding_nobody_is_asked(day: Any) -> None:
    walk = Walk.begin(office())
    client = at_desk(walk.office.desk)
    assert "要求说明理由" not in page(client, walk)
    answer = send(client, "desk:reasons_ask", walk.case, what="请说明", reply_by="2026-03-09", confirmed="1")
    assert answer.status_code == 422 and "请先作出认定" in text_of(answer)


def test_what_came_on_paper_is_typed_in(walk: Walk, client: Client) -> None:
    told(walk)
    assert "登记说明的理由" in page(client, walk)
    scan = SimpleUploadedFile("说明.pdf", PDF, "application/pdf")
    empty = send(client, "desk:reasons_receive", walk.case, received_on="2026-03-02", text="")
    assert empty.status_code == 422
    early = send(client, "desk:reasons_receive", walk.case, received_on="2026-02-27", text="为了研究")
    assert early.status_code == 422 and "为了研究" in text_of(early)
    done = send(
        client, "desk:reasons_receive", walk.case, received_on="2026-03-02", text="为了研究", scan=scan
    )
    assert done.status_code == 302
    shown = page(client, walk)
    assert "已收到申请人说明的理由" in shown and "为了研究" in shown
    assert "登记说明的理由" not in shown


def test_judged_unreasonable_leads_to_the_reply(walk: Walk, client: Client) -> None:
    given(walk)
    shown = page(client, walk, "desk:reasons_judge")
    assert 'value="unreasonable"' in shown and 'value="not_given"' not in shown
    first = text_of(send(client, "desk:reasons_judge", walk.case, **JUDGE))
    assert "按“无正当理由大量反复申请”起草" in first
    assert ReasonsRequest.objects.get().state == ReasonsState.TO_JUDGE
    done = send(client, "desk:reasons_judge", walk.case, **JUDGE, confirmed="1")
    assert done.headers["Location"] == reverse("desk:reply", args=[walk.case.pk])
    reply = text_of(client.get(done.headers["Location"]))
    assert 'value="excessive" selected' in reply and JUDGE["why"] in reply


def test_silence_is_judged_as_such(walk: Walk, day: Any) -> None:
    over(walk, day)
    client = at_desk(walk.office.desk)
    shown = page(client, walk, "desk:reasons_judge")
    assert 'value="not_given"' in shown and 'value="delayed"' not in shown
    send(client, "desk:reasons_judge", walk.case, judgement="not_given", why="没有回应", confirmed="1")
    assert ReasonsRequest.objects.get().judgement == "not_given"


def test_the_effect_of_a_delay_is_stated_before_it_is_proposed_and_before_it_is_granted(
    walk: Walk, client: Client
) -> None:
    given(walk)
    effect = "到期日由 2026年3月30日（周一） 变为 2026年5月20日（周三）"
    first = text_of(send(client, "desk:reasons_judge", walk.case, **LATER))
    assert effect in first and "在 2026年3月30日（周一）以前" in first
    refused = send(client, "desk:reasons_judge", walk.case, **{**LATER, "until": "2026-03-27"})
    assert refused.status_code == 422 and LATER["why"] in text_of(refused)
    missing = send(client, "desk:reasons_judge", walk.case, **{**LATER, "until": ""})
    assert missing.status_code == 422 and "请填写延迟至哪一天答复" in text_of(missing)
    send(client, "desk:reasons_judge", walk.case, **LATER, confirmed="1")
    head = at_desk(walk.office.head)
    assert effect in page(head, walk, "desk:delay_decide")
    assert send(head, "desk:delay_decide", walk.case, opinion="", decision="refuse").status_code == 422
    assert send(head, "desk:delay_decide", walk.case, opinion="同意", decision="grant").status_code == 302
    hand_over(walk, delay_letter(walk))
    assert walk.case.due_on == date(2026, 5, 20)
    assert "告知申请人" in page(client, walk)


def test_over_an_extension_the_screen_says_that_the_day_replaces_it(walk: Walk, client: Client) -> None:
    given(walk)
    type(walk.case).objects.filter(pk=walk.case.pk).update(due_on=date(2026, 4, 28))
    first = text_of(send(client, "desk:reasons_judge", walk.case, **LATER))
    assert "取代延期后的到期日，两者不相加" in first


def test_only_those_whose_task_it_is(walk: Walk, client: Client) -> None:
    given(walk)
    legal, head = at_desk(walk.office.legal), at_desk(walk.office.head)
    for view in ("desk:reasons_ask", "desk:reasons_receive", "desk:reasons_judge", "desk:reasons_call_off"):
        assert legal.get(reverse(view, args=[walk.case.pk])).status_code == 403, view
    assert head.get(reverse("desk:delay_decide", args=[walk.case.pk])).status_code == 403
    walk.do(Role.HANDLER, "judge_reasons", **DELAY)
    assert client.get(reverse("desk:delay_decide", args=[walk.case.pk])).status_code == 403
    assert head.get(reverse("desk:delay_decide", args=[walk.case.pk])).status_code == 200
    stranger = other_office()
    assert at_desk(stranger.head).get(reverse("desk:delay_decide", args=[walk.case.pk])).status_code == 404


def test_two_people_at_once(walk: Walk, client: Client) -> None:
    given(walk)
    old = again(walk.case).version
    send(client, "desk:reasons_judge", walk.case, **JUDGE, confirmed="1")
    late = send(
        at_desk(walk.office.desk), "desk:reasons_judge", walk.case, **LATER, confirmed="1", seen_version=old
    )
    assert late.status_code == 409 and LATER["why"] in text_of(late)


def test_the_inbox_leads_the_head_to_the_decision(walk: Walk) -> None:
    given(walk).do(Role.HANDLER, "judge_reasons", **DELAY)
    inbox = text_of(at_desk(walk.office.head).get(reverse("desk:inbox")))
    assert "批准延迟答复" in inbox and reverse("desk:delay_decide", args=[walk.case.pk]) in inbox


def test_called_off_while_untold(walk: Walk, client: Client) -> None:
    walk.do(Role.HANDLER, "ask_reasons", **ASK)
    assert "撤销要求说明理由" in page(client, walk)
    assert send(client, "desk:reasons_call_off", walk.case, reason="已经当面说明").status_code == 302
    assert ReasonsRequest.objects.get().state == ReasonsState.CALLED_OFF


def test_judged_before_the_case_had_its_handler_it_is_proposed_to_him(day: Any) -> None:
    walk = Walk.begin(office())
    walk.do(Role.DESK_OFFICER, "find_excessive", why=WHY)
    given(walk).do(Role.DESK_OFFICER, "judge_reasons", judgement=Judgement.UNREASONABLE, why=JUDGE["why"])
    assert walk.case.drafts.count() == 0
    walk.accept()
    reply = page(at_desk(walk.office.handler), walk, "desk:reply")
    assert 'value="excessive" selected' in reply and JUDGE["why"] in reply
