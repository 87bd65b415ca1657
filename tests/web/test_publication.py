"""Proposals to publish on the screens: suggested on the status page, listed and decided at the desk, answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from requests_app import dates
from requests_app.models import DisclosureRequest, PublicationProposal
from tests.people import Office, again, natural_person, office, other_office
from tests.services.stages import issued
from tests.web.desk_client import at_desk, send, text_of
from tests.web.portal_visitor import Visitor, words
from tests.web.test_portal_status import handed_over, looking_at

pytestmark = pytest.mark.django_db
LIST = "/desk/proposals/"


@pytest.fixture
def here() -> Office:
    return office()


def given(where: Office) -> DisclosureRequest:
    """An application whose information was given to the applicant."""
    letter = issued(where, applicants=(natural_person("赵乙", "11010119900307002X"),))
    letter.request.items.update(outcome="provided")
    handed_over(letter, where)
    return again(letter.request)


def suggested(visitor: Visitor, **changes: str) -> str:
    data = {"ordinal": "1", "ground": "participation", "words": "片区居民要参与", **changes}
    return words(visitor.client.post("/status/suggest/", data, follow=True))


def test_suggested_decided_and_answered(here: Office) -> None:
    case = given(here)
    visitor = looking_at(case)
    assert "建议主动公开" in words(visitor.client.get("/status/case/"))
    assert "第四十四条第二款" in words(visitor.client.get("/status/suggest/"))
    assert "请选择建议的理由" in suggested(visitor, ground="")
    assert not PublicationProposal.objects.exists()
    assert "建议已经收到" in suggested(visitor)
    proposal = PublicationProposal.objects.get()

    head = at_desk(here.head)
    listed = text_of(head.get(LIST))
    for part in (proposal.text, "需要公众参与决策", "片区居民要参与", case.number, "待决定"):
        assert part in listed
    assert "主动公开建议待决定" in text_of(head.get(reverse("desk:case", args=[case.pk])))
    empty = send(head, "desk:proposal", case, proposal.pk, publish="no", reason="")
    assert empty.status_code == 422
    assert "不纳入主动公开的，请写明理由" in text_of(empty)
    done = send(
        head,
        "desk:proposal",
        case,
        proposal.pk,
        publish="yes",
        where="门户网站公示栏",
        published_on=dates.today().isoformat(),
        reviewer="孙立",
        conclusion="可以公开，不涉及国家秘密",
        reviewed_on=dates.today().isoformat(),
    )
    assert done["Location"] == LIST
    assert "已主动公开" in text_of(head.get(LIST))
    answer = words(visitor.client.get("/status/case/"))
    assert "已纳入主动公开" in answer
    assert "门户网站公示栏" in answer
    assert "/status/suggest/" not in visitor.client.get("/status/case/").content.decode()


def test_who_sees_what(here: Office) -> None:
    case = given(here)
    suggested(looking_at(case))
    proposal = PublicationProposal.objects.get()
    page = reverse("desk:proposal", args=[case.pk, proposal.pk])
    for member, status in ((here.head, 200), (here.desk, 200), (here.handler, 200), (here.legal, 403)):
        assert at_desk(member).get(LIST).status_code == status
    assert "决定</button>" in text_of(at_desk(here.head).get(page))
    assert "决定</button>" not in text_of(at_desk(here.handler).get(page))
    assert (
        send(at_desk(here.handler), "desk:proposal", case, proposal.pk, publish="no", reason="不").status_code
        == 403
    )
    elsewhere = at_desk(other_office().head)
    assert elsewhere.get(page).status_code == 404
    assert proposal.text not in text_of(elsewhere.get(LIST))


def test_nothing_to_suggest_leads_back(here: Office) -> None:
    letter = issued(here)
    visitor = looking_at(letter.request)
    assert visitor.client.get("/status/suggest/")["Location"] == "/status/case/"
    assert Visitor().client.get("/status/suggest/")["Location"] == "/status/"
