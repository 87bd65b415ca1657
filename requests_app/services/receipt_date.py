"""The day of receipt was recorded wrongly: the head of the office corrects it, with reason and proof."""

from __future__ import annotations

from datetime import date

from requests_app import dates
from requests_app.actors import Actor, Role
from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest, DocumentKind
from requests_app.rules import receipt
from requests_app.rules.numbering import format_date
from requests_app.rules.states import RECEIPT_CAN_BE_CORRECTED, RequestState
from requests_app.selectors.splits import received_alike
from requests_app.services import clock, correction, date_change, extension, fees
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note


@act("更正收到日期", by=By(roles=frozenset({Role.OFFICE_HEAD})), states=RECEIPT_CAN_BE_CORRECTED)
def correct_receipt(
    *, actor: Actor, case: DisclosureRequest, to: date, reason: str, proof: Upload | None
) -> DisclosureRequest:
    """Correct the day of receipt to `to`; every date is reckoned anew from it (contracts: `receipt_date_corrected`).

    The day that was recorded before stays in the event, the due date before and after in the record. What was one
    application with it came on the same day: it is corrected too, where it is not answered yet. Raises
    `RuleRefusal` for a day against Art. 31, `InvalidInput` without reason or proof, `ImpossibleHistory` when something
    that is on record would have happened before receipt.
    """
    missing = {} if reason.strip() else {"reason": "请写明为什么更正。"}
    if proof is None:
        missing["proof"] = "请上传实际收到日期的凭据。"
    if missing or proof is None:
        raise InvalidInput("reason_or_proof_missing", "更正收到日期须有原因和凭据。", fields=missing)
    along, _ = received_alike(case)
    _correct(case, actor, to, reason, proof)
    for one in along:
        _correct_along(actor=actor, case_id=one.pk, to=to, reason=reason, proof=proof)
    return case


@act("更正收到日期", by=By(roles=frozenset({Role.OFFICE_HEAD})), states=RECEIPT_CAN_BE_CORRECTED)
def _correct_along(*, actor: Actor, case: DisclosureRequest, to: date, reason: str, proof: Upload) -> None:
    """The same for a request that was one application with it."""
    _correct(case, actor, to, reason, proof)


def _correct(case: DisclosureRequest, actor: Actor, to: date, reason: str, proof: Upload) -> None:
    recorded, registered_on, today = case.received_on, case.registered_on, dates.today()
    assert recorded is not None
    receipt.check_corrected_receipt(
        channel=case.channel, recorded=recorded, to=to, registered_on=registered_on or today, today=today
    )
    before, was_provisional = case.due_on, case.provisional
    evidence = store(case, actor, proof, kind=DocumentKind.RECEIPT_PROOF, title="收到日期更正的凭据")
    case.received_on, case.regime = to, receipt.regime_on(to)
    # The day on which it reached the house cannot be later; for most channels it is the same day.
    confirmed = receipt.CHANNELS[receipt.Channel(case.channel)].confirmed
    case.arrived_on = min(case.arrived_on, to) if confirmed else to
    clock.record_event(
        case,
        actor=actor,
        type="receipt_date_corrected",
        on=today,
        data={"to": to, "on": today, "was": recorded},
        evidence=evidence,
    )
    clock.refresh(case)
    note(
        case,
        actor,
        "receipt_corrected",
        f"收到日期由{format_date(recorded)}更正为{format_date(to)}",
        remark=reason,
        was=recorded.isoformat(),
        to=to.isoformat(),
        before=before.isoformat() if before else None,
        after=case.due_on.isoformat() if case.due_on else None,
        sha256=evidence.sha256,
    )
    _follow(case, actor, before, was_provisional)


def _follow(case: DisclosureRequest, actor: Actor, before: date | None, was_provisional: bool) -> None:
    """What the new dates lead to."""
    _go_on(case, actor)
    if before != case.due_on:
        extension.remake_notice(case, actor, "因更正收到日期")
    _tell(case, actor, before, was_provisional)


def _go_on(case: DisclosureRequest, actor: Actor) -> None:
    """What the applicant was asked turns out to have been told too late: nobody may wait for it any more."""
    if case.waiting_for:
        return
    if case.state == RequestState.AWAITING_CORRECTION:
        correction.go_on_without(case, actor)
    elif case.state == RequestState.AWAITING_PAYMENT:
        fees.go_on_without(case, actor)


def _tell(case: DisclosureRequest, actor: Actor, before: date | None, was_provisional: bool) -> None:
    """The applicant knows the date that was told: another one is proposed to be told."""
    if before is None or case.due_on is None or case.due_on == before:
        return
    date_change.propose(
        case, actor, old_due=before, was_provisional=was_provisional, why="因更正收到日期", days=[]
    )
