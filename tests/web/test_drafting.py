"""Writing a reply at the desk, without JavaScript: what is kept, what is shown, what stands in the way."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from letters.catalogue import REPLIES
from letters.examples import ITEMS
from letters.search_facts import search_facts
from requests_app import dates
from requests_app.models import DocumentKind, SearchRecord
from requests_app.rules.consultation import Decision, Opinion
from requests_app.rules.roles import Role
from requests_app.services import documents, search_record
from requests_app.services.decision import ItemDecision, ReplyDraft, save_draft
from requests_app.services.documents import Upload
from tests import people
from tests.people import CAST, OTHER_CAST, again
from tests.services.stages import PDF
from tests.web.desk import Desk, fields_of
from tests.web.reply_walk import PUBLIC, ReplyWalk
from tests.workflows.test_consultation_flow import answer, ask, serve
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
ACTIONS = ("refresh", "save")
SEPARATED = "已逐页审查，申请的内容不能与不予公开的部分分开，没有可以单独提供的部分。"


@pytest.fixture
def walk() -> ReplyWalk:
    return ReplyWalk.begin(people.office())


@pytest.mark.parametrize("role", CAST)
def test_everybody_of_the_agency_sees_the_reply_but_only_its_handler_writes(
    walk: ReplyWalk, role: Role
) -> None:
    walk.write(**PUBLIC)
    desk = Desk.of(walk.office.member(role))
    page = desk.see(walk.reply)
    assert page.status_code == 200
    assert ('id="reply-form"' in page.content.decode()) is (role is Role.HANDLER)
    sent = fields_of(Desk.of(walk.office.handler).see(walk.reply), "reply-form") | {"item1-way": "改过"}
    answers = [desk.client.post(walk.reply, sent | {"action": action}).status_code for action in ACTIONS]
    assert answers == ([200, 302] if role is Role.HANDLER else [403, 403])
    assert walk.case.drafts.count() == (2 if role is Role.HANDLER else 1)


@pytest.mark.parametrize("role", OTHER_CAST)
def test_another_agency_learns_nothing(walk: ReplyWalk, role: Role) -> None:
    walk.write(**PUBLIC)
    desk = Desk.of(people.other_office().member(role))
    keys = [walk.case.pk]
    addresses = [
        walk.reply,
        reverse("desk:reply_pdf", args=keys),
        reverse("desk:reply_page", args=[*keys, 1]),
        reverse("desk:reply_versions", args=keys),
        walk.issue,
    ]
    assert [desk.see(address).status_code for address in addresses] == [404] * len(addresses)
    assert desk.client.post(walk.reply, {"action": "save"}).status_code == 404


def test_a_stranger_is_asked_to_sign_in(walk: ReplyWalk, client: Any) -> None:
    answer = client.get(walk.reply)
    assert (answer.status_code, answer["Location"].startswith(reverse("login"))) == (302, True)


def test_a_changed_outcome_brings_its_fields_without_saving(walk: ReplyWalk) -> None:
    desk = Desk.of(walk.office.handler)
    page = desk.send(walk.reply, "refresh", "reply-form", **{"item1-outcome": "already_public"})
    assert "item1-route" in fields_of(page, "reply-form")
    assert "条例第三十六条第（一）项" in page.content.decode()
    sent = fields_of(page, "reply-form") | {"item1-way": "当面领取", "item1-outcome": "partial"}
    other = desk.client.post(walk.reply, sent | {"action": "refresh"})
    shown = fields_of(other, "reply-form")
    assert (shown["item1-way"], "item1-row1-place" in shown) == ("当面领取", True)
    assert walk.case.drafts.count() == 0


def test_rows_are_added_without_javascript_and_keep_what_was_entered(walk: ReplyWalk) -> None:
    desk = Desk.of(walk.office.handler)
    page = desk.send(walk.reply, "refresh", "reply-form", **{"item1-outcome": "partial"})
    sent = fields_of(page, "reply-form") | {"item1-row1-place": "第3页"}
    more = desk.client.post(walk.reply, sent | {"action": "more:item1-row"})
    shown = fields_of(more, "reply-form")
    assert (shown["item1-row1-place"], shown["item1-row2-place"]) == ("第3页", "")


def test_a_saved_reply_is_shown_again_and_an_unchanged_one_makes_no_version(walk: ReplyWalk) -> None:
    assert walk.write("preview", **PUBLIC)["Location"].endswith("#preview")
    shown = fields_of(Desk.of(walk.office.handler).see(walk.reply), "reply-form")
    assert {key: shown[key] for key in PUBLIC} == PUBLIC
    walk.write("save")
    assert walk.case.drafts.count() == 1


def test_what_cannot_be_kept_comes_back_with_the_text(walk: ReplyWalk) -> None:
    answer = walk.write(
        "save",
        **{
            "item1-outcome": "repeated",
            "item1-first_number": "清自然资公开复〔2025〕7号",
            "item1-first_date": "2025-02-30",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "日期不存在" in page
    assert fields_of(answer, "reply-form")["item1-first_number"] == "清自然资公开复〔2025〕7号"
    assert walk.case.drafts.count() == 0


def test_a_law_without_such_an_article_is_refused_at_its_field(walk: ReplyWalk) -> None:
    law = {"item1-law1": "中华人民共和国保守国家秘密法", "item1-law1_article": "第三百条"}
    answer = walk.write("save", **({"item1-outcome": "forbidden"} | law))
    assert answer.status_code == 422
    assert "没有可以引用的第300条" in answer.content.decode()
    assert fields_of(answer, "reply-form")["item1-law1_article"] == "第三百条"


def test_mark_up_in_a_field_stays_text_on_the_page(walk: ReplyWalk) -> None:
    walk.write(**(PUBLIC | {"item1-way": "<script>alert(1)</script>"}))
    page = Desk.of(walk.office.handler).see(walk.reply).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_form_overtaken_by_another_act_changes_nothing(walk: ReplyWalk) -> None:
    desk = Desk.of(walk.office.handler)
    sent = fields_of(desk.see(walk.reply), "reply-form")
    walk.write(**PUBLIC)
    late = desk.client.post(walk.reply, sent | {"delivery": "pickup", "action": "save"})
    assert (late.status_code, "请刷新页面" in late.content.decode()) == (409, True)
    assert fields_of(late, "reply-form")["delivery"] == "pickup"
    assert walk.case.drafts.count() == 1


def test_a_failing_check_blocks_the_submission_with_its_sentence(walk: ReplyWalk) -> None:
    answer = walk.write(
        "submit", **{"item1-outcome": "not_existing", "item1-reason": "本机关没有制作过该信息。"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有检索记录，不能答复信息不存在" in page or "缺少“检索人或者处室”" in page
    assert again(walk.case).state == "in_handling"
    assert walk.case.drafts.count() == 1, "what was written is kept"


def test_a_check_that_wants_a_reason_takes_it_on_the_page(walk: ReplyWalk) -> None:
    vague = PUBLIC | {"item1-route": "本机关网站的公开专栏"}
    refused = walk.write("submit", **vague)
    assert (refused.status_code, "请先说明" in refused.content.decode()) == (422, True)
    assert "why-public_address" in fields_of(refused, "reply-form")
    done = walk.write("submit", **{"why-public_address": "专栏只有一页，首页即可看到。"})
    assert (done.status_code, walk.state) == (302, "in_approval")


def test_the_remedy_paragraph_is_shown_and_is_no_field(walk: ReplyWalk) -> None:
    walk.write(**PUBLIC)
    page = Desk.of(walk.office.handler).see(walk.reply)
    assert "申请行政复议" in page.content.decode()
    assert not any("复议" in str(value) for value in fields_of(page, "reply-form").values())


def test_the_preview_is_the_page_of_the_saved_draft(walk: ReplyWalk) -> None:
    walk.write(**PUBLIC)
    desk = Desk.of(walk.office.handler)
    picture = desk.see(reverse("desk:reply_page", args=[walk.case.pk, 1]))
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/png", "no-store, private")
    width, height = Image.open(io.BytesIO(picture.content)).size
    assert round(height / width, 2) == 1.41, "a page of A4"
    assert desk.see(reverse("desk:reply_page", args=[walk.case.pk, 99])).status_code == 422
    paper = desk.see(reverse("desk:reply_pdf", args=[walk.case.pk]))
    assert paper.content.startswith(b"%PDF-")
    assert paper["Content-Disposition"].startswith("attachment")


def test_an_unfinished_reply_says_what_is_missing_instead_of_a_page(walk: ReplyWalk) -> None:
    walk.write("save", **{"item1-outcome": "already_public"})
    page = Desk.of(walk.office.handler).see(walk.reply).content.decode()
    assert "缺少“公开方式”" in page
    assert (
        Desk.of(walk.office.handler).see(reverse("desk:reply_page", args=[walk.case.pk, 1])).status_code
        == 422
    )


def test_versions_are_compared_field_by_field(walk: ReplyWalk) -> None:
    walk.write(**PUBLIC)
    walk.write(**{"item1-route": "网址为https://www.example.gov.cn/zwgk/0099.html", "delivery": "pickup"})
    page = (
        Desk.of(walk.office.handler).see(reverse("desk:reply_versions", args=[walk.case.pk])).content.decode()
    )
    assert "<del>43</del>" in page and "<ins>99</ins>" in page
    assert "<del>邮寄</del>" in page and "<ins>自取</ins>" in page
    assert "公开方式" not in page.split("变化")[1]


def test_online_delivery_is_offered_only_with_consent() -> None:
    office = people.office()
    without = Desk.of(office.handler).see(ReplyWalk.begin(office).reply).content.decode()
    consent = ReplyWalk.begin(office, accepts_online_service=True)
    assert 'value="online"' not in without
    assert 'value="online"' in Desk.of(office.handler).see(consent.reply).content.decode()


def test_copies_are_uploaded_with_the_reply_and_put_in_order(walk: ReplyWalk) -> None:
    for name in ("甲.pdf", "乙.pdf"):
        walk.write("upload", new_copy=SimpleUploadedFile(name, PDF), **{"item1-outcome": "provided"})
    first, second = walk.case.documents.filter(kind=DocumentKind.RELEASED_COPY).order_by("pk")
    walk.write("save", **{f"place{first.pk}": "2", f"place{second.pk}": "1"})
    assert walk.case.drafts.last().fields["attachments"] == [second.pk, first.pk]


def test_a_bad_file_keeps_the_text(walk: ReplyWalk) -> None:
    answer = walk.write("upload", new_copy=SimpleUploadedFile("甲.exe", b"MZ"), **PUBLIC)
    assert (answer.status_code, "不能接收文件" in answer.content.decode()) == (422, True)
    assert fields_of(answer, "reply-form")["item1-way"] == PUBLIC["item1-way"]
    assert walk.case.drafts.count() == 0


NO_DUTY = {"item1-disclosure_duty_checked": "没有法律、法规、规章规定此类信息应当公开。"}


def _evidence(walk: ReplyWalk, title: str) -> int:
    upload = Upload("证明.pdf", PDF)
    office = walk.office
    return documents.add_document(
        actor=office.desk, case_id=walk.case.pk, upload=upload, kind=DocumentKind.EVIDENCE, title=title
    ).pk


def _searched(walk: ReplyWalk) -> int:
    new = search_record.NewSearch(
        searched_on=dates.today(),
        searcher="陈某某",
        units="征收管理科、档案室",
        systems="公文系统、征收系统",
        paper_files="",
        keywords="东湖路，听证",
        period="2024年1月至2026年6月",
        found=False,
        result="没有检索到",
        duty_to_make="没有制作的职责",
    )
    return search_record.record_search(
        actor=walk.office.handler, case_id=walk.case.pk, ordinal=1, search=new
    ).pk


def _third_party_objected(walk: ReplyWalk) -> None:
    """Asked in writing, heard, and weighed: to be withheld."""
    desk = Walk(walk.office, again(walk.case))
    asked = ask(desk)
    serve(desk, asked)
    answer(desk, asked, Opinion.OBJECTS, reasons="含有报价")
    decided = {"decision": Decision.WITHHOLD, "reason": "报价属于商业秘密"}
    desk.do(Role.HANDLER, "decide_consultation", consultation_id=asked.pk, **decided)


def _extra(walk: ReplyWalk, outcome: str) -> dict[str, Any]:
    """What the form of one outcome asks for beyond the facts that the letter says."""
    today = dates.today().isoformat()
    match outcome:
        case "provided":
            return {"new_copy": SimpleUploadedFile("副本.pdf", PDF)}
        case "partial":
            return {"new_copy": SimpleUploadedFile("副本.pdf", PDF), **NO_DUTY}
        case "process" | "enforcement":
            return NO_DUTY
        case "secret":
            parts = {"level": "秘密", "on": "2024-05-06", "by": "某某省自然资源厅", "term": "10年"}
            return {f"item1-classified_{key}": value for key, value in parts.items()}
        case "security":
            _evidence(walk, "有权机关的书面判断")
            return {"item1-judged_on": today}
        case "forbidden":
            law = {"item1-law1": "中华人民共和国税收征收管理法", "item1-law1_article": "第八条第二款"}
            return law | {"why-citations_explained": "已经核对全称和条文。"}
        case "special_regime":
            law = {"item1-law1": "不动产登记暂行条例", "item1-law1_article": "第二十七条"}
            return law | {"why-citations_explained": "已经核对全称和条文。"}
        case "third_party":
            _third_party_objected(walk)
            return {}
        case "unclear":
            walk.correct()
            return {}
        case "excessive":
            walk.exceed()
            return {}
        case "not_existing":
            return {"item1-search": str(_searched(walk))}
        case "repeated":
            proof = _evidence(walk, "前次答复的送达回证")
            return {
                "item1-first_service_proof": str(proof),
                "why-first_reply_served": "前次答复由原系统出具，已核对姓名和证件号码。",
                "why-same_information": "前次申请书的内容与本次逐字相同。",
            }
        case _:
            return _extra_beyond_art_36(walk, outcome)


def _extra_beyond_art_36(walk: ReplyWalk, outcome: str) -> dict[str, Any]:
    match outcome:
        case "reissue":
            return {
                "item1-first_service_proof": str(_evidence(walk, "领取规划图的签收单")),
                "why-earlier_provision": "此前由窗口提供，已核对领取人的证件号码。",
            }
        case "petition":
            return {"why-petition_no_request": "申请只要求查处违法建设，没有要求提供任何材料。"}
        case "archives":
            _evidence(walk, "档案移交清单")
            return {"item1-cited": "档案法|||"}
        case "party_information":
            return {
                "item1-cited": "政府信息公开条例|2||",
                "item1-joint_issue_checked": "由党的组织单独制作。",
            }
        case _:
            return {}


@pytest.mark.parametrize(
    ("outcome", "says", "not_said"),
    [
        ("petition", "这一情形必须引用", "没有必须引用的条文"),
        ("archives", "依据（至少引用一项）", "这一情形必须引用"),
        ("reissue", "没有必须引用的条文", "这一情形必须引用"),
    ],
)
def test_the_form_says_what_must_be_cited(walk: ReplyWalk, outcome: str, says: str, not_said: str) -> None:
    page = walk.write("refresh", **{"item1-outcome": outcome}).content.decode()
    assert says in page
    assert not_said not in page


@pytest.mark.parametrize("names_record", [True, False])
def test_opening_and_saving_a_draft_loses_nothing_of_its_search(walk: ReplyWalk, names_record: bool) -> None:
    """Also of a draft that tells the search without naming the record it follows."""
    record = SearchRecord.objects.get(pk=_searched(walk))
    facts = search_facts(record) | ({"search": str(record.pk)} if names_record else {})
    _draft(walk, facts)
    walk.write("save")
    kept = walk.case.items.get().facts
    assert kept == facts | {"search": str(record.pk)}


def test_what_no_record_says_is_kept_for_the_check_to_refuse(walk: ReplyWalk) -> None:
    _searched(walk)
    stale = search_facts(SearchRecord.objects.get()) | {"keywords": ["西山路"]}
    _draft(walk, stale)
    answer = walk.write("submit")
    assert walk.case.items.get().facts == stale
    assert "检索关键词与检索记录不符" in answer.content.decode()


def _draft(walk: ReplyWalk, facts: dict[str, Any]) -> None:
    item = ItemDecision(1, "not_existing", ITEMS["not_existing"]["citations"], "没有制作过", facts)
    draft = ReplyDraft([item], "post", [])
    save_draft(actor=walk.office.handler, case_id=walk.case.pk, draft=draft)


@pytest.mark.parametrize("outcome", [kind.outcomes[0] for kind in REPLIES])
def test_every_outcome_can_be_written_and_submitted_with_its_form(walk: ReplyWalk, outcome: str) -> None:
    example = ITEMS[outcome]
    facts = {f"item1-{key}": value for key, value in example["facts"].items() if isinstance(value, str)}
    rows = {
        f"item1-row{number}-{key}": value
        for number, row in enumerate(example["facts"].get("withheld", ()), start=1)
        for key, value in {**row, "basis": f"政府信息公开条例|16|{row['basis']['paragraph']}|"}.items()
    }
    answers = {"item1-outcome": outcome, "item1-reason": example["reason"], **facts, **rows}
    first = answers | {"item1-separation_considered": SEPARATED} | _extra(walk, outcome)
    reasons = {key: value for key, value in first.items() if key.startswith("why-")}
    saved = walk.write("save", **{key: value for key, value in first.items() if key not in reasons})
    assert saved.status_code == 302, saved.content.decode()
    done = walk.write("submit", **reasons)
    assert done.status_code == 302, done.content.decode()
    assert walk.submission.letter_kind == f"reply_{outcome}"
