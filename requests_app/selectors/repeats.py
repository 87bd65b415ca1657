"""Who asked the agency for the same information before: the same applicant (Art. 36(6)), and others (Art. 44).

A hint for the desk and for whoever drafts. The number of queries is constant, and a long register is not read to its
end: of everybody's applications the last `RECENT` are compared, of the applicant's own the last `OWN`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from requests_app import dates
from requests_app.actors import Actor
from requests_app.crypto.search_keys import fingerprint
from requests_app.models import (
    Delivery,
    DeliveryState,
    DisclosureRequest,
    Letter,
    LetterState,
    Provenance,
    RequestItem,
)
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.policies import DEFAULT, Policies
from requests_app.rules.repeats import Standing, standing
from requests_app.rules.states import CLOCK_STOPPED, COUNTED_NOWHERE, RequestState
from requests_app.same_information import same_information
from requests_app.selectors.cases import visible_cases

RECENT, OWN, SHOWN = 2000, 200, 5
"""Applications of everybody, items of the applicant's own, and hits of each kind that are shown."""

REPLY = "reply_"
"""Beginning of the kinds of letters that answer an application; what lapsed was told something else."""


@dataclass(frozen=True)
class Asking:
    """What is asked, by whom, and since when: of a registered case, or as it is being entered.

    `case_id` is None while nothing is stored. People are known by the fingerprint of their identity number; by name
    alone only where one side has no number.
    """

    agency_id: int | None
    texts: tuple[str, ...]
    fingerprints: frozenset[str]
    names: frozenset[str]
    received_on: date
    similar_from: int
    case_id: int | None = None


@dataclass(frozen=True)
class Earlier:
    """One earlier item on the same information. `ordinal` counts the items of the present application.

    `same_applicant` None: the name is the same, an identity number to compare is missing. `letter` is the reply that
    stands, `served` its proven delivery. `standing` is judged for the same applicant only.
    """

    ordinal: int
    case: DisclosureRequest
    item: int
    text: str
    applicant: str
    same_applicant: bool | None
    outcome: str
    letter: Letter | None
    served: Delivery | None
    standing: Standing

    @property
    def key(self) -> str:
        """What stands for this hit in a form that was shown it."""
        return f"{self.ordinal}-{self.case.pk}-{self.item}"

    @property
    def answers(self) -> bool:
        """Whether its reply can be named as the first reply of a repeated application."""
        return self.same_applicant is not False and self.standing.answers


@dataclass(frozen=True)
class Found:
    """Earlier items of the same applicant, and those of others; newest first."""

    own: tuple[Earlier, ...] = ()
    others: tuple[Earlier, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.own or self.others)

    @property
    def kinds(self) -> list[tuple[str, tuple[Earlier, ...]]]:
        """(heading, rows) of what there is."""
        both = (("同一申请人、相同信息", self.own), ("其他申请人、相同信息", self.others))
        return [(title, rows) for title, rows in both if rows]

    def of_item(self, ordinal: int) -> Found:
        """What was found for one item."""
        of = [tuple(one for one in rows if one.ordinal == ordinal) for rows in (self.own, self.others)]
        return Found(*of)

    def answered_by(self, ordinal: int, letter_id: int) -> Earlier | None:
        """The hit whose reply this letter is; None for one that may not be named."""
        return next(
            (
                one
                for one in self.of_item(ordinal).own
                if one.answers and one.letter and one.letter.pk == letter_id
            ),
            None,
        )


def asking_of(case: DisclosureRequest) -> Asking:
    """The question of a stored case."""
    applicants = list(case.applicants.all())
    policies = Policies.from_json(case.policies) if case.policies else DEFAULT
    return Asking(
        case.agency_id,
        tuple(item.text for item in case.items.all()),
        frozenset(one.identity_fingerprint for one in applicants),
        frozenset(one.name for one in applicants),
        case.received_on or case.arrived_on,
        policies.same_information_from,
        case.pk,
    )


def asking_as_entered(
    agency_id: int, texts: Sequence[str], people: Iterable[tuple[str, str]], received_on: date | None
) -> Asking:
    """The question of an application that is being typed; `people` are pairs of name and identity number."""
    people = [(name.strip(), number) for name, number in people if name.strip()]
    return Asking(
        agency_id,
        tuple(texts),
        frozenset(fingerprint(number, "identity") if number else "" for _, number in people),
        frozenset(name for name, _ in people),
        received_on or dates.today(),
        DEFAULT.same_information_from,
    )


