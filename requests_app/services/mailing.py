"""The address of a letter that goes by post: in full only for who posts it, and never without a trace."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.actors import OFFICERS, Actor, Member
from requests_app.errors import InvalidInput
from requests_app.models import DeliveryState, DisclosureRequest, Letter, LetterAddressee, LetterState
from requests_app.selectors.letters import get_letter, needs_delivery
from requests_app.services.act import By, act
from requests_app.services.journal import note


@dataclass(frozen=True)
class MailAddress:
    """Where a letter goes. `mail_number` is that of its last posting, "" before."""

    letter: Letter
    name: str
    is_person: bool
    address: str
    postcode: str
    phone: str
    mail_number: str


@act("打印信封、邮件详情单", by=By(roles=OFFICERS), reading=True)
def address_letter(*, actor: Actor, case: DisclosureRequest, letter_id: int, paper: str) -> MailAddress:
    """Name and address of the addressee of this letter; the record keeps who printed which `paper` (its name).

    Of several applicants the first one's. Raises `InvalidInput` where no address is known or the letter is not made.
    """
    assert isinstance(actor, Member)
    letter = get_letter(actor, case, letter_id)
    if letter.state != LetterState.MADE:
        raise InvalidInput("not_made", "文书还没有制作完成，或者已经收回，不能打印。")
    if not needs_delivery(letter) or letter.deliveries.filter(state=DeliveryState.SERVED).exists():
        raise InvalidInput("not_to_be_sent", "这份文书不需要送达，或者已经送达，不能打印收件人的地址。")
    found = _addressee(case, letter)
    if not found.address:
        text = "没有登记收件人的联系地址，不能打印。请与收件人核实地址后手工填写。"
        raise InvalidInput("no_address", text)
    note(case, actor, "address_printed", f"打印{paper}：{letter.number}", letter=letter.pk)
    return found


def _addressee(case: DisclosureRequest, letter: Letter) -> MailAddress:
    sent = letter.deliveries.exclude(tracking_number="").order_by("pk").last()
    number = sent.tracking_number if sent else ""
    asked = letter.consultation
    if letter.addressee != LetterAddressee.APPLICANT:
        if asked is None:
            raise InvalidInput("no_address", "这份文书没有登记收件人的地址。")
        address = asked.address.strip()
        return MailAddress(letter, asked.name, asked.is_person, address, "", asked.contact.strip(), number)
    applicant = case.applicants.order_by("ordinal").first()
    if applicant is None:
        raise InvalidInput("no_address", "没有登记申请人，不能打印。")
    is_person = not applicant.organisation_kind
    postcode, phone = applicant.postcode.strip(), applicant.phone.strip()
    return MailAddress(letter, applicant.name, is_person, applicant.address.strip(), postcode, phone, number)
