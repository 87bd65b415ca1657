"""Cases in bulk: what the services would have left is there, and nothing is written among real cases."""

from __future__ import annotations

from datetime import date
from io import StringIO
from random import Random

import pytest
import time_machine
from django.core.management import CommandError, call_command

from project.made_cases import Wanted, make
from project.made_cases.plans import Plan, Planner, day_of
from requests_app import audit
from requests_app.calendars import shipped_calendar
from requests_app.models import Agency, Applicant, Consultation, DisclosureRequest, NumberCounter
from requests_app.rules.clock import derive, parse_history
from requests_app.rules.identity import id_number_problem
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.derived_dates import DERIVED
from requests_app.services import clock
from tests.people import counter_case, office
from workflows.consistency import check_flows

TODAY = date(2026, 3, 18)
CALENDAR = shipped_calendar()
HARMLESS = {"agency_silent", "consultation_open"}


def plans(closed: int, open_: int, seed: int = 1) -> list[Plan]:
    return list(Planner(CALENDAR, TODAY, Random(seed), years=10).plans(closed=closed, open_=open_))


def test_the_same_seed_tells_the_same_cases() -> None:
    assert plans(40, 40) == plans(40, 40)
    assert plans(40, 40) != plans(40, 40, seed=2)


def test_what_is_told_is_possible_and_lawful_but_for_the_late_replies() -> None:
    found, late = plans(600, 600), 0
    assert [plan.arrived_on for plan in found] == sorted(plan.arrived_on for plan in found)
    for plan in found:
        assert (plan.closed_on is None) == (plan.state in OPEN)
        assert all(day_of(event) <= TODAY for event in plan.events)
        if plan.received_on is None:
            continue
        history = {
            "received": plan.received_on.isoformat(),
            "channel": plan.channel,
            "today": TODAY.isoformat(),
            "events": list(plan.events),
        }
        derivation = derive(parse_history(history), CALENDAR)
        late += plan.replied_on is not None and derivation.in_time is False
        assert {warning.code for warning in derivation.warnings} <= HARMLESS, plan
        assert (derivation.waiting_for is not None) == (
            plan.state in {RequestState.AWAITING_CORRECTION, RequestState.AWAITING_PAYMENT}
        ) or plan.state not in OPEN
    assert 0 < late < 30
    assert {plan.state for plan in found} >= OPEN - {
        RequestState.IN_APPROVAL,
        RequestState.APPROVED,
        RequestState.ISSUED,
    }


@pytest.fixture
def made(db: None) -> None:
    with time_machine.travel("2026-03-18T09:00+08:00", tick=False):
        for seed, wanted in ((1, (150, 3)), (2, (150, 150))):
            cases, open_ = wanted
            list(make(Wanted(cases, agencies=3, open=open_, years=10, seed=seed, today=TODAY)))


def test_made_cases_hold_together(made: None) -> None:
    assert DisclosureRequest.objects.filter(state__in=OPEN).count() == 153
    for case in DisclosureRequest.objects.prefetch_related("clock_events"):
        stored = [getattr(case, name) for name in DERIVED]
        clock.refresh(case, TODAY)
        assert [getattr(case, name) for name in DERIVED] == stored, case
    assert audit.verify() == []
    assert check_flows() == []
    for counter in NumberCounter.objects.all():
        numbers = DisclosureRequest.objects.filter(
            agency=counter.agency, number__startswith=f"{counter.year}-"
        )
        sequences = sorted(
            int(number.rsplit("-", 1)[1]) for number in numbers.values_list("number", flat=True)
        )
        assert sequences == list(range(1, counter.last + 1))
    cards = Applicant.objects.filter(identity_kind="id_card")
    assert all(card.identity_number.startswith("999999") for card in cards)
    assert not any(id_number_problem(card.identity_number, TODAY) for card in cards)
    assert all(asked.items.exists() for asked in Consultation.objects.all())
    assert DisclosureRequest.objects.filter(moves_on__isnull=False).exists()


def test_no_case_is_made_among_real_ones(db: None) -> None:
    counter_case(office())
    agencies = Agency.objects.count()
    with pytest.raises(CommandError, match="已有不是批量生成的案件"):
        call_command("make_cases", "5")
    assert (DisclosureRequest.objects.count(), Agency.objects.count()) == (1, agencies)
    call_command("make_cases", "5", "--beside-real-cases", "--today", "2026-03-18", stdout=StringIO())
    assert DisclosureRequest.objects.count() == 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["0"], "案件数"), (["5", "--agencies", "0"], "机关数"), (["5", "--years", "99"], "年数")],
)
def test_a_wish_without_sense_is_refused(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("make_cases", *arguments)


def test_one_in_fifty_is_open_unless_all_are_wanted(db: None) -> None:
    out = StringIO()
    call_command("make_cases", "100", "--today", "2026-03-18", stdout=out)
    assert DisclosureRequest.objects.filter(state__in=OPEN).count() == 2
    call_command("make_cases", "10", "--all-open", "--today", "2026-03-18", stdout=out)
    assert DisclosureRequest.objects.filter(state__in=OPEN).count() == 12
    assert "已生成 10 件" in out.getvalue()
