"""The one table of letter kinds: title, template, clause, needed facts, remedy, numbering, addressee, signer.

A kind stands here only when its letter really exists; every screen and command reads the list from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from letters.facts import Fact, FactType
from requests_app.errors import InvalidInput

D, N, T, C, R = FactType.DATE, FactType.NUMBER, FactType.TEXTS, FactType.CITATION, FactType.ROWS


class Addressee(StrEnum):
    """Whom the letter speaks to; INTERNAL papers stay in the file."""

    APPLICANT = "applicant"
    INTERNAL = "internal"


class Signer(StrEnum):
    """Who stands under it: the agency with its seal, or the officer who filled in the form."""

    AGENCY = "agency"
    OFFICER = "officer"


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter. `clause` is a file of templates/letters/clauses; `required` are top-level facts.

    `outcomes` are the outcome keys its items may carry (empty: items carry none). `number_pattern` is the key
    of the numbering pattern, None for papers without a number of their own.
    """

    key: str
    name: str
    title: str
    template: str
    clause: str
    addressee: Addressee = Addressee.APPLICANT
    signer: Signer = Signer.AGENCY
    facts: tuple[Fact, ...] = ()
    outcomes: tuple[str, ...] = ()
    remedy: bool = False
    number_pattern: str | None = None
    elements: tuple[str, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether the letter answers the request."""
        return bool(self.outcomes)


REGISTRATION_NUMBER = Fact("registration_number", "受理编号", required=False)

# What the clause of each outcome says beyond finding, citation and reason (law.md 5.1, column "evidence").
OUTCOME_FACTS: Mapping[str, tuple[Fact, ...]] = {
    "already_public": (
        Fact("way", "公开方式"),
        Fact("route", "网址或者刊物期号"),
        Fact("document", "信息名称", required=False),
    ),
    "provided": (
        Fact("form", "提供形式"),
        Fact("form_note", "未按要求形式提供的说明", required=False),
        Fact("way", "获取方式", required=False),
        Fact("route", "获取途径", required=False),
        Fact("time", "获取时间", required=False),
    ),
    "partial": (
        Fact("given", "予以公开的内容"),
        Fact(
            "withheld",
            "不予公开的内容",
            R,
            columns=(Fact("place", "位置"), Fact("basis", "依据", C), Fact("reason", "理由")),
        ),
        Fact("way", "获取方式", required=False),
        Fact("route", "获取途径", required=False),
        Fact("time", "获取时间", required=False),
    ),
    "secret": (Fact("level", "密级", required=False),),
    "forbidden": (),
    "security": (Fact("judged_by", "作出判断的机关"), Fact("judged_on", "判断日期", D)),
    "internal": (Fact("category", "内部事务信息的种类"),),
    "process": (Fact("category", "过程性信息的种类"),),
    "enforcement": (Fact("case", "行政执法案卷"),),
    "special_regime": (
        Fact("category", "信息种类"),
        Fact("law", "专门的法律、行政法规"),
        Fact("place", "查询途径"),
    ),
    "not_existing": (
        Fact("searched_by", "检索人或者处室"),
        Fact("searched_on", "检索日期", D),
        Fact("systems", "检索范围", T),
        Fact("keywords", "检索关键词", T),
        Fact("period", "检索的时间范围", required=False),
    ),
    "not_ours": (
        Fact("right_agency", "负责公开的机关", required=False),
        Fact("right_contact", "该机关联系方式", required=False),
    ),
    "repeated": (
        Fact("first_number", "前次答复文号"),
        Fact("first_date", "前次答复日期", D),
        Fact("first_served", "前次答复送达日期", D),
    ),
}
# Their reason stands in the facts: row by row, or as the first reply itself.
REASON_IN_FACTS = frozenset({"partial", "repeated"})

HISTORY_FACTS: Mapping[str, tuple[Fact, ...]] = {
    "correction_notice": (Fact("on", "日期", D), Fact("number", "文号", required=False)),
    "correction_received": (Fact("on", "日期", D),),
    "consultation": (
        Fact("kind", "种类"),
        Fact("sent", "发出日期", D),
        Fact("answered", "答复日期", D, required=False),
    ),
    "extension": (
        Fact("working_days", "延长的工作日", N),
        Fact("notified", "告知日期", D),
        Fact("number", "文号", required=False),
        Fact("new_due", "延长后的期限", D, required=False),
    ),
    "delayed_reply": (Fact("until", "延迟至", D), Fact("notified", "告知日期", D)),
    "fee_notice": (Fact("on", "日期", D),),
    "fee_paid": (Fact("on", "日期", D),),
    "ordered": (Fact("received", "收到日期", D), Fact("document", "决定或者判决", required=False)),
}

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
        facts=(REGISTRATION_NUMBER,),
        outcomes=(outcome,),
        remedy=True,
        number_pattern="reply",
        elements=_REPLY_ELEMENTS,
    )


def _procedure(key: str, title: str, pattern: str, facts: tuple[Fact, ...]) -> LetterKind:
    elements = ("title", "number", "addressee", "received_on", "request_quoted", "agency", "date", "contact")
    return LetterKind(
        key, title, title, "procedure", key, facts=facts, number_pattern=pattern, elements=elements
    )


def _paper(key: str, name: str, title: str, template: str, facts: tuple[Fact, ...]) -> LetterKind:
    return LetterKind(
        key, name, title, template, key, Addressee.INTERNAL, Signer.OFFICER, facts, elements=("title",)
    )


REPLIES = (
    _reply("already_public", "已主动公开"),
    _reply("provided", "予以公开"),
    _reply("partial", "部分公开"),
    _reply("secret", "国家秘密"),
    _reply("forbidden", "法律、行政法规禁止公开"),
    _reply("security", "危及三安全一稳定"),
    _reply("internal", "内部事务信息"),
    _reply("process", "过程性信息"),
    _reply("enforcement", "行政执法案卷"),
    _reply("special_regime", "行政查询事项"),
    _reply("not_existing", "信息不存在"),
    _reply("not_ours", "不属于本机关负责公开"),
    _reply("repeated", "重复申请"),
)
_MIXED = LetterKind(
    key="reply_mixed",
    name="答复书（多项不同答复）",
    title="政府信息公开申请答复书",
    template="reply",
    clause="",
    facts=(REGISTRATION_NUMBER,),
    outcomes=tuple(kind.outcomes[0] for kind in REPLIES),
    remedy=True,
    number_pattern="reply",
    elements=_REPLY_ELEMENTS,
)
PROCEDURE_LETTERS = (
    # The receipt carries the registration number itself, not a document number of its own.
    _procedure(
        "receipt",
        "政府信息公开申请登记回执",
        "registration",
        (Fact("query_code", "查询码", required=False), Fact("query_url", "查询网址", required=False)),
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
        ),
    ),
    _procedure(
        "withdrawal_notice",
        "政府信息公开申请撤回告知书",
        "withdrawal",
        (REGISTRATION_NUMBER, Fact("withdrawn_on", "撤回日期", D), Fact("way", "撤回方式", required=False)),
    ),
)
_OPINION = (
    Fact("step", "环节"),
    Fact("opinion", "意见", required=False),
    Fact("signer", "签名", required=False),
    Fact("on", "日期", D, required=False),
)
_PERSONS = Fact(
    "persons",
    "申请人",
    R,
    columns=(
        Fact("name", "姓名或名称"),
        Fact("identity", "证件", required=False),
        Fact("contact", "联系方式", required=False),
        Fact("agent", "代理人", required=False),
    ),
)
PAPERS = (
    _paper(
        "proof_of_service",
        "送达回证",
        "送达回证",
        "form",
        (
            Fact("document", "送达文书名称"),
            Fact("document_number", "送达文书文号", required=False),
            Fact("way", "送达方式"),
            Fact("place", "送达地点", required=False),
            Fact("recipient", "收件人", required=False),
            Fact("relation", "与受送达人关系", required=False),
            Fact("signed_on", "签收日期", D, required=False),
            Fact("witness", "见证人", required=False),
            Fact("server", "送达人", required=False),
            Fact("mail_number", "邮件号码", required=False),
            Fact("posted_on", "交邮日期", D, required=False),
            Fact("mail_state", "投递状态", required=False),
            Fact("note", "备注", required=False),
        ),
    ),
    _paper(
        "approval_form",
        "呈批表",
        "政府信息公开申请答复呈批表",
        "form",
        (
            REGISTRATION_NUMBER,
            Fact("handler", "承办人"),
            Fact("unit", "承办处室", required=False),
            Fact("proposal", "拟办意见及依据"),
            Fact("proposed_on", "拟办日期", D),
            Fact("opinions", "审核和签发意见", R, columns=_OPINION),
        ),
    ),
    _paper(
        "search_record",
        "检索记录",
        "政府信息检索记录",
        "form",
        (
            REGISTRATION_NUMBER,
            Fact("searched_by", "检索人"),
            Fact("units", "检索的处室", T, required=False),
            Fact("searched_on", "检索日期", D),
            Fact("systems", "检索范围", T),
            Fact("keywords", "检索关键词", T),
            Fact("period", "时间范围", required=False),
            Fact("result", "检索结果"),
            Fact("duty", "是否负有制作或者保存的职责"),
        ),
    ),
    _paper(
        "file_index",
        "卷内目录",
        "卷内目录",
        "list",
        (
            Fact("file_number", "档号", required=False),
            Fact(
                "entries",
                "卷内文件",
                R,
                columns=(
                    Fact("title", "题名"),
                    Fact("number", "文号", required=False),
                    Fact("author", "责任者", required=False),
                    Fact("on", "日期", D, required=False),
                    Fact("pages", "页数", N, required=False),
                    Fact("note", "备注", required=False),
                ),
            ),
        ),
    ),
    _paper(
        "file_note",
        "备考表",
        "备考表",
        "form",
        (
            Fact("file_number", "档号", required=False),
            Fact("documents", "文件件数", N),
            Fact("pages", "总页数", N),
            Fact("description", "本件情况说明"),
            Fact("filed_by", "整理人", required=False),
            Fact("filed_on", "整理日期", D, required=False),
            Fact("checked_by", "检查人", required=False),
            Fact("checked_on", "检查日期", D, required=False),
        ),
    ),
    _paper(
        "file_cover",
        "封面",
        "依申请公开档案",
        "form",
        (
            Fact("file_number", "档号"),
            Fact("fonds", "全宗号"),
            Fact("year", "年度", N),
            Fact("retention", "保管期限"),
            Fact("keep_until", "保管至", required=False),
            REGISTRATION_NUMBER,
            Fact("result", "办理结果"),
            Fact("closed_on", "办结日期", D, required=False),
        ),
    ),
    _paper(
        "application_form",
        "申请表",
        "政府信息公开申请表",
        "form",
        (
            REGISTRATION_NUMBER,
            _PERSONS,
            Fact("form", "信息的形式"),
            Fact("way", "获取方式"),
            Fact("purpose", "用途", required=False),
            Fact("help_needed", "需要的帮助", required=False),
            Fact("submitted_on", "提交日期", D),
        ),
    ),
    _paper(
        "registration_form",
        "登记表",
        "政府信息公开申请登记表",
        "form",
        (
            REGISTRATION_NUMBER,
            _PERSONS,
            Fact("arrived_on", "到达日期", D),
            Fact("receipt_proof", "收到日期的凭据", required=False),
            Fact("mail_number", "邮件号码", required=False),
            Fact("registered_on", "登记日期", D),
            Fact("handler", "承办人", required=False),
            Fact("unit", "承办处室", required=False),
            Fact("note", "备注", required=False),
        ),
    ),
)

CATALOGUE: Mapping[str, LetterKind] = {
    kind.key: kind for kind in (*PROCEDURE_LETTERS, *REPLIES, _MIXED, *PAPERS)
}


def letter_kind(key: str) -> LetterKind:
    """The row of a kind. Raises InvalidInput when there is no such letter."""
    try:
        return CATALOGUE[key]
    except KeyError:
        raise InvalidInput("unknown_kind", f"kind：没有名为“{key}”的文书。", fields={"kind": key}) from None


def reply_kind(outcomes: list[str]) -> LetterKind:
    """The reply that answers items with these outcomes: one kind per outcome, `reply_mixed` for several."""
    distinct = set(outcomes)
    return letter_kind(f"reply_{outcomes[0]}" if len(distinct) == 1 else "reply_mixed")
