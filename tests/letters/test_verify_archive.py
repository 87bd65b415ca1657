"""`verify_archive`: whatever is changed in a package, the command exits 1 and names the first break."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import bagit
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from letters import bag
from letters.archive_check import verify_package
from letters.bag import BrokenPackage
from letters.dossier import archive_case, sign_package, signature_file
from requests_app.models import ArchivePackage
from requests_app.selectors.documents import read_content
from tests.letters.finished import withdrawn
from tests.people import office

pytestmark = pytest.mark.django_db

PAPER, RECORD = "data/papers/003-application.pdf", "data/records/audit.json"
Files = dict[str, bytes]


@pytest.fixture(autouse=True)
def on_the_tenth_of_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def package() -> ArchivePackage:
    where = office()
    return archive_case(actor=where.archivist, case_id=withdrawn(where).pk)


@pytest.fixture
def files(package: ArchivePackage) -> Files:
    return dict(bag.unpack(read_content(package.document))[1])


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def changed(name: str) -> Callable[[Files], Files]:
    """One byte in the middle of a file."""
    return lambda files: {**files, name: flip(files[name], len(files[name]) // 2)}


def without(name: str) -> Callable[[Files], Files]:
    return lambda files: {key: body for key, body in files.items() if key != name}


def renamed(files: Files) -> Files:
    return {key.replace("003-", "099-"): body for key, body in files.items()}


def rebagged(files: Files, signature: bytes | None = None) -> Files:
    """A paper changed, and every manifest made anew by the book: a valid bag."""
    payload = {
        name.removeprefix("data/"): body
        for name, body in changed(PAPER)(files).items()
        if name.startswith("data/")
    }
    info = [
        tuple(line.split(": ", 1)) for line in files[bag.INFO].decode().splitlines() if "Oxum" not in line
    ]
    return {**bag.make_bag(payload, info), bag.SIGNATURE: signature or files[bag.SIGNATURE]}  # type: ignore[arg-type]


def resigned_by_another_key(files: Files) -> Files:
    made = rebagged(files)
    number = bag_number(files)
    digest = bag.sha256(made[bag.TAG_MANIFEST])
    return {**made, bag.SIGNATURE: signature_file(number, digest, "0" * 64)}


def resigned_by_us(files: Files) -> Files:
    """Somebody with the key makes a second package: only the database can tell."""
    made = rebagged(files)
    number = bag_number(files)
    digest = bag.sha256(made[bag.TAG_MANIFEST])
    return {**made, bag.SIGNATURE: signature_file(number, digest, sign_package(number, digest))}


def bag_number(files: Files) -> str:
    line = next(row for row in files[bag.INFO].decode().splitlines() if row.startswith("External-Identifier"))
    return line.split(": ", 1)[1]


TAMPERS: list[tuple[str, Callable[[Files], Files], str, str]] = [
    # name, what was done to the files, code of the first break, what the message names
    ("one byte in a PDF", changed(PAPER), "file_changed", PAPER),
    ("one byte in the audit record", changed(RECORD), "file_changed", RECORD),
    ("one byte in bag-info.txt", changed(bag.INFO), "file_changed", bag.INFO),
    ("one byte in bagit.txt", changed(bag.DECLARATION), "file_changed", bag.DECLARATION),
    ("one byte in the payload manifest", changed(bag.PAYLOAD_MANIFEST), "file_", "data/"),
    ("one byte in the tag manifest", changed(bag.TAG_MANIFEST), "file_changed", ".txt"),
    ("one byte in the signature", changed(bag.SIGNATURE), "signature_", bag.SIGNATURE),
    ("a paper removed", without(PAPER), "file_missing", PAPER),
    ("a record removed", without(RECORD), "file_missing", RECORD),
    ("the signature removed", without(bag.SIGNATURE), "file_missing", bag.SIGNATURE),
    ("the tag manifest removed", without(bag.TAG_MANIFEST), "file_missing", bag.TAG_MANIFEST),
    ("a payload file added", lambda files: {**files, "data/x.pdf": b"%PDF"}, "file_added", "data/x.pdf"),
    ("a file added beside the payload", lambda files: {**files, "x.txt": b"x"}, "file_added", "x.txt"),
    ("a paper renamed", renamed, "file_missing", PAPER),
    ("bagged anew after a change", rebagged, "signature_wrong", bag.TAG_MANIFEST),
    ("bagged anew and signed with another key", resigned_by_another_key, "signature_wrong", ""),
    ("bagged anew and signed with the key", resigned_by_us, "not_as_kept", "数据库"),
]


def broken(path: Path, **options: bool) -> BrokenPackage:
    with pytest.raises(BrokenPackage) as caught:
        verify_package(path, **options)
    return caught.value


def write_folder(folder: Path, files: Files) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


@pytest.mark.parametrize("form", ["zip", "folder"])
def test_every_tampering_is_named(form: str, package: ArchivePackage, files: Files, tmp_path: Path) -> None:
    found, expected = {}, {}
    for name, tamper, code, named in TAMPERS:
        tampered = tamper(dict(files))
        if form == "zip":
            path = tmp_path / "package.zip"
            path.write_bytes(bag.pack(package.archival_number, tampered))
        else:
            path = write_folder(tmp_path / "package", tampered)
        error = broken(path)
        found[name] = (error.code.startswith(code), named in error.message)
        expected[name] = (True, True)
    assert found == expected


def test_a_package_made_anew_is_valid_for_everybody_else(files: Files, tmp_path: Path) -> None:
    assert bagit.Bag(str(write_folder(tmp_path / "package", rebagged(files)))).is_valid()


def test_no_byte_of_the_zip_can_change(package: ArchivePackage, tmp_path: Path) -> None:
    content, path = read_content(package.document), tmp_path / "package.zip"
    unnoticed = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        directory = archive.start_dir
    # The whole directory at the end, the first local header, and places all over the rest.
    places = {*range(directory, len(content), 7), *range(60), *range(0, directory, directory // 40)}
    for at in sorted(places):
        path.write_bytes(flip(content, at))
        try:
            verify_package(path, signature_only=True)
        except BrokenPackage:
            continue
        unnoticed.append(at)
    assert unnoticed == []


DAMAGES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    # name, what was done to the zip, code
    ("cut off", lambda content: content[: len(content) // 2], "zip_damaged"),
    ("empty", lambda content: b"", "zip_damaged"),
    ("not a zip", lambda content: b"%PDF-1.4", "zip_damaged"),
    ("something behind the end", lambda content: content + b"x", "zip_"),
    ("something before the beginning", lambda content: b"x" + content, "zip_"),
]


def test_a_damaged_zip(package: ArchivePackage, tmp_path: Path) -> None:
    content, path = read_content(package.document), tmp_path / "package.zip"
    found = {}
    for name, damage, code in DAMAGES:
        path.write_bytes(damage(content))
        found[name] = broken(path).code.startswith(code)
    assert found == {row[0]: True for row in DAMAGES}


def test_a_zip_that_unfolds_is_not_read(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(f"x/{name}", body)
    assert broken(path).code == "foreign_zip"


def test_an_intact_package_exits_0_and_sums_up(
    package: ArchivePackage, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_archive", package.request.number, tmp_path)
    path = Path(capsys.readouterr().out.strip())
    assert path == tmp_path / f"{package.archival_number}.zip"
    call_command("verify_archive", path)
    call_command("verify_archive", write_folder(tmp_path / "unpacked", files))
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    assert all("数据包完整" in line and package.archival_number in line for line in said)


def test_the_command_exits_1_with_the_first_break(files: Files, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "package", changed(PAPER)(files))
    with pytest.raises(CommandError, match=r"\[file_changed\].*003-application") as caught:
        call_command("verify_archive", folder)
    assert caught.value.returncode == 1


def test_a_folder_that_holds_the_package(
    package: ArchivePackage, files: Files, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_archive", package.request.number, tmp_path)
    call_command("verify_archive", tmp_path)
    assert capsys.readouterr().out.count("数据包完整") == 1
    write_folder(tmp_path / "unpacked", files)
    several = broken(tmp_path)
    assert several.code == "several_packages"
    assert "unpacked" in several.message


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert broken(tmp_path / "nothing.zip").code == "cannot_read"


def test_a_package_that_the_database_does_not_know(package: ArchivePackage, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(read_content(package.document))
    package.delete()
    assert broken(path).code == "unknown_package"
    assert verify_package(path, signature_only=True).against_database is False


def test_another_audit_key_knows_none_of_our_packages(
    package: ArchivePackage, tmp_path: Path, settings: object
) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(read_content(package.document))
    settings.AUDIT_KEY = "another key"  # type: ignore[attr-defined]
    assert broken(path, signature_only=True).code == "signature_wrong"


def test_the_package_of_another_case_under_this_name(tmp_path: Path) -> None:
    where = office()
    first, second = (
        archive_case(actor=where.archivist, case_id=withdrawn(where).pk, seen_version=None) for _ in range(2)
    )
    path = tmp_path / f"{first.archival_number}.zip"
    path.write_bytes(read_content(second.document))
    error = broken(path)
    assert error.code == "other_case"
    assert first.archival_number in error.message and second.archival_number in error.message

    mixed = dict(bag.unpack(read_content(second.document))[1])
    mixed[bag.SIGNATURE] = bag.unpack(read_content(first.document))[1][bag.SIGNATURE]
    path.write_bytes(bag.pack(first.archival_number, mixed))
    assert broken(path).code == "signature_wrong", "the signature of one fits no other"


def test_export_overwrites_nothing_and_exports_nothing_damaged(
    package: ArchivePackage, tmp_path: Path
) -> None:
    call_command("export_archive", package.archival_number, tmp_path)
    with pytest.raises(CommandError, match="不能写入"):
        call_command("export_archive", package.archival_number, tmp_path)
    with pytest.raises(CommandError, match="没有“2026-QX-99999”的归档数据包"):
        call_command("export_archive", "2026-QX-99999", tmp_path)
    with Path(default_storage.path(package.document.file.name)).open("ab") as stored:
        stored.write(b"!")
    with pytest.raises(CommandError, match="没有导出"):
        call_command("export_archive", package.archival_number, tmp_path / "new")
    assert list((tmp_path / "new").glob("*")) == []
