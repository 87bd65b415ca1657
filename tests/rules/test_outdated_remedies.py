"""Remedy sentences of older model letters are found, and sentences of ours never are."""

from datetime import date

import pytest

from requests_app.rules.outdated_remedies import outdated_remedy_sentences
from requests_app.rules.remedies import ItemRemedy, RemedyClass, remedy_paragraphs, third_party_paragraph
from requests_app.rules.remedy_bodies import AgencyKind, AgencyRemedyFacts

FIRST, CHOICE = RemedyClass.RECONSIDERATION_FIRST, RemedyClass.CHOICE

# name, text, classes of the letter, kind of agency, code expected ("" for none)
SENTENCES = [
    (
        "three months",
        "可以在三个月内向人民法院提起行政诉讼。",
        [CHOICE],
        "department",
        "litigation_three_months",
    ),
    (
        "3 months",
        "也可以自收到之日起3个月内直接向法院起诉。",
        [CHOICE],
        "department",
        "litigation_three_months",
    ),
    ("three months of something else", "材料请于三个月内领取。", [CHOICE], "department", ""),
    (
        "thirty days",
        "可以在三十日内向青溪区人民政府申请行政复议。",
        [CHOICE],
        "department",
        "reconsideration_period_wrong",
    ),
    ("60 days", "可以在60日内向青溪区人民政府申请行政复议。", [CHOICE], "department", ""),
    (
        "choice for a refusal",
        "可以在六十日内申请行政复议或者提起行政诉讼。",
        [FIRST],
        "department",
        "choice_for_refusal",
    ),
    (
        "choice with addresses",
        "可以在六十日内向青溪区人民政府申请行政复议，也可以在六个月内向青溪区人民法院提起行政诉讼。",
        [FIRST],
        "department",
        "choice_for_refusal",
    ),
    (
        "the same where it is right",
        "可以在六十日内申请行政复议或者提起行政诉讼。",
        [CHOICE],
        "department",
        "",
    ),
    (
        "the same in a mixed letter",
        "可以在六十日内申请行政复议或者提起行政诉讼。",
        [FIRST, CHOICE],
        "department",
        "",
    ),
    (
        "straight to court for a refusal",
        "可以直接向青溪区人民法院提起行政诉讼。",
        [FIRST],
        "department",
        "direct_litigation_for_refusal",
    ),
    (
        "court first",
        "可以提起行政诉讼，也可以申请行政复议。",
        [FIRST],
        "department",
        "litigation_or_reconsideration_for_refusal",
    ),
    (
        "upper department",
        "可以向本级人民政府或者上一级主管部门申请行政复议。",
        [CHOICE],
        "department",
        "upper_department",
    ),
    ("upper department of a tax office", "可以向上一级主管部门申请行政复议。", [CHOICE], "vertical", ""),
    ("complaint to the upper agency", "可以向上一级行政机关投诉、举报。", [CHOICE], "department", ""),
    (
        "2008 reply",
        "根据《条例》第二十一条第（三）项，该信息不存在。",
        [CHOICE],
        "department",
        "reply_article_2008",
    ),
    (
        "2008 parts",
        "依照政府信息公开条例第二十二条区分处理。",
        [CHOICE],
        "department",
        "separation_article_2008",
    ),
    (
        "2008 third party",
        "依照《条例》第二十三条征求意见。",
        [CHOICE],
        "department",
        "third_party_article_2008",
    ),
    ("2008 period", "依照《条例》第二十四条延长。", [CHOICE], "department", "period_article_2008"),
    ("2008 refusal", "依照《条例》第十四条第四款不予公开。", [FIRST], "department", "refusal_article_2008"),
    (
        "2008 remedies",
        "依照《条例》第三十三条申请行政复议。",
        [CHOICE],
        "department",
        "remedies_article_2008",
    ),
    ("today's period", "依照《条例》第三十三条第二款延长答复期限。", [CHOICE], "department", ""),
    ("special need", "与您生产、生活、科研等特殊需要无关。", [CHOICE], "department", "special_need_2008"),
    ("15 working days", "我局将在15个工作日内予以答复。", [CHOICE], "department", "reply_period_2008"),
    ("15 working days of a third party", "请于15个工作日内提出意见。", [CHOICE], "department", ""),
    (
        "old reconsideration law",
        "根据《行政复议法》第九条申请行政复议。",
        [CHOICE],
        "department",
        "reconsideration_law_before_2024",
    ),
    (
        "old litigation law",
        "根据《行政诉讼法》第三十九条起诉。",
        [CHOICE],
        "department",
        "litigation_law_before_2015",
    ),
]


@pytest.mark.parametrize(
    ("name", "text", "classes", "kind", "code"), SENTENCES, ids=[row[0] for row in SENTENCES]
)
def test_sentence(name, text, classes, kind, code):
    found = outdated_remedy_sentences(text, classes=classes, agency_kind=kind)
    assert {one.code for one in found} == ({code} if code else set())
    assert all(one.message and one.basis for one in found)


def _agency(kind):
    body = "青溪区人民政府或者青溪市司法局" if kind is AgencyKind.JUSTICE_DEPARTMENT else "青溪区人民政府"
    return AgencyRemedyFacts(kind.value, "甲局", "甲局", body, "青溪区人民法院", "https://x.example.cn")


OURS = [("secret",), ("provided",), ("partial",), ("secret", "provided")]


@pytest.mark.parametrize("kind", AgencyKind)
@pytest.mark.parametrize("outcomes", OURS, ids="+".join)
def test_our_own_paragraphs_are_never_outdated(kind, outcomes):
    items = [ItemRemedy(ordinal, outcome) for ordinal, outcome in enumerate(outcomes, 1)]
    paragraphs = remedy_paragraphs(items, _agency(kind), date(2026, 3, 2), served_online=True)
    text = "".join(one.text for one in paragraphs)
    classes = {one.remedy_class for one in paragraphs}
    assert outdated_remedy_sentences(text, classes=classes, agency_kind=kind) == ()


def test_the_paragraph_for_a_third_party_is_not_outdated():
    paragraph = third_party_paragraph(_agency(AgencyKind.DEPARTMENT), date(2026, 3, 2), served_online=False)
    found = outdated_remedy_sentences(paragraph.text, classes=[CHOICE], agency_kind=AgencyKind.DEPARTMENT)
    assert found == ()
