"""The words of a letter that are put together in Python: history, citations, placeholders, remedies.

Templates lay out; what needs a decision (which sentence, which provision) is decided here, and every provision
and number of days comes from `requests_app.rules`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from letters.catalogue import letter_kind
from letters.context import HistoryEvent, Item, LetterContext
from letters.facts import Citation, Facts
from letters.fonts import printable
from letters.kinds import Format
from letters.sheet_clock import KIND as SHEET
from letters.sheet_clock import sheet_clock
from letters.templatetags.letter_text import no_government_information, zh_date
from requests_app.rules.clock_bases import CONSULTED_ANSWER_WITHIN, Regime, regime_named, regime_on
from requests_app.rules.legal_basis import LegalBasis, TypedCitation
from requests_app.rules.record_correction import RECORD_CORRECTION
from requests_app.rules.remedies import (
    AgencyRemedyFacts,
    ItemRemedy,
    refused_correction_paragraph,
    remedy_paragraphs,
    rests_on_refusal_articles,
    third_party_paragraph,
)
from requests_app.verification_codes import code_in, printed_code

NUMBER_PENDING = "（文号待定）"
DATE_PENDING = "（日期以签发为准）"
CHANNEL_WORDS = {
    "counter": "当面提交",
    "post": "邮寄",
    "letter": "信函",
    "web": "网上提交",
    "fax": "传真",
    "email": "电子邮件",
    "oral": "口头",
}
WITHOUT_EFFECT = {
    "after_the_end": "该事项发生在答复、撤回或者转出之后，不影响答复期限",
    "correction_notice_late": "该告知晚于规定的期限，答复期限不因此重新计算",
    "second_correction_notice": "该告知不是首次补正告知，答复期限不因此重新计算",
    "correction_restarts_nothing": "答复期限不因此重新计算",
    "fee_notice_late": "该通知晚于答复期限届满日，答复期限不因此重新计算",
    "fee_before_measures": "收费办法当时尚未施行，答复期限不因此重新计算",
    "second_fee_notice": "同一件申请只收费一次，答复期限不因此重新计算",
    "payment_restarts_nothing": "答复期限不因此重新计算",
    "extension_too_long": "延长的日数超过规定的最长日数，不发生延长的效力",
    "second_extension": "答复期限只能延长一次，该次延长不发生效力",
    "extension_without_due_date": "当时没有进行中的答复期限，不发生延长的效力",
    "extension_late": "该延长的批准、告知晚于原答复期限届满日，不发生延长的效力",
    "delayed_reply_late": "该告知晚于答复期限届满日，不发生延迟的效力",
    "second_delayed_reply": "此前已经告知延迟答复的期限，该次不发生延迟的效力",
    "delayed_reply_without_due_date": "当时没有进行中的答复期限，不发生延迟的效力",
    "delayed_reply_not_later": "该日不晚于答复期限届满日，不发生延迟的效力",
}
"""What a letter says of an act that moved nothing on the clock, by the code of `Derivation.without_effect`."""
_RESTARTS = {
    "correction_received": "，答复期限自该日起重新计算。",
    "fee_paid": "，答复期限自缴费次日起重新计算。",
}
_CONSULTED = {"third_party": "第三方", "co_maker": "共同制作机关", "other_agency": "有关行政机关"}
# Longest letterhead (in characters) of each size class of letter.css; all stay within the 170 mm of the line.
_MASTHEAD_SIZES = ((8, "mark-1"), (11, "mark-2"), (14, "mark-3"), (18, "mark-4"), (24, "mark-5"))
_MASTHEAD_SMALLEST = "mark-6"
LONGEST_LETTERHEAD = 36
# A name this long would stick out on the right when centred over a date that stands four characters in.
_LONG_NAME = 16


@dataclass(frozen=True)
class ItemView:
    """One item as the templates see it: `cited` is the finished list of provisions, `left_out` what a partial
    reply does not give."""

    ordinal: int
    item: Item
    cited: str
    clause: str
    left_out: str


@dataclass(frozen=True)
class RequestView:
    """One of the requests that a letter answers together, with its items."""

    number: str
    received_on: date
    channel: str
    items: tuple[ItemView, ...]


def citations_text(citations: Sequence[Citation]) -> str:
    """《…条例》第十四条、第三十六条第（三）项，《…法》第九条: each title once, in the order given."""
    parts: list[str] = []
    groups: dict[str, list[Citation]] = {}
    for citation in citations:
        title = citation.title if isinstance(citation, TypedCitation) else citation.instrument
        groups.setdefault(title, []).append(citation)
    for group in groups.values():
        first, *others = group
        parts.append("、".join([first.cite(), *(other.cite(with_instrument=False) for other in others)]))
    return "，".join(parts)


def history_sentences(context: LetterContext, you: str) -> list[str]:
    """What happened between receipt and this letter, one sentence an event, with dates.

    A consultation is told without naming who was consulted: the applicant must not learn a third party's
    identity from the letter.
    """
    law = regime_named(regime_on(context.law_day))
    return [_whose(event) + _event_sentence(event, law, you) + _effect(event) for event in context.history]


def _whose(event: HistoryEvent) -> str:
    """Of which request a step was, in a letter that answers several."""
    number = event.facts.get("request")
    return f"受理编号{number}的申请，" if number else ""


def _effect(event: HistoryEvent) -> str:
    """How a sentence about an act that can move the clock ends: "。" where it did, or why it did not."""
    if "without_effect" not in event.facts:
        return ""
    code = event.facts["without_effect"]
    if code is None:
        return _RESTARTS.get(event.type, "。")
    return f"；{WITHOUT_EFFECT[code]}。"


def _event_sentence(event: HistoryEvent, law: Regime, you: str) -> str:
    facts = event.facts
    match event.type:
        case "correction_notice":
            number = f"（{facts['number']}）" if facts["number"] else ""
            return (
                f"{zh_date(facts['on'])}，本机关依照{law.correction}的规定，书面告知{you}补正申请内容{number}"
            )
        case "correction_received":
            quoted = "（上文所引为补正后的申请内容）" if facts["changed"] else ""
            return f"{zh_date(facts['on'])}，本机关收到{you}提交的补正材料{quoted}"
        case "consultation":
            return _consultation(facts, law)
        case "extension":
            number = f"（{facts['number']}）" if facts["number"] else ""
            deputy = "（由其代理人代行职责）" if facts["granted_by"] == "deputy" else ""
            until = f"，延长后的期限届满日为{zh_date(facts['new_due'])}" if facts["new_due"] else ""
            return (
                f"{zh_date(facts['notified'])}，经本机关政府信息公开工作机构负责人{deputy}同意，本机关依照{law.reply}"
                f"的规定，告知{you}答复期限延长{facts['working_days']}个工作日{number}{until}"
            )
        case "delayed_reply":
            return (
                f"{zh_date(facts['notified'])}，本机关依照{law.delayed_reply}的规定，告知{you}延迟至"
                f"{zh_date(facts['until'])}答复"
            )
        case "fee_notice":
            number = f"（{facts['number']}）" if facts["number"] else ""
            amount = f"{facts['amount']}元" if facts["amount"] else ""
            return (
                f"{zh_date(facts['on'])}，本机关依照{law.fee}的规定，告知{you}缴纳信息处理费{amount}{number}"
            )
        case "fee_paid":
            return f"{zh_date(facts['on'])}，{you}缴纳了信息处理费"
        case "ordered":
            document = facts["document"] or "责令答复的决定"
            anew = "" if facts["unanswered"] else "重新"
            return f"{zh_date(facts['received'])}，本机关收到{document}，现依照该文书{anew}答复。"
        case "letter_withdrawn":
            return f"{zh_date(facts['on'])}，本机关收回{facts['number']}文书，该文书不再有效，以本文书为准。"
        case _:
            raise ValueError(f"no sentence for the event {event.type!r}")


def _consultation(facts: Any, law: Regime) -> str:
    basis = {"third_party": law.third_party, "co_maker": law.co_maker, "other_agency": law.other_agency}
    whom = _CONSULTED[facts["kind"]]
    answered = f"，于{zh_date(facts['answered'])}收到其意见" if facts["answered"] else ""
    return (
        f"{zh_date(facts['sent'])}，本机关依照{basis[facts['kind']]}的规定，书面征求{whom}意见{answered}。"
        f"依照{law.excluded}的规定，征求意见所需时间不计算在答复期限内。"
    )


def remedy_texts(context: LetterContext, law_on: date | None = None) -> list[str]:
    """The remedy paragraphs, one for each class; none in letters that are not challengeable by themselves.

    `law_on`: the day whose law counts where the letter has no date yet.
    """
    if not letter_kind(context.kind).remedy:
        return []
    agency = context.agency
    facts = AgencyRemedyFacts(
        kind=agency.kind,
        name=agency.name,
        legal_respondent=agency.legal_respondent or agency.name,
        reconsideration_body=agency.reconsideration_body,
        court=agency.court,
        online_reconsideration_url=agency.online_reconsideration_url,
    )
    # A draft has no date yet; the law of its due date stands in until it is issued.
    on = context.issued_on or law_on or context.due_on or context.law_day
    if letter_kind(context.kind).to_others:
        return [third_party_paragraph(facts, on, served_online=False).text]
    if not letter_kind(context.kind).is_reply:
        return [refused_correction_paragraph(facts, on, served_online=False).text]
    items = [item_remedy(ordinal, item) for ordinal, item in enumerate(context.items, 1)]
    paragraphs = remedy_paragraphs(items, facts, on, served_online=context.delivery == "online")
    return [paragraph.text for paragraph in paragraphs]


def masthead(context: LetterContext) -> str:
    """The red words at the head: a document adds 文件 to the agency's name (GB/T 9704-2012, 7.2.4), a letter does not
    (10.1)."""
    name = context.agency.letterhead
    return f"{name.removesuffix('文件')}文件" if context.format is Format.DOCUMENT else name


def masthead_class(letterhead: str) -> str:
    """The size class under which this letterhead fits on one line."""
    sizes = (name for longest, name in _MASTHEAD_SIZES if len(letterhead) <= longest)
    return next(sizes, _MASTHEAD_SMALLEST)


def letter_view(context: LetterContext, law_on: date | None = None) -> dict[str, Any]:
    """The names a letter template may use; nothing else reaches it. `law_on` as in `remedy_texts`."""
    kind = letter_kind(context.kind)
    context = _legible(context)
    you = "您" if kind.of_a_case and context.recipient.is_person else "贵单位"
    views = [
        ItemView(
            ordinal,
            item,
            citations_text(item.citations),
            f"letters/clauses/{item.outcome}.html",
            left_out_words(item),
        )
        for ordinal, item in enumerate(context.items, 1)
    ]
    return {
        "letter": context,
        "kind": kind,
        "facts": context.facts,
        "you": you,
        "channel": CHANNEL_WORDS[context.channel] if context.channel else "",
        "answer_within": CONSULTED_ANSWER_WITHIN,
        "law": regime_named(regime_on(context.law_day)),
        "record_law": RECORD_CORRECTION.cite(),
        "items": views,
        "single": len(views) == 1,
        "requests": _requests(context, views),
        "several": len(context.facts.get("points") or ()) > 1,
        "history": history_sentences(context, you),
        "remedies": remedy_texts(context, law_on),
        "number": context.number or NUMBER_PENDING,
        "verification_code": printed_code(code_in(context.verification or "")),
        "issued_on": _date_or_pending(context.issued_on),
        "clause": f"letters/clauses/{kind.clause}.html",
        "as_document": context.format is Format.DOCUMENT,
        "masthead": masthead(context),
        "masthead_class": masthead_class(masthead(context)),
        "clock": sheet_clock(context.facts) if kind.key == SHEET else None,
        "long_name": len(context.agency.name) > _LONG_NAME,
        "pages_total": sum(attachment.pages for attachment in context.attachments),
    }


def _requests(context: LetterContext, views: Sequence[ItemView]) -> list[RequestView]:
    """The requests that the letter answers together; none where it answers one."""
    return [
        RequestView(
            row["number"],
            row["received_on"],
            CHANNEL_WORDS[row["channel"]],
            tuple(view for view in views if view.item.request == row["number"]),
        )
        for row in context.facts.get("joined") or ()
    ]


def _legible(context: LetterContext) -> LetterContext:
    """The context with the applicant's own words as the fonts can print them: an application is answered whatever
    was pasted into it, and a person whatever the name."""
    items = tuple(replace(item, text=printable(item.text)) for item in context.items)
    context = replace(context, items=items)
    if context.applicant is not None:
        applicant = replace(context.applicant, name=printable(context.applicant.name))
        return replace(context, applicant=applicant)
    if context.addressee is not None:
        return replace(context, addressee=replace(context.addressee, name=printable(context.addressee.name)))
    return context


def _date_or_pending(day: date | None) -> str:
    return zh_date(day) if day else DATE_PENDING


def item_remedy(ordinal: int, item: Item) -> ItemRemedy:
    """What the remedy rules need to know of one item; its outcome must be set."""
    known = [citation for citation in item.citations if isinstance(citation, LegalBasis)]
    rows = [row["basis"] for row in withheld_parts(item)]
    return ItemRemedy(ordinal, item.outcome or "", rests_on_refusal_articles(known, rows))


def withheld_parts(item: Item) -> tuple[Facts, ...]:
    """The parts an item keeps back (Art. 37); none of any other outcome."""
    return tuple(item.facts["withheld"]) if item.outcome == "partial" else ()


def left_out_words(item: Item) -> str:
    """What the item holds that is not given, in the words of Art. 37: either kind, or both."""
    kinds = {no_government_information(row["basis"]) for row in withheld_parts(item)}
    words = {False: "不应当公开的内容", True: "不属于政府信息的内容"}
    return "和".join(words[kind] for kind in sorted(kinds))
