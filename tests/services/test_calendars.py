"""Calendars as rows: the newest version of a year counts, earlier ones are kept, without a database the shipped."""

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from requests_app import calendars, dates
from requests_app.actors import System
from requests_app.calendars import SHIPPED_SOURCE, load_calendar, shipped_years
from requests_app.errors import AccessRefused, InvalidInput, StaleForm
from requests_app.models import AuditEntry, CalendarDay, CalendarVersion
from requests_app.rules.calendar_file import read_calendar_file
from requests_app.rules.roles import Role
from requests_app.rules.working_days import CalendarYear
from requests_app.selectors.calendars import newest_version
from requests_app.services import calendars as service
from tests.people import _agency, again, counter_case, government, office

ADMIN = System("测试")
HEADER = "date,kind,name,source,source_date"
LINES = [
    "2027-01-01,holiday,元旦,测试通知,2026-11-05",
    "2027-01-02,holiday,元旦,测试通知,2026-11-05",
    "2027-01-03,workday,元旦,测试通知,2026-11-05",
    "2027-01-04,holiday,元旦,测试通知,2026-11-05",
]


def file_of(*lines: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *lines, "")).encode()


def year_of(*off: date, source: str = "测试通知") -> CalendarYear:
    return CalendarYear(off[0].year, dict.fromkeys(off, "测试"), {}, source)


def test_without_rows_the_shipped_years_count(db: None) -> None:
    assert load_calendar().explain(date(2026, 10, 1)).source == SHIPPED_SOURCE
    assert not load_calendar().is_loaded(2027)


def test_seeding_keeps_the_same_days_and_is_done_once(db: None) -> None:
    before = load_calendar()
    assert service.seed(actor=ADMIN) == [year.year for year in shipped_years()]
    after = load_calendar()
    assert after is not before
    assert [after.facts(year) for year in range(2004, 2027)] == [
        before.facts(year) for year in range(2004, 2027)
    ]
    rows = CalendarVersion.objects.count(), CalendarDay.objects.count(), AuditEntry.objects.count()
    assert service.seed(actor=ADMIN) == []
    assert rows == (CalendarVersion.objects.count(), CalendarDay.objects.count(), AuditEntry.objects.count())


def test_the_newest_version_counts_and_the_earlier_is_kept(db: None) -> None:
    service.seed(actor=ADMIN)
    load_calendar()
    service.load_year(actor=ADMIN, year=year_of(date(2026, 3, 2), source="第一版"))
    service.load_year(actor=ADMIN, year=year_of(date(2026, 3, 3), source="第二版"))
    assert load_calendar().is_working_day(date(2026, 3, 2))
    assert load_calendar().explain(date(2026, 3, 3)).source == "第二版"
    assert load_calendar().explain(date(2025, 10, 1)).source == SHIPPED_SOURCE
    kept = CalendarVersion.objects.filter(year=2026).order_by("pk").values_list("source", flat=True)
    assert list(kept) == [SHIPPED_SOURCE, "第一版", "第二版"]


def test_loading_is_audited_on_its_own_chain_and_only_the_keeper_may(db: None) -> None:
    version = service.load_year(actor=ADMIN, year=year_of(date(2027, 1, 1))).version
    assert version is not None
    entry = AuditEntry.objects.get(chain="calendar")
    assert (entry.action, entry.data["version"], entry.data["year"]) == ("calendar_loaded", version.pk, 2027)
    here = office()
    for member in (here.head, here.member(Role.AGENCY_ADMIN), government().member(Role.SUPERVISOR)):
        with pytest.raises(AccessRefused):
            service.load_year(actor=member, year=year_of(date(2027, 1, 4)))
    assert CalendarVersion.objects.count() == 1
    keeper = government().member(Role.AGENCY_ADMIN)
    loaded = service.load_year(actor=keeper, year=year_of(date(2027, 1, 4))).version
    assert loaded is not None
    assert loaded.loaded_by == keeper.user


def test_where_several_agencies_stand_at_the_head_only_a_command_loads(db: None) -> None:
    keeper = government().member(Role.AGENCY_ADMIN)
    _agency("QX0009", "某某海关", None, prefix="QH", mark="关")
    with pytest.raises(AccessRefused):
        service.load_year(actor=keeper, year=year_of(date(2027, 1, 4)))


def test_what_changes_nothing_is_not_kept_again_and_an_older_version_can_come_back(db: None) -> None:
    first, second = year_of(date(2027, 1, 4), source="第一版"), year_of(date(2027, 1, 5), source="第二版")
    for year in (first, first, second, second, first):
        service.load_year(actor=ADMIN, year=year)
    kept = CalendarVersion.objects.order_by("pk").values_list("source", flat=True)
    assert list(kept) == ["第一版", "第二版", "第一版"]
    assert not load_calendar().is_working_day(date(2027, 1, 4))


def test_of_two_who_look_at_once_the_second_is_stale(db: None) -> None:
    keeper = government().member(Role.AGENCY_ADMIN)
    seen = newest_version(keeper)
    service.load_year(actor=keeper, year=year_of(date(2027, 1, 4)), seen=seen)
    with pytest.raises(StaleForm):
        service.load_year(actor=keeper, year=year_of(date(2027, 1, 5)), seen=seen)
    assert CalendarVersion.objects.count() == 1


