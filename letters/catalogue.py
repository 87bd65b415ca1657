"""The one table of letter kinds: title, template, clause, needed facts, remedy, numbering, addressee, signer.

A kind stands here only when its letter really exists; every screen and command reads the list from here. What a
kind is stands in `kinds.py`, the letters of consultations in `consultation_letters.py`, the facts of the outcomes in
`outcome_facts.py`, the papers of the file in `papers.py`, those of the office in `office_papers.py`.
"""

from collections.abc import Mapping

from letters.consultation_letters import CONSULTATION_LETTERS
from letters.excess_letters import EXCESS_LETTERS
from letters.facts import Fact, FactType
from letters.fee_letters import FEE_CANCELLED, FEE_NOTICE
from letters.joint import JOINED
from letters.kinds import PERIOD_FACTS, REGISTRATION_NUMBER, Format, LetterKind
from letters.office_papers import OFFICE_PAPERS
from letters.papers import PAPERS
from letters.record_letters import RECORD_LETTERS
from requests_app.errors import InvalidInput
from requests_app.rules.outcomes import OUTCOMES

C, D, N, R = FactType.CITATION, FactType.DATE, FactType.NUMBER, FactType.ROWS

_REPLY_ELEMENTS = (
    "title", "number", "addressee", "received_on", "request_quoted", "history", "finding", "citations",
    "reason", "attachments", "remedy", "agency", "date", "contact",
)  # fmt: skip


def _reply(outcome: str, name: str) -> LetterKind:
    return LetterKind(
        key=f"reply_{outcome}",
        name=f"答复书（{name}）",
        title="政府信息公开申请答复书",
        template="reply",
        clause=outcome,
        facts=(REGISTRATION_NUMBER, JOINED),
        outcomes=(outcome,),
        remedy=True,
        number_pattern="reply",
        elements=_REPLY_ELEMENTS,
        formats=tuple(Format),
    )


def _procedure(key: str, title: str, pattern: str, facts: tuple[Fact, ...]) -> LetterKind:
    elements = ("title", "number", "addressee", "received_on", "request_quoted", "agency", "date", "contact")
    return LetterKind(
        key, title, title, "procedure", key, facts=facts, number_pattern=pattern, elements=elements
    )


