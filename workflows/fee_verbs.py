"""What can be done about the information processing fee (Art. 42), as `verbs.py` has it for everything else."""

from __future__ import annotations

from typing import Any

from letters.submit import submit_unpaid
from requests_app.rules.states import CAN_TAKE_FILES
from requests_app.selectors.fees import AWAITING, CHARGEABLE, UNPAID
from requests_app.services import fees, payments
from workflows import engine
from workflows.doing import OFFICER_ROLES, Doing, Verb, serving
from workflows.flows.request import RequestFlow
from workflows.tracks import choose_track


def _submit_unpaid(doing: Doing, *, delivery: str) -> Any:
    submission = doing.call(submit_unpaid, track=choose_track(doing.case, [UNPAID]), delivery=delivery)
    doing.finish()
    engine.start_approval(submission)
    return submission


FEE_VERBS: dict[str, Verb] = {
    "ask_fee": Verb(serving(fees.decide), roles=OFFICER_ROLES, states=CHARGEABLE),
    "receive_fee": Verb(serving(payments.receive), roles=OFFICER_ROLES, states=CAN_TAKE_FILES),
    "reject_payment": Verb(serving(payments.reject), roles=OFFICER_ROLES, states=CAN_TAKE_FILES),
    "cancel_fee": Verb(serving(fees.cancel), roles=OFFICER_ROLES, states=AWAITING),
    "refund_fee": Verb(serving(payments.refund), roles=OFFICER_ROLES, states=CAN_TAKE_FILES),
    "lapse_unpaid": Verb(_submit_unpaid, RequestFlow.lapse_unpaid),
}
