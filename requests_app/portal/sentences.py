"""The status of a case as the applicant reads it: who must do what, by which date, and what comes next.

One row per legal state; the rows hold words only, every date comes with the facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from requests_app.pictures.date_words import full_weekday
from requests_app.rules.states import RequestState

_S = RequestState

NOTHING_TO_DO = "现在不需要您做任何事。"


class CorrectionStage(Enum):
    """How an awaited correction stands: its notice on its way, the period running, the period over, or the letter
    that ends the case for want of it being approved."""

    UNTOLD = "untold"
    AWAITED = "awaited"
    OVERDUE = "overdue"
    LAPSING = "lapsing"


class PaymentStage(Enum):
    """How an awaited fee stands: its notice on its way, the period running, a reported payment being verified, the
    period over, or the letter that ends the case for want of payment being approved."""

    UNTOLD = "untold"
    AWAITED = "awaited"
    REPORTED = "reported"
    OVERDUE = "overdue"
    LAPSING = "lapsing"


class ReasonsStage(Enum):
    """How a request for reasons stands (Art. 35): its letter on its way, the time running, the time over."""

    UNTOLD = "untold"
    AWAITED = "awaited"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class StatusFacts:
    """What the sentence is made from. `remaining`: working days in (today, due_on], negative when late.

    `pause` says why the clock stands still today ("" when it runs); `extended_from` is the first due date of an
    extended case, or of one whose reply is `delayed`; `reasons` says that the applicant is to give reasons, until
    `reasons_until`; `correction` and `payment` how they stand where one is awaited; `sent_on` the day the reply was
    posted; `ended_on` the day of delivery or withdrawal; `again` why an answered request is handled anew, or by which
    order one that was not answered is (`unanswered`), "" for all others; `unrouted`: a platform has taken it in and no
    agency has it; `provisional`: the date leans on a year whose holidays are not announced; `moved_to`: the
    agency that has it now, with its contact.
    """

    state: RequestState
    agency: str
    due_on: date | None = None
    remaining: int | None = None
    pause: str = ""
    extended_from: date | None = None
    waiting_until: date | None = None
    correction: CorrectionStage = CorrectionStage.AWAITED
    payment: PaymentStage = PaymentStage.AWAITED
    reasons: ReasonsStage | None = None
    reasons_until: date | None = None
    delayed: bool = False
    sent_on: date | None = None
    ended_on: date | None = None
    provisional: bool = False
    unrouted: bool = False
    moved_to: str = ""
    again: str = ""
    unanswered: bool = False


@dataclass(frozen=True)
class StatusSentence:
    """`now` in a few words, `duty` who must do what by when, `yours` what the applicant does, `next` what comes.

    `act` marks that the applicant must do something. Blank parts are not shown.
    """

    now: str
    duty: str
    yours: str
    next: str
    act: bool = False


@dataclass(frozen=True)
class _Row:
    now: str
    yours: str
    next: str
    act: bool = False


_HOW_TO_CORRECT = "在本页网上补正，也可以把补正的内容当面提交或者寄给受理机构"
_HOW_TO_PAY = "按照收费通知书写明的办法缴费，并在本页提交缴费凭证"
_REPLY_ARRIVES = "答复书出具后，会按照您选择的方式送达。"

_ROWS: dict[RequestState, _Row] = {
    _S.RECEIVED: _Row(
        "您的申请已经送到，正在登记。",
        "请留意受理机构的电话：需要与您确认收到日期。",
        "登记后会给您受理编号和回执。",
    ),
    _S.UNDER_REVIEW: _Row(
        "您的申请已经登记，正在审核。",
        f"{NOTHING_TO_DO}内容需要补正的，会一次性告知您。",
        "审核后检索、审查您要的信息。",
    ),
    _S.AWAITING_CORRECTION: _Row(
        "您的申请需要补正。",
        f"请按照补正告知书的要求，{_HOW_TO_CORRECT}。",
        "收到补正之日起，重新计算答复期限；无正当理由逾期不补正的，视为放弃申请。",
        act=True,
    ),
    _S.IN_HANDLING: _Row(
        "您的申请正在办理。", NOTHING_TO_DO, "检索、审查完成后起草答复书，经审核签发后答复您。"
    ),
    _S.AWAITING_PAYMENT: _Row(
        "等待您缴纳信息处理费。",
        f"请{_HOW_TO_PAY}。",
        "缴清的次日起，重新计算答复期限；逾期不缴清的，视为放弃申请。",
        act=True,
    ),
    _S.IN_APPROVAL: _Row("您的答复书正在审核。", NOTHING_TO_DO, _REPLY_ARRIVES),
    _S.APPROVED: _Row("您的答复书已经签发，即将出具。", NOTHING_TO_DO, _REPLY_ARRIVES),
    _S.ISSUED: _Row(
        "您的答复书已经出具，正在送达。", "请留意邮件或者受理机构的电话。", "送达后，可以在本页下载答复书。"
    ),
    _S.DELIVERED: _Row(
        "您的申请已经答复。", "可以在下面下载答复书。", "不服答复的，按照答复书写明的途径和期限寻求救济。"
    ),
    _S.LAPSED: _Row(
        "您的申请不再处理。",
        "理由和依据写在告知书中，可以在下面下载。",
        "仍然需要这些信息的，可以重新申请。",
    ),
    _S.WITHDRAWN: _Row(
        "您已经撤回这件申请。", NOTHING_TO_DO, "撤回后不再办理；仍然需要这些信息的，可以重新申请。"
    ),
    _S.TRANSFERRED: _Row(
        "您的申请已经转给负责公开该信息的机关。", "请向接收的机关查询进度。", "由接收的机关登记、答复。"
    ),
    _S.VOIDED: _Row("这个编号已经作废。", "有疑问的，请打电话向受理机构查询。", ""),
    _S.ARCHIVED: _Row("您的申请已经办结归档。", "文书可以继续在下面下载。", ""),
}

_CORRECTION_ROWS: dict[CorrectionStage, _Row] = {
    CorrectionStage.UNTOLD: _Row(
        "您的申请需要补正，补正告知书正在送达。",
        f"请留意补正告知书。已经看到的，现在就可以{_HOW_TO_CORRECT}。",
        "收到补正之日起，重新计算答复期限。",
        act=True,
    ),
    CorrectionStage.AWAITED: _ROWS[_S.AWAITING_CORRECTION],
    CorrectionStage.OVERDUE: _Row(
        "补正的期限已过，还没有收到您的补正。",
        f"现在补正仍会受理：请{_HOW_TO_CORRECT}，并说明逾期的理由。",
        "无正当理由逾期不补正的，视为放弃申请，不再处理。",
        act=True,
    ),
    CorrectionStage.LAPSING: _Row(
        "您没有在期限内补正，受理机关正在审核是否不再处理这件申请。",
        f"不再处理告知书出具以前，现在补正仍会受理：请{_HOW_TO_CORRECT}，并说明逾期的理由。",
        "收到补正的，重新计算答复期限；没有收到的，出具不再处理告知书。",
        act=True,
    ),
}

_PAYMENT_ROWS: dict[PaymentStage, _Row] = {
    PaymentStage.UNTOLD: _Row(
        "受理机关决定收取信息处理费，收费通知书正在送达。",
        f"请留意收费通知书。已经看到的，现在就可以{_HOW_TO_PAY}。",
        "缴清的次日起，重新计算答复期限。",
        act=True,
    ),
    PaymentStage.AWAITED: _ROWS[_S.AWAITING_PAYMENT],
    PaymentStage.REPORTED: _Row(
        "您提交了缴费凭证，受理机关正在核对。",
        NOTHING_TO_DO,
        "核对到账的，自缴清的次日起重新计算答复期限；不符的，会在本页告诉您原因。",
    ),
    PaymentStage.OVERDUE: _Row(
        "缴费的期限已过，还没有收到您的缴费。",
        f"现在缴清仍会受理：请{_HOW_TO_PAY}。",
        "逾期不缴清的，视为放弃申请，不再处理。",
        act=True,
    ),
    PaymentStage.LAPSING: _Row(
        "您没有在期限内缴清信息处理费，受理机关正在审核是否不再处理这件申请。",
        f"不再处理告知书出具以前，现在缴清仍会受理：请{_HOW_TO_PAY}。",
        "缴清的，重新计算答复期限；没有缴清的，出具不再处理告知书。",
        act=True,
    ),
}

_OVER = {
    _CORRECTION_ROWS[CorrectionStage.OVERDUE]: "补正",
    _CORRECTION_ROWS[CorrectionStage.LAPSING]: "补正",
    _PAYMENT_ROWS[PaymentStage.OVERDUE]: "缴费",
    _PAYMENT_ROWS[PaymentStage.LAPSING]: "缴费",
}
"""What the applicant did not do in time, by the row that says so."""

_UNROUTED = _Row(
    "您的申请已经由统一受理平台收到，正在确定由哪个机关办理。",
    NOTHING_TO_DO,
    "确定机关以后，由该机关登记，给您受理编号和回执；统一受理编号和查询码继续有效。",
)
_UNROUTED_DUTY = "答复期限自负责办理的机关收到申请之日起计算；由本平台分送的，以您提交之日为收到之日。"
_AGAIN_ROW = _Row(
    "您的申请正在重新办理。",
    NOTHING_TO_DO,
    "重新起草答复书，经审核签发后答复您；已经给您的文书仍可在下面下载。",
)
_HOW_TO_EXPLAIN = "在本页网上说明理由，也可以把说明当面提交或者寄给受理机构"
_AFTER_REASONS = (
    "理由不合理的，不予处理；没有说明理由的，可以认定为没有合理理由，不予处理。理由合理的，依法办理。"
    "说明理由期间，答复期限照常计算。"
)
_REASONS_ROWS: dict[ReasonsStage, _Row] = {
    ReasonsStage.UNTOLD: _Row(
        "受理机关请您说明申请的理由，告知书正在送达。",
        f"请留意说明理由告知书。已经看到的，现在就可以{_HOW_TO_EXPLAIN}。",
        _AFTER_REASONS,
        act=True,
    ),
    ReasonsStage.AWAITED: _Row(
        "受理机关请您说明申请的理由。",
        f"请按照说明理由告知书的要求，{_HOW_TO_EXPLAIN}。",
        _AFTER_REASONS,
        act=True,
    ),
    ReasonsStage.OVERDUE: _Row(
        "说明理由的期限已过，还没有收到您的说明。",
        f"答复书出具以前，现在说明仍会考虑：请{_HOW_TO_EXPLAIN}。",
        _AFTER_REASONS,
        act=True,
    ),
}
_ASKED_FOR_REASONS = frozenset({_S.UNDER_REVIEW, _S.IN_HANDLING, _S.IN_APPROVAL, _S.APPROVED})
"""Where the request for reasons is what the applicant must know first; a correction or a payment goes before it."""

_AGENCY_OWES = frozenset({_S.RECEIVED, _S.UNDER_REVIEW, _S.IN_HANDLING, _S.IN_APPROVAL, _S.APPROVED})
_APPLICANT_OWES = {_S.AWAITING_CORRECTION: "补正", _S.AWAITING_PAYMENT: "缴费"}
_ENDED = {
    _S.DELIVERED: "答复书已于{day}送达。",
    _S.LAPSED: "告知书已于{day}送达。",
    _S.WITHDRAWN: "撤回的日期是{day}。",
    _S.ARCHIVED: "办结日期是{day}。",
}


def status_sentence(facts: StatusFacts) -> StatusSentence:
    """The sentence of a case."""
    row = _row(facts)
    return StatusSentence(row.now, facts.again + _duty(facts), row.yours, row.next, row.act)


def _row(facts: StatusFacts) -> _Row:
    if facts.unrouted and facts.state is _S.RECEIVED:
        return _UNROUTED
    unpaid = facts.payment in (PaymentStage.LAPSING, PaymentStage.REPORTED)
    if facts.state is _S.AWAITING_PAYMENT or (unpaid and facts.state in (_S.IN_APPROVAL, _S.APPROVED)):
        return _PAYMENT_ROWS[facts.payment]
    lapsing = facts.correction is CorrectionStage.LAPSING
    if facts.state is _S.AWAITING_CORRECTION or (lapsing and facts.state in (_S.IN_APPROVAL, _S.APPROVED)):
        return _CORRECTION_ROWS[facts.correction]
    if facts.reasons is not None and facts.state in _ASKED_FOR_REASONS:
        return _REASONS_ROWS[facts.reasons]
    if facts.again and not facts.unanswered and facts.state is _S.IN_HANDLING:
        return _AGAIN_ROW
    return _ROWS[facts.state]


def _duty(facts: StatusFacts) -> str:
    if _row(facts) is _UNROUTED:
        return _UNROUTED_DUTY
    if facts.state is _S.TRANSFERRED and facts.moved_to:
        return f"接收的机关是{facts.moved_to}。答复期限自该机关收到申请之日起计算。"
    if facts.state in _APPLICANT_OWES and facts.due_on is not None:
        return _owed(facts)
    row = _row(facts)
    if row in _OVER:
        until = (
            f"{_OVER[row]}的最后一天是 {full_weekday(facts.waiting_until)}。" if facts.waiting_until else ""
        )
        return f"{until}现在没有答复期限。"
    if row is _PAYMENT_ROWS[PaymentStage.REPORTED]:
        return "核对期间没有答复期限。"
    if facts.state in _APPLICANT_OWES:
        what = _APPLICANT_OWES[facts.state]
        if facts.waiting_until is None:
            return f"请您尽快{what}。在此期间没有答复期限。"
        return f"请您在 {full_weekday(facts.waiting_until)}{_mark(facts)}以前（含当日）{what}。在此期间没有答复期限。"
    if facts.state in _ENDED:
        return _ENDED[facts.state].format(day=f" {full_weekday(facts.ended_on)}") if facts.ended_on else ""
    if facts.state is _S.ISSUED and facts.sent_on is not None:
        return f"{facts.agency}已于 {full_weekday(facts.sent_on)}交邮政企业寄出。"
    if facts.state in _AGENCY_OWES or facts.state is _S.ISSUED:
        return f"{_explain_by(facts)}{_owed(facts)}"
    return ""


def _mark(facts: StatusFacts) -> str:
    """A date that leans on a year whose holidays are not announced."""
    return "（暂定）" if facts.provisional else ""


def _explain_by(facts: StatusFacts) -> str:
    """By when reasons are to be given."""
    if facts.reasons is None or facts.reasons_until is None or facts.state not in _ASKED_FOR_REASONS:
        return ""
    day = full_weekday(facts.reasons_until)
    if facts.reasons is ReasonsStage.OVERDUE:
        return f"说明理由的最后一天是 {day}。"
    return f"请您在 {day}以前（含当日）说明理由。"


def _owed(facts: StatusFacts) -> str:
    if facts.due_on is None:
        return ""
    day = f"{full_weekday(facts.due_on)}{_mark(facts)}"
    late = facts.remaining is not None and facts.remaining < 0
    if late:
        return (
            f"{facts.agency}应当在 {day}以前答复您，已经超过 {-(facts.remaining or 0)} 个工作日。"
            "您可以向受理机构查询，也可以反映办理问题。"
        )
    said = f"{facts.agency}应当在 {day}以前（含当日）答复您"
    if facts.pause:
        said += f"。{facts.pause}，现在暂停计时，到期日会相应顺延。"
    elif facts.remaining == 0:
        said += "，就是今天。"
    elif facts.remaining is not None:
        said += f"，还有 {facts.remaining} 个工作日。"
    else:
        said += "。"
    if facts.extended_from is not None and facts.extended_from != facts.due_on:
        longer = "答复期限已经依法延迟" if facts.delayed else "答复期限已经依法延长"
        said += f"{longer}，原来的到期日是 {full_weekday(facts.extended_from)}。"
    return said
