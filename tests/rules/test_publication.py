"""When a proposal to publish is due, and what its decision must say (Art. 44)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from requests_app.errors import InvalidInput
from requests_app.rules.policies import Policies
from requests_app.rules.publication import RELEASING, check_decision, different_applicants, is_due

A, B, C = frozenset({"a"}), frozenset({"b"}), frozenset({"c"})
TODAY = date(2026, 5, 6)

APPLICANTS = [
    # name, applications in order, different applicants
    ("nobody", [], 0),
    ("one twice", [A, A], 1),
    ("two", [A, B, A], 2),
    ("a joint application is one", [A | B], 1),
    ("who joined before is known", [A | B, B], 1),
    ("a joint application with somebody known", [A, A | B, C], 2),
]


@pytest.mark.parametrize(("name", "given", "expected"), APPLICANTS, ids=[row[0] for row in APPLICANTS])
def test_different_applicants(name: str, given: list[frozenset[str]], expected: int) -> None:
    assert different_applicants(given) == expected


@pytest.mark.parametrize(("needed", "due"), [(2, True), (3, True), (4, False)])
def test_how_many_is_a_policy(needed: int, due: bool) -> None:
    assert is_due([A, B, C], Policies(publication_proposed_from=needed)) is due


def test_only_what_was_given_shows_that_it_may_be_disclosed() -> None:
    assert {"provided", "partial"} == RELEASING


DECISIONS: list[tuple[str, dict[str, Any], set[str]]] = [
    # name, decision, fields that are refused
    ("published", {"publish": True, "where": "门户网站", "published_on": TODAY}, set()),
    ("nowhere, no day", {"publish": True}, {"where", "published_on"}),
    ("tomorrow", {"publish": True, "where": "门户", "published_on": date(2026, 5, 7)}, {"published_on"}),
    ("not, and why", {"publish": False, "reason": "已过时效"}, set()),
    ("not, without a reason", {"publish": False, "where": "门户", "reason": " "}, {"reason"}),
]


@pytest.mark.parametrize(("name", "given", "refused"), DECISIONS, ids=[row[0] for row in DECISIONS])
def test_decisions(name: str, given: dict[str, Any], refused: set[str]) -> None:
    full = {"where": "", "published_on": None, "reason": "", **given}
    if not refused:
        check_decision(today=TODAY, **full)
        return
    with pytest.raises(InvalidInput) as refusal:
        check_decision(today=TODAY, **full)
    assert set(refusal.value.fields) == refused
    assert "第四十四条" in str(refusal.value.basis)
