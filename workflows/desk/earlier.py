"""Earlier applications for the same information: what registration, the case page and drafting show of them."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from requests_app.actors import Member
from requests_app.models import DisclosureRequest
from requests_app.rules.states import CLOCK_STOPPED, RequestState
from requests_app.selectors.repeats import (
    Earlier,
    Found,
    asking_as_entered,
    asking_of,
    earlier_requests,
)
from requests_app.typed_numbers import whole_number
from workflows.desk.case_view import CaseView
from workflows.desk.forms.registration import MOST, ReceiptForm

SEEN = "seen_earlier"
"""Field of the registration form: the hits that were on the screen."""


def of_case(view: CaseView) -> Found:
    """The earlier applications of a case that is still to be answered; nothing once it is."""
    return of_request(view.actor, view.case)


def of_request(actor: Member, case: DisclosureRequest) -> Found:
    """The same of any request, as of one that is joined to the case."""
    if RequestState(case.state) in CLOCK_STOPPED:
        return Found()
    return earlier_requests(actor, asking_of(case))


def as_entered(member: Member, data: QueryDict) -> Found:
    """The earlier applications of what is being typed at the desk, finished or not."""
    receipt = ReceiptForm(data)
    receipt.full_clean()
    entered = receipt.cleaned_data
    texts = _rows(data, "items", "text")
    names, numbers = (_rows(data, "applicants", field) for field in ("name", "identity_number"))
    received = entered.get("confirmed_on") or entered.get("arrived_on")
    people = zip(names, numbers, strict=True)
    return earlier_requests(member, asking_as_entered(member.agency.pk, texts, people, received))


def unseen(found: Found, data: QueryDict) -> bool:
    """Whether the same applicant's earlier applications hold one that was not on the screen."""
    seen = set(data.get(SEEN, "").split())
    return any(one.key not in seen for one in found.own)


def hint(found: Found) -> dict[str, Any]:
    """What the template `desk/earlier.html` shows."""
    return {"earlier": found, "seen_earlier": " ".join(one.key for one in found.own)}


def taken_over(data: QueryDict, ordinal: int, first: Earlier) -> QueryDict:
    """The reply form as sent, with the item answered as repeated and the facts of the first reply filled in."""
    assert first.letter is not None
    assert first.served is not None
    assert first.served.served_on is not None
    filled, prefix = data.copy(), f"item{ordinal}"
    filled[f"{prefix}-outcome"] = "repeated"
    filled[f"{prefix}-first_number"] = first.letter.number
    filled[f"{prefix}-first_date"] = first.letter.issued_on.isoformat()
    filled[f"{prefix}-first_served"] = first.served.served_on.isoformat()
    return filled


def _rows(data: QueryDict, prefix: str, field: str) -> list[str]:
    total = min(whole_number(data.get(f"{prefix}-TOTAL_FORMS", "")) or 1, MOST)
    return [data.get(f"{prefix}-{row}-{field}", "") for row in range(total)]
