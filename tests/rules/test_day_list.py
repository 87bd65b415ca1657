"""The day list of whole histories, written out: one letter a day."""

from typing import Any

import pytest

from requests_app.calendars import shipped_calendar
from requests_app.rules.clock import Day, derive, parse_history
from tests.rules.events import (
    consulted,
    corrected,
    delayed,
    extended,
    fee,
    history,
    notice,
    ordered,
    paid,
    replied,
)

LETTERS = {
    "receipt": "R", "counted": "c", "rest": ".", "paused": "p", "waiting": "w", "before_restart": "b",
    "due": "D", "after_due": "a", "provisional": "v",
}  # fmt: skip


def days_of(given: dict[str, Any]) -> tuple[Day, ...]:
    return derive(parse_history(given), shipped_calendar()).days


# Each group of seven begins on a Monday: 2 March 2026 is one.
DRAWN = [
    ("plain", history(), "Rcccc.. ccccc.. ccccc.. ccccc.. D"),
    ("late", history(replied("2026-04-02")), "Rcccc.. ccccc.. ccccc.. ccccc.. Daaa"),
    ("replied early: the list still shows the due date", history(replied("2026-03-03")),
     "Rcccc.. ccccc.. ccccc.. ccccc.. D"),
    ("paused: rest days in a pause rest", history(consulted("2026-03-05", "2026-03-06", "2026-03-10")),
     "Rcccp.. ppccc.. ccccc.. ccccc.. cccD"),
    ("waiting, asked about later", history(notice("2026-03-04"), today="2026-03-08"), "Rccwwww"),
    ("waiting, nobody asks: to the last event", history(notice("2026-03-04")), "Rcc"),
    ("corrected", history(notice("2026-03-04"), corrected("2026-03-09")),
     "Rbbwwww Rcccc.. ccccc.. ccccc.. ccccc.. .D"),
    ("paid", history(fee("2026-03-04", "2026-03-04"), paid("2026-03-06")), "RbbwR.. ccccc.. ccccc.. ccccc.. ccccD"),
    ("ordered", history(replied("2026-03-03"), ordered("2026-03-05", 3)), "RbbRc.. cD"),
    ("extended", history(extended(1, "2026-03-05")), "Rcccc.. ccccc.. ccccc.. ccccc.. cD"),
    ("delayed to a rest day", history(delayed("2026-04-04", "2026-03-05")),
     "Rcccc.. ccccc.. ccccc.. ccccc.. cccccD"),
    ("waiting again after a restart", history(notice("2026-03-03"), corrected("2026-03-05"),
     fee("2026-03-06"), today="2026-03-08"), "RbwRcww"),
    ("into a year without a notice", history(received="2026-12-28", regime="2008"),
     "Rccc... vvvvv.. vvvvv.. vD"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "drawn"), DRAWN, ids=[row[0] for row in DRAWN])
def test_drawn(name: str, given: dict[str, Any], drawn: str) -> None:
    assert "".join(LETTERS[day.klass] for day in days_of(given)) == drawn.replace(" ", "")


def test_each_day_names_its_reason_and_its_source() -> None:
    given = history(
        consulted("2026-04-01", "2026-04-01", "2026-04-03"), extended(20, "2026-03-30"), received="2026-03-26"
    )
    by_date = {str(day.date): day for day in days_of(given)}
    assert by_date["2026-03-26"].because == "收到申请之日，次日起算"
    assert by_date["2026-03-26"].basis.endswith("第三十一条")
    assert by_date["2026-03-30"].because == "第2个工作日；当日延长答复期限"
    assert by_date["2026-04-02"].because == "征求第三方意见期间（2026-04-01发出），不计入期限"
    assert by_date["2026-04-02"].basis.endswith("第三十三条第三款")
    assert by_date["2026-04-06"].because == "清明节"
    assert by_date["2026-04-06"].basis.startswith("chinesecalendar")
    assert by_date["2026-05-09"].because.startswith("第26个工作日（调休上班，依据：chinesecalendar")


ART_33, ART_35, ART_51 = "第三十三条第二款", "第三十五条", "第五十一条"
# Which article the numbered days rest on, with the number of the last that does.
GROUNDS = [
    ("plain", history(), [(ART_33, 20)]),
    ("extended", history(extended(5, "2026-03-05")), [(ART_33, 25)]),
    ("delayed", history(delayed("2025-08-01", "2025-06-10"), received="2025-06-03"), [(ART_33, 20), (ART_35, 43)]),
    ("extended, then delayed", history(extended(20, "2025-06-10"), delayed("2025-08-01", "2025-06-10"),
     received="2025-06-03"), [(ART_33, 40), (ART_35, 43)]),
    ("ordered", history(ordered("2026-02-14", 10), received="2026-01-05"), [(ART_51, 10)]),
    ("ordered, then extended", history(ordered("2026-03-05", 3), extended(2, "2026-03-06")),
     [(ART_51, 3), (ART_33, 5)]),
    ("ordered, then paid: the ordinary period again", history(ordered("2026-03-05", 30), fee("2026-03-06"),
     paid("2026-03-09")), [(ART_33, 20)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "expected"), GROUNDS, ids=[row[0] for row in GROUNDS])
def test_numbered_days_rest_on_what_gave_them(
    name: str, given: dict[str, Any], expected: list[tuple[str, int]]
) -> None:
    last: dict[str, int] = {}
    for day in days_of(given):
        if day.klass in ("counted", "due"):
            assert day.n is not None
            last[day.basis.partition("条例》")[2]] = day.n
    assert list(last.items()) == expected


def test_a_day_after_the_order_ran_out_rests_on_the_order() -> None:
    last = days_of(history(ordered("2026-03-05", 3), replied("2026-03-12")))[-1]
    assert (last.klass, last.basis.endswith(ART_51)) == ("after_due", True)


def test_a_delay_to_a_rest_day_is_due_by_art_35() -> None:
    due = days_of(history(delayed("2025-08-02", "2025-06-10"), received="2025-06-03"))[-1]
    assert (due.klass, due.basis.endswith(ART_35)) == ("due", True)


def test_under_the_old_rule_no_day_cites_the_rule_in_force() -> None:
    given = history(
        notice("2011-06-02"), corrected("2011-06-07"), consulted("2011-06-08", "2011-06-08", "2011-06-10"),
        extended(10, "2011-06-13"), fee("2011-06-14", "2011-06-14"), paid("2011-06-15"), replied("2011-09-01"),
        received="2011-06-01",
    )  # fmt: skip
    rests = {"rest"}
    bases = {day.basis for day in days_of(given) if day.klass not in rests}
    assert bases == {"《中华人民共和国政府信息公开条例》（国务院令第492号）第二十四条"}
