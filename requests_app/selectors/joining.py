"""Which requests one letter answers together (合并答复): the one that carries it, and those that are joined to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from requests_app.actors import Actor, Member
from requests_app.crypto.search_keys import fingerprint
from requests_app.errors import RuleRefusal
from requests_app.models import Applicant, ConsultationState, DisclosureRequest, Letter, RequestItem
from requests_app.rules.joining import Side, check_joining, joint_due
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.corrections import LIVE as LIVE_CORRECTIONS
from requests_app.selectors.fees import LIVE as LIVE_FEES
from requests_app.selectors.remedies import replies_in_force

NOT_OVER = (
    ConsultationState.TO_SEND,
    ConsultationState.SENT,
    ConsultationState.SERVED,
    ConsultationState.TO_DECIDE,
)


@dataclass(frozen=True)
class Candidate:
    """A request of the same applicants, its day, and why it cannot be joined; `why` "" where it can."""

    case: DisclosureRequest
    due_on: date | None
    why: str


def lead_of(case: DisclosureRequest) -> DisclosureRequest:
    """The request that carries the letter of this one: itself, unless it is joined to another."""
    return case.joined_to or case


def answered_together(case: DisclosureRequest) -> list[DisclosureRequest]:
    """Every request that the letter of this one answers, itself first."""
    return [case, *case.joined.order_by("pk")] if case.pk else [case]


def answered_items(case: DisclosureRequest) -> Iterator[tuple[int, RequestItem]]:
    """Every item that the letter of this request answers, with its number in the letter."""
    before = 0
    for one in answered_together(case):
        items = list(one.items.prefetch_related("searches"))
        yield from ((before + item.ordinal, item) for item in items)
        before += len(items)


def items_before(case: DisclosureRequest) -> int:
    """How many items of other requests stand before those of this one in their joint letter."""
    if case.joined_to_id is None:
        return 0
    earlier = Q(request=case.joined_to_id) | Q(request__joined_to=case.joined_to_id, request__lt=case.pk)
    return RequestItem.objects.filter(earlier).count()


def dues_of_joined(case: DisclosureRequest, today: date | None = None) -> list[date | None]:
    """The due dates of the requests that are joined to this one, by their own clocks."""
    # Nearly every request is answered alone, and this is asked at every act: a small question first.
    if not case.pk or not case.joined.exists():
        return []
    others = case.joined.prefetch_related("clock_events")
    derived = (derivation_of(one, today) for one in others)
    return [found.standard.due if found is not None else None for found in derived]


def first_due(case: DisclosureRequest) -> date | None:
    """The day by which the letter of this request must go out: the first due date of those that it answers."""
    return joint_due((case.due_on, *dues_of_joined(case)))


def joined_with(actor: Actor, case: DisclosureRequest) -> list[DisclosureRequest]:
    """The other requests that are, or were, answered in one letter with this one; those the actor sees."""
    others = _others(case, replies_in_force(case))
    return list(visible_cases(actor).filter(pk__in=others).order_by("pk"))


def ever_joined(case: DisclosureRequest) -> QuerySet[DisclosureRequest]:
    """The other requests that are answered in one letter with this one, or were, be it in one that was taken back."""
    return _others(case, case.letters.filter(submission__isnull=False))


def _others(case: DisclosureRequest, letters: QuerySet[Letter]) -> QuerySet[DisclosureRequest]:
    lead = case.joined_to_id or case.pk
    originals = letters.order_by().values(original=Coalesce("copy_of_id", "pk"))
    answered = Letter.objects.filter(Q(pk__in=originals) | Q(copy_of__in=originals)).values("request")
    together = DisclosureRequest.objects.filter(Q(pk=lead) | Q(joined_to=lead) | Q(pk__in=answered))
    return together.exclude(pk=case.pk).order_by("pk")


def candidates(actor: Member, case: DisclosureRequest) -> list[Candidate]:
    """The open requests of the same applicants at this agency, the first due first, with what stands in the way."""
    prints = case.applicants.exclude(identity_fingerprint="").values("identity_fingerprint")
    found = _open(actor).filter(agency=case.agency_id, applicants__identity_fingerprint__in=prints)
    rows = [_candidate(case, one) for one in found.exclude(pk=case.pk).exclude(joined_to=case.pk).distinct()]
    return sorted(rows, key=lambda row: (bool(row.why), row.due_on or date.max, row.case.pk))


def _open(actor: Member) -> QuerySet[DisclosureRequest]:
    cases = visible_cases(actor).filter(state__in=OPEN, number__isnull=False)
    return cases.select_related("handler").prefetch_related("items")


def _candidate(case: DisclosureRequest, other: DisclosureRequest) -> Candidate:
    why = ""
    try:
        check_joining(side_of(other, beside=case))
    except RuleRefusal as refusal:
        why = refusal.message
    return Candidate(other, other.due_on, why)


def side_of(case: DisclosureRequest, *, beside: DisclosureRequest) -> Side:
    """What the rules of joining ask of this request, `beside` the one that is to carry the letter (or itself)."""
    is_lead = case.pk == beside.pk
    return Side(
        number=case.number or str(case),
        state=RequestState(case.state),
        same_agency=case.agency_id == beside.agency_id,
        same_applicants=_same_applicants(case, beside),
        same_agents=_same_agents(case, beside),
        same_regime=case.regime == beside.regime,
        joined=case.joined_to_id is not None or (not is_lead and case.joined.exists()),
        answered=replies_in_force(case).exists(),
        consulted=case.consultations.filter(state__in=NOT_OVER).exists(),
        correcting=case.corrections.filter(state__in=LIVE_CORRECTIONS).exists(),
        paying=case.fees.filter(state__in=LIVE_FEES).exists(),
    )


def _same_applicants(one: DisclosureRequest, other: DisclosureRequest) -> bool | None:
    """Whether exactly the same persons or organisations ask; None where somebody's identity number is missing."""
    here, there = (
        set(case.applicants.values_list("identity_fingerprint", flat=True)) for case in (one, other)
    )
    return None if "" in here | there else here == there


def _same_agents(one: DisclosureRequest, other: DisclosureRequest) -> bool:
    """Whether everybody asks by the same agent on both, or by none; an agent without identity number is nobody's."""
    here, there = ({_agent_of(person) for person in case.applicants.all()} for case in (one, other))
    known = all(number or not name for _, name, number in here)
    return known and here == there


def _agent_of(person: Applicant) -> tuple[str, str, str]:
    """Whose agent it is, the name and the identity number, as they can be compared."""
    name, number = person.agent_name, person.agent_identity_number
    return person.identity_fingerprint, fingerprint(name, "name"), fingerprint(number, "identity")


def joint_words(case: DisclosureRequest) -> str:
    """What the applicant is told of the joint letter: the numbers of the own other requests; "" where there is none."""
    replies = replies_in_force(case)
    numbers = "、".join(str(number) for number in _others(case, replies).values_list("number", flat=True))
    if not numbers:
        return ""
    if replies.exists():
        return f"本件与您的申请 {numbers} 用一份答复书合并答复，在每一件中都可以下载。"
    return f"本件将与您的申请 {numbers} 用一份答复书合并答复您；每一件的答复期限不变，分别计算。"
