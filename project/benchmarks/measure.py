"""What every benchmark is made of: rows with their yardstick and goal, and a stopwatch for a shared machine."""

from __future__ import annotations

import gc
import os
import platform
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One measurement. `ratio` is value to yardstick, in the sense of the goal; `met` None: only told, no goal."""

    what: str
    value: float
    unit: str
    yardstick: str
    ratio: float | None
    goal: str
    met: bool | None


def at_most(what: str, value: float, unit: str, yardstick: str, base: float, most: float) -> Row:
    """A row whose value may be so many times the yardstick."""
    ratio = value / base
    return Row(what, value, unit, yardstick, round(ratio, 2), f"≤ {most:g}×", ratio <= most)


def at_least(what: str, value: float, unit: str, yardstick: str, base: float, least: float) -> Row:
    """A row whose value must be so many times as quick as the yardstick."""
    ratio = base / value
    return Row(what, value, unit, yardstick, round(ratio, 2), f"≥ {least:g}×", ratio >= least)


def exactly(what: str, value: float, unit: str, goal: float) -> Row:
    """A count that must be this one."""
    return Row(what, value, unit, "", None, f"= {goal:g}", value == goal)


def quickest(
    *functions: Callable[[], Any],
    repeat: int = 7,
    within: Callable[[], AbstractContextManager[object]] = nullcontext,
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    """Seconds of each function, the best of `repeat` rounds. They take turns, so that all share the same weather; the
    garbage of others is not collected meanwhile (as in `timeit`). `within`: what is around each run and not measured;
    `clock`: `time.process_time` where all work is done within this process, so that nobody else's is measured.
    """
    best = [float("inf")] * len(functions)
    gc.disable()
    try:
        for _ in range(repeat):
            # Between the rounds: some leave hundreds of megabytes behind.
            gc.collect()
            for position, function in enumerate(functions):
                with within():
                    began = clock()
                    function()
                    best[position] = min(best[position], clock() - began)
    finally:
        gc.enable()
    return best


def machine() -> str:
    """What it was measured on."""
    return (
        f"{os.cpu_count()} × {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def as_json(name: str, rows: Sequence[Row]) -> dict[str, Any]:
    """The output of contracts.md 6."""
    return {"name": name, "machine": machine(), "rows": [asdict(row) for row in rows]}


def as_table(rows: Sequence[Row]) -> str:
    """The same for a person."""
    lines = []
    for row in rows:
        sign = {True: "met", False: "NOT MET", None: ""}[row.met]
        ratio = "" if row.ratio is None else f"{row.ratio:g}×"
        against = f" of {row.yardstick}" if row.yardstick else ""
        lines.append(
            f"{row.what}: {row.value:.4g} {row.unit}  {ratio}{against}  (goal {row.goal or 'none'})  {sign}"
        )
    return "\n".join(line.rstrip() for line in lines)
