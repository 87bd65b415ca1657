"""A citation names what exists, in the words of a letter, or cannot be made."""

import pytest

from requests_app.rules.legal_basis import (
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    REGULATION,
    REGULATION_2007,
    SECRECY_LAW,
    LegalBasis,
    NoSuchProvision,
    TypedCitation,
    parse_citation,
    regulation,
)
from requests_app.rules.numerals import chinese_numeral, parse_chinese_numeral
from requests_app.rules.statute_structure import FEE_MEASURES, INSTRUMENTS

FULL = "《中华人民共和国政府信息公开条例》"

CITED = [
    (REGULATION, (36, None, 3), FULL + "第三十六条第（三）项", "条例第三十六条第（三）项"),
    (REGULATION, (16, 1, None), FULL + "第十六条第一款", "条例第十六条第一款"),
    (REGULATION, (29, 2, 1), FULL + "第二十九条第二款第（一）项", "条例第二十九条第二款第（一）项"),
    (REGULATION, (14, None, None), FULL + "第十四条", "条例第十四条"),
    (REGULATION, (20, None, 15), FULL + "第二十条第（十五）项", "条例第二十条第（十五）项"),
    (
        RECONSIDERATION_LAW,
        (24, 1, 3),
        "《中华人民共和国行政复议法》第二十四条第一款第（三）项",
        "行政复议法第二十四条第一款第（三）项",
    ),
    (LITIGATION_LAW, (103, None, None), "《中华人民共和国行政诉讼法》第一百零三条", "行政诉讼法第一百零三条"),
    (SECRECY_LAW, (35, None, None), "《中华人民共和国保守国家秘密法》第三十五条", "保密法第三十五条"),
    (
        FEE_MEASURES,
        (None, None, None),
        "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）",
        "国办函〔2020〕109号",
    ),
    (
        REGULATION_2007,
        (24, None, None),
        FULL + "（国务院令第492号）第二十四条",
        "2007年条例第二十四条",
    ),
]


@pytest.mark.parametrize(("instrument", "place", "full", "short"), CITED, ids=[row[3] for row in CITED])
def test_is_cited_in_full_and_in_short(instrument, place, full, short):
    basis = LegalBasis(instrument, *place)
    assert (basis.cite(), basis.short()) == (full, short)


def test_further_provisions_leave_the_title_out():
    assert regulation(36, item=3).cite(with_instrument=False) == "第三十六条第（三）项"


NOT_THERE = [
    ("article beyond the last", REGULATION, (57, None, None)),
    ("article 0", REGULATION, (0, None, None)),
    ("款 of an undivided article", REGULATION, (36, 1, 3)),
    ("款 of Art. 14, as in 2008", REGULATION, (14, 4, None)),
    ("third 款 of Art. 16", REGULATION, (16, 3, None)),
    ("项 of Art. 14, which has none", REGULATION, (14, None, 1)),
    ("项 of Art. 21, as in 2008", REGULATION, (21, None, 3)),
    ("eighth 项 of Art. 36", REGULATION, (36, None, 8)),
    ("项 0", REGULATION, (36, None, 0)),
    ("项 without its 款", RECONSIDERATION_LAW, (24, None, 3)),
    ("项 in the wrong 款", RECONSIDERATION_LAW, (24, 2, 1)),
    ("款 without article", REGULATION, (None, 1, None)),
    ("article of a notice nobody confirmed", FEE_MEASURES, (3, None, None)),
    ("款 of the text of 2007", REGULATION_2007, (24, 2, None)),
    ("unknown instrument", "信息公开法", (1, None, None)),
]


@pytest.mark.parametrize(("name", "instrument", "place"), NOT_THERE, ids=[row[0] for row in NOT_THERE])
def test_what_does_not_exist_cannot_be_cited(name, instrument, place):
    with pytest.raises(NoSuchProvision) as refusal:
        LegalBasis(instrument, *place)
    assert refusal.value.code == "no_such_provision"
    assert refusal.value.message.endswith("。")


