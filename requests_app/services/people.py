"""Personal details in full: only for those who write to the applicant, and never without a trace."""

from __future__ import annotations

from requests_app.actors import OFFICERS, Actor
from requests_app.models import DisclosureRequest
from requests_app.selectors.people import ApplicantView, applicants_of
from requests_app.services.act import By, act
from requests_app.services.journal import note


@act("查看联系方式", by=By(roles=OFFICERS))
def reveal_contacts(*, actor: Actor, case: DisclosureRequest) -> list[ApplicantView]:
    """The applicants with identity numbers and contacts unmasked; the record keeps who looked and when."""
    note(case, actor, "contacts_revealed", "查看申请人的证件号码和联系方式")
    return applicants_of(actor, case, full=True)
