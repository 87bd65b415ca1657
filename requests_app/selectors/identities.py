"""Words by which a person or organisation could be known, for keeping the two sides of a consultation apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from requests_app.models import Agency, Consultation, DisclosureRequest
from requests_app.rules.consultation import Inquiry
from requests_app.selectors.joining import ever_joined
from requests_app.selectors.splits import family_keys

SHORTEST_MARK = 2
"""One character alone identifies nobody and stands in every text."""

_PARTS = re.compile(r"[\s,，;；、/]+")
"""How somebody's several telephone numbers and addresses are set apart."""

_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−·•]+")
"""What people put into names and numbers without changing whose they are."""


def applicant_marks(case: DisclosureRequest) -> tuple[str, ...]:
    """Names, numbers and addresses of the applicants and their agents, and the numbers of the request: its own, that of
    the platform, and those of the requests that are or were joined with it or one application with it."""
    words = [case.number or "", case.intake_number or "", *_numbers(case)]
    for one in case.applicants.all():
        words += [one.name, one.agent_name, one.contact_person, one.legal_representative, one.workplace]
        words += [one.identity_number, one.agent_identity_number, one.phone, one.email, one.address]
    return marks_in(words, case.agency)


def _numbers(case: DisclosureRequest) -> list[str]:
    keys = family_keys(case.pk, *ever_joined(case).values_list("pk", flat=True))
    family = DisclosureRequest.objects.filter(pk__in=keys).order_by("pk")
    pairs = family.values_list("number", "intake_number")
    return [number for pair in pairs for number in pair if number]


def consulted_marks(asked: Consultation, agency: Agency | None) -> tuple[str, ...]:
    """Name, address, and the contacts of whoever is consulted."""
    return marks_in((asked.name, asked.address, *_PARTS.split(asked.contact)), agency)


def third_party_marks(case: DisclosureRequest) -> tuple[str, ...]:
    """By what the third parties could be known that were consulted on the case, or on the one it was split from."""
    asked = Consultation.objects.filter(
        request__in=(case.pk, case.split_from_id or case.pk), kind=Inquiry.THIRD_PARTY
    )
    return tuple(dict.fromkeys(mark for one in asked for mark in consulted_marks(one, case.agency)))


def marks_in(words: Iterable[str], agency: Agency | None) -> tuple[str, ...]:
    """The words that identify somebody, each once: long enough, and not part of what the agency says of itself.

    A word of the agency's own name, address or telephone stands on every letter and tells nobody anything.
    """
    own = tuple(_squeezed(text) for text in _own_words(agency))
    plain = dict.fromkeys(str(word).strip() for word in words)
    return tuple(
        word
        for word in plain
        if len(_squeezed(word)) >= SHORTEST_MARK and not any(_squeezed(word) in text for text in own)
    )


def names(mark: str, words: str) -> bool:
    """Whether the words contain the mark, whatever its width, case, spaces and hyphens."""
    return _squeezed(mark) in _squeezed(words)


def same_words(one: str, other: str) -> bool:
    """Whether two names are the same, whatever their width, case, spaces and hyphens."""
    return _squeezed(one) == _squeezed(other)


def _own_words(agency: Agency | None) -> tuple[str, ...]:
    if agency is None:
        return ()
    return (
        agency.name,
        agency.letterhead,
        agency.letter_mark,
        agency.address,
        agency.phone,
        agency.legal_respondent,
        agency.reconsideration_body,
        agency.court,
        agency.online_reconsideration_url,
    )


def _squeezed(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
