"""What the delivery of an inquiry means for its consultation, and the one clock event that stands for it.

The event is never edited: each new fact revokes it and records another, so that the record shows what was known
when. The pause begins on the day the inquiry really left the house, not when it was written.
"""

from __future__ import annotations

from datetime import date

from requests_app import notifications
from requests_app.actors import Actor
from requests_app.errors import StateRefusal
from requests_app.models import Consultation, ConsultationState, DisclosureRequest, Letter
from requests_app.rules.consultation import RULES
from requests_app.services import clock
from requests_app.signals import consultation_moved

UNSERVED = frozenset({ConsultationState.TO_SEND, ConsultationState.SENT})


def is_inquiry(letter: Letter) -> bool:
    """Whether the letter is the inquiry of its consultation (not a notice about it)."""
    asked = letter.consultation
    return asked is not None and letter.kind == RULES[asked.inquiry].letter_kind


def inquiry_left(
    case: DisclosureRequest, actor: Actor, letter: Letter, *, sent: date | None, served: date | None
) -> None:
    """The inquiry was posted (`sent`), or reached its addressee (`served`): the clock stands still from the day it
    left. Called by the delivery of the letter.

    Raises `StateRefusal` for a consultation that was called back before anything left; the proof of service of an
    inquiry that was on its way by then is kept.
    """
    asked = letter.consultation
    assert asked is not None
    if asked.state == ConsultationState.CALLED_BACK and asked.sent_on is not None and served is not None:
        _arrived_after_all(case, actor, asked, served)
        return
    if asked.state == ConsultationState.CALLED_BACK:
        raise StateRefusal("consultation_called_back", "这次征求意见已经终止，文书不再送达。")
    first = asked.sent_on is None
    asked.sent_on = asked.sent_on or sent or served
    if served is not None:
        # An answer that came before the postal record proves an earlier receipt at the latest on its own day.
        asked.served_on = min(served, asked.answered_on) if asked.answered_on else served
    if asked.state in UNSERVED:
        asked.state = ConsultationState.SERVED if served else ConsultationState.SENT
    asked.save()
    keep_event(case, actor, asked, "征求意见书已经送达" if served else "征求意见书已经发出")
    if first:
        tell_applicant(asked)
    moved(case, actor, asked)


def tell_applicant(asked: Consultation) -> None:
    """Promise the notice to the applicant that somebody is being asked, once the inquiry has left."""
    if RULES[asked.inquiry].pauses:
        key, payload = f"consultation-notice:{asked.pk}", {"consultation": asked.pk}
        notifications.enqueue("letters.consultation_notice", key, payload)


def inquiry_came_back(case: DisclosureRequest, actor: Actor, letter: Letter) -> None:
    """The posted inquiry came back: nobody has been asked, the time does not count [I]. The caller revokes the
    event of the letter."""
    asked = letter.consultation
    assert asked is not None
    if asked.state == ConsultationState.SENT:
        asked.state, asked.sent_on = ConsultationState.TO_SEND, None
        asked.save(update_fields=["state", "sent_on"])
        moved(case, actor, asked)
    elif asked.answered_on is not None:
        # The answer itself shows that the inquiry arrived, whatever the postal record says.
        keep_event(case, actor, asked, "对方已经答复")
    elif asked.state == ConsultationState.CALLED_BACK:
        # The desk waited in good faith until it ended the inquiry; the return of the mail does not undo that [I].
        keep_event(case, actor, asked, "终止以后邮件退回")


def _arrived_after_all(case: DisclosureRequest, actor: Actor, asked: Consultation, served: date) -> None:
    """The inquiry had left before it was called back: its service is a fact, and ends or begins nothing."""
    if asked.closed_on is None or served <= asked.closed_on:
        asked.served_on = served
        asked.save(update_fields=["served_on"])
    keep_event(case, actor, asked, "终止以后收到送达记录")


def keep_event(case: DisclosureRequest, actor: Actor, asked: Consultation, reason: str) -> None:
    """Put the clock event of the consultation in agreement with its dates.

    Raises `ImpossibleHistory` when the dates contradict what is recorded.
    """
    if not RULES[asked.inquiry].pauses or asked.sent_on is None:
        return
    clock.revoke_consultation(case, actor=actor, consultation_id=asked.pk, reason=reason)
    letter = asked.letters.filter(kind=RULES[asked.inquiry].letter_kind).first()
    closed = asked.closed_on if asked.answered_on is None and _ends_by_closing(asked) else None
    clock.record_event(
        case,
        actor=actor,
        type="consultation",
        on=asked.sent_on,
        data={
            "kind": asked.kind,
            "sent": asked.sent_on,
            "served": asked.served_on,
            "answered": asked.answered_on,
            "closed": closed,
            "consultation": asked.pk,
            "letter": letter.pk if letter else None,
        },
    )


def _ends_by_closing(asked: Consultation) -> bool:
    """A period of the law ends by itself; what has none, or was called back, ends on the day it was closed."""
    return asked.state == ConsultationState.CALLED_BACK or RULES[asked.inquiry].answer_within is None


def moved(case: DisclosureRequest, actor: Actor, asked: Consultation) -> None:
    """Tell the flows."""
    consultation_moved.send(sender=Consultation, case=case, actor=actor, consultation=asked)
