"""Checks of the remedy paragraphs: right class, body and court; nothing outdated; none where none belongs."""

from __future__ import annotations

from collections.abc import Iterator

from letters.catalogue import CATALOGUE
from letters.checks_items import is_reply
from letters.compose import AnsweredItem
from letters.fonts import printable
from letters.templatetags.letter_text import phrase
from letters.verdicts import (
    Check,
    Matter,
    Remark,
    fail,
    found,
    from_rule,
    known_bases,
    row_citations,
    texts_in,
    withheld_rows,
)
from requests_app.errors import RuleRefusal
from requests_app.rules.legal_basis import RECONSIDERATION_LAW, LegalBasis, regulation
from requests_app.rules.outdated_remedies import outdated_remedy_sentences
from requests_app.rules.remedies import (
    ItemRemedy,
    RemedyParagraph,
    check_bodies,
    remedy_class_of,
    remedy_paragraphs,
    rests_on_refusal_articles,
)
from requests_app.rules.remedy_words import remedy_sentences

_BODIES = LegalBasis(RECONSIDERATION_LAW, 24, 1, 1)
_CLASS = LegalBasis(RECONSIDERATION_LAW, 23, 1, 4)


def _answers(matter: Matter) -> bool:
    return matter.letter.is_reply and bool(matter.answered)


def _remedies(matter: Matter) -> list[ItemRemedy]:
    return [_remedy(item) for item in matter.printed.items if item.outcome]


def _remedy(item: AnsweredItem) -> ItemRemedy:
    rows = row_citations(withheld_rows(item))
    return ItemRemedy(item.ordinal, item.outcome, rests_on_refusal_articles(known_bases(item), rows))


def _online(matter: Matter) -> bool:
    return matter.letter.data.get("delivery") == "online"


def _bodies(matter: Matter) -> Iterator[Remark]:
    agency = matter.facts.agency
    for finding in check_bodies(agency, _online(matter)):
        yield from_rule(finding)
    yield found(agency.reconsideration_body)
    yield found(agency.court)


def _right_paragraphs(matter: Matter) -> tuple[RemedyParagraph, ...]:
    return remedy_paragraphs(_remedies(matter), matter.facts.agency, matter.on, _online(matter))


def _paragraphs(matter: Matter) -> Iterator[Remark]:
    """The printed letter holds exactly the paragraphs that the law asks for, and no other remedy sentence."""
    try:
        right = _right_paragraphs(matter)
    except RuleRefusal as refusal:
        yield fail(refusal.message, basis=refusal.basis)
        return
    lines = matter.text.splitlines()
    for paragraph in right:
        if paragraph.text in lines or matter.letter.context is None:
            yield found(f"{paragraph.remedy_class.label}：{paragraph.text}")
        else:
            bases = "、".join(basis.short() for basis in paragraph.bases)
            yield fail(f"答复书中没有应当告知的救济途径（{paragraph.remedy_class.label}）。", basis=bases)
    texts = {paragraph.text for paragraph in right}
    for line in lines:
        if line not in texts and line.startswith("如对"):
            yield fail("答复书告知的救济途径与答复情形、机关性质不符。", line)


def _outdated(matter: Matter) -> Iterator[Remark]:
    """What people wrote, not what they quote: the request is the applicant's own text."""
    classes = {remedy_class_of(one, matter.on) for one in _remedies(matter)}
    kind = matter.facts.agency.effective_kind
    for text in _free_texts(matter):
        for finding in outdated_remedy_sentences(text, classes=classes, agency_kind=kind):
            yield from_rule(finding)


def _free_texts(matter: Matter) -> Iterator[str]:
    """Every text a person wrote: reasons, facts, laws as typed, titles of attachments. Not the request itself."""
    for item in matter.printed.items:
        yield item.reason
        yield from texts_in(item.facts)
        yield from texts_in(item.citations)
    yield from texts_in(matter.letter.data.get("facts", {}))
    for attachment in matter.letter.data.get("attachments", []):
        yield str(attachment.get("name", ""))


def _remedy_in_words(matter: Matter) -> Iterator[Remark]:
    """The remedy comes from the rules alone: another one, right or wrong, contradicts the locked paragraph."""
    words = "救济途径由系统写明，理由、要素、依据和附件名称中不能另写。"
    told = [sentence for text in _free_texts(matter) for sentence in remedy_sentences(text)]
    for sentence in (*told, *_printed_beside(matter)):
        yield fail(words, sentence)


def _printed_beside(matter: Matter) -> Iterator[str]:
    """Remedies anywhere in the printed letter but in the paragraphs of the rules and in the quoted request."""
    try:
        right = {paragraph.text for paragraph in _right_paragraphs(matter)}
    except RuleRefusal:
        return  # reported by the check of the paragraphs
    for line in matter.text.splitlines():
        if line not in right:
            yield from remedy_sentences(_without_request(matter, line))


def _without_request(matter: Matter, text: str) -> str:
    """The words that are ours: the request is quoted as its applicant wrote it."""
    requests = {phrase(words) for item in matter.printed.items for words in (item.text, printable(item.text))}
    for request in sorted(requests, key=len, reverse=True):
        text = text.replace(request, "")
    return text


def _no_remedy(matter: Matter) -> Iterator[Remark]:
    for sentence in remedy_sentences(_without_request(matter, matter.text)):
        yield fail("程序性文书不单独引起复议、诉讼，不能告知救济途径。", sentence)


CHECKS = (
    Check("remedy_bodies", "复议机关和法院正确", _BODIES.short(), is_reply, _bodies, version=2),
    Check("remedy_paragraphs", "救济途径与答复情形相符", _CLASS.short(), _answers, _paragraphs, version=2),
    Check("remedy_only_once", "没有另写救济途径", _CLASS.short(), _answers, _remedy_in_words, version=2),
    Check("outdated_remedies", "没有过时的救济告知", _CLASS.short(), lambda matter: True, _outdated),
    Check(
        "no_remedy_on_procedure",
        "程序性文书不告知救济途径",
        regulation(51).short(),
        lambda matter: not is_reply(matter) and not CATALOGUE[matter.letter.kind].remedy,
        _no_remedy,
        version=2,
    ),
)
