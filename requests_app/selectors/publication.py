"""Proposals to publish: those of an agency for its people, an applicant's own suggestions, and what was given alike."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, Q, QuerySet, When

from requests_app.actors import OFFICERS, Actor, Applicant, Member, Role
from requests_app.errors import AccessRefused
from requests_app.models import (
    DisclosureRequest,
    ProposalOrigin,
    ProposalState,
    PublicationProposal,
    RequestItem,
)
from requests_app.rules.policies import DEFAULT, Policies
from requests_app.rules.publication import RELEASING
from requests_app.rules.states import COUNTED_NOWHERE, RequestState
from requests_app.same_information import same_information
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.repeats import RECENT

DECIDERS = (Role.OFFICE_HEAD,)
READERS = (*DECIDERS, *sorted(OFFICERS))
ANSWERED = frozenset({RequestState.DELIVERED, RequestState.ARCHIVED})
"""A reply was made and served."""


def proposals(actor: Member) -> QuerySet[PublicationProposal]:
    """Every proposal of the actor's agency, the open ones first, then the newest."""
    found = PublicationProposal.objects.filter(request__in=visible_cases(actor), agency=actor.agency)
    return (
        found.select_related("request", "decided_by")
        .prefetch_related("based_on__request")
        .order_by(Case(When(state=ProposalState.OPEN, then=0), default=1), "-pk")
    )


def count_open(actor: Member) -> int:
    """How many of the agency wait for a decision."""
    return PublicationProposal.objects.filter(agency=actor.agency, state=ProposalState.OPEN).count()


def get_proposal(actor: Member, case: DisclosureRequest, proposal_id: int) -> PublicationProposal:
    """One proposal of a case. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = proposals(actor).filter(request=case, pk=proposal_id).first()
    if found is None:
        raise AccessRefused("unknown_proposal", "没有这项建议，或者您无权查看。")
    return found


def open_proposals_of(actor: Member, case: DisclosureRequest) -> list[PublicationProposal]:
    """What waits for a decision and was raised by this case."""
    return list(proposals(actor).filter(request=case, state=ProposalState.OPEN))


def suggestions_of(actor: Applicant) -> list[PublicationProposal]:
    """The applicant's own suggestions with their answers."""
    found = PublicationProposal.objects.filter(request=actor.request, origin=ProposalOrigin.SUGGESTED)
    return list(found.order_by("pk"))


def suggestable_items(actor: Applicant) -> list[RequestItem]:
    """The items an applicant was given and has not suggested yet; nothing before the reply was served."""
    case = actor.request
    if RequestState(case.state) not in ANSWERED:
        return []
    given = case.items.filter(outcome__in=RELEASING)
    return list(given.exclude(publication_proposals__origin=ProposalOrigin.SUGGESTED))


def asked_alike(actor: Actor, item: RequestItem, after: date | None = None) -> list[RequestItem]:
    """The items of the agency, this one included, that ask for the same information, answered or not, the oldest first;
    those of the last `RECENT` applications, and not answered by the day `after` where one is given. Who took the
    application back asks no more."""
    case = item.request
    asking = visible_cases(actor).filter(agency=case.agency_id, received_on__isnull=False)
    asking = asking.exclude(state__in=COUNTED_NOWHERE | {RequestState.WITHDRAWN})
    if after is not None:
        asking = asking.filter(Q(closed_on__gt=after) | Q(closed_on=None))
    last = asking.order_by("-received_on", "-pk").values("pk")[:RECENT]
    rows = RequestItem.objects.filter(request__in=last).values_list("pk", "text")
    alike = {pk for _, pk in same_information([item.text], rows, policies_of(case).same_information_from)}
    found = RequestItem.objects.filter(pk__in={*alike, item.pk}).order_by("request", "ordinal")
    return list(found.select_related("request").prefetch_related("request__applicants"))


def people_of(case: DisclosureRequest) -> frozenset[str]:
    """The applicants of a case as far as they can be told apart: by identity number, else by name."""
    return frozenset(one.identity_fingerprint or f"name {one.name}" for one in case.applicants.all())


def policies_of(case: DisclosureRequest) -> Policies:
    """The readings frozen with a case."""
    return Policies.from_json(case.policies) if case.policies else DEFAULT
