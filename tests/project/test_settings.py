"""The settings as shipped: behind HTTPS nothing is left open, and a wrong value stops the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from project import demo_keys, serving

ROOT = Path(__file__).resolve().parents[2]
FIELD_KEY = "a:dGVzdC1vbmx5LWtleS10ZXN0LW9ubHkta2V5LXRlc3Q="


def check(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` with the shipped settings and these values in the environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    given = {
        "VAR_DIR": str(folder),
        "SECRET_KEY": "an-office-has-a-key-of-its-own-with-more-than-fifty-characters",
        "FIELD_KEYS": FIELD_KEY,
        "AUDIT_KEY": "another-key-of-the-office",
        **settings,
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**kept, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_with_https_and_own_keys_the_deployment_check_has_nothing_to_say(tmp_path: Path) -> None:
    done = check(tmp_path, HTTPS="on", TRUSTED_PROXIES="127.0.0.1,10.0.0.0/8,fd00::/8")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("cookies would travel in clear", {}, "security.W012"),
        ("a well-known key", {"HTTPS": "on", "AUDIT_KEY": demo_keys.DEFAULT_AUDIT_KEY}, "project.E003"),
        ("a proxy that is no address", {"HTTPS": "on", "TRUSTED_PROXIES": "proxy.local"}, "proxy.local"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, name: str, given: dict[str, str], said: str) -> None:
    done = check(tmp_path, **given)
    assert done.returncode == 1
    assert said in done.stderr


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_where_visitors_are_sent_to_https_the_start_is_still_noticed(live_server: LiveServer) -> None:
    sent = Client().get("/login/")
    assert (sent.status_code, sent["Location"]) == (301, "https://testserver/login/")
    assert serving._answers(f"{live_server.url}/login/")
