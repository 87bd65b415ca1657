"""Letters of the correction that are broken in one thing, and replies that claim a correction that never was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.letters.bench import NOTICE, Bench, Spoil
from tests.letters.spoils import Break, cite, data, facts, item, know

LAPSE = "not_handled_uncorrected"


def correction(**changes: Any) -> Spoil:
    """Spoil what the file shows of the correction."""
    return lambda b: b.know(corrections=tuple(replace(one, **changes) for one in b.facts.corrections))


def told(**changes: Any) -> Spoil:
    """Spoil what the notice says."""
    return lambda b: b.data["facts"].update(changes)


def point(**changes: Any) -> Spoil:
    """Spoil the first thing to correct."""
    return lambda b: b.data["facts"]["points"][0].update(changes)


def an_earlier_one(b: Bench) -> None:
    b.know(corrections=(NOTICE, *b.facts.corrections))


def another_answer_beside_it(b: Bench) -> None:
    b.items.append(
        {**b.item, "outcome": "not_ours", "reason": "不由本机关制作", "citations": [cite(36, item=5)]}
    )
    b.know(requests=(b.item["text"], b.item["text"]))


BROKEN_CORRECTIONS = [
    Break(
        "correction_in_time",
        "issued after the seventh working day",
        "correction_notice",
        lambda b: setattr(b, "on", date(2026, 10, 15)),
    ),
    Break("correction_in_time", "a second one", "correction_notice", an_earlier_one),
    Break(
        "correction_scope",
        "nothing is asked",
        "correction_notice",
        told(points=[]),
        also={"elements_complete"},
    ),
    Break("correction_scope", "another provision", "correction_notice", point(basis=cite(30))),
    Break("correction_scope", "the purpose", "correction_notice", point(needed="请说明申请信息的用途")),
    Break(
        "correction_scope", "the purpose as guidance", "correction_notice", told(guidance="请写明使用目的")
    ),
    Break("correction_period", "another day than decided", "correction_notice", told(reply_by="2026-10-28")),
    Break(
        "correction_period",
        "a period that is over",
        "correction_notice",
        lambda b: (told(reply_by="2026-09-30")(b), correction(reply_by=date(2026, 9, 30))(b)),
    ),
    Break("corrected_before", "nobody was asked to correct", "reply_unclear", know(corrections=())),
    Break("corrected_before", "no correction came", "reply_unclear", correction(received_on=None)),
    Break("correction_lapsed", "nobody was asked to correct", LAPSE, know(corrections=())),
    Break("correction_lapsed", "no proof of service", LAPSE, correction(served_on=None)),
    Break("correction_lapsed", "a correction came", LAPSE, correction(received_on=date(2026, 10, 20))),
    Break("correction_lapsed", "the period runs", LAPSE, lambda b: setattr(b, "on", date(2026, 10, 29))),
    Break("correction_lapsed", "another day of service", LAPSE, facts(served_on="2026-10-08")),
    Break("correction_lapsed", "another notice", LAPSE, facts(notice_number="清自然资公开补〔2026〕7号")),
    Break("correction_good_reason", "nobody asked why", LAPSE, facts(good_reason_considered=" ")),
    Break(
        "correction_whole",
        "one item is answered otherwise",
        LAPSE,
        another_answer_beside_it,
        also={"elements_complete", "right_agency"},
    ),
    Break("citations_fit", "Art. 30 is not cited", LAPSE, item(citations=[cite(33)])),
    Break(
        "dates",
        "a due date although none runs",
        LAPSE,
        data(due_on="2026-11-03"),
    ),
]
