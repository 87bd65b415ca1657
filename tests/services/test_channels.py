"""Which channels an agency announces, and that no other one is taken."""

from __future__ import annotations

import pytest

from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency, DisclosureRequest
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.services import registration
from requests_app.services.channels import announce_channels
from tests.people import Office, application, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


def close_all(here: Office) -> Agency:
    admin = here.member(Role.AGENCY_ADMIN)
    return announce_channels(actor=admin, web=False, fax=False, email=False)


def test_the_administrator_announces_and_the_record_says_so(here: Office) -> None:
    admin = here.member(Role.AGENCY_ADMIN)
    agency = announce_channels(
        actor=admin, web=True, fax=True, email=False, fax_number=" 0000-5550299 ", address=""
    )
    assert {channel.value for channel in agency.announced_channels} == {
        "counter", "post", "letter", "oral", "web", "fax",
    }  # fmt: skip
    assert agency.fax == "0000-5550299"
    entry = AuditEntry.objects.get(action="channels_announced")
    assert entry.chain == f"agency:{agency.pk}"


def test_nobody_else_announces(here: Office) -> None:
    for role in set(here.members) - {Role.AGENCY_ADMIN}:
        with pytest.raises(AccessRefused):
            announce_channels(actor=here.member(role), web=True, fax=False, email=False)


def test_a_channel_needs_its_number_or_address(here: Office) -> None:
    admin = here.member(Role.AGENCY_ADMIN)
    with pytest.raises(InvalidInput) as refusal:
        announce_channels(actor=admin, web=True, fax=True, email=True)
    assert set(refusal.value.fields) == {"fax_number", "address"}


@pytest.mark.parametrize("channel", ["fax", "email"])
def test_a_channel_that_is_not_announced_is_refused(here: Office, channel: str) -> None:
    agency = close_all(here)
    with pytest.raises(InvalidInput) as refusal:
        registration.take_in(
            actor=here.desk, agency=agency, new=application(channel=channel, received_on=None)
        )
    assert refusal.value.code == "channel_not_announced"
    assert not DisclosureRequest.objects.exists()


@pytest.mark.parametrize("channel", ["counter", "post", "letter", "oral"])
def test_in_person_and_post_are_taken_whatever_is_announced(here: Office, channel: str) -> None:
    new = application(channel=channel, mail_number="EM000000187", receipt_proof="16:20 致电本人确认")
    agency = close_all(here)
    assert registration.register_at_desk(actor=here.desk, agency=agency, new=new).case.number
