"""Submission of a reply: legality first, then the exact content goes to the approvers.

One of the two modules that may hand approved content to the services below (import contract).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from letters.case_facts import Stage
from letters.compose import ComposedLetter, compose_reply
from letters.content import approved_content
from letters.context import LetterContext
from letters.legality import check_reply
from letters.verdicts import Verdict
from requests_app import dates
from requests_app.actors import OFFICERS, Member
from requests_app.errors import InvalidInput
from requests_app.models import ApprovedContent, DisclosureRequest, Submission
from requests_app.rules.states import RequestState
from requests_app.rules.track_rules import Track
from requests_app.services import lapse, submission
from requests_app.services.act import By, act

if TYPE_CHECKING:
    from letters.render import Rendered


@dataclass(frozen=True)
class Review:
    """The reply as it stands, and what every check says of it today."""

    letter: ComposedLetter
    verdicts: tuple[Verdict, ...]

    @property
    def context(self) -> LetterContext | None:
        """The finished context, None while something is missing."""
        return self.letter.context

    @property
    def refusal(self) -> InvalidInput | None:
        """What is missing, as a sentence with its fields."""
        return self.letter.refusal

    @property
    def blocked_by(self) -> tuple[Verdict, ...]:
        """Checks that stand in the way of submission."""
        return tuple(verdict for verdict in self.verdicts if verdict.blocks)


def review(case: DisclosureRequest) -> Review:
    """Compose and check the reply for the drafting screen; nothing is written."""
    today = dates.today()
    letter = compose_reply(case, today)
    return Review(letter, check_reply(case, letter, today, Stage.DRAFTING))


def preview_pdf(case: DisclosureRequest) -> Rendered:
    """The reply as a draft, on the true page. Raises `InvalidInput` naming what is missing."""
    from letters.render import render_pdf  # WeasyPrint is heavy: loaded with the first preview

    context = compose_reply(case, dates.today()).require_context()
    return render_pdf(context.kind, context, draft=True)


@act("送审", by=By(roles=OFFICERS), states=frozenset({RequestState.IN_HANDLING}), of_the_letter=True)
def submit_reply(*, actor: Member, case: DisclosureRequest, track: Track) -> Submission:
    """Submit the reply for approval over exactly what it says now.

    Raises `InvalidInput` naming what is missing, `RuleRefusal` for a check that fails or lacks its reason or for
    a track the law does not allow.
    """
    return submission.submit(actor=actor, case_id=case.pk, content=_content_now(case, track), track=track)


@act("逾期不补正，拟不再处理", by=By(roles=OFFICERS), states=frozenset({RequestState.AWAITING_CORRECTION}))
def submit_lapse(
    *, actor: Member, case: DisclosureRequest, track: Track, delivery: str, considered: str
) -> Submission:
    """Draft the letter that ends a case for want of a correction, and submit it for approval like any reply.

    Raises as `services.lapse.draft_lapse` and `submit_reply`; nothing is kept then.
    """
    lapse.draft_lapse(actor=actor, case_id=case.pk, delivery=delivery, considered=considered)
    return _submit_ending(case, actor, track)


@act("逾期不缴费，拟不再处理", by=By(roles=OFFICERS), states=frozenset({RequestState.AWAITING_PAYMENT}))
def submit_unpaid(*, actor: Member, case: DisclosureRequest, track: Track, delivery: str) -> Submission:
    """Draft the letter that ends a case for want of payment, and submit it for approval like any reply.

    Raises as `services.lapse.draft_unpaid` and `submit_reply`; nothing is kept then.
    """
    lapse.draft_unpaid(actor=actor, case_id=case.pk, delivery=delivery)
    return _submit_ending(case, actor, track)


def _submit_ending(case: DisclosureRequest, actor: Member, track: Track) -> Submission:
    """The drafted letter that ends the case goes to the approvers."""
    return submission.submit_lapse(
        actor=actor, case_id=case.pk, content=_content_now(case, track), track=track
    )


def _content_now(case: DisclosureRequest, track: Track) -> ApprovedContent:
    """The letter as it stands, with what every check says of it today. Raises `InvalidInput` while unfinished."""
    today = dates.today()
    letter = compose_reply(case, today)
    roles = [step.role for step in track.steps]
    verdicts = check_reply(case, letter, today, Stage.SUBMISSION, step_roles=roles)
    return approved_content(letter, [verdict.as_json() for verdict in verdicts], verdicts)