def test_a_provisional_date_becomes_certain_with_the_notice(db: None) -> None:
    with dates.as_of(date(2026, 12, 10)):
        case = counter_case(office())
        assert (case.due_on, case.provisional) == (date(2027, 1, 8), True)
        service.load_year(actor=ADMIN, year=read_calendar_file(file_of(*LINES)))
        moved = again(case)
    # 3 January, a Sunday, is worked; 1 and 4 January are off: the same number of working days until the 8th.
    assert (moved.due_on, moved.provisional) == (date(2027, 1, 8), False)
    # The date is the same: what somebody has on the screen stays good.
    assert moved.version == case.version


def test_a_year_loaded_by_another_process_counts_a_second_later(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(calendars.time, "monotonic", lambda: now[0])
    assert not load_calendar().is_loaded(2027)
    CalendarVersion.objects.create(year=2027, source="另一进程")
    now[0] += 0.5
    assert not load_calendar().is_loaded(2027)
    now[0] += 0.6
    assert load_calendar().is_loaded(2027)


def test_one_small_query_a_second_at_most(db: None, django_assert_num_queries) -> None:
    load_calendar()
    with django_assert_num_queries(0):
        load_calendar()


def test_without_a_database_the_shipped_years_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/db.sqlite3")
    assert load_calendar() is calendars.shipped_calendar()
    assert not Path("/nowhere").exists()


def test_a_database_that_fails_gives_no_other_date(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    load_calendar()
    monkeypatch.setattr(calendars, "_newest", fail)
    calendars.forget()
    with pytest.raises(OperationalError):  # inside a transaction
        load_calendar()


def test_the_command_loads_the_file_and_names_what_it_lacks(db: None, tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_bytes(file_of(*LINES))
    out, err = io.StringIO(), io.StringIO()
    call_command("load_calendar", str(path), stdout=out, stderr=err)
    assert "2027 年工作日历：放假 3 天，调休上班 1 天，来源：测试通知" in out.getvalue()
    assert "2027-10-01（国庆节）" in err.getvalue()
    assert load_calendar().is_working_day(date(2027, 1, 3))
    assert not load_calendar().is_working_day(date(2027, 1, 4))
    version = CalendarVersion.objects.get()
    assert (version.source, version.source_date) == ("测试通知", date(2026, 11, 5))


def test_office_programs_write_gb18030_and_a_byte_order_mark() -> None:
    text = file_of(*LINES).decode()
    assert read_calendar_file(text.encode("gb18030")) == read_calendar_file(text.encode("utf-8-sig"))


BAD = [
    # name, file, line named in the sentence
    ("no header", file_of(header=LINES[0]), 1),
    ("empty", b"", 1),
    ("no such date", file_of(LINES[0], "2027-02-30,holiday,春节,测试通知,2026-11-05"), 3),
    ("other spelling of a date", file_of("2027/1/1,holiday,元旦,测试通知,"), 2),
    ("unknown kind", file_of("2027-01-01,rest,元旦,测试通知,2026-11-05"), 2),
    ("a name is missing", file_of("2027-01-01,holiday,,测试通知,2026-11-05"), 2),
    ("the source is missing", file_of("2027-01-01,holiday,元旦,,2026-11-05"), 2),
    ("bad date of the source", file_of("2027-01-01,holiday,元旦,测试通知,去年"), 2),
    ("a column is missing", file_of("2027-01-01,holiday,元旦,测试通知"), 2),
    ("two years", file_of(LINES[0], "2028-01-01,holiday,元旦,测试通知,2026-11-05"), 3),
    ("two sources", file_of(LINES[0], "2027-01-02,holiday,元旦,别的通知,2026-11-05"), 3),
    ("a day twice", file_of(LINES[0], "2027-01-01,workday,元旦,测试通知,2026-11-05"), 3),
    ("a working day is made a working day", file_of("2027-01-04,workday,元旦,测试通知,2026-11-05"), 2),
    ("beyond what can be reckoned", file_of("2200-01-01,holiday,元旦,测试通知,2026-11-05"), 2),
    ("an open quotation", file_of('2027-01-01,"holiday,元旦'), 2),
]


@pytest.mark.parametrize(("name", "content", "line"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_file_is_refused_with_its_line(name: str, content: bytes, line: int) -> None:
    with pytest.raises(InvalidInput, match=rf"^第 {line} 行：.*没有载入任何内容。$"):
        read_calendar_file(content)


def test_every_bad_line_is_named() -> None:
    content = file_of(
        LINES[0], "2027-02-30,holiday,春节,测试通知,2026-11-05", "2027-01-05,rest,元旦,测试通知,2026-11-05"
    )
    with pytest.raises(InvalidInput, match=r"^第 3 行：.*第 4 行：.*没有载入任何内容。$"):
        read_calendar_file(content)
    many = file_of(*["2027-13-01,holiday,元旦,测试通知,"] * 30)
    with pytest.raises(InvalidInput, match="另有 10 行有误"):
        read_calendar_file(many)


def test_a_header_alone_and_a_binary_file_are_refused() -> None:
    for content in (file_of(), b"\xff\xff\xff\x00"):
        with pytest.raises(InvalidInput):
            read_calendar_file(content)


def test_of_a_bad_file_nothing_is_loaded(db: None, tmp_path: Path) -> None:
    path = tmp_path / "2027.csv"
    path.write_bytes(file_of(*LINES, "2027-13-01,holiday,元旦,测试通知,2026-11-05"))
    with pytest.raises(CommandError, match="第 6 行"):
        call_command("load_calendar", str(path))
    with pytest.raises(CommandError, match="不能读取"):
        call_command("load_calendar", str(tmp_path / "none.csv"))
    assert CalendarVersion.objects.count() == 0
    assert AuditEntry.objects.count() == 0
