"""The sentences put together in Python: citations, history, remedies, forms of address."""

import inspect
import re
from typing import Any

import pytest

from letters.context import parse_context
from letters.examples import ITEMS, example
from letters.render import letter_text, render_html
from letters.templatetags.letter_text import phrase, quoted_list, sentence, zh_date
from letters.wording import WITHOUT_EFFECT, citations_text, history_sentences, masthead_class
from requests_app.rules import reckoning
from requests_app.rules.legal_basis import SECRECY_LAW, LegalBasis, TypedCitation, regulation

TITLE = "《中华人民共和国政府信息公开条例》"


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ([regulation(36, item=2)], f"{TITLE}第三十六条第（二）项"),
        ([regulation(16, 1), regulation(36, item=3)], f"{TITLE}第十六条第一款、第三十六条第（三）项"),
        (
            [regulation(14), LegalBasis(SECRECY_LAW, 35), regulation(36, item=3)],
            f"{TITLE}第十四条、第三十六条第（三）项，《中华人民共和国保守国家秘密法》第三十五条",
        ),
        (
            [regulation(14), TypedCitation("中华人民共和国税收征收管理法", "第八条第二款")],
            f"{TITLE}第十四条，《中华人民共和国税收征收管理法》第八条第二款",
        ),
    ],
)
def test_citations_name_each_title_once(given: list[Any], expect: str) -> None:
    assert citations_text(given) == expect


HISTORY: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": "correction_notice", "on": "2026-10-09", "number": "清公开补〔2026〕3号"},
     ["2026年10月9日", "第三十条", "补正", "清公开补〔2026〕3号"]),
    ({"type": "correction_received", "on": "2026-10-20"}, ["2026年10月20日", "补正材料", "重新计算"]),
    ({"type": "consultation", "kind": "third_party", "sent": "2026-10-09", "answered": "2026-10-15"},
     ["2026年10月9日", "第三十二条", "第三方", "2026年10月15日", "第三十三条第三款", "不计算在答复期限内"]),
    ({"type": "consultation", "kind": "other_agency", "sent": "2026-10-09"}, ["第十一条第一款", "有关行政机关"]),
    ({"type": "consultation", "kind": "co_maker", "sent": "2026-10-09"}, ["第三十四条", "共同制作机关"]),
    ({"type": "extension", "working_days": 15, "notified": "2026-10-29", "new_due": "2026-11-24"},
     ["2026年10月29日", "工作机构负责人", "第三十三条第二款", "15个工作日", "2026年11月24日"]),
    ({"type": "extension", "working_days": 15, "notified": "2026-10-29", "granted_by": "deputy"},
     ["工作机构负责人（由其代理人代行职责）同意"]),
    ({"type": "delayed_reply", "until": "2026-12-31", "notified": "2026-10-29"}, ["第三十五条", "2026年12月31日"]),
    ({"type": "fee_notice", "on": "2026-10-09"}, ["信息处理费", "2026年10月9日"]),
    ({"type": "fee_paid", "on": "2026-10-19"}, ["2026年10月19日", "缴纳"]),
    ({"type": "letter_withdrawn", "on": "2026-10-19", "number": "清自然资公开复〔2026〕5号"},
     ["2026年10月19日，本机关收回清自然资公开复〔2026〕5号文书", "不再有效，以本文书为准"]),
    ({"type": "ordered", "received": "2026-10-19", "document": "清政复决〔2026〕5号", "unanswered": "yes"},
     ["本机关收到清政复决〔2026〕5号，现依照该文书答复。"]),
    ({"type": "ordered", "received": "2026-10-19", "document": "清政复决〔2026〕5号行政复议决定书"},
     ["2026年10月19日", "清政复决〔2026〕5号行政复议决定书", "重新答复"]),
]  # fmt: skip


