"""The mail of the day: what somebody is reminded of, in numbers and days. No name of an applicant leaves the house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from requests_app.actors import memberships_of
from requests_app.models import User
from requests_app.notifications import handler
from requests_app.selectors.notices import Reminder, digest_of
from requests_app.services.warnings import DIGEST


@handler(DIGEST)
def send_digest(payload: Mapping[str, Any]) -> None:
    """Send one person what was noticed on the day `on` and is still open and unread; nothing when that is nothing.

    Delivered at least once: after a crash in between the same mail may come twice.
    """
    user, on = User.objects.get(pk=payload["user"]), date.fromisoformat(payload["on"])
    reminders = _of_all_agencies(user, on)
    if not user.email or not user.is_active or not reminders:
        return
    late = sum(reminder.remaining < 0 for reminder in reminders)
    text = render_to_string("notifications/digest.txt", {"on": on, "reminders": reminders, "late": late})
    subject = f"依申请公开：{len(reminders)} 项提醒" + (f"，其中 {late} 项已超期" if late else "")
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])


def _of_all_agencies(user: User, on: date) -> list[Reminder]:
    """One person may work for several agencies; each notice once."""
    seats = {member.agency.pk: member for member in memberships_of(user)}
    return [reminder for member in seats.values() for reminder in digest_of(member, on)]
