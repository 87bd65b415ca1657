"""A page of the register (台账) on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from letters.compose import agency_facts
from letters.context import parse_context
from requests_app.models import Agency
from requests_app.selectors.register import RegisterRow


def register_page(
    agency: Agency, rows: Sequence[RegisterRow], first: date, last: date, printed_on: date
) -> bytes:
    """The applications received from `first` to `last` as a PDF to print."""
    from letters.render import render_pdf  # WeasyPrint is heavy: loaded when needed

    facts = {
        "first": first,
        "last": last,
        "printed_on": printed_on,
        "rows": [{key: value for key, value in vars(row).items() if value} for row in rows],
    }
    context = parse_context("register_page", {"agency": agency_facts(agency), "facts": facts})
    return render_pdf("register_page", context).pdf
