"""文书样式: looked at as a real page before it is saved, refused with a sentence, for the administrator alone."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from letters.kinds import Format
from letters.seal import demo_seal
from requests_app.models import Agency, AgencySeal, AuditEntry
from requests_app.rules.roles import Role
from requests_app.seen import seen_mark
from requests_app.selectors.seals import REPLY_FORMAT, REPLY_FORMATS, reply_format
from requests_app.services.letter_style import style_of, style_shown
from tests.letters.pages import full_text
from tests.people import Office, office
from tests.services.test_letter_style import on_white, png
from tests.web.desk_client import at_desk, text_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/letter-style/"


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def admin(here: Office) -> Client:
    return at_desk(here.member(Role.AGENCY_ADMIN))


def seal(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("印章.png", content or demo_seal("清溪市规划局"), "image/png")


def sent(client: Client, agency: Agency, action: str = "save", **changed: Any) -> Any:
    now = {**asdict(style_of(agency)), "reply_format": "letter", "action": action}
    return client.post(PAGE, {**now, "seen": seen_mark(style_shown(agency)), **changed})


def test_a_page_in_the_new_dress_is_shown_and_nothing_saved(admin: Client, here: Office) -> None:
    changes = {
        "letterhead": "清溪市规划局",
        "letter_mark": "清规",
        "number_prefix": "GH",
        "phone": "0999-1",
    }
    answer = sent(admin, here.agency, "preview", seal=seal(), **changes)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("inline")
    text = full_text(answer.content)
    for words in ("清溪市规划局", "清规公开撤〔2026〕187号", "2026-GH-00187", "0999-1", "草稿"):
        assert words in text.replace("　", "")
    assert here.agency == Agency.objects.get(letterhead=here.agency.letterhead, phone=here.agency.phone)
    assert not AgencySeal.objects.exists()


def test_saving_it_shows_the_seal_and_is_recorded(admin: Client, here: Office) -> None:
    assert "须手工盖章" in text_of(admin.get(PAGE))
    answer = sent(admin, here.agency, seal=seal(), letterhead="清溪市规划局")
    assert answer.status_code == 302
    page = admin.get(PAGE).content.decode()
    assert ("data:image/png;base64," in page, 'value="清溪市规划局"' in page) == (True, True)
    assert "保持原样" in page
    assert AuditEntry.objects.filter(action="letters_dressed").count() == 1
    here.agency.refresh_from_db()
    assert sent(admin, here.agency, postcode="100000").status_code == 302
    assert AgencySeal.objects.count() == 1, "no file chosen: the present seal stays"


def test_replies_under_a_red_head(admin: Client, here: Office) -> None:
    shown = sent(admin, here.agency, "preview", reply_format="document")
    text = full_text(shown.content)
    assert (f"{here.agency.letterhead}文件" in text, "印发" in text) == (True, True)
    assert sent(admin, here.agency, reply_format="document").status_code == 302
    page = admin.get(PAGE).content.decode()
    (chosen,) = re.findall(r'<input type="radio"[^>]*checked[^>]*>', page)
    assert 'value="document"' in chosen
    here.agency.refresh_from_db()
    assert reply_format(here.agency) == "document"
    assert {REPLY_FORMAT} == AuditEntry.objects.get(action="letters_dressed").data["after"].keys()
    refused = sent(admin, here.agency, reply_format="scroll")
    assert (refused.status_code, "没有这一格式" in text_of(refused)) == (422, True)
    assert set(REPLY_FORMATS) == set(Format)


@pytest.mark.parametrize("action", ["preview", "save"])
def test_what_cannot_be_printed_gets_a_sentence_and_keeps_the_rest(
    admin: Client, here: Office, action: str
) -> None:
    wrong = sent(admin, here.agency, action, seal=seal(png(on_white())), office_hours="每天")
    assert (wrong.status_code, "背景不透明" in text_of(wrong)) == (422, True)
    assert 'value="每天"' in wrong.content.decode()
    for changes, words in (
        ({"letterhead": "清" * 37}, "最多 36 个字"),
        ({"letterhead": "清溪市😀局"}, "没有字体可以印制"),
        ({"phone": ""}, "请填写联系电话"),
        ({"letter_mark": "清〔资"}, "只能是汉字"),
    ):
        refused = sent(admin, here.agency, action, **changes)
        assert (refused.status_code, words in text_of(refused)) == (422, True), changes
    assert not AgencySeal.objects.exists()


def test_what_somebody_changed_meanwhile_is_not_overwritten(admin: Client, here: Office) -> None:
    old = seen_mark(style_shown(here.agency))
    assert f'name="seen" value="{old}"' in admin.get(PAGE).content.decode()
    assert sent(admin, here.agency, phone="0999-1").status_code == 302
    assert sent(admin, here.agency, phone="0999-1", seen=old).status_code == 302, "the same, sent twice"
    for seen in (old, ""):
        late = sent(admin, here.agency, office_hours="每天", seen=seen)
        assert (late.status_code, "别人更改了这里的设置" in text_of(late)) == (409, True)
        page = late.content.decode()
        assert ('value="每天"' in page, f'name="seen" value="{seen}"' in page) == (True, True)
    assert sent(admin, here.agency, phone="0999-1", reply_format="document", seen=old).status_code == 409
    now = Agency.objects.get(pk=here.agency.pk)
    assert (now.phone, now.office_hours) == ("0999-1", here.agency.office_hours)


def test_nobody_else_sees_it(here: Office) -> None:
    for member in (here.desk, here.head, here.legal):
        client = at_desk(member)
        assert (client.get(PAGE).status_code, sent(client, here.agency).status_code) == (403, 403)
    assert PAGE in at_desk(here.member(Role.AGENCY_ADMIN)).get("/desk/settings/").content.decode()
