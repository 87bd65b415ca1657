"""Words by which a person or organisation could be known, for keeping the two sides of a consultation apart."""

from __future__ import annotations

from collections.abc import Iterable

from requests_app.models import DisclosureRequest

SHORTEST_MARK = 2
"""One character alone identifies nobody and stands in every text."""


def applicant_marks(case: DisclosureRequest) -> tuple[str, ...]:
    """Names, numbers and addresses of the applicants and their agents, and the number of the request."""
    words: list[str] = [case.number or ""]
    for one in case.applicants.all():
        words += [one.name, one.agent_name, one.contact_person, one.legal_representative, one.workplace]
        words += [one.identity_number, one.agent_identity_number, one.phone, one.email, one.address]
    return marks_in(words)


def marks_in(words: Iterable[str]) -> tuple[str, ...]:
    """The words that are long enough to identify somebody, each once."""
    plain = (str(word).strip() for word in words)
    return tuple(dict.fromkeys(word for word in plain if len(word) >= SHORTEST_MARK))
