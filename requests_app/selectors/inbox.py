"""The desk's list: every open case of the agency by the remaining working days of its next legal act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from requests_app import dates
from requests_app.actors import Member
from requests_app.calendars import load_calendar
from requests_app.models import DisclosureRequest, FeePayment, PaymentState, Provenance
from requests_app.rules.delivery import pickup_is_over
from requests_app.rules.next_act import LegalAct
from requests_app.rules.states import CLOCK_STOPPED, FINAL, WITHOUT_DUE_DATE, RequestState
from requests_app.rules.working_days import WorkingCalendar
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.replies import lies_to_be_collected


@dataclass(frozen=True)
class InboxRow:
    """One case with what its row shows. `remaining` counts working days to the next act (None: no date).

    `unconfirmed`: it came in before today and its receipt is not confirmed yet. `conservative_remaining`: working
    days to the conservative due date where officers are to be warned by it, None where there is nothing to warn of.
    `to_verify`: the applicant reports a payment that nobody has verified. `post_instead`: the reply was to be collected
    and was not, so it must be posted. `joined`: what is to be known of the letter that answers it together with others,
    "" where it is answered alone.
    """

    case: DisclosureRequest
    applicant: str
    content: str
    state: RequestState
    next_act: LegalAct
    remaining: int | None
    unconfirmed: bool = False
    conservative_remaining: int | None = None
    to_verify: bool = False
    post_instead: bool = False
    joined: str = ""


@dataclass(frozen=True)
class InboxGroup:
    """Rows of one urgency, in order."""

    key: str
    label: str
    rows: tuple[InboxRow, ...]


GROUPS: tuple[tuple[str, str], ...] = (
    ("overdue", "已超期"),
    ("today", "今天"),
    ("soon", "1–3 工作日"),
    ("near", "4–7 工作日"),
    ("later", "其余"),
    ("paused", "暂停计时"),
    ("new", "未接收"),
    ("finish", "待归档"),
    ("ended", "已办结"),
)
MINE, ALL = "mine", "all"
NEAR = 7
"""Working days: from here on a date is worth a warning before its own group comes."""


def open_cases(
    actor: Member, *, text: str = "", mine: bool = False, state: str = ""
) -> QuerySet[DisclosureRequest]:
    """Cases of the agency on which something is still to be done, the most urgent first; those that have ended
    only when their state is asked for or something is looked for.

    An imported case that was closed elsewhere is history: nothing of it is to be done here.
    """
    cases = visible_cases(actor)
    if state not in FINAL and not text.strip():
        # A dispute must be answered in time, even over a file that is closed.
        history = Q(provenance=Provenance.IMPORTED, state__in=CLOCK_STOPPED) | Q(state__in=FINAL)
        cases = cases.exclude(history & ~Q(next_act=LegalAct.ANSWER_REMEDY))
    if mine:
        cases = cases.filter(handler=actor.user)
    if state:
        cases = cases.filter(state=state)
    if text.strip():
        word = text.strip()
        cases = cases.filter(
            Q(number__icontains=word) | Q(applicants__name__icontains=word) | Q(items__text__icontains=word)
        ).distinct()
    joined = DisclosureRequest.objects.filter(joined_to=OuterRef("pk"))
    claimed = FeePayment.objects.filter(fee__request=OuterRef("pk"), state=PaymentState.REPORTED)
    return (
        cases.annotate(to_verify=Exists(claimed), to_collect=lies_to_be_collected(), carries=Exists(joined))
        .select_related("handler", "joined_to")
        .prefetch_related("items", "applicants")
        .order_by(F("next_act_on").asc(nulls_last=True), "pk")
    )


def inbox(actor: Member, *, text: str = "", mine: bool = False, state: str = "") -> list[InboxGroup]:
    """The open cases in their groups; empty groups are left out."""
    today = dates.today()
    buckets: dict[str, list[InboxRow]] = {key: [] for key, _ in GROUPS}
    for case in open_cases(actor, text=text, mine=mine, state=state):
        row = _row(case, today)
        buckets[_group_of(row)].append(row)
    return [InboxGroup(key, label, tuple(buckets[key])) for key, label in GROUPS if buckets[key]]


def remaining_days(until: date | None, today: date) -> int | None:
    """Working days in (today, until]; negative once `until` has passed; None without a date."""
    if until is None:
        return None
    return days_between(load_calendar(), today, until)


def days_between(calendar: WorkingCalendar, today: date, until: date) -> int:
    """The same under a calendar of its own."""
    if until >= today:
        return calendar.working_days_between(today, until)
    # On a rest day right after the date no working day has passed, and it is late all the same.
    return min(-calendar.working_days_between(until, today), -1)


def _row(case: DisclosureRequest, today: date) -> InboxRow:
    names = [applicant.name for applicant in case.applicants.all()]
    texts = [item.text for item in case.items.all()]
    return InboxRow(
        case=case,
        applicant=names[0] + (f"等{len(names)}人" if len(names) > 1 else "") if names else "",
        content="；".join(texts),
        state=RequestState(case.state),
        next_act=LegalAct(case.next_act),
        remaining=remaining_days(case.next_act_on, today),
        unconfirmed=case.state == RequestState.RECEIVED and case.arrived_on < today,
        conservative_remaining=_warned_by(case, today),
        to_verify=getattr(case, "to_verify", False),
        post_instead=_lies_too_long(case, today),
        joined=_joined_words(case),
    )


def _lies_too_long(case: DisclosureRequest, today: date) -> bool:
    lies = (
        case.state == RequestState.ISSUED and case.replied_on is None and getattr(case, "to_collect", False)
    )
    return lies and pickup_is_over(remaining_days(case.due_on, today))


def _joined_words(case: DisclosureRequest) -> str:
    if RequestState(case.state) in CLOCK_STOPPED:
        return ""
    if case.joined_to is not None:
        return f"与 {case.joined_to.number} 合并答复"
    return "合并答复其他申请，以最先到期的一件为准" if getattr(case, "carries", False) else ""


def _waits_for_applicant(case: DisclosureRequest) -> bool:
    """Whether no due date runs because the applicant must act; not while a notice has still to be told."""
    return case.state in WITHOUT_DUE_DATE and case.due_on is None


def _warned_by(case: DisclosureRequest, today: date) -> int | None:
    """Working days to the conservative due date, once it is near and before the standard one (law.md 2.8)."""
    conservative, standard = case.conservative_due_on, case.due_on
    if conservative is None or (standard is not None and standard <= conservative):
        return None
    if case.paused or case.replied_on is not None or RequestState(case.state) in CLOCK_STOPPED:
        return None
    remaining = remaining_days(conservative, today)
    return remaining if remaining is not None and remaining <= NEAR else None


def _group_of(row: InboxRow) -> str:
    if row.state in FINAL and row.next_act is not LegalAct.ANSWER_REMEDY:
        return "ended"
    if row.state is RequestState.RECEIVED:
        return "new"
    if row.next_act in (LegalAct.ARCHIVE, LegalAct.NONE):
        return "finish"
    today = dates.today()
    if _waits_for_applicant(row.case):
        over = row.case.waiting_until is not None and row.case.waiting_until < today
        # The applicant's period is over, or a payment is to be verified: no delay of ours, but somebody must act now.
        return "today" if over or row.to_verify else "paused"
    if row.case.paused and row.case.next_act_on == row.case.due_on:
        return "paused"
    if row.case.next_act_on is not None and row.case.next_act_on < today:
        return "overdue"
    if row.remaining is None or row.remaining > NEAR:
        return "later"
    if row.remaining == 0:
        return "today"
    return "soon" if row.remaining <= 3 else "near"
