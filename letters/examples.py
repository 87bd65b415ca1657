"""A valid context for every kind of letter: for `render_letter --example`, for tests, for whoever integrates.

All names are invented. The examples are JSON data and go through the same door (`parse_context`) as everything else.
"""

from copy import deepcopy
from typing import Any

from letters import consultation_examples
from letters import example_corrections as corrections
from letters import example_date_changes as date_changes
from letters import example_excess as excess
from letters import example_fees as fees
from letters import example_office_papers as office_papers
from letters import example_other_replies as other_replies
from letters import example_papers as papers
from letters import example_records as records
from letters.catalogue import letter_kind
from letters.example_clock import RECEIVED, due, due_after
from requests_app.rules.legal_basis import REGULATION, SECRECY_LAW

AGENCY = {
    "name": "清溪市自然资源和规划局",
    "letterhead": "清溪市自然资源和规划局",
    "kind": "department",
    "address": "清溪市东湖路18号",
    "phone": "0999-5550101",
    "legal_respondent": "清溪市自然资源和规划局",
    "reconsideration_body": "清溪市人民政府",
    "court": "清溪市东湖区人民法院",
    "online_reconsideration_url": "https://fuyi.example.gov.cn/",
}


def _cite(article: int, paragraph: int | None = None, item: int | None = None) -> dict[str, Any]:
    return {"instrument": REGULATION, "article": article, "paragraph": paragraph, "item": item}


def _item(
    text: str, outcome: str, citations: list[dict[str, Any]], reason: str, **facts: Any
) -> dict[str, Any]:
    return {"text": text, "outcome": outcome, "citations": citations, "reason": reason, "facts": facts}


