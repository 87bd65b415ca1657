"""No example may show a date that the clock does not give."""

from __future__ import annotations

from datetime import date

import pytest

from letters.catalogue import CATALOGUE
from letters.context import parse_context
from letters.example_clock import due, due_after, due_if_rest
from letters.examples import example
from letters.render import letter_text, render_html

# Kinds whose due date comes from something that their history does not tell.
OTHERWISE = {
    "case_sheet": "2026-11-04",
    "changed_date_notice": "2026-11-02",
    "delay_notice": "2026-12-15",
    "not_handled_unpaid": None,
    "intake_receipt": None,
    "record_corrected": None,
    "forwarded": None,
    "record_not_corrected": None,
}
WRONG = ("2026年11月3日", "2026年11月24日", "2026年11月11日")


@pytest.mark.parametrize("kind", CATALOGUE)
def test_the_due_date_is_that_of_the_clock(kind: str) -> None:
    shown = example(kind)
    expected = (
        OTHERWISE[kind]
        if kind in OTHERWISE
        else due_after(shown["history"], shown.get("received_on") or "2026-09-28")
    )
    assert shown.get("due_on") == expected
    text = letter_text(render_html(kind, parse_context(kind, shown)))
    assert not [day for day in WRONG if day in text]


@pytest.mark.parametrize("kind", [kind for kind in CATALOGUE if kind.startswith("reply_")])
def test_no_example_replies_late(kind: str) -> None:
    shown = example(kind)
    assert date.fromisoformat(shown["issued_on"]) <= date.fromisoformat(shown["due_on"])


def test_the_dates_a_person_counts_on_the_calendar_of_2026() -> None:
    extended = {"type": "extension", "working_days": 15, "approved": "2026-10-28", "notified": "2026-10-29"}
    assert (due(), due(extended), due(received="2026-09-24")) == ("2026-10-30", "2026-11-20", "2026-10-29")
    assert due_if_rest("2026-10-10") == "2026-11-02"
    facts = example("extension_notice")["facts"]
    assert (facts["first_due"], facts["new_due"]) == ("2026-10-30", "2026-11-20")
    assert example("reply_third_party")["due_on"] == "2026-11-09"


def test_the_sheet_counts_no_working_day_of_the_consultation() -> None:
    facts = example("case_sheet")["facts"]
    paused = [row["date"] for row in facts["days"] if row["class"] == "paused"]
    assert paused == ["2026-10-10", "2026-10-12", "2026-10-13"]
    assert facts["days"][-1]["n"] == 13
    assert "答复期限届满：2026年11月4日（周三）" in letter_text(
        render_html("case_sheet", parse_context("case_sheet", example("case_sheet")))
    )
