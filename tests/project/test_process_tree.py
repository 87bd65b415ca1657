"""The process tree: children start, are restarted, and never outlive it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from project.process_tree import ProcessTree, Program

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
# Ignores SIGTERM, and has forked a child of its own that does so too.
STUBBORN = [
    sys.executable,
    "-c",
    "import os, signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = os.fork()\n"
    "if child:\n"
    "    open('forked', 'w').write(str(child))\n"
    "time.sleep(600)\n",
]


def alive(pid: int) -> bool:
    """True while the process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def pids(tree: ProcessTree) -> list[int]:
    return [child.process.pid for child in tree._children]


def test_a_stop_ends_every_child_and_is_no_failure(tmp_path: Path) -> None:
    tree = ProcessTree([Program("甲", SLEEPER), Program("乙", SLEEPER)], directory=tmp_path, say=print)
    started: list[int] = []

    def when_up() -> None:
        started.extend(pids(tree))
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    assert tree.run(lambda: True, when_up) == 0
    assert len(started) == 2
    assert not any(alive(pid) for pid in started)
    assert signal.getsignal(signal.SIGINT) == before


def test_a_dead_child_is_restarted_and_named(tmp_path: Path) -> None:
    said: list[str] = []
    tree = ProcessTree([Program("甲", SLEEPER)], directory=tmp_path, say=said.append)
    first: list[int] = []

    def when_up() -> None:
        first.extend(pids(tree))
        os.kill(first[0], signal.SIGKILL)

    def stop_after_restart() -> None:
        wait_until(lambda: bool(first) and bool(pids(tree)) and pids(tree) != first)
        tree.stop()

    watcher = threading.Thread(target=stop_after_restart)
    watcher.start()
    assert tree.run(lambda: True, when_up) == 0
    watcher.join()
    assert said == ["甲意外退出（状态 -9），正在重新启动。"]


def test_a_child_that_never_stays_up_ends_all(tmp_path: Path) -> None:
    said: list[str] = []
    broken = Program("甲", [sys.executable, "-c", "raise SystemExit(7)"])
    tree = ProcessTree([broken, Program("乙", SLEEPER)], directory=tmp_path, say=said.append, patience=2)
    other: list[int] = []
    assert tree.run(lambda: True, lambda: other.extend(pids(tree)[1:])) == 1
    assert said[-1] == "甲反复退出（状态 7），全部停止。"
    assert len(said) == 3
    assert not alive(other[0])


def test_whoever_ignores_the_request_is_killed_with_what_it_forked(tmp_path: Path) -> None:
    tree = ProcessTree([Program("甲", STUBBORN)], directory=tmp_path, say=print, grace=0.3)
    forked = tmp_path / "forked"
    is_up = lambda: forked.exists() and forked.read_text() != ""  # noqa: E731
    assert tree.run(is_up, tree.stop) == 0
    assert wait_until(lambda: not alive(int(forked.read_text())))


def test_children_end_when_the_tree_itself_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from project.process_tree import ProcessTree, Program\n"
        "program = Program('甲', [sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"tree = ProcessTree([program], directory=Path({str(tmp_path)!r}), say=print)\n"
        "tree.run(lambda: True, lambda: print(tree._children[0].process.pid, flush=True))\n"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    assert wait_until(lambda: not alive(child))
