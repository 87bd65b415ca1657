"""What the law tells an applicant, in sentences: the public guide (指南), the entry page, the status page.

Every number comes from the rule that applies it, every sentence names its provision. Plain values in, text out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.rules.clock_bases import REGIME_2019, regime_named
from requests_app.rules.legal_basis import (
    FEE_MEASURES,
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    LegalBasis,
    regulation,
)
from requests_app.rules.receipt import CHANNELS, REQUIRED_PARTS, Channel
from requests_app.rules.remedies import (
    LITIGATION_AFTER_DECISION,
    LITIGATION_DAYS_AFTER_DECISION,
    LITIGATION_MONTHS,
    RECONSIDERATION_DAYS,
    REFUSED_RECONSIDERATION,
)

_LAW = regime_named(REGIME_2019)


@dataclass(frozen=True)
class GuidancePoint:
    """One point: title, sentence, and the provisions it rests on."""

    title: str
    text: str
    bases: tuple[LegalBasis, ...] = ()

    @property
    def basis(self) -> str:
        """The provisions in short: 条例第三十三条第二款、条例第四十条."""
        return "、".join(basis.short() for basis in self.bases)


@dataclass(frozen=True)
class ChannelFacts:
    """Where an agency can be reached; a blank fax or e-mail, or a closed web, closes that channel."""

    office: str
    address: str
    postcode: str = ""
    fax: str = ""
    email: str = ""
    accepts_web: bool = True


def steps() -> tuple[GuidancePoint, ...]:
    """The way of an application in five steps (Art. 29–33, 45)."""
    return (
        GuidancePoint("提交", "在线、当面、邮寄等方式任选；书写有困难的，可以口头提出", (regulation(29, 1),)),
        GuidancePoint("登记", "确定收到日期，给您受理编号和查询码", (regulation(31), regulation(45))),
        GuidancePoint(
            "审核",
            f"内容不明确的，自收到之日起 {_LAW.correction_notice} 个工作日内一次性告知怎样补正",
            (regulation(30),),
        ),
        GuidancePoint("办理", "检索、审查；征求第三方和其他机关意见的时间不计入期限", (regulation(33, 3),)),
        GuidancePoint(
            "答复",
            f"自收到之日起 {_LAW.period} 个工作日内；经批准并告知您的，最多延长 {_LAW.longest_extension} 个工作日",
            (regulation(33, 2),),
        ),
    )


def notices() -> tuple[GuidancePoint, ...]:
    """What to know before applying (申请须知)."""
    return (
        GuidancePoint(
            "先查一查",
            "已经主动公开的信息可以直接查阅，申请后也只会告知查阅的方式和途径。",
            (regulation(36, item=1),),
        ),
        GuidancePoint(
            "怎样写清楚",
            "写出信息的名称、文号，或者时间、地点、事项等便于查找的特征。一份申请可以写多项。不必说明用途。",
            (regulation(29, 2, 2),),
        ),
        fees(),
        GuidancePoint(
            "不按申请处理的情形",
            "以申请的形式进行信访、投诉、举报的，会告知您相应的渠道；要求提供公报、报刊、书籍等公开出版物的，会告知您获取的途径。",
            (regulation(39),),
        ),
    )


def required_parts() -> tuple[GuidancePoint, ...]:
    """What an application must contain; nothing else may be demanded."""
    return tuple(GuidancePoint(part.label, "", (part.basis,)) for part in REQUIRED_PARTS)


def channels(facts: ChannelFacts) -> tuple[GuidancePoint, ...]:
    """The open channels of an agency, each with its day of receipt; those in person and by post always are."""
    postal = f"邮寄地址：{facts.address}，{facts.office}收" + (
        f"，邮编 {facts.postcode}" if facts.postcode else ""
    )
    where: dict[Channel, str] = {
        Channel.COUNTER: f"到{facts.address}提交。",
        Channel.POST: f"{postal}。信封请注明“政府信息公开申请”。",
        Channel.ORAL: "书写有困难的，到受理地点口头提出，由工作人员代为填写申请表。",
    }
    if facts.accepts_web:
        where[Channel.WEB] = "在本网站填写，不用注册。"
    if facts.fax:
        where[Channel.FAX] = f"传真号码：{facts.fax}。"
    if facts.email:
        where[Channel.EMAIL] = f"电子邮箱：{facts.email}。"
    order = (Channel.WEB, Channel.COUNTER, Channel.POST, Channel.FAX, Channel.EMAIL, Channel.ORAL)
    return tuple(
        GuidancePoint(
            f"{CHANNELS[channel].label}申请",
            f"{where[channel]}收到日期：{CHANNELS[channel].receipt_day}。",
            (CHANNELS[channel].basis,),
        )
        for channel in order
        if channel in where
    )


def handling() -> tuple[GuidancePoint, ...]:
    """How an application is handled and when the answer comes."""
    return (
        GuidancePoint(
            "答复期限",
            f"能够当场答复的，当场答复；不能的，自收到申请之日起 {_LAW.period} 个工作日内答复。"
            "收到当天不计，从下一个工作日数起。",
            (regulation(33, 1), regulation(33, 2)),
        ),
        GuidancePoint(
            "延长",
            f"需要延长的，须经政府信息公开工作机构负责人同意并在期限内告知您，最多延长 {_LAW.longest_extension} "
            "个工作日。",
            (regulation(33, 2),),
        ),
        GuidancePoint(
            "补正",
            f"申请内容不明确的，自收到申请之日起 {_LAW.correction_notice} 个工作日内一次性告知您补正的事项和期限；"
            "收到补正的申请之日起，重新计算答复期限。无正当理由逾期不补正的，视为放弃申请。",
            (regulation(30),),
        ),
        GuidancePoint(
            "征求意见",
            "公开可能损害第三方合法权益的，或者涉及其他行政机关的，先征求意见，所需时间不计入期限。",
            (regulation(32), regulation(33, 3), regulation(34)),
        ),
        GuidancePoint(
            "部分公开",
            "信息中含有不应当公开的内容，但是能够区分处理的，向您提供可以公开的内容，并说明其余部分不予公开的理由。",
            (regulation(37),),
        ),
        GuidancePoint(
            "提供形式",
            "按照您要求的形式提供；可能危及载体安全或者成本过高的，可以改用电子或者其他形式，或者安排查阅、抄录。",
            (regulation(40),),
        ),
        GuidancePoint("帮助", "阅读有困难或者有视听障碍的，提供必要的帮助。", (regulation(43),)),
    )


def fees() -> GuidancePoint:
    """The rule on fees (Art. 42)."""
    return GuidancePoint(
        "费用",
        "不收费。申请的数量、频次明显超过合理范围的，可以收取信息处理费，收取前会书面告知您。",
        (regulation(42),),
    )


def remedies(reconsideration_body: str, court: str) -> tuple[GuidancePoint, ...]:
    """Where to turn against an answer, in general; each letter names the way that is right for it.

    After reconsideration no court is named: who is sued, and so which court decides, follows from the decision.
    """
    return (
        GuidancePoint(
            "不予公开的答复",
            f"对不予公开的答复不服的，应当自知道之日起 {RECONSIDERATION_DAYS} 日内先向{reconsideration_body}"
            f"申请行政复议；对复议决定不服的，再自收到复议决定书之日起 {LITIGATION_DAYS_AFTER_DECISION} 日内依法"
            f"向有管辖权的人民法院提起行政诉讼。复议机关决定不予受理、驳回申请或者超过复议期限不作答复的，自收到决定书之日或者"
            f"复议期限届满之日起 {LITIGATION_DAYS_AFTER_DECISION} 日内，也可以依法向人民法院提起行政诉讼。",
            (
                LegalBasis(RECONSIDERATION_LAW, 23, 1, 4),
                LegalBasis(RECONSIDERATION_LAW, 20, 1),
                LITIGATION_AFTER_DECISION,
                REFUSED_RECONSIDERATION,
            ),
        ),
        GuidancePoint(
            "其他答复，或者逾期没有答复",
            f"可以向{reconsideration_body}申请行政复议，也可以直接向{court}提起行政诉讼。"
            f"对答复不服的，申请行政复议的期限为 {RECONSIDERATION_DAYS} 日，直接起诉的期限为 "
            f"{LITIGATION_MONTHS} 个月，都自知道之日起算。",
            (regulation(51), LegalBasis(RECONSIDERATION_LAW, 20, 1), LegalBasis(LITIGATION_LAW, 46, 1)),
        ),
        GuidancePoint("以答复书为准", "每份答复书都写明适用于该答复的救济途径和期限。"),
    )


def complaint(upper_agency: str = "") -> GuidancePoint:
    """Whom to tell when an agency does not do its duty (Art. 47¶2, 51)."""
    whom = f"上一级行政机关（{upper_agency}）" if upper_agency else "上一级行政机关"
    return GuidancePoint(
        "反映办理问题",
        f"认为行政机关没有依法办理的，可以向{whom}或者政府信息公开工作主管部门投诉、举报。",
        (regulation(47, 2), regulation(51)),
    )


def after_receipt() -> Sequence[GuidancePoint]:
    """What may follow the receipt: correction, extension."""
    return (
        GuidancePoint(
            "需要补正的",
            "行政机关一次性告知您怎样补正；收到补正之日起，重新计算答复期限。",
            (regulation(30),),
        ),
        GuidancePoint(
            "需要延长的",
            f"行政机关在期限内告知您理由和新的日期，最多延长 {_LAW.longest_extension} 个工作日。",
            (regulation(33, 2),),
        ),
    )


def after_intake() -> Sequence[GuidancePoint]:
    """What an applicant is told who left it to the platform to find the agency: no due date runs yet."""
    return (
        GuidancePoint(
            "确定机关",
            "由统一受理平台确定负责办理的行政机关，分送该机关登记；该机关出具回执，写明受理编号、收到日期和答复期限。",
            (regulation(10),),
        ),
        GuidancePoint(
            "答复期限",
            f"自负责办理的行政机关收到申请之日起 {_LAW.period} 个工作日。由本平台分送的，以您提交之日为收到之日。",
            (regulation(31, item=3), regulation(33, 2)),
        ),
    )


def after_correction() -> GuidancePoint:
    """What sending a correction does."""
    return GuidancePoint(
        "补正之后",
        f"收到补正之日起 {_LAW.period} 个工作日内答复您。补正不收费，也不需要说明用途。"
        "无正当理由逾期不补正的，视为放弃申请。",
        (regulation(30), regulation(33, 2)),
    )


def after_payment() -> GuidancePoint:
    """What paying the fee does."""
    return GuidancePoint(
        "缴费之后",
        f"缴清的次日起 {_LAW.period} 个工作日内答复您。逾期不缴清的，视为放弃申请，不再处理。",
        (LegalBasis(FEE_MEASURES, None),),
    )


def why_due() -> GuidancePoint:
    """How the due date on a receipt comes about."""
    return GuidancePoint(
        "答复期限怎样计算",
        f"自收到申请之日起 {_LAW.period} 个工作日：收到当天不计，从下一个工作日数起，"
        "休息日和节假日不计，调休上班日计入。",
        (regulation(31), regulation(33, 2)),
    )


def provisional_date() -> str:
    """What to say beside a date that reaches into a year without holiday notice."""
    return (
        f"这是暂定日期：它所在年度的节假日安排尚未公布，公布后重新推算。期限是自收到申请之日起 {_LAW.period} 个工作日"
        "（依法延长、重新计算的除外）。"
    )
