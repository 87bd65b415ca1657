"""The status page: for the holder of number and code, for one case, and nothing that is not the applicant's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from requests_app import calendars
from requests_app.actors import Applicant
from requests_app.crypto.search_keys import hash_query_code, new_query_code
from requests_app.errors import AccessRefused
from requests_app.models import AccessAttempt, DisclosureRequest, Document, Letter, OutboxMessage
from requests_app.models.audit_entry import AuditEntry
from requests_app.selectors.cases import applicant_by_code
from requests_app.services import delivery
from requests_app.services.access_attempts import WRONG_CODES
from requests_app.services.delivery import Service
from requests_app.services.documents import Upload
from tests import uploads
from tests.people import Office, again, case_in_handling, office, other_office, registered
from tests.services.stages import PDF, approved, issued
from tests.web.portal_visitor import PERSON, Visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Office:
    return office()


def looking_at(case: DisclosureRequest) -> Visitor:
    """A visitor who has opened this case; the code was given out at registration, so a new one is set."""
    code = new_query_code()
    DisclosureRequest.objects.filter(pk=case.pk).update(query_code_hash=hash_query_code(code))
    visitor = Visitor()
    assert visitor.ask(str(case.number), code).redirect_chain[-1][0] == "/status/case/"
    return visitor


def case_page(visitor: Visitor) -> str:
    return words(visitor.client.get("/status/case/"))


def handed_over(letter: Letter, where: Office) -> Letter:
    """The same letter after it was given to the applicant in person."""
    delivery.confirm_delivery(
        actor=where.desk,
        case_id=letter.request_id,
        letter_id=letter.pk,
        service=Service(
            way="hand",
            served_on=letter.issued_on,
            recipient="王契",
            proof=Upload("回证.png", uploads.picture()),
        ),
    )
    letter.refresh_from_db()
    return letter


def test_number_and_code_open_the_case(desk: Office) -> None:
    given = registered(desk)
    visitor = Visitor()
    page = words(visitor.ask(str(given.case.number), given.query_code))
    assert f"办理进度 {given.case.number}" in page
    assert "清溪市规划和自然资源局应当在" in page


@pytest.mark.parametrize("style", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_the_code_may_be_typed_in_any_style(desk: Office, style: Any) -> None:
    given = registered(desk)
    page = words(Visitor().ask(str(given.case.number).lower(), style(given.query_code)))
    assert f"办理进度 {given.case.number}" in page


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(desk: Office) -> None:
    given = registered(desk)
    number, code = str(given.case.number), given.query_code
    wrong_code = Visitor().ask(number, "AAAA-AAAA-AAAA-AAAA")
    wrong_number = Visitor().ask("2026-QX-99999", code)

    def neutral(response: HttpResponse, *typed: str) -> str:
        text = words(response)
        for one in typed:
            text = text.replace(one, "")
        return text

    assert "编号和查询码不相符" in words(wrong_code)
    assert wrong_code.status_code == wrong_number.status_code == 200
    assert neutral(wrong_code) == neutral(wrong_number)


def test_the_same_work_is_done_for_a_wrong_number_and_a_wrong_code(desk: Office) -> None:
    given = registered(desk)
    counts = []
    for number, code in ((str(given.case.number), "AAAA-AAAA"), ("2026-QX-99999", given.query_code)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            Visitor().ask(number, code)
        counts.append([query["sql"].split()[0] for query in queries.captured_queries])
    assert counts[0] == counts[1]


def test_a_wrong_code_reads_nothing_of_the_case_but_the_hash(desk: Office) -> None:
    given = registered(desk)
    with CaptureQueriesContext(connection) as queries, pytest.raises(AccessRefused):
        applicant_by_code(str(given.case.number), "AAAA-AAAA")
    (asked,) = queries.captured_queries
    assert asked["sql"].startswith('SELECT "requests_app_disclosurerequest"."query_code_hash" AS')


def test_after_ten_wrong_codes_the_right_one_is_refused_for_an_hour(desk: Office) -> None:
    given = registered(desk)
    number = str(given.case.number)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1), tick=False) as clock:
        for _ in range(WRONG_CODES):
            assert "不相符" in words(Visitor().ask(number, "AAAA-AAAA"))
        refused = Visitor().ask(number, given.query_code)
        assert refused.status_code == 429
        assert "一小时内输入错误的次数太多" in words(refused)
        assert "办理进度" in words(Visitor("198.51.100.7").ask(number, given.query_code))
        clock.shift(timedelta(minutes=61))
        assert f"办理进度 {number}" in words(Visitor().ask(number, given.query_code))


def test_an_unknown_number_is_locked_like_a_known_one(desk: Office) -> None:
    for _ in range(WRONG_CODES):
        Visitor().ask("2026-QX-77777", "AAAA-AAAA")
    assert Visitor().ask("2026-QX-77777", "AAAA-AAAA").status_code == 429


def test_right_codes_are_not_counted_and_no_address_is_stored(desk: Office) -> None:
    given = registered(desk)
    for _ in range(WRONG_CODES + 2):
        Visitor().ask(str(given.case.number), given.query_code)
    assert AccessAttempt.objects.count() == 0
    Visitor("203.0.113.77").ask("2026-QX-00001", "AAAA")
    assert "203.0.113" not in str(AccessAttempt.objects.values().get())


def test_without_a_code_nothing_is_shown(desk: Office) -> None:
    for url in ("/status/case/", "/status/withdraw/"):
        assert Visitor().client.get(url).headers["Location"] == "/status/"
    assert Visitor().client.get("/status/documents/1/").status_code == 404


def test_what_was_opened_closes_after_an_hour_and_on_leaving(desk: Office) -> None:
    given = registered(desk)
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as clock:
        visitor = Visitor()
        visitor.ask(str(given.case.number), given.query_code)
        clock.shift(timedelta(minutes=61))
        assert visitor.client.get("/status/case/").status_code == 302
        visitor.ask(str(given.case.number), given.query_code)
        visitor.client.post("/status/leave/")
        assert visitor.client.get("/status/case/").status_code == 302


def test_a_wrong_code_closes_the_case_that_was_open(desk: Office) -> None:
    given = registered(desk)
    visitor = Visitor()
    visitor.ask(str(given.case.number), given.query_code)
    visitor.ask(str(given.case.number), "AAAA")
    assert visitor.client.get("/status/case/").status_code == 302


def test_the_reply_can_be_downloaded_once_it_was_delivered(desk: Office) -> None:
    letter = issued(desk)
    visitor = looking_at(letter.request)
    url = f"/status/documents/{letter.document_id}/"
    assert visitor.client.get(url).status_code == 404
    assert "您的答复书已经出具，正在送达。" in case_page(visitor)

    handed_over(letter, desk)
    page = visitor.client.get("/status/case/")
    assert url in page.content.decode()
    assert letter.number in words(page)
    file = visitor.client.get(url)
    assert file.content == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]


def test_a_code_opens_no_document_of_another_case(desk: Office) -> None:
    mine, foreign = handed_over(issued(desk), desk), handed_over(issued(desk), desk)
    visitor = looking_at(mine.request)
    assert visitor.client.get(f"/status/documents/{mine.document_id}/").status_code == 200
    assert visitor.client.get(f"/status/documents/{foreign.document_id}/").status_code == 404


def test_a_file_that_was_changed_on_disk_is_not_handed_out(desk: Office) -> None:
    letter = handed_over(issued(desk), desk)
    assert letter.document is not None
    Path(letter.document.file.path).write_bytes(PDF + b"x")
    visitor = looking_at(letter.request)
    response = visitor.client.get(f"/status/documents/{letter.document_id}/")
    assert response.status_code == 500
    assert "与保存时的内容不一致" in words(response)


def test_evidence_and_internal_files_are_nobody_elses_business(desk: Office) -> None:
    letter = handed_over(issued(desk), desk)
    visitor = looking_at(letter.request)
    proof = Document.objects.get(request=letter.request, kind="delivery_proof")
    assert visitor.client.get(f"/status/documents/{proof.pk}/").status_code == 404
    assert "送达凭证" not in case_page(visitor)


def test_no_officer_is_named(desk: Office) -> None:
    letter = handed_over(issued(desk), desk)
    page = case_page(looking_at(letter.request))
    for member in desk.members.values():
        assert member.user.name not in page


def test_the_applicant_withdraws_and_a_notice_is_promised(desk: Office) -> None:
    case = case_in_handling(desk)
    visitor = looking_at(case)
    asked = visitor.client.get("/status/withdraw/")
    assert "不能取消" in words(asked)
    assert again(case).state == "in_handling"

    done = visitor.client.post("/status/withdraw/", {"reason": "已经从别处获得"}, follow=True)
    assert "申请已经撤回" in words(done)
    assert "您已经撤回这件申请。" in words(done)
    assert again(case).state == "withdrawn"
    assert OutboxMessage.objects.filter(topic="letters.withdrawal", payload__case=case.pk).count() == 1


def test_withdrawing_twice_is_withdrawing_once(desk: Office) -> None:
    case = case_in_handling(desk)
    visitor = looking_at(case)
    for _ in range(2):
        page = words(visitor.client.post("/status/withdraw/", {"reason": ""}, follow=True))
    assert "您已经撤回这件申请。" in page
    assert "不能办理" not in page
    assert OutboxMessage.objects.filter(topic="letters.withdrawal").count() == 1


def test_after_issue_it_is_too_late_to_withdraw(desk: Office) -> None:
    letter = issued(desk)
    visitor = looking_at(letter.request)
    assert "撤回申请" not in case_page(visitor)
    assert "现在不能再撤回" in words(visitor.client.get("/status/withdraw/"))
    refused = words(visitor.client.post("/status/withdraw/", {"reason": ""}, follow=True))
    assert "申请现为“已出具”，不能办理“撤回申请”。" in refused
    assert again(letter.request).state == "issued"


def test_an_approved_reply_does_not_take_the_right_to_withdraw(desk: Office) -> None:
    case = again(approved(desk).request)
    visitor = looking_at(case)
    visitor.client.post("/status/withdraw/", {"reason": ""})
    assert again(case).state == "withdrawn"


def test_a_withdrawn_case_shows_no_period_that_ran_to_its_end(desk: Office) -> None:
    visitor = looking_at(case_in_handling(desk))
    assert "答复期限怎样计算" in case_page(visitor)
    visitor.client.post("/status/withdraw/", {"reason": ""})
    assert "答复期限怎样计算" not in case_page(visitor)


def test_the_clock_and_the_day_by_day_account_are_shown(desk: Office) -> None:
    with time_machine.travel(datetime(2026, 9, 28, 2, 0, tzinfo=UTC), tick=False) as clock:
        number, code = Visitor().apply()
        clock.move_to(datetime(2026, 10, 9, 2, 0, tzinfo=UTC))
        visitor = Visitor()
        page = words(visitor.ask(number, code))
    assert "2026年10月30日（周五）以前（含当日）答复您，还有 16 个工作日" in page
    assert "已用 4 个工作日，暂停 0 个，剩余 16 个" in page
    assert "国庆节" in page
    assert "调休上班" in page


def test_another_agencys_case_needs_its_own_code(desk: Office) -> None:
    mine, foreign = registered(desk), registered(other_office())
    assert "不相符" in words(Visitor().ask(str(foreign.case.number), mine.query_code))


def test_the_status_page_costs_the_same_however_much_it_shows(desk: Office) -> None:
    small, large = (
        looking_at(case_in_handling(desk, "一")),
        looking_at(case_in_handling(desk, "一", "二", "三")),
    )
    counts = []
    for visitor in (small, large):
        visitor.client.get("/status/case/")
        # Whether a newer calendar came is asked by time, not by case: both pages ask.
        calendars.forget()
        with CaptureQueriesContext(connection) as queries:
            visitor.client.get("/status/case/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    # The question about the calendar is one of them, and which requests the letter answers together is one.
    assert counts[0] <= 15


def test_the_applicant_of_a_case_is_the_actor(desk: Office) -> None:
    case = case_in_handling(desk)
    visitor = looking_at(case)
    visitor.client.post("/status/withdraw/", {"reason": ""})
    entry = AuditEntry.objects.filter(request_id=case.pk, action="withdrawn").get()
    assert entry.actor_kind == Applicant.kind


def test_the_receipt_leads_to_the_case_without_typing(desk: Office) -> None:
    visitor = Visitor()
    number, _ = visitor.apply(item_1="一项信息")
    page = case_page(visitor)
    assert number in page
    assert "一项信息" in page
    assert PERSON["identity_number"] not in page
