"""What can be done through the door: for each verb the task it belongs to, the roles, the service, and what
becomes of the task. The services check the rules and write; here is only who does what at which task.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from letters.issue import ContentChanged, issue_or_void
from letters.submit import submit_lapse, submit_reply
from requests_app.actors import Member
from requests_app.errors import StateRefusal
from requests_app.models import (
    Delivery,
    DisclosureRequest,
    Extension,
    ExtensionState,
    ReasonsState,
    SubmissionState,
)
from requests_app.models.date_change import LIVE as LIVE_CHANGES
from requests_app.rules.consultation import Inquiry
from requests_app.rules.excess import CAN_BE_FOUND
from requests_app.rules.reasons_request import CAN_BE_ASKED, CAN_BE_GIVEN
from requests_app.rules.roles import Role
from requests_app.rules.states import (
    CAN_BE_ARCHIVED,
    CAN_BE_EXTENDED,
    CAN_BE_VOIDED,
    CAN_BE_WITHDRAWN,
    CAN_CONSULT,
    CAN_TAKE_FILES,
    OPEN,
    RECEIPT_CAN_BE_CORRECTED,
    RequestState,
)
from requests_app.selectors import publication as proposals
from requests_app.selectors.corrections import ASKABLE
from requests_app.selectors.joining import answered_items
from requests_app.selectors.reasons import LIVE
from requests_app.services import (
    approval,
    assignment,
    closing,
    consultation,
    contact_note,
    correction,
    date_change,
    decision,
    delayed_reply,
    delivery,
    documents,
    excess,
    extension,
    intake,
    mailing,
    people,
    publication,
    query_code,
    reasons,
    receipt_date,
    registration,
    search_record,
    transfer,
    withdrawal,
)
from workflows import claims, engine
from workflows.doing import OFFICER_ROLES, Doing, Verb
from workflows.doing import finishing as _finishing
from workflows.doing import serving as _service
from workflows.fee_verbs import FEE_VERBS
from workflows.flows.date_change import DateChangeFlow
from workflows.flows.extension import ExtensionFlow
from workflows.flows.reasons import ReasonsFlow
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.flows.request import RequestFlow
from workflows.plain_acts import OF_THE_LETTER, PLAIN
from workflows.track_verbs import TRACK_VERBS
from workflows.tracks import choose_track

POINTLESS_AT_ISSUE = frozenset(LIVE) - {ReasonsState.DELAY_GRANTED}
"""Requests for reasons that an issued reply leaves nothing to; a granted delay can still be told until delivery."""
APPROVER_ROLES = (Role.OFFICE_HEAD, Role.SIGNATORY, Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER)


def _submit(doing: Doing) -> Any:
    outcomes = [item.outcome for _, item in answered_items(doing.case)]
    submission = doing.call(submit_reply, track=choose_track(doing.case, outcomes))
    engine.end_step(doing.case, RequestFlow.handle, doing.actor.user)
    engine.start_approval(submission)
    return submission


def _approve(doing: Doing, /, **decided: Any) -> Any:
    approved = doing.call(approval.approve, submission_id=doing.record_id, **decided)
    doing.finish("agreed")
    if approved.submission.state == SubmissionState.APPROVED:
        engine.end_waiting(doing.case, "approved")
    return approved


def _return_reply(doing: Doing, /, **decided: Any) -> Any:
    returned = doing.call(approval.return_reply, submission_id=doing.record_id, **decided)
    doing.finish("returned")
    engine.end_waiting(doing.case, "returned")
    return returned


def _recall(doing: Doing, *, reason: str) -> Any:
    submission = doing.case.submissions.filter(state__in=approval.OPEN).last()
    if submission is None:
        raise StateRefusal("nothing_submitted", "本件没有正在审批的送审，不能撤回送审。")
    return doing.call(approval.recall, submission_id=submission.pk, reason=reason)


def _issue(doing: Doing, **lateness: str) -> Any:
    issued = doing.call(issue_or_void, **lateness)
    # A voided approval has sent its signal: the task is gone already, the handler has his again.
    if not isinstance(issued, ContentChanged):
        engine.end_step(doing.case, RequestFlow.issue, doing.actor.user)
        for one in doing.each_answered():
            _drop_assistance(one)
            _drop_extension(one, ExtensionState.ASKED, "答复书已经出具，不再需要延期")
            if one.case.date_changes.filter(state__in=LIVE_CHANGES).exists():
                date_change.drop_pointless(actor=one.actor, case_id=one.case.pk)
            _drop_reasons(one, POINTLESS_AT_ISSUE, "答复书已经出具，不再需要说明理由")
    return issued


def _deliver(service: Callable[..., Delivery]) -> Callable[..., Delivery]:
    """Posting or handing over a letter: the reply ends the delivery task, an extension's notice its own."""

    def run(doing: Doing, /, **arguments: Any) -> Delivery:
        done: Delivery = doing.call(service, **arguments)
        if done.letter.extension_id is not None:
            _end_notice(doing, done.letter.extension_id)
        elif _state_of(doing.case) in CAN_BE_ARCHIVED:
            engine.end_step(doing.case, RequestFlow.deliver, doing.actor.user)
            for one in doing.each_answered():
                _drop_extension(one, ExtensionState.GRANTED, "答复书已经送达，不再需要告知延期")
                _drop_reasons(one, (ReasonsState.DELAY_GRANTED,), "答复书已经送达，不再需要告知延迟答复")
        return done

    return run


