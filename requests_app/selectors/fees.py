"""The fee of a case: how it would be reckoned, how it stands, what was paid (Art. 42; 国办函〔2020〕109号)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from requests_app import dates
from requests_app.actors import Actor, Applicant
from requests_app.calendars import load_calendar
from requests_app.errors import ApplicationError
from requests_app.models import (
    Agency,
    ClockEvent,
    DeliveryState,
    DisclosureRequest,
    Fee,
    FeePayment,
    FeeState,
    PaymentState,
    Way,
)
from requests_app.rules import fees as rule
from requests_app.rules.clock_bases import regime_named
from requests_app.rules.policies import Policies
from requests_app.rules.states import COUNTED_NOWHERE, RequestState
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.corrections import lapse_on_its_way
from requests_app.selectors.excess import finding_of
from requests_app.selectors.splits import family_keys

LIVE = (FeeState.DECIDED, FeeState.TOLD)
FALLEN_AWAY = (FeeState.CANCELLED, FeeState.WITHOUT_EFFECT)
ENDED = (*FALLEN_AWAY, FeeState.LAPSED)
CHARGEABLE = frozenset({RequestState.IN_HANDLING})
AWAITING = frozenset({RequestState.AWAITING_PAYMENT})
ON_THE_WAY = frozenset({RequestState.IN_APPROVAL, RequestState.APPROVED})
UNPAID = "not_paid"
WAYS_TO_PAY = "ways_to_pay"
"""Key in an agency's settings: how a fee is paid, one sentence a way."""


@dataclass(frozen=True)
class EarlierPieces:
    """One earlier request of the same applicant in the same month, and the pieces it counts."""

    number: str
    received_on: date
    pieces: int

    def as_json(self) -> dict[str, object]:
        """As a decided fee keeps it."""
        return {**vars(self), "received_on": self.received_on.isoformat()}


@dataclass(frozen=True)
class FeeEffect:
    """What a fee decided today would be and do, or why the law does not allow it.

    `tell_by`: last day for the notice; `last_day` to pay if it is received today; `period`: working days that run
    afresh from the payment.
    """

    reckoning: rule.Reckoning | None
    earlier: tuple[EarlierPieces, ...]
    tell_by: date | None
    last_day: date
    period: int
    refusal: str = ""
    basis: str = ""
    code: str = ""

    @property
    def possible(self) -> bool:
        """Whether the law allows it today."""
        return not self.refusal


def ways_to_pay(agency: Agency | None) -> tuple[str, ...]:
    """How a fee is paid to this agency; empty where nobody has set it."""
    found = agency.settings.get(WAYS_TO_PAY, ()) if agency else ()
    return tuple(str(one).strip() for one in found if str(one).strip())


def earlier_in_the_month(case: DisclosureRequest) -> tuple[EarlierPieces, ...]:
    """The requests of the same applicants that this agency received in the same month before this one.

    The same by the identity number alone; where one is missing nobody is known to be the same, so none counts.
    """
    if case.received_on is None:
        return ()
    people = set(case.applicants.values_list("identity_fingerprint", flat=True))
    if not people or "" in people:
        return ()
    first = case.received_on.replace(day=1)
    before = Q(received_on__lt=case.received_on) | Q(received_on=case.received_on, pk__lt=case.pk)
    found = DisclosureRequest.objects.filter(before, agency=case.agency_id, received_on__gte=first)
    for fingerprint in people:
        found = found.filter(applicants__identity_fingerprint=fingerprint)
    # What was split by the agency is one application of the applicant's.
    found = (
        found.filter(split_from=None).exclude(state__in=COUNTED_NOWHERE).distinct().prefetch_related("fees")
    )
    rows = found.order_by("received_on", "pk")
    return tuple(EarlierPieces(row.number or "", row.received_on or first, _pieces(row)) for row in rows)


