"""People in front of their browsers: what each can do on the screens, named as they would say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from requests_app.models import User
from tests.people import PASSWORD
from tests.services.stages import PDF

NUMBER = re.compile(r"^\d{4}-[A-Z]+-\d{5}$")


def scan(name: str) -> FilePayload:
    """A small PDF, as it comes from the scanner."""
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def saved(page: Page, link: Locator) -> Path:
    """The file behind a link, downloaded."""
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path())


@dataclass
class Clerk:
    """A member of the office, signed in."""

    page: Page
    name: str

    @classmethod
    def signing_in(cls, context: BrowserContext, login: str, name: str) -> Clerk:
        page = context.new_page()
        page.goto("/login/")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("收件箱")
        return cls(page, name)

    @classmethod
    def signed_in(cls, context: BrowserContext, address: str, user: User) -> Clerk:
        """Somebody who signed in before: the session comes with a cookie, the way of signing in is tried elsewhere."""
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])
        page = context.new_page()
        page.goto("/desk/")
        return cls(page, user.name)

    def inbox(self) -> Locator:
        """The rows of what this person has to do."""
        self.page.goto("/desk/")
        return self.page.locator("[data-row]")

    def open(self, number: str) -> None:
        """From the inbox to the page where the next thing is done."""
        self.inbox().get_by_role("link", name=number, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(number)
        action = self.page.locator(".idbar .act a")
        if action.count():
            action.click()

    def find(self, number: str) -> None:
        """The case, whatever its state and whoever's turn: by the search field."""
        search = self.page.get_by_role("searchbox")
        search.fill(number)
        with self.page.expect_navigation():
            search.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(number)

    def tab(self, label: str) -> None:
        """One of the tabs of the case."""
        self.page.locator(".subnav").get_by_role("link", name=label).click()

    def press(self, label: str) -> None:
        """The button whose words begin like this (its shortcut may follow)."""
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()

    def fill(self, **answers: str) -> None:
        """Fields by their labels."""
        for label, words in answers.items():
            self.page.get_by_label(label).first.fill(words)

    def reads(self, *words: str) -> None:
        """These words stand on the page."""
        for sentence in words:
            expect(self.page.locator("#main")).to_contain_text(sentence)

    def sees_step(self, step: str) -> None:
        """环节 in the identity bar."""
        facts = self.page.locator(".idbar .item").filter(has_text="环节")
        expect(facts.locator(".v")).to_have_text(step)

    # ---- the acts of the office ----

    def register_by_keyboard(self, name: str, item: str) -> str:
        """One screen, no mouse: part by part with Alt, field by field with Enter, sent with Ctrl+Enter."""
        page, keys = self.page, self.page.keyboard
        keys.press("n")
        expect(page.get_by_role("heading", level=1)).to_have_text("窗口登记")
        keys.press("Alt+2")
        keys.press("Enter")
        keys.type(name)
        keys.press("Enter")
        keys.press("Enter")
        for words in ("110101199003070011", "13800000142", "清溪市东湖区文昌路1号"):
            keys.type(words)
            keys.press("Enter")
        keys.press("Alt+3")
        keys.type(item)
        page.get_by_label("申请书").set_input_files(scan("申请书.pdf"))
        keys.press("Control+Enter")
        expect(page.get_by_role("heading", name="政府信息公开申请登记回执")).to_be_visible()
        return page.locator("h1").inner_text()

    def accept_for(self, number: str, handler: str) -> None:
        """审核受理."""
        self.open(number)
        self.page.get_by_label("承办人").select_option(label=handler)
        self.press("受理并分派")
        self.sees_step("办理中")

    def choose_outcome(self, label: str, item: int = 1) -> None:
        """Choose the outcome of an item; its fields come by themselves."""
        box = self.page.locator(f"#item-{item}")
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            box.get_by_label("答复情形").select_option(label=label)
        expect(self.page.locator(f"#item-{item} .locked").first).to_be_visible()

    def draft_public(self, number: str, path: str = "0043", delivery: str = "网上") -> None:
        """A complete reply, saved: already public."""
        self.open(number)
        self.choose_outcome("已主动公开")
        self.page.get_by_label("公开方式").fill("在清溪市人民政府门户网站公开")
        self.page.locator("[name=item1-route]").fill(f"网址为https://www.example.gov.cn/zwgk/{path}.html")
        self.page.get_by_label("送达方式").select_option(label=delivery)
        self.press("保存并预览")
        expect(self.page.locator("#preview img")).to_be_visible()

    def submit(self) -> None:
        """保存并送审."""
        self.press("保存并送审")
        self.reads("答复书已经送审")

    def agree(self, number: str, opinion: str = "") -> None:
        """Read the round that waits in the inbox, and agree."""
        self.open(number)
        if opinion:
            self.page.locator("[name=opinion]").fill(opinion)
        self.press("同意")
        self.reads(f"您已经同意 {number} 的答复书")

    def issue(self, number: str) -> str:
        """出具; the number of the letter."""
        self.open(number)
        self.press("出具，取文号")
        self.reads("已经出具")
        return self.page.locator("#letter-title").inner_text()

    def serve_online(self, number: str) -> None:
        """网上送达: the system shows the letter and records the moment."""
        self.open(number)
        self.page.get_by_role("link", name="网上送达").click()
        self.press("现在送达")
        self.reads("已在网上送达")

    def archive(self, number: str) -> Path:
        """归档; gives back the package as the archivist downloads it."""
        self.open(number)
        self.press("生成归档数据包并归档")
        self.reads("已归档")
        self.sees_step("已归档")
        return saved(self.page, self.page.get_by_role("link", name="下载归档数据包"))

    def record_service(self, number: str) -> None:
        """登记送达 with its proof."""
        self.open(number)
        self.page.get_by_role("link", name="登记当面或者其他方式送达").click()
        self.page.get_by_label("送达方式").select_option(label="当面")
        self.page.get_by_label("送达凭证").set_input_files(scan("送达回证.pdf"))
        self.press("登记送达")
        self.reads("已登记送达")


