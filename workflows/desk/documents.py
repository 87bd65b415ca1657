"""Opening a stored file."""

from __future__ import annotations

from pathlib import PurePath

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from requests_app.errors import AccessRefused
from requests_app.models import Document
from requests_app.selectors.documents import TRACED, get_document, read_content
from workflows.desk.base import DeskView
from workflows.perform import perform


def file_name(document: Document) -> str:
    """The name under which a file is saved: its title with the ending of its kind."""
    suffix = PurePath(document.file.name or "").suffix
    return document.title if document.title.endswith(suffix) else f"{document.title}{suffix}"


class Download(DeskView):
    """One file, as a download: checked against its hash, never shown by the browser, never kept. Who opens a proof
    of identity is recorded."""

    def get(self, request: HttpRequest, document_id: int) -> HttpResponse:
        """The bytes. Raises `AccessRefused` for a foreign file, `DamagedFile` when the hash does not fit."""
        document = self._find(document_id)
        if document.kind in TRACED:
            perform(self.user, document.request, "open_traced", document_id=document.pk)
        response = HttpResponse(read_content(document), content_type=document.media_type)
        response.headers["Content-Disposition"] = content_disposition_header(True, file_name(document)) or ""
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _find(self, document_id: int) -> Document:
        """The file as the person may read it here or, of what lies with the platform, as its dispatcher."""
        dispatcher = self.as_dispatcher()
        try:
            return get_document(self.actor, document_id)
        except AccessRefused:
            if dispatcher is None:
                raise
            return get_document(dispatcher, document_id)
