"""Pages of a letter on the screen: pictures and PDF files that no cache may keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from letters.preview import draft_of, submitted_context, words_of
from requests_app.errors import InvalidInput
from requests_app.models import Submission
from requests_app.typed_numbers import whole_number
from workflows.desk.legality_rows import missing_words


def png_response(png: bytes) -> HttpResponse:
    """One page as a picture."""
    response = HttpResponse(png, content_type="image/png")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF as a download."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def inline_pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to be looked at in the browser."""
    response = pdf_response(pdf, name)
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or ""
    return response


def preview_of(
    request: HttpRequest, pages: int, *, page_url: Callable[[int], str], pdf_url: str, words: str
) -> dict[str, Any]:
    """What `components/page_preview.html` shows: the page asked for with `?page=`, its neighbours, the PDF."""
    page = min(max(whole_number(request.GET.get("page", "")) or 1, 1), pages)
    return {
        "image_url": page_url(page),
        "alt": f"{words}第{page}页",
        "page": page,
        "pages": pages,
        "previous_url": f"?page={page - 1}#preview" if page > 1 else "",
        "next_url": f"?page={page + 1}#preview" if page < pages else "",
        "preview_pdf": pdf_url,
    }


def submitted_pdf(submission: Submission, due_on: date | None) -> bytes:
    """A submitted letter on paper, from its frozen content, never from the case as it is now."""
    return draft_of(submitted_context(submission.content, due_on)).pdf


def submitted_pages(request: HttpRequest, submission: Submission, due_on: date | None) -> dict[str, Any]:
    """The preview of a submitted letter; `missing` says why an old content can no longer be printed."""
    try:
        pages = draft_of(submitted_context(submission.content, due_on)).pages
    except InvalidInput as refusal:
        return {"missing": missing_words(refusal)}
    return preview_of(
        request,
        pages,
        page_url=lambda page: reverse("desk:submission_page", args=[submission.pk, page]),
        pdf_url=reverse("desk:submission_pdf", args=[submission.pk]),
        words="送审的答复书",
    )


def submitted_words(submission: Submission, due_on: date | None) -> str:
    """The words of a submitted letter, "" where an old content can no longer be printed."""
    try:
        return words_of(submitted_context(submission.content, due_on))
    except InvalidInput:
        return ""
