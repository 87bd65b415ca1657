"""清溪市规划和自然资源局: unclear applications, one awaited, one corrected, one given up (Art. 30)."""

from __future__ import annotations

from datetime import date

from project.demo_data.agencies import Desk
from project.demo_data.applicants import BRIGHT_LAW, JIANG_CHU, LIANG_SU, application
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app import dates
from requests_app.actors import Applicant, System
from requests_app.models import Letter
from requests_app.rules.correction import Point
from requests_app.rules.roles import Role
from requests_app.services import correction
from requests_app.services.correction import Received

_NEEDED = "请写明所需材料的名称、文号，或者形成的时间、制作的机关"


def _ask(case: Case, unclear: str, reply_by: date) -> None:
    points = [Point("description", unclear, _NEEDED, 1)]
    case.do(Role.DESK_OFFICER, "ask_correction", points=points, reply_by=reply_by)


def _notice(case: Case) -> Letter:
    return case.letter(kind="correction_notice")


def awaited(days: Days, desk: Desk) -> Story:
    """Asked in time, signed for; the applicant has still some days left."""
    yield days.ago(7)
    case = Case(desk)
    case.arrive(application(JIANG_CHU, days.ago(7), "云杉花园小区的全部规划材料", channel="web", way="email"))
    yield days.ago(5)
    _ask(case, "“全部规划材料”涉及立项、用地、建设工程和核实多个阶段，不能确定需要哪些", days.ago(-10))
    yield days.ago(4)
    case.serve(Role.DESK_OFFICER, _notice(case), "hand", "江楚")


def corrected(days: Days, desk: Desk) -> Story:
    """Corrected online two days ago: the period runs afresh, the first text is kept."""
    yield days.ago(8)
    case = Case(desk)
    case.arrive(application(BRIGHT_LAW, days.ago(8), "滨河南路道路工程的相关批复", way="pickup"))
    yield days.ago(6)
    _ask(case, "“相关批复”没有写明是哪一类批复", days.ago(-9))
    yield days.ago(5)
    case.serve(Role.DESK_OFFICER, _notice(case), "pickup", "苗青")
    yield days.ago(2)
    clear = {1: "滨河南路（东湖路至采石路段）道路工程建设用地规划许可证和建设工程规划许可证"}
    correction.receive(
        actor=Applicant(case.row), case_id=case.pk, received=Received(dates.today(), texts=clear)
    )


def given_up(days: Days, desk: Desk) -> Story:
    """Nothing came: confirmed, approved, told, and no longer handled."""
    yield days.ago(30)
    case = Case(desk)
    case.arrive(application(LIANG_SU, days.ago(30), "柳岸村的所有土地资料", channel="counter"))
    yield days.ago(28)
    _ask(case, "“所有土地资料”范围过宽，不能确定需要哪些政府信息", days.ago(12))
    yield days.ago(27)
    case.serve(Role.DESK_OFFICER, _notice(case), "hand", "梁素")
    yield days.ago(11)
    correction.propose_lapse(actor=System("每日检查"), case_id=case.pk)
    considered = "昨日、今日两次电话联系，申请人表示不再补正，没有说明理由。"
    case.do(Role.DESK_OFFICER, "lapse_uncorrected", delivery="hand", considered=considered)
    yield days.ago(10)
    case.decide(Role.LEGAL_REVIEWER)
    case.decide(Role.OFFICE_HEAD)
    case.do(Role.DESK_OFFICER, "issue")
    yield days.ago(9)
    case.serve(Role.DESK_OFFICER, case.letter(submission__isnull=False), "hand", "梁素")


SCENES: tuple[Scene, ...] = (awaited, corrected, given_up)