IDLE: list[tuple[dict[str, Any], str]] = [
    ({"type": "correction_notice", "on": "2026-10-15", "without_effect": "correction_notice_late"},
     "；该告知晚于规定的期限，答复期限不因此重新计算。"),
    ({"type": "correction_received", "on": "2026-10-20", "without_effect": "correction_restarts_nothing"},
     "提交的补正材料；答复期限不因此重新计算。"),
    ({"type": "fee_notice", "on": "2026-10-30", "amount": 800, "without_effect": "fee_notice_late"},
     "缴纳信息处理费800元；该通知晚于答复期限届满日，答复期限不因此重新计算。"),
    ({"type": "fee_paid", "on": "2026-10-31", "without_effect": "payment_restarts_nothing"},
     "缴纳了信息处理费；答复期限不因此重新计算。"),
    ({"type": "extension", "working_days": 10, "notified": "2026-10-30", "without_effect": "extension_late"},
     "延长10个工作日；该延长的批准、告知晚于原答复期限届满日，不发生延长的效力。"),
    ({"type": "delayed_reply", "until": "2026-12-31", "notified": "2026-10-30",
      "without_effect": "delayed_reply_late"}, "答复；该告知晚于答复期限届满日，不发生延迟的效力。"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "end"), IDLE)
def test_an_act_that_moved_nothing_is_not_told_as_if_it_had(event: dict[str, Any], end: str) -> None:
    context = parse_context("reply_provided", example("reply_provided") | {"history": [event]})
    (told,) = history_sentences(context, "您")
    assert told.endswith(end)
    assert "自该日起" not in told
    assert "缴费次日" not in told


def test_every_reason_has_its_words() -> None:
    """Whatever the clock may say of an act, a letter can tell it."""
    codes = set(re.findall(r'self\.idle\.append\(\(act, "([a-z_]+)"', inspect.getsource(reckoning)))
    warned = set(
        re.findall(r'"((?:second_)?(?:extension|delayed_reply)_?[a-z_]*)"', inspect.getsource(reckoning))
    )
    assert codes | warned - {"extension_told_before_approval"} <= set(WITHOUT_EFFECT)


@pytest.mark.parametrize(("event", "parts"), HISTORY)
def test_each_event_is_told_with_date_and_basis(event: dict[str, Any], parts: list[str]) -> None:
    data = example("reply_provided") | {"history": [event]}
    context = parse_context("reply_provided", data)
    (told,) = history_sentences(context, "您")
    for part in parts:
        assert part in told
    assert told in letter_text(render_html("reply_provided", context))


def test_the_letter_does_not_say_who_was_consulted() -> None:
    event = {"type": "consultation", "kind": "third_party", "sent": "2026-10-09", "name": "东湖商贸公司"}
    data = example("reply_provided") | {"history": [event]}
    context = parse_context("reply_provided", data)
    assert "东湖商贸公司" not in render_html("reply_provided", context)


@pytest.mark.parametrize(("kind", "you"), [("natural_person", "您申请公开"), ("other", "贵单位申请公开")])
def test_persons_and_organisations_are_addressed_differently(kind: str, you: str) -> None:
    data = example("reply_provided")
    data["applicant"]["kind"] = kind
    assert you in letter_text(render_html("reply_provided", parse_context("reply_provided", data)))


REMEDIES = [
    ("reply_secret", ["先向清溪市人民政府申请行政复议", "六十日"], ["也可以", "直接向"]),
    ("reply_internal", ["先向清溪市人民政府申请行政复议"], ["直接向"]),
    ("reply_provided", ["直接向清溪市东湖区人民法院", "六个月"], ["先向"]),
    ("reply_not_existing", ["直接向清溪市东湖区人民法院"], ["先向"]),
    ("reply_repeated", ["直接向清溪市东湖区人民法院"], ["先向"]),
    ("reply_partial", ["不予公开的部分", "先向清溪市人民政府申请行政复议"], ["直接向"]),
    ("reply_mixed", ["本答复第三项不服", "先向清溪市人民政府", "第一项、第二项、第四项", "直接向"], []),
]


@pytest.mark.parametrize(("kind", "said", "not_said"), REMEDIES, ids=[row[0] for row in REMEDIES])
def test_one_remedy_paragraph_per_class(kind: str, said: list[str], not_said: list[str]) -> None:
    text = letter_text(render_html(kind, parse_context(kind, example(kind))))
    for part in said:
        assert part in text
    for part in not_said:
        assert part not in text


@pytest.mark.parametrize("kind", ["receipt", "extension_notice", "withdrawal_notice"])
def test_procedure_letters_carry_no_remedy(kind: str) -> None:
    assert "行政复议" not in render_html(kind, parse_context(kind, example(kind)))


