"""What the delivery of the letters of Art. 35 means: reasons were asked for, or a delayed reply was told."""

from __future__ import annotations

from datetime import date

from requests_app.actors import Actor
from requests_app.models import DisclosureRequest, Letter, ReasonsRequest, ReplyDelay
from requests_app.selectors.reasons import DELAY_LETTER, REASONS_LETTER, letter_subject
from requests_app.services import delayed_reply, reasons

KINDS = frozenset({REASONS_LETTER, DELAY_LETTER})


def told(case: DisclosureRequest, actor: Actor, letter: Letter, *, on: date) -> None:
    """The letter reached the applicant, on the day that counts. Part of the delivery."""
    subject = letter_subject(letter)
    if isinstance(subject, ReasonsRequest):
        reasons.mark_told(case, actor, subject, on=on, letter_id=letter.pk)
    elif isinstance(subject, ReplyDelay):
        delayed_reply.mark_notified(case, actor, subject, on=on, letter_id=letter.pk)


def came_back(case: DisclosureRequest, actor: Actor, letter: Letter) -> bool:
    """The posted letter came back. Whether its clock event is to be revoked: not where the applicant has answered.

    True for every other letter. Part of the delivery.
    """
    subject = letter_subject(letter)
    if isinstance(subject, ReasonsRequest):
        return reasons.came_back(case, actor, subject)
    if isinstance(subject, ReplyDelay):
        delayed_reply.came_back(case, actor, subject)
    return True
