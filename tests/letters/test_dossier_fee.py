"""The file of an application with a fee: notice, voucher and record of the payment; and of one never paid."""

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
from tests.people import office
from tests.services.charging import AMOUNT, WHY, payment
from tests.services.stages import made
from tests.workflows.test_fee_flow import lapsing, told
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Iterator[Any]:
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def walk(day: Any) -> Walk:
    started = Walk.begin(office())
    started.accept()
    started.do(Role.HANDLER, "find_excessive", why=WHY)
    return started


def archived(walk: Walk) -> tuple[list[dict[str, Any]], dict[str, Any], set[str]]:
    """The entries of the package's manifest, the record of its handling, what is missing."""
    walk.deliver_outbox()
    package: ArchivePackage = walk.do(Role.ARCHIVIST, "archive")
    files = bag.unpack(read_content(package.document))[1]
    manifest = json.loads(files["data/manifest.json"])
    handling = json.loads(files["data/records/handling.json"])
    return manifest["entries"], handling, {row["piece"] for row in manifest["missing"]}


def ended(walk: Walk) -> Walk:
    walk.agree(Role.LEGAL_REVIEWER)
    walk.agree(Role.OFFICE_HEAD)
    walk.hand_over(made(walk.do(Role.DESK_OFFICER, "issue")))
    return walk


def test_notice_voucher_and_payment_are_in_the_file(walk: Walk) -> None:
    told(walk).do(Role.DESK_OFFICER, "receive_fee", payment=payment())
    walk.draft()
    walk.do(Role.HANDLER, "submit")
    entries, handling, missing = archived(ended(walk))
    papers = [row["title"] for row in entries if row["piece"] == "fee"]
    assert papers == ["政府信息公开信息处理费收费通知书", "信息处理费缴费凭证"]
    assert "fee" not in missing
    (fee,) = handling["fees"]
    assert (fee["state"], fee["amount"], fee["payments"][0]["amount"]) == ("paid", AMOUNT, AMOUNT)


def test_an_application_never_paid_lacks_nothing(walk: Walk, day: Any) -> None:
    entries, handling, missing = archived(ended(lapsing(walk, day)))
    pieces = [row["piece"] for row in entries]
    assert {"fee", "reply", "approval_form", "proof_of_service"} <= set(pieces)
    assert "fee" not in missing
    assert handling["fees"][0]["state"] == "lapsed"
