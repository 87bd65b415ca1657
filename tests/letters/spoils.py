"""Ways to spoil one thing of a good letter, named as the tables of broken letters need them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from letters.case_facts import FileFact
from tests.letters.bench import Bench, Spoil

FAIL, ASK = "fail", "needs_reason"
FIRST = "清自然资公开复〔2026〕85号"


@dataclass(frozen=True)
class Break:
    """One broken letter: the check that must refuse it, what is wrong, the kind, how it is spoiled, the verdict,
    and the checks that cannot but object too."""

    check: str
    wrong: str
    kind: str
    spoil: Spoil
    verdict: str = FAIL
    also: frozenset[str] | set[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.check}: {self.wrong}"


def cite(article: int, paragraph: int | None = None, item: int | None = None) -> dict[str, Any]:
    return {"instrument": "政府信息公开条例", "article": article, "paragraph": paragraph, "item": item}


def facts(**changes) -> Spoil:
    """Spoil facts of the first item."""
    return lambda b: b.item["facts"].update(changes)


def item(**changes) -> Spoil:
    """Spoil the first item itself."""
    return lambda b: b.item.update(changes)


def data(**changes) -> Spoil:
    """Spoil the letter."""
    return lambda b: b.data.update(changes)


def know(**changes) -> Spoil:
    """Spoil what the file shows."""
    return lambda b: b.know(**changes)


def search(**changes) -> Spoil:
    return lambda b: b.know(searches=tuple(replace(one, **changes) for one in b.facts.searches))


def agency(**changes) -> Spoil:
    """The agency's settings are wrong, in the file and so in the letter."""

    def spoil(b: Bench) -> None:
        b.data["agency"] = {**b.data["agency"], **changes}
        b.know(agency=replace(b.facts.agency, **changes))

    return spoil


def first(**changes) -> Spoil:
    return lambda b: b.know(first_replies={FIRST: replace(b.facts.first_replies[FIRST], **changes)})


def before_this_system(b: Bench) -> None:
    """The first reply is not in the database; its proof of service was put into the file."""
    b.know(first_replies={})
    b.item["facts"]["first_service_proof"] = 9


def long_name(b: Bench) -> None:
    """An agency whose name does not fit on the seal."""
    name = "清溪市某某经济技术开发区管理委员会自然资源和规划建设管理局"
    b.data["agency"] = {**b.data["agency"], "name": name}
    b.know(agency=replace(b.facts.agency, name=name))


def two_copies(b: Bench) -> None:
    b.data["attachments"] = [*b.data["attachments"], {"name": "别件的材料", "pages": 1, "sha256": "b" * 64}]


def copy_with_a_refusal(b: Bench) -> None:
    """A copy beside an answer that gives nothing: it would go out without anybody having reviewed it."""
    b.data["attachments"] = [{"name": "拟保密的坐标成果", "pages": 1, "sha256": "c" * 64}]
    b.know(attachments=(FileFact(9, "拟保密的坐标成果", 1, "c" * 64, "c" * 64, "released_copy"),))


def copy(**changes) -> Spoil:
    return lambda b: b.know(attachments=tuple(replace(one, **changes) for one in b.facts.attachments))


def rare_name(b: Bench) -> None:
    b.data["applicant"] = {"kind": "natural_person", "name": "王\U0003134a"}
    b.know(applicant="王\U0003134a")


def rare_word(b: Bench) -> None:
    b.item["facts"]["form_note"] = "另附\U0003134a字样"


def remedy_in_receipt(b: Bench) -> None:
    b.data["agency"] = {**b.data["agency"], "phone": "不服本回执的，可以申请行政复议"}


def extension(**changes) -> Spoil:
    return lambda b: b.know(extension=replace(b.facts.extension, **changes))


def history(**event) -> Spoil:
    return data(history=[event])
