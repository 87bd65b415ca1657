"""How a reply that was to be given on the spot stands (当场答复)."""

from __future__ import annotations

from requests_app import dates
from requests_app.models import DisclosureRequest
from requests_app.rules import on_the_spot
from requests_app.rules.on_the_spot import SpotReply
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.remedies import order_obeyed


def spot_standing(case: DisclosureRequest) -> SpotReply | None:
    """How it stands today; None where none was meant, and once the request is handled anew upon an order."""
    if not case.on_the_spot or case.received_on is None or order_obeyed(case) is not None:
        return None
    return on_the_spot.standing(
        received_on=case.received_on,
        replied_on=case.replied_on,
        is_open=RequestState(case.state) in OPEN,
        today=dates.today(),
    )
