"""Requests for reasons (Art. 35): how they stand, when the time to answer is over, what a delayed reply would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from requests_app import dates
from requests_app.actors import Actor, Applicant
from requests_app.calendars import load_calendar
from requests_app.errors import ApplicationError
from requests_app.models import (
    DeliveryState,
    DisclosureRequest,
    Letter,
    LetterState,
    ReasonsRequest,
    ReasonsState,
    ReplyDelay,
)
from requests_app.rules import delayed_reply as delay_rule
from requests_app.rules import reasons_request as rule
from requests_app.rules.clock import derive, parse_history
from requests_app.rules.policies import Policies
from requests_app.rules.reasons_request import NOT_HANDLED, Judgement
from requests_app.rules.states import CAN_BE_EXTENDED, RequestState
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.clock import case_history, derivation_of
from requests_app.selectors.splits import family_keys

S = ReasonsState
LIVE = (S.ASKED, S.TOLD, S.TO_JUDGE, S.DELAY_ASKED, S.DELAY_GRANTED)
"""Somebody still has something to do."""
REASONS_LETTER, DELAY_LETTER = "reasons_request", "delay_notice"


def reasons_of(actor: Actor, case: DisclosureRequest) -> QuerySet[ReasonsRequest]:
    """The requests for reasons of a case that were not called off (the law asks once), with their delays."""
    found = ReasonsRequest.objects.filter(request=case, request__in=visible_cases(actor))
    found = found.exclude(state=S.CALLED_OFF).select_related("finding", "asked_by", "judged_by", "letter")
    return found.prefetch_related("documents", "delays__asked_by", "delays__decided_by").order_by("pk")


def standing_reasons(case: DisclosureRequest) -> ReasonsRequest | None:
    """The request for reasons of a case that was not called off; None where none was made."""
    return case.reasons_requests.exclude(state=S.CALLED_OFF).select_related("finding", "letter").last()


def reasons_in_question(case: DisclosureRequest) -> ReasonsRequest | None:
    """The request for reasons that counts for a case: its own, else that of what was one application with it. Number
    and frequency are those of the whole, and reasons for it are asked once."""
    own = standing_reasons(case)
    if own is not None:
        return own
    family = ReasonsRequest.objects.filter(request__in=family_keys(case.pk) - {case.pk})
    return family.exclude(state=S.CALLED_OFF).select_related("finding", "letter").order_by("pk").last()


def served_on(reasons: ReasonsRequest) -> date | None:
    """The proven day on which the letter reached the applicant; who answered has had it by that day."""
    served = None
    if reasons.letter is not None:
        proven = reasons.letter.deliveries.filter(state=DeliveryState.SERVED, served_on__isnull=False)
        served = proven.order_by("served_on").values_list("served_on", flat=True).first()
    return served or reasons.received_on


def last_day_of(reasons: ReasonsRequest) -> date | None:
    """The last day to answer, reckoned from service; None while the applicant has not been told."""
    if reasons.told_on is None:
        return None
    return rule.last_day(reply_by=reasons.reply_by, told_on=reasons.told_on, served_on=served_on(reasons))


def is_not_handled(reasons: ReasonsRequest | None) -> bool:
    """Whether it was judged that the application is not handled."""
    return (
        reasons is not None
        and reasons.state == S.JUDGED
        and reasons.judgement in {one.value for one in NOT_HANDLED}
    )


def may_be_given(reasons: ReasonsRequest | None) -> bool:
    """Whether reasons that come now would be filed and heard: none came yet, and the reply has not been issued."""
    if reasons is None or reasons.received_on is not None:
        return False
    if RequestState(reasons.request.state) not in rule.CAN_BE_GIVEN:
        return False
    return reasons.state in (S.ASKED, S.TOLD, S.TO_JUDGE) or reasons.judgement == Judgement.NOT_GIVEN


@dataclass(frozen=True)
class ReasonsView:
    """What an applicant is asked to explain. `told`: the letter has been delivered; `late`: the time is over."""

    what: str
    reply_by: date
    told: bool
    late: bool


def awaited_reasons(actor: Applicant) -> ReasonsView | None:
    """The reasons the applicant may give now; None where none are asked for, the letter is not made, or they came."""
    reasons = standing_reasons(actor.request)
    if reasons is None or not may_be_given(reasons):
        return None
    if reasons.letter is None or reasons.letter.state != LetterState.MADE:
        return None
    last = last_day_of(reasons)
    over = rule.is_over(last, dates.today())
    return ReasonsView(reasons.what, last or reasons.reply_by, reasons.told_on is not None, over)


def overdue_reasons(today: date) -> list[int]:
    """Keys of the cases whose time to give reasons ended before `today` and for which nobody was told so yet."""
    waiting = ReasonsRequest.objects.filter(state=S.TOLD, reply_by__lt=today).select_related(
        "request", "letter"
    )
    return [row.request_id for row in waiting.order_by("pk") if rule.is_over(last_day_of(row), today)]


def letter_subject(letter: Letter) -> ReasonsRequest | ReplyDelay | None:
    """What a letter is about, if it asks for reasons or tells of a delayed reply."""
    if letter.kind == REASONS_LETTER:
        return ReasonsRequest.objects.select_related("letter").filter(letter=letter).first()
    if letter.kind == DELAY_LETTER:
        return ReplyDelay.objects.filter(letter=letter).first()
    return None


def open_delay(reasons: ReasonsRequest) -> ReplyDelay | None:
    """The delayed reply that is proposed and not decided, or granted and not told."""
    return reasons.delays.exclude(granted=False).filter(notified_on__isnull=True).last()


def is_delayed(case: DisclosureRequest) -> bool:
    """Whether a delayed reply is granted, or was told in time and is in force, so that an extension would change
    nothing."""
    granted = ReplyDelay.objects.filter(reasons_request__request=case, granted=True)
    granted = granted.exclude(reasons_request__state=S.CALLED_OFF)
    return granted.filter(notified_on__isnull=True).exists() or _in_force(case)


def _in_force(case: DisclosureRequest) -> bool:
    derivation = derivation_of(case)
    return derivation is not None and derivation.delayed_until is not None


def is_spent(delay: ReplyDelay) -> bool:
    """Whether an order to reply anew came after the applicant was told: its own period took the place of the day."""
    order = _last_order(delay.reasons_request.request)
    return order is not None and delay.notified_on is not None and delay.notified_on <= order


def _last_order(case: DisclosureRequest) -> date | None:
    """The day on which the last order to reply anew came, from which the period runs afresh."""
    orders = case.clock_events.filter(type="ordered", revoked_at__isnull=True)
    return orders.order_by("on").values_list("on", flat=True).last()


def delay_in_question(case: DisclosureRequest) -> tuple[date, bool] | None:
    """The day until which a reply may be delayed, and whether the agency has named it; else the earliest there is.

    None where no delay is in question: reasons were not asked for, or they have been judged otherwise.
    """
    asked = standing_reasons(case)
    if asked is None or (asked.state not in LIVE and not is_delayed(case)):
        return None
    proposed = open_delay(asked)
    if proposed is not None:
        return proposed.until, True
    return load_calendar().nth_working_day(case.due_on or dates.today(), 1), False


@dataclass(frozen=True)
class DelayEffect:
    """What a delayed reply told to the applicant today would do: the due date before and after, or why not.

    `first_due`: the day by which the applicant must be told; `extended`: an extension is in force that it replaces.
    """

    before: date | None
    after: date | None
    first_due: date | None
    extended: bool = False
    provisional: bool = False
    refusal: str = ""
    basis: str = ""

    @property
    def possible(self) -> bool:
        """Whether the law allows it today."""
        return not self.refusal


def effect_of_delay(actor: Actor, case: DisclosureRequest, until: date) -> DelayEffect:
    """The effect of a delayed reply until this day, as if it were granted and told today."""
    before, first = case.due_on, case.first_due_on
    extended = before is not None and first is not None and before > first
    try:
        check_delay_now(case, until)
    except ApplicationError as refusal:
        return DelayEffect(before, None, first, extended, False, refusal.message, refusal.basis)
    history = case_history(case)
    told = {"type": "delayed_reply", "until": until.isoformat(), "notified": dates.today().isoformat()}
    history["events"] = [*history["events"], told]
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    then = derive(parse_history(history), load_calendar(), policies)
    after = then.standard.due
    return DelayEffect(before, after, first, extended, then.provisional, basis=delay_rule.BASIS.cite())


def check_delay_now(case: DisclosureRequest, until: date | None) -> None:
    """Ask the rule about this case today. Raises what `rules.delayed_reply.check_delay` raises."""
    running = RequestState(case.state) in CAN_BE_EXTENDED
    delay_rule.check_delay(
        until=until,
        today=dates.today(),
        first_due=case.first_due_on if running else None,
        due=case.due_on,
        already_delayed=_in_force(case),
        calendar=load_calendar(),
    )
