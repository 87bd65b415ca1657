"""Personal details in full: only for those who need them, and never without a trace."""

from __future__ import annotations

from requests_app.actors import OFFICERS, Actor
from requests_app.errors import AccessRefused
from requests_app.models import DisclosureRequest, Document
from requests_app.selectors.documents import READERS_OF_PERSONAL, get_document
from requests_app.selectors.people import ApplicantView, applicants_of
from requests_app.services.act import By, act
from requests_app.services.journal import note


@act("查看联系方式", by=By(roles=OFFICERS), reading=True)
def reveal_contacts(*, actor: Actor, case: DisclosureRequest) -> list[ApplicantView]:
    """The applicants with identity numbers and contacts unmasked; the record keeps who looked and when."""
    note(case, actor, "contacts_revealed", "查看申请人的证件号码和联系方式")
    return applicants_of(actor, case, full=True)


@act("查看身份证明", by=By(roles=READERS_OF_PERSONAL), reading=True)
def open_traced(*, actor: Actor, case: DisclosureRequest, document_id: int) -> Document:
    """A file whose kind is `TRACED`; the record keeps who opened which, and when. Raises `AccessRefused`."""
    document = get_document(actor, document_id)
    if document.request_id != case.pk:
        raise AccessRefused("unknown_document", "没有这份文件，或者您无权查看。")
    note(case, actor, "document_opened", f"查看{document.get_kind_display()}", document=document.pk)
    return document
