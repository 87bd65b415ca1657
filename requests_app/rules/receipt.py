"""When an application is received (Art. 31), by what it is proved, and what an application must contain (Art. 29)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.clock_bases import regime_on
from requests_app.rules.legal_basis import LegalBasis, regulation

__all__ = [
    "CHANNELS",
    "REQUIRED_PARTS",
    "Channel",
    "ChannelRule",
    "check_application",
    "check_channel",
    "check_corrected_receipt",
    "check_receipt",
    "platform_receipt_day",
    "regime_on",
]


class Channel(StrEnum):
    """How an application comes in."""

    COUNTER = "counter"
    POST = "post"
    LETTER = "letter"
    WEB = "web"
    FAX = "fax"
    EMAIL = "email"
    ORAL = "oral"

    @property
    def label(self) -> str:
        """As the register writes it."""
        return CHANNELS[self].label


@dataclass(frozen=True)
class ChannelRule:
    """What one channel means for the day of receipt.

    receipt_day: which day it is, in Chinese. proof: what proves it. confirmed: the day is that of a confirmation
    with the applicant, which may come after the arrival; otherwise it is the day of arrival itself. desk_proof:
    somebody must write the proof down (a slip or a system log comes by itself). never_refused: must be open
    without any announcement.
    """

    label: str
    receipt_day: str
    proof: str
    basis: LegalBasis
    confirmed: bool = False
    desk_proof: bool = False
    never_refused: bool = False


_IN_PERSON = regulation(31, item=1)
_BY_POST = regulation(31, item=2)
_BY_WIRE = regulation(31, item=3)

CHANNELS: dict[Channel, ChannelRule] = {
    Channel.COUNTER: ChannelRule("当面", "提交之日", "登记回执", _IN_PERSON, never_refused=True),
    Channel.POST: ChannelRule(
        "邮寄",
        "行政机关签收之日（收发室签收即为签收）",
        "邮件单号或者签收记录",
        _BY_POST,
        desk_proof=True,
        never_refused=True,
    ),
    Channel.LETTER: ChannelRule(
        "平信",
        "收到当日与申请人确认，确认之日",
        "与申请人确认的通话记录",
        _BY_POST,
        confirmed=True,
        desk_proof=True,
        never_refused=True,
    ),
    Channel.WEB: ChannelRule(
        "网上", "双方确认之日（系统确认提交之日）", "网上提交系统日志", _BY_WIRE, confirmed=True
    ),
    Channel.FAX: ChannelRule(
        "传真", "双方确认之日", "与申请人确认的通话记录", _BY_WIRE, confirmed=True, desk_proof=True
    ),
    Channel.EMAIL: ChannelRule(
        "电子邮件", "双方确认之日", "确认邮件", _BY_WIRE, confirmed=True, desk_proof=True
    ),
    Channel.ORAL: ChannelRule(
        "口头", "提出之日，由工作机构代为填写申请表", "代填的申请表", _IN_PERSON, never_refused=True
    ),
}


def check_receipt(
    *,
    channel: str,
    arrived_on: date,
    received_on: date,
    proof: str,
    mail_number: str,
    today: date,
) -> None:
    """Whether this day may be recorded as the day of receipt.

    Raises RuleRefusal for a day that Art. 31 does not allow, InvalidInput where the proof is missing.
    """
    rule = CHANNELS[Channel(channel)]
    basis = rule.basis.cite()
    if received_on > today:
        raise RuleRefusal("receipt_in_the_future", "收到日期不能晚于今天。", basis)
    if received_on < arrived_on:
        raise RuleRefusal("received_before_arrival", "收到日期不能早于申请到达的日期。", basis)
    if not rule.confirmed and received_on != arrived_on:
        text = f"“{rule.label}”的申请，收到日期是{rule.receipt_day}，不能另定。"
        raise RuleRefusal("receipt_day_fixed", text, basis)
    has_proof = bool(proof.strip()) or (Channel(channel) is Channel.POST and bool(mail_number.strip()))
    if rule.desk_proof and not has_proof:
        text = f"请填写收到日期的凭据：{rule.proof}。"
        raise InvalidInput("receipt_proof_missing", text, basis, fields={"receipt_proof": text})


def check_channel(channel: str, announced: Collection[str]) -> None:
    """Whether an application may come in this way. What comes in person or by post can never be refused; another
    channel binds an agency once it has announced it in its guide (`announced`).

    Raises InvalidInput, naming what the applicant can do instead.
    """
    rule = CHANNELS[Channel(channel)]
    if rule.never_refused or channel in announced:
        return
    text = (
        f"本机关没有在公开指南中公布接收{rule.label}申请，不能按{rule.label}登记。"
        "请告知申请人当面提交、邮寄或者使用已经公布的渠道。"
    )
    raise InvalidInput("channel_not_announced", text, rule.basis.cite(), fields={"channel": text})


def platform_receipt_day(submitted_on: date) -> date:
    """The day on which the right agency received what its own government's platform took in: the day of submission.

    The applicant and the public system have confirmed it then (Art. 31 (3)); handing it over inside the house is no
    excuse (Guiding Case 26 of the Supreme People's Court).
    """
    return submitted_on


def check_corrected_receipt(
    *, channel: str, recorded: date, to: date, registered_on: date, today: date
) -> None:
    """Whether the day of receipt, recorded wrongly, may be corrected to `to`.

    It can never be after the registration: the agency had the application then. Raises RuleRefusal, InvalidInput where
    nothing would change.
    """
    basis = CHANNELS[Channel(channel)].basis.cite()
    if Channel(channel) is Channel.WEB:
        text = "网上申请以系统确认提交之日为收到日期，不能更正。"
        raise RuleRefusal("web_receipt_fixed", text, basis)
    if to > today:
        raise RuleRefusal("receipt_in_the_future", "收到日期不能晚于今天。", basis)
    if to > registered_on:
        text = "收到日期不能晚于登记日期：登记的时候已经收到申请。"
        raise RuleRefusal("receipt_after_registration", text, basis)
    if to == recorded:
        text = "与已经登记的收到日期相同，不需要更正。"
        raise InvalidInput("receipt_unchanged", text, fields={"to": text})


@dataclass(frozen=True)
class RequiredPart:
    """One compulsory part of an application."""

    key: str
    label: str
    basis: LegalBasis


REQUIRED_PARTS: tuple[RequiredPart, ...] = (
    RequiredPart("applicant", "申请人的姓名或者名称、身份证明、联系方式", regulation(29, 2, 1)),
    RequiredPart("description", "政府信息的名称、文号或者其他特征性描述", regulation(29, 2, 2)),
    RequiredPart("form", "政府信息的形式要求，包括获取信息的方式、途径", regulation(29, 2, 3)),
)
"""The three compulsory parts. The purpose (用途) is none of them and may never be demanded."""

NATURAL_PERSON = "natural_person"


def check_application(
    *, items: Sequence[str], applicants: Sequence[Mapping[str, str]], form: str, way: str
) -> None:
    """Whether an application has what Art. 29 demands, and no more than that is demanded.

    applicants: `kind`, `name`, `identity_kind`, `identity_number`, and one of `phone`, `email`, `address` each.
    An organisation proves its identity by its code or by a paper, so its number may be empty.
    Raises InvalidInput with a sentence per field; the first applicant's fields have plain names, those of further
    applicants are prefixed `applicant2_`, `applicant3_` ….
    """
    fields: dict[str, str] = {}
    if not applicants:
        fields["name"] = "请填写申请人的姓名或者名称。"
    for ordinal, applicant in enumerate(applicants, 1):
        prefix = "" if ordinal == 1 else f"applicant{ordinal}_"
        fields |= {f"{prefix}{key}": text for key, text in _applicant_gaps(applicant).items()}
    if not items or not all(item.strip() for item in items):
        fields["items"] = "请写明所需信息的名称、文号或者其他特征。"
    if not form.strip():
        fields["form"] = "请选择信息的提供方式。"
    if not way.strip():
        fields["way"] = "请选择获取信息的途径。"
    if fields:
        text = "申请还缺少必要的内容：" + "".join(fields.values())
        raise InvalidInput("application_incomplete", text, regulation(29, 2).cite(), fields=fields)


def _applicant_gaps(applicant: Mapping[str, str]) -> dict[str, str]:
    gaps = {}
    if not applicant.get("name", "").strip():
        gaps["name"] = "请填写申请人的姓名或者名称。"
    if not applicant.get("identity_kind", "").strip():
        gaps["identity_kind"] = "请选择身份证明的种类。"
    is_person = applicant.get("kind", NATURAL_PERSON) == NATURAL_PERSON
    if is_person and not applicant.get("identity_number", "").strip():
        gaps["identity_number"] = "请填写身份证明的号码。"
    if not any(applicant.get(key, "").strip() for key in ("phone", "email", "address")):
        gaps["phone"] = "请至少填写一种联系方式：电话、电子邮箱或者地址。"
    return gaps
