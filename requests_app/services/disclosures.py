"""The notice to a third party falls with the reply whose disclosure it told of."""

from __future__ import annotations

from requests_app import dates
from requests_app.actors import Actor
from requests_app.models import DisclosureRequest, LetterState
from requests_app.selectors.disclosures import unserved_notices
from requests_app.services.journal import note


def take_back_notices(case: DisclosureRequest, actor: Actor, reason: str) -> None:
    """What has not reached a third party is not to be delivered any more; what has stays, and the desk is told so."""
    for asked in case.consultations.all():
        for notice in unserved_notices(asked):
            notice.state, notice.withdrawn_reason = LetterState.WITHDRAWN, reason
            notice.withdrawn_on = dates.today()
            notice.save(update_fields=["state", "withdrawn_reason", "withdrawn_on"])
            words = f"{notice.number} 不再送达第三方：{reason}"
            note(case, actor, "third_party_notice_withdrawn", words, letter=notice.pk)
