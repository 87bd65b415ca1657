"""Delivery and archive at the desk: posting, signing, what came back, and the end of the case."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_app import dates
from requests_app.models import Delivery, DisclosureRequest, Letter
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.states import RequestState
from tests.people import Office, again, office
from tests.services.stages import PDF
from tests.web.desk_client import at_desk, send, text_of
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db


class Mail:
    """An issued reply and the clerk who delivers it."""

    def __init__(self) -> None:
        self.here: Office = office()
        self.walk = Walk.begin(self.here)
        self.letter: Letter = self.walk.issue()
        self.clerk: Client = at_desk(self.here.desk)

    def send(self, view: str, **fields: Any) -> HttpResponse:
        return send(self.clerk, f"desk:{view}", self.walk.case, self.letter.pk, **fields)

    def post(self, **changes: str) -> HttpResponse:
        today = dates.today().isoformat()
        fields = {"sent_on": today, "carrier": POSTAL_ENTERPRISE, "tracking_number": "EA123456789CN"}
        return self.send("post", **{**fields, **changes})

    def confirm(self, **changes: Any) -> HttpResponse:
        fields = {
            "way": "hand",
            "served_on": dates.today().isoformat(),
            "recipient": "王契",
            "relation": "本人",
            "proof": SimpleUploadedFile("回证.pdf", PDF),
        }
        return self.send("confirm", **{**fields, **changes})

    @property
    def state(self) -> str:
        return str(again(self.walk.case).state)

    @property
    def page(self) -> str:
        return text_of(self.clerk.get(reverse("desk:delivery", args=[self.walk.case.pk])))


@pytest.fixture
def mail() -> Mail:
    return Mail()


def test_a_reply_is_handed_over_and_the_case_is_delivered(mail: Mail) -> None:
    assert "登记交邮" in mail.page
    assert mail.confirm()["Location"] == reverse("desk:delivery", args=[mail.walk.case.pk])
    assert mail.state == RequestState.DELIVERED
    assert "已送达" in mail.page
    assert "登记交邮" not in mail.page
    overview = text_of(mail.clerk.get(reverse("desk:case", args=[mail.walk.case.pk])))
    assert "按时答复" in overview


def test_posting_counts_and_signing_ends_it(mail: Mail) -> None:
    mail.post()
    assert again(mail.walk.case).replied_on == dates.today()
    assert mail.state == RequestState.ISSUED
    assert "登记签收" in mail.page
    mail.confirm(way="post")
    assert mail.state == RequestState.DELIVERED


def test_what_came_back_was_not_delivered(mail: Mail) -> None:
    mail.post()
    mail.send("failure", reason="原址查无此人")
    assert again(mail.walk.case).replied_on is None
    assert "未送达" in mail.page
    assert "原址查无此人" in mail.page
    mail.post(tracking_number="EA000000002CN")
    assert Delivery.objects.filter(state="sent").count() == 1


REFUSED = [
    # view, changed fields, sentence
    ("post", {"carrier": "other"}, "只能交由邮政企业寄递"),
    ("post", {"tracking_number": ""}, "请填写邮件单号"),
    ("post", {"sent_on": "2020-01-02"}, "发出日期不能早于文书的成文日期"),
    ("confirm", {"proof": ""}, "请上传送达回证"),
    ("confirm", {"recipient": ""}, "请填写签收人"),
    ("confirm", {"way": "online"}, "选择一个有效的选项"),
    ("confirm", {"way": "post"}, "还没有登记交邮"),
    ("confirm", {"served_on": "2999-01-01"}, "不能晚于今天"),
]


@pytest.mark.parametrize(("view", "changes", "sentence"), REFUSED)
def test_a_delivery_that_cannot_be_proved_is_refused(
    mail: Mail, view: str, changes: dict[str, str], sentence: str
) -> None:
    answer = mail.post(**changes) if view == "post" else mail.confirm(**changes)
    assert answer.status_code in (409, 422)
    assert sentence in text_of(answer)
    assert not Delivery.objects.exists()
    assert mail.state == RequestState.ISSUED


def test_what_is_in_the_post_is_not_handed_over_as_well(mail: Mail) -> None:
    mail.post()
    answer = mail.confirm()
    assert answer.status_code == 409
    assert "请先登记未送达" in text_of(answer)
    assert mail.state == RequestState.ISSUED


def test_consent_alone_does_not_bring_a_reply_online_that_was_written_for_the_post(mail: Mail) -> None:
    mail.walk.case.refresh_from_db()
    mail.walk.case.accepts_online_service = True
    mail.walk.case.save()
    assert "网上送达" not in mail.page
    answer = mail.send("serve_online")
    assert answer.status_code == 422
    assert "请改为邮寄或者当面送达" in text_of(answer)
    assert mail.state == RequestState.ISSUED


def test_online_service_is_a_button_without_a_date(mail: Mail) -> None:
    case, context = mail.walk.case, {**mail.letter.context, "delivery": "online"}
    DisclosureRequest.objects.filter(pk=case.pk).update(accepts_online_service=True)
    Letter.objects.filter(pk=mail.letter.pk).update(context=context)
    url = reverse("desk:serve_online", args=[case.pk, mail.letter.pk])
    assert url in mail.page
    page = text_of(mail.clerk.get(url))
    assert 'name="served_on"' not in page
    assert "送达时间由系统记录" in page
    answer = mail.send("serve_online", served_on="2020-01-02")
    assert answer["Location"] == reverse("desk:delivery", args=[case.pk])
    assert Delivery.objects.get().served_on == dates.today()
    assert mail.state == RequestState.DELIVERED
    assert "系统记录" in mail.page
    assert mail.send("serve_online").status_code == 409


def test_a_double_click_posts_once(mail: Mail) -> None:
    version = again(mail.walk.case).version
    answers = [mail.post(seen_version=version), mail.post(seen_version=version)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert Delivery.objects.count() == 1


def test_a_letter_of_another_case_is_not_found(mail: Mail) -> None:
    other = Walk.begin(mail.here).case
    assert send(mail.clerk, "desk:confirm", other, mail.letter.pk).status_code == 404


def test_archiving_makes_the_package_and_offers_it(mail: Mail) -> None:
    mail.confirm()
    mail.walk.deliver_outbox()
    url = reverse("desk:archive_case", args=[mail.walk.case.pk])
    assert "生成归档数据包" in text_of(mail.clerk.get(url))
    assert send(mail.clerk, "desk:archive_case", mail.walk.case)["Location"] == url
    assert mail.state == RequestState.ARCHIVED
    page = text_of(mail.clerk.get(url))
    package = mail.walk.case.documents.get(kind="archive_package")
    assert reverse("desk:document", args=[package.pk]) in page
    assert mail.clerk.get(reverse("desk:document", args=[package.pk]))["Content-Type"] == "application/zip"


def test_an_open_case_is_not_archived(mail: Mail) -> None:
    answer = send(mail.clerk, "desk:archive_case", mail.walk.case)
    assert answer.status_code in (403, 409)
    assert mail.state == RequestState.ISSUED
