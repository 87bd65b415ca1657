"""Papers that say who somebody is: opened only by who needs them, and opening a proof of identity leaves a trace."""

from __future__ import annotations

import pytest
from django.urls import reverse

from requests_app.actors import Applicant, Member, System
from requests_app.errors import AccessRefused
from requests_app.models import Document, DocumentKind
from requests_app.models.audit_entry import AuditEntry
from requests_app.rules.roles import Role
from requests_app.selectors.documents import PERSONAL, TRACED, documents_of, may_open
from requests_app.services.documents import Upload, store
from requests_app.services.people import open_traced
from tests import uploads
from tests.people import Office, again, counter_case, join, office, other_office
from tests.web.desk_client import at_desk, send, text_of

pytestmark = pytest.mark.django_db
READERS = {Role.DESK_OFFICER, Role.HANDLER, Role.ARCHIVIST}
OTHERS = [role for role in Role if role not in READERS]


@pytest.fixture
def here() -> Office:
    return office()


@pytest.fixture
def papers(here: Office) -> dict[DocumentKind, Document]:
    """One file of every kind in one case."""
    case = counter_case(here)
    scan = Upload("身份证.png", uploads.picture())
    return {
        kind: store(case, here.desk, scan, kind=kind, title=f"{kind.label}扫描件") for kind in DocumentKind
    }


def member(here: Office, role: Role) -> Member:
    """Somebody of the agency in this role; the supervisor watches from the government above it."""
    agency = here.agency.parent if role is Role.SUPERVISOR and here.agency.parent else here.agency
    return join(agency, role, f"only-{role.value}", "某某")


@pytest.mark.parametrize("role", list(Role), ids=[role.value for role in Role])
def test_who_opens_what(here: Office, papers: dict[DocumentKind, Document], role: Role) -> None:
    person = member(here, role)
    client = at_desk(person)
    case = papers[DocumentKind.OTHER].request
    allowed = {kind for kind in DocumentKind if role in READERS or kind not in PERSONAL}
    listed = {document.kind for document in documents_of(person, case)}
    if not listed:  # a role that sees no case at all (the dispatcher) sees no file either
        allowed = set()
    opened = {
        kind
        for kind, document in papers.items()
        if client.get(reverse("desk:document", args=[document.pk])).status_code == 200
    }
    assert (listed, opened) == (allowed, allowed)
    assert all(may_open(person, document) is (kind in allowed) for kind, document in papers.items())


def test_the_closed_kinds_are_those_that_say_who_somebody_is() -> None:
    assert {kind.value for kind in PERSONAL} == {
        *("identity_proof", "application", "envelope", "receipt_proof", "withdrawal", "archive_package"),
        *("payment_proof", "reasons"),
    }
    assert TRACED <= PERSONAL


@pytest.mark.parametrize("kind", list(DocumentKind), ids=list(DocumentKind.values))
def test_opening_a_proof_of_identity_leaves_a_trace(
    here: Office, papers: dict[DocumentKind, Document], kind: DocumentKind
) -> None:
    before = AuditEntry.objects.count()
    at_desk(here.handler).get(reverse("desk:document", args=[papers[kind].pk]))
    if kind not in TRACED:
        assert AuditEntry.objects.count() == before
        return
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.user_id) == ("document_opened", here.handler.user.pk)
    assert entry.data["document"] == papers[kind].pk
    assert entry.message == f"查看{kind.label}"


def test_looking_makes_no_open_form_of_a_colleague_stale(
    here: Office, papers: dict[DocumentKind, Document]
) -> None:
    case = again(papers[DocumentKind.OTHER].request)
    at_desk(here.handler).get(reverse("desk:document", args=[papers[DocumentKind.IDENTITY_PROOF].pk]))
    send(at_desk(here.handler), "desk:contacts", case)
    accepted = send(
        at_desk(here.desk), "desk:accept", case, handler=here.handler.user.pk, seen_version=case.version
    )
    assert accepted.status_code == 302


def test_a_file_of_another_case_is_not_opened_under_this_one(
    here: Office, papers: dict[DocumentKind, Document]
) -> None:
    other = counter_case(here)
    with pytest.raises(AccessRefused):
        open_traced(actor=here.desk, case_id=other.pk, document_id=papers[DocumentKind.IDENTITY_PROOF].pk)


def test_the_applicant_and_the_system_are_not_staff(
    here: Office, papers: dict[DocumentKind, Document]
) -> None:
    case = papers[DocumentKind.OTHER].request
    assert set(documents_of(System("归档"), case)) == set(papers.values())
    assert not documents_of(Applicant(case), case).exists()
    assert not documents_of(other_office().desk, case).exists()


@pytest.mark.parametrize("role", [Role.LEGAL_REVIEWER, Role.DESK_OFFICER])
def test_the_list_of_files_shows_what_can_be_opened(
    here: Office, papers: dict[DocumentKind, Document], role: Role
) -> None:
    page = text_of(
        at_desk(here.member(role)).get(reverse("desk:materials", args=[papers["other"].request_id]))
    )
    assert "其他材料扫描件" in page
    assert ("身份证明扫描件" in page) is (role in READERS)
