"""The letters of consultations: to those who are asked, to the applicant that somebody is being asked, to the third
party that its objection did not prevail. None of them tells one side who the other is."""

from letters.facts import Fact, FactType
from letters.kinds import REGISTRATION_NUMBER, Addressee, LetterKind

D = FactType.DATE

_TO_OTHERS = ("title", "number", "addressee", "agency", "date", "contact")


def _inquiry(
    key: str, name: str, title: str, to: Addressee, pattern: str, facts: tuple[Fact, ...]
) -> LetterKind:
    return LetterKind(
        key,
        name,
        title,
        "inquiry",
        key,
        addressee=to,
        facts=facts,
        number_pattern=pattern,
        elements=_TO_OTHERS,
    )


CONSULTATION_LETTERS = (
    _inquiry(
        "third_party_inquiry",
        "征求第三方意见书",
        "政府信息公开征求第三方意见书",
        Addressee.THIRD_PARTY,
        "third_party",
        (
            Fact("why", "公开可能损害其合法权益的理由"),
            # Only on the paper; the number of the request is not here: it would lead to the applicant.
            Fact("query_code", "提交码", required=False),
        ),
    ),
    LetterKind(
        "consultation_notice",
        "征求意见告知书",
        "政府信息公开征求意见告知书",
        "procedure",
        "consultation_notice",
        facts=(REGISTRATION_NUMBER,),
        number_pattern="consultation_notice",
        elements=("title", "number", "addressee", "received_on", "request_quoted", *_TO_OTHERS[3:]),
    ),
    _inquiry(
        "co_maker_inquiry",
        "征求共同制作机关意见函",
        "关于征求政府信息公开意见的函",
        Addressee.AGENCY,
        "co_maker",
        (Fact("question", "请对方答复的问题"),),
    ),
    _inquiry(
        "agency_inquiry",
        "征求其他机关意见函",
        "关于协商确认政府信息公开事项的函",
        Addressee.AGENCY,
        "agency",
        (Fact("question", "请对方答复的问题"), Fact("asked_for", "请对方答复的日期", D)),
    ),
    _inquiry(
        "assistance_request",
        "协办函",
        "政府信息公开申请协办函",
        Addressee.UNIT,
        "assistance",
        (
            REGISTRATION_NUMBER,
            Fact("question", "请对方办理的事项"),
            Fact("asked_for", "请对方答复的日期", D),
        ),
    ),
    LetterKind(
        "third_party_disclosure_notice",
        "向第三方告知书",
        "公开政府信息告知书",
        "inquiry",
        "third_party_disclosure_notice",
        addressee=Addressee.THIRD_PARTY,
        facts=(
            Fact("inquiry_number", "征求意见书文号"),
            Fact("sent", "征求意见书发出日期", D),
            Fact("answered", "收到第三方意见的日期", D, required=False),
            Fact("ground", "决定公开的根据"),
            Fact("reason", "决定公开的理由"),
        ),
        remedy=True,
        number_pattern="third_party_notice",
        elements=(*_TO_OTHERS, "remedy"),
    ),
)
