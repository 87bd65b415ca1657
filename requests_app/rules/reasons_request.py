"""Asking for reasons (说明理由, Art. 35) and judging them, once the applications were found clearly excessive.

Asking does not pause the clock (reading `reasons_request_runs_inside`). The text sets no period and no form: a
reasonable day is given, reckoned from service, and what comes later is still filed. Somebody judges; nothing is
judged by itself.
"""

from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.legal_basis import regulation
from requests_app.rules.policies import Policies
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import RequestState
from requests_app.rules.working_days import WorkingCalendar

BASIS = regulation(35)
MAY_ASK: frozenset[Role] = OFFICERS

CAN_BE_ASKED: frozenset[RequestState] = frozenset({RequestState.UNDER_REVIEW, RequestState.IN_HANDLING})
CAN_BE_GIVEN: frozenset[RequestState] = frozenset(
    {
        RequestState.UNDER_REVIEW,
        RequestState.AWAITING_CORRECTION,
        RequestState.IN_HANDLING,
        RequestState.AWAITING_PAYMENT,
        RequestState.IN_APPROVAL,
        RequestState.APPROVED,
    }
)
"""Reasons are heard, and judged, until the reply is issued."""


class Judgement(StrEnum):
    """What somebody came to. The first two lead to the outcome `excessive`."""

    UNREASONABLE = "unreasonable"
    NOT_GIVEN = "not_given"
    ACCEPTED = "accepted"
    DELAYED = "delayed"

    @property
    def label(self) -> str:
        """The judgement in Chinese."""
        return _LABELS[self]


_LABELS = {
    Judgement.UNREASONABLE: "理由不合理，不予处理",
    Judgement.NOT_GIVEN: "逾期没有说明理由，不予处理",
    Judgement.ACCEPTED: "按一般申请办理",
    Judgement.DELAYED: "理由合理，但不能在规定期限内答复，延迟答复",
}
NOT_HANDLED: frozenset[Judgement] = frozenset({Judgement.UNREASONABLE, Judgement.NOT_GIVEN})


def check_ask(*, found: bool, already_asked: bool, what: str) -> None:
    """Whether reasons may be asked for: only after the finding, once, saying what is to be explained.

    Raises RuleRefusal, InvalidInput.
    """
    if not found:
        text = "没有认定数量、频次明显超过合理范围，不能要求申请人说明理由。请先作出认定。"
        raise RuleRefusal("reasons_without_finding", text, BASIS.cite())
    if already_asked:
        text = "本件（拆分的，包括拆分前和拆分出的各件）已经要求申请人说明理由，不能再次要求。"
        raise RuleRefusal("reasons_twice", text, BASIS.cite())
    if not what.strip():
        text = "请写明需要申请人说明什么。"
        raise InvalidInput("reasons_unexplained", text, BASIS.cite(), fields={"what": text})


def proposed_reply_by(calendar: WorkingCalendar, today: date, policies: Policies) -> date:
    """The last day that the screens propose."""
    return calendar.nth_working_day(today, policies.proposed_reasons_days)


def check_ahead(*, reply_by: date, today: date) -> None:
    """The day must lie ahead when the letter is made. Raises InvalidInput."""
    if reply_by <= today:
        text = "说明理由的期限须在今天以后。"
        raise InvalidInput("reasons_period", text, BASIS.cite(), fields={"reply_by": text})


def check_reply_by(*, reply_by: date, today: date, calendar: WorkingCalendar, policies: Policies) -> None:
    """A reasonable time to answer, by the reading `minimum_reasons_days`. Raises InvalidInput."""
    check_ahead(reply_by=reply_by, today=today)
    earliest = calendar.nth_working_day(today, policies.minimum_reasons_days)
    if reply_by < earliest:
        text = (
            f"说明理由的期限太短：应当给申请人合理的时间，至少{policies.minimum_reasons_days}个工作日，"
            f"不早于{earliest.isoformat()}。"
        )
        raise InvalidInput("reasons_period_short", text, BASIS.cite(), fields={"reply_by": text})


def last_day(*, reply_by: date, told_on: date, served_on: date | None) -> date:
    """The last day to answer, reckoned from service: whoever got the letter later has no fewer days for it."""
    return max(reply_by, (served_on or told_on) + max(reply_by - told_on, date.resolution))


def is_over(last: date | None, today: date) -> bool:
    """Whether the time to answer is over: its last day still belongs to it."""
    return last is not None and today > last


def check_judgement(
    judgement: Judgement,
    *,
    why: str,
    given: bool,
    last: date | None,
    served_on: date | None,
    today: date,
) -> None:
    """Whether the file allows this judgement. Raises RuleRefusal, InvalidInput without its reason.

    last: the `last_day` to answer; served_on: the proven day on which the letter reached the applicant.
    """
    if not why.strip():
        text = "请写明作出这一判断的理由。"
        raise InvalidInput("judgement_unexplained", text, BASIS.cite(), fields={"why": text})
    if judgement is Judgement.NOT_GIVEN:
        _check_silence(given=given, last=last, served_on=served_on, today=today)
    elif judgement is not Judgement.ACCEPTED and not given:
        text = "申请人没有说明理由，不能判断理由是否合理。"
        raise RuleRefusal("reasons_missing", text, BASIS.cite())


def _check_silence(*, given: bool, last: date | None, served_on: date | None, today: date) -> None:
    if given:
        text = "申请人已经说明理由，请判断理由是否合理。"
        raise RuleRefusal("reasons_came", text, BASIS.cite())
    if last is None or served_on is None:
        text = "没有说明理由告知书的送达证明，不能认定逾期没有说明理由。请先登记送达。"
        raise RuleRefusal("reasons_unserved", text, BASIS.cite())
    if not is_over(last, today):
        text = (
            f"说明理由的期限自送达之日起计算，至{last.isoformat()}（含当日），期满以前不能认定没有说明理由。"
        )
        raise RuleRefusal("reasons_running", text, BASIS.cite())
