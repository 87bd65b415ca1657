"""The context of a letter: what goes in comes out, and bad data is refused by the name of its field."""

import copy
import json
from datetime import date
from typing import Any

import pytest

from letters.catalogue import CATALOGUE
from letters.context import parse_context
from letters.examples import example
from requests_app.errors import InvalidInput


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_example_survives_the_round_trip(kind: str) -> None:
    context = parse_context(kind, example(kind))
    again = parse_context(kind, json.loads(json.dumps(context.to_json(), ensure_ascii=False)))
    assert again == context
    assert again.canonical_json() == context.canonical_json()


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    data = example("reply_mixed")
    turned = {key: data[key] for key in reversed(data)}
    assert (
        parse_context("reply_mixed", data).canonical_json()
        == parse_context("reply_mixed", turned).canonical_json()
    )


def test_facts_no_template_uses_are_kept() -> None:
    data = example("reply_provided")
    data["items"][0]["facts"]["review_record"] = "公开审查记录第12号"
    kept = parse_context("reply_provided", data).to_json()
    assert kept["items"][0]["facts"]["review_record"] == "公开审查记录第12号"


def test_a_draft_has_neither_number_nor_date() -> None:
    data = example("reply_provided") | {"number": None, "issued_on": None}
    context = parse_context("reply_provided", data)
    assert (context.number, context.issued_on) == (None, None)


def test_examples_are_copies() -> None:
    example("reply_provided")["items"][0]["text"] = "改动"
    assert example("reply_provided")["items"][0]["text"] != "改动"


REMOVED = object()
# (name, kind, path of the field that is changed, value it gets, field the refusal names)
BAD: list[tuple[str, str, str, Any, str]] = [
    ("agency missing", "receipt", "agency", REMOVED, "agency"),
    ("agency without name", "receipt", "agency.name", "", "agency.name"),
    ("agency of unknown kind", "receipt", "agency.kind", "ministry", "agency.kind"),
    ("court not a text", "receipt", "agency.court", 7, "agency.court"),
    ("reply without reconsideration body", "reply_provided", "agency.reconsideration_body", " ",
     "agency.reconsideration_body"),
    ("reply without court", "reply_secret", "agency.court", "", "agency.court"),
    ("applicant without name", "receipt", "applicant.name", "  ", "applicant.name"),
    ("applicant of unknown kind", "receipt", "applicant.kind", "robot", "applicant.kind"),
    ("date that does not exist", "receipt", "received_on", "2026-02-30", "received_on"),
    ("date in another form", "receipt", "received_on", "2026/02/03", "received_on"),
    ("date as a number", "receipt", "issued_on", 20260203, "issued_on"),
    ("letter older than the application", "receipt", "issued_on", "2026-09-01", "issued_on"),
    ("unknown channel", "receipt", "channel", "pigeon", "channel"),
    ("receipt without due date", "receipt", "due_on", None, "due_on"),
    ("no items", "receipt", "items", [], "items"),
    ("items not a list", "receipt", "items", "信息", "items"),
    ("item without text", "receipt", "items.0.text", "", "items[0].text"),
    ("number not a text", "receipt", "number", 12, "number"),
    ("unknown field", "receipt", "colour", "red", "colour"),
    ("flag not a flag", "receipt", "provisional", "yes", "provisional"),
    ("unknown way of delivery", "reply_secret", "delivery", "courier", "delivery"),
    ("reply without outcome", "reply_secret", "items.0.outcome", None, "items[0].outcome"),
    ("outcome of another letter", "reply_secret", "items.0.outcome", "provided", "items[0].outcome"),
    ("outcome without a letter yet", "reply_mixed", "items.0.outcome", "no_reply", "items[0].outcome"),
    ("mixed letter of one outcome", "reply_mixed", "items", [example("reply_secret")["items"][0]], "items"),
    ("reply without citation", "reply_secret", "items.0.citations", [], "items[0].citations"),
    ("article that does not exist", "reply_secret", "items.0.citations.1.article", 99, "items[0].citations[1]"),
    ("项 that does not exist", "reply_secret", "items.0.citations.1.item", 8, "items[0].citations[1]"),
    ("款 where there is none", "reply_secret", "items.0.citations.0.paragraph", 1, "items[0].citations[0]"),
    ("refusal without reason", "reply_secret", "items.0.reason", "", "items[0].reason"),
    ("not ours without reason", "reply_not_ours", "items.0.reason", "", "items[0].reason"),
    ("search without keywords", "reply_not_existing", "items.0.facts.keywords", [], "items[0].facts.keywords"),
    ("keyword not a text", "reply_not_existing", "items.0.facts.keywords", [1], "items[0].facts.keywords[0]"),
    ("search without date", "reply_not_existing", "items.0.facts.searched_on", None, "items[0].facts.searched_on"),
    ("repeated, first reply never served", "reply_repeated", "items.0.facts.first_served", None,
     "items[0].facts.first_served"),
    ("withheld part without reason", "reply_partial", "items.0.facts.withheld.1.reason", "",
     "items[0].facts.withheld[1].reason"),
    ("withheld part, basis does not exist", "reply_partial", "items.0.facts.withheld.0.basis.paragraph", 3,
     "items[0].facts.withheld[0].basis"),
    ("provided, but nothing attached or told", "reply_provided", "attachments", [], "items[0].facts.way"),
    ("attachment without pages", "reply_provided", "attachments.0.pages", None, "attachments[0].pages"),
    ("attachment with negative pages", "reply_provided", "attachments.0.pages", -1, "attachments[0].pages"),
    ("attachment hash too short", "reply_provided", "attachments.0.sha256", "ab12", "attachments[0].sha256"),
    ("event of unknown type", "reply_mixed", "history.0.type", "picnic", "history[0].type"),
    ("consultation of unknown kind", "reply_mixed", "history.0.kind", "friends", "history[0].kind"),
    ("event without date", "reply_mixed", "history.0.sent", None, "history[0].sent"),
    ("extension without new date", "extension_notice", "facts.new_due", None, "facts.new_due"),
    ("extension days not a number", "extension_notice", "facts.working_days", "15", "facts.working_days"),
    ("approval form, opinion without step", "approval_form", "facts.opinions.0.step", "", "facts.opinions[0].step"),
]  # fmt: skip


