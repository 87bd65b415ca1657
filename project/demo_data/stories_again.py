"""清溪市规划和自然资源局: answered, disputed, taken back, handled anew, split, and joined."""

from __future__ import annotations

from project.demo_data import answers
from project.demo_data.agencies import Desk
from project.demo_data.applicants import GREEN_HILL, LUO_MING, SHEN_YI, TAO_RAN, application
from project.demo_data.papers import paper
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app import dates
from requests_app.rules.roles import Role
from requests_app.services.decision import ItemDecision
from requests_app.services.documents import Upload
from requests_app.services.remedy import Decided, NewRemedy

BODY = "清溪市人民政府"
DECISION = "清政复决〔示例〕12号行政复议决定书"


def _answered(case: Case, days: Days, since: int, who: str, answer: ItemDecision) -> Story:
    """From acceptance to delivery by hand, in ten working days."""
    yield days.ago(since - 1)
    case.accept("国土空间规划科")
    yield days.ago(since - 6)
    case.draft(Role.HANDLER, answer, delivery="hand")
    case.do(Role.HANDLER, "submit")
    yield days.ago(since - 8)
    case.decide(Role.LEGAL_REVIEWER, opinion="同意。")
    case.decide(Role.OFFICE_HEAD, opinion="同意。")
    yield days.ago(since - 9)
    case.do(Role.HANDLER, "issue")
    yield days.ago(since - 10)
    case.serve(Role.DESK_OFFICER, case.letter(submission__isnull=False), "hand", who)


def _dispute(case: Case, *, simplified: bool) -> int:
    copy = paper("行政复议答复通知书", BODY, "附：行政复议申请书副本")
    new = NewRemedy(
        "reconsideration",
        BODY,
        dates.today(),
        case_number="清政复〔示例〕12号",
        simplified=simplified,
        notice=Upload("通知书.pdf", copy),
    )
    return int(case.do(Role.LEGAL_REVIEWER, "record_remedy", new=new).pk)


def disputed(days: Days, desk: Desk) -> Story:
    """A reconsideration in the simplified procedure came yesterday: answer and evidence are due in four days."""
    yield days.ago(22)
    case = Case(desk)
    case.arrive(application(TAO_RAN, days.ago(22), "学院路地块规划条件变更的论证会会议纪要"))
    reason = "会议纪要记载的是论证过程中的讨论意见，公开后影响坦率表达"
    answer = answers.process(1, "讨论记录", reason, "全文均为讨论意见，无法区分处理")
    yield from _answered(case, days, 22, "陶然", answer)
    yield days.ago(1)
    _dispute(case, simplified=True)


def reopened(days: Days, desk: Desk) -> Story:
    """Archived; then the reply was revoked, and a new one ordered within fifteen working days."""
    yield days.ago(40)
    case = Case(desk)
    case.arrive(application(LUO_MING, days.ago(40), "采石路拓宽工程的用地预审意见"))
    route = "https://www.example.gov.cn/zwgk/ydys/2024/0021.html"
    answer = answers.already_public(1, "《采石路拓宽工程用地预审意见》", route)
    yield from _answered(case, days, 40, "骆鸣", answer)
    yield days.ago(28)
    case.do(Role.ARCHIVIST, "archive")
    yield days.ago(20)
    remedy = _dispute(case, simplified=False)
    yield days.ago(14)
    filed = Upload("答复书.pdf", paper("行政复议答复书及证据清单", "清溪市规划和自然资源局"))
    case.do(Role.LEGAL_REVIEWER, "file_remedy_answer", remedy_id=remedy, filed_on=dates.today(), papers=filed)
    yield days.ago(4)
    text = paper("行政复议决定书", "撤销原答复，责令自收到本决定之日起15个工作日内重新答复。")
    decided = Decided(
        "corrected", days.ago(5), dates.today(), DECISION, Upload("决定书.pdf", text), working_days=15
    )
    case.do(Role.LEGAL_REVIEWER, "record_remedy_result", remedy_id=remedy, decided=decided)
    yield days.ago(3)
    case.do(Role.OFFICE_HEAD, "reopen", remedy_id=remedy)


def taken_back(days: Days, desk: Desk) -> Story:
    """Delivered with a wrong address on the web; the head took it back two days later, and the clock runs on."""
    yield days.ago(14)
    case = Case(desk)
    case.arrive(application(SHEN_YI, days.ago(14), "云杉花园小区二期建设工程规划许可证公示"))
    route = "https://www.example.gov.cn/zwgk/ghgs/2023/0009.html"
    answer = answers.already_public(1, "《云杉花园小区二期建设工程规划许可公示》", route)
    yield from _answered(case, days, 14, "沈宜", answer)
    yield days.ago(2)
    letter = case.letter(submission__isnull=False)
    reason = "答复书写明的网址是一期的公示，不是申请的二期"
    case.do(Role.OFFICE_HEAD, "withdraw_letter", letter_id=letter.pk, reason=reason)


def split_in_two(days: Days, desk: Desk) -> Story:
    """Two things that two units must answer: split on the day after registration, each on its own way."""
    yield days.ago(6)
    case = Case(desk)
    items = ("东湖大道地块规划条件通知书", "东湖大道地块2024年征地补偿安置方案")
    case.arrive(application(GREEN_HILL, days.ago(6), *items))
    yield days.ago(5)
    told = "电话告知联系人：两项由不同科室办理，分别答复；同意。"
    (part,) = case.do(Role.DESK_OFFICER, "split", part_of={1: 0, 2: 1}, told=told)
    case.accept("国土空间规划科")
    Case(desk, part.pk).accept("征收管理科")


def joined(days: Days, desk: Desk) -> Story:
    """Two applications of one person for papers of one plan, four days apart: answered in one letter, which waits for
    the legal review."""
    yield days.ago(11)
    first = Case(desk)
    first.arrive(application(TAO_RAN, days.ago(11), "学院路北片区控制性详细规划（2024年修订）"))
    first.accept("国土空间规划科")
    yield days.ago(7)
    second = Case(desk)
    second.arrive(application(TAO_RAN, days.ago(7), "学院路北片区规划公示期间的公众意见汇总"))
    second.accept("国土空间规划科")
    yield days.ago(3)
    first.do(Role.HANDLER, "join", request_ids=[second.pk])
    route = "https://www.example.gov.cn/zwgk/ghjh/2024/0031.html"
    public = answers.already_public(1, "《学院路北片区控制性详细规划（2024年修订）》", route)
    opinions = "https://www.example.gov.cn/zwgk/ghgs/2024/0017.html"
    first.draft(Role.HANDLER, public, answers.already_public(2, "《公众意见汇总和采纳情况》", opinions))
    first.do(Role.HANDLER, "submit")


SCENES: tuple[Scene, ...] = (disputed, reopened, taken_back, split_in_two, joined)
