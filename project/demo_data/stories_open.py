"""清溪市规划和自然资源局: what is still to be answered, from a letter not yet confirmed to one overdue."""

from __future__ import annotations

from project.demo_data import answers
from project.demo_data.agencies import Desk
from project.demo_data.applicants import (
    BRIGHT_LAW,
    EAST_LAKE,
    GREEN_HILL,
    HE_YUAN,
    JIANG_CHU,
    LIANG_SU,
    LUO_MING,
    QIN_BO,
    SONG_QING,
    TAO_RAN,
    WEI_LAN,
    YAN_KAI,
    application,
)
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.models import Delivery
from requests_app.rules.roles import Role

COLLEAGUE = "linfang"


def letter_to_confirm(days: Days, desk: Desk) -> Story:
    """An ordinary letter: the day of receipt is that of the confirmation by telephone, which is still to be made."""
    yield days.ago(1)
    new = application(
        LIANG_SU,
        days.ago(1),
        "北山区石桥镇柳岸村2024年至2026年宅基地审批结果",
        channel="letter",
        confirmed=False,
        note="信封内为手写申请书一页、身份证复印件一页。",
    )
    Case(desk).arrive(new)


def just_arrived_online(days: Days, desk: Desk) -> Story:
    """Submitted on the web and registered by the system at once; nobody has looked at it yet."""
    yield days.today
    text = "清溪市2026年度国有建设用地供应计划及截至目前的执行情况"
    new = application(TAO_RAN, days.today, text, channel="web", form="email", way="email")
    Case(desk).arrive(new)


def waits_at_the_counter(days: Days, desk: Desk) -> Story:
    """Asked for at the counter this morning; to be answered while the applicant waits."""
    yield days.today
    case = Case(desk)
    text = "云杉花园9幢建设工程规划许可证的证号和发证日期"
    case.arrive(application(JIANG_CHU, days.today, text, way="pickup"))
    case.do(Role.DESK_OFFICER, "accept_on_the_spot", handler=case.user(Role.HANDLER))


def under_review(days: Days, desk: Desk) -> Story:
    """By registered post, read by nobody but the mail room so far."""
    yield days.ago(3)
    new = application(
        GREEN_HILL,
        days.ago(3),
        "北山采石场2023年以来矿山地质环境保护与土地复垦方案及其审查意见",
        "北山采石场2025年度生态修复验收结论",
        channel="post",
        mail_number="1099555010312",
        receipt_proof="收发室签收登记第312号",
    )
    Case(desk).arrive(new)


def overdue(days: Days, desk: Desk) -> Story:
    """The date has passed and nothing was drafted."""
    yield days.ago(23)
    case = Case(desk)
    text = "北山采石场采矿权2022年延续登记的申请材料、审查意见和登记结果"
    case.arrive(application(LUO_MING, days.ago(23), text))
    yield days.ago(21)
    case.accept("矿产资源科", COLLEAGUE)


def due_today(days: Days, desk: Desk) -> Story:
    """Drafted, with its search recorded, and still not submitted."""
    yield days.ago(20)
    case = Case(desk)
    case.arrive(application(SONG_QING, days.ago(20), "柳岸村2019年集体土地征收补偿安置方案的听证笔录"))
    yield days.ago(18)
    case.accept("征收管理科")
    yield days.ago(6)
    found_nothing = answers.search(
        days.ago(6),
        "王强、吴兰",
        "征收管理科、机关档案室",
        "柳岸村、征收补偿、听证",
        "2018年1月1日至2020年12月31日",
        "该项目公告期内没有人申请听证，没有举行听证会，本机关没有制作过听证笔录。",
    )
    case.do(Role.HANDLER, "record_search", ordinal=1, search=found_nothing)
    yield days.ago(2)
    reason = "该项目补偿安置方案公告期内没有人提出听证申请，没有举行听证会，本机关没有制作过听证笔录"
    case.draft(Role.HANDLER, answers.not_existing(1, found_nothing, reason))


def one_day_left(days: Days, desk: Desk) -> Story:
    """With the legal reviewer; the secrecy review is done. One part is kept back."""
    yield days.ago(19)
    case = Case(desk)
    text = "东湖路道路拓宽项目房屋征收补偿方案论证材料"
    case.arrive(application(BRIGHT_LAW, days.ago(19), text))
    yield days.ago(17)
    case.accept("征收管理科")
    yield days.ago(4)
    title = "东湖路道路拓宽项目房屋征收补偿方案论证报告（摘录）"
    copy = case.copy(Role.HANDLER, title, "一、项目概况", "二、补偿标准测算", "三、论证结论")
    decision = answers.partial(
        1,
        "论证报告的项目概况、补偿标准测算和论证结论",
        "论证报告附件三专家讨论发言记录",
        "该部分是方案确定以前的专家个人讨论意见，公开会影响今后论证人员坦率发表意见，论证结论和采纳情况已经提供",
    )
    case.draft(Role.HANDLER, decision, attachments=[copy])
    yield days.ago(2)
    case.do(Role.HANDLER, "submit")
    yield days.ago(1)
    case.decide(Role.SECRECY_REVIEWER, opinion="附件不涉及国家秘密和工作秘密，可以提供。")


