"""Readings of the law that its text does not settle, each with a name, so that an office can see and choose.

`READINGS` describes every one; `Policies` holds the values in use and is frozen with the case, as the agency has
chosen them by then (`policies` in its settings; what it leaves out has its default). A reading
with a single choice is named but not configurable: the project implements no other.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput
from requests_app.rules.legal_basis import LegalBasis, regulation
from requests_app.rules.statute_structure import (
    FEE_MEASURES,
    REGULATION_2007,
    REPORT_FORMAT,
    SERVICE_INTERPRETATION,
)

Choice = bool | int | str

REGULATION_IN_FORCE = date(2019, 5, 15)
FEE_MEASURES_IN_FORCE = date(2021, 1, 1)


class Certainty(StrEnum):
    """How a reading is known: inferred from confirmed texts, or recalled without the full text at hand."""

    INFERRED = "inferred"
    RECALLED = "recalled"


@dataclass(frozen=True)
class Reading:
    """One reading: its name, its Chinese sentence, the default, what else may be chosen, the source."""

    key: str
    title: str
    default: Choice
    choices: tuple[Choice, ...]
    certainty: Certainty
    source: LegalBasis
    effective_from: date

    @property
    def configurable(self) -> bool:
        """Whether an office may choose otherwise."""
        return len(self.choices) > 1


@dataclass(frozen=True)
class Policies:
    """The readings of one agency, frozen with a case. Days are working days unless named calendar days."""

    sending_day_counts: bool = True
    late_correction_restarts: bool = False
    extension_survives_restart: bool = True
    payment_calendar_days: int = 30
    payment_last_day_moves: bool = True
    proposed_correction_days: int = 15
    minimum_correction_days: int = 5
    silent_agency_warned_after: int = 15
    same_information_from: int = 90
    publication_proposed_from: int = 3
    procedure_letter_told_on_posting: bool = True
    deputy_may_grant_extension: bool = False
    excess_attention_month: int = 10
    excess_attention_year: int = 30
    proposed_reasons_days: int = 5
    minimum_reasons_days: int = 3
    most_rejected_payments: int = 5
    longest_delegation_days: int = 92

    def __post_init__(self) -> None:
        for field in fields(self):
            value, choices = getattr(self, field.name), READINGS[field.name].choices
            # True equals 1 in Python: a switch and a number of days must not be exchanged.
            if not any(value == choice and type(value) is type(choice) for choice in choices):
                title = READINGS[field.name].title
                raise InvalidInput("unknown_policy_choice", f"“{title}”没有“{value}”这一选项。")

    def as_json(self) -> dict[str, bool | int]:
        """As stored with a case."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, bool | int]) -> "Policies":
        """A stored value. A key that was added since has its default; an unknown one is refused."""
        unknown = data.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise InvalidInput("unknown_policy", f"没有这样的口径：{'、'.join(sorted(unknown))}。")
        return cls(**data)  # type: ignore[arg-type]


_SWITCH: tuple[Choice, ...] = (True, False)
_ONLY: tuple[Choice, ...] = (True,)
_INFERRED, _RECALLED = Certainty.INFERRED, Certainty.RECALLED


def _reading(
    key: str,
    title: str,
    source: LegalBasis,
    choices: tuple[Choice, ...] = _ONLY,
    default: Choice = True,
    certainty: Certainty = _INFERRED,
    effective_from: date = REGULATION_IN_FORCE,
) -> tuple[str, Reading]:
    return key, Reading(key, title, default, choices, certainty, source, effective_from)


_EXCLUDED = regulation(33, 3)
_PERIOD = regulation(33, 2)
_CORRECTION = regulation(30)
_FEE = LegalBasis(FEE_MEASURES, None)
_REPORT = LegalBasis(REPORT_FORMAT, None)

