"""Retention periods, archive numbers and the order of the papers in a file."""

import pytest

from requests_app.errors import InvalidInput
from requests_app.rules.retention import (
    BASIS,
    FILE_ORDER,
    RetentionPeriod,
    archive_number,
    keep_until_year,
    retention_period,
)

TEN, THIRTY, PERMANENT = RetentionPeriod.TEN_YEARS, RetentionPeriod.THIRTY_YEARS, RetentionPeriod.PERMANENT

PERIODS = [
    ("ordinary", {"disputed": False}, TEN),
    ("disputed", {"disputed": True}, THIRTY),
    ("own schedule", {"disputed": False, "ordinary": THIRTY}, THIRTY),
    ("a dispute never shortens", {"disputed": True, "ordinary": PERMANENT}, PERMANENT),
    ("own schedule for disputes", {"disputed": True, "when_disputed": PERMANENT}, PERMANENT),
]


@pytest.mark.parametrize(("name", "given", "period"), PERIODS, ids=[row[0] for row in PERIODS])
def test_retention_period(name, given, period):
    assert retention_period(**given) is period


@pytest.mark.parametrize(("period", "year"), [(TEN, 2036), (THIRTY, 2056), (PERMANENT, None)])
def test_last_year_of_keeping(period, year):
    assert keep_until_year(2026, period) == year


def test_labels_and_basis():
    assert [period.label for period in RetentionPeriod] == ["永久", "30年", "10年"]
    assert "国家档案局令第8号" in BASIS.cite()


def test_archive_number():
    assert archive_number("J001", "WS", 2026, TEN, "BGS", 1) == "J001-WS·2026-D10-BGS-0001"


BAD = [("", "WS", "BGS", 1), ("J-1", "WS", "BGS", 1), ("J1", "W·S", "BGS", 1), ("J1", "WS", "", 1)]


@pytest.mark.parametrize(
    ("fonds", "category", "unit", "piece"), [*BAD, ("J1", "WS", "B", 0), ("J1", "WS", "B", 10000)]
)
def test_archive_number_is_refused(fonds, category, unit, piece):
    with pytest.raises(InvalidInput):
        archive_number(fonds, category, 2026, TEN, unit, piece)


def test_order_of_the_file():
    assert [part.key for part in FILE_ORDER] == [
        "cover",
        "index",
        "application",
        "receipt",
        "registration_form",
        "correction",
        "consultation",
        "extension",
        "search_record",
        "approval",
        "reply",
        "copies",
        "proof_of_service",
        "fee",
        "dispute",
        "file_note",
    ]
