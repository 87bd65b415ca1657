"""The legality check: a letter that breaks a rule is refused, with the rule, before anybody can sign it.

The checks are data. Each judges the letter against the facts of the file; the law itself stands in
`requests_app.rules`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from letters import (
    checks_consultation,
    checks_correction,
    checks_date_change,
    checks_evidence,
    checks_excess,
    checks_fees,
    checks_form,
    checks_grounds,
    checks_help,
    checks_items,
    checks_remedies,
    checks_repeated,
    checks_scope,
)
from letters.case_facts import CaseFacts, Stage, gather_facts
from letters.compose import ComposedLetter
from letters.joint import each_request
from letters.verdicts import Check, Matter, Verdict, judge, united
from requests_app.models import DisclosureRequest
from requests_app.selectors.joining import answered_together

CHECKS: tuple[Check, ...] = (
    *checks_items.CHECKS,
    *checks_evidence.CHECKS,
    *checks_correction.CHECKS,
    *checks_date_change.CHECKS,
    *checks_fees.CHECKS,
    *checks_repeated.CHECKS,
    *checks_excess.CHECKS,
    *checks_scope.CHECKS,
    *checks_grounds.CHECKS,
    *checks_consultation.CHECKS,
    *checks_help.CHECKS,
    *checks_remedies.CHECKS,
    *checks_form.CHECKS,
)


def check_letter(
    letter: ComposedLetter, facts: CaseFacts, on: date, whole: ComposedLetter | None = None
) -> tuple[Verdict, ...]:
    """What every check that applies says of this letter on the day `on`, in the order of the table.

    Works on an unfinished letter too: what is missing is then one of the verdicts. `whole` as in `Matter`.
    """
    matter = Matter(letter, facts, on, whole)
    return tuple(judge(check, matter) for check in CHECKS if check.applies(matter))


def check_reply(
    case: DisclosureRequest, letter: ComposedLetter, on: date, stage: Stage, **known: Any
) -> tuple[Verdict, ...]:
    """The same of the reply of `case`: what it says to each request that it answers, against the file of that one.

    `known` as in `gather_facts`. One verdict for each check: the heaviest, naming the request that it is about.
    """
    facts = {str(one.number): gather_facts(one, on, stage, **known) for one in answered_together(case)}
    parts = list(each_request(letter, [one.due_on for one in facts.values()]))
    runs = {
        number: check_letter(part, facts[number], on, whole=letter)
        for number, part in zip(facts, parts, strict=True)
    }
    return united(runs, order=[check.key for check in CHECKS])
