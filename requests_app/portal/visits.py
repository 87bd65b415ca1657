"""What one browser session may see: the applications it began, and the one case it opened by its code.

Only keys and ids lie in the session, never an answer, a number or a code; nothing lies in the browser but the
session cookie.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from requests_app.actors import Applicant, System
from requests_app.errors import AccessRefused
from requests_app.selectors.cases import get_case

_APPLICATIONS, _CASE = "portal_applications", "portal_case"
_MOST_APPLICATIONS = 20
OPEN_FOR = timedelta(hours=1)


def begin_application(request: HttpRequest) -> uuid.UUID:
    """A new key that belongs to this session."""
    key = uuid.uuid4()
    request.session[_APPLICATIONS] = [*request.session.get(_APPLICATIONS, []), str(key)][-_MOST_APPLICATIONS:]
    return key


def own_applications(request: HttpRequest) -> list[uuid.UUID]:
    """The keys of this session."""
    return [uuid.UUID(key) for key in request.session.get(_APPLICATIONS, [])]


def open_case(request: HttpRequest, applicant: Applicant) -> None:
    """Let this session see the applicant's case, and only this one, for `OPEN_FOR`.

    The session key stays: the second click of an application that was sent twice still comes with it.
    """
    until = timezone.now() + OPEN_FOR
    request.session[_CASE] = {"case": applicant.request.pk, "until": until.timestamp()}


def close_case(request: HttpRequest) -> None:
    """The session sees no case any more."""
    request.session.pop(_CASE, None)


def opened(request: HttpRequest) -> Applicant | None:
    """The applicant whose case this session opened, None when there is none or its time is over."""
    kept = request.session.get(_CASE)
    if not kept or kept["until"] < timezone.now().timestamp():
        return None
    try:
        return Applicant(get_case(System("申请查询"), kept["case"]))
    except AccessRefused:
        return None
