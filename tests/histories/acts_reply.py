"""The acts of the reply: search, draft, submission, approval, issue."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from letters.examples import ITEMS
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState as S
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.search_record import NewSearch
from tests.histories.acts import Act, in_states
from tests.histories.world import PROOF, World

REPLIES = ("already_public", "not_ours", "provided", "not_existing", "internal", "process", "third_party")
APPROVERS = {
    "secrecy_review": Role.SECRECY_REVIEWER,
    "legal_review": Role.LEGAL_REVIEWER,
    "head_sign": Role.OFFICE_HEAD,
    "leader_sign": Role.SIGNATORY,
}


def search(world: World) -> None:
    found = NewSearch(
        searched_on=world.past(),
        searcher="周清",
        units="规划科",
        systems="规划审批系统",
        keywords="东湖片区、控制性详细规划",
        period="2015年至今",
        found=False,
        result="没有检索到",
        duty_to_make="本机关负责编制",
    )
    world.do(world.officer(), "record_search", ordinal=1, search=found)


FACTS = {"separation_considered": "所含内容整体不予公开，不能区分处理"}


def draft(world: World, outcome: str) -> None:
    """A reply as in the examples of its kind."""
    answer: dict[str, Any] = deepcopy(ITEMS[outcome])
    attachments: list[int] = []
    if OUTCOMES[outcome].releases_content:
        copy = world.do(Role.HANDLER, "add_released_copy", upload=PROOF, title="规划复印件")
        attachments = [copy.pk]
    facts = answer["facts"] | (FACTS if OUTCOMES[outcome].withholds else {})
    decision = ItemDecision(1, outcome, answer["citations"], answer["reason"], facts)
    written = ReplyDraft(
        [decision],
        delivery="online" if world.case.accepts_online_service else "post",
        attachments=attachments,
        legality_reasons={"in_time": "承办人生病"},
    )
    world.do(Role.HANDLER, "save_draft", draft=written)


def some_draft(world: World) -> None:
    draft(world, world.draw(st.sampled_from(REPLIES)))


def submit(world: World) -> None:
    world.do(Role.HANDLER, "submit")


def round_of(world: World) -> tuple[Any, str, Role]:
    """The open round: its task (an extension's decision has the same node name), its content, whose turn it is."""
    task, last = world.task("decide", "step"), world.case.submissions.order_by("round").last()
    digest = str(last.content_hash) if last else ""
    return task, digest, APPROVERS[task.data["step"]] if task else Role.OFFICE_HEAD


def approve(world: World) -> None:
    task, digest, role = round_of(world)
    world.do(role, "approve", task, content_hash=digest, **({} if task else {"step": "head_sign"}))


def wrong_approver(world: World) -> None:
    task, digest, _ = round_of(world)
    role = world.draw(st.sampled_from(list(APPROVERS.values())))
    world.do(
        role,
        "approve",
        task,
        content_hash=world.draw(st.sampled_from([digest, "0" * 64])),
        step="legal_review",
    )


def return_reply(world: World) -> None:
    task, digest, role = round_of(world)
    step = {} if task else {"step": "head_sign"}
    world.do(role, "return_reply", task, content_hash=digest, reason="请补充理由", **step)


def send_back(world: World) -> None:
    last = world.case.submissions.order_by("round").last()
    key, digest = (last.pk, last.content_hash) if last else (0, "")
    world.do(Role.OFFICE_HEAD, "send_back", submission_id=key, content_hash=digest, reason="请再核对")


def recall(world: World) -> None:
    world.do(Role.HANDLER, "recall", reason="还要补充")


def issue(world: World) -> None:
    world.do(world.officer(), "issue", late_reason=world.draw(st.sampled_from(["", "承办人生病"])))


IN_ROUND = in_states(S.IN_APPROVAL)
REPLY_ACTS: list[Act] = [
    Act("search", search, in_states(S.IN_HANDLING), 2),
    Act("draft", some_draft, in_states(S.IN_HANDLING), 5),
    Act("submit", submit, in_states(S.IN_HANDLING), 6),
    Act("approve", approve, IN_ROUND, 10),
    Act("wrong approver", wrong_approver, IN_ROUND, 1),
    Act("return", return_reply, IN_ROUND, 1),
    Act("send back", send_back, in_states(S.IN_APPROVAL, S.APPROVED), 1),
    Act("recall", recall, in_states(S.IN_APPROVAL, S.APPROVED), 1),
    Act("issue", issue, in_states(S.APPROVED), 8),
]
