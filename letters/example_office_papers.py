"""Examples of the papers of the office; the same invented people."""

from datetime import date
from typing import Any

from letters.example_clock import due
from requests_app.pictures.date_words import full
from requests_app.rules.delivery import POSTAL_ENTERPRISE

_TO = {"name": "王喆", "person": "是", "address": "清溪市东湖区杏林街12号3单元502室", "postcode": "000000"}


def _due(received: str) -> str:
    return full(date.fromisoformat(due(received=received)))


FACTS: dict[str, dict[str, Any]] = {
    "register_page": {
        "first": "2026-09-01",
        "last": "2026-09-30",
        "printed_on": "2026-10-27",
        "rows": [
            {
                "number": "2026-QX-00186",
                "received_on": "2026-09-24",
                "channel": "当面",
                "applicant": "清溪市东湖商贸有限公司",
                "content": "东湖路道路拓宽项目房屋征收补偿协议",
                "due": _due("2026-09-24"),
                "handler": "周承办",
                "state": "办理中",
            },
            {
                "number": "2026-QX-00187",
                "received_on": "2026-09-28",
                "channel": "网上",
                "applicant": "王喆",
                "content": "东湖路道路拓宽项目建设用地规划许可证及其附图",
                "due": _due("2026-09-28"),
                "handler": "周承办",
                "replied_on": "2026-10-26",
                "reply_number": "清自然资公开复〔2026〕187号",
                "outcome": "予以公开",
                "served_on": "2026-10-29",
                "state": "已送达",
            },
        ],
    },
    "envelope": {**_TO, "from_postcode": "000000"},
    "waybill": {
        **_TO,
        "phone": "0999-5551101",
        "from_postcode": "000000",
        "carrier": POSTAL_ENTERPRISE,
        "content": "政府信息公开申请答复书",
        "content_number": "清自然资公开复〔2026〕187号",
        "pages": 2,
        "mail_number": "1099555010187",
    },
}
