"""The acts of a random history, one row each: its name, how often, when it is worth trying, and what it does.

A new branch adds its rows to `ACTS` (a module of its own where they are many) and, where it opens a new state or
keeps a case from ending, its lines to `finish.py`. Arguments are drawn with `world.draw`; the act itself goes through
`world.do` (the door of the desk) or a service (the applicant, a third party). Whatever the product refuses is counted
and must leave no trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from requests_app.actors import Applicant, System
from requests_app.models import DeliveryState, DocumentKind, Letter
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState as S
from requests_app.rules.working_days import CalendarYear
from requests_app.services import calendars, withdrawal
from requests_app.services.delivery import Posting, Service
from tests.histories.world import PROOF, World


@dataclass(frozen=True)
class Act:
    """One row. `ready`: when it is likely to be possible; now and then it is tried at any other time too."""

    name: str
    run: Callable[[World], Any]
    ready: Callable[[World], bool] = lambda world: True
    weight: int = 2


def in_states(*states: S) -> Callable[[World], bool]:
    """Worth trying in these states."""
    return lambda world: S(world.case.state) in states


def having(*things: str) -> Callable[[World], bool]:
    """Worth trying when one of these lies about (`World.take_stock`)."""
    return lambda world: bool(world.stock & set(things))


# Time and files


def days_pass(world: World) -> None:
    world.days_pass(world.draw(st.sampled_from([1, 1, 2, 3, 5, 8, 13, 21])))


def upload(world: World) -> None:
    world.do(Role.DESK_OFFICER, "upload", upload=PROOF, kind=DocumentKind.OTHER, title="来函")


def review(world: World) -> None:
    world.do(Role.DESK_OFFICER, "review", handler=world.handlers[0])


def reassign(world: World) -> None:
    handler = world.draw(st.sampled_from(world.handlers))
    world.do(world.officer(), "reassign", handler=handler, reason=world.draw(st.sampled_from(["休假", ""])))


# Letters: posted, handed over, signed for, come back


def _letter(world: World, state: str | None) -> Letter | None:
    """A letter to deliver: one that nobody sent (None) or one that is in the post."""
    fitting = [
        letter
        for letter in world.letters()
        if letter.deliveries.filter(state=DeliveryState.SENT).exists() == (state is not None)
    ]
    return world.draw(st.sampled_from(fitting)) if fitting else world.case.letters.last()


def post(world: World) -> None:
    letter = _letter(world, None)
    posting = Posting(
        world.past(), world.draw(st.sampled_from(["EA123456789CN"] * 4 + [""])), POSTAL_ENTERPRISE
    )
    world.do(world.officer(), "post", letter_id=letter.pk if letter else 0, posting=posting)


def hand_over(world: World) -> None:
    give(world, _letter(world, None))


def give(world: World, letter: Letter | None) -> None:
    """Hand a letter over, today or recorded late."""
    given = Service(way="hand", served_on=world.past(), recipient="王契", proof=PROOF)
    world.do(world.officer(), "confirm_delivery", letter_id=letter.pk if letter else 0, service=given)


def signed_for(world: World) -> None:
    letter = _letter(world, DeliveryState.SENT)
    given = Service(way="post", served_on=world.past(), recipient="王契", proof=PROOF)
    world.do(world.officer(), "confirm_delivery", letter_id=letter.pk if letter else 0, service=given)


def came_back(world: World) -> None:
    letter = _letter(world, DeliveryState.SENT)
    world.do(world.officer(), "record_failure", letter_id=letter.pk if letter else 0, reason="地址不详")


def serve_online(world: World) -> None:
    letter = _letter(world, None)
    world.do(world.officer(), "serve_online", letter_id=letter.pk if letter else 0)


# The end


def withdraw_on_paper(world: World) -> None:
    world.do(world.officer(), "withdraw", signed_paper=world.draw(st.sampled_from([PROOF, PROOF, None])))


def withdraw_online(world: World) -> None:
    withdrawal.withdraw(actor=Applicant(world.case), case_id=world.case.pk)
    world.settle()


def void(world: World) -> None:
    world.do(Role.OFFICE_HEAD, "void", reason="重复登记")


def archive(world: World) -> None:
    world.do(Role.ARCHIVIST, "archive")


# The calendar


def calendar_notice(world: World) -> None:
    """A notice for this year or the next: some days become free, some weekends are worked."""
    year = world.today.year + world.draw(st.integers(0, 1))
    offsets = world.draw(st.sets(st.integers(0, 364), max_size=6))
    days = sorted(date(year, 1, 1) + timedelta(days=offset) for offset in offsets)
    free = {day: "假日" for day in days if day.weekday() < 5}
    worked = {day: "调休" for day in days if day.weekday() >= 5}
    world.may_be_earlier, world.notices = True, world.notices + 1
    calendars.load_year(actor=System("管理员"), year=CalendarYear(year, free, worked, "试验用的放假安排"))
    world.settle()


BEFORE_REPLY = (S.UNDER_REVIEW, S.IN_HANDLING, S.AWAITING_CORRECTION, S.IN_APPROVAL, S.APPROVED)

ACTS: list[Act] = [
    Act("days pass", days_pass, weight=5),
    Act("upload", upload, weight=1),
    Act("review", review, in_states(S.UNDER_REVIEW), 4),
    Act("reassign", reassign, in_states(S.UNDER_REVIEW, S.IN_HANDLING), 1),
    Act("post", post, having("letter unsent"), 4),
    Act("hand over", hand_over, having("letter unsent"), 6),
    Act("signed for", signed_for, having("letter sent"), 6),
    Act("came back", came_back, having("letter sent"), 3),
    Act("serve online", serve_online, having("letter unsent"), 1),
    Act("withdraw on paper", withdraw_on_paper, in_states(*BEFORE_REPLY), 1),
    Act("withdraw online", withdraw_online, in_states(*BEFORE_REPLY), 1),
    Act("void", void, in_states(S.UNDER_REVIEW), 1),
    Act("archive", archive, in_states(S.DELIVERED, S.LAPSED, S.WITHDRAWN), 4),
    Act("calendar notice", calendar_notice, weight=1),
]
