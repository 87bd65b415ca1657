"""`doctor`: one line for each thing, with the mend; exit 1 only if something is wrong."""

import ctypes
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from letters.seal import demo_seal
from project import diagnosis
from project.demo_authority import prepare
from project.diagnosis import Finding, Grade
from requests_app.file_types import Upload
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.services.letter_style import dress_letters, style_of
from tests.people import counter_case, join, office

TODAY = date(2026, 6, 1)


def findings(examination: diagnosis.Examination, today: date = TODAY) -> list[tuple[Grade, str]]:
    return [(finding.grade, finding.mend) for finding in examination(today)]


def test_a_missing_library_is_a_fault_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ctypes.CDLL

    def without_subset(name: str) -> ctypes.CDLL:
        if "harfbuzz-subset" in name:
            raise OSError(name)
        return real(name)

    monkeypatch.setattr(diagnosis.ctypes, "CDLL", without_subset)
    faults = [mend for grade, mend in findings(diagnosis.system_libraries) if grade is Grade.FAULT]
    assert len(faults) == 1
    assert "libharfbuzz-subset0" in faults[0]


CALENDARS = [
    # name, loaded years, today, expected grades
    ("this year loaded, October", {2026}, date(2026, 10, 31), [Grade.GOOD]),
    ("next year missing from 1 November", {2026}, date(2026, 11, 1), [Grade.GOOD, Grade.WARNING]),
    ("both loaded in December", {2026, 2027}, date(2026, 12, 31), [Grade.GOOD]),
    ("this year missing", {2026}, date(2027, 1, 1), [Grade.FAULT]),
    ("both missing in December", {2025}, date(2026, 12, 1), [Grade.FAULT, Grade.WARNING]),
]


@pytest.mark.parametrize(("name", "years", "today", "expected"), CALENDARS, ids=[row[0] for row in CALENDARS])
def test_the_calendar_is_watched(
    name: str, years: set[int], today: date, expected: list[Grade], monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = SimpleNamespace(is_loaded=lambda year: year in years)
    monkeypatch.setattr(diagnosis, "load_calendar", lambda: calendar)
    assert [grade for grade, _mend in findings(diagnosis.calendar, today)] == expected


@pytest.mark.parametrize(("left", "grade"), [([], Grade.GOOD), (["cases/2026/06/a.pdf"], Grade.WARNING)])
def test_files_that_belong_to_no_case_are_counted(
    monkeypatch: pytest.MonkeyPatch, left: list[str], grade: Grade
) -> None:
    monkeypatch.setattr(diagnosis.files, "unreferenced", lambda before: iter(left))
    assert [one for one, _mend in findings(diagnosis.stored_files)] == [grade]


def test_a_full_disk_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis.shutil, "disk_usage", lambda path: SimpleNamespace(free=10**8))
    assert [grade for grade, _mend in findings(diagnosis.disk)] == [Grade.FAULT]


@pytest.mark.django_db
def test_a_task_that_left_its_state_is_a_fault() -> None:
    case = counter_case(office())
    assert [grade for grade, _mend in findings(diagnosis.flows)] == [Grade.GOOD]
    DisclosureRequest.objects.filter(pk=case.pk).update(state=RequestState.ISSUED)
    assert [grade for grade, _mend in findings(diagnosis.flows)] == [Grade.FAULT]


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_good() -> None:
    assert [grade for grade, _mend in findings(diagnosis.database)] == [Grade.GOOD]


def test_the_embedded_broker_answers() -> None:
    assert [grade for grade, _mend in findings(diagnosis.broker)] == [Grade.GOOD]


def breaks(today: date) -> Iterator[Finding]:
    raise RuntimeError("坏了")
    yield


def good(today: date) -> Iterator[Finding]:
    yield Finding(Grade.GOOD, "好")


def warns(today: date) -> Iterator[Finding]:
    yield Finding(Grade.WARNING, "旧", "换新")


def run_doctor(
    monkeypatch: pytest.MonkeyPatch, *examinations: diagnosis.Examination
) -> tuple[int, list[str]]:
    table = {str(number): (examination, "修") for number, examination in enumerate(examinations)}
    monkeypatch.setattr(diagnosis, "EXAMINATIONS", table)
    output = StringIO()
    try:
        call_command("doctor", stdout=output)
    except SystemExit as end:
        return int(end.code or 0), output.getvalue().splitlines()
    return 0, output.getvalue().splitlines()


def test_a_broken_examination_is_a_fault_and_the_next_one_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    status, lines = run_doctor(monkeypatch, breaks, good)
    assert status == 1
    assert lines == ["[缺陷] 0：RuntimeError：坏了 → 修", "[正常] 好"]


def test_a_warning_alone_is_not_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    status, lines = run_doctor(monkeypatch, good, warns)
    assert status == 0
    assert lines[-1] == "[注意] 旧 → 换新"


@pytest.mark.django_db
def test_an_office_in_which_nobody_may_review_is_warned_of() -> None:
    where = office()
    assert findings(diagnosis.offices) == [(Grade.GOOD, "")]
    join(where.agency, Role.HANDLER, "zhaojing", "赵静")
    said = [str(finding) for finding in diagnosis.offices(date(2026, 6, 1))]
    assert len(said) == 1
    assert "法制审核人（赵静（zhaojing））都兼任受理或者承办" in said[0]
    where.signatory.user.memberships.all().delete()
    assert any("没有签发人" in str(finding) for finding in diagnosis.offices(date(2026, 6, 1)))


@pytest.mark.django_db
def test_seals_and_signatures_of_every_agency_are_looked_at(settings: Any, tmp_path: Path) -> None:
    where = office()
    settings.SIGNING_DIR = tmp_path
    assert "没有印章图片" in str(next(diagnosis.seals(TODAY)))
    admin = where.member(Role.AGENCY_ADMIN)
    picture = Upload("seal.png", demo_seal("局"))
    dress_letters(actor=admin, style=style_of(where.agency), seal=picture)
    assert findings(diagnosis.seals) == [(Grade.GOOD, "")]
    (unsigned,) = diagnosis.signing(TODAY)
    assert (unsigned.grade, f"{where.agency.code}.p12" in unsigned.mend) == (Grade.WARNING, True)
    prepare(tmp_path, [(where.agency.code, "别的机关")], timezone.now())
    told = [str(finding) for finding in diagnosis.signing(TODAY)]
    assert ("证书的名称（别的机关）不是" in told[0], "仅供演示" in told[1]) == (True, True)
    settings.SIGNER = ""
    assert "没有电子签名" in str(next(diagnosis.signing(TODAY)))


@pytest.mark.parametrize(
    ("address", "grade"), [("https://www.example.gov.cn", Grade.GOOD), ("", Grade.WARNING)]
)
def test_the_address_of_the_code_is_looked_at(settings: Any, address: str, grade: Grade) -> None:
    settings.PUBLIC_URL = address
    assert [one for one, _mend in findings(diagnosis.public_address)] == [grade]
