"""Taking over a case that was handled elsewhere (contracts.md 4): history, never work of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from requests_app.actors import System
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency, DisclosureRequest, Provenance, RequestItem
from requests_app.models import Applicant as ApplicantRow
from requests_app.rules.policies import Policies
from requests_app.rules.states import CLOCK_STOPPED, RequestState
from requests_app.services import clock
from requests_app.services.journal import note


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

    What is unlawful in it (late, for example) is kept: it is history. Raises `InvalidInput` for a number that
    exists, `ImpossibleHistory` for events that contradict each other, `AccessRefused` for anyone but the system.
    """
    if not isinstance(actor, System):
        raise AccessRefused("actor_refused", "历史案件只能由系统导入。")
    if DisclosureRequest.objects.filter(number=record.number).exists():
        raise InvalidInput("number_exists", f"编号 {record.number} 已经存在，不能重复导入。")
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
            policies=Policies().as_json(),
            closed_on=record.closed_on if record.state in CLOCK_STOPPED else None,
            note=record.note,
        )
        case.import_state(record.state)
        case.save()
        _add_parts(case, record)
        for event in record.events:
            _add_event(case, actor, event)
        clock.refresh(case)
        case.save()
        note(case, actor, "imported", f"历史导入，状态“{record.state.label}”", state=record.state.value)
    return case


def _add_parts(case: DisclosureRequest, record: ImportedCase) -> None:
    ApplicantRow.objects.create(
        request=case, kind=record.applicant_kind, name=record.applicant_name, identity_kind="other"
    )
    for ordinal, (text, outcome) in enumerate(record.items, start=1):
        RequestItem.objects.create(request=case, ordinal=ordinal, text=text, outcome=outcome)


def _add_event(case: DisclosureRequest, actor: System, event: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in event.items() if name != "type"}
    on = date.fromisoformat(
        str(fields.get("on") or fields.get("sent") or fields.get("notified") or fields["received"])
    )
    clock.record_event(case, actor=actor, type=str(event["type"]), on=on, data=fields)
    if event["type"] == "replied":
        case.replied_on = on
