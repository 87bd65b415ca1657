"""Choosing another level of approval than the proposed one, and recording a joint consultation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app import dates
from requests_app.actors import Member
from requests_app.errors import AccessRefused, InvalidInput, StateRefusal
from requests_app.models import (
    DisclosureRequest,
    DocumentKind,
    JointConsultation,
    SubmissionState,
    TrackChoice,
)
from requests_app.plain_text import clean_text
from requests_app.rules.approval_rules import check_approver
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.track_rules import (
    JOINT_CONSULTATION,
    MAY_DECLARE_EMERGENCY,
    Level,
    check_choice,
    standing,
)
from requests_app.selectors.tracks import choices_of
from requests_app.services import approval
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note

MAY_CHOOSE = frozenset({Role.HANDLER}) | MAY_DECLARE_EMERGENCY
CHOOSABLE = frozenset(
    {
        RequestState.UNDER_REVIEW,
        RequestState.IN_HANDLING,
        RequestState.AWAITING_CORRECTION,
        RequestState.AWAITING_PAYMENT,
    }
)
"""Before a reply is submitted; the track of a round that is under way stays as it was frozen."""


@dataclass(frozen=True)
class Minutes:
    """What a joint consultation came to."""

    held_on: date
    participants: str
    opinions: str
    conclusion: str
    paper: Upload | None


@act("选择审批流程", by=By(roles=MAY_CHOOSE), states=CHOOSABLE, of_the_letter=True)
def choose(
    *, actor: Member, case: DisclosureRequest, level: Level, proposed: Level, reason: str = ""
) -> TrackChoice:
    """Choose the level for the next submission. `proposed` is what the rules propose now.

    Raises `RuleRefusal` for a lower one or the emergency path without a reason, or the latter without the role;
    `AccessRefused` for a handler of other cases.
    """
    if actor.role is Role.HANDLER and case.handler_id not in (None, actor.user.pk):
        raise AccessRefused("not_the_handler", "审批流程由本件的承办人选择。")
    words = clean_text(reason)
    earlier = standing(choices_of(case))
    check_choice(proposed=proposed, earlier=earlier, chosen=level, reason=words, role=actor.role)
    choice = TrackChoice.objects.create(
        request=case,
        level=level.value,
        proposed=proposed.value,
        reason=words,
        role=actor.role.value,
        made_by=actor.user,
        acting_for=actor.acting_for,
    )
    note(
        case,
        actor,
        "track_chosen",
        f"审批流程：系统建议“{proposed.label}”，选择“{level.label}”",
        remark=words,
        choice=choice.pk,
        level=level.value,
        proposed=proposed.value,
    )
    return choice


@act("登记联合会商", by=By(roles=frozenset({Role.OFFICE_HEAD})), states=frozenset({RequestState.IN_APPROVAL}))
def record_joint(*, actor: Member, case: DisclosureRequest, minutes: Minutes) -> JointConsultation:
    """Keep who took part, what they said, the conclusion and the minutes, over the content that is being approved.

    Raises `StateRefusal` where the track has no such step, `InvalidInput` for what is missing.
    """
    submission = case.submissions.filter(state=SubmissionState.OPEN).last()
    if submission is None or JOINT_CONSULTATION not in [step["key"] for step in submission.steps]:
        raise StateRefusal("no_joint_step", "这次送审没有联合会商的环节。")
    check_approver(actor.user.pk, drafters=approval.drafters_of(case), acting_for=actor.acting_for_id)
    missing = {
        name: f"请填写{label}。"
        for name, label, value in (
            ("participants", "参加单位和人员", minutes.participants),
            ("opinions", "各方意见", minutes.opinions),
            ("conclusion", "会商结论", minutes.conclusion),
        )
        if not clean_text(value)
    }
    if minutes.paper is None:
        missing["paper"] = "请上传会商纪要。"
    if minutes.held_on > dates.today():
        missing["held_on"] = "会商日期不能晚于今天。"
    if missing or minutes.paper is None:
        raise InvalidInput("minutes_incomplete", "".join(missing.values()), fields=missing)
    paper = store(case, actor, minutes.paper, kind=DocumentKind.MINUTES, title="联合会商纪要")
    recorded = JointConsultation.objects.create(
        submission=submission,
        held_on=minutes.held_on,
        participants=clean_text(minutes.participants),
        opinions=clean_text(minutes.opinions),
        conclusion=clean_text(minutes.conclusion),
        minutes=paper,
        content_hash=submission.content_hash,
        recorded_by=actor.user,
        acting_for=actor.acting_for,
    )
    note(
        case,
        actor,
        "joint_consultation_recorded",
        f"登记 {minutes.held_on.isoformat()} 的联合会商",
        submission=submission.pk,
        document=paper.pk,
        sha256=paper.sha256,
    )
    return recorded
