"""Papers of the office that belong to no single file: a page of the register, envelope and label of a posted letter."""

from letters.facts import Fact, FactType
from letters.kinds import Addressee, LetterKind, Signer

D, N, R = FactType.DATE, FactType.NUMBER, FactType.ROWS


def _office_paper(key: str, title: str, template: str, facts: tuple[Fact, ...]) -> LetterKind:
    return LetterKind(
        key,
        title,
        title,
        template,
        key,
        Addressee.INTERNAL,
        Signer.OFFICER,
        facts,
        elements=("title",),
        of_a_case=False,
    )


_REGISTER_COLUMNS = (
    Fact("number", "受理编号"),
    Fact("received_on", "收到日期", D),
    Fact("channel", "收到渠道"),
    Fact("applicant", "申请人"),
    Fact("content", "申请内容"),
    Fact("due", "答复期限届满日", required=False),
    Fact("handler", "承办人", required=False),
    Fact("replied_on", "答复日期", D, required=False),
    Fact("reply_number", "文号", required=False),
    Fact("outcome", "答复情形", required=False),
    Fact("served_on", "送达日期", D, required=False),
    Fact("state", "状态"),
)
_TO = (
    Fact("name", "收件人"),
    Fact("person", "收件人是自然人", required=False),
    Fact("address", "收件地址"),
    Fact("postcode", "收件人邮政编码", required=False),
)
OFFICE_PAPERS = (
    _office_paper(
        "register_page",
        "政府信息公开申请登记台账",
        "register",
        (
            Fact("first", "收到日期自", D),
            Fact("last", "收到日期至", D),
            Fact("printed_on", "打印日期", D),
            Fact("rows", "申请", R, required=False, columns=_REGISTER_COLUMNS),
        ),
    ),
    _office_paper(
        "envelope", "信封", "label", (*_TO, Fact("from_postcode", "寄件人邮政编码", required=False))
    ),
    _office_paper(
        "waybill",
        "邮件详情单",
        "label",
        (
            *_TO,
            Fact("phone", "收件人电话", required=False),
            Fact("from_postcode", "寄件人邮政编码", required=False),
            Fact("carrier", "寄递企业"),
            Fact("content", "内件"),
            Fact("content_number", "内件文号", required=False),
            Fact("pages", "页数", N, required=False),
            Fact("mail_number", "邮件号码", required=False),
        ),
    ),
)