def _pieces(case: DisclosureRequest) -> int:
    """The pieces a request counts: as its own fee split it, otherwise one."""
    split = [
        fee.count
        for fee in case.fees.all()
        if fee.schedule == rule.Schedule.PER_PIECE and fee.state not in FALLEN_AWAY
    ]
    return split[-1] if split else 1


def charged_by(case: DisclosureRequest) -> rule.Schedule | None:
    """The schedule of the fee that the case, or what was one application with it, has; None where none has. One told
    elsewhere before the case was taken over counts as per piece."""
    family = Fee.objects.filter(request__in=family_keys(case.pk))
    standing = family.exclude(state__in=FALLEN_AWAY).order_by("pk").last()
    if standing is not None:
        return rule.Schedule(standing.schedule or rule.Schedule.PER_PIECE)
    return rule.Schedule.PER_PIECE if told_elsewhere(case) is not None else None


def check_fee(
    case: DisclosureRequest, schedule: rule.Schedule, count: int
) -> tuple[rule.Reckoning, tuple[EarlierPieces, ...]]:
    """The fee as it may be decided today, with the earlier requests it rests on. Raises as the rules do."""
    rule.check_decide(
        today=dates.today(),
        received_on=case.received_on or case.arrived_on,
        due=case.due_on,
        excessive=finding_of(case) is not None,
        earlier=charged_by(case),
        schedule=schedule,
        copies=case.way != Way.CONSULT,
    )
    rule.check_whole(schedule=schedule, split_from=str(case.split_from.number) if case.split_from else "")
    earlier = earlier_in_the_month(case) if schedule is rule.Schedule.PER_PIECE else ()
    reckoning = rule.reckon(schedule, count, sum(one.pieces for one in earlier))
    rule.check_pieces(schedule=schedule, count=count, items=case.items.count())
    rule.check_amount(reckoning.amount)
    rule.check_ways_to_pay(ways_to_pay(case.agency))
    return reckoning, earlier


def effect_of_fee(actor: Actor, case: DisclosureRequest, schedule: rule.Schedule, count: int) -> FeeEffect:
    """What a fee decided today would be and do. Nothing is reckoned of a case the actor may not see."""
    policies = Policies.from_json(case.policies)
    last_day = rule.last_day_to_pay(dates.today(), load_calendar(), policies)
    period = regime_named(case.regime).period
    if not visible_cases(actor).filter(pk=case.pk).exists():
        return FeeEffect(None, (), None, last_day, period, refusal="没有这件申请，或者您无权查看。")
    try:
        reckoning, earlier = check_fee(case, schedule, count)
    except ApplicationError as refusal:
        said = (refusal.message, refusal.basis, refusal.code)
        return FeeEffect(None, (), case.due_on, last_day, period, *said)
    return FeeEffect(reckoning, earlier, case.due_on, last_day, period, basis=rule.BASIS.cite())


def fees_of(actor: Actor, case: DisclosureRequest) -> Sequence[Fee]:
    """Every fee decided on a case, cancelled ones too, oldest first, with its payments."""
    found = Fee.objects.filter(request=case, request__in=visible_cases(actor)).select_related("decided_by")
    return list(found.prefetch_related("payments__evidence").order_by("pk"))


def live_fee(case: DisclosureRequest) -> Fee | None:
    """The fee whose notice is on its way, or that is awaited."""
    return case.fees.filter(state__in=LIVE).last()


def is_awaited(case: DisclosureRequest) -> bool:
    """Whether a payment that comes now would be taken: also while the lapse is being approved."""
    state = RequestState(case.state)
    return lapse_on_its_way(case, UNPAID) if state in ON_THE_WAY else state in AWAITING


def told_elsewhere(case: DisclosureRequest) -> ClockEvent | None:
    """The fee notice that was told before the case was taken over; None where ours is the only one."""
    events = case.clock_events.filter(type="fee_notice", revoked_at__isnull=True, data__fee__isnull=True)
    return events.last()


def paid_amount(fee: Fee) -> int:
    """Yuan that were verified."""
    return sum(one.amount for one in fee.payments.all() if one.state == PaymentState.CONFIRMED)


