"""补正 (Art. 30): asked once, told in time, received, called off; the clock stops on the day of telling."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from letters import handlers
from requests_app.actors import Applicant, System
from requests_app.errors import AccessRefused, ApplicationError, InvalidInput, RuleRefusal, StateRefusal
from requests_app.models import (
    ClockEvent,
    Correction,
    CorrectionState,
    DisclosureRequest,
    DocumentKind,
    Letter,
    LetterState,
    OutboxMessage,
)
from requests_app.rules.correction import Point
from requests_app.rules.roles import Role
from requests_app.selectors.clock import derivation_of
from requests_app.selectors.corrections import (
    awaited_correction,
    effect_of_correction,
    original_texts,
    overdue_corrections,
)
from requests_app.selectors.inbox import inbox
from requests_app.services import correction, delivery, withdrawal
from requests_app.services.correction import Received
from requests_app.services.delivery import Posting, Service
from requests_app.services.documents import Upload
from tests.people import Office, again, counter_case, office
from tests.services.stages import PDF, made

pytestmark = pytest.mark.django_db

VAGUE, CLEAR = "东湖片区的全部材料", "东湖片区控制性详细规划（2025年修订）批复文件"
POINTS = (Point("description", "“全部材料”范围不明", "请写明材料的名称或者文号", 1),)
UNTIL = date(2026, 3, 25)
LAST_DAY = "2026-03-11T10:00+08:00"
DAY_AFTER = "2026-03-12T10:00+08:00"
SCAN = Upload("补正.pdf", PDF)


@pytest.fixture
def day() -> Iterator[Any]:
    """Monday, 2 March 2026: the last day for telling is 11 March."""
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def here(day: Any) -> Office:
    return office()


@pytest.fixture
def case(here: Office) -> DisclosureRequest:
    return counter_case(here, VAGUE)


def ask(here: Office, case: DisclosureRequest, **changes: Any) -> Correction:
    given: dict[str, Any] = {"points": POINTS, "reply_by": UNTIL, **changes}
    return correction.ask(actor=here.desk, case_id=case.pk, **given)


def notice(asked: Correction) -> Letter:
    """The notice as the outbox makes it."""
    handlers.correction({"correction": asked.pk})
    return made(Letter.objects.get(correction=asked))


def post(here: Office, letter: Letter, on: date) -> None:
    posting = Posting(sent_on=on, tracking_number="XA00000000011", carrier="邮政企业")
    delivery.post_letter(actor=here.desk, case_id=letter.request_id, letter_id=letter.pk, posting=posting)


def hand_over(here: Office, letter: Letter, on: date) -> None:
    given = Service("hand", on, "王契", proof=Upload("回证.pdf", PDF))
    delivery.confirm_delivery(actor=here.desk, case_id=letter.request_id, letter_id=letter.pk, service=given)


def told(here: Office, case: DisclosureRequest) -> Letter:
    letter = notice(ask(here, case))
    hand_over(here, letter, date(2026, 3, 2))
    return letter


def received(on: date = date(2026, 3, 10), **changes: Any) -> Received:
    return Received(**{"received_on": on, "texts": {1: CLEAR}, "files": [SCAN], **changes})


def events(case: DisclosureRequest) -> list[str]:
    rows = ClockEvent.objects.filter(request=case, revoked_at__isnull=True).order_by("on", "pk")
    return list(rows.values_list("type", flat=True))


def test_the_clock_stops_on_the_day_the_applicant_is_told(here: Office, case: DisclosureRequest) -> None:
    asked = ask(here, case)
    waiting = again(case)
    assert (waiting.state, waiting.due_on) == ("awaiting_correction", date(2026, 3, 30))
    assert (waiting.next_act, waiting.next_act_on) == ("tell_correction", date(2026, 3, 11))
    assert OutboxMessage.objects.filter(topic="letters.correction").count() == 1
    hand_over(here, notice(asked), date(2026, 3, 2))
    waiting = again(case)
    assert (waiting.due_on, waiting.waiting_for, waiting.waiting_until) == (None, "correction", UNTIL)
    assert (waiting.next_act, waiting.next_act_on) == ("correction_end", UNTIL)


def test_the_corrected_application_gets_a_fresh_period(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    told(here, case)
    day.move_to("2026-03-10T10:00+08:00")
    correction.receive(actor=here.desk, case_id=case.pk, received=received())
    fresh = again(case)
    # Twenty working days after 10 March; 6 April is the holiday of Qingming.
    assert (fresh.state, fresh.due_on) == ("under_review", date(2026, 4, 8))
    assert (fresh.next_act, fresh.next_act_on) == ("reply", date(2026, 4, 8))
    assert events(case) == ["correction_notice", "correction_received"]
    assert fresh.items.get().text == CLEAR
    assert original_texts(fresh) == [VAGUE]
    assert fresh.documents.filter(kind=DocumentKind.CORRECTION).count() == 1
    kept = fresh.corrections.get()
    assert (kept.state, kept.received_online) == (CorrectionState.RECEIVED, False)


def test_the_applicant_corrects_online(here: Office, case: DisclosureRequest, day: Any) -> None:
    told(here, case)
    day.move_to("2026-03-10T10:00+08:00")
    applicant = Applicant(again(case))
    correction.receive(actor=applicant, case_id=case.pk, received=received(files=()))
    assert again(case).corrections.get().received_online


def test_after_the_last_day_it_is_still_received_with_a_warning(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    told(here, case)
    day.move_to("2026-03-27T10:00+08:00")
    late = received(date(2026, 3, 27), late_reason="出差在外，邮件由他人代收")
    correction.receive(actor=here.desk, case_id=case.pk, received=late)
    derivation = derivation_of(again(case))
    assert derivation is not None
    assert derivation.standard.due == date(2026, 4, 27)
    assert [warning.code for warning in derivation.warnings] == ["correction_received_late"]
    assert again(case).corrections.get().late_reason.startswith("出差")


REFUSED = [
    ("late", DAY_AFTER, {}, "correction_late"),
    ("nothing to correct", LAST_DAY, {"points": ()}, "correction_empty"),
    ("the purpose", LAST_DAY, {"guidance": "请说明申请信息的用途"}, "correction_purpose"),
    ("no period", LAST_DAY, {"reply_by": date(2026, 3, 11)}, "correction_period"),
    (
        "an item that is not there",
        LAST_DAY,
        {"points": (Point("description", "甲", "乙", 9),)},
        "unknown_item",
    ),
]


@pytest.mark.parametrize(("name", "when", "given", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_law_does_not_allow_is_refused(
    here: Office, case: DisclosureRequest, day: Any, name: str, when: str, given: dict, code: str
) -> None:
    day.move_to(when)
    with pytest.raises(ApplicationError) as refusal:
        ask(here, case, **given)
    assert refusal.value.code == code
    assert again(case).state == "under_review"
    assert not Correction.objects.exists()


def test_on_the_last_day_it_is_lawful(here: Office, case: DisclosureRequest, day: Any) -> None:
    day.move_to(LAST_DAY)
    post(here, notice(ask(here, case)), date(2026, 3, 11))
    assert again(case).waiting_for == "correction"


def warnings(case: DisclosureRequest) -> list[str]:
    derivation = derivation_of(again(case))
    assert derivation is not None
    return [warning.code for warning in derivation.warnings]


@pytest.mark.parametrize("give", [post, hand_over], ids=["posted", "handed over"])
def test_a_notice_told_after_the_last_day_is_on_record_and_the_clock_runs(
    here: Office, case: DisclosureRequest, day: Any, give: Any
) -> None:
    letter = notice(ask(here, case))
    day.move_to(DAY_AFTER)
    give(here, letter, date(2026, 3, 12))
    late = again(case)
    assert (late.state, late.due_on, late.waiting_for) == ("under_review", date(2026, 3, 30), "")
    assert (warnings(case), letter.deliveries.count()) == (["correction_notice_late"], 1)
    with pytest.raises(RuleRefusal):
        ask(here, case)


def test_what_comes_upon_a_late_notice_is_filed_and_the_period_runs_on(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    letter = notice(ask(here, case))
    day.move_to(DAY_AFTER)
    hand_over(here, letter, date(2026, 3, 12))
    assert awaited_correction(Applicant(again(case))) is not None
    correction.receive(actor=here.desk, case_id=case.pk, received=received(date(2026, 3, 12)))
    assert awaited_correction(Applicant(again(case))) is None
    filed = again(case)
    assert (filed.state, filed.due_on, filed.items.get().text) == ("under_review", date(2026, 3, 30), CLEAR)
    assert filed.documents.filter(kind=DocumentKind.CORRECTION).count() == 1
    assert warnings(case) == ["correction_notice_late"]
    with pytest.raises(StateRefusal) as refusal:
        correction.receive(actor=here.desk, case_id=case.pk, received=received(date(2026, 3, 12)))
    assert refusal.value.code == "no_correction"


def test_a_late_notice_that_came_back_leaves_nothing_behind(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    letter = notice(ask(here, case))
    day.move_to(DAY_AFTER)
    post(here, letter, date(2026, 3, 12))
    delivery.record_failure(actor=here.desk, case_id=case.pk, letter_id=letter.pk, reason="地址不详")
    assert (again(case).state, events(case), warnings(case)) == ("under_review", [], [])
    assert again(case).corrections.get().state == CorrectionState.CALLED_OFF


def test_a_second_one_is_refused(here: Office, case: DisclosureRequest) -> None:
    told(here, case)
    correction.receive(actor=here.desk, case_id=case.pk, received=received(date(2026, 3, 2)))
    with pytest.raises(RuleRefusal) as refusal:
        ask(here, case)
    assert refusal.value.code == "correction_twice"


def test_an_untold_notice_can_be_called_off_and_asked_again(here: Office, case: DisclosureRequest) -> None:
    letter = notice(ask(here, case))
    correction.call_off(actor=here.desk, case_id=case.pk, reason="申请人已经当面说明清楚")
    letter.refresh_from_db()
    assert (again(case).state, letter.state) == ("under_review", LetterState.WITHDRAWN)
    assert again(case).due_on == date(2026, 3, 30)
    ask(here, case)
    with pytest.raises(InvalidInput):
        correction.call_off(actor=here.desk, case_id=case.pk, reason=" ")


def test_a_notice_called_off_while_it_was_being_made_stays_withdrawn(
    here: Office, case: DisclosureRequest
) -> None:
    asked = ask(here, case)
    handlers.correction({"correction": asked.pk})
    correction.call_off(actor=here.desk, case_id=case.pk, reason="申请人已经当面说明清楚")
    letter = made(Letter.objects.get(correction=asked))
    assert letter.document is not None
    assert (letter.state, letter.document.visible_to_applicant) == (LetterState.WITHDRAWN, False)
    with pytest.raises(StateRefusal) as refusal:
        post(here, letter, date(2026, 3, 2))
    assert refusal.value.code == "letter_withdrawn"


def test_what_was_told_cannot_be_called_off(here: Office, case: DisclosureRequest) -> None:
    told(here, case)
    with pytest.raises(StateRefusal) as refusal:
        correction.call_off(actor=here.desk, case_id=case.pk, reason="不需要了")
    assert refusal.value.code == "correction_told"


def test_a_notice_that_came_back_was_never_told(here: Office, case: DisclosureRequest) -> None:
    letter = notice(ask(here, case))
    post(here, letter, date(2026, 3, 2))
    assert again(case).due_on is None
    delivery.record_failure(actor=here.desk, case_id=case.pk, letter_id=letter.pk, reason="地址不详")
    assert (again(case).due_on, events(case)) == (date(2026, 3, 30), [])
    assert again(case).corrections.get().state == CorrectionState.ASKED


def test_a_notice_whose_envelope_came_back_after_the_correction_was_told(
    here: Office, case: DisclosureRequest
) -> None:
    letter = notice(ask(here, case))
    post(here, letter, date(2026, 3, 2))
    correction.receive(actor=Applicant(again(case)), case_id=case.pk, received=received(date(2026, 3, 2)))
    delivery.record_failure(actor=here.desk, case_id=case.pk, letter_id=letter.pk, reason="逾期未领")
    assert events(case) == ["correction_notice", "correction_received"]


def test_who_corrects_before_the_proof_is_recorded_has_been_told(
    here: Office, case: DisclosureRequest
) -> None:
    notice(ask(here, case))
    correction.receive(actor=Applicant(again(case)), case_id=case.pk, received=received(date(2026, 3, 2)))
    assert events(case) == ["correction_notice", "correction_received"]


def test_a_correction_upon_a_notice_never_told_in_time_moves_no_date(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    notice(ask(here, case))
    day.move_to(DAY_AFTER)
    correction.receive(actor=here.desk, case_id=case.pk, received=received(date(2026, 3, 12)))
    assert events(case) == []
    assert (again(case).due_on, again(case).items.get().text) == (date(2026, 3, 30), CLEAR)


EMPTY = [
    ("from the future", {"on": date(2026, 3, 3)}, "received_on"),
    ("before it was asked", {"on": date(2026, 3, 1)}, "received_on"),
    ("a blank item", {"texts": {1: " "}}, "text_1"),
    ("nothing changed", {"texts": {1: VAGUE}, "files": ()}, "note"),
    ("no paper and no word of it", {"files": ()}, "note"),
]


@pytest.mark.parametrize(("name", "given", "field"), EMPTY, ids=[row[0] for row in EMPTY])
def test_an_empty_correction_is_no_correction(
    here: Office, case: DisclosureRequest, name: str, given: dict, field: str
) -> None:
    told(here, case)
    with pytest.raises(InvalidInput) as refusal:
        correction.receive(
            actor=here.desk, case_id=case.pk, received=received(**{"on": date(2026, 3, 2), **given})
        )
    assert list(refusal.value.fields) == [field]
    assert again(case).state == "awaiting_correction"


@pytest.mark.parametrize("role", [Role.LEGAL_REVIEWER, Role.OFFICE_HEAD, Role.ARCHIVIST])
def test_only_officers_ask(here: Office, case: DisclosureRequest, role: Role) -> None:
    with pytest.raises(AccessRefused):
        correction.ask(actor=here.member(role), case_id=case.pk, points=POINTS, reply_by=UNTIL)


def test_a_withdrawn_application_needs_no_notice(here: Office, case: DisclosureRequest) -> None:
    asked = ask(here, case)
    withdrawal.withdraw(actor=Applicant(again(case)), case_id=case.pk)
    handlers.correction({"correction": asked.pk})
    assert not Letter.objects.filter(correction=asked).exists()
    asked.refresh_from_db()
    assert asked.state == CorrectionState.CALLED_OFF


def test_the_notice_says_what_how_and_until_when(here: Office, case: DisclosureRequest) -> None:
    letter = notice(ask(here, case, guidance="批复文件可以在网站查阅目录"))
    assert letter.number == "清自然资公开补〔2026〕1号"
    facts = letter.context["facts"]
    assert facts["reply_by"] == "2026-03-25"
    assert facts["points"][0]["about"] == "第1项申请内容"
    handlers.correction({"correction": letter.correction_id})
    assert case.letters.filter(kind="correction_notice").count() == 1


def test_only_the_day_after_the_period_somebody_is_asked_to_confirm(
    here: Office, case: DisclosureRequest, day: Any
) -> None:
    told(here, case)
    assert overdue_corrections(UNTIL) == []
    with pytest.raises(StateRefusal):
        correction.propose_lapse(actor=System("测试"), case_id=case.pk)
    day.move_to("2026-03-26T10:00+08:00")
    assert overdue_corrections(date(2026, 3, 26)) == [case.pk]
    correction.propose_lapse(actor=System("测试"), case_id=case.pk)
    assert overdue_corrections(date(2026, 3, 26)) == []
    assert again(case).state == "awaiting_correction"


def test_the_inbox_puts_it_where_somebody_looks(here: Office, case: DisclosureRequest, day: Any) -> None:
    letter = notice(ask(here, case))
    assert [group.key for group in inbox(here.desk)] == ["near"]
    hand_over(here, letter, date(2026, 3, 2))
    assert [group.key for group in inbox(here.desk)] == ["paused"]
    day.move_to("2026-03-26T10:00+08:00")
    assert [group.key for group in inbox(here.desk)] == ["today"]


def test_the_effect_is_known_before_anybody_decides(here: Office, case: DisclosureRequest, day: Any) -> None:
    effect = effect_of_correction(here.desk, case)
    # Fifteen working days are proposed; answered on that day, twenty more run.
    assert (effect.last_day, effect.reply_by) == (date(2026, 3, 11), date(2026, 3, 23))
    assert (effect.period, effect.latest_due) == (20, date(2026, 4, 21))
    day.move_to(DAY_AFTER)
    assert "不能再要求补正" in effect_of_correction(here.desk, again(case)).refusal
