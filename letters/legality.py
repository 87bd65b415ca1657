"""The legality check: a letter that breaks a rule is refused, with the rule, before anybody can sign it.

The checks are data. Each judges the letter against the facts of the file; the law itself stands in
`requests_app.rules`.
"""

from __future__ import annotations

from datetime import date

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
from letters.case_facts import CaseFacts
from letters.compose import ComposedLetter
from letters.verdicts import Check, Matter, Verdict, judge

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


def check_letter(letter: ComposedLetter, facts: CaseFacts, on: date) -> tuple[Verdict, ...]:
    """What every check that applies says of this letter on the day `on`, in the order of the table.

    Works on an unfinished letter too: what is missing is then one of the verdicts.
    """
    matter = Matter(letter, facts, on)
    return tuple(judge(check, matter) for check in CHECKS if check.applies(matter))
