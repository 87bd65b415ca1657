"""Who asked for the same before: the same applicant, others, nobody; bounded, and with a constant number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import TimeMachineFixture

from requests_app.models import Applicant, DisclosureRequest
from requests_app.rules.states import RequestState
from requests_app.selectors import repeats
from requests_app.selectors.repeats import Found, asking_as_entered, asking_of, earlier_requests
from requests_app.services import closing, delivery
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from tests.people import Office, again, counter_case, natural_person, office, other_office
from tests.services.stages import PDF, issued

pytestmark = pytest.mark.django_db
TEXT = "清溪市东湖片区控制性详细规划（2025年修订）及其批复文件"
SOMEBODY_ELSE = natural_person("赵乙", "11010119900307002X")


@pytest.fixture
def here() -> Office:
    return office()


def found(where: Office, case: DisclosureRequest) -> Found:
    return earlier_requests(where.desk, asking_of(again(case)))


def entered(where: Office, *texts: str, name: str = "王契", number: str = "110101199003070011") -> Found:
    asking = asking_as_entered(where.agency.pk, texts, [(name, number)], date(2026, 5, 6))
    return earlier_requests(where.desk, asking)


def test_the_same_applicant_is_found_before_anything_is_registered(here: Office) -> None:
    first = counter_case(here, TEXT)
    hits = entered(here, "东湖路竣工图", "清溪市东湖片区 控制性详细规划(2025年修订)及其批复文件").own
    assert [(one.ordinal, one.case, one.item, one.same_applicant) for one in hits] == [(2, first, 1, True)]
    assert hits[0].standing.code == "pending"
    assert hits[0].letter is None


def test_the_first_reply_is_named_with_its_service(here: Office, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2026-03-02 10:00:00+08:00")
    letter = issued(here)
    proof = Upload("回证.pdf", PDF)
    delivery.confirm_delivery(
        actor=here.desk,
        case_id=letter.request_id,
        letter_id=letter.pk,
        service=Service("hand", date(2026, 3, 2), "王契", proof=proof),
    )
    time_machine.move_to("2026-03-05 10:00:00+08:00")
    hit = found(here, counter_case(here)).own[0]
    assert (hit.letter, hit.served.served_on, hit.outcome) == (letter, date(2026, 3, 2), "已主动公开")
    assert hit.served.proof is not None
    assert hit.answers


NOBODY = [
    # name, what is entered now
    ("another year", {"text": TEXT.replace("2025", "2024")}),
    ("nothing entered", {"text": ""}),
    ("something else", {"text": "东湖路道路拓宽项目建设用地规划许可证"}),
]


@pytest.mark.parametrize(("name", "now"), NOBODY, ids=[row[0] for row in NOBODY])
def test_nothing_is_found(here: Office, name: str, now: dict[str, str]) -> None:
    counter_case(here, TEXT)
    assert not entered(here, now["text"])


def test_others_are_similar_and_never_a_repeat(here: Office) -> None:
    first = counter_case(here, TEXT, applicants=(SOMEBODY_ELSE,))
    hits = entered(here, TEXT)
    assert hits.own == ()
    assert [(one.case, one.answers) for one in hits.others] == [(first, False)]


def test_without_a_number_the_name_decides_and_somebody_must_look(here: Office) -> None:
    first = counter_case(here, TEXT)
    Applicant.objects.filter(request=first).update(identity_fingerprint="")
    assert [one.same_applicant for one in entered(here, TEXT).own] == [None]
    assert entered(here, TEXT, name="钱丁").own == ()


def test_one_of_two_applicants_is_not_both(here: Office) -> None:
    counter_case(here, TEXT)
    both = [("王契", "110101199003070011"), ("赵乙", "11010119900307002X")]
    asking = asking_as_entered(here.agency.pk, [TEXT], both, date(2026, 5, 6))
    assert earlier_requests(here.desk, asking).own == ()


def test_a_voided_entry_and_the_case_itself_are_no_earlier_ones(here: Office) -> None:
    first = counter_case(here, TEXT)
    closing.void(actor=here.head, case_id=first.pk, reason="重复录入")
    assert again(first).state == RequestState.VOIDED
    second = counter_case(here, TEXT)
    assert not found(here, second)


def test_what_came_later_is_no_earlier_one(here: Office) -> None:
    first, second = counter_case(here, TEXT), counter_case(here, TEXT)
    assert found(here, first).own == ()
    assert [one.case for one in found(here, second).own] == [first]


def test_another_agency_sees_nothing(here: Office) -> None:
    case = counter_case(here, TEXT)
    counter_case(here, TEXT)
    elsewhere = other_office()
    assert not earlier_requests(elsewhere.desk, asking_of(case))
    assert not entered(elsewhere, TEXT)


def test_the_number_of_queries_does_not_grow(here: Office) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            entered(here, TEXT)
        return len(counted)

    counter_case(here, TEXT)
    few = queries()
    for number in range(4):
        counter_case(here, TEXT, applicants=(SOMEBODY_ELSE,) if number % 2 else (natural_person(),))
    assert queries() == few
    assert few <= 8


def test_a_long_register_is_not_read_to_its_end(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    old_own = counter_case(here, TEXT)
    old_other = counter_case(here, TEXT, applicants=(SOMEBODY_ELSE,))
    for number in range(3):
        counter_case(here, f"甲区第{number}号道路竣工图", applicants=(SOMEBODY_ELSE,))
    monkeypatch.setattr(repeats, "RECENT", 3)
    hits = entered(here, TEXT)
    assert [one.case for one in hits.own] == [old_own]  # the applicant's own are always found
    assert hits.others == ()
    monkeypatch.setattr(repeats, "RECENT", 4)
    assert [one.case for one in entered(here, TEXT).others] == [old_other]


def test_only_the_last_few_are_shown(here: Office) -> None:
    cases = [counter_case(here, TEXT) for _ in range(repeats.SHOWN + 2)]
    assert [one.case for one in entered(here, TEXT).own] == cases[: -repeats.SHOWN - 1 : -1]
