"""The bench command: its output, and the goals that no busy machine can hide (counts; the times are for `bench`)."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from project.benchmarks.measure import Row, as_json, as_table, at_least, at_most, exactly

KEYS = {"what", "value", "unit", "yardstick", "ratio", "goal", "met"}


def test_calendar_is_told_as_json() -> None:
    out = StringIO()
    try:
        call_command("bench", "calendar", stdout=out)
    except SystemExit as left:
        assert left.code == 1
    told = json.loads(out.getvalue())
    assert told.keys() == {"name", "machine", "rows"}
    assert [set(row) for row in told["rows"]] == [KEYS] * len(told["rows"])
    met = {(row["what"], row["yardstick"]): row["met"] for row in told["rows"]}
    assert met["days of 2011–2026 on which holidays disagrees", ""] is True
    assert met["add 20 working days", "holidays"] is True


@pytest.mark.parametrize(
    ("row", "ratio", "met"),
    [
        (at_most("a", 6.0, "ns", "b", 2.0, 3), 3.0, True),
        (at_most("a", 6.1, "ns", "b", 2.0, 3), 3.05, False),
        (at_least("a", 2.0, "ns", "b", 40.0, 20), 20.0, True),
        (at_least("a", 2.0, "ns", "b", 39.0, 20), 19.5, False),
        (exactly("a", 0, "days", 0), None, True),
        (exactly("a", 1, "days", 0), None, False),
    ],
)
def test_a_goal_is_met_or_not(row: Row, ratio: float | None, met: bool) -> None:
    assert (row.ratio, row.met) == (ratio, met)


def test_a_table_names_what_is_not_met() -> None:
    rows = [exactly("lost", 1, "rows", 0)]
    assert as_table(rows) == "lost: 1 rows    (goal = 0)  NOT MET"
    assert as_json("x", rows)["rows"][0]["met"] is False


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(Exception, match="calendar"):
        call_command("bench", "nothing")
