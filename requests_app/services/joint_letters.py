"""A letter that answers several requests stands on the file of each: its copies, made and served with it (合并答复)."""

from __future__ import annotations

from typing import Any

from requests_app.actors import OFFICERS, Actor
from requests_app.models import DisclosureRequest, Document, DocumentKind, Letter, LetterState
from requests_app.services import joint
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.verification_codes import new_code


def put_on_each_file(case: DisclosureRequest, actor: Actor, letter: Letter) -> None:
    """The letter that the case has just issued answers the requests joined to it. Part of that act."""

    def move(one: DisclosureRequest) -> dict[str, Any]:
        one.issue_reply()
        for sent in _sent_along(letter):
            _copy_document(sent, one)
        return {"letter": _copy_letter(letter, one).pk}

    words = f"随 {case.number} 出具合并的答复书 {letter.number}"
    joint.follow(case, actor, move, "issued", words, number=letter.number)


def _copy_letter(letter: Letter, case: DisclosureRequest) -> Letter:
    return Letter.objects.create(
        request=case,
        copy_of=letter,
        agency=letter.agency,
        kind=letter.kind,
        number=letter.number,
        issued_on=letter.issued_on,
        context=letter.context,
        template_version=letter.template_version,
        content_hash=letter.content_hash,
        legality=letter.legality,
        submission=letter.submission,
        addressee=letter.addressee,
        verification_code=new_code(),
        seal=letter.seal,
        created_by=letter.created_by,
    )


def _sent_along(letter: Letter) -> list[Document]:
    """What is given to the applicant with the letter."""
    hashes = [row["sha256"] for row in letter.context.get("attachments", ())]
    together = (letter.request_id, *letter.request.joined.values_list("pk", flat=True))
    found = Document.objects.filter(request__in=together, kind=DocumentKind.RELEASED_COPY, sha256__in=hashes)
    return list({document.sha256: document for document in found}.values())


def _copy_document(document: Document, case: DisclosureRequest) -> Document:
    """The same file on another case; the one that is there already."""
    there = case.documents.filter(kind=document.kind, sha256=document.sha256).first()
    if there is not None:
        return there
    return Document.objects.create(
        request=case,
        kind=document.kind,
        title=document.title,
        file=document.file.name,
        media_type=document.media_type,
        size=document.size,
        pages=document.pages,
        sha256=document.sha256,
        visible_to_applicant=document.visible_to_applicant,
        created_by=document.created_by,
    )


def made(letter: Letter, actor: Actor) -> None:
    """The PDF of the letter was stored: the copies have it too. Part of that act."""
    for copy in letter.copies.order_by("pk"):
        _keep_copy(actor=actor, case_id=copy.request_id, copy=copy, original=letter)


@act("制作文书", by=By(system=True, roles=OFFICERS))
def _keep_copy(*, actor: Actor, case: DisclosureRequest, copy: Letter, original: Letter) -> None:
    assert original.document is not None
    copy.document = _copy_document(original.document, case)
    copy.signature = original.signature
    if copy.state == LetterState.NUMBERED:
        copy.state = LetterState.MADE
    copy.save(update_fields=["document", "signature", "state"])
    words = f"《{copy.document.title}》制作完成，{copy.document.pages} 页"
    note(case, actor, "letter_made", words, letter=copy.pk, sha256=copy.document.sha256)
