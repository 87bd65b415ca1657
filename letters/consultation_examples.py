"""Valid contexts for the letters of consultations. All names are invented."""

from typing import Any

_INFORMATION = "东湖路道路拓宽项目勘察设计合同（编号2024-053）"
_COMPANY = {"kind": "organisation", "name": "清溪市某某勘察设计有限公司"}
_NUMBERS = {
    "third_party_inquiry": "清自然资公开征〔2026〕6号",
    "consultation_notice": "清自然资公开征告〔2026〕9号",
    "co_maker_inquiry": "清自然资公开共〔2026〕2号",
    "agency_inquiry": "清自然资公开商〔2026〕4号",
    "assistance_request": "清自然资公开协〔2026〕11号",
    "third_party_disclosure_notice": "清自然资公开三告〔2026〕1号",
}
_ADDRESSEES = {
    "third_party_inquiry": _COMPANY,
    "co_maker_inquiry": {"kind": "organisation", "name": "清溪市交通运输局"},
    "agency_inquiry": {"kind": "organisation", "name": "清溪市公安局"},
    "assistance_request": {"kind": "organisation", "name": "规划科"},
    "third_party_disclosure_notice": _COMPANY,
}
_FACTS: dict[str, dict[str, Any]] = {
    "third_party_inquiry": {
        "why": "合同所附的技术方案和分项报价，贵单位投标时声明为商业秘密",
        "query_code": "7KQM-3XRT-9WHC-4FJN",
    },
    "consultation_notice": {"registration_number": "2026-QX-00187"},
    "co_maker_inquiry": {
        "question": "该文件由贵机关与本机关联合印发，请确认是否同意公开以及是否有不宜公开的部分"
    },
    "agency_inquiry": {
        "question": "文件引用了贵机关提供的道路交通事故统计，请确认该部分数据是否准确、能否公开",
        "asked_for": "2026-10-26",
    },
    "assistance_request": {
        "registration_number": "2026-QX-00187",
        "question": "检索2024年1月至2026年9月有关上述项目的规划审批档案，并写明检索的范围和结果",
        "asked_for": "2026-10-16",
    },
    "third_party_disclosure_notice": {
        "inquiry_number": "清自然资公开征〔2026〕6号",
        "sent": "2026-10-12",
        "answered": "2026-10-20",
        "ground": "不公开上述信息可能对公共利益造成重大影响",
        "reason": "合同涉及桥梁结构安全的检测数据，关系沿线居民的人身安全",
    },
}
KINDS = frozenset(_NUMBERS)


def particulars(kind: str) -> dict[str, Any]:
    """What distinguishes the example of this kind from the common one; None: it must not be there."""
    changes: dict[str, Any] = {
        "number": _NUMBERS[kind],
        "issued_on": "2026-10-27" if kind == "third_party_disclosure_notice" else "2026-10-12",
        "facts": _FACTS[kind],
    }
    if kind in _ADDRESSEES:
        changes |= {"applicant": None, "received_on": None, "channel": None}
        changes |= {"addressee": _ADDRESSEES[kind], "items": [{"text": _INFORMATION}]}
    else:
        changes |= {"history": [{"type": "consultation", "kind": "third_party", "sent": "2026-10-12"}]}
    return changes
