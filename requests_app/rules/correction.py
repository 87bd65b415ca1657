"""Correction of an unclear application (补正, Art. 30): once, in time, only what Art. 29 demands.

The notice stops the clock on the day the applicant is told, not on the day it is written; the period starts anew
on the day the corrected application is received. Only when the period to correct is over, the notice was served
within it and nothing came may the application be left unhandled.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.legal_basis import regulation
from requests_app.rules.policies import Policies
from requests_app.rules.receipt import REQUIRED_PARTS, RequiredPart
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import TRANSITIONS, RequestState
from requests_app.rules.working_days import WorkingCalendar

BASIS = regulation(30)
SCOPE = regulation(29, 2)

MAY_ASK: frozenset[Role] = OFFICERS

PARTS: Mapping[str, RequiredPart] = {part.key: part for part in REQUIRED_PARTS}
"""What can be unclear: the three parts that every application must have, and nothing else."""

_PURPOSE = re.compile(
    r"(?:说明|填写|写明|提供|明确|补充|证明)(?:申请)?(?:信息|资料|材料)?的?(?:使用)?用途(?!地)"
    r"|(?:信息|申请|资料)的?(?:使用)?用途|用途(?:说明|证明)|使用目的|申请目的|申请(?:的)?理由|为何申请|为什么申请"
    r"|特殊需要|科研(?:等)?需要|生产、生活|利害关系"
)
"""A demand that the Regulation in force no longer knows: an applicant need not say what for."""


@dataclass(frozen=True)
class Point:
    """One thing to correct: the part of the application, what is unclear about it, what is to be supplied.

    `ordinal` names the item it is about; None where it is about the application as a whole.
    """

    part: str
    unclear: str
    needed: str
    ordinal: int | None = None


def check_state(state: RequestState) -> None:
    """Whether a correction can be asked for in this state at all. Raises RuleRefusal."""
    if state not in TRANSITIONS["ask_correction"].sources:
        raise RuleRefusal("correction_state", f"“{state.label}”的申请不能要求补正。", BASIS.cite())


def check_ask(*, today: date, notice_due: date | None, already_asked: bool) -> None:
    """Whether a correction may be asked for today.

    notice_due: last day for telling the applicant, None where the text of the time set none. Raises RuleRefusal.
    """
    if already_asked:
        text = "补正应当一次性告知，本件已经告知过补正，不能再次要求补正。"
        raise RuleRefusal("correction_twice", text, BASIS.cite())
    if notice_due is not None and today > notice_due:
        text = f"补正应当在{notice_due.isoformat()}（含当日）以前告知申请人，现在已过期限，不能再要求补正。"
        raise RuleRefusal("correction_late", text, BASIS.cite())


def takes_effect(*, notice_due: date | None, told_on: date, policies: Policies) -> bool:
    """Whether a notice told on this day stops the clock; the day that counts is that of the delivery.

    A late one is a fact without effect on the period, unless by the reading `late_correction_restarts`.
    """
    return notice_due is None or told_on <= notice_due or policies.late_correction_restarts


def check_points(points: Sequence[Point]) -> None:
    """Whether this may be asked: at least one thing, each explained, each of the parts of Art. 29, no purpose.

    Raises InvalidInput for what is missing, RuleRefusal for what the law does not allow.
    """
    if not points:
        raise InvalidInput("correction_empty", "请至少写明一处需要补正的内容。", BASIS.cite())
    for point in points:
        if point.part not in PARTS:
            text = (
                "补正只能针对申请应当包括的内容：" + "；".join(part.label for part in PARTS.values()) + "。"
            )
            raise RuleRefusal("correction_scope", text, SCOPE.cite())
        if not point.unclear.strip() or not point.needed.strip():
            text = "每一处都须写明哪里不明确、应当怎样补正。"
            raise InvalidInput("correction_unexplained", text, BASIS.cite())
        check_no_purpose(f"{point.unclear}{point.needed}")


def check_no_purpose(text: str) -> None:
    """A correction may not ask what the information is for. Raises RuleRefusal."""
    found = _PURPOSE.search(text)
    if found is not None:
        sentence = f"补正不能要求申请人说明用途或者理由（“{found.group()}”）：用途不是申请应当包括的内容。"
        raise RuleRefusal("correction_purpose", sentence, SCOPE.cite())


def proposed_reply_by(calendar: WorkingCalendar, today: date, policies: Policies) -> date:
    """The last day that the screens propose; the law only asks for a reasonable period."""
    return calendar.nth_working_day(today, policies.proposed_correction_days)


def check_ahead(*, reply_by: date, today: date) -> None:
    """The period must lie ahead on the day of the notice. Raises InvalidInput."""
    if reply_by <= today:
        text = "补正期限须在今天以后，给申请人留出合理的时间。"
        raise InvalidInput("correction_period", text, BASIS.cite(), fields={"reply_by": text})


def check_reply_by(*, reply_by: date, today: date, calendar: WorkingCalendar, policies: Policies) -> None:
    """The period must be a reasonable one: by the reading `minimum_correction_days`. Raises InvalidInput."""
    check_ahead(reply_by=reply_by, today=today)
    earliest = calendar.nth_working_day(today, policies.minimum_correction_days)
    if reply_by < earliest:
        text = (
            f"补正期限太短：应当给申请人合理的时间，至少{policies.minimum_correction_days}个工作日，"
            f"不早于{earliest.isoformat()}。"
        )
        raise InvalidInput("correction_period_short", text, BASIS.cite(), fields={"reply_by": text})


def last_day(
    *,
    reply_by: date | None,
    told_on: date,
    served_on: date | None,
    calendar: WorkingCalendar,
    policies: Policies,
) -> date:
    """The last day to correct, reckoned from service: whoever got the notice later has no fewer days for it.

    The period is that which the notice gave on the day of its telling; where it gave none, or had run out by then,
    the one that is usually proposed. Without proof of service it counts from the telling.
    """
    began = served_on or told_on
    if reply_by is None or reply_by <= told_on:
        return proposed_reply_by(calendar, began, policies)
    return max(reply_by, began + (reply_by - told_on))


def is_over(last: date | None, today: date) -> bool:
    """Whether the period to correct is over: its last day still belongs to it."""
    return last is not None and today > last


def check_lapse(*, today: date, last: date | None, served_on: date | None, received: bool) -> None:
    """Whether the application may be left unhandled (视为放弃申请). Raises RuleRefusal.

    last: the `last_day` to correct, None where nothing was told; served_on: the proven day on which the notice
    reached the applicant.
    """
    if received:
        raise RuleRefusal("correction_came", "申请人已经补正，不能视为放弃申请。", BASIS.cite())
    if last is None or served_on is None:
        text = "没有补正告知书的送达证明，不能视为放弃申请。请先登记送达。"
        raise RuleRefusal("correction_unserved", text, BASIS.cite())
    if not is_over(last, today):
        text = f"补正期限自送达之日起计算，至{last.isoformat()}（含当日），期满以前不能视为放弃申请。"
        raise RuleRefusal("correction_running", text, BASIS.cite())
