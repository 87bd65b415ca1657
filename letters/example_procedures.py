"""Examples of receipts, extension and withdrawal notices, kept apart for length; the same invented people."""

from typing import Any

_URL = "https://www.example.gov.cn/ysqgk"

FACTS: dict[str, dict[str, Any]] = {
    "receipt": {"query_code": "7KQM-3XRT-9WHC", "query_url": _URL},
    "intake_receipt": {"query_url": _URL},
    "extension_notice": {
        "registration_number": "2026-QX-00187",
        "reason": "申请内容涉及多个年度的档案，需要逐卷调阅和作公开审查",
        "working_days": 15,
        "first_due": "2026-11-03",
        "new_due": "2026-11-24",
        "approved_on": "2026-10-28",
    },
    "withdrawal_notice": {
        "registration_number": "2026-QX-00187",
        "withdrawn_on": "2026-10-15",
        "way": "书面",
    },
}
ISSUED = {
    "receipt": "2026-09-28",
    "intake_receipt": "2026-09-28",
    "extension_notice": "2026-10-29",
    "withdrawal_notice": "2026-10-16",
}
NUMBERS = {
    "receipt": "2026-QX-00187",
    "intake_receipt": "TY2026-QZ-00012",
    "extension_notice": "清自然资公开延〔2026〕12号",
    "withdrawal_notice": "清自然资公开撤〔2026〕3号",
}
PARTICULARS: dict[str, dict[str, Any]] = {
    "intake_receipt": {
        "agency": {
            "name": "清溪市人民政府",
            "letterhead": "清溪市人民政府",
            "kind": "government",
            "address": "清溪市东湖区文昌路1号",
            "phone": "0999-5550100",
        },
        "due_on": None,
    }
}
