"""Extension of the reply period (Art. 33): asked by the handler, granted only by the head of the office."""

from __future__ import annotations

from datetime import date

from requests_app import dates, notifications
from requests_app.actors import OFFICERS, Actor, Member
from requests_app.errors import AccessRefused, InvalidInput, StateRefusal
from requests_app.models import DeliveryState, DisclosureRequest, Extension, ExtensionState, LetterState
from requests_app.plain_text import clean_text
from requests_app.rules import extension as rule
from requests_app.rules.approval_rules import check_granter
from requests_app.rules.delegation import check_deputy_grants
from requests_app.rules.policies import Policies
from requests_app.rules.roles import Role
from requests_app.rules.states import CAN_BE_EXTENDED
from requests_app.selectors.extensions import told_before
from requests_app.selectors.reasons import is_delayed
from requests_app.services import clock
from requests_app.services.act import By, act
from requests_app.services.journal import note

HEAD = frozenset({Role.OFFICE_HEAD})
LIVE = (ExtensionState.ASKED, ExtensionState.GRANTED, ExtensionState.NOTIFIED)


@act("申请延期", by=By(roles=OFFICERS), states=CAN_BE_EXTENDED)
def ask(*, actor: Member, case: DisclosureRequest, working_days: int, reason: str) -> Extension:
    """Ask the head of the office for more time.

    Raises `RuleRefusal` beyond what Art. 33 allows (days, after the first due date, a second one).
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "请写明延期的理由。", fields={"reason": "请写明延期的理由。"})
    _check(case, working_days)
    extension = Extension.objects.create(
        request=case, working_days=working_days, reason=clean_text(reason), asked_by=actor.user
    )
    note(
        case,
        actor,
        "extension_asked",
        f"申请延期 {working_days} 个工作日",
        extension=extension.pk,
    )
    return extension


@act("批准延期", by=By(roles=HEAD), states=CAN_BE_EXTENDED)
def grant(*, actor: Member, case: DisclosureRequest, extension_id: int, opinion: str = "") -> Extension:
    """The head agrees; the notice to the applicant is made at once and must reach him in the first period.
    A deputy only where the office has chosen so (policy `deputy_may_grant_extension`), and the notice says it.

    Raises `AccessRefused` for the person who asked, `RuleRefusal` after the first due date.
    """
    extension = _asked(case, extension_id)
    allowed = Policies.from_json(case.policies).deputy_may_grant_extension
    check_deputy_grants(acting_for_somebody=actor.acting_for is not None, allowed=allowed)
    check_granter(actor.user.pk, asked_by=extension.asked_by_id, acting_for=actor.acting_for_id)
    _check(case, extension.working_days, ignore=extension)
    extension.state, extension.decided_by_id = ExtensionState.GRANTED, actor.user_id
    extension.granted_for = actor.acting_for
    extension.decided_on, extension.decision_note = dates.today(), clean_text(opinion)
    extension.save()
    note(
        case,
        actor,
        "extension_granted",
        f"批准延期 {extension.working_days} 个工作日",
        extension=extension.pk,
    )
    notifications.enqueue("letters.extension", f"extension:{extension.pk}", {"extension": extension.pk})
    return extension


@act("不批准延期", by=By(roles=HEAD))
def refuse(*, actor: Member, case: DisclosureRequest, extension_id: int, reason: str) -> Extension:
    """The head does not agree. A reason is compulsory."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "不批准延期须写明理由。", fields={"reason": "请写明理由。"})
    extension = _asked(case, extension_id)
    extension.state, extension.decided_by_id = ExtensionState.REFUSED, actor.user_id
    extension.decided_on, extension.decision_note = dates.today(), clean_text(reason)
    extension.save()
    note(case, actor, "extension_refused", "不批准延期", extension=extension.pk)
    return extension


