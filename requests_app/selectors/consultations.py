"""Consultations of a case for the desk, and the one consultation a third party may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from requests_app import dates
from requests_app.actors import Member, ThirdParty
from requests_app.calendars import load_calendar
from requests_app.crypto.search_keys import check_query_code
from requests_app.errors import AccessRefused
from requests_app.models import Consultation, ConsultationState, DisclosureRequest, Letter
from requests_app.rules import consultation as rule
from requests_app.rules.clock import Derivation, derive, parse_history
from requests_app.rules.consultation import RULES, Inquiry, Opinion
from requests_app.rules.policies import Policies
from requests_app.rules.states import OPEN
from requests_app.rules.working_days import WorkingCalendar
from requests_app.selectors.cases import visible_cases
from requests_app.selectors.clock import case_history
from requests_app.selectors.disclosures import told_in_vain

STANDING = (ConsultationState.SENT, ConsultationState.SERVED, ConsultationState.TO_DECIDE)
"""States in which the inquiry left and nothing has come back yet."""

NO_MATCH = "文书编号和提交码不相符，请核对后重新输入。"


@dataclass(frozen=True)
class ConsultationView:
    """One consultation as the desk sees it. `last_day`: until when the other side may answer; `silent`: that day
    is over without an answer; `overlong`: what the desk is told when an agency without a period has kept silent for
    too long, or an inquiry was sent long ago without proof of service, else ""; `in_vain`: likewise of a notice of a
    disclosure that no longer stands."""

    asked: Consultation
    letters: tuple[Letter, ...]
    ordinals: tuple[int, ...]
    last_day: date | None
    silent: bool
    overlong: str
    in_vain: str


@dataclass(frozen=True)
class InquiryEffect:
    """The due date before, and after the longest consultation that begins and is served today; `after` None: it
    does not move, or nobody can say (no period in the law). `last_day`: the day of the answer it is reckoned with."""

    before: date | None
    after: date | None
    provisional: bool
    sentence: str
    last_day: date | None = None


@dataclass(frozen=True)
class Slip:
    """Everything a third party gets to see: its own inquiry. Nothing of the request, its number or its applicant."""

    agency: str
    phone: str
    number: str
    name: str
    information: str
    why: str
    last_day: date | None
    period: str
    open: bool
    answered_on: date | None
    opinion: str


def consultations_of(actor: Member, case: DisclosureRequest) -> QuerySet[Consultation]:
    """The consultations of a case, oldest first; none of a case the actor may not see."""
    found = Consultation.objects.filter(request=case, request__in=visible_cases(actor))
    return found.select_related("asked_by", "decided_by", "unit").prefetch_related(
        "items", "letters__document", "documents"
    )


def get_consultation(actor: Member, case: DisclosureRequest, consultation_id: int) -> Consultation:
    """One of them. Raises `AccessRefused`, alike for a foreign and a missing one."""
    found = consultations_of(actor, case).filter(pk=consultation_id).first()
    if found is None:
        raise AccessRefused("unknown_consultation", "没有这次征求意见，或者您无权查看。")
    return found


def view_of(asked: Consultation) -> ConsultationView:
    """The consultation with what follows from its dates today."""
    calendar, today = load_calendar(), dates.today()
    last = rule.last_day_to_answer(asked.inquiry, asked.served_on, calendar) or asked.asked_for
    waiting = asked.state in (ConsultationState.SENT, ConsultationState.SERVED)
    return ConsultationView(
        asked=asked,
        letters=tuple(asked.letters.all()),
        ordinals=tuple(item.ordinal for item in asked.items.all()),
        last_day=last,
        silent=waiting
        and rule.is_silent(
            asked.inquiry,
            served=asked.served_on,
            asked_for=asked.asked_for,
            today=today,
            calendar=calendar,
        ),
        overlong=_overlong(asked, today, calendar),
        in_vain=told_in_vain(asked),
    )


def _overlong(asked: Consultation, today: date, calendar: WorkingCalendar) -> str:
    # Waiting for our decision after a silence, the clock of an inquiry without a period still stands.
    if asked.state not in STANDING or asked.answered_on is not None:
        return ""
    days: dict[str, Any] = {
        "sent": asked.sent_on,
        "served": asked.served_on,
        "today": today,
        "calendar": calendar,
    }
    kept = asked.request.policies
    policies = Policies.from_json(kept) if kept else Policies()
    return rule.overlong_warning(asked.inquiry, policies=policies, **days) or rule.unserved_warning(
        asked.inquiry, **days
    )


def overlong_cases(actor: Member) -> set[int]:
    """The cases the actor sees in which an inquiry has stood for too long without service or answer."""
    today, calendar = dates.today(), load_calendar()
    standing = Consultation.objects.select_related("request").filter(
        request__in=visible_cases(actor), state__in=STANDING, request__state__in=OPEN
    )
    return {asked.request_id for asked in standing if _overlong(asked, today, calendar)}


def effect_of_inquiry(
    actor: Member, case: DisclosureRequest, kind: Inquiry, *, to_warning: bool = False
) -> InquiryEffect:
    """What a consultation sent and served today would do at most to the due date.

    `to_warning`: where the law sets no period, as if the answer came on the last day before officers are warned.
    """
    sentence = rule.effect_sentence(kind)
    today, calendar = dates.today(), load_calendar()
    last = rule.last_day_to_answer(kind, today, calendar)
    if to_warning:
        last = rule.last_day_or_warning(kind, today, calendar)
    if case.received_on is None or case.due_on is None or last is None:
        return InquiryEffect(case.due_on, None, False, sentence)
    then = _with_inquiry(case, kind, today, last)
    return InquiryEffect(case.due_on, then.standard.due, then.provisional, sentence, last)


def _with_inquiry(case: DisclosureRequest, kind: Inquiry, today: date, last: date) -> Derivation:
    # Without `today`: the answer on the last day lies ahead, and a history may not know its future.
    history = case_history(case)
    asked = {
        "type": "consultation",
        "kind": kind.value,
        "sent": today.isoformat(),
        "served": today.isoformat(),
        "answered": last.isoformat(),
    }
    history["events"] = [*history["events"], asked]
    policies = Policies.from_json(case.policies) if case.policies else Policies()
    return derive(parse_history(history), load_calendar(), policies)


def silent_today(today: date) -> list[tuple[int, int]]:
    """(request, consultation) of open cases in which the time to answer is over without an answer."""
    calendar = load_calendar()
    over = Q(served_on__lt=rule.served_before_silence(today, calendar)) | Q(asked_for__lt=today)
    waiting = Consultation.objects.filter(
        over, state=ConsultationState.SERVED, opinion="", request__state__in=OPEN
    ).exclude(kind=Inquiry.ASSISTANCE)
    rows = waiting.order_by("request", "pk").values_list("request_id", "pk", "kind", "served_on", "asked_for")
    return [
        (request, key)
        for request, key, kind, served, asked_for in rows
        if rule.is_silent(Inquiry(kind), served=served, asked_for=asked_for, today=today, calendar=calendar)
    ]


def third_party_by_code(number: str, code: str) -> ThirdParty:
    """The third party that holds this inquiry's number and answer code.

    A wrong number and a wrong code are refused with the same words after the same work. Raises `AccessRefused`.
    """
    kind = RULES[Inquiry.THIRD_PARTY].letter_kind
    letters = Letter.objects.filter(number=_as_written(number), kind=kind).select_related(
        "consultation__request__agency"
    )
    # Two agencies may use the same word in their numbers, so that every match is tried.
    holders = [letter.consultation for letter in letters.order_by("pk") if letter.consultation is not None]
    opened = [asked for asked in holders if check_query_code(code, asked.code_hash)]
    if not holders:
        check_query_code(code, "")
    if not opened:
        raise AccessRefused("no_match", NO_MATCH)
    return ThirdParty(opened[0])


def slip_opened_before(consultation_id: int, mark: str) -> ThirdParty | None:
    """The third party of a consultation that this browser opened; None once its code was printed anew."""
    asked = (
        Consultation.objects.select_related("request__agency")
        .filter(pk=consultation_id, kind=Inquiry.THIRD_PARTY)
        .first()
    )
    opened = ThirdParty(asked) if asked else None
    return opened if opened is not None and slip_mark(opened) == mark else None


def slip_mark(actor: ThirdParty) -> str:
    """By what a session remembers which code opened the slip."""
    return str(actor.consultation.code_hash[:16])


def slip_of(actor: ThirdParty) -> Slip:
    """What the third party sees of its own consultation."""
    asked = actor.consultation
    agency = asked.request.agency
    letter = asked.letters.filter(kind=RULES[Inquiry.THIRD_PARTY].letter_kind).first()
    seen = view_of(asked)
    late = asked.state == ConsultationState.TO_DECIDE and asked.opinion == Opinion.SILENT
    said = asked.opinion if asked.answered_on else ""
    return Slip(
        agency=agency.name if agency else "",
        phone=agency.phone if agency else "",
        number=letter.number if letter else "",
        name=asked.name,
        information=asked.information,
        why=asked.why,
        last_day=seen.last_day,
        period=rule.answer_period(),
        open=late or asked.state in (ConsultationState.TO_SEND, *STANDING[:2]),
        answered_on=asked.answered_on,
        opinion=Opinion(said).label if said else "",
    )


def _as_written(number: str) -> str:
    """Square and round brackets, wide and narrow, as people type them, are the hexagonal ones of the letter."""
    plain = "".join(number.split())
    for wrong in "[【（(":
        plain = plain.replace(wrong, "〔")
    for wrong in "]】）)":
        plain = plain.replace(wrong, "〕")
    return plain
