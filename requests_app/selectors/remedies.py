"""Replies that stand, are disputed or were taken back: what is pending, by when it must be answered, what an order or
the taking back of a reply does to the date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from requests_app import dates
from requests_app.actors import Member
from requests_app.calendars import load_calendar
from requests_app.errors import AccessRefused
from requests_app.models import DisclosureRequest, Letter, LetterState, RemedyCase
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.policies import Policies
from requests_app.rules.remedy_case import AnswerPeriod, RemedyKind, RemedyResult, answer_period
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.clock import case_history


@dataclass(frozen=True)
class ReopeningEffect:
    """The due date that a new reply would have. `provisional`: it leans on a year that is not announced."""

    due: date | None
    provisional: bool


def remedy_cases_of(actor: Member, case: DisclosureRequest) -> QuerySet[RemedyCase]:
    """Every dispute over the case, the oldest first."""
    found = RemedyCase.objects.filter(request=case, request__in=visible_cases(actor))
    return found.select_related("letter", "notice", "filed", "decision").order_by("pk")


def get_remedy(actor: Member, case: DisclosureRequest, remedy_id: int) -> RemedyCase:
    """One dispute of the case. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = remedy_cases_of(actor, case).filter(pk=remedy_id).first()
    if found is None:
        raise AccessRefused("unknown_remedy", "没有这件复议、诉讼，或者您无权查看。")
    return found


def period_of(remedy: RemedyCase) -> AnswerPeriod:
    """By when the agency must have answered."""
    return answer_period(
        RemedyKind(remedy.kind),
        simplified=remedy.simplified,
        received_on=remedy.received_on,
        calendar=load_calendar(),
    )


def is_unanswered(remedy: RemedyCase) -> bool:
    """Whether the agency's answer is still owed."""
    return remedy.filed_on is None and remedy.result == RemedyResult.PENDING


def answer_due(case: DisclosureRequest) -> date | None:
    """The first day by which an answer is owed in a dispute over the case; None where none is."""
    owed: Iterable[RemedyCase] = case.remedy_cases.all() if case.pk else ()
    return min((period_of(remedy).last_day for remedy in owed if is_unanswered(remedy)), default=None)


def replies_in_force(case: DisclosureRequest) -> QuerySet[Letter]:
    """The replies that were issued and not taken back."""
    return case.letters.filter(submission__isnull=False).exclude(state=LetterState.WITHDRAWN)


def reply_in_force(case: DisclosureRequest) -> Letter | None:
    """The reply that stands: the last one that was issued and not taken back."""
    return replies_in_force(case).order_by("pk").last()


def reply_taken_back(case: DisclosureRequest) -> Letter | None:
    """The last reply, where it was taken back and no other has been issued since."""
    last = case.letters.filter(submission__isnull=False).order_by("pk").last()
    return last if last is not None and last.state == LetterState.WITHDRAWN else None


def effect_of_taking_back(case: DisclosureRequest, letter: Letter) -> Derivation | None:
    """The clock of the case as if this reply had not been given: it runs on from where it stood."""
    if case.received_on is None:
        return None
    history = case_history(case, dates.today())
    counted = case.clock_events.filter(data__letter=letter.pk, type="replied", revoked_at=None)
    given = [{"type": "replied", "way": event.data["way"], "on": event.data["on"]} for event in counted]
    history["events"] = [event for event in history["events"] if event not in given]
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    return derive(parse_history(history), load_calendar(), policies)


def order_obeyed(case: DisclosureRequest) -> RemedyCase | None:
    """The order upon which the case is, or was last, handled anew."""
    obeyed = [remedy for remedy in case.remedy_cases.all() if remedy.reopened_on is not None]
    return max(obeyed, key=lambda remedy: (remedy.decision_received_on, remedy.pk), default=None)


def effect_of_reopening(case: DisclosureRequest, remedy: RemedyCase) -> ReopeningEffect:
    """What the order does to the date, before anybody confirms."""
    history = case_history(case, dates.today())
    assert remedy.decision_received_on is not None
    ordered = {
        "type": "ordered",
        "received": remedy.decision_received_on.isoformat(),
        "working_days": remedy.order_working_days,
    }
    history["events"] = [*history["events"], ordered]
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    derivation = derive(parse_history(history), load_calendar(), policies)
    return ReopeningEffect(derivation.standard.due, derivation.provisional)
