"""What the applicant reads in every state: the golden words."""

from __future__ import annotations

from datetime import date

import pytest

from requests_app.portal.sentences import (
    CorrectionStage,
    PaymentStage,
    ReasonsStage,
    StatusFacts,
    status_sentence,
)
from requests_app.rules.states import RequestState

S = RequestState
AGENCY = "清溪市规划和自然资源局"
DUE = date(2026, 11, 9)
ORDER = f"{AGENCY}已于 2026年10月26日（周一）收到行政复议的决定（清政复〔2026〕5号），依照决定重新答复您。"
NOTHING = "现在不需要您做任何事。"
PAY = "按照收费通知书写明的办法缴费，并在本页提交缴费凭证"
CORRECT = "在本页网上补正，也可以把补正的内容当面提交或者寄给受理机构"


def facts(state: RequestState, **more: object) -> StatusFacts:
    return StatusFacts(state=state, agency=AGENCY, **more)  # type: ignore[arg-type]


EXPLAIN = "在本页网上说明理由，也可以把说明当面提交或者寄给受理机构"
OWED = f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 16 个工作日。"


def asked(stage: ReasonsStage) -> StatusFacts:
    return facts(S.IN_HANDLING, due_on=DUE, remaining=16, reasons=stage, reasons_until=date(2026, 10, 16))


