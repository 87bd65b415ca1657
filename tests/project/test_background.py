"""The background application: configured, imported with the project, and never slow for a visitor."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from celery import current_app
from django.conf import settings

import project
from project.celery import app

ROOT = Path(__file__).resolve().parents[2]
PUBLISH = """
import time
from kombu.exceptions import OperationalError
from project.celery import app

begin = time.monotonic()
try:
    app.send_task("workflows.tasks.deliver_outbox")
except OperationalError:
    print("refused")
print(time.monotonic() - begin)
"""


def test_the_application_is_the_current_one_as_soon_as_the_project_is_imported() -> None:
    assert project.celery_app is app
    assert current_app._get_current_object() is app


def test_messages_are_only_hints() -> None:
    assert app.conf.task_ignore_result is True
    assert app.conf.task_publish_retry is False
    assert app.conf.broker_connection_timeout <= 2
    assert set(app.conf.accept_content) == {"json"}


def test_a_redis_that_is_down_costs_a_visitor_less_than_a_second(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        broker = f"redis://127.0.0.1:{port}/0"
        result = subprocess.run(
            [sys.executable, "-c", PUBLISH],
            cwd=ROOT,
            env={
                **os.environ,
                "VAR_DIR": str(tmp_path),
                "CELERY_BROKER_URL": broker,
                "DJANGO_SETTINGS_MODULE": "project.settings",
            },
            capture_output=True,
            text=True,
            check=True,
        )
    verdict, seconds = result.stdout.split()
    assert verdict == "refused"
    assert float(seconds) < 1


def test_the_embedded_broker_has_its_folders() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    assert options["data_folder_in"] == options["data_folder_out"]
    assert str(options["data_folder_in"]).startswith(str(settings.VAR_DIR))


def test_beat_sweeps_the_outbox_often_and_the_cases_every_hour() -> None:
    schedule = settings.CELERY_BEAT_SCHEDULE
    assert schedule["deliver_outbox"]["task"] == "workflows.tasks.deliver_outbox"
    assert 10 <= schedule["deliver_outbox"]["schedule"] <= 15
    daily = schedule["daily_sweep"]["schedule"]
    # Every hour: a machine that was off at midnight must not miss the day, and a repeat writes nothing.
    assert (daily.hour, daily.minute) == (set(range(24)), {10})
    assert app.conf.timezone == "Asia/Shanghai"


def test_what_beat_sends_is_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted <= set(app.tasks)
