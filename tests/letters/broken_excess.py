"""Letters of Art. 35 that are broken in one thing, and a refusal to handle that the file does not bear out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from letters.excess_file import ExcessFact
from tests.letters.bench import Spoil
from tests.letters.spoils import Break, cite, facts, item, know

REFUSAL, ASKED, DELAYED = "reply_excessive", "reasons_request", "delay_notice"


def file(**changes: Any) -> Spoil:
    """Spoil what the file shows."""
    return lambda b: b.know(excess=replace(b.facts.excess, **changes))


def delay(**changes: Any) -> Spoil:
    """Spoil the delayed reply as it was decided."""
    return lambda b: b.know(excess=replace(b.facts.excess, delay=replace(b.facts.excess.delay, **changes)))


def told(**changes: Any) -> Spoil:
    """Spoil what the letter says."""
    return lambda b: b.data["facts"].update(changes)


BROKEN_EXCESS = [
    Break(
        "excess_counted",
        "nobody found anything",
        REFUSAL,
        know(excess=ExcessFact()),
        also={"excess_asked", "excess_judged"},
    ),
    Break("excess_counted", "the finding has no reasons", REFUSAL, file(why="")),
    Break("excess_counted", "other numbers", REFUSAL, lambda b: b.item["facts"]["counts"].pop()),
    Break("excess_asked", "nobody was asked", REFUSAL, file(told_on=None, told={})),
    Break("excess_asked", "no proof of service", REFUSAL, file(served_on=None)),
    Break("excess_asked", "another day", REFUSAL, facts(told_on="2026-10-10")),
    Break("excess_asked", "other reasons", REFUSAL, facts(reasons="没有原因")),
    Break("excess_judged", "nobody judged", REFUSAL, file(not_handled=False)),
    Break("excess_judged", "judged without words", REFUSAL, file(judged="")),
    Break("excess_judged", "silence although reasons came", REFUSAL, file(silent=True)),
    Break(
        "excess_judged",
        "silence while the period runs",
        REFUSAL,
        file(silent=True, given=False, last_day=date(2026, 10, 26)),
    ),
    Break("citations_fit", "Art. 35 is not cited", REFUSAL, item(citations=[cite(33)])),
    Break("reasons_request_grounded", "no finding", ASKED, file(counts=(), why="")),
    Break("reasons_request_grounded", "other numbers", ASKED, lambda b: b.data["facts"]["counts"].pop()),
    Break("reasons_request_grounded", "another day than decided", ASKED, told(reply_by="2026-10-15")),
    Break("reasons_request_grounded", "the day is over", ASKED, lambda b: setattr(b, "on", date(2026, 10, 16))),
    Break("delay_in_first_period", "not granted", DELAYED, delay(granted=False)),
    Break("delay_in_first_period", "told too late", DELAYED, lambda b: setattr(b, "on", date(2026, 10, 31))),
    Break("delay_in_first_period", "another day than granted", DELAYED, told(until="2026-12-16")),
    Break(
        "delay_in_first_period",
        "no later than the first due date",
        DELAYED,
        lambda b: (told(until="2026-10-30")(b), delay(until=date(2026, 10, 30))(b)),
    ),
]  # fmt: skip
