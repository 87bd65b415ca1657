"""Consultations and identities as the legality checks need them: plain values, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app.models import Consultation, ConsultationState, DisclosureRequest
from requests_app.rules.consultation import RULES, Decision, Inquiry, Opinion, needs_decision
from requests_app.selectors.identities import consulted_marks


@dataclass(frozen=True)
class ConsultationFact:
    """One consultation. `over`: answered, decided or called back; `marks`: words by which the consulted side could
    be known; `opinion`, `decision` "" while there is none."""

    kind: str
    name: str
    ordinals: tuple[int, ...]
    over: bool
    called_back: bool
    served_on: date | None
    answered_on: date | None
    opinion: str
    decision: str
    decision_reason: str
    marks: tuple[str, ...]

    @property
    def pauses(self) -> bool:
        """Whether it is one of the law (help inside the house is not)."""
        return RULES[Inquiry(self.kind)].pauses

    @property
    def reached(self) -> bool:
        """Whether the inquiry reached the other side and was not taken back."""
        return self.served_on is not None and not self.called_back

    @property
    def release_decided(self) -> bool:
        """Whether the agency itself decided to disclose, after an objection or silence."""
        weighed = bool(self.opinion) and needs_decision(Inquiry(self.kind), Opinion(self.opinion))
        return weighed and self.decision in (Decision.RELEASE, Decision.OVERRIDE)

    @property
    def is_third_party(self) -> bool:
        """Whether a third party was asked."""
        return self.kind == Inquiry.THIRD_PARTY


def consultations_of(case: DisclosureRequest, before: int = 0) -> tuple[ConsultationFact, ...]:
    """Every consultation of the case, oldest first. `before`: items of other requests before its own in the letter."""
    return tuple(
        consultation_fact(asked, before)
        for asked in case.consultations.select_related("request__agency").prefetch_related("items")
    )


def consultation_fact(asked: Consultation, before: int = 0) -> ConsultationFact:
    """The consultation as facts; `before` as in `consultations_of`."""
    called_back = asked.state == ConsultationState.CALLED_BACK
    return ConsultationFact(
        kind=asked.kind,
        name=asked.name,
        ordinals=tuple(before + item.ordinal for item in asked.items.all()),
        over=called_back or asked.state == ConsultationState.DECIDED,
        called_back=called_back,
        served_on=asked.served_on,
        answered_on=asked.answered_on,
        opinion=asked.opinion,
        decision=asked.decision,
        decision_reason=asked.decision_reason,
        marks=consulted_marks(asked, asked.request.agency),
    )
