"""From a record correction (Art. 41) to its letter: drafted with the result, numbered with the answer, made once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from letters.catalogue import CATALOGUE
from letters.compose import agency_facts
from letters.context import LetterContext, parse_context
from letters.issue import MAKER, number_of
from letters.making import make_pdf, verification_address
from requests_app.actors import Member
from requests_app.models import Agency, DocumentKind, RecordCorrection
from requests_app.notifications import handler
from requests_app.rules.record_correction import RecordCorrectionResult
from requests_app.services import record_correction
from requests_app.services.record_correction import Proposal

LETTERS: Mapping[RecordCorrectionResult, str] = {
    RecordCorrectionResult.CORRECTED: "record_corrected",
    RecordCorrectionResult.FORWARDED: "forwarded",
    RecordCorrectionResult.REFERRED: "record_not_corrected",
    RecordCorrectionResult.NOT_CORRECTED: "record_not_corrected",
}


def draft(*, actor: Member, correction_id: int, seen_version: int, proposal: Proposal) -> RecordCorrection:
    """Propose a result; its letter is composed with it. Raises as `services.record_correction.draft`."""
    return record_correction.draft(
        actor=actor,
        correction_id=correction_id,
        seen_version=seen_version,
        proposal=proposal,
        compose=_compose,
    )


def answer(*, actor: Member, correction_id: int, seen_version: int) -> RecordCorrection:
    """Issue the approved letter. Raises as `services.record_correction.answer`."""
    agency = actor.agency

    def write_number(kind: str, year: int, sequence: int) -> str:
        return number_of(agency, CATALOGUE[kind], year, sequence)

    return record_correction.answer(
        actor=actor,
        correction_id=correction_id,
        seen_version=seen_version,
        write_number=write_number,
        write_address=verification_address,
    )


def letter_of(correction: RecordCorrection) -> LetterContext | None:
    """What its letter says; None while nothing is drafted."""
    if correction.context is None:
        return None
    return parse_context(correction.letter_kind, correction.context)


def _compose(correction: RecordCorrection) -> tuple[str, Mapping[str, Any]]:
    kind = LETTERS[RecordCorrectionResult(correction.result)]
    agency: Agency = correction.agency
    facts = {
        "correction_number": correction.number,
        "wrong": correction.wrong,
        "finding": correction.finding,
        "corrected_to": correction.corrected_to,
        "done_on": correction.done_on.isoformat() if correction.done_on else None,
        "right_agency": correction.right_agency,
        "right_contact": correction.right_contact,
    }
    declared = {fact.key for fact in CATALOGUE[kind].facts}
    if correction.result == RecordCorrectionResult.NOT_CORRECTED:
        declared -= {"right_agency", "right_contact"}
    context = {
        "agency": agency_facts(agency),
        "applicant": {"kind": correction.kind, "name": correction.name},
        "received_on": correction.received_on.isoformat(),
        "channel": correction.channel,
        "items": [{"text": correction.record}],
        "facts": {key: value for key, value in facts.items() if key in declared},
    }
    return kind, parse_context(kind, context).to_json()


@handler("letters.record_correction")
def make(payload: Mapping[str, Any]) -> None:
    """Make the PDF of an issued letter from its frozen context, sign it and store it, once."""
    correction = RecordCorrection.objects.select_related("agency", "seal").get(pk=payload["correction"])
    context = letter_of(correction)
    if context is None or correction.files.filter(kind=DocumentKind.LETTER).exists():
        return
    made = make_pdf(context, correction.agency, correction.seal)
    title = f"{CATALOGUE[context.kind].title}（{correction.letter_number}）"
    record_correction.keep_made(
        actor=MAKER, correction_id=correction.pk, title=title, pdf=made.pdf, signature=made.signature
    )
