"""Delivery of letters, with proof (law.md 2.10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from requests_app import dates
from requests_app.actors import OFFICERS, Actor
from requests_app.errors import AccessRefused, InvalidInput, StateRefusal
from requests_app.models import (
    ClockEvent,
    Delivery,
    DeliveryState,
    DisclosureRequest,
    DocumentKind,
    ExtensionState,
    Letter,
    LetterAddressee,
    LetterState,
)
from requests_app.rules.delivery import Way, check_carrier, check_dates, check_online, counts_on, told_on
from requests_app.rules.policies import Policies
from requests_app.rules.states import TRANSITIONS, RequestState
from requests_app.services import clock, correction, date_change, excess_letters, extension, fees, publication
from requests_app.services.act import By, act
from requests_app.services.approval import outcome_of
from requests_app.services.consultation_clock import inquiry_came_back, inquiry_left, is_inquiry
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note


@dataclass(frozen=True)
class Posting:
    """A letter handed to the post: `carrier` must be the postal enterprise."""

    sent_on: date
    tracking_number: str
    carrier: str


@dataclass(frozen=True)
class Service:
    """A letter that reached its addressee, and who can show it."""

    way: str
    served_on: date
    recipient: str
    relation: str = "本人"
    place: str = ""
    witness: str = ""
    note: str = ""
    proof: Upload | None = None


@act("交邮", by=By(roles=OFFICERS))
def post_letter(*, actor: Actor, case: DisclosureRequest, letter_id: int, posting: Posting) -> Delivery:
    """Record that the letter was posted; for a reply that day decides whether it was in time.

    Raises `RuleRefusal` for another courier or an impossible day, `InvalidInput` without tracking number.
    """
    return _on_each_file(case, actor, letter_id, _post, posting=posting)


@act("交邮", by=By(roles=OFFICERS))
def _post(*, actor: Actor, case: DisclosureRequest, letter_id: int, posting: Posting) -> Delivery:
    letter = _deliverable(case, letter_id)
    if not posting.tracking_number.strip():
        raise InvalidInput(
            "tracking_missing", "请填写邮件单号。", fields={"tracking_number": "请填写邮件单号。"}
        )
    check_carrier(posting.carrier)
    check_dates(issued_on=letter.issued_on, sent_on=posting.sent_on, served_on=None, today=dates.today())
    if letter.deliveries.filter(state__in=(DeliveryState.SENT, DeliveryState.SERVED)).exists():
        raise StateRefusal("already_sent", "这份文书已经发出。未送达的，先登记未送达，再重新发出。")
    delivery = Delivery.objects.create(
        letter=letter,
        way=Way.POST.value,
        state=DeliveryState.SENT,
        sent_on=posting.sent_on,
        counts_on=_counts_on(case, letter, Way.POST, sent_on=posting.sent_on),
        tracking_number=posting.tracking_number.strip(),
        recorded_by_id=actor.user_id,
    )
    _count(case, actor, letter, delivery)
    note(
        case,
        actor,
        "posted",
        f"{letter.number} 交邮，邮件单号 {delivery.tracking_number}",
        letter=letter.pk,
        delivery=delivery.pk,
    )
    return delivery


@act("登记送达", by=By(roles=OFFICERS, system=True))
def confirm_delivery(*, actor: Actor, case: DisclosureRequest, letter_id: int, service: Service) -> Delivery:
    """Record that the letter reached its addressee, with proof; the reply's delivery ends the case.

    A posted letter is confirmed with the day and signer of the postal record. Raises `RuleRefusal` or
    `InvalidInput` when proof or dates do not hold, also for online service, which the system itself makes and
    proves (`serve_online`); `StateRefusal` for another way while the letter is in the post.
    """
    return _on_each_file(case, actor, letter_id, _confirm, service=service)


@act("登记送达", by=By(roles=OFFICERS, system=True))
def _confirm(*, actor: Actor, case: DisclosureRequest, letter_id: int, service: Service) -> Delivery:
    letter = _deliverable(case, letter_id, in_the_post=True)
    way = Way(service.way)
    posted = letter.deliveries.filter(state=DeliveryState.SENT).first()
    _check_proof(service, way)
    _check_way(letter, way, posted)
    sent_on = posted.sent_on if posted else None
    check_dates(issued_on=letter.issued_on, sent_on=sent_on, served_on=service.served_on, today=dates.today())
    delivery = posted or Delivery(letter=letter, way=way.value, sent_on=None)
    delivery.state = DeliveryState.SERVED
    delivery.served_on = service.served_on
    delivery.counts_on = _counts_on(case, letter, way, sent_on=sent_on, served_on=service.served_on)
    delivery.recipient, delivery.relation = service.recipient.strip(), service.relation.strip()
    delivery.place, delivery.witness, delivery.note = service.place, service.witness, service.note
    delivery.recorded_by_id = actor.user_id
    if service.proof is not None:
        title = f"{letter.number} 送达凭证"
        delivery.proof = store(case, actor, service.proof, kind=DocumentKind.DELIVERY_PROOF, title=title)
    return _served(case, actor, letter, delivery)


@act("网上送达", by=By(roles=OFFICERS))
def serve_online(*, actor: Actor, case: DisclosureRequest, letter_id: int) -> Delivery:
    """Show the letter to the applicant now, which serves it: this moment counts, and no other can be entered.

    The proof is the entry of the system's own record. Raises `InvalidInput` without the applicant's consent,
    `RuleRefusal` for a reply that was not written for online service, `StateRefusal` while it is in the post.
    """
    return _on_each_file(case, actor, letter_id, _show)


@act("网上送达", by=By(roles=OFFICERS))
def _show(*, actor: Actor, case: DisclosureRequest, letter_id: int) -> Delivery:
    letter = _deliverable(case, letter_id)
    if letter.addressee != LetterAddressee.APPLICANT:
        raise InvalidInput("not_for_the_applicant", "这份文书不是给申请人的，不能网上送达，请以纸质送达。")
    if not case.accepts_online_service:
        raise InvalidInput("no_online_consent", "申请人没有同意网上送达，请选择其他方式。")
    _check_way(letter, Way.ONLINE, letter.deliveries.filter(state=DeliveryState.SENT).first())
    now = timezone.now()
    applicant = case.applicants.first()
    delivery = Delivery(
        letter=letter,
        way=Way.ONLINE.value,
        state=DeliveryState.SERVED,
        served_on=dates.legal_date(now),
        recipient=applicant.name if applicant else "",
        relation="本人",
        note=f"系统记录：{timezone.localtime(now):%Y-%m-%d %H:%M:%S} 起申请人可以在网上查阅、下载。",
        recorded_by_id=actor.user_id,
    )
    delivery.counts_on = _counts_on(case, letter, Way.ONLINE, sent_on=None, served_on=delivery.served_on)
    return _served(case, actor, letter, delivery)


def _served(case: DisclosureRequest, actor: Actor, letter: Letter, delivery: Delivery) -> Delivery:
    """Write down that the letter was served; a served reply ends the case and is the applicant's to read. One that
    was taken back meanwhile does neither."""
    delivery.save()
    stands = letter.state != LetterState.WITHDRAWN
    if stands:
        _count(case, actor, letter, delivery)
    if stands and letter.submission_id is not None:
        ended = TRANSITIONS["confirm_delivery"].target_for(outcome_of(letter.kind))
        case.confirm_delivery(ended)
        if ended is RequestState.LAPSED:
            correction.mark_lapsed(case)
            fees.mark_lapsed(case)
        case.closed_on = delivery.served_on
        _open_to_applicant(case, letter)
    note(
        case,
        actor,
        "delivered",
        f"{letter.number} {delivery.get_way_display()}送达",
        letter=letter.pk,
        delivery=delivery.pk,
        served_on=delivery.served_on.isoformat() if delivery.served_on else None,
    )
    if stands and letter.submission_id is not None:
        publication.propose_if_due(case)
    return delivery


def _open_to_applicant(case: DisclosureRequest, letter: Letter) -> None:
    """The reply and the information that goes out with it (Art. 36(2), 40): whoever was answered online has nothing
    else to read it from."""
    sent_along = [entry["sha256"] for entry in letter.context.get("attachments", ())]
    given = Q(kind=DocumentKind.RELEASED_COPY, sha256__in=sent_along)
    case.documents.filter(given | Q(pk=letter.document_id)).update(visible_to_applicant=True)


@act("登记未送达", by=By(roles=OFFICERS))
def record_failure(*, actor: Actor, case: DisclosureRequest, letter_id: int, reason: str) -> Delivery:
    """A posted letter came back: returned mail is not delivery, and its posting no longer counts."""
    return _on_each_file(case, actor, letter_id, _fail, reason=reason)


@act("登记未送达", by=By(roles=OFFICERS))
def _fail(*, actor: Actor, case: DisclosureRequest, letter_id: int, reason: str) -> Delivery:
    letter = _deliverable(case, letter_id, in_the_post=True)
    delivery = letter.deliveries.filter(state=DeliveryState.SENT).first()
    if delivery is None:
        raise StateRefusal("not_sent", "这份文书没有在途的邮件。")
    if not reason.strip():
        raise InvalidInput(
            "reason_missing", "请写明未送达的原因。", fields={"reason": "请写明未送达的原因。"}
        )
    delivery.state, delivery.note, delivery.counts_on = DeliveryState.FAILED, reason.strip(), None
    delivery.save(update_fields=["state", "note", "counts_on"])
    if letter.state != LetterState.WITHDRAWN:
        _came_back(case, actor, letter, reason.strip())
    note(case, actor, "delivery_failed", f"{letter.number} 未送达", letter=letter.pk, delivery=delivery.pk)
    return delivery


def _came_back(case: DisclosureRequest, actor: Actor, letter: Letter, reason: str) -> None:
    """What the posting of the letter had brought about does not count."""
    if _take_back(case, actor, letter) and excess_letters.came_back(case, actor, letter):
        clock.revoke_events(case, actor=actor, letter_id=letter.pk, reason=f"未送达：{reason}")
    if letter.submission_id is not None:
        case.replied_on = None
    if letter.extension is not None and letter.extension.state == ExtensionState.NOTIFIED:
        extension.take_back_notice(letter.extension)
    if letter.date_change is not None:
        date_change.take_back_notice(case, actor, letter.date_change)
    if is_inquiry(letter):
        inquiry_came_back(case, actor, letter)


def _take_back(case: DisclosureRequest, actor: Actor, letter: Letter) -> bool:
    """Whether what the letter told no longer counts, now that it came back."""
    if letter.correction is not None:
        return correction.take_back_notice(case, actor, letter.correction)
    return letter.fee is None or fees.take_back_notice(case, actor, letter.fee)


def _on_each_file(
    case: DisclosureRequest, actor: Actor, letter_id: int, record: Callable[..., Delivery], **given: Any
) -> Delivery:
    """A letter is served once, and recorded wherever it stands on file: by each request's own clock."""
    letter = case.letters.select_related("copy_of__request").filter(pk=letter_id).first()
    if letter is not None and letter.copy_of is not None:
        number = letter.copy_of.request.number
        raise StateRefusal(
            "served_with_another", f"这份答复书由 {number} 合并出具，请在 {number} 中登记送达。"
        )
    done = record(actor=actor, case_id=case.pk, letter_id=letter_id, **given)
    for copy in done.letter.copies.order_by("pk"):
        record(actor=actor, case_id=copy.request_id, letter_id=copy.pk, **given)
    return done


