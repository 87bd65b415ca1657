"""Letters whose remedies, dates or paper are broken in one thing."""

from __future__ import annotations

from datetime import date

from tests.letters.spoils import (
    ASK,
    Break,
    agency,
    copy,
    data,
    extension,
    facts,
    history,
    know,
    long_name,
    rare_name,
    rare_word,
    remedy_in_receipt,
    two_copies,
)

BROKEN_PAPERS = [
    Break("remedy_bodies", "no court is set", "reply_process", agency(court=""), also={"elements_complete"}),
    Break(
        "remedy_bodies",
        "the upper department instead of the government",
        "reply_process",
        agency(reconsideration_body="某某省自然资源厅"),
    ),
    Break(
        "remedy_bodies",
        "an intermediate court for a department",
        "reply_provided",
        agency(court="清溪市中级人民法院"),
        ASK,
    ),
    Break(
        "remedy_bodies",
        "served online without an online channel",
        "reply_provided",
        lambda b: (
            agency(online_reconsideration_url="")(b),
            b.data.update(delivery="online"),
            b.know(consents_online=True),
        ),
    ),
    Break(
        "remedy_paragraphs",
        "the letter names another court than the agency's",
        "reply_provided",
        lambda b: b.data.update(agency={**b.data["agency"], "court": "清溪市西山区人民法院"}),
        also={"remedy_only_once"},
    ),
    Break(
        "remedy_only_once",
        "a second remedy in the reason",
        "reply_process",
        lambda b: b.item.update(
            reason=b.item["reason"] + "。如对本答复不服，应当自知道之日起六十日内先申请行政复议"
        ),
    ),
    Break(
        "outdated_remedies",
        "three months to go to court",
        "reply_process",
        lambda b: b.item.update(reason=b.item["reason"] + "。您可以在三个月内向人民法院起诉"),
        also={"remedy_only_once"},
    ),
    Break(
        "outdated_remedies",
        "an article of the text of 2007 in a fact",
        "reply_internal",
        facts(category="《条例》第二十二条所称的后勤管理信息"),
    ),
    Break(
        "outdated_remedies",
        "reconsideration or litigation for a refusal",
        "reply_process",
        lambda b: b.item.update(reason=b.item["reason"] + "。如不服，可以申请行政复议或者提起行政诉讼"),
        also={"remedy_only_once"},
    ),
    Break(
        "outdated_remedies",
        "the upper department of a local department",
        "reply_not_ours",
        lambda b: b.item.update(reason=b.item["reason"] + "。如不服，可以向上一级主管部门申请行政复议"),
        also={"remedy_only_once"},
    ),
    Break("no_remedy_on_procedure", "a receipt with a remedy", "receipt", remedy_in_receipt),
    Break("addressee", "another applicant's name", "reply_provided", know(applicant="李四")),
    Break("addressee", "another case's number", "withdrawal_notice", know(number="2026-QX-00188")),
    Break("seal", "a name too long for the seal", "reply_provided", long_name),
    Break("glyphs", "a character no font has, in our own words", "reply_provided", rare_word),
    Break("glyphs", "a character no font has, in the applicant's name", "reply_provided", rare_name, ASK),
    Break("attachments", "a paper of another case", "reply_provided", two_copies),
    Break("attachments", "the stored file was changed", "reply_provided", copy(present="b" * 64)),
    Break("attachments", "an application form is handed out", "reply_provided", copy(kind="other")),
    Break(
        "attachments",
        "a chosen copy is not listed",
        "reply_mixed",
        lambda b: b.know(attachments=(*b.facts.attachments, b.facts.attachments[0])),
    ),
    Break("attachments", "other pages than the file has", "reply_provided", copy(pages=13)),
    Break(
        "no_internal_excuse",
        "the applicant is told of the corridors",
        "reply_not_ours",
        lambda b: b.item.update(reason=b.item["reason"] + "。因机关内部流转，答复有所迟延"),
    ),
    Break(
        "in_time",
        "late, and laid on the corridors",
        "reply_provided",
        lambda b: (setattr(b, "on", date(2026, 11, 4)), b.know(late_reason="机关内部流转耽误")),
        ASK,
    ),
    Break(
        "signer_capacity",
        "a unit of the house signs",
        "reply_provided",
        agency(name="清溪市自然资源和规划局政策法规科", legal_respondent="清溪市自然资源和规划局政策法规科"),
    ),
    Break("dates", "another day of receipt", "reply_provided", data(received_on="2026-09-29")),
    Break("dates", "another due date", "reply_provided", data(due_on="2026-11-04")),
    Break(
        "dates",
        "a consultation answered before receipt",
        "reply_provided",
        history(type="consultation", kind="other_agency", sent="2026-09-01", answered="2026-10-10"),
    ),
    Break(
        "in_time",
        "after the due date without a reason",
        "reply_provided",
        lambda b: setattr(b, "on", date(2026, 11, 4)),
        ASK,
    ),
    Break("delivery", "no way chosen", "reply_provided", data(delivery=None)),
    Break("delivery", "online without consent", "reply_provided", data(delivery="online")),
    Break("extension_in_first_period", "not granted", "extension_notice", extension(granted=False)),
    Break(
        "extension_in_first_period",
        "after the first due date",
        "extension_notice",
        lambda b: setattr(b, "on", date(2026, 11, 4)),
    ),
    Break(
        "extension_in_first_period",
        "more than twenty working days",
        "extension_notice",
        lambda b: (extension(working_days=21)(b), b.data["facts"].update(working_days=21)),
    ),
    Break(
        "extension_in_first_period",
        "other days than granted",
        "extension_notice",
        lambda b: b.data["facts"].update(working_days=10),
    ),
    Break(
        "extension_in_first_period",
        "a new date before the old one",
        "extension_notice",
        lambda b: b.data["facts"].update(new_due="2026-11-03"),
    ),
]
