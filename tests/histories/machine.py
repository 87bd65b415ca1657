"""Random histories of an office, through its own doors; every invariant after every step, an end for every case."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial

from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from requests_app import audit, dates
from tests.histories.arrivals import CHANNELS, Arrivals, arrive
from tests.histories.asking import Asking
from tests.histories.base import LUCK, happening
from tests.histories.beginnings import begin
from tests.histories.checks import check_tasks
from tests.histories.days import Days
from tests.histories.desk import Desk
from tests.histories.mistakes import Mistakes
from tests.histories.record import Record
from tests.histories.stage import Stage, rolled_back, staged
from tests.histories.turning import Turning

STEPS = 10
ERRANDS = 3
RUN = 10
SETTINGS = settings(
    max_examples=RUN,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    # What fails is shown with its whole log; to make it shorter would take minutes.
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


class Histories(Arrivals, Days, Asking, Turning, Mistakes):
    """One example is one history: an application arrives, and from then on anything may happen."""

    def __init__(self, beginning: Desk, day: date, part: int) -> None:
        super().__init__()
        self.h, self.part = beginning.copy(), part
        self.undo = ExitStack()
        self.undo.enter_context(rolled_back())
        self.h.set_day(day)

    @initialize(luck=LUCK)
    def it_goes_on(self, luck: int) -> None:
        h = self.turn(luck)
        h.diligent = h.luck.random() < 0.1
        arrive(h, h.luck.choice(CHANNELS))
        self.errands = set(h.luck.sample([one.name for one in self.happenings() if one.errand], ERRANDS))

    @rule(luck=LUCK)
    def something_happens(self, luck: int) -> None:
        self.turn(luck)
        self.anything()

    @happening(8, when=lambda h: bool(h.living()), errand=False)
    def the_office_goes_on(self) -> None:
        if not self.h.go_on():
            self.h.days_pass(self.h.luck.choice((1, 1, 2, 3, 6, 10)))

    @invariant()
    def tasks_fit_the_states(self) -> None:
        # The sweep has just asked the same.
        if not self.h.swept:
            check_tasks()

    @contextmanager
    def logged(self) -> Iterator[None]:
        """Show what had happened, if it ends in a failure."""
        try:
            failed = sys.exc_info()[0] is not None
            yield
        except BaseException:
            failed = True
            raise
        finally:
            if failed:
                note("\n".join(self.h.log))

    def teardown(self) -> None:
        with self.undo, self.logged():
            # After a failure there is nothing more to prove, and the failure is what is to be seen.
            if sys.exc_info()[0] is None:
                self.h.finish()
                self.h.check_replies()
                check_tasks()
                assert audit.verify() == []
                self.h.record.histories += 1


def run_histories(stage: Stage, record: Record, parts: Iterable[int]) -> None:
    """Ten histories for each part, always the same for a number.

    In runs of ten: after so many examples Hypothesis begins to vary those that it has, and varied histories say little
    new at the price of a whole one.
    """
    for part in parts:
        with rolled_back():
            beginning = begin(stage, record, part)
            factory = partial(Histories, beginning, dates.today(), part)
            run_state_machine_as_test(seed(part)(factory), settings=SETTINGS)


def prove(parts: Sequence[int]) -> Record:
    """Run them, and see that they are all there."""
    record = Record()
    with staged() as stage:
        run_histories(stage, record, parts)
    assert record.histories >= RUN * len(parts)
    return record
