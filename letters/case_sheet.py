"""The sheet of one case (办理单) on paper: who, what, by when and why, and all that was done. Contacts are masked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from letters.compose import compose_procedure
from letters.sheet_clock import clock_facts
from requests_app.actors import Member
from requests_app.models import DisclosureRequest
from requests_app.pictures import date_words
from requests_app.rules.states import RequestState
from requests_app.selectors.clock import days_to_show, derivation_of, provisional_mark
from requests_app.selectors.people import ApplicantView, applicants_of
from requests_app.selectors.phases import phases_of
from requests_app.selectors.record import RecordLine, record_lines

KIND = "case_sheet"


def case_sheet(actor: Member, case: DisclosureRequest, today: date) -> bytes:
    """The sheet as a PDF to print; nothing is stored.

    Raises `InvalidInput` for a case whose receipt is not confirmed, `AccessRefused` for one the actor may not see.
    """
    from letters.render import render_pdf  # WeasyPrint is heavy: loaded when needed

    composed = compose_procedure(case, KIND, sheet_facts(actor, case, today), today)
    return render_pdf(KIND, composed.require_context()).pdf


def sheet_facts(actor: Member, case: DisclosureRequest, today: date) -> dict[str, Any]:
    """What the sheet says besides the application itself."""
    derivation = derivation_of(case, today)
    return {
        "registration_number": case.number,
        "persons": [_person(applicant) for applicant in applicants_of(actor, case)],
        "state": RequestState(case.state).label,
        "handler": case.handler.name if case.handler else None,
        "unit": case.unit.name if case.unit else None,
        "phases": [
            {"phase": row.phase.label, "on": row.on, "person": row.person} for row in phases_of(actor, case)
        ],
        "dates": _dates(case),
        **clock_facts(
            days_to_show(derivation) if derivation else (), today if case.closed_on is None else None
        ),
        "warnings": [f"{one.message}（{one.basis}）" for one in derivation.warnings] if derivation else [],
        "record": [_line(line) for line in reversed(record_lines(actor, case))],
        "printed_on": today,
        "printed_by": actor.user.name,
    }


def _person(applicant: ApplicantView) -> dict[str, str]:
    contacts = (applicant.phone, applicant.email, applicant.address, applicant.postcode)
    return {
        "name": applicant.name,
        "identity": f"{applicant.identity_kind} {applicant.identity_number}".strip(),
        "contact": "　".join(part for part in contacts if part),
        "agent": applicant.agent_name,
        "kind": applicant.organisation_kind or applicant.kind,
    }


def _dates(case: DisclosureRequest) -> list[dict[str, str]]:
    first = case.first_due_on if case.first_due_on != case.due_on else None
    known = (
        ("到达", case.arrived_on if case.arrived_on != case.received_on else None),
        ("收到申请", case.received_on),
        ("登记", case.registered_on),
        ("答复期限届满（延期、延迟答复以前）", first),
        ("答复期限届满", case.due_on),
        ("等待申请人至", case.waiting_until),
        ("答复", case.replied_on),
        ("办结", case.closed_on),
    )
    return [
        {"label": label, "day": f"{date_words.full_weekday(day)}{provisional_mark(case, day)}"}
        for label, day in known
        if day is not None
    ]


def _line(line: RecordLine) -> dict[str, str]:
    at = timezone.localtime(line.at)
    return {
        "at": f"{date_words.full(at.date())} {at:%H:%M}",
        "who": line.who,
        "what": line.what,
        "effect": line.effect,
    }
