"""Answers of the demonstration to single items: outcome, provisions, reason and facts. The content is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from letters.search_facts import search_facts
from requests_app.rules.legal_basis import REGULATION
from requests_app.rules.scope import ACTIVITIES
from requests_app.rules.statute_structure import ARCHIVES_LAW
from requests_app.services.decision import ItemDecision
from requests_app.services.search_record import NewSearch

NO_DUTY = "已核对本系统现行法律、法规和规章，没有规定此类讨论意见应当公开。"


def cite(article: int, paragraph: int | None = None, item: int | None = None) -> dict[str, Any]:
    """A provision of the Regulation as the contexts write it."""
    return {"instrument": REGULATION, "article": article, "paragraph": paragraph, "item": item}


def already_public(ordinal: int, document: str, route: str) -> ItemDecision:
    facts = {"way": "在清溪市人民政府门户网站公开", "route": f"网址为{route}", "document": document}
    return ItemDecision(ordinal, "already_public", [cite(36, item=1)], facts=facts)


def provided(ordinal: int, form: str = "纸质") -> ItemDecision:
    return ItemDecision(ordinal, "provided", [cite(36, item=2), cite(40)], facts={"form": form})


def partial(ordinal: int, given: str, place: str, reason: str) -> ItemDecision:
    """Given, with one part kept back under Art. 16¶2 (discussion before the decision)."""
    basis = cite(16, 2)
    withheld = [{"place": place, "basis": basis, "reason": reason}]
    citations = [cite(36, item=2), cite(36, item=3), cite(37), basis]
    facts = {"given": given, "withheld": withheld, "disclosure_duty_checked": NO_DUTY}
    return ItemDecision(ordinal, "partial", citations, facts=facts)


def process(ordinal: int, category: str, reason: str, separation: str) -> ItemDecision:
    facts = {
        "category": category,
        "separation_considered": separation,
        "disclosure_duty_checked": NO_DUTY,
    }
    return ItemDecision(ordinal, "process", [cite(16, 2), cite(36, item=3)], reason, facts)


def not_ours(ordinal: int, agency: str, contact: str, reason: str) -> ItemDecision:
    facts = {"right_agency": agency, "right_contact": contact}
    return ItemDecision(ordinal, "not_ours", [cite(10, 1), cite(36, item=5)], reason, facts)


def special_regime(ordinal: int) -> ItemDecision:
    facts = {
        "category": "不动产登记资料",
        "law": "《不动产登记暂行条例》",
        "place": "清溪市不动产登记中心查询窗口（清溪市东湖区文昌路20号）",
    }
    reason = "不动产登记资料的查询、复制由不动产登记方面的行政法规作出专门规定"
    special = {"instrument": "不动产登记暂行条例", "article": "第二十七条", "paragraph": None, "item": None}
    return ItemDecision(ordinal, "special_regime", [cite(36, item=7), special], reason, facts)


def repeated(ordinal: int, number: str, issued_on: date, served_on: date) -> ItemDecision:
    facts = {
        "first_number": number,
        "first_date": issued_on.isoformat(),
        "first_served": served_on.isoformat(),
    }
    return ItemDecision(ordinal, "repeated", [cite(36, item=6)], facts=facts)


def not_existing(ordinal: int, found_nothing: NewSearch, reason: str) -> ItemDecision:
    """Rests on a recorded search and repeats it."""
    facts = search_facts(found_nothing)
    return ItemDecision(ordinal, "not_existing", [cite(36, item=4)], reason, facts)


def search(on: date, who: str, units: str, keywords: str, period: str, duty: str) -> NewSearch:
    """A search that found nothing."""
    return NewSearch(
        searched_on=on,
        searcher=who,
        units=units,
        systems="电子公文系统、业务审批系统、机关档案管理系统",
        paper_files="机关档案室相应年度纸质案卷",
        keywords=keywords,
        period=period,
        found=False,
        result="以上系统和案卷中均未检索到所申请的信息。",
        duty_to_make=duty,
    )


def petition(ordinal: int, matter: str) -> ItemDecision:
    facts = {
        "activity": ACTIVITIES[2],
        "matter": matter,
        "channel": "清溪市规划和自然资源局执法监督科（清溪市东湖路18号，电话0999-5550110）",
    }
    reason = "申请要求本机关查处违法行为、追究责任，没有指向以一定形式记录、保存的信息"
    return ItemDecision(ordinal, "petition", [cite(39, 1)], reason, facts)


def publication(ordinal: int, title: str, issue: str) -> ItemDecision:
    route = "清溪市图书馆报刊阅览室（清溪市东湖路22号）开架借阅"
    facts = {"publication": title, "issue": issue, "route": route}
    return ItemDecision(ordinal, "publication", [cite(39, 2)], facts=facts)


def archives(ordinal: int, transferred_on: str) -> ItemDecision:
    law = {"instrument": ARCHIVES_LAW, "article": None, "paragraph": None, "item": None}
    facts = {"archive": "清溪市档案馆", "transferred_on": transferred_on, "contact": "0999-5550303"}
    reason = "该批准文件属于永久保管的文书档案，已按规定移交，本机关不再保存"
    return ItemDecision(ordinal, "archives", [law], reason, facts)


def needs_processing(ordinal: int) -> ItemDecision:
    facts = {
        "holdings": "2020年以来西城区各项目的征收补偿协议共186份",
        "work": "逐份提取补偿金额，按类别汇总",
        "separation_considered": "所要的统计数据不在任何一份协议中，不是遮去部分内容就能提供的。",
    }
    reason = "上述协议按项目分别保存，没有汇总，本机关从未制作过分类统计"
    return ItemDecision(ordinal, "needs_processing", [cite(38)], reason, facts)
