"""The legality check as a specification: a good letter of every kind passes; spoil one thing and that check,
and only that check, refuses it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from letters.case_facts import Stage
from letters.examples import example
from letters.legality import CHECKS
from letters.render import letter_text, render_html
from requests_app.rules.reasons import check_discretion_reason
from tests.letters.bench import OBJECTED, PROCEDURE_KINDS, REPLY_KINDS, SHA, bench
from tests.letters.broken_answers import BROKEN_ANSWERS
from tests.letters.broken_consultations import BROKEN_CONSULTATIONS
from tests.letters.broken_corrections import BROKEN_CORRECTIONS
from tests.letters.broken_date_changes import BROKEN_DATE_CHANGES
from tests.letters.broken_excess import BROKEN_EXCESS
from tests.letters.broken_fees import BROKEN_FEES
from tests.letters.broken_grounds import BROKEN_GROUNDS, STATISTICS_LAW, given_by_consent, on_15
from tests.letters.broken_papers import BROKEN_PAPERS
from tests.letters.broken_scopes import BROKEN_SCOPES
from tests.letters.second_remedies import SECOND_REMEDIES
from tests.letters.spoils import FIRST, before_this_system, cite, rare_word

AGREED = replace(OBJECTED, opinion="agrees", decision="release", decision_reason="")
BROKEN = [
    *BROKEN_ANSWERS,
    *BROKEN_CONSULTATIONS,
    *BROKEN_CORRECTIONS,
    *BROKEN_DATE_CHANGES,
    *BROKEN_EXCESS,
    *BROKEN_FEES,
    *BROKEN_GROUNDS,
    *BROKEN_PAPERS,
    *BROKEN_SCOPES,
    *SECOND_REMEDIES,
]


@pytest.mark.parametrize("kind", [*REPLY_KINDS, *PROCEDURE_KINDS])
def test_a_good_letter_passes(kind):
    assert bench(kind).objections() == {}


@pytest.mark.parametrize("kind", REPLY_KINDS)
def test_no_example_fails_a_check_on_its_own_day(kind):
    """Who learns from an example must not learn what is refused."""
    data, letter = example(kind), bench(kind)
    letter.on = date.fromisoformat(data["issued_on"])
    assert [item["citations"] for item in letter.items] == [item["citations"] for item in data["items"]]
    assert "fail" not in {verdict.verdict.value for verdict in letter.judge().values()}


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_one_thing_spoiled_is_refused_by_its_check(broken):
    letter = bench(broken.kind)
    broken.spoil(letter)
    objections = letter.objections()
    assert objections.get(broken.check) == broken.verdict, objections
    assert set(objections) - {broken.check} == broken.also


def test_every_check_has_a_letter_that_it_refuses():
    assert {broken.check for broken in BROKEN} == {check.key for check in CHECKS}


def test_keys_are_unique_and_titles_chinese():
    assert len({check.key for check in CHECKS}) == len(CHECKS)
    assert all(check.title and check.basis and check.version >= 1 for check in CHECKS)


@pytest.mark.parametrize(
    ("stage", "roles"), [(Stage.DRAFTING, None), (Stage.SUBMISSION, ("secrecy_reviewer",))]
)
def test_the_secrecy_review_comes_later_until_issue(stage, roles):
    letter = bench("reply_provided")
    letter.know(stage=stage, step_roles=roles)
    verdict = letter.judge()["secrecy_review"]
    assert verdict.verdict == "later"
    assert not verdict.blocks
    letter.know(stage=Stage.ISSUE, agreed_roles=frozenset({"secrecy_reviewer"}))
    assert letter.judge()["secrecy_review"].verdict == "pass"


def test_a_written_reason_answers_a_check_that_asks():
    letter = bench("reply_not_ours")
    letter.item["facts"].update(right_agency="", right_contact="")
    letter.know(reasons={"right_agency": "已向三家可能的机关询问，均答复不掌握。"})
    verdict = letter.judge()["right_agency"]
    assert (verdict.verdict, verdict.blocks) == ("needs_reason", False)
    assert verdict.reason.startswith("已向三家")


def test_a_recorded_late_reason_answers_lateness():
    letter = bench("reply_provided")
    letter.on = date(2026, 11, 4)
    letter.know(late_reason="承办人误认为已经送审")
    assert letter.judge()["in_time"].verdict == "pass"


def test_without_a_due_date_nothing_is_late():
    letter = bench("reply_provided")
    letter.on = date(2026, 12, 4)
    letter.data["due_on"] = None
    letter.know(due_on=None)
    assert letter.judge()["in_time"].verdict == "pass"


def test_served_online_with_consent_and_channel_passes():
    letter = bench("reply_process")
    letter.data["delivery"] = "online"
    letter.know(consents_online=True)
    assert letter.objections() == {}
    evidence = letter.judge()["remedy_paragraphs"].evidence
    assert any("互联网渠道" in text for text in evidence)


def test_a_request_about_reconsideration_is_no_remedy():
    letter = bench("receipt")
    text = "对该处罚不服的当事人可以申请行政复议的告知记录"
    letter.items[0]["text"] = text
    letter.know(requests=(text,))
    assert letter.objections() == {}


def test_a_verdict_names_rule_evidence_and_the_character():
    letter = bench("reply_provided")
    rare_word(letter)
    verdict = letter.judge()["glyphs"]
    assert "U+3134A" in verdict.message
    assert verdict.evidence == ("\U0003134a",)
    assert verdict.as_json()["verdict"] == "fail"


def test_the_first_reply_of_this_system_needs_no_uploaded_proof():
    letter = bench("reply_repeated")
    letter.know(evidence=())
    assert letter.judge()["first_reply_served"].verdict == "pass"
    letter.know(
        first_replies={FIRST: replace(letter.facts.first_replies[FIRST], served_on=date(2026, 5, 14))}
    )
    assert "送达日期与送达记录不符" in letter.judge()["first_reply_served"].message


@pytest.mark.parametrize(
    ("name", "kind", "spoil"),
    [("withheld", "reply_partial", on_15), ("given", "reply_provided", given_by_consent)],
)
def test_a_consultation_on_file_answers_art_32(name, kind, spoil):
    letter = bench(kind)
    spoil(letter)
    assert letter.judge()["third_party_consulted"].verdict == "fail"
    letter.know(consultations=(replace(AGREED, ordinals=(2,)),))
    assert letter.judge()["third_party_consulted"].verdict == "fail"
    letter.know(consultations=(AGREED,))
    assert letter.objections() == {}


@pytest.mark.parametrize(
    ("name", "basis", "said", "not_said"),
    [
        ("a law applied through Art. 14", STATISTICS_LAW, "先向清溪市人民政府申请行政复议", "直接向"),
        ("no government information", cite(2), "直接向清溪市东湖区人民法院", "先向"),
    ],
)
def test_the_remedy_of_a_partial_reply_follows_what_its_parts_rest_on(name, basis, said, not_said):
    letter = bench("reply_partial")
    letter.item["facts"]["withheld"] = [{"place": "第8页", "basis": basis, "reason": "与申请的事项无关"}]
    letter.item["citations"] = [cite(36, item=2), cite(36, item=3), cite(37)]
    letter.item["citations"].append(cite(14) if basis is STATISTICS_LAW else basis)
    letter.know(reasons={"citations_explained": "已经核对该法第二十八条。"})
    assert letter.objections() == {}
    (paragraph,) = (text for text in letter.judge()["remedy_paragraphs"].evidence)
    assert said in paragraph
    assert not_said not in paragraph


def test_the_parts_are_named_for_what_they_are():
    letter = bench("reply_partial")
    rows = letter.item["facts"]["withheld"]
    rows[1]["basis"] = cite(2)
    mixed = words(letter)
    assert "含有不应当公开的内容和不属于政府信息的内容，但是" in mixed
    assert "第二条的规定不属于政府信息，不予提供。理由：" in mixed
    letter.item["facts"]["withheld"] = rows[1:]
    assert "含有不属于政府信息的内容，但是" in words(letter)
    assert "不予提供的内容和理由" in words(letter)


def test_only_the_danger_that_was_judged_is_named():
    letter = bench("reply_security")
    letter.item["facts"]["danger"] = "公共安全、社会稳定"
    assert "可能危及公共安全、社会稳定。" in words(letter)
    assert "经济安全" not in words(letter)


def words(letter):
    context = letter.letter().require_context()
    return letter_text(render_html(context.kind, context))


def test_a_proof_of_service_that_was_changed_is_refused():
    letter = bench("reply_repeated")
    before_this_system(letter)
    letter.know(evidence=(replace(letter.facts.evidence[0], present="c" * 64),))
    assert letter.judge()["first_reply_served"].verdict == "fail"
    letter.know(evidence=(replace(letter.facts.evidence[0], present=SHA),))
    assert letter.judge()["first_reply_served"].verdict == "needs_reason"


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "discretion_boilerplate"),
        (
            "根据《条例》第十六条第二款的规定，您申请公开的信息属于过程性信息，可以不予公开。",
            "discretion_boilerplate",
        ),
        ("因涉及内部工作流程，经研究，决定不予公开。", "discretion_boilerplate"),
        ("这份表是办公室在去年三月编排的，供值班的同事查看。", "discretion_without_weighing"),
        ("该记录反映讨论中的不同意见，公开会影响今后与会人员坦率发表意见，会议结论已经公开。", None),
    ],
)
def test_the_reason_of_a_discretion(reason, code):
    finding = check_discretion_reason(reason)
    assert (finding.code if finding else None) == code
