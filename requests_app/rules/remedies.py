"""The remedy paragraphs of a letter: one per remedy class, each naming the items it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import (
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    REGULATION,
    LegalBasis,
    TypedCitation,
    regulation,
)
from requests_app.rules.numerals import chinese_numeral
from requests_app.rules.outcomes import ARTICLES_OF_REFUSAL, OUTCOMES
from requests_app.rules.remedy_bodies import (
    FINAL_RULING,
    AgencyKind,
    AgencyRemedyFacts,
    body_rule,
    check_bodies,
    court_rule,
)
from requests_app.rules.remedy_class import (
    RECONSIDERATION_FIRST_FROM,
    RemedyClass,
    class_bases,
    class_on,
)

__all__ = [
    "AgencyKind",
    "AgencyRemedyFacts",
    "ItemRemedy",
    "RemedyClass",
    "RemedyParagraph",
    "check_bodies",
    "refused_correction_paragraph",
    "remedy_class_of",
    "remedy_paragraphs",
    "rests_on_refusal_articles",
    "third_party_paragraph",
]

RECONSIDERATION_DAYS = 60
LITIGATION_MONTHS = 6
LITIGATION_DAYS_AFTER_DECISION = 15
NO_LONGER_HANDLED = frozenset({"not_corrected", "not_paid"})
"""Outcomes told by a 不再处理告知书, which is no reply: nothing in it is called one."""

RECONSIDERATION_PERIOD = LegalBasis(RECONSIDERATION_LAW, 20, 1)
ONLINE_CHANNEL = LegalBasis(RECONSIDERATION_LAW, 22, 2)
RECONSIDERATION_FIRST = LegalBasis(RECONSIDERATION_LAW, 23, 1, 4)
REFUSED_RECONSIDERATION = LegalBasis(RECONSIDERATION_LAW, 34)
LITIGATION_AFTER_DECISION = LegalBasis(LITIGATION_LAW, 45)
COURT_AFTER_DECISION = LegalBasis(LITIGATION_LAW, 18, 1)
DEFENDANT_AFTER_DECISION = LegalBasis(LITIGATION_LAW, 26, 2)
LITIGATION_PERIOD = LegalBasis(LITIGATION_LAW, 46, 1)


@dataclass(frozen=True)
class ItemRemedy:
    """One item of the reply: its ordinal (from 1) and its outcome key.

    `rests_on_14_16`: whether what is withheld rests on Art. 14, 15 or 16. It is asked only for `partial`; the
    other outcomes answer it by themselves.
    """

    ordinal: int
    outcome: str
    rests_on_14_16: bool = True


@dataclass(frozen=True)
class RemedyParagraph:
    """One finished paragraph: class, ordinals of its items, Chinese text, the provisions it rests on."""

    remedy_class: RemedyClass
    ordinals: tuple[int, ...]
    text: str
    bases: tuple[LegalBasis, ...]


def rests_on_refusal_articles(
    citations: Sequence[LegalBasis], rows: Sequence[LegalBasis | TypedCitation] = ()
) -> bool:
    """Whether what is withheld rests on Art. 14, 15 or 16: then it opens reconsideration first.

    `rows`: what each part of an item kept back rests on. Only what is no government information (Art. 2) is not
    withheld; whatever law else a part rests on is applied through Art. 14.
    """
    articles = {basis.article for basis in ARTICLES_OF_REFUSAL}
    if any(one.instrument == REGULATION and one.article in articles for one in citations):
        return True
    nothing = regulation(2)
    return not all(isinstance(one, LegalBasis) and one.within(nothing) for one in rows)


def remedy_class_of(item: ItemRemedy, on: date) -> RemedyClass:
    """The remedy class of one item in a letter of this day."""
    outcome = OUTCOMES[item.outcome]
    if outcome.parted and not item.rests_on_14_16:
        return RemedyClass.CHOICE
    return class_on(outcome.remedy_class, on)


def remedy_paragraphs(
    items: Sequence[ItemRemedy], agency: AgencyRemedyFacts, on: date, served_online: bool
) -> tuple[RemedyParagraph, ...]:
    """The paragraphs for a letter of the day `on`: reconsideration-first before choice, none for a withdrawal.

    Items are named only where the letter has several classes. Raises RuleRefusal for a day before
    2024-01-01: letters of that time are imported, never written, and their law is not held here. Wrong or
    missing names of bodies are found by `check_bodies`, so that a draft can be seen before they are mended.
    """
    if on < RECONSIDERATION_FIRST_FROM:
        raise RuleRefusal(
            "remedy_law_not_held",
            "2024年1月1日以前的文书适用修订前的行政复议法，本系统不为其生成救济告知。",
            RECONSIDERATION_PERIOD.cite(),
        )
    by_class: dict[RemedyClass, list[int]] = {}
    for item in items:
        by_class.setdefault(remedy_class_of(item, on), []).append(item.ordinal)
    paragraphs = []
    for remedy_class in (RemedyClass.RECONSIDERATION_FIRST, RemedyClass.CHOICE):
        ordinals = tuple(by_class.get(remedy_class, ()))
        if ordinals:
            parted = {item.ordinal for item in items if OUTCOMES[item.outcome].parted}
            named = parted if remedy_class is RemedyClass.RECONSIDERATION_FIRST else set()
            what = _name_items(ordinals, named, all_alike=len(by_class) == 1)
            if all(item.outcome in NO_LONGER_HANDLED for item in items):
                # That letter is a 告知书 and answers nothing.
                what = "本告知"
            paragraphs.append(_paragraph(remedy_class, ordinals, what, agency, on, served_online))
    return tuple(paragraphs)


def third_party_paragraph(agency: AgencyRemedyFacts, on: date, served_online: bool) -> RemedyParagraph:
    """For the letter telling a third party of a disclosure against its will (Art. 32): always the choice."""
    return _paragraph(RemedyClass.CHOICE, (), "本机关公开上述政府信息的决定", agency, on, served_online)


def refused_correction_paragraph(agency: AgencyRemedyFacts, on: date, served_online: bool) -> RemedyParagraph:
    """For the letter by which an agency declines to correct a record (Art. 41): nothing is withheld under Art. 14, 15
    or 16, so it is the choice."""
    what = "本机关对更正申请的上述处理"
    return _paragraph(RemedyClass.CHOICE, (), what, agency, on, served_online)


def _name_items(ordinals: tuple[int, ...], parted: set[int], all_alike: bool) -> str:
    """What the paragraph is about. Of a parted item (Art. 37) only the part kept back: the rest was given."""
    if all_alike and not parted.intersection(ordinals):
        return "本答复"
    if all_alike and parted.issuperset(ordinals):
        return "本答复不予公开的部分"
    names = (
        f"第{chinese_numeral(ordinal)}项{'不予公开的部分' if ordinal in parted else ''}"
        for ordinal in ordinals
    )
    return f"本答复{'、'.join(names)}"


def _paragraph(
    remedy_class: RemedyClass,
    ordinals: tuple[int, ...],
    what: str,
    agency: AgencyRemedyFacts,
    on: date,
    served_online: bool,
) -> RemedyParagraph:
    first = remedy_class is RemedyClass.RECONSIDERATION_FIRST
    text, bases = _reconsideration_first(what, agency) if first else _choice(what, agency)
    rule = body_rule(agency)
    bases += (*class_bases(remedy_class, on), rule.basis, court_rule(agency).basis)
    if rule.final_ruling_possible:
        text += _final_ruling(first)
        bases += (FINAL_RULING,)
    if served_online and agency.online_reconsideration_url:
        text += f"行政复议申请书可以通过互联网渠道提交：{agency.online_reconsideration_url}。"
        bases += (ONLINE_CHANNEL,)
    return RemedyParagraph(remedy_class, ordinals, text, tuple(dict.fromkeys(bases)))


def _days(number: int) -> str:
    return f"{chinese_numeral(number)}日"


def _reconsideration_first(what: str, agency: AgencyRemedyFacts) -> tuple[str, tuple[LegalBasis, ...]]:
    """No court is named: who is sued, and so which court decides, follows from the decision still to come."""
    after = _days(LITIGATION_DAYS_AFTER_DECISION)
    text = (
        f"如对{what}不服，应当依照{RECONSIDERATION_FIRST.cite()}的规定，自知道或者应当知道该行政行为之日起"
        f"{_days(RECONSIDERATION_DAYS)}内，先向{agency.reconsideration_body}申请行政复议；对行政复议决定不服的，可以依照"
        f"{LITIGATION_AFTER_DECISION.cite()}的规定，自收到行政复议决定书之日起{after}内向有管辖权的人民法院提起行政诉讼。"
        f"行政复议机关决定不予受理、驳回申请或者受理后超过行政复议期限不作答复的，可以依照"
        f"{REFUSED_RECONSIDERATION.cite()}的规定，自收到决定书之日起或者行政复议期限届满之日起{after}内，"
        f"依法向人民法院提起行政诉讼。"
    )
    return text, (
        RECONSIDERATION_FIRST,
        RECONSIDERATION_PERIOD,
        LITIGATION_AFTER_DECISION,
        COURT_AFTER_DECISION,
        DEFENDANT_AFTER_DECISION,
        REFUSED_RECONSIDERATION,
    )


def _choice(what: str, agency: AgencyRemedyFacts) -> tuple[str, tuple[LegalBasis, ...]]:
    text = (
        f"如对{what}不服，可以依照{RECONSIDERATION_PERIOD.cite()}的规定，自知道或者应当知道该行政行为之日起"
        f"{_days(RECONSIDERATION_DAYS)}内向{agency.reconsideration_body}申请行政复议；也可以依照{LITIGATION_PERIOD.cite()}的规定，"
        f"自知道或者应当知道作出行政行为之日起{chinese_numeral(LITIGATION_MONTHS)}个月内直接向{agency.court}"
        f"提起行政诉讼。"
    )
    return text, (RECONSIDERATION_PERIOD, LITIGATION_PERIOD)


def _final_ruling(first: bool) -> str:
    if first:
        lead = "对行政复议决定不服的，除提起行政诉讼外，"
    else:
        lead = "申请行政复议后对行政复议决定不服的，可以提起行政诉讼，"
    return f"{lead}也可以依照{FINAL_RULING.cite()}的规定向国务院申请裁决，该裁决为最终裁决。"
