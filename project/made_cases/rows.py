"""Plans as rows: whole batches of cases with what belongs to them, each table in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from typing import Any

from project.made_cases.offices import Office
from project.made_cases.people import Applicants, item_text
from project.made_cases.plans import Event, Plan, day_of
from project.made_cases.tasks import add_tasks
from requests_app import audit, dates
from requests_app.actors import System
from requests_app.bulk import insert
from requests_app.calendars import load_calendar
from requests_app.models import (
    ClockEvent,
    Consultation,
    ConsultationState,
    Correction,
    CorrectionState,
    DisclosureRequest,
    Extension,
    ExtensionState,
    NumberCounter,
    RequestItem,
)
from requests_app.rules.numbering import request_number
from requests_app.rules.policies import Policies
from requests_app.rules.receipt import regime_on
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.clock import EventRow, derivation_from
from requests_app.selectors.derived_dates import DERIVED, DerivedDates, derived_dates
from requests_app.services import numbers

_TWO_ITEMS = 0.15
_PATIENCE = 40
"""Working days for which an agency is asked to answer: longer than any made case is old."""
_WITHOUT_HANDLER = frozenset(
    {RequestState.RECEIVED, RequestState.UNDER_REVIEW, RequestState.TRANSFERRED, RequestState.VOIDED}
)


@dataclass(frozen=True)
class Made:
    """One case with its plan and its office; saved once its batch is."""

    plan: Plan
    office: Office
    case: DisclosureRequest


class Writer:
    """Writes batches. Numbers go on where those of the agency stand."""

    def __init__(self, offices: Sequence[Office], chance: Random, today: date, actor: System) -> None:
        self._offices, self._chance, self._today, self._actor = offices, chance, today, actor
        self._applicants = Applicants(chance)
        self._readings = Policies()
        self._frozen = self._readings.as_json()
        self._last = {
            (row.agency_id, row.year): row.last
            for row in NumberCounter.objects.filter(
                kind="request", agency__in=[one.agency for one in offices]
            )
        }

    def write(self, plans: Sequence[Plan]) -> None:
        """Write one batch; a part of a transaction."""
        made = [self._case(plan) for plan in plans]
        DisclosureRequest.objects.bulk_create([one.case for one in made])
        self._items(made)
        consultations = self._consultations([one for one in made if one.case.state in OPEN])
        self._events(made, consultations)
        self._decisions([one for one in made if one.case.state in OPEN])
        add_tasks([one.case for one in made], consultations.values())
        audit.open_chains(
            [
                audit.Opening(one.case.pk, "made", "批量生成的样例", {"state": str(one.case.state)})
                for one in made
            ],
            actor=self._actor,
        )
        given = {(one.office.agency, one.case.received_on.year) for one in made if one.case.received_on}
        for agency, year in given:
            numbers.move_past(agency, "request", year, self._last[agency.pk, year])

    def _case(self, plan: Plan) -> Made:
        # Large agencies get more of them.
        office = self._offices[int(len(self._offices) * self._chance.random() ** 1.5)]
        received = plan.received_on
        case = DisclosureRequest(
            agency=office.agency,
            channel=plan.channel,
            arrived_on=plan.arrived_on,
            received_on=received,
            registered_on=received,
            submitted_at=_morning(plan.arrived_on) if plan.channel == "web" else None,
            receipt_proof="签收记录" if received else "",
            policies=self._frozen if received else {},
            state=plan.state,
            replied_on=plan.replied_on,
            closed_on=plan.closed_on,
            principal_outcome=plan.outcome,
            version=1 + len(plan.events),
        )
        if received is not None:
            case.regime = regime_on(received)
            case.number = self._number(office, received.year)
        if plan.state not in _WITHOUT_HANDLER:
            case.unit, case.handler = office.unit, office.handler
        self._set_dates(case, plan)
        return Made(plan, office, case)

    def _number(self, office: Office, year: int) -> str:
        key = (office.agency.pk, year)
        self._last[key] = self._last.get(key, 0) + 1
        return request_number(office.agency.number_prefix, year, self._last[key])

    def _set_dates(self, case: DisclosureRequest, plan: Plan) -> None:
        events = [EventRow(n, event["type"], day_of(event), event) for n, event in enumerate(plan.events)]
        derivation = derivation_from(case, events, self._readings, self._today, load_calendar())
        dates_of_case = derived_dates(case, derivation, DerivedDates(), self._today)
        for name, value in zip(DERIVED, dates_of_case, strict=True):
            setattr(case, name, value)

    def _items(self, made: Sequence[Made]) -> None:
        """Items and applicants."""
        rows = [
            RequestItem(
                request=one.case, ordinal=ordinal, text=item_text(self._chance), outcome=one.plan.outcome
            )
            for one in made
            for ordinal in range(1, 3 if self._chance.random() < _TWO_ITEMS else 2)
        ]
        insert(rows)
        insert(self._applicants.draw(one.case.pk) for one in made)

    def _consultations(self, made: Sequence[Made]) -> Mapping[int, Consultation]:
        """The consultation of each open case that has one, by case."""
        rows = {
            one.case.pk: _consultation(one, event)
            for one in made
            for event in one.plan.events
            if event["type"] == "consultation"
        }
        Consultation.objects.bulk_create(rows.values())
        first = RequestItem.objects.filter(request__in=rows, ordinal=1).values_list("request_id", "pk")
        link = Consultation.items.through
        insert(link(consultation_id=rows[key].pk, requestitem_id=item) for key, item in first)
        return rows

    def _events(self, made: Sequence[Made], consultations: Mapping[int, Consultation]) -> None:
        rows = []
        for one in made:
            for event in one.plan.events:
                data = {name: value for name, value in event.items() if name != "type"}
                if event["type"] == "consultation" and one.case.pk in consultations:
                    data["consultation"] = consultations[one.case.pk].pk
                rows.append(ClockEvent(request=one.case, type=event["type"], on=day_of(event), data=data))
        insert(rows)

    def _decisions(self, made: Sequence[Made]) -> None:
        """The corrections and extensions of open cases, of which screens and lapses ask."""
        found: dict[str, list[tuple[Made, list[Event]]]] = defaultdict(list)
        for one in made:
            for event in one.plan.events:
                found[event["type"]].append((one, list(one.plan.events)))
        insert(_correction(*pair) for pair in found["correction_notice"])
        insert(_extension(one, events[0]) for one, events in found["extension"])


def _consultation(one: Made, event: Event) -> Consultation:
    answered, served = _date(event["answered"]), _date(event["served"])
    state = ConsultationState.SERVED if served else ConsultationState.SENT
    agency = event["kind"] == "other_agency"
    return Consultation(
        request=one.case,
        kind=event["kind"],
        state=ConsultationState.DECIDED if answered else state,
        name="样例市样例局" if event["kind"] != "third_party" else "样例贸易有限公司",
        information="申请事项所涉及的信息",
        why="" if agency else "可能涉及商业秘密",
        question="请说明是否可以公开。" if agency else "",
        asked_for=load_calendar().nth_working_day(day_of(event), _PATIENCE) if agency else None,
        asked_by=one.office.handler,
        asked_on=date.fromisoformat(event["sent"]),
        sent_on=date.fromisoformat(event["sent"]),
        served_on=served,
        answered_on=answered,
        opinion="agrees" if answered else "",
        decision="release" if answered else "",
        closed_on=answered,
    )


def _correction(one: Made, events: Sequence[Event]) -> Correction:
    notice = events[0]
    received = next((_date(event["on"]) for event in events if event["type"] == "correction_received"), None)
    told = date.fromisoformat(notice["on"])
    return Correction(
        request=one.case,
        state=CorrectionState.RECEIVED if received else CorrectionState.TOLD,
        guidance="请写明所需信息的名称、文号或者便于查询的其他特征。",
        reply_by=_date(notice["reply_by"]),
        asked_by=one.office.handler,
        asked_on=told,
        told_on=told,
        received_on=received,
    )


def _extension(one: Made, event: Event) -> Extension:
    return Extension(
        request=one.case,
        working_days=event["working_days"],
        reason="需要检索的档案较多",
        state=ExtensionState.NOTIFIED,
        asked_by=one.office.handler,
        decided_by=one.office.head,
        decided_on=_date(event["approved"]),
        notified_on=_date(event["notified"]),
    )


def _date(said: Any) -> date | None:
    return date.fromisoformat(said) if said else None


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=dates.CHINA)
