"""The verdicts of the legality checks as rows of a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Form

from letters.verdicts import Outcome
from requests_app.errors import InvalidInput

_SIGNS = {
    Outcome.PASS: ("pass", "通过"),
    Outcome.LATER: ("calm", "待后续环节"),
    Outcome.NEEDS_REASON: ("ask", "需说明"),
    Outcome.FAIL: ("fail", "不通过"),
}
_ORDER = (Outcome.FAIL, Outcome.NEEDS_REASON, Outcome.LATER, Outcome.PASS)
EXPLAINED = "已说明"
_FIELD = re.compile(r"items\[(?P<item>\d+)\][\w.\[\]]*")


@dataclass(frozen=True)
class LegalityRow:
    """One check: sign, rule, provision, what was found, what to do; `field` takes the reason it asks for."""

    key: str
    sign: str
    words: str
    rule: str
    basis: str
    evidence: str
    message: str
    reason: str
    passed: bool
    field: BoundField | None = None


@dataclass(frozen=True)
class LegalityList:
    """All rows, what is wrong first, and how many of each there are."""

    rows: tuple[LegalityRow, ...]

    @property
    def failed(self) -> int:
        return sum(row.sign == "fail" for row in self.rows)

    @property
    def asking(self) -> int:
        return sum(row.words == _SIGNS[Outcome.NEEDS_REASON][1] for row in self.rows)

    @property
    def explained(self) -> int:
        return sum(row.words == EXPLAINED for row in self.rows)

    @property
    def later(self) -> int:
        return sum(row.sign == "calm" for row in self.rows)

    @property
    def passing(self) -> tuple[LegalityRow, ...]:
        return tuple(row for row in self.rows if row.passed)

    @property
    def open(self) -> tuple[LegalityRow, ...]:
        """Rows that somebody should read."""
        return tuple(row for row in self.rows if not row.passed)

    @property
    def blocks(self) -> bool:
        """Whether the reply cannot go on like this."""
        return bool(self.failed or self.asking)


def legality_list(
    verdicts: Iterable[Mapping[str, Any]], form: Form | None = None, agreed: Mapping[str, str] | None = None
) -> LegalityList:
    """Rows from verdicts as JSON (`Verdict.as_json`, or as stored). With `form`, checks that want a reason get
    its field `why-<key>`. `agreed`: who agreed, by the step of the track that answers a check of the same key."""
    rows = [_row(_answered(verdict, agreed or {}), form) for verdict in verdicts]
    order = {_SIGNS[outcome][0]: place for place, outcome in enumerate(_ORDER)}
    return LegalityList(tuple(sorted(rows, key=lambda row: order[row.sign])))


def place_words(evidence: str) -> str:
    """Evidence that only names a field of the letter (`items[0].facts.route`) as the item it belongs to."""
    found = _FIELD.fullmatch(evidence)
    return f"第 {int(found['item']) + 1} 项" if found else evidence


def missing_words(refusal: InvalidInput) -> str:
    """What a letter lacks, item by item, without the names of fields."""
    if not refusal.fields:
        return refusal.message
    places = ((place_words(name), words) for name, words in refusal.fields.items())
    return "；".join(f"{place}：{words}" if place.startswith("第") else words for place, words in places)


def _answered(verdict: Mapping[str, Any], agreed: Mapping[str, str]) -> Mapping[str, Any]:
    """The verdict of submission as it stands now: what a later step was to answer is answered once that step agreed."""
    if Outcome(verdict["verdict"]) is not Outcome.LATER or verdict["key"] not in agreed:
        return verdict
    return {**verdict, "verdict": Outcome.PASS.value, "evidence": [agreed[verdict["key"]]], "message": ""}


def _row(verdict: Mapping[str, Any], form: Form | None) -> LegalityRow:
    outcome = Outcome(verdict["verdict"])
    sign, words = _SIGNS[outcome]
    asks = outcome is Outcome.NEEDS_REASON
    reason = str(verdict.get("reason") or "")
    name = f"why-{verdict['key']}"
    return LegalityRow(
        key=verdict["key"],
        sign=sign,
        words=EXPLAINED if asks and reason else words,
        rule=verdict["title"],
        basis=verdict["basis"],
        evidence="；".join(place_words(found) for found in verdict["evidence"]),
        message=verdict["message"],
        reason=reason,
        passed=outcome is Outcome.PASS,
        field=form[name] if form is not None and asks and name in form.fields else None,
    )
