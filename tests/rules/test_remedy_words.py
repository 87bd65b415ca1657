"""A sentence that points at reconsideration or a court is found, however it is put; a fact about one is not."""

from datetime import date

import pytest

from requests_app.rules.remedies import AgencyRemedyFacts, ItemRemedy, remedy_paragraphs
from requests_app.rules.remedy_words import remedy_sentences

REMEDIES = [
    "不服本决定的，可以自收到之日起六个月内向清溪市东湖区人民法院提起行政诉讼",
    "有异议，可在六十日内向清溪市司法局申请行政复议",
    "不服的可以三个月内起诉",
    "不服的，六十日内申请复议",
    "不服可复议",
    "有异议的，复议或者诉讼",
    "您有权提起诉讼",
    "请先向清溪市人民政府申请行政复议",
    "对本答复的复议途径为清溪市人民政府",
    "可 以 起　诉",
    "当事人虽已申请行政复议，仍可以向人民法院起诉",
]
FACTS = [
    "",
    "行政复议决定书",
    "行政诉讼答辩状及证据目录",
    "当事人对该处罚不服，已经申请行政复议",
    "申请人已就该处罚提起行政诉讼，案件尚未审结，公开应当慎重",
    "当事人提起的行政诉讼正在审理，公开会影响审判",
    "裁判文书由人民法院制作，可以向清溪市中级人民法院查询",
    "当事人没有申请行政复议，也没有提起行政诉讼",
    "该信息可以公开，自收到答复之日起十日内领取",
]


@pytest.mark.parametrize("text", REMEDIES)
def test_a_remedy_is_found_with_its_sentence(text):
    assert remedy_sentences(f"第八条第二款。{text}。其余内容可以公开。") == ("".join(text.split()),)


@pytest.mark.parametrize("text", FACTS)
def test_a_fact_is_no_remedy(text):
    assert remedy_sentences(text) == ()


@pytest.mark.parametrize("outcome", ["secret", "provided", "partial"])
def test_our_own_paragraphs_are_remedies(outcome):
    agency = AgencyRemedyFacts("department", "甲局", "甲局", "青溪区人民政府", "青溪区人民法院")
    (paragraph,) = remedy_paragraphs([ItemRemedy(1, outcome)], agency, date(2026, 3, 2), served_online=False)
    assert remedy_sentences(paragraph.text)
