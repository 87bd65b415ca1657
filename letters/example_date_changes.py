"""The example of the notice of a moved due date."""

from typing import Any

from letters.example_clock import due, due_if_rest

_BECAME_REST = "2026-10-10"
FACTS: dict[str, dict[str, Any]] = {
    "changed_date_notice": {
        "registration_number": "2026-QX-00187",
        "old_due": due(),
        "new_due": due_if_rest(_BECAME_REST),
        "why": "因2026年节假日安排（来源：清溪市演示用放假安排）载入",
        "old_mark": "暂定",
        "days": ["2026年10月10日由工作日变为休息日（国庆节）"],
    }
}
PARTICULARS: dict[str, dict[str, Any]] = {"changed_date_notice": {"due_on": due_if_rest(_BECAME_REST)}}
ISSUED = {"changed_date_notice": "2026-10-09"}
NUMBERS = {"changed_date_notice": "清自然资公开期〔2026〕2号"}
