"""The numbers of an applicant at the desk: seen by everybody of the house, found excessive by an officer."""

from __future__ import annotations

import pytest
from django.urls import reverse

from requests_app.selectors.excess import finding_of
from tests.people import again, case_in_handling, counter_case, office
from tests.web.desk_client import at_desk, send, text_of

pytestmark = pytest.mark.django_db
WHY = "一个月内就同一类档案提出多件申请"


def test_the_numbers_lead_to_the_applications_behind_them() -> None:
    here = office()
    earlier, case = counter_case(here), case_in_handling(here)
    page = text_of(at_desk(here.handler).get(reverse("desk:excess", args=[case.pk])))
    assert "近一个月" in page and "收到本件的自然月" in page and "近十二个月" in page
    assert reverse("desk:case", args=[earlier.pk]) in page
    assert 'name="why"' in page


def test_a_reviewer_sees_the_numbers_without_the_form() -> None:
    here = office()
    case = case_in_handling(here)
    answer = at_desk(here.legal).get(reverse("desk:excess", args=[case.pk]))
    assert answer.status_code == 200 and 'name="why"' not in text_of(answer)
    assert send(at_desk(here.legal), "desk:excess", case, why=WHY).status_code == 403


def test_found_and_revoked() -> None:
    here = office()
    case = case_in_handling(here)
    client = at_desk(here.handler)
    assert send(client, "desk:excess", case, why=WHY).status_code == 302
    page = text_of(client.get(reverse("desk:excess", args=[case.pk])))
    assert WHY in page and 'name="why"' not in page
    assert "认定时的数量、频次" in page and "：1 件，1 项，近似 0 件" in page
    assert "已认定申请的数量、频次明显超过合理范围" in text_of(
        client.get(reverse("desk:case", args=[case.pk]))
    )
    assert send(client, "desk:excess_revoke", case, reason="计数有误").status_code == 302
    assert finding_of(again(case)) is None
    page = text_of(client.get(reverse("desk:excess", args=[case.pk])))
    assert "已撤销的认定" in page and "计数有误" in page and 'name="why"' in page


def test_what_was_typed_is_not_lost_when_it_is_refused() -> None:
    here = office()
    case = case_in_handling(here)
    client = at_desk(here.handler)
    empty = send(client, "desk:excess", case, why="")
    assert empty.status_code == 422 and "请写明为什么认为" in text_of(empty)
    stale = send(client, "desk:excess", case, why=WHY, seen_version=0)
    assert stale.status_code == 409 and WHY in text_of(stale)


def test_the_overview_speaks_up_from_the_marks_on() -> None:
    here = office()
    case = case_in_handling(here)
    client, address = at_desk(here.handler), reverse("desk:case", args=[case.pk])
    assert "由承办人判断" not in text_of(client.get(address))
    case.policies = {**case.policies, "excess_attention_month": 3}
    case.save()
    counter_case(here), counter_case(here)
    assert "近一个月申请 3 件" in text_of(client.get(address))
