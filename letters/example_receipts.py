"""Examples of the receipts, of an agency and of a platform, kept apart for length; the same invented people."""

from typing import Any

_URL = "https://www.example.gov.cn/ysqgk"

FACTS: dict[str, dict[str, Any]] = {
    "receipt": {"query_code": "7KQM-3XRT-9WHC", "query_url": _URL},
    "intake_receipt": {"query_url": _URL},
}
ISSUED = {"receipt": "2026-09-28", "intake_receipt": "2026-09-28"}
NUMBERS = {"receipt": "2026-QX-00187", "intake_receipt": "TY2026-QZ-00012"}
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
