"""批注: comments on single paragraphs, from the approver to the writer and back; and the counts of returns."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from requests_app.models import PassageMark
from requests_app.rules.roles import Role
from requests_app.services.passage_marks import LONGEST
from tests import people
from tests.web.desk import Desk
from tests.web.desk_client import at_desk, text_of
from tests.web.reply_walk import ReplyWalk

pytestmark = pytest.mark.django_db
WRONG = "网址打不开，请核对"
COUNTS = "desk:returns"


@pytest.fixture
def walk() -> ReplyWalk:
    begun = ReplyWalk.begin(people.office())
    begun.submit()
    return begun


def paragraph_with(walk: ReplyWalk, words: str) -> int:
    """The number of the paragraph of the submitted letter that holds these words, as the page counts them."""
    page = Desk.of(walk.office.legal).see(walk.approval)
    found: int = next(row.number for row in page.context["paragraphs"] if words in row.text)
    return found


def returned_with_a_mark(walk: ReplyWalk, comment: str = WRONG) -> int:
    number = paragraph_with(walk, "0043.html")
    sent = {"opinion": "见批注", "ground": "facts", f"mark-{number}": comment}
    assert walk.decide(walk.office.legal, "return", **sent).status_code == 302
    return number


def test_the_writer_reads_the_paragraph_and_what_was_said_of_it(walk: ReplyWalk) -> None:
    returned_with_a_mark(walk)
    mark = PassageMark.objects.get()
    assert ("0043.html" in mark.passage, mark.comment) == (True, WRONG)
    words = text_of(Desk.of(walk.office.handler).see(walk.reply))
    for part in ("见批注", "事实不清，检索、证据不足", mark.passage, WRONG):
        assert part in words


@pytest.mark.parametrize("rewritten", [True, False], ids=["rewritten", "left as it was"])
def test_the_approver_sees_whether_the_paragraph_was_rewritten(walk: ReplyWalk, rewritten: bool) -> None:
    returned_with_a_mark(walk)
    changes = {"item1-route": "网址为https://www.example.gov.cn/zwgk/0099.html"} if rewritten else {}
    assert walk.write("submit", **changes).status_code == 302
    words = text_of(Desk.of(walk.office.legal).see(walk.approval))
    assert "上次的批注" in words
    assert ("该段已经改动" in words, "该段没有改动" in words) == (rewritten, not rewritten)


def test_who_agrees_may_comment_and_the_next_approver_reads_it(walk: ReplyWalk) -> None:
    number = paragraph_with(walk, "0043.html")
    walk.decide(walk.office.legal, "approve", **{f"mark-{number}": "网址已经核对"})
    page = Desk.of(walk.office.head).see(walk.approval)
    assert "网址已经核对" in text_of(page)
    assert next(row for row in page.context["paragraphs"] if row.marks).number == number


def test_comments_of_a_refused_decision_are_kept_on_the_page(walk: ReplyWalk) -> None:
    number = paragraph_with(walk, "0043.html")
    answer = walk.decide(walk.office.legal, "return", **{f"mark-{number}": WRONG})
    assert (answer.status_code, WRONG in text_of(answer)) == (422, True)
    answer = walk.decide(walk.office.legal, "approve", **{f"mark-{number}": "长" * (LONGEST + 1)})
    assert answer.status_code == 422
    assert PassageMark.objects.count() == 0


def test_a_comment_is_text_whatever_it_holds(walk: ReplyWalk) -> None:
    returned_with_a_mark(walk, "<img src=x onerror=alert(1)>")
    page = Desk.of(walk.office.handler).see(walk.reply).content.decode()
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_nobody_comments_whose_turn_it_is_not(walk: ReplyWalk) -> None:
    for member in (walk.office.head, walk.office.handler):
        assert "mark-1" not in Desk.of(member).see(walk.approval).content.decode()


def test_returns_are_counted_by_reason_and_by_who_returned(walk: ReplyWalk) -> None:
    returned_with_a_mark(walk)
    walk.write("submit")
    walk.decide(walk.office.legal, "approve")
    walk.decide(walk.office.head, "return", opinion="结论不对", ground="conclusion")
    client = at_desk(walk.office.head)
    page = client.get(reverse(COUNTS))
    counts = page.context["counts"]
    assert (counts.submitted, counts.returned, counts.passed_at_once) == (2, 2, 0)
    by_role = {ground: dict(zip(counts.roles, found, strict=True)) for ground, found, _ in counts.rows()}
    assert by_role == {
        "事实不清，检索、证据不足": {Role.LEGAL_REVIEWER: 1, Role.OFFICE_HEAD: 0},
        "答复情形不当": {Role.LEGAL_REVIEWER: 0, Role.OFFICE_HEAD: 1},
    }
    book = load_workbook(io.BytesIO(client.get(reverse(COUNTS), {"format": "xlsx"}).content))
    assert book.active["A1"].value == "退回的主要原因"
    assert book.active.max_row == 3


def test_only_who_reviews_leads_or_administers_reads_the_counts_and_of_the_own_agency(
    walk: ReplyWalk,
) -> None:
    returned_with_a_mark(walk)
    assert at_desk(walk.office.handler).get(reverse(COUNTS)).status_code == 403
    other = people.other_office()
    assert "这段时间没有退回" in text_of(at_desk(other.head).get(reverse(COUNTS)))


def test_the_counts_of_a_period() -> None:
    with time_machine.travel(datetime(2026, 9, 28, 2, 0, tzinfo=UTC), tick=False):
        walk = ReplyWalk.begin(people.office())
        walk.submit()
        returned_with_a_mark(walk)
        client = at_desk(walk.office.member(Role.OFFICE_HEAD))
        inside = client.get(reverse(COUNTS), {"first": "2026-09-28", "last": "2026-09-28"})
        outside = client.get(reverse(COUNTS), {"first": "2026-09-29"})
    assert [page.context["counts"].returned for page in (inside, outside)] == [1, 0]
