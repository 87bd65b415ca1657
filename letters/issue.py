"""Issue of letters in two steps, and the making of their PDF.

First, in one short transaction: is it still what was approved, is it lawful today; then number, frozen context and
a promise in the outbox. Second, outside any transaction: render, seal, sign, store. A worker killed in between is
repeated; what is stored once is never made again. One of the two modules that may hand approved content down
(import contract).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from letters.case_facts import Stage, gather_facts
from letters.catalogue import CATALOGUE
from letters.compose import ComposedLetter, compose_procedure, compose_reply
from letters.content import approved_content, changed_parts, template_version
from letters.context import parse_context
from letters.kinds import LetterKind
from letters.legality import check_letter, check_reply
from letters.making import make_pdf, verification_address
from letters.verdicts import Verdict
from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor, System
from requests_app.errors import InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import (
    Agency,
    ApprovedContent,
    Consultation,
    Correction,
    DateChange,
    DisclosureRequest,
    Extension,
    Fee,
    Letter,
    Submission,
    SubmissionState,
)
from requests_app.plain_text import clean_line
from requests_app.rules.consultation import Decision, Opinion, must_tell_third_party
from requests_app.rules.numbering import letter_number
from requests_app.rules.states import RequestState
from requests_app.selectors.disclosures import disclosing_reply
from requests_app.selectors.joining import answered_together
from requests_app.services import approval, issuing
from requests_app.services.act import By, act, lock
from requests_app.services.lateness import keep_lateness

# The word that follows the agency's own in a document number, by numbering pattern of the catalogue.
NUMBER_WORDS: Mapping[str, str] = {"reply": "公开复", "extension": "公开延", "withdrawal": "公开撤"} | {
    "third_party": "公开征",
    "consultation_notice": "公开征告",
    "co_maker": "公开共",
    "agency": "公开商",
    "assistance": "公开协",
    "third_party_notice": "公开三告",
    "correction": "公开补",
    "lapse": "公开告",
    "date_change": "公开期",
    "fee": "公开费",
    "reasons": "公开理",
    "delay": "公开迟",
    "record_corrected": "公开正",
    "record_forwarded": "公开转",
    "record_not_corrected": "公开正告",
}
REGISTRATION = "registration"
MAKER = System("制作文书")


@dataclass(frozen=True)
class ContentChanged:
    """The letter is no longer what was approved. The approval has been voided; `parts` name what changed."""

    parts: tuple[str, ...]

    def refusal(self) -> RuleRefusal:
        """What the person who wanted to issue gets to read."""
        text = f"送审后内容有变（{'、'.join(self.parts)}），审批已经作废，答复书退回承办人，须重新送审。"
        return RuleRefusal("content_changed", text)


def issue_reply(
    *,
    actor: Actor,
    case_id: int,
    seen_version: int | None = None,
    late_reason: str = "",
    late_by: str = "",
    late_unit: str = "",
) -> Letter:
    """Issue the approved reply.

    Raises `RuleRefusal` `content_changed` after the approval was voided, `legality_…` for a check that fails
    today, `StateRefusal` without approval. Call it outside a transaction: the voiding must stay. A caller with
    a transaction of its own uses `issue_or_void` and raises `refusal()` after its commit.
    """
    issued = issue_or_void(
        actor=actor,
        case_id=case_id,
        seen_version=seen_version,
        late_reason=late_reason,
        late_by=late_by,
        late_unit=late_unit,
    )
    if isinstance(issued, ContentChanged):
        raise issued.refusal()
    return issued


@act("出具答复书", by=By(roles=OFFICERS), states=frozenset({RequestState.APPROVED}), of_the_letter=True)
def issue_or_void(
    *, actor: Actor, case: DisclosureRequest, late_reason: str = "", late_by: str = "", late_unit: str = ""
) -> Letter | ContentChanged:
    """Issue the approved reply, or void its approval because the content changed, and say which happened.

    Why it is late and which unit caused it is kept with the case; a reply after its due date needs both. Raises as
    `issue_reply`.
    """
    submission = case.submissions.filter(state=SubmissionState.APPROVED).last()
    if submission is None:
        raise StateRefusal("not_approved", "答复书没有经过审批，不能出具。")
    if late_reason.strip():
        case.late_reason = late_reason.strip()
    letter = compose_reply(case, dates.today())
    changed = _changes(letter, submission)
    if changed:
        parts = "、".join(changed)
        approval.void_approval(actor=actor, case_id=case.pk, submission_id=submission.pk, changed=parts)
        return ContentChanged(changed)
    content = _content_today(case, letter, submission)
    keep_lateness(case, actor, late_by, clean_line(late_unit))
    issued = issuing.issue_reply(
        actor=actor,
        case_id=case.pk,
        content=content,
        form=_form(case.agency, CATALOGUE[letter.kind]),
        freeze=_freezer(letter),
    )
    for one in answered_together(case):
        _tell_third_parties(one)
    return issued


def _tell_third_parties(case: DisclosureRequest) -> None:
    """Only now is the disclosure decided: third parties whose objection did not prevail get their own letter, if
    the reply does disclose something that they were asked about."""
    decided = case.consultations.filter(decision__in=(Decision.RELEASE, Decision.OVERRIDE))
    for asked in decided:
        letter = disclosing_reply(asked)
        if letter is None or not asked.opinion:
            continue
        if must_tell_third_party(asked.inquiry, Opinion(asked.opinion), Decision(asked.decision)):
            key = f"third-party-notice:{asked.pk}:{letter.pk}"
            payload = {"consultation": asked.pk, "reply": letter.pk}
            notifications.enqueue("letters.third_party_notice", key, payload)


@dataclass(frozen=True)
class IssueReview:
    """The approved reply as it would be issued today: what every check says, and what changed since approval.

    `number` is the document number with a box for the sequence, which only the issue takes.
    """

    letter: ComposedLetter
    verdicts: tuple[Verdict, ...]
    changed: tuple[str, ...]
    number: str


def review_issue(case: DisclosureRequest, submission: Submission) -> IssueReview:
    """Compose and check the approved reply for the screen before the issue; nothing is written."""
    today = dates.today()
    letter = compose_reply(case, today)
    verdicts = check_reply(case, letter, today, Stage.ISSUE, submission=submission)
    word = NUMBER_WORDS[CATALOGUE[letter.kind].number_pattern or "reply"] if letter.kind else ""
    number = f"{_mark(case.agency)}{word}〔{today.year}〕□号"
    return IssueReview(letter, verdicts, _changes(letter, submission), number)


def _changes(letter: ComposedLetter, submission: Submission) -> tuple[str, ...]:
    """The parts that differ from what was submitted; empty if it is the same to the byte."""
    try:
        now = approved_content(letter, submission.verdicts, ())
    except InvalidInput:
        return ("文书要素",)
    if now.sha256 == submission.content_hash:
        return ()
    return tuple(changed_parts(submission.content, now.content)) or ("送审记录",)


def _content_today(
    case: DisclosureRequest, letter: ComposedLetter, submission: Submission
) -> ApprovedContent:
    today = dates.today()
    verdicts = check_reply(case, letter, today, Stage.ISSUE, submission=submission)
    return approved_content(letter, submission.verdicts, verdicts)


def issue_procedure_letter(
    *,
    actor: Actor,
    case_id: int,
    kind: str,
    facts: Mapping[str, Any],
    extension: Extension | None = None,
    consultation: Consultation | None = None,
    correction: Correction | None = None,
    date_change: DateChange | None = None,
    fee: Fee | None = None,
    due: tuple[date, bool] | None = None,
) -> Letter:
    """Issue a procedure letter, which needs no round of approval: the system does, once its fact has happened.

    `extension`, `consultation`, `correction` and `fee` are what it is about, `due` as in `compose_procedure`.
    Raises `RuleRefusal` when a check fails, `InvalidInput` naming a missing fact.
    """
    return _issue_procedure(
        actor=actor,
        case_id=case_id,
        kind=kind,
        facts=facts,
        extension=extension,
        consultation=consultation,
        correction=correction,
        date_change=date_change,
        fee=fee,
        due=due,
    )


@act("出具文书", by=By(system=True))
def _issue_procedure(
    *,
    actor: Actor,
    case: DisclosureRequest,
    kind: str,
    facts: Mapping[str, Any],
    extension: Extension | None,
    consultation: Consultation | None,
    correction: Correction | None,
    date_change: DateChange | None,
    fee: Fee | None,
    due: tuple[date, bool] | None,
) -> Letter:
    today = dates.today()
    letter = compose_procedure(case, kind, facts, today, due=due, asked=consultation)
    letter.require_context()
    known = gather_facts(
        case,
        today,
        Stage.ISSUE,
        extension=extension,
        asked=consultation,
        correction=correction,
        fee=fee,
    )
    verdicts = check_letter(letter, known, today)
    content = approved_content(letter, [verdict.as_json() for verdict in verdicts], verdicts)
    return issuing.issue_procedure_letter(
        actor=actor,
        case_id=case.pk,
        content=content,
        form=_form(case.speaker, CATALOGUE[kind]),
        freeze=_freezer(letter),
        extension=extension,
        consultation=consultation,
        correction=correction,
        date_change=date_change,
        fee=fee,
    )


def _form(agency: Agency | None, kind: LetterKind) -> issuing.LetterForm:
    pattern = kind.number_pattern or REGISTRATION

    def write_number(sequence: int, year: int) -> str:
        return number_of(agency, kind, year, sequence)

    own_number = None if pattern == REGISTRATION else write_number
    return issuing.LetterForm(
        kind.key, kind.title, template_version(), own_number, pattern, kind.addressee.value
    )


def number_of(agency: Agency | None, kind: LetterKind, year: int, sequence: int) -> str:
    """The document number of a letter of this kind."""
    word = NUMBER_WORDS[kind.number_pattern or REGISTRATION]
    return letter_number(_mark(agency), word, year, sequence)


def _mark(agency: Agency | None) -> str:
    """The agency's word. Some offices write it with 公开 at its end (清自然资公开), some without: the number has it
    once."""
    return agency.letter_mark.removesuffix("公开") if agency else ""


def _freezer(letter: ComposedLetter) -> issuing.Freezer:
    context = letter.require_context()

    def freeze(number: str, issued_on: str, code: str) -> dict[str, Any]:
        day, address = date.fromisoformat(issued_on), verification_address(code)
        return replace(context, number=number, issued_on=day, verification=address).to_json()

    return freeze


def make_letter(letter_id: int) -> None:
    """Make the PDF of a numbered letter from its frozen context, sign it and store it, once.

    Rendering and signing run outside any transaction. Done again, it changes nothing. Raises `SigningFailed`: the
    letter stays promised.
    """
    letter = Letter.objects.select_related("agency", "seal").get(pk=letter_id)
    if letter.document_id is not None:
        return
    made = make_pdf(parse_context(letter.kind, letter.context), letter.agency, letter.seal)
    with transaction.atomic():
        lock(letter.request_id)
        if Letter.objects.filter(pk=letter_id, document__isnull=True).exists():
            issuing.keep_made(
                actor=MAKER,
                case_id=letter.request_id,
                letter_id=letter_id,
                title=f"{CATALOGUE[letter.kind].title}（{letter.number}）",
                pdf=made.pdf,
                pages=made.pages,
                signature=made.signature,
            )


def receipt_with_code(letter: Letter, query_code: str) -> bytes:
    """The receipt (登记回执) as a PDF that also shows the query code: to be handed over, and stored nowhere.

    `letter` is the issued receipt, which itself never carries the code.
    """
    return _with_code(letter, query_code)


def inquiry_with_code(letter: Letter, answer_code: str) -> bytes:
    """The inquiry (征求第三方意见书) as a PDF that also shows the answer code: to be sent, and stored nowhere."""
    return _with_code(letter, answer_code)


def _with_code(letter: Letter, code: str) -> bytes:
    from letters.render import render_pdf

    facts = {**letter.context["facts"], "query_code": code}
    printed = parse_context(letter.kind, {**letter.context, "facts": facts})
    seal = bytes(letter.seal.picture) if letter.seal is not None else None
    return render_pdf(letter.kind, printed, seal=seal).pdf
