"""What can be done about the approval track, as `verbs.py` has it for everything else."""

from __future__ import annotations

from requests_app.models import TrackChoice
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.rules.track_rules import Level
from requests_app.selectors.joining import answered_items
from requests_app.services import track_choice
from workflows.doing import Doing, Verb, serving
from workflows.tracks import propose


def _choose(doing: Doing, *, level: Level, reason: str = "") -> TrackChoice:
    proposal = propose(doing.case, [item.outcome for _, item in answered_items(doing.case)])
    chosen: TrackChoice = doing.call(track_choice.choose, level=level, proposed=proposal.level, reason=reason)
    return chosen


TRACK_VERBS: dict[str, Verb] = {
    "choose_track": Verb(
        _choose,
        roles=(Role.HANDLER, Role.OFFICE_HEAD, Role.SIGNATORY),
        states=track_choice.CHOOSABLE,
        of_the_letter=True,
    ),
    "record_joint": Verb(
        serving(track_choice.record_joint),
        roles=(Role.OFFICE_HEAD,),
        states=frozenset({RequestState.IN_APPROVAL}),
    ),
}
