"""Letters whose finding under Art. 2, 38, 39 or practice the file or the request does not bear out."""

from __future__ import annotations

from datetime import date

from tests.letters.bench import Bench
from tests.letters.spoils import ASK, Break, before_this_system, cite, facts, first, item, know


def asks_for_a_paper(b: Bench) -> None:
    """A complaint that asks for a decision by its number: a request all the same."""
    text = "请公开对东湖路27号违法建设作出的清规罚〔2025〕31号处罚决定书"
    b.item.update(text=text)
    b.know(requests=(text,))


BROKEN_SCOPES = [
    Break(
        "existing_holdings",
        "nothing is held: it does not exist",
        "reply_needs_processing",
        facts(holdings="本机关没有相关统计"),
    ),
    Break(
        "existing_holdings",
        "what would have to be done is not said",
        "reply_needs_processing",
        facts(work=""),
        also={"elements_complete"},
    ),
    Break(
        "separation_considered",
        "perhaps it need only be separated",
        "reply_needs_processing",
        facts(separation_considered=""),
    ),
    Break("petition_channel", "no channel is told", "reply_petition", facts(channel=""), ASK),
    Break("petition_channel", "an activity the law does not know", "reply_petition", facts(activity="咨询")),
    Break(
        "petition_no_request",
        "a decision is asked for by its number",
        "reply_petition",
        asks_for_a_paper,
        ASK,
    ),
    Break(
        "citations_fit",
        "the other 款 of Art. 39",
        "reply_petition",
        item(citations=[cite(39, 2)]),
    ),
    Break("publication_route", "nowhere to go", "reply_publication", facts(route="请自行查找"), ASK),
    Break(
        "publication_route", "no way at all", "reply_publication", facts(route=""), also={"elements_complete"}
    ),
    Break("earlier_provision", "it never reached him", "reply_reissue", first(served_on=None)),
    Break("earlier_provision", "nothing was given then", "reply_reissue", first(gave=False)),
    Break("earlier_provision", "given to somebody else", "reply_reissue", first(same_applicant=False)),
    Break("earlier_provision", "unknown here, no proof in the file", "reply_reissue", know(first_replies={})),
    Break("earlier_provision", "unknown here, proof in the file", "reply_reissue", before_this_system, ASK),
    Break(
        "earlier_provision",
        "served only after this application came in",
        "reply_reissue",
        lambda b: (first(served_on=date(2026, 9, 28))(b), facts(first_served="2026-09-28")(b)),
    ),
    Break(
        "not_government_reason",
        "no element of Art. 2",
        "reply_not_government_information",
        facts(lacks="不便提供"),
    ),
    Break(
        "not_government_reason",
        "a reason of one word",
        "reply_not_government_information",
        item(reason="咨询"),
    ),
    Break(
        "archives_transfer", "the agency's own archive room", "reply_archives", facts(archive="本机关档案室")
    ),
    Break(
        "archives_transfer", "to be handed over later", "reply_archives", facts(transferred_on="2026-12-01")
    ),
    Break(
        "archives_transfer",
        "handed over after the application came",
        "reply_archives",
        facts(transferred_on="2026-10-09"),
        ASK,
    ),
    Break("archives_transfer", "no record of it in the file", "reply_archives", know(evidence=()), ASK),
    Break(
        "citations_fit",
        "no law of archives",
        "reply_archives",
        item(citations=[]),
        also={"elements_complete"},
    ),
    Break(
        "party_organ",
        "an agency made it",
        "reply_party_information",
        facts(organ="清溪市人民政府办公室"),
        ASK,
    ),
    Break(
        "party_organ",
        "perhaps made together with an agency",
        "reply_party_information",
        facts(joint_issue_checked=""),
        ASK,
    ),
]
