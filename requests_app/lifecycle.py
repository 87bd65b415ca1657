"""The legal states a request may pass through (contracts.md 1).

Only states and their transitions live here: no e-mail, no task, no other table. Services fire the transitions
under the case lock; nothing else may write `state`.
"""

from typing import TYPE_CHECKING

from django.db import models
from django_fsm import RETURN_VALUE, FSMField, transition

from requests_app.rules.record_correction import RecordCorrectionState as R
from requests_app.rules.states import RequestState as S

if TYPE_CHECKING:

    class ConcurrentTransitionMixin:
        """django_fsm is untyped: as `Any` it would make the request and all its queries untyped too."""
else:
    from django_fsm import ConcurrentTransitionMixin


def _is_new_import(request: models.Model) -> bool:
    """An imported case takes its state once, while it is being created."""
    return request._state.adding and request.provenance == "imported"  # type: ignore[attr-defined]


class RequestLifecycle(ConcurrentTransitionMixin, models.Model):
    """The state of a request; `protected`, so that only a transition can change it."""

    state = FSMField("状态", default=S.RECEIVED, choices=[(s.value, s.label) for s in S], protected=True)

    class Meta:
        abstract = True

    @transition(state, S.RECEIVED, S.UNDER_REVIEW)
    def register(self) -> None:
        """The application gets its number and receipt (登记)."""

    @transition(state, S.RECEIVED, S.RECEIVED)
    def route(self) -> None:
        """A dispatcher finds the right agency."""

    @transition(state, S.RECEIVED, S.TRANSFERRED)
    def transfer_before_registration(self) -> None:
        """Another agency takes it before a number was given."""

    @transition(state, [S.UNDER_REVIEW, S.IN_HANDLING], S.AWAITING_CORRECTION)
    def ask_correction(self) -> None:
        """The one correction notice of Art. 30."""

    @transition(state, [S.AWAITING_CORRECTION, S.IN_APPROVAL, S.APPROVED], S.UNDER_REVIEW)
    def receive_correction(self) -> None:
        """The corrected application came in, even while its lapse was being approved; or its notice was called off
        before it reached the applicant, so that there is nothing to wait for."""

    @transition(state, S.AWAITING_CORRECTION, S.IN_APPROVAL)
    def lapse_uncorrected(self) -> None:
        """Not corrected in time: the letter goes through the track like any reply."""

    @transition(state, S.UNDER_REVIEW, S.IN_HANDLING)
    def accept(self) -> None:
        """Clear and complete: handling begins."""

    @transition(state, S.IN_HANDLING, S.AWAITING_PAYMENT)
    def ask_fee(self) -> None:
        """The fee notice of 国办函〔2020〕109号."""

    @transition(state, [S.AWAITING_PAYMENT, S.IN_APPROVAL, S.APPROVED], S.IN_HANDLING)
    def receive_fee(self) -> None:
        """The fee was paid, even while its lapse was being approved."""

    @transition(state, S.AWAITING_PAYMENT, S.IN_APPROVAL)
    def lapse_unpaid(self) -> None:
        """Not paid in time: the letter goes through the track like any reply."""

    @transition(state, S.IN_HANDLING, S.IN_APPROVAL)
    def submit_reply(self) -> None:
        """The handler submits the finished reply."""

    @transition(
        state,
        [S.IN_APPROVAL, S.APPROVED],
        RETURN_VALUE(S.IN_HANDLING, S.AWAITING_CORRECTION, S.AWAITING_PAYMENT),
    )
    def return_reply(self, back_to: S) -> S:
        """Returned by an approver, recalled by the handler, or voided because the content changed."""
        return back_to

    @transition(state, S.IN_APPROVAL, S.APPROVED)
    def approve_reply(self) -> None:
        """The last step of the track agreed."""

    @transition(state, S.APPROVED, S.ISSUED)
    def issue_reply(self) -> None:
        """The letter has its number and its frozen content."""

    @transition(state, S.ISSUED, RETURN_VALUE(S.DELIVERED, S.LAPSED))
    def confirm_delivery(self, delivered_as: S) -> S:
        """The letter was given to the applicant, with proof."""
        return delivered_as

    @transition(state, [S.ISSUED, S.DELIVERED, S.LAPSED], S.IN_HANDLING)
    def withdraw_letter(self) -> None:
        """A wrong letter is taken back; both letters are kept."""

    @transition(
        state,
        [
            S.RECEIVED,
            S.UNDER_REVIEW,
            S.AWAITING_CORRECTION,
            S.IN_HANDLING,
            S.AWAITING_PAYMENT,
            S.IN_APPROVAL,
            S.APPROVED,
        ],
        S.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """The applicant takes the application back."""

    @transition(state, [S.DELIVERED, S.LAPSED, S.ARCHIVED], S.IN_HANDLING)
    def reopen(self) -> None:
        """An order (reconsideration decision, judgment) asks for a new reply."""

    @transition(state, [S.RECEIVED, S.UNDER_REVIEW], S.VOIDED)
    def void(self) -> None:
        """Entered by mistake or twice; the number is kept."""

    @transition(state, [S.DELIVERED, S.LAPSED, S.WITHDRAWN], S.ARCHIVED)
    def archive(self) -> None:
        """The file is complete and handed over (归档)."""

    @transition(state, S.RECEIVED, RETURN_VALUE(*S), conditions=[_is_new_import])
    def import_state(self, to: S) -> S:
        """The state of a case that was handled elsewhere; once, while the row is created."""
        return to


class RecordCorrectionLifecycle(ConcurrentTransitionMixin, models.Model):
    """The state of a record correction (Art. 41); changed by transitions only, as that of a request."""

    state = FSMField("状态", default=R.RECEIVED, choices=[(r.value, r.label) for r in R], protected=True)

    class Meta:
        abstract = True

    @transition(state, R.RECEIVED, R.IN_HANDLING)
    def begin(self) -> None:
        """Somebody looks into it."""

    @transition(state, R.IN_HANDLING, R.ANSWERED)
    def answer(self) -> None:
        """The approved letter has its number and its frozen content."""

    @transition(state, R.ANSWERED, R.ARCHIVED)
    def archive(self) -> None:
        """The person has the letter, the file is closed."""
