"""Examples of the letters of the information processing fee, kept apart for length; the same invented people."""

from typing import Any

from letters.example_clock import due
from requests_app.rules import fees as rule
from requests_app.rules.legal_basis import FEE_MEASURES
from requests_app.rules.policies import Policies

_TEXT = "2016年至2025年东湖片区全部建设工程规划许可证及其附图"
_NUMBER = "清自然资公开费〔2026〕1号"

ITEMS: dict[str, dict[str, Any]] = {
    "not_paid": {
        "text": _TEXT,
        "outcome": "not_paid",
        "citations": [{"instrument": FEE_MEASURES, "article": None, "paragraph": None, "item": None}],
        "reason": "",
        "facts": {
            "notice_number": _NUMBER,
            "notice_on": "2026-10-20",
            "served_on": "2026-10-20",
            "last_day": "2026-11-19",
            "amount": 800,
        },
    },
}

FACTS: dict[str, dict[str, Any]] = {
    "fee_notice": {
        "registration_number": "2026-QX-00187",
        "counted": "2025年10月20日至2026年10月19日，共向本机关提出申请61件，其中内容近似的40件",
        "ground": rule.GROUND.cite(),
        "schedule": "按件",
        "unit": "件",
        "standard": rule.Schedule.PER_PIECE.standard,
        "month": "2026年9月",
        "before": 28,
        "count": 5,
        "steps": [
            {"first": 29, "last": 30, "count": 2, "rate": 100, "sum": 200},
            {"first": 31, "last": 33, "count": 3, "rate": 200, "sum": 600},
        ],
        "amount": 800,
        "amount_words": "捌佰元整",
        "ways": [
            "到清溪市东湖路18号政务服务大厅12号窗口缴纳",
            "转账至户名“清溪市财政局非税收入专户”，账号1100000000000187，附言注明受理编号",
        ],
        "route": "邮寄",
        "period": rule.payment_period(Policies()),
        "last_day": "2026-11-19",
    },
    "fee_cancelled_notice": {
        "registration_number": "2026-QX-00187",
        "notice_number": _NUMBER,
        "notice_on": "2026-10-20",
        "amount": 800,
        "reason": "计件时多计了两件",
        "paid": 200,
        "new_due": due(),
    },
}

NUMBERS = {
    "fee_notice": _NUMBER,
    "fee_cancelled_notice": "清自然资公开费〔2026〕2号",
    "not_handled_unpaid": "清自然资公开告〔2026〕3号",
}

ISSUED = {
    "fee_notice": "2026-10-20",
    "fee_cancelled_notice": "2026-10-26",
    "not_handled_unpaid": "2026-11-23",
}

PARTICULARS: dict[str, dict[str, Any]] = {
    "fee_notice": {"items": [{"text": _TEXT}]},
    "fee_cancelled_notice": {"items": [{"text": _TEXT}]},
    "not_handled_unpaid": {
        "history": [{"type": "fee_notice", "on": "2026-10-20", "number": _NUMBER}],
        "due_on": None,
    },
}
