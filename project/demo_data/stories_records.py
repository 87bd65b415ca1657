"""清溪市规划和自然资源局: what is recorded beside the way of a request, and what becomes of information asked for
again and again."""

from __future__ import annotations

from project.demo_data import answers
from project.demo_data.agencies import Desk
from project.demo_data.applicants import JIANG_CHU, LIANG_SU, LUO_MING, SHEN_YI, application
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app import dates
from requests_app.actors import Applicant
from requests_app.rules.contact import ContactKind, ContactWay, Counterpart
from requests_app.rules.publication import Ground
from requests_app.rules.roles import Role
from requests_app.services import publication
from requests_app.services.contact_note import NewNote

COLLEAGUE = "linfang"


def given_to_several(days: Days, desk: Desk) -> Story:
    """Three applicants were given the same: publication is proposed, and the last of them suggests it as well."""
    text = "云杉花园小区地下车位的规划核实测量成果"
    people = (JIANG_CHU, SHEN_YI, LUO_MING)
    yield days.ago(24)
    cases = [Case(desk) for _ in people]
    for case, who in zip(cases, people, strict=True):
        case.arrive(application(who, days.ago(24), text))
        case.accept("国土空间规划科", COLLEAGUE)
    yield days.ago(15)
    for case in cases:
        copy = case.copy(COLLEAGUE, text, "地下车位实测数量：412个（示例）", "测量日期：2024年5月9日")
        case.draft(COLLEAGUE, answers.provided(1), delivery="hand", attachments=[copy])
        case.do(COLLEAGUE, "submit")
    yield days.ago(13)
    for case in cases:
        case.decide(Role.SECRECY_REVIEWER, opinion="测量成果不涉密，可以提供。")
        case.decide(Role.LEGAL_REVIEWER, opinion="同意。")
        case.decide(Role.OFFICE_HEAD, opinion="同意。")
        case.do(Role.DESK_OFFICER, "issue")
    yield days.ago(11)
    for case, who in zip(cases, people, strict=True):
        case.serve(Role.DESK_OFFICER, case.letter(kind="reply_provided"), "hand", who.name)
    publication.suggest(
        actor=Applicant(cases[-1].row),
        case_id=cases[-1].pk,
        ordinal=1,
        ground=Ground.WIDELY_KNOWN.value,
        words="小区几百户都在打听车位数量，公开以后不必一户一户来申请。",
    )


def helped(days: Days, desk: Desk) -> Story:
    """The applicant cannot write: the desk filled in the form, explained what is held, and wrote both down."""
    yield days.ago(3)
    case = Case(desk)
    text = "柳岸村安置房项目的选址意见书"
    needed = "书写有困难，由工作人员代填；请当面朗读答复"
    case.arrive(application(LIANG_SU, days.ago(3), text, channel="oral", help_needed=needed))
    _talk(case, ContactKind.HELP, "逐项询问后代填申请表，朗读全文，申请人捺印确认。")
    yield days.ago(2)
    case.accept("建设用地科")
    words = "说明选址意见书由本局核发，安置方案由北山区征收办公室保存，不属于本件范围。"
    _talk(case, ContactKind.GUIDANCE, words, "申请人只要选址意见书。", ContactWay.PHONE)


def _talk(
    case: Case, kind: ContactKind, said: str, agreed: str = "", way: ContactWay = ContactWay.IN_PERSON
) -> None:
    talk = NewNote(kind, Counterpart.APPLICANT, "梁素（本人）", way, dates.today(), said, agreed)
    case.do(Role.DESK_OFFICER, "note_contact", talk=talk)


SCENES: tuple[Scene, ...] = (given_to_several, helped)
