"""The records of a case as JSON for its archive package: who did what, which dates follow from what, what was said.

Numbers of identity papers and contacts stay masked; everything else is given in full, so that the file can be read
and reckoned again without this system.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from letters.dossier_papers import persons
from requests_app.models import AuditEntry, Delivery, DisclosureRequest, SearchRecord
from requests_app.selectors.clock import case_history, derivation_of
from requests_app.selectors.submissions import rounds_of

_CASE = (
    *("number", "state", "provenance", "channel", "arrived_on", "received_on", "submitted_at", "mail_number"),
    *("receipt_proof", "registered_on", "form", "way", "purpose", "note", "regime", "policies", "due_on"),
    *("replied_on", "closed_on", "late_reason", "late_by", "late_unit", "principal_outcome", "version"),
)
_ITEM = ("ordinal", "text", "outcome", "citations", "reason", "facts")
_EVENT = ("type", "on", "data", "recorded_at", "revoked_at", "revoke_reason")
_SUBMISSION = (
    *("round", "letter_kind", "content", "content_hash", "verdicts", "track", "track_version", "steps"),
    *("state", "submitted_at", "closed_at"),
)
_APPROVAL = ("step", "role", "verdict", "reason", "content_hash", "decided_at")
_LETTER = (
    *("kind", "number", "issued_on", "state", "context", "template_version", "content_hash", "legality"),
    "withdrawn_reason",
)
_DELIVERY = (
    *("way", "state", "sent_on", "served_on", "counts_on", "tracking_number", "recipient", "relation"),
    *("place", "witness", "note"),
)
_EXTENSION = (*("working_days", "reason", "state", "asked_at", "decided_on", "decision_note", "notified_on"),)
_FEE = (
    *("state", "schedule", "before", "earlier", "count", "amount", "explanation", "decided_on", "told_on"),
    *("paid_on", "refunded", "refunded_on", "refund_note"),
)
_PAYMENT = ("state", "amount", "paid_on", "receipt_number", "online", "rejected_because", "recorded_at")
_EXCESS = ("counts", "why", "found_on", "revoked_on", "revoke_reason")
_REASONS = (
    *("state", "what", "reply_by", "asked_on", "told_on", "over_on", "reasons", "received_on"),
    *("received_online", "judgement", "why", "judged_on"),
)
_DELAY = ("until", "why", "asked_on", "granted", "decided_on", "opinion", "notified_on")
_SEARCH = (
    *("searched_on", "searcher", "units", "systems", "paper_files", "keywords", "period", "found", "result"),
    "duty_to_make",
)
_TALK = ("kind", "counterpart", "person", "way", "on", "at", "said", "agreed", "file_id", "recorded_at")
_SUPERVISION = ("ordered_on", "words", "answer_by", "answer", "answered_on")
_PROPOSAL = (
    *("origin", "text", "ground", "words", "state", "created_on", "decided_on", "where", "published_on"),
    "reason",
)
_REMARK = ("action", "text", "at")
_AUDIT = (
    *("chain", "seq", "at", "actor_kind", "actor_label", "user_id", "acting_for", "role", "action"),
    *("message", "data", "prev_mac", "mac"),
)


def as_json(value: Any) -> bytes:
    """`value` as readable JSON, keys sorted, with a line break at the end."""
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def records(case: DisclosureRequest, today: date) -> dict[str, bytes]:
    """File name → JSON: the case, its clock, its handling, its letters, and its audit record so far.

    The entry of the archiving itself is not in it: it names the hash of this package.
    """
    derivation = derivation_of(case, today)
    clock = {
        "history": case_history(case, today),
        "events": [_fields(event, _EVENT) for event in case.clock_events.order_by("on", "pk")],
        "derivation": derivation.as_json() if derivation else None,
    }
    audit = AuditEntry.objects.filter(request_id=case.pk).order_by("seq")
    parts: Mapping[str, Any] = {
        "case": _case(case),
        "clock": clock,
        "handling": _handling(case),
        "letters": [_letter(letter) for letter in case.letters.select_related("document")],
        "audit": [_fields(entry, _AUDIT) for entry in audit],
    }
    return {f"records/{name}.json": as_json(value) for name, value in parts.items()}


def _fields(row: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _case(case: DisclosureRequest) -> dict[str, Any]:
    return {
        **_fields(case, _CASE),
        "agency": {"code": case.agency.code, "name": case.agency.name} if case.agency else None,
        "unit": case.unit.name if case.unit else None,
        "handler": case.handler.name if case.handler else None,
        "applicants": persons(case),
        "items": [_fields(item, _ITEM) for item in case.items.all()],
    }


def _handling(case: DisclosureRequest) -> dict[str, Any]:
    searches = SearchRecord.objects.filter(item__request=case).select_related("item")
    return {
        "searches": [{"item": row.item.ordinal, **_fields(row, _SEARCH)} for row in searches],
        "extensions": [_fields(row, _EXTENSION) for row in case.extensions.all()],
        "contact_notes": [_fields(row, _TALK) for row in case.contact_notes.all()],
        "supervision": [
            {"by": row.agency.name, **_fields(row, _SUPERVISION)}
            for row in case.supervision_orders.select_related("agency")
        ],
        "fees": [
            {**_fields(row, _FEE), "payments": [_fields(one, _PAYMENT) for one in row.payments.all()]}
            for row in case.fees.all()
        ],
        "excess_findings": [_fields(row, _EXCESS) for row in case.excess_findings.all()],
        "reasons_requests": [
            {**_fields(row, _REASONS), "delays": [_fields(one, _DELAY) for one in row.delays.all()]}
            for row in case.reasons_requests.all()
        ],
        "publication_proposals": [
            _fields(row, _PROPOSAL) for row in case.publication_proposals.order_by("pk")
        ],
        "remarks": [{"key": row.pk, **_fields(row, _REMARK)} for row in case.remarks.all()],
        "drafts": [
            {"version": row.version, "saved_by": row.saved_by.name, "saved_at": row.saved_at, **row.fields}
            for row in case.drafts.select_related("saved_by")
        ],
        "submissions": [
            {
                **_fields(row, _SUBMISSION),
                "submitted_by": row.submitted_by.name,
                "approvals": [
                    {**_fields(approval, _APPROVAL), "user": approval.user.name}
                    for approval in row.approvals.select_related("user")
                ],
            }
            for row in rounds_of(case).select_related("submitted_by")
        ],
    }


def _letter(letter: Any) -> dict[str, Any]:
    deliveries = Delivery.objects.filter(letter=letter)
    return {
        **_fields(letter, _LETTER),
        "sha256": letter.document.sha256 if letter.document else None,
        "deliveries": [_fields(delivery, _DELIVERY) for delivery in deliveries],
    }
