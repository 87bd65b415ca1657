"""What is asked for again and again, or concerns many, may become public for everybody (主动公开, Art. 44)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput
from requests_app.rules.legal_basis import regulation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.policies import Policies

SEVERAL_APPLICANTS = regulation(44, 1)
SUGGESTION = regulation(44, 2)
REVIEW = regulation(17, 2)


class Ground(StrEnum):
    """Why an applicant may suggest it (Art. 44¶2)."""

    PUBLIC_INTEREST = "public_interest"
    WIDELY_KNOWN = "widely_known"
    PARTICIPATION = "participation"

    @property
    def label(self) -> str:
        """In the words of the article."""
        return _GROUNDS[self]


_GROUNDS = {
    Ground.PUBLIC_INTEREST: "涉及公众利益调整",
    Ground.WIDELY_KNOWN: "需要公众广泛知晓",
    Ground.PARTICIPATION: "需要公众参与决策",
}

RELEASING: frozenset[str] = frozenset(key for key, row in OUTCOMES.items() if row.releases_content)
"""Outcomes by which the information was shown to be open to disclosure; what was public before needs no proposal."""


def different_applicants(applications: Iterable[frozenset[str]]) -> int:
    """How many applications come from different applicants: of two that share a person one counts."""
    known: set[str] = set()
    count = 0
    for people in applications:
        if not people & known:
            count += 1
        known |= people
    return count


def is_due(applications: Iterable[frozenset[str]], policies: Policies) -> bool:
    """Whether enough different applicants asked for the same information, which may be disclosed, for a proposal
    (Art. 44¶1 says 多个)."""
    return different_applicants(applications) >= policies.publication_proposed_from


@dataclass(frozen=True)
class ReleaseReview:
    """The review without which nothing is released (Art. 17¶2): by whom, with which conclusion, on which day."""

    reviewer: str = ""
    conclusion: str = ""
    on: date | None = None


def check_review(review: ReleaseReview, *, published_on: date | None, today: date) -> None:
    """Reviewed by somebody, with a conclusion, before it was published. Raises `InvalidInput` with the fields."""
    missing: dict[str, str] = {}
    if not review.reviewer.strip():
        missing["reviewer"] = "请写明公开以前由谁审查。"
    if not review.conclusion.strip():
        missing["conclusion"] = "请写明公开审查、保密审查的结论。"
    if review.on is None:
        missing["reviewed_on"] = "请填写审查的日期。"
    elif review.on > (published_on or today):
        missing["reviewed_on"] = "审查须在公开以前：审查日期不能晚于公开日期。"
    if missing:
        raise InvalidInput("review_missing", "".join(missing.values()), REVIEW.cite(), fields=missing)


def check_decision(*, publish: bool, where: str, published_on: date | None, reason: str, today: date) -> None:
    """A publication names its place and day, a refusal its reason. Raises `InvalidInput` with the fields."""
    missing: dict[str, str] = {}
    if publish and not where.strip():
        missing["where"] = "请写明公开的网址或者地点，申请人据此查阅。"
    if publish and published_on is None:
        missing["published_on"] = "请填写公开的日期。"
    if publish and published_on is not None and published_on > today:
        missing["published_on"] = "公开以后再登记：日期不能晚于今天。"
    if not publish and not reason.strip():
        missing["reason"] = "不纳入主动公开的，请写明理由，建议人看得到。"
    if missing:
        raise InvalidInput(
            "decision_incomplete", "".join(missing.values()), SUGGESTION.cite(), fields=missing
        )