def waits_for_head(days: Days, desk: Desk) -> Story:
    """Agreed by the legal reviewer, on the desk of the head of the office; three days are left."""
    yield days.ago(17)
    case = Case(desk)
    case.arrive(
        application(YAN_KAI, days.ago(17), "关于东湖片区控制性详细规划局部调整的2026年第14次局务会议讨论记录")
    )
    yield days.ago(16)
    case.accept("国土空间规划科", COLLEAGUE)
    yield days.ago(5)
    decision = answers.process(
        1,
        "讨论记录",
        "该记录是规划局部调整作出以前参会人员的讨论意见，不是最终决定；公开会妨碍参会人员今后充分发表意见，"
        "规划局部调整的结果和理由已经公告",
        "会议记录通篇为讨论意见，没有可以单独提供的事实性内容；最终的调整结果已经在网站公告，无需区分。",
    )
    case.draft(COLLEAGUE, decision)
    yield days.ago(3)
    case.do(COLLEAGUE, "submit")
    yield days.ago(2)
    case.decide(Role.LEGAL_REVIEWER, opinion="引用条款准确，裁量理由具体，同意。")


def returned_once(days: Days, desk: Desk) -> Story:
    """The legal reviewer sent it back; the handler has written a second version."""
    yield days.ago(14)
    case = Case(desk)
    case.arrive(application(QIN_BO, days.ago(14), "西城区织造巷8号地块的土地出让合同及补充协议"))
    yield days.ago(13)
    case.accept("建设用地科")
    yield days.ago(7)
    title = "织造巷8号地块国有建设用地使用权出让合同"
    copy = case.copy(Role.HANDLER, title, "合同编号：清地合〔2021〕19号", "附：补充协议一份")
    case.draft(Role.HANDLER, answers.provided(1), attachments=[copy])
    case.do(Role.HANDLER, "submit")
    yield days.ago(6)
    case.decide(Role.SECRECY_REVIEWER, opinion="不涉密。")
    yield days.ago(5)
    reason = "合同第17页有受让人委托代理人的身份证号码和手机号码，属于个人隐私，请先作遮盖后重新送审。"
    case.decide(Role.LEGAL_REVIEWER, "return_reply", reason=reason)
    yield days.ago(3)
    masked = case.copy(
        Role.HANDLER, f"{title}（已遮盖个人信息）", "合同编号：清地合〔2021〕19号", "附：补充协议一份"
    )
    case.draft(Role.HANDLER, answers.provided(1), attachments=[masked])


def extension_asked(days: Days, desk: Desk) -> Story:
    """The handler asks for more time; the head has not decided."""
    yield days.ago(16)
    case = Case(desk)
    text = "2015年至2025年东湖区全部国有建设用地出让合同履约核查记录"
    case.arrive(application(EAST_LAKE, days.ago(16), text))
    yield days.ago(15)
    case.accept("建设用地科", COLLEAGUE)
    yield days.ago(1)
    reason = "申请涉及十一个年度的履约核查案卷二百余卷，须逐卷调阅并作公开审查，二十个工作日内不能完成"
    case.do(COLLEAGUE, "ask_extension", working_days=15, reason=reason)


def extension_told(days: Days, desk: Desk) -> Story:
    """Granted by the head and told to the applicant within the first period: the new date counts."""
    yield days.ago(19)
    case = Case(desk)
    text = "柳岸村2019年集体土地征收项目的勘测定界图和地上附着物调查登记表"
    case.arrive(application(LIANG_SU, days.ago(19), text))
    yield days.ago(18)
    case.accept("征收管理科")
    yield days.ago(8)
    reason = "调查登记表涉及一百三十七户，须逐户区分处理个人信息，二十个工作日内不能完成"
    case.do(Role.HANDLER, "ask_extension", working_days=10, reason=reason)
    yield days.ago(7)
    case.do(Role.OFFICE_HEAD, "grant_extension", opinion="同意延长十个工作日，请抓紧办理。")
    yield days.ago(6)
    case.post(Role.DESK_OFFICER, case.letter(kind="extension_notice"), "1099555010298")


def asked_again(days: Days, desk: Desk) -> Story:
    """The applicant of `stories_answered.delivered_by_hand` asks for the same once more; the answer, which names
    the first reply and its service, is with the legal reviewer."""
    yield days.ago(5)
    case = Case(desk)
    text = "清溪市东湖片区控制性详细规划（2025年修订）"
    case.arrive(application(HE_YUAN, days.ago(5), text, note="申请人称前次答复遗失。"))
    yield days.ago(4)
    case.accept("国土空间规划科")
    yield days.ago(2)
    first = Delivery.objects.get(
        letter__request__agency=desk.agency, letter__kind="reply_already_public", recipient=HE_YUAN.name
    )
    assert first.served_on is not None
    case.draft(
        Role.HANDLER, answers.repeated(1, first.letter.number, first.letter.issued_on, first.served_on)
    )
    yield days.ago(1)
    case.do(Role.HANDLER, "submit")


def in_handling(days: Days, desk: Desk) -> Story:
    """Accepted a few days ago, time enough."""
    yield days.ago(9)
    case = Case(desk)
    text = "西城区滨河南路120号楼栋的建设工程规划许可证及规划核实意见"
    case.arrive(application(WEI_LAN, days.ago(9), text, help_needed="申请人视力不便，请以大字号打印"))
    yield days.ago(8)
    case.accept("国土空间规划科", COLLEAGUE)


SCENES: tuple[Scene, ...] = (
    letter_to_confirm,
    just_arrived_online,
    under_review,
    overdue,
    due_today,
    one_day_left,
    waits_for_head,
    returned_once,
    extension_asked,
    extension_told,
    asked_again,
    in_handling,
    waits_at_the_counter,
)
