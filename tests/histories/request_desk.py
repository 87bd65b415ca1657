"""The tasks of the request itself, from the review to the archive."""

from __future__ import annotations

from dataclasses import replace

from requests_app.actors import Applicant
from requests_app.models import DisclosureRequest, Submission
from requests_app.rules.roles import Role
from requests_app.selectors.fees import live_fee, outstanding, reported
from requests_app.services import correction, payments
from requests_app.services.correction import Received
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.payments import Payment
from tests.histories.side_desks import SideDesks
from tests.workflows.walk import PROOF, example_reply

EXPLAINED = {
    "disclosure_carried_out": "经审查，该信息已经主动公开，告知获取途径即可。",
    "citations_explained": "已核对全称和条文。",
    "in_time": "检索的档案较多",
}
LATE = {"late_reason": "检索的档案较多", "late_by": "office", "late_unit": ""}


class RequestDesk(SideDesks):
    """What is ordinarily done about each of these tasks. Each gives False where nothing can be done today."""

    def wait(self, key: int) -> bool:
        """Others are at it."""
        return False

    # Review and correction

    def accept(self, key: int) -> bool:
        """Clear and complete: it gets its handler."""
        handler = self.office(key).handler.user
        return bool(self.does("accepted", Role.DESK_OFFICER, key, "review", handler=handler))

    def tell_correction(self, key: int) -> bool:
        """The notice goes to the applicant; where none can be made, it is called off."""
        letters = self.get(key).letters.filter(correction__isnull=False)
        return self.bring(letters, "correction_told", surely=self.surely) or bool(
            self.does(
                "correction_called_off",
                Role.DESK_OFFICER,
                key,
                "call_off_correction",
                reason="申请人已经当面说明",
            )
        )

    def await_correction(self, key: int) -> bool:
        """The correction comes, or the period goes by."""
        case = self.get(key)
        return self.leap_beyond(case.waiting_until) if self.luck.random() < 0.45 else self.correct(case)

    def correct(self, case: DisclosureRequest) -> bool:
        """Online, or on paper that somebody registers."""
        texts = {1: f"清溪市东湖片区控制性详细规划（{self.luck.randrange(1000)}）批复文件"}
        if self.luck.random() < 0.5:
            online = Received(self.today, texts=texts)
            return bool(
                self.happens(
                    "corrected",
                    lambda: correction.receive(actor=Applicant(case), case_id=case.pk, received=online),
                    keys=[case.pk],
                )
            )
        asked = case.corrections.order_by("pk").last()
        first = (asked.told_on or asked.asked_on) if asked else self.today
        paper = Received(self.lately(first), texts=texts, files=[PROOF])
        return bool(self.does("corrected", Role.DESK_OFFICER, case.pk, "receive_correction", received=paper))

    def lapse_correction(self, key: int) -> bool:
        """Nothing came: the letter that gives the application up is submitted."""
        self.confirm_what_was_posted(key)
        given = {"delivery": "post", "considered": "两次电话联系，申请人没有说明理由"}
        done = self.does("lapse_submitted", Role.HANDLER, key, "lapse_uncorrected", **given)
        return bool(done) or self.correct(self.get(key))

    # The fee

    def tell_fee(self, key: int) -> bool:
        """The notice goes to the applicant; where none can be made, the fee is cancelled."""
        letters = self.get(key).letters.filter(fee__isnull=False)
        return self.bring(letters, "fee_told", surely=self.surely) or self.cancel_fee(key)

    def cancel_fee(self, key: int) -> bool:
        """Decided by mistake."""
        return bool(self.does("fee_cancelled", Role.HANDLER, key, "cancel_fee", reason="页数数错了"))

    def await_payment(self, key: int) -> bool:
        """The payment comes, or the period goes by."""
        case = self.get(key)
        self.confirm_what_was_posted(key)
        case = self.get(key)
        return self.leap_beyond(case.waiting_until) if self.luck.random() < 0.5 else self.pay(case)

    def pay(self, case: DisclosureRequest) -> bool:
        """The applicant reports it online, or an officer enters what came in."""
        fee = live_fee(case)
        if fee is None:
            return False
        if self.luck.random() < 0.3 and reported(fee) is None:
            applicant, day = Applicant(case), self.today
            return bool(
                self.happens(
                    "payment_reported",
                    lambda: payments.report(actor=applicant, case_id=case.pk, paid_on=day, voucher=PROOF),
                    keys=[case.pk],
                )
            )
        owed = outstanding(fee) or 1
        part = owed > 100 and self.luck.random() < 0.2
        day = self.lately(fee.told_on or self.today)
        paid = Payment(100 if part else owed, day, "票0001", PROOF, part=part)
        event = "part_paid" if part else "fee_paid"
        return bool(self.does(event, Role.DESK_OFFICER, case.pk, "receive_fee", payment=paid)) or (
            self.cancel_fee(case.pk)
        )

    def check_payment(self, key: int) -> bool:
        """What the applicant reported is verified, or did not come in."""
        fee = live_fee(self.get(key))
        report = reported(fee) if fee else None
        if fee is None or report is None:
            return False
        paid = Payment(outstanding(fee) or 1, report.paid_on, "票0001", report=report.pk)
        if self.luck.random() < 0.6 and self.does(
            "fee_paid", Role.DESK_OFFICER, key, "receive_fee", payment=paid
        ):
            return True
        return bool(
            self.does("payment_rejected", Role.DESK_OFFICER, key, "reject_payment", reason="账户没有收到")
        )

    def lapse_unpaid(self, key: int) -> bool:
        """Nothing came: the letter that gives the application up is submitted."""
        self.confirm_what_was_posted(key)
        done = self.does("lapse_submitted", Role.HANDLER, key, "lapse_unpaid", delivery="post")
        return bool(done) or self.pay(self.get(key))

    def confirm_what_was_posted(self, key: int) -> None:
        """Without proof of service nobody is given up."""
        for delivery in self.in_the_post():
            if delivery.letter.request_id == key:
                self.post_answers(delivery, surely=True)

    # The reply

    def answer_the_request(self, key: int) -> bool:
        """The reply is drafted where it is not, and submitted; what stands in the way is done the next time."""
        case = self.get(key)
        ready = self._is_ready(case)
        if not ready and not self.draft(case):
            return False
        handler = case.handler
        if self.does("submitted", Role.HANDLER, key, "submit", user=handler):
            return True
        return self._unblock(case)

    def _is_ready(self, case: DisclosureRequest) -> bool:
        draft = case.drafts.order_by("version").last()
        if draft is None or not draft.fields["delivery"]:
            return False
        return all(row["outcome"] for row in draft.fields["items"]) and self.luck.random() < 0.8

    def draft(self, case: DisclosureRequest, *, plainly: bool = False) -> bool:
        """A reply that stands every check; one that was proposed is only completed."""
        latest = case.drafts.order_by("version").last()
        proposed = latest is not None and case.principal_outcome == "excessive" and not plainly
        if proposed and latest is not None:
            items = [ItemDecision(**row) for row in latest.fields["items"]]
            reply = ReplyDraft(items, "post", (), EXPLAINED, "excessive")
        else:
            reply = self._example(case)
        return bool(self.does("drafted", Role.HANDLER, case.pk, "save_draft", draft=reply, user=case.handler))

    def _example(self, case: DisclosureRequest) -> ReplyDraft:
        note = f"（第{self.luck.randrange(1000)}稿）"
        if case.consultations.exists() or self.luck.random() < 0.7:
            return replace(example_reply("already_public", note), legality_reasons=EXPLAINED)
        copy = self.does(
            "copy_added",
            Role.HANDLER,
            case.pk,
            "add_released_copy",
            upload=PROOF,
            title="许可证复印件",
            user=case.handler,
        )
        return replace(example_reply("provided", note, [copy.pk]), legality_reasons=EXPLAINED)

    def _unblock(self, case: DisclosureRequest) -> bool:
        """What the checks wait for: proof of service, answers; at last another reply."""
        posted = [one for one in self.in_the_post() if one.letter.request_id == case.pk]
        for delivery in posted:
            self.post_answers(delivery, surely=True)
        return bool(posted) or self.draft(self.get(case.pk), plainly=True)

    def approve(self, key: int) -> bool:
        """Whose turn it is agrees, or sends it back."""
        submission = Submission.objects.get(pk=key)
        step = self.task.data
        case, role = submission.request_id, Role(step["role"])
        about = {"step": step["step"], "content_hash": submission.content_hash}
        if not self.surely and self.luck.random() < 0.2:
            return bool(self.does("returned", role, case, "return_reply", reason="请再核对", **about))
        agreed = self.does("agreed", role, case, "approve", **about)
        if agreed and agreed.submission.state == "approved":
            self.happened("approved")
        return bool(agreed)

    def issue(self, key: int) -> bool:
        """The approved reply gets its number."""
        due = self.known[key].due
        late = LATE if due is not None and self.today > due else {}
        letter = self.does("issued", Role.DESK_OFFICER, key, "issue", **late)
        self.check_replies()
        if not letter and self.states[key] == "approved":
            return bool(
                self.does(
                    "sent_back",
                    Role.LEGAL_REVIEWER,
                    key,
                    "send_back",
                    submission_id=Submission.objects.filter(request=key).latest("pk").pk,
                    content_hash=Submission.objects.filter(request=key).latest("pk").content_hash,
                    reason="须重新核对",
                )
            )
        return bool(letter)

    def deliver(self, key: int) -> bool:
        """The reply goes to the applicant."""
        case = self.get(key)
        lapsing = case.principal_outcome in ("not_corrected", "not_paid")
        done = self.bring(case.letters.filter(submission__isnull=False), "served", surely=self.surely)
        if lapsing and self.states[key] == "lapsed":
            name = "correction" if case.principal_outcome == "not_corrected" else "fee"
            self.happened(f"{name}_lapsed")
        return done

    def archive(self, key: int) -> bool:
        """The file is closed."""
        self.worker()
        return bool(self.does("archived", Role.ARCHIVIST, key, "archive"))
