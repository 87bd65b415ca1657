"""What `manage.py serve` and `manage.py demo` share: the address, and the three programs of the product."""

import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock, Timeout

from project.checks import own_keys
from project.process_tree import ProcessTree, Program

DEFAULT_PORT = 8000
PORTS_TRIED = 20


def refuse_if_not_ready() -> None:
    """Raise CommandError where a start can only fail: well-known keys, a database not up to date."""
    if faults := own_keys():
        raise CommandError("拒绝启动：" + "".join(f"\n  {fault.msg}{fault.hint}" for fault in faults))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("拒绝启动：数据库尚未升级到本版本。请先运行 manage.py migrate。")
    connection.close()


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on the port that was asked for, or else on the first free one from 8000."""
    tried = range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED) if port is None else [port]
    problem: OSError | None = None
    for candidate in tried:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            problem = error
        else:
            return listener
    raise CommandError(f"端口 {tried[0]} 无法使用（{problem}）。请用 --port 或环境变量 PORT 换一个端口。")


def alone() -> FileLock:
    """Held while the product runs on this `VAR_DIR`. Raises CommandError where it runs already.

    Two timers and two workers on one embedded broker would do everything twice. The lock ends with the process,
    however it ends.
    """
    lock = FileLock(settings.VAR_DIR / "serve.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise CommandError(
            f"拒绝启动：{settings.VAR_DIR} 正由另一个 serve 或 demo 使用。请先停止它，或者用 VAR_DIR 另设一个目录。"
        ) from None
    return lock


def programs(listener: socket.socket) -> list[Program]:
    """Web server, background worker and timer, as commands of this Python."""
    python = sys.executable
    descriptor = listener.fileno()
    gunicorn = [python, "-m", "gunicorn", "project.wsgi:application", "--bind", f"fd://{descriptor}"]
    gunicorn += ["--workers", os.environ.get("WEB_CONCURRENCY", "2"), "--threads", "4", "--no-control-socket"]
    gunicorn += ["--graceful-timeout", "10", "--log-level", "warning"]
    if Path("/dev/shm").is_dir():  # noqa: S108  (heartbeat files must not wait for a disk)
        gunicorn += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    # In a container root is the usual user; messages are JSON, so the warning about it says nothing here.
    celery = [python, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "project", "--quiet"]
    worker = ["worker", "--loglevel", "WARNING", "--concurrency", os.environ.get("WORKER_CONCURRENCY", "1")]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        Program("网页服务", gunicorn, pass_fds=(descriptor,)),
        Program("后台任务", [*celery, *worker]),
        Program("定时器", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]),
    ]


def address_of(listener: socket.socket) -> str:
    """The address a person opens; a listener on all interfaces is shown by its local address."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    prefix = (settings.FORCE_SCRIPT_NAME or "").rstrip("/")
    return f"http://{shown}:{port}{prefix}/"


def _answers(address: str) -> bool:
    """True once the web server answers at all, with whatever status."""
    # No proxy of the environment may stand between this process and its own web server.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    # Behind a proxy that speaks HTTPS the product sends everybody else there: this question stays inside.
    question = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})  # noqa: S310
    try:
        opener.open(question, timeout=1).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def serve(host: str, port: int | None, say: Callable[[str], object], after: Sequence[str] = ()) -> int:
    """Serve until a signal comes. `after` are lines shown below the address. Returns the exit status."""
    refuse_if_not_ready()
    call_command("collectstatic", interactive=False, verbosity=0)
    with alone(), listen(host, port) as listener:
        address = address_of(listener)
        tree = ProcessTree(programs(listener), directory=settings.BASE_DIR, say=say)

        def announce() -> None:
            for line in (f"已启动：{address}", *after, "按 Ctrl-C 停止。"):
                say(line)

        status = tree.run(lambda: _answers(address), announce)
    say("已停止。")
    return status
