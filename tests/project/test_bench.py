"""The bench command: its output, and the goals that no busy machine can hide (counts; the times are for `bench`)."""

from __future__ import annotations

import itertools
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from project.benchmarks import letters, sweep
from project.benchmarks.measure import Row, as_json, as_table, at_least, at_most, exactly
from requests_app.models import DisclosureRequest
from requests_app.selectors.derived_dates import DERIVED
from requests_app.services import clock, moving_dates

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


def test_a_sweep_reads_no_whole_table_and_a_repeat_writes_nothing(db: None) -> None:
    sweep.prepare(60)
    few = {row.what: row for row in sweep.counts()}
    sweep.prepare(240)
    many = {row.what: row for row in sweep.counts()}
    assert [row.met for row in many.values() if row.goal] == [True, True]
    statements = "statements of the first sweep of a day"
    assert many[statements].value == few[statements].value


def test_the_sweep_leaves_the_dates_that_follow_from_the_record(db: None) -> None:
    sweep.prepare(150)
    assert moving_dates.refresh_moving(sweep.TODAY) > 5
    for case in DisclosureRequest.objects.prefetch_related("clock_events"):
        stored = [getattr(case, name) for name in DERIVED]
        clock.refresh(case, sweep.TODAY)
        assert [getattr(case, name) for name in DERIVED] == stored, case


def test_letters_are_told_and_come_out_alike() -> None:
    met = {(row.what, row.yardstick): row.met for row in letters.run(repeat=1)}
    assert met["letters that come out otherwise a second time", ""] is True
    assert {yardstick for _, yardstick in met} >= {
        "naive WeasyPrint",
        "shape, subset and deflate of its text",
    }
    first, second = itertools.islice(letters.different_letters(), 2)
    assert first.applicant != second.applicant


def test_a_plan_that_reads_every_case_is_seen(db: None) -> None:
    read = 'SELECT "number" FROM "requests_app_disclosurerequest" WHERE "note" = \'\''
    found = 'SELECT "number" FROM "requests_app_disclosurerequest" WHERE "id" = 1'
    assert sweep.full_scans([read, found, "UPDATE x"]) == [read]


def test_what_writes_gets_a_place_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(
        "project.benchmarks.own_place.run_apart", lambda words: asked.append(list(words)) or 7
    )
    with pytest.raises(SystemExit) as left:
        call_command("bench", "sweep", "--cases", "50", "--table")
    assert (left.value.code, asked) == (7, [["sweep", "--cases", "50", "--table"]])


@pytest.mark.parametrize("words", [["calendar", "--cases", "5"], ["sweep", "--cases", "0"]])
def test_a_number_of_cases_without_sense_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandError, match="--cases"):
        call_command("bench", *words)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(Exception, match="calendar"):
        call_command("bench", "nothing")
