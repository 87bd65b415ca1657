"""Notes of talks: for the people of the agency, never for an applicant or a third party."""

from __future__ import annotations

from django.db.models import QuerySet

from requests_app.actors import Actor, Member
from requests_app.models import ContactNote, DisclosureRequest
from requests_app.rules.contact import ContactKind, help_is_open
from requests_app.selectors.cases import visible_cases


def notes_of(actor: Actor, case: DisclosureRequest) -> QuerySet[ContactNote]:
    """The notes of a case, newest first; none for who is not of the staff."""
    if not isinstance(actor, Member):
        return ContactNote.objects.none()
    found = ContactNote.objects.filter(request=case, request__in=visible_cases(actor))
    return found.select_related("recorded_by", "file").order_by("-on", "-pk")


def lacks_help(case: DisclosureRequest) -> bool:
    """Whether the applicant needs help and none is recorded."""
    return bool(case.help_needed) and help_is_open(
        case.help_needed, case.contact_notes.values_list("kind", flat=True)
    )


def confirmation_words(actor: Member, case: DisclosureRequest) -> str:
    """The last note by which the receipt was confirmed, as the proof of the day of receipt; "" without one."""
    note = notes_of(actor, case).filter(kind=ContactKind.CONFIRMATION).first()
    if note is None:
        return ""
    time = f" {note.at:%H:%M}" if note.at else ""
    return f"{note.on.isoformat()}{time} {note.get_way_display()}与{note.person}确认：{note.said}"
