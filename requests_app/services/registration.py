"""Taking an application in and registering it (登记, Art. 29–31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from requests_app import dates, notifications
from requests_app.actors import Actor, Member, Role, System
from requests_app.crypto.search_keys import fingerprint, hash_query_code, new_query_code
from requests_app.errors import AccessRefused, InvalidInput
from requests_app.models import Agency, Applicant, DisclosureRequest, DocumentKind, RequestItem
from requests_app.plain_text import clean_line, clean_text
from requests_app.rules import receipt, transfer
from requests_app.rules.numbering import request_number
from requests_app.rules.states import RequestState
from requests_app.selectors.policies import chosen_by
from requests_app.selectors.transfers import came_from
from requests_app.services import clock, numbers
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, check_upload, store
from requests_app.services.journal import note
from requests_app.signals import request_registered

DESK = frozenset({Role.DESK_OFFICER})
"""Who takes in and registers; online the system does it at once."""


@dataclass(frozen=True)
class NewApplicant:
    """An applicant as entered; the names are those of `models.Applicant`."""

    kind: str
    name: str
    identity_kind: str
    identity_number: str = ""
    organisation_kind: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    workplace: str = ""
    legal_representative: str = ""
    contact_person: str = ""
    agent_name: str = ""
    agent_identity_number: str = ""


@dataclass(frozen=True)
class NewRequest:
    """An application as entered. `received_on` None: a letter or fax that is still to be confirmed."""

    channel: str
    items: Sequence[str]
    applicants: Sequence[NewApplicant]
    arrived_on: date
    received_on: date | None
    form: str = "paper"
    way: str = "post"
    accepts_other_form: bool = False
    accepts_online_service: bool = False
    help_needed: str = ""
    purpose: str = ""
    note: str = ""
    mail_number: str = ""
    receipt_proof: str = ""
    submitted_at: datetime | None = None
    files: Sequence[tuple[DocumentKind, Upload]] = field(default_factory=tuple)


@dataclass(frozen=True)
class Registered:
    """The outcome of a registration; the query code is shown now and stored only as a hash."""

    case: DisclosureRequest
    query_code: str


def take_in(*, actor: Actor, agency: Agency, new: NewRequest) -> DisclosureRequest:
    """Record an application that has arrived (状态“待登记”). Nothing is kept when anything is refused.

    Raises `InvalidInput` with the fields that lack what Art. 29 asks for, or a file that cannot be accepted,
    `AccessRefused` for a member of another agency, `RuleRefusal` for a receipt day against Art. 31. A channel that the
    agency has not announced is refused too.
    """
    if isinstance(actor, Member) and (actor.agency.pk != agency.pk or actor.role not in DESK):
        raise AccessRefused("role_missing", "申请由本机关受理员登记，您没有这一角色。")
    receipt.check_channel(new.channel, agency.announced_channels)
    return keep_application(actor=actor, new=new, agency=agency)


def keep_application(*, actor: Actor, new: NewRequest, **where: Any) -> DisclosureRequest:
    """The rows of an application that has arrived; `where`: the fields that say with whom it lies.

    Raises as `take_in`.
    """
    new = _cleaned(new)
    _check(new)
    with transaction.atomic():
        case = DisclosureRequest.objects.create(
            **where,
            channel=new.channel,
            arrived_on=new.arrived_on,
            submitted_at=new.submitted_at,
            mail_number=new.mail_number,
            receipt_proof=new.receipt_proof,
            form=new.form,
            way=new.way,
            accepts_other_form=new.accepts_other_form,
            accepts_online_service=new.accepts_online_service,
            help_needed=new.help_needed,
            purpose=new.purpose,
            note=new.note,
        )
        _add_parts(case, new)
        for kind, upload in new.files:
            store(case, actor, upload, kind=kind, title="", visible_to_applicant=False)
        clock.refresh(case)
        case.save()
        note(
            case,
            actor,
            "taken_in",
            f"{case.get_channel_display()}收到申请",
            arrived_on=new.arrived_on.isoformat(),
        )
    return case


def _cleaned(new: NewRequest) -> NewRequest:
    """The application without what nobody can see: it would stand in every letter that quotes it."""
    return replace(
        new,
        items=[clean_text(item) for item in new.items],
        applicants=[_cleaned_applicant(applicant) for applicant in new.applicants],
        help_needed=clean_line(new.help_needed),
        purpose=clean_text(new.purpose),
        note=clean_text(new.note),
        mail_number=clean_line(new.mail_number),
        receipt_proof=clean_text(new.receipt_proof),
    )


def _cleaned_applicant(applicant: NewApplicant) -> NewApplicant:
    return NewApplicant(**{name: clean_line(value) for name, value in asdict(applicant).items()})


def _check(new: NewRequest) -> None:
    receipt.check_application(
        items=new.items,
        applicants=[asdict(applicant) for applicant in new.applicants],
        form=new.form,
        way=new.way,
    )
    for _, upload in new.files:
        check_upload(upload)


def _add_parts(case: DisclosureRequest, new: NewRequest) -> None:
    for ordinal, text in enumerate(new.items, start=1):
        RequestItem.objects.create(request=case, ordinal=ordinal, text=text)
    for ordinal, applicant in enumerate(new.applicants, start=1):
        number = applicant.identity_number
        Applicant.objects.create(
            request=case,
            ordinal=ordinal,
            identity_fingerprint=fingerprint(number, "identity") if number else "",
            **asdict(applicant),
        )


@act("登记", by=By(roles=DESK, system=True), states=frozenset({RequestState.RECEIVED}))
def register(
    *, actor: Actor, case: DisclosureRequest, received_on: date, receipt_proof: str = ""
) -> Registered:
    """Give the application its number, receipt and clock (登记).

    `received_on` is the day of receipt by Art. 31 for its channel, `receipt_proof` what shows it. What came through a
    platform keeps the query code that was given out there (`query_code` is "" then).
    Raises `RuleRefusal` when the day or its proof does not fit the channel.
    """
    if case.agency is None:
        raise InvalidInput("no_agency", "请先确定受理机关，再登记。")
    today = dates.today()
    case.receipt_proof = clean_text(receipt_proof) or case.receipt_proof
    _check_receipt(case, received_on, today)
    case.received_on = received_on
    case.registered_on = today
    case.regime = receipt.regime_on(received_on)
    case.policies = chosen_by(case.agency).as_json()
    code = ""
    if not case.query_code_hash:
        code = new_query_code()
        case.query_code_hash = hash_query_code(code)
    case.register()
    year = today.year
    case.number = request_number(
        case.agency.number_prefix, year, numbers.allocate(case.agency, "request", year)
    )
    clock.refresh(case)
    due = case.due_on.isoformat() if case.due_on else None
    note(case, actor, "registered", f"登记，编号 {case.number}", number=case.number, due_on=due)
    notifications.enqueue("letters.receipt", f"receipt:{case.pk}", {"case": case.pk})
    case.save()
    request_registered.send(sender=DisclosureRequest, case=case, actor=actor)
    return Registered(case, code)


def _check_receipt(case: DisclosureRequest, received_on: date, today: date) -> None:
    """By the rule of its channel; what another agency has forwarded, by the day on which this one got it."""
    forwarded = came_from(case)
    if forwarded is not None:
        transfer.check_forwarded_receipt(
            handed_over_on=forwarded.on, received_on=received_on, proof=case.receipt_proof, today=today
        )
        return
    receipt.check_receipt(
        channel=case.channel,
        arrived_on=case.arrived_on,
        received_on=received_on,
        proof=case.receipt_proof,
        mail_number=case.mail_number,
        today=today,
    )


def register_at_desk(*, actor: Actor, agency: Agency, new: NewRequest) -> Registered:
    """Take in and register in one step: the desk has everything before it. Raises as its two parts do."""
    with transaction.atomic():
        case = take_in(actor=actor, agency=agency, new=new)
        if new.received_on is None:
            raise InvalidInput(
                "received_on_missing", "请填写收到日期。", fields={"received_on": "请填写收到日期。"}
            )
        return register(actor=actor, case_id=case.pk, received_on=new.received_on)


def submit_online(*, agency: Agency, new: NewRequest) -> Registered:
    """An application through the web system: confirmed and registered at once (Guiding Case 26)."""
    actor = System("网上申请")
    if not agency.accepts_web:
        raise InvalidInput("web_closed", "该机关没有开通网上申请，请当面提交或者邮寄。")
    with transaction.atomic():
        case = take_in(actor=actor, agency=agency, new=new)
        return register(
            actor=actor, case_id=case.pk, received_on=new.arrived_on, receipt_proof="网上提交系统日志"
        )
