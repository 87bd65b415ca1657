"""One remedy paragraph per class, in the words of the law in force on the letter's day."""

from datetime import date

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import (
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    LegalBasis,
    TypedCitation,
    regulation,
)
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.remedies import (
    AgencyRemedyFacts,
    ItemRemedy,
    RemedyClass,
    remedy_class_of,
    remedy_paragraphs,
    rests_on_refusal_articles,
    third_party_paragraph,
)
from requests_app.rules.remedy_class import class_bases
from requests_app.rules.statute_structure import JUDICIAL_INTERPRETATION_2025

TODAY = date(2026, 3, 2)
FIRST, CHOICE, NONE = RemedyClass.RECONSIDERATION_FIRST, RemedyClass.CHOICE, RemedyClass.NONE
DEPARTMENT = AgencyRemedyFacts(
    "department",
    "青溪区住房和城乡建设局",
    "青溪区住房和城乡建设局",
    "青溪区人民政府",
    "青溪区人民法院",
    "https://reconsideration.example.cn",
)
MINISTRY = AgencyRemedyFacts("state_council_department", "某部", "某部", "某部", "某市第一中级人民法院")


def _paragraphs(*items, agency=DEPARTMENT, on=TODAY, online=False):
    return remedy_paragraphs(
        [ItemRemedy(ordinal, *item) for ordinal, item in enumerate(items, 1)], agency, on, online
    )


CLASSES = [
    ("refusal today", ("secret",), TODAY, FIRST),
    ("refusal, first day of the revised law", ("secret",), date(2024, 1, 1), FIRST),
    ("refusal, last day before it", ("secret",), date(2023, 12, 31), CHOICE),
    ("part kept back under 14 to 16", ("partial", True), TODAY, FIRST),
    ("part that is no government information", ("partial", False), TODAY, CHOICE),
    ("special regime", ("special_regime",), TODAY, CHOICE),
    ("does not exist", ("not_existing",), TODAY, CHOICE),
    ("repeated", ("repeated",), TODAY, CHOICE),
    ("not corrected", ("not_corrected",), TODAY, CHOICE),
    ("withdrawn", ("withdrawn",), TODAY, NONE),
]


@pytest.mark.parametrize(("name", "item", "on", "expected"), CLASSES, ids=[row[0] for row in CLASSES])
def test_class_of_an_item(name, item, on, expected):
    assert remedy_class_of(ItemRemedy(1, *item), on) is expected


def test_exactly_the_refusals_under_14_to_16_have_reconsideration_first():
    for key, outcome in OUTCOMES.items():
        assert (remedy_class_of(ItemRemedy(1, key), TODAY) is FIRST) == outcome.withholds


BASES = [
    (FIRST, date(2024, 6, 1), False),
    (FIRST, date(2025, 6, 1), True),
    (CHOICE, date(2026, 1, 1), False),
]


@pytest.mark.parametrize(("remedy_class", "on", "interpretation"), BASES)
def test_the_judicial_interpretation_is_cited_from_its_first_day(remedy_class, on, interpretation):
    named = LegalBasis(JUDICIAL_INTERPRETATION_2025, None) in class_bases(remedy_class, on)
    assert named == interpretation


def test_bases_of_a_class_by_date():
    assert class_bases(FIRST, date(2023, 1, 1)) == (LegalBasis(LITIGATION_LAW, 44, 1),)
    assert class_bases(NONE, TODAY) == ()


def test_refusal_in_full():
    (paragraph,) = _paragraphs(("secret",))
    assert paragraph.text == (
        "如对本答复不服，应当依照《中华人民共和国行政复议法》第二十三条第一款第（四）项的规定，"
        "自知道或者应当知道该行政行为之日起六十日内，先向青溪区人民政府申请行政复议；"
        "对行政复议决定不服的，可以依照《中华人民共和国行政诉讼法》第四十五条的规定，"
        "自收到行政复议决定书之日起十五日内向有管辖权的人民法院提起行政诉讼。"
        "行政复议机关决定不予受理、驳回申请或者受理后超过行政复议期限不作答复的，"
        "可以依照《中华人民共和国行政复议法》第三十四条的规定，"
        "自收到决定书之日起或者行政复议期限届满之日起十五日内，依法向人民法院提起行政诉讼。"
    )


def test_choice_in_full():
    (paragraph,) = _paragraphs(("provided",))
    assert paragraph.text == (
        "如对本答复不服，可以依照《中华人民共和国行政复议法》第二十条第一款的规定，"
        "自知道或者应当知道该行政行为之日起六十日内向青溪区人民政府申请行政复议；"
        "也可以依照《中华人民共和国行政诉讼法》第四十六条第一款的规定，"
        "自知道或者应当知道作出行政行为之日起六个月内直接向青溪区人民法院提起行政诉讼。"
    )