@pytest.mark.parametrize(("way", "told"), [("online", True), ("post", False)])
def test_a_letter_served_online_names_the_online_channel(way: str, told: bool) -> None:
    data = example("reply_secret") | {"delivery": way}
    html = render_html("reply_secret", parse_context("reply_secret", data))
    assert ("https://fuyi.example.gov.cn/" in html) is told


@pytest.mark.parametrize("kind", ["receipt", "extension_notice"])
def test_a_provisional_date_says_so(kind: str) -> None:
    firm = letter_text(render_html(kind, parse_context(kind, example(kind))))
    open_ = letter_text(render_html(kind, parse_context(kind, example(kind) | {"provisional": True})))
    assert "暂定" not in firm
    assert "（暂定）" in open_
    assert "自收到申请之日起20个工作日" in open_


STARTS = [
    ("from receipt", {}, "以自收到申请之日起20个工作日加上延长的15个工作日计算的日期为准"),
    (
        "afresh from the correction",
        {"restarted_on": "2026-10-09"},
        "以自2026年10月9日答复期限重新计算之日起20个工作日加上延长的15个工作日计算的日期为准",
    ),
    (
        "afresh from an order with its own period",
        {"restarted_on": "2026-10-09", "period": 15},
        "以自2026年10月9日答复期限重新计算之日起15个工作日加上延长的15个工作日计算的日期为准",
    ),
    (
        "with a consultation",
        {"paused_days": 4},
        "起20个工作日加上延长的15个工作日并扣除征求意见所需时间计算的日期为准",
    ),
]


@pytest.mark.parametrize(("name", "facts", "said"), STARTS, ids=[row[0] for row in STARTS])
def test_a_provisional_date_is_reckoned_from_where_the_period_runs(
    name: str, facts: dict[str, Any], said: str
) -> None:
    data = example("extension_notice") | {"provisional": True}
    data["facts"] |= facts
    text = letter_text(render_html("extension_notice", parse_context("extension_notice", data)))
    assert said in text


def test_a_draft_shows_what_is_still_open() -> None:
    data = example("reply_provided") | {"number": None, "issued_on": None}
    text = letter_text(render_html("reply_provided", parse_context("reply_provided", data)))
    assert "（文号待定）" in text
    assert "（日期以签发为准）" in text


def test_several_items_of_one_outcome_are_each_answered() -> None:
    second = ITEMS["provided"] | {"text": "清溪市东湖片区雨水管网竣工图"}
    data = example("reply_provided")
    data["items"].append(second)
    text = letter_text(render_html("reply_provided", parse_context("reply_provided", data)))
    assert "以下2项" in text
    assert "一、关于您申请的第一项内容" in text
    assert "二、关于您申请的第二项内容" in text


def test_without_attachment_way_route_and_time_are_told() -> None:
    data = example("reply_provided") | {"attachments": []}
    data["items"][0]["facts"] |= {
        "way": "现场查阅",
        "route": "清溪市东湖路18号信息公开室",
        "time": "2026年10月27日起的工作时间",
    }
    text = letter_text(render_html("reply_provided", parse_context("reply_provided", data)))
    for part in ("现场查阅", "清溪市东湖路18号信息公开室", "2026年10月27日起的工作时间"):
        assert part in text
    assert "附件" not in text


def test_the_right_agency_unknown_is_said() -> None:
    data = example("reply_not_ours")
    del data["items"][0]["facts"]["right_agency"]
    assert "不能确定" in render_html("reply_not_ours", parse_context("reply_not_ours", data))


@pytest.mark.parametrize(
    ("given", "expect"),
    [("已公开", "已公开。"), ("已公开。", "已公开。"), ("已公开；", "已公开。"), ("甲，", "甲。")],
)
def test_a_sentence_ends_in_one_stop(given: str, expect: str) -> None:
    assert sentence(given) == expect
    assert phrase(given) == expect[:-1]


def test_small_words() -> None:
    from datetime import date

    assert zh_date(date(2026, 1, 5)) == "2026年1月5日"
    assert quoted_list(("甲", "乙")) == "“甲”“乙”"


@pytest.mark.parametrize(
    ("length", "expect"),
    [(4, "mark-1"), (9, "mark-2"), (14, "mark-3"), (18, "mark-4"), (24, "mark-5"), (30, "mark-6")],
)
def test_a_long_letterhead_is_set_smaller(length: int, expect: str) -> None:
    assert masthead_class("清" * length) == expect
