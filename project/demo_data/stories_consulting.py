"""清溪市规划和自然资源局: requests about which others are being asked (征求意见)."""

from __future__ import annotations

from project.demo_data.agencies import Desk
from project.demo_data.applicants import BRIGHT_LAW, QIN_BO, application
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.rules.consultation import Inquiry, Opinion
from requests_app.rules.roles import Role
from requests_app.services.consultation import NewInquiry

DESIGNER = "清溪市某某勘察设计有限公司"


def _asks_designer(case: Case) -> int:
    """The third party is asked; gives the key of the consultation."""
    inquiry = NewInquiry(
        kind=Inquiry.THIRD_PARTY,
        name=DESIGNER,
        information="滨河步道工程勘察设计合同（2025年签订）及其附件",
        why="合同附件含有贵单位的分项报价和技术方案，投标时声明为商业秘密",
        contact="总工程师办公室 0000-5550777",
        address="清溪市东湖区桂花路77号",
    )
    return int(case.do(Role.HANDLER, "consult", inquiry=inquiry).pk)


def third_party_asked(days: Days, desk: Desk) -> Story:
    """Served four working days ago: the clock stands still until the third party answers or its time is over."""
    yield days.ago(8)
    case = Case(desk)
    text = "滨河步道工程勘察设计合同（2025年签订）及其补充协议"
    case.arrive(application(BRIGHT_LAW, days.ago(8), text))
    yield days.ago(7)
    case.accept("国土空间规划科")
    yield days.ago(6)
    _asks_designer(case)
    yield days.ago(5)
    case.post(Role.DESK_OFFICER, case.letter(kind="third_party_inquiry"), "1099555010771")
    yield days.ago(4)
    case.serve(Role.DESK_OFFICER, case.letter(kind="third_party_inquiry"), "post", "总工程师办公室")


def third_party_objects(days: Days, desk: Desk) -> Story:
    """It objected, and the handler must weigh its reasons and decide."""
    yield days.ago(10)
    case = Case(desk)
    case.arrive(application(QIN_BO, days.ago(10), "滨河步道工程勘察设计单位的中标报价明细"))
    yield days.ago(9)
    case.accept("国土空间规划科")
    asked = _asks_designer(case)
    yield days.ago(8)
    case.serve(Role.DESK_OFFICER, case.letter(kind="third_party_inquiry"), "hand", "总工程师办公室")
    yield days.ago(2)
    case.do(
        Role.HANDLER,
        "record_opinion",
        consultation_id=asked,
        opinion=Opinion.OBJECTS,
        reasons="分项报价属于未公开的经营信息，公开会使我单位在后续投标中处于不利地位。",
    )


SCENES: tuple[Scene, ...] = (third_party_asked, third_party_objects)
