"""What the clauses of a reply need to know: by outcome, and by step of the case's history."""

from collections.abc import Mapping

from letters.excess_letters import EXCESSIVE_FACTS
from letters.facts import Fact, FactType
from letters.fee_letters import UNPAID_FACTS

C, D, N, R, T = FactType.CITATION, FactType.DATE, FactType.NUMBER, FactType.ROWS, FactType.TEXTS

# What the clause of each outcome says beyond finding, citation and reason (law.md 5.1, column "evidence").
OUTCOME_FACTS: Mapping[str, tuple[Fact, ...]] = {
    "already_public": (
        Fact("way", "公开方式"),
        Fact("route", "网址或者刊物期号"),
        Fact("document", "信息名称", required=False),
    ),
    "provided": (
        Fact("form", "提供形式"),
        Fact("form_note", "未按要求形式提供的说明", required=False),
        Fact("way", "获取方式", required=False),
        Fact("route", "获取途径", required=False),
        Fact("time", "获取时间", required=False),
    ),
    "partial": (
        Fact("given", "予以公开的内容"),
        Fact(
            "withheld",
            "不予公开的内容",
            R,
            columns=(Fact("place", "位置"), Fact("basis", "依据", C), Fact("reason", "理由")),
        ),
        Fact("way", "获取方式", required=False),
        Fact("route", "获取途径", required=False),
        Fact("time", "获取时间", required=False),
    ),
    "secret": (Fact("level", "密级", required=False),),
    "forbidden": (),
    "security": (
        Fact("judged_by", "作出判断的机关"),
        Fact("judged_on", "判断日期", D),
        Fact("danger", "危及的方面"),
    ),
    "third_party": (Fact("category", "涉及的第三方权益"), Fact("opinion", "第三方的意见")),
    "internal": (Fact("category", "内部事务信息的种类"),),
    "process": (Fact("category", "过程性信息的种类"),),
    "enforcement": (Fact("case", "行政执法案卷"),),
    "special_regime": (
        Fact("category", "信息种类"),
        Fact("law", "专门的法律、行政法规"),
        Fact("place", "查询途径"),
    ),
    "not_existing": (
        Fact("searched_by", "检索人或者处室"),
        Fact("searched_on", "检索日期", D),
        Fact("systems", "检索范围", T),
        Fact("keywords", "检索关键词", T),
        Fact("period", "检索的时间范围", required=False),
    ),
    "unclear": (),
    "not_corrected": (
        Fact("notice_number", "补正告知书文号", required=False),
        Fact("notice_on", "告知补正的日期", D),
        Fact("served_on", "补正告知书送达日期", D),
        Fact("reply_by", "补正期限", D),
    ),
    "not_paid": UNPAID_FACTS,
    "not_ours": (
        Fact("right_agency", "负责公开的机关", required=False),
        Fact("right_contact", "该机关联系方式", required=False),
    ),
    "repeated": (
        Fact("first_number", "前次答复文号"),
        Fact("first_date", "前次答复日期", D),
        Fact("first_served", "前次答复送达日期", D),
    ),
    "excessive": EXCESSIVE_FACTS,
    # Outcomes that rest on Art. 2, 38, 39 or on practice.
    "needs_processing": (Fact("holdings", "现有的相关信息"), Fact("work", "需要作的加工、分析")),
    "petition": (
        Fact("activity", "活动的种类"),
        Fact("matter", "所反映的事项"),
        Fact("channel", "提出的渠道", required=False),
    ),
    "publication": (
        Fact("publication", "公开出版物的名称"),
        Fact("issue", "期号或者版次", required=False),
        Fact("route", "获取的途径"),
    ),
    "reissue": (
        Fact("asked", "所要求的"),
        Fact("first_number", "此前提供信息的文号"),
        Fact("first_date", "此前提供信息的日期", D),
        Fact("first_served", "此前提供信息的送达日期", D),
    ),
    "not_government_information": (Fact("nature", "申请内容的性质"), Fact("lacks", "欠缺的要件")),
    "archives": (
        Fact("archive", "国家档案馆的名称"),
        Fact("transferred_on", "移交日期", D),
        Fact("contact", "档案馆的联系方式", required=False),
    ),
    "party_information": (Fact("organ", "制作该信息的党组织"),),
}
# Their reason stands in the facts: row by row, as the first reply itself, or as the notice left unanswered.
REASON_IN_FACTS = frozenset({"partial", "repeated", "not_corrected", "not_paid"})

IDLE = Fact("without_effect", "不发生效力的原因", required=False)
"""Code of the reason why an act moved nothing on the clock (`Derivation.without_effect`)."""

_STEPS: Mapping[str, tuple[Fact, ...]] = {
    "correction_notice": (Fact("on", "日期", D), Fact("number", "文号", required=False), IDLE),
    "correction_received": (Fact("on", "日期", D), Fact("changed", "更正的项数", N, required=False), IDLE),
    "consultation": (
        Fact("kind", "种类"),
        Fact("sent", "发出日期", D),
        Fact("answered", "答复日期", D, required=False),
    ),
    "extension": (
        Fact("working_days", "延长的工作日", N),
        Fact("notified", "告知日期", D),
        Fact("number", "文号", required=False),
        Fact("new_due", "延长后的期限", D, required=False),
        Fact("granted_by", "同意的人", required=False),
        IDLE,
    ),
    "delayed_reply": (Fact("until", "延迟至", D), Fact("notified", "告知日期", D), IDLE),
    "fee_notice": (
        Fact("on", "日期", D),
        Fact("number", "文号", required=False),
        Fact("amount", "应缴金额（元）", N, required=False),
        IDLE,
    ),
    "fee_paid": (Fact("on", "日期", D), IDLE),
    "ordered": (
        Fact("received", "收到日期", D),
        Fact("document", "决定或者判决", required=False),
        Fact("unanswered", "此前没有答复", required=False),
    ),
    "letter_withdrawn": (Fact("on", "收回日期", D), Fact("number", "文号")),
}
WHOSE = Fact("request", "所属申请的受理编号", required=False)
"""Of which request a step was, in a letter that answers several."""
HISTORY_FACTS: Mapping[str, tuple[Fact, ...]] = {kind: (*facts, WHOSE) for kind, facts in _STEPS.items()}
