"""The public pages: made from the agency's row, usable without a script, safe to show."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.models import Agency
from tests.people import Office, office, other_office
from tests.web.portal_visitor import PERSON, Visitor, words

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/guide/",
    "/guide/QX0101/",
    "/forms/",
    "/forms/person/",
    "/forms/organisation/",
    "/forms/authorisation/",
    "/apply/",
    "/status/",
]


@pytest.fixture
def desk() -> Office:
    return office()


@pytest.mark.parametrize("url", PUBLIC)
def test_every_page_has_its_frame_and_keeps_the_policy(desk: Office, url: str) -> None:
    response = Client().get(url)
    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="zh-Hans"' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert 'href="#main"' in page
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("url", PUBLIC)
def test_a_public_page_leads_only_to_pages_that_exist(desk: Office, url: str) -> None:
    page = Client().get(url).content.decode()
    for address in set(re.findall(r'<a[^>]*href="(/[^"#]*)', page)):
        assert Client().get(address).status_code in (200, 302), address


def test_the_pages_of_a_visit_keep_the_policy_and_have_no_identifier_twice(desk: Office) -> None:
    visitor = Visitor().begin()
    pages = [
        visitor.press("check", {"kind": "organisation", "item_count": "2"}),
        visitor.press("check", PERSON),
        visitor.send(),
        visitor.client.get("/status/case/"),
        visitor.client.get("/status/withdraw/"),
    ]
    for response in pages:
        page = response.content.decode()
        assert len(re.findall(r"<h1\b", page)) == 1
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)
        identifiers = re.findall(r'\sid="([^"]+)"', page)
        assert len(identifiers) == len(set(identifiers))
        for target in re.findall(r'href="#([^"]+)"', page):
            assert target in identifiers


def test_the_guide_is_made_from_the_agencys_row(desk: Office) -> None:
    Agency.objects.filter(pk=desk.agency.pk).update(
        address="新址路9号",
        phone="0000-5559999",
        fax="",
        accepts_web=False,
        settings={"guide_verified_on": "2026年10月12日"},
    )
    page = words(Client().get("/guide/QX0101/"))
    assert "新址路9号" in page
    assert "0000-5559999" in page
    assert "最近核验 2026年10月12日" in page
    assert "传真申请" not in page
    assert "向这个机关申请" not in page
    assert desk.agency.reconsideration_body in page
    assert desk.agency.court in page


def test_an_agency_out_of_use_has_no_guide(desk: Office) -> None:
    Agency.objects.filter(pk=desk.agency.pk).update(is_active=False)
    assert Client().get("/guide/QX0101/").status_code == 404
    assert "清溪市规划和自然资源局" not in words(Client().get("/guide/"))


def test_agencies_are_found_by_a_part_of_the_name(desk: Office) -> None:
    other_office()
    page = words(Client().get("/guide/", {"q": "住房"}))
    assert "清溪市住房和城乡建设局" in page
    assert "清溪市规划和自然资源局" not in page
    assert "没有名称含“火星”的机关" in words(Client().get("/guide/", {"q": "火星"}))


def test_the_guide_leads_to_a_form_for_its_agency(desk: Office) -> None:
    other_office()
    page = Client().get("/apply/", {"agency": "QX0101"}).content.decode()
    assert 'value="清溪市规划和自然资源局"' in re.sub(r"<option[^>]*>", "", page)


@pytest.mark.parametrize("url", ["/forms/unknown/", "/guide/NONE/"])
def test_what_does_not_exist_is_not_found(desk: Office, url: str) -> None:
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("url", ["/", "/guide/", "/apply/"])
def test_pages_cost_the_same_with_many_agencies(desk: Office, url: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(url).status_code == 200
        return len(queries)

    other_office()
    before = cost()
    model = desk.agency
    for number in range(5):
        model.pk, model.code, model.name = None, f"ZZ{number}", f"某某{number}局"
        model._state.adding = True
        model.save()
    assert cost() == before


def test_a_page_needs_no_agency_at_all() -> None:
    assert Client().get("/").status_code == 200
    assert Client().get("/apply/").status_code == 200
