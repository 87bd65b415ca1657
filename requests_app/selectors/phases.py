"""The five phases of a case (Art. 45) as they were gone through: when each was finished, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app.actors import Actor
from requests_app.dates import legal_date
from requests_app.models import AuditEntry, DisclosureRequest
from requests_app.rules.states import Phase, RequestState
from requests_app.selectors.timeline import timeline

FINISHED_BY = {
    Phase.REGISTRATION: "registered",
    Phase.REVIEW: "accepted",
    Phase.HANDLING: "submitted",
    Phase.REPLY: "delivered",
    Phase.ARCHIVING: "archived",
}
"""The act of the record that ends a phase."""

_ANSWERED = (RequestState.DELIVERED, RequestState.LAPSED)


@dataclass(frozen=True)
class PhaseDone:
    """One phase; `on` and `person` are empty where it is not finished, or its end is not on record."""

    phase: Phase
    on: date | None = None
    person: str = ""


def phases_of(actor: Actor, case: DisclosureRequest) -> tuple[PhaseDone, ...]:
    """All five, in order. A phase gone through again shows its last end. Raises as `timeline`."""
    finished = {
        entry.action: entry
        for entry in timeline(actor, case).filter(action__in=FINISHED_BY.values()).order_by("seq")
        if _is_of_the_answer(case, entry)
    }
    open_ = _open_phases(RequestState(case.state))
    return tuple(
        PhaseDone(phase)
        if phase in open_ or action not in finished
        else PhaseDone(phase, legal_date(finished[action].at), finished[action].actor_label)
        for phase, action in FINISHED_BY.items()
    )


def _open_phases(state: RequestState) -> tuple[Phase, ...]:
    """The present phase and what follows it; of a case that left the way none is awaited any more."""
    order = tuple(FINISHED_BY)
    if state.phase is Phase.NONE or state is RequestState.ARCHIVED:
        return ()
    return order[order.index(state.phase) + (state in _ANSWERED) :]


def _is_of_the_answer(case: DisclosureRequest, entry: AuditEntry) -> bool:
    """Every letter is delivered; only the answer ends the phase of the reply."""
    if entry.action != FINISHED_BY[Phase.REPLY]:
        return True
    return case.letters.filter(pk=entry.data.get("letter", 0), submission__isnull=False).exists()
