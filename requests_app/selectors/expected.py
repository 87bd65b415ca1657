"""The dates an application will have once it is registered, or once its day of receipt is corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app import dates
from requests_app.actors import Member
from requests_app.calendars import load_calendar
from requests_app.models import Agency, DisclosureRequest
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.policies import Policies
from requests_app.rules.receipt import check_corrected_receipt, regime_on
from requests_app.selectors.cases import get_case
from requests_app.selectors.clock import case_history
from requests_app.selectors.policies import chosen_by


def expected_dates(channel: str, received_on: date, agency: Agency | None = None) -> Derivation:
    """What would follow from a receipt on this day, as the agency reads the law.

    Raises `ImpossibleHistory` for a day in the future.
    """
    history = {
        "received": received_on.isoformat(),
        "channel": channel,
        "events": [],
        "today": dates.today().isoformat(),
    }
    return derive(parse_history(history), load_calendar(), chosen_by(agency))


@dataclass(frozen=True)
class CorrectedReceipt:
    """What another day of receipt does: due date before and after, the last day to ask for a correction afterwards,
    what becomes unlawful by it."""

    before: date | None
    after: date | None
    notice_due: date | None
    provisional: bool
    warnings: tuple[str, ...]


def effect_of_corrected_receipt(actor: Member, case: DisclosureRequest, to: date) -> CorrectedReceipt:
    """The effect of correcting the day of receipt of a case, which the actor may see, to `to`.

    Raises `AccessRefused`, what `check_corrected_receipt` refuses, and `ImpossibleHistory` when something that is on
    record would have happened before receipt.
    """
    get_case(actor, case.pk)
    today, recorded = dates.today(), case.received_on
    assert recorded is not None
    check_corrected_receipt(
        channel=case.channel, recorded=recorded, to=to, registered_on=case.registered_on or today, today=today
    )
    history = case_history(case, today)
    event = {"type": "receipt_date_corrected", "to": to.isoformat(), "on": today.isoformat()}
    history |= {"regime": regime_on(to), "events": [*history["events"], event]}
    then = derive(parse_history(history), load_calendar(), Policies.from_json(case.policies))
    return CorrectedReceipt(
        before=case.due_on,
        after=then.standard.due,
        notice_due=then.correction_notice_due,
        provisional=then.provisional,
        warnings=tuple(warning.message for warning in then.warnings),
    )
