"""What the flows do when something below them happened (contracts.md 6): same transaction, own tables only."""

from __future__ import annotations

from typing import Any

from requests_app import signals
from requests_app.actors import Actor, Member
from requests_app.models import Consultation, DateChange, DisclosureRequest, ReasonsRequest, User
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.joining import answered_together
from workflows import engine


def begin(case: DisclosureRequest, **_: Any) -> None:
    """A registered request begins its way."""
    engine.start_at(case)


def go_on(case: DisclosureRequest, **_: Any) -> None:
    """A case taken over while it is open goes on where it stands; what was finished elsewhere needs nothing."""
    if RequestState(case.state) in OPEN - {RequestState.RECEIVED}:
        engine.start_at(case)


def end_by_withdrawal(case: DisclosureRequest, **_: Any) -> None:
    """The applicant took the request back: approvals and extensions end, only the archiving is left."""
    engine.close(engine.approvals_of(case))
    engine.close(engine.extensions_of(case))
    engine.re_enter(case)


def end_by_voiding(case: DisclosureRequest, **_: Any) -> None:
    """An entry made by mistake leaves nothing to do."""
    engine.close(engine.approvals_of(case))
    engine.close(engine.extensions_of(case))
    engine.close(engine.requests_of(case))


def back_to_handler(case: DisclosureRequest, **_: Any) -> None:
    """The reply was recalled, or its approval is void: the round ends and the handler goes on, also with those that
    are joined to the case."""
    engine.close(engine.approvals_of(case))
    for one in answered_together(case):
        engine.re_enter(one)


def begin_anew(case: DisclosureRequest, **_: Any) -> None:
    """An answered request is handled anew: its flow goes back to the handler, or begins again after the archive."""
    engine.resume(case)


def follow_consultation(actor: Actor, consultation: Consultation, **_: Any) -> None:
    """A consultation was asked, sent, served, answered, decided or ended: its flow goes where it stands."""
    user: User | None = actor.user if isinstance(actor, Member) else None
    engine.follow_consultation(consultation, user)


def go_on_where_it_stands(case: DisclosureRequest, **_: Any) -> None:
    """A correction or a fee moved, or an order came: the approval and the extensions that fell away end, the request
    goes on where it now stands. An extension that is still to be decided or told keeps its task."""
    engine.close(engine.approvals_of(case))
    engine.close(engine.cancelled_extensions_of(case))
    engine.re_enter(case)


def follow_date_change(actor: Actor, change: DateChange, **_: Any) -> None:
    """A due date moved, or somebody told it or noted why not: its flow goes where it stands."""
    user: User | None = actor.user if isinstance(actor, Member) else None
    engine.follow_date_change(change, user)


def follow_reasons(case: DisclosureRequest, actor: Actor, reasons: ReasonsRequest, **_: Any) -> None:
    """Reasons were asked for, given, judged, a delay decided or told: the flow goes where it stands. Extensions that a
    delayed reply replaced end."""
    user: User | None = actor.user if isinstance(actor, Member) else None
    engine.close(engine.cancelled_extensions_of(case))
    engine.follow_reasons(reasons, user)


def connect() -> None:
    """Hear what `requests_app` says."""
    signals.request_registered.connect(begin, dispatch_uid="workflows.begin")
    signals.request_imported.connect(go_on, dispatch_uid="workflows.imported")
    signals.request_withdrawn.connect(end_by_withdrawal, dispatch_uid="workflows.withdrawn")
    signals.request_voided.connect(end_by_voiding, dispatch_uid="workflows.voided")
    signals.consultation_moved.connect(follow_consultation, dispatch_uid="workflows.consultation")
    signals.reply_voided.connect(back_to_handler, dispatch_uid="workflows.reply_voided")
    signals.date_change_moved.connect(follow_date_change, dispatch_uid="workflows.date_change_moved")
    signals.reply_reopened.connect(begin_anew, dispatch_uid="workflows.reply_reopened")
    signals.reasons_moved.connect(follow_reasons, dispatch_uid="workflows.reasons_moved")
    signals.order_received.connect(go_on_where_it_stands, dispatch_uid="workflows.order_received")
    signals.correction_moved.connect(go_on_where_it_stands, dispatch_uid="workflows.correction_moved")
    signals.fee_moved.connect(go_on_where_it_stands, dispatch_uid="workflows.fee_moved")
