"""The case page and the acts on it: the clock explained, contacts masked, refusals that lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.models import DisclosureRequest, Extension, SearchRecord
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from tests.people import Office, again, join, natural_person, office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
RECEIVED = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
TODAY = datetime(2026, 10, 16, 2, 0, tzinfo=UTC)
AFTER_DUE = datetime(2026, 11, 12, 2, 0, tzinfo=UTC)


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


def overview(client: Client, case: DisclosureRequest) -> str:
    return text_of(client.get(reverse("desk:case", args=[case.pk])))


def test_the_page_says_the_date_and_why_day_by_day(here: Office, walk: Walk) -> None:
    page = overview(at_desk(here.handler), walk.case)
    for words in (
        "答复期限：2026年10月30日（周五）",
        "为什么是这一天？",
        "国庆节",
        "逐日列出 33 天",
        "若今天采取措施",
        "10月30日 → 2026年11月27日（周五）",
        "开始计时，到期日 2026年10月30日",
    ):
        assert words in page, words


def test_one_primary_action_for_the_person_who_must_act(here: Office, walk: Walk) -> None:
    assert "起草答复书</a>" in overview(at_desk(here.handler), walk.case)
    assert '<div class="act">' not in overview(at_desk(here.legal), walk.case)


def test_contacts_are_masked_until_somebody_looks_and_the_record_keeps_who(here: Office, walk: Walk) -> None:
    client = at_desk(here.handler)
    person = natural_person()
    secrets = (person.identity_number, person.phone, person.email, person.address)
    assert not [secret for secret in secrets if secret in overview(client, walk.case)]
    shown = send(client, "desk:contacts", walk.case)
    assert not [secret for secret in secrets if secret not in text_of(shown)]
    entry = AuditEntry.objects.filter(request_id=walk.case.pk).latest("seq")
    assert (entry.action, entry.user_id) == ("contacts_revealed", here.handler.user.pk)
    assert not [secret for secret in secrets if secret in str(entry.data) + entry.message]
    assert not [secret for secret in secrets if secret in overview(client, walk.case)]


def test_who_does_not_write_to_the_applicant_may_not_look(here: Office, walk: Walk) -> None:
    answer = send(at_desk(here.legal), "desk:contacts", walk.case)
    assert answer.status_code == 403
    assert natural_person().phone not in text_of(answer)


def test_accepting_hands_the_case_to_its_handler(here: Office) -> None:
    walk = Walk.begin(here)
    answer = send(at_desk(here.desk), "desk:accept", walk.case, handler=here.handler.user.pk)
    assert answer["Location"] == reverse("desk:case", args=[walk.case.pk])
    assert again(walk.case).handler == here.handler.user
    assert again(walk.case).state == RequestState.IN_HANDLING


def test_a_double_click_has_one_effect(here: Office) -> None:
    walk = Walk.begin(here)
    client, fields = at_desk(here.desk), {"handler": here.handler.user.pk, "seen_version": walk.case.version}
    first, second = (client.post(reverse("desk:accept", args=[walk.case.pk]), fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert AuditEntry.objects.filter(request_id=walk.case.pk, action="accepted").count() == 1


def test_an_old_form_changes_nothing_and_keeps_its_text(here: Office, walk: Walk) -> None:
    old = walk.case.version
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
    answer = send(
        at_desk(here.desk),
        "desk:reassign",
        walk.case,
        handler=here.handler.user.pk,
        reason="出差",
        seen_version=old,
    )
    assert answer.status_code == 409
    assert "已被他人办理" in text_of(answer)
    assert "出差" in text_of(answer)
    assert not AuditEntry.objects.filter(request_id=walk.case.pk, action="reassigned").exists()


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_form_without_its_version_is_refused(here: Office, walk: Walk, version: str) -> None:
    fields = {"handler": here.handler.user.pk, "reason": "出差", "seen_version": version}
    answer = at_desk(here.desk).post(reverse("desk:reassign", args=[walk.case.pk]), fields)
    assert answer.status_code == 409
    assert not AuditEntry.objects.filter(request_id=walk.case.pk, action="reassigned").exists()


def test_reassigning_needs_a_reason_and_a_handler_of_the_agency(here: Office, walk: Walk) -> None:
    client = at_desk(here.desk)
    answer = send(client, "desk:reassign", walk.case, handler=here.legal.user.pk)
    assert answer.status_code == 422
    assert "请写明改派的原因" in text_of(answer)
    colleague = join(here.agency, Role.HANDLER, "gaoming", "高明")
    send(client, "desk:reassign", walk.case, handler=colleague.user.pk, reason="原承办人出差")
    assert again(walk.case).handler == colleague.user


def ask(client: Client, case: DisclosureRequest, **fields: object) -> str:
    data = {"working_days": 20, "reason": "涉及两个处室的档案", **fields}
    return text_of(send(client, "desk:extension", case, **data))


def test_an_extension_states_its_effect_before_it_is_asked(here: Office, walk: Walk) -> None:
    client = at_desk(here.handler)
    page = ask(client, walk.case)
    assert "到期日由 2026年10月30日（周五） 变为 2026年11月27日（周五）" in page
    assert not Extension.objects.exists()
    ask(client, walk.case, confirmed="1")
    assert Extension.objects.get().working_days == 20
    assert "等待工作机构负责人批准" in overview(client, walk.case)


def test_going_back_keeps_what_was_entered(here: Office, walk: Walk) -> None:
    page = ask(at_desk(here.handler), walk.case, change="1", working_days=7)
    assert 'value="7"' in page
    assert "涉及两个处室的档案" in page
    assert not Extension.objects.exists()


REFUSED = [
    # fields, sentence
    ({"working_days": 21}, "延长的期限须为1至20个工作日"),
    ({"working_days": 0, "confirmed": "1"}, "延长的期限须为1至20个工作日"),
    ({"working_days": "viele"}, "请填写整数"),
    ({"reason": " "}, "请写明延期的理由"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED)
def test_an_unlawful_extension_is_refused_with_its_sentence(
    here: Office, walk: Walk, fields: dict[str, object], sentence: str
) -> None:
    assert sentence in ask(at_desk(here.handler), walk.case, **fields)
    assert not Extension.objects.exists()


@pytest.mark.parametrize("step", [{}, {"confirmed": "1"}], ids=["effect", "confirmation"])
def test_after_the_due_date_nothing_can_be_extended(here: Office, walk: Walk, step: dict[str, str]) -> None:
    with time_machine.travel(AFTER_DUE, tick=False):
        page = ask(at_desk(here.handler), walk.case, **step)
        assert "届满后不能延期" in page
        assert "第三十三条第二款" in page
        assert "涉及两个处室的档案" in page
        assert "不能延期" in overview(at_desk(here.handler), walk.case)
    assert not Extension.objects.exists()


@pytest.mark.parametrize("step", [{}, {"confirmed": "1"}], ids=["effect", "confirmation"])
def test_a_second_extension_is_refused(here: Office, walk: Walk, step: dict[str, str]) -> None:
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
    assert "只能延长一次" in ask(at_desk(here.handler), walk.case, **step)
    assert Extension.objects.count() == 1


def decide(here: Office, walk: Walk, **fields: str) -> Extension:
    walk.do(Role.HANDLER, "ask_extension", working_days=20, reason="案卷较多")
    send(at_desk(here.head), "desk:extension_decide", walk.case, **fields)
    return Extension.objects.get()


DECISIONS = [
    ({"decision": "grant", "opinion": ""}, "granted"),
    ({"decision": "refuse", "opinion": "期限内可以办结"}, "refused"),
    ({"decision": "refuse", "opinion": ""}, "asked"),
    ({"opinion": "没有选择"}, "asked"),
]


@pytest.mark.parametrize(("fields", "state"), DECISIONS)
def test_the_head_decides(here: Office, walk: Walk, fields: dict[str, str], state: str) -> None:
    assert decide(here, walk, **fields).state == state


def test_who_asked_does_not_grant(here: Office, walk: Walk) -> None:
    both = join(here.agency, Role.OFFICE_HEAD, "wangqiang", "王强")
    walk.do(Role.HANDLER, "ask_extension", working_days=20, reason="案卷较多")
    answer = send(at_desk(both), "desk:extension_decide", walk.case, decision="grant", opinion="同意")
    assert answer.status_code == 403
    assert "申请延期的人不能批准" in text_of(answer)
    assert Extension.objects.get().state == "asked"


SEARCH = {
    "ordinal": "1",
    "searched_on": "2026-10-16",
    "searcher": "王强",
    "units": "规划科",
    "systems": "公文系统、审批系统",
    "keywords": "东湖,控规",
    "period": "2024年至今",
    "found": "no",
    "result": "未检索到",
    "duty_to_make": "没有制作职责",
}


def test_a_search_is_recorded_and_listed(here: Office, walk: Walk) -> None:
    client = at_desk(here.handler)
    send(client, "desk:search", walk.case, **SEARCH)
    assert SearchRecord.objects.get().found is False
    assert "公文系统、审批系统" in text_of(client.get(reverse("desk:search", args=[walk.case.pk])))


@pytest.mark.parametrize(
    ("field", "value"),
    [("systems", ""), ("searched_on", "2026-10-17"), ("searched_on", "2026-09-01"), ("ordinal", "9")],
)
def test_an_incomplete_search_is_not_recorded_and_not_lost(
    here: Office, walk: Walk, field: str, value: str
) -> None:
    answer = send(at_desk(here.handler), "desk:search", walk.case, **{**SEARCH, field: value})
    assert answer.status_code == 422
    assert "没有制作职责" in text_of(answer)
    assert not SearchRecord.objects.exists()


def test_withdrawal_needs_the_signed_paper(here: Office, walk: Walk) -> None:
    client = at_desk(here.desk)
    assert "请选择文件" in text_of(send(client, "desk:withdraw", walk.case, reason="当面提出"))
    assert again(walk.case).state == RequestState.IN_HANDLING
    paper = SimpleUploadedFile("撤回.pdf", PDF)
    send(client, "desk:withdraw", walk.case, reason="当面提出", signed_paper=paper)
    assert again(walk.case).state == RequestState.WITHDRAWN
    page = overview(client, walk.case)
    assert "停止计时" in page
    assert "归档</a>" in page


def test_voiding_is_for_the_head_and_only_before_handling(here: Office, walk: Walk) -> None:
    fresh = Walk.begin(here).case
    send(at_desk(here.head), "desk:void", fresh, reason="重复录入")
    assert again(fresh).state == RequestState.VOIDED
    assert send(at_desk(here.head), "desk:void", walk.case, reason="重复录入").status_code == 409
    assert again(walk.case).state == RequestState.IN_HANDLING


def test_materials_are_added_and_opened_as_what_they_are(here: Office, walk: Walk) -> None:
    client = at_desk(here.handler)
    upload = SimpleUploadedFile("会议纪要.pdf", PDF)
    send(client, "desk:materials", walk.case, kind="evidence", title="", upload=upload)
    document = walk.case.documents.get()
    assert "会议纪要" in text_of(client.get(reverse("desk:materials", args=[walk.case.pk])))
    answer = client.get(reverse("desk:document", args=[document.pk]))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("damage", ["changed", "lost"])
def test_a_file_that_was_changed_in_the_store_is_not_handed_out(
    here: Office, walk: Walk, damage: str
) -> None:
    client = at_desk(here.handler)
    send(
        client,
        "desk:materials",
        walk.case,
        kind="evidence",
        title="纪要",
        upload=SimpleUploadedFile("a.pdf", PDF),
    )
    document = walk.case.documents.get()
    path = Path(document.file.path)
    if damage == "lost":
        path.unlink()
    else:
        path.write_bytes(PDF + b"changed")
    answer = client.get(reverse("desk:document", args=[document.pk]))
    assert answer.status_code == 500
    assert "校验值不符" in text_of(answer)


def test_what_the_applicant_wrote_is_text_and_nothing_else(here: Office) -> None:
    walk = Walk.begin(here, applicants=(natural_person("<script>alert(1)</script>"),))
    walk.case.items.update(text="<img src=x>")
    client = at_desk(here.desk)
    for page in (overview(client, walk.case), text_of(client.get("/desk/", {"view": "all"}))):
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "&lt;img src=x&gt;" in page
