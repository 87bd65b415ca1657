"""Corrections of a case, and what a notice told today would do, reckoned by the rules before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from requests_app import dates
from requests_app.actors import Actor, Applicant
from requests_app.calendars import load_calendar
from requests_app.errors import RuleRefusal
from requests_app.models import (
    Correction,
    CorrectionPoint,
    CorrectionState,
    DeliveryState,
    DisclosureRequest,
    SubmissionState,
)
from requests_app.rules import correction as rule
from requests_app.rules.clock import derive, parse_history
from requests_app.rules.clock_bases import regime_named
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.policies import Policies
from requests_app.rules.states import RequestState
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.clock import case_history

LIVE = (CorrectionState.ASKED, CorrectionState.TOLD)
ASKABLE = frozenset({RequestState.UNDER_REVIEW, RequestState.IN_HANDLING})


@dataclass(frozen=True)
class CorrectionEffect:
    """What a notice told today would do, or why the law does not allow it.

    `last_day` for telling the applicant; `reply_by` as proposed; `period` the working days that run afresh from the
    corrected application; `latest_due` the due date if it came on the last day (`provisional`: reckoned before the
    holidays of its year were announced).
    """

    last_day: date | None
    reply_by: date
    period: int
    latest_due: date | None = None
    provisional: bool = False
    refusal: str = ""
    basis: str = ""

    @property
    def possible(self) -> bool:
        """Whether the law allows it today."""
        return not self.refusal


def corrections_of(actor: Actor, case: DisclosureRequest) -> QuerySet[Correction]:
    """Every correction of a case that was not called off, with its points and texts, oldest first."""
    found = Correction.objects.filter(request=case, request__in=visible_cases(actor))
    found = found.exclude(state=CorrectionState.CALLED_OFF).select_related("asked_by")
    return found.prefetch_related("points__item", "texts__item").order_by("pk")


def live_correction(actor: Actor, case: DisclosureRequest) -> Correction | None:
    """The correction whose notice is on its way or that is awaited; None where there is none."""
    return corrections_of(actor, case).filter(state__in=LIVE).first()


def was_asked(case: DisclosureRequest) -> bool:
    """Whether the one correction of Art. 30 has been used: decided here, or told elsewhere before the import."""
    told = case.clock_events.filter(type="correction_notice", revoked_at__isnull=True)
    return case.corrections.exclude(state=CorrectionState.CALLED_OFF).exists() or told.exists()


def is_awaited(case: DisclosureRequest) -> bool:
    """Whether a correction that comes now would be taken in: its notice is on its way or told (also too late), and
    nothing came."""
    live = case.corrections.filter(state__in=LIVE).exists()
    if case.state in (RequestState.IN_APPROVAL, RequestState.APPROVED):
        return live and lapse_on_its_way(case)
    return live or (case.state == RequestState.AWAITING_CORRECTION and case.waiting_for == "correction")


def lapse_on_its_way(case: DisclosureRequest, outcome: str = "not_corrected") -> bool:
    """Whether the letter that ends the case for want of a correction (or of what `outcome` names) is being approved,
    or approved."""
    open_ = case.submissions.filter(state__in=(SubmissionState.OPEN, SubmissionState.APPROVED)).last()
    return open_ is not None and open_.letter_kind == OUTCOMES[outcome].letter_kind


@dataclass(frozen=True)
class CorrectionView:
    """What an applicant is asked to correct: rows of what it is about, what is unclear, what is to be supplied.

    Blank and empty where the notice was told elsewhere, before the case was taken over.
    """

    rows: tuple[tuple[str, str, str], ...]
    guidance: str
    reply_by: date | None
    late: bool


def awaited_correction(actor: Applicant) -> CorrectionView | None:
    """The correction the applicant may send now; None where none is awaited or it would be refused."""
    case = actor.request
    state = RequestState(case.state)
    possible = ASKABLE | {RequestState.AWAITING_CORRECTION, RequestState.IN_APPROVAL, RequestState.APPROVED}
    if state not in possible or not is_awaited(case):
        return None
    live = live_correction(actor, case)
    if live is None:
        until = last_day_to_correct(case)
        return CorrectionView((), "", until, rule.is_over(until, dates.today()))
    rows = tuple((_about(point), point.unclear, point.needed) for point in live.points.all())
    until = last_day_of(live)
    return CorrectionView(rows, live.guidance, until or live.reply_by, rule.is_over(until, dates.today()))


def _about(point: CorrectionPoint) -> str:
    return f"第{point.item.ordinal}项" if point.item else point.get_part_display()


def served_on(correction: Correction) -> date | None:
    """The proven day on which the notice reached the applicant; the day it was told where history proves it."""
    letter = correction.letter_set.first()
    if letter is None:
        return correction.told_on
    served = letter.deliveries.filter(state=DeliveryState.SERVED, served_on__isnull=False)
    return served.order_by("served_on").values_list("served_on", flat=True).first()


def stopped_the_clock(correction: Correction) -> bool:
    """Whether the applicant was told, and in time: a late notice has no effect on the period."""
    told, case = correction.told_on, correction.request
    return told is not None and takes_effect(case, told)


def takes_effect(case: DisclosureRequest, told_on: date) -> bool:
    """Whether a notice told on this day would stop the clock of the case."""
    policies = Policies.from_json(case.policies)
    return rule.takes_effect(notice_due=case.correction_notice_due_on, told_on=told_on, policies=policies)


def last_day_of(correction: Correction) -> date | None:
    """The last day to correct, reckoned from service; None while the applicant has not been told."""
    if correction.told_on is None:
        return None
    served = served_on(correction)
    return _last_day(correction.request, correction.reply_by, correction.told_on, served)


def last_day_to_correct(case: DisclosureRequest) -> date | None:
    """The last day for the correction that is awaited, also one told before the case was taken over; None where
    nothing was told."""
    live = case.corrections.filter(state__in=LIVE).first()
    if live is not None:
        return last_day_of(live)
    notice = told_elsewhere(case)
    return _last_day(case, notice[1], notice[0], None) if notice else None


def told_elsewhere(case: DisclosureRequest) -> tuple[date, date | None] | None:
    """Day and period of the awaited notice as the history tells it; None where the case awaits none."""
    event = case.clock_events.filter(type="correction_notice", revoked_at__isnull=True).last()
    if event is None or case.waiting_for != "correction":
        return None
    until = event.data.get("reply_by")
    return event.on, date.fromisoformat(until) if until else None


def _last_day(case: DisclosureRequest, reply_by: date | None, told: date, served: date | None) -> date:
    policies, calendar = Policies.from_json(case.policies), load_calendar()
    return rule.last_day(
        reply_by=reply_by, told_on=told, served_on=served, calendar=calendar, policies=policies
    )


def effect_of_correction(
    actor: Actor, case: DisclosureRequest, reply_by: date | None = None
) -> CorrectionEffect:
    """The effect of a notice told today with this last day (the proposed one when left out)."""
    today, calendar = dates.today(), load_calendar()
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    until = reply_by or rule.proposed_reply_by(calendar, today, policies)
    period, last = regime_named(case.regime).period, case.correction_notice_due_on
    try:
        rule.check_ask(today=today, notice_due=last, already_asked=was_asked(case))
    except RuleRefusal as refusal:
        return CorrectionEffect(last, until, period, refusal=refusal.message, basis=refusal.basis)
    history = case_history(case)
    history["events"] = [
        *history["events"],
        {"type": "correction_notice", "on": today.isoformat(), "reply_by": until.isoformat()},
        {"type": "correction_received", "on": until.isoformat()},
    ]
    then = derive(parse_history(history), calendar, policies)
    return CorrectionEffect(last, until, period, then.standard.due, then.provisional, basis=rule.BASIS.cite())


def waiting_step(case: DisclosureRequest) -> str:
    """What a case in correction waits for: its notice to be told ("tell"), the applicant ("wait"), or somebody to
    confirm that the period ended without a correction ("lapse")."""
    live = case.corrections.filter(state__in=LIVE).first()
    if live is None:
        return "wait"
    if live.state == CorrectionState.ASKED:
        return "tell"
    return "lapse" if live.lapse_proposed_on is not None else "wait"


def overdue_corrections(today: date) -> list[int]:
    """Keys of the cases whose period to correct ended before `today` and for which nobody was told so yet."""
    proposed = Correction.objects.filter(
        request=OuterRef("pk"), state__in=LIVE, lapse_proposed_on__isnull=False
    )
    # No period ends before the day that the notice names; a notice without one is reckoned from its telling.
    named = Q(waiting_until__lt=today) | Q(waiting_until__isnull=True)
    waiting = DisclosureRequest.objects.filter(
        named, closed_on=None, state=RequestState.AWAITING_CORRECTION, waiting_for="correction"
    )
    found = waiting.exclude(Exists(proposed)).order_by("pk")
    return [case.pk for case in found if rule.is_over(last_day_to_correct(case), today)]


def original_texts(case: DisclosureRequest) -> list[str]:
    """The items as they were first submitted, in order."""
    texts = []
    for item in case.items.all():
        first = item.corrected_texts.order_by("pk").first()
        texts.append(first.before if first else item.text)
    return texts
