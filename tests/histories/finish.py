"""How any history comes to its end: for each state, what the office does next until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from requests_app.errors import ApplicationError
from requests_app.models import ConsultationState as C
from requests_app.models import DeliveryState
from requests_app.rules.consultation import Decision, Inquiry, Opinion
from requests_app.rules.roles import Role
from requests_app.rules.states import CAN_BE_ARCHIVED, CAN_BE_WITHDRAWN
from requests_app.rules.states import RequestState as S
from requests_app.selectors.fees import live_fee, outstanding
from requests_app.services.correction import Received
from requests_app.services.delivery import Service
from requests_app.services.payments import Payment
from tests.histories.acts import withdraw_online
from tests.histories.acts_reply import approve, draft, submit
from tests.histories.invariants import Watch
from tests.histories.world import PROOF, World

ENDS = frozenset({S.ARCHIVED, S.VOIDED, S.TRANSFERRED})
MOST_STEPS = 40


def finish(world: World, watch: Watch) -> None:
    """Drive the case to its end through the ordinary acts, looking after each. Fails when it cannot be done.

    Archiving is the dearest act: most histories leave it to those that try it.
    """
    ends = ENDS if world.draw(st.sampled_from([False, True, False, False, False])) else ENDS | CAN_BE_ARCHIVED
    if S(world.case.state) in CAN_BE_WITHDRAWN and world.draw(st.sampled_from([False, True, False, False])):
        world.attempt("withdraw online", withdraw_online)
    for _ in range(MOST_STEPS):
        if S(world.case.state) in ends:
            return
        NEXT[S(world.case.state)](world)
        world.told.append(f"{world.today} (to the end) {world.case.state}")
        watch.look()
    raise AssertionError(f"no end in sight: {world.case.state}")


def _review(world: World) -> None:
    world.do(Role.DESK_OFFICER, "review", handler=world.handlers[0])


def _correct(world: World) -> None:
    received = Received(world.today, texts={1: f"规划批复文件（{world.case.version}）"}, files=[PROOF])
    world.do(Role.DESK_OFFICER, "receive_correction", received=received)


def _handle(world: World) -> None:
    """First what still runs beside it, then a reply that stands every check."""
    asked = world.case.consultations.filter(state__in=(C.TO_SEND, C.SENT, C.SERVED, C.TO_DECIDE)).first()
    if asked is None:
        _answer(world)
    elif asked.state == C.TO_DECIDE:
        decision = {"decision": Decision.WITHHOLD, "reason": "公开会损害其合法权益"}
        world.do(Role.HANDLER, "decide_consultation", consultation_id=asked.pk, **decision)
    elif asked.state == C.TO_SEND:
        world.do(Role.HANDLER, "call_back", consultation_id=asked.pk, reason="不再需要")
    else:
        said = None if asked.inquiry is Inquiry.ASSISTANCE else Opinion.AGREES
        world.do(Role.HANDLER, "record_opinion", consultation_id=asked.pk, opinion=said, reasons="来函")


def _answer(world: World) -> None:
    """The first kind of reply that the file bears out; the last refusal is told when none does."""
    refusals: list[str] = []
    for outcome in ("already_public", "third_party", "not_ours"):
        try:
            draft(world, outcome)
            submit(world)
        except ApplicationError as refusal:
            refusals.append(f"{outcome}: {refusal.code} {refusal.message}")
        else:
            return
    raise AssertionError("；".join(refusals))


def _pay(world: World) -> None:
    fee = live_fee(world.case)
    owed = (outstanding(fee) if fee else None) or 1
    paid = Payment(owed, world.today, "票0001", PROOF)
    world.do(Role.DESK_OFFICER, "receive_fee", payment=paid)


def _issue(world: World) -> None:
    world.do(Role.DESK_OFFICER, "issue", late_reason="承办人生病")


def _deliver(world: World) -> None:
    letter = world.case.letters.filter(submission__isnull=False).order_by("pk").last()
    assert letter is not None
    posted = letter.deliveries.filter(state=DeliveryState.SENT).exists()
    given = Service("post" if posted else "hand", world.today, "王契", proof=PROOF)
    world.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=given)


def _archive(world: World) -> None:
    world.do(Role.ARCHIVIST, "archive")


NEXT: dict[S, Callable[[World], None]] = {
    S.UNDER_REVIEW: _review,
    S.AWAITING_CORRECTION: _correct,
    S.IN_HANDLING: _handle,
    S.AWAITING_PAYMENT: _pay,
    S.IN_APPROVAL: approve,
    S.APPROVED: _issue,
    S.ISSUED: _deliver,
    S.DELIVERED: _archive,
    S.LAPSED: _archive,
    S.WITHDRAWN: _archive,
}
"""One row for each state that is not an end."""
