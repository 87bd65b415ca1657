"""The letters of consultations: made by the outbox, once; neither side ever learns who the other is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest

from letters.consultation_handlers import disclosure as disclosure_handler
from letters.consultation_handlers import inquiry as inquiry_handler
from letters.issue import inquiry_with_code, issue_reply
from letters.submit import submit_reply
from requests_app import dates
from requests_app.crypto.search_keys import check_query_code
from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.models import Consultation, DisclosureRequest, Letter, LetterAddressee
from requests_app.rules.consultation import Decision, Inquiry, Opinion
from requests_app.selectors.consultations import view_of
from requests_app.selectors.documents import read_content
from requests_app.services import approval, consultation, decision, delivery, taking_back
from requests_app.services.consultation import NewInquiry
from requests_app.services.documents import Upload
from tests.letters.desk import TRACK, answer, deliver_all, pdf, save
from tests.letters.pages import full_text
from tests.letters.test_procedure_letters import everything_stored
from tests.people import Office, again, case_in_handling, natural_person

APPLICANT = ("王契标", "13800000142", "wangqi@example.org", "110101199003070011", "文昌路1号")
COMPANY = ("某某勘察设计有限公司", "0999-5550777", "桂花路77号")
INFORMATION = "勘察设计合同（编号2024-053）"
REQUEST = "东湖路道路拓宽项目的勘察设计合同"


@pytest.fixture
def case(bureau: Office) -> DisclosureRequest:
    case = case_in_handling(bureau, REQUEST, applicants=(natural_person(APPLICANT[0]),))
    deliver_all()
    return case


def ask(office: Office, case: DisclosureRequest, **changes: Any) -> Consultation:
    fields = {
        "kind": Inquiry.THIRD_PARTY,
        "name": COMPANY[0],
        "contact": f"孙某某 {COMPANY[1]}",
        "address": COMPANY[2],
        "information": INFORMATION,
        "why": "合同含有贵单位的报价",
        **changes,
    }
    asked: Consultation = consultation.ask(
        actor=office.handler, case_id=case.pk, inquiry=NewInquiry(**fields)
    )
    deliver_all()
    return asked


def serve(office: Office, letter: Letter) -> None:
    service = delivery.Service("hand", dates.today(), "孙某某", "收发室", proof=Upload("回证.pdf", pdf()))
    delivery.confirm_delivery(
        actor=office.desk, case_id=letter.request_id, letter_id=letter.pk, service=service
    )
    deliver_all()


def objected(office: Office, case: DisclosureRequest, decision: Decision) -> Consultation:
    asked = ask(office, case)
    serve(office, asked.letters.get())
    consultation.record_answer(
        actor=office.handler,
        case_id=case.pk,
        consultation_id=asked.pk,
        opinion=Opinion.OBJECTS,
        reasons="含有报价",
    )
    decided: Consultation = consultation.decide(
        actor=office.handler,
        case_id=case.pk,
        consultation_id=asked.pk,
        decision=decision,
        reason="涉及桥梁安全检测的数据关系公众人身安全",
    )
    return decided


def answered(office: Office, case: DisclosureRequest) -> Letter:
    """The drafted reply approved, issued and made."""
    submission = submit_reply(actor=office.handler, case_id=case.pk, track=TRACK)
    for step in TRACK.steps:
        approval.approve(
            actor=office.member(step.role),
            case_id=case.pk,
            submission_id=submission.pk,
            step=step.key,
            content_hash=submission.content_hash,
        )
    letter = issue_reply(actor=office.desk, case_id=case.pk)
    deliver_all()
    letter.refresh_from_db()
    return letter


def release(office: Office, case: DisclosureRequest) -> None:
    copy = decision.add_released_copy(
        actor=office.handler, case_id=case.pk, upload=Upload("合同.pdf", pdf(12)), title="合同复印件"
    )
    save(office, case, [answer("provided")], [copy.pk])


def everything_in(letter: Letter) -> str:
    """The words on the paper, the data inside the PDF, the properties of the file, and what is frozen of it."""
    assert letter.document is not None
    content = read_content(letter.document)
    with pikepdf.open(io.BytesIO(content)) as opened:
        inside = [file.get_file().read_bytes().decode() for file in opened.attachments.values()]
        properties = [str(value) for value in opened.docinfo.values()]
        with opened.open_metadata() as metadata:
            properties += [str(value) for value in metadata.values()]
    return "\n".join([full_text(content), *inside, *properties, str(letter.context), letter.document.title])


def test_the_inquiry_goes_out_once_and_never_with_its_code(bureau, case):
    asked = ask(bureau, case)
    letter = asked.letters.get()
    assert (letter.kind, letter.number) == ("third_party_inquiry", "清自然资公开征〔2026〕1号")
    code = consultation.issue_answer_code(actor=bureau.desk, case_id=case.pk, consultation_id=asked.pk)
    assert code in full_text(inquiry_with_code(letter, code))
    assert code not in everything_in(letter)
    assert code not in everything_stored()
    inquiry_handler({"consultation": asked.pk})
    assert asked.letters.count() == 1


def test_a_second_print_voids_the_first_code(bureau, case):
    asked = ask(bureau, case)
    codes = [
        consultation.issue_answer_code(actor=bureau.desk, case_id=case.pk, consultation_id=asked.pk)
        for _ in range(2)
    ]
    asked.refresh_from_db()
    assert [check_query_code(code, asked.code_hash) for code in codes] == [False, True]


def test_the_applicant_is_told_on_the_day_it_leaves_the_house(bureau, case, clock):
    asked = ask(bureau, case)
    assert not case.letters.filter(kind="consultation_notice").exists(), "written is not sent"
    clock.move_to("2026-03-03 10:00:00+08:00")
    serve(bureau, asked.letters.get())
    notice = case.letters.get(kind="consultation_notice")
    assert notice.issued_on == date(2026, 3, 3)
    assert notice.document.visible_to_applicant
    assert "2026年3月3日" in full_text(read_content(notice.document))


OTHERS = [
    # kind, what it needs, words it must have, words it must not have
    (Inquiry.CO_MAKER, {"question": "是否同意公开", "leads": True}, ["15个工作日", "视为同意公开"], []),
    (
        Inquiry.OTHER_AGENCY,
        {"question": "能否公开", "asked_for": date(2026, 3, 16)},
        ["2026年3月16日"],
        ["视为", "15个工作日"],
    ),
    (Inquiry.ASSISTANCE, {"question": "检索档案", "asked_for": date(2026, 3, 9)}, ["2026年3月9日"], ["视为"]),
    (Inquiry.THIRD_PARTY, {}, ["15个工作日", "由本机关依法决定", "同意公开"], ["视为"]),
]


@pytest.mark.parametrize(("kind", "needs", "said", "unsaid"), OTHERS)
def test_what_each_inquiry_says(bureau, case, kind, needs, said, unsaid):
    letter = ask(bureau, case, kind=kind, **needs).letters.get()
    text = full_text(read_content(letter.document))
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text] == []
    assert not letter.document.visible_to_applicant
    for mark in APPLICANT:
        assert mark not in everything_in(letter)
    assert (letter.context["received_on"], letter.context["channel"]) == (None, None)


def test_neither_side_learns_who_the_other_is(bureau, case):
    """Every letter of a case in which the third party objected and was overruled for the public interest."""
    objected(bureau, case, Decision.OVERRIDE)
    release(bureau, case)
    serve(bureau, answered(bureau, case))
    kinds: dict[str, set[str]] = {}
    for letter in case.letters.select_related("document"):
        content = everything_in(letter)
        kinds.setdefault(letter.addressee, set()).add(letter.kind)
        hidden = (
            COMPANY if letter.addressee == LetterAddressee.APPLICANT else (*APPLICANT, case.number, REQUEST)
        )
        assert [mark for mark in hidden if mark in content] == [], letter.kind
    assert kinds == {
        "applicant": {"receipt", "consultation_notice", "reply_provided"},
        "third_party": {"third_party_inquiry", "third_party_disclosure_notice"},
    }


def test_the_third_party_is_told_of_the_disclosure_when_the_reply_is_issued(bureau, case):
    asked = objected(bureau, case, Decision.OVERRIDE)
    release(bureau, case)
    assert not asked.letters.filter(kind="third_party_disclosure_notice").exists()
    answered(bureau, case)
    text = full_text(read_content(asked.letters.get(kind="third_party_disclosure_notice").document))
    assert "对公共利益造成重大影响" in text
    assert "也可以依照" in text, "the choice of remedies"
    assert "应当依照" not in text
    assert "先向" not in text


def test_no_disclosure_is_announced_that_the_reply_does_not_make(bureau, case):
    """Overruled for the public interest, and then kept back as a secret: a reason is asked for, nobody is told."""
    asked = objected(bureau, case, Decision.OVERRIDE)
    save(bureau, case, [answer("secret")], [])
    with pytest.raises(RuleRefusal, match="已经决定公开，答复却没有公开"):
        submit_reply(actor=bureau.handler, case_id=case.pk, track=TRACK)
    reasons = {"disclosure_carried_out": "决定后该合同被依法定密。", "citations_explained": "已核对。"}
    save(bureau, case, [answer("secret")], [], legality_reasons=reasons)
    answered(bureau, case)
    assert not asked.letters.filter(kind="third_party_disclosure_notice").exists()


def test_outcome_seven_rests_on_the_consultation(bureau, case):
    objected(bureau, case, Decision.WITHHOLD)
    save(bureau, case, [answer("third_party")], [])
    letter = answered(bureau, case)
    text = full_text(read_content(letter.document))
    assert letter.kind == "reply_third_party"
    assert "第三方不同意公开" in text
    assert "先向清溪市人民政府申请行政复议" in text
    assert not again(case).letters.filter(kind="third_party_disclosure_notice").exists()


def test_no_reply_while_somebody_may_still_answer(bureau, case):
    asked = ask(bureau, case)
    serve(bureau, asked.letters.get())
    release(bureau, case)
    with pytest.raises(RuleRefusal, match="还没有办结"):
        submit_reply(actor=bureau.handler, case_id=case.pk, track=TRACK)


@pytest.mark.parametrize("mark", [APPLICANT[0], APPLICANT[1], "2026-QX-00001"])
@pytest.mark.parametrize("field", ["information", "why"])
def test_an_inquiry_that_names_the_applicant_is_refused_at_once(bureau, case, mark, field):
    with pytest.raises(InvalidInput) as refusal:
        ask(bureau, case, **{field: f"{mark}申请的合同"})
    assert list(refusal.value.fields) == [field]
    assert "第三十二条" in refusal.value.basis
    assert not case.consultations.exists()


def test_reasons_that_the_third_party_will_read_do_not_name_the_applicant(bureau, case):
    asked = ask(bureau, case)
    serve(bureau, asked.letters.get())
    arguments = {"actor": bureau.handler, "case_id": case.pk, "consultation_id": asked.pk}
    consultation.record_answer(**arguments, opinion=Opinion.OBJECTS, reasons="含有报价")
    reason = f"{APPLICANT[0]}居住在桥下，关系人身安全"
    with pytest.raises(InvalidInput) as refusal:
        consultation.decide(**arguments, decision=Decision.OVERRIDE, reason=reason)
    assert list(refusal.value.fields) == ["reason"]
    consultation.decide(**arguments, decision=Decision.WITHHOLD, reason=reason)


@pytest.mark.parametrize(
    "words", ["王 契标", "138-0000-0142", "１３８００００ ０１４２", "WANGQI@example.org"]
)
def test_spaces_hyphens_and_width_hide_no_applicant(bureau, case, words):
    with pytest.raises(InvalidInput) as refusal:
        ask(bureau, case, information=f"{words}要的合同")
    assert list(refusal.value.fields) == ["information"]


def test_a_third_party_is_found_in_a_reply_however_it_is_spaced(bureau, case):
    asked = ask(bureau, case)
    serve(bureau, asked.letters.get())
    consultation.record_answer(
        actor=bureau.handler,
        case_id=case.pk,
        consultation_id=asked.pk,
        opinion=Opinion.AGREES,
        reasons="来函同意",
    )
    save(bureau, case, [answer("secret", reason="联系人电话0999 555 0777，定为秘密。")], [])
    with pytest.raises(RuleRefusal, match="申请人不应当从文书得知第三方是谁"):
        submit_reply(actor=bureau.handler, case_id=case.pk, track=TRACK)


@pytest.mark.parametrize(
    "change",
    [{"address": "清溪市"}, {"address": "清溪市东湖区文昌路18号"}, {"email": "", "phone": "5550231"}],
)
def test_what_stands_on_our_letterhead_betrays_no_applicant(bureau, change):
    agency = bureau.agency
    agency.address, agency.phone = "清溪市东湖区文昌路18号", "0999-5550231"
    agency.save()
    applicant = replace(natural_person(APPLICANT[0]), **change)
    case = case_in_handling(bureau, REQUEST, applicants=(applicant,))
    deliver_all()
    letter = ask(bureau, case).letters.get()
    assert letter.document is not None
    assert agency.address in full_text(read_content(letter.document)), "it does stand there"


def test_a_contact_named_like_our_own_house_stops_neither_notice_nor_reply(bureau, case):
    asked = ask(bureau, case, contact=f"{bureau.agency.name[:7]} 李某某")
    serve(bureau, asked.letters.get())
    assert case.letters.filter(kind="consultation_notice").exists()
    consultation.record_answer(
        actor=bureau.handler,
        case_id=case.pk,
        consultation_id=asked.pk,
        opinion=Opinion.AGREES,
        reasons="来函同意",
    )
    release(bureau, case)
    assert submit_reply(actor=bureau.handler, case_id=case.pk, track=TRACK)


def disclosures(asked: Consultation) -> list[str]:
    return list(asked.letters.filter(kind="third_party_disclosure_notice").values_list("state", flat=True))


def in_vain(asked: Consultation) -> str:
    return view_of(Consultation.objects.get(pk=asked.pk)).in_vain


def take_back(office: Office, reply: Letter) -> None:
    reason = "公开的页码有误"
    taking_back.withdraw_letter(
        actor=office.head, case_id=reply.request_id, letter_id=reply.pk, reason=reason
    )


def test_a_disclosure_taken_back_is_not_announced_and_the_new_one_is(bureau, case):
    asked = objected(bureau, case, Decision.OVERRIDE)
    release(bureau, case)
    take_back(bureau, answered(bureau, case))
    assert disclosures(asked) == ["withdrawn"]
    assert in_vain(asked) == "", "it never left the house"
    release(bureau, case)
    answered(bureau, case)
    assert disclosures(asked) == ["withdrawn", "made"]


def test_a_notice_promised_before_the_taking_back_is_not_made(bureau, case):
    asked = objected(bureau, case, Decision.OVERRIDE)
    release(bureau, case)
    reply = answered(bureau, case)
    take_back(bureau, reply)
    asked.letters.filter(kind="third_party_disclosure_notice").delete()
    disclosure_handler({"consultation": asked.pk, "reply": reply.pk})
    disclosure_handler({"consultation": asked.pk})
    assert disclosures(asked) == []
    save(bureau, case, [answer("secret")], [], legality_reasons={"disclosure_carried_out": "已定密。"})
    assert disclosures(asked) == []


def test_a_third_party_told_in_vain_is_shown_to_the_desk(bureau, case):
    asked = objected(bureau, case, Decision.OVERRIDE)
    release(bureau, case)
    reply = answered(bureau, case)
    serve(bureau, asked.letters.get(kind="third_party_disclosure_notice"))
    assert in_vain(asked) == ""
    take_back(bureau, reply)
    assert "请及时告知第三方" in in_vain(asked)
    release(bureau, case)
    answered(bureau, case)
    assert in_vain(asked) == ""
    assert len(disclosures(asked)) == 2
