"""清溪市规划和自然资源局: applications beyond what is reasonable (Art. 35), one refused, one delayed."""

from __future__ import annotations

from project.demo_data.agencies import Desk
from project.demo_data.applicants import application, person
from project.demo_data.papers import paper
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app import dates
from requests_app.actors import Applicant
from requests_app.rules.reasons_request import Judgement
from requests_app.rules.roles import Role
from requests_app.services import reasons
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.documents import Upload
from requests_app.services.reasons import Given

DING_HAO = person("丁浩", "19720915", 118, "西城区织造巷31号")
XU_WEN = person("许文", "19640222", 119, "东湖区学院路21号")
_MONTHS = ("一月", "二月", "三月", "四月", "五月", "六月")
_REGISTERS = ("公务用车派车登记", "会议室使用登记", "办公用品领用登记")


def _monthly(register: str) -> list[str]:
    return [f"2026年{month}本机关逐日的{register}" for month in _MONTHS]


def not_handled(days: Days, desk: Desk) -> Story:
    """Four applications of the same kind within days: reasons asked for, given online, not reasonable, answered so."""
    earlier = [Case(desk) for _ in _REGISTERS]
    for ago, case, register in zip((12, 11, 10), earlier, _REGISTERS, strict=True):
        yield days.ago(ago)
        case.arrive(application(DING_HAO, days.ago(ago), *_monthly(register), channel="web", way="email"))
        case.accept("建设用地科")
    yield days.ago(9)
    case = Case(desk)
    new = application(DING_HAO, days.ago(9), *_monthly("文件收发登记"), channel="web", way="email")
    case.arrive(new)
    case.accept("建设用地科")
    yield days.ago(8)
    why = "四日内连续提出四件申请，共二十四项，均为逐日的内部登记，内容相近，且各件仍在办理。"
    case.do(Role.HANDLER, "find_excessive", why=why)
    what = "逐月、逐日申请各类登记的具体需要，以及各件申请之间的关系"
    case.do(Role.HANDLER, "ask_reasons", what=what, reply_by=days.ago(3))
    yield days.ago(7)
    case.serve(Role.DESK_OFFICER, case.letter(kind="reasons_request"), "hand", "丁浩")
    yield days.ago(5)
    reasons.give(
        actor=Applicant(case.row),
        case_id=case.pk,
        given=Given(dates.today(), "就是想看看你们每天都在做什么，没有别的原因。"),
    )
    yield days.ago(4)
    bad = "申请人没有说明需要这些登记的具体情况，逐日、逐类反复申请没有合理的需要"
    case.do(Role.HANDLER, "judge_reasons", judgement=Judgement.UNREASONABLE, why=bad)
    _choose_delivery(case)
    case.do(Role.HANDLER, "submit")
    yield days.ago(3)
    case.decide(Role.LEGAL_REVIEWER)
    case.decide(Role.OFFICE_HEAD)
    case.decide(Role.SIGNATORY)
    case.do(Role.DESK_OFFICER, "issue")
    yield days.ago(2)
    case.serve(Role.DESK_OFFICER, case.letter(submission__isnull=False), "hand", "丁浩")


def _choose_delivery(case: Case) -> None:
    """The reply was drafted by the judgement; only the way of its delivery is still to be chosen."""
    fields = case.row.drafts.latest("version").fields
    items = [ItemDecision(**row) for row in fields["items"]]
    draft = ReplyDraft(items, "hand", principal_outcome=fields["principal_outcome"])
    case.do(Role.HANDLER, "save_draft", draft=draft)


def delayed(days: Days, desk: Desk) -> Story:
    """Twelve years of files for research: the reasons are good, the period is not enough, the head delays the reply."""
    yield days.ago(13)
    case = Case(desk)
    items = [f"{year}年度本机关全部建设用地规划许可案卷的目录" for year in range(2014, 2026)]
    case.arrive(application(XU_WEN, days.ago(13), *items, channel="counter", way="pickup"))
    case.accept("建设用地科")
    yield days.ago(12)
    why = "一件申请列出十二个年度的全部案卷目录，估计四千余件，数量明显超过合理范围。"
    case.do(Role.HANDLER, "find_excessive", why=why)
    what = "申请上述全部年度案卷目录的需要，能否分批或者缩小范围"
    case.do(Role.HANDLER, "ask_reasons", what=what, reply_by=days.ago(7))
    yield days.ago(11)
    case.serve(Role.DESK_OFFICER, case.letter(kind="reasons_request"), "hand", "许文")
    yield days.ago(8)
    said = "编写清溪市城市建设志，需要核对各年度的许可情况，可以分批提供。附编志办公室的说明。"
    scan = Upload("说明.pdf", paper("关于申请理由的说明", said, f"日期：{dates.today()}"))
    case.do(Role.DESK_OFFICER, "receive_reasons", given=Given(dates.today(), said, [scan]))
    yield days.ago(7)
    good = "四千余件案卷须逐件核对密级和个人信息，两名工作人员在规定期限内不能完成"
    until = days.ago(-35)
    case.do(Role.HANDLER, "judge_reasons", judgement=Judgement.DELAYED, why=good, until=until)
    yield days.ago(6)
    case.do(Role.OFFICE_HEAD, "grant_delay", opinion="同意。请分批整理，提前完成的提前答复。")
    yield days.ago(5)
    case.serve(Role.DESK_OFFICER, case.letter(kind="delay_notice"), "hand", "许文")


SCENES: tuple[Scene, ...] = (not_handled, delayed)
