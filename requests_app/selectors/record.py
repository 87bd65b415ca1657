"""The record of a case as the desk reads it: each line with its evidence and its effect on the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from requests_app.actors import Member
from requests_app.models import DisclosureRequest, FeeState, Letter, LetterAddressee
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.consultation import RULES
from requests_app.selectors.clock import derivation_of, events_without_effect, provisional_mark
from requests_app.selectors.corrections import stopped_the_clock
from requests_app.selectors.letters import letters_of
from requests_app.selectors.reasons import DELAY_LETTER, REASONS_LETTER
from requests_app.selectors.spoken import Spoken
from requests_app.selectors.timeline import timeline

STARTS, STOPS, NONE = "clockish", "paused", ""


@dataclass(frozen=True)
class RecordLine:
    """One line, with the names that `components/timeline.html` reads."""

    at: datetime
    who: str
    what: str
    evidence: str
    effect: str
    kind: str


def record_lines(actor: Member, case: DisclosureRequest, newest: int | None = None) -> list[RecordLine]:
    """The record, newest first; only the `newest` lines where a number is given."""
    entries = timeline(actor, case)
    letters = {letter.pk: letter for letter in letters_of(actor, case)}
    shown = list(entries[:newest] if newest else entries)
    spoken = Spoken(actor, case)
    return [
        _line(entry, spoken.sentence(entry), case, letters.get(entry.data.get("letter", 0)))
        for entry in shown
    ]


def _line(entry: AuditEntry, what: str, case: DisclosureRequest, letter: Letter | None) -> RecordLine:
    effect, kind = _effect(entry, case, letter)
    return RecordLine(entry.at, entry.actor_label, what, _evidence(entry), effect, kind)


def _evidence(entry: AuditEntry) -> str:
    digest = entry.data.get("sha256") or entry.data.get("content_hash") or entry.data.get("manifest_hash")
    return f"校验值 {digest[:16]}…" if digest else ""


def _effect(entry: AuditEntry, case: DisclosureRequest, letter: Letter | None) -> tuple[str, str]:
    match entry.action:
        case "registered" if entry.data.get("due_on"):
            return f"开始计时，到期日 {_marked(case, entry.data['due_on'])}", STARTS
        case "date_moved":
            before, after = entry.data["before"], entry.data["after"]
            return f"到期日 {_day(before)} → {_marked(case, after)}", STARTS
        case "receipt_corrected":
            return f"到期日 {_day(entry.data['before'])} → {_day(entry.data['after'])}", STARTS
        case "withdrawn":
            return "停止计时", STOPS
        case "posted" | "delivered" if letter is not None:
            return _delivery_effect(entry, case, letter)
        case "consultation_answered" | "consultation_called_back":
            return "这项征求意见不再暂停计时", STARTS
        case "delivery_failed" if letter is not None and letter.submission_id is not None:
            return "原交邮日期不再计算，继续计时", STARTS
        case "delivery_failed" if letter is not None and letter.correction_id is not None:
            return "补正告知没有送达，继续计时", STARTS
        case "correction_received":
            restarted = _restarted(case, date.fromisoformat(entry.data["received_on"]))
            return ("答复期限重新计算", STARTS) if restarted else ("", NONE)
        case "delivery_failed" if letter is not None and letter.fee_id is not None:
            return "收费通知没有送达，继续计时", STARTS
        case "fee_paid":
            return "答复期限自缴费次日起重新计算", STARTS
        case "fee_cancelled":
            return "收费撤销，期限照常计算", STARTS
    return "", NONE


def _delivery_effect(entry: AuditEntry, case: DisclosureRequest, letter: Letter) -> tuple[str, str]:
    delivery = next((row for row in letter.deliveries.all() if row.pk == entry.data.get("delivery")), None)
    # Posted and later confirmed: two lines, one effect. The first of them moved the clock.
    first = delivery is not None and (entry.action == "posted" or delivery.sent_on is None)
    if not first:
        return "", NONE
    if letter.kind == REASONS_LETTER:
        return "要求说明理由，答复期限照常计算", NONE
    if letter.kind == DELAY_LETTER:
        delayed = case.due_on is not None and case.due_on != case.first_due_on
        return (f"到期日 {_day(case.first_due_on)} → {_day(case.due_on)}", STARTS) if delayed else ("", NONE)
    if letter.extension is not None and letter.extension.notified_on is not None:
        return f"到期日 {_day(case.first_due_on)} → {_day(case.due_on)}", STARTS
    if letter.consultation is not None and letter.addressee != LetterAddressee.APPLICANT:
        asked = letter.consultation
        left = asked.sent_on is not None and RULES[asked.inquiry].letter_kind == letter.kind
        return ("暂停计时", STOPS) if left else ("", NONE)
    if letter.correction is not None and stopped_the_clock(letter.correction):
        return f"停止计时，等待补正至 {_day(letter.correction.reply_by)}", STOPS
    if letter.fee is not None and letter.fee.state != FeeState.WITHOUT_EFFECT:
        return "停止计时，等待缴费", STOPS
    if letter.submission_id is not None and case.replied_on is not None:
        return f"答复日期 {_day(case.replied_on)}，停止计时", STOPS
    return "", NONE


def _restarted(case: DisclosureRequest, received_on: date) -> bool:
    """Whether the correction of that day gave a fresh period; a notice told too late gives none."""
    derivation = derivation_of(case)
    if derivation is None:
        return False
    received = case.clock_events.filter(type="correction_received", on=received_on, revoked_at__isnull=True)
    idle = events_without_effect(case, derivation)
    return any(event.pk not in idle for event in received)


def _marked(case: DisclosureRequest, day: str) -> str:
    return f"{_day(day)}{provisional_mark(case, date.fromisoformat(day))}"


def _day(day: date | str | None) -> str:
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{found.year}年{found.month}月{found.day}日" if found else "—"
