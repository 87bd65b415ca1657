"""Joining requests of the same applicants for one letter (合并答复), and taking one out again.

The one that carries the letter (`lead`) holds the draft, the approvals and the deliveries; the others go its steps
with it, each in its own state, by its own clock, with its own record.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from requests_app.actors import APPROVERS, OFFICERS, Actor, Member, System
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal
from requests_app.models import DisclosureRequest, Draft
from requests_app.plain_text import clean_text
from requests_app.rules import joining as rule
from requests_app.rules.states import CLOCK_STOPPED
from requests_app.selectors.joining import lead_of, side_of
from requests_app.services import approval
from requests_app.services.act import By, act
from requests_app.services.decision import newest_draft, redraft
from requests_app.services.journal import note

JOINER = System("合并答复")


@act("合并答复", by=By(roles=rule.MAY_JOIN))
def join(*, actor: Member, case: DisclosureRequest, request_ids: Sequence[int]) -> list[DisclosureRequest]:
    """Let the letter of `case` answer these requests too, and give them back. What was drafted for them comes along.

    Raises `InvalidInput` without any, `AccessRefused` for who does not handle the case, `RuleRefusal` as
    `rule.check_joining`.
    """
    check_theirs(actor, case)
    if not request_ids:
        text = "请至少选择一件申请。"
        raise InvalidInput("nobody_chosen", text, fields={"request_ids": text})
    rule.check_joining(side_of(case, beside=case))
    taken = [_take_in(actor=actor, case_id=key, lead=case) for key in sorted(set(request_ids))]
    written = [draft for one in (case, *taken) if (draft := newest_draft(one)) is not None]
    redraft(case, written, actor.user)
    numbers = "、".join(str(one.number) for one in taken)
    note(case, actor, "joined", f"合并答复 {numbers}，在本件中起草、送审", joined=[one.pk for one in taken])
    return taken


@act("合并答复", by=By(roles=rule.MAY_JOIN))
def _take_in(*, actor: Member, case: DisclosureRequest, lead: DisclosureRequest) -> DisclosureRequest:
    if case.pk == lead.pk:
        raise RuleRefusal("join_itself", "本件不能与自己合并答复。")
    if case.handler is not None and case.handler_id != actor.user.pk:
        # A colleague's draft and submit would go with it, unasked.
        sentence = f"{case.number}由{case.handler.name}承办，合并答复以前请先改派由您承办。"
        raise AccessRefused("not_the_handler", sentence)
    rule.check_joining(side_of(case, beside=lead))
    case.joined_to = lead
    words = f"与 {lead.number} 合并答复，在该件中起草、送审；本件的编号、期限不变"
    note(case, actor, "joined_to", words, lead=lead.pk)
    return case


@act("退出合并答复", by=By(roles=rule.MAY_JOIN), states=rule.CAN_BE_JOINED)
def unjoin(*, actor: Member, case: DisclosureRequest, reason: str) -> None:
    """Take the request out of its joint letter; it and the others go on with what was drafted for each.

    Raises `InvalidInput` without a reason, `RuleRefusal` for a request that is not joined, `AccessRefused` for who
    handles neither it nor the one that carries the letter.
    """
    if case.joined_to is None and not case.joined.exists():
        raise RuleRefusal("not_joined", "本件没有与其他申请合并答复。")
    check_theirs(actor, lead_of(case), case)
    words = clean_text(reason)
    if not words:
        raise InvalidInput(
            "reason_missing", "退出合并答复须写明理由。", fields={"reason": "请写明退出合并答复的理由。"}
        )
    leave(case, actor, "退出合并答复", remark=words)


def is_theirs(actor: Member, *cases: DisclosureRequest) -> bool:
    """Whether it is for this person to join or part these requests: the handler of one of them, who then counts among
    those who wrote the letter."""
    return actor.user.pk in {case.handler_id for case in cases}


def check_theirs(actor: Member, *cases: DisclosureRequest) -> None:
    """Raises `AccessRefused` where it is not."""
    if not is_theirs(actor, *cases):
        raise AccessRefused("not_the_handler", "合并答复由本件的承办人办理。")


def leave(case: DisclosureRequest, actor: Actor, because: str, *, remark: str = "") -> None:
    """The request leaves its joint letter; nothing happens to one that stands alone. Part of another act, before that
    moves the state.

    An approval of the letter is void, and says why. The others go on: where the one that carried the letter leaves,
    the next one carries it. An answer that was given already stays that of the others.
    """
    members = list(case.joined.order_by("pk"))
    lead = case.joined_to or case
    if lead is case and not members:
        return
    by = actor if isinstance(actor, Member) else JOINER
    written = [draft for one in (lead, case) if (draft := newest_draft(one)) is not None]
    # Whose words stay with which request nobody can tell apart: they wrote one letter.
    writers = approval.drafters_of(lead)
    if case.state in CLOCK_STOPPED:
        _detach([case, *members], None)
    else:
        _void(lead, case, by, because)
        first, *others = [lead] if lead is not case else members
        _detach([case, first], None)
        _detach(others, first)
        _go_on(actor=by, case_id=first.pk, gone=case, because=because, written=written, writers=writers)
    case.joined_to = None
    redraft(case, written, writers=writers)
    note(case, actor, "left_joint", f"{because}，不再合并答复", remark=remark)


def _void(lead: DisclosureRequest, gone: DisclosureRequest, actor: Actor, because: str) -> None:
    """The round of approval that the letter is in, if any: it answered one request more."""
    round_ = lead.submissions.filter(state__in=approval.OPEN).last()
    if round_ is not None:
        changed = f"合并答复的 {gone.number}：{because}"
        approval.void_approval(actor=actor, case_id=lead.pk, submission_id=round_.pk, changed=changed)


def _detach(cases: Sequence[DisclosureRequest], lead: DisclosureRequest | None) -> None:
    """Written at once: whoever asks for the requests of a letter within this act asks the database."""
    DisclosureRequest.objects.filter(pk__in=[case.pk for case in cases]).update(joined_to=lead)


@act("合并答复", by=By(roles=OFFICERS | APPROVERS, system=True))
def _go_on(
    *,
    actor: Actor,
    case: DisclosureRequest,
    gone: DisclosureRequest,
    because: str,
    written: Sequence[Draft],
    writers: Collection[int],
) -> None:
    """The letter of this request answers one request less."""
    redraft(case, written, writers=writers)
    # What is on somebody's screen has other items under the same numbers now.
    case.version += isinstance(actor, System)
    words = f"{gone.number} {because}，不再合并答复；其余申请继续办理"
    note(case, actor, "parted", words, gone=gone.pk)
