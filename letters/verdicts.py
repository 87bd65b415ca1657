"""The parts of a legality check: what is judged, what a check may say, what comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from letters.case_facts import CaseFacts
from letters.compose import AnsweredItem, ComposedLetter
from letters.facts import Citation
from requests_app.rules.citation_check import Finding
from requests_app.rules.legal_basis import LegalBasis, NoSuchProvision, parse_citation


class Outcome(StrEnum):
    """What a check comes to. LATER: a later step of the track answers it; it must be PASS at issue."""

    PASS = "pass"  # noqa: S105
    LATER = "later"
    NEEDS_REASON = "needs_reason"
    FAIL = "fail"


_WEIGHT = (Outcome.PASS, Outcome.LATER, Outcome.NEEDS_REASON, Outcome.FAIL)


@dataclass(frozen=True)
class Remark:
    """One thing a check says. `evidence`: the words found in the letter or the facts in the file."""

    outcome: Outcome
    message: str = ""
    evidence: str = ""
    basis: str = ""


def found(evidence: str) -> Remark:
    """The check found what it looked for."""
    return Remark(Outcome.PASS, evidence=evidence)


def fail(message: str, evidence: str = "", basis: str = "") -> Remark:
    """The letter may not go out like this."""
    return Remark(Outcome.FAIL, message, evidence, basis)


def ask(message: str, evidence: str = "", basis: str = "") -> Remark:
    """Acceptable only with a written reason."""
    return Remark(Outcome.NEEDS_REASON, message, evidence, basis)


def from_rule(finding: Finding, place: str = "") -> Remark:
    """A finding of the law tables as a remark; `place` says where in the letter."""
    outcome = Outcome.NEEDS_REASON if finding.needs_reason else Outcome.FAIL
    return Remark(outcome, f"{place}{finding.message}", "", finding.basis)


@dataclass(frozen=True)
class Matter:
    """What is judged: the letter, the case as the file shows it, the day.

    Of a letter that answers several requests, `letter` is what it says to one of them, and `printed` the whole of it.
    """

    letter: ComposedLetter
    facts: CaseFacts
    on: date
    whole: ComposedLetter | None = None

    @property
    def printed(self) -> ComposedLetter:
        """The letter as it goes out."""
        return self.whole or self.letter

    @property
    def whose(self) -> str:
        """Of which request something is said, in a letter that answers several."""
        return f"{self.facts.number} " if len(self.printed.items) > len(self.letter.items) else ""

    @cached_property
    def text(self) -> str:
        """The words of the letter as printed on that day; "" while it cannot be made."""
        from letters.render import letter_text, render_html  # WeasyPrint is heavy: loaded when needed

        context = self.letter.context
        if context is None:
            return ""
        return letter_text(render_html(context.kind, replace(context, issued_on=self.on)))

    @property
    def answered(self) -> tuple[AnsweredItem, ...]:
        """Items that have an outcome."""
        return tuple(item for item in self.letter.items if item.outcome)

    def with_outcome(self, *outcomes: str) -> tuple[AnsweredItem, ...]:
        """Items with one of these outcomes."""
        return tuple(item for item in self.letter.items if item.outcome in outcomes)


@dataclass(frozen=True)
class Check:
    """One rule a letter must obey. `applies` says to which matters, `run` gives remarks (none: it passes).

    `version` rises whenever the check judges differently: verdicts name the version that made them.
    """

    key: str
    title: str
    basis: str
    applies: Callable[[Matter], bool]
    run: Callable[[Matter], Iterable[Remark]]
    version: int = 1


@dataclass(frozen=True)
class Verdict:
    """What one check said of one letter on one day; `reason` is the drafter's answer where one was asked."""

    key: str
    title: str
    basis: str
    verdict: Outcome
    evidence: tuple[str, ...]
    message: str
    reason: str
    version: int

    @property
    def blocks(self) -> bool:
        """Whether the letter cannot go on: the check failed, or asks for a reason that is missing."""
        unanswered = self.verdict is Outcome.NEEDS_REASON and not self.reason
        return unanswered or self.verdict is Outcome.FAIL

    def as_json(self) -> dict[str, Any]:
        """The verdict as JSON values."""
        return {**vars(self), "verdict": self.verdict.value, "evidence": list(self.evidence)}


