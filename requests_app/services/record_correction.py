"""Correction of what is on record about a person (Art. 41): taken in, looked into, decided, told, filed.

A record correction is no request: these services lock its own row and write its own chain of the record.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from requests_app import audit, dates, notifications
from requests_app.actors import OFFICERS, Actor, Member, Role
from requests_app.errors import AccessRefused, InvalidInput, StaleForm, StateRefusal
from requests_app.models import DocumentKind, RecordCorrection, RecordCorrectionFile, User
from requests_app.plain_text import clean_line, clean_text, cut
from requests_app.rules import record_correction as rules
from requests_app.rules.numbering import record_correction_number
from requests_app.rules.record_correction import RecordCorrectionResult, RecordCorrectionState
from requests_app.selectors.people import handlers_of
from requests_app.selectors.record_corrections import PERSONAL, READERS, UNKNOWN, chain_of, get_file
from requests_app.selectors.seals import current_seal
from requests_app.services import numbers
from requests_app.services.act import STALE
from requests_app.services.documents import Upload, check_upload
from requests_app.services.files import keep_if_committed
from requests_app.verification_codes import new_code

TAKES_IN = (Role.DESK_OFFICER,)
HANDLES = (Role.HANDLER, Role.DESK_OFFICER)
DECIDES = (Role.OFFICE_HEAD,)
FILES = (Role.ARCHIVIST, *HANDLES)


@dataclass(frozen=True)
class Asked:
    """What a person asks, as entered; the names are those of the model."""

    channel: str
    received_on: date
    kind: str
    name: str
    identity_kind: str
    identity_number: str
    record: str
    wrong: str
    evidence: str
    about_self: bool
    phone: str = ""
    address: str = ""
    files: Sequence[tuple[DocumentKind, Upload]] = field(default_factory=tuple)


@dataclass(frozen=True)
class Proposal:
    """What is to become of it, as drafted; the names are those of the model."""

    result: RecordCorrectionResult
    finding: str
    corrected_to: str = ""
    done_on: date | None = None
    right_agency: str = ""
    right_contact: str = ""


@dataclass(frozen=True)
class Handed:
    """How the letter reached the person, with what proves it."""

    way: str
    on: date
    recipient: str
    proof: Upload


Compose = Callable[[RecordCorrection], tuple[str, Mapping[str, Any]]]
"""The kind of the letter and what it says, without number and date."""


@transaction.atomic
def take_in(*, actor: Member, asked: Asked) -> RecordCorrection:
    """Take a demand in and give it its number. Raises `AccessRefused`, and as `rules.check_asked`,
    `check_upload`."""
    _check_role(actor, TAKES_IN, "登记更正申请")
    today = dates.today()
    asked = _cleaned(asked)
    values = asdict(replace(asked, files=()))
    proofs = {str(kind.value) for kind, _ in asked.files}
    about_self = values.pop("about_self")
    del values["files"]
    rules.check_asked(
        values, about_self=about_self, proofs=proofs, received_on=asked.received_on, today=today
    )
    number = record_correction_number(
        actor.agency.number_prefix,
        today.year,
        numbers.allocate(actor.agency, "record_correction", today.year),
    )
    made = RecordCorrection.objects.create(agency=actor.agency, number=number, **values)
    for kind, upload in asked.files:
        _store(made, upload, kind)
    _note(made, actor, "record_correction_taken_in", f"收到更正申请，编号 {number}")
    return made


def begin(*, actor: Member, correction_id: int, seen_version: int, handler: User) -> RecordCorrection:
    """Give it to a handler. Raises `InvalidInput` for somebody who is none, and as every act here."""
    with _opened(actor, correction_id, seen_version, "分派承办", HANDLES, "received") as found:
        if handler not in handlers_of(actor):
            words = "请选择本机关的承办人。"
            raise InvalidInput("no_handler", words, fields={"handler": words})
        found.handler = handler
        found.begin()
        _note(found, actor, "record_correction_begun", f"由{handler.name}承办", handler=handler.pk)
    return found


def draft(
    *, actor: Member, correction_id: int, seen_version: int, proposal: Proposal, compose: Compose
) -> RecordCorrection:
    """Propose a result with the letter that tells it; an approval given before falls with it.

    Raises as `rules.check_result`, and what `compose` refuses.
    """
    with _opened(actor, correction_id, seen_version, "起草处理意见", HANDLES, "in_handling") as found:
        today = dates.today()
        entered = {name: clean_text(value) for name, value in _texts(proposal).items()}
        rules.check_result(
            proposal.result,
            finding=entered["finding"],
            corrected_to=entered["corrected_to"],
            right_agency=entered["right_agency"],
            done_on=proposal.done_on,
            received_on=found.received_on,
            today=today,
        )
        for name, value in entered.items():
            setattr(found, name, value)
        found.result, found.done_on, found.drafted_on = proposal.result.value, proposal.done_on, today
        people = {actor.user.pk, actor.acting_for_id} - {None}
        found.drafters = sorted({*found.drafters, *people})
        found.approved_by, found.approved_on, found.return_reason = None, None, ""
        found.letter_kind, context = compose(found)
        found.context = dict(context)
        _note(found, actor, "record_correction_drafted", f"起草处理意见：{proposal.result.label}")
    return found


def approve(*, actor: Member, correction_id: int, seen_version: int) -> RecordCorrection:
    """The head of the office agrees to the letter as it stands. Raises as `rules.check_approver`."""
    with _opened(actor, correction_id, seen_version, "批准", DECIDES, "in_handling") as found:
        _check_waits_for_approval(found)
        rules.check_approver((actor.user.pk, actor.acting_for_id), found.drafters)
        found.approved_by, found.approved_on = actor.user, dates.today()
        digest = _digest(found.context)
        _note(found, actor, "record_correction_approved", "批准处理意见和告知书", content_hash=digest)
    return found


def send_back(*, actor: Member, correction_id: int, seen_version: int, reason: str) -> RecordCorrection:
    """The head of the office does not agree; a reason is compulsory."""
    with _opened(actor, correction_id, seen_version, "退回", DECIDES, "in_handling") as found:
        _check_waits_for_approval(found)
        if not clean_text(reason):
            words = "请写明退回的原因。"
            raise InvalidInput("reason_missing", words, fields={"reason": words})
        found.return_reason, found.drafted_on = clean_text(reason), None
        _note(found, actor, "record_correction_returned", "退回处理意见")
    return found


def answer(
    *,
    actor: Member,
    correction_id: int,
    seen_version: int,
    write_number: Callable[[str, int, int], str],
    write_address: Callable[[str], str],
) -> RecordCorrection:
    """Issue the approved letter: `write_number` makes its number of kind, year and sequence, `write_address` what its
    picture leads to, of its verification code. Its PDF is made in the background. Raises `StateRefusal` without an
    approval."""
    with _opened(actor, correction_id, seen_version, "出具告知书", HANDLES, "in_handling") as found:
        if found.approved_on is None or found.context is None:
            raise StateRefusal("not_approved", "处理意见还没有经负责人批准，不能出具告知书。")
        today = dates.today()
        found.answer()
        found.issued_on = today
        found.verification_code, found.seal = new_code(), current_seal(found.agency)
        sequence = numbers.allocate(found.agency, found.letter_kind, today.year)
        found.letter_number = write_number(found.letter_kind, today.year, sequence)
        found.context = {
            **found.context,
            "number": found.letter_number,
            "issued_on": today.isoformat(),
            "verification": write_address(found.verification_code),
        }
        notifications.enqueue(
            "letters.record_correction", f"record-correction:{found.pk}", {"correction": found.pk}
        )
        _note(found, actor, "record_correction_answered", f"出具 {found.letter_number}")
    return found


def keep_made(
    *, actor: Actor, correction_id: int, title: str, pdf: bytes, signature: Mapping[str, Any]
) -> None:
    """Store the PDF of the letter with its hash and signature, once. Called by whoever makes letters, never by a
    person."""
    with transaction.atomic():
        found = RecordCorrection.objects.select_for_update(of=("self",)).get(pk=correction_id)
        if not found.files.filter(kind=DocumentKind.LETTER).exists():
            made = _store(found, Upload(f"{title}.pdf", pdf), DocumentKind.LETTER)
            RecordCorrection.objects.filter(pk=found.pk).update(signature=dict(signature))
            _note(found, actor, "record_correction_letter_made", "制成告知书", sha256=made.sha256)


def tell(*, actor: Member, correction_id: int, seen_version: int, handed: Handed) -> RecordCorrection:
    """The letter reached the person, with proof. Raises `StateRefusal` while its PDF is not made or once it is told."""
    with _opened(actor, correction_id, seen_version, "登记送达", HANDLES, "answered") as found:
        if found.told_on is not None:
            raise StateRefusal("already_told", "这件更正的送达已经登记。")
        if found.issued_on is None or not found.files.filter(kind=DocumentKind.LETTER).exists():
            raise StateRefusal("letter_not_made", "告知书还在制作，请稍后再登记送达。")
        rules.check_told(told_on=handed.on, issued_on=found.issued_on, today=dates.today())
        found.told_way, found.told_on, found.recipient = handed.way, handed.on, clean_line(handed.recipient)
        proof = _store(found, handed.proof, DocumentKind.DELIVERY_PROOF)
        _note(
            found, actor, "record_correction_told", f"{found.get_told_way_display()}送达", sha256=proof.sha256
        )
    return found


def archive(*, actor: Member, correction_id: int, seen_version: int) -> RecordCorrection:
    """Close the file. Raises `StateRefusal` before the letter reached the person."""
    with _opened(actor, correction_id, seen_version, "归档", FILES, "answered") as found:
        if found.told_on is None:
            raise StateRefusal("not_told", "告知书还没有送达，不能归档。")
        found.archive()
        found.archived_on = dates.today()
        _note(found, actor, "record_correction_archived", "归档")
    return found


@transaction.atomic
def reveal_contacts(*, actor: Member, correction_id: int) -> RecordCorrection:
    """Identity and contacts in full, for officers; the record keeps who looked."""
    found = _locked(actor, correction_id)
    _check_role(actor, tuple(OFFICERS), "查看联系方式")
    _note(found, actor, "contacts_revealed", "查看申请人的证件号码和联系方式")
    return found


@transaction.atomic
def open_file(*, actor: Member, correction_id: int, file_id: int) -> RecordCorrectionFile:
    """A file that the actor may open; who opens a paper that says who the person is is recorded."""
    found = _locked(actor, correction_id)
    opened = get_file(actor, found, file_id)
    if opened.kind in PERSONAL:
        _note(found, actor, "document_opened", f"查看{opened.get_kind_display()}", document=opened.pk)
    return opened


@contextmanager
def _opened(
    actor: Member, correction_id: int, seen_version: int, label: str, roles: Sequence[Role], state: str
) -> Iterator[RecordCorrection]:
    """One act: the row locked, the actor and the state asked, the version counted, written back."""
    with transaction.atomic():
        found = _locked(actor, correction_id)
        _check_role(actor, roles, label)
        if seen_version != found.version:
            raise StaleForm("stale_form", STALE)
        if found.state != state:
            label_now = RecordCorrectionState(found.state).label
            raise StateRefusal("wrong_state", f"这件更正现为“{label_now}”，不能办理“{label}”。")
        yield found
        found.version += 1
        found.save()


def _locked(actor: Member, correction_id: int) -> RecordCorrection:
    rows = RecordCorrection.objects.select_for_update(of=("self",)).select_related("agency")
    found = rows.filter(pk=correction_id, agency=actor.agency).first()
    if found is None or actor.role not in READERS:
        raise AccessRefused("unknown_record_correction", UNKNOWN)
    return found


def _check_role(actor: Member, roles: Sequence[Role], label: str) -> None:
    if actor.role not in roles:
        names = "、".join(role.label for role in roles)
        raise AccessRefused("role_missing", f"“{label}”由{names}办理，您现在的角色是{actor.role.label}。")


def _check_waits_for_approval(found: RecordCorrection) -> None:
    if found.drafted_on is None or found.approved_on is not None:
        raise StateRefusal("nothing_to_approve", "现在没有等待批准的处理意见。")


def _cleaned(asked: Asked) -> Asked:
    lines = ("name", "identity_number", "phone", "address")
    texts = ("record", "wrong", "evidence")
    changes: dict[str, Any] = {name: clean_line(getattr(asked, name)) for name in lines}
    changes |= {name: clean_text(getattr(asked, name)) for name in texts}
    return replace(asked, **changes)


def _texts(proposal: Proposal) -> dict[str, str]:
    return {
        name: getattr(proposal, name) for name in ("finding", "corrected_to", "right_agency", "right_contact")
    }


def _store(correction: RecordCorrection, upload: Upload, kind: DocumentKind) -> RecordCorrectionFile:
    media_type, _ = check_upload(upload)
    name = PurePath(upload.name)
    made = RecordCorrectionFile(
        correction=correction,
        kind=kind,
        title=cut(clean_line(name.stem), RecordCorrectionFile._meta.get_field("title").max_length or 0)
        or kind.label,
        media_type=media_type,
        sha256=hashlib.sha256(upload.content).hexdigest(),
    )
    made.file.save(f"{uuid.uuid4().hex}{name.suffix.lower()}", ContentFile(upload.content), save=False)
    keep_if_committed(str(made.file.name))
    made.save()
    return made


def _digest(context: Mapping[str, Any] | None) -> str:
    text = json.dumps(context, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _note(correction: RecordCorrection, actor: Actor, action: str, message: str, **data: Any) -> None:
    """One line of its record: ids, dates and hashes, never what somebody typed."""
    audit.record(
        chain=chain_of(correction.pk),
        request_id=None,
        actor=actor,
        action=action,
        message=message,
        data={"record_correction": correction.pk, "state": str(correction.state), **data},
    )
