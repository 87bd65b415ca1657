"""The tasks beside the request: those who are asked, extensions, reasons, dates that moved."""

from __future__ import annotations

from requests_app.actors import Applicant, ThirdParty
from requests_app.calendars import load_calendar
from requests_app.models import (
    Consultation,
    DateChange,
    DateChangeState,
    DisclosureRequest,
    Extension,
    Letter,
    ReasonsRequest,
    ReplyDelay,
)
from requests_app.rules.consultation import RULES, Decision, Inquiry, Opinion, last_day_to_answer
from requests_app.rules.reasons_request import NOT_HANDLED, Judgement
from requests_app.rules.roles import Role
from requests_app.selectors.reasons import last_day_of
from requests_app.services import consultation, reasons
from requests_app.services.reasons import Given
from tests.histories.post_room import PostRoom
from tests.workflows.walk import PROOF

WHY = "一个月内就同一类档案提出多件申请，内容相近"
SAID = "为了撰写地方志，需要核对逐年的数据"


class SideDesks(PostRoom):
    """What is ordinarily done about each of these tasks. Each gives False where nothing can be done today."""

    # Consultations

    def serve_inquiry(self, key: int) -> bool:
        """The inquiry goes out."""
        asked = Consultation.objects.get(pk=key)
        letters = asked.letters.filter(kind=RULES[asked.inquiry].letter_kind)
        return self.bring(letters, "inquiry_served", surely=self.surely) or self.call_back(asked)

    def call_back(self, asked: Consultation) -> bool:
        """Nobody need be asked any more."""
        return bool(
            self.does(
                "called_back",
                Role.HANDLER,
                asked.request_id,
                "call_back",
                consultation_id=asked.pk,
                reason="申请内容已经变更，不再需要征求意见",
            )
        )

    def hear(self, key: int) -> bool:
        """The answer comes, or the time to answer goes by."""
        asked = Consultation.objects.get(pk=key)
        way = self.luck.choices(("answer", "silence", "end"), (4, 3, 3))[0]
        if way == "end" and self.call_back(asked):
            return True
        if way == "silence" and asked.inquiry is not Inquiry.ASSISTANCE:
            last = last_day_to_answer(asked.inquiry, asked.served_on, load_calendar()) or asked.asked_for
            return self.leap_beyond(last)
        return self.answer(asked)

    def answer(self, asked: Consultation) -> bool:
        """The answer, on paper or, of a third party, online."""
        said = self.luck.choice((Opinion.AGREES, Opinion.OBJECTS))
        opinion = None if asked.inquiry is Inquiry.ASSISTANCE else said
        online = asked.inquiry is Inquiry.THIRD_PARTY and self.luck.random() < 0.5
        told = {"consultation_id": asked.pk, "opinion": opinion, "reasons": "合同含有报价"}
        if online:
            return bool(
                self.happens(
                    "answered",
                    lambda: consultation.record_answer(
                        actor=ThirdParty(asked), case_id=asked.request_id, **told
                    ),
                    keys=[asked.request_id],
                )
            )
        day = self.lately(asked.served_on or asked.sent_on or self.today)
        return bool(
            self.does("answered", Role.HANDLER, asked.request_id, "record_opinion", answered_on=day, **told)
        )

    def weigh(self, key: int) -> bool:
        """The agency decides about an objection or a silence."""
        asked = Consultation.objects.get(pk=key)
        return bool(
            self.does(
                "weighed",
                Role.HANDLER,
                asked.request_id,
                "decide_consultation",
                consultation_id=asked.pk,
                decision=self.luck.choice((Decision.RELEASE, Decision.WITHHOLD)),
                reason="经审查，理由不能成立",
            )
        )

    # Extensions

    def decide_extension(self, key: int) -> bool:
        """The head agrees, or does not."""
        asked = Extension.objects.get(pk=key)
        case = asked.request_id
        if self.luck.random() < 0.5 and self.does(
            "extension_granted", Role.OFFICE_HEAD, case, "grant_extension"
        ):
            return True
        return bool(
            self.does("extension_refused", Role.OFFICE_HEAD, case, "refuse_extension", reason="可以按期答复")
        )

    def tell_extension(self, key: int) -> bool:
        """The notice goes to the applicant; one that comes too late is left."""
        return self.bring(Letter.objects.filter(extension=key), "extension_told", surely=self.surely)

    # Reasons

    def deliver_request(self, key: int) -> bool:
        """The letter that asks for reasons goes to the applicant."""
        letters = Letter.objects.filter(reasons_request=key)
        if self.bring(letters, "reasons_told", surely=self.surely):
            return True
        asked = ReasonsRequest.objects.get(pk=key)
        return bool(
            self.does(
                "reasons_called_off",
                Role.HANDLER,
                asked.request_id,
                "call_off_reasons",
                reason="申请人已经当面说明",
            )
        )

    def await_reasons(self, key: int) -> bool:
        """The reasons come, or the time goes by."""
        asked = ReasonsRequest.objects.select_related("letter", "request").get(pk=key)
        if self.luck.random() < 0.35:
            return self.leap_beyond(last_day_of(asked))
        return self.give_reasons(asked)

    def give_reasons(self, asked: ReasonsRequest) -> bool:
        """Online, or on paper."""
        case = asked.request_id
        if self.luck.random() < 0.5:
            applicant = Applicant(DisclosureRequest(pk=case))
            given = Given(self.today, SAID)
            return bool(
                self.happens(
                    "reasons_given",
                    lambda: reasons.give(actor=applicant, case_id=case, given=given),
                    keys=[case],
                )
            )
        given = Given(self.lately(asked.told_on or asked.asked_on), SAID, [PROOF])
        return bool(self.does("reasons_given", Role.DESK_OFFICER, case, "receive_reasons", given=given))

    def judge(self, key: int) -> bool:
        """Somebody judges what came, or that nothing came."""
        asked = ReasonsRequest.objects.select_related("request").get(pk=key)
        bad = Judgement.UNREASONABLE if asked.received_on else Judgement.NOT_GIVEN
        wanted = [bad, bad, Judgement.ACCEPTED, *([Judgement.DELAYED] * 5 if asked.received_on else [])]
        judgement = self.luck.choice(wanted)
        until = None
        if judgement is Judgement.DELAYED:
            after = max(asked.request.due_on or self.today, self.today)
            until = self.working_day(self.luck.choice((3, 10, 30)), after)
        event = "not_handled" if judgement in NOT_HANDLED else f"judged_{judgement}"
        judged = self._judge(asked, event, judgement=judgement, until=until)
        return judged or self._judge(asked, "judged_accepted", judgement=Judgement.ACCEPTED)

    def _judge(self, asked: ReasonsRequest, event: str, **judgement: object) -> bool:
        why = "申请人没有说明需要这些材料的具体情况"
        return bool(self.does(event, Role.HANDLER, asked.request_id, "judge_reasons", why=why, **judgement))

    def grant_delay(self, key: int) -> bool:
        """The head agrees to a delayed reply, or it is judged again."""
        asked = ReasonsRequest.objects.get(pk=key)
        case = asked.request_id
        if self.luck.random() < 0.85 and self.does("delayed", Role.OFFICE_HEAD, case, "grant_delay"):
            return True
        return bool(self.does("delay_refused", Role.OFFICE_HEAD, case, "refuse_delay", reason="可以按期答复"))

    def deliver_delay(self, key: int) -> bool:
        """The notice of the delayed reply goes to the applicant; one that comes too late is left."""
        delay = ReplyDelay.objects.filter(reasons_request=key).latest("pk")
        return self.bring(Letter.objects.filter(reply_delay=delay), "delay_told", surely=self.surely)

    # Moved dates

    def tell_date_change(self, key: int) -> bool:
        """The new date is told, or somebody notes why not."""
        change = DateChange.objects.get(pk=key)
        if change.state == DateChangeState.PROPOSED and self.luck.random() < 0.6:
            if self.does(
                "date_change_ordered",
                Role.HANDLER,
                change.request_id,
                "tell_date_change",
                change_id=change.pk,
            ):
                return True
        elif self.bring(change.letter_set, "date_change_told", surely=self.surely):
            return True
        return bool(
            self.does(
                "date_change_waived",
                Role.HANDLER,
                change.request_id,
                "waive_date_change",
                change_id=change.pk,
                reason="已经电话告知",
            )
        )
