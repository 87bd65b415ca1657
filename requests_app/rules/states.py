"""The legal states of a request, their five phases, and the transitions between them.

The phases are those of the system the Regulation demands in Art. 45: 登记、审核、办理、答复、归档. The
transitions are data here; the lifecycle of the model is written from them and tested against them.
"""

from dataclasses import dataclass
from enum import StrEnum

from requests_app.rules.roles import APPROVERS, OFFICERS, Party, Role


class Phase(StrEnum):
    """The five phases of Art. 45, and one for cases that left the way before an answer."""

    REGISTRATION = "registration"
    REVIEW = "review"
    HANDLING = "handling"
    REPLY = "reply"
    ARCHIVING = "archiving"
    NONE = "none"

    @property
    def label(self) -> str:
        """登记, 审核, 办理, 答复, 归档, or – for a case that left the way."""
        return _PHASE_LABELS[self]


_PHASE_LABELS = {
    Phase.REGISTRATION: "登记",
    Phase.REVIEW: "审核",
    Phase.HANDLING: "办理",
    Phase.REPLY: "答复",
    Phase.ARCHIVING: "归档",
    Phase.NONE: "–",
}


class RequestState(StrEnum):
    """Where a request stands in law. Consultations and extensions are facts beside it, not states."""

    RECEIVED = "received"
    UNDER_REVIEW = "under_review"
    AWAITING_CORRECTION = "awaiting_correction"
    IN_HANDLING = "in_handling"
    AWAITING_PAYMENT = "awaiting_payment"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    ISSUED = "issued"
    DELIVERED = "delivered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    VOIDED = "voided"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The state as screens and the register show it."""
        return _STATE_ROWS[self][0]

    @property
    def phase(self) -> Phase:
        """The phase of Art. 45 it belongs to."""
        return _STATE_ROWS[self][1]


_S = RequestState

_STATE_ROWS: dict[RequestState, tuple[str, Phase]] = {
    _S.RECEIVED: ("待登记", Phase.REGISTRATION),
    _S.UNDER_REVIEW: ("审核中", Phase.REVIEW),
    _S.AWAITING_CORRECTION: ("待补正", Phase.REVIEW),
    _S.IN_HANDLING: ("办理中", Phase.HANDLING),
    _S.AWAITING_PAYMENT: ("待缴费", Phase.HANDLING),
    _S.IN_APPROVAL: ("审批中", Phase.REPLY),
    _S.APPROVED: ("已签发", Phase.REPLY),
    _S.ISSUED: ("已出具", Phase.REPLY),
    _S.DELIVERED: ("已送达", Phase.REPLY),
    _S.LAPSED: ("不再处理", Phase.REPLY),
    _S.WITHDRAWN: ("已撤回", Phase.NONE),
    _S.TRANSFERRED: ("已转出", Phase.NONE),
    _S.VOIDED: ("作废", Phase.NONE),
    _S.ARCHIVED: ("已归档", Phase.ARCHIVING),
}

WITHOUT_DUE_DATE: frozenset[RequestState] = frozenset({_S.AWAITING_CORRECTION, _S.AWAITING_PAYMENT})
"""The applicant must act: no due date runs (nor on the way of outcomes 21 and 22)."""

CAN_BE_EXTENDED: frozenset[RequestState] = frozenset(
    {_S.UNDER_REVIEW, _S.IN_HANDLING, _S.IN_APPROVAL, _S.APPROVED}
)
CAN_CONSULT: frozenset[RequestState] = frozenset({_S.UNDER_REVIEW, _S.IN_HANDLING})
"""Others may be asked for their opinion: after registration, before the reply goes to approval."""

RECEIPT_CAN_BE_CORRECTED: frozenset[RequestState] = CAN_BE_EXTENDED | {
    _S.AWAITING_CORRECTION,
    _S.AWAITING_PAYMENT,
}
"""The day of receipt decides: on the due date, or whether what the applicant owes was asked in time; and no reply has
been issued yet."""

