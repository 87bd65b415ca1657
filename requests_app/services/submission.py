"""Handing the finished reply over for approval. Called only by `letters/submit.py` (import contract)."""

from __future__ import annotations

from dataclasses import asdict

from requests_app.actors import OFFICERS, Member
from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.models import ApprovedContent, DisclosureRequest, Submission
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.track_rules import Track, check_track
from requests_app.selectors.joining import answered_items
from requests_app.services import joint
from requests_app.services.act import By, act
from requests_app.services.journal import note


@act("送审", by=By(roles=frozenset({Role.HANDLER})))
def submit(*, actor: Member, case: DisclosureRequest, content: ApprovedContent, track: Track) -> Submission:
    """Open a round of approval over exactly `content`.

    Raises `RuleRefusal` when a legality check fails, a check that wants a reason has none, or the track lacks
    a step that the law demands; `InvalidInput` when an item has no outcome; `StateRefusal` from another state.
    """
    return _open_round(case, actor, content, track, lapse=False)


@act("拟不再处理", by=By(roles=OFFICERS))
def submit_lapse(
    *, actor: Member, case: DisclosureRequest, content: ApprovedContent, track: Track
) -> Submission:
    """Open a round over the letter that ends a case for want of a correction, or of payment. Raises as `submit`."""
    return _open_round(case, actor, content, track, lapse=True)


def _open_round(
    case: DisclosureRequest, actor: Member, content: ApprovedContent, track: Track, *, lapse: bool
) -> Submission:
    items = dict(answered_items(case))
    without = [str(ordinal) for ordinal, item in items.items() if not item.outcome]
    if without:
        raise InvalidInput("items_without_outcome", f"第 {'、'.join(without)} 项还没有答复情形，不能送审。")
    refuse_failed(content)
    releases = any(OUTCOMES[item.outcome].releases_content for item in items.values())
    check_track([Role(step.role) for step in track.steps], releases_content=releases)
    draft = case.drafts.order_by("version").last()
    if draft is None:
        raise InvalidInput("no_draft", "还没有答复书草稿，不能送审。")
    before = "期满未缴费" if case.state == RequestState.AWAITING_PAYMENT else "期满未补正"
    if lapse:
        _lapse(case)
    else:
        case.submit_reply()
    submission = Submission.objects.create(
        request=case,
        round=case.submissions.count() + 1,
        draft=draft,
        letter_kind=content.kind,
        content=dict(content.content),
        content_hash=content.sha256,
        verdicts=[dict(verdict) for verdict in content.verdicts],
        track=track.key,
        track_version=track.version,
        steps=[asdict(step) for step in track.steps],
        track_because=list(track.because),
        submitted_by=actor.user,
    )
    note(
        case,
        actor,
        "submitted",
        f"{f'{before}，送审不再处理告知书' if lapse else '送审答复书'}第 {draft.version} 版",
        submission=submission.pk,
        content_hash=content.sha256,
        track=track.key,
    )
    words = f"随 {case.number} 送审合并的答复书第 {draft.version} 版"
    joint.follow(case, actor, DisclosureRequest.submit_reply, "submitted", words, submission=submission.pk)
    return submission


def _lapse(case: DisclosureRequest) -> None:
    """Fire the transition of what the applicant owed."""
    if case.state == RequestState.AWAITING_PAYMENT:
        case.lapse_unpaid()
    else:
        case.lapse_uncorrected()


def refuse_failed(content: ApprovedContent) -> None:
    """Raises `RuleRefusal` naming the first check that failed or lacks its reason."""
    for verdict in content.verdicts:
        if verdict["verdict"] == "fail":
            raise RuleRefusal(
                "legality_failed",
                f"合法性检查不通过：{verdict['title']}。{verdict['message']}",
                verdict["basis"],
            )
        if verdict["verdict"] == "needs_reason" and not verdict.get("reason", "").strip():
            raise RuleRefusal(
                "legality_reason_missing",
                f"请先说明：{verdict['title']}。{verdict['message']}",
                verdict["basis"],
            )
