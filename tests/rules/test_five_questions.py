"""The five questions: where each way of answering leads."""

from __future__ import annotations

import pytest

from requests_app.rules.five_questions import QUESTIONS, Proposal, Step, propose
from requests_app.rules.legal_basis import regulation
from requests_app.rules.outcomes import OUTCOMES

CLEAR = {Step.CORRECTION: "clear"}
OURS = CLEAR | {Step.BELONGS: "ours"}
HELD = OURS | {Step.HELD: "held"}
PATHS = [
    ("nothing answered", {}, Proposal(open=Step.CORRECTION)),
    (
        "unclear: correction first (Art. 30)",
        {Step.CORRECTION: "unclear"},
        Proposal(stop="应当先一次性告知申请人补正，不能直接答复。", basis=regulation(30)),
    ),
    ("still unclear after the correction", {Step.CORRECTION: "still_unclear"}, Proposal("unclear")),
    ("an unknown answer counts as none", CLEAR | {Step.BELONGS: "x"}, Proposal(open=Step.BELONGS)),
    ("another agency", CLEAR | {Step.BELONGS: "not_ours"}, Proposal("not_ours")),
    ("asked before", CLEAR | {Step.BELONGS: "repeated"}, Proposal("repeated")),
    ("searched and not found", OURS | {Step.HELD: "not_existing"}, Proposal("not_existing")),
    (
        "public already: no further question",
        HELD | {Step.GIVEN: "already_public"},
        Proposal("already_public"),
    ),
    ("given: is it proper?", HELD | {Step.GIVEN: "provided"}, Proposal(open=Step.PROPER)),
    ("given and proper", HELD | {Step.GIVEN: "provided", Step.PROPER: "proper"}, Proposal("provided")),
    ("kept back as a whole", HELD | {Step.GIVEN: "process", Step.PROPER: "proper"}, Proposal("process")),
    (
        "kept back but separable (Art. 37)",
        HELD | {Step.GIVEN: "secret", Step.PROPER: "separable"},
        Proposal("partial", basis=regulation(37)),
    ),
    (
        "nothing is kept back that could be separated",
        HELD | {Step.GIVEN: "provided", Step.PROPER: "separable"},
        Proposal(stop="“区分处理”只用于有不予公开内容的答复。", basis=regulation(37)),
    ),
    (
        "not proper: think again",
        HELD | {Step.GIVEN: "internal", Step.PROPER: "improper"},
        Proposal(stop="请回到“给不给”重新考虑。"),
    ),
]


@pytest.mark.parametrize(("name", "answers", "expected"), PATHS, ids=[path[0] for path in PATHS])
def test_where_the_answers_lead(name: str, answers: dict[str, str], expected: Proposal) -> None:
    assert propose(answers) == expected


def test_the_questions_come_in_their_order() -> None:
    assert [question.title for question in QUESTIONS] == ["补不补", "该不该", "有没有", "给不给", "当不当"]
    assert [question.step for question in QUESTIONS] == list(Step)


def test_every_outcome_named_in_an_answer_exists() -> None:
    named = {answer.outcome for question in QUESTIONS for answer in question.answers} - {""}
    assert named <= set(OUTCOMES)


def test_every_refusal_of_the_table_can_be_answered() -> None:
    given = next(question for question in QUESTIONS if question.step is Step.GIVEN)
    refusals = {key for key, row in OUTCOMES.items() if row.withholds and not row.parted}
    assert refusals <= {answer.outcome for answer in given.answers}
