"""Whether the reply period may be extended (Art. 33¶2): once, in time, within the limit, by the right person."""

from datetime import date

from requests_app.errors import RuleRefusal
from requests_app.rules.clock_bases import REGIME_2019, regime_named
from requests_app.rules.legal_basis import regulation
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.states import CAN_BE_EXTENDED, RequestState

BASIS = regulation(33, 2)
LONGEST = regime_named(REGIME_2019).longest_extension
"""Working days that may be added at most."""

MAY_ASK: frozenset[Role] = OFFICERS
MAY_GRANT: frozenset[Role] = frozenset({Role.OFFICE_HEAD})
"""Only the head of the disclosure office: no other leader's agreement replaces it."""


def check_extension(
    *,
    working_days: int,
    today: date,
    first_due: date | None,
    already_extended: bool,
    delayed: bool = False,
) -> None:
    """Whether an extension of so many working days may be asked for, or granted, today.

    first_due: the standard first due date, None while none runs. delayed: a delayed reply (Art. 35) is granted or
    told; its fixed day stands whatever is added to the period. Asking and granting obey the same limits, and
    are checked each on its own day. Raises RuleRefusal.
    """
    if first_due is None:
        raise RuleRefusal(
            "extension_without_due_date", "现在没有答复期限（待补正、待缴费），不能延期。", BASIS.cite()
        )
    if not 1 <= working_days <= LONGEST:
        text = f"延长的期限须为1至{LONGEST}个工作日，现为{working_days}个。"
        raise RuleRefusal("extension_days", text, BASIS.cite())
    if already_extended:
        raise RuleRefusal(
            "extension_twice", "答复期限只能延长一次，本件已经申请或者办理过延期。", BASIS.cite()
        )
    if delayed:
        text = "本件已经确定延迟答复的期限，延期不再产生效力，不能延期。"
        raise RuleRefusal("extension_delayed", text, BASIS.cite())
    if today > first_due:
        text = f"答复期限已于{first_due.isoformat()}届满，届满后不能延期。"
        raise RuleRefusal("extension_after_due", text, BASIS.cite())


def check_notified(*, first_due: date | None, notified_on: date) -> None:
    """The applicant must be told on or before the first due date. Raises RuleRefusal."""
    if first_due is None:
        raise RuleRefusal(
            "extension_without_due_date", "现在没有答复期限（待补正、待缴费），不能延期。", BASIS.cite()
        )
    if notified_on > first_due:
        text = f"延期须在{first_due.isoformat()}（含当日）以前告知申请人，逾期告知不产生延期的效力。"
        raise RuleRefusal("extension_notified_late", text, BASIS.cite())


def check_state(state: RequestState) -> None:
    """Whether a request in this state can be extended at all. Raises RuleRefusal."""
    if state not in CAN_BE_EXTENDED:
        raise RuleRefusal("extension_state", f"“{state.label}”的申请不能延期。", BASIS.cite())
