"""Examples of the letters of the correction (Art. 30), kept apart for length; the same invented people."""

from typing import Any

from requests_app.rules.legal_basis import REGULATION

_UNCLEAR_TEXT = "东湖路道路拓宽项目的全部材料"


def _cite(article: int, paragraph: int | None = None, item: int | None = None) -> dict[str, Any]:
    return {"instrument": REGULATION, "article": article, "paragraph": paragraph, "item": item}


ITEMS: dict[str, dict[str, Any]] = {
    "unclear": {
        "text": "东湖路道路拓宽项目的审批材料以及有关材料",
        "outcome": "unclear",
        "citations": [_cite(30)],
        "reason": "补正后的申请没有写明所需材料的名称、文号或者形成时间，“有关材料”不能指向特定的政府信息",
        "facts": {},
    },
    "not_corrected": {
        "text": _UNCLEAR_TEXT,
        "outcome": "not_corrected",
        "citations": [_cite(30)],
        "reason": "",
        "facts": {
            "notice_number": "清自然资公开补〔2026〕6号",
            "notice_on": "2026-09-30",
            "served_on": "2026-10-09",
            "reply_by": "2026-10-29",
        },
    },
}

FACTS: dict[str, dict[str, Any]] = {
    "correction_notice": {
        "registration_number": "2026-QX-00187",
        "points": [
            {
                "about": "申请内容",
                "part": "政府信息的名称、文号或者其他特征性描述",
                "basis": _cite(29, 2, 2),
                "unclear": "“全部材料”范围不明，不能确定您需要哪些政府信息",
                "needed": "请写明所需材料的名称、文号，或者形成的时间、制作的机关等便于查找的特征",
            }
        ],
        "guidance": "该项目的审批文件主要有建设用地规划许可证和建设工程规划许可证，您可以据此选择",
        "reply_by": "2026-10-29",
    },
}

NUMBERS = {
    "correction_notice": "清自然资公开补〔2026〕6号",
    "not_handled_uncorrected": "清自然资公开告〔2026〕2号",
}

ISSUED = {"correction_notice": "2026-09-30", "not_handled_uncorrected": "2026-11-02"}

_TOLD = {"type": "correction_notice", "on": "2026-09-30", "number": NUMBERS["correction_notice"]}

PARTICULARS: dict[str, dict[str, Any]] = {
    "correction_notice": {"items": [{"text": _UNCLEAR_TEXT}]},
    "reply_unclear": {
        "history": [_TOLD, {"type": "correction_received", "on": "2026-10-12", "changed": 1}],
    },
    "not_handled_uncorrected": {"history": [_TOLD]},
}