def judge(check: Check, matter: Matter) -> Verdict:
    """Run one check: the heaviest remark decides, all messages are kept."""
    remarks = list(check.run(matter))
    outcome = max((remark.outcome for remark in remarks), key=_WEIGHT.index, default=Outcome.PASS)
    told = [remark for remark in remarks if remark.outcome is outcome]
    bases = dict.fromkeys(remark.basis for remark in told if remark.basis)
    return Verdict(
        key=check.key,
        title=check.title,
        basis="、".join(bases) or check.basis,
        verdict=outcome,
        evidence=tuple(dict.fromkeys(remark.evidence for remark in remarks if remark.evidence)),
        message="".join(dict.fromkeys(remark.message for remark in told if remark.message)),
        reason=matter.facts.reasons.get(check.key, "").strip(),
        version=check.version,
    )


def united(runs: Mapping[str, Sequence[Verdict]], order: Sequence[str]) -> tuple[Verdict, ...]:
    """One verdict for each check from those over several requests (by number), in this order of the checks."""
    if len(runs) == 1:
        return tuple(*runs.values())
    by_key: dict[str, dict[str, Verdict]] = {}
    for number, run in runs.items():
        for verdict in run:
            by_key.setdefault(verdict.key, {})[number] = verdict
    return tuple(_united(by_key[key], len(runs)) for key in order if key in by_key)


def _united(verdicts: Mapping[str, Verdict], requests: int) -> Verdict:
    heaviest = max((one.verdict for one in verdicts.values()), key=_WEIGHT.index)
    told = {number: one for number, one in verdicts.items() if one.verdict is heaviest}
    messages = {number: one.message for number, one in told.items() if one.message}
    # What is said of all of them is said once.
    common = len(set(messages.values())) == 1 and len(messages) == requests
    words = [text if common else f"{number}：{text}" for number, text in messages.items()]
    first = next(iter(told.values()))
    return replace(
        first,
        basis="、".join(dict.fromkeys(one.basis for one in told.values())),
        evidence=tuple(dict.fromkeys(found for one in verdicts.values() for found in one.evidence)),
        message="".join(dict.fromkeys(words)),
    )


def citations_of(item: AnsweredItem) -> tuple[list[Citation], list[str]]:
    """The item's citations, those of its withheld parts included, and a sentence for each that does not exist."""
    known: list[Citation] = []
    wrong: list[str] = []
    for data in (*item.citations, *(row.get("basis") for row in withheld_rows(item))):
        try:
            known.append(parse_citation(data if isinstance(data, Mapping) else {}))
        except NoSuchProvision as error:
            wrong.append(error.message)
    return known, wrong


def known_bases(item: AnsweredItem) -> list[LegalBasis]:
    """The citations that are in the table of statutes."""
    return [citation for citation in citations_of(item)[0] if isinstance(citation, LegalBasis)]


def row_citations(rows: Iterable[Mapping[str, Any]]) -> list[Citation]:
    """What withheld parts rest on, as far as it exists."""
    found = []
    for row in rows:
        try:
            found.append(parse_citation(row.get("basis") or {}))
        except NoSuchProvision:
            continue  # reported by the check that every provision exists
    return found


def row_bases(rows: Iterable[Mapping[str, Any]]) -> list[LegalBasis]:
    """What withheld parts rest on, as far as it is in the table of statutes."""
    return [one for one in row_citations(rows) if isinstance(one, LegalBasis)]


def withheld_rows(item: AnsweredItem) -> list[Mapping[str, Any]]:
    """The parts an item keeps back (Art. 37)."""
    rows = item.facts.get("withheld")
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def fact(item: AnsweredItem, key: str) -> str:
    """A fact as text, "" when it is not given."""
    value = item.facts.get(key)
    return "" if value is None or isinstance(value, (list, dict)) else str(value).strip()


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts_in(part)


def place(item: AnsweredItem) -> str:
    """How a message names the item."""
    return f"第 {item.ordinal} 项："
