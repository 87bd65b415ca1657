"""Checks of the correction (Art. 30): its notice, the reply after it, and the end for want of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from letters.case_facts import CorrectionFact
from letters.verdicts import Check, Matter, Remark, fact, fail, found, place, texts_in
from requests_app.errors import ApplicationError
from requests_app.rules import correction as rule
from requests_app.rules.evidence import Evidence
from requests_app.rules.legal_basis import parse_citation, regulation

_BASIS = rule.BASIS.short()


def _notice(matter: Matter) -> bool:
    return matter.letter.kind == "correction_notice"


def _in_time(matter: Matter) -> Iterator[Remark]:
    """Within the period for telling, once."""
    facts = matter.facts
    earlier = [one for one in facts.corrections if not one.this]
    try:
        rule.check_ask(today=matter.on, notice_due=facts.correction_due_on, already_asked=bool(earlier))
    except ApplicationError as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    last = facts.correction_due_on
    yield found(f"最迟{last.isoformat()}告知" if last else "没有告知的期限")


def _scope(matter: Matter) -> Iterator[Remark]:
    """Only what an application must contain, each thing explained, no purpose asked for."""
    told = matter.letter.data.get("facts", {})
    rows = [row for row in told.get("points") or () if isinstance(row, dict)]
    if not rows:
        yield fail("没有写明需要补正的内容。")
    for row in rows:
        basis = parse_citation(row.get("basis") or {})
        if basis not in {part.basis for part in rule.PARTS.values()}:
            yield fail("补正只能针对申请应当包括的内容。", str(row.get("part") or ""))
        else:
            yield found(f"{row.get('part')}：{row.get('unclear')}")
    try:
        rule.check_no_purpose("".join(_texts(told)))
    except ApplicationError as refusal:
        yield fail(refusal.message, basis=refusal.basis)


def _texts(told: dict[str, Any]) -> Iterator[str]:
    for row in told.get("points") or ():
        yield from (str(row.get(key) or "") for key in ("unclear", "needed"))
    yield from texts_in(told.get("guidance"))


def _period(matter: Matter) -> Iterator[Remark]:
    """The period that was decided, and one that lies ahead."""
    decided = next((one for one in matter.facts.corrections if one.this), None)
    told = str(matter.letter.data.get("facts", {}).get("reply_by") or "")
    if decided is None or decided.reply_by is None or told != decided.reply_by.isoformat():
        yield fail("补正告知书写明的期限与决定的补正期限不符。", told)
        return
    try:
        rule.check_ahead(reply_by=decided.reply_by, today=matter.on)
    except ApplicationError as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    yield found(f"补正期限{told}")


def _corrected(matter: Matter) -> Iterator[Remark]:
    """Still unclear "after correction": told once, and a correction came."""
    received = [one for one in matter.facts.corrections if one.told_on and one.received_on]
    for item in matter.with_outcome("unclear"):
        if not any(one.told_on for one in matter.facts.corrections):
            yield fail(
                f"{place(item)}没有告知过补正，不能以补正后仍不明确答复。{_wants(Evidence.CORRECTION_NOTICE)}"
            )
        elif not received:
            yield fail(
                f"{place(item)}没有收到补正，不能以补正后仍不明确答复。{_wants(Evidence.CORRECTION_RECEIVED)}"
            )
        else:
            last = received[-1]
            yield found(f"{last.told_on}告知补正，{last.received_on}收到补正")


def _wants(evidence: Evidence) -> str:
    return f"卷内须有{evidence.label}。"


def _lapsed(matter: Matter) -> Iterator[Remark]:
    """Notice, proof of service, period over, nothing came; and the letter tells these days and no others."""
    corrections = [one for one in matter.facts.corrections if one.told_on]
    if not corrections:
        yield fail(f"没有告知过补正，不能以逾期不补正办理。{_wants(Evidence.CORRECTION_NOTICE)}")
        return
    last = corrections[-1]
    try:
        rule.check_lapse(
            today=matter.on,
            last=last.last_day,
            served_on=last.served_on,
            received=last.received_on is not None,
        )
    except ApplicationError as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    yield found(f"{last.number}于{last.served_on}送达，期限至{last.last_day}")
    yield from _told_days(matter, last)


def _told_days(matter: Matter, last: CorrectionFact) -> Iterator[Remark]:
    right = {"notice_on": last.told_on, "served_on": last.served_on, "reply_by": last.last_day}
    for item in matter.with_outcome("not_corrected"):
        for key, day in right.items():
            if day is not None and fact(item, key) != day.isoformat():
                yield fail(
                    f"{place(item)}写明的日期与补正告知的记录不符，应为{day.isoformat()}。", fact(item, key)
                )
        if last.number and fact(item, "notice_number") != last.number:
            yield fail(f"{place(item)}写明的补正告知书文号与文书不符。", fact(item, "notice_number"))


def _good_reason(matter: Matter) -> Iterator[Remark]:
    """Only a silence without good reason gives the application up."""
    for item in matter.with_outcome("not_corrected"):
        considered = fact(item, "good_reason_considered")
        if not considered:
            yield fail(f"{place(item)}没有写明是否了解到申请人有不补正的正当理由。")
        else:
            yield found(considered)


def _whole(matter: Matter) -> Iterator[Remark]:
    """The application is given up as a whole or not at all."""
    others = [item for item in matter.letter.items if item.outcome != "not_corrected"]
    if others:
        yield fail("逾期不补正是就整件申请而言的，不能与其他答复情形并用。")
    else:
        yield found("全部事项")


def _lapses(matter: Matter) -> bool:
    return bool(matter.with_outcome("not_corrected"))


CHECKS = (
    Check("correction_in_time", "在期限内一次性告知补正", _BASIS, _notice, _in_time),
    Check("correction_scope", "补正的内容合法", regulation(29, 2).short(), _notice, _scope),
    Check("correction_period", "补正期限与决定一致", _BASIS, _notice, _period),
    Check(
        "corrected_before",
        "告知过补正并收到补正",
        _BASIS,
        lambda matter: bool(matter.with_outcome("unclear")),
        _corrected,
    ),
    Check("correction_lapsed", "补正告知已经送达且期限届满", _BASIS, _lapses, _lapsed),
    Check("correction_good_reason", "不补正没有正当理由", _BASIS, _lapses, _good_reason),
    Check("correction_whole", "整件申请一并办理", _BASIS, _lapses, _whole),
)
