"""Giving a letter its number and freezing it. Called only by `letters/issue.py` (import contract)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor
from requests_app.errors import RuleRefusal, StateRefusal
from requests_app.models import (
    ApprovedContent,
    Consultation,
    ConsultationState,
    Correction,
    CorrectionState,
    DateChange,
    DateChangeState,
    DisclosureRequest,
    Document,
    DocumentKind,
    Extension,
    ExtensionState,
    Fee,
    FeeState,
    Letter,
    LetterAddressee,
    LetterState,
    ReasonsState,
    ReplyDelay,
    Submission,
    SubmissionState,
)
from requests_app.rules.consultation import RULES, Decision, Opinion, must_tell_third_party
from requests_app.rules.states import RequestState
from requests_app.selectors.disclosures import disclosing_reply
from requests_app.selectors.fees import FALLEN_AWAY
from requests_app.selectors.seals import current_seal
from requests_app.services import joint_letters, numbers
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.services.submission import refuse_failed
from requests_app.verification_codes import new_code

Freezer = Callable[[str, str, str], Mapping[str, Any]]
"""The frozen context of a letter with this number, this day of issue and this verification code."""


@dataclass(frozen=True)
class Ground:
    """What a procedure letter rests on: the case, and the extension, correction, fee or consultation it is about."""

    kind: str
    case: DisclosureRequest
    extension: Extension | None = None
    correction: Correction | None = None
    asked: Consultation | None = None
    date_change: DateChange | None = None
    fee: Fee | None = None


def _granted(ground: Ground) -> bool:
    extension = ground.extension
    own = extension is not None and extension.request_id == ground.case.pk
    return own and extension is not None and extension.state == ExtensionState.GRANTED


def _correcting(ground: Ground) -> bool:
    correction = ground.correction
    own = correction is not None and correction.request_id == ground.case.pk
    return own and correction is not None and correction.state == CorrectionState.ASKED


def _moved(ground: Ground) -> bool:
    change = ground.date_change
    own = change is not None and change.request_id == ground.case.pk
    return own and change is not None and change.state == DateChangeState.ORDERED


def _charging(ground: Ground) -> bool:
    fee = ground.fee
    own = fee is not None and fee.request_id == ground.case.pk
    return own and fee is not None and fee.state == FeeState.DECIDED


def _not_charged(ground: Ground) -> bool:
    """A fee that the applicant was told of fell away."""
    return ground.case.fees.filter(state__in=FALLEN_AWAY, told_on__isnull=False).exists()


def _asked(ground: Ground) -> bool:
    asked = ground.asked
    if asked is None or asked.request_id != ground.case.pk:
        return False
    live = asked.state != ConsultationState.CALLED_BACK
    return live and RULES[asked.inquiry].letter_kind == ground.kind


def _asked_and_sent(ground: Ground) -> bool:
    asked = ground.asked
    return asked is not None and asked.request_id == ground.case.pk and asked.sent_on is not None


def _overruled(ground: Ground) -> bool:
    asked = ground.asked
    if asked is None or asked.request_id != ground.case.pk or not (asked.opinion and asked.decision):
        return False
    told = must_tell_third_party(asked.inquiry, Opinion(asked.opinion), Decision(asked.decision))
    return told and disclosing_reply(asked) is not None


def _asks_for_reasons(ground: Ground) -> bool:
    return ground.case.reasons_requests.filter(state=ReasonsState.ASKED, letter=None).exists()


def _delays(ground: Ground) -> bool:
    granted = ReplyDelay.objects.filter(reasons_request__request=ground.case, granted=True, letter=None)
    return granted.filter(reasons_request__state=ReasonsState.DELAY_GRANTED).exists()


Fact = Callable[[Ground], bool]
_NOBODY_ASKED = "没有征求意见，或者征求意见已经终止，不能出具这份文书。"

PROCEDURE_LETTERS: Mapping[str, tuple[Fact, str]] = {
    "receipt": (lambda ground: ground.case.number is not None, "申请还没有登记，不能出具登记回执。"),
    "intake_receipt": (
        lambda ground: ground.case.is_unrouted,
        "申请没有经过统一受理，或者已经分办，不能出具统一受理回执。",
    ),
    "correction_notice": (_correcting, "没有已经决定、尚待告知的补正，不能出具补正告知书。"),
    "extension_notice": (_granted, "没有已经批准、尚待告知的延期，不能出具延期告知书。"),
    "fee_notice": (_charging, "没有已经决定、尚待告知的收费，不能出具收费通知书。"),
    "fee_cancelled_notice": (_not_charged, "没有已经告知而又撤销的收费，不能出具撤销收费告知书。"),
    "withdrawal_notice": (
        lambda ground: ground.case.state == RequestState.WITHDRAWN,
        "申请人没有撤回申请，不能出具撤回告知书。",
    ),
    "changed_date_notice": (_moved, "没有决定告知的期限变更，不能出具期限变更告知书。"),
    "reasons_request": (_asks_for_reasons, "没有尚待告知的说明理由的要求，不能出具说明理由告知书。"),
    "delay_notice": (_delays, "没有已经批准、尚待告知的延迟答复，不能出具延迟答复告知书。"),
    **{row.letter_kind: (_asked, _NOBODY_ASKED) for row in RULES.values()},
    "consultation_notice": (_asked_and_sent, "征求意见的文书还没有发出，不能告知申请人。"),
    "third_party_disclosure_notice": (
        _overruled,
        "没有决定公开第三方不同意公开的信息，或者答复书还没有出具，不能告知第三方。",
    ),
}
"""Letters without a round of approval: the fact that each tells of, and the refusal where there is none."""


@dataclass(frozen=True)
class LetterForm:
    """What `letters` knows of a kind: its title, how its number is written, and its template's version.

    `write_number` turns (sequence, year) into the number on the letter; None: the letter bears the 受理编号.
    """

    kind: str
    title: str
    template_version: str
    write_number: Callable[[int, int], str] | None
    number_kind: str
    addressee: str = LetterAddressee.APPLICANT


@act("出具答复书", by=By(roles=OFFICERS), states=frozenset({RequestState.APPROVED}), of_the_letter=True)
def issue_reply(
    *,
    actor: Actor,
    case: DisclosureRequest,
    content: ApprovedContent,
    form: LetterForm,
    freeze: Freezer,
) -> Letter:
    """Issue the approved reply. `content` is the content as it is now, its verdicts those of today.

    Raises `RuleRefusal` when the content is not the approved one or a check fails today.
    """
    submission = case.submissions.filter(state=SubmissionState.APPROVED).last()
    if submission is None:
        raise StateRefusal("not_approved", "答复书没有经过审批，不能出具。")
    if submission.content_hash != content.sha256:
        raise RuleRefusal("content_changed", "答复书的内容在审批后有变，须重新送审。")
    refuse_failed(content)
    _refuse_unapproved(submission)
    letter = _freeze(case, actor, form, content, freeze, submission=submission)
    submission.state = SubmissionState.ISSUED
    submission.save(update_fields=["state"])
    case.issue_reply()
    note(
        case,
        actor,
        "issued",
        f"出具《{form.title}》{letter.number}",
        letter=letter.pk,
        number=letter.number,
        content_hash=content.sha256,
    )
    joint_letters.put_on_each_file(case, actor, letter)
    return letter


@act("出具文书", by=By(system=True))
def issue_procedure_letter(
    *,
    actor: Actor,
    case: DisclosureRequest,
    content: ApprovedContent,
    form: LetterForm,
    freeze: Freezer,
    extension: Extension | None = None,
    consultation: Consultation | None = None,
    correction: Correction | None = None,
    date_change: DateChange | None = None,
    fee: Fee | None = None,
) -> Letter:
    """Issue a procedure letter (receipt, correction, extension, fee, moved date, …): it needs no round of approval.

    The system does it, as the consequence of an act of somebody who may. Raises `RuleRefusal` when a check
    fails, for any other kind of letter, and where what the letter tells has not happened.
    """
    ground = Ground(form.kind, case, extension, correction, consultation, date_change, fee)
    _refuse_unfounded(content.kind, ground)
    refuse_failed(content)
    letter = _freeze(
        case,
        actor,
        form,
        content,
        freeze,
        extension=extension,
        consultation=consultation,
        correction=correction,
        date_change=date_change,
        fee=fee,
    )
    note(
        case, actor, "letter_issued", f"出具《{form.title}》{letter.number}", letter=letter.pk, kind=form.kind
    )
    return letter


def _refuse_unfounded(content_kind: str, ground: Ground) -> None:
    """What needs no approval only tells of something that has happened; nothing else may go out this way."""
    if ground.kind not in PROCEDURE_LETTERS or content_kind != ground.kind:
        raise RuleRefusal("not_a_procedure_letter", "这种文书须经审批出具，不能作为程序性文书出具。")
    fact, words = PROCEDURE_LETTERS[ground.kind]
    if not fact(ground):
        raise RuleRefusal("fact_missing", words)


def _refuse_unapproved(submission: Submission) -> None:
    """The approvals themselves are counted again: a state alone proves nothing."""
    agreed = set(submission.approvals.filter(verdict="approve").values_list("step", "content_hash"))
    for step in submission.steps:
        if (step["key"], submission.content_hash) not in agreed:
            raise RuleRefusal("step_not_approved", f"“{step['label']}”没有对现在的内容表示同意，不能出具。")


def _freeze(
    case: DisclosureRequest,
    actor: Actor,
    form: LetterForm,
    content: ApprovedContent,
    freeze: Freezer,
    *,
    submission: Submission | None = None,
    extension: Extension | None = None,
    consultation: Consultation | None = None,
    correction: Correction | None = None,
    date_change: DateChange | None = None,
    fee: Fee | None = None,
) -> Letter:
    today = dates.today()
    agency, number = case.speaker, case.shown_number
    if agency is None or number is None:
        raise StateRefusal("not_registered", "申请还没有登记，不能出具文书。")
    if form.write_number is not None:
        number = form.write_number(numbers.allocate(agency, form.number_kind, today.year), today.year)
    code = new_code()
    letter = Letter.objects.create(
        request=case,
        agency=agency,
        kind=form.kind,
        number=number,
        issued_on=today,
        context=dict(freeze(number, today.isoformat(), code)),
        template_version=form.template_version,
        content_hash=content.sha256,
        legality=[dict(verdict) for verdict in content.verdicts],
        submission=submission,
        extension=extension,
        consultation=consultation,
        addressee=form.addressee,
        correction=correction,
        date_change=date_change,
        fee=fee,
        verification_code=code,
        seal=current_seal(agency),
        created_by_id=actor.user_id,
    )
    notifications.enqueue("letters.make", f"make:{letter.pk}", {"letter": letter.pk})
    return letter


@act("制作文书", by=By(system=True))
def keep_made(
    *,
    actor: Actor,
    case: DisclosureRequest,
    letter_id: int,
    title: str,
    pdf: bytes,
    pages: int,
    signature: Mapping[str, Any],
) -> Document:
    """Store the PDF of a numbered letter, once, and what its signer told of it (`Sealed.signature`). A second call
    gives back the first document.

    One that was withdrawn while it was being made stays withdrawn: its paper is kept for the file alone.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id, request=case)
    if letter.document is not None:
        return letter.document
    document = store(
        case,
        actor,
        Upload(f"{letter.kind}.pdf", pdf),
        kind=DocumentKind.LETTER,
        title=title,
        visible_to_applicant=_shown_when_made(letter),
    )
    letter.document, letter.signature = document, dict(signature)
    if letter.state == LetterState.NUMBERED:
        letter.state = LetterState.MADE
    letter.save(update_fields=["document", "signature", "state"])
    signed = "，已加盖电子签名" if signature else ""
    note(
        case,
        actor,
        "letter_made",
        f"《{title}》制作完成，{pages} 页{signed}",
        letter=letter.pk,
        sha256=document.sha256,
        signature=dict(signature),
    )
    joint_letters.made(letter, actor)
    return document


def _shown_when_made(letter: Letter) -> bool:
    """A procedure letter to the applicant is his to read at once; a reply only when it is served."""
    procedural = letter.submission_id is None and letter.addressee == LetterAddressee.APPLICANT
    return procedural and letter.state != LetterState.WITHDRAWN
