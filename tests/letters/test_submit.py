"""Submission: the reply on the drafting screen, and what stands in the way of the approvers."""

from __future__ import annotations

import pytest

from letters.case_facts import Stage, gather_facts
from letters.compose import compose_reply, internal_facts
from letters.examples import ITEMS
from letters.submit import preview_pdf, review, submit_reply
from requests_app import dates
from requests_app.crypto.search_keys import fingerprint
from requests_app.errors import AccessRefused, InvalidInput, RuleRefusal, StaleForm, StateRefusal
from requests_app.models import Applicant, DisclosureRequest, Letter, Submission
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.track_rules import Track
from tests.letters.desk import TRACK, answer, drafted, hand_over, save, search, submitted
from tests.letters.pages import full_text
from tests.letters.test_issue import issued_and_made
from tests.people import again, case_in_handling, natural_person, other_office

EVERY_REPLY = (
    "already_public", "provided", "partial", "secret", "forbidden", "security", "internal", "process",
    "enforcement", "special_regime", "not_existing", "not_ours",
)  # fmt: skip


def submit(office, case, **arguments) -> Submission:
    return submit_reply(actor=office.handler, case_id=case.pk, track=TRACK, **arguments)


@pytest.mark.parametrize("outcome", EVERY_REPLY)
def test_a_good_reply_goes_to_the_approvers(bureau, outcome):
    submission = submitted(bureau, outcome)
    assert submission.letter_kind == f"reply_{outcome}"
    assert again(submission.request).state == "in_approval"
    later = {verdict["key"] for verdict in submission.verdicts if verdict["verdict"] == "later"}
    assert later == ({"secrecy_review"} if OUTCOMES[outcome].releases_content else set())
    assert submission.content["legality"]["verdicts"] == submission.verdicts


def test_several_outcomes_make_one_mixed_letter(bureau):
    assert submitted(bureau, "provided", "process", "not_existing").letter_kind == "reply_mixed"


def asked_again(bureau, clock, first: Letter, **changes) -> tuple[DisclosureRequest, dict[str, str]]:
    """The same is asked the day after the first reply was issued."""
    issued = first.issued_on.isoformat()
    clock.move_to("2026-03-03 10:00:00+08:00")
    case = case_in_handling(bureau, first.request.items.get().text, **changes)
    return case, {"first_number": first.number, "first_date": issued, "first_served": issued}


def test_the_repeated_request_rests_on_the_served_first_reply(bureau, clock):
    first = issued_and_made(bureau, "already_public")
    case, facts = asked_again(bureau, clock, first)
    save(bureau, case, [answer("repeated", facts=facts)], [])
    with pytest.raises(RuleRefusal, match="前次答复没有送达"):
        submit(bureau, case)
    clock.move_to("2026-03-02 11:00:00+08:00")
    hand_over(bureau, first)
    clock.move_to("2026-03-03 11:00:00+08:00")
    assert submit(bureau, case).letter_kind == "reply_repeated"


def test_asked_before_the_first_reply_was_served_is_not_asked_again(bureau, clock):
    first = issued_and_made(bureau, "already_public")
    case, facts = asked_again(bureau, clock, first)
    hand_over(bureau, first)
    save(bureau, case, [answer("repeated", facts=facts | {"first_served": "2026-03-03"})], [])
    with pytest.raises(RuleRefusal, match="本次申请在此以前已经收到"):
        submit(bureau, case)


def test_other_information_of_the_same_kind_needs_a_reason(bureau, clock):
    first = issued_and_made(bureau, "already_public")
    hand_over(bureau, first)
    case, facts = asked_again(bureau, clock, first)
    case.items.update(text=ITEMS["already_public"]["text"].replace("2025", "2021"))
    save(bureau, case, [answer("repeated", facts=facts)], [])
    with pytest.raises(RuleRefusal, match="为何属于相同信息"):
        submit(bureau, case)


def test_the_first_reply_to_somebody_else_is_no_first_reply(bureau, clock):
    first = issued_and_made(bureau, "already_public")
    hand_over(bureau, first)
    stranger = natural_person("赵乙", "11010119900307002X")
    case, facts = asked_again(bureau, clock, first, applicants=(stranger,))
    save(bureau, case, [answer("repeated", facts=facts)], [])
    with pytest.raises(RuleRefusal, match="不是同一人"):
        submit(bureau, case)
    Applicant.objects.filter(request=case).update(identity_fingerprint="")
    with pytest.raises(RuleRefusal) as refusal:
        submit(bureau, case)
    assert refusal.value.code == "legality_reason_missing"
    same = fingerprint(natural_person().identity_number, "identity")
    Applicant.objects.filter(request=case).update(identity_fingerprint=same)
    assert submit(bureau, case).letter_kind == "reply_repeated"


