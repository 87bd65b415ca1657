"""Checks of excessive applications (Art. 35): the letter that asks for reasons, the reply 19, the delayed reply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from letters.excess_file import ExcessFact
from letters.verdicts import Check, Matter, Remark, fail, found, place
from requests_app.errors import ApplicationError
from requests_app.rules import delayed_reply, reasons_request
from requests_app.rules.evidence import Evidence
from requests_app.rules.reasons_request import Judgement

_BASIS = reasons_request.BASIS.short()


def _known(matter: Matter) -> ExcessFact:
    return matter.facts.excess or ExcessFact()


def _not_handled(matter: Matter) -> bool:
    return bool(matter.with_outcome("excessive"))


def _wants(evidence: Evidence) -> str:
    return f"卷内须有{evidence.label}。"


def _counted(matter: Matter) -> Iterator[Remark]:
    """The finding with its numbers; the letter tells these and no others."""
    excess = _known(matter)
    for item in matter.with_outcome("excessive"):
        if not excess.counts or not excess.why:
            yield fail(
                f"{place(item)}没有认定数量、频次明显超过合理范围，不能以此答复。{_wants(Evidence.APPLICATION_COUNTS)}"
            )
        elif item.facts.get("counts") != list(excess.counts):
            yield fail(f"{place(item)}写明的数量、频次与认定时的统计不符，请重新打开答复书保存。")
        else:
            yield found(_numbers(excess))


def _numbers(excess: ExcessFact) -> str:
    return "，".join(f"{row['first']}至{row['last']}申请{row['applications']}件" for row in excess.counts)


def _asked(matter: Matter) -> Iterator[Remark]:
    """Reasons were asked for, with proof of service; the letter tells these days and what came."""
    excess = _known(matter)
    for item in matter.with_outcome("excessive"):
        if excess.told_on is None:
            yield fail(
                f"{place(item)}没有要求申请人说明理由，不能不予处理。{_wants(Evidence.REASONS_REQUEST)}"
            )
            continue
        if excess.served_on is None:
            yield fail(f"{place(item)}说明理由告知书没有送达证明，不能不予处理。请先登记送达。")
        wrong = [
            key for key, right in excess.told.items() if item.facts.get(key) != right and key != "counts"
        ]
        if wrong:
            yield fail(
                f"{place(item)}写明的说明理由的经过与记录不符，请重新打开答复书保存。", "、".join(wrong)
            )
        else:
            yield found(f"{excess.told_on}告知，{excess.served_on}送达，期限至{excess.last_day}")


def _judged(matter: Matter) -> Iterator[Remark]:
    """Somebody judged, in writing, that the reasons are not reasonable or that none came in time."""
    excess = _known(matter)
    for item in matter.with_outcome("excessive"):
        if not excess.not_handled or not excess.judged:
            yield fail(
                f"{place(item)}没有判断申请人的理由不合理或者逾期没有说明。{_wants(Evidence.EXCESS_JUDGEMENT)}"
            )
            continue
        judgement = Judgement.NOT_GIVEN if excess.silent else Judgement.UNREASONABLE
        try:
            reasons_request.check_judgement(
                judgement,
                why=excess.judged,
                given=excess.given,
                last=excess.last_day,
                served_on=excess.served_on,
                today=matter.on,
            )
        except ApplicationError as refusal:
            yield fail(f"{place(item)}{refusal.message}", basis=refusal.basis)
        else:
            yield found(f"{judgement.label}：{excess.judged}")


def _grounded(matter: Matter) -> Iterator[Remark]:
    """Reasons may be asked for only after the finding; the letter tells its numbers and the day that was decided."""
    excess, told = _known(matter), _told(matter)
    if not excess.counts or not excess.why:
        yield fail("没有认定数量、频次明显超过合理范围，不能要求申请人说明理由。")
        return
    if told.get("counts") != list(excess.counts) or told.get("why") != excess.why:
        yield fail("告知书写明的数量、频次或者理由与认定不符。")
    if excess.reply_by is None or told.get("reply_by") != excess.reply_by.isoformat():
        yield fail("告知书写明的期限与决定的期限不符。", str(told.get("reply_by") or ""))
        return
    try:
        reasons_request.check_ahead(reply_by=excess.reply_by, today=matter.on)
    except ApplicationError as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    yield found(f"{_numbers(excess)}；期限{excess.reply_by}")


def _delayed(matter: Matter) -> Iterator[Remark]:
    """Granted by the head, told by the first due date, to a later day; the letter tells what was decided."""
    delay, told, first_due = _known(matter).delay, _told(matter), matter.facts.first_due_on
    if delay is None or not delay.granted:
        yield fail("延迟答复没有经政府信息公开工作机构负责人同意，不能告知。")
        return
    if not delayed_reply.takes_effect(first_due=first_due, told_on=matter.on):
        yield fail("延迟答复须在原答复期限届满以前告知，现在告知不产生效力。", _iso(first_due) or "")
        return
    right = {
        "first_due": _iso(first_due),
        "until": _iso(delay.until),
        "approved_on": _iso(delay.decided_on),
        "granted_by": "deputy" if delay.by_deputy else None,
        "why": delay.why,
    }
    for key, value in right.items():
        if told.get(key) != value:
            yield fail(f"告知书写明的内容与批准的延迟答复不符，应为{value}。", str(told.get(key)))
    if first_due is not None and delay.until <= first_due:
        yield fail("延迟答复的日期须在原答复期限届满以后。", _iso(delay.until) or "")
    else:
        yield found(f"{_iso(first_due)}延迟至{_iso(delay.until)}")


def _told(matter: Matter) -> dict[str, Any]:
    told: dict[str, Any] = matter.letter.data.get("facts", {})
    return told


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


CHECKS = (
    Check("excess_counted", "数量、频次有统计和认定", _BASIS, _not_handled, _counted),
    Check("excess_asked", "已要求申请人说明理由并送达", _BASIS, _not_handled, _asked),
    Check("excess_judged", "已判断理由不合理或者逾期没有说明", _BASIS, _not_handled, _judged),
    Check(
        "reasons_request_grounded",
        "要求说明理由有认定、期限与决定一致",
        _BASIS,
        lambda matter: matter.letter.kind == "reasons_request",
        _grounded,
    ),
    Check(
        "delay_in_first_period",
        "在原期限内告知延迟答复",
        _BASIS,
        lambda matter: matter.letter.kind == "delay_notice",
        _delayed,
    ),
)
