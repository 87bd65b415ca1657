"""Receipt, extension notice and withdrawal notice: made by the outbox, once, and the query code on none of them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.apps import apps

from letters.handlers import extended_period
from letters.handlers import extension as extension_handler
from letters.handlers import receipt as receipt_handler
from letters.handlers import withdrawal as withdrawal_handler
from letters.issue import issue_procedure_letter, receipt_with_code
from requests_app.actors import Applicant, System
from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.models import ClockEvent, Extension, Letter
from requests_app.models.outbox import OutboxMessage
from requests_app.notifications import deliver_due
from requests_app.services import extension, withdrawal
from requests_app.services.documents import Upload
from tests.letters.desk import deliver_all, hand_over, pdf
from tests.letters.pages import full_text
from tests.letters.test_issue import stored
from tests.people import Office, again, case_in_handling, registered

REASON = "需要逐卷调阅多个年度的档案"


def letter_of(case, kind: str) -> Letter:
    return case.letters.get(kind=kind)


def everything_stored() -> str:
    """Every value of every table of ours, as text."""
    rows = [
        json.dumps(list(model.objects.values()), ensure_ascii=False, default=str)
        for model in apps.get_models()
        if model._meta.app_label == "requests_app"
    ]
    return "\n".join(rows)


def granted(office: Office, working_days: int = 10) -> Extension:
    case = case_in_handling(office)
    asked = extension.ask(actor=office.handler, case_id=case.pk, working_days=working_days, reason=REASON)
    return extension.grant(actor=office.head, case_id=case.pk, extension_id=asked.pk)


def test_the_receipt_shows_number_and_due_date_and_no_query_code(bureau):
    taken = registered(bureau)
    deliver_all()
    letter = letter_of(taken.case, "receipt")
    text = full_text(stored(letter))
    assert letter.number == taken.case.number
    assert taken.case.number in text
    assert taken.query_code not in text
    assert "2026年3月30日" in text
    assert letter.document.visible_to_applicant


def test_the_query_code_is_stored_nowhere_in_clear(bureau):
    taken = registered(bureau)
    for moment in ("registered", "receipt issued", "paper made"):
        stored_now = everything_stored()
        assert taken.query_code not in stored_now, moment
        assert taken.query_code.replace("-", "") not in stored_now, moment
        deliver_due(1, "worker")


def test_the_outbox_promises_with_keys_of_records_only(bureau):
    registered(bureau)
    deliver_all()
    payloads = [message.payload for message in OutboxMessage.objects.order_by("pk")]
    assert [set(payload) for payload in payloads] == [{"case"}, {"letter"}]


def test_the_receipt_to_hand_over_shows_the_code_and_is_not_stored(bureau):
    taken = registered(bureau)
    deliver_all()
    letter = letter_of(taken.case, "receipt")
    before = everything_stored()
    assert taken.query_code in full_text(receipt_with_code(letter, taken.query_code))
    assert everything_stored() == before


def test_a_repeated_receipt_makes_no_second_one(bureau):
    case = registered(bureau).case
    deliver_all()
    receipt_handler({"case": case.pk})
    assert case.letters.count() == 1


def test_the_extension_notice_tells_both_dates(bureau):
    asked = granted(bureau)
    deliver_all()
    letter = letter_of(asked.request, "extension_notice")
    assert letter.number == "清自然资公开延〔2026〕1号"
    assert letter.context["facts"]["first_due"] == "2026-03-30"
    # Ten working days after 30 March; 6 April is the holiday of Qingming.
    assert letter.context["facts"]["new_due"] == "2026-04-14"
    text = full_text(stored(letter))
    assert "2026年4月14日" in text
    assert "复议" not in text


PROVISIONAL = "暂按法定节假日推算"


def test_a_new_date_in_a_year_without_notice_is_told_as_provisional(bureau, clock):
    """The first date is firm, the new one is not: the notice is about the new one."""
    clock.move_to("2026-11-16 10:00:00+08:00")
    asked = granted(bureau, working_days=20)
    deliver_all()
    letter = letter_of(asked.request, "extension_notice")
    assert letter.context["facts"]["first_due"] == "2026-12-14"
    assert letter.context["provisional"]
    text = full_text(stored(letter))
    assert "（暂定）" in text
    assert PROVISIONAL in text
    assert "以自收到申请之日起20个工作日加上延长的20个工作日计算的日期为准" in text


def test_a_firm_new_date_carries_no_such_sentence(bureau):
    asked = granted(bureau)
    deliver_all()
    assert PROVISIONAL not in full_text(stored(letter_of(asked.request, "extension_notice")))


def test_after_a_correction_the_notice_counts_from_the_corrected_application(bureau, clock):
    clock.move_to("2026-11-16 10:00:00+08:00")
    case = case_in_handling(bureau)
    for type_, day in (("correction_notice", "2026-11-16"), ("correction_received", "2026-11-18")):
        data = {"on": day} | ({"reply_by": "2026-12-01"} if type_ == "correction_notice" else {})
        ClockEvent.objects.create(request=case, type=type_, on=date.fromisoformat(day), data=data)
    asked = Extension(request=case, working_days=20, reason=REASON, decided_on=date(2026, 11, 18))
    clock.move_to("2026-11-18 10:00:00+08:00")
    period = extended_period(again(case), asked)
    assert (period.restarted_on, period.period, period.provisional) == (date(2026, 11, 18), 20, True)


def test_the_due_date_told_is_the_due_date_after_delivery(bureau):
    asked = granted(bureau)
    deliver_all()
    letter = letter_of(asked.request, "extension_notice")
    hand_over(bureau, letter)
    case = again(asked.request)
    assert case.due_on.isoformat() == letter.context["facts"]["new_due"]


def test_a_second_call_issues_no_second_notice(bureau):
    asked = granted(bureau)
    for _ in range(2):
        extension_handler({"extension": asked.pk})
    assert asked.request.letters.filter(kind="extension_notice").count() == 1


def test_an_extension_that_fell_away_is_not_told(bureau):
    asked = granted(bureau)
    case = again(asked.request)
    withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    extension_handler({"extension": asked.pk})
    assert not case.letters.filter(kind="extension_notice").exists()


def test_a_notice_after_the_first_due_date_is_refused(bureau, clock):
    asked = granted(bureau)
    clock.move_to("2026-03-31 10:00:00+08:00")
    with pytest.raises(RuleRefusal) as refusal:
        extension_handler({"extension": asked.pk})
    assert refusal.value.basis.endswith("第三十三条第二款")
    assert not asked.request.letters.filter(kind="extension_notice").exists()


@pytest.mark.parametrize(("with_paper", "way"), [(False, "网上"), (True, "书面")])
def test_the_withdrawal_is_confirmed_without_a_remedy(bureau, with_paper, way):
    case = case_in_handling(bureau)
    if with_paper:
        paper = Upload("撤回.pdf", pdf())
        withdrawal.withdraw(actor=bureau.desk, case_id=case.pk, signed_paper=paper)
    else:
        withdrawal.withdraw(actor=Applicant(case), case_id=case.pk)
    for _ in range(2):
        withdrawal_handler({"case": case.pk})
    deliver_all()
    letter = letter_of(case, "withdrawal_notice")
    text = full_text(stored(letter))
    assert letter.number == "清自然资公开撤〔2026〕1号"
    assert f"以{way}方式" in text
    assert "复议" not in text
    assert again(case).state == "withdrawn"


def test_a_procedure_letter_with_a_missing_fact_is_refused(bureau):
    case = case_in_handling(bureau)
    with pytest.raises(InvalidInput) as refusal:
        issue_procedure_letter(actor=System("测试"), case_id=case.pk, kind="withdrawal_notice", facts={})
    assert list(refusal.value.fields) == ["facts.withdrawn_on"]
