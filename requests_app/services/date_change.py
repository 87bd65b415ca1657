"""A due date that the applicant was told has moved: the handler tells the new one, or notes why nobody need be told."""

from __future__ import annotations

from datetime import date

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import (
    CalendarVersion,
    DateChange,
    DateChangeState,
    DeliveryState,
    DisclosureRequest,
    LetterState,
)
from requests_app.models.date_change import LIVE
from requests_app.rules.numbering import format_date
from requests_app.rules.states import OPEN
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.signals import date_change_moved

OVERTAKEN = "期限再次变化"


def propose(
    case: DisclosureRequest,
    actor: Actor,
    *,
    old_due: date,
    was_provisional: bool,
    why: str,
    days: list[str],
    calendar: CalendarVersion | None = None,
) -> DateChange | None:
    """The date moved from `old_due` to the case's present one: propose to tell the applicant.

    What was proposed before and is not told yet is overtaken: the applicant still knows the date before that. None
    where the date has come back to the one that the applicant knows, and where there is no date now.
    """
    change = case.date_changes.filter(state__in=LIVE).first()
    if change is not None and change.state == DateChangeState.ORDERED and _on_its_way(change):
        # The earlier notice will arrive: what it says is what the applicant will know.
        _end(case, actor, change, DateChangeState.TOLD)
        change = None
    if case.due_on is None or (change is not None and change.old_due == case.due_on):
        if change is not None:
            _end(case, actor, change, DateChangeState.CANCELLED)
        return None
    if change is None:
        change = DateChange(request=case, old_due=old_due, was_provisional=was_provisional)
    elif change.state == DateChangeState.ORDERED:
        _withdraw_letter(change)
        days = [*change.days, *days]
    change.new_due, change.why, change.days, change.calendar = case.due_on, why, days, calendar
    change.state, change.found_on = DateChangeState.PROPOSED, dates.today()
    change.save()
    date_change_moved.send(sender=DateChange, case=case, actor=actor, change=change)
    return change


@act("告知期限变更", by=By(roles=OFFICERS), states=OPEN)
def order_notice(*, actor: Actor, case: DisclosureRequest, change_id: int) -> DateChange:
    """Have the notice (期限变更告知书) made; its delivery is what tells the applicant.

    Raises `StateRefusal` while no due date runs, `RuleRefusal` where the date is again the one that is known.
    """
    change = _proposed(case, change_id)
    if case.due_on is None:
        raise StateRefusal("no_due_date", "现在没有答复期限（等待补正或者缴费），不能告知期限变更。")
    if case.due_on == change.old_due:
        raise RuleRefusal("date_unchanged", "到期日与原告知的日期相同，不需要告知。请写明不另行告知的理由。")
    change.new_due = case.due_on
    change.state, change.decided_by_id, change.decided_on = (
        DateChangeState.ORDERED,
        actor.user_id,
        dates.today(),
    )
    change.save()
    note(case, actor, "date_change_ordered", "决定告知申请人期限变更", change=change.pk)
    notifications.enqueue(
        "letters.date_change", f"date-change:{change.pk}:{case.version}", {"change": change.pk}
    )
    return change


@act("不另行告知期限变更", by=By(roles=OFFICERS), states=OPEN)
def waive_notice(*, actor: Actor, case: DisclosureRequest, change_id: int, reason: str) -> DateChange:
    """No letter of its own (told by telephone, told with another letter …); a reason is compulsory."""
    change = _live(case, change_id)
    if not reason.strip():
        raise InvalidInput(
            "reason_missing", "请写明不另行告知的理由。", fields={"reason": "请写明不另行告知的理由。"}
        )
    if _on_its_way(change):
        raise StateRefusal("already_sent", "期限变更告知书已经交邮，不能改为不告知。")
    _withdraw_letter(change)
    change.decided_by_id, change.decided_on = actor.user_id, dates.today()
    note(case, actor, "date_change_waived", "期限变更不另行告知申请人", remark=reason, change=change.pk)
    _end(case, actor, change, DateChangeState.WAIVED)
    return change


def mark_told(case: DisclosureRequest, actor: Actor, change: DateChange, on: date) -> None:
    """The notice reached the applicant. Called by its delivery."""
    if change.state == DateChangeState.ORDERED:
        change.told_on = on
        _end(case, actor, change, DateChangeState.TOLD)


def take_back_notice(case: DisclosureRequest, actor: Actor, change: DateChange) -> None:
    """The notice came back: it is to be delivered again, unless the date has moved once more meanwhile."""
    if change.state == DateChangeState.TOLD and not case.date_changes.filter(state__in=LIVE).exists():
        change.state, change.told_on = DateChangeState.ORDERED, None
        change.save()
        date_change_moved.send(sender=DateChange, case=case, actor=actor, change=change)


def cancel_live(case: DisclosureRequest, actor: Actor) -> None:
    """Nobody need be told any more: the case has ended or is answered."""
    for change in case.date_changes.filter(state__in=LIVE):
        _withdraw_letter(change)
        _end(case, actor, change, DateChangeState.CANCELLED)


@act("期限变更终止", by=By(system=True, roles=OFFICERS))
def drop_pointless(*, actor: Actor, case: DisclosureRequest) -> int:
    """End a proposal that has become pointless (a correction stopped the clock, the extension's notice told a later
    date, the reply is out), and say how many there were."""
    live = list(case.date_changes.filter(state__in=LIVE))
    cancel_live(case, actor)
    note(case, actor, "date_change_dropped", "期限变更不再需要告知", changes=[change.pk for change in live])
    return len(live)


def _end(case: DisclosureRequest, actor: Actor, change: DateChange, state: DateChangeState) -> None:
    change.state = state
    change.save()
    date_change_moved.send(sender=DateChange, case=case, actor=actor, change=change)


def _withdraw_letter(change: DateChange) -> None:
    """A notice with a date that no longer holds does not go out; one in the post cannot be called back."""
    if not _on_its_way(change):
        change.letter_set.exclude(state=LetterState.WITHDRAWN).update(
            state=LetterState.WITHDRAWN, withdrawn_reason=OVERTAKEN
        )


def _on_its_way(change: DateChange) -> bool:
    letters = change.letter_set.exclude(state=LetterState.WITHDRAWN)
    return letters.filter(deliveries__state__in=(DeliveryState.SENT, DeliveryState.SERVED)).exists()


def _live(case: DisclosureRequest, change_id: int) -> DateChange:
    change = case.date_changes.filter(pk=change_id).first()
    if change is None:
        raise AccessRefused("unknown_change", "没有这次期限变更。")
    if change.state not in LIVE:
        raise StateRefusal("change_settled", f"这次期限变更已经处理（{change.get_state_display()}）。")
    return change


def _proposed(case: DisclosureRequest, change_id: int) -> DateChange:
    change = _live(case, change_id)
    if change.state != DateChangeState.PROPOSED:
        raise StateRefusal("change_ordered", "期限变更告知书已经在制作，请登记送达。")
    return change


def moved_words(before: date | None, after: date | None) -> str:
    """到期日由2027年1月8日变为2027年1月11日."""
    told = format_date(before) if before else "无"
    return f"到期日由{told}变为{format_date(after) if after else '无'}"
