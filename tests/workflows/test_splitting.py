"""拆分: each part has its number, the same day of receipt and clock, its people, its papers, its own way on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from letters import handlers
from letters.case_facts import Stage, gather_facts
from letters.context import parse_context
from letters.render import letter_text, render_html
from requests_app import audit, dates
from requests_app.errors import ApplicationError, RuleRefusal
from requests_app.models import AuditEntry, DisclosureRequest, DocumentKind, ExtensionState, Fee, Letter
from requests_app.rules.fees import Schedule
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors.cases import applicant_by_code
from requests_app.selectors.clock import case_history
from requests_app.selectors.excess import counts_of
from requests_app.selectors.extensions import live_extension
from requests_app.selectors.fees import charged_by, check_fee
from requests_app.selectors.reasons import reasons_in_question
from requests_app.services import clock, excess, query_code, reasons, splitting
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from requests_app.services.query_code import IdentityCheck
from tests.letters.pages import full_text
from tests.people import Office, again, natural_person, other_office, registered
from tests.services.stages import PDF, made
from tests.workflows.walk import PROOF, Walk
from workflows import engine
from workflows.consistency import check_flows
from workflows.perform import perform

ITEMS = ("东湖片区控规", "东湖片区听证笔录", "东湖片区专家意见")
TOLD = "2026年3月11日电话告知，申请人同意分别答复"


@pytest.fixture(autouse=True)
def day() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 3, 10, 2, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def begun(bureau: Office) -> tuple[Walk, str]:
    """Three items by two applicants, with a signed paper, in handling since 2026-03-11."""
    people = (natural_person(), natural_person("李某某", "110101198001010015"))
    files = ((DocumentKind.APPLICATION, Upload("申请表.pdf", PDF)),)
    given = registered(bureau, *ITEMS, applicants=people, files=files)
    walk = Walk(bureau, given.case)
    walk.accept()
    return walk, given.query_code


def split(walk: Walk, **changes: Any) -> list[DisclosureRequest]:
    arguments = {"part_of": {1: 0, 2: 1, 3: 0}, "told": TOLD, **changes}
    made: list[DisclosureRequest] = walk.do(Role.HANDLER, "split", **arguments)
    return made


def test_each_part_is_an_application_of_its_own(bureau: Office, day: Any) -> None:
    walk, code = begun(bureau)
    day.move_to(datetime(2026, 3, 16, 2, 0, tzinfo=UTC))
    (part,) = split(walk)
    part, case = again(part), walk.case
    assert (case.number, part.number) == ("2026-QX-00001", "2026-QX-00002")
    assert [item.text for item in case.items.all()] == [ITEMS[0], ITEMS[2]]
    assert [item.ordinal for item in case.items.all()] == [1, 2]
    assert [(item.ordinal, item.text) for item in part.items.all()] == [(1, ITEMS[1])]
    assert part.split_from == case
    assert (part.state, part.handler) == (case.state, case.handler)
    assert (part.received_on, part.due_on) == (case.received_on, case.due_on)
    names = [(one.name, one.identity_number) for one in part.applicants.all()]
    assert names == [(one.name, one.identity_number) for one in case.applicants.all()]
    assert [paper.sha256 for paper in part.documents.all()] == [
        paper.sha256 for paper in case.documents.filter(kind=DocumentKind.APPLICATION)
    ]
    assert applicant_by_code(str(part.number), code).request == part
    assert [task.flow_task.name for task in engine.open_tasks(part)] == ["handle"]
    assert check_flows() == []


def test_both_records_say_so_and_hold(bureau: Office) -> None:
    walk, _ = begun(bureau)
    (part,) = split(walk)
    for case, action in ((walk.case, "split"), (part, "split_off")):
        assert AuditEntry.objects.filter(request_id=case.pk, action=action).count() == 1
    assert audit.verify() == []


def test_the_receipt_tells_where_it_comes_from(bureau: Office) -> None:
    walk, _ = begun(bureau)
    (part,) = split(walk)
    walk.deliver_outbox()
    receipt = Letter.objects.get(request=part, kind="receipt")
    assert receipt.document is not None
    assert receipt.document.visible_to_applicant
    with receipt.document.file.open("rb") as stored:
        text = full_text(stored.read())
    assert f"本件由{walk.case.number}号申请拆分而来" in text
    assert "2026年4月8日" in text


def test_the_clock_comes_along_with_the_extension(bureau: Office) -> None:
    walk, _ = begun(bureau)
    walk.do(Role.HANDLER, "ask_extension", working_days=10, reason="须调阅多年档案")
    walk.do(Role.OFFICE_HEAD, "grant_extension")
    handlers.extension({"extension": walk.case.extensions.get().pk})
    letter = made(walk.case.letters.get(kind="extension_notice"))
    given = Service(way="hand", served_on=date(2026, 3, 10), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=given)
    (part,) = split(walk)
    assert again(part).due_on == walk.case.due_on == date(2026, 4, 22)
    assert case_history(part) == case_history(walk.case)
    (copied,) = part.clock_events.all()
    assert copied.data["copied_from"] == walk.case.clock_events.get().pk
    extension = live_extension(bureau.handler, part)
    assert extension is not None
    assert extension.state == ExtensionState.NOTIFIED
    walk.deliver_outbox()
    receipt = Letter.objects.get(request=part, kind="receipt")
    assert receipt.context["due_on"] == "2026-04-22"
    text = letter_text(render_html("receipt", parse_context("receipt", receipt.context)))
    assert "自收到申请之日起20个工作日加上已经延长的10个工作日内予以答复" in text


def test_the_receipt_of_a_part_tells_the_period_that_began_anew(bureau: Office, day: Any) -> None:
    walk, _ = begun(bureau)
    for type_, on in (("correction_notice", date(2026, 3, 11)), ("correction_received", date(2026, 3, 13))):
        walk.case.clock_events.create(type=type_, on=on, data={"on": on.isoformat()})
    day.move_to(datetime(2026, 3, 16, 2, 0, tzinfo=UTC))
    (part,) = split(walk)
    walk.deliver_outbox()
    receipt = Letter.objects.get(request=part, kind="receipt")
    assert receipt.context["due_on"] == str(again(part).due_on) == "2026-04-13"
    text = letter_text(render_html("receipt", parse_context("receipt", receipt.context)))
    assert "自2026年3月13日答复期限重新计算之日起20个工作日内予以答复" in text
    assert "自收到申请之日起" not in text


def test_a_draft_follows_what_stays_and_what_goes_is_drafted_anew(bureau: Office) -> None:
    walk, _ = begun(bureau)
    decisions = [ItemDecision(n, "provided", reason=f"理由{n}") for n in (1, 2, 3)]
    walk.do(Role.HANDLER, "save_draft", draft=ReplyDraft(decisions, "post"))
    (part,) = split(walk)
    draft = walk.case.drafts.order_by("version").last()
    assert draft is not None
    assert [(row["ordinal"], row["reason"]) for row in draft.fields["items"]] == [(1, "理由1"), (2, "理由3")]
    assert (part.items.get().outcome, part.drafts.count()) == ("", 0)


def test_what_was_split_counts_as_one_of_the_applicant(bureau: Office) -> None:
    walk, _ = begun(bureau)
    parts = split(walk, part_of={1: 0, 2: 1, 3: 2})
    for case in (walk.case, *parts):
        counted = counts_of(bureau.handler, again(case))
        assert {row.count.applications for person in counted for row in person.rows} == {1}


def test_under_review_it_starts_under_review(bureau: Office) -> None:
    walk = Walk(bureau, registered(bureau, *ITEMS).case)
    arguments = {"part_of": {1: 0, 2: 1, 3: 2}, "told": TOLD}
    parts: list[DisclosureRequest] = walk.do(Role.DESK_OFFICER, "split", **arguments)
    assert [again(part).state for part in parts] == [RequestState.UNDER_REVIEW] * 2
    assert [str(part.number)[-5:] for part in parts] == ["00002", "00003"]


def test_refusals_leave_nothing_behind(bureau: Office) -> None:
    walk, _ = begun(bureau)
    stranger = other_office().handler
    cases: list[tuple[Any, dict[str, Any], str]] = [
        (bureau.handler, {"told": " "}, "untold"),
        (bureau.handler, {"part_of": {1: 0, 2: 0, 3: 0}}, "nothing_split"),
        (bureau.handler, {"seen_version": 0}, "stale_form"),
        (bureau.legal, {}, "role_missing"),
        (bureau.desk, {}, "not_the_handler"),
        (stranger, {}, "unknown_case"),
    ]
    for actor, changes, code in cases:
        with pytest.raises(ApplicationError) as refusal:
            splitting.split(
                **{
                    "actor": actor,
                    "case_id": walk.case.pk,
                    "part_of": {1: 0, 2: 1, 3: 0},
                    "told": TOLD,
                    **changes,
                }
            )
        assert refusal.value.code == code
    walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="须调档")
    with pytest.raises(ApplicationError) as refusal:
        split(walk)
    assert refusal.value.code == "split_extending"
    assert DisclosureRequest.objects.count() == 1
    assert walk.case.items.count() == 3


def test_not_while_the_reply_is_being_approved(bureau: Office) -> None:
    walk = Walk.begin(bureau)
    walk.submit()
    with pytest.raises(ApplicationError) as refusal:
        perform(bureau.handler.user, walk.case, "split", part_of={1: 0}, told=TOLD)
    assert refusal.value.code == "wrong_state"


def test_a_part_keeps_the_correction_that_stands_in_its_own_clock(bureau: Office) -> None:
    walk, _ = begun(bureau)
    case, actor, today = walk.case, bureau.handler, dates.today()
    clock.record_event(case, actor=actor, type="correction_notice", on=today, data={"on": today})
    clock.record_event(case, actor=actor, type="correction_received", on=today, data={"on": today})
    clock.refresh(case)
    case.save()
    (part,) = split(walk)
    (known,) = gather_facts(again(part), today, Stage.DRAFTING).corrections
    assert (known.told_on, known.received_on) == (today, today)


def test_a_part_is_not_charged_as_a_piece_of_its_own(bureau: Office) -> None:
    walk, _ = begun(bureau)
    (part,) = split(walk)
    excess.find_excessive(actor=bureau.handler, case_id=part.pk, why="数量明显超过合理范围")
    with pytest.raises(RuleRefusal) as refusal:
        check_fee(again(part), Schedule.PER_PIECE, 1)
    assert refusal.value.code == "fee_on_part"
    assert str(walk.case.number) in refusal.value.message
    with pytest.raises(ApplicationError) as other:
        check_fee(again(part), Schedule.PER_QUANTITY, 1)
    assert other.value.code != "fee_on_part"


def test_a_new_code_shuts_the_old_one_out_of_every_part(bureau: Office) -> None:
    walk, old = begun(bureau)
    parts = split(walk, part_of={1: 0, 2: 1, 3: 2})
    code = query_code.reissue_code(actor=bureau.desk, case_id=parts[0].pk, check=IdentityCheck.IN_PERSON)
    for case in (walk.case, *parts):
        assert applicant_by_code(str(case.number), code).request == case
        with pytest.raises(ApplicationError):
            applicant_by_code(str(case.number), old)
        entries = AuditEntry.objects.filter(request_id=case.pk, action="query_code_reissued")
        assert entries.count() == 1
    assert audit.verify() == []


def test_a_part_counts_when_what_it_was_split_from_was_voided(bureau: Office) -> None:
    walk = Walk(bureau, registered(bureau, *ITEMS).case)
    arguments = {"part_of": {1: 0, 2: 1, 3: 2}, "told": TOLD}
    parts: list[DisclosureRequest] = walk.do(Role.DESK_OFFICER, "split", **arguments)
    DisclosureRequest.objects.filter(pk=walk.case.pk).update(state=RequestState.VOIDED)
    counted = counts_of(bureau.handler, again(parts[1]))
    assert {row.count.applications for person in counted for row in person.rows} == {1}


def test_a_fee_of_one_part_is_the_fee_of_all(bureau: Office) -> None:
    walk, _ = begun(bureau)
    (part,) = split(walk)
    Fee.objects.create(
        request=part, schedule="per_piece", count=1, amount=0, state="paid", decided_on=date(2026, 3, 10)
    )
    assert charged_by(walk.case) == "per_piece"


def extended(walk: Walk) -> Letter:
    """An extension that is granted, with its notice made."""
    walk.do(Role.HANDLER, "ask_extension", working_days=10, reason="须调阅多年档案")
    walk.do(Role.OFFICE_HEAD, "grant_extension")
    handlers.extension({"extension": walk.case.extensions.get().pk})
    return made(walk.case.letters.get(kind="extension_notice"))


def test_not_while_a_letter_that_moved_the_clock_may_still_come_back(bureau: Office) -> None:
    walk, _ = begun(bureau)
    letter = extended(walk)
    walk.post(letter)
    with pytest.raises(RuleRefusal) as refusal:
        split(walk)
    assert refusal.value.code == "split_posting"
    signed = Service(way="post", served_on=dates.today(), recipient="王契", proof=PROOF)
    walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=signed)
    assert split(walk)


def test_a_corrected_day_of_receipt_is_that_of_every_part(bureau: Office, day: Any) -> None:
    walk, _ = begun(bureau)
    parts = split(walk, part_of={1: 0, 2: 1, 3: 2})
    day.move_to(datetime(2026, 3, 12, 2, 0, tzinfo=UTC))
    perform(bureau.desk.user, parts[1], "withdraw", signed_paper=PROOF)
    arguments = {"to": date(2026, 3, 9), "reason": "登记时误填", "proof": PROOF}
    walk = Walk(bureau, again(parts[0]))
    walk.do(Role.OFFICE_HEAD, "correct_receipt", **arguments)
    moved = [again(case) for case in (parts[0], parts[0].split_from)]
    assert {(case.received_on, case.due_on) for case in moved} == {(date(2026, 3, 9), date(2026, 4, 7))}
    for case in moved:
        assert AuditEntry.objects.filter(request_id=case.pk, action="receipt_corrected").count() == 1
    assert again(parts[1]).received_on == date(2026, 3, 10)
    assert check_flows() == []


def test_reasons_are_asked_once_for_what_was_one_application(bureau: Office) -> None:
    walk, _ = begun(bureau)
    finding = excess.find_excessive(actor=bureau.handler, case_id=walk.case.pk, why="数量明显超过合理范围")
    asked = walk.case.reasons_requests.create(
        finding=finding,
        state="judged",
        judgement="reasonable",
        what="为什么申请",
        reply_by=date(2026, 3, 31),
        asked_by=bureau.handler.user,
        asked_on=date(2026, 3, 10),
        told_on=date(2026, 3, 10),
    )
    (part,) = split(walk)
    excess.find_excessive(actor=bureau.handler, case_id=part.pk, why="数量明显超过合理范围")
    assert reasons_in_question(again(part)) == asked
    with pytest.raises(RuleRefusal) as refusal:
        reasons.ask(actor=bureau.handler, case_id=part.pk, what="为什么申请", reply_by=date(2026, 3, 31))
    assert refusal.value.code == "reasons_twice"


def test_not_while_a_moved_date_is_to_be_told(bureau: Office, day: Any) -> None:
    walk, _ = begun(bureau)
    day.move_to(datetime(2026, 3, 12, 2, 0, tzinfo=UTC))
    walk.do(Role.OFFICE_HEAD, "correct_receipt", to=date(2026, 3, 9), reason="登记时误填", proof=PROOF)
    arguments = {"part_of": {1: 0, 2: 1, 3: 0}, "told": TOLD}
    with pytest.raises(RuleRefusal) as refusal:
        walk.do(Role.OFFICE_HEAD, "split", **arguments)
    assert refusal.value.code == "split_telling"
    change = walk.case.date_changes.get()
    walk.do(Role.HANDLER, "waive_date_change", change_id=change.pk, reason="电话告知")
    assert walk.do(Role.OFFICE_HEAD, "split", **arguments)
