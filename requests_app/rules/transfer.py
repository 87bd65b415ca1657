"""Handing an application over to the right agency before it has a number (Art. 10, 31; law.md 2.13)."""

from __future__ import annotations

from datetime import date

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.legal_basis import regulation

BASIS = regulation(10)
"""Whose information it is, answers."""
RECEIPT = regulation(31)


def check_transfer(
    *,
    on: date,
    arrived_on: date,
    today: date,
    told_on: date,
    to_name: str,
    reason: str,
    within: bool,
    contact: str = "",
    proof: str = "",
) -> None:
    """Whether an application may be recorded as handed over to `to_name` on the day `on`.

    `within`: the receiver works in this system, which hands the papers over and is the proof; otherwise contact and
    proof must be written down. The applicant must have been told, on `told_on`. Raises RuleRefusal for a day that
    cannot be, InvalidInput with a sentence per field that is missing.
    """
    for day, what in ((on, "转出日期"), (told_on, "告知申请人的日期")):
        if day > today:
            raise RuleRefusal("transfer_in_the_future", f"{what}不能晚于今天。", BASIS.cite())
        if day < arrived_on:
            raise RuleRefusal("transfer_before_arrival", f"{what}不能早于申请到达的日期。", BASIS.cite())
    fields = {}
    if not to_name.strip():
        fields["to_name"] = "请写明接收的行政机关。"
    if not reason.strip():
        fields["reason"] = "请写明为什么由该机关办理。"
    if not within and not contact.strip():
        fields["contact"] = "请填写接收机关的联系方式，以便申请人查询。"
    if not within and not proof.strip():
        fields["proof"] = "请写明转出的凭据，例如：交接单编号、邮件单号、签收人。"
    if fields:
        raise InvalidInput("transfer_incomplete", "".join(fields.values()), BASIS.cite(), fields=fields)


def check_forwarded_receipt(*, handed_over_on: date, received_on: date, proof: str, today: date) -> None:
    """Whether the receiver of a forwarded application may record this day of receipt: the day on which it got the
    papers itself, shown by its own proof; the receiver alone counts the application.

    Raises RuleRefusal for a day that cannot be, InvalidInput without proof.
    """
    if received_on > today:
        raise RuleRefusal("receipt_in_the_future", "收到日期不能晚于今天。", RECEIPT.cite())
    if received_on < handed_over_on:
        raise RuleRefusal("received_before_arrival", "收到日期不能早于转出的日期。", RECEIPT.cite())
    if not proof.strip():
        text = "请填写收到日期的凭据：本机关收到转送材料的签收记录。"
        raise InvalidInput("receipt_proof_missing", text, RECEIPT.cite(), fields={"receipt_proof": text})
