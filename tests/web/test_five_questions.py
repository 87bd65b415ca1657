"""The guided decision at the desk: answers propose the outcome and stay in the file."""

from __future__ import annotations

import pytest
from django.urls import reverse

from requests_app.rules.roles import Role
from tests import people
from tests.people import CAST
from tests.web.desk import Desk, fields_of
from tests.web.reply_walk import PUBLIC, ReplyWalk

pytestmark = pytest.mark.django_db
NOT_OURS = {"correction": "clear", "belongs": "not_ours", "belongs_note": "由住建部门制作"}


@pytest.fixture
def walk() -> ReplyWalk:
    return ReplyWalk.begin(people.office())


def address(walk: ReplyWalk, ordinal: int = 1) -> str:
    return reverse("desk:five_questions", args=[walk.case.pk, ordinal])


@pytest.mark.parametrize("role", CAST)
def test_only_the_writer_is_asked(walk: ReplyWalk, role: Role) -> None:
    expected = 200 if role is Role.HANDLER else 403
    assert Desk.of(walk.office.member(role)).see(address(walk)).status_code == expected


def test_another_agency_and_an_item_that_is_not_there(walk: ReplyWalk) -> None:
    assert Desk.of(people.other_office().handler).see(address(walk)).status_code == 404
    assert Desk.of(walk.office.handler).see(address(walk, 9)).status_code == 404


def test_the_answers_fill_in_outcome_and_provisions_and_stay_with_the_reply(walk: ReplyWalk) -> None:
    desk = Desk.of(walk.office.handler)
    assert desk.send(address(walk), "", **NOT_OURS).status_code == 302
    page = desk.see(walk.reply)
    assert fields_of(page, "reply-form")["item1-outcome"] == "not_ours"
    assert "该不该：不属于本机关负责公开" in page.content.decode()
    walk.write(**{"item1-reason": "该项目由住房和城乡建设部门监督管理。"})
    item = walk.case.items.get()
    assert item.outcome == "not_ours"
    assert [row["question"] for row in item.facts["five_questions"]] == ["补不补", "该不该"]
    assert item.facts["five_questions"][1]["note"] == "由住建部门制作"
    shown = fields_of(desk.see(address(walk)))
    assert (shown["correction"], shown["belongs"]) == ("clear", "not_ours")


def test_an_open_question_is_named_and_the_notes_stay(walk: ReplyWalk) -> None:
    answer = Desk.of(walk.office.handler).send(
        address(walk), "", correction_note="写得清楚", correction="clear"
    )
    assert (answer.status_code, "请回答这一问" in answer.content.decode()) == (422, True)
    assert fields_of(answer)["correction_note"] == "写得清楚"
    assert walk.case.drafts.count() == 0


def test_an_unclear_request_is_corrected_before_it_is_answered(walk: ReplyWalk) -> None:
    answer = Desk.of(walk.office.handler).send(address(walk), "", correction="unclear")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "应当先一次性告知申请人补正" in page and "条例第三十条" in page


def test_what_was_written_for_the_same_outcome_stays(walk: ReplyWalk) -> None:
    walk.write(**PUBLIC)
    answers = {"correction": "clear", "belongs": "ours", "held": "held", "given": "already_public"}
    Desk.of(walk.office.handler).send(address(walk), "", **answers)
    shown = fields_of(Desk.of(walk.office.handler).see(walk.reply), "reply-form")
    assert {key: shown[key] for key in PUBLIC} == PUBLIC


def test_outcomes_without_a_letter_are_not_offered(walk: ReplyWalk) -> None:
    page = Desk.of(walk.office.handler).see(address(walk)).content.decode()
    assert 'value="not_corrected"' not in page and 'value="no_reply"' not in page
    offered = (
        "excessive",
        "petition",
        "publication",
        "reissue",
        "not_government_information",
        "party_information",
    )
    assert all(f'value="{key}"' in page for key in (*offered, "needs_processing", "archives"))
    assert 'value="process"' in page
