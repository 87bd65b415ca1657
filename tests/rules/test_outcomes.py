"""The outcome table equals the published practice, row by row."""

import pytest

from requests_app.rules.outcomes import OUTCOMES, ReplyType
from requests_app.rules.remedy_class import RemedyClass

FIRST, CHOICE, NONE = RemedyClass.RECONSIDERATION_FIRST, RemedyClass.CHOICE, RemedyClass.NONE

# number, key, name, report row, remedy, provisions that must be cited (with the choices in brackets)
TABLE = [
    ("1", "already_public", "已主动公开", "r1", CHOICE, "36(1)"),
    ("2", "provided", "予以公开", "r1", CHOICE, "36(2)"),
    ("3", "partial", "部分公开", "r2", FIRST, "36(2) 36(3) 37 [14 15 16¶1 16¶2 2]"),
    ("4", "secret", "国家秘密", "r3_1", FIRST, "36(3) 14"),
    ("5", "forbidden", "法律行政法规禁止公开", "r3_2", FIRST, "36(3) 14"),
    ("6", "security", "三安全一稳定", "r3_3", FIRST, "36(3) 14"),
    ("7", "third_party", "第三方合法权益", "r3_4", FIRST, "36(3) 15 32"),
    ("8", "internal", "内部事务信息", "r3_5", FIRST, "36(3) 16¶1"),
    ("9", "process", "过程性信息", "r3_6", FIRST, "36(3) 16¶2"),
    ("10", "enforcement", "行政执法案卷", "r3_7", FIRST, "36(3) 16¶2"),
    ("11", "special_regime", "行政查询事项", "r3_8", CHOICE, "36(7)"),
    ("12", "not_existing", "信息不存在", "r4_1", CHOICE, "36(4)"),
    ("13", "not_ours", "不属于本机关负责公开", "r4_1", CHOICE, "36(5)"),
    ("14", "needs_processing", "需要加工分析", "r4_2", CHOICE, "38"),
    ("15", "unclear", "补正后仍不明确", "r4_3", CHOICE, "30"),
    ("16", "petition", "信访举报投诉", "r5_1", CHOICE, "39¶1"),
    ("17", "repeated", "重复申请", "r5_2", CHOICE, "36(6)"),
    ("18", "publication", "公开出版物", "r5_3", CHOICE, "39¶2"),
    ("19", "excessive", "无正当理由大量反复", "r5_4", CHOICE, "35"),
    ("20", "reissue", "要求确认或重新出具", "r5_5", CHOICE, ""),
    ("21", "not_corrected", "逾期不补正", "r6_1", CHOICE, "30"),
    ("22", "not_paid", "逾期不缴费", "r6_2", CHOICE, "国办函〔2020〕109号"),
    ("23a", "withdrawn", "撤回", "r6_3", NONE, ""),
    ("23b", "not_government_information", "不属于政府信息", "r6_3", CHOICE, "2"),
    ("23c", "archives", "已移交档案馆", "r6_3", CHOICE, "[档案法 档案法实施条例]"),
    ("23d", "party_information", "党务信息", "r6_3", CHOICE, ""),
    ("24", "no_reply", "逾期未答复", None, CHOICE, ""),
]


def _in_short(basis):
    if basis.article is None:
        return basis.short()
    paragraph = f"¶{basis.paragraph}" if basis.paragraph else ""
    return f"{basis.article}{paragraph}{f'({basis.item})' if basis.item else ''}"


def _provisions(outcome):
    text = " ".join(_in_short(basis) for basis in outcome.citations)
    choices = " ".join(_in_short(basis) for basis in outcome.citation_choices)
    return f"{text} [{choices}]".strip() if choices else text


def test_the_table_is_complete_and_in_order():
    assert [outcome.number for outcome in OUTCOMES.values()] == [row[0] for row in TABLE]


@pytest.mark.parametrize("row", TABLE, ids=[row[1] for row in TABLE])
def test_row_of_the_table(row):
    outcome = OUTCOMES[row[1]]
    found = (
        outcome.number,
        outcome.key,
        outcome.name,
        outcome.report_row,
        outcome.remedy_class,
        _provisions(outcome),
    )
    assert found == row


SEVEN = {
    "already_public": {1},
    "provided": {2},
    "partial": {2, 3},
    "secret": {3},
    "forbidden": {3},
    "security": {3},
    "third_party": {3},
    "internal": {3},
    "process": {3},
    "enforcement": {3},
    "not_existing": {4},
    "not_ours": {5},
    "repeated": {6},
    "special_regime": {7},
}


@pytest.mark.parametrize("key", OUTCOMES)
def test_outcomes_1_to_13_and_17_are_the_seven_replies(key):
    assert {reply.value for reply in OUTCOMES[key].reply_types} == SEVEN.get(key, set())


def test_each_of_the_seven_replies_is_an_item_of_article_36():
    assert [reply.basis.short() for reply in ReplyType] == [
        f"条例第三十六条第（{numeral}）项" for numeral in "一二三四五六七"
    ]


FLAGS = {
    "releases_content": {"provided", "partial"},
    "withholds": {
        "partial",
        "secret",
        "forbidden",
        "security",
        "third_party",
        "internal",
        "process",
        "enforcement",
    },
    "discretionary": {"internal", "process", "enforcement"},
    "needs_other_law": {"forbidden", "special_regime"},
}


@pytest.mark.parametrize("flag", FLAGS)
def test_flag_is_set_for_exactly_these(flag):
    assert {key for key, outcome in OUTCOMES.items() if getattr(outcome, flag)} == FLAGS[flag]


def test_nothing_is_withheld_except_under_articles_14_to_16():
    """Art. 13: what none of these articles covers is open."""
    for outcome in OUTCOMES.values():
        cited = {basis.article for basis in outcome.citations + outcome.citation_choices}
        assert bool(cited & {14, 15, 16}) == outcome.withholds


def test_whatever_releases_content_needs_the_review_record():
    for outcome in OUTCOMES.values():
        has_record = any(one.value == "review_record" for one in outcome.evidence)
        assert has_record == outcome.releases_content


def test_every_outcome_with_a_letter_demands_evidence_with_a_chinese_name():
    for outcome in OUTCOMES.values():
        assert bool(outcome.evidence) == (outcome.letter_kind is not None)
        assert all(one.label for one in outcome.evidence)
