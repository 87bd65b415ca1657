"""A write is a service that runs through `@act`; a read is a selector that asks who is asking. What does neither
stands below with its reason: a new function is one or the other, or somebody writes down why it is not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ROOT / "requests_app" / "services"
SELECTORS = ROOT / "requests_app" / "selectors"

PART = "a part of acts: its caller holds the lock of the case and has asked who acts"
NO_CASE = "there is no case yet that could be locked; it checks its actor or key itself"
DERIVED = "writes nothing but dates derived from what is recorded"
ALL_AGENCIES = "concerns every agency, not one case; only the system may"
PURE = "writes nothing"
OWN_CASE = "a record correction is a case of its own: it locks its own row and checks its actor itself"

NOT_ACTS = {
    "access_attempts.count_application": NO_CASE,
    "access_attempts.count_file_check": NO_CASE,
    "agency_settings.set_approval": NO_CASE,
    "agency_settings.set_warnings": NO_CASE,
    "agency_settings.set_ways_to_pay": NO_CASE,
    "access_attempts.discard_stale": NO_CASE,
    "access_attempts.issued_paper_by_code": NO_CASE,
    "access_attempts.open_by_code": NO_CASE,
    "access_attempts.open_slip_by_code": NO_CASE,
    "act.act": "the decorator itself",
    "act.lock": "the lock itself",
    "approval.close_open": PART,
    "approval.drafters_of": PURE,
    "approval.next_step": PURE,
    "approval.outcome_of": PURE,
    "calendars.load_year": ALL_AGENCIES,
    "calendars.seed": ALL_AGENCIES,
    "channels.announce_channels": NO_CASE,
    "clock.lock_leads": PART,
    "clock.record_event": PART,
    "clock.refresh": DERIVED,
    "clock.refresh_batch": DERIVED,
    "clock.refresh_lead": DERIVED,
    "clock.derive_rows": PURE,
    "clock.write_dates": DERIVED,
    "moving_dates.moving_cases": PURE,
    "moving_dates.recorded_of": PURE,
    "moving_dates.refresh_moving": DERIVED,
    "clock.revoke_consultation": PART,
    "clock.revoke_events": PART,
    "clock.revoke_fee_notice": PART,
    "consultation.end_live": PART,
    "correction.end_live": PART,
    "consultation_clock.inquiry_came_back": PART,
    "consultation_clock.inquiry_left": PART,
    "consultation_clock.is_inquiry": PURE,
    "consultation_clock.keep_event": PART,
    "consultation_clock.moved": PART,
    "consultation_clock.tell_applicant": "part of the act by which the inquiry left, which writes the record",
    "passage_marks.keep_marks": PART,
    "policies.choose_policies": NO_CASE,
    "correction.cancel_untold": PART,
    "correction.go_on_without": PART,
    "correction.mark_lapsed": PART,
    "correction.mark_told": PART,
    "correction.take_back_notice": PART,
    "date_change.cancel_live": PART,
    "date_change.mark_told": PART,
    "date_change.moved_words": PURE,
    "date_change.propose": PART,
    "date_change.take_back_notice": PART,
    "decision.keep_draft": PART,
    "decision.newest_draft": PURE,
    "decision.redraft": PART,
    "decision.restore_draft": PART,
    "decision.same_as": PURE,
    "delegation.arrange": NO_CASE,
    "delegation.end": NO_CASE,
    "disclosures.take_back_notices": PART,
    "documents.store": PART,
    "delayed_reply.came_back": PART,
    "delayed_reply.mark_notified": PART,
    "excess_letters.came_back": PART,
    "excess_letters.told": PART,
    "excess_reply.counts_words": PURE,
    "excess_reply.excess_facts": PURE,
    "excess_reply.is_answered_so": PURE,
    "excess_reply.judged_words": PURE,
    "excess_reply.propose": PART,
    "excess_reply.take_back": PART,
    "two_sides.refuse_applicant": PURE,
    "two_sides.refuse_third_party": PURE,
    "reasons.came_back": PART,
    "reasons.end_live": PART,
    "reasons.mark_told": PART,
    "reasons.moved": PART,
    "online_application.reasons_key": PURE,
    "online_application.send_reasons": "the kept draft, then the act `give`, in one transaction",
    "extension.cancel_live": PART,
    "extension.mark_notified": PART,
    "extension.spend": PART,
    "extension.take_back_notice": PART,
    "fees.awaited": PART,
    "extension.remake_notice": PART,
    "fees.end_by_order": PART,
    "fees.end_live": PART,
    "fees.go_on_without": PART,
    "fees.keep_notice": PART,
    "fees.mark_lapsed": PART,
    "fees.mark_told": PART,
    "fees.moved": PART,
    "fees.take_back_notice": PART,
    "files.discard_unreferenced": ALL_AGENCIES,
    "files.keep_if_committed": PART,
    "files.unreferenced": PURE,
    "importing.import_case": NO_CASE,
    "joining.check_theirs": PURE,
    "joining.is_theirs": PURE,
    "joining.leave": PART,
    "joint.follow": "a part of acts; what it does on each request is an act of its own",
    "joint_letters.made": "a part of acts; what it does on each request is an act of its own",
    "joint_letters.put_on_each_file": "a part of acts; what it does on each request is an act of its own",
    "journal.note": PART,
    "lateness.is_late": PURE,
    "lateness.keep_lateness": "a part of acts; what it does on each request is an act of its own",
    "lapse.lapse_facts": PURE,
    "letter_style.checked_style": PURE,
    "letter_style.dress_letters": NO_CASE,
    "letter_style.style_shown": PURE,
    "letter_style.style_of": PURE,
    "lapse.unpaid_facts": PURE,
    "numbers.allocate": PART,
    "numbers.move_past": PART,
    "numbers.upcoming": PURE,
    "online_application.add_file": NO_CASE,
    "online_application.correction_key": PURE,
    "online_application.discard_stale": NO_CASE,
    "online_application.forget": NO_CASE,
    "online_application.remove_file": NO_CASE,
    "online_application.save_answers": NO_CASE,
    "online_application.send_correction": "the kept draft, then the act `receive`, in one transaction",
    "online_application.submit": NO_CASE,
    "query_code.reissue_code": "the same act on each request that one code opens, in one transaction",
    **{
        f"record_correction.{name}": OWN_CASE
        for name in (
            "answer",
            "approve",
            "archive",
            "begin",
            "draft",
            "keep_made",
            "open_file",
            "reveal_contacts",
            "send_back",
            "take_in",
            "tell",
        )
    },
    "register_print.print_register": NO_CASE,
    "recalculation.apply_calendar": ALL_AGENCIES,
    "recalculation.recalculate": ALL_AGENCIES,
    "intake.submit_to_platform": NO_CASE,
    "registration.keep_application": NO_CASE,
    "publication.propose_if_due": "part of the act that serves the reply; writes its own line of the record",
    "registration.register_at_desk": "`take_in`, then the act `register`, in one transaction",
    "registration.submit_online": NO_CASE,
    "registration.take_in": NO_CASE,
    "splitting.is_theirs": PURE,
    "submission.refuse_failed": PURE,
    "warned_people.people_of": PURE,
    "warnings.tell_of_order": PART,
    "warnings.mark_read": "the actor's own reminders, which change nothing of a case",
    "warnings.warn": "writes reminders for every agency, nothing of a case; only the system may",
}

OPENED = "about a record that a selector with an actor has handed out"
PUBLIC = "about public bodies only"
PROOF = "the number with its code, or the key, is the right itself"
NO_RECORD = "about dates, not about a case"

WITHOUT_ACTOR = {
    "agencies.heading_agency": PUBLIC,
    "agencies.host_agency": PUBLIC,
    "agencies.agency_contact": PUBLIC,
    "agencies.contact_of_name": PUBLIC,
    "agencies.intake_platforms": PUBLIC,
    "agencies.named_agency": PUBLIC,
    "agencies.public_agencies": PUBLIC,
    "agencies.public_agency": PUBLIC,
    "archive.letters_pending": OPENED,
    "calendars.compare": "of the cases that a keeper has listed",
    "calendars.known_dates": OPENED,
    "calendars.pointless_changes": "for the sweep, which is the system and sees every case",
    "calendars.reached_by": "for whoever keeps the calendar, which every case follows",
    "calendars.touched_by": "for whoever keeps the calendar, which every case follows",
    "cases.agencies_below": PUBLIC,
    "cases.applicant_by_code": PROOF,
    "clock.case_history": OPENED,
    "clock.days_to_show": NO_RECORD,
    "clock.derivation_before_receipt": OPENED,
    "clock.derivation_at_receipt": OPENED,
    "clock.events_without_effect": OPENED,
    "clock.derivation_from": OPENED,
    "clock.derivation_of": OPENED,
    "clock.provisional_mark": OPENED,
    "clock.history_from": OPENED,
    "record_corrections.chain_of": NO_RECORD,
    "consultations.silent_today": "for the daily sweep alone",
    "consultations.slip_opened_before": PROOF,
    "consultations.third_party_by_code": PROOF,
    "consultations.view_of": OPENED,
    "contact_notes.lacks_help": OPENED,
    "corrections.is_awaited": OPENED,
    "corrections.last_day_of": OPENED,
    "corrections.last_day_to_correct": OPENED,
    "corrections.lapse_on_its_way": OPENED,
    "corrections.original_texts": OPENED,
    "corrections.overdue_corrections": "for the sweep, which is the system and sees every case",
    "corrections.served_on": OPENED,
    "corrections.stopped_the_clock": OPENED,
    "corrections.takes_effect": OPENED,
    "corrections.told_elsewhere": OPENED,
    "corrections.waiting_step": OPENED,
    "corrections.was_asked": OPENED,
    "derived_dates.derived_dates": OPENED,
    "documents.read_content": OPENED,
    "expected.expected_dates": NO_RECORD,
    "excess.counts_as_json": NO_RECORD,
    "excess.draws_attention": OPENED,
    "excess.finding_of": OPENED,
    "excess.kept_counts": OPENED,
    "splits.family_keys": OPENED,
    "disclosures.disclosing_reply": OPENED,
    "disclosures.told_in_vain": OPENED,
    "disclosures.unserved_notices": OPENED,
    "fees.charged_by": OPENED,
    "fees.check_fee": OPENED,
    "fees.earlier_in_the_month": OPENED,
    "fees.is_awaited": OPENED,
    "fees.last_day_of": OPENED,
    "fees.live_fee": OPENED,
    "fees.outstanding": OPENED,
    "fees.overdue_fees": "for the sweep, which is the system and sees every case",
    "fees.paid_amount": OPENED,
    "fees.refundable": OPENED,
    "fees.reported": OPENED,
    "fees.served_on": OPENED,
    "fees.told_elsewhere": OPENED,
    "fees.waiting_step": OPENED,
    "fees.ways_to_pay": PUBLIC,
    "reasons.check_delay_now": OPENED,
    "reasons.is_delayed": OPENED,
    "reasons.is_not_handled": OPENED,
    "reasons.last_day_of": OPENED,
    "reasons.letter_subject": OPENED,
    "reasons.may_be_given": OPENED,
    "reasons.open_delay": OPENED,
    "reasons.overdue_reasons": "for the sweep, which is the system and sees every case",
    "reasons.reasons_in_question": OPENED,
    "reasons.served_on": OPENED,
    "reasons.standing_reasons": OPENED,
    "identities.applicant_marks": OPENED,
    "identities.consulted_marks": OPENED,
    "identities.marks_in": NO_RECORD,
    "identities.names": NO_RECORD,
    "identities.same_words": NO_RECORD,
    "identities.third_party_marks": OPENED,
    "inbox.days_between": NO_RECORD,
    "inbox.remaining_days": NO_RECORD,
    "joining.answered_items": OPENED,
    "joining.answered_together": OPENED,
    "joining.dues_of_joined": OPENED,
    "joining.ever_joined": "the applicants of the other requests are the same: the rule of joining",
    "joining.first_due": OPENED,
    "joining.items_before": OPENED,
    "joining.joint_words": "the applicants of the other requests are the same: the rule of joining",
    "joining.lead_of": OPENED,
    "joining.side_of": OPENED,
    "letters.needs_delivery": OPENED,
    "online_application.answers_of": OPENED,
    "online_application.find": PROOF,
    "online_application.shown_code": OPENED,
    "online_application.unfinished": PROOF,
    "policies.chosen_by": PUBLIC,
    "policies.readable_choice": PUBLIC,
    "policies.wrong_choices": "for the examination of the installation, which sees every agency",
    "publication.people_of": OPENED,
    "publication.policies_of": OPENED,
    "repeats.asking_as_entered": NO_RECORD,
    "repeats.asking_of": OPENED,
    "extensions.untold_that_move": "for the keeper of the calendar, in the act that loads one",
    "remedies.answer_due": OPENED,
    "replies.lies_to_be_collected": "a condition for queries of selectors with an actor, and of the sweep",
    "remedies.effect_of_reopening": OPENED,
    "remedies.effect_of_taking_back": OPENED,
    "remedies.is_unanswered": OPENED,
    "remedies.order_obeyed": OPENED,
    "remedies.period_of": OPENED,
    "remedies.replies_in_force": OPENED,
    "remedies.reply_in_force": OPENED,
    "remedies.reply_taken_back": OPENED,
    "on_the_spot.spot_standing": OPENED,
    "seals.current_seal": PUBLIC,
    "seals.reply_format": PUBLIC,
    "signatures.has_signed": PUBLIC,
    "splits.received_alike": OPENED,
    "splits.split_words": OPENED,
    "submissions.rounds_of": OPENED,
    "submissions.last_seen_by": OPENED,
    "supervision.late_words": OPENED,
    "transfers.came_from": OPENED,
    "extensions.told_before": OPENED,
    "reasons.delay_in_question": OPENED,
    "reasons.is_spent": OPENED,
    "verification.paper_by_code": PROOF,
    "verification.paper_by_hash": PROOF,
    "tracks.choices_of": OPENED,
    "tracks.joint_consultations_of": OPENED,
    "tracks.newest_choice": OPENED,
}


def public_functions(room: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """("module.function", its code) of every public function of a folder."""
    for path in sorted(room.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{path.stem}.{node.name}", node


def is_act(function: ast.FunctionDef) -> bool:
    """Whether `@act(…)` stands above it."""
    return any(
        isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "act"
        for decorator in function.decorator_list
    )


def asks_who(function: ast.FunctionDef) -> bool:
    """Whether its first parameter is the actor."""
    return [argument.arg for argument in function.args.args[:1]] == ["actor"]


def test_every_service_is_an_act_or_says_why_not() -> None:
    others = {name for name, function in public_functions(SERVICES) if not is_act(function)}
    assert sorted(others - NOT_ACTS.keys()) == []
    assert sorted(NOT_ACTS.keys() - others) == []


def test_an_act_takes_its_arguments_by_name() -> None:
    acts = [(name, function) for name, function in public_functions(SERVICES) if is_act(function)]
    assert len(acts) >= 20
    for name, function in acts:
        by_name = [argument.arg for argument in function.args.kwonlyargs]
        assert by_name[:2] == ["actor", "case"], name
        assert function.args.args == [], name


def test_every_selector_asks_who_is_asking_or_says_why_not() -> None:
    others = {name for name, function in public_functions(SELECTORS) if not asks_who(function)}
    assert sorted(others - WITHOUT_ACTOR.keys()) == []
    assert sorted(WITHOUT_ACTOR.keys() - others) == []


SCENARIOS = [
    # name, source, is it an act?, does it ask who?
    ("an act", "@act('登记', by=By())\ndef f(*, actor, case): ...", True, False),
    ("a transaction is no act", "@transaction.atomic\ndef f(*, actor): ...", False, False),
    ("a read", "def f(actor, case): ...", False, True),
    ("the actor comes first", "def f(case, actor): ...", False, False),
]


@pytest.mark.parametrize(("name", "source", "act", "asks"), SCENARIOS, ids=[row[0] for row in SCENARIOS])
def test_what_counts_as_one(name: str, source: str, act: bool, asks: bool) -> None:
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert is_act(function) is act
    assert asks_who(function) is asks
