"""The archive file of a case: collected, put in order, made into a signed package, handed to the closing service.

Everything slow (reading, rendering, packing) happens in `prepare`, before any lock. The act itself checks that
nobody touched the case meanwhile and that the next piece number is still the one printed on the cover.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django_fsm import can_proceed

from letters import bag, dossier_papers
from letters.dossier_papers import Filed
from letters.dossier_records import as_json, records
from letters.excess_papers import excess_papers
from letters.finding_aids import Filing, cover, index, metadata, note, outline_of
from requests_app import dates
from requests_app.actors import Actor
from requests_app.crypto import sign
from requests_app.errors import InvalidInput, StaleForm, StateRefusal
from requests_app.models import Agency, ArchivePackage, DisclosureRequest
from requests_app.reports.archive_manifest import Entry, Manifest, archive_manifest
from requests_app.rules.retention import RetentionPeriod, archive_number, retention_period
from requests_app.rules.states import RequestState
from requests_app.selectors.archive import letters_pending
from requests_app.selectors.cases import get_case
from requests_app.services import closing, numbers
from requests_app.services.act import STALE, By, act
from requests_app.services.closing import ARCHIVISTS, Package

CATEGORY, ORDINARY, WHEN_DISPUTED = "WS", RetentionPeriod.TEN_YEARS, RetentionPeriod.THIRTY_YEARS
"""Where the agency's settings (`archive`: category, unit, ordinary, when_disputed) say nothing else."""

ATTEMPTS = 3
"""How often a package is made again because another case took its piece number meanwhile."""

_archivists = By(roles=ARCHIVISTS)


@dataclass(frozen=True)
class Prepared:
    """A package ready to be kept: for this version of the case, under this piece number and no other."""

    package: Package
    filing: Filing
    version: int
    missing: tuple[str, ...]


class PieceTaken(StaleForm):
    """Another case was archived first and has the number that is printed in this package."""