ROWS = [
    # name, facts, now, duty, yours, act
    (
        "received",
        facts(S.RECEIVED),
        "您的申请已经送到，正在登记。",
        "",
        "请留意受理机构的电话：需要与您确认收到日期。",
        False,
    ),
    (
        "under review",
        facts(S.UNDER_REVIEW, due_on=DUE, remaining=16),
        "您的申请已经登记，正在审核。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 16 个工作日。",
        f"{NOTHING}内容需要补正的，会一次性告知您。",
        False,
    ),
    (
        "awaiting correction",
        facts(S.AWAITING_CORRECTION, waiting_until=date(2026, 10, 30)),
        "您的申请需要补正。",
        "请您在 2026年10月30日（周五）以前（含当日）补正。在此期间没有答复期限。",
        f"请按照补正告知书的要求，{CORRECT}。",
        True,
    ),
    (
        "awaiting correction without a day",
        facts(S.AWAITING_CORRECTION),
        "您的申请需要补正。",
        "请您尽快补正。在此期间没有答复期限。",
        f"请按照补正告知书的要求，{CORRECT}。",
        True,
    ),
    (
        "correction notice on its way: the period runs on",
        facts(S.AWAITING_CORRECTION, due_on=DUE, remaining=16, correction=CorrectionStage.UNTOLD),
        "您的申请需要补正，补正告知书正在送达。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 16 个工作日。",
        f"请留意补正告知书。已经看到的，现在就可以{CORRECT}。",
        True,
    ),
    (
        "correction overdue",
        facts(S.AWAITING_CORRECTION, waiting_until=date(2026, 10, 30), correction=CorrectionStage.OVERDUE),
        "补正的期限已过，还没有收到您的补正。",
        "补正的最后一天是 2026年10月30日（周五）。现在没有答复期限。",
        f"现在补正仍会受理：请{CORRECT}，并说明逾期的理由。",
        True,
    ),
    (
        "given up for want of a correction, in approval",
        facts(S.IN_APPROVAL, waiting_until=date(2026, 10, 30), correction=CorrectionStage.LAPSING),
        "您没有在期限内补正，受理机关正在审核是否不再处理这件申请。",
        "补正的最后一天是 2026年10月30日（周五）。现在没有答复期限。",
        f"不再处理告知书出具以前，现在补正仍会受理：请{CORRECT}，并说明逾期的理由。",
        True,
    ),
    (
        "reasons are asked for, the letter on its way",
        asked(ReasonsStage.UNTOLD),
        "受理机关请您说明申请的理由，告知书正在送达。",
        f"请您在 2026年10月16日（周五）以前（含当日）说明理由。{OWED}",
        f"请留意说明理由告知书。已经看到的，现在就可以{EXPLAIN}。",
        True,
    ),
    (
        "reasons are asked for",
        asked(ReasonsStage.AWAITED),
        "受理机关请您说明申请的理由。",
        f"请您在 2026年10月16日（周五）以前（含当日）说明理由。{OWED}",
        f"请按照说明理由告知书的要求，{EXPLAIN}。",
        True,
    ),
    (
        "the time to give reasons is over",
        asked(ReasonsStage.OVERDUE),
        "说明理由的期限已过，还没有收到您的说明。",
        f"说明理由的最后一天是 2026年10月16日（周五）。{OWED}",
        f"答复书出具以前，现在说明仍会考虑：请{EXPLAIN}。",
        True,
    ),
    (
        "a correction goes before the reasons",
        facts(S.AWAITING_CORRECTION, waiting_until=date(2026, 10, 30), reasons=ReasonsStage.AWAITED),
        "您的申请需要补正。",
        "请您在 2026年10月30日（周五）以前（含当日）补正。在此期间没有答复期限。",
        f"请按照补正告知书的要求，{CORRECT}。",
        True,
    ),
    (
        "a delayed reply",
        facts(S.IN_HANDLING, due_on=date(2026, 12, 15), remaining=41, extended_from=DUE, delayed=True),
        "您的申请正在办理。",
        f"{AGENCY}应当在 2026年12月15日（周二）以前（含当日）答复您，还有 41 个工作日。"
        "答复期限已经依法延迟，原来的到期日是 2026年11月9日（周一）。",
        NOTHING,
        False,
    ),
    (
        "in handling, last day",
        facts(S.IN_HANDLING, due_on=DUE, remaining=0),
        "您的申请正在办理。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，就是今天。",
        NOTHING,
        False,
    ),
    (
        "in handling, late",
        facts(S.IN_HANDLING, due_on=DUE, remaining=-2),
        "您的申请正在办理。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前答复您，已经超过 2 个工作日。"
        "您可以向受理机构查询，也可以反映办理问题。",
        NOTHING,
        False,
    ),
    (
        "in handling, extended",
        facts(S.IN_HANDLING, due_on=date(2026, 12, 7), extended_from=DUE, remaining=30),
        "您的申请正在办理。",
        f"{AGENCY}应当在 2026年12月7日（周一）以前（含当日）答复您，还有 30 个工作日。答复期限已经依法延长，"
        "原来的到期日是 2026年11月9日（周一）。",
        NOTHING,
        False,
    ),
    (
        "in handling, paused",
        facts(S.IN_HANDLING, due_on=DUE, remaining=20, pause="征求第三方意见期间"),
        "您的申请正在办理。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您。"
        "征求第三方意见期间，现在暂停计时，到期日会相应顺延。",
        NOTHING,
        False,
    ),
    (
        "handled anew upon an order",
        facts(S.IN_HANDLING, due_on=DUE, remaining=10, again=ORDER),
        "您的申请正在重新办理。",
        f"{ORDER}{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 10 个工作日。",
        NOTHING,
        False,
    ),
    (
        "awaiting payment",
        facts(S.AWAITING_PAYMENT, waiting_until=date(2026, 11, 16)),
        "等待您缴纳信息处理费。",
        "请您在 2026年11月16日（周一）以前（含当日）缴费。在此期间没有答复期限。",
        f"请{PAY}。",
        True,
    ),
    (
        "fee notice posted, its receipt not proven",
        facts(S.AWAITING_PAYMENT),
        "等待您缴纳信息处理费。",
        "请您尽快缴费。在此期间没有答复期限。",
        f"请{PAY}。",
        True,
    ),
    (
        "fee notice on its way: the period runs on",
        facts(S.AWAITING_PAYMENT, due_on=DUE, remaining=16, payment=PaymentStage.UNTOLD),
        "受理机关决定收取信息处理费，收费通知书正在送达。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 16 个工作日。",
        f"请留意收费通知书。已经看到的，现在就可以{PAY}。",
        True,
    ),
    (
        "a reported payment is being verified",
        facts(S.AWAITING_PAYMENT, waiting_until=date(2026, 11, 16), payment=PaymentStage.REPORTED),
        "您提交了缴费凭证，受理机关正在核对。",
        "核对期间没有答复期限。",
        NOTHING,
        False,
    ),
    (
        "payment overdue",
        facts(S.AWAITING_PAYMENT, waiting_until=date(2026, 11, 16), payment=PaymentStage.OVERDUE),
        "缴费的期限已过，还没有收到您的缴费。",
        "缴费的最后一天是 2026年11月16日（周一）。现在没有答复期限。",
        f"现在缴清仍会受理：请{PAY}。",
        True,
    ),
    (
        "given up for want of payment, in approval",
        facts(S.IN_APPROVAL, waiting_until=date(2026, 11, 16), payment=PaymentStage.LAPSING),
        "您没有在期限内缴清信息处理费，受理机关正在审核是否不再处理这件申请。",
        "缴费的最后一天是 2026年11月16日（周一）。现在没有答复期限。",
        f"不再处理告知书出具以前，现在缴清仍会受理：请{PAY}。",
        True,
    ),
    (
        "reported while it is given up",
        facts(S.APPROVED, waiting_until=date(2026, 11, 16), payment=PaymentStage.REPORTED),
        "您提交了缴费凭证，受理机关正在核对。",
        "核对期间没有答复期限。",
        NOTHING,
        False,
    ),
    (
        "in approval",
        facts(S.IN_APPROVAL, due_on=DUE, remaining=3),
        "您的答复书正在审核。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 3 个工作日。",
        NOTHING,
        False,
    ),
    (
        "in approval of a letter without due date",
        facts(S.IN_APPROVAL),
        "您的答复书正在审核。",
        "",
        NOTHING,
        False,
    ),
    (
        "approved",
        facts(S.APPROVED, due_on=DUE, remaining=1),
        "您的答复书已经签发，即将出具。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 1 个工作日。",
        NOTHING,
        False,
    ),
    (
        "issued, not yet sent",
        facts(S.ISSUED, due_on=DUE, remaining=1),
        "您的答复书已经出具，正在送达。",
        f"{AGENCY}应当在 2026年11月9日（周一）以前（含当日）答复您，还有 1 个工作日。",
        "请留意邮件或者受理机构的电话。",
        False,
    ),
    (
        "issued and posted",
        facts(S.ISSUED, due_on=DUE, sent_on=date(2026, 11, 6)),
        "您的答复书已经出具，正在送达。",
        f"{AGENCY}已于 2026年11月6日（周五）交邮政企业寄出。",
        "请留意邮件或者受理机构的电话。",
        False,
    ),
    (
        "delivered",
        facts(S.DELIVERED, due_on=DUE, ended_on=date(2026, 11, 8)),
        "您的申请已经答复。",
        "答复书已于 2026年11月8日（周日）送达。",
        "可以在下面下载答复书。",
        False,
    ),
    (
        "lapsed",
        facts(S.LAPSED, ended_on=date(2026, 11, 6)),
        "您的申请不再处理。",
        "告知书已于 2026年11月6日（周五）送达。",
        "理由和依据写在告知书中，可以在下面下载。",
        False,
    ),
    (
        "withdrawn",
        facts(S.WITHDRAWN, due_on=DUE, ended_on=date(2026, 10, 20)),
        "您已经撤回这件申请。",
        "撤回的日期是 2026年10月20日（周二）。",
        NOTHING,
        False,
    ),
    (
        "transferred",
        facts(S.TRANSFERRED, due_on=DUE),
        "您的申请已经转给负责公开该信息的机关。",
        "",
        "请向接收的机关查询进度。",
        False,
    ),
    ("voided", facts(S.VOIDED), "这个编号已经作废。", "", "有疑问的，请打电话向受理机构查询。", False),
    (
        "archived",
        facts(S.ARCHIVED, due_on=DUE, ended_on=date(2026, 11, 6)),
        "您的申请已经办结归档。",
        "办结日期是 2026年11月6日（周五）。",
        "文书可以继续在下面下载。",
        False,
    ),
]


@pytest.mark.parametrize(("name", "given", "now", "duty", "yours", "act"), ROWS, ids=[row[0] for row in ROWS])
def test_the_sentence(name: str, given: StatusFacts, now: str, duty: str, yours: str, act: bool) -> None:
    said = status_sentence(given)
    assert (said.now, said.duty, said.yours, said.act) == (now, duty, yours, act)


def test_every_state_has_its_sentence() -> None:
    assert {row[1].state for row in ROWS} == set(RequestState)
