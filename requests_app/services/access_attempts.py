"""Opening a case by number and query code, verifying a letter, and the limits on what one address may try."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt as WrongPassword
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from requests_app.actors import Applicant, ThirdParty
from requests_app.crypto.search_keys import fingerprint
from requests_app.errors import AccessRefused
from requests_app.models import AccessAttempt
from requests_app.selectors.cases import applicant_by_code
from requests_app.selectors.consultations import third_party_by_code
from requests_app.selectors.verification import IssuedPaper, paper_by_code

WINDOW = timedelta(hours=1)
WRONG_CODES = 10
"""Wrong codes within the window, for one number from one address."""
NEW_APPLICATIONS = 30
"""Applications begun within the window from one address; an office or a library shares one."""
UNKNOWN_PAPERS = 30
"""Verification codes that no paper bears, within the window from one address."""
FILE_CHECKS = 30
"""Files compared within the window from one address: each costs a process of its own."""

TOO_MANY_CODES = "一小时内输入错误的次数太多。请一小时后再试，或者打电话向受理机构查询。"
TOO_MANY_APPLICATIONS = "这个网络地址一小时内填写的申请太多。请稍后再试；急需提交的，可以当面或者邮寄提交。"
TOO_MANY_CHECKS = "这个网络地址一小时内核验的次数太多。请一小时后再试，或者打电话向发文机关核实。"


def open_by_code(*, address: str, number: str, code: str) -> Applicant:
    """The applicant who holds this number and code. `address`: where the try comes from.

    A wrong number and a wrong code are refused alike. After `WRONG_CODES` wrong ones every further try within
    the window is refused, the right one too. Raises `AccessRefused`.
    """
    # Written before the code is looked at: tries that come at the same time are all counted.
    attempt = _count(fingerprint(f"{address} {number}", "status"))
    if _tries(attempt) > WRONG_CODES:
        attempt.delete()
        raise AccessRefused("too_many_tries", TOO_MANY_CODES)
    applicant = applicant_by_code(number, code)
    attempt.delete()
    return applicant


def open_slip_by_code(*, address: str, number: str, code: str) -> ThirdParty:
    """The third party that holds this inquiry's number and answer code; limits as `open_by_code`, counted apart.

    Raises `AccessRefused`.
    """
    attempt = _count(fingerprint(f"{address} {number}", "opinion"))
    if _tries(attempt) > WRONG_CODES:
        attempt.delete()
        raise AccessRefused("too_many_tries", TOO_MANY_CODES)
    third_party = third_party_by_code(number, code)
    attempt.delete()
    return third_party


def count_application(*, address: str) -> None:
    """Count an application that is begun. Raises `AccessRefused` when there are too many from this address."""
    attempt = _count(fingerprint(address, "application"))
    if _tries(attempt) > NEW_APPLICATIONS:
        attempt.delete()
        raise AccessRefused("too_many_applications", TOO_MANY_APPLICATIONS)


def issued_paper_by_code(*, address: str, code: str) -> IssuedPaper | None:
    """The issued paper that bears this code. Only codes that no paper bears are counted.

    Raises `AccessRefused` after `UNKNOWN_PAPERS` of them, for the right code too.
    """
    key = fingerprint(address, "verify")
    since = timezone.now() - WINDOW
    if AccessAttempt.objects.filter(key=key, at__gte=since).count() >= UNKNOWN_PAPERS:
        raise AccessRefused("too_many_tries", TOO_MANY_CHECKS)
    found = paper_by_code(code)
    if found is None:
        _count(key)
    return found


def count_file_check(*, address: str) -> None:
    """Count a file that is compared. Raises `AccessRefused` when there are too many from this address."""
    attempt = _count(fingerprint(address, "verify file"))
    if _tries(attempt) > FILE_CHECKS:
        attempt.delete()
        raise AccessRefused("too_many_tries", TOO_MANY_CHECKS)


def discard_stale() -> int:
    """Forget tries that no longer count, wrong passwords after their cool-off, and sessions that are over.

    Returns how many rows went.
    """
    now = timezone.now()
    stale = (
        AccessAttempt.objects.filter(at__lt=now - WINDOW),
        WrongPassword.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME),
        Session.objects.filter(expire_date__lt=now),
    )
    # Asked first: a sweep that finds nothing takes no write lock.
    return sum(rows.delete()[0] for rows in stale if rows.exists())


def _count(key: str) -> AccessAttempt:
    now = timezone.now()
    AccessAttempt.objects.filter(at__lt=now - WINDOW).delete()
    return AccessAttempt.objects.create(key=key, at=now)


def _tries(attempt: AccessAttempt) -> int:
    """How many tries of this kind lie within the window, this one included."""
    return AccessAttempt.objects.filter(key=attempt.key, at__gte=attempt.at - WINDOW).count()
