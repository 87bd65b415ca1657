"""The state machine of Hypothesis that tells random histories, and the run of many of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import ClassVar

import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from requests_app import calendars
from tests.histories.acts import ACTS, Act
from tests.histories.acts_branches import BRANCH_ACTS
from tests.histories.acts_excess import EXCESS_ACTS
from tests.histories.acts_reply import REPLY_ACTS
from tests.histories.finish import finish
from tests.histories.invariants import Watch
from tests.histories.world import Coverage, World, nothing_rendered
from tests.people import Office

ALL_ACTS: list[Act] = [*ACTS, *BRANCH_ACTS, *EXCESS_ACTS, *REPLY_ACTS]
BY_NAME = {act.name: act for act in ALL_ACTS}
FIRST_DAYS = st.integers(0, 320).map(lambda days: date(2026, 1, 5) + timedelta(days=days))
AT_RANDOM = 5
"""Of so many acts one is tried whatever the state of the case: most of these are refused."""


class Histories(RuleBasedStateMachine):
    """One history each time: begun, told act by act, driven to its end, rolled back."""

    office: ClassVar[Office]
    coverage: ClassVar[Coverage]

    def __init__(self) -> None:
        super().__init__()
        self.failed = False
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.travel = time_machine.travel("2026-01-05T10:00+08:00", tick=False)
        self.traveller = self.travel.start()
        calendars.forget()

    @initialize(data=st.data(), first=FIRST_DAYS)
    def begin(self, data: st.DataObject, first: date) -> None:
        self.world = World(self.office, self.traveller, data.draw, self.coverage)
        self.world.begin(first)
        self.watch = Watch(self.world)

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        self.world.draw = data.draw
        self.world.take_stock()
        at_random = data.draw(st.sampled_from([True] + [False] * (AT_RANDOM - 1)))
        likely = ALL_ACTS if at_random else [act for act in ALL_ACTS if act.ready(self.world)]
        weighted = [act.name for act in likely for _ in range(act.weight)]
        chosen = BY_NAME[data.draw(st.sampled_from(weighted))]
        with self.telling():
            self.world.attempt(chosen.name, chosen.run)
            self.watch.look()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What fails is told with all that went before it; a history that failed is not driven to an end."""
        try:
            yield
        except BaseException:
            self.failed = True
            for line in self.world.told:
                note(line)
            raise

    def teardown(self) -> None:
        try:
            if hasattr(self, "watch") and not self.failed:
                with self.telling():
                    finish(self.world, self.watch)
                self.coverage.histories += 1
        finally:
            self.travel.stop()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            calendars.forget()


def tell_histories(
    office: Office, number: int, *, steps: int = 9, first: int = 0, shrink: bool = True
) -> Coverage:
    """So many random histories, the same ones for the same `first`. Raises what the first failing one raised."""
    coverage = Coverage()
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    chosen = settings(
        max_examples=number,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    told = seed(first)(type("Told", (Histories,), {"office": office, "coverage": coverage}))
    with nothing_rendered():
        run_state_machine_as_test(told, settings=chosen)
    return coverage
