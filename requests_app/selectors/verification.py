"""What anybody may learn of an issued paper who holds its code or the very file: that it is genuine and stands.

Nothing of the applicant or the content: number, date, agency, hash, signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from requests_app.models import (
    DeliveryState,
    DocumentKind,
    Letter,
    LetterState,
    RecordCorrection,
    RemedyCase,
)
from requests_app.rules.states import RequestState


@dataclass(frozen=True)
class IssuedPaper:
    """One issued paper. `sha256` is "" while its PDF is being made; `signature` as `Sealed.signature`.

    One that was taken back says when (as far as that was noted) and by which paper it was replaced, once that was
    served. `annulled`: the agency was ordered to reply anew; `partly`: of several requests that it answers, it no
    longer stands for all.
    """

    code: str
    number: str
    issued_on: date
    agency: str
    sha256: str
    signature: Mapping[str, Any]
    withdrawn: bool = False
    withdrawn_on: date | None = None
    replaced_by: str = ""
    annulled: bool = False
    partly: bool = False


def paper_by_code(code: str) -> IssuedPaper | None:
    """The paper that bears this code (as stored: capitals, no hyphens); None where none does."""
    letter = _letters().filter(verification_code=code).first()
    if letter is not None:
        return _of_letter(letter)
    correction = _corrections().filter(verification_code=code).first()
    return _of_correction(correction) if correction is not None else None


def paper_by_hash(sha256: str) -> IssuedPaper | None:
    """The paper whose stored file has this hash; None where none has."""
    letter = _letters().filter(document__sha256=sha256).first()
    if letter is not None:
        return _of_letter(letter)
    made = {"files__kind": DocumentKind.LETTER, "files__sha256": sha256}
    correction = _corrections().filter(**made).first()
    return _of_correction(correction) if correction is not None else None


def _letters() -> QuerySet[Letter]:
    return Letter.objects.filter(copy_of=None).select_related("agency", "document", "request")


def _corrections() -> QuerySet[RecordCorrection]:
    return RecordCorrection.objects.select_related("agency").exclude(issued_on=None)


def _of_letter(letter: Letter) -> IssuedPaper:
    ended = [_is_over(one) for one in (letter, *letter.copies.select_related("request"))]
    withdrawn = all(ended)
    return IssuedPaper(
        code=letter.verification_code,
        number=letter.number,
        issued_on=letter.issued_on,
        agency=_agency_name(letter.context, letter.agency.name),
        sha256=letter.document.sha256 if letter.document is not None else "",
        signature=letter.signature,
        withdrawn=withdrawn,
        withdrawn_on=letter.withdrawn_on,
        replaced_by=_replacing(letter) if withdrawn else "",
        annulled=withdrawn and letter.state != LetterState.WITHDRAWN and _is_annulled(letter),
        partly=any(ended) and not withdrawn,
    )


def _is_over(letter: Letter) -> bool:
    """Taken back, on an entry made by mistake, or set aside by an order to reply anew."""
    voided = letter.request.state == RequestState.VOIDED
    return letter.state == LetterState.WITHDRAWN or voided or _is_annulled(letter)


def _is_annulled(letter: Letter) -> bool:
    return RemedyCase.objects.filter(letter=letter, reopened_on__isnull=False).exists()


def _replacing(letter: Letter) -> str:
    """The number of the next reply of the case, once it is served: nobody hears of it here before the applicant."""
    if letter.submission_id is None:
        return ""
    later = Letter.objects.filter(request=letter.request, submission__isnull=False, pk__gt=letter.pk)
    served = later.filter(deliveries__state=DeliveryState.SERVED).exclude(state=LetterState.WITHDRAWN)
    found = served.order_by("pk").first()
    return found.number if found is not None else ""


def _of_correction(correction: RecordCorrection) -> IssuedPaper:
    made = correction.files.filter(kind=DocumentKind.LETTER).first()
    assert correction.issued_on is not None
    return IssuedPaper(
        code=correction.verification_code or "",
        number=correction.letter_number or "",
        issued_on=correction.issued_on,
        agency=_agency_name(correction.context, correction.agency.name),
        sha256=made.sha256 if made is not None else "",
        signature=correction.signature,
    )


def _agency_name(context: Mapping[str, Any] | None, present: str) -> str:
    """As the paper names it, whatever the agency is called today."""
    named = (context or {}).get("agency") or {}
    return str(named.get("name") or present)
