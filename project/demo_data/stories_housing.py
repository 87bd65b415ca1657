"""清溪市住房和城乡建设局 and 清溪市人民政府: other desks, whose cases the planning bureau never sees."""

from __future__ import annotations

from project.demo_data import answers
from project.demo_data.agencies import Desk
from project.demo_data.applicants import BRIGHT_LAW, JIANG_CHU, SHEN_YI, TAO_RAN, application
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.rules.roles import Role


def fax_to_confirm(days: Days, desk: Desk) -> Story:
    """A fax counts from the day both sides confirm; that is still to be done."""
    yield days.ago(2)
    text = "2026年第三季度在建工程质量安全抽查结果"
    Case(desk).arrive(application(BRIGHT_LAW, days.ago(2), text, channel="fax", confirmed=False))


def under_review(days: Days, desk: Desk) -> Story:
    """Registered, to be reviewed."""
    yield days.ago(2)
    Case(desk).arrive(application(SHEN_YI, days.ago(2), "云杉花园小区物业服务合同备案材料", channel="web"))


def extension_granted(days: Days, desk: Desk) -> Story:
    """Granted, and its notice made; it must reach the applicant before the first period ends."""
    yield days.ago(18)
    case = Case(desk)
    text = "云杉花园小区2018年以来住宅专项维修资金交存和使用明细"
    case.arrive(application(JIANG_CHU, days.ago(18), text))
    yield days.ago(17)
    case.accept("物业管理科")
    yield days.ago(2)
    reason = "明细涉及四百余户，须逐户遮盖账户信息，二十个工作日内不能完成"
    case.do(Role.HANDLER, "ask_extension", working_days=10, reason=reason)
    yield days.ago(1)
    case.do(Role.OFFICE_HEAD, "grant_extension", opinion="同意。")


def delivered(days: Days, desk: Desk) -> Story:
    """Provided, and signed for at the counter."""
    yield days.ago(21)
    case = Case(desk)
    text = "柳岸村安置房项目的建筑工程施工许可证"
    case.arrive(application(TAO_RAN, days.ago(21), text, way="pickup"))
    yield days.ago(20)
    case.accept("建筑业管理科")
    yield days.ago(14)
    title = "柳岸村安置房项目建筑工程施工许可证"
    copy = case.copy(Role.HANDLER, title, "编号：清建施〔2020〕88号（示例）")
    case.draft(Role.HANDLER, answers.provided(1), delivery="hand", attachments=[copy])
    case.do(Role.HANDLER, "submit")
    yield days.ago(12)
    case.decide(Role.SECRECY_REVIEWER, opinion="可以提供。")
    case.decide(Role.LEGAL_REVIEWER, opinion="同意。")
    case.decide(Role.OFFICE_HEAD, opinion="同意。")
    yield days.ago(10)
    case.do(Role.HANDLER, "issue")
    yield days.ago(9)
    case.serve(Role.DESK_OFFICER, case.letter(kind="reply_provided"), "hand", "陶然")


def at_the_government(days: Days, desk: Desk) -> Story:
    """One at the city government itself, whose replies name other bodies in their remedies."""
    yield days.ago(6)
    case = Case(desk)
    case.arrive(application(SHEN_YI, days.ago(6), "清溪市2026年重大行政决策事项目录", channel="web"))
    yield days.ago(5)
    case.accept("政务公开科")


SCENES: tuple[Scene, ...] = (fax_to_confirm, under_review, extension_granted, delivered)
GOVERNMENT_SCENES: tuple[Scene, ...] = (at_the_government,)
