"""清溪市规划和自然资源局: two persons ask that a record about them be corrected (Art. 41): one done, one open."""

from __future__ import annotations

from letters import record_corrections
from project.demo_data.agencies import Desk
from project.demo_data.applicants import HE_YUAN, QIN_BO
from project.demo_data.papers import paper
from project.demo_data.stage import Days, Scene, Story
from requests_app import dates
from requests_app.actors import Member
from requests_app.models import DocumentKind, RecordCorrection
from requests_app.rules.record_correction import RecordCorrectionResult
from requests_app.rules.roles import Role
from requests_app.services import record_correction
from requests_app.services.documents import Upload
from requests_app.services.record_correction import Asked, Handed, Proposal
from requests_app.services.registration import NewApplicant


def _member(desk: Desk, role: Role) -> Member:
    return Member(desk.by_role[role], desk.agency, role)


def _ask(desk: Desk, who: NewApplicant, record: str, wrong: str, evidence: str) -> RecordCorrection:
    files = [
        (DocumentKind.APPLICATION, Upload("更正申请书.pdf", paper("更正申请书", record, wrong))),
        (DocumentKind.IDENTITY_PROOF, Upload("身份证明.pdf", paper("身份证明（演示）", who.name))),
        (DocumentKind.EVIDENCE, Upload("证据材料.pdf", paper("证据材料（演示）", evidence))),
    ]
    asked = Asked(
        channel="counter",
        received_on=dates.today(),
        kind=who.kind,
        name=who.name,
        identity_kind=who.identity_kind,
        identity_number=who.identity_number,
        phone=who.phone,
        address=who.address,
        record=record,
        wrong=wrong,
        evidence=evidence,
        about_self=True,
        files=files,
    )
    return record_correction.take_in(actor=_member(desk, Role.DESK_OFFICER), asked=asked)


def corrected(days: Days, desk: Desk) -> Story:
    """The register named the wrong flat: corrected, approved, told, filed."""
    yield days.ago(15)
    found = _ask(
        desk,
        HE_YUAN,
        "杏林街片区房屋调查登记表（第112号）",
        "房屋坐落误记为“杏林街12号2单元502室”，应为“杏林街12号3单元502室”",
        "不动产权属证书复印件、房屋平面图",
    )
    officer, handler = _member(desk, Role.DESK_OFFICER), _member(desk, Role.HANDLER)
    at = {"correction_id": found.pk}
    record_correction.begin(actor=officer, **at, seen_version=0, handler=handler.user)
    yield days.ago(12)
    proposal = Proposal(
        RecordCorrectionResult.CORRECTED,
        "权属证书和本机关存档的平面图均载明该房屋在3单元，原登记表系录入错误",
        corrected_to="房屋坐落为“杏林街12号3单元502室”",
        done_on=dates.today(),
    )
    record_corrections.draft(actor=handler, **at, seen_version=1, proposal=proposal)
    yield days.ago(11)
    record_correction.approve(actor=_member(desk, Role.OFFICE_HEAD), **at, seen_version=2)
    record_corrections.answer(actor=handler, **at, seen_version=3)
    yield days.ago(10)
    proof = Upload("送达回证.pdf", paper("送达回证", f"签收人：{HE_YUAN.name}", f"日期：{dates.today()}"))
    handed = Handed("hand", dates.today(), HE_YUAN.name, proof)
    record_correction.tell(actor=officer, **at, seen_version=4, handed=handed)
    record_correction.archive(actor=_member(desk, Role.ARCHIVIST), **at, seen_version=5)


def open_one(days: Days, desk: Desk) -> Story:
    """Taken in three days ago; a handler looks into it."""
    yield days.ago(3)
    found = _ask(
        desk,
        QIN_BO,
        "织造巷片区征收补偿公示表（2025年）",
        "户主姓名误记为“秦渤”，应为“秦波”",
        "居民身份证、户口簿复印件",
    )
    handler = _member(desk, Role.HANDLER)
    record_correction.begin(actor=handler, correction_id=found.pk, seen_version=0, handler=handler.user)


SCENES: tuple[Scene, ...] = (corrected, open_one)