def _deliverable(case: DisclosureRequest, letter_id: int, *, in_the_post: bool = False) -> Letter:
    """The letter, ready to be delivered. With `in_the_post` also one taken back while it was on its way: what became
    of it is kept as a fact, and moves nothing."""
    letter = case.letters.filter(pk=letter_id).first()
    if letter is None:
        raise AccessRefused("unknown_letter", "没有这份文书。")
    if letter.state == LetterState.NUMBERED:
        raise StateRefusal("letter_not_made", "文书正在制作，请稍候再登记送达。")
    on_its_way = in_the_post and letter.deliveries.filter(state=DeliveryState.SENT).exists()
    if letter.state == LetterState.WITHDRAWN and not on_its_way:
        raise StateRefusal("letter_withdrawn", "这份文书已经撤回，不能送达。")
    return letter


def _check_way(letter: Letter, way: Way, posted: Delivery | None) -> None:
    """Whether the letter can have gone this way: written for it, and not on its way by post already."""
    if letter.deliveries.filter(state=DeliveryState.SERVED).exists():
        raise StateRefusal("already_served", "这份文书已经登记送达。")
    if posted is None and way is Way.POST:
        raise StateRefusal("not_posted", "这份文书还没有登记交邮，请先登记交邮。")
    if posted is not None and way is not Way.POST:
        text = "这份文书已经交邮，尚未登记签收。改用其他方式送达的，请先登记未送达，再以实际签收之日登记。"
        raise StateRefusal("still_in_the_post", text)
    # Procedure letters carry no remedy, so the consent alone decides about them.
    if way is Way.ONLINE and letter.submission_id is not None:
        check_online(written_for=str(letter.context.get("delivery") or ""))


