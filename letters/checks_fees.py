"""Checks of the information processing fee (Art. 42; 109号): its notice, and the end for want of payment."""

from __future__ import annotations

from collections.abc import Iterator

from letters.fee_facts import FeeFact, steps_json
from letters.verdicts import Check, Matter, Remark, fact, fail, found, place
from requests_app.errors import ApplicationError
from requests_app.rules import fees as rule
from requests_app.rules.evidence import Evidence
from requests_app.rules.money import capital_amount

_BASIS = rule.BASIS.short()
UNPAID = "not_paid"


def _notice(matter: Matter) -> bool:
    return matter.letter.kind == "fee_notice"


def _decided(matter: Matter) -> FeeFact | None:
    return next((one for one in matter.facts.fees if one.this), None)


def _excessive(matter: Matter) -> Iterator[Remark]:
    """Nothing is charged without the finding of Art. 42."""
    why = matter.facts.excess.why if matter.facts.excess else ""
    if not why:
        yield fail("没有认定申请的数量、频次明显超过合理范围，不能收取信息处理费。")
        return
    yield found(why)


def _in_time(matter: Matter) -> Iterator[Remark]:
    """Within the handling period."""
    due = matter.facts.due_on
    if due is None or matter.on > due:
        until = f"，期限已于{due.isoformat()}届满" if due else ""
        yield fail(f"收费通知须在答复期限内发出{until}，不能再收取信息处理费。")
        return
    yield found(f"最迟{due.isoformat()}通知")


def _one_schedule(matter: Matter) -> Iterator[Remark]:
    """One fee, by one of the two schedules."""
    told = matter.letter.data.get("facts", {})
    labels = {each.label: each for each in rule.Schedule}
    schedule = labels.get(str(told.get("schedule")))
    if schedule is None or told.get("unit") != schedule.unit or told.get("standard") != schedule.standard:
        yield fail("计收方式只能是按件、按量中的一种，并写明该方式的标准。", str(told.get("schedule") or ""))
        return
    others = [one for one in matter.facts.fees if not one.this]
    try:
        earlier = rule.Schedule(others[-1].schedule or rule.Schedule.PER_PIECE) if others else None
        rule.check_once(earlier=earlier, schedule=schedule)
    except ApplicationError as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    yield found(f"{schedule.label}计收")


def _amount(matter: Matter) -> Iterator[Remark]:
    """The amount is that which the schedule gives, step by step, and that which was decided."""
    told, decided = matter.letter.data.get("facts", {}), _decided(matter)
    if decided is None:
        yield fail("没有已经决定的收费。")
        return
    reckoning = decided.reckoning
    right = {
        "count": decided.count,
        "steps": steps_json(reckoning),
        "amount": reckoning.amount,
        "amount_words": capital_amount(reckoning.amount),
    }
    if reckoning.schedule is rule.Schedule.PER_PIECE:
        right["before"] = decided.before
    for key, value in right.items():
        if told.get(key) != value:
            yield fail(
                f"收费的数量、计算或者金额与收费标准不符，应缴{reckoning.amount}元。", str(told.get(key))
            )
    if reckoning.amount != decided.amount or reckoning.amount < 1:
        yield fail(f"收费的金额与决定的不符，按标准应缴{reckoning.amount}元。", str(decided.amount))
    yield found(f"{reckoning.schedule.label}{decided.count}{reckoning.schedule.unit}，{reckoning.amount}元")


def _lapsed(matter: Matter) -> Iterator[Remark]:
    """Notice, proof of service, period over, not paid; and the letter tells these days and sums and no others."""
    fees = [one for one in matter.facts.fees if one.told_on]
    if not fees:
        yield fail(f"没有通知过缴费，不能以逾期不缴费办理。卷内须有{Evidence.FEE_NOTICE.label}。")
        return
    last = fees[-1]
    try:
        rule.check_lapse(
            today=matter.on,
            last=last.last_day,
            served_on=last.served_on,
            paid=last.settled,
            reported=last.reported,
        )
    except ApplicationError as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    yield found(f"{last.number}于{last.served_on}送达，期限至{last.last_day}")
    yield from _told(matter, last)


def _told(matter: Matter, last: FeeFact) -> Iterator[Remark]:
    days = {"notice_on": last.told_on, "served_on": last.served_on, "last_day": last.last_day}
    right = {key: day.isoformat() for key, day in days.items() if day is not None}
    right |= {"notice_number": last.number, "paid": str(last.paid or "")}
    right |= {"amount": str(last.amount)} if last.amount is not None else {}
    for item in matter.with_outcome(UNPAID):
        for key, value in right.items():
            if fact(item, key) != value:
                yield fail(
                    f"{place(item)}写明的内容与收费通知的记录不符，应为{value or '空'}。", fact(item, key)
                )


def _whole(matter: Matter) -> Iterator[Remark]:
    """The application is given up as a whole or not at all."""
    others = [item for item in matter.letter.items if item.outcome != UNPAID]
    if others:
        yield fail("逾期不缴费是就整件申请而言的，不能与其他答复情形并用。")
    else:
        yield found("全部事项")


def _lapses(matter: Matter) -> bool:
    return bool(matter.with_outcome(UNPAID))


CHECKS = (
    Check("fee_excessive", "已认定明显超过合理范围", rule.GROUND.short(), _notice, _excessive),
    Check("fee_in_time", "在答复期限内通知缴费", _BASIS, _notice, _in_time),
    Check("fee_one_schedule", "只按一种方式收费一次", _BASIS, _notice, _one_schedule),
    Check("fee_amount", "金额符合收费标准", _BASIS, _notice, _amount),
    Check("fee_lapsed", "收费通知已经送达、期限届满且没有缴清", _BASIS, _lapses, _lapsed),
    Check("fee_whole", "整件申请一并办理", _BASIS, _lapses, _whole),
)
