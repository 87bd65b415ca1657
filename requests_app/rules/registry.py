"""Which provision is a rule of this project, in which module, proved by which test: the source of law-to-code.md.

Nothing is claimed here that is not there. What the project does not do yet is named in `planned`; a row without
a module is wholly planned.
"""

from dataclasses import dataclass

from requests_app.rules.legal_basis import (
    FEE_MEASURES,
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    SECRECY_LAW,
    LegalBasis,
    regulation,
)
from requests_app.rules.statute_structure import (
    JUDICIAL_INTERPRETATION_2025,
    REPORT_FORMAT,
    RETENTION_RULES,
    SERVICE_INTERPRETATION,
)


@dataclass(frozen=True)
class Rule:
    """One rule: stable key, Chinese title, provisions, modules of rules/, tests that prove it, what is planned.

    `modules` and `tests` are names without folder and suffix: `clock` is requests_app/rules/clock.py,
    `test_clock_scenarios` is tests/rules/test_clock_scenarios.py.
    """

    key: str
    title: str
    bases: tuple[LegalBasis, ...]
    modules: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    planned: str = ""

    @property
    def status(self) -> str:
        """`built`, `built in part` or `planned`."""
        if not self.modules:
            return "planned"
        return "built in part" if self.planned else "built"


_OUTCOMES = ("outcomes", "citation_check")
_OUTCOME_TESTS = ("test_outcomes", "test_citation_check")
_WITHHOLDING = (*_OUTCOMES, "instrument_rank", "classification")
_WITHHOLDING_TESTS = (*_OUTCOME_TESTS, "test_instrument_rank", "test_classification")
_CLOCK = ("clock",)
_CLOCK_TESTS = ("test_clock_scenarios", "test_explain_deadline")

_SCOPE: tuple[Rule, ...] = (
    Rule(
        "government_information",
        "政府信息",
        (regulation(2),),
        (*_OUTCOMES, "scope"),
        (*_OUTCOME_TESTS, "test_scope"),
    ),
    Rule(
        "responsible_agency",
        "公开主体",
        (regulation(10),),
        (*_OUTCOMES, "transfer"),
        (*_OUTCOME_TESTS, "test_transfer"),
    ),
    Rule(
        "agency_inquiry",
        "与其他机关协商、确认",
        (regulation(11, 1),),
        (*_CLOCK, "consultation"),
        (*_CLOCK_TESTS, "test_consultation"),
    ),
    Rule("open_by_default", "公开为原则", (regulation(13, 1),), _OUTCOMES, _OUTCOME_TESTS),
    Rule(
        "must_withhold",
        "国家秘密、禁止公开、三安全一稳定",
        (regulation(14), LegalBasis(SECRECY_LAW, 14), LegalBasis(SECRECY_LAW, 20, 2)),
        _WITHHOLDING,
        _WITHHOLDING_TESTS,
    ),
    Rule("third_party_interest", "商业秘密、个人隐私", (regulation(15),), _OUTCOMES, _OUTCOME_TESTS),
    Rule(
        "may_withhold",
        "内部事务、过程性信息、行政执法案卷",
        (regulation(16, 1), regulation(16, 2)),
        _OUTCOMES,
        _OUTCOME_TESTS,
    ),
    Rule(
        "review_before_release",
        "公开审查、保密审查",
        (regulation(17, 2), LegalBasis(SECRECY_LAW, 35)),
        ("outcomes", "evidence", "track_rules"),
        ("test_outcomes", "test_track_rules"),
        "asking the competent or secrecy authority (Art. 17¶3)",
    ),
    Rule(
        "periodic_review",
        "不予公开信息定期评估",
        (regulation(18),),
        planned="a date of re-evaluation proposed for every refusal; the field is there, nothing computes it",
    ),
)

