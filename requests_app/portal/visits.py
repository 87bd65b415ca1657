"""What one browser session may see: the applications it began, and the one case it opened by its code.

Only keys and ids lie in the session, never an answer, a number or a code; nothing lies in the browser but the
session cookie, and that one only until the browser is closed.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from requests_app.actors import Applicant, System
from requests_app.errors import AccessRefused
from requests_app.selectors.cases import get_case

_APPLICATIONS, _CASE = "portal_applications", "portal_case"
_MOST_APPLICATIONS = 20
_CLICK = "portal.click"
OPEN_FOR = timedelta(hours=1)
SECOND_CLICK_WITHIN = timedelta(minutes=1)
"""How long after an application was sent its own page may still be sent again from the session before."""


def begin_application(request: HttpRequest) -> uuid.UUID:
    """A new key that belongs to this session. A session that somebody planted before has no part in it."""
    key = uuid.uuid4()
    _renew(request)
    request.session[_APPLICATIONS] = [*request.session.get(_APPLICATIONS, []), str(key)][-_MOST_APPLICATIONS:]
    return key


def own_applications(request: HttpRequest) -> list[uuid.UUID]:
    """The keys of this session."""
    return [uuid.UUID(key) for key in request.session.get(_APPLICATIONS, [])]


def keep_alive(request: HttpRequest) -> None:
    """Count the life of this session from now: its draft was just worked on."""
    request.session.modified = True


def click_token(key: uuid.UUID) -> str:
    """What the page that sends an application carries, so that its second click is known by it."""
    return signing.dumps(str(key), salt=_CLICK)


def is_second_click(key: uuid.UUID, token: str, sent_at: datetime | None) -> bool:
    """Whether this is the same page sent twice: the first click renewed the session, the second one came with the
    old cookie. True only for `SECOND_CLICK_WITHIN` after the application was sent."""
    if sent_at is None or timezone.now() - sent_at > SECOND_CLICK_WITHIN:
        return False
    try:
        return bool(signing.loads(token, salt=_CLICK) == str(key))
    except signing.BadSignature:
        return False


def own(request: HttpRequest, key: uuid.UUID) -> None:
    """Let this session see the application with this key, which is not its own yet."""
    _renew(request)
    request.session[_APPLICATIONS] = [*request.session.get(_APPLICATIONS, []), str(key)]


def open_case(request: HttpRequest, applicant: Applicant) -> None:
    """Let this session see the applicant's case, and only this one, for `OPEN_FOR` or until the code is reissued.

    The session gets a new key: a cookie that somebody planted before opens nothing.
    """
    _renew(request)
    until = timezone.now() + OPEN_FOR
    found = {"case": applicant.request.pk, "until": until.timestamp(), "code": _mark(applicant)}
    request.session[_CASE] = found


def _renew(request: HttpRequest) -> None:
    request.session.cycle_key()
    # Somebody of the staff who looks at the portal keeps the session of the desk.
    if SIGNED_IN not in request.session:
        request.session.set_expiry(0)


def _mark(applicant: Applicant) -> str:
    return applicant.request.query_code_hash[:16]


def leave(request: HttpRequest) -> None:
    """Forget everything of the applicant in this session; a desk's sign-in stays."""
    if SIGNED_IN in request.session:
        for name in (_APPLICATIONS, _CASE):
            request.session.pop(name, None)
    else:
        request.session.flush()


def close_case(request: HttpRequest) -> None:
    """The session sees no case any more."""
    request.session.pop(_CASE, None)


def opened(request: HttpRequest) -> Applicant | None:
    """The applicant whose case this session opened, None when there is none or its time is over."""
    kept = request.session.get(_CASE)
    if not kept or kept["until"] < timezone.now().timestamp():
        return None
    try:
        applicant = Applicant(get_case(System("申请查询"), kept["case"]))
    except AccessRefused:
        return None
    return applicant if kept.get("code") == _mark(applicant) else None
