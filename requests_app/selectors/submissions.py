"""Versions of a reply and the rounds of approval it went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from requests_app import dates
from requests_app.actors import Member
from requests_app.errors import AccessRefused
from requests_app.models import Approval, DisclosureRequest, Draft, PassageMark, Submission, User, Verdict
from requests_app.selectors.cases import visible_cases


def drafts_of(actor: Member, case: DisclosureRequest) -> QuerySet[Draft]:
    """Every saved version of the reply, the newest first."""
    found = Draft.objects.filter(request=case, request__in=visible_cases(actor))
    return found.select_related("saved_by").order_by("-version")


def get_draft(actor: Member, case: DisclosureRequest, version: int) -> Draft:
    """One version. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = drafts_of(actor, case).filter(version=version).first()
    if found is None:
        raise AccessRefused("unknown_draft", "没有这一版答复书，或者您无权查看。")
    return found


def submissions_of(actor: Member, case: DisclosureRequest) -> QuerySet[Submission]:
    """Every round of approval, the newest first, with its decisions."""
    found = rounds_of(case).filter(request__in=visible_cases(actor))
    return (
        found.select_related("submitted_by", "draft")
        .prefetch_related("approvals__user", "approvals__acting_for", "approvals__marks")
        .order_by("-round")
    )


def rounds_of(case: DisclosureRequest) -> QuerySet[Submission]:
    """The rounds of approval of a case: its own, and those over a letter that answers it together with others."""
    return Submission.objects.filter(Q(request=case) | Q(pk__in=case.letters.values("submission")))


def get_submission(actor: Member, submission_id: int) -> Submission:
    """One round. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = Submission.objects.filter(pk=submission_id, request__in=visible_cases(actor))
    submission = found.select_related("submitted_by", "draft").first()
    if submission is None:
        raise AccessRefused("unknown_submission", "没有这次送审，或者您无权查看。")
    return submission


def last_return(actor: Member, case: DisclosureRequest) -> Approval | None:
    """The decision that sent the reply back; None when the latest round did not end by one."""
    latest = submissions_of(actor, case).first()
    if latest is None:
        return None
    return latest.approvals.filter(verdict=Verdict.RETURN).select_related("user", "acting_for").last()


def marks_of(actor: Member, submission: Submission) -> list[PassageMark]:
    """批注 on the paragraphs of one round, in the order of the letter, by whichever approver."""
    found = PassageMark.objects.filter(
        approval__submission=submission, approval__submission__request__in=visible_cases(actor)
    )
    return list(found.select_related("approval__user", "approval__acting_for").order_by("paragraph", "pk"))


def last_seen_by(user: User, submission: Submission) -> Submission | None:
    """The earlier round on which this person last decided, or else the round before; None for the first."""
    earlier = Submission.objects.filter(request=submission.request_id, round__lt=submission.round)
    earlier = earlier.select_related("draft").order_by("-round")
    return earlier.filter(approvals__user=user).first() or earlier.first()


@dataclass(frozen=True)
class PastApproval:
    """One decision somebody took: on which case and letter, in whose place, over which content."""

    approval: Approval
    case: DisclosureRequest
    letter: str


def approvals_by(actor: Member, first: date | None = None, last: date | None = None) -> list[PastApproval]:
    """The decisions of the actor in the own agency, the newest first; from `first` to `last`, both included."""
    rows = Approval.objects.filter(user=actor.user, submission__request__in=visible_cases(actor))
    if first is not None:
        rows = rows.filter(decided_at__gte=dates.end_of(first - timedelta(days=1)))
    if last is not None:
        rows = rows.filter(decided_at__lt=dates.end_of(last))
    found = rows.select_related("submission__request", "submission__draft", "acting_for").order_by(
        "-decided_at", "-pk"
    )
    return [PastApproval(row, row.submission.request, row.submission.letter_kind) for row in found]