def archive_case(
    *,
    actor: Actor,
    case_id: int,
    seen_version: int | None = None,
    prepared: Prepared | None = None,
) -> ArchivePackage:
    """Archive a finished case (归档): its package is made, signed, stored, and the case ends.

    Pieces that are missing do not stand in the way; they are named in the 备考表 and the manifest. `prepared`
    comes from `prepare`, where the caller holds a transaction and did the slow part before it.

    Raises `AccessRefused`, `StaleForm`, `StateRefusal` (wrong state, or a letter is still being made) and
    `InvalidInput` (a damaged file, no 全宗号, a character that no font can print).
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return _archive_once(actor, case_id, seen_version, prepared)
        except PieceTaken:
            prepared = None
    return _archive_once(actor, case_id, seen_version, prepared)


def _archive_once(
    actor: Actor, case_id: int, seen_version: int | None, prepared: Prepared | None
) -> ArchivePackage:
    made = prepared or prepare(actor=actor, case_id=case_id, seen_version=seen_version)
    kept: ArchivePackage = _keep(actor=actor, case_id=case_id, seen_version=made.version, prepared=made)
    return kept


@act("归档", by=_archivists)
def _keep(*, actor: Actor, case: DisclosureRequest, prepared: Prepared) -> ArchivePackage:
    package, filing = prepared.package, prepared.filing
    if case.version != prepared.version:
        raise StaleForm("stale_form", STALE)
    assert case.agency is not None
    if numbers.allocate(case.agency, filing.counter, filing.year) != filing.piece:
        raise PieceTaken("piece_taken", "归档时件号已被另一件使用，请再试一次。")
    if ArchivePackage.objects.filter(archival_number=package.archival_number).exists():
        text = f"档号 {package.archival_number} 已经使用，请检查机关的全宗号和机构代码。"
        raise InvalidInput("archival_number_taken", text)
    kept: ArchivePackage = closing.archive(actor=actor, case_id=case.pk, package=package)
    return kept


def prepare(*, actor: Actor, case_id: int, seen_version: int | None = None) -> Prepared:
    """Make the package of a finished case without changing anything. Raises as `archive_case`."""
    case = get_case(actor, case_id)
    _archivists.check(actor, case, "归档")
    if seen_version is not None and seen_version != case.version:
        raise StaleForm("stale_form", STALE)
    if not can_proceed(case.archive):
        state = RequestState(case.state).label
        raise StateRefusal("wrong_state", f"申请现为“{state}”，不能办理“归档”。")
    if case.agency is None or case.number is None:
        raise InvalidInput("not_registered", "登记编号以前撤回的申请没有办理材料，不单独归档。")
    if letters_pending(case):
        raise StateRefusal("letter_not_made", "本件还有文书正在制作，请稍候再归档。")
    today = dates.today()
    filing = _filing(case, case.agency, today)
    filed, manifest = _file(case, filing, actor, today)
    package = _package(case, filing, filed, manifest, today)
    return Prepared(package, filing, case.version, tuple(piece.label for piece in manifest.missing))


def _filing(case: DisclosureRequest, agency: Agency, today: date) -> Filing:
    """Under which number and for how long. The year is that in which the case ended (DA/T 22-2015)."""
    chosen: Mapping[str, Any] = agency.settings.get("archive", {})
    disputed = outline_of(case).disputed
    period = retention_period(
        disputed=disputed,
        ordinary=RetentionPeriod(chosen.get("ordinary", ORDINARY)),
        when_disputed=RetentionPeriod(chosen.get("when_disputed", WHEN_DISPUTED)),
    )
    category, unit = str(chosen.get("category", CATEGORY)), str(chosen.get("unit", agency.number_prefix))
    year = (case.closed_on or today).year
    counter = f"archive:{period.value}:{unit}"
    piece = numbers.upcoming(agency, counter, year)
    number = archive_number(agency.fonds_code, category, year, period, unit, piece)
    return Filing(number, agency.fonds_code, category, year, period, unit, piece, counter)


def _file(
    case: DisclosureRequest, filing: Filing, actor: Actor, today: date
) -> tuple[dict[str, Filed], Manifest]:
    """All papers by key, and their order. The frame is made last: it tells of the others."""
    papers = [*dossier_papers.stored_papers(case), *dossier_papers.made_papers(case, today)]
    papers += excess_papers(case)
    outline = outline_of(case)
    framed = archive_manifest(_with_frame(papers), outline)
    papers += [
        cover(case, filing, today),
        index(case, filing, framed, today),
        note(case, filing, framed, actor, today),
    ]
    return {filed.paper.key: filed for filed in papers}, archive_manifest(
        (filed.paper for filed in papers), outline
    )


def _with_frame(papers: Iterable[Filed]) -> list[Any]:
    """The papers with stand-ins for the frame, so that it is not called missing while it is being made."""
    inner = [filed.paper for filed in papers]
    return inner + [replace(inner[0], key=piece, piece=piece) for piece in ("cover", "index", "file_note")]


def _package(
    case: DisclosureRequest,
    filing: Filing,
    filed: Mapping[str, Filed],
    manifest: Manifest,
    today: date,
) -> Package:
    payload = {_name(entry, filed): filed[entry.paper.key].content for entry in manifest.entries}
    payload |= records(case, today)
    rows = [{**entry.as_json(), "file": _name(entry, filed)} for entry in manifest.entries]
    missing = [{"piece": piece.key, "label": piece.label} for piece in manifest.missing]
    payload["manifest.json"] = as_json({"entries": rows, "missing": missing})
    facts = metadata(case, filing, manifest, today)
    payload["metadata.json"] = as_json(facts)
    files = bag.make_bag(payload, _info(case, filing, today))
    digest = bag.sha256(files[bag.TAG_MANIFEST])
    signature = sign_package(filing.number, digest)
    files[bag.SIGNATURE] = signature_file(filing.number, digest, signature)
    return Package(filing.number, filing.period.label, digest, signature, bag.pack(filing.number, files))


def _name(entry: Entry, filed: Mapping[str, Filed]) -> str:
    return f"papers/{entry.ordinal:03d}-{entry.piece.key}.{filed[entry.paper.key].suffix}"


def _info(case: DisclosureRequest, filing: Filing, today: date) -> list[tuple[str, str]]:
    agency = case.agency.name if case.agency else ""
    return [
        ("Source-Organization", agency),
        ("External-Identifier", filing.number),
        ("Internal-Sender-Identifier", case.number or ""),
        ("Internal-Sender-Description", "政府信息公开申请归档数据包"),
        ("Bagging-Date", today.isoformat()),
    ]


def sign_package(archival_number: str, manifest_hash: str) -> str:
    """Our signature of the tag manifest, bound to the 档号 so that it fits no other package."""
    return sign("archive-package", f"{archival_number}\n{manifest_hash}".encode())


def signature_file(archival_number: str, manifest_hash: str, signature: str) -> bytes:
    """The content of signature.json, to the byte."""
    fields = {
        "algorithm": "HMAC-SHA256",
        "archival_number": archival_number,
        "manifest": bag.TAG_MANIFEST,
        "manifest_sha256": manifest_hash,
        "signature": signature,
    }
    return f"{json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()
