"""Sentences that letters copied from older models still carry, with the reason why each is wrong today."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from requests_app.rules.citation_check import Finding
from requests_app.rules.legal_basis import LITIGATION_LAW, RECONSIDERATION_LAW, LegalBasis, regulation
from requests_app.rules.remedy_bodies import AgencyKind
from requests_app.rules.remedy_class import RemedyClass


@dataclass(frozen=True)
class OutdatedSentence:
    """One pattern: `code`, regular expression over one sentence, why it is wrong, the provision in force.

    `about`: the sentence must also contain one of these words (empty: any sentence).
    """

    code: str
    pattern: re.Pattern[str]
    because: str
    basis: LegalBasis
    about: tuple[str, ...] = ()


_REMEDY_WORDS = ("复议", "诉讼", "起诉")
_REGULATION = r"(?:政府信息公开)?条例》?(?:（[^）]*）)?的?"

ALWAYS_WRONG: tuple[OutdatedSentence, ...] = (
    OutdatedSentence(
        "litigation_three_months",
        re.compile(r"(?:三|3)\s*个?月(?:之)?内"),
        "直接提起行政诉讼的期限是六个月，三个月是2015年5月1日以前的规定。",
        LegalBasis(LITIGATION_LAW, 46, 1),
        ("诉讼", "起诉", "法院"),
    ),
    OutdatedSentence(
        "reconsideration_period_wrong",
        re.compile(
            r"(?<![\d〇零一二三四五六七八九十百])(?!(?:六十|60)\s*(?:个?自然)?日)"
            r"[\d〇零一二三四五六七八九十百]+\s*(?:个?(?:工作|自然)?日|天|个月)(?:之)?内[^。；，]{0,6}"
            r"[，]?[^。；，]{0,40}申请(?:行政)?复议"
        ),
        "申请行政复议的期限是六十日。",
        LegalBasis(RECONSIDERATION_LAW, 20, 1),
    ),
    OutdatedSentence(
        "reconsideration_law_before_2024",
        re.compile(r"行政复议法》?(?:的)?第(?:九|9|十二|12|十三|13|十四|14|十五|15|三十|30)条"),
        "这是2024年1月1日以前行政复议法的条文序号，不能用于救济告知。",
        LegalBasis(RECONSIDERATION_LAW, 20, 1),
    ),
    OutdatedSentence(
        "litigation_law_before_2015",
        re.compile(r"行政诉讼法》?(?:的)?第(?:三十七|37|三十八|38|三十九|39)条"),
        "这是2015年5月1日以前行政诉讼法的条文序号，不能用于救济告知。",
        LegalBasis(LITIGATION_LAW, 46, 1),
    ),
    OutdatedSentence(
        "remedies_article_2008",
        re.compile(_REGULATION + r"第(?:三十三|33)条"),
        "2008年条例第三十三条规定的救济，现行条例规定在第五十一条。",
        regulation(51),
        _REMEDY_WORDS,
    ),
    OutdatedSentence(
        "reply_article_2008",
        re.compile(_REGULATION + r"第(?:二十一|21)条(?:第?[（(](?:一|二|三|四|[1-4])[）)]项?)?"),
        "2008年条例第二十一条的答复情形，现行条例规定在第三十六条。",
        regulation(36),
    ),
    OutdatedSentence(
        "separation_article_2008",
        re.compile(_REGULATION + r"第(?:二十二|22)条"),
        "2008年条例第二十二条的区分处理，现行条例规定在第三十七条。",
        regulation(37),
    ),
    OutdatedSentence(
        "third_party_article_2008",
        re.compile(_REGULATION + r"第(?:二十三|23)条"),
        "2008年条例第二十三条的征求第三方意见，现行条例规定在第三十二条。",
        regulation(32),
    ),
    OutdatedSentence(
        "period_article_2008",
        re.compile(_REGULATION + r"第(?:二十四|24)条"),
        "2008年条例第二十四条的答复期限，现行条例规定在第三十三条。",
        regulation(33, 2),
    ),
    OutdatedSentence(
        "refusal_article_2008",
        re.compile(_REGULATION + r"第(?:十四|14)条第(?:一|二|三|四|[1-4])款"),
        "现行条例第十四条不分款；2008年条例第十四条第四款的内容，现行条例规定在第十四条、第十五条。",
        regulation(14),
    ),
    OutdatedSentence(
        "special_need_2008",
        re.compile(r"生产、?生活、?科研等?(?:的)?特殊需要"),
        "现行条例不再要求申请与自身生产、生活、科研等特殊需要有关。",
        regulation(27),
    ),
    OutdatedSentence(
        "reply_period_2008",
        re.compile(r"(?:十五|15)\s*个?工作日内[^。；，]{0,8}(?:答复|予以答复)"),
        "答复期限是二十个工作日，十五个工作日是2019年5月15日以前的规定。",
        regulation(33, 2),
    ),
)

CHOICE_FOR_REFUSAL: tuple[OutdatedSentence, ...] = (
    OutdatedSentence(
        "choice_for_refusal",
        re.compile(r"复议[，、；]?(?:或者|或|也可以|亦可)(?:(?!复议)[^。])*?(?:诉讼|起诉)"),
        "不予公开的，应当先申请行政复议，不能告知可以复议或者诉讼。",
        LegalBasis(RECONSIDERATION_LAW, 23, 1, 4),
    ),
    OutdatedSentence(
        "direct_litigation_for_refusal",
        re.compile(r"直接(?:依法)?(?:向[^。；]*法院)?(?:提起)?(?:行政)?(?:诉讼|起诉)"),
        "不予公开的，应当先申请行政复议，不能直接提起行政诉讼。",
        LegalBasis(RECONSIDERATION_LAW, 23, 1, 4),
    ),
    OutdatedSentence(
        "litigation_or_reconsideration_for_refusal",
        re.compile(r"(?:诉讼|起诉)[，、；]?(?:或者|或|也可以|亦可)[^。；]*复议"),
        "不予公开的，应当先申请行政复议，不能告知可以诉讼或者复议。",
        LegalBasis(RECONSIDERATION_LAW, 23, 1, 4),
    ),
)

UPPER_DEPARTMENT = OutdatedSentence(
    "upper_department",
    re.compile(r"(?:上一级|上级)(?:主管|行政主管|业务主管)?(?:部门|机关|行政机关)"),
    "除垂直领导、税务、国家安全机关和司法行政部门外，不能选择向上一级主管部门申请行政复议。",
    LegalBasis(RECONSIDERATION_LAW, 24, 1, 1),
    ("复议",),
)

_UPPER_DEPARTMENT_DECIDES = frozenset({AgencyKind.VERTICAL, AgencyKind.JUSTICE_DEPARTMENT})


def outdated_remedy_sentences(
    text: str, *, classes: Collection[RemedyClass], agency_kind: str
) -> tuple[Finding, ...]:
    """Wrong sentences in a letter's text; empty if none.

    classes: the remedy classes of the letter's items. The choice of reconsideration or court is wrong only
    where no item of the letter has it. Each sentence found is quoted in the message.
    """
    patterns = list(ALWAYS_WRONG)
    if RemedyClass.RECONSIDERATION_FIRST in classes and RemedyClass.CHOICE not in classes:
        patterns.extend(CHOICE_FOR_REFUSAL)
    if agency_kind not in _UPPER_DEPARTMENT_DECIDES:
        patterns.append(UPPER_DEPARTMENT)
    findings = []
    for sentence in re.split(r"(?<=[。\n])", text):
        for one in patterns:
            if one.about and not any(word in sentence for word in one.about):
                continue
            found = one.pattern.search(sentence)
            if found:
                message = f"“{found.group()}”：{one.because}"
                findings.append(Finding(one.code, message, one.basis.short()))
    return tuple(findings)