@dataclass(frozen=True)
class Slip:
    """What the applicant keeps: number, due date and query code as the receipt shows them."""

    number: str
    due: str
    code: str


@dataclass
class Applicant:
    """Somebody at home, without an account."""

    page: Page

    def press(self, label: str) -> None:
        """A button."""
        self.page.get_by_role("button", name=label, exact=True).click()

    def reads(self, *words: str) -> None:
        """These words stand on the page."""
        for sentence in words:
            expect(self.page.locator("#main")).to_contain_text(sentence)

    def apply(self, *items: str, name: str = "陈某某") -> Slip:
        """Fill in, check, send; the receipt."""
        page = self.page
        page.goto("/apply/")
        page.locator("#id_agency_name").fill("清溪市规划和自然资源局")
        page.locator("#id_name").fill(name)
        page.locator("#id_identity_kind").select_option("id_card")
        page.locator("#id_identity_number").fill("110101199003070011")
        page.locator("#id_email").fill("chen@mail.example")
        for ordinal, text in enumerate(items, start=1):
            if ordinal > 1:
                self.press("增加一项")
            page.locator(f"#id_item_{ordinal}").fill(text)
        for choice in ("wanted_form", "way"):
            page.locator(f"[name={choice}][value=email]").check()
        page.locator("[name=accepts_online_service]").check()
        self.press("下一步：核对")
        self.reads("还没有提交", *items)
        self.press("提交申请")
        expect(page.get_by_role("heading", level=1)).to_have_text("申请已经收到")
        return self._slip()

    def _slip(self) -> Slip:
        shown = self.page.locator(".keydates dd")
        return Slip(shown.nth(0).inner_text(), shown.nth(1).inner_text(), shown.nth(2).inner_text())

    def ask(self, slip: Slip) -> None:
        """申请查询 with number and code."""
        self.page.goto("/status/")
        self.page.get_by_label("受理编号").fill(slip.number)
        self.page.get_by_label("查询码").fill(slip.code)
        self.press("查询")

    def letter(self, title: str) -> Path:
        """A letter from the list, downloaded."""
        row = self.page.get_by_role("row").filter(has_text=title)
        return saved(self.page, row.get_by_role("link"))
