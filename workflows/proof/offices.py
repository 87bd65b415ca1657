"""With whom it is proven: every track that can be chosen, and offices of different size.

**Why two people in each role suffice.** A world tells people apart only by whether they wrote and whether they
agreed; each step is agreed to once. Of the people in one role, one writes or agrees and the others are alike: a third
one can do nothing that the second cannot do, so every path with more people is, with names exchanged, a path with
two. One person in a role is tried as well, since there somebody may be missing.
"""

from __future__ import annotations

from itertools import combinations, product

from requests_app.models import Agency, DisclosureRequest
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import OFFICERS, Role
from requests_app.rules.track_rules import Choice, Level, Track, standing
from workflows.proof.world import Delegation, Office
from workflows.tracks import track_of

TAKING_PART: tuple[Role, ...] = (
    Role.DESK_OFFICER,
    Role.HANDLER,
    Role.SECRECY_REVIEWER,
    Role.LEGAL_REVIEWER,
    Role.OFFICE_HEAD,
    Role.SIGNATORY,
    Role.ARCHIVIST,
    Role.DISPATCHER,
)


def shipped_tracks() -> list[Track]:
    """Every track that any reply of any agency can take, each once: all outcomes alone and in pairs, both values of
    every switch, as proposed and with every level somebody may choose."""
    keys = sorted(OUTCOMES)
    answers = [(key,) for key in keys] + list(combinations(keys, 2))
    found: dict[tuple[str, ...], Track] = {}
    for leader, secrecy in product((False, True), repeat=2):
        switches = {"leader_signs_always": leader, "secrecy_review_always": secrecy}
        case = DisclosureRequest(agency=Agency(settings={"approval": switches}))
        for outcomes, level in product(answers, (None, *Level)):
            # As if the highest had been proposed when it was chosen, so that the choice holds against every proposal.
            choices = [Choice(level, Level.JOINT)] if level is not None else []
            track = track_of(case, outcomes, standing(choices))
            found.setdefault(tuple(step.key for step in track.steps), track)
    return list(found.values())


def office_of(size: int) -> Office:
    """So many people in each role, nobody in two."""
    return Office({f"{role.label}{n}": frozenset({role}) for role in TAKING_PART for n in range(1, size + 1)})


def missing_roles(office: Office, track: Track) -> list[str]:
    """Steps of the track that may find nobody, and why; empty: every reply of the office can be approved.

    Whoever writes does not approve, and any officer may write. So a step is safe if, and only if, somebody has its
    role who is no officer (a test compares this with the exploration of small offices).
    """
    found = []
    for step in track.steps:
        holders = office.having(frozenset({step.role}))
        if not holders:
            found.append(f"没有{step.role.label}，“{step.label}”无人办理")
        elif all(office.people[holder] & OFFICERS for holder in holders):
            names = "、".join(holders)
            found.append(
                f"{step.role.label}（{names}）都兼任受理或者承办：起草过的本件，“{step.label}”无人可审"
            )
    return found


def two_people() -> Office:
    """The smallest office that can work: one takes in, handles and archives, the other reviews and signs."""
    clerk = frozenset({Role.DESK_OFFICER, Role.HANDLER, Role.ARCHIVIST, Role.DISPATCHER})
    return Office({"甲": clerk, "乙": frozenset(TAKING_PART) - clerk})


def with_deputies() -> Office:
    """Two of each, and deputies where they could do harm: a handler stands in for a reviewer, a reviewer who also
    handles is stood in for by somebody else, who is stood in for by a third."""
    people = dict(office_of(1).people)
    legal, handler = f"{Role.LEGAL_REVIEWER.label}1", f"{Role.HANDLER.label}1"
    people[legal] = people[legal] | {Role.HANDLER}
    people["代理甲"] = people["代理乙"] = frozenset()
    people[f"{Role.LEGAL_REVIEWER.label}2"] = frozenset({Role.LEGAL_REVIEWER})
    pairs = ((handler, legal), ("代理甲", legal), ("代理乙", "代理甲"))
    return Office(people, frozenset(Delegation(*pair, Role.LEGAL_REVIEWER) for pair in pairs))
