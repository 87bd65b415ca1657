"""Who gets what at the desk: generated over all its addresses, so that no page is forgotten."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from requests_app import dates
from requests_app.actors import Member
from requests_app.errors import AccessRefused
from requests_app.models import (
    Consultation,
    Delegation,
    DisclosureRequest,
    Letter,
    PublicationProposal,
    RecordCorrection,
    RemedyCase,
    SupervisionOrder,
)
from requests_app.rules.consultation import Inquiry
from requests_app.rules.roles import Role
from tests.people import CAST, PASSWORD, Office, case_in_handling, join, office, other_office
from tests.record_corrections import taken_in
from tests.web.desk_client import at_desk, text_of
from tests.workflows.walk import Walk
from workflows import engine
from workflows.desk.urls import urlpatterns
from workflows.perform import perform

pytestmark = pytest.mark.django_db
WITH_OBJECT = [pattern for pattern in urlpatterns if pattern.pattern.converters]
WITHOUT_OBJECT = [pattern for pattern in urlpatterns if not pattern.pattern.converters]


def names(patterns: list[URLPattern]) -> list[str]:
    return [str(pattern.name) for pattern in patterns]


def arguments_of(pattern: URLPattern, case: DisclosureRequest, letter: Letter) -> dict[str, int | str]:
    """The keys of one case, letter, submission, file and consultation; a new kind of key must be added here."""
    known: dict[str, int | str | None] = {
        "case_id": case.pk,
        "task_id": next(iter(engine.open_tasks(case))).pk,
        "letter_id": letter.pk,
        "document_id": letter.document_id,
        "submission_id": letter.submission_id,
        "consultation_id": case.consultations.get().pk,
        "remedy_id": case.remedy_cases.get().pk,
        "proposal_id": case.publication_proposals.get().pk,
        "delegation_id": Delegation.objects.get().pk,
        "order_id": SupervisionOrder.objects.get().pk,
        "correction_id": RecordCorrection.objects.get().pk,
        "file_id": RecordCorrection.objects.get().files.all()[0].pk,
        "page": 1,
        "ordinal": 1,
        "kind": "envelope",
    }
    found = {name: known[name] for name in pattern.pattern.converters}
    return {name: value for name, value in found.items() if value is not None}


def issued_with_a_consultation(walk: Walk) -> Letter:
    """A case that has one of everything the addresses name."""
    letter = walk.issue()
    Consultation.objects.create(
        request=walk.case,
        kind=Inquiry.ASSISTANCE.value,
        name="规划科",
        information="规划档案",
        asked_by=walk.office.handler.user,
        asked_on=dates.today(),
    )
    RemedyCase.objects.create(
        request=walk.case, kind="reconsideration", body="清溪市人民政府", received_on=dates.today()
    )
    SupervisionOrder.objects.create(
        request=walk.case,
        agency=walk.office.agency,
        ordered_by=walk.office.head.user,
        ordered_on=dates.today(),
        words="请说明",
        answer_by=dates.today(),
    )
    item = walk.case.items.get()
    PublicationProposal.objects.create(
        agency=walk.office.agency,
        request=walk.case,
        item=item,
        origin="suggested",
        text=item.text,
        created_on=dates.today(),
    )
    taken_in(walk.office)
    Delegation.objects.create(
        agency=walk.office.agency,
        principal=walk.office.head.user,
        deputy=walk.office.legal.user,
        role=Role.OFFICE_HEAD,
        starts_on=dates.today(),
        ends_on=dates.today(),
        reason="出差",
        made_by=walk.office.head.user,
    )
    return letter


def test_there_are_addresses_to_try() -> None:
    assert {"case", "delivery", "document", "extension", "post"} <= set(names(WITH_OBJECT))
    assert {"inbox", "register"} <= set(names(WITHOUT_OBJECT))


@pytest.mark.parametrize("role", list(CAST), ids=[role.value for role in CAST])
def test_nobody_of_another_agency_gets_anything(role: Role) -> None:
    walk = Walk.begin(office())
    letter = issued_with_a_consultation(walk)
    stranger = at_desk(other_office().member(role))
    before = DisclosureRequest.objects.values().get(pk=walk.case.pk)
    for pattern in WITH_OBJECT:
        url = reverse(f"desk:{pattern.name}", kwargs=arguments_of(pattern, walk.case, letter))
        for answer in (stranger.get(url), stranger.post(url, {"seen_version": walk.case.version})):
            assert answer.status_code in (403, 404, 405), (pattern.name, answer.status_code)
            assert walk.case.number not in text_of(answer)
            assert walk.case.items.get().text not in text_of(answer)
    assert DisclosureRequest.objects.values().get(pk=walk.case.pk) == before


def test_a_visitor_is_asked_to_sign_in_everywhere(client: Client) -> None:
    walk = Walk.begin(office())
    letter = issued_with_a_consultation(walk)
    for pattern in urlpatterns:
        url = reverse(f"desk:{pattern.name}", kwargs=arguments_of(pattern, walk.case, letter))
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302, pattern.name
            assert answer["Location"].startswith("/login/?next="), pattern.name


def test_no_page_of_the_desk_may_be_kept_by_a_cache() -> None:
    here = office()
    walk = Walk.begin(here)
    letter = issued_with_a_consultation(walk)
    client = at_desk(here.desk)
    for pattern in urlpatterns:
        answer = client.get(reverse(f"desk:{pattern.name}", kwargs=arguments_of(pattern, walk.case, letter)))
        assert "no-store" in answer["Cache-Control"], pattern.name


OFFICERS = {Role.DESK_OFFICER, Role.HANDLER}
FORMS = [
    # page, stage of the case, who gets the form
    ("accept", "under_review", OFFICERS),
    ("void", "under_review", {Role.OFFICE_HEAD}),
    ("withdraw", "in_handling", OFFICERS),
    ("reassign", "in_handling", OFFICERS | {Role.OFFICE_HEAD}),
    ("search", "in_handling", OFFICERS),
    ("extension", "in_handling", OFFICERS),
    ("extension_decide", "extension_asked", {Role.OFFICE_HEAD}),
]


def at_stage(here: Office, stage: str) -> DisclosureRequest:
    walk = Walk.begin(here)
    if stage != "under_review":
        walk.accept()
    if stage == "extension_asked":
        walk.do(Role.HANDLER, "ask_extension", working_days=20, reason="案卷较多")
    return walk.case


@pytest.mark.parametrize(("page", "stage", "allowed"), FORMS, ids=[row[0] for row in FORMS])
def test_who_gets_the_form(page: str, stage: str, allowed: set[Role]) -> None:
    here = office()
    case = at_stage(here, stage)
    url = reverse(f"desk:{page}", args=[case.pk])
    statuses = {role: at_desk(member).get(url).status_code for role, member in here.members.items()}
    assert {role for role, status in statuses.items() if status == 200} == allowed
    assert {status for role, status in statuses.items() if role not in allowed} == {403}


def test_everybody_of_the_agency_reads_the_case_and_only_officers_may_look_at_contacts() -> None:
    here = office()
    case = case_in_handling(here)
    button = reverse("desk:contacts", args=[case.pk])
    may = set()
    for role, member in here.members.items():
        answer = at_desk(member).get(reverse("desk:case", args=[case.pk]))
        assert answer.status_code == 200
        if button in text_of(answer):
            may.add(role)
    assert may == OFFICERS


def test_somebody_without_a_membership_is_told_so(client: Client) -> None:
    here = office()
    here.desk.user.memberships.all().delete()
    client.force_login(here.desk.user)
    answer = client.get("/desk/")
    assert answer.status_code == 403
    assert "没有任何机关的任职" in text_of(answer)


def in_two_agencies() -> tuple[Member, Office, Office]:
    first, second = office(), other_office()
    return join(second.agency, Role.HANDLER, "limin", "李敏"), first, second


def test_who_works_for_two_agencies_sees_one_at_a_time_and_changes() -> None:
    there, first, second = in_two_agencies()
    client = at_desk(there)
    cases = {}
    for where in (first, second):
        client.post("/desk/capacity/", {"agency": where.agency.pk})
        page = text_of(client.get("/desk/"))
        assert where.agency.name in page
        assert reverse("desk:capacity") in page
        cases[where.agency.code] = case_in_handling(where)
    assert client.get(reverse("desk:case", args=[cases[second.agency.code].pk])).status_code == 200
    assert client.get(reverse("desk:case", args=[cases[first.agency.code].pk])).status_code == 404


def test_nobody_takes_an_agency_that_is_not_the_own() -> None:
    there, first, _ = in_two_agencies()
    client = at_desk(first.handler)
    answer = client.post("/desk/capacity/", {"agency": there.agency.pk})
    assert answer.status_code == 422
    assert first.agency.name in text_of(client.get("/desk/"))


def test_the_role_of_an_act_is_that_of_the_act_not_of_the_header() -> None:
    """Somebody who is desk officer and head decides on an extension as the head."""
    here = office()
    join(here.agency, Role.DESK_OFFICER, "chentao", "陈涛")
    case = at_stage(here, "extension_asked")
    client = at_desk(here.head)
    assert "受理员" in text_of(client.get("/desk/"))
    assert client.get(reverse("desk:extension_decide", args=[case.pk])).status_code == 200


def test_signing_in_and_out(client: Client) -> None:
    here = office()
    wrong = client.post("/login/", {"username": "limin", "password": "falsch"})
    assert "登录名或者密码不正确" in text_of(wrong)
    right = client.post("/login/?next=/desk/register/", {"username": "limin", "password": PASSWORD})
    assert right["Location"] == "/desk/register/"
    assert here.desk.user.name in text_of(client.get("/desk/"))
    client.post("/logout/")
    assert client.get("/desk/")["Location"].startswith("/login/")


def test_a_member_of_another_agency_cannot_go_through_the_door_either() -> None:
    case = case_in_handling(office())
    with pytest.raises(AccessRefused):
        perform(other_office().desk.user, case, "reveal_contacts")
