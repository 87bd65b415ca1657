"""A product in service has its own keys; a demonstration makes them once."""

from pathlib import Path

import environ
import pytest
from cryptography.fernet import Fernet
from django.test import override_settings

from project import demo_keys
from project.checks import own_keys

DEFAULTS = {
    "SECRET_KEY": demo_keys.DEFAULT_SECRET_KEY,
    "FIELD_KEYS": [demo_keys.DEFAULT_FIELD_KEY],
    "AUDIT_KEY": demo_keys.DEFAULT_AUDIT_KEY,
}
SCENARIOS = [
    # name, settings that differ from the suite's own keys, numbers of the errors
    ("own keys", {}, []),
    ("the well-known secret key", {"SECRET_KEY": DEFAULTS["SECRET_KEY"]}, ["project.E001"]),
    ("a well-known key kept for reading", {"FIELD_KEYS": ["a:b", *DEFAULTS["FIELD_KEYS"]]}, ["project.E002"]),
    ("the well-known audit key", {"AUDIT_KEY": DEFAULTS["AUDIT_KEY"]}, ["project.E003"]),
    ("nothing set at all", DEFAULTS, ["project.E001", "project.E002", "project.E003"]),
    ("nothing set, on a developer's machine", {**DEFAULTS, "DEBUG": True}, []),
]


@pytest.mark.parametrize(("name", "given", "expected"), SCENARIOS, ids=[row[0] for row in SCENARIOS])
def test_well_known_keys_are_errors_with_a_hint(
    name: str, given: dict[str, object], expected: list[str]
) -> None:
    with override_settings(**given):
        faults = own_keys()
    assert [fault.id for fault in faults] == expected
    assert all(fault.hint and ".env" in fault.hint for fault in faults)


def test_the_demonstration_writes_its_keys_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "demo.env"
    assert demo_keys.write_once(path)
    written = path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert not demo_keys.write_once(path)
    assert path.read_text(encoding="utf-8") == written


def test_what_is_written_is_read_back_and_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "demo.env"
    demo_keys.write_once(path)
    for name in DEFAULTS:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    environ.Env.read_env(path)
    env = environ.Env()
    assert len(env.str("SECRET_KEY")) > 50
    assert len(env.str("AUDIT_KEY")) > 50
    [(key_id, _, key)] = [entry.partition(":") for entry in env.list("FIELD_KEYS")]
    assert key_id == "demo"
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"x")) == b"x"


def test_no_two_demonstrations_share_a_key() -> None:
    first, second = demo_keys.random_keys(), demo_keys.random_keys()
    assert all(first[name] != second[name] for name in DEFAULTS)
