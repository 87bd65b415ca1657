"""Proof that an archive package is what was archived, from the bytes outwards.

The order is that of trust: the zip as packed, every file against its manifest, the tag manifest against our
signature, the signature against the database. Whoever changes a file and makes the manifests anew gets past the
second step, and is stopped by the third: the key lies outside package and database.
"""

from __future__ import annotations

import hmac
import json
import logging
import tempfile
from dataclasses import dataclass
from pathlib import Path

import bagit

from letters import bag
from letters.bag import BrokenPackage
from letters.dossier import sign_package, signature_file
from requests_app.actors import System
from requests_app.errors import AccessRefused
from requests_app.models import ArchivePackage
from requests_app.selectors.archive import find_package

CHECKER = System("核对归档数据包")


@dataclass(frozen=True)
class Verified:
    """A package that holds: its 档号, number of payload files and their bytes, and whether the database was asked."""

    archival_number: str
    files: int
    octets: int
    against_database: bool


def verify_package(path: Path, *, signature_only: bool = False) -> Verified:
    """Check a package (zip, or the folder it was unpacked to). Raises `BrokenPackage` naming the first break.

    Our database must know the package, for a signature alone does not show that it was kept. Where the check
    runs in another place (an archive that was given the key), `signature_only` leaves the database out.
    """
    path = _package_at(path)
    packed = _read(path)
    root, files = bag.unpack(packed) if packed is not None else (None, bag.read_folder(path))
    bag.check_bag(files)
    _second_opinion(files)
    number, digest, signature = _signed(files)
    if packed is not None and (root != number or bag.pack(number, files) != packed):
        raise BrokenPackage("zip_changed", "压缩包本身有变：其中的文件完整，但压缩包不是归档时的字节。")
    if not signature_only:
        _compare_database(path, number, digest, signature, packed)
    payload = [body for name, body in files.items() if name.startswith("data/")]
    return Verified(number, len(payload), sum(map(len, payload)), not signature_only)


def _package_at(path: Path) -> Path:
    """The package itself: where `path` is the folder it was exported to or unpacked into, what lies in it."""
    if not path.is_dir() or (path / "bagit.txt").is_file():
        return path
    found = [
        entry for entry in sorted(path.iterdir()) if entry.suffix == ".zip" or (entry / "bagit.txt").is_file()
    ]
    if len(found) > 1:
        names = "、".join(entry.name for entry in found)
        raise BrokenPackage("several_packages", f"文件夹中有{len(found)}个数据包，请逐个核对：{names}。")
    return found[0] if found else path


def _read(path: Path) -> bytes | None:
    """The bytes of a zip; None for a folder."""
    try:
        return None if path.is_dir() else path.read_bytes()
    except OSError as error:
        raise BrokenPackage("cannot_read", f"不能读取 {path}（{error.strerror}）。") from error


def _second_opinion(files: bag.Files) -> None:
    """The bag judged by the reference implementation, so that our own reading is not the only one."""
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        for name, body in files.items():
            target = Path(folder, name)
            if not target.resolve().is_relative_to(Path(folder).resolve()):
                raise BrokenPackage("foreign_file", f"文件名“{name}”指向数据包以外。")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        try:
            bagit.Bag(folder).validate()
        except bagit.BagError as error:
            raise BrokenPackage("not_a_bag", f"数据包不符合BagIt规范（{error}）。") from error


def _signed(files: bag.Files) -> tuple[str, str, str]:
    """档号, hash of the tag manifest, signature; the signature is ours and the file that holds it unchanged."""
    try:
        told = json.loads(files[bag.SIGNATURE])
        number = str(told["archival_number"])
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenPackage("signature_damaged", f"签名文件“{bag.SIGNATURE}”不能读取。") from error
    digest = bag.sha256(files[bag.TAG_MANIFEST])
    signature = sign_package(number, digest)
    if not hmac.compare_digest(files[bag.SIGNATURE], signature_file(number, digest, signature)):
        raise BrokenPackage(
            "signature_wrong",
            f"签名与“{bag.TAG_MANIFEST}”不符：清单在归档后重新制作过，“{bag.SIGNATURE}”有变，"
            "或者不是用本系统的密钥签名。",
        )
    return number, digest, signature


def _compare_database(path: Path, number: str, digest: str, signature: str, packed: bytes | None) -> None:
    try:
        kept = find_package(CHECKER, number)
    except AccessRefused:
        raise BrokenPackage(
            "unknown_package",
            f"签名有效，但数据库中没有档号 {number} 的归档记录。只核对签名请用 --signature-only。",
        ) from None
    if kept.archival_number != number or kept.manifest_hash != digest or kept.signature != signature:
        raise BrokenPackage("not_as_kept", f"数据包自身一致，但与数据库中档号 {number} 的归档记录不符。")
    if packed is not None and kept.document.sha256 != bag.sha256(packed):
        raise BrokenPackage("not_as_kept", f"数据包的字节与档号 {number} 归档时保存的不符。")
    named = path.name.removesuffix(".zip")
    if named != number and ArchivePackage.objects.filter(archival_number=named).exists():
        raise BrokenPackage("other_case", f"文件名是档号 {named}，内容却是另一件的数据包（{number}）。")
