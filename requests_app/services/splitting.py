"""Splitting one application into several: each part with its number, the same day of receipt, the same clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from requests_app import dates, notifications
from requests_app.actors import Member
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import (
    ConsultationState,
    CorrectionState,
    DeliveryState,
    DisclosureRequest,
    DocumentKind,
    ExtensionState,
    FeeState,
    RequestItem,
)
from requests_app.models.date_change import LIVE as LIVE_CHANGES
from requests_app.plain_text import clean_text
from requests_app.rules import splitting as rule
from requests_app.rules.numbering import request_number
from requests_app.rules.roles import Role
from requests_app.rules.states import RequestState
from requests_app.selectors import corrections, reasons
from requests_app.services import clock, joining, numbers
from requests_app.services.act import By, act
from requests_app.services.decision import ItemDecision, ReplyDraft, keep_draft
from requests_app.services.journal import note
from requests_app.signals import request_registered

_COPIED = (
    "agency", "unit", "handler", "query_code_hash", "provenance", "channel", "arrived_on", "received_on",
    "submitted_at", "mail_number", "receipt_proof", "form", "way", "accepts_other_form", "accepts_online_service",
    "help_needed", "purpose", "note", "policies", "regime",
)  # fmt: skip
_PAPERS = (
    DocumentKind.APPLICATION,
    DocumentKind.IDENTITY_PROOF,
    DocumentKind.ENVELOPE,
    DocumentKind.RECEIPT_PROOF,
    DocumentKind.CORRECTION,
)
"""What the applicant handed in belongs to every part."""


@act("拆分申请", by=By(roles=rule.MAY_SPLIT), states=rule.CAN_BE_SPLIT)
def split(
    *, actor: Member, case: DisclosureRequest, part_of: Mapping[int, int], told: str
) -> list[DisclosureRequest]:
    """Make a request of its own of each part; the first keeps the number. Gives back the new ones.

    `part_of`: ordinal → part (`rule.STAYS`: under the old number). `told`: how the applicant was told, without which
    a part could not count. Each part opens with the query code of the first, and gets its own receipt. What was
    drafted for an item that moves is drafted anew. Raises `InvalidInput`, `RuleRefusal` as the rules.
    """
    _check_theirs(actor, case)
    told = clean_text(told)
    if not told:
        raise InvalidInput(
            "untold", "请写明怎样告知了申请人。", fields={"told": "请写明何时、以什么方式告知申请人拆分。"}
        )
    items = {item.ordinal: item for item in case.items.all()}
    parts = rule.check_parts(sorted(items), part_of)
    _check_alone(case)
    joining.leave(case, actor, "拆分申请")
    made = []
    for ordinals in parts:
        part = _make_part(case, [items[ordinal] for ordinal in ordinals])
        words = f"由 {case.number} 拆分，登记编号 {part.number}，收到日期和计时事件不变"
        note(part, actor, "split_off", words, remark=told, split_from=case.pk, number=part.number)
        notifications.enqueue("letters.receipt", f"receipt:{part.pk}", {"case": part.pk})
        request_registered.send(sender=DisclosureRequest, case=part, actor=actor)
        made.append(part)
    _close_ranks(case, actor)
    named = "、".join(str(part.number) for part in made)
    note(case, actor, "split", f"拆分出 {named}", remark=told, parts=[part.pk for part in made])
    return made


def is_theirs(actor: Member, case: DisclosureRequest) -> bool:
    """Whether it is for this person to divide the case: its handler, before there is one the desk, or the head."""
    if case.handler_id is None and actor.role is Role.DESK_OFFICER:
        return True
    return case.handler_id == actor.user.pk or actor.role is Role.OFFICE_HEAD


def _check_theirs(actor: Member, case: DisclosureRequest) -> None:
    if not is_theirs(actor, case):
        raise AccessRefused("not_the_handler", "拆分由本件的承办人或者工作机构负责人办理。")


def _check_alone(case: DisclosureRequest) -> None:
    consulted = case.consultations.exclude(state=ConsultationState.CALLED_BACK)
    extending = case.extensions.filter(state__in=(ExtensionState.ASKED, ExtensionState.GRANTED))
    rule.check_alone(
        answered=case.letters.filter(submission__isnull=False).exists(),
        consulted=consulted.exists() or case.clock_events.filter(type="consultation").exists(),
        correcting=case.corrections.filter(state__in=corrections.LIVE).exists(),
        extending=extending.exists(),
        paying=case.fees.exclude(state=FeeState.CANCELLED).exists(),
        reasoning=case.reasons_requests.filter(state__in=reasons.LIVE).exists(),
        posting=_moves_the_clock_in_the_post(case),
        telling=case.date_changes.filter(state__in=LIVE_CHANGES).exists(),
    )


def _moves_the_clock_in_the_post(case: DisclosureRequest) -> bool:
    """Whether an event rests on a letter that may still come back, which would revoke it; who has corrected has it."""
    counting = case.clock_events.filter(revoked_at__isnull=True).values_list("data__letter", flat=True)
    posted = case.letters.filter(pk__in=[pk for pk in counting if pk], deliveries__state=DeliveryState.SENT)
    return posted.exclude(correction__state=CorrectionState.RECEIVED).exists()


def _make_part(case: DisclosureRequest, items: Sequence[RequestItem]) -> DisclosureRequest:
    assert case.agency is not None
    copied = {name: getattr(case, name) for name in _COPIED}
    part = DisclosureRequest.objects.create(**copied, split_from=case, registered_on=dates.today())
    _copy_people_and_papers(case, part)
    _copy_clock(case, part)
    for ordinal, item in enumerate(items, start=1):
        item.request, item.ordinal = part, ordinal
        item.outcome, item.reason, item.citations, item.facts = "", "", [], {}
        item.save()
    part.register()
    if case.state == RequestState.IN_HANDLING:
        part.accept()
    year = dates.today().year
    sequence = numbers.allocate(case.agency, "request", year)
    part.number = request_number(case.agency.number_prefix, year, sequence)
    clock.refresh(part)
    part.save()
    return part


def _copy_people_and_papers(case: DisclosureRequest, part: DisclosureRequest) -> None:
    for applicant in case.applicants.all():
        applicant.pk, applicant.request = None, part
        applicant._state.adding = True
        applicant.save()
    for paper in case.documents.filter(kind__in=_PAPERS):
        paper.pk, paper.request = None, part
        paper._state.adding = True
        paper.save()


def _copy_clock(case: DisclosureRequest, part: DisclosureRequest) -> None:
    """The same events, each marked with the one it was copied from; the extension with its record. None of them can be
    revoked any more (`_check_alone`); the day of receipt is corrected in all parts together."""
    for extension in case.extensions.filter(state=ExtensionState.NOTIFIED):
        extension.pk, extension.request = None, part
        extension._state.adding = True
        extension.save()
    for event in case.clock_events.filter(revoked_at__isnull=True):
        data = {name: value for name, value in event.data.items() if name != "letter"}
        part.clock_events.create(
            type=event.type,
            on=event.on,
            data={**data, "copied_from": event.pk},
            recorded_by_id=event.recorded_by_id,
        )


def _close_ranks(case: DisclosureRequest, actor: Member) -> None:
    """The items that stay are numbered anew, and the draft follows them."""
    remaining = list(case.items.all())
    for ordinal, item in enumerate(remaining, start=1):
        if item.ordinal != ordinal:
            item.ordinal = ordinal
            item.save(update_fields=["ordinal"])
    latest = case.drafts.order_by("version").last()
    if latest is None:
        return
    decisions = [
        ItemDecision(item.ordinal, item.outcome, item.citations, item.reason, item.facts)
        for item in remaining
    ]
    fields = latest.fields
    attached = fields.get("attachments", ())
    keep_draft(case, actor, ReplyDraft(decisions, fields.get("delivery", ""), attached))
