"""The letters of Art. 35 that need no approval of a reply: reasons are asked for, a delayed reply is told."""

from letters.facts import Fact, FactType
from letters.kinds import REGISTRATION_NUMBER, LetterKind

D, N, R = FactType.DATE, FactType.NUMBER, FactType.ROWS

COUNTS = Fact(
    "counts",
    "申请的数量、频次",
    R,
    columns=(
        Fact("first", "起始日期", D),
        Fact("last", "截止日期", D),
        Fact("applications", "申请件数", N),
        Fact("items", "申请事项数", N),
    ),
)
_ELEMENTS = ("title", "number", "addressee", "received_on", "request_quoted", "agency", "date", "contact")

EXCESS_LETTERS = (
    LetterKind(
        "reasons_request",
        "说明理由告知书",
        "政府信息公开申请说明理由告知书",
        "procedure",
        "reasons_request",
        facts=(
            REGISTRATION_NUMBER,
            COUNTS,
            Fact("why", "认定明显超过合理范围的理由"),
            Fact("what", "需要说明的内容"),
            Fact("reply_by", "说明理由的期限", D),
        ),
        number_pattern="reasons",
        elements=_ELEMENTS,
    ),
    LetterKind(
        "delay_notice",
        "延迟答复告知书",
        "政府信息公开申请延迟答复告知书",
        "procedure",
        "delay_notice",
        facts=(
            REGISTRATION_NUMBER,
            Fact("told_on", "告知说明理由的日期", D),
            Fact("reasons_on", "收到理由的日期", D),
            Fact("why", "延迟的理由"),
            Fact("first_due", "原答复期限届满日", D),
            Fact("until", "延迟至", D),
            Fact("approved_on", "工作机构负责人同意日期", D),
            Fact("granted_by", "同意的人", required=False),
        ),
        number_pattern="delay",
        elements=_ELEMENTS,
    ),
)

EXCESSIVE_FACTS = (
    COUNTS,
    Fact("letter_number", "说明理由告知书文号", required=False),
    Fact("told_on", "告知说明理由的日期", D),
    Fact("reply_by", "说明理由的期限", D),
    Fact("reasons_on", "收到理由的日期", D, required=False),
    Fact("reasons", "申请人说明的理由", required=False),
)
"""What the reply that an excessive application is not handled tells, beside its reason."""