ITEMS: dict[str, dict[str, Any]] = {
    "already_public": _item(
        "清溪市东湖片区控制性详细规划（2025年修订）",
        "already_public",
        [_cite(36, item=1)],
        "",
        way="在清溪市人民政府门户网站公开",
        route="网址为https://www.example.gov.cn/zwgk/ghjh/2025/0043.html",
        document="《清溪市东湖片区控制性详细规划（2025年修订）》",
    ),
    "provided": _item(
        "东湖路道路拓宽项目建设用地规划许可证及其附图",
        "provided",
        [_cite(36, item=2), _cite(40)],
        "",
        form="纸质",
    ),
    "partial": _item(
        "东湖路道路拓宽项目房屋征收补偿协议",
        "partial",
        [_cite(36, item=2), _cite(36, item=3), _cite(37)],
        "",
        given="东湖路道路拓宽项目房屋征收补偿协议中除下列内容以外的部分",
        withheld=[
            {
                "place": "第3页至第5页房屋内部评审意见",
                "basis": _cite(16, 2),
                "reason": "该部分是作出决定之前的内部讨论意见，公开会影响今后评审人员坦率发表意见，补偿结果已经公开",
            },
            {
                "place": "第8页岗位轮换安排",
                "basis": _cite(16, 1),
                "reason": "该部分属于人事管理方面的内部事务信息，与补偿事项无关，公开对公众监督没有实际意义",
            },
        ],
    ),
    "secret": _item(
        "清溪市北山测绘基准点的精确坐标成果",
        "secret",
        [
            _cite(14),
            _cite(36, item=3),
            {"instrument": SECRECY_LAW, "article": 14, "paragraph": None, "item": None},
        ],
        "该成果由有权机关依照法定程序确定为国家秘密，目前仍在保密期限内",
        level="秘密",
    ),
    "forbidden": _item(
        "东湖路27号地块受让企业2025年度契税申报资料",
        "forbidden",
        [
            _cite(14),
            _cite(36, item=3),
            {
                "instrument": "中华人民共和国税收征收管理法",
                "article": "第八条第二款",
                "paragraph": None,
                "item": None,
            },
        ],
        "申请公开的资料反映单个纳税人的申报和纳税情况，法律规定税务机关应当为纳税人的情况保密",
    ),
    "security": _item(
        "清溪市城市供水管网压力控制系统布置图",
        "security",
        [_cite(14), _cite(36, item=3)],
        "该图标明供水控制设施的准确位置和控制关系，公开后可能被用于破坏公共供水设施",
        judged_by="清溪市人民政府组织水务、公安等部门",
        judged_on="2026-10-20",
        danger="公共安全",
    ),
    "third_party": _item(
        "东湖路道路拓宽项目勘察设计合同（编号2024-053）",
        "third_party",
        [_cite(15), _cite(32), _cite(36, item=3)],
        "合同所附的技术方案和分项报价系第三方采取了保密措施的经营信息，公开会使其在同类项目的竞争中处于不利地位，"
        "不公开不会对公共利益造成重大影响。",
        category="商业秘密",
        opinion="第三方不同意公开",
    ),
    "internal": _item(
        "2025年度局机关车辆调配值班表",
        "internal",
        [_cite(16, 1), _cite(36, item=3)],
        "该值班表仅用于机关内部后勤管理，不对外产生影响；公开会暴露工作人员的个人行程，且对监督行政管理没有实际意义",
        category="后勤管理方面的信息",
    ),
    "process": _item(
        "关于东湖片区规划调整的局务会议讨论记录",
        "process",
        [_cite(16, 2), _cite(36, item=3)],
        "该记录是规划调整作出前的讨论意见，不是最终决定；公开会妨碍会议人员充分发表意见，规划调整的结果和依据已经公开",
        category="讨论记录",
    ),
    "enforcement": _item(
        "对东湖路27号违法建设行为的调查案卷",
        "enforcement",
        [_cite(16, 2), _cite(36, item=3)],
        "案卷中含有调查笔录和证人陈述，公开可能影响证人今后配合调查；处罚决定已经依法公开",
        case="清规罚案〔2025〕31号案卷",
    ),
    "special_regime": _item(
        "东湖路27号房屋的不动产登记资料",
        "special_regime",
        [
            _cite(36, item=7),
            {"instrument": "不动产登记暂行条例", "article": "第二十七条", "paragraph": None, "item": None},
        ],
        "不动产登记资料的查询、复制由不动产登记方面的行政法规作出专门规定",
        category="不动产登记资料",
        law="《不动产登记暂行条例》",
        place="清溪市不动产登记中心查询窗口（清溪市东湖路20号）",
    ),
    "not_existing": _item(
        "2024年1月至2026年6月东湖路道路拓宽项目征收补偿方案的听证笔录",
        "not_existing",
        [_cite(36, item=4)],
        "该项目征收补偿方案依法不属于应当举行听证的情形，本机关没有组织听证，没有制作过听证笔录",
        searched_by="政府信息公开工作办公室会同征收管理科",
        searched_on="2026-10-19",
        systems=["电子公文系统", "征收管理业务系统", "机关档案室"],
        keywords=["东湖路", "征收补偿", "听证"],
        period="2024年1月1日至2026年6月30日",
    ),
    "not_ours": _item(
        "东湖路道路拓宽项目的施工招标文件",
        "not_ours",
        [_cite(10, 1), _cite(36, item=5)],
        "该项目的施工招标由住房和城乡建设部门监督管理，有关信息由该部门制作和保存",
        right_agency="清溪市住房和城乡建设局",
        right_contact="0999-5550202",
    ),
    "repeated": _item(
        "清溪市东湖片区控制性详细规划（2025年修订）",
        "repeated",
        [_cite(36, item=6)],
        "",
        first_number="清自然资公开复〔2026〕85号",
        first_date="2026-05-11",
        first_served="2026-05-13",
    ),
    **(corrections.ITEMS | excess.ITEMS | fees.ITEMS),
    **other_replies.ITEMS,
}

_EXTENDED = {"type": "extension", "working_days": 15, "approved": "2026-10-28", "notified": "2026-10-29"}
_COPY = {"name": "东湖路道路拓宽项目建设用地规划许可证及其附图复印件", "pages": 12, "sha256": ""}

