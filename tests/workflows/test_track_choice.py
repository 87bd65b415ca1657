"""A level chosen, its reason kept and shown; a joint consultation with its minutes; the emergency path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from requests_app.actors import Member
from requests_app.errors import ApplicationError, InvalidInput
from requests_app.models import Remark, Submission, TrackChoice
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import Level
from requests_app.services import track_choice
from requests_app.services.track_choice import Minutes
from tests.people import Office, join, other_office
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.walk import PROOF, Walk
from workflows.perform import perform

MINUTES: dict[str, Any] = {
    "held_on": date(2026, 1, 5),
    "participants": "市司法局、法律顾问某某",
    "opinions": "司法局：同意不予公开",
    "conclusion": "按会商意见答复",
    "paper": PROOF,
}


@pytest.fixture
def walk(bureau: Office) -> Walk:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.draft()
    return walk


def steps(walk: Walk) -> list[str]:
    return [step["key"] for step in Submission.objects.get(request=walk.case).steps]


def test_raised_by_the_handler_the_reply_goes_up_to_the_leader(walk: Walk) -> None:
    walk.do(Role.HANDLER, "choose_track", level=Level.SENSITIVE, reason="媒体关注")
    walk.do(Role.HANDLER, "submit")
    assert steps(walk) == ["legal_review", "head_sign", "leader_sign"]
    submission = Submission.objects.get()
    assert submission.track_because == ["建议“一般审批”，选择“敏感事项审批”：媒体关注"]
    entry = AuditEntry.objects.get(action="track_chosen")
    assert (entry.data["proposed"], entry.data["level"]) == ("routine", "sensitive")
    assert "媒体关注" not in entry.message
    assert Remark.objects.get(action="track_chosen").text == "媒体关注"
    page = text_of(at_desk(walk.office.legal).get(reverse("desk:submission", args=[submission.pk])))
    assert "选择“敏感事项审批”：媒体关注" in page


def test_joint_consultation_needs_its_minutes_over_this_content(walk: Walk) -> None:
    walk.do(Role.HANDLER, "choose_track", level=Level.JOINT)
    walk.do(Role.HANDLER, "submit")
    assert steps(walk) == ["legal_review", "joint_consultation", "head_sign", "leader_sign"]
    walk.agree(Role.LEGAL_REVIEWER)
    with pytest.raises(ApplicationError) as refused:
        walk.agree(Role.OFFICE_HEAD)
    assert refused.value.code == "minutes_missing"
    recorded = walk.do(Role.OFFICE_HEAD, "record_joint", minutes=Minutes(**MINUTES))
    assert recorded.minutes.get_kind_display() == "联合会商纪要"
    walk.agree(Role.OFFICE_HEAD)
    walk.agree(Role.OFFICE_HEAD)
    walk.agree(Role.SIGNATORY)
    assert walk.case.state == "approved"


def test_minutes_of_an_earlier_round_do_not_serve_the_next(walk: Walk) -> None:
    walk.do(Role.HANDLER, "choose_track", level=Level.JOINT)
    walk.do(Role.HANDLER, "submit")
    walk.do(Role.OFFICE_HEAD, "record_joint", minutes=Minutes(**MINUTES))
    walk.do(Role.HANDLER, "recall", reason="再改")
    walk.draft(note="补充说明。")
    walk.do(Role.HANDLER, "submit")
    walk.agree(Role.LEGAL_REVIEWER)
    with pytest.raises(ApplicationError) as refused:
        walk.agree(Role.OFFICE_HEAD)
    assert refused.value.code == "minutes_missing"


@pytest.mark.parametrize("name", ["participants", "opinions", "conclusion", "paper"])
def test_minutes_are_complete(walk: Walk, name: str) -> None:
    walk.do(Role.HANDLER, "choose_track", level=Level.JOINT)
    walk.do(Role.HANDLER, "submit")
    with pytest.raises(InvalidInput) as refused:
        lacking = {**MINUTES, name: None if name == "paper" else " "}
        walk.do(Role.OFFICE_HEAD, "record_joint", minutes=Minutes(**lacking))
    assert list(refused.value.fields) == [name]


def test_without_that_step_there_is_nothing_to_record(walk: Walk) -> None:
    walk.do(Role.HANDLER, "submit")
    with pytest.raises(ApplicationError) as refused:
        walk.do(Role.OFFICE_HEAD, "record_joint", minutes=Minutes(**MINUTES))
    assert refused.value.code == "no_joint_step"


def test_the_emergency_path_skips_the_leader_and_never_the_review(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.draft("secret")
    walk.do(Role.OFFICE_HEAD, "choose_track", level=Level.EMERGENCY, reason="汛情信息急需答复")
    walk.do(Role.HANDLER, "submit")
    assert steps(walk) == ["legal_review", "head_sign"]
    listed = text_of(at_desk(bureau.head).get(reverse("desk:emergencies")))
    assert str(walk.case.number) in listed
    assert "汛情信息急需答复" in listed
    assert "没有采用紧急审批" in text_of(at_desk(other_office().head).get(reverse("desk:emergencies")))


def test_the_page_says_what_is_proposed_and_refuses_without_losing_the_choice(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.draft("secret")
    client = at_desk(bureau.handler)
    page = text_of(client.get(reverse("desk:track", args=[walk.case.pk])))
    assert "系统建议：敏感事项审批（答复情形为“国家秘密”）" in page
    assert "现在适用：法制审核→工作机构负责人审签→机关负责人签发" in page
    refused = send(client, "desk:track", walk.case, level="routine", reason="")
    assert refused.status_code == 422
    assert "须写明理由" in text_of(refused)
    assert not TrackChoice.objects.exists()
    assert send(client, "desk:track", walk.case, level="routine", reason="经核实已解密").status_code == 302
    assert TrackChoice.objects.get().level == "routine"
    assert at_desk(other_office().handler).get(reverse("desk:track", args=[walk.case.pk])).status_code == 404


def test_what_the_head_raised_the_handler_does_not_lower(walk: Walk) -> None:
    walk.do(Role.OFFICE_HEAD, "choose_track", level=Level.JOINT)
    with pytest.raises(ApplicationError) as refused:
        walk.do(Role.HANDLER, "choose_track", level=Level.ROUTINE, reason="不需要")
    assert refused.value.code == "track_set_by_head"


def test_another_handler_does_not_choose(walk: Walk) -> None:
    other = join(walk.office.agency, Role.HANDLER, "linfang", "林芳")
    with pytest.raises(ApplicationError) as refused:
        perform(other.user, walk.case, "choose_track", level=Level.SENSITIVE)
    assert refused.value.code == "not_the_handler"


def test_an_emergency_ends_with_its_round(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    walk.draft("secret")
    walk.do(Role.OFFICE_HEAD, "choose_track", level=Level.EMERGENCY, reason="汛情信息急需答复")
    walk.do(Role.HANDLER, "submit")
    walk.do(Role.HANDLER, "recall", reason="再改")
    walk.do(Role.HANDLER, "submit")
    last = walk.case.submissions.order_by("round").last()
    assert last is not None
    assert [step["key"] for step in last.steps] == ["legal_review", "head_sign", "leader_sign"]


def test_what_a_deputy_chooses_and_records_says_for_whom(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.accept()
    deputy = Member(bureau.signatory.user, bureau.agency, Role.OFFICE_HEAD, acting_for=bureau.head.user)
    args = {"level": Level.SENSITIVE, "proposed": Level.ROUTINE}
    chosen = track_choice.choose(actor=deputy, case_id=walk.case.pk, **args)
    assert chosen.acting_for == bureau.head.user
    page = text_of(at_desk(bureau.handler).get(reverse("desk:track", args=[walk.case.pk])))
    assert f"{bureau.signatory.user.name}（代{bureau.head.user.name}）选择过" in page
