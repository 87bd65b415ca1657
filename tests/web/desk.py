"""A browser without JavaScript at the desk: signs in, reads a page, sends its form back as the page wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from requests_app.actors import Member


class _Fields(HTMLParser):
    """What a browser would send of one form, the fields that belong to it by `form=` included; no buttons."""

    def __init__(self, ident: str) -> None:
        super().__init__()
        self.ident = ident
        self.inside = False
        self.values: dict[str, Any] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = given.get("method") == "post" and (not self.ident or given.get("id") == self.ident)
        if tag == "option" and self._select and ("selected" in given or self._select not in self.values):
            self.values[self._select] = given.get("value", "")
        name = given.get("name", "")
        if not name or not (self.inside or given.get("form") == (self.ident or "-")):
            return
        if tag == "input":
            self._take(name, given)
        self._select = name if tag == "select" else self._select
        if tag == "textarea":
            self._area = name
            self.values[name] = ""

    def _take(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        value = given.get("value", "on" if kind == "checkbox" else "")
        self.values[name] = [*self.values.get(name, []), value] if kind == "checkbox" else value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data.removeprefix("\n")


def fields_of(page: HttpResponse, ident: str = "") -> dict[str, Any]:
    """The values of the forms of a page (of the one with this id)."""
    parser = _Fields(ident)
    parser.feed(page.content.decode())
    return parser.values


@dataclass
class Desk:
    """One person's browser."""

    client: Client

    @classmethod
    def of(cls, member: Member) -> Desk:
        client = Client()
        client.force_login(member.user)
        return cls(client)

    def see(self, address: str) -> HttpResponse:
        return self.client.get(address)

    def send(self, address: str, action: str, ident: str = "", **changes: Any) -> HttpResponse:
        """Open a page, change some fields, press the button `action`."""
        data = fields_of(self.see(address), ident) | changes | {"action": action}
        return self.client.post(address, data)
