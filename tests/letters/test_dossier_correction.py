"""The file of a corrected application, and of one that was given up: notice, first and corrected text, proof."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from letters import bag
from requests_app.models import ArchivePackage
from requests_app.rules.roles import Role
from requests_app.selectors.documents import read_content
from requests_app.services.correction import Received
from tests.people import Office, office
from tests.services.stages import made
from tests.workflows.test_correction_flow import CLEAR, lapsing, received, told
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    bureau: Office = office()
    return Walk.begin(bureau)


def archived(walk: Walk) -> dict[str, Any]:
    """The manifest of the package."""
    walk.deliver_outbox()
    package: ArchivePackage = walk.do(Role.ARCHIVIST, "archive")
    files = bag.unpack(read_content(package.document))[1]
    manifest: dict[str, Any] = json.loads(files["data/manifest.json"])
    return manifest


def answered(walk: Walk) -> Walk:
    walk.submit()
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.hand_over(made(walk.do(Role.DESK_OFFICER, "issue")))
    return walk


@pytest.mark.parametrize("paper", [True, False], ids=["on paper", "in words alone"])
def test_a_corrected_application_is_filed_with_notice_and_correction(walk: Walk, paper: bool) -> None:
    came = received() if paper else Received(received().received_on, texts={1: CLEAR}, note="口头补正")
    told(walk).do(Role.DESK_OFFICER, "receive_correction", received=came)
    manifest = archived(answered(walk))
    pieces = [row["piece"] for row in manifest["entries"]]
    assert "correction_notice" in pieces
    assert pieces.count("correction") == 1 + paper
    assert pieces.index("application") < pieces.index("correction_notice") < pieces.index("correction")
    assert pieces.index("correction") < pieces.index("reply")
    missing = {row["piece"] for row in manifest["missing"]}
    assert not missing & {"correction_notice", "correction"}


def test_an_application_given_up_lacks_no_correction(walk: Walk, day: Any) -> None:
    lapsing(walk, day)
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.hand_over(made(walk.do(Role.DESK_OFFICER, "issue")))
    manifest = archived(walk)
    pieces = [row["piece"] for row in manifest["entries"]]
    assert {"correction_notice", "reply", "approval_form", "proof_of_service"} <= set(pieces)
    assert "correction" not in {row["piece"] for row in manifest["missing"]}


def test_a_receipt_made_while_a_correction_is_awaited_tells_the_first_due_date(walk: Walk) -> None:
    told(walk).deliver_outbox()
    receipt = walk.case.letters.get(kind="receipt")
    assert (receipt.context["due_on"], walk.case.due_on) == ("2026-03-30", None)
