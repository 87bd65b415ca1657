"""Taking over a case that was handled elsewhere (contracts.md 4): history, never work of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from requests_app import dates
from requests_app.actors import System
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency, DisclosureRequest, Provenance, RequestItem
from requests_app.models import Applicant as ApplicantRow
from requests_app.plain_text import clean_line, clean_text
from requests_app.rules.clock import parse_history
from requests_app.rules.numbering import parse_request_number
from requests_app.rules.states import CLOCK_STOPPED, RequestState
from requests_app.selectors.policies import chosen_by
from requests_app.services import clock, numbers
from requests_app.services.journal import note
from requests_app.signals import request_imported

LONGEST_NUMBER = 40


@dataclass(frozen=True)
class ImportedCase:
    """A case of the past. `items` are (text, outcome key); `events` are those of contracts.md 2."""

    number: str
    channel: str
    received_on: date
    regime: str
    state: RequestState
    applicant_kind: str
    applicant_name: str
    items: Sequence[tuple[str, str]]
    events: Sequence[Mapping[str, Any]]
    closed_on: date | None = None
    note: str = ""


def import_case(*, actor: System, agency: Agency, record: ImportedCase) -> DisclosureRequest:
    """Create the case in its state by the one special transition; nothing of it is sent, approved or issued.

    What is unlawful in it (late, for example) is kept: it is history. An open one goes on here, at the task of its
    state. Raises `InvalidInput` for a number that exists or is another agency's, `ImpossibleHistory` for events
    that contradict each other, `StateRefusal` for a case that is being approved elsewhere, `AccessRefused` for
    anyone but the system.
    """
    if not isinstance(actor, System):
        raise AccessRefused("actor_refused", "历史案件只能由系统导入。")
    _check_number(agency, record.number)
    events = _in_order(record)
    with transaction.atomic():
        case = DisclosureRequest(
            agency=agency,
            number=record.number,
            provenance=Provenance.IMPORTED,
            channel=record.channel,
            arrived_on=record.received_on,
            received_on=record.received_on,
            registered_on=record.received_on,
            regime=record.regime,
            policies=chosen_by(agency).as_json(),
            note=clean_text(record.note),
        )
        case.import_state(record.state)
        case.save()
        _add_parts(case, record)
        for on, event in events:
            _add_event(case, actor, on, event)
        if record.state in CLOCK_STOPPED:
            last = events[-1][0] if events else record.received_on
            case.closed_on = record.closed_on or case.replied_on or last
        clock.refresh(case)
        _move_counter(agency, record.number)
        note(case, actor, "imported", f"历史导入，状态“{record.state.label}”", state=record.state.value)
        case.save()
        request_imported.send(sender=DisclosureRequest, case=case, actor=actor)
    return case


def _check_number(agency: Agency, number: str) -> None:
    if not number.strip() or len(number) > LONGEST_NUMBER:
        raise InvalidInput("number_missing", f"历史案件须有受理编号，不超过 {LONGEST_NUMBER} 个字。")
    parts = parse_request_number(number)
    if parts is not None and parts[0] != agency.number_prefix:
        raise InvalidInput(
            "number_of_another", f"编号 {number} 的代字不是{agency.name}的“{agency.number_prefix}”。"
        )
    if DisclosureRequest.objects.filter(number=number).exists():
        raise InvalidInput("number_exists", f"编号 {number} 已经存在，不能重复导入。")


def _move_counter(agency: Agency, number: str) -> None:
    """New numbers begin behind the imported ones; a number of another system's shape stands in nobody's way."""
    parts = parse_request_number(number)
    if parts is not None:
        _, year, sequence = parts
        numbers.move_past(agency, "request", year, sequence)


def _in_order(record: ImportedCase) -> list[tuple[date, Mapping[str, Any]]]:
    """The events with the day that orders them, oldest first. Raises `ImpossibleHistory`."""
    parse_history(
        {
            "received": record.received_on.isoformat(),
            "channel": record.channel,
            "regime": record.regime,
            "today": dates.today().isoformat(),
            "events": list(record.events),
        }
    )
    dated = [(_day_of(event), event) for event in record.events]
    return sorted(dated, key=lambda pair: pair[0])


def _day_of(event: Mapping[str, Any]) -> date:
    return date.fromisoformat(
        event.get("on") or event.get("sent") or event.get("notified") or event["received"]
    )


def _add_parts(case: DisclosureRequest, record: ImportedCase) -> None:
    ApplicantRow.objects.create(
        request=case,
        kind=record.applicant_kind,
        name=clean_line(record.applicant_name),
        identity_kind="other",
    )
    for ordinal, (text, outcome) in enumerate(record.items, start=1):
        RequestItem.objects.create(request=case, ordinal=ordinal, text=clean_text(text), outcome=outcome)


def _add_event(case: DisclosureRequest, actor: System, on: date, event: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in event.items() if name != "type"}
    clock.record_event(case, actor=actor, type=event["type"], on=on, data=fields)
    if event["type"] == "replied":
        case.replied_on = on
