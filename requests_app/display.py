"""How a visitor wants pages shown: theme, large type, high contrast, keyboard shortcuts on or off.

The wish is kept in one cookie of fixed words, so it holds without an account, without JavaScript, and carries
nothing about the person. The switches are plain links to the view `display`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

COOKIE = "display"
COOKIE_AGE = 365 * 24 * 3600  # seconds

# parameter of the link → {value: (field of Display, its new value)}
SWITCHES: dict[str, dict[str, tuple[str, bool]]] = {
    "theme": {"red": ("red", True), "blue": ("red", False)},
    "size": {"large": ("large", True), "normal": ("large", False)},
    "contrast": {"high": ("contrast", True), "normal": ("contrast", False)},
    "keys": {"off": ("keys_off", True), "on": ("keys_off", False)},
}


@dataclass(frozen=True)
class Display:
    """A visitor's wishes. Default: 政务蓝, normal size, normal contrast, shortcuts on."""

    red: bool = False
    large: bool = False
    contrast: bool = False
    keys_off: bool = False

    @property
    def classes(self) -> str:
        """The classes of the root element."""
        chosen = ["theme-red" if self.red else "theme-blue"]
        chosen += ["is-large"] if self.large else []
        chosen += ["is-contrast"] if self.contrast else []
        return " ".join(chosen)

    def as_cookie(self) -> str:
        """The words that are switched on, joined by dots."""
        return ".".join(name for name in ("red", "large", "contrast", "keys_off") if getattr(self, name))


def read_display(request: HttpRequest) -> Display:
    """The wishes in the cookie; words nobody knows are ignored."""
    words = request.COOKIES.get(COOKIE, "").split(".")
    return Display("red" in words, "large" in words, "contrast" in words, "keys_off" in words)


@require_GET
def display_preference(request: HttpRequest) -> HttpResponse:
    """Store the wishes named in the query and go back to `next` (own pages only, else the entry page)."""
    chosen = read_display(request)
    for parameter, values in SWITCHES.items():
        found = values.get(request.GET.get(parameter, ""))
        if found:
            chosen = replace(chosen, **{found[0]: found[1]})
    response = HttpResponseRedirect(_safe_next(request))
    response.set_cookie(
        COOKIE,
        chosen.as_cookie(),
        max_age=COOKIE_AGE,
        path=get_script_prefix(),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _safe_next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return get_script_prefix()


def switch_url(request: HttpRequest, parameter: str, value: str) -> str:
    """The address of a switch that comes back to this page; a page made by POST comes back by its path."""
    here = request.get_full_path() if request.method == "GET" else request.path
    return f"{reverse('display')}?{urlencode({parameter: value, 'next': here})}"


def display(request: HttpRequest) -> dict[str, object]:
    """Context processor: `display` (the wishes), `display_links` (the addresses of the opposite wishes)."""
    now = read_display(request)
    return {
        "display": now,
        "display_links": {
            "theme": switch_url(request, "theme", "blue" if now.red else "red"),
            "size": switch_url(request, "size", "normal" if now.large else "large"),
            "contrast": switch_url(request, "contrast", "normal" if now.contrast else "high"),
            "keys": switch_url(request, "keys", "on" if now.keys_off else "off"),
        },
    }
