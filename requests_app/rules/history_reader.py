"""JSON in, `History` out. What cannot have happened is refused with a sentence; what is unlawful is kept."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from requests_app.errors import ImpossibleHistory
from requests_app.rules.clock_bases import REGIME_2008, REGIME_2019, Regime, regime_named, regime_on
from requests_app.rules.history import (
    Consultation,
    ConsultationKind,
    CorrectionNotice,
    CorrectionReceived,
    DelayedReply,
    Event,
    Extension,
    FeeNotice,
    FeePaid,
    History,
    Ordered,
    ReasonsRequested,
    ReceiptDateCorrected,
    Replied,
    Transferred,
    Withdrawn,
    in_order,
)
from requests_app.rules.working_days import FIRST_YEAR, LAST_YEAR

CHANNELS = frozenset(("counter", "post", "letter", "web", "fax", "email", "oral"))
WAYS = frozenset(("hand", "entrusted", "post", "online", "pickup"))

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Fields = Mapping[str, Any]


def _impossible(code: str, message: str, basis: str = "") -> ImpossibleHistory:
    return ImpossibleHistory(code, message, basis)


def _optional_date(data: Fields, name: str) -> date | None:
    value = data.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise _impossible("no_such_date", f"“{name}”须写成“2026-03-02”这样的日期，收到的是：{value}。")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise _impossible("no_such_date", f"“{name}”不是存在的日期：{value}。") from None
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise _impossible("date_out_of_range", f"“{name}”超出可以计算的范围（{FIRST_YEAR}年起）：{value}。")
    return day


def _date(data: Fields, name: str) -> date:
    day = _optional_date(data, name)
    if day is None:
        raise _impossible("missing_field", f"缺少“{name}”。")
    return day


def _word(data: Fields, name: str, allowed: frozenset[str]) -> str:
    value = data.get(name)
    if value is None:
        raise _impossible("missing_field", f"缺少“{name}”。")
    if not isinstance(value, str) or value not in allowed:
        raise _impossible(
            f"unknown_{name}", f"“{name}”只能是{'、'.join(sorted(allowed))}，收到的是：{value}。"
        )
    return value


def _working_days(data: Fields, code: str, basis: str) -> int:
    value = data.get("working_days")
    if value is None:
        raise _impossible("missing_field", "缺少“working_days”。")
    # True is an int in Python and no number of days.
    if isinstance(value, bool) or not isinstance(value, int):
        raise _impossible("invalid_number", f"“working_days”须是整数，收到的是：{value}。")
    if value < 1:
        raise _impossible(code, f"“working_days”至少是1个工作日，收到的是：{value}。", basis)
    return value


def _correction_notice(data: Fields, regime: Regime) -> Event:
    notice = CorrectionNotice(_date(data, "on"), _optional_date(data, "reply_by"))
    if notice.reply_by and notice.reply_by < notice.day:
        message = f"补正期限{notice.reply_by}早于补正告知之日{notice.day}。"
        raise _impossible("reply_by_before_notice", message, regime.correction)
    return notice


def _consultation(data: Fields, regime: Regime) -> Event:
    kind = ConsultationKind(_word(data, "kind", frozenset(ConsultationKind)))
    basis = {
        ConsultationKind.THIRD_PARTY: regime.third_party,
        ConsultationKind.CO_MAKER: regime.co_maker,
        ConsultationKind.OTHER_AGENCY: regime.other_agency,
    }[kind]
    sent = _date(data, "sent")
    served, answered, closed = (_optional_date(data, name) for name in ("served", "answered", "closed"))
    if served and served < sent:
        message = f"征求意见书送达之日{served}早于发出之日{sent}。"
        raise _impossible("served_before_sent", message, basis)
    if answered and answered < (served or sent):
        message = f"答复意见之日{answered}早于征求意见书送达之日{served or sent}。"
        raise _impossible("answered_before_served", message, basis)
    if closed and closed < sent:
        raise _impossible("closed_before_sent", f"终止征求意见之日{closed}早于发出之日{sent}。", basis)
    return Consultation(sent, kind, served, answered, closed)


def _extension(data: Fields, regime: Regime) -> Event:
    days = _working_days(data, "extension_too_short", regime.reply)
    approved, notified = _date(data, "approved"), _date(data, "notified")
    return Extension(max(approved, notified), days, approved, notified)


def _fee_notice(data: Fields, regime: Regime) -> Event:
    notice = FeeNotice(_date(data, "on"), _optional_date(data, "served"))
    if notice.served and notice.served < notice.day:
        message = f"收费通知送达之日{notice.served}早于发出之日{notice.day}。"
        raise _impossible("served_before_sent", message, regime.fee)
    return notice


def _receipt_date_corrected(data: Fields, regime: Regime) -> Event:
    corrected = ReceiptDateCorrected(_date(data, "on"), _date(data, "to"))
    if corrected.to > corrected.day:
        message = f"更正后的收到日期{corrected.to}晚于更正之日{corrected.day}。"
        raise _impossible("receipt_after_its_correction", message, regime.receipt)
    return corrected


_READERS: Mapping[str, Callable[[Fields, Regime], Event]] = {
    "correction_notice": _correction_notice,
    "correction_received": lambda data, _: CorrectionReceived(_date(data, "on")),
    "consultation": _consultation,
    "extension": _extension,
    "reasons_requested": lambda data, _: ReasonsRequested(_date(data, "on")),
    "delayed_reply": lambda data, _: DelayedReply(_date(data, "notified"), _date(data, "until")),
    "fee_notice": _fee_notice,
    "fee_paid": lambda data, _: FeePaid(_date(data, "on")),
    "receipt_date_corrected": _receipt_date_corrected,
    "ordered": lambda data, regime: Ordered(
        _date(data, "received"), _working_days(data, "order_too_short", regime.order)
    ),
    "replied": lambda data, _: Replied(_date(data, "on"), _word(data, "way", WAYS)),
    "withdrawn": lambda data, _: Withdrawn(_date(data, "on")),
    "transferred": lambda data, _: Transferred(_date(data, "on")),
}


def parse_event(data: object, regime: Regime | None = None) -> Event:
    """One event in the words of contracts.md 2; refusals cite `regime`, by default that in force.

    Raises `ImpossibleHistory` as `parse_history`.
    """
    if not isinstance(data, Mapping):
        raise _impossible("not_an_object", "每个事件须是一个JSON对象。")
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in _READERS:
        raise _impossible("unknown_event", f"没有这种事件：{kind}。")
    return _READERS[kind](data, regime or regime_named(REGIME_2019))


def _regime(data: Fields, received: date) -> Regime:
    if data.get("regime") is None:
        return regime_named(regime_on(received))
    return regime_named(_word(data, "regime", frozenset((REGIME_2008, REGIME_2019))))


def parse_history(data: object) -> History:
    """The input of `explain_deadline` (contract 2) as a `History`. Dates are ISO dates; unknown fields are
    ignored.

    Raises `ImpossibleHistory` with code, sentence and basis for what cannot have happened: no such date, an
    event before receipt or after `today`, an answer before service, a payment or correction nobody asked
    for, ….
    """
    if not isinstance(data, Mapping):
        raise _impossible("not_an_object", "输入须是一个JSON对象。")
    received = _date(data, "received")
    channel = _word(data, "channel", CHANNELS)
    listed = data.get("events")
    if listed is not None and not isinstance(listed, list):
        raise _impossible("not_a_list", "“events”须是一个列表。")
    regime = _regime(data, received)
    events = in_order(parse_event(item, regime) for item in listed or ())
    for event in events:
        if isinstance(event, ReceiptDateCorrected):
            received = event.to
    history = History(
        received=received,
        channel=channel,
        regime=_regime(data, received),
        events=events,
        submitted=_optional_date(data, "submitted"),
        today=_optional_date(data, "today"),
    )
    _check_order(history)
    return history


def _check_order(history: History) -> None:
    regime, today = history.regime, history.today
    for day in (history.received, history.submitted):
        if today and day and day > today:
            raise _impossible(
                "event_after_today", f"收到或者提交之日{day}在今天（{today}）之后。", regime.receipt
            )
    for event in history.events:
        for day in event.dates:
            if day < history.received:
                message = f"{day}发生的事早于收到申请之日{history.received}。"
                raise _impossible("event_before_receipt", message, regime.receipt)
            if today and day > today:
                raise _impossible("event_after_today", f"{day}发生的事在今天（{today}）之后。")
    _check_asked(history, FeePaid, FeeNotice, "paid_without_notice", "没有收费通知，却记有缴费", regime.fee)
    _check_asked(
        history, CorrectionReceived, CorrectionNotice, "correction_without_notice",
        "没有补正告知，却记有收到补正", regime.correction,
    )  # fmt: skip


def _check_asked(
    history: History, answer: type[Event], question: type[Event], code: str, message: str, basis: str
) -> None:
    asked = min((event.day for event in history.events if isinstance(event, question)), default=date.max)
    for event in history.events:
        if isinstance(event, answer) and event.day < asked:
            raise _impossible(code, f"{message}（{event.day}）。", basis)
