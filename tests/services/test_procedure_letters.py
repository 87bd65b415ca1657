"""程序性文书: no round of approval, so only the three kinds, only by the system, only once their fact has happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from requests_app.actors import System
from requests_app.errors import AccessRefused, RuleRefusal
from requests_app.models import DisclosureRequest, Extension, Letter
from requests_app.services import extension, issuing, registration, withdrawal
from requests_app.services.documents import Upload
from tests import people
from tests.people import Office
from tests.services.stages import CONTENT, FORM, PDF, freeze

pytestmark = pytest.mark.django_db


def issue(case: DisclosureRequest, kind: str, actor: Any = None, **more: Any) -> Letter:
    return issuing.issue_procedure_letter(
        actor=actor or System("测试"),
        case_id=case.pk,
        content=replace(CONTENT, kind=more.pop("content_kind", kind)),
        form=replace(FORM, kind=kind),
        freeze=freeze,
        **more,
    )


def received(office: Office) -> DisclosureRequest:
    new = people.application(channel="letter", received_on=None)
    return registration.take_in(actor=office.desk, agency=office.agency, new=new)


def asked(office: Office) -> DisclosureRequest:
    case = people.case_in_handling(office)
    extension.ask(actor=office.handler, case_id=case.pk, working_days=5, reason="案卷较多")
    return case


def granted(office: Office) -> DisclosureRequest:
    case = asked(office)
    extension.grant(actor=office.head, case_id=case.pk, extension_id=case.extensions.get().pk)
    return case


def withdrawn(office: Office) -> DisclosureRequest:
    case = people.case_in_handling(office)
    withdrawal.withdraw(actor=office.desk, case_id=case.pk, signed_paper=Upload("撤回.pdf", PDF))
    return case


def of(case: DisclosureRequest) -> Extension | None:
    return case.extensions.first()


TOLD = [
    # kind, what has happened, refusal ("" none)
    ("receipt", people.counter_case, ""),
    ("receipt", received, "fact_missing"),
    ("extension_notice", granted, ""),
    ("extension_notice", asked, "fact_missing"),
    ("extension_notice", people.case_in_handling, "fact_missing"),
    ("withdrawal_notice", withdrawn, ""),
    ("withdrawal_notice", people.case_in_handling, "fact_missing"),
    ("reply_already_public", people.case_in_handling, "not_a_procedure_letter"),
    ("application_form", people.case_in_handling, "not_a_procedure_letter"),
]


@pytest.mark.parametrize(("kind", "happened", "refusal"), TOLD, ids=[f"{k} {h.__name__}" for k, h, _ in TOLD])
def test_a_letter_tells_only_of_what_has_happened(
    kind: str, happened: Callable[[Office], DisclosureRequest], refusal: str
) -> None:
    case = happened(people.office())
    if not refusal:
        assert issue(case, kind, extension=of(case)).kind == kind
        return
    with pytest.raises(RuleRefusal) as refused:
        issue(case, kind, extension=of(case))
    assert refused.value.code == refusal
    assert not case.letters.exists()


def test_an_extension_of_another_case_is_none_of_this_one() -> None:
    office = people.office()
    mine, other = people.case_in_handling(office), granted(office)
    with pytest.raises(RuleRefusal):
        issue(mine, "extension_notice", extension=of(other))


def test_a_reply_does_not_go_out_as_a_receipt() -> None:
    case = people.counter_case(people.office())
    with pytest.raises(RuleRefusal):
        issue(case, "receipt", content_kind="reply_already_public")


def test_nobody_issues_one_by_hand() -> None:
    office = people.office()
    case = people.counter_case(office)
    for actor in (office.desk, office.handler, office.head):
        with pytest.raises(AccessRefused):
            issue(case, "receipt", actor=actor)
    assert not case.letters.exists()
