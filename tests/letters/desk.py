"""Cases with replies that stand every check, brought to submission and approval by their people."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

import pikepdf

from letters.case_facts import Stage, gather_facts
from letters.compose import compose_reply
from letters.content import approved_content
from letters.examples import ITEMS
from letters.legality import check_letter
from letters.search_facts import search_facts
from letters.submit import submit_reply
from requests_app import dates
from requests_app.models import ApprovedContent, Delivery, DisclosureRequest, Letter, Submission
from requests_app.notifications import deliver_due
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import Track, TrackStep
from requests_app.services import approval, decision, delivery, search_record
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.documents import Upload
from requests_app.services.search_record import NewSearch
from tests.letters.bench import INTERNAL, SEPARATION, WITHHELD
from tests.people import Office, again, case_in_handling

DAY = "2026-03-02 10:00:00+08:00"
TODAY = date(2026, 3, 2)
TRACK = Track(
    "routine",
    1,
    [
        TrackStep("secrecy_review", Role.SECRECY_REVIEWER, "保密审查"),
        TrackStep("legal_review", Role.LEGAL_REVIEWER, "法制审核"),
        TrackStep("head_sign", Role.OFFICE_HEAD, "负责人签发"),
    ],
)


def pdf(pages: int = 1) -> bytes:
    """A small file of that many empty pages."""
    document, buffer = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(buffer)
    return buffer.getvalue()


def answer(outcome: str, ordinal: int = 1, **changes: Any) -> ItemDecision:
    """The example answer of this outcome."""
    example = deepcopy(ITEMS[outcome])
    facts = {**example["facts"], **INTERNAL.get(outcome, {})}
    if outcome in WITHHELD:
        facts["separation_considered"] = SEPARATION
    if outcome == "security":
        facts["judged_on"] = dates.today().isoformat()
    if outcome == "not_existing":
        facts |= search_facts(searched())
    fields = {"citations": example["citations"], "reason": example["reason"], "facts": facts, **changes}
    return ItemDecision(ordinal, outcome, **fields)


def drafted(office: Office, *outcomes: str, case: DisclosureRequest | None = None) -> DisclosureRequest:
    """A case in handling whose items are answered with these outcomes, everything needed in the file."""
    case = case or case_in_handling(office, *(ITEMS[outcome]["text"] for outcome in outcomes))
    for ordinal, outcome in enumerate(outcomes, start=1):
        if outcome == "not_existing":
            search(office, case, ordinal)
    copies = []
    if {"provided", "partial"} & set(outcomes):
        copy = decision.add_released_copy(
            actor=office.handler, case_id=case.pk, upload=Upload("证.pdf", pdf(12)), title="规划许可证复印件"
        )
        copies = [copy.pk]
    save(office, case, [answer(outcome, n) for n, outcome in enumerate(outcomes, start=1)], copies)
    return again(case)


def save(
    office: Office, case: DisclosureRequest, items: list[ItemDecision], attachments: list[int], **fields: Any
) -> None:
    """A version of the reply, saved by the handler."""
    reasons = {"citations_explained": "已核对全称和条文。", "competent_judgement": "判断书存机要室。"}
    draft = ReplyDraft(items, "post", attachments, **{"legality_reasons": reasons, **fields})
    decision.save_draft(actor=office.handler, case_id=case.pk, draft=draft)


def search(office: Office, case: DisclosureRequest, ordinal: int, *, found: bool = False) -> None:
    record = searched(found=found)
    search_record.record_search(actor=office.handler, case_id=case.pk, ordinal=ordinal, search=record)


def searched(*, found: bool = False) -> NewSearch:
    """A search of today."""
    return NewSearch(
        searched_on=dates.today(),
        searcher="王强",
        units="征收管理科",
        systems="电子公文系统、机关档案室",
        keywords="听证",
        period="2024年至2026年",
        found=found,
        result="未发现所申请的信息",
        duty_to_make="没有制作的职责",
    )


def submitted(office: Office, *outcomes: str) -> Submission:
    case = drafted(office, *outcomes)
    return submit_reply(actor=office.handler, case_id=case.pk, track=TRACK)


def approved(office: Office, *outcomes: str) -> Submission:
    """All steps of the track agreed."""
    submission = submitted(office, *outcomes)
    for step in TRACK.steps:
        approval.approve(
            actor=office.member(step.role),
            case_id=submission.request_id,
            submission_id=submission.pk,
            step=step.key,
            content_hash=submission.content_hash,
        )
    submission.refresh_from_db()
    return submission


def hand_over(office: Office, letter: Letter) -> Delivery:
    """The made letter is given to the applicant at the counter."""
    proof = Upload("回证.pdf", pdf())
    service = delivery.Service("hand", dates.today(), "王契", proof=proof)
    return delivery.confirm_delivery(
        actor=office.desk, case_id=letter.request_id, letter_id=letter.pk, service=service
    )


def deliver_all() -> None:
    """Everything the outbox promised, and what that promised in turn."""
    while deliver_due(20, "worker").done:
        pass


def content(
    case: DisclosureRequest, at_submission: Sequence[Mapping[str, Any]] | None = None
) -> ApprovedContent:
    """The approved content as it would be now, with the verdicts as they stood at submission (or those of now)."""
    case, today = again(case), dates.today()
    letter = compose_reply(case, today)
    if at_submission is not None:
        return approved_content(letter, at_submission, ())
    facts = gather_facts(case, today, Stage.SUBMISSION, step_roles=[step.role for step in TRACK.steps])
    verdicts = check_letter(letter, facts, today)
    return approved_content(letter, [verdict.as_json() for verdict in verdicts], verdicts)