def test_every_division_in_the_table_can_be_cited_and_the_next_one_cannot():
    for instrument in INSTRUMENTS.values():
        for article, counts in instrument.articles.items():
            if not instrument.divisions_known:
                continue
            for number, items in enumerate(counts, 1):
                paragraph = number if len(counts) > 1 else None
                for item in range(1, items + 1):
                    assert LegalBasis(instrument.key, article, paragraph, item).cite()
                with pytest.raises(NoSuchProvision):
                    LegalBasis(instrument.key, article, paragraph, items + 1)


def test_a_part_lies_within_its_article_but_not_within_a_sibling():
    assert regulation(16, 1).within(regulation(16))
    assert not regulation(16, 1).within(regulation(16, 2))
    assert not regulation(16).within(regulation(16, 1))


PARSED = [
    ({"instrument": "政府信息公开条例", "article": 36, "item": 3}, regulation(36, item=3)),
    ({"instrument": "《中华人民共和国政府信息公开条例》", "article": 16, "paragraph": 2}, regulation(16, 2)),
    ({"instrument": "条例", "article": 14, "paragraph": None, "item": None}, regulation(14)),
    ({"instrument": "行政复议法", "article": 27}, LegalBasis(RECONSIDERATION_LAW, 27)),
    ({"instrument": "国办函〔2020〕109号"}, LegalBasis(FEE_MEASURES, None)),
    (
        {"instrument": "《不动产登记暂行条例》", "article": "第二十七条"},
        TypedCitation("不动产登记暂行条例", "第二十七条"),
    ),
    ({"instrument": "甲法", "article": 12, "item": 2}, TypedCitation("甲法", "第十二条第（二）项")),
]


@pytest.mark.parametrize(("data", "expected"), PARSED)
def test_citation_of_a_letter_context(data, expected):
    assert parse_citation(data) == expected


MALFORMED = [
    {},
    {"instrument": "  "},
    {"instrument": "条例"},
    {"instrument": "条例", "article": "三十六"},
    {"instrument": "条例", "article": True},
    {"instrument": "条例", "article": 36, "item": 9},
    {"instrument": "甲法"},
    {"instrument": 5, "article": 1},
]


@pytest.mark.parametrize("data", MALFORMED, ids=str)
def test_malformed_citation_is_refused(data):
    with pytest.raises(NoSuchProvision):
        parse_citation(data)


NUMERALS = [
    (0, "零"),
    (7, "七"),
    (10, "十"),
    (15, "十五"),
    (36, "三十六"),
    (100, "一百"),
    (103, "一百零三"),
    (120, "一百二十"),
]


@pytest.mark.parametrize(("number", "text"), NUMERALS)
def test_chinese_numeral(number, text):
    assert chinese_numeral(number) == text


def test_chinese_numerals_read_back():
    assert [parse_chinese_numeral(chinese_numeral(number)) for number in range(1000)] == list(range(1000))


@pytest.mark.parametrize("text", ["", "十十", "三十六条", "廿", "一二"])
def test_other_text_is_no_numeral(text):
    with pytest.raises(ValueError, match="numeral"):
        parse_chinese_numeral(text)


@pytest.mark.parametrize("number", [-1, 1000])
def test_numeral_out_of_range(number):
    with pytest.raises(ValueError, match="numeral"):
        chinese_numeral(number)


@pytest.mark.parametrize(
    ("title", "article"),
    [
        ("统计法", "第八条第二款。不服的可以三个月内起诉"),
        ("统计法", "第八条，不服的可以起诉"),
        ("统计法", "详见附件说明"),
        ("统计法。不服的可以起诉", "第八条"),
        ("统计法；另见", "第八条"),
        ("统计法\n", "第八条\n第九条"),
    ],
)
def test_a_typed_citation_holds_a_title_and_a_place_and_no_sentence(title, article):
    with pytest.raises(NoSuchProvision):
        parse_citation({"instrument": title, "article": article})


@pytest.mark.parametrize(
    "article",
    [
        "第八条第二款",
        "第八条第（二）项",
        "第十二条之一",
        "第八条、第九条第二款",
        "第三部分第（二）项",
        "附件2",
        "第8条",
    ],
)
def test_a_place_in_an_instrument_may_be_written_in_many_ways(article):
    assert parse_citation({"instrument": "统计法", "article": article}).article_text == article
