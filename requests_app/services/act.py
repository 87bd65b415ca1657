"""`@act`: how every service on a case runs.

In one transaction: lock the case, read it again, check that this actor may do this, run the act, bring the
derived dates up to date, count the version. Acts may call other acts on the same case; the outermost one holds
the lock and writes the case back. An act that leaves no audit entry is a defect and fails.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from requests_app.actors import Actor, Applicant, Member, System, ThirdParty, concerns
from requests_app.errors import AccessRefused, StaleForm, StateRefusal
from requests_app.models import DisclosureRequest
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.cases import agencies_below
from requests_app.services import clock

R = TypeVar("R")

STALE = "这件申请在您打开页面后已被他人办理，您的操作没有生效。请刷新页面，核对后再办。"
UNKNOWN_CASE = "没有这件申请，或者您无权办理。"


@dataclass(frozen=True)
class By:
    """Who may do an act: members in these roles whom the case `concerns`, the supervisor of a government above the
    case's agency, the applicant, a third party that was asked about the case, the system."""

    roles: frozenset[Role] = frozenset()
    applicant: bool = False
    third_party: bool = False
    system: bool = False
    supervisor: bool = False

    def check(self, actor: Actor, case: DisclosureRequest, label: str) -> None:
        """Raises `AccessRefused` when `actor` may not do the act `label` on `case`."""
        if isinstance(actor, Member):
            watched = self.supervisor and _watches(actor, case)
            if not watched and not concerns(actor, case):
                raise AccessRefused("unknown_case", UNKNOWN_CASE)
            if watched or actor.role in self.roles:
                return
            names = "、".join(sorted(role.label for role in self._named())) or "申请人"
            raise AccessRefused("role_missing", f"“{label}”由{names}办理，您现在的角色是{actor.role.label}。")
        if isinstance(actor, Applicant):
            if actor.request.pk != case.pk:
                raise AccessRefused("unknown_case", UNKNOWN_CASE)
            if self.applicant:
                return
        if isinstance(actor, ThirdParty):
            if actor.consultation.request_id != case.pk:
                raise AccessRefused("unknown_case", UNKNOWN_CASE)
            if self.third_party:
                return
        if isinstance(actor, System) and self.system:
            return
        raise AccessRefused("actor_refused", f"“{label}”不能由{actor.label}办理。")

    def _named(self) -> frozenset[Role]:
        return self.roles | ({Role.SUPERVISOR} if self.supervisor else frozenset())


def _watches(actor: Member, case: DisclosureRequest) -> bool:
    """Whether the actor supervises the agency of the case (Art. 47)."""
    return actor.role is Role.SUPERVISOR and case.agency_id in agencies_below(actor.agency)


_open_cases: ContextVar[dict[int, DisclosureRequest] | None] = ContextVar("open_cases", default=None)


