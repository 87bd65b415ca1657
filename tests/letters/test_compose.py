"""What of the database reaches a letter, and what of it bears a letter out."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from letters.case_facts import Stage, gather_facts
from letters.compose import compose_procedure, compose_reply
from letters.content import changed_parts
from letters.issue import make_letter
from requests_app import dates
from requests_app.models import Approval, ClockEvent, DisclosureRequest, Letter, SearchRecord
from requests_app.selectors.seals import REPLY_FORMAT
from requests_app.services import extension
from tests.letters.desk import answer, approved, deliver_all, drafted, hand_over, save
from tests.letters.test_issue import issue, issued_and_made
from tests.people import again, case_in_handling, organisation, other_office


def facts(case, **arguments):
    return gather_facts(case, dates.today(), Stage.DRAFTING, **arguments)


def composed(case):
    return compose_reply(case, dates.today()).require_context()


def naming(office, number: str) -> DisclosureRequest:
    """A case whose draft names this first reply."""
    case = case_in_handling(office)
    named = {"first_number": number, "first_date": "2026-03-02", "first_served": "2026-03-02"}
    save(office, case, [answer("repeated", facts=named)], [])
    return case


def test_the_first_reply_is_known_with_its_service(bureau):
    first = issued_and_made(bureau, "already_public")
    case = naming(bureau, first.number)
    assert facts(case).first_replies[first.number].served_on is None
    hand_over(bureau, first)
    known = facts(case).first_replies[first.number]
    assert (known.issued_on, known.served_on, known.same_applicant) == (
        date(2026, 3, 2),
        date(2026, 3, 2),
        True,
    )


@pytest.mark.parametrize("what", ["withdrawn", "of another agency", "of this case", "no reply", "a lapse"])
def test_such_a_letter_is_no_first_reply(bureau, what):
    first = issue(bureau, approved(bureau, "already_public"))
    case = naming(bureau, first.number)
    assert first.number in facts(case).first_replies
    if what == "withdrawn":
        Letter.objects.filter(pk=first.pk).update(state="withdrawn")
    elif what == "of another agency":
        DisclosureRequest.objects.filter(pk=first.request_id).update(agency=other_office().agency)
    elif what == "of this case":
        Letter.objects.filter(pk=first.pk).update(request=case)
    elif what == "a lapse":
        Letter.objects.filter(pk=first.pk).update(kind="not_handled_uncorrected")
    else:
        Letter.objects.filter(pk=first.pk).update(submission=None)
    assert facts(case).first_replies == {}


@pytest.mark.parametrize(
    "part", ["searcher", "units", "systems", "keywords", "period", "result", "duty_to_make"]
)
def test_a_search_record_is_complete_only_with_every_part(bureau, part):
    case = drafted(bureau, "not_existing")
    assert [search.complete for search in facts(case).searches] == [True]
    SearchRecord.objects.update(**{part: " "})
    assert [search.complete for search in facts(case).searches] == [False]


def test_only_agreement_to_exactly_this_content_counts(bureau):
    submission = approved(bureau, "already_public")
    agreed = {"secrecy_reviewer", "legal_reviewer", "office_head"}
    assert facts(submission.request, submission=submission).agreed_roles == agreed
    Approval.objects.filter(step="secrecy_review").update(content_hash="0" * 64)
    assert facts(submission.request, submission=submission).agreed_roles == agreed - {"secrecy_reviewer"}
    Approval.objects.filter(step="head_sign").update(verdict="return")
    assert facts(submission.request, submission=submission).agreed_roles == {"legal_reviewer"}


def test_a_vanished_file_is_not_intact(bureau):
    case = drafted(bureau, "provided")
    (copy,) = facts(case).attachments
    assert copy.intact
    stored = case.documents.get(pk=copy.id).file
    stored.storage.delete(stored.name)
    (copy,) = facts(case).attachments
    assert not copy.intact


def test_a_told_extension_is_recounted_with_its_number_and_new_date(bureau):
    case = drafted(bureau, "already_public")
    asked = extension.ask(actor=bureau.handler, case_id=case.pk, working_days=10, reason="调阅档案")
    extension.grant(actor=bureau.head, case_id=case.pk, extension_id=asked.pk)
    deliver_all()
    assert composed(case).history == ()
    notice = case.letters.get(kind="extension_notice")
    make_letter(notice.pk)
    hand_over(bureau, notice)
    (event,) = composed(case).history
    assert (event.type, event.facts["number"], event.facts["working_days"]) == (
        "extension",
        notice.number,
        10,
    )
    assert event.facts["new_due"] == date(2026, 4, 14)


def recorded(case, type_: str, **data) -> None:
    day = data.get("notified") or data["on"]
    ClockEvent.objects.create(request=case, type=type_, on=date.fromisoformat(day), data=data)


LATE_CORRECTION = (
    ("correction_notice", {"on": "2026-03-12"}, "correction_notice_late"),
    ("correction_received", {"on": "2026-03-13"}, "correction_restarts_nothing"),
)
LATE_ACTS = (
    ("fee_notice", {"on": "2026-03-31"}, "fee_notice_late"),
    ("fee_paid", {"on": "2026-04-01"}, "payment_restarts_nothing"),
    ("extension", {"working_days": 10, "approved": "2026-03-31", "notified": "2026-03-31"}, "extension_late"),
    ("delayed_reply", {"until": "2026-05-20", "notified": "2026-03-31"}, "delayed_reply_late"),
)


@pytest.mark.parametrize("acts", [LATE_CORRECTION, LATE_ACTS])
def test_what_moved_nothing_is_told_without_effect(bureau, clock, acts):
    """Ours or imported: the derivation tells it, and the check finds a letter that tells it otherwise."""
    case = drafted(bureau, "already_public")
    clock.move_to("2026-04-02 10:00:00+08:00")
    for type_, data, _ in acts:
        recorded(case, type_, **data)
    told = {event.type: event.facts["without_effect"] for event in composed(case).history}
    assert told == {type_: code for type_, _, code in acts}
    assert facts(case).without_effect == tuple(
        sorted((type_, data.get("notified") or data["on"], code) for type_, data, code in acts)
    )


def test_a_correction_in_time_starts_the_period_anew_and_is_told_so(bureau, clock):
    case = drafted(bureau, "already_public")
    clock.move_to("2026-03-12 10:00:00+08:00")
    recorded(case, "correction_notice", on="2026-03-04")
    recorded(case, "correction_received", on="2026-03-06")
    recorded(case, "correction_notice", on="2026-03-09")
    assert [event.facts["without_effect"] for event in composed(case).history] == [
        None,
        None,
        "second_correction_notice",
    ]


def test_a_revoked_event_and_an_internal_one_are_not_recounted(bureau):
    case = drafted(bureau, "already_public")
    day = date(2026, 3, 2)
    asked = {"kind": "other_agency", "sent": "2026-03-02", "served": None, "answered": "2026-03-02"}
    event = ClockEvent.objects.create(request=case, type="consultation", on=day, data=asked)
    ClockEvent.objects.create(request=case, type="reasons_requested", on=day, data={"on": "2026-03-02"})
    assert [told.type for told in composed(case).history] == ["consultation"]
    event.revoked_at = timezone.now()
    event.save()
    assert composed(case).history == ()


def test_an_organisation_is_addressed_by_its_kind(bureau):
    case = case_in_handling(bureau, applicants=(organisation(),))
    drafted(bureau, "already_public", case=case)
    applicant = composed(case).applicant
    assert (applicant.kind, applicant.is_person) == ("commercial_enterprise", False)


def test_a_reply_has_the_format_that_its_agency_chose_and_nothing_else_has(bureau):
    case = drafted(bureau, "already_public")
    assert "format" not in compose_reply(case, dates.today()).require_context().to_json()
    bureau.agency.settings = {**bureau.agency.settings, REPLY_FORMAT: "document"}
    bureau.agency.save()
    case = again(case)
    reply = compose_reply(case, dates.today()).require_context()
    assert reply.to_json()["format"] == "document"
    facts = {"registration_number": case.number, "withdrawn_on": dates.today().isoformat()}
    notice = compose_procedure(case, "withdrawal_notice", facts, dates.today()).require_context()
    assert "format" not in notice.to_json()
    as_letter = {**reply.to_json(), "format": "letter"}
    assert changed_parts({"context": as_letter}, {"context": reply.to_json()}) == ["文书格式"]
