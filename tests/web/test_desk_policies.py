"""计算口径: every reading with its source, a choice where there is one, for the administrator alone."""

from __future__ import annotations

import pytest

from requests_app.rules.policies import READINGS, Policies
from requests_app.rules.roles import Role
from requests_app.selectors.policies import chosen_by
from tests.people import Office, office
from tests.web.desk_client import at_desk, text_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/policies/"


@pytest.fixture
def here() -> Office:
    return office()


def test_every_reading_is_shown_with_its_source_and_chosen(here: Office) -> None:
    client = at_desk(here.member(Role.AGENCY_ADMIN))
    page = text_of(client.get(PAGE))
    for reading in READINGS.values():
        assert reading.title in page
    assert "由条文推断" in page
    now = {key: str(value) for key, value in Policies().as_json().items()}
    assert client.post(PAGE, {**now, "silent_agency_warned_after": "7"}).status_code == 302
    here.agency.refresh_from_db()
    assert chosen_by(here.agency) == Policies(silent_agency_warned_after=7)
    assert 'value="7" selected' in client.get(PAGE).content.decode()


def test_a_choice_that_is_not_offered_keeps_the_rest(here: Office) -> None:
    client = at_desk(here.member(Role.AGENCY_ADMIN))
    now = {key: str(value) for key, value in Policies().as_json().items()}
    answer = client.post(PAGE, {**now, "silent_agency_warned_after": "400", "sending_day_counts": "False"})
    assert answer.status_code == 422
    assert "没有这一选项" in text_of(answer)
    assert 'value="False" selected' in answer.content.decode()


def test_nobody_else_sees_it(here: Office) -> None:
    for member in (here.desk, here.head, here.legal):
        client = at_desk(member)
        assert client.get(PAGE).status_code == 403
        assert PAGE not in client.get("/desk/").content.decode()
