"""Acts that belong to no task: the record of a dispute, taking a reply back, handling a request anew, splitting it,
joining it with others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from requests_app.rules import remedy_case as rule
from requests_app.rules.joining import CAN_BE_JOINED
from requests_app.rules.roles import Role
from requests_app.rules.splitting import CAN_BE_SPLIT
from requests_app.rules.states import CAN_BE_ORDERED, CAN_BE_REOPENED, CAN_TAKE_BACK, RequestState
from requests_app.services import joining, remedy, splitting, supervising, taking_back

_OFFICERS = (Role.HANDLER, Role.DESK_OFFICER)
_KEEPERS = (Role.HANDLER, Role.DESK_OFFICER, Role.LEGAL_REVIEWER, Role.OFFICE_HEAD)

PLAIN: Mapping[str, tuple[Callable[..., Any], tuple[Role, ...], frozenset[RequestState]]] = {
    "record_remedy": (remedy.record, _KEEPERS, rule.CAN_BE_DISPUTED),
    "file_remedy_answer": (remedy.file_answer, _KEEPERS, rule.CAN_BE_DISPUTED),
    "record_remedy_result": (remedy.record_result, _KEEPERS, rule.CAN_BE_DISPUTED),
    "withdraw_letter": (taking_back.withdraw_letter, (Role.OFFICE_HEAD,), CAN_TAKE_BACK),
    "join": (joining.join, _OFFICERS, CAN_BE_JOINED),
    "unjoin": (joining.unjoin, _OFFICERS, CAN_BE_JOINED),
    "split": (splitting.split, (*_OFFICERS, Role.OFFICE_HEAD), CAN_BE_SPLIT),
    "answer_supervision": (supervising.answer, (*_OFFICERS, Role.OFFICE_HEAD), frozenset(RequestState)),
    "reopen": (remedy.reopen, (Role.OFFICE_HEAD,), CAN_BE_REOPENED),
    "receive_order": (remedy.receive_order, (Role.OFFICE_HEAD,), CAN_BE_ORDERED),
}
"""Service, roles and states of each verb; none of them belongs to a task."""
OF_THE_LETTER = frozenset({"withdraw_letter"})
"""Those that are done where the letter is written."""
