"""The papers of a case's file: what was stored, and the forms that are made from the records for the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from letters.catalogue import CATALOGUE
from letters.compose import compose_procedure
from letters.consultation_letters import CONSULTATION_LETTERS
from letters.context import parse_context
from letters.dossier_facts import search_facts, talk_facts
from letters.excess_letters import EXCESS_LETTERS
from letters.facts import need_citation
from letters.render import Rendered, render_pdf
from letters.wording import citations_text
from requests_app import dates
from requests_app.crypto import mask_address, mask_email, mask_id_number, mask_phone
from requests_app.dates import legal_date
from requests_app.errors import InvalidInput
from requests_app.models import (
    Applicant,
    Approval,
    Correction,
    Delivery,
    DeliveryState,
    DisclosureRequest,
    Document,
    DocumentKind,
    Extension,
    ExtensionState,
    Letter,
    LetterState,
    SearchRecord,
    Submission,
    SubmissionState,
    Verdict,
)
from requests_app.reports.archive_manifest import Paper
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.selectors.corrections import original_texts
from requests_app.selectors.documents import DamagedFile, read_content
from requests_app.selectors.submissions import rounds_of

_PIECE_OF_DOCUMENT: Mapping[str, str] = {
    DocumentKind.APPLICATION: "application",
    DocumentKind.IDENTITY_PROOF: "identity_proof",
    DocumentKind.ENVELOPE: "envelope",
    DocumentKind.RECEIPT_PROOF: "receipt_proof",
    DocumentKind.CORRECTION: "correction",
    DocumentKind.RELEASED_COPY: "released_copy",
    DocumentKind.EVIDENCE: "evidence",
    DocumentKind.DELIVERY_PROOF: "proof_of_service",
    DocumentKind.WITHDRAWAL: "withdrawal_paper",
    DocumentKind.PAYMENT_PROOF: "fee",
    DocumentKind.OPINION: "consultation",
    DocumentKind.MINUTES: "joint_minutes",
    DocumentKind.ORDER: "dispute",
    DocumentKind.REASONS: "reasons",
    DocumentKind.OTHER: "evidence",
}
_PIECE_OF_LETTER = {
    kind: kind
    for kind in (
        "intake_receipt",
        "receipt",
        "correction_notice",
        "extension_notice",
        "changed_date_notice",
        "withdrawal_notice",
    )
} | {
    "fee_notice": "fee",
    "fee_cancelled_notice": "fee",
    **{kind.key: "consultation" for kind in CONSULTATION_LETTERS},
}
_PIECE_OF_LETTER |= {kind.key: kind.key for kind in EXCESS_LETTERS}
_TITLES = {
    "extension_approval": "延期答复呈批表",
    "delay_approval": "延迟答复呈批表",
    "correction": "补正后的政府信息公开申请表",
}
_FROM_APPLICANT = frozenset({"application", "identity_proof", "correction", "reasons", "withdrawal_paper"})
_SUFFIXES = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}


@dataclass(frozen=True)
class Filed:
    """A paper with its bytes and the suffix of its file."""

    paper: Paper
    content: bytes
    suffix: str


def stored_papers(case: DisclosureRequest) -> Iterator[Filed]:
    """Every stored file of the case, checked against its hash. Raises `InvalidInput` naming a damaged one."""
    letters = {letter.document_id: letter for letter in case.letters.filter(document__isnull=False)}
    sent = {
        attachment["sha256"]
        for letter in case.letters.all()
        for attachment in letter.context.get("attachments", ())
    }
    for document in case.documents.exclude(kind=DocumentKind.ARCHIVE_PACKAGE):
        letter = letters.get(document.pk)
        paper = _letter_paper(document, letter) if letter else _document_paper(document, sent)
        yield Filed(paper, _content(document), _SUFFIXES[document.media_type])


def _content(document: Document) -> bytes:
    try:
        return read_content(document)
    except (DamagedFile, OSError):
        raise InvalidInput(
            "file_damaged",
            f"文件“{document.title}”已经丢失，或者与存入时的摘要不符，不能归档。请先恢复原文件。",
        ) from None


def _document_paper(document: Document, sent: set[str]) -> Paper:
    piece = _PIECE_OF_DOCUMENT[document.kind]
    author = _names(document.request) if piece in _FROM_APPLICANT else ""
    unsent = piece == "released_copy" and document.sha256 not in sent
    return Paper(
        key=f"document:{document.pk}",
        piece=piece,
        title=document.title,
        author=author,
        on=legal_date(document.created_at),
        pages=document.pages,
        note="未随文提供" if unsent else "",
    )


def _letter_paper(document: Document, letter: Letter) -> Paper:
    request = letter.request
    agency = request.intake_agency if letter.kind == "intake_receipt" else request.agency
    return Paper(
        key=f"document:{document.pk}",
        piece=_PIECE_OF_LETTER.get(letter.kind, "reply"),
        title=CATALOGUE[letter.kind].title,
        number=letter.number,
        author=agency.name if agency else "",
        on=letter.issued_on,
        pages=document.pages,
        note="已撤回" if letter.state == LetterState.WITHDRAWN else "",
    )


def made_papers(case: DisclosureRequest, today: date) -> Iterator[Filed]:
    """The forms that the records of the case fill: registration, application as first submitted (where none is on
    paper), the corrected one, searches, talks, approvals, extension, the approved text, proof of service where no slip
    is stored.

    Raises `InvalidInput` for a case without receipt or a text that no font can print.
    """
    yield form(case, "registration_form", "registration_form", _registration(case), today)
    if not case.documents.filter(kind=DocumentKind.APPLICATION).exists():
        first = [{"text": text} for text in original_texts(case)]
        yield form(case, "application", "application_form", _application(case), today, first)
    for correction in case.corrections.exclude(received_on=None):
        facts, came = _corrected(case, correction), correction.received_on or today
        yield form(case, "correction", "application_form", facts, came, _texts(correction), correction.pk)
    for search in SearchRecord.objects.filter(item__request=case):
        items = [{"text": search.item.text}]
        facts = search_facts(case, search)
        yield form(case, "search_record", "search_record", facts, search.searched_on, items, search.pk)
    if case.contact_notes.exists():
        yield form(case, "contact_record", "contact_record", talk_facts(case), today)
    for extension in case.extensions.exclude(decided_on=None).exclude(state=ExtensionState.REFUSED):
        facts, day = _extension(case, extension), extension.decided_on
        yield form(case, "extension_approval", "approval_form", facts, day or today, key=extension.pk)
    for submission in rounds_of(case):
        yield from _approval(case, submission)
    unproven = Delivery.objects.filter(letter__request=case, proof=None).exclude(state=DeliveryState.SENT)
    for delivery in unproven.select_related("letter", "recorded_by"):
        day = delivery.served_on or delivery.sent_on or today
        yield form(case, "proof_of_service", "proof_of_service", _service(delivery), day, key=delivery.pk)


def form(
    case: DisclosureRequest,
    piece: str,
    kind: str,
    facts: Mapping[str, Any],
    on: date,
    items: Sequence[Mapping[str, str]] = (),
    key: int = 0,
    covers: frozenset[str] = frozenset(),
) -> Filed:
    """An internal form of the catalogue, filled with `facts`; `on` is the day of what it shows.

    Raises `InvalidInput` as `parse_context` and `render_pdf` do.
    """
    # Composed as of today: the clock cannot be asked about a day before its last event.
    data = dict(compose_procedure(case, kind, facts, dates.today()).data)
    if items:
        data["items"] = [dict(item) for item in items]
    rendered = render_pdf(kind, parse_context(kind, data))
    return _filed(case, piece, kind, rendered, on, key, covers)


def _filed(
    case: DisclosureRequest,
    piece: str,
    kind: str,
    rendered: Rendered,
    on: date,
    key: int,
    covers: frozenset[str] = frozenset(),
    note: str = "",
) -> Filed:
    author = _names(case) if piece in _FROM_APPLICANT else case.agency.name if case.agency else ""
    title = _TITLES.get(piece, CATALOGUE[kind].title)
    paper = Paper(
        f"{piece}:{key}", piece, title, author=author, on=on, pages=rendered.pages, note=note, covers=covers
    )
    return Filed(paper, rendered.pdf, "pdf")


def _names(case: DisclosureRequest) -> str:
    return "、".join(case.applicants.values_list("name", flat=True))


def persons(case: DisclosureRequest) -> list[dict[str, str]]:
    """The applicants with numbers and contacts masked: what is encrypted in the database does not leave it."""
    return [_person(applicant) for applicant in case.applicants.all()]


def _person(applicant: Applicant) -> dict[str, str]:
    contacts = (
        mask_phone(applicant.phone),
        mask_email(applicant.email) if applicant.email else "",
        mask_address(applicant.address),
    )
    number = mask_id_number(applicant.identity_number)
    return {
        "name": applicant.name,
        "identity": f"{applicant.get_identity_kind_display()} {number}".strip(),
        "contact": "；".join(contact for contact in contacts if contact),
        "agent": applicant.agent_name,
        "kind": applicant.get_organisation_kind_display() if applicant.organisation_kind else "自然人",
        "workplace": applicant.workplace,
        "representative": applicant.legal_representative,
        "contact_person": applicant.contact_person,
    }


def _registration(case: DisclosureRequest) -> dict[str, Any]:
    registered_on = case.registered_on or case.received_on or case.arrived_on
    return {
        "registration_number": case.number,
        "persons": persons(case),
        "arrived_on": case.arrived_on.isoformat(),
        "receipt_proof": case.receipt_proof,
        "mail_number": case.mail_number,
        "registered_on": registered_on.isoformat(),
        "handler": case.handler.name if case.handler else None,
        "unit": case.unit.name if case.unit else None,
        "note": case.note,
    }


def _application(case: DisclosureRequest) -> dict[str, Any]:
    submitted = legal_date(case.submitted_at) if case.submitted_at else case.arrived_on
    return {
        "registration_number": case.number,
        "persons": persons(case),
        "form": case.get_form_display(),
        "way": case.get_way_display(),
        "purpose": case.purpose,
        "help_needed": case.help_needed,
        "submitted_on": submitted.isoformat(),
    }


def _corrected(case: DisclosureRequest, correction: Correction) -> dict[str, Any]:
    day = correction.received_on.isoformat() if correction.received_on else None
    return {**_application(case), "submitted_on": day}


def _texts(correction: Correction) -> list[dict[str, str]]:
    """Every item as it stood after this correction: the law knows only one, so the text in force."""
    return [{"text": item.text} for item in correction.request.items.all()]


def _extension(case: DisclosureRequest, extension: Extension) -> dict[str, Any]:
    decided = extension.decided_on.isoformat() if extension.decided_on else None
    signer = extension.decided_by.name if extension.decided_by else None
    opinion = extension.decision_note or "同意延期。"
    opinion += f"（代{extension.granted_for.name}）" if extension.granted_for else ""
    return {
        "registration_number": case.number,
        "handler": extension.asked_by.name,
        "unit": case.unit.name if case.unit else None,
        "proposal": f"拟延长答复期限{extension.working_days}个工作日。理由：{extension.reason}",
        "proposed_on": legal_date(extension.asked_at).isoformat(),
        "opinions": [{"step": "负责人意见", "opinion": opinion, "signer": signer, "on": decided}],
    }


def _approval(case: DisclosureRequest, submission: Submission) -> Iterator[Filed]:
    """The approval form of one round, and the text that was approved."""
    approvals = list(submission.approvals.select_related("user", "acting_for"))
    agreed = {approval.role for approval in approvals if approval.verdict == Verdict.APPROVE}
    covers = frozenset({"secrecy_review"} if Role.SECRECY_REVIEWER in agreed else ())
    day = legal_date(submission.closed_at or submission.submitted_at)
    facts = _opinions(case, submission, approvals)
    yield form(case, "approval_form", "approval_form", facts, day, key=submission.pk, covers=covers)
    content = submission.content
    if "context" in content:  # A case taken over from elsewhere was approved without a text of ours.
        context = parse_context(content["kind"], content["context"])
        rendered = render_pdf(content["kind"], context, draft=True)
        issued = submission.state == SubmissionState.ISSUED
        note = "定稿" if issued else f"未出具，{submission.get_state_display()}"
        yield _filed(case, "reply_draft", content["kind"], rendered, day, submission.pk, note=note)


def _opinions(
    case: DisclosureRequest, submission: Submission, approvals: Sequence[Approval]
) -> dict[str, Any]:
    labels = {step["key"]: step["label"] for step in submission.steps}
    rows = [
        {
            "step": labels.get(approval.step, approval.step),
            "opinion": _opinion(approval),
            "signer": approval.user.name,
            "on": legal_date(approval.decided_at).isoformat(),
        }
        for approval in approvals
    ]
    # A round that nobody decided (recalled, void) still shows which steps it was meant for.
    rows += [{"step": labels[key]} for key in labels if key not in {approval.step for approval in approvals}]
    return {
        "registration_number": case.number,
        "handler": submission.submitted_by.name,
        "unit": case.unit.name if case.unit else None,
        "proposal": _proposal(submission),
        "proposed_on": legal_date(submission.submitted_at).isoformat(),
        "opinions": rows,
    }


def _opinion(approval: Approval) -> str:
    verdict = "同意。" if approval.verdict == Verdict.APPROVE else "退回。"
    deputy = f"（代{approval.acting_for.name}）" if approval.acting_for else ""
    return f"{verdict}{approval.reason}{deputy}"


def _proposal(submission: Submission) -> str:
    title = CATALOGUE[submission.letter_kind].title
    answers = [
        f"第{item['ordinal']}项{_whose(item)}：{OUTCOMES[item['outcome']].name}，"
        f"依据{citations_text([need_citation(one, 'citations') for one in item['citations']])}。"
        for item in submission.content.get("items", ())
    ]
    return f"拟出具《{title}》（第{submission.round}次送审）。{''.join(answers)}"


def _whose(item: Mapping[str, Any]) -> str:
    return f"（{item['request']}）" if item.get("request") else ""


def _service(delivery: Delivery) -> dict[str, Any]:
    letter = delivery.letter
    return {
        "document": CATALOGUE[letter.kind].title,
        "document_number": letter.number,
        "way": delivery.get_way_display(),
        "place": delivery.place,
        "recipient": delivery.recipient,
        "relation": delivery.relation,
        "signed_on": delivery.served_on.isoformat() if delivery.served_on else None,
        "witness": delivery.witness,
        "server": delivery.recorded_by.name if delivery.recorded_by else None,
        "mail_number": delivery.tracking_number,
        "posted_on": delivery.sent_on.isoformat() if delivery.sent_on else None,
        "mail_state": delivery.get_state_display(),
        "note": delivery.note,
    }
