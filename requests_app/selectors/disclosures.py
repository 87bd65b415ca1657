"""What third parties are told of a disclosure against their will, and whether it still stands (Art. 32)."""

from __future__ import annotations

from requests_app.models import Consultation, DeliveryState, Letter, LetterState
from requests_app.rules.publication import RELEASING
from requests_app.rules.states import CAN_BE_REOPENED, CAN_TAKE_BACK
from requests_app.selectors.remedies import reply_in_force

NOTICE = "third_party_disclosure_notice"
_ANSWERED = CAN_TAKE_BACK | CAN_BE_REOPENED


def disclosing_reply(asked: Consultation) -> Letter | None:
    """The reply that stands and discloses something the third party was asked about; None where there is none, also
    while the case is handled anew."""
    case = asked.request
    if case.state not in _ANSWERED or not asked.items.filter(outcome__in=RELEASING).exists():
        return None
    return reply_in_force(case)


def told_in_vain(asked: Consultation) -> str:
    """What the desk is told where a notice reached the third party, or is on its way to it, of a disclosure that no
    longer stands; else ""."""
    reply = disclosing_reply(asked)
    notice = asked.letters.filter(kind=NOTICE).order_by("pk").last()
    if notice is None or (reply is not None and reply.pk < notice.pk):
        return ""
    left = notice.deliveries.filter(state__in=(DeliveryState.SENT, DeliveryState.SERVED))
    if not left.exists():
        return ""
    return (
        f"{notice.number}已经告知第三方将公开有关信息，而所依据的答复书已经收回或者正在重新办理。"
        "请及时告知第三方；重新答复仍然公开的，系统会再次制作告知书。"
    )


def unserved_notices(asked: Consultation) -> list[Letter]:
    """The notices that have not provably reached the third party."""
    open_ones = asked.letters.filter(kind=NOTICE).exclude(state=LetterState.WITHDRAWN)
    return list(open_ones.exclude(deliveries__state=DeliveryState.SERVED))
