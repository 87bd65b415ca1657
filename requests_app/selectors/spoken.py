"""What people wrote with their acts, joined to the record for display: the record itself holds only keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from requests_app.actors import Actor
from requests_app.models import Approval, AuditEntry, Delivery, DisclosureRequest, Extension, Remark
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.documents import documents_of

# The key in the entry's data, by act, and what of the row is shown. Every other act keeps its words as a remark.
_ROWS: Mapping[str, str] = {
    "extension_asked": "asked",
    "extension_refused": "refused",
    "returned": "returned",
    "delivery_failed": "failed",
}
_KEYS = {"asked": "extension", "refused": "extension", "returned": "approval", "failed": "delivery"}
_DOCUMENT = "document"


class Spoken:
    """The words of a case, read once: reasons, opinions and titles of files the actor may open."""

    def __init__(self, actor: Actor, case: DisclosureRequest) -> None:
        own = visible_cases(actor).filter(pk=case.pk)
        extensions = list(Extension.objects.filter(request__in=own))
        self._words: dict[str, dict[int, str]] = {
            "asked": {row.pk: row.reason for row in extensions},
            "refused": {row.pk: row.decision_note for row in extensions},
            "returned": dict(
                Approval.objects.filter(submission__request__in=own).values_list("pk", "reason")
            ),
            "failed": dict(Delivery.objects.filter(letter__request__in=own).values_list("pk", "note")),
            "remark": dict(Remark.objects.filter(request__in=own).values_list("pk", "text")),
        }
        self._titles = {row.pk: row.title for row in documents_of(actor, case)}

    def sentence(self, entry: AuditEntry) -> str:
        """The entry's message with what belongs to it: “上传其他材料“会议纪要””, “作废：重复登记”."""
        title = self._titles.get(entry.data.get(_DOCUMENT, 0))
        if title is not None:
            return f"{entry.message}“{title}”"
        words = self._said(entry.action, entry.data)
        return f"{entry.message}：{words}" if words else str(entry.message)

    def _said(self, action: str, data: Mapping[str, Any]) -> str:
        place = _ROWS.get(action, "remark")
        return self._words[place].get(data.get(_KEYS.get(place, place), 0), "")
