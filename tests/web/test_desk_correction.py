"""Correction at the desk: the effect before the act, refusals that lose nothing, what came, what did not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from letters import handlers
from requests_app import dates
from requests_app.models import Correction, CorrectionState, Letter
from requests_app.rules.roles import Role
from requests_app.services.delivery import Service
from tests.people import again, office
from tests.services.stages import PDF, made
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.walk import PROOF, Walk
from workflows.sweep import sweep

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
LAST_DAY = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
DAY_AFTER = datetime(2026, 10, 14, 2, 0, tzinfo=UTC)
OVER = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)

ASK = {
    "unclear_1": "“全部材料”范围不明",
    "needed_1": "请写明材料的名称或者文号",
    "unclear_0": "",
    "needed_0": "",
    "part_0": "applicant",
    "guidance": "批复目录可以在网站查阅",
    "reply_by": "2026-10-30",
}


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel(RECEIVED, tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    """Received on 2026-09-28: a correction can be told until 2026-10-13."""
    return Walk.begin(office())


@pytest.fixture
def client(walk: Walk) -> Client:
    return at_desk(walk.office.desk)


def later(day: Any, moment: datetime, client: Client, walk: Walk) -> None:
    """Another day, signed in anew."""
    day.move_to(moment)
    client.force_login(walk.office.desk.user)


def overview(client: Client, walk: Walk) -> str:
    return text_of(client.get(reverse("desk:case", args=[walk.case.pk])))


def ask(client: Client, walk: Walk, **fields: Any) -> HttpResponse:
    return send(client, "desk:correction", walk.case, **{**ASK, **fields})


def asked(client: Client, walk: Walk) -> Letter:
    ask(client, walk, confirmed="1")
    correction = Correction.objects.get()
    handlers.correction({"correction": correction.pk})
    return made(Letter.objects.get(correction=correction))


def told(client: Client, walk: Walk) -> None:
    letter = asked(client, walk)
    given = Service(way="hand", served_on=dates.today(), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=given)


def test_the_effect_is_stated_before_anything_is_decided(client: Client, walk: Walk) -> None:
    page = overview(client, walk)
    assert "到期日暂停，收到补正之日起重新计算20个工作日" in page
    assert "最迟 10月13日告知申请人" in page
    first = text_of(ask(client, walk))
    for words in (
        "到期日暂停；收到补正之日起重新计算20个工作日",
        "现到期日 2026年10月30日（周五）",
        "申请人在期限最后一天（10月30日）补正的，到期日为 2026年11月27日（周五）",
        "在 2026年10月13日（周二）以前（含当日）",
        "确认告知补正",
    ):
        assert words in first, words
    assert not Correction.objects.exists()


def test_who_reviews_an_unclear_application_finds_the_way_to_its_correction(
    client: Client, walk: Walk
) -> None:
    page = client.get(reverse("desk:accept", args=[walk.case.pk])).content.decode()
    assert f'href="{reverse("desk:correction", args=[walk.case.pk])}"' in page
    assert "需要补正：告知补正" in page


def test_going_back_keeps_what_was_entered(client: Client, walk: Walk) -> None:
    page = text_of(ask(client, walk, change="1"))
    assert "范围不明" in page
    assert "批复目录可以在网站查阅" in page
    assert not Correction.objects.exists()


def test_confirmed_it_waits_for_the_notice_to_be_told(client: Client, walk: Walk) -> None:
    answer = ask(client, walk, confirmed="1")
    assert answer["Location"] == reverse("desk:case", args=[walk.case.pk])
    page = overview(client, walk)
    assert "补正告知书还没有送达申请人，须在 2026年10月13日（周二）以前" in page
    assert "送达补正告知书</a>" in page
    assert "答复期限：2026年10月30日（周五）" in page


def test_told_the_clock_stands_still(client: Client, walk: Walk) -> None:
    told(client, walk)
    page = overview(client, walk)
    assert "等待补正，现在没有答复期限" in page
    assert "等待申请人补正，期限至 2026年10月30日（周五）" in page
    record = text_of(client.get(reverse("desk:record", args=[walk.case.pk])))
    assert "停止计时，等待补正至 2026年10月30日" in record


def test_the_notice_is_delivered_from_the_page_of_the_letters(client: Client, walk: Walk) -> None:
    letter = asked(client, walk)
    page = text_of(client.get(reverse("desk:delivery", args=[walk.case.pk])))
    assert reverse("desk:post", args=[walk.case.pk, letter.pk]) in page
    posting = {"sent_on": "2026-09-28", "tracking_number": "EA123456789CN", "carrier": "邮政企业"}
    send(client, "desk:post", walk.case, letter.pk, **posting)
    assert again(walk.case).waiting_until == date(2026, 10, 30)


REFUSED = [
    ({"unclear_1": "", "needed_1": ""}, "请至少写明一处需要补正的内容"),
    ({"needed_1": ""}, "请写明应当怎样补正"),
    ({"unclear_1": ""}, "请写明哪里不明确"),
    ({"reply_by": ""}, "请填写日期"),
    ({"reply_by": "2026-09-28", "confirmed": "1"}, "补正期限须在今天以后"),
    ({"needed_1": "请说明申请信息的用途", "confirmed": "1"}, "不能要求申请人说明用途"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_may_not_be_asked_is_refused_and_not_lost(
    client: Client, walk: Walk, fields: dict[str, str], sentence: str
) -> None:
    answer = ask(client, walk, **fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "批复目录可以在网站查阅" in text_of(answer)
    assert not Correction.objects.exists()


@pytest.mark.parametrize("step", [{}, {"confirmed": "1"}], ids=["effect", "confirmation"])
def test_after_the_seventh_working_day_it_is_refused_with_the_rule(
    client: Client, walk: Walk, day: Any, step: dict[str, str]
) -> None:
    later(day, LAST_DAY, client, walk)
    assert "确认告知补正" in text_of(ask(client, walk))
    later(day, DAY_AFTER, client, walk)
    answer = text_of(ask(client, walk, **step))
    assert "补正应当在2026-10-13（含当日）以前告知申请人" in answer
    assert "第三十条" in answer
    assert not Correction.objects.exists()


def test_a_notice_that_missed_its_day_is_called_off(client: Client, walk: Walk, day: Any) -> None:
    asked(client, walk)
    later(day, DAY_AFTER, client, walk)
    assert "没有发出的，请撤销补正告知" in overview(client, walk)
    send(client, "desk:correction_call_off", walk.case, reason="没有在期限内送达")
    assert again(walk.case).state == "under_review"


def received(client: Client, walk: Walk, **fields: Any) -> HttpResponse:
    given = {
        "received_on": dates.today().isoformat(),
        "text_1": "东湖片区控制性详细规划批复",
        "scan": SimpleUploadedFile("补正.pdf", PDF, "application/pdf"),
        **fields,
    }
    return send(client, "desk:correction_receive", walk.case, **given)


def test_a_notice_told_too_late_is_on_record_and_what_comes_is_filed(
    client: Client, walk: Walk, day: Any
) -> None:
    letter = asked(client, walk)
    later(day, DAY_AFTER, client, walk)
    walk.hand_over(letter)
    page = overview(client, walk)
    assert "已过期限，不产生补正的效力，答复期限照常计算" in page
    assert "停止计时，等待补正" not in page
    form = text_of(client.get(reverse("desk:correction_receive", args=[walk.case.pk])))
    assert "补正登记入卷，答复期限照常计算" in form
    assert "补正告知没有在期限内送达，答复期限照常计算" in text_of(
        client.get(received(client, walk).headers["Location"])
    )
    assert again(walk.case).corrections.get().state == "received"


def test_what_came_on_paper_is_in_force_and_the_first_text_is_kept(client: Client, walk: Walk) -> None:
    told(client, walk)
    before = walk.case.items.get().text
    assert "逾期补正的理由" not in text_of(
        client.get(reverse("desk:correction_receive", args=[walk.case.pk]))
    )
    received(client, walk)
    page = overview(client, walk)
    assert "第1项补正前" in page
    assert before in page
    assert "东湖片区控制性详细规划批复" in page
    assert "已于 2026年9月28日（周一）收到补正（由工作人员登记）" in page


def test_nothing_is_no_correction(client: Client, walk: Walk) -> None:
    told(client, walk)
    answer = received(client, walk, scan="", text_1="新的内容")
    assert answer.status_code == 422
    assert "请上传补正材料" in text_of(answer)
    assert "新的内容" in text_of(answer)


def test_late_it_asks_why(client: Client, walk: Walk, day: Any) -> None:
    told(client, walk)
    later(day, OVER, client, walk)
    received(client, walk, late_reason="住院治疗")
    assert Correction.objects.get().late_reason == "住院治疗"
    assert "住院治疗" in overview(client, walk)


def lapse(client: Client, walk: Walk, **fields: str) -> HttpResponse:
    given = {"considered": "两次电话联系，申请人没有说明理由", "delivery": "post", **fields}
    return send(client, "desk:correction_lapse", walk.case, **given)


def test_when_the_period_is_over_somebody_confirms_it(client: Client, walk: Walk, day: Any) -> None:
    told(client, walk)
    later(day, OVER, client, walk)
    sweep(dates.today())
    assert "补正期满，确认</a>" in overview(client, walk)
    inbox = text_of(client.get(reverse("desk:inbox")))
    assert "补正期满，确认是否不再处理" in inbox
    page = text_of(client.get(reverse("desk:correction_lapse", args=[walk.case.pk])))
    assert "补正告知书送达：2026年9月28日（周一）" in page
    assert lapse(client, walk, considered="").status_code == 422
    lapse(client, walk)
    assert again(walk.case).state == "in_approval"
    submission = walk.case.submissions.get()
    approval = text_of(at_desk(walk.office.legal).get(reverse("desk:submission", args=[submission.pk])))
    assert "不再处理告知书" in approval
    assert "补正告知已经送达且期限届满" in approval


def test_before_that_nobody_can_give_it_up(client: Client, walk: Walk) -> None:
    told(client, walk)
    assert client.get(reverse("desk:correction_lapse", args=[walk.case.pk])).status_code == 403
    assert "拟不再处理</a>" not in overview(client, walk)


def test_people_without_the_task_are_refused(walk: Walk, client: Client) -> None:
    told(client, walk)
    reviewer = at_desk(walk.office.legal)
    for name in ("correction", "correction_receive", "correction_lapse", "correction_call_off"):
        assert reviewer.get(reverse(f"desk:{name}", args=[walk.case.pk])).status_code == 403, name
    assert Correction.objects.get().state == CorrectionState.TOLD
