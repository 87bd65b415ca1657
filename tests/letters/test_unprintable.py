"""A character that no font has stops what the agency writes, and never the answer to what somebody else wrote."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
import pytest
import time_machine

from letters.case_facts import Stage, gather_facts
from letters.compose import compose_reply
from letters.context import LetterContext, parse_context
from letters.examples import ITEMS, example
from letters.fonts import missing_glyphs, printable
from letters.issue import issue_reply
from letters.legality import check_letter
from letters.render import render_pdf
from letters.submit import submit_reply
from letters.verdicts import Outcome, Verdict
from requests_app import dates
from requests_app.errors import ApplicationError, RuleRefusal
from requests_app.models import DisclosureRequest, Letter, OutboxMessage
from requests_app.services import approval
from tests.letters.desk import DAY, TRACK, answer, deliver_all, drafted, save
from tests.people import Office, again, case_in_handling, natural_person, office

FACE, MISSING_NAME = "\U0001f600", "王\U000323af"

WORDS = [
    # name, text, printed
    ("everything can be printed", "关于〔2025〕喆的规划", "关于〔2025〕喆的规划"),
    ("a face", f"规划{FACE}", "规划〔U+1F600〕"),
    ("a sign of an office program", "\uf0b7规划", "〔U+F0B7〕规划"),
    ("a tick", "\u2714规划", "〔U+2714〕规划"),
    ("markup is left alone", '<p class="a">规划&amp;</p>', '<p class="a">规划&amp;</p>'),
    ("the form of a name's character is not drawn", "葛\U000e0100", "葛\U000e0100"),
]


@pytest.mark.parametrize(("name", "text", "printed"), WORDS, ids=[row[0] for row in WORDS])
def test_what_no_font_has_is_named_by_its_number(name: str, text: str, printed: str) -> None:
    assert printable(text) == printed
    assert missing_glyphs(printed) == []


def words_of(letter: Letter) -> str:
    """The text of the stored PDF."""
    assert letter.document is not None
    with letter.document.file.open("rb") as stored:
        pages = pypdfium2.PdfDocument(io.BytesIO(stored.read()))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    return "".join(text.split())


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def case_of(here: Office, *, text: str = "", name: str = "王契") -> DisclosureRequest:
    case = case_in_handling(here, ITEMS["already_public"]["text"] + text, applicants=(natural_person(name),))
    return drafted(here, "already_public", case=case)


def issued(here: Office, case: DisclosureRequest) -> Letter:
    submission = submit_reply(actor=here.handler, case_id=case.pk, track=TRACK)
    for step in TRACK.steps:
        approval.approve(
            actor=here.member(step.role),
            case_id=case.pk,
            submission_id=submission.pk,
            step=step.key,
            content_hash=submission.content_hash,
        )
    letter = issue_reply(actor=here.desk, case_id=case.pk)
    deliver_all()
    letter.refresh_from_db()
    return letter


def glyphs(case: DisclosureRequest) -> Verdict:
    case, today = again(case), dates.today()
    facts = gather_facts(case, today, Stage.DRAFTING)
    verdicts = check_letter(compose_reply(case, today), facts, today)
    return next(verdict for verdict in verdicts if verdict.key == "glyphs")


@pytest.mark.django_db
def test_an_application_is_answered_whatever_was_pasted_into_it(here: Office) -> None:
    case = case_of(here, text=f"{FACE}\uf0b7\u2714")
    assert glyphs(case).verdict is Outcome.PASS
    letter = issued(here, case)
    assert "〔U+1F600〕〔U+F0B7〕〔U+2714〕" in words_of(letter)
    receipt = case.letters.get(kind="receipt")
    assert "〔U+1F600〕" in words_of(receipt)
    assert not OutboxMessage.objects.filter(done_at=None).exists()
    assert FACE in letter.context["items"][0]["text"]


@pytest.mark.django_db
def test_a_rare_name_needs_a_word_of_the_handler_and_the_receipt_none(here: Office) -> None:
    case = case_of(here, name=MISSING_NAME)
    deliver_all()
    assert "王〔U+323AF〕" in words_of(case.letters.get(kind="receipt"))
    verdict = glyphs(case)
    assert verdict.verdict is Outcome.NEEDS_REASON
    assert "〔U+323AF〕" in verdict.message
    with pytest.raises(RuleRefusal):
        submit_reply(actor=here.handler, case_id=case.pk, track=TRACK)
    reasons = {"citations_explained": "已核对。", "glyphs": "字库暂缺此字，已与申请人说明。"}
    save(here, case, [answer("already_public")], [], legality_reasons=reasons)
    assert "王〔U+323AF〕" in words_of(issued(here, again(case)))


@pytest.mark.django_db
def test_what_the_agency_writes_is_still_refused_by_name(here: Office) -> None:
    case = case_of(here)
    facts = {**ITEMS["already_public"]["facts"], "route": f"门户网站{FACE}"}
    save(here, case, [answer("already_public", facts=facts)], [])
    verdict = glyphs(case)
    assert verdict.verdict is Outcome.FAIL
    assert "U+1F600" in verdict.message


@pytest.mark.django_db
def test_an_unfinished_reply_is_judged_by_the_agencys_words_alone(here: Office) -> None:
    case = case_of(here, text=FACE)
    facts = {**ITEMS["already_public"]["facts"], "route": ""}
    save(here, case, [answer("already_public", facts=facts)], [])
    assert glyphs(case).verdict is Outcome.PASS


def _with_agency(kind: str, **changes: str) -> LetterContext:
    """The example of this kind from an agency that is written differently."""
    data = example(kind)
    return parse_context(kind, {**data, "agency": {**data["agency"], **changes}})


def test_a_letter_with_a_character_the_agency_wrote_is_not_made() -> None:
    with pytest.raises(ApplicationError, match="U\\+1F600"):
        render_pdf("receipt", _with_agency("receipt", address=f"文昌路{FACE}"))


def test_no_character_keeps_a_paper_from_the_file() -> None:
    changed = _with_agency("registration_form", name=f"清溪市规划局{FACE}")
    assert "〔U+1F600〕" in render_pdf("registration_form", changed).html
