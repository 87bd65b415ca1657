"""A BagIt bag (RFC 8493) in memory, packed so that the same contents always give the same bytes.

Written here and not by the `bagit` library because that changes the working directory of the whole process while it
works, which no server with threads survives. `verify_archive` lets the library judge what is written here.
Files are stored, not compressed: PDF gains nothing, and the bytes then depend on no version of zlib, so that a
reader can pack the contents again and find any changed byte of the zip itself.
"""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from requests_app.errors import ApplicationError

DECLARATION, INFO = "bagit.txt", "bag-info.txt"
PAYLOAD_MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
SIGNATURE = "signature.json"
"""Beside the tag manifest, which it signs and in which it therefore cannot be listed."""

_LISTED_TAGS = (INFO, DECLARATION, PAYLOAD_MANIFEST)
_TAGS = frozenset((*_LISTED_TAGS, TAG_MANIFEST, SIGNATURE))
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The one moment in the zip; when the package was made stands in bag-info.txt."""

Files = Mapping[str, bytes]


class BrokenPackage(ApplicationError):
    """A package is not, or no longer, what was archived; the message names the first break."""


def sha256(content: bytes) -> str:
    """The hash of a file, 64 hex characters."""
    return hashlib.sha256(content).hexdigest()


def make_bag(payload: Files, info: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The files of a bag, unsigned: `payload` under data/, and the four tag files. `info` are the rows of
    bag-info.txt; white space in a value becomes one space, for a row is a line."""
    files = {f"data/{name}": content for name, content in payload.items()}
    octets = sum(len(content) for content in files.values())
    rows = [*info, ("Payload-Oxum", f"{octets}.{len(files)}")]
    tags = {
        DECLARATION: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO: "".join(f"{name}: {' '.join(value.split())}\n" for name, value in rows).encode(),
        PAYLOAD_MANIFEST: _manifest(files, sorted(files)),
    }
    return {**files, **tags, TAG_MANIFEST: _manifest(tags, _LISTED_TAGS)}


def _manifest(files: Files, names: Sequence[str]) -> bytes:
    return "".join(f"{sha256(files[name])}  {name}\n" for name in names).encode()


def pack(root: str, files: Files) -> bytes:
    """The bag as a zip with one folder `root`: sorted, stored, without times and owners."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{root}/{name}", _EPOCH)
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def unpack(content: bytes) -> tuple[str, dict[str, bytes]]:
    """Folder and files of a packed bag. Raises `BrokenPackage` where the zip is damaged, or not packed by `pack`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            # Checked before anything is read: a foreign zip may be made to unfold into more than fits in memory.
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in entries):
                raise BrokenPackage("foreign_zip", "压缩包不是本系统制作的：其中的文件经过压缩。")
            read = [(entry.filename, archive.read(entry)) for entry in entries]
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BrokenPackage("zip_damaged", f"压缩包已损坏，不能读取（{error}）。") from error
    roots = {name.partition("/")[0] for name, _ in read}
    if len(roots) != 1 or len({name for name, _ in read}) != len(read):
        raise BrokenPackage("zip_structure", "压缩包的结构有变：应当只有一个文件夹，文件名不重复。")
    return roots.pop(), {name.partition("/")[2]: body for name, body in read}


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of an unpacked bag. Raises `BrokenPackage` for what is no plain file."""
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise BrokenPackage("foreign_file", f"“{name}”不是普通文件。")
        if path.is_file():
            files[name] = path.read_bytes()
    return files


def check_bag(files: Files) -> None:
    """Every file is listed, every listed file is there, and none was changed.

    Raises `BrokenPackage` naming the first break: the tag files are looked at last, since whoever changes a
    payload file and its row in the manifest is found there.
    """
    for name in sorted(_TAGS - files.keys()):
        raise BrokenPackage("file_missing", f"缺少文件“{name}”。")
    payload = {name: body for name, body in files.items() if name.startswith("data/")}
    for name in sorted(files.keys() - payload.keys() - _TAGS):
        raise BrokenPackage("file_added", f"多出文件“{name}”。")
    _compare(payload, _rows(files, PAYLOAD_MANIFEST))
    _compare({name: files[name] for name in _LISTED_TAGS}, _rows(files, TAG_MANIFEST))


def _rows(files: Files, manifest: str) -> dict[str, str]:
    try:
        pairs = [line.split("  ", 1) for line in files[manifest].decode().splitlines()]
        return {name: digest for digest, name in pairs}
    except ValueError as error:
        raise BrokenPackage("manifest_damaged", f"清单“{manifest}”不能读取。") from error


def _compare(present: Files, listed: Mapping[str, str]) -> None:
    for name in sorted(present.keys() | listed.keys()):
        if name not in present:
            raise BrokenPackage("file_missing", f"缺少文件“{name}”，或者清单中的文件名有变。")
        if name not in listed:
            raise BrokenPackage("file_added", f"多出文件“{name}”，或者清单中的文件名有变。")
        if sha256(present[name]) != listed[name]:
            raise BrokenPackage("file_changed", f"文件“{name}”的内容与清单不符。")
