"""`manage.py verify_letter`: what it says and how it exits, also where there is no database."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from tests.letters.keys import keys_in, letter, signed, to_sign


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keys_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def file(keys: Path) -> Path:
    path = keys / "letter.pdf"
    path.write_bytes(signed(keys))
    return path


def run(*arguments: str | Path) -> str:
    output = StringIO()
    call_command("verify_letter", *map(str, arguments), stdout=output)
    return output.getvalue()


def refusal(*arguments: str | Path) -> str:
    with pytest.raises(CommandError) as broken:
        run(*arguments)
    assert broken.value.returncode == 1
    return str(broken.value)


def test_a_valid_letter_is_told_with_signer_time_number_and_date(file: Path, keys: Path) -> None:
    told = run(file, "--ca", keys / "ca.pem")
    context = letter()
    for words in (
        "文书有效",
        context.agency.name,
        "2026-03-02 10:00:00（时间戳：演示用时间戳（不作任何证明））",
        str(context.number),
        str(context.issued_on),
        "7KQM-3XRT-9WHC-5EFG",
        "没有查询证书是否被吊销",
    ):
        assert words in told


def test_the_trusted_certificates_of_the_installation_are_the_default(
    file: Path, keys: Path, settings, tmp_path: Path
) -> None:
    settings.SIGNING_DIR = keys
    assert "文书有效" in run(file)
    settings.SIGNING_DIR = tmp_path
    assert "[unknown_signer]" in refusal(file)


def test_the_first_break_is_named(file: Path, keys: Path, tmp_path: Path) -> None:
    content = file.read_bytes()
    broken = {
        "changed": content + b" ",
        "damaged": content[:1000],
    }
    for code, spoilt in broken.items():
        path = tmp_path / f"{code}.pdf"
        path.write_bytes(spoilt)
        assert f"[{code}]" in refusal(path, "--ca", keys / "ca.pem")
    assert "[unknown_signer]" in refusal(file, "--ca", keys_in(tmp_path / "stranger") / "ca.pem")
    assert "[cannot_read]" in refusal(tmp_path / "none.pdf")
    assert "[cannot_read]" in refusal(file, "--ca", tmp_path / "none.pem")


@pytest.mark.django_db
def test_an_unsigned_file_is_asked_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "plain.pdf"
    path.write_bytes(to_sign().pdf)
    assert "[not_signed] 文件没有电子签名，数据库中也没有相同的文书" in refusal(path)


def test_no_database_is_needed_for_a_signed_letter(file: Path, keys: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(to_sign().pdf)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "VAR_DIR": str(tmp_path),
    }

    def verify(path: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", "verify_letter", str(path), "--ca", str(keys / "ca.pem")]
        where = configured.BASE_DIR
        return subprocess.run(
            command, cwd=where, env=environment, capture_output=True, text=True, check=False
        )

    good, unsigned = verify(file), verify(plain)
    assert (good.returncode, "文书有效" in good.stdout) == (0, True), good.stderr
    assert (unsigned.returncode, "数据库也不能使用" in unsigned.stderr) == (1, True)
