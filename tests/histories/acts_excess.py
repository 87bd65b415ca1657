"""The acts of excessive requests (finding, reasons, delayed reply, fee), of orders, and of a wrong day of receipt."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from requests_app.models import ReasonsState
from requests_app.rules.fees import Schedule
from requests_app.rules.reasons_request import Judgement
from requests_app.rules.remedy_case import RemedyKind, RemedyResult
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState as S
from requests_app.selectors.fees import live_fee, outstanding
from requests_app.services import remedy
from requests_app.services.payments import Payment
from requests_app.services.reasons import Given
from requests_app.services.remedy import Decided, NewRemedy
from tests.histories.acts import Act, give, having, in_states
from tests.histories.world import PROOF, World

R = ReasonsState
EARLY = in_states(S.UNDER_REVIEW, S.IN_HANDLING)


# Reasons and delayed reply


def find_excessive(world: World) -> None:
    world.do(Role.HANDLER, "find_excessive", why="一个月内就同一片区提出多件")


def reasons_told(world: World) -> None:
    """Asked upon the finding, and the letter handed over."""
    find_excessive(world)
    reply_by = world.today + timedelta(days=world.draw(st.sampled_from([7, 10, 21])))
    world.do(Role.HANDLER, "ask_reasons", what="请说明申请的理由", reply_by=reply_by)
    give(world, world.case.letters.get(kind="reasons_request"))


def reasons_given(world: World) -> None:
    world.do(world.officer(), "receive_reasons", given=Given(world.today, "用于课题研究"))


def judge_reasons(world: World) -> None:
    judgement = world.draw(st.sampled_from([Judgement.ACCEPTED, Judgement.DELAYED, Judgement.DELAYED]))
    until = world.today + timedelta(days=world.draw(st.sampled_from([1, 30, 60])))
    delayed = {"until": until} if judgement is Judgement.DELAYED else {}
    world.do(Role.HANDLER, "judge_reasons", judgement=judgement, why="理由合理", **delayed)


def delay_told(world: World) -> None:
    """From the reasons to the notice of the delayed reply in the applicant's hands."""
    reasons_told(world)
    reasons_given(world)
    until = world.today + timedelta(days=world.draw(st.sampled_from([40, 60, 90])))
    world.do(Role.HANDLER, "judge_reasons", judgement=Judgement.DELAYED, why="理由合理", until=until)
    world.do(Role.OFFICE_HEAD, "grant_delay")
    give(world, world.case.letters.get(kind="delay_notice"))


def grant_delay(world: World) -> None:
    world.do(Role.OFFICE_HEAD, "grant_delay")


# Fee


def fee_told(world: World) -> None:
    """Decided upon a finding, and the notice handed over."""
    if not world.case.excess_findings.exists():
        find_excessive(world)
    world.do(Role.HANDLER, "ask_fee", schedule=Schedule.PER_QUANTITY, count=world.draw(st.integers(1, 300)))
    give(world, world.case.letters.get(kind="fee_notice"))


def pay(world: World) -> None:
    fee = live_fee(world.case)
    owed = (outstanding(fee) if fee else None) or 1
    amount = world.draw(st.sampled_from([owed, owed, max(1, owed // 2)]))
    world.do(world.officer(), "receive_fee", payment=Payment(amount, world.past(), "票0001", PROOF))


def cancel_fee(world: World) -> None:
    world.do(world.officer(), "cancel_fee", reason="计算有误")


# Order and receipt


def ordered(world: World) -> None:
    """A reconsideration ends with an order to reply anew, and the head reopens the request."""
    acting = {"actor": world.office.head, "case_id": world.case.pk}
    new = NewRemedy(RemedyKind.RECONSIDERATION, "清溪市人民政府", world.today)
    dispute = remedy.record(**acting, new=new)
    days = world.draw(st.integers(1, 30))
    decided = Decided(RemedyResult.CORRECTED, world.today, world.today, "清府复决字〔2026〕7号", PROOF, days)
    remedy.record_result(**acting, remedy_id=dispute.pk, decided=decided)
    remedy.reopen(**acting, remedy_id=dispute.pk)
    world.settle()


def correct_receipt(world: World) -> None:
    to = world.case.received_on - timedelta(days=world.draw(st.integers(-2, 3)))
    world.do(Role.OFFICE_HEAD, "correct_receipt", to=to, reason="收发室签收在先", proof=PROOF)


EXCESS_ACTS: list[Act] = [
    Act("find excessive", find_excessive, EARLY, 1),
    Act("reasons told", reasons_told, EARLY, 3),
    Act("reasons given", reasons_given, having(f"reasons {R.TOLD}", f"reasons {R.ASKED}"), 4),
    Act("judge reasons", judge_reasons, having(f"reasons {R.TO_JUDGE}"), 4),
    Act("delay told", delay_told, EARLY, 5),
    Act("grant delay", grant_delay, having(f"reasons {R.DELAY_ASKED}"), 6),
    Act("fee told", fee_told, in_states(S.IN_HANDLING), 6),
    Act("pay", pay, in_states(S.AWAITING_PAYMENT), 6),
    Act("cancel fee", cancel_fee, in_states(S.AWAITING_PAYMENT), 1),
    Act("ordered", ordered, in_states(S.DELIVERED, S.ARCHIVED), 8),
    Act("correct receipt", correct_receipt, in_states(S.UNDER_REVIEW, S.IN_HANDLING, S.IN_APPROVAL), 3),
]
