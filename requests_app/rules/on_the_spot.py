"""Replying on the spot (当场答复, Art. 33¶1): who can be answered so, and whether it came off.

It is a faster way through the same work: no step of the approval is left out, no period is shortened. What does not
come off on the day of receipt goes on as any other request.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import regulation
from requests_app.rules.receipt import Channel

BASIS = regulation(33, 1)
IN_PERSON: frozenset[Channel] = frozenset({Channel.COUNTER, Channel.ORAL})
"""The applicant stands at the counter, so a reply can be handed over there."""


class SpotReply(StrEnum):
    """How a reply that was to be given on the spot stands."""

    TODAY = "today"
    GIVEN = "given"
    MISSED = "missed"


def check(*, channel: str, received_on: date | None, today: date) -> None:
    """Whether a reply on the spot can still be meant. Raises RuleRefusal: nobody is there, or the day is over."""
    if Channel(channel) not in IN_PERSON:
        labels = "、".join(one.label for one in Channel if one in IN_PERSON)
        text = f"当场答复须申请人在场：只适用于{labels}提出的申请，本件为“{Channel(channel).label}”。"
        raise RuleRefusal("spot_not_in_person", text, BASIS.cite())
    if received_on != today:
        text = "收到申请的当日已过，不能再列为当场答复。请按一般程序办理，能够早答复的尽早答复。"
        raise RuleRefusal("spot_day_over", text, BASIS.cite())


def standing(*, received_on: date, replied_on: date | None, is_open: bool, today: date) -> SpotReply | None:
    """How it stands, from the day of the reply alone; None for a request that ended without a reply."""
    if replied_on is not None:
        return SpotReply.GIVEN if replied_on == received_on else SpotReply.MISSED
    if not is_open:
        return None
    return SpotReply.TODAY if received_on == today else SpotReply.MISSED