@act("终止延期", by=By(roles=OFFICERS, system=True))
def drop(*, actor: Actor, case: DisclosureRequest, extension_id: int, reason: str) -> Extension:
    """An extension that has become pointless (the reply was issued or delivered first) ends without effect.

    Raises `StateRefusal` once the applicant has been told, or it is over already.
    """
    extension = case.extensions.filter(pk=extension_id).first()
    if extension is None:
        raise AccessRefused("unknown_extension", "没有这次延期申请。")
    if extension.state not in (ExtensionState.ASKED, ExtensionState.GRANTED):
        raise StateRefusal("extension_decided", f"这次延期申请已经办结（{extension.get_state_display()}）。")
    extension.state = ExtensionState.CANCELLED
    extension.save(update_fields=["state"])
    note(case, actor, "extension_dropped", "延期终止", remark=reason, extension=extension.pk)
    return extension


def mark_notified(
    case: DisclosureRequest, actor: Actor, extension: Extension, *, on: date, letter_id: int
) -> None:
    """The applicant was told on `on`: only now does the due date move. Called by the delivery of the notice."""
    rule.check_notified(first_due=case.first_due_on, notified_on=on)
    extension.state, extension.notified_on = ExtensionState.NOTIFIED, on
    extension.save(update_fields=["state", "notified_on"])
    clock.record_event(
        case,
        actor=actor,
        type="extension",
        on=on,
        data={
            "working_days": extension.working_days,
            "approved": extension.decided_on,
            "notified": on,
            "letter": letter_id,
        },
    )


def take_back_notice(extension: Extension) -> None:
    """The notice came back: the applicant has not been told, it is to be delivered again. The caller revokes the
    event of the letter, which moves the due date back."""
    extension.state, extension.notified_on = ExtensionState.GRANTED, None
    extension.save(update_fields=["state", "notified_on"])


def remake_notice(case: DisclosureRequest, actor: Actor, why: str) -> None:
    """The date that an extension gives has moved before the applicant was told: a notice made with the old one does not
    go out, and is made anew. One that is in the post cannot be called back: it comes with the moved date's own notice.
    Part of another act."""
    granted = case.extensions.filter(state=ExtensionState.GRANTED).first()
    if granted is None:
        return
    gone = (DeliveryState.SENT, DeliveryState.SERVED)
    wrong = granted.letter_set.exclude(state=LetterState.WITHDRAWN).exclude(deliveries__state__in=gone)
    keys = list(wrong.values_list("pk", flat=True))
    if not keys:
        return
    granted.letter_set.filter(pk__in=keys).update(
        state=LetterState.WITHDRAWN, withdrawn_reason=clean_text(why)
    )
    note(
        case,
        actor,
        "extension_notice_remade",
        f"延期告知书重新制作：{why}",
        extension=granted.pk,
        letters=keys,
    )
    key = f"extension:{granted.pk}:after:{max(keys)}"
    notifications.enqueue("letters.extension", key, {"extension": granted.pk})


def spend(case: DisclosureRequest) -> None:
    """The order to reply anew has its own period: what extended the first one is over, and counts against no other."""
    case.extensions.filter(state=ExtensionState.NOTIFIED).update(state=ExtensionState.SPENT)


def cancel_live(case: DisclosureRequest) -> None:
    """An asked or granted extension falls away (withdrawn, voided, or a correction stopped the clock)."""
    case.extensions.filter(state__in=(ExtensionState.ASKED, ExtensionState.GRANTED)).update(
        state=ExtensionState.CANCELLED
    )


def _check(case: DisclosureRequest, working_days: int, ignore: Extension | None = None) -> None:
    earlier = case.extensions.filter(state__in=LIVE).exclude(pk=ignore.pk if ignore else 0)
    rule.check_extension(
        working_days=working_days,
        today=dates.today(),
        first_due=case.first_due_on,
        already_extended=earlier.exists() or told_before(case),
        delayed=is_delayed(case),
    )


def _asked(case: DisclosureRequest, extension_id: int) -> Extension:
    extension = case.extensions.filter(pk=extension_id).first()
    if extension is None:
        raise AccessRefused("unknown_extension", "没有这次延期申请。")
    if extension.state != ExtensionState.ASKED:
        raise StateRefusal("extension_decided", f"这次延期申请已经办结（{extension.get_state_display()}）。")
    return extension
