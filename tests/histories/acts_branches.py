"""The acts of the branches before the reply: correction, consultation, extension."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from requests_app.actors import Applicant, ThirdParty
from requests_app.errors import AccessRefused
from requests_app.models import Consultation, ConsultationState
from requests_app.rules.consultation import Decision, Inquiry, Opinion, decisions_after
from requests_app.rules.correction import Point
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState as S
from requests_app.services import consultation, correction
from requests_app.services.consultation import LIVE, NewInquiry
from requests_app.services.correction import Received
from tests.histories.acts import Act, give, having, in_states
from tests.histories.world import PROOF, World

C = ConsultationState
CAN_ASK = (S.UNDER_REVIEW, S.IN_HANDLING)
CAN_EXTEND = (S.UNDER_REVIEW, S.IN_HANDLING, S.IN_APPROVAL, S.APPROVED)


# Correction


def ask_correction(world: World) -> None:
    reply_by = world.today + timedelta(days=world.draw(st.sampled_from([2, 7, 10, 21])))
    point = Point("description", "“全部材料”范围不明", "请写明材料的名称或者文号", 1)
    world.do(world.officer(), "ask_correction", points=[point], reply_by=reply_by)


def correction_told(world: World) -> None:
    """Asked, and the notice handed over at once."""
    ask_correction(world)
    give(world, world.case.letters.get(correction=world.case.corrections.last()))


def _received(world: World) -> Received:
    return Received(world.past(), texts={1: f"规划批复文件（{world.case.version}）"}, files=[PROOF])


def receive_correction(world: World) -> None:
    world.do(world.officer(), "receive_correction", received=_received(world))


def correct_online(world: World) -> None:
    received = Received(world.today, texts={1: f"规划批复文件（{world.case.version}）"})
    correction.receive(actor=Applicant(world.case), case_id=world.case.pk, received=received)
    world.settle()


def call_off_correction(world: World) -> None:
    world.do(world.officer(), "call_off_correction", reason="申请人已经当面说明")


def lapse(world: World) -> None:
    world.do(
        world.officer(), "lapse_uncorrected", delivery="post", considered="两次电话联系，申请人没有说明理由"
    )


# Consultation

QUESTIONS = {
    Inquiry.THIRD_PARTY: {"why": "合同含有其报价和技术方案"},
    Inquiry.CO_MAKER: {"question": "是否同意公开", "leads": True},
    Inquiry.OTHER_AGENCY: {"question": "引用的统计能否公开"},
    Inquiry.ASSISTANCE: {"question": "检索规划档案"},
}
NAMES = {
    Inquiry.THIRD_PARTY: ["某某勘察设计有限公司", "某某岩土工程有限公司"],
    Inquiry.CO_MAKER: ["清溪市交通运输局"],
    Inquiry.OTHER_AGENCY: ["清溪市公安局", "清溪市统计局"],
    Inquiry.ASSISTANCE: ["规划科"],
}


def consult(kind: Inquiry) -> Act:
    """Asking one kind."""

    def run(world: World) -> None:
        more = dict(QUESTIONS[kind])
        if kind in (Inquiry.OTHER_AGENCY, Inquiry.ASSISTANCE):
            more["asked_for"] = world.today + timedelta(days=world.draw(st.sampled_from([3, 14])))
        name = world.draw(st.sampled_from(NAMES[kind]))
        again = world.draw(st.sampled_from(["对方补充了材料", ""]))
        inquiry = NewInquiry(kind, name, "勘察设计合同（编号2024-053）", again=again, **more)
        world.do(world.officer(), "consult", inquiry=inquiry)

    return Act(f"consult: {kind.value}", run, in_states(S.UNDER_REVIEW, S.IN_HANDLING), 2)


def _asked(world: World, *states: str) -> Consultation | None:
    found = list(world.case.consultations.filter(state__in=states or LIVE))
    return world.draw(st.sampled_from(found)) if found else world.case.consultations.last()


def _key(asked: Consultation | None) -> int:
    return asked.pk if asked else 0


def opinion(world: World) -> None:
    asked = _asked(world, C.SENT, C.SERVED)
    said = world.draw(st.sampled_from([Opinion.AGREES, Opinion.OBJECTS]))
    world.do(
        world.officer(),
        "record_opinion",
        consultation_id=_key(asked),
        opinion=None if asked and asked.inquiry is Inquiry.ASSISTANCE else said,
        reasons=world.draw(st.sampled_from(["来函答复", "来函答复", ""])),
        answered_on=world.past(),
    )


def opinion_online(world: World) -> None:
    asked = world.case.consultations.filter(kind=Inquiry.THIRD_PARTY).last()
    if asked is None:
        raise AccessRefused("nobody_asked", "没有征求过第三方意见。")
    said = world.draw(st.sampled_from([Opinion.AGREES, Opinion.OBJECTS]))
    consultation.record_answer(
        actor=ThirdParty(asked),
        case_id=world.case.pk,
        consultation_id=asked.pk,
        opinion=said,
        reasons="含有报价",
    )
    world.settle()


def silence(world: World) -> None:
    world.do(world.officer(), "note_silence", consultation_id=_key(_asked(world, C.SENT, C.SERVED)))


def decide(world: World) -> None:
    asked = _asked(world, C.TO_DECIDE)
    possible = decisions_after(asked.inquiry) if asked else (Decision.RELEASE,)
    world.do(
        world.officer(),
        "decide_consultation",
        consultation_id=_key(asked),
        decision=world.draw(st.sampled_from(possible)),
        reason="所称理由经审查",
    )


def call_back(world: World) -> None:
    world.do(world.officer(), "call_back", consultation_id=_key(_asked(world)), reason="对方已经主动公开")


# Extension


def ask_extension(world: World) -> None:
    days = world.draw(st.sampled_from([1, 5, 10, 20, 21]))
    world.do(world.officer(), "ask_extension", working_days=days, reason="案卷较多")


def grant_extension(world: World) -> None:
    world.do(Role.OFFICE_HEAD, "grant_extension")


def extension_told(world: World) -> None:
    """From the wish to the notice in the applicant's hands."""
    world.do(Role.HANDLER, "ask_extension", working_days=world.draw(st.integers(1, 20)), reason="案卷较多")
    grant_extension(world)
    give(world, world.case.letters.get(extension=world.case.extensions.last()))


