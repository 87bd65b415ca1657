"""What the legality checks need to know of the fee of a case, and what its notice says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from letters.clock_facts import period_facts
from letters.templatetags.letter_text import zh_date
from requests_app.calendars import load_calendar
from requests_app.models import DisclosureRequest, ExcessFinding, Fee, FeeState
from requests_app.rules import fees as rule
from requests_app.rules.money import capital_amount
from requests_app.rules.policies import Policies
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.excess import finding_of
from requests_app.selectors.fees import (
    FALLEN_AWAY,
    last_day_of,
    paid_amount,
    reported,
    served_on,
    ways_to_pay,
)

TOLD_TOO_LATE = "收费通知没有在答复期限内告知"


@dataclass(frozen=True)
class FeeFact:
    """One fee of the case. `this`: the one a notice is about; `served_on`: proven service of its notice; `paid`: yuan
    that were verified; `settled`: nothing is owed any more; `reported`: a payment waits to be verified."""

    number: str
    schedule: str
    before: int
    count: int
    amount: int | None
    told_on: date | None = None
    served_on: date | None = None
    last_day: date | None = None
    paid: int = 0
    settled: bool = False
    reported: bool = False
    this: bool = False

    @property
    def reckoning(self) -> rule.Reckoning:
        """The amount reckoned anew."""
        return rule.reckon(rule.Schedule(self.schedule), self.count, self.before)


def fees_of(case: DisclosureRequest, present: Fee | None) -> tuple[FeeFact, ...]:
    """The fees of a case that did not fall away; `present` is the one a notice is about."""
    rows = case.fees.exclude(state__in=FALLEN_AWAY)
    return tuple(_fee(row, this=present is not None and row.pk == present.pk) for row in rows)


def _fee(row: Fee, *, this: bool) -> FeeFact:
    letter = row.letter_set.first()
    return FeeFact(
        number=letter.number if letter else "",
        schedule=row.schedule,
        before=row.before,
        count=row.count,
        amount=row.amount,
        told_on=row.told_on,
        served_on=served_on(row),
        last_day=last_day_of(row),
        paid=paid_amount(row),
        settled=row.state == FeeState.PAID,
        reported=reported(row) is not None,
        this=this,
    )


def notice_facts(case: DisclosureRequest, fee: Fee, today: date) -> Mapping[str, Any]:
    """What the notice of a decided fee says, made on the day `today`."""
    schedule = rule.Schedule(fee.schedule)
    reckoning = rule.reckon(schedule, fee.count, fee.before)
    policies, finding, received = Policies.from_json(case.policies), finding_of(case), case.received_on
    by_month = schedule is rule.Schedule.PER_PIECE and received is not None
    return {
        "registration_number": case.number,
        "counted": _counted(finding) if finding else None,
        "ground": rule.GROUND.cite(),
        "schedule": schedule.label,
        "unit": schedule.unit,
        "standard": schedule.standard,
        "month": f"{received.year}年{received.month}月" if by_month and received else None,
        "before": fee.before if by_month else None,
        "count": fee.count,
        "steps": steps_json(reckoning),
        "amount": reckoning.amount,
        "amount_words": capital_amount(reckoning.amount),
        "ways": list(ways_to_pay(case.agency)),
        "route": case.get_way_display(),
        "period": rule.payment_period(policies),
        "last_day": rule.last_day_to_pay(today, load_calendar(), policies).isoformat(),
    }


def cancelled_facts(case: DisclosureRequest, fee: Fee, today: date) -> Mapping[str, Any]:
    """What the letter says of a fee that fell away after the applicant had been told of it."""
    assert fee.told_on is not None
    notice, now = fee.letter_set.first(), derivation_of(case, today)
    due = now.standard.due if now is not None else None
    late = fee.state == FeeState.WITHOUT_EFFECT
    return {
        "registration_number": case.number,
        "notice_number": notice.number if notice else None,
        "notice_on": fee.told_on.isoformat(),
        "amount": fee.amount,
        "reason": TOLD_TOO_LATE if late or notice is None else notice.withdrawn_reason,
        "paid": paid_amount(fee) or None,
        "new_due": due.isoformat() if due else None,
        **(period_facts(case, now) if now is not None else {}),
    }


def _counted(finding: ExcessFinding) -> str | None:
    """The numbers of the longest period that the finding rests on. Its reasons stay in the file: they were not written
    for the applicant."""
    rows = sorted(finding.counts, key=lambda row: (str(row["first"]), -int(row["applicant"])))
    if not rows:
        return None
    first, last = (date.fromisoformat(str(rows[0][key])) for key in ("first", "last"))
    alike = f"，其中内容近似的{rows[0]['similar']}件" if rows[0]["similar"] else ""
    span = f"{zh_date(first)}至{zh_date(last)}"
    return f"{span}，共向本机关提出申请{rows[0]['applications']}件{alike}"


def steps_json(reckoning: rule.Reckoning) -> list[dict[str, int]]:
    """The reckoning as rows of the notice."""
    return [
        {
            "first": step.first,
            "last": step.last,
            "count": step.count,
            "rate": step.rate,
            "sum": step.amount,
        }
        for step in reckoning.steps
    ]
