"""Which cases an actor may see, and how one is found."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from requests_app.actors import Actor, Applicant, Member, ThirdParty
from requests_app.crypto.search_keys import check_query_code
from requests_app.errors import AccessRefused
from requests_app.models import Agency, DisclosureRequest
from requests_app.rules.roles import Role

UNKNOWN = "没有这件申请，或者您无权查看。"
NO_MATCH = "编号和查询码不相符，请核对后重新输入。"


def visible_cases(actor: Actor) -> QuerySet[DisclosureRequest]:
    """Every case whose content the actor may see: a member those of the own agency (a supervisor none, who only
    watches over them; a dispatcher only what the platform has taken in and no agency has got), an applicant the one
    request, a third party none (it sees its own consultation only), the system all."""
    cases = DisclosureRequest.objects.all()
    if isinstance(actor, Member):
        if actor.role is Role.SUPERVISOR:
            return cases.none()
        if actor.role is Role.DISPATCHER:
            return cases.filter(agency=None, intake_agency=actor.agency)
        return cases.filter(agency=actor.agency)
    if isinstance(actor, Applicant):
        return cases.filter(pk=actor.request.pk)
    if isinstance(actor, ThirdParty):
        return cases.none()
    return cases


def watched_cases(actor: Actor) -> QuerySet[DisclosureRequest]:
    """Every case over which the actor watches: a supervisor those of the own agency and of those below, to be shown by
    number, days and people at the desk and never by what they say; everybody else what `visible_cases` gives."""
    if isinstance(actor, Member) and actor.role is Role.SUPERVISOR:
        return DisclosureRequest.objects.filter(agency__in=agencies_below(actor.agency))
    return visible_cases(actor)


def get_watched(actor: Member, case_id: int) -> DisclosureRequest:
    """One of them, with its agency and handler. Raises `AccessRefused`, alike for a foreign and a missing one."""
    return _one(watched_cases(actor), case_id)


def agencies_below(agency: Agency) -> set[int]:
    """Ids of an agency and of all agencies under it."""
    found, layer = {agency.pk}, {agency.pk}
    while layer:
        layer = set(Agency.objects.filter(parent__in=layer).values_list("pk", flat=True)) - found
        found |= layer
    return found


def get_case(actor: Actor, case_id: int) -> DisclosureRequest:
    """The case, with its agency and handler. Raises `AccessRefused`, alike for a foreign and a missing one."""
    return _one(visible_cases(actor), case_id)


def _one(cases: QuerySet[DisclosureRequest], case_id: int) -> DisclosureRequest:
    found = cases.select_related("agency__parent", "handler", "unit").filter(pk=case_id).first()
    if found is None:
        raise AccessRefused("unknown_case", UNKNOWN)
    return found


def find_by_number(actor: Actor, number: str) -> DisclosureRequest:
    """The case with this 受理编号 or 统一受理编号. Raises `AccessRefused`."""
    found = visible_cases(actor).filter(_numbered(number.strip())).first()
    if found is None:
        raise AccessRefused("unknown_case", UNKNOWN)
    return get_case(actor, found.pk)


def applicant_by_code(number: str, code: str) -> Applicant:
    """The applicant who holds this number (of the agency, or of the platform that took it in) and query code.

    A wrong number and a wrong code are refused with the same words after the same work: the case itself is read
    only for who holds the code. Raises `AccessRefused`.
    """
    found = DisclosureRequest.objects.filter(_numbered(number.strip().upper()))
    stored = found.values_list("query_code_hash", flat=True).first()
    if not check_query_code(code, stored or ""):
        raise AccessRefused("no_match", NO_MATCH)
    return Applicant(found.select_related("agency").get())


def _numbered(number: str) -> Q:
    return Q(number=number) | Q(intake_number=number)
