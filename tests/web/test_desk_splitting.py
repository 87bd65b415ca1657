"""拆分 at the desk: the effect stated, the links on both cases, the applicant's page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from requests_app.models import DisclosureRequest
from tests.people import counter_case, office, other_office
from tests.web.desk_client import at_desk, send, text_of
from tests.web.test_portal_status import case_page, looking_at

pytestmark = pytest.mark.django_db
SPLIT = {"part_1": "0", "part_2": "1", "told": "当面告知，申请人同意"}


def test_from_the_form_to_both_pages() -> None:
    here = office()
    case = counter_case(here, "控规图则", "听证笔录")
    desk = at_desk(here.desk)
    assert reverse("desk:split", args=[case.pk]) in text_of(desk.get(reverse("desk:case", args=[case.pk])))
    stated = text_of(desk.get(reverse("desk:split", args=[case.pk])))
    assert "听证笔录" in stated
    assert "答复期限同为 " in stated
    refused = send(desk, "desk:split", case, **{**SPLIT, "part_2": "0"})
    assert (refused.status_code, "没有拆出任何一项" in text_of(refused)) == (422, True)
    assert "当面告知，申请人同意" in text_of(refused)
    assert send(desk, "desk:split", case, **SPLIT).status_code == 302
    part = DisclosureRequest.objects.get(split_from=case)
    page = text_of(desk.get(reverse("desk:case", args=[case.pk])))
    assert f"已拆分出 {part.number}" in page
    # One item is left: nothing more to split.
    assert reverse("desk:split", args=[case.pk]) not in page
    assert f"拆分自 {case.number}" in text_of(desk.get(reverse("desk:case", args=[part.pk])))
    assert f"已经拆分为 {part.number}" in case_page(looking_at(case))
    assert f"本件由 {case.number} 拆分而来" in case_page(looking_at(part))


def test_two_at_once_and_another_agency() -> None:
    here = office()
    case = counter_case(here, "控规图则", "听证笔录", "专家意见")
    desk = at_desk(here.desk)
    data = {**SPLIT, "part_3": "0", "seen_version": case.version}
    assert send(desk, "desk:split", case, **data).status_code == 302
    assert send(desk, "desk:split", case, **data).status_code in (409, 422)
    assert DisclosureRequest.objects.count() == 2
    assert send(at_desk(other_office().desk), "desk:split", case, **SPLIT).status_code == 404
