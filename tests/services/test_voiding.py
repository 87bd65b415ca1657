"""作废: neither a part of a split application nor a request in dispute is a mistaken entry."""

from __future__ import annotations

import pytest

from requests_app import dates
from requests_app.errors import RuleRefusal
from requests_app.rules.states import RequestState
from requests_app.services import closing, remedy, splitting
from requests_app.services.documents import Upload
from requests_app.services.remedy import Decided, NewRemedy
from tests.people import Office, again, counter_case, office
from tests.services.stages import PDF

pytestmark = pytest.mark.django_db
PAPER = Upload("决定书.pdf", PDF)


@pytest.fixture
def here() -> Office:
    return office()


def refused(here: Office, pk: int) -> str:
    with pytest.raises(RuleRefusal) as refusal:
        closing.void(actor=here.head, case_id=pk, reason="重复录入")
    return refusal.value.code


def test_neither_part_of_a_split_application_goes(here: Office) -> None:
    case = counter_case(here, "控规图则", "听证笔录")
    (part,) = splitting.split(actor=here.desk, case_id=case.pk, part_of={1: 0, 2: 1}, told="当面告知")
    assert [refused(here, pk) for pk in (case.pk, part.pk)] == ["void_split", "void_split"]
    assert [again(one).state for one in (case, part)] == [RequestState.UNDER_REVIEW] * 2


def test_a_dispute_is_ended_first(here: Office) -> None:
    case, today = counter_case(here), dates.today()
    one = remedy.record(
        actor=here.legal, case_id=case.pk, new=NewRemedy("reconsideration", "清溪市人民政府", today)
    )
    assert refused(here, case.pk) == "void_disputed"
    ended = Decided("upheld", today, today, "清政复决〔2026〕7号", PAPER)
    remedy.record_result(actor=here.legal, case_id=case.pk, remedy_id=one.pk, decided=ended)
    closing.void(actor=here.head, case_id=case.pk, reason="重复录入")
    assert again(case).state == RequestState.VOIDED