REPLIES = (
    _reply("already_public", "已主动公开"),
    _reply("provided", "予以公开"),
    _reply("partial", "部分公开"),
    _reply("secret", "国家秘密"),
    _reply("forbidden", "法律、行政法规禁止公开"),
    _reply("security", "危及三安全一稳定"),
    _reply("third_party", "第三方合法权益"),
    _reply("internal", "内部事务信息"),
    _reply("process", "过程性信息"),
    _reply("enforcement", "行政执法案卷"),
    _reply("special_regime", "行政查询事项"),
    _reply("not_existing", "信息不存在"),
    _reply("unclear", "补正后仍不明确"),
    _reply("not_ours", "不属于本机关负责公开"),
    _reply("repeated", "重复申请"),
    _reply("excessive", "无正当理由大量反复申请"),
    _reply("needs_processing", "需要加工分析"),
    _reply("petition", "信访举报投诉"),
    _reply("publication", "公开出版物"),
    _reply("reissue", "要求确认或重新出具"),
    _reply("not_government_information", "不属于政府信息"),
    _reply("archives", "已移交档案馆"),
    _reply("party_information", "党务信息"),
)
_MIXED = LetterKind(
    key="reply_mixed",
    name="答复书（多项不同答复）",
    title="政府信息公开申请答复书",
    template="reply",
    clause="",
    facts=(REGISTRATION_NUMBER, JOINED),
    outcomes=tuple(kind.outcomes[0] for kind in REPLIES),
    remedy=True,
    number_pattern="reply",
    elements=_REPLY_ELEMENTS,
    formats=tuple(Format),
)
# They answer the application as a whole: none of its items can be answered otherwise beside them.
LAPSES = (
    LetterKind(
        key="not_handled_uncorrected",
        name="不再处理告知书（逾期不补正）",
        title="政府信息公开申请不再处理告知书",
        template="lapse",
        clause="not_corrected",
        facts=(REGISTRATION_NUMBER,),
        outcomes=("not_corrected",),
        remedy=True,
        number_pattern="lapse",
        elements=_REPLY_ELEMENTS,
        formats=tuple(Format),
    ),
    LetterKind(
        key="not_handled_unpaid",
        name="不再处理告知书（逾期不缴费）",
        title="政府信息公开申请不再处理告知书",
        template="lapse",
        clause="not_paid",
        facts=(REGISTRATION_NUMBER,),
        outcomes=("not_paid",),
        remedy=True,
        number_pattern="lapse",
        elements=_REPLY_ELEMENTS,
        formats=tuple(Format),
    ),
)
PROCEDURE_LETTERS = (
    # The receipt carries the registration number itself, not a document number of its own.
    _procedure(
        "receipt",
        "政府信息公开申请登记回执",
        "registration",
        (
            Fact("query_code", "查询码", required=False),
            Fact("query_url", "查询网址", required=False),
            Fact("split_from", "拆分自", required=False),
            Fact("period", "答复期限的工作日", N, required=False),
            Fact("restarted_on", "答复期限重新计算之日", D, required=False),
            Fact("added", "延长的工作日", N, required=False),
            Fact("delayed_until", "延迟至", D, required=False),
        ),
    ),
    # What the platform gives out before there is an agency: its own number, and no due date.
    _procedure(
        "intake_receipt",
        "政府信息公开申请统一受理回执",
        "registration",
        (Fact("query_url", "查询网址", required=False),),
    ),
    _procedure(
        "correction_notice",
        "政府信息公开申请补正告知书",
        "correction",
        (
            REGISTRATION_NUMBER,
            Fact(
                "points",
                "需要补正的内容",
                R,
                columns=(
                    Fact("about", "申请的部分"),
                    Fact("part", "申请应当包括的内容"),
                    Fact("basis", "依据", C),
                    Fact("unclear", "不明确之处"),
                    Fact("needed", "应当怎样补正"),
                ),
            ),
            Fact("guidance", "指导和释明", required=False),
            Fact("reply_by", "补正期限", D),
        ),
    ),
    _procedure(
        "extension_notice",
        "政府信息公开延期答复告知书",
        "extension",
        (
            REGISTRATION_NUMBER,
            Fact("reason", "延长理由"),
            Fact("working_days", "延长的工作日", N),
            Fact("first_due", "原答复期限届满日", D),
            Fact("new_due", "延长后的答复期限届满日", D),
            Fact("approved_on", "工作机构负责人同意日期", D),
            Fact("granted_by", "同意的人", required=False),
            Fact("period", "答复期限的工作日", N, required=False),
            Fact("restarted_on", "答复期限重新计算之日", D, required=False),
            Fact("paused_days", "扣除的征求意见工作日", N, required=False),
        ),
    ),
    FEE_NOTICE,
    FEE_CANCELLED,
    _procedure(
        "withdrawal_notice",
        "政府信息公开申请撤回告知书",
        "withdrawal",
        (REGISTRATION_NUMBER, Fact("withdrawn_on", "撤回日期", D), Fact("way", "撤回方式", required=False)),
    ),
    _procedure(
        "changed_date_notice",
        "政府信息公开答复期限变更告知书",
        "date_change",
        (
            REGISTRATION_NUMBER,
            Fact("old_due", "原告知的答复期限届满日", D),
            Fact("new_due", "变更后的答复期限届满日", D),
            Fact("why", "变更的原因"),
            Fact("old_mark", "原届满日的标注", required=False),
            Fact("days", "变化的日子", FactType.TEXTS, required=False),
            *PERIOD_FACTS,
        ),
    ),
)

CATALOGUE: Mapping[str, LetterKind] = {
    kind.key: kind
    for kind in (
        *PROCEDURE_LETTERS,
        *CONSULTATION_LETTERS,
        *EXCESS_LETTERS,
        *RECORD_LETTERS,
        *REPLIES,
        *LAPSES,
        _MIXED,
        *PAPERS,
        *OFFICE_PAPERS,
    )
}


def letter_kind(key: str) -> LetterKind:
    """The row of a kind. Raises InvalidInput when there is no such letter."""
    try:
        return CATALOGUE[key]
    except KeyError:
        raise InvalidInput("unknown_kind", f"kind：没有名为“{key}”的文书。", fields={"kind": key}) from None


def has_letter(outcome: str) -> bool:
    """Whether an item with this outcome can be answered by a letter of its own."""
    kind = CATALOGUE.get(OUTCOMES[outcome].letter_kind or "")
    return kind is not None and outcome in kind.outcomes


def may_stand_beside_others(outcome: str) -> bool:
    """Whether it answers one item among others, and not the application as a whole."""
    return outcome in _MIXED.outcomes


def reply_kind(outcomes: list[str]) -> LetterKind:
    """The letter that answers items with these outcomes: one kind per outcome, `reply_mixed` for several.

    Raises InvalidInput where one of several outcomes answers the application as a whole.
    """
    if len(set(outcomes)) == 1:
        return letter_kind(OUTCOMES[outcomes[0]].letter_kind or "")
    alone = next((key for key in outcomes if not may_stand_beside_others(key)), None)
    if alone is not None:
        text = f"“{OUTCOMES[alone].name}”是就整件申请而言的，不能与其他答复情形并用。"
        raise InvalidInput("outcome_alone", text, fields={"outcome": text})
    return _MIXED
