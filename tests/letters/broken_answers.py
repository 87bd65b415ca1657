"""Letters whose answer or evidence is broken in one thing."""

from __future__ import annotations

from datetime import date

from letters.case_facts import SearchFact, Stage
from tests.letters.spoils import (
    ASK,
    Break,
    before_this_system,
    cite,
    facts,
    first,
    item,
    know,
    search,
)

BROKEN_ANSWERS = [
    Break(
        "items_answered",
        "one item is missing",
        "reply_mixed",
        lambda b: b.items.pop(),
        also={"request_quoted"},
    ),
    Break(
        "items_answered",
        "an item has no outcome",
        "reply_mixed",
        lambda b: b.items[1].update(outcome=""),
        also={"elements_complete"},
    ),
    Break(
        "letter_exists",
        "an outcome without a letter",
        "reply_process",
        item(outcome="no_reply", citations=[cite(33, 2)]),
        also={"elements_complete"},
    ),
    Break(
        "request_quoted", "the request is shortened", "reply_provided", item(text="东湖路道路拓宽项目许可证")
    ),
    Break(
        "elements_complete", "the form is not named", "reply_provided", lambda b: b.item["facts"].pop("form")
    ),
    Break(
        "citations_exist",
        "Art. 16 has no third 款",
        "reply_process",
        item(citations=[cite(16, 2), cite(36, item=3), cite(16, 3)]),
        also={"elements_complete"},
    ),
    Break(
        "citations_fit",
        "Art. 14 for process information",
        "reply_process",
        item(citations=[cite(14), cite(16, 2), cite(36, item=3)]),
    ),
    Break(
        "citations_fit",
        "Art. 16 without its 款",
        "reply_internal",
        item(citations=[cite(16), cite(36, item=3)]),
    ),
    Break(
        "citations_fit",
        "no law that forbids is named",
        "reply_forbidden",
        item(citations=[cite(14), cite(36, item=3)]),
    ),
    Break("citations_explained", "an instrument outside the table", "reply_forbidden", know(reasons={}), ASK),
    Break(
        "citations_explained",
        "a departmental rule where a statute is needed",
        "reply_forbidden",
        lambda b: (
            b.item.update(
                citations=[
                    cite(14),
                    cite(36, item=3),
                    {"instrument": "某某资料管理办法", "article": "第三条"},
                ]
            ),
            b.know(reasons={}),
        ),
        ASK,
    ),
    Break("reason_given", "no reason", "reply_not_ours", item(reason="  "), also={"elements_complete"}),
    Break(
        "discretion_reason",
        "the reason repeats the statute",
        "reply_process",
        item(reason="您申请公开的信息属于过程性信息，依法不予公开。"),
    ),
    Break(
        "discretion_reason",
        "the reason names no consequence",
        "reply_internal",
        item(reason="这张表是办公室在去年三月编排的，供值班的同事查看，每月更换一次。"),
        ASK,
    ),
    Break(
        "discretion_reason",
        "a withheld part with a boilerplate reason",
        "reply_partial",
        lambda b: b.item["facts"]["withheld"][0].update(reason="属于过程性信息"),
    ),
    Break("separation_considered", "not considered", "reply_secret", facts(separation_considered="")),
    # Without its parts the item rests on none of Art. 14 to 16, so its citations fall with them.
    Break(
        "withheld_parts",
        "no part is listed",
        "reply_partial",
        facts(withheld=[]),
        also={"elements_complete", "citations_fit"},
    ),
    Break(
        "withheld_parts",
        "a part rests on Art. 36",
        "reply_partial",
        lambda b: b.item["facts"]["withheld"][0].update(basis=cite(36, item=3)),
    ),
    Break(
        "right_agency",
        "the right agency is not named",
        "reply_not_ours",
        facts(right_agency="", right_contact=""),
        ASK,
    ),
    Break("right_agency", "no contact", "reply_not_ours", facts(right_contact=""), ASK),
    Break("search_record", "no search", "reply_not_existing", know(searches=())),
    Break("search_record", "the search is of another item", "reply_not_existing", search(ordinal=2)),
    Break("search_record", "the search found it", "reply_not_existing", search(found=True)),
    Break("search_record", "an incomplete record", "reply_not_existing", search(complete=False)),
    Break(
        "search_record", "searched before receipt", "reply_not_existing", search(searched_on=date(2026, 9, 1))
    ),
    Break(
        "search_record",
        "a later search found it",
        "reply_not_existing",
        lambda b: b.know(
            searches=(*b.facts.searches, SearchFact(1, date(2026, 10, 20), True, True, "再次检索"))
        ),
    ),
    Break(
        "search_record", "other systems than recorded", "reply_not_existing", facts(systems=["电子公文系统"])
    ),
    Break("search_record", "other words than recorded", "reply_not_existing", facts(keywords=["听证"])),
    Break(
        "search_record", "another searcher than recorded", "reply_not_existing", facts(searched_by="档案科")
    ),
    Break(
        "search_record", "another day than recorded", "reply_not_existing", facts(searched_on="2026-10-20")
    ),
    Break("first_reply_served", "never served", "reply_repeated", first(served_on=None)),
    Break("first_reply_served", "another applicant", "reply_repeated", first(same_applicant=False)),
    Break("first_reply_served", "nobody can tell", "reply_repeated", first(same_applicant=None), ASK),
    Break("first_reply_served", "the wrong date", "reply_repeated", facts(first_date="2026-05-10")),
    Break(
        "first_reply_served",
        "unknown here, no proof in the file",
        "reply_repeated",
        know(first_replies={}),
        also={"same_information"},
    ),
    Break(
        "first_reply_served",
        "unknown here, proof in the file",
        "reply_repeated",
        before_this_system,
        ASK,
        also={"same_information"},
    ),
    Break(
        "special_regime",
        "no place to query",
        "reply_special_regime",
        facts(place=""),
        also={"elements_complete"},
    ),
    Break(
        "public_address", "no address", "reply_already_public", facts(route=""), also={"elements_complete"}
    ),
    Break(
        "public_address", "an address nobody can open", "reply_already_public", facts(route="本机关网站"), ASK
    ),
    Break(
        "provision",
        "neither a copy nor a way to get it",
        "reply_provided",
        lambda b: (b.data.update(attachments=[]), b.know(attachments=())),
        also={"elements_complete"},
    ),
    Break(
        "secrecy_review",
        "the track has no such step",
        "reply_provided",
        know(step_roles=("legal_reviewer", "office_head")),
    ),
    Break(
        "secrecy_review",
        "not done at issue",
        "reply_partial",
        know(stage=Stage.ISSUE, agreed_roles=frozenset({"legal_reviewer"})),
    ),
]
