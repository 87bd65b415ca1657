"""Who handles the case (审核, 分派)."""

from __future__ import annotations

from requests_app.actors import OFFICERS, Actor, Role
from requests_app.dates import today
from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest, Membership, Unit, User
from requests_app.rules import on_the_spot
from requests_app.rules.states import RequestState
from requests_app.services.act import By, act
from requests_app.services.journal import note

ASSIGNABLE = frozenset(
    {
        RequestState.UNDER_REVIEW,
        RequestState.IN_HANDLING,
        RequestState.AWAITING_CORRECTION,
        RequestState.AWAITING_PAYMENT,
    }
)


@act("审核受理", by=By(roles=OFFICERS))
def accept(*, actor: Actor, case: DisclosureRequest, handler: User, unit: Unit | None = None) -> None:
    """The application is clear and complete: hand it to its handler (审核 → 办理).

    Raises `InvalidInput` when `handler` is no handler of this agency.
    """
    _give(case, handler, unit)
    case.accept()
    note(case, actor, "accepted", f"审核：内容明确，不需补正；由{handler.name}承办", handler=handler.pk)


@act("列为当场答复", by=By(roles=OFFICERS))
def accept_on_the_spot(
    *, actor: Actor, case: DisclosureRequest, handler: User, unit: Unit | None = None
) -> None:
    """Accepted at the counter, to be answered while the applicant waits (当场答复): the mark, and nothing less to do.

    Raises as `accept`, and `RuleRefusal` when nobody waits or the day of receipt is over.
    """
    on_the_spot.check(channel=case.channel, received_on=case.received_on, today=today())
    _give(case, handler, unit)
    case.accept()
    case.on_the_spot = True
    text = f"审核：内容明确，不需补正；拟当场答复，由{handler.name}承办"
    note(case, actor, "accepted_on_the_spot", text, handler=handler.pk)


@act("改派", by=By(roles=OFFICERS | {Role.OFFICE_HEAD}), states=ASSIGNABLE)
def reassign(
    *, actor: Actor, case: DisclosureRequest, handler: User, reason: str, unit: Unit | None = None
) -> None:
    """Another handler takes over. A reason is compulsory. Raises as `accept`."""
    if not reason.strip():
        raise InvalidInput("reason_missing", "改派须写明原因。", fields={"reason": "请写明改派的原因。"})
    _give(case, handler, unit)
    note(case, actor, "reassigned", f"改由{handler.name}承办", remark=reason, handler=handler.pk)


def _give(case: DisclosureRequest, handler: User, unit: Unit | None) -> None:
    active = Membership.objects.active_on(today())
    if not active.filter(user=handler, agency=case.agency, role=Role.HANDLER).exists():
        raise InvalidInput(
            "no_handler", "请选择本机关的承办人。", fields={"handler": "请选择本机关的承办人。"}
        )
    if unit is not None and unit.agency_id != case.agency_id:
        raise InvalidInput(
            "foreign_unit", "请选择本机关的承办处室。", fields={"unit": "请选择本机关的承办处室。"}
        )
    case.handler, case.unit = handler, unit or case.unit
