"""Delayed reply (延迟答复, Art. 35): the reasons are good, but the period of Art. 33 is not enough.

The agency fixes a reasonable period and tells the applicant. Told by the first due date, the fixed day replaces the
due date, that of an extension too; told later, it has no effect. Who may decide it the text does not say: the head
of the disclosure office, as for an extension (reading `delay_granted_by_head`).
"""

from datetime import date

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.legal_basis import regulation
from requests_app.rules.roles import Role
from requests_app.rules.working_days import WorkingCalendar

BASIS = regulation(35)
MAY_GRANT: frozenset[Role] = frozenset({Role.OFFICE_HEAD})


def check_delay(
    *,
    until: date | None,
    today: date,
    first_due: date | None,
    due: date | None,
    already_delayed: bool,
    calendar: WorkingCalendar,
) -> None:
    """Whether the reply may be delayed until this day; asking and granting obey the same limits, each on its day.

    first_due, due: the standard dates, None while none runs. Raises RuleRefusal, InvalidInput for the day itself.
    """
    if first_due is None or due is None:
        text = "现在没有答复期限（待补正、待缴费），不能延迟答复。"
        raise RuleRefusal("delay_without_due_date", text, BASIS.cite())
    if already_delayed:
        raise RuleRefusal("delay_twice", "本件已经确定过延迟答复的期限，不能再次延迟。", BASIS.cite())
    if today > first_due:
        text = f"延迟答复须在{first_due.isoformat()}（含当日）以前告知申请人，现在已过期限。"
        raise RuleRefusal("delay_after_due", text, BASIS.cite())
    wrong = _wrong_day(until, due, calendar)
    if wrong:
        raise InvalidInput("delay_day", wrong, BASIS.cite(), fields={"until": wrong})


def _wrong_day(until: date | None, due: date, calendar: WorkingCalendar) -> str:
    if until is None:
        return "请填写延迟至哪一天答复。"
    if until <= due:
        return f"延迟答复的日期须在现在的到期日（{due.isoformat()}）以后。"
    if not calendar.is_working_day(until):
        return f"{until.isoformat()}是休息日，请选择工作日。"
    return ""


def takes_effect(*, first_due: date | None, told_on: date) -> bool:
    """Whether a delay told on this day replaces the due date: told by the first due date, that day included."""
    return first_due is not None and told_on <= first_due