def test_a_search_that_found_it_forbids_not_existing(bureau):
    case = drafted(bureau, "not_existing")
    search(bureau, case, 1, found=True)
    with pytest.raises(RuleRefusal, match="检索到了所申请的信息") as refusal:
        submit(bureau, case)
    assert (refusal.value.code, refusal.value.basis) == ("legality_failed", "条例第三十六条第（四）项")
    assert again(case).state == "in_handling"


def test_a_missing_fact_is_named(bureau):
    case = drafted(bureau, "already_public")
    save(bureau, case, [answer("already_public", facts={"way": "网站"})], [])
    with pytest.raises(InvalidInput) as refusal:
        submit(bureau, case)
    assert list(refusal.value.fields) == ["items[0].facts.route"]


def test_an_item_without_outcome_is_named(bureau):
    case = case_in_handling(bureau, "甲", "乙")
    save(bureau, case, [answer("already_public")], [])
    with pytest.raises(InvalidInput, match="第 2 项还没有答复情形"):
        submit(bureau, case)


def test_outcome_seven_waits_for_consultation(bureau):
    case = drafted(bureau, "third_party")
    with pytest.raises(RuleRefusal, match="须先书面征求第三方意见"):
        submit(bureau, case)
    assert [verdict.key for verdict in review(case).blocked_by] == ["third_party_consulted"]


def test_a_track_without_legal_review_is_refused(bureau):
    case = drafted(bureau, "already_public")
    with pytest.raises(RuleRefusal, match="缺少法制审核"):
        submit_reply(actor=bureau.handler, case_id=case.pk, track=Track("short", 1, TRACK.steps[2:]))


@pytest.mark.parametrize("who", ["legal", "head", "archivist"])
def test_only_officers_submit(bureau, who):
    case = drafted(bureau, "already_public")
    with pytest.raises(AccessRefused):
        submit_reply(actor=getattr(bureau, who), case_id=case.pk, track=TRACK)


def test_another_agency_learns_nothing(bureau):
    case = drafted(bureau, "already_public")
    with pytest.raises(AccessRefused, match="没有这件申请"):
        submit_reply(actor=other_office().handler, case_id=case.pk, track=TRACK)


def test_a_stale_form_and_a_second_click_are_refused(bureau):
    case = drafted(bureau, "already_public")
    with pytest.raises(StaleForm):
        submit(bureau, case, seen_version=case.version - 1)
    submit(bureau, case, seen_version=case.version)
    with pytest.raises(StateRefusal):
        submit(bureau, case)
    assert Submission.objects.count() == 1


def test_the_drafting_screen_sees_an_unfinished_reply_judged(bureau):
    case = case_in_handling(bureau, "甲", "乙")
    seen = review(case)
    assert seen.context is None
    assert seen.refusal is not None
    assert "items_answered" in {verdict.key for verdict in seen.blocked_by}


def test_the_preview_is_the_true_page_marked_as_draft(bureau):
    text = full_text(preview_pdf(drafted(bureau, "already_public")).pdf)
    assert "（文号待定）" in text
    assert "草稿" in text


def test_what_only_the_file_needs_does_not_reach_the_paper(bureau):
    case = drafted(bureau, "secret")
    letter = compose_reply(case, dates.today())
    assert {"separation_considered", "classified_by"} <= set(letter.items[0].facts)
    assert "清溪市测绘主管部门" not in letter.require_context().canonical_json()
    assert [fact.key for fact in internal_facts("provided")] == []


def test_an_office_that_answers_for_its_government_has_the_governments_remedies(bureau):
    bureau.agency.respondent_kind = "government"
    bureau.agency.legal_respondent = "清溪市人民政府"
    bureau.agency.reconsideration_body = "某某省人民政府"
    bureau.agency.court = "清溪市中级人民法院"
    bureau.agency.save()
    submission = submitted(bureau, "process")
    assert submission.content["context"]["agency"]["kind"] == "government"


def test_a_file_without_pages_is_listed_as_electronic(bureau):
    case = drafted(bureau, "provided")
    case.documents.filter(kind="released_copy").update(pages=None)
    text = full_text(preview_pdf(case).pdf)
    assert "规划许可证复印件（电子文件）" in text
    assert "0页" not in text


def test_facts_of_another_case_are_not_gathered(bureau):
    case, other = drafted(bureau, "provided"), drafted(bureau, "provided")
    draft = case.drafts.latest("version")
    draft.fields = {**draft.fields, "attachments": other.drafts.latest("version").fields["attachments"]}
    draft.save()
    assert gather_facts(case, dates.today(), Stage.DRAFTING).attachments == ()
