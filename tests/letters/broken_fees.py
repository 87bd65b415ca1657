"""Letters of the information processing fee that are broken in one thing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from requests_app.rules.fees import Schedule
from tests.letters.bench import TOLD_FEE, Bench, Spoil
from tests.letters.spoils import Break, cite, data, facts, item, know

NOTICE, LAPSE = "fee_notice", "not_handled_unpaid"


def fee(**changes: Any) -> Spoil:
    """Spoil what the file shows of the fee."""
    return lambda b: b.know(fees=tuple(replace(one, **changes) for one in b.facts.fees))


def told(**changes: Any) -> Spoil:
    """Spoil what the notice says."""
    return lambda b: b.data["facts"].update(changes)


def an_earlier_one(**changes: Any) -> Spoil:
    return lambda b: b.know(fees=(replace(TOLD_FEE, **changes), *b.facts.fees))


def another_answer_beside_it(b: Bench) -> None:
    b.items.append(
        {**b.item, "outcome": "not_ours", "reason": "不由本机关制作", "citations": [cite(36, item=5)]}
    )
    b.know(requests=(b.item["text"], b.item["text"]))


BROKEN_FEES = [
    Break("fee_excessive", "nobody found it excessive", NOTICE, know(excess=None)),
    Break(
        "fee_in_time",
        "after the handling period",
        NOTICE,
        lambda b: setattr(b, "on", date(2026, 11, 4)),
    ),
    Break("fee_in_time", "no period runs", NOTICE, lambda b: b.know(due_on=None)),
    Break("fee_one_schedule", "both schedules", NOTICE, an_earlier_one(schedule="per_quantity")),
    Break("fee_one_schedule", "a second one", NOTICE, an_earlier_one()),
    Break("fee_one_schedule", "both in one letter", NOTICE, told(schedule="按件和按量")),
    Break(
        "fee_one_schedule", "the standard of the other", NOTICE, told(standard=Schedule.PER_QUANTITY.standard)
    ),
    Break("fee_amount", "a sum that the schedule does not give", NOTICE, told(amount=900)),
    Break("fee_amount", "other words than figures", NOTICE, told(amount_words="玖佰元整")),
    Break("fee_amount", "another month", NOTICE, told(before=20)),
    Break("fee_amount", "a step too dear", NOTICE, lambda b: b.data["facts"]["steps"][1].update(rate=300)),
    Break("fee_amount", "another sum than decided", NOTICE, fee(amount=1_000)),
    Break("fee_amount", "nobody decided it", NOTICE, know(fees=())),
    Break(
        "elements_complete",
        "no way to pay",
        NOTICE,
        told(ways=[]),
    ),
    Break("fee_lapsed", "nobody was told to pay", LAPSE, know(fees=())),
    Break("fee_lapsed", "no proof of service", LAPSE, fee(served_on=None)),
    Break("fee_lapsed", "it was paid", LAPSE, fee(settled=True)),
    Break("fee_lapsed", "a payment is reported", LAPSE, fee(reported=True)),
    Break("fee_lapsed", "the period runs", LAPSE, lambda b: setattr(b, "on", date(2026, 11, 19))),
    Break("fee_lapsed", "another last day", LAPSE, facts(last_day="2026-11-18")),
    Break("fee_lapsed", "another notice", LAPSE, facts(notice_number="清自然资公开费〔2026〕2号")),
    Break("fee_lapsed", "another sum", LAPSE, facts(amount=900)),
    Break("fee_lapsed", "a part that is not told", LAPSE, fee(paid=100)),
    Break(
        "fee_whole",
        "one item is answered otherwise",
        LAPSE,
        another_answer_beside_it,
        also={"elements_complete", "right_agency"},
    ),
    Break("citations_fit", "the measures are not cited", LAPSE, item(citations=[cite(33)])),
    Break("dates", "a due date although none runs", LAPSE, data(due_on="2026-11-03")),
]
