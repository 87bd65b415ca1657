"""Several programs as one process tree: they start together, are restarted when they die, end together.

Each child leads its own process group, so that Ctrl-C reaches this process only, and every child, with all
that it has forked, can be ended in order. If this process is killed, the kernel ends the children (Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.2
# prctl is looked up before any fork: the child between fork and exec must not load libraries.
_PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


@dataclass(frozen=True)
class Program:
    """One program of the tree. `name` is shown to people; `pass_fds` are sockets that it inherits."""

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    deaths: deque[float] = field(default_factory=deque)


def _end_with_parent() -> None:
    """Runs in the child before exec: ask the kernel for SIGTERM when the parent dies."""
    if _PRCTL is not None:
        _PRCTL(PR_SET_PDEATHSIG, signal.SIGTERM)


class ProcessTree:
    """Starts `programs` in `directory` and keeps them running until a signal (or `stop`) ends all of them.

    A program that dies is restarted; one that dies more than `patience` times within `window` seconds ends
    the whole tree. Children get `grace` seconds between SIGTERM and SIGKILL, none after a second signal.
    `say` receives the Chinese lines for the person at the terminal.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        directory: Path,
        say: Callable[[str], object],
        patience: int = 3,
        window: float = 60.0,
        grace: float = 20.0,
    ) -> None:
        self._programs = programs
        self._directory = directory
        self._say = say
        self._patience = patience
        self._window = window
        self._grace = grace
        self._children: list[_Child] = []
        self._signals = 0

    def run(self, is_up: Callable[[], bool], when_up: Callable[[], object]) -> int:
        """Run until stopped; `when_up` is called once, when `is_up` first says true. The exit status."""
        previous = {number: signal.signal(number, self.stop) for number in (signal.SIGINT, signal.SIGTERM)}
        announced = False
        try:
            self._children = [_Child(program, self._start(program)) for program in self._programs]
            while not self._signals:
                if not self._tend():
                    return 1
                if not announced and is_up():
                    announced = True
                    when_up()
                time.sleep(POLL_SECONDS)
            return 0
        finally:
            self._end_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def stop(self, number: int = signal.SIGTERM, frame: FrameType | None = None) -> None:
        """Signal handler: end the tree at the next look; called again, do not wait for anybody."""
        self._signals += 1

    def _start(self, program: Program) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  (the commands are this project's own)
            program.command,
            cwd=self._directory,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=program.pass_fds,
            preexec_fn=_end_with_parent,  # safe here: this process has one thread
        )

    def _tend(self) -> bool:
        """Restart what died. False: one program dies again and again, so the tree must end."""
        for child in self._children:
            status = child.process.poll()
            if status is None:
                continue
            _kill_group(child.process.pid)
            now = time.monotonic()
            child.deaths.append(now)
            while child.deaths[0] < now - self._window:
                child.deaths.popleft()
            if len(child.deaths) > self._patience:
                self._say(f"{child.program.name}反复退出（状态 {status}），全部停止。")
                return False
            self._say(f"{child.program.name}意外退出（状态 {status}），正在重新启动。")
            child.process = self._start(child.program)
        return True

    def _end_all(self) -> None:
        """SIGTERM to each leader, so that it can finish; then SIGKILL to what is left of its group."""
        for child in self._children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + self._grace
        while time.monotonic() < deadline and self._signals < 2:
            if all(child.process.poll() is not None for child in self._children):
                break
            time.sleep(POLL_SECONDS / 4)
        for child in self._children:
            _kill_group(child.process.pid)
            child.process.wait()
        self._children = []


def _kill_group(leader: int) -> None:
    """SIGKILL to the process group that `leader` founded; none left is fine."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
