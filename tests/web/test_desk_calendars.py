"""工作日历: read by heads and administrators, loaded by the keeper after a look at every case that moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app import dates
from requests_app.calendars import load_calendar
from requests_app.models import CalendarVersion, DateChangeState, DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.services.calendars import load_year
from tests.people import Office, again, case_in_handling, government, office, other_office
from tests.services.test_date_change import ADMIN, FILE, notice
from tests.web.desk_client import at_desk, send, text_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/calendars/"
TODAY = date(2026, 12, 10)


@pytest.fixture
def here() -> Iterator[Office]:
    with dates.as_of(TODAY):
        yield office()


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    return case_in_handling(here)


def keeper() -> Client:
    return at_desk(government().member(Role.AGENCY_ADMIN))


def upload(client: Client, content: bytes = FILE) -> str:
    answer = client.post(PAGE, {"file": SimpleUploadedFile("2027.csv", content, content_type="text/csv")})
    return text_of(answer)


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def confirm(client: Client, page: str) -> str:
    data = {"confirmed": "1", "content": hidden(page, "content"), "seen": hidden(page, "seen")}
    return text_of(client.post(PAGE, data, follow=True))


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OFFICE_HEAD, 200), (Role.AGENCY_ADMIN, 200), (Role.HANDLER, 403), (Role.LEGAL_REVIEWER, 403)],
)
def test_who_reads_the_page(here: Office, role: Role, status: int) -> None:
    answer = at_desk(here.member(role)).get(PAGE)
    assert answer.status_code == status
    assert "查看载入的影响" not in text_of(answer)


def test_only_the_keeper_loads(here: Office, case: DisclosureRequest) -> None:
    for role in (Role.OFFICE_HEAD, Role.AGENCY_ADMIN):
        answer = at_desk(here.member(role)).post(PAGE, {"file": SimpleUploadedFile("a.csv", FILE)})
        assert answer.status_code == 403
    assert CalendarVersion.objects.count() == 0


def test_first_the_list_then_the_confirmation(here: Office, case: DisclosureRequest) -> None:
    client = keeper()
    page = upload(client)
    assert str(case.number) in page
    assert "2027年1月8日（周五）（暂定）" in page
    assert "2027年1月11日（周一）" in page
    assert "2027年1月4日由工作日变为休息日（元旦）" in page
    assert "王契" not in page
    assert CalendarVersion.objects.count() == 0
    done = confirm(client, page)
    assert "2027 年工作日历已经生效：1 件到期日变更" in done
    assert again(case).due_on == date(2027, 1, 11)
    assert load_calendar().is_loaded(2027)
    assert "与现行版本相同" in upload(client)


def test_of_two_keepers_the_second_looks_again(here: Office, case: DisclosureRequest) -> None:
    client = keeper()
    page = upload(client)
    load_year(actor=ADMIN, year=notice(5))
    answer = confirm(client, page)
    assert "已经有人载入了工作日历" in answer
    assert "确认载入" in answer
    assert CalendarVersion.objects.count() == 1


def test_a_bad_file_names_its_lines_and_loads_nothing(here: Office) -> None:
    page = upload(keeper(), FILE + b"2027-02-30,holiday,a,b,\n2027-01-05,rest,a,b,\n")
    assert "第 4 行" in page
    assert "第 5 行" in page
    assert "没有载入任何内容" in page
    assert CalendarVersion.objects.count() == 0


def test_a_tampered_form_loads_nothing(here: Office) -> None:
    answer = keeper().post(PAGE, {"confirmed": "1", "content": "%%", "seen": "0"})
    assert answer.status_code == 422
    assert CalendarVersion.objects.count() == 0


def test_heads_and_administrators_are_told_that_a_notice_is_missing(here: Office) -> None:
    words = "还没有载入 2027 年的节假日安排"
    assert words in text_of(at_desk(here.head).get("/desk/"))
    assert words not in text_of(at_desk(here.handler).get("/desk/"))
    with dates.as_of(date(2026, 10, 31)):
        assert words not in text_of(at_desk(here.head).get("/desk/"))
    load_year(actor=ADMIN, year=notice())
    assert words not in text_of(at_desk(here.head).get("/desk/"))


def test_the_handler_tells_the_moved_date(here: Office, case: DisclosureRequest) -> None:
    load_year(actor=ADMIN, year=notice(4))
    client = at_desk(here.handler)
    page = text_of(client.get(f"/desk/cases/{case.pk}/date-change/"))
    assert "到期日由 2027年1月8日（周五）（暂定）变为 2027年1月11日（周一）。" in page
    empty = send(client, "desk:date_change", case, decision="waive", reason="")
    assert empty.status_code == 422
    assert "请写明不另行告知的理由" in text_of(empty)
    send(client, "desk:date_change", case, decision="tell", reason="")
    assert case.date_changes.get().state == DateChangeState.ORDERED
    assert "办理送达" in text_of(client.get(f"/desk/cases/{case.pk}/date-change/"))


def test_the_page_of_a_moved_date_is_for_officers_of_the_agency(
    here: Office, case: DisclosureRequest
) -> None:
    load_year(actor=ADMIN, year=notice(4))
    url = f"/desk/cases/{case.pk}/date-change/"
    assert at_desk(here.legal).get(url).status_code == 403
    assert at_desk(other_office().handler).get(url).status_code == 404
    assert send(at_desk(here.handler), "desk:date_change", case, decision="x").status_code == 422


def test_who_comes_too_late_reads_that_it_is_done(here: Office, case: DisclosureRequest) -> None:
    page = text_of(at_desk(here.handler).get(f"/desk/cases/{case.pk}/date-change/"))
    assert "没有需要告知的期限变更" in page
