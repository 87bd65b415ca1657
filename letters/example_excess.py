"""Examples of the letters of Art. 35, kept apart for length; the same invented people."""

from typing import Any

from letters.example_clock import due
from requests_app.rules.legal_basis import REGULATION

COUNTS = [
    {"first": "2026-09-09", "last": "2026-10-08", "applications": 26, "items": 41},
    {"first": "2026-09-01", "last": "2026-09-30", "applications": 24, "items": 38},
    {"first": "2025-10-09", "last": "2026-10-08", "applications": 63, "items": 92},
]
WHY = "三十日内就同一项目的会议安排、用车记录、办公用品领用等提出二十余件申请，内容相近，多数此前已经答复"
_WHAT = "请说明逐日、逐份申请上述材料的原因，以及与此前已经答复的申请有什么不同"
_REASONS = "想看看你们每天都在做什么，没有别的原因"

ITEMS: dict[str, dict[str, Any]] = {
    "excessive": {
        "text": "东湖路道路拓宽项目指挥部2026年9月28日的办公用品领用登记",
        "outcome": "excessive",
        "citations": [{"instrument": REGULATION, "article": 35, "paragraph": None, "item": None}],
        "reason": "申请人没有说明需要这些材料的具体情况，相同内容此前已经多次答复，逐日反复申请没有合理的需要",
        "facts": {
            "counts": COUNTS,
            "letter_number": "清自然资公开理〔2026〕2号",
            "told_on": "2026-10-09",
            "reply_by": "2026-10-16",
            "reasons_on": "2026-10-14",
            "reasons": _REASONS,
        },
    },
}

FACTS: dict[str, dict[str, Any]] = {
    "reasons_request": {
        "registration_number": "2026-QX-00187",
        "counts": COUNTS,
        "why": WHY,
        "what": _WHAT,
        "reply_by": "2026-10-16",
    },
    "excess_record": {
        "registration_number": "2026-QX-00187",
        "counted": [
            {"applicant": "王喆", "period": period, "similar": 12, **counts}
            for period, counts in zip(("近一个月", "收到本件的自然月", "近十二个月"), COUNTS, strict=True)
        ],
        "why": WHY,
        "found_by": "王强",
        "found_on": "2026-10-08",
        "what": _WHAT,
        "told_on": "2026-10-09",
        "reply_by": "2026-10-16",
        "reasons": _REASONS,
        "reasons_on": "2026-10-14",
        "judgement": "理由不合理，不予处理",
        "judged_why": ITEMS["excessive"]["reason"],
        "judged_by": "王强",
        "judged_on": "2026-10-15",
    },
    "delay_notice": {
        "registration_number": "2026-QX-00187",
        "told_on": "2026-10-09",
        "reasons_on": "2026-10-14",
        "why": "申请涉及历年四百余份案卷，须逐件检索、审查，三名工作人员在规定期限内不能完成",
        "first_due": due(),
        "until": "2026-12-15",
        "approved_on": "2026-10-20",
    },
}
NUMBERS = {
    "reasons_request": "清自然资公开理〔2026〕2号",
    "delay_notice": "清自然资公开迟〔2026〕1号",
}
ISSUED = {"reasons_request": "2026-10-09", "delay_notice": "2026-10-20"}
PARTICULARS: dict[str, dict[str, Any]] = {
    "reasons_request": {"items": [{"text": ITEMS["excessive"]["text"]}]},
    "excess_record": {"items": [{"text": ITEMS["excessive"]["text"]}]},
    "delay_notice": {
        "items": [{"text": "东湖路道路拓宽项目2016年至2026年全部征收案卷的目录"}],
        "due_on": "2026-12-15",
    },
}
