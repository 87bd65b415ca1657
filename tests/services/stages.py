"""Bringing a case to a stage with content that no letter rendering is needed for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from requests_app.actors import System
from requests_app.models import ApprovedContent, DisclosureRequest, Letter, Submission
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import Track, TrackStep
from requests_app.services import approval, decision, issuing, submission
from requests_app.services.issuing import LetterForm
from tests.people import Office, again, case_in_handling

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
)
CONTENT = ApprovedContent("reply_already_public", {"text": "全文"}, "a" * 64, ())
TRACK = Track(
    "routine",
    1,
    [
        TrackStep("legal_review", Role.LEGAL_REVIEWER, "法制审核"),
        TrackStep("head_sign", Role.OFFICE_HEAD, "负责人签发"),
    ],
)
FORM = LetterForm(
    "reply_already_public",
    "答复书",
    "v1",
    lambda sequence, year: f"清自然资公开复〔{year}〕{sequence}号",
    "reply",
)


def freeze(number: str, issued_on: str, code: str) -> Mapping[str, Any]:
    return {"number": number, "issued_on": issued_on, "delivery": "post"}


def freeze_online(number: str, issued_on: str, code: str) -> Mapping[str, Any]:
    """The context of a reply that was written to be served online."""
    return {**freeze(number, issued_on, code), "delivery": "online"}


def drafted(office: Office, outcome: str = "already_public", **changes: Any) -> DisclosureRequest:
    case = case_in_handling(office, **changes)
    items = [decision.ItemDecision(item.ordinal, outcome) for item in case.items.all()]
    decision.save_draft(
        actor=office.handler, case_id=case.pk, draft=decision.ReplyDraft(items=items, delivery="post")
    )
    return again(case)


def submitted(office: Office, **changes: Any) -> Submission:
    case = drafted(office, **changes)
    return submission.submit(actor=office.handler, case_id=case.pk, content=CONTENT, track=TRACK)


def approved(office: Office, **changes: Any) -> Submission:
    handed_in = submitted(office, **changes)
    for step, member in (("legal_review", office.legal), ("head_sign", office.head)):
        approval.approve(
            actor=member,
            case_id=handed_in.request_id,
            submission_id=handed_in.pk,
            step=step,
            content_hash=handed_in.content_hash,
        )
    handed_in.refresh_from_db()
    return handed_in


def issued(office: Office, *, online: bool = False, **changes: Any) -> Letter:
    """An issued and made reply, ready to be delivered; `online`: written to be served online."""
    handed_in = approved(office, **changes)
    letter = issuing.issue_reply(
        actor=office.desk,
        case_id=handed_in.request_id,
        content=CONTENT,
        form=FORM,
        freeze=freeze_online if online else freeze,
    )
    return made(letter)


def made(letter: Letter) -> Letter:
    """The same letter with its PDF."""
    issuing.keep_made(
        actor=System("测试"),
        case_id=letter.request_id,
        letter_id=letter.pk,
        title="答复书",
        pdf=PDF,
        pages=1,
        signature={},
    )
    letter.refresh_from_db()
    return letter
