"""Writing down a talk (指导、释明、沟通记录, Art. 30) or the help that was given (Art. 43)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from requests_app import dates
from requests_app.actors import OFFICERS, Member, Role
from requests_app.models import ContactNote, DisclosureRequest, DocumentKind
from requests_app.plain_text import clean_line, clean_text
from requests_app.rules.contact import ContactKind, ContactWay, Counterpart, check_note
from requests_app.rules.states import CAN_TAKE_FILES
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note

NOTERS = OFFICERS | {Role.OFFICE_HEAD}


@dataclass(frozen=True)
class NewNote:
    """A talk as entered; the names are those of `models.ContactNote`."""

    kind: ContactKind
    counterpart: Counterpart
    person: str
    way: ContactWay
    on: date
    said: str
    agreed: str = ""
    at: time | None = None
    file: Upload | None = None


@act("登记沟通记录", by=By(roles=NOTERS), states=CAN_TAKE_FILES)
def note_contact(*, actor: Member, case: DisclosureRequest, talk: NewNote) -> ContactNote:
    """Keep one talk. Raises `InvalidInput` for an impossible day, without a person or words, or for a file that
    cannot be accepted. The record says with what kind of counterpart, never with whom."""
    person, said = clean_line(talk.person), clean_text(talk.said)
    check_note(
        kind=talk.kind,
        counterpart=talk.counterpart,
        on=talk.on,
        arrived_on=case.arrived_on,
        today=dates.today(),
        person=person,
        said=said,
    )
    file = None
    if talk.file is not None:
        file = store(case, actor, talk.file, kind=DocumentKind.EVIDENCE, title="沟通记录附件")
    kept = ContactNote.objects.create(
        request=case,
        kind=talk.kind,
        counterpart=talk.counterpart,
        person=person,
        way=talk.way,
        on=talk.on,
        at=talk.at,
        said=said,
        agreed=clean_text(talk.agreed),
        file=file,
        recorded_by=actor.user,
    )
    words = f"{talk.kind.label}：{talk.way.label}，{talk.counterpart.label}"
    note(case, actor, "contact_noted", words, contact_note=kept.pk, on=talk.on.isoformat())
    return kept