def _counts_on(
    case: DisclosureRequest, letter: Letter, way: Way, *, sent_on: date | None, served_on: date | None = None
) -> date | None:
    """The day that counts for this letter: of a reply by law, of a procedure letter by the case's reading."""
    if letter.submission_id is not None:
        return counts_on(way, sent_on=sent_on, served_on=served_on)
    policies = Policies.from_json(case.policies)
    return told_on(way, sent_on=sent_on, served_on=served_on, policies=policies)


def _check_proof(service: Service, way: Way) -> None:
    missing: dict[str, str] = {}
    if not service.recipient.strip():
        missing["recipient"] = "请填写签收人。"
    if service.proof is None:
        missing["proof"] = "请上传送达回证、签收记录或者邮政查询记录。"
    if way is Way.ONLINE:
        missing["way"] = "网上送达由系统办理并记录时间，不能补登。"
    if missing:
        raise InvalidInput("proof_missing", "".join(missing.values()), fields=missing)


def _count(case: DisclosureRequest, actor: Actor, letter: Letter, delivery: Delivery) -> None:
    """Write the clock event of the day that counts: `replied` for a reply, the notice for an extension, a
    correction or a fee; an inquiry stops the clock from the day it left."""
    if is_inquiry(letter):
        inquiry_left(case, actor, letter, sent=delivery.sent_on, served=delivery.served_on)
    if delivery.counts_on is None:
        return
    if letter.extension is not None:
        if letter.extension.state == ExtensionState.GRANTED:
            extension.mark_notified(case, actor, letter.extension, on=delivery.counts_on, letter_id=letter.pk)
    elif letter.date_change is not None:
        date_change.mark_told(case, actor, letter.date_change, delivery.counts_on)
    elif letter.correction is not None:
        correction.mark_told(case, actor, letter.correction, on=delivery.counts_on, letter_id=letter.pk)
    elif letter.fee is not None:
        fees.mark_told(case, actor, letter.fee, on=delivery.counts_on, letter_id=letter.pk)
    elif letter.kind in excess_letters.KINDS:
        excess_letters.told(case, actor, letter, on=delivery.counts_on)
    elif letter.submission_id is not None and not _already_counted(case, letter):
        case.replied_on = delivery.counts_on
        clock.record_event(
            case,
            actor=actor,
            type="replied",
            on=delivery.counts_on,
            evidence=delivery.proof,
            data={"way": delivery.way, "on": delivery.counts_on, "letter": letter.pk},
        )


def _already_counted(case: DisclosureRequest, letter: Letter) -> bool:
    return ClockEvent.objects.filter(
        request=case, type="replied", data__letter=letter.pk, revoked_at__isnull=True
    ).exists()
