"""How much somebody has asked of the agency, and the finding that it is clearly excessive (Art. 35, 42)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Coalesce

from requests_app import dates
from requests_app.actors import Actor
from requests_app.models import Applicant, DisclosureRequest, ExcessFinding
from requests_app.rules import excess as rule
from requests_app.rules.policies import Policies
from requests_app.rules.states import COUNTED_NOWHERE
from requests_app.same_information import is_same_information
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.splits import family_keys


@dataclass(frozen=True)
class PeriodCount:
    """A count with the applications behind it, newest first."""

    count: rule.Count
    cases: tuple[DisclosureRequest, ...]


@dataclass(frozen=True)
class ApplicantCount:
    """What one of the applicants of a case has asked of the same agency, this case included.

    `rows` is empty where there is no identity number: nobody else can be told to be the same person.
    """

    ordinal: int
    name: str
    rows: tuple[PeriodCount, ...]

    @property
    def counts(self) -> tuple[rule.Count, ...]:
        """The numbers without the cases."""
        return tuple(row.count for row in self.rows)


def counts_of(actor: Actor, case: DisclosureRequest) -> tuple[ApplicantCount, ...]:
    """The applications of each applicant of a case, by the fingerprint of the identity number, within the agency.

    Who stands in an application twice counts once. Voided entries and what was passed on before registration count
    nowhere. Nothing is counted of an application that the actor may not see.
    """
    if not visible_cases(actor).filter(pk=case.pk).exists():
        return ()
    people: dict[str, Applicant] = {}
    for applicant in case.applicants.all():
        people.setdefault(applicant.identity_fingerprint or f"ordinal {applicant.ordinal}", applicant)
    return tuple(_count(actor, case, applicant) for applicant in people.values())


def _count(actor: Actor, case: DisclosureRequest, applicant: Applicant) -> ApplicantCount:
    if not applicant.identity_fingerprint:
        return ApplicantCount(applicant.ordinal, applicant.name, ())
    spans = rule.spans(today=dates.today(), received=case.received_on or case.arrived_on)
    rows = _applications(actor, case, applicant, min(span.first for span in spans))
    alike = _alike(case, rows)
    found = tuple(_of_period(span, rows, alike) for span in spans)
    return ApplicantCount(applicant.ordinal, applicant.name, found)


def _applications(
    actor: Actor, case: DisclosureRequest, applicant: Applicant, first: date
) -> list[DisclosureRequest]:
    theirs = Applicant.objects.filter(identity_fingerprint=applicant.identity_fingerprint)
    found = visible_cases(actor).filter(agency=case.agency_id, pk__in=theirs.values("request"))
    found = found.exclude(state__in=COUNTED_NOWHERE).annotate(came_on=Coalesce("received_on", "arrived_on"))
    rows = found.filter(came_on__gte=first).prefetch_related("items").order_by("-came_on", "-pk")
    return _one_of_each_family(list(rows))


def _one_of_each_family(rows: Sequence[DisclosureRequest]) -> list[DisclosureRequest]:
    """What was split by the agency is one application of the applicant's: its oldest part that still counts."""
    oldest: dict[int, DisclosureRequest] = {}
    for row in rows:
        split = row.split_from_id is not None or any(row.pk == one.split_from_id for one in rows)
        key = min(family_keys(row.pk)) if split else row.pk
        oldest[key] = row if key not in oldest or row.pk < oldest[key].pk else oldest[key]
    return [row for row in rows if row in oldest.values()]


def _alike(case: DisclosureRequest, rows: Sequence[DisclosureRequest]) -> set[int]:
    """Keys of the other applications with an item in words like those of an item of this one."""
    percent = _policies(case).same_information_from
    texts = [item.text for item in case.items.all()]
    return {
        row.pk
        for row in rows
        if row.pk != case.pk
        and any(is_same_information(item.text, texts, percent) for item in row.items.all())
    }


def _of_period(span: rule.Span, rows: Sequence[DisclosureRequest], alike: set[int]) -> PeriodCount:
    inside = tuple(row for row in rows if span.first <= (row.received_on or row.arrived_on) <= span.last)
    items = sum(len(row.items.all()) for row in inside)
    similar = sum(row.pk in alike for row in inside)
    return PeriodCount(rule.Count(span, len(inside), items, similar), inside)


def counts_as_json(counted: Sequence[ApplicantCount]) -> list[dict[str, object]]:
    """The rows that a finding keeps (`models.ExcessFinding.counts`)."""
    return [
        {
            "applicant": applicant.ordinal,
            "period": row.count.span.period.value,
            "first": row.count.span.first.isoformat(),
            "last": row.count.span.last.isoformat(),
            "applications": row.count.applications,
            "items": row.count.items,
            "similar": row.count.similar,
            "numbers": [one.number or "" for one in row.cases],
        }
        for applicant in counted
        for row in applicant.rows
    ]


def draws_attention(case: DisclosureRequest, counted: Sequence[ApplicantCount]) -> bool:
    """Whether the numbers of one of the applicants should make an officer look."""
    return any(rule.draws_attention(applicant.counts, _policies(case)) for applicant in counted)


def kept_counts(finding: ExcessFinding) -> list[tuple[str, rule.Count]]:
    """The numbers as they stood when it was found: (name of the applicant, count)."""
    names = dict(finding.request.applicants.values_list("ordinal", "name"))
    return [(names.get(row["applicant"], ""), _kept(row)) for row in finding.counts]


def _kept(row: Mapping[str, Any]) -> rule.Count:
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    span = rule.Span(rule.Period(row["period"]), first, last)
    return rule.Count(span, row["applications"], row["items"], row["similar"])


def finding_of(case: DisclosureRequest) -> ExcessFinding | None:
    """The finding in force that number or frequency is clearly excessive; None where there is none."""
    return case.excess_findings.filter(revoked_on__isnull=True).select_related("found_by").first()


def _policies(case: DisclosureRequest) -> Policies:
    return Policies.from_json(case.policies) if case.policies else Policies()