_APPLICATION: tuple[Rule, ...] = (
    Rule(
        "application_contents",
        "申请的必备内容",
        (regulation(29, 1), regulation(29, 2)),
        ("receipt",),
        ("test_receipt",),
    ),
    Rule(
        "correction",
        "补正",
        (regulation(30),),
        ("correction", "clock", "states", "outcomes"),
        ("test_correction", "test_clock_scenarios", "test_states"),
    ),
    Rule(
        "receipt",
        "收到申请之日",
        (regulation(31),),
        ("receipt", "transfer", "clock"),
        ("test_receipt", *_CLOCK_TESTS),
    ),
    Rule(
        "third_party_consultation",
        "征求第三方意见",
        (regulation(32),),
        ("clock", "outcomes", "remedies", "consultation"),
        ("test_clock_scenarios", "test_outcomes", "test_remedies", "test_consultation"),
    ),
    Rule(
        "reply_period",
        "答复期限",
        (regulation(33, 1), regulation(33, 2), regulation(33, 3)),
        ("clock", "working_days"),
        ("test_clock_scenarios", "test_explain_deadline", "test_impossible_histories", "test_working_days"),
    ),
    Rule("on_the_spot", "当场答复", (regulation(33, 1),), ("on_the_spot",), ("test_on_the_spot",)),
    Rule(
        "no_internal_excuse",
        "内部流转不是逾期的理由；内设机构不以自己名义答复",
        (regulation(33, 2), regulation(36)),
        ("standing",),
        ("test_standing",),
    ),
    Rule(
        "extension",
        "延长答复期限",
        (regulation(33, 2),),
        ("extension", "clock"),
        ("test_extension", *_CLOCK_TESTS),
    ),
    Rule(
        "co_maker",
        "征求共同制作机关意见",
        (regulation(34),),
        (*_CLOCK, "consultation"),
        (*_CLOCK_TESTS, "test_consultation"),
    ),
    Rule(
        "excessive",
        "明显超过合理范围",
        (regulation(35),),
        ("excess", "reasons_request", "delayed_reply", "clock", "outcomes"),
        (
            "test_excess",
            "test_reasons_request",
            "test_delayed_reply",
            "test_clock_scenarios",
            "test_outcomes",
        ),
    ),
)

_REPLY: tuple[Rule, ...] = (
    Rule(
        "seven_replies",
        "七种答复",
        tuple(regulation(36, item=item) for item in range(1, 8)),
        ("outcomes", "citation_check", "evidence"),
        _OUTCOME_TESTS,
    ),
    Rule("separation", "区分处理", (regulation(37),), _OUTCOMES, _OUTCOME_TESTS),
    Rule(
        "processing",
        "加工、分析",
        (regulation(38),),
        (*_OUTCOMES, "scope"),
        (*_OUTCOME_TESTS, "test_scope"),
    ),
    Rule(
        "not_an_application",
        "信访举报投诉、公开出版物",
        (regulation(39, 1), regulation(39, 2)),
        (*_OUTCOMES, "scope"),
        (*_OUTCOME_TESTS, "test_scope"),
    ),
    Rule("form_of_provision", "提供形式", (regulation(40),), ("outcomes", "evidence"), ("test_outcomes",)),
    Rule(
        "record_correction",
        "更正与自身相关的记录",
        (regulation(41),),
        ("record_correction",),
        ("test_record_correction",),
    ),
    Rule(
        "fee",
        "信息处理费",
        (regulation(42, 1), LegalBasis(FEE_MEASURES, None)),
        ("fees", "money", "clock", "states", "outcomes"),
        ("test_fees", "test_money", "test_clock_scenarios", "test_states", "test_outcomes"),
    ),
    Rule(
        "repeats",
        "重复申请：前次答复已经送达",
        (regulation(36, item=6),),
        ("repeats", "outcomes"),
        ("test_repeats", "test_outcomes"),
    ),
    Rule(
        "help",
        "为有困难的申请人提供帮助；指导、释明的记录",
        (regulation(43), regulation(30)),
        ("contact",),
        ("test_contact",),
    ),
    Rule(
        "publication",
        "多人申请相同信息、建议主动公开",
        (regulation(44, 1), regulation(44, 2), regulation(17, 2)),
        ("publication",),
        ("test_publication",),
    ),
    Rule(
        "five_phases",
        "登记、审核、办理、答复、归档",
        (regulation(45),),
        ("states", "approval_rules", "delegation"),
        ("test_states", "test_approval_rules", "test_delegation"),
    ),
    Rule(
        "service",
        "送达与及时答复",
        (LegalBasis(SERVICE_INTERPRETATION, None),),
        ("delivery", "clock"),
        ("test_delivery_rules", "test_clock_scenarios"),
    ),
)

