"""The papers that stay in the file: forms and lists, filled in by an officer or by the system."""

from letters.facts import Fact, FactType
from letters.kinds import REGISTRATION_NUMBER, Addressee, LetterKind, Signer
from letters.sheet_clock import FACTS as CLOCK_FACTS

D, N, T, R = FactType.DATE, FactType.NUMBER, FactType.TEXTS, FactType.ROWS


def _paper(key: str, name: str, title: str, template: str, facts: tuple[Fact, ...]) -> LetterKind:
    return LetterKind(
        key, name, title, template, key, Addressee.INTERNAL, Signer.OFFICER, facts, elements=("title",)
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
        Fact("kind", "申请人类别", required=False),
        Fact("workplace", "工作单位", required=False),
        Fact("representative", "法定代表人", required=False),
        Fact("contact_person", "联系人", required=False),
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
        "contact_record",
        "沟通记录",
        "指导、释明、沟通记录",
        "form",
        (
            REGISTRATION_NUMBER,
            Fact(
                "talks",
                "记录",
                R,
                columns=(
                    Fact("on", "日期", D),
                    Fact("time", "时间", required=False),
                    Fact("subject", "事由"),
                    Fact("counterpart", "对方"),
                    Fact("person", "联系人"),
                    Fact("way", "方式"),
                    Fact("said", "内容"),
                    Fact("agreed", "商定的事项", required=False),
                    Fact("recorder", "记录人"),
                ),
            ),
        ),
    ),
    _paper(
        "excess_record",
        "明显超过合理范围认定及判断记录",
        "申请数量、频次认定及判断记录",
        "form",
        (
            REGISTRATION_NUMBER,
            Fact(
                "counted",
                "数量、频次",
                R,
                columns=(
                    Fact("applicant", "申请人"),
                    Fact("period", "期间"),
                    Fact("first", "起始日期", D),
                    Fact("last", "截止日期", D),
                    Fact("applications", "申请件数", N),
                    Fact("items", "申请事项数", N),
                    Fact("similar", "近似件数", N),
                ),
            ),
            Fact("why", "认定的理由"),
            Fact("found_by", "认定人"),
            Fact("found_on", "认定日期", D),
            Fact("revoked_on", "撤销日期", D, required=False),
            Fact("revoke_reason", "撤销的原因", required=False),
            Fact("what", "要求说明的内容", required=False),
            Fact("told_on", "告知日期", D, required=False),
            Fact("reply_by", "说明理由的期限", D, required=False),
            Fact("reasons", "申请人的说明", required=False),
            Fact("reasons_on", "收到说明的日期", D, required=False),
            Fact("judgement", "判断", required=False),
            Fact("judged_why", "判断的理由", required=False),
            Fact("judged_by", "判断人", required=False),
            Fact("judged_on", "判断日期", D, required=False),
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
    # The sheet of one case on paper: made when it is asked for, never stored; contacts are masked.
    _paper(
        "case_sheet",
        "办理单",
        "政府信息公开申请办理单",
        "sheet",
        (
            REGISTRATION_NUMBER,
            _PERSONS,
            Fact("state", "环节"),
            Fact("handler", "承办人", required=False),
            Fact("unit", "承办处室", required=False),
            Fact(
                "phases",
                "办理过程",
                R,
                columns=(
                    Fact("phase", "阶段"),
                    Fact("on", "完成日期", D, required=False),
                    Fact("person", "经办", required=False),
                ),
            ),
            Fact("dates", "日期", R, columns=(Fact("label", "日期"), Fact("day", "何日"))),
            *CLOCK_FACTS,
            Fact("warnings", "提示", T, required=False),
            Fact(
                "record",
                "办理记录",
                R,
                columns=(
                    Fact("at", "时间"),
                    Fact("who", "经办"),
                    Fact("what", "事项"),
                    Fact("effect", "对期限的影响", required=False),
                ),
            ),
            Fact("printed_on", "打印日期", D),
            Fact("printed_by", "打印人"),
        ),
    ),
)