def act(
    label: str,
    *,
    by: By,
    states: frozenset[RequestState] | None = None,
    reading: bool = False,
    of_the_letter: bool = False,
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function `(*, actor, case, …)` a service `(*, actor, case_id, seen_version=None, …)`.

    `label` is the act in Chinese, as it stands in refusals. `states`, where given, are the states in which the
    act is possible; where a transition is fired, the lifecycle itself refuses. `seen_version` is the version the
    person had on the screen: an older one is refused as stale. An act that only looks, or adds a note of its own
    (`reading`), leaves its entry in the record and the case as it is: what others have on their screens stays good.
    An act `of_the_letter` is done where the letter is written: not on a request that is joined to another.

    The service raises `AccessRefused`, `StaleForm`, `StateRefusal`, and whatever the act itself refuses.
    """

    def check(case: DisclosureRequest) -> None:
        if of_the_letter:
            _check_carries(case, label)
        _check_state(case, states, label)

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def service(*, actor: Actor, case_id: int, seen_version: int | None = None, **arguments: Any) -> R:
            held = _open_cases.get()
            if held is not None and case_id in held:
                case = held[case_id]
                by.check(actor, case, label)
                check(case)
                return _run(function, label, actor, case, arguments)
            return _outermost(function, label, by, check, reading, actor, case_id, seen_version, arguments)

        return service

    return decorate


def _outermost(
    function: Callable[..., R],
    label: str,
    by: By,
    check: Callable[[DisclosureRequest], None],
    reading: bool,
    actor: Actor,
    case_id: int,
    seen_version: int | None,
    arguments: dict[str, Any],
) -> R:
    held = dict(_open_cases.get() or {})
    with transaction.atomic():
        case = lock(case_id)
        by.check(actor, case, label)
        if seen_version is not None and seen_version != case.version:
            raise StaleForm("stale_form", STALE)
        check(case)
        token = _open_cases.set({**held, case_id: case})
        try:
            before = _last_entry(case_id)
            state = case.state
            result = _run(function, label, actor, case, arguments)
            _check_recorded(function, case, before)
            # A letter made in the background changes nothing that a person had on the screen.
            if not reading:
                _write_back(case, counts=not isinstance(actor, System) or case.state != state)
                if case.joined_to_id is not None and case.joined_to_id not in held:
                    clock.refresh_lead(case.joined_to_id)
        finally:
            _open_cases.reset(token)
    return result


def _last_entry(case_id: int) -> tuple[int, dict[str, Any]]:
    """Place and data of the newest entry of the case; 0 and nothing for one without any."""
    newest = AuditEntry.objects.filter(request_id=case_id).order_by("-seq").values_list("seq", "data")
    return newest.first() or (0, {})


def _check_recorded(
    function: Callable[..., Any], case: DisclosureRequest, before: tuple[int, dict[str, Any]]
) -> None:
    """Every act leaves an entry, and the last one says the state that the act left behind."""
    seq, data = _last_entry(case.pk)
    if seq == before[0]:
        raise RuntimeError(f"act {function.__qualname__} left no audit entry")
    if data.get("state") != case.state:
        raise RuntimeError(f"act {function.__qualname__} recorded itself before the state changed")


def lock(case_id: int) -> DisclosureRequest:
    """The case, locked until the end of the transaction. On SQLite the transaction itself is the lock.

    Before a request that is joined to another comes the one that carries the letter: an act there moves all of them.
    """
    rows = DisclosureRequest.objects.select_for_update(of=("self",))
    if connection.features.has_select_for_update:
        joined = DisclosureRequest.objects.filter(pk=case_id, joined_to__isnull=False)
        rows.filter(pk__in=list(joined.values_list("joined_to", flat=True))).first()
    try:
        return rows.select_related("agency").get(pk=case_id)
    except DisclosureRequest.DoesNotExist:
        raise AccessRefused("unknown_case", UNKNOWN_CASE) from None


def _check_carries(case: DisclosureRequest, label: str) -> None:
    if case.joined_to is not None:
        number = case.joined_to.number
        raise StateRefusal("joined", f"本件与 {number} 合并答复，请在 {number} 中办理“{label}”。")


def _check_state(case: DisclosureRequest, states: frozenset[RequestState] | None, label: str) -> None:
    if states is not None and RequestState(case.state) not in states:
        raise _wrong_state(case, label)


def _wrong_state(case: DisclosureRequest, label: str) -> StateRefusal:
    return StateRefusal("wrong_state", f"申请现为“{RequestState(case.state).label}”，不能办理“{label}”。")


def _run(
    function: Callable[..., R], label: str, actor: Actor, case: DisclosureRequest, arguments: dict[str, Any]
) -> R:
    before = RequestState(case.state)
    try:
        return function(actor=actor, case=case, **arguments)
    except TransitionNotAllowed as error:
        refusal = StateRefusal("wrong_state", f"申请现为“{before.label}”，不能办理“{label}”。")
        raise refusal from error


def _write_back(case: DisclosureRequest, *, counts: bool) -> None:
    clock.refresh(case)
    case.version += counts
    try:
        case.save()
    except ConcurrentTransition as error:
        raise StaleForm("stale_form", STALE) from error
