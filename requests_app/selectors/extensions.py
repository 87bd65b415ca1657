"""Extensions of a case, and what one would do to its date, reckoned by the rules before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app import dates
from requests_app.actors import Member
from requests_app.calendars import load_calendar
from requests_app.errors import RuleRefusal
from requests_app.models import DisclosureRequest, Extension, ExtensionState
from requests_app.rules import extension as rule
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.policies import Policies
from requests_app.rules.states import CAN_BE_EXTENDED, RequestState
from requests_app.rules.working_days import WorkingCalendar
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.clock import case_history
from requests_app.selectors.reasons import is_delayed

LIVE = (ExtensionState.ASKED, ExtensionState.GRANTED, ExtensionState.NOTIFIED)


@dataclass(frozen=True)
class ExtensionEffect:
    """What an extension told to the applicant today would do: the due date before and after, or why not.
    `provisional`: the date after leans on a year whose holidays are not announced."""

    working_days: int
    before: date | None
    after: date | None
    provisional: bool = False
    refusal: str = ""
    basis: str = ""

    @property
    def possible(self) -> bool:
        """Whether the law allows it today."""
        return not self.refusal


def live_extension(actor: Member, case: DisclosureRequest) -> Extension | None:
    """The extension that is asked, granted or in force; the law allows one."""
    found = Extension.objects.filter(request=case, request__in=visible_cases(actor), state__in=LIVE)
    return found.select_related("asked_by", "decided_by").first()


def told_before(case: DisclosureRequest) -> bool:
    """Whether the clock holds an extension of the running period, told here or before the case was taken over.

    An order to reply anew opens a period of its own, for which an earlier extension is spent.
    """
    counting = case.clock_events.filter(revoked_at__isnull=True)
    told, order = counting.filter(type="extension"), counting.filter(type="ordered").order_by("on").last()
    return told.exists() if order is None else told.filter(on__gt=order.on).exists()


def effect_of_extension(
    actor: Member, case: DisclosureRequest, working_days: int = rule.LONGEST, *, anew: bool = False
) -> ExtensionEffect:
    """The effect of an extension by `working_days`, as if it were granted and told today.

    An extension that is asked and not yet decided does not stand in its own way, only in that of another one
    (`anew`).
    """
    today, before = dates.today(), case.due_on
    extension = live_extension(actor, case)
    try:
        rule.check_state(RequestState(case.state))
        rule.check_extension(
            working_days=working_days,
            today=today,
            first_due=case.first_due_on,
            already_extended=told_before(case)
            or (extension is not None and (anew or extension.state != ExtensionState.ASKED)),
            delayed=is_delayed(case),
        )
    except RuleRefusal as refusal:
        return ExtensionEffect(working_days, before, None, False, refusal.message, refusal.basis)
    then = _extended(case, working_days, today)
    return ExtensionEffect(working_days, before, then.standard.due, then.provisional, basis=rule.BASIS.cite())


def untold_that_move(before: WorkingCalendar, after: WorkingCalendar) -> list[Extension]:
    """The extensions that are granted and not told, of open cases, whose new due date is another under the calendar
    `after` than under the one `before`: a notice made by then names a wrong date."""
    today = dates.today()
    granted = Extension.objects.filter(state=ExtensionState.GRANTED, request__state__in=CAN_BE_EXTENDED)
    return [
        one
        for one in granted.select_related("request__agency").order_by("pk")
        if _new_due(one, today, before) != _new_due(one, today, after)
    ]


def _new_due(one: Extension, today: date, calendar: WorkingCalendar) -> date | None:
    return _extended(one.request, one.working_days, today, calendar).standard.due


def _extended(
    case: DisclosureRequest, working_days: int, today: date, calendar: WorkingCalendar | None = None
) -> Derivation:
    history = case_history(case, today)
    day = today.isoformat()
    told = {"type": "extension", "working_days": working_days, "approved": day, "notified": day}
    history["events"] = [*history["events"], told]
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    return derive(parse_history(history), calendar or load_calendar(), policies)
