"""The table of letters tells the truth: every template exists, says what it must, and uses declared facts only."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from letters.catalogue import CATALOGUE, LAPSES, has_letter, letter_kind, reply_kind
from letters.context import parse_context
from letters.examples import example
from letters.kinds import Addressee, LetterKind
from letters.outcome_facts import HISTORY_FACTS, OUTCOME_FACTS
from letters.render import letter_text, render_html
from requests_app.errors import InvalidInput
from requests_app.rules.outcomes import OUTCOMES

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "letters"
KINDS = [
    "receipt", "intake_receipt", "correction_notice", "extension_notice", "fee_notice", "fee_cancelled_notice",
    "withdrawal_notice",
    "changed_date_notice", "third_party_inquiry",
    "consultation_notice", "co_maker_inquiry", "agency_inquiry", "assistance_request",
    "third_party_disclosure_notice", "reasons_request", "delay_notice",
    "record_corrected", "forwarded", "record_not_corrected",
    "reply_already_public", "reply_provided", "reply_partial", "reply_secret",
    "reply_forbidden", "reply_security", "reply_third_party", "reply_internal", "reply_process", "reply_enforcement",
    "reply_special_regime", "reply_not_existing", "reply_unclear", "reply_not_ours", "reply_repeated",
    "reply_excessive",
    "reply_needs_processing", "reply_petition", "reply_publication", "reply_reissue",
    "reply_not_government_information", "reply_archives", "reply_party_information",
    "not_handled_uncorrected", "not_handled_unpaid", "reply_mixed", "proof_of_service", "approval_form",
    "search_record", "contact_record", "excess_record", "file_index",
    "file_note", "file_cover", "application_form", "registration_form", "case_sheet",
    "register_page", "envelope", "waybill",
]  # fmt: skip


def test_only_letters_that_exist_are_listed() -> None:
    assert list(CATALOGUE) == KINDS


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=list(CATALOGUE))
def test_template_and_clauses_exist(kind: LetterKind) -> None:
    assert (TEMPLATES / f"{kind.template}.html").is_file()
    clauses = kind.outcomes if kind.is_reply else (kind.clause,)
    for clause in clauses:
        assert (TEMPLATES / "clauses" / f"{clause}.html").is_file()


def test_every_reply_answers_an_outcome_of_the_law_by_its_own_letter() -> None:
    for kind in CATALOGUE.values():
        if kind.is_reply and kind.key != "reply_mixed":
            assert OUTCOMES[kind.outcomes[0]].letter_kind == kind.key
    whole = {kind.outcomes[0] for kind in LAPSES}
    assert set(CATALOGUE["reply_mixed"].outcomes) == set(OUTCOME_FACTS) - whole


def _named(files: list[Path], pattern: str) -> set[str]:
    return {name for file in files for name in re.findall(pattern, file.read_text(encoding="utf-8"))}


def test_clauses_name_only_declared_facts() -> None:
    for outcome, declared in OUTCOME_FACTS.items():
        named = _named([TEMPLATES / "clauses" / f"{outcome}.html"], r"facts\.(\w+)")
        assert named <= {fact.key for fact in declared}, outcome
    for kind in CATALOGUE.values():
        if not kind.is_reply:
            named = _named([TEMPLATES / "clauses" / f"{kind.clause}.html"], r"\bfacts\.(\w+)")
            assert named <= {fact.key for fact in kind.facts}, kind.key


def test_rows_name_only_declared_columns() -> None:
    columns = {
        column.key
        for kind in CATALOGUE.values()
        for fact in (*kind.facts, *(each for key in kind.outcomes for each in OUTCOME_FACTS[key]))
        for column in fact.columns
    }
    assert _named(sorted(TEMPLATES.rglob("*.html")), r"\brow\.(\w+)") <= columns


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_required_fact_of_the_example_is_printed(kind: str) -> None:
    from letters.templatetags.letter_text import phrase, zh_date

    row = letter_kind(kind)
    context = parse_context(kind, example(kind))
    text = letter_text(render_html(kind, context))
    places = [(row.facts, context.facts)]
    places += [(OUTCOME_FACTS[item.outcome], item.facts) for item in context.items if item.outcome]
    for declared, facts in places:
        for fact in declared:
            value = facts[fact.key]
            if not fact.required or isinstance(value, tuple) or kind == "reply_provided":
                continue
            shown = zh_date(value) if fact.type == "date" else phrase(str(value))
            assert shown in text, fact.label


@pytest.mark.parametrize(
    "kind", [kind for kind, row in CATALOGUE.items() if row.addressee is Addressee.APPLICANT]
)
def test_a_letter_to_the_applicant_has_its_elements(kind: str) -> None:
    context = parse_context(kind, example(kind))
    text = letter_text(render_html(kind, context))
    assert context.number is not None
    row = CATALOGUE[kind]
    for element in (
        row.title,
        context.number,
        f"{context.applicant.name}：",
        context.agency.name,
        context.agency.phone,
    ):
        assert element in text
    assert "2026年9月28日" in text, "the day of receipt"
    for item in context.items:
        assert item.text in text, "the request quoted"
    has_remedy = "行政复议" in text and "人民法院" in text
    assert has_remedy is row.remedy


def test_one_kind_per_outcome_and_mixed_for_several() -> None:
    assert reply_kind(["provided"]).key == "reply_provided"
    assert reply_kind(["provided", "provided"]).key == "reply_provided"
    assert reply_kind(["provided", "secret"]).key == "reply_mixed"


def test_what_answers_the_whole_application_stands_beside_nothing() -> None:
    assert reply_kind(["not_corrected", "not_corrected"]).key == "not_handled_uncorrected"
    with pytest.raises(InvalidInput) as refusal:
        reply_kind(["not_corrected", "provided"])
    assert refusal.value.code == "outcome_alone"


@pytest.mark.parametrize(
    ("outcome", "exists"), [("unclear", True), ("not_corrected", True), ("no_reply", False)]
)
def test_an_outcome_has_its_letter_or_not(outcome: str, exists: bool) -> None:
    assert has_letter(outcome) is exists


@pytest.mark.parametrize("key", ["", "reply_withdrawn", "reply_no_reply"])
def test_a_letter_that_does_not_exist_is_refused(key: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        letter_kind(key)
    assert refusal.value.fields == {"kind": key}


def test_no_template_holds_a_number_of_the_law() -> None:
    # Articles and periods come from requests_app.rules, so that a change of the law is made in one place.
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not re.search(
            r"第[一二三四五六七八九十百\d]+[条款项]|\d+个工作日|[一二三四五六七八九十]+个?工作日", text
        ), file.name
        assert "style=" not in text
        assert "<script" not in text


def test_every_event_of_the_history_has_facts() -> None:
    assert all(HISTORY_FACTS.values())
