"""The end of a case: archived, or voided when it was entered by mistake."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app import dates
from requests_app.actors import OFFICERS, Actor
from requests_app.errors import InvalidInput
from requests_app.models import ArchivePackage, DisclosureRequest, DocumentKind
from requests_app.rules.remedy_case import RemedyResult
from requests_app.rules.roles import Role
from requests_app.rules.voiding import check_voiding
from requests_app.services import consultation, date_change, extension, reasons
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.signals import request_voided

ARCHIVISTS = OFFICERS | {Role.ARCHIVIST}


@dataclass(frozen=True)
class Package:
    """A finished archive package: a zip of a BagIt bag, the hash of its tag manifest and our signature of it."""

    archival_number: str
    retention: str
    manifest_hash: str
    signature: str
    content: bytes


@act("归档", by=By(roles=ARCHIVISTS))
def archive(*, actor: Actor, case: DisclosureRequest, package: Package) -> ArchivePackage:
    """Keep the package and end the case (归档). Called by `letters/dossier.py`, which makes the package.

    Raises `StateRefusal` while the case is not finished.
    """
    case.archive()
    document = store(
        case,
        actor,
        Upload(f"{package.archival_number}.zip", package.content),
        kind=DocumentKind.ARCHIVE_PACKAGE,
        title=package.archival_number,
    )
    kept = ArchivePackage.objects.create(
        request=case,
        archival_number=package.archival_number,
        retention=package.retention,
        manifest_hash=package.manifest_hash,
        signature=package.signature,
        document=document,
        made_by_id=actor.user_id,
    )
    note(
        case,
        actor,
        "archived",
        f"归档，档号 {package.archival_number}，保管期限{package.retention}",
        package=kept.pk,
        manifest_hash=package.manifest_hash,
    )
    return kept


@act("作废", by=By(roles=frozenset({Role.OFFICE_HEAD})))
def void(*, actor: Actor, case: DisclosureRequest, reason: str) -> None:
    """An entry made by mistake or twice: the number is kept, the case counts nowhere. A reason is compulsory.

    Raises `RuleRefusal` for a part of a split application and while a dispute is pending: neither is a mistaken entry.
    """
    if not reason.strip():
        raise InvalidInput("reason_missing", "作废须写明原因。", fields={"reason": "请写明作废的原因。"})
    check_voiding(
        split=case.split_from_id is not None or case.parts.exists(),
        disputed=case.remedy_cases.filter(result=RemedyResult.PENDING).exists(),
    )
    case.void()
    case.closed_on = dates.today()
    consultation.end_live(case, actor, "申请作废")
    extension.cancel_live(case)
    date_change.cancel_live(case, actor)
    reasons.end_live(case, actor, "申请作废")
    note(case, actor, "voided", "作废", remark=reason)
    request_voided.send(sender=DisclosureRequest, case=case, actor=actor)