def refuse_extension(world: World) -> None:
    world.do(Role.OFFICE_HEAD, "refuse_extension", reason="可以按期答复")


BRANCH_ACTS: list[Act] = [
    Act("ask correction", ask_correction, in_states(*CAN_ASK), 6),
    Act("correction told", correction_told, in_states(S.UNDER_REVIEW), 4),
    Act("receive correction", receive_correction, having("correction awaited"), 5),
    Act("correct online", correct_online, having("correction awaited"), 3),
    Act("call off correction", call_off_correction, in_states(S.AWAITING_CORRECTION), 1),
    Act("lapse uncorrected", lapse, in_states(S.AWAITING_CORRECTION), 3),
    *(consult(kind) for kind in Inquiry),
    Act("opinion", opinion, having(f"asked {C.SENT}", f"asked {C.SERVED}"), 5),
    Act("opinion online", opinion_online, having("asked third_party"), 2),
    Act("silence", silence, having(f"asked {C.SERVED}"), 2),
    Act("decide consultation", decide, having(f"asked {C.TO_DECIDE}"), 5),
    Act(
        "call back consultation",
        call_back,
        having(f"asked {C.TO_SEND}", f"asked {C.SENT}", f"asked {C.SERVED}"),
        2,
    ),
    Act("ask extension", ask_extension, in_states(*CAN_EXTEND), 4),
    Act("grant extension", grant_extension, having("extension asked"), 6),
    Act("extension told", extension_told, in_states(S.IN_HANDLING), 6),
    Act("refuse extension", refuse_extension, having("extension asked"), 1),
]
