"""A wrong reply is taken back (收回答复书): both letters stay on file, the clock runs on from where it stood."""

from __future__ import annotations

from requests_app import dates
from requests_app.actors import Member
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import (
    CorrectionState,
    DisclosureRequest,
    DocumentKind,
    FeeState,
    Letter,
    LetterState,
)
from requests_app.plain_text import clean_text
from requests_app.rules.approval_rules import check_approver
from requests_app.rules.roles import Role
from requests_app.rules.states import CAN_TAKE_BACK, RequestState
from requests_app.selectors.joining import answered_together
from requests_app.selectors.remedies import reply_in_force
from requests_app.services import clock
from requests_app.services.act import By, act
from requests_app.services.approval import drafters_of, outcome_of
from requests_app.services.disclosures import take_back_notices
from requests_app.services.journal import note
from requests_app.services.two_sides import refuse_third_party
from requests_app.signals import reply_reopened


@act("收回答复书", by=By(roles=frozenset({Role.OFFICE_HEAD})), states=CAN_TAKE_BACK, of_the_letter=True)
def withdraw_letter(*, actor: Member, case: DisclosureRequest, letter_id: int, reason: str) -> Letter:
    """Take the reply back that was issued or delivered: no fresh period, and the day on which it was given no longer
    counts. The applicant reads the reason.

    A letter that gave the application up for want of a correction or a payment leaves it waiting for that again.
    Raises `InvalidInput` without a reason or for one that names a third party, `StateRefusal` for a letter that is
    not the reply in force, `AccessRefused` for who wrote it. One that answers several requests is taken back on all of
    them, from the one that carries it; not while one of them is archived.
    """
    words = clean_text(reason)
    if not words:
        raise InvalidInput(
            "reason_missing", "收回答复书须写明原因。", fields={"reason": "请写明收回的原因。"}
        )
    for one in answered_together(case):
        refuse_third_party(one, {"reason": words})
    letter = reply_in_force(case)
    if letter is None or letter.pk != letter_id:
        raise StateRefusal("not_in_force", "只能收回现在有效的答复书，这份文书不是，或者已经收回。")
    check_approver(actor.user.pk, drafters=drafters_of(case), acting_for=actor.acting_for_id)
    _take_back(case, actor, letter, words)
    for copy in letter.copies.filter(request__joined_to=case).select_related("request").order_by("pk"):
        if RequestState(copy.request.state) not in CAN_TAKE_BACK:
            raise StateRefusal(
                "joined_archived", f"合并答复的 {copy.request.number} 已经归档，这份答复书不能收回。"
            )
        _take_back_copy(actor=actor, case_id=copy.request_id, letter=copy, words=words)
    return letter


@act("收回答复书", by=By(roles=frozenset({Role.OFFICE_HEAD})), states=CAN_TAKE_BACK)
def _take_back_copy(*, actor: Member, case: DisclosureRequest, letter: Letter, words: str) -> None:
    _take_back(case, actor, letter, words)


def _take_back(case: DisclosureRequest, actor: Member, letter: Letter, words: str) -> None:
    case.withdraw_letter()
    letter.state, letter.withdrawn_reason = LetterState.WITHDRAWN, words
    letter.withdrawn_on = dates.today()
    letter.save(update_fields=["state", "withdrawn_reason", "withdrawn_on"])
    _close_copies(case, letter)
    clock.revoke_events(case, actor=actor, letter_id=letter.pk, reason=f"答复书收回：{words}")
    case.replied_on = case.closed_on = None
    _wait_again(case, outcome_of(letter.kind))
    take_back_notices(case, actor, "答复书已经收回")
    note(
        case,
        actor,
        "letter_withdrawn",
        f"收回 {letter.number}，重新办理",
        letter=letter.pk,
        withdrawn_on=letter.withdrawn_on.isoformat(),
    )
    reply_reopened.send(sender=DisclosureRequest, case=case, actor=actor)


def _close_copies(case: DisclosureRequest, letter: Letter) -> None:
    """The applicant keeps the letter to read, marked; what went out with it may have been the mistake."""
    sent_along = [entry["sha256"] for entry in letter.context.get("attachments", ())]
    copies = case.documents.filter(kind=DocumentKind.RELEASED_COPY, sha256__in=sent_along)
    copies.update(visible_to_applicant=False)


def _wait_again(case: DisclosureRequest, outcome: str | None) -> None:
    """The clock stood still for the correction or the payment, and so it does again: it may come, or the application
    be given up once more."""
    if outcome == "not_corrected":
        lapsed = case.corrections.filter(state__in=(CorrectionState.LAPSED, CorrectionState.TOLD))
        if lapsed.update(state=CorrectionState.TOLD):
            case.ask_correction()
    elif outcome == "not_paid":
        unpaid = case.fees.filter(state__in=(FeeState.LAPSED, FeeState.TOLD))
        if unpaid.update(state=FeeState.TOLD):
            case.ask_fee()