def outstanding(fee: Fee) -> int | None:
    """Yuan still to be paid; None where the amount was told elsewhere and is not known here."""
    return None if fee.amount is None else fee.amount - paid_amount(fee)


def refundable(fee: Fee) -> int:
    """Yuan that provably came in and did not go back; what is only reported is to be verified first."""
    return paid_amount(fee) - fee.refunded


def reported(fee: Fee) -> FeePayment | None:
    """What the applicant reported to have paid and nobody has verified yet."""
    return fee.payments.filter(state=PaymentState.REPORTED).first()


def served_on(fee: Fee) -> date | None:
    """The proven day on which the notice reached the applicant: who has paid had it by then at the latest."""
    days = [one.paid_on for one in fee.payments.all() if one.state == PaymentState.CONFIRMED]
    letter = fee.letter_set.first()
    if letter is not None:
        served = letter.deliveries.filter(state=DeliveryState.SERVED, served_on__isnull=False)
        days += [one.served_on for one in served if one.served_on is not None]
    elsewhere = told_elsewhere(fee.request) if letter is None else None
    if elsewhere is not None and elsewhere.data.get("served"):
        days.append(date.fromisoformat(elsewhere.data["served"]))
    return min(days, default=None)


def last_day_of(fee: Fee) -> date | None:
    """The last day to pay; None while service is not proven."""
    served = served_on(fee)
    if fee.told_on is None or served is None:
        return None
    return rule.last_day_to_pay(served, load_calendar(), Policies.from_json(fee.request.policies))


def waiting_step(case: DisclosureRequest) -> str:
    """What a case with a fee waits for: its notice to be told ("tell"), the applicant ("wait"), somebody to verify
    what the applicant reports ("check"), or to confirm that the period ended without payment ("lapse")."""
    fee = live_fee(case)
    if fee is None:
        return "wait"
    if reported(fee) is not None:
        return "check"
    if fee.state == FeeState.DECIDED:
        return "tell"
    return "lapse" if fee.lapse_proposed_on is not None else "wait"


def overdue_fees(today: date) -> list[int]:
    """Keys of the cases whose period to pay ended before `today` and for which nobody was told so yet; none whose
    applicant reports to have paid."""
    settled = Fee.objects.filter(request=OuterRef("pk"), state__in=LIVE, lapse_proposed_on__isnull=False)
    claimed = FeePayment.objects.filter(
        fee__request=OuterRef("pk"), fee__state__in=LIVE, state=PaymentState.REPORTED
    )
    waiting = DisclosureRequest.objects.filter(
        closed_on=None,
        state=RequestState.AWAITING_PAYMENT,
        waiting_for="payment",
        waiting_until__lt=today,
    )
    found = waiting.exclude(Exists(settled)).exclude(Exists(claimed))
    return list(found.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class FeeView:
    """What an applicant is asked to pay. `amount` None: told elsewhere, before the case was taken over. `report`: what
    the applicant reported and nobody has verified; `rejected`: why an earlier report was not accepted."""

    amount: int | None
    paid: int
    last_day: date | None
    late: bool
    ways: tuple[str, ...]
    report: FeePayment | None
    rejected: str


def awaited_fee(actor: Applicant) -> FeeView | None:
    """The fee that the applicant may pay and report now; None where none is awaited."""
    case = actor.request
    if not is_awaited(case):
        return None
    fee, ways = live_fee(case), ways_to_pay(case.agency)
    if fee is None:
        until = case.waiting_until
        return FeeView(None, 0, until, rule.is_over(until, dates.today()), ways, None, "")
    last, latest = last_day_of(fee), fee.payments.last()
    rejected = latest.rejected_because if latest and latest.state == PaymentState.REJECTED else ""
    over = rule.is_over(last, dates.today())
    return FeeView(fee.amount, paid_amount(fee), last, over, ways, reported(fee), rejected)
