"""清溪市规划和自然资源局: from signed to archived, and one that was taken back."""

from __future__ import annotations

from project.demo_data import answers
from project.demo_data.agencies import Desk
from project.demo_data.applicants import (
    EAST_LAKE,
    HE_YUAN,
    JIANG_CHU,
    QIN_BO,
    SONG_QING,
    WEI_LAN,
    YAN_KAI,
    application,
)
from project.demo_data.papers import paper
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.rules.roles import Role
from requests_app.services.documents import Upload

PLAN_PAGE = "https://www.example.gov.cn/zwgk/ghjh/2025/0043.html"


def _agree(case: Case) -> None:
    case.decide(Role.LEGAL_REVIEWER, opinion="事实清楚，依据准确，同意。")
    case.decide(Role.OFFICE_HEAD, opinion="同意。")


def approved(days: Days, desk: Desk) -> Story:
    """Everybody agreed; the letter is still to be issued."""
    yield days.ago(12)
    case = Case(desk)
    case.arrive(application(JIANG_CHU, days.ago(12), "云杉花园小区建设项目竣工规划核实的公示内容"))
    yield days.ago(11)
    case.accept("国土空间规划科")
    yield days.ago(4)
    route = "https://www.example.gov.cn/zwgk/ghgs/2024/0117.html"
    case.draft(Role.HANDLER, answers.already_public(1, "《云杉花园小区建设项目竣工规划核实公示》", route))
    case.do(Role.HANDLER, "submit")
    yield days.ago(1)
    _agree(case)


def issued_with_three_answers(days: Days, desk: Desk) -> Story:
    """Three items, three different answers in one letter; made, and waiting to be posted."""
    yield days.ago(15)
    case = Case(desk)
    case.arrive(
        application(
            SONG_QING,
            days.ago(15),
            "柳岸村2019年集体土地征收的征地批复文件",
            "柳岸村2019年集体土地征收社会稳定风险评估的专家签到表",
            "柳岸村安置房项目的施工许可证",
        )
    )
    yield days.ago(14)
    case.accept("征收管理科")
    yield days.ago(6)
    _draft_three_answers(case, days)
    case.do(Role.HANDLER, "submit")
    yield days.ago(3)
    case.decide(Role.SECRECY_REVIEWER, opinion="批复文件不涉密，可以提供。")
    yield days.ago(2)
    _agree(case)
    yield days.ago(1)
    case.do(Role.DESK_OFFICER, "issue")


def _draft_three_answers(case: Case, days: Days) -> None:
    """Given, searched for in vain, and another agency's."""
    found_nothing = answers.search(
        days.ago(6),
        "王强",
        "征收管理科、机关档案室",
        "柳岸村、社会稳定风险评估、签到表",
        "2018年1月1日至2020年12月31日",
        "评估由镇人民政府组织，评估报告移送本机关时没有附签到表，本机关没有制作该表的职责。",
    )
    case.do(Role.HANDLER, "record_search", ordinal=2, search=found_nothing)
    title = "关于柳岸村集体土地征收的批复"
    copy = case.copy(Role.HANDLER, title, "澜政土批〔2019〕205号（示例）", "批准征收集体土地12.4公顷。")
    case.draft(
        Role.HANDLER,
        answers.provided(1),
        answers.not_existing(
            2,
            found_nothing,
            "评估由镇人民政府组织，移送本机关的评估报告没有附专家签到表，本机关没有制作过该表",
        ),
        answers.not_ours(
            3,
            "清溪市住房和城乡建设局",
            "0999-5550320",
            "建筑工程施工许可由住房和城乡建设部门核发，施工许可证由该部门制作",
        ),
        attachments=[copy],
    )