CAN_BE_WITHDRAWN: frozenset[RequestState] = frozenset(
    {
        _S.RECEIVED,
        _S.UNDER_REVIEW,
        _S.AWAITING_CORRECTION,
        _S.IN_HANDLING,
        _S.AWAITING_PAYMENT,
        _S.IN_APPROVAL,
        _S.APPROVED,
    }
)
CAN_BE_ORDERED: frozenset[RequestState] = CAN_BE_WITHDRAWN - {_S.RECEIVED}
"""An order to answer can move its clock: it is registered, and no reply has been issued yet."""

CAN_BE_VOIDED: frozenset[RequestState] = frozenset({_S.RECEIVED, _S.UNDER_REVIEW})
CAN_BE_REOPENED: frozenset[RequestState] = frozenset({_S.DELIVERED, _S.LAPSED, _S.ARCHIVED})
CAN_TAKE_BACK: frozenset[RequestState] = frozenset({_S.ISSUED, _S.DELIVERED, _S.LAPSED})
"""A wrong reply may be taken back until the file is closed; afterwards only an order opens it again."""

CAN_BE_ARCHIVED: frozenset[RequestState] = frozenset({_S.DELIVERED, _S.LAPSED, _S.WITHDRAWN})

CLOCK_STOPPED: frozenset[RequestState] = frozenset(
    {_S.DELIVERED, _S.LAPSED, _S.WITHDRAWN, _S.TRANSFERRED, _S.ARCHIVED, _S.VOIDED}
)
OPEN: frozenset[RequestState] = frozenset(RequestState) - CLOCK_STOPPED
"""Still to be answered and delivered by the agency."""

FINAL: frozenset[RequestState] = frozenset({_S.TRANSFERRED, _S.VOIDED, _S.ARCHIVED})
"""Nothing more is to be done, except `reopen` of an archived case upon an order."""

CAN_TAKE_FILES: frozenset[RequestState] = frozenset(RequestState) - FINAL
"""Papers may still come in. The file of an archived case is closed, a voided or transferred one has no file here."""

COUNTED_NOWHERE: frozenset[RequestState] = frozenset({_S.TRANSFERRED, _S.VOIDED})
"""In no report of this agency: the receiver counts a transferred case, nobody a voided one."""


@dataclass(frozen=True)
class Transition:
    """One permitted move. `by` names the roles and parties who may fire it.

    `late_sources` are sources permitted only while the letter of one of `only_outcomes` is on its way;
    `targets_by_outcome` names the target for those outcomes where it differs from the first of `targets`.
    """

    name: str
    label: str
    sources: frozenset[RequestState]
    targets: tuple[RequestState, ...]
    by: frozenset[Role | Party]
    late_sources: frozenset[RequestState] = frozenset()
    only_outcomes: tuple[str, ...] = ()
    targets_by_outcome: tuple[tuple[str, RequestState], ...] = ()

    @property
    def all_sources(self) -> frozenset[RequestState]:
        """Every state from which the transition can be fired at all."""
        return self.sources | self.late_sources

    def target_for(self, outcome: str | None) -> RequestState:
        """Where it leads for a case whose letter has this outcome."""
        return dict(self.targets_by_outcome).get(outcome or "", self.targets[0])


_OFFICER: frozenset[Role | Party] = frozenset(OFFICERS)
_SYSTEM: frozenset[Role | Party] = frozenset({Party.SYSTEM})
_APPLICANT: frozenset[Role | Party] = frozenset({Party.APPLICANT})
_HEAD: frozenset[Role | Party] = frozenset({Role.OFFICE_HEAD})
_DISPATCHER: frozenset[Role | Party] = frozenset({Role.DISPATCHER})

_ON_THE_WAY: frozenset[RequestState] = frozenset({_S.IN_APPROVAL, _S.APPROVED})

