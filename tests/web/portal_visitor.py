"""An applicant in front of the portal: fills in, sends, asks. Speaks to the pages only."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from tests import uploads

PERSON: dict[str, str] = {
    "kind": "natural_person",
    "agency_name": "清溪市规划和自然资源局",
    "name": "陈某某",
    "identity_kind": "id_card",
    "identity_number": "110101199003070011",
    "phone": "13800000142",
    "email": "chen@mail.example",
    "address": "清溪市东湖区柳荫巷6号",
    "item_count": "1",
    "item_1": "东湖片区控制性详细规划及其批复",
    "wanted_form": "email",
    "way": "email",
    "accepts_other_form": "on",
}
ORGANISATION: dict[str, str] = {
    **PERSON,
    "kind": "organisation",
    "name": "清溪市某某置业有限公司",
    "identity_kind": "credit_code",
    "identity_number": "91350100M000100Y43",
    "organisation_kind": "commercial_enterprise",
    "legal_representative": "钱某某",
    "contact_person": "孙某某",
}
PNG = uploads.picture()


def words(response: HttpResponse) -> str:
    """The page as it is read: no markup, single spaces."""
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def picture(name: str = "身份证.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


class Visitor:
    """One browser session."""

    def __init__(self, address: str = "203.0.113.5") -> None:
        self.client = Client(REMOTE_ADDR=address)
        self.form_url = self.click = ""

    def begin(self) -> Visitor:
        page = self.client.get("/apply/").content.decode()
        found = re.search(r'action="(/apply/[0-9a-f-]{36}/)"', page)
        assert found is not None
        self.form_url = found[1]
        return self

    def press(self, action: str, answers: dict[str, Any]) -> HttpResponse:
        response = self.client.post(self.form_url, {**answers, "action": action}, follow=True)
        found = re.search(r'name="click" value="([^"]+)"', response.content.decode())
        self.click = found[1] if found else self.click
        return response

    def send(self) -> HttpResponse:
        return self.client.post(f"{self.form_url}check/", {"click": self.click}, follow=True)

    def apply(self, **changes: Any) -> tuple[str, str]:
        """Number and query code of an application with these answers."""
        self.begin().press("check", {**PERSON, **changes})
        return receipt_of(self.send())

    def ask(self, number: str, code: str) -> HttpResponse:
        return self.client.post("/status/", {"number": number, "code": code}, follow=True)


def receipt_of(response: HttpResponse) -> tuple[str, str]:
    """Number and query code as the receipt shows them."""
    page = response.content.decode()
    number, code = re.search(r"\d{4}-[A-Z]+-\d{5}", page), re.search(r'class="big code">([^<]+)<', page)
    assert number is not None, words(response)
    assert code is not None, words(response)
    return number[0], code[1]


def complaints(response: HttpResponse) -> list[str]:
    """The lines of the error summary."""
    summary = re.search(r'class="errsum".*?</div>', response.content.decode(), re.DOTALL)
    if summary is None:
        return []
    return [re.sub(r"<[^>]+>", "", line) for line in re.findall(r"<li>(.*?)</li>", summary[0])]
