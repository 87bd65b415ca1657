"""The five questions in their order (补不补 → 该不该 → 有没有 → 给不给 → 当不当): answers in, proposed outcome out.

The order is that of the national reference (江苏省政府信息公开申请办理答复规范, recommended by
国办公开办函〔2020〕2号). The proposal is for the handler to confirm; the legality checks judge the reply
whatever was proposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from requests_app.rules.legal_basis import LegalBasis, regulation
from requests_app.rules.outcomes import OUTCOMES


class Step(StrEnum):
    """One question; its value is its key."""

    CORRECTION = "correction"
    BELONGS = "belongs"
    HELD = "held"
    GIVEN = "given"
    PROPER = "proper"


@dataclass(frozen=True)
class Answer:
    """One possible answer. `outcome`: what it leads to ("" goes on to the next question); `stop`: why no reply can
    be written yet; `basis` where the answer rests on a provision that is not the outcome's own."""

    key: str
    text: str
    outcome: str = ""
    stop: str = ""
    basis: LegalBasis | None = None


@dataclass(frozen=True)
class Question:
    """One question: short title, what is asked, the answers in order."""

    step: Step
    title: str
    text: str
    answers: tuple[Answer, ...]

    def answer(self, key: str) -> Answer | None:
        """The answer with this key."""
        return next((one for one in self.answers if one.key == key), None)


@dataclass(frozen=True)
class Proposal:
    """Where the answers lead: `outcome`, or `stop` (why not yet), or `open` (the question to answer next)."""

    outcome: str = ""
    stop: str = ""
    basis: LegalBasis | None = None
    open: Step | None = None


SEPARABLE = "separable"
_PARTED = "partial"


def _outcomes(*keys: str) -> tuple[Answer, ...]:
    return tuple(Answer(key, OUTCOMES[key].name, key) for key in keys)


QUESTIONS: tuple[Question, ...] = (
    Question(
        Step.CORRECTION,
        "补不补",
        "申请的内容是否明确，能否据此检索？",
        (
            Answer("clear", "明确，不需要补正"),
            Answer(
                "unclear",
                "不明确，需要补正",
                stop="应当先一次性告知申请人补正，不能直接答复。",
                basis=regulation(30),
            ),
            Answer("still_unclear", OUTCOMES["unclear"].name, "unclear"),
        ),
    ),
    Question(
        Step.BELONGS,
        "该不该",
        "是否属于本机关应当按照申请公开处理的政府信息？",
        (
            Answer("ours", "属于，由本机关负责公开"),
            *_outcomes("not_ours", "special_regime", "repeated", "not_government_information", "petition"),
            *_outcomes("publication", "excessive", "reissue", "party_information"),
        ),
    ),
    Question(
        Step.HELD,
        "有没有",
        "经检索，本机关是否有该信息？",
        (
            Answer("held", "有现成的信息"),
            *_outcomes("not_existing", "needs_processing", "archives"),
        ),
    ),
    Question(
        Step.GIVEN,
        "给不给",
        "能否公开？",
        (
            *_outcomes("already_public", "provided"),
            *(
                Answer(key, row.name, key)
                for key, row in OUTCOMES.items()
                if row.withholds and not row.parted
            ),
        ),
    ),
    Question(
        Step.PROPER,
        "当不当",
        "这样答复是否适当：理由、裁量和提供的形式？不予公开的，能否区分处理？",
        (
            Answer("proper", "适当；不予公开的，已经审查，不能区分处理"),
            Answer(SEPARABLE, "不予公开的内容可以区分，其余部分可以提供", _PARTED, basis=regulation(37)),
            Answer("improper", "不适当", stop="请回到“给不给”重新考虑。"),
        ),
    ),
)


def propose(answers: Mapping[str, str]) -> Proposal:
    """Follow the answers (step → key of the answer) to a proposal; answers to later questions are not looked at."""
    given = ""
    for question in QUESTIONS:
        answer = question.answer(answers.get(question.step, ""))
        if answer is None:
            return Proposal(outcome="", open=question.step)
        if answer.stop:
            return Proposal(stop=answer.stop, basis=answer.basis)
        if question.step is Step.GIVEN and answer.outcome != "already_public":
            given = answer.outcome
        elif question.step is Step.PROPER:
            return _proper(answer, given)
        elif answer.outcome:
            return Proposal(outcome=answer.outcome)
    raise AssertionError("the last question always decides")


def _proper(answer: Answer, given: str) -> Proposal:
    if answer.key != SEPARABLE:
        return Proposal(outcome=given)
    if not OUTCOMES[given].withholds:
        return Proposal(stop="“区分处理”只用于有不予公开内容的答复。", basis=answer.basis)
    return Proposal(outcome=_PARTED, basis=answer.basis)
