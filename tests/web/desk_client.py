"""The desk in tests: signing in as one of the cast, sending a form with what every form on a case carries."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import DisclosureRequest
from tests.people import again


def at_desk(member: Member) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(member.user)
    return client


def send(client: Client, view: str, case: DisclosureRequest, *more: int, **fields: Any) -> HttpResponse:
    """Send a form on the case as it is now; `seen_version` may be given to be another."""
    data = {"seen_version": again(case).version, **fields}
    answer: HttpResponse = client.post(reverse(view, args=[case.pk, *more]), data)
    return answer


def text_of(answer: HttpResponse) -> str:
    """The page as text."""
    return answer.content.decode()


def registration_data(**changes: Any) -> dict[str, Any]:
    """The registration form as a clerk fills it in: one citizen, one item, at the counter today."""
    return {
        "once": "token-1",
        "channel": "counter",
        "arrived_on": dates.today().isoformat(),
        "form": "paper",
        "way": "pickup",
        "accepts_other_form": "on",
        "applicants-TOTAL_FORMS": "1",
        "applicants-INITIAL_FORMS": "0",
        "applicants-0-type": "natural_person",
        "applicants-0-name": "何某某",
        "applicants-0-identity_kind": "id_card",
        "applicants-0-identity_number": "11010519491231002X",
        "applicants-0-phone": "13800000142",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-text": "桂花里2号院2023年加装电梯项目的规划审批文件和公示记录",
        **changes,
    }