_FACTS: dict[str, dict[str, Any]] = {
    **(corrections.FACTS | date_changes.FACTS | excess.FACTS | fees.FACTS),
    "receipt": {"query_code": "7KQM-3XRT-9WHC", "query_url": "https://www.example.gov.cn/ysqgk"},
    "intake_receipt": {"query_url": "https://www.example.gov.cn/ysqgk"},
    "extension_notice": {
        "registration_number": "2026-QX-00187",
        "reason": "申请内容涉及多个年度的档案，需要逐卷调阅和作公开审查",
        "working_days": 15,
        "first_due": due(),
        "new_due": due(_EXTENDED),
        "approved_on": "2026-10-28",
    },
    "withdrawal_notice": {
        "registration_number": "2026-QX-00187",
        "withdrawn_on": "2026-10-15",
        "way": "书面",
    },
    **papers.FACTS,
    **office_papers.FACTS,
    **records.FACTS,
}
_ISSUED = {
    "receipt": "2026-09-28",
    "intake_receipt": "2026-09-28",
    "extension_notice": "2026-10-29",
    "withdrawal_notice": "2026-10-16",
    **(corrections.ISSUED | date_changes.ISSUED | excess.ISSUED | fees.ISSUED),
    **records.ISSUED,
}
_NUMBERS = {
    "receipt": "2026-QX-00187",
    "intake_receipt": "TY2026-QZ-00012",
    "extension_notice": "清自然资公开延〔2026〕12号",
    "withdrawal_notice": "清自然资公开撤〔2026〕3号",
    **(corrections.NUMBERS | date_changes.NUMBERS | excess.NUMBERS | fees.NUMBERS),
    **records.NUMBERS,
}


def example(kind: str) -> dict[str, Any]:
    """A valid context of this kind, as JSON values. Raises InvalidInput for an unknown kind."""
    row = letter_kind(kind)
    context: dict[str, Any] = {
        "agency": AGENCY,
        "number": _NUMBERS.get(kind, "清自然资公开复〔2026〕187号"),
        "issued_on": _ISSUED.get(kind, "2026-10-26"),
        "applicant": {"kind": "natural_person", "name": "王喆"},
        "received_on": RECEIVED,
        "channel": "web",
        "items": [ITEMS[row.outcomes[0]]] if row.is_reply else [{"text": ITEMS["provided"]["text"]}],
        "history": [],
        "provisional": False,
        "delivery": "post" if row.is_reply else None,
        "attachments": [],
        "facts": _FACTS.get(kind, {"registration_number": "2026-QX-00187"}),
    }
    context.update(_PARTICULARS.get(kind, {}))
    context.setdefault("due_on", due_after(context["history"], context["received_on"]))
    if kind in consultation_examples.KINDS:
        context.update(consultation_examples.particulars(kind))
    return deepcopy({key: value for key, value in context.items() if key != "applicant" or value is not None})


_PARTICULARS: dict[str, dict[str, Any]] = {
    **(corrections.PARTICULARS | date_changes.PARTICULARS | excess.PARTICULARS | fees.PARTICULARS),
    **records.PARTICULARS,
    "intake_receipt": {
        "agency": AGENCY | {"name": "清溪市人民政府", "letterhead": "清溪市人民政府", "kind": "government"},
        "due_on": None,
    },
    "reply_provided": {"attachments": [_COPY]},
    "reply_forbidden": {
        "agency": AGENCY
        | {
            "name": "国家税务总局清溪市东湖区税务局",
            "letterhead": "国家税务总局清溪市东湖区税务局",
            "kind": "vertical",
            "legal_respondent": "国家税务总局清溪市东湖区税务局",
            "reconsideration_body": "国家税务总局清溪市税务局",
        },
        "number": "清东税公开复〔2026〕9号",
    },
    "reply_partial": {
        "attachments": [
            {"name": "东湖路道路拓宽项目房屋征收补偿协议（区分处理后）", "pages": 9, "sha256": ""}
        ],
        "applicant": {"kind": "commercial_enterprise", "name": "清溪市东湖商贸有限公司"},
        "issued_on": "2026-11-18",
        "history": [
            {
                "type": "extension",
                "working_days": 15,
                "notified": "2026-10-29",
                "number": "清自然资公开延〔2026〕12号",
                "new_due": due(_EXTENDED),
            },
        ],
    },
    "reply_mixed": {
        "items": [ITEMS["already_public"], ITEMS["provided"], ITEMS["process"], ITEMS["not_existing"]],
        "attachments": [_COPY],
        "issued_on": "2026-11-02",
        "history": [
            {"type": "consultation", "kind": "other_agency", "sent": "2026-10-12", "answered": "2026-10-16"},
        ],
    },
    "reply_third_party": {
        "issued_on": "2026-11-06",
        "history": [
            {"type": "consultation", "kind": "third_party", "sent": "2026-10-12", "answered": "2026-10-20"},
        ],
    },
    "case_sheet": {"due_on": papers.SHEET_DUE.isoformat()},
    "search_record": {"items": [{"text": ITEMS["not_existing"]["text"]}]},
}
