"""The clock of the loader: what is told as of three weeks ago is dated and time-stamped three weeks ago.

Legal dates follow `dates.as_of`, time stamps `timezone.now`. Only the loader does this, in one process, before
anything is served.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from unittest import mock

from django.utils import timezone
from viewflow.workflow import activation, base
from viewflow.workflow.nodes import end

from requests_app import dates
from workflows import engine, nodes

# These hold the function itself, not the module it comes from.
_HOLDERS = (activation, base, end, engine, nodes)


@contextmanager
def travel_to(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment` (aware), for legal dates and for time stamps."""
    with ExitStack() as stack:
        stack.enter_context(dates.as_of(dates.legal_date(moment)))
        for holder in (timezone, *_HOLDERS):
            stack.enter_context(mock.patch.object(holder, "now", lambda: moment))
        yield
