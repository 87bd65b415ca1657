"""`manage.py serve`: refuses what cannot work, and runs web, worker and beat as one tree."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from project import demo_keys
from project.serving import address_of, alone, listen
from tests.project.test_process_tree import alive, wait_until

ROOT = Path(__file__).resolve().parents[2]
PARTS = {"网页服务": "gunicorn", "后台任务": "worker", "定时器": "beat"}


def test_a_port_that_was_asked_for_is_taken_or_refused() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        assert address_of(first) == f"http://127.0.0.1:{port}/"
        with pytest.raises(CommandError, match=f"端口 {port} 无法使用"):
            listen("127.0.0.1", port)


def test_without_a_wish_a_busy_port_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        monkeypatch.setattr("project.serving.DEFAULT_PORT", busy.getsockname()[1])
        with listen("127.0.0.1", None) as found:
            assert found.getsockname()[1] > busy.getsockname()[1]


def test_one_folder_is_served_once_at_a_time(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with alone(), pytest.raises(CommandError, match=f"{tmp_path} 正由另一个"):
        alone()
    with alone():
        assert (tmp_path / "serve.lock").is_file()


def environment(folder: Path, **more: str) -> dict[str, str]:
    """This environment with a `var` folder of its own and without the suite's settings."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "PORT"}
    }
    return {**kept, "VAR_DIR": str(folder), "WEB_CONCURRENCY": "1", "PYTHONUNBUFFERED": "1", **more}


def manage(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def test_well_known_keys_are_refused(tmp_path: Path) -> None:
    keys = {**demo_keys.random_keys(), "AUDIT_KEY": demo_keys.DEFAULT_AUDIT_KEY}
    result = manage(tmp_path, "serve", "--port", "0", **keys)
    assert result.returncode == 1
    assert "拒绝启动" in result.stderr
    assert "AUDIT_KEY 仍是公开的默认值" in result.stderr


def test_a_database_that_was_never_migrated_is_refused(tmp_path: Path) -> None:
    result = manage(tmp_path, "serve", "--port", "0", **demo_keys.random_keys())
    assert result.returncode == 1
    assert "manage.py migrate" in result.stderr


def processes_of(folder: Path) -> dict[int, str]:
    """Every running process that was started for this `var` folder, with its command line."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or not alive(int(entry.name)):
            continue
        try:
            if f"VAR_DIR={folder}".encode() in (entry / "environ").read_bytes():
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def pid_of(folder: Path, part: str, parent: int) -> int | None:
    """The leader of one part of the tree."""
    for pid, command in processes_of(folder).items():
        if f" {PARTS[part]} " in f"{command} ":
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            if int(stat[1]) == parent:
                return pid
    return None


KEYS = demo_keys.random_keys()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A `var` folder whose database went through every migration, once for this file."""
    folder = tmp_path_factory.mktemp("migrated")
    done = manage(folder, "migrate", "--verbosity", "0", **KEYS)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def served(tmp_path: Path, migrated: Path) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """A running product on a database of its own: the process, its address, its `var` folder."""
    shutil.copytree(migrated, tmp_path, dirs_exist_ok=True)
    errors = tmp_path / "stderr"
    with errors.open("w") as sink:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", "0"],
            cwd=ROOT,
            env=environment(tmp_path, **KEYS),
            stdout=subprocess.PIPE,
            stderr=sink,
            text=True,
        )
    assert process.stdout is not None
    try:
        line = next((line for line in process.stdout if "http://" in line), "")
        address = re.search(r"http://\S+", line)
        assert address, errors.read_text()
        yield process, address.group(), tmp_path
    finally:
        process.kill()
        process.stdout.close()
        process.wait()
        for pid in processes_of(tmp_path):
            os.kill(pid, signal.SIGKILL)


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    return True


def test_the_tree_serves_mends_itself_and_ends_whole(served: tuple[subprocess.Popen[str], str, Path]) -> None:
    process, address, folder = served
    assert answers(address)
    leaders = {part: pid_of(folder, part, process.pid) for part in PARTS}
    assert all(leaders.values()), processes_of(folder)

    worker = leaders["后台任务"]
    assert worker is not None
    os.kill(worker, signal.SIGKILL)
    assert wait_until(lambda: pid_of(folder, "后台任务", process.pid) not in (None, worker))

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=40) == 0
    assert processes_of(folder) == {}


def test_nothing_survives_when_the_tree_is_killed(served: tuple[subprocess.Popen[str], str, Path]) -> None:
    process, _address, folder = served
    assert all(pid_of(folder, part, process.pid) for part in PARTS)
    process.kill()
    process.wait()
    assert wait_until(lambda: processes_of(folder) == {}, 30)
