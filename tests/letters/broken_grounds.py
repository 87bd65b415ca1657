"""Letters that withhold, or give, on a ground the file does not bear out."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.letters.bench import Bench, Spoil
from tests.letters.spoils import ASK, Break, cite, facts, first, item, know

STATISTICS_LAW = {"instrument": "中华人民共和国统计法", "article": "第二十八条"}
LOCAL_REGULATION = {"instrument": "某省统计条例", "article": "第九条"}
SECRECY_REVIEW = {"instrument": "保守国家秘密法", "article": 35}


def on_15(b: Bench) -> None:
    """A part is kept back for a third party."""
    row(cite(15))(b)


def given_by_consent(b: Bench) -> None:
    b.item.update(citations=[cite(36, item=2), cite(15)], reason="第三方同意公开")


def row(basis: dict[str, Any], *more: dict[str, Any], **facts: Any) -> Spoil:
    """The second part kept back rests on this; `more` is cited for the item too."""

    def spoil(b: Bench) -> None:
        b.item["facts"]["withheld"][1]["basis"] = basis
        b.item["facts"].update(facts)
        b.item["citations"] = [*b.item["citations"], *more]

    return spoil


def only_no_information_but_typed(b: Bench) -> None:
    """What the reviewer found: refused by a local regulation, dressed as no government information."""
    b.item["citations"] = [cite(36, item=2), cite(36, item=3), cite(37), cite(2)]
    b.item["facts"]["withheld"] = [{"place": "第3页", "basis": LOCAL_REGULATION, "reason": "属于统计资料"}]


BROKEN_GROUNDS = [
    Break(
        "withheld_parts",
        "a law is named without Art. 14",
        "reply_partial",
        row(STATISTICS_LAW),
    ),
    Break(
        "withheld_parts",
        "a local regulation beside Art. 2",
        "reply_partial",
        only_no_information_but_typed,
        also={"parts_on_article_14"},
    ),
    Break("parts_on_article_14", "Art. 14 and nothing behind it", "reply_partial", row(cite(14))),
    Break(
        "parts_on_article_14",
        "a local regulation with Art. 14",
        "reply_partial",
        row(LOCAL_REGULATION, cite(14)),
    ),
    Break(
        "classification",
        "a secret part without its classification",
        "reply_partial",
        row(cite(14), {"instrument": "保守国家秘密法", "article": 14}),
    ),
    Break(
        "competent_judgement",
        "a dangerous part, judged by nobody",
        "reply_partial",
        row(cite(14), danger="公共安全"),
    ),
    Break("classification", "no authority named", "reply_secret", facts(classified_by="")),
    Break("classification", "the letter says another level", "reply_secret", facts(level="机密")),
    Break("classification", "no such level", "reply_secret", facts(level="内部", classified_level="内部")),
    Break("classification", "classified after the reply", "reply_secret", facts(classified_on="2026-12-01")),
    Break("classification", "the term is over", "reply_secret", facts(classified_term="至2025年5月6日")),
    Break("classification", "no end can be reckoned", "reply_secret", facts(classified_term="长期"), ASK),
    Break(
        "classification", "longer than the level lasts", "reply_secret", facts(classified_term="20年"), ASK
    ),
    Break(
        "citations_fit",
        "the duty to review is no ground",
        "reply_secret",
        lambda b: b.item["citations"].append(SECRECY_REVIEW),
    ),
    Break(
        "citations_fit",
        "a local regulation forbids nothing",
        "reply_forbidden",
        item(citations=[cite(14), cite(36, item=3), LOCAL_REGULATION]),
    ),
    Break(
        "citations_fit",
        "the Litigation Law forbids nothing",
        "reply_forbidden",
        item(citations=[cite(14), cite(36, item=3), {"instrument": "行政诉讼法", "article": 14}]),
    ),
    Break(
        "competent_judgement", "the judgement is not in the file", "reply_security", know(evidence=()), ASK
    ),
    Break("competent_judgement", "a danger the law does not know", "reply_security", facts(danger="形象")),
    Break("competent_judgement", "judged after the reply", "reply_security", facts(judged_on="2026-12-01")),
    Break("third_party_consulted", "a part kept back for a third party", "reply_partial", on_15),
    Break("third_party_consulted", "given by a consent nobody asked for", "reply_provided", given_by_consent),
    Break(
        "third_party_consulted",
        "a consent told without its article",
        "reply_provided",
        item(reason="已征得相关权利人同意"),
    ),
    Break(
        "disclosure_duty",
        "nobody looked whether disclosure is required",
        "reply_process",
        facts(disclosure_duty_checked=""),
        ASK,
    ),
    Break(
        "disclosure_duty",
        "nor for the part kept back",
        "reply_partial",
        facts(disclosure_duty_checked=""),
        ASK,
    ),
    Break(
        "same_information",
        "the first reply was about another year",
        "reply_repeated",
        first(requests=("清溪市东湖片区控制性详细规划（2021年修订）",)),
        ASK,
    ),
    Break(
        "first_reply_served",
        "served only after this application came in",
        "reply_repeated",
        lambda b: (first(served_on=date(2026, 9, 28))(b), facts(first_served="2026-09-28")(b)),
    ),
]
