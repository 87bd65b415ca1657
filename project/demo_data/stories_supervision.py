"""督办: the supervisor of the city demands an account of a late case; one is answered, one waits."""

from __future__ import annotations

from project.demo_data.agencies import Desk
from project.demo_data.applicants import SONG_QING, TAO_RAN, application
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.actors import Member
from requests_app.models import Membership
from requests_app.rules.roles import Role
from requests_app.services import supervising


def late_and_answered(days: Days, desk: Desk) -> Story:
    """Late for two days; the office has told the supervisor why."""
    yield days.ago(22)
    case = Case(desk)
    text = "北山区石桥镇2025年耕地占补平衡项目的验收材料"
    case.arrive(application(SONG_QING, days.ago(22), text))
    yield days.ago(21)
    case.accept("国土空间规划科")
    yield days.ago(1)
    words = "本件答复期限已过，请说明原因，尽快依法答复申请人。"
    order = supervising.order(actor=_supervisor(desk), case_id=case.pk, words=words, answer_by=days.today)
    yield days.today
    answer = "验收材料由征收管理科保管，移交迟延。已调齐，今天起草答复书送审。"
    case.do(Role.HANDLER, "answer_supervision", order_id=order.pk, answer=answer)


def late_and_asked_about(days: Days, desk: Desk) -> Story:
    """Late since yesterday; the demand of today waits for its answer."""
    yield days.ago(21)
    case = Case(desk)
    text = "清溪市2025年度矿产资源开发利用统计年报"
    case.arrive(application(TAO_RAN, days.ago(21), text))
    yield days.ago(20)
    case.accept("矿产资源科", "linfang")
    yield days.today
    words = "本件已超过答复期限，请书面说明办理情况和责任单位。"
    last = days.calendar.nth_working_day(days.today, 2)
    supervising.order(actor=_supervisor(desk), case_id=case.pk, words=words, answer_by=last)


def _supervisor(desk: Desk) -> Member:
    """Of the government above the agency."""
    held = Membership.objects.select_related("user", "agency").get(
        agency=desk.agency.parent, role=Role.SUPERVISOR
    )
    return Member(held.user, held.agency, Role.SUPERVISOR)


SCENES: tuple[Scene, ...] = (late_and_answered, late_and_asked_about)
