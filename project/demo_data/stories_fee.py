"""清溪市规划和自然资源局: applications for clearly too much, a fee awaited, one paid, one never paid (Art. 42)."""

from __future__ import annotations

from project.demo_data.agencies import Desk
from project.demo_data.applicants import application, person
from project.demo_data.papers import paper
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app import dates
from requests_app.actors import Applicant, System
from requests_app.models import Letter
from requests_app.rules.fees import Schedule
from requests_app.rules.roles import Role
from requests_app.services import fees, payments
from requests_app.services.documents import Upload
from requests_app.services.payments import Payment

FANG_LEI = person("方磊", "19810917", 131, "西城区织造巷21号")
YU_MAN = person("于曼", "19920224", 132, "东湖区学院路15号")
PENG_AN = person("彭安", "19770630", 133, "北山区石桥镇柳岸村8号")
WHY = "一次申请的数量明显超过合理范围：涉及十年间的全部档案，需要复制的页数过多"


def _charge(case: Case, pages: int) -> None:
    case.do(Role.HANDLER, "find_excessive", why=WHY)
    case.do(Role.HANDLER, "ask_fee", schedule=Schedule.PER_QUANTITY, count=pages)


def _notice(case: Case) -> Letter:
    return case.letter(kind="fee_notice")


def _voucher(name: str, amount: int) -> Upload:
    words = (f"缴款人：{name}", f"金额：{amount}元", f"日期：{dates.today()}")
    return Upload("缴款凭证.pdf", paper("非税收入缴款凭证（演示）", *words))


def awaited(days: Days, desk: Desk) -> Story:
    """Told some days ago: the clock stands still, the applicant has still time to pay."""
    yield days.ago(13)
    case = Case(desk)
    case.arrive(
        application(
            FANG_LEI, days.ago(13), "2016年至2025年东湖片区全部建设工程规划许可证及其附图", channel="web"
        )
    )
    yield days.ago(12)
    case.accept("国土空间规划科")
    yield days.ago(10)
    _charge(case, 268)
    yield days.ago(9)
    case.serve(Role.DESK_OFFICER, _notice(case), "hand", "方磊")


def paid(days: Days, desk: Desk) -> Story:
    """Reported online with a voucher, verified by the desk: the period runs afresh."""
    yield days.ago(18)
    case = Case(desk)
    case.arrive(application(YU_MAN, days.ago(18), "2018年至2025年滨河路沿线全部土地出让合同", way="pickup"))
    yield days.ago(17)
    case.accept("建设用地科")
    yield days.ago(15)
    _charge(case, 126)
    yield days.ago(14)
    case.serve(Role.DESK_OFFICER, _notice(case), "pickup", "于曼")
    yield days.ago(6)
    applicant = Applicant(case.row)
    payments.report(actor=applicant, case_id=case.pk, paid_on=dates.today(), voucher=_voucher("于曼", 1_220))
    yield days.ago(5)
    report = case.row.fees.get().payments.get()
    verified = Payment(report.amount, report.paid_on, "演示票据0126", report=report.pk)
    case.do(Role.DESK_OFFICER, "receive_fee", payment=verified)


def never_paid(days: Days, desk: Desk) -> Story:
    """Nothing was paid in thirty days: confirmed, approved, told, and no longer handled."""
    yield days.ago(41)
    case = Case(desk)
    case.arrive(application(PENG_AN, days.ago(41), "石桥镇全部集体土地征收档案", channel="counter"))
    yield days.ago(40)
    case.accept("征收管理科")
    yield days.ago(38)
    _charge(case, 312)
    yield days.ago(37)
    case.serve(Role.DESK_OFFICER, _notice(case), "hand", "彭安")
    yield days.ago(9)
    fees.propose_lapse(actor=System("每日检查"), case_id=case.pk)
    case.do(Role.DESK_OFFICER, "lapse_unpaid", delivery="hand")
    yield days.ago(8)
    case.decide(Role.LEGAL_REVIEWER)
    case.decide(Role.OFFICE_HEAD)
    case.do(Role.DESK_OFFICER, "issue")
    yield days.ago(7)
    case.serve(Role.DESK_OFFICER, case.letter(submission__isnull=False), "hand", "彭安")


SCENES: tuple[Scene, ...] = (awaited, paid, never_paid)
