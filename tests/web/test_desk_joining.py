"""合并答复 at the desk: the candidates with their days, the links on all of them, the pages of the joined one."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from requests_app.models import DocumentKind
from tests.people import Office, natural_person, office, other_office
from tests.services.stages import PDF
from tests.web.desk import Desk
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.joint import in_handling

pytestmark = pytest.mark.django_db
LI = natural_person("李某某", "110101198001010015")


@pytest.fixture
def here() -> Office:
    return office()


def test_from_the_form_to_the_pages_of_both(here: Office) -> None:
    lead, other = in_handling(here, "控规图则").case, in_handling(here, "统计年鉴").case
    in_handling(here, "别人的申请", applicants=(LI,))
    shared = in_handling(here, "两个人的申请", applicants=(natural_person(), LI)).case
    desk = at_desk(here.handler)
    page = "desk:case"
    assert reverse("desk:join", args=[lead.pk]) in text_of(desk.get(reverse(page, args=[lead.pk])))
    form = text_of(desk.get(reverse("desk:join", args=[lead.pk])))
    assert "统计年鉴" in form
    assert f"{shared.number} 的申请人与本件不同" in form
    assert "别人的申请" not in form
    refused = send(desk, "desk:join", lead)
    assert (refused.status_code, "请至少选择一件申请" in text_of(refused)) == (422, True)
    ticked = {f"request_{other.pk}": "on"}
    assert send(desk, "desk:join", lead, **ticked).status_code == 302
    assert str(other.number) in text_of(desk.get(reverse(page, args=[lead.pk])))
    joined = text_of(desk.get(reverse(page, args=[other.pk])))
    assert f"答复书在 {lead.number} 中起草" in joined
    assert reverse("desk:reply", args=[lead.pk]) in joined
    # The one that carries the letter asks about every item; the joined one is only read.
    sheet = text_of(desk.get(reverse("desk:reply", args=[lead.pk])))
    assert 'id="item-2"' in sheet
    assert str(other.number) in sheet
    assert 'id="item-1"' not in text_of(desk.get(reverse("desk:reply", args=[other.pk])))
    refused = send(desk, "desk:reply", other, action="save", delivery="post")
    assert (refused.status_code, str(lead.number) in text_of(refused)) == (409, True)
    assert f"与 {lead.number} 合并答复" in text_of(desk.get(reverse("desk:inbox")))


def test_a_copy_is_uploaded_for_one_of_them(here: Office) -> None:
    lead, other = in_handling(here, "控规图则").case, in_handling(here, "统计年鉴").case
    desk = at_desk(here.handler)
    send(desk, "desk:join", lead, **{f"request_{other.pk}": "on"})
    page = Desk.of(here.handler)
    sheet = reverse("desk:reply", args=[lead.pk])

    def upload(whose: str) -> HttpResponse:
        new_copy = SimpleUploadedFile("年鉴.pdf", PDF)
        return page.send(sheet, "upload", "reply-form", new_copy=new_copy, new_for=whose)

    refused = upload("")
    assert (refused.status_code, "请选择上传的信息是哪一件申请的" in text_of(refused)) == (422, True)
    assert upload(str(other.pk)).status_code == 302
    copy = other.documents.get(kind=DocumentKind.RELEASED_COPY)
    assert lead.drafts.get().fields["attachments"] == [copy.pk]
    assert f"copy{copy.pk}" in text_of(page.see(sheet))
    send(desk, "desk:unjoin", other, reason="误并")
    assert f"copy{copy.pk}" not in text_of(page.see(sheet))
    assert f"copy{copy.pk}" in text_of(page.see(reverse("desk:reply", args=[other.pk])))


def test_out_again_and_another_agency(here: Office) -> None:
    lead, other = in_handling(here, "控规图则").case, in_handling(here, "统计年鉴").case
    ticked = {f"request_{other.pk}": "on"}
    foreign = at_desk(other_office().handler)
    assert send(foreign, "desk:join", lead, **ticked).status_code == 404
    desk = at_desk(here.handler)
    send(desk, "desk:join", lead, **ticked)
    assert send(foreign, "desk:unjoin", other, reason="误并").status_code == 404
    assert send(desk, "desk:unjoin", other, reason="").status_code == 422
    assert send(desk, "desk:unjoin", other, reason="误并").status_code == 302
    other.refresh_from_db(fields=["joined_to"])
    assert other.joined_to is None
