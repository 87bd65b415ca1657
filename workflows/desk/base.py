"""What every page of the desk has in common: a signed-in person, refusals as pages, nothing kept in caches."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views import View

from requests_app import dates
from requests_app.actors import Member, choose_member
from requests_app.calendars import load_calendar
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, StaleForm, StateRefusal
from requests_app.models import User
from requests_app.rules.calendar_change import notice_missing
from requests_app.rules.roles import Role
from requests_app.selectors.calendars import SEES_THE_CALENDAR
from requests_app.selectors.documents import DamagedFile
from requests_app.selectors.inbox import open_cases
from requests_app.selectors.intake import waiting
from requests_app.selectors.notices import open_notices
from requests_app.selectors.publication import READERS, count_open
from requests_app.selectors.record_corrections import READERS as READERS_OF_CORRECTIONS
from requests_app.selectors.supervision import WATCHERS as SUPERVISION_WATCHERS
from requests_app.selectors.untaken import WATCHERS, count_untaken
from requests_app.services.registration import DESK
from requests_app.typed_numbers import whole_number
from workflows.desk.actor import Seat, seat_of, signed_in

NO_STORE = "no-store, private"
DAMAGED = "文件丢失，或者内容与存入时的校验值不符，不能打开。请联系系统管理员核查存储。"


def status_of(refusal: ApplicationError) -> int:
    """The HTTP status of a refusal: 404 unknown, 403 not allowed, 409 overtaken, 422 not acceptable."""
    if isinstance(refusal, AccessRefused):
        return 404 if refusal.code.startswith("unknown_") else 403
    return 409 if isinstance(refusal, StaleForm | StateRefusal) else 422


def words_of(refusal: ApplicationError) -> str:
    """The sentence of a refusal with what it rests on."""
    return f"{refusal.message}（依据：{refusal.basis}）" if refusal.basis else refusal.message


def put_refusal(form: BaseForm, refusal: ApplicationError) -> None:
    """Put a refusal into a validated form: at its fields where it names some, else above the form."""
    named = refusal.fields if isinstance(refusal, InvalidInput) else {}
    for name, words in named.items():
        form.add_error(name if name in form.fields else None, words)
    if not named:
        form.add_error(None, words_of(refusal))


def address(name: str, *args: Any) -> str:
    """The address of a view, or "" where this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def seen_version(request: HttpRequest) -> int:
    """The version of the case that was on the screen. Raises `StaleForm` for a form without it."""
    version = whole_number(request.POST.get("seen_version", ""))
    if version is None:
        raise StaleForm("stale_form", "表单不完整，请刷新页面后重新提交。")
    return version


class DeskView(View):
    """A page of the desk. `seat` and `actor` are set before the method runs; refusals become pages."""

    template_name = ""
    section = ""
    seat: Seat

    @property
    def actor(self) -> Member:
        """The capacity in which the person reads."""
        return self.seat.actor

    @property
    def user(self) -> User:
        """The person."""
        return signed_in(self.request)

    @property
    def may_register(self) -> bool:
        """Whether the person takes applications in for this agency."""
        return bool(self.seat.roles & DESK)

    def _calendar(self) -> dict[str, Any]:
        """For heads and administrators: the way to the calendars, and the year whose notice is missing."""
        if not self.seat.roles & set(SEES_THE_CALENDAR):
            return {}
        return {"sees_calendars": True, "calendar_missing": notice_missing(load_calendar(), dates.today())}

    def as_dispatcher(self) -> Member | None:
        """The person as a dispatcher of this agency's platform; None for everybody else."""
        if Role.DISPATCHER not in self.seat.roles:
            return None
        return choose_member(self.user, self.actor.agency.pk, (Role.DISPATCHER,))

    def _untaken(self) -> int | None:
        """How many wait to be taken up; None for who has nothing to do with it."""
        watches = bool(self.seat.roles & frozenset(WATCHERS))
        return count_untaken(self.actor) if watches else None

    def _proposals(self) -> int | None:
        """How many proposals to publish wait for the decision; None for who has nothing to do with them."""
        return count_open(self.actor) if self.seat.roles & frozenset(READERS) else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for a login, find the seat, run, and answer refusals with a page."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        response: HttpResponseBase
        try:
            self.seat = seat_of(request)
            self.prepare(*args, **kwargs)
            response = super().dispatch(request, *args, **kwargs)
        except ApplicationError as refusal:
            response = self.refused(words_of(refusal), status_of(refusal))
        except (DamagedFile, FileNotFoundError):
            response = self.refused(DAMAGED, 500)
        response.headers["Cache-Control"] = NO_STORE
        return response

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Read what the page is about. Raises `AccessRefused` for what the person may not see."""

    def refused(self, words: str, status: int) -> HttpResponse:
        """The page that says why not."""
        seated = hasattr(self, "seat")
        context = {"words": words, "actor": self.actor if seated else None, "has_errors": True}
        return render(self.request, "desk/refused.html", context, status=status)

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page itself with what the frame of the desk needs."""
        dispatcher = self.as_dispatcher()
        frame = {
            "actor": self.actor,
            "inbox_count": open_cases(self.actor).count(),
            "section": self.section,
            "may_register": self.may_register,
            "untaken_count": self._untaken(),
            "watches_over": bool(self.seat.roles & frozenset(SUPERVISION_WATCHERS)),
            **self._calendar(),
            "unrouted_count": waiting(dispatcher).count() if dispatcher else None,
            "proposals_count": self._proposals(),
            "sees_record_corrections": bool(self.seat.roles & READERS_OF_CORRECTIONS),
            "reminders_count": open_notices(self.actor).count(),
            "administers": Role.AGENCY_ADMIN in self.seat.roles,
            "capacity_url": reverse("desk:capacity") if len(self.seat.agencies) > 1 else "",
        }
        return render(self.request, self.template_name, {**frame, **context}, status=status)
