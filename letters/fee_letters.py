"""The letters of the information processing fee: the notice, and the end of the application for want of payment."""

from letters.facts import Fact, FactType
from letters.kinds import PERIOD_FACTS, REGISTRATION_NUMBER, LetterKind

D, N, R, T = FactType.DATE, FactType.NUMBER, FactType.ROWS, FactType.TEXTS

_ELEMENTS = ("title", "number", "addressee", "received_on", "request_quoted", "agency", "date", "contact")

FEE_NOTICE = LetterKind(
    key="fee_notice",
    name="收费通知书",
    title="政府信息公开信息处理费收费通知书",
    template="procedure",
    clause="fee_notice",
    facts=(
        REGISTRATION_NUMBER,
        Fact("counted", "认定时的数量、频次", required=False),
        Fact("ground", "收费的依据"),
        Fact("schedule", "计收方式"),
        Fact("unit", "计量单位"),
        Fact("standard", "收费标准"),
        Fact("month", "计件的自然月", required=False),
        Fact("before", "当月此前累计的件数", N, required=False),
        Fact("count", "本件的件数或者页数", N),
        Fact(
            "steps",
            "数额的计算",
            R,
            columns=(
                Fact("first", "自", N),
                Fact("last", "至", N),
                Fact("count", "数量", N),
                Fact("rate", "单价", N),
                Fact("sum", "金额", N),
            ),
        ),
        Fact("amount", "应缴金额（元）", N),
        Fact("amount_words", "应缴金额（大写）"),
        Fact("ways", "缴纳办法", T),
        Fact("route", "发出的途径"),
        Fact("period", "缴纳期限"),
        Fact("last_day", "当日收到的，缴费的最后一日", D),
    ),
    number_pattern="fee",
    elements=_ELEMENTS,
)

FEE_CANCELLED = LetterKind(
    key="fee_cancelled_notice",
    name="撤销收费告知书",
    title="政府信息公开信息处理费撤销收费告知书",
    template="procedure",
    clause="fee_cancelled_notice",
    facts=(
        REGISTRATION_NUMBER,
        Fact("notice_number", "收费通知书文号", required=False),
        Fact("notice_on", "告知缴费的日期", D),
        Fact("amount", "撤销的金额（元）", N, required=False),
        Fact("reason", "撤销的原因"),
        Fact("paid", "已缴金额（元）", N, required=False),
        Fact("new_due", "答复期限届满日", D, required=False),
        *PERIOD_FACTS,
    ),
    number_pattern="fee",
    elements=_ELEMENTS,
)

UNPAID_FACTS = (
    Fact("notice_number", "收费通知书文号", required=False),
    Fact("notice_on", "告知缴费的日期", D),
    Fact("served_on", "收费通知书送达日期", D),
    Fact("last_day", "缴费期限", D),
    Fact("amount", "应缴金额（元）", N, required=False),
    Fact("paid", "已缴金额（元）", N, required=False),
)
