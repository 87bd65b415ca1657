"""What the applicant reads outside letters never says who was consulted, whichever act wrote it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from requests_app import dates
from requests_app.actors import Applicant
from requests_app.errors import InvalidInput
from requests_app.models import Consultation, ConsultationState, DisclosureRequest
from requests_app.rules.consultation import Inquiry
from requests_app.services import delivery, payments, publication, remedy, taking_back
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from requests_app.services.remedy import Decided, NewRemedy
from requests_app.services.two_sides import refuse_third_party
from tests.people import Office, again, office
from tests.services.charging import excessive_case, told
from tests.services.stages import PDF, issued

pytestmark = pytest.mark.django_db
NAME, PHONE = "某某勘察设计有限公司", "0532-5550187"
WORDS = f"应{NAME}的要求"
PAPER = Upload("凭据.pdf", PDF)


@pytest.fixture
def here() -> Office:
    return office()


def consulted(where: Office, case: DisclosureRequest, kind: Inquiry = Inquiry.THIRD_PARTY) -> Consultation:
    return Consultation.objects.create(
        request=case,
        kind=kind,
        name=NAME,
        contact=f"杜某某、{PHONE}",
        address="清溪市虚构路18号",
        information="勘察设计合同",
        state=ConsultationState.DECIDED,
        asked_by=where.handler.user,
        asked_on=dates.today(),
    )


def answered(where: Office) -> DisclosureRequest:
    letter = issued(where)
    given = Service(way="hand", served_on=dates.today(), recipient="王契", proof=PAPER)
    delivery.confirm_delivery(actor=where.desk, case_id=letter.request_id, letter_id=letter.pk, service=given)
    case = again(letter.request)
    consulted(where, case)
    return case


def take_back(where: Office) -> None:
    case = answered(where)
    letter = case.letters.get(kind="reply_already_public")
    taking_back.withdraw_letter(actor=where.head, case_id=case.pk, letter_id=letter.pk, reason=WORDS)


def record_order(where: Office) -> None:
    case, today = answered(where), dates.today()
    new = NewRemedy("reconsideration", "清溪市人民政府", today, "清政复〔2026〕5号")
    one = remedy.record(actor=where.legal, case_id=case.pk, new=new)
    decided = Decided("corrected", today, today, f"{NAME}一案决定书", PAPER, 10)
    remedy.record_result(actor=where.legal, case_id=case.pk, remedy_id=one.pk, decided=decided)


def record_dispute(where: Office) -> None:
    case = answered(where)
    new = NewRemedy("reconsideration", "清溪市人民政府", dates.today(), f"{NAME}案")
    remedy.record(actor=where.legal, case_id=case.pk, new=new)


def decline_publication(where: Office) -> None:
    case = answered(where)
    case.items.update(outcome="provided")
    proposal = publication.suggest(
        actor=Applicant(case), case_id=case.pk, ordinal=1, ground="widely_known", words=""
    )
    decision = publication.Decision(publish=False, reason=WORDS)
    publication.decide(actor=where.head, case_id=case.pk, proposal_id=proposal.pk, decision=decision)


def reject_payment(where: Office) -> None:
    case = excessive_case(where)
    told(where, case)
    consulted(where, case)
    payments.report(actor=Applicant(again(case)), case_id=case.pk, paid_on=dates.today(), voucher=PAPER)
    payments.reject(actor=where.desk, case_id=case.pk, reason=WORDS)


@pytest.mark.parametrize(
    "act", [take_back, record_order, record_dispute, decline_publication, reject_payment]
)
def test_words_that_the_applicant_reads_do_not_name_the_third_party(
    here: Office, act: Callable[[Office], None]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        act(here)
    assert refusal.value.code == "names_the_third_party"
    assert refusal.value.basis.endswith("第三十二条")
    assert list(refusal.value.fields)


@pytest.mark.parametrize("mark", [NAME, PHONE, "0532 5550187", "杜某某", "清溪市虚构路18号"])
def test_by_name_address_and_contact_in_any_spelling_also_in_a_part(here: Office, mark: str) -> None:
    case = answered(here)
    part = issued(here).request
    DisclosureRequest.objects.filter(pk=part.pk).update(split_from=case)
    for one in (case, again(part)):
        with pytest.raises(InvalidInput) as refusal:
            refuse_third_party(one, {"reason": f"已电话联系{mark}。"})
        assert list(refusal.value.fields) == ["reason"]


def test_other_words_and_other_agencies_are_no_secret(here: Office) -> None:
    case = answered(here)
    refuse_third_party(case, {"reason": "漏附附件二"})
    Consultation.objects.filter(request=case).update(kind=Inquiry.OTHER_AGENCY)
    refuse_third_party(case, {"reason": WORDS})
