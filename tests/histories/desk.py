"""The office at work: for every open task what is ordinarily done about it, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Mapping

from requests_app.actors import Applicant
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.rules.states import CAN_BE_WITHDRAWN
from requests_app.rules.states import RequestState as S
from requests_app.services import withdrawal
from requests_app.services.transfer import HandingOver
from tests.histories.wishes import Wishes
from workflows.engine import OVER
from workflows.flows.consultation import ConsultationFlow
from workflows.flows.date_change import DateChangeFlow
from workflows.flows.extension import ExtensionFlow
from workflows.flows.reasons import ReasonsFlow
from workflows.flows.reply_approval import ReplyApprovalFlow
from workflows.flows.request import RequestFlow
from workflows.models import FlowTask

WORK: Mapping[type, Mapping[str, str]] = {
    ConsultationFlow: {"serve": "serve_inquiry", "await_answer": "hear", "weigh": "weigh"},
    ReasonsFlow: {
        "deliver_request": "deliver_request",
        "await_reasons": "await_reasons",
        "judge": "judge",
        "grant_delay": "grant_delay",
        "deliver_delay": "deliver_delay",
    },
    ExtensionFlow: {"decide": "decide_extension", "notify": "tell_extension"},
    DateChangeFlow: {"tell": "tell_date_change"},
    ReplyApprovalFlow: {"decide": "approve"},
    RequestFlow: {
        "review": "accept",
        "tell_correction": "tell_correction",
        "await_correction": "await_correction",
        "lapse_correction": "lapse_correction",
        "handle": "answer_the_request",
        "tell_fee": "tell_fee",
        "await_payment": "await_payment",
        "check_payment": "check_payment",
        "lapse_unpaid": "lapse_unpaid",
        "await_approval": "wait",
        "issue": "issue",
        "deliver": "deliver",
        "archive": "archive",
    },
}
"""What is done at each node; what stands beside a request comes before the request itself."""
MOST_TURNS = 120


class Desk(Wishes):
    """Does the next thing that an open task asks for."""

    def open_tasks(self) -> list[FlowTask]:
        """Every open task of the history, those beside the requests first."""
        order = list(WORK)
        tasks = FlowTask.objects.exclude(status__in=OVER).select_related("process").order_by("pk")
        return sorted(tasks, key=lambda task: order.index(task.flow_task.flow_class))

    def work(self, task: FlowTask) -> bool:
        """Do what the task asks; False where nobody can do anything about it today."""
        self.task = task
        method = WORK[task.flow_task.flow_class][task.flow_task.name]
        return bool(getattr(self, method)(int(task.process.artifact_object_id)))

    def go_on(self) -> bool:
        """One task is done; False where none can be."""
        return any(self.work(task) for task in self.open_tasks())

    # Before registration

    def register(self, key: int) -> bool:
        """With its day of receipt and what proves it; a platform's application is first given to its agency."""
        case = self.get(key)
        if case.agency_id is None:
            return bool(
                self.does(
                    "routed",
                    Role.DISPATCHER,
                    key,
                    "route",
                    agency=self.stage.bureau.agency,
                    reason="规划由该局主管",
                )
            )
        fixed = case.channel in ("counter", "post", "oral")
        day = case.arrived_on if fixed else self.lately(case.arrived_on)
        proof = "签收记录2026-31"
        return bool(
            self.does("registered", Role.DESK_OFFICER, key, "register", received_on=day, receipt_proof=proof)
        )

    def hand_over_elsewhere(self, key: int) -> bool:
        """To the agency whose information it is, in this system or outside."""
        case = self.get(key)
        inside = self.luck.random() < 0.3 and case.agency_id == self.stage.bureau.agency.pk
        day = self.lately(case.arrived_on)
        handing = HandingOver(
            on=day,
            reason="水利工程档案由该局保管",
            told_on=day,
            told_way="phone",
            agency=self.stage.other.agency if inside else None,
            to_name="" if inside else "某某省水利厅",
            contact="办公室，0000-5550999",
            proof="交接单第3号",
        )
        role = Role.DISPATCHER if case.agency_id is None else Role.DESK_OFFICER
        done = self.does("transferred", role, key, "transfer_before_registration", handing=handing)
        if done and done.received_as_id is not None:
            self.look([done.received_as_id])
        return bool(done)

    def void(self, key: int) -> bool:
        """Entered twice."""
        return bool(self.does("voided", Role.OFFICE_HEAD, key, "void", reason="重复登记"))

    def withdraw_online(self, key: int) -> bool:
        """The applicant takes it back."""
        applicant = Applicant(DisclosureRequest(pk=key))
        return bool(
            self.happens(
                "withdrawn",
                lambda: withdrawal.withdraw(actor=applicant, case_id=key, reason="已经取得"),
                keys=[key],
            )
        )

    # The end

    def finish(self) -> None:
        """Every history can reach an end: everything open is done, one thing after another."""
        self.surely = True
        self._leave()
        for _ in range(MOST_TURNS):
            waiting = self.having(S.RECEIVED, outside=True)
            if waiting:
                self._end_unregistered(waiting[0])
            elif not self.go_on():
                if not self.living():
                    break
                self.days_pass(1)
        assert not self.living(), {key: self.states[key] for key in self.living()}

    def _leave(self) -> None:
        """Some applicants do not wait for the end."""
        for key in self.having(*CAN_BE_WITHDRAWN - {S.RECEIVED}):
            if self.luck.random() < 0.15:
                self.withdraw_online(key)

    def _end_unregistered(self, key: int) -> None:
        # Some are registered first, and only then found to have been entered twice.
        registered = self.luck.random() < (0.7 if self.agencies[key] is None else 0.3) and self.register(key)
        if self.agencies[key] is None:
            assert self.hand_over_elsewhere(key)
        else:
            ends = (self.void,) if registered else (self.void, self.hand_over_elsewhere)
            assert self.luck.choice(ends)(key)