_ROWS: tuple[Transition, ...] = (
    Transition(
        "register",
        "登记",
        frozenset({_S.RECEIVED}),
        (_S.UNDER_REVIEW,),
        frozenset({Role.DESK_OFFICER, Party.SYSTEM}),
    ),
    Transition("route", "分办", frozenset({_S.RECEIVED}), (_S.RECEIVED,), _DISPATCHER),
    Transition(
        "transfer_before_registration",
        "登记前转出",
        frozenset({_S.RECEIVED}),
        (_S.TRANSFERRED,),
        frozenset({Role.DESK_OFFICER, Role.DISPATCHER}),
    ),
    Transition(
        "ask_correction",
        "告知补正",
        frozenset({_S.UNDER_REVIEW, _S.IN_HANDLING}),
        (_S.AWAITING_CORRECTION,),
        _OFFICER,
    ),
    Transition(
        "receive_correction",
        "收到补正",
        frozenset({_S.AWAITING_CORRECTION}),
        (_S.UNDER_REVIEW,),
        _OFFICER | _APPLICANT,
        late_sources=_ON_THE_WAY,
        only_outcomes=("not_corrected",),
    ),
    Transition(
        "lapse_uncorrected",
        "逾期不补正，拟不再处理",
        frozenset({_S.AWAITING_CORRECTION}),
        (_S.IN_APPROVAL,),
        _OFFICER,
    ),
    Transition("accept", "受理", frozenset({_S.UNDER_REVIEW}), (_S.IN_HANDLING,), _OFFICER),
    Transition("ask_fee", "通知缴费", frozenset({_S.IN_HANDLING}), (_S.AWAITING_PAYMENT,), _OFFICER),
    Transition(
        "receive_fee",
        "收到缴费",
        frozenset({_S.AWAITING_PAYMENT}),
        (_S.IN_HANDLING,),
        _OFFICER | _APPLICANT,
        late_sources=_ON_THE_WAY,
        only_outcomes=("not_paid",),
    ),
    Transition(
        "lapse_unpaid",
        "逾期不缴费，拟不再处理",
        frozenset({_S.AWAITING_PAYMENT}),
        (_S.IN_APPROVAL,),
        _OFFICER,
    ),
    Transition(
        "submit_reply",
        "提交审批",
        frozenset({_S.IN_HANDLING}),
        (_S.IN_APPROVAL,),
        frozenset({Role.HANDLER}),
    ),
    Transition(
        "return_reply",
        "退回",
        _ON_THE_WAY,
        (_S.IN_HANDLING, _S.AWAITING_CORRECTION, _S.AWAITING_PAYMENT),
        frozenset(APPROVERS) | {Role.HANDLER} | _SYSTEM,
        targets_by_outcome=(
            ("not_corrected", _S.AWAITING_CORRECTION),
            ("not_paid", _S.AWAITING_PAYMENT),
        ),
    ),
    Transition(
        "approve_reply", "审批通过", frozenset({_S.IN_APPROVAL}), (_S.APPROVED,), frozenset(APPROVERS)
    ),
    Transition("issue_reply", "出具", frozenset({_S.APPROVED}), (_S.ISSUED,), _OFFICER),
    Transition(
        "confirm_delivery",
        "确认送达",
        frozenset({_S.ISSUED}),
        (_S.DELIVERED, _S.LAPSED),
        _OFFICER | _SYSTEM,
        targets_by_outcome=(("not_corrected", _S.LAPSED), ("not_paid", _S.LAPSED)),
    ),
    Transition(
        "withdraw_letter",
        "收回文书",
        CAN_TAKE_BACK,
        (_S.IN_HANDLING,),
        _HEAD,
    ),
    Transition("withdraw", "撤回申请", CAN_BE_WITHDRAWN, (_S.WITHDRAWN,), _OFFICER | _APPLICANT),
    Transition("reopen", "责令重新答复", CAN_BE_REOPENED, (_S.IN_HANDLING,), _HEAD),
    Transition("void", "作废", CAN_BE_VOIDED, (_S.VOIDED,), _HEAD),
    Transition("archive", "归档", CAN_BE_ARCHIVED, (_S.ARCHIVED,), _OFFICER | frozenset({Role.ARCHIVIST})),
    Transition("import_state", "导入", frozenset(), tuple(RequestState), _SYSTEM),
)

TRANSITIONS: dict[str, Transition] = {row.name: row for row in _ROWS}
"""Every transition there is, by name. `import_state` starts from no state: fired once, on a new case."""
