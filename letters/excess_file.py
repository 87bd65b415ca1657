"""What the file shows of an excessive application (Art. 35), for the legality checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from requests_app.models import DisclosureRequest, ReplyDelay
from requests_app.rules.reasons_request import Judgement
from requests_app.selectors.excess import finding_of
from requests_app.selectors.reasons import is_not_handled, last_day_of, reasons_in_question, served_on
from requests_app.services.excess_reply import counts_words, excess_facts


@dataclass(frozen=True)
class DelayFact:
    """A delayed reply as it was decided."""

    until: date
    granted: bool
    decided_on: date | None
    why: str
    by_deputy: bool = False


@dataclass(frozen=True)
class ExcessFact:
    """The finding in force and what followed. `counts` as a letter tells them, `told` what the reply must say.

    `served_on`: proven service of the letter that asks for reasons, or the answer itself; `not_handled`: judged so,
    for the reasons `judged`; `silent`: because nothing came.
    """

    counts: Sequence[Mapping[str, Any]] = ()
    why: str = ""
    told_on: date | None = None
    served_on: date | None = None
    last_day: date | None = None
    reply_by: date | None = None
    given: bool = False
    not_handled: bool = False
    silent: bool = False
    judged: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    delay: DelayFact | None = None


def excess_fact(case: DisclosureRequest) -> ExcessFact:
    """The facts of a case; all of them blank where nothing was found."""
    finding, asked = finding_of(case), reasons_in_question(case)
    counts, why = (counts_words(finding), finding.why) if finding else ([], "")
    if asked is None:
        return ExcessFact(counts, why)
    return ExcessFact(
        counts=counts,
        why=why,
        told_on=asked.told_on,
        served_on=served_on(asked),
        last_day=last_day_of(asked),
        reply_by=asked.reply_by,
        given=asked.received_on is not None,
        not_handled=is_not_handled(asked),
        silent=asked.judgement == Judgement.NOT_GIVEN,
        judged=asked.why,
        told=excess_facts(case),
        delay=_delay(asked.delays.filter(granted=True).last()),
    )


def _delay(delay: ReplyDelay | None) -> DelayFact | None:
    if delay is None:
        return None
    return DelayFact(
        delay.until, bool(delay.granted), delay.decided_on, delay.why, delay.granted_for_id is not None
    )
