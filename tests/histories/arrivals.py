"""Applications arrive by every channel, and what can become of them before they have a number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from requests_app.rules.states import RequestState as S
from requests_app.services import registration
from requests_app.services.intake import submit_to_platform
from requests_app.services.registration import Registered
from tests.histories.base import Base, happening
from tests.histories.desk import Desk
from tests.people import application, natural_person, organisation

CHANNELS = ("counter", "post", "letter", "web", "fax", "email", "oral", "platform", "platform")
MOST_AT_ONCE = 3


def arrive(h: Desk, channel: str) -> Any:
    """One more application; given back is its case."""
    online = channel in ("web", "platform")
    arrived = h.today if online else h.today - timedelta(days=h.luck.choice((0, 0, 0, 1, 3)))
    new = application(
        on=arrived,
        channel="web" if online else channel,
        received_on=arrived if online else None,
        accepts_online_service=h.luck.random() < 0.5,
        applicants=(h.luck.choice((natural_person, organisation))(),),
        submitted_at=timezone.now() if online else None,
        mail_number="EA123456789CN" if channel == "post" else "",
    )
    h.happened(f"arrived_{channel}")
    if channel == "platform":
        taken: Any = submit_to_platform(agency=h.stage.platform.agency, new=new)
    elif channel == "web":
        taken = registration.submit_online(agency=h.stage.bureau.agency, new=new)
    else:
        taken = registration.take_in(actor=h.stage.bureau.desk, agency=h.stage.bureau.agency, new=new)
    case = taken.case if isinstance(taken, Registered) else taken
    h.look([case.pk])
    return case


class Arrivals(Base):
    """At the counter and in the mail."""

    @happening(2, when=lambda h: len(h.living()) < MOST_AT_ONCE, errand=False)
    def an_application_arrives(self) -> None:
        arrive(self.h, self.h.luck.choice(CHANNELS))

    @happening(3, when=lambda h: bool(h.having(S.RECEIVED, outside=True)), errand=False)
    def what_has_no_number_yet(self) -> None:
        h = self.h
        key = h.luck.choice(h.having(S.RECEIVED, outside=True))
        acts = (h.register, h.hand_over_elsewhere, h.withdraw_online, h.void)
        h.luck.choices(acts, (5, 2, 1, 2))[0](key)
