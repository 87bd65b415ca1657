"""登记前转出: an application that reached the wrong agency goes to the right one before it has a number."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import PurePath

from requests_app import dates
from requests_app.actors import Actor, Member, Role, System
from requests_app.errors import InvalidInput
from requests_app.models import Agency, DisclosureRequest, DocumentKind, ToldWay, Transfer
from requests_app.plain_text import clean_line, clean_text
from requests_app.rules.numbering import format_date
from requests_app.rules.states import RequestState
from requests_app.rules.transfer import check_transfer
from requests_app.selectors.agencies import agency_contact, public_agencies
from requests_app.selectors.documents import DamagedFile, read_content
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note
from requests_app.services.registration import NewApplicant, NewRequest, keep_application

TRANSFERRERS = frozenset({Role.DESK_OFFICER, Role.DISPATCHER})
FORWARDING = System("机关间转送")


@dataclass(frozen=True)
class HandingOver:
    """What is written down of a transfer. The receiver is `agency` where it works in this system, else `to_name`."""

    on: date
    reason: str
    told_on: date
    told_way: str
    agency: Agency | None = None
    to_name: str = ""
    contact: str = ""
    proof: str = ""
    proof_file: Upload | None = None


@act("登记前转出", by=By(roles=TRANSFERRERS), states=frozenset({RequestState.RECEIVED}))
def transfer_before_registration(*, actor: Actor, case: DisclosureRequest, handing: HandingOver) -> Transfer:
    """The receiver alone has and counts the application from now on; here it ends.

    A receiver in this system gets a case of its own with what was asked, by whom, and the original papers; it waits
    there to be taken up, with the receiver's own day of receipt. Raises `RuleRefusal` for a day that cannot be,
    `InvalidInput` for what is missing and for a receiver that cannot be one.
    """
    assert isinstance(actor, Member)
    handing = _named(case, handing)
    _check(case, handing)
    upload = handing.proof_file
    evidence = store(case, actor, upload, kind=DocumentKind.EVIDENCE, title="转出凭据") if upload else None
    received_as = _received_by(case, handing)
    transfer = Transfer.objects.create(
        request=case,
        to_agency=handing.agency,
        to_name=clean_line(handing.to_name),
        contact=clean_line(handing.contact),
        on=handing.on,
        reason=clean_text(handing.reason),
        proof=clean_text(handing.proof),
        proof_file=evidence,
        told_on=handing.told_on,
        told_way=handing.told_way,
        received_as=received_as,
        by=actor.user,
    )
    case.transfer_before_registration()
    case.closed_on = handing.on
    whom = handing.agency.name if handing.agency else "本系统以外的行政机关"
    note(
        case,
        actor,
        "transferred",
        f"登记前转出至{whom}",
        remark=handing.reason,
        transfer=transfer.pk,
        on=handing.on.isoformat(),
        told_on=handing.told_on.isoformat(),
        **({"sha256": evidence.sha256} if evidence else {}),
    )
    return transfer


def _named(case: DisclosureRequest, handing: HandingOver) -> HandingOver:
    """The receiver with name, contact and proof as this system knows them, if it works here."""
    agency = handing.agency
    if agency is None:
        return handing
    text = ""
    if case.is_unrouted:
        text = "本平台分办范围内的机关，请直接分办。"
    elif agency.pk == case.agency_id:
        text = "接收机关不能是本机关。"
    elif not public_agencies().filter(pk=agency.pk).exists():
        text = "该机关没有在本系统受理申请，请按本系统以外的机关填写。"
    if text:
        raise InvalidInput("no_receiver", text, fields={"to_name": text})
    return HandingOver(
        **{
            **{field.name: getattr(handing, field.name) for field in fields(handing)},
            "to_name": agency.name,
            "contact": handing.contact or agency_contact(agency),
            "proof": handing.proof or "系统内转送记录",
        }
    )


def _check(case: DisclosureRequest, handing: HandingOver) -> None:
    check_transfer(
        on=handing.on,
        arrived_on=case.arrived_on,
        today=dates.today(),
        told_on=handing.told_on,
        to_name=handing.to_name,
        reason=handing.reason,
        within=handing.agency is not None,
        contact=handing.contact,
        proof=handing.proof or ("附件" if handing.proof_file else ""),
    )
    if ToldWay(handing.told_way) is ToldWay.STATUS_PAGE and not case.query_code_hash:
        text = "申请人没有查询码，不能在网上查询；请以电话、书面或者当面告知。"
        raise InvalidInput("not_told", text, fields={"told_way": text})


def _received_by(case: DisclosureRequest, handing: HandingOver) -> DisclosureRequest | None:
    """The receiver's own case: an application of the same applicants, with the original papers."""
    if handing.agency is None:
        return None
    names = [field.name for field in fields(NewApplicant)]
    new = NewRequest(
        channel=case.channel,
        items=[item.text for item in case.items.all()],
        applicants=[
            NewApplicant(**{name: getattr(row, name) for name in names}) for row in case.applicants.all()
        ],
        arrived_on=handing.on,
        received_on=None,
        form=case.form,
        way=case.way,
        accepts_other_form=case.accepts_other_form,
        accepts_online_service=case.accepts_online_service,
        help_needed=case.help_needed,
        purpose=case.purpose,
        note="\n".join(part for part in (_origin(case, handing.on), case.note) if part),
        files=_papers(case),
    )
    return keep_application(actor=FORWARDING, new=new, agency=handing.agency)


def _origin(case: DisclosureRequest, on: date) -> str:
    """Where it comes from, for the receiver's page and its registration form (登记表)."""
    return f"由{case.agency.name}于{format_date(on)}转来。" if case.agency else ""


def _papers(case: DisclosureRequest) -> list[tuple[DocumentKind, Upload]]:
    """Every paper that came in, under its title; the proof of this transfer stays here."""
    papers = case.documents.exclude(kind__in=(DocumentKind.EVIDENCE, DocumentKind.LETTER))
    found = []
    for paper in papers:
        suffix = PurePath(str(paper.file.name)).suffix
        name = f"{paper.title.removesuffix(suffix)}{suffix}"
        try:
            found.append((DocumentKind(paper.kind), Upload(name, read_content(paper))))
        except (DamagedFile, OSError):
            text = f"文件“{paper.title}”已经丢失，或者与存入时的摘要不符，不能转送。请先恢复原文件。"
            raise InvalidInput("file_damaged", text) from None
    return found
