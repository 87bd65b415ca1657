"""When a letter counts as given (国办公开办函〔2016〕235号; law.md 2.10)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import RECONSIDERATION_LAW, REGULATION, LegalBasis
from requests_app.rules.policies import Policies

IN_TIME_NOTICE = "国办公开办函〔2016〕235号"
REPLY_PERIOD = LegalBasis(REGULATION, 33, 2)
ONLINE_RECONSIDERATION = LegalBasis(RECONSIDERATION_LAW, 22, 2)


class Way(StrEnum):
    """How a letter reaches its addressee."""

    HAND = "hand"
    ENTRUSTED = "entrusted"
    POST = "post"
    ONLINE = "online"
    PICKUP = "pickup"


COUNTS_WHEN_SENT: frozenset[Way] = frozenset({Way.POST})
"""Post counts on the day of posting; every other way on the day it reaches the addressee."""

POSTAL_ENTERPRISE = "邮政企业"
PICKUP_POSTED_BEFORE = 2
"""Working days before the due date: what was to be collected counts only once it is, so what still lies there then is
posted (law.md 2.10)."""


def pickup_is_over(remaining: int | None) -> bool:
    """Whether a reply that nobody has collected is to be posted, with so many working days left to the due date."""
    return remaining is not None and remaining <= PICKUP_POSTED_BEFORE


def counts_on(way: Way, *, sent_on: date | None, served_on: date | None) -> date | None:
    """The day that decides whether the answer was in time; None while that day has not come."""
    return sent_on if way in COUNTS_WHEN_SENT else served_on


def told_on(way: Way, *, sent_on: date | None, served_on: date | None, policies: Policies) -> date | None:
    """The day on which a procedure letter (extension …) has told the applicant; None while it has not come.

    By the reading `procedure_letter_told_on_posting` as for a reply; otherwise only the arrival tells.
    """
    if policies.procedure_letter_told_on_posting:
        return counts_on(way, sent_on=sent_on, served_on=served_on)
    return served_on


def check_online(*, written_for: str) -> None:
    """A reply is served online only if it was written and approved for that: it must then name an online channel
    for reconsideration. `written_for` is the way of service that the letter itself states.

    Raises `RuleRefusal`.
    """
    if written_for != Way.ONLINE:
        raise RuleRefusal(
            "not_written_for_online",
            "这份答复书不是按网上送达制作的，没有告知网上申请行政复议的途径，不能网上送达；请改为邮寄或者当面送达。",
            ONLINE_RECONSIDERATION.cite(),
        )


def check_carrier(carrier: str) -> None:
    """Only the postal enterprise may carry it, never another courier, never at the addressee's cost.

    Raises `RuleRefusal`.
    """
    if carrier != POSTAL_ENTERPRISE:
        raise RuleRefusal(
            "private_courier", "邮寄答复只能交由邮政企业寄递，不能使用其他快递，也不能到付。", IN_TIME_NOTICE
        )


def check_dates(*, issued_on: date, sent_on: date | None, served_on: date | None, today: date) -> None:
    """A letter is sent on or after its date, served on or after sending, and neither lies in the future.

    Raises `RuleRefusal`.
    """
    if sent_on is not None and sent_on < issued_on:
        raise RuleRefusal("sent_before_issue", "发出日期不能早于文书的成文日期。", IN_TIME_NOTICE)
    if served_on is not None and served_on < (sent_on or issued_on):
        raise RuleRefusal("served_before_sent", "送达日期不能早于发出日期。", IN_TIME_NOTICE)
    for day in (sent_on, served_on):
        if day is not None and day > today:
            raise RuleRefusal("in_the_future", "发出、送达日期不能晚于今天。", IN_TIME_NOTICE)