# name, outcomes, [(class, ordinals, how the paragraph begins)]
MIXED = [
    ("one class: no item is named", [("provided",), ("not_existing",)], [(CHOICE, (1, 2), "如对本答复不服")]),
    (
        "two classes: each names its items",
        [("provided",), ("secret",), ("not_ours",)],
        [(FIRST, (2,), "如对本答复第二项不服"), (CHOICE, (1, 3), "如对本答复第一项、第三项不服")],
    ),
    ("no longer handled: not corrected", [("not_corrected",)], [(CHOICE, (1,), "如对本告知不服")]),
    ("no longer handled: not paid", [("not_paid",)], [(CHOICE, (1,), "如对本告知不服")]),
    ("partial alone", [("partial",)], [(FIRST, (1,), "如对本答复不予公开的部分不服")]),
    (
        "partial and refusal",
        [("partial",), ("secret",)],
        [(FIRST, (1, 2), "如对本答复第一项不予公开的部分、第二项不服")],
    ),
    (
        "partial and given",
        [("partial",), ("provided",)],
        [(FIRST, (1,), "如对本答复第一项不予公开的部分不服"), (CHOICE, (2,), "如对本答复第二项不服")],
    ),
    ("partial of another kind", [("partial", False)], [(CHOICE, (1,), "如对本答复不服")]),
    ("withdrawal", [("withdrawn",)], []),
]


@pytest.mark.parametrize(("name", "items", "expected"), MIXED, ids=[row[0] for row in MIXED])
def test_one_paragraph_per_class(name, items, expected):
    found = _paragraphs(*items)
    assert [(one.remedy_class, one.ordinals) for one in found] == [row[:2] for row in expected]
    for paragraph, (_, _, beginning) in zip(found, expected, strict=True):
        assert paragraph.text.startswith(beginning)


def test_served_online_gives_the_online_channel():
    (paragraph,) = _paragraphs(("secret",), online=True)
    assert paragraph.text.endswith(
        "行政复议申请书可以通过互联网渠道提交：https://reconsideration.example.cn。"
    )
    assert LegalBasis(RECONSIDERATION_LAW, 22, 2) in paragraph.bases


def test_served_on_paper_does_not_cite_the_online_channel():
    (paragraph,) = _paragraphs(("secret",))
    assert LegalBasis(RECONSIDERATION_LAW, 22, 2) not in paragraph.bases


@pytest.mark.parametrize("outcome", ["secret", "provided"])
def test_a_ministry_names_the_ruling_of_the_state_council(outcome):
    (paragraph,) = _paragraphs((outcome,), agency=MINISTRY)
    assert "第二十六条的规定向国务院申请裁决" in paragraph.text
    assert LegalBasis(RECONSIDERATION_LAW, 26) in paragraph.bases


def test_letters_before_the_revised_law_are_not_written():
    with pytest.raises(RuleRefusal) as refusal:
        _paragraphs(("secret",), on=date(2023, 12, 31))
    assert refusal.value.code == "remedy_law_not_held"


def test_a_third_party_has_the_choice():
    paragraph = third_party_paragraph(DEPARTMENT, TODAY, served_online=False)
    assert paragraph.remedy_class is CHOICE
    assert paragraph.text.startswith("如对本机关公开上述政府信息的决定不服，可以")


LOCAL_LAW = TypedCitation("某省统计条例", "第九条")
# citations of the item, what its parts rest on, whether reconsideration comes first
PARTS = [
    ("a part under Art. 16", [regulation(37)], [regulation(16, 2)], True),
    ("only no government information", [regulation(2)], [regulation(2)], False),
    ("another law is applied through Art. 14", [regulation(2)], [LOCAL_LAW], True),
    ("one part of each", [regulation(37)], [regulation(2), LOCAL_LAW], True),
    ("Art. 14 is cited for the whole", [regulation(14)], [regulation(2)], True),
]


@pytest.mark.parametrize(("name", "citations", "rows", "expected"), PARTS, ids=[row[0] for row in PARTS])
def test_what_the_parts_of_a_partial_reply_rest_on(name, citations, rows, expected):
    assert rests_on_refusal_articles(citations, rows) is expected


def test_after_reconsideration_the_court_follows_from_the_decision():
    (paragraph,) = _paragraphs(("secret",))
    assert DEPARTMENT.court not in paragraph.text
    for basis in (LegalBasis(LITIGATION_LAW, 18, 1), LegalBasis(LITIGATION_LAW, 26, 2)):
        assert basis in paragraph.bases
    (choice,) = _paragraphs(("provided",))
    assert DEPARTMENT.court in choice.text


RESTS = [
    ([regulation(37), regulation(16, 2)], True),
    ([regulation(14)], True),
    ([regulation(37), regulation(2)], False),
    ([LegalBasis(RECONSIDERATION_LAW, 14)], False),
    ([], False),
]


@pytest.mark.parametrize(("citations", "expected"), RESTS)
def test_what_a_withheld_part_rests_on(citations, expected):
    assert rests_on_refusal_articles(citations) is expected
