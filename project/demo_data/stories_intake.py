"""清溪市人民政府 as the platform: what is addressed to nobody, waiting for a dispatcher and already with its agency."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from project.demo_data.agencies import HOUSING, Desk
from project.demo_data.applicants import HE_YUAN, TAO_RAN, application
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.models import Agency
from requests_app.rules.roles import Role
from requests_app.services.intake import submit_to_platform
from requests_app.services.registration import NewRequest


def waiting_for_a_dispatcher(days: Days, desk: Desk) -> Story:
    """Submitted yesterday; the alarm has begun."""
    yield days.ago(1)
    text = "滨河路段2026年夏季防汛物资采购合同和验收记录"
    new = application(HE_YUAN, days.ago(1), text, channel="web", form="email", way="email")
    submit_to_platform(agency=desk.agency, new=_submitted_now(new))


def routed_the_same_day(days: Days, desk: Desk) -> Story:
    """Given to 清溪市住房和城乡建设局 on the day of submission; registered there at once."""
    yield days.ago(2)
    text = "清溪市2025年度老旧小区改造项目名单和资金安排"
    new = application(TAO_RAN, days.ago(2), text, channel="web", form="email", way="email")
    case = Case(desk, submit_to_platform(agency=desk.agency, new=_submitted_now(new)).case.pk)
    housing = Agency.objects.get(code=HOUSING.code)
    reason = "老旧小区改造由该局组织实施，有关信息由该局制作"
    case.do(Role.DISPATCHER, "route", agency=housing, reason=reason)


def _submitted_now(new: NewRequest) -> NewRequest:
    return replace(new, submitted_at=timezone.now())


SCENES: tuple[Scene, ...] = (waiting_for_a_dispatcher, routed_the_same_day)