_SUPERVISION: tuple[Rule, ...] = (
    Rule(
        "early_warning",
        "期限预警",
        (regulation(45), regulation(33, 1)),
        ("warnings",),
        ("test_warnings",),
    ),
    Rule(
        "supervision",
        "督促整改",
        (regulation(47, 1),),
        ("supervision",),
        ("test_supervision",),
    ),
    Rule(
        "complaint",
        "向主管部门反映",
        (regulation(47, 2),),
        planned="a record of what applicants report to the supervisor",
    ),
    Rule(
        "annual_report",
        "年度报告",
        (regulation(49, 1), regulation(49, 2), regulation(50), LegalBasis(REPORT_FORMAT, None)),
        ("outcomes", "principal_row"),
        ("test_outcomes", "test_principal_row"),
        "the tables, their identities, the dates of 31 January and 31 March; the row of each case is there",
    ),
    Rule(
        "remedy_case",
        "复议诉讼的答复举证、责令重新答复",
        (
            LegalBasis(RECONSIDERATION_LAW, 48),
            LegalBasis(RECONSIDERATION_LAW, 54, 1),
            LegalBasis(RECONSIDERATION_LAW, 70),
            LegalBasis(RECONSIDERATION_LAW, 88, 2),
            LegalBasis(LITIGATION_LAW, 67, 1),
        ),
        ("remedy_case", "clock"),
        ("test_remedy_case", "test_clock_scenarios"),
    ),
    Rule(
        "remedies",
        "救济告知",
        (
            regulation(51),
            LegalBasis(RECONSIDERATION_LAW, 20, 1),
            LegalBasis(RECONSIDERATION_LAW, 22, 2),
            LegalBasis(RECONSIDERATION_LAW, 23, 1, 4),
            LegalBasis(RECONSIDERATION_LAW, 34),
            LegalBasis(LITIGATION_LAW, 18, 1),
            LegalBasis(LITIGATION_LAW, 26, 2),
            LegalBasis(LITIGATION_LAW, 45),
            LegalBasis(LITIGATION_LAW, 46, 1),
            LegalBasis(JUDICIAL_INTERPRETATION_2025, None),
        ),
        ("remedies", "remedy_class", "remedy_words", "outdated_remedies"),
        ("test_remedies", "test_remedy_words", "test_outdated_remedies"),
        "reconsideration and litigation cases themselves",
    ),
    Rule(
        "reconsideration_body",
        "行政复议机关和管辖法院",
        (
            *(LegalBasis(RECONSIDERATION_LAW, 24, 1, item) for item in range(1, 5)),
            LegalBasis(RECONSIDERATION_LAW, 24, 2),
            LegalBasis(RECONSIDERATION_LAW, 24, 4),
            *(LegalBasis(RECONSIDERATION_LAW, 25, item=item) for item in range(1, 4)),
            LegalBasis(RECONSIDERATION_LAW, 26),
            LegalBasis(RECONSIDERATION_LAW, 27),
            LegalBasis(RECONSIDERATION_LAW, 28),
            LegalBasis(LITIGATION_LAW, 14),
            LegalBasis(LITIGATION_LAW, 15, item=1),
            LegalBasis(LITIGATION_LAW, 15, item=2),
        ),
        ("remedy_bodies",),
        ("test_remedy_bodies",),
    ),
    Rule(
        "retention",
        "归档和保管期限",
        (regulation(45), LegalBasis(RETENTION_RULES, None)),
        ("retention",),
        ("test_retention",),
    ),
)

RULES: tuple[Rule, ...] = _SCOPE + _APPLICATION + _REPLY + _SUPERVISION
"""Every rule, in the order of the Regulation."""

ARTICLES_TO_COVER: tuple[int, ...] = (10, 11, 13, 14, 15, 16, 17, 18, *range(29, 46), 47, 49, 50, 51)
"""Articles of the Regulation that a disclosure desk must answer for: each must have a row."""