def issued_and_posted(days: Days, desk: Desk) -> Story:
    """Posted in time; the postal record of its arrival is awaited."""
    yield days.ago(18)
    case = Case(desk)
    case.arrive(application(WEI_LAN, days.ago(18), "西城区滨河南路120号房屋的不动产登记簿"))
    yield days.ago(17)
    case.accept("办公室")
    yield days.ago(8)
    checked = "已核对该条例现行文本：第二十七条规定不动产登记资料的查询、复制。"
    case.draft(Role.HANDLER, answers.special_regime(1), reasons={"citations_explained": checked})
    case.do(Role.HANDLER, "submit")
    yield days.ago(6)
    _agree(case)
    yield days.ago(3)
    case.do(Role.HANDLER, "issue")
    yield days.ago(2)
    case.post(Role.DESK_OFFICER, case.letter(kind="reply_special_regime"), "1099555010345")


def delivered_by_hand(days: Days, desk: Desk) -> Story:
    """Told where it is published; signed for at the counter, not archived yet."""
    yield days.ago(27)
    case = Case(desk)
    case.arrive(application(HE_YUAN, days.ago(27), "清溪市东湖片区控制性详细规划（2025年修订）"))
    yield days.ago(26)
    case.accept("国土空间规划科")
    yield days.ago(20)
    document = "《清溪市东湖片区控制性详细规划（2025年修订）》"
    case.draft(Role.HANDLER, answers.already_public(1, document, PLAN_PAGE), delivery="hand")
    case.do(Role.HANDLER, "submit")
    yield days.ago(18)
    _agree(case)
    yield days.ago(17)
    case.do(Role.HANDLER, "issue")
    yield days.ago(16)
    case.serve(Role.DESK_OFFICER, case.letter(kind="reply_already_public"), "hand", "何远")


def archived(days: Days, desk: Desk) -> Story:
    """The whole way: copies provided by post, signed for, and the file handed to the archive."""
    yield days.ago(38)
    case = Case(desk)
    text = "东湖路道路拓宽项目建设用地规划许可证及其附图"
    case.arrive(application(YAN_KAI, days.ago(38), text, channel="web"))
    yield days.ago(37)
    case.accept("建设用地科")
    yield days.ago(30)
    title = "东湖路道路拓宽项目建设用地规划许可证及其附图"
    copy = case.copy(Role.HANDLER, title, "地字第2025-0118号（示例）", "附图：用地红线图一张")
    case.draft(Role.HANDLER, answers.provided(1), attachments=[copy])
    case.do(Role.HANDLER, "submit")
    yield days.ago(28)
    case.decide(Role.SECRECY_REVIEWER, opinion="许可证及附图不涉密，可以提供。")
    _agree(case)
    yield days.ago(27)
    case.do(Role.HANDLER, "issue")
    yield days.ago(26)
    letter = case.letter(kind="reply_provided")
    case.post(Role.DESK_OFFICER, letter, "1099555010187")
    yield days.ago(23)
    case.serve(Role.DESK_OFFICER, letter, "post", "严凯")
    yield days.ago(12)
    case.do(Role.ARCHIVIST, "archive")


def withdrawn(days: Days, desk: Desk) -> Story:
    """Taken back by the applicant with a signed paper; the notice was made."""
    yield days.ago(11)
    case = Case(desk)
    case.arrive(application(EAST_LAKE, days.ago(11), "东湖路27号地块竞买人报名登记表"))
    yield days.ago(10)
    case.accept("建设用地科", "linfang")
    yield days.ago(7)
    signed = paper("撤回申请书", "本公司撤回政府信息公开申请。", "清溪市东湖置业有限公司")
    reason = "申请人已从其他途径获得所需信息"
    case.do(Role.DESK_OFFICER, "withdraw", reason=reason, signed_paper=Upload("撤回申请书.pdf", signed))


def voided(days: Days, desk: Desk) -> Story:
    """Entered twice by mistake; the number is kept."""
    yield days.ago(13)
    case = Case(desk)
    case.arrive(application(QIN_BO, days.ago(13), "西城区织造巷8号地块的土地出让合同及补充协议"))
    yield days.ago(12)
    case.do(Role.OFFICE_HEAD, "void", reason="同一份申请书重复登记，以前一编号办理")


SCENES: tuple[Scene, ...] = (
    approved,
    issued_with_three_answers,
    issued_and_posted,
    delivered_by_hand,
    archived,
    withdrawn,
    voided,
)
