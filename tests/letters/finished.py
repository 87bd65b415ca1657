"""Cases brought to their end with real letters, ready to be archived."""

from __future__ import annotations

import logging
from typing import Any

from letters import handlers  # noqa: F401 - registers what the outbox delivers
from letters.issue import issue_reply
from letters.submit import submit_reply
from requests_app import dates
from requests_app.actors import Applicant
from requests_app.models import DisclosureRequest, Document, DocumentKind, Letter
from requests_app.notifications import deliver_due
from requests_app.rules.legal_basis import REGULATION
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import Track, TrackStep
from requests_app.services import approval, decision, delivery, extension, withdrawal
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from tests.people import Office, again, case_in_handling, counter_case
from tests.services.stages import PDF

TRACK = Track(
    "routine",
    1,
    (
        TrackStep("secrecy_review", Role.SECRECY_REVIEWER, "保密审查"),
        TrackStep("legal_review", Role.LEGAL_REVIEWER, "法制审核"),
        TrackStep("head_sign", Role.OFFICE_HEAD, "负责人审签"),
    ),
)
APPLICATION = (
    (DocumentKind.APPLICATION, Upload("申请表.pdf", PDF)),
    (DocumentKind.IDENTITY_PROOF, Upload("身份证.pdf", PDF)),
)


def deliver_outbox() -> None:
    """Make every letter that was promised; nothing may fail or stay."""
    logging.getLogger("requests_app.notifications.outbox").setLevel(logging.ERROR)
    while (run := deliver_due(20, "test")).done:
        assert run.failed == 0
    assert run.left == 0


def drafted(office: Office, **changes: Any) -> DisclosureRequest:
    """A reply 予以公开 with one copy, not submitted yet."""
    case = case_in_handling(office, **changes)
    deliver_outbox()
    copy = decision.add_released_copy(
        actor=office.handler, case_id=case.pk, upload=Upload("规划.pdf", PDF), title="控制性详细规划复印件"
    )
    save(office, case, copy)
    return again(case)


def save(office: Office, case: DisclosureRequest, copy: Document) -> None:
    citations = [{"instrument": REGULATION, "article": 36, "paragraph": None, "item": 2}]
    items = [
        decision.ItemDecision(item.ordinal, "provided", citations, "", {"form": "纸质"})
        for item in case.items.all()
    ]
    draft = decision.ReplyDraft(items=items, delivery="hand", attachments=[copy.pk])
    decision.save_draft(actor=office.handler, case_id=case.pk, draft=draft)


def extend(office: Office, case: DisclosureRequest) -> None:
    """An extension asked, granted and told to the applicant by hand."""
    asked = extension.ask(
        actor=office.handler, case_id=case.pk, working_days=10, reason="需要逐卷调阅多个年度的档案"
    )
    extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)
    deliver_outbox()
    serve(office, case.letters.get(kind="extension_notice"))


def answer(office: Office, case: DisclosureRequest) -> Letter:
    """Approve, issue and make the drafted reply."""
    handed_in = submit_reply(actor=office.handler, case_id=case.pk, track=TRACK)
    for step, member in zip(TRACK.steps, (office.secrecy, office.legal, office.head), strict=True):
        approval.approve(
            actor=member,
            case_id=case.pk,
            submission_id=handed_in.pk,
            step=step.key,
            content_hash=handed_in.content_hash,
        )
    letter = issue_reply(actor=office.desk, case_id=case.pk)
    deliver_outbox()
    return Letter.objects.get(pk=letter.pk)


def serve(office: Office, letter: Letter) -> None:
    """Hand a letter over against a signed slip."""
    service = Service(
        way="hand", served_on=dates.today(), recipient="王契", proof=Upload("送达回证.pdf", PDF)
    )
    delivery.confirm_delivery(
        actor=office.desk, case_id=letter.request_id, letter_id=letter.pk, service=service
    )


def delivered(office: Office, **changes: Any) -> DisclosureRequest:
    """An application with its papers, answered and delivered: a complete file."""
    case = drafted(office, files=APPLICATION, **changes)
    serve(office, answer(office, case))
    return again(case)


def withdrawn(office: Office, **changes: Any) -> DisclosureRequest:
    """Registered with its papers, withdrawn by the applicant, the notice made."""
    case = counter_case(office, files=APPLICATION, **changes)
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    deliver_outbox()
    return again(case)
