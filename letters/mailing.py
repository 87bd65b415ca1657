"""Envelope and label of a posted letter: made for the printer, stored nowhere, because a full address is in it."""

from __future__ import annotations

from typing import Any

from letters.catalogue import letter_kind
from letters.compose import agency_facts
from letters.context import parse_context
from requests_app.models import Agency
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.services.mailing import MailAddress

MAIL_PAPERS = ("envelope", "waybill")
"""The kinds that carry an address."""


def mail_paper(kind: str, address: MailAddress, agency: Agency) -> bytes:
    """The PDF of this envelope or label. The envelope says nothing of what is in it."""
    from letters.render import render_pdf  # WeasyPrint is heavy: loaded when needed

    facts: dict[str, Any] = {
        "name": address.name,
        "person": "是" if address.is_person else None,
        "address": address.address,
        "postcode": address.postcode or None,
        "from_postcode": agency.postcode or None,
    }
    if kind == "waybill":
        document = address.letter.document
        facts |= {
            "phone": address.phone or None,
            "carrier": POSTAL_ENTERPRISE,
            "content": letter_kind(address.letter.kind).title,
            "content_number": address.letter.number or None,
            "pages": document.pages if document else None,
            "mail_number": address.mail_number or None,
        }
    context = parse_context(kind, {"agency": agency_facts(agency), "facts": facts})
    return render_pdf(kind, context).pdf
