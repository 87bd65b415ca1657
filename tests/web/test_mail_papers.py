"""Envelope, label and register page: printed where they are needed, with a trace and no more than they must show."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from requests_app import dates
from requests_app.models import AuditEntry, Letter
from requests_app.selectors.register import READERS_OF_NAMES
from tests.letters.pages import full_text, page_size
from tests.people import again, office, other_office
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
ADDRESS = "某某省清溪市文昌路1号"


class Post:
    """An issued reply that goes by post."""

    def __init__(self) -> None:
        self.here = office()
        self.walk = Walk.begin(self.here)
        self.letter: Letter = self.walk.issue()
        applicant = self.walk.case.applicants.get()
        applicant.address, applicant.phone, applicant.postcode = ADDRESS, "13800000142", "000000"
        applicant.save()
        self.clerk: Client = at_desk(self.here.desk)

    def print_(self, kind: str, client: Client | None = None):
        case, letter = self.walk.case, self.letter
        data = {"seen_version": again(case).version}
        return (client or self.clerk).post(reverse("desk:mail_paper", args=[case.pk, letter.pk, kind]), data)


@pytest.fixture
def post() -> Post:
    return Post()


def test_the_envelope_says_to_whom_and_nothing_of_what_is_in_it(post: Post) -> None:
    page = text_of(post.clerk.get(reverse("desk:delivery", args=[post.walk.case.pk])))
    assert "打印信封" in page and "打印邮件详情单" in page
    answer = post.print_("envelope")
    assert answer["Content-Type"] == "application/pdf"
    text = full_text(answer.content)
    for words in ("王契", ADDRESS, post.walk.case.agency.name, "000000"):
        assert words in text
    assert "收" in text and "答复" not in text and post.letter.number not in text
    assert page_size(answer.content) == (230, 120)


def test_the_label_names_carrier_and_contents(post: Post) -> None:
    text = full_text(post.print_("waybill").content)
    for words in (
        "邮政企业（寄件人付费）",
        "13800000142",
        ADDRESS,
        "政府信息公开申请答复书",
        post.letter.number,
    ):
        assert words in text


def test_printing_an_address_leaves_a_trace_and_stores_nothing(post: Post) -> None:
    files = post.walk.case.documents.count()
    post.print_("envelope")
    entry = AuditEntry.objects.filter(request_id=post.walk.case.pk, action="address_printed").get()
    assert ADDRESS not in str(entry.data)
    assert post.walk.case.documents.count() == files


def test_who_posts_nothing_prints_nothing(post: Post) -> None:
    assert post.print_("envelope", at_desk(post.here.legal)).status_code == 403
    assert post.print_("envelope", at_desk(other_office().desk)).status_code == 404
    assert post.print_("banknote").status_code == 404
    address = reverse("desk:mail_paper", args=[post.walk.case.pk, post.letter.pk, "envelope"])
    assert post.clerk.get(address).status_code == 302, "a GET shows no address"


def test_without_an_address_a_sentence_says_so(post: Post) -> None:
    applicant = post.walk.case.applicants.get()
    applicant.address = ""
    applicant.save()
    answer = post.print_("envelope")
    assert answer.status_code == 422
    assert "没有登记收件人的联系地址" in text_of(answer)
    assert not AuditEntry.objects.filter(action="address_printed").exists()


def test_a_page_of_the_register_holds_the_requests_of_these_days(post: Post) -> None:
    assert reverse("desk:register_page") in text_of(post.clerk.get(reverse("desk:inbox")))
    page = reverse("desk:register_page")
    assert "打印台账" in text_of(post.clerk.get(page))
    today = dates.today()
    answer = post.clerk.post(page, {"first": today.isoformat(), "last": today.isoformat()})
    text = full_text(answer.content)
    for words in (post.walk.case.number, "王契", post.letter.number, "已出具", "共1件"):
        assert words in text
    assert "13800000142" not in text and ADDRESS not in text
    before = (today - timedelta(days=9)).isoformat()
    none = post.clerk.post(page, {"first": before, "last": before})
    assert "没有收到申请" in full_text(none.content)


def test_a_print_of_the_register_leaves_a_trace_and_names_people_to_few(post: Post) -> None:
    page, today = reverse("desk:register_page"), dates.today().isoformat()
    named = set()
    for role, member in post.walk.office.members.items():
        text = full_text(at_desk(member).post(page, {"first": today, "last": today}).content)
        assert "王*" in text or "王契" in text
        if "王契" in text:
            named.add(role)
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action, entry.user_id, entry.data["count"]) == ("register_printed", member.user.pk, 1)
        assert entry.data["names"] is (role in named)
    assert named == READERS_OF_NAMES
    assert post.clerk.get(page, {"first": today, "last": today})["Content-Type"].startswith("text/html")


def test_the_register_is_the_own_agencys(post: Post) -> None:
    today = dates.today().isoformat()
    answer = at_desk(other_office().desk).post(reverse("desk:register_page"), {"first": today, "last": today})
    assert post.walk.case.number not in full_text(answer.content)


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2026-09-30", "2026-09-01", "结束日期早于开始日期"),
        ("", "2026-09-01", "错误"),
        ("九月", "2026-09-01", "错误"),
    ],
)
def test_impossible_days_are_refused_with_a_sentence(post: Post, first: str, last: str, says: str) -> None:
    answer = post.clerk.post(reverse("desk:register_page"), {"first": first, "last": last})
    assert answer.status_code == 422
    assert says in text_of(answer) and last in text_of(answer)
