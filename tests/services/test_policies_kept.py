"""计算口径: chosen by the administrator, frozen with the cases registered from then on, and with no others."""

from __future__ import annotations

from datetime import date

import pytest

from project.diagnosis import readings
from requests_app import dates
from requests_app.actors import System
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency, AuditEntry
from requests_app.rules.policies import Policies
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.expected import expected_dates
from requests_app.selectors.policies import chosen_by
from requests_app.services import importing
from requests_app.services.importing import ImportedCase
from requests_app.services.policies import choose_policies
from tests.people import Office, again, counter_case, office, other_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


def choose(here: Office, **choices: bool | int) -> None:
    choose_policies(actor=here.member(Role.AGENCY_ADMIN), choices={**Policies().as_json(), **choices})
    here.agency.refresh_from_db()


def test_a_choice_holds_for_what_is_registered_from_then_on(here: Office) -> None:
    earlier = counter_case(here)
    choose(here, silent_agency_warned_after=7, sending_day_counts=False)
    later, elsewhere = counter_case(here), counter_case(other_office())
    chosen = Policies(silent_agency_warned_after=7, sending_day_counts=False)
    assert Policies.from_json(again(later).policies) == chosen
    assert Policies.from_json(again(earlier).policies) == Policies.from_json(elsewhere.policies) == Policies()
    assert expected_dates("counter", dates.today(), here.agency).policies == chosen


def test_what_is_taken_over_from_before_is_read_as_chosen(here: Office) -> None:
    choose(here, sending_day_counts=False)
    record = ImportedCase(
        number="2025-QX-00007",
        channel="post",
        received_on=date(2025, 3, 3),
        regime="2019",
        state=RequestState.IN_HANDLING,
        applicant_kind="natural_person",
        applicant_name="王契",
        items=[("东湖片区控规", "")],
        events=[],
    )
    case = importing.import_case(actor=System("导入"), agency=here.agency, record=record)
    assert Policies.from_json(case.policies) == Policies(sending_day_counts=False)


def test_it_is_on_record_with_before_and_after_and_once(here: Office) -> None:
    choose(here, silent_agency_warned_after=7)
    choose(here, silent_agency_warned_after=7)
    entry = AuditEntry.objects.get(action="policies_chosen")
    key = "silent_agency_warned_after"
    assert (entry.data["before"], entry.data["after"]) == ({key: 15}, {key: 7})
    assert "其他机关多少个工作日未回复时提醒" in entry.message


@pytest.mark.parametrize("role", [Role.OFFICE_HEAD, Role.DESK_OFFICER, Role.LEGAL_REVIEWER])
def test_only_the_administrator_chooses(here: Office, role: Role) -> None:
    with pytest.raises(AccessRefused):
        choose_policies(actor=here.member(role), choices={})
    assert chosen_by(Agency.objects.get(pk=here.agency.pk)) == Policies()


def test_what_is_not_offered_is_refused_and_other_settings_stay(here: Office) -> None:
    with pytest.raises(InvalidInput):
        choose(here, payment_calendar_days=31)
    Agency.objects.filter(pk=here.agency.pk).update(settings={"ways_to_pay": ["柜台"]})
    choose(here, late_correction_restarts=True)
    assert here.agency.settings["ways_to_pay"] == ["柜台"]


def test_a_setting_that_cannot_be_read_is_found_and_mended(here: Office) -> None:
    assert [str(found.grade.value) for found in readings(dates.today())] == ["正常"]
    Agency.objects.filter(pk=here.agency.pk).update(settings={"policies": {"moon_phase": True}})
    (found,) = readings(dates.today())
    assert found.grade.value == "缺陷"
    assert here.agency.name in found.what
    choose(here)
    assert [str(one.grade.value) for one in readings(dates.today())] == ["正常"]
