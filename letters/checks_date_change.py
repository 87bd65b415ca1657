"""Checks of the notice of a moved due date (期限变更告知书): the dates are those of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from letters.verdicts import Check, Matter, Remark, fail, found
from requests_app.rules.legal_basis import regulation

_BASIS = regulation(33, 2).short()


def _notice(matter: Matter) -> bool:
    return matter.letter.kind == "changed_date_notice"


def _dates(matter: Matter) -> Iterator[Remark]:
    """From the date that the applicant knows to the one that is derived today, and they are two dates."""
    change, due = matter.facts.date_change, matter.facts.due_on
    told = matter.letter.data.get("facts", {})
    if change is None or not change.ordered:
        yield fail("没有决定告知申请人期限变更。")
        return
    if due is None:
        yield fail("现在没有答复期限，不能告知变更后的期限。")
        return
    yield from _same(told.get("old_due"), change.old_due, "原告知的届满日")
    yield from _same(told.get("new_due"), due, "变更后的届满日")
    if due == change.old_due:
        yield fail("届满日没有变更，不需要告知。", due.isoformat())
    else:
        yield found(f"{change.old_due.isoformat()} → {due.isoformat()}")


def _same(said: object, right: date, name: str) -> Iterator[Remark]:
    if said != right.isoformat():
        yield fail(f"{name}与计时不符，应为{right.isoformat()}。", str(said or ""))


def _why(matter: Matter) -> Iterator[Remark]:
    """A date is not moved without saying why."""
    why = str(matter.letter.data.get("facts", {}).get("why") or "").strip()
    yield found(why) if why else fail("没有写明期限变更的原因。")


CHECKS = (
    Check("date_change_dates", "变更前后的届满日与计时一致", _BASIS, _notice, _dates),
    Check("date_change_why", "写明变更的原因", _BASIS, _notice, _why),
)