def _record_failure(doing: Doing, *, letter_id: int, reason: str) -> Delivery:
    """An extension's notice that came back is to be delivered again, while there is still a reply to wait for."""
    failed: Delivery = doing.call(delivery.record_failure, letter_id=letter_id, reason=reason)
    untold = Extension.objects.filter(letter=letter_id, state=ExtensionState.GRANTED).first()
    if untold is not None and _state_of(doing.case) in OPEN:
        engine.start_extension(untold)
    elif untold is not None:
        _drop_extension(doing, ExtensionState.GRANTED, "申请已经办结，不再需要告知延期")
    return failed


def _end_notice(doing: Doing, extension_id: int) -> None:
    told = Extension.objects.filter(pk=extension_id, state=ExtensionState.NOTIFIED)
    task = engine.open_task(doing.case, ExtensionFlow.notify)
    if told.exists() and task is not None:
        engine.finish(task, doing.actor.user)


def _drop_extension(doing: Doing, state: ExtensionState, reason: str) -> None:
    """An extension that has become pointless ends with its flow."""
    pointless = doing.case.extensions.filter(state=state).first()
    if pointless is not None:
        extension.drop(actor=doing.actor, case_id=doing.case.pk, extension_id=pointless.pk, reason=reason)
        engine.close(engine.extensions_of(doing.case))


def _drop_reasons(doing: Doing, states: Collection[ReasonsState], reason: str) -> None:
    """A request for reasons, or a delayed reply, that has become pointless ends; its flow hears of it."""
    if doing.case.reasons_requests.filter(state__in=states).exists():
        reasons.drop(actor=doing.actor, case_id=doing.case.pk, reason=reason)


def _drop_assistance(doing: Doing) -> None:
    """Help of another unit that nobody waits for any more; what the law asks is over before a reply is issued."""
    for asked in doing.case.consultations.filter(kind=Inquiry.ASSISTANCE, state__in=consultation.LIVE):
        consultation.call_back(
            actor=doing.actor,
            case_id=doing.case.pk,
            consultation_id=asked.pk,
            reason="答复书已经出具，不再需要协办",
        )


def _state_of(case: DisclosureRequest) -> str:
    """The state as it is now: the service has written it since the case was locked."""
    return str(DisclosureRequest.objects.values_list("state", flat=True).get(pk=case.pk))


def _ask_extension(doing: Doing, **arguments: Any) -> Extension:
    asked: Extension = doing.call(extension.ask, **arguments)
    engine.start_extension(asked)
    return asked


def _grant_extension(doing: Doing, *, opinion: str = "") -> Any:
    granted = doing.call(extension.grant, extension_id=doing.record_id, opinion=opinion)
    doing.finish("granted")
    return granted