def _change(data: Any, path: str, value: Any) -> None:
    *way, last = path.split(".")
    for step in way:
        data = data[int(step)] if step.isdigit() else data[step]
    key: Any = int(last) if last.isdigit() else last
    if value is REMOVED:
        del data[key]
    else:
        data[key] = copy.deepcopy(value)


@pytest.mark.parametrize(("name", "kind", "path", "value", "field"), BAD, ids=[row[0] for row in BAD])
def test_bad_data_is_refused_by_field(name: str, kind: str, path: str, value: Any, field: str) -> None:
    data = example(kind)
    _change(data, path, value)
    with pytest.raises(InvalidInput) as refusal:
        parse_context(kind, data)
    assert list(refusal.value.fields) == [field]
    assert refusal.value.message.startswith(f"{field}：")


@pytest.mark.parametrize("kind", ["receipt", "extension_notice", "withdrawal_notice"])
def test_a_letter_without_remedy_needs_neither_body_nor_court(kind: str) -> None:
    data = example(kind)
    data["agency"] |= {"reconsideration_body": "", "court": ""}
    assert parse_context(kind, data).agency.court == ""


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_a_context_is_an_object(data: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        parse_context("receipt", data)
    assert "context" in refusal.value.fields


def test_an_instrument_outside_the_table_stays_as_typed() -> None:
    context = parse_context("reply_forbidden", example("reply_forbidden"))
    assert context.items[0].citations[2].cite() == "《中华人民共和国税收征收管理法》第八条第二款"
    assert context.items[0].facts.to_json() == {}


def test_dates_are_dates() -> None:
    context = parse_context("reply_repeated", example("reply_repeated"))
    assert context.items[0].facts["first_date"] == date(2026, 5, 11)
