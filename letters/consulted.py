"""Consultations and identities as the legality checks need them: plain values, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from requests_app.models import Consultation, ConsultationState, DisclosureRequest
from requests_app.rules.consultation import RULES, Inquiry

SHORTEST_MARK = 2
"""One character alone identifies nobody and stands in every text."""
_PARTS = re.compile(r"[\s,，;；、/]+")


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
    def is_third_party(self) -> bool:
        """Whether a third party was asked."""
        return self.kind == Inquiry.THIRD_PARTY


def consultations_of(case: DisclosureRequest) -> tuple[ConsultationFact, ...]:
    """Every consultation of the case, oldest first."""
    return tuple(consultation_fact(asked) for asked in case.consultations.prefetch_related("items"))


def consultation_fact(asked: Consultation) -> ConsultationFact:
    """The consultation as facts."""
    called_back = asked.state == ConsultationState.CALLED_BACK
    return ConsultationFact(
        kind=asked.kind,
        name=asked.name,
        ordinals=tuple(item.ordinal for item in asked.items.all()),
        over=called_back or asked.state == ConsultationState.DECIDED,
        called_back=called_back,
        served_on=asked.served_on,
        answered_on=asked.answered_on,
        opinion=asked.opinion,
        decision=asked.decision,
        decision_reason=asked.decision_reason,
        marks=_marks((asked.name, asked.address, *_PARTS.split(asked.contact))),
    )


def applicant_marks(case: DisclosureRequest) -> tuple[str, ...]:
    """Names, numbers and addresses of the applicants and their agents, and the number of the request."""
    words: list[str] = [case.number or ""]
    for one in case.applicants.all():
        words += [one.name, one.agent_name, one.contact_person, one.legal_representative, one.workplace]
        words += [one.identity_number, one.agent_identity_number, one.phone, one.email, one.address]
    return _marks(words)


def _marks(words: Iterable[str]) -> tuple[str, ...]:
    plain = (str(word).strip() for word in words)
    return tuple(dict.fromkeys(word for word in plain if len(word) >= SHORTEST_MARK))
