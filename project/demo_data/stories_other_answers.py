"""清溪市规划和自然资源局: what is asked for and is no government information of the bureau, answered in one letter."""

from __future__ import annotations

from project.demo_data import answers
from project.demo_data.agencies import Desk
from project.demo_data.applicants import QIN_BO, application
from project.demo_data.papers import paper
from project.demo_data.stage import Case, Days, Scene, Story
from requests_app.rules.roles import Role
from requests_app.services.documents import Upload


def four_answers_beyond_art_36(days: Days, desk: Desk) -> Story:
    """A report, a gazette, a paper in the archives and figures nobody compiled: four items, one letter, signed for."""
    yield days.ago(16)
    case = Case(desk)
    case.arrive(
        application(
            QIN_BO,
            days.ago(16),
            "请求查处织造巷8号南侧的违法加建，并追究有关人员的责任",
            "2025年的清溪市人民政府公报",
            "1986年织造巷拓宽工程的征地批准文件",
            "2020年以来西城区各项目逐户补偿金额的分类统计",
        )
    )
    yield days.ago(15)
    case.accept("国土空间规划科")
    yield days.ago(9)
    record = paper("档案移交清单", "1986年文书档案共214件移交清溪市档案馆。", "清溪市规划和自然资源局")
    case.do(
        Role.HANDLER,
        "upload",
        upload=Upload("档案移交清单.pdf", record),
        title="档案移交清单（2011年）",
        kind="evidence",
    )
    case.draft(
        Role.HANDLER,
        answers.petition(1, "织造巷8号南侧违法加建"),
        answers.publication(2, "《清溪市人民政府公报》", "2025年第1期至第12期"),
        answers.archives(3, "2011-05-20"),
        answers.needs_processing(4),
    )
    case.do(Role.HANDLER, "submit")
    yield days.ago(6)
    case.decide(Role.LEGAL_REVIEWER, opinion="四项依据准确，救济途径一致，同意。")
    case.decide(Role.OFFICE_HEAD, opinion="同意。")
    case.decide(Role.SIGNATORY, opinion="同意。")
    yield days.ago(4)
    case.do(Role.DESK_OFFICER, "issue")
    yield days.ago(3)
    letter = case.letter(kind="reply_mixed")
    case.post(Role.DESK_OFFICER, letter, "1099555010618")
    yield days.ago(1)
    case.serve(Role.DESK_OFFICER, letter, "post", "秦波")


SCENES: tuple[Scene, ...] = (four_answers_beyond_art_36,)
