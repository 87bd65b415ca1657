"""What came to the wrong house: addressed to nobody, waiting for a dispatcher or with its agency; a letter sent on."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from project.demo_data.agencies import HOUSING, Desk
from project.demo_data.applicants import HE_YUAN, TAO_RAN, application
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.models import Agency, ToldWay
from requests_app.rules.roles import Role
from requests_app.services.intake import submit_to_platform
from requests_app.services.registration import NewRequest
from requests_app.services.transfer import HandingOver


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


def handed_to_the_right_agency(days: Days, desk: Desk) -> Story:
    """A letter that came to the wrong house: it goes on before it gets a number, and waits there to be taken up."""
    yield days.ago(2)
    text = "清溪市房屋安全鉴定机构名录和2025年危房鉴定结果汇总"
    new = application(HE_YUAN, days.ago(2), text, channel="letter", confirmed=False)
    case = Case(desk)
    case.arrive(new)
    yield days.ago(1)
    handing = HandingOver(
        on=days.ago(1),
        reason="房屋安全鉴定由市住房和城乡建设局管理，有关信息由该局制作",
        told_on=days.ago(1),
        told_way=ToldWay.PHONE,
        agency=Agency.objects.get(code=HOUSING.code),
    )
    case.do(Role.DESK_OFFICER, "transfer_before_registration", handing=handing)


def _submitted_now(new: NewRequest) -> NewRequest:
    return replace(new, submitted_at=timezone.now())


SCENES: tuple[Scene, ...] = (
    waiting_for_a_dispatcher,
    routed_the_same_day,
    handed_to_the_right_agency,
)