READINGS: Mapping[str, Reading] = dict(
    (
        _reading("sending_day_counts", "征求意见书发出当日仍计入答复期限", _EXCLUDED, _SWITCH),
        _reading("consultations_are_united", "多项征求意见同时进行的，重叠的日子只扣除一次", _EXCLUDED),
        _reading("secrecy_review_runs_inside", "公开审查、保密审查不中止答复期限", regulation(17)),
        _reading("reasons_request_runs_inside", "要求申请人说明理由不中止答复期限", regulation(35)),
        _reading(
            "late_correction_restarts",
            "逾期发出或者再次发出的补正告知也重新计算期限",
            _CORRECTION,
            _SWITCH,
            False,
        ),
        _reading(
            "proposed_correction_days", "建议的补正期限（工作日）", _CORRECTION, tuple(range(5, 31)), 15
        ),
        # Never above the smallest period that can be proposed, so that a proposal is always allowed.
        _reading(
            "minimum_correction_days",
            "补正期限最短多少个工作日（合理期限）",
            _CORRECTION,
            tuple(range(1, 6)),
            5,
        ),
        _reading(
            "deputy_may_grant_extension",
            "工作机构负责人不在时，其代理人可以批准延期、延迟答复",
            _PERIOD,
            _SWITCH,
            False,
        ),
        _reading("extension_lengthens_the_period", "延长的工作日并入答复期限，征求意见照常扣除", _PERIOD),
        _reading("extension_survives_restart", "期限重新计算后，已批准的延长仍然有效", _PERIOD, _SWITCH),
        _reading(
            "silent_agency_warned_after",
            "其他机关多少个工作日未回复时提醒",
            regulation(11, 1),
            tuple(range(5, 31)),
            15,
        ),
        _reading(
            "payment_restarts",
            "缴费次日起重新计算答复期限",
            _FEE,
            certainty=_RECALLED,
            effective_from=FEE_MEASURES_IN_FORCE,
        ),
        _reading(
            "payment_calendar_days",
            "收到收费通知后缴费的期限（自然日）",
            _FEE,
            (30,),
            30,
            certainty=_RECALLED,
            effective_from=FEE_MEASURES_IN_FORCE,
        ),
        _reading(
            "payment_last_day_moves",
            "缴费期限最后一日是休息日的，顺延至下一工作日",
            _FEE,
            _SWITCH,
            effective_from=FEE_MEASURES_IN_FORCE,
        ),
        # The measures speak of no report online; who is wrong so often is to show the voucher to the desk.
        _reading(
            "most_rejected_payments",
            "申请人网上报告缴费，几次核对不符后须持凭证到窗口核对",
            _FEE,
            tuple(range(3, 11)),
            5,
            effective_from=FEE_MEASURES_IN_FORCE,
        ),
        # The Regulation knows no deputy: a longer absence is a change of office, entered as a membership.
        _reading(
            "longest_delegation_days",
            "一次代理最长多少天（自然日）",
            regulation(45),
            (31, 62, 92, 183),
            92,
        ),
        _reading(
            "pieces_of_the_month_of_receipt",
            "按件计收的，以收到申请之日确定所属的自然月，作废、转出的不计",
            _FEE,
            effective_from=FEE_MEASURES_IN_FORCE,
        ),
        _reading(
            "pieces_within_an_application",
            "一份申请包含多项内容的，可以按合理的最小单位拆分计算件数，不超过申请的项数",
            _FEE,
            certainty=_RECALLED,
            effective_from=FEE_MEASURES_IN_FORCE,
        ),
        _reading(
            "rule_of_2008",
            "2019年5月15日前收到的申请，期限为15个工作日，可延长15个工作日",
            LegalBasis(REGULATION_2007, 24),
            certainty=_RECALLED,
            effective_from=date(2008, 5, 1),
        ),
        _reading(
            "online_reply_on_arrival",
            "网上答复以到达申请人系统之日为答复之日",
            LegalBasis(SERVICE_INTERPRETATION, None),
        ),
        _reading(
            "procedure_letter_told_on_posting",
            "邮寄延期等程序性告知书的，以交邮之日为告知之日（参照邮寄答复以交邮之日为答复之日）",
            LegalBasis(SERVICE_INTERPRETATION, None),
            _SWITCH,
        ),
        _reading(
            "order_gives_fresh_period",
            "责令重新答复的，自收到决定起按决定的期限计算，不再计为新收",
            regulation(51),
        ),
        _reading(
            "joint_letter_answers_each",
            "同一申请人的几件申请可以用一份答复书合并答复，每一件仍分别登记、计算期限、统计、归档",
            regulation(36),
        ),
        _reading(
            "joint_letter_by_the_first_due_date",
            "合并答复须在最先到期的一件的期限内作出，是否逾期按每一件各自的期限计算",
            _PERIOD,
        ),
        _reading(
            "order_concerns_one_joined",
            "合并答复后责令重新答复的，只重新办理该决定所针对的申请，其余的答复仍然有效",
            regulation(51),
        ),
        _reading(
            "same_information_from",
            "重复申请：两次申请的文字相似到百分之多少视为相同信息",
            regulation(36, item=6),
            tuple(range(80, 101)),
            90,
        ),
        # The law fixes no number: these only draw the officer's attention, who decides.
        _reading(
            "excess_attention_month",
            "同一申请人一个月内申请多少件时提醒承办人（不等于认定）",
            regulation(35),
            tuple(range(3, 31)),
            10,
        ),
        _reading(
            "excess_attention_year",
            "同一申请人十二个月内申请多少件时提醒承办人（不等于认定）",
            regulation(35),
            tuple(range(5, 101)),
            30,
        ),
        _reading(
            "proposed_reasons_days",
            "建议的说明理由期限（工作日）",
            regulation(35),
            tuple(range(3, 16)),
            5,
        ),
        # Never above the smallest period that can be proposed, so that a proposal is always allowed.
        _reading(
            "minimum_reasons_days",
            "说明理由的期限最短多少个工作日（合理期限）",
            regulation(35),
            tuple(range(1, 4)),
            3,
        ),
        _reading(
            "silence_is_no_reason", "逾期没有说明理由的，可以认定为没有合理理由，不予处理", regulation(35)
        ),
        _reading("delay_granted_by_head", "延迟答复由政府信息公开工作机构负责人批准", regulation(35)),
        _reading(
            "publication_proposed_from",
            "多少个不同的申请人获得相同信息时，提出主动公开的建议",
            regulation(44, 1),
            tuple(range(2, 11)),
            3,
        ),
        _reading("closed_in_the_year_of_the_letter", "申请计入收到的年度，办结计入答复书日期的年度", _REPORT),
        _reading("waiting_is_carried_over", "年末仍在补正或者征求意见的，结转下年度", _REPORT),
        _reading(
            "already_public_counts_as_disclosed", "已主动公开的，计入“予以公开”", _REPORT, certainty=_RECALLED
        ),
        _reading("given_and_absent_is_partial", "一部分提供、一部分不存在的，计入“部分公开”", _REPORT),
    )
)

DEFAULT = Policies()