def earlier_requests(actor: Actor, asking: Asking) -> Found:
    """Earlier applications to the same agency for the same information, as far as the actor may see them."""
    texts = [text for text in asking.texts if text.strip()]
    if asking.agency_id is None or not texts:
        return Found()
    cases = visible_cases(actor).filter(agency=asking.agency_id).exclude(state__in=COUNTED_NOWHERE)
    if asking.case_id is not None:
        cases = cases.exclude(pk=asking.case_id)
    hits = list(_matches(asking, _candidates(asking, cases)))
    found = _read({item for _, item in hits})
    rows = [_earlier(asking, position, found[item]) for position, item in hits]
    rows.sort(key=lambda row: (row.ordinal, -row.case.pk, row.item))
    own = tuple(row for row in rows if row.same_applicant is not False and _is_before(asking, row.case))
    return Found(own, tuple(row for row in rows if row.same_applicant is False))


def _is_before(asking: Asking, case: DisclosureRequest) -> bool:
    return asking.case_id is None or case.pk < asking.case_id


def _candidates(asking: Asking, cases: QuerySet[DisclosureRequest]) -> Iterator[tuple[tuple[bool, int], str]]:
    """Items to compare with, each as (known to be the same applicant's, key) and text: the own ones first, then the
    last ones of everybody."""
    person = {"applicants__identity_fingerprint__in": asking.fingerprints - {""}}
    own = RequestItem.objects.filter(request__in=cases.filter(**person).values("pk"))
    yield from (((True, pk), text) for pk, text in own.order_by("-pk").values_list("pk", "text")[:OWN])
    last = cases.order_by("-received_on", "-pk").values("pk")[:RECENT]
    everybody = RequestItem.objects.filter(request__in=last).order_by("-pk").values_list("pk", "text")
    yield from (((False, pk), text) for pk, text in everybody)


def _matches(asking: Asking, candidates: Iterable[tuple[tuple[bool, int], str]]) -> Iterator[tuple[int, int]]:
    """(position of an item that is asked for, key of an earlier item on the same): of each kind the last few."""
    seen: set[tuple[int, int]] = set()
    counts: Counter[tuple[int, bool]] = Counter()
    for position, (own, item) in same_information(asking.texts, candidates, asking.similar_from):
        if (position, item) in seen:
            continue
        seen.add((position, item))
        counts[position, own] += 1
        if counts[position, own] <= SHOWN:
            yield position, item


def _read(items: Iterable[int]) -> dict[int, RequestItem]:
    """The items with their cases, applicants, letters and deliveries."""
    rows = RequestItem.objects.filter(pk__in=items).select_related("request")
    read = rows.prefetch_related("request__applicants", "request__letters__deliveries__proof")
    return {row.pk: row for row in read}


def _earlier(asking: Asking, position: int, item: RequestItem) -> Earlier:
    case = item.request
    letter = _reply_of(case)
    served = _service_of(letter)
    state = RequestState(case.state)
    return Earlier(
        ordinal=position + 1,
        case=case,
        item=item.ordinal,
        text=item.text,
        applicant="、".join(one.name for one in case.applicants.all()),
        same_applicant=_same_applicant(asking, case),
        outcome=OUTCOMES[item.outcome].name if letter and item.outcome in OUTCOMES else "",
        letter=letter,
        served=served,
        standing=standing(
            ended=state in CLOCK_STOPPED,
            elsewhere=case.provenance == Provenance.IMPORTED,
            issued_on=letter.issued_on if letter else None,
            served_on=served.served_on if served else None,
            received_on=asking.received_on,
        ),
    )


def _reply_of(case: DisclosureRequest) -> Letter | None:
    """The last reply that was not withdrawn."""
    standing_ones = [
        letter
        for letter in case.letters.all()
        if letter.kind.startswith(REPLY) and letter.submission_id and letter.state != LetterState.WITHDRAWN
    ]
    return max(standing_ones, key=lambda letter: letter.pk, default=None)


def _service_of(letter: Letter | None) -> Delivery | None:
    """The first proven delivery of a letter."""
    if letter is None:
        return None
    proven = [one for one in letter.deliveries.all() if one.state == DeliveryState.SERVED and one.served_on]
    return min(proven, key=lambda one: one.served_on or date.max, default=None)


def _same_applicant(asking: Asking, case: DisclosureRequest) -> bool | None:
    """Whether everybody who asks now asked then; None where a number is missing and the names agree."""
    then = {one.identity_fingerprint for one in case.applicants.all()}
    if "" in asking.fingerprints or "" in then:
        named = {one.name for one in case.applicants.all()}
        return None if asking.names <= named else False
    return asking.fingerprints <= then