def _refuse_extension(doing: Doing, *, reason: str) -> Any:
    refused = doing.call(extension.refuse, extension_id=doing.record_id, reason=reason)
    doing.finish("refused")
    return refused


def _prepare_archive(actor: Member, case_id: int, seen_version: int | None) -> dict[str, Any]:
    from letters.dossier import (
        prepare,
    )  # its papers are rendered: WeasyPrint is loaded with the first of them

    return {"prepared": prepare(actor=actor, case_id=case_id, seen_version=seen_version)}


def _archive(doing: Doing, **prepared: Any) -> Any:
    from letters.dossier import archive_case

    package = doing.call(archive_case, **prepared)
    doing.finish()
    return package


def _submit_lapse(doing: Doing, *, delivery: str, considered: str) -> Any:
    submission = doing.call(
        submit_lapse,
        track=choose_track(doing.case, [correction.LAPSE]),
        delivery=delivery,
        considered=considered,
    )
    doing.finish()
    engine.start_approval(submission)
    return submission


_UPLOADERS = (
    *OFFICER_ROLES,
    Role.LEGAL_REVIEWER,
    Role.SECRECY_REVIEWER,
    Role.OFFICE_HEAD,
    Role.ARCHIVIST,
)

VERBS: dict[str, Verb] = {
    "register": Verb(
        _service(registration.register),
        roles=(Role.DESK_OFFICER,),
        states=frozenset({RequestState.RECEIVED}),
    ),
    "correct_receipt": Verb(
        _service(receipt_date.correct_receipt), roles=(Role.OFFICE_HEAD,), states=RECEIPT_CAN_BE_CORRECTED
    ),
    "route": Verb(
        _service(intake.route), roles=(Role.DISPATCHER,), states=frozenset({RequestState.RECEIVED})
    ),
    "transfer_before_registration": Verb(
        _service(transfer.transfer_before_registration),
        roles=(Role.DESK_OFFICER, Role.DISPATCHER),
        states=frozenset({RequestState.RECEIVED}),
    ),
    "review": Verb(_finishing(assignment.accept), RequestFlow.review),
    "accept_on_the_spot": Verb(_finishing(assignment.accept_on_the_spot), RequestFlow.review),
    "reassign": Verb(
        _service(assignment.reassign), roles=(*OFFICER_ROLES, Role.OFFICE_HEAD), states=assignment.ASSIGNABLE
    ),
    "record_search": Verb(
        _service(search_record.record_search), roles=OFFICER_ROLES, states=search_record.SEARCHABLE
    ),
    "save_draft": Verb(_service(decision.save_draft), RequestFlow.handle, of_the_letter=True),
    "add_released_copy": Verb(_service(decision.add_released_copy), RequestFlow.handle, of_the_letter=True),
    "upload": Verb(_service(documents.add_document), roles=_UPLOADERS, states=CAN_TAKE_FILES),
    "reveal_contacts": Verb(_service(people.reveal_contacts), roles=OFFICER_ROLES),
    "address_letter": Verb(_service(mailing.address_letter), roles=OFFICER_ROLES),
    "open_traced": Verb(_service(people.open_traced), roles=(*OFFICER_ROLES, Role.ARCHIVIST)),
    "reissue_code": Verb(
        _service(query_code.reissue_code), roles=OFFICER_ROLES, states=query_code.HAVE_A_CODE
    ),
    "submit": Verb(_submit, RequestFlow.handle, of_the_letter=True),
    "recall": Verb(
        _recall, roles=OFFICER_ROLES, states=frozenset({RequestState.IN_APPROVAL, RequestState.APPROVED})
    ),
    "approve": Verb(_approve, ReplyApprovalFlow.decide),
    "return_reply": Verb(_return_reply, ReplyApprovalFlow.decide),
    "claim": Verb(claims.take, any_task=True),
    "release": Verb(claims.give_back, any_task=True),
    "send_back": Verb(_service(approval.send_back), roles=APPROVER_ROLES, states=approval.CAN_BE_SENT_BACK),
    "issue": Verb(_issue, RequestFlow.issue, of_the_letter=True),
    "post": Verb(_deliver(delivery.post_letter), roles=OFFICER_ROLES),
    "confirm_delivery": Verb(_deliver(delivery.confirm_delivery), roles=OFFICER_ROLES),
    "serve_online": Verb(_deliver(delivery.serve_online), roles=OFFICER_ROLES),
    "record_failure": Verb(_record_failure, roles=OFFICER_ROLES),
    "consult": Verb(_service(consultation.ask), roles=OFFICER_ROLES, states=CAN_CONSULT),
    "issue_answer_code": Verb(_service(consultation.issue_answer_code), roles=OFFICER_ROLES, states=OPEN),
    "record_opinion": Verb(_service(consultation.record_answer), roles=OFFICER_ROLES, states=OPEN),
    "note_silence": Verb(_service(consultation.note_silence), roles=OFFICER_ROLES, states=OPEN),
    "decide_consultation": Verb(_service(consultation.decide), roles=OFFICER_ROLES, states=OPEN),
    "call_back": Verb(_service(consultation.call_back), roles=OFFICER_ROLES, states=OPEN),
    "ask_correction": Verb(_service(correction.ask), roles=OFFICER_ROLES, states=ASKABLE),
    "receive_correction": Verb(
        _service(correction.receive), roles=OFFICER_ROLES, states=correction.RECEIVABLE
    ),
    "call_off_correction": Verb(
        _service(correction.call_off), RequestFlow.tell_correction, states=correction.AWAITING
    ),
    "lapse_uncorrected": Verb(_submit_lapse, RequestFlow.lapse_correction),
    "find_excessive": Verb(_service(excess.find_excessive), roles=OFFICER_ROLES, states=CAN_BE_FOUND),
    "revoke_excess": Verb(_service(excess.revoke_finding), roles=OFFICER_ROLES, states=CAN_BE_FOUND),
    "ask_reasons": Verb(_service(reasons.ask), roles=OFFICER_ROLES, states=CAN_BE_ASKED),
    "call_off_reasons": Verb(_service(reasons.call_off), ReasonsFlow.deliver_request),
    "receive_reasons": Verb(_service(reasons.give), roles=OFFICER_ROLES, states=CAN_BE_GIVEN),
    "judge_reasons": Verb(_service(reasons.judge), ReasonsFlow.judge, states=CAN_BE_GIVEN),
    "grant_delay": Verb(_service(delayed_reply.grant), ReasonsFlow.grant_delay),
    "refuse_delay": Verb(_service(delayed_reply.refuse), ReasonsFlow.grant_delay),
    "ask_extension": Verb(_ask_extension, roles=OFFICER_ROLES, states=CAN_BE_EXTENDED),
    "grant_extension": Verb(_grant_extension, ExtensionFlow.decide),
    "refuse_extension": Verb(_refuse_extension, ExtensionFlow.decide),
    "tell_date_change": Verb(_service(date_change.order_notice), DateChangeFlow.tell),
    "waive_date_change": Verb(_service(date_change.waive_notice), DateChangeFlow.tell),
    "withdraw": Verb(
        _service(withdrawal.withdraw), roles=(*OFFICER_ROLES, Role.DISPATCHER), states=CAN_BE_WITHDRAWN
    ),
    "void": Verb(_service(closing.void), roles=(Role.OFFICE_HEAD,), states=CAN_BE_VOIDED),
    "note_contact": Verb(
        _service(contact_note.note_contact),
        roles=(*OFFICER_ROLES, Role.OFFICE_HEAD),
        states=CAN_TAKE_FILES,
    ),
    "decide_publication": Verb(
        _service(publication.decide), roles=proposals.DECIDERS, states=proposals.ANSWERED
    ),
    "archive": Verb(_archive, RequestFlow.archive, prepare=_prepare_archive),
    **{
        name: Verb(_service(act), roles=roles, states=states, of_the_letter=name in OF_THE_LETTER)
        for name, (act, roles, states) in PLAIN.items()
    },
}
VERBS |= FEE_VERBS
VERBS |= TRACK_VERBS
"""Every verb of the desk. Arguments are those of its service, without the ids the task already names."""
