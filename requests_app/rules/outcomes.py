"""What an item of a request can be answered with: the outcome table, the core of the reply engine.

The numbers run 1 to 22, 23a to 23d and 24. The row of the annual report and the remedy are two different
classifications of the same outcome and are never derived from each other.
"""

from dataclasses import dataclass
from enum import Enum

from requests_app.rules.classification import SECRECY_GROUNDS
from requests_app.rules.evidence import Evidence as E
from requests_app.rules.legal_basis import (
    FEE_MEASURES,
    LegalBasis,
    regulation,
)
from requests_app.rules.remedy_class import RemedyClass
from requests_app.rules.statute_structure import ARCHIVES_LAW, ARCHIVES_REGULATION


class ReplyType(Enum):
    """The seven replies of Art. 36; the value is the 项."""

    ALREADY_PUBLIC = 1
    PROVIDED = 2
    NOT_DISCLOSED = 3
    NOT_EXISTING = 4
    NOT_OURS = 5
    REPEATED = 6
    SPECIAL_REGIME = 7

    @property
    def basis(self) -> LegalBasis:
        """Art. 36, the 项 of this reply."""
        return regulation(36, item=self.value)


@dataclass(frozen=True)
class Outcome:
    """One row of the table.

    key, number, name: stable key, number of the row, Chinese name. reply_types: which of the seven replies it
    belongs to (none for those of Art. 30, 35, 38, 39 or practice). citations: must all be cited.
    citation_choices: at least one must be cited (empty: no choice). further_citations: may be cited too.
    report_row: key of the annual report's row, None if counted in no result row. remedy_class: of the item
    as such; that of `partial` depends on what the withheld part rests on (remedies.remedy_class_of).
    evidence: what the file must hold. letter_kind: None if there is no letter. releases_content: something is
    handed out, so the reviews of Art. 17 must be done. withholds: something is kept back. needs_reason: the
    letter must say why.
    discretionary: "may withhold" (Art. 16), so the use of the discretion needs its own reason.
    needs_other_law: the article of another 法律 or 行政法规 must be named.
    """

    key: str
    number: str
    name: str
    reply_types: tuple[ReplyType, ...] = ()
    citations: tuple[LegalBasis, ...] = ()
    citation_choices: tuple[LegalBasis, ...] = ()
    further_citations: tuple[LegalBasis, ...] = ()
    report_row: str | None = None
    remedy_class: RemedyClass = RemedyClass.CHOICE
    evidence: tuple[E, ...] = ()
    letter_kind: str | None = None
    releases_content: bool = False
    withholds: bool = False
    needs_reason: bool = True
    discretionary: bool = False
    needs_other_law: bool = False

    @property
    def rests_on_practice(self) -> bool:
        """Whether no provision must be cited for it: none exists."""
        return not self.citations and not self.citation_choices

    @property
    def parted(self) -> bool:
        """Whether one part is given and the other kept back (Art. 37)."""
        return self.releases_content and self.withholds

    @property
    def allowed_citations(self) -> tuple[LegalBasis, ...]:
        """Every provision that fits the outcome, the compulsory ones first."""
        return self.citations + self.citation_choices + self.further_citations


ARTICLES_OF_REFUSAL: tuple[LegalBasis, ...] = (
    regulation(14),
    regulation(15),
    regulation(16, 1),
    regulation(16, 2),
)
"""What information may be kept back for, and what opens reconsideration first."""

_FIRST = RemedyClass.RECONSIDERATION_FIRST
_R = ReplyType


def _refusal(
    key: str,
    number: str,
    name: str,
    row: str,
    basis: LegalBasis,
    evidence: tuple[E, ...],
    more: tuple[LegalBasis, ...] = (),
    further: tuple[LegalBasis, ...] = (),
    needs_other_law: bool = False,
) -> Outcome:
    return Outcome(
        key,
        number,
        name,
        (_R.NOT_DISCLOSED,),
        citations=(_R.NOT_DISCLOSED.basis, basis, *more),
        further_citations=further,
        report_row=row,
        remedy_class=_FIRST,
        evidence=evidence,
        letter_kind=f"reply_{key}",
        withholds=True,
        discretionary=basis.article == regulation(16).article,
        needs_other_law=needs_other_law,
    )


_GIVEN: tuple[Outcome, ...] = (
    Outcome(
        "already_public",
        "1",
        "已主动公开",
        (_R.ALREADY_PUBLIC,),
        (_R.ALREADY_PUBLIC.basis,),
        report_row="r1",
        evidence=(E.WORKING_ADDRESS,),
        letter_kind="reply_already_public",
        needs_reason=False,
    ),
    Outcome(
        "provided",
        "2",
        "予以公开",
        (_R.PROVIDED,),
        (_R.PROVIDED.basis,),
        further_citations=(regulation(40), regulation(15), regulation(32), regulation(42), regulation(43)),
        report_row="r1",
        evidence=(E.COPY_HANDED_OVER, E.FORM_USED, E.REVIEW_RECORD),
        letter_kind="reply_provided",
        releases_content=True,
        needs_reason=False,
    ),
    Outcome(
        "partial",
        "3",
        "部分公开",
        (_R.PROVIDED, _R.NOT_DISCLOSED),
        (_R.PROVIDED.basis, _R.NOT_DISCLOSED.basis, regulation(37)),
        # Art. 37 also separates what is not government information at all (Art. 2).
        citation_choices=(*ARTICLES_OF_REFUSAL, regulation(2)),
        further_citations=(regulation(32), regulation(40), *SECRECY_GROUNDS),
        report_row="r2",
        remedy_class=_FIRST,
        evidence=(E.COPY_HANDED_OVER, E.FORM_USED, E.REVIEW_RECORD, E.WITHHELD_LIST),
        letter_kind="reply_partial",
        releases_content=True,
        withholds=True,
    ),
)

_REFUSED: tuple[Outcome, ...] = (
    _refusal(
        "secret",
        "4",
        "国家秘密",
        "r3_1",
        regulation(14),
        (E.CLASSIFICATION,),
        further=SECRECY_GROUNDS,
    ),
    _refusal(
        "forbidden",
        "5",
        "法律行政法规禁止公开",
        "r3_2",
        regulation(14),
        (E.FORBIDDING_LAW,),
        needs_other_law=True,
    ),
    _refusal("security", "6", "三安全一稳定", "r3_3", regulation(14), (E.COMPETENT_JUDGEMENT,)),
    _refusal(
        "third_party",
        "7",
        "第三方合法权益",
        "r3_4",
        regulation(15),
        (E.OPINION_REQUEST, E.OPINION_REQUEST_SERVICE, E.THIRD_PARTY_OPINION, E.OWN_WEIGHING),
        more=(regulation(32),),
    ),
    _refusal(
        "internal",
        "8",
        "内部事务信息",
        "r3_5",
        regulation(16, 1),
        (E.INFORMATION_KIND, E.DISCRETION_REASON),
    ),
    _refusal(
        "process",
        "9",
        "过程性信息",
        "r3_6",
        regulation(16, 2),
        (E.INFORMATION_KIND, E.DISCRETION_REASON),
    ),
    _refusal(
        "enforcement",
        "10",
        "行政执法案卷",
        "r3_7",
        regulation(16, 2),
        (E.INFORMATION_KIND, E.DISCRETION_REASON),
    ),
)

_NOT_HELD: tuple[Outcome, ...] = (
    Outcome(
        "special_regime",
        "11",
        "行政查询事项",
        (_R.SPECIAL_REGIME,),
        (_R.SPECIAL_REGIME.basis,),
        report_row="r3_8",
        evidence=(E.SPECIAL_LAW, E.WHERE_TO_QUERY),
        letter_kind="reply_special_regime",
        needs_other_law=True,
    ),
    Outcome(
        "not_existing",
        "12",
        "信息不存在",
        (_R.NOT_EXISTING,),
        (_R.NOT_EXISTING.basis,),
        report_row="r4_1",
        evidence=(E.SEARCH_RECORD, E.DUTY_TO_MAKE),
        letter_kind="reply_not_existing",
    ),
    Outcome(
        "not_ours",
        "13",
        "不属于本机关负责公开",
        (_R.NOT_OURS,),
        (_R.NOT_OURS.basis,),
        further_citations=(regulation(10),),
        report_row="r4_1",
        evidence=(E.NOT_OURS_REASON, E.RIGHT_AGENCY),
        letter_kind="reply_not_ours",
    ),
    Outcome(
        "needs_processing",
        "14",
        "需要加工分析",
        citations=(regulation(38),),
        report_row="r4_2",
        evidence=(E.EXISTING_HOLDINGS, E.NOT_READY_REASON),
        letter_kind="reply_needs_processing",
    ),
    Outcome(
        "unclear",
        "15",
        "补正后仍不明确",
        citations=(regulation(30),),
        further_citations=(regulation(29, 2),),
        report_row="r4_3",
        evidence=(E.CORRECTION_NOTICE, E.CORRECTION_RECEIVED),
        letter_kind="reply_unclear",
    ),
)

_NOT_HANDLED: tuple[Outcome, ...] = (
    Outcome(
        "petition",
        "16",
        "信访举报投诉",
        citations=(regulation(39, 1),),
        report_row="r5_1",
        evidence=(E.CHANNEL_POINTED_TO,),
        letter_kind="reply_petition",
    ),
    Outcome(
        "repeated",
        "17",
        "重复申请",
        (_R.REPEATED,),
        (_R.REPEATED.basis,),
        report_row="r5_2",
        evidence=(E.FIRST_REPLY, E.FIRST_REPLY_SERVICE, E.SAME_APPLICANT, E.SAME_INFORMATION),
        letter_kind="reply_repeated",
    ),
    Outcome(
        "publication",
        "18",
        "公开出版物",
        citations=(regulation(39, 2),),
        report_row="r5_3",
        evidence=(E.HOW_TO_GET,),
        letter_kind="reply_publication",
        needs_reason=False,
    ),
    Outcome(
        "excessive",
        "19",
        "无正当理由大量反复",
        citations=(regulation(35),),
        report_row="r5_4",
        evidence=(E.REASONS_REQUEST, E.APPLICATION_COUNTS, E.EXCESS_JUDGEMENT),
        letter_kind="reply_excessive",
    ),
    Outcome(
        "reissue",
        "20",
        "要求确认或重新出具",
        report_row="r5_5",
        evidence=(E.EARLIER_PROVISION,),
        letter_kind="reply_reissue",
    ),
)

_OTHER: tuple[Outcome, ...] = (
    Outcome(
        "not_corrected",
        "21",
        "逾期不补正",
        citations=(regulation(30),),
        report_row="r6_1",
        evidence=(E.CORRECTION_NOTICE, E.CORRECTION_NOTICE_SERVICE, E.CORRECTION_PERIOD),
        letter_kind="not_handled_uncorrected",
    ),
    Outcome(
        "not_paid",
        "22",
        "逾期不缴费",
        citations=(LegalBasis(FEE_MEASURES, None),),
        further_citations=(regulation(42),),
        report_row="r6_2",
        evidence=(E.FEE_NOTICE, E.FEE_NOTICE_SERVICE),
        letter_kind="not_handled_unpaid",
    ),
    Outcome(
        "withdrawn",
        "23a",
        "撤回",
        report_row="r6_3",
        remedy_class=RemedyClass.NONE,
        evidence=(E.SIGNED_WITHDRAWAL,),
        letter_kind="withdrawal_notice",
        needs_reason=False,
    ),
    Outcome(
        "not_government_information",
        "23b",
        "不属于政府信息",
        citations=(regulation(2),),
        report_row="r6_3",
        evidence=(E.NOT_GOVERNMENT_REASON,),
        letter_kind="reply_not_government_information",
    ),
    Outcome(
        "archives",
        "23c",
        "已移交档案馆",
        citation_choices=(LegalBasis(ARCHIVES_LAW, None), LegalBasis(ARCHIVES_REGULATION, None)),
        report_row="r6_3",
        evidence=(E.TRANSFER_RECORD,),
        letter_kind="reply_archives",
    ),
    Outcome(
        "party_information",
        "23d",
        "党务信息",
        further_citations=(regulation(2),),
        report_row="r6_3",
        evidence=(E.PARTY_ORGAN,),
        letter_kind="reply_party_information",
    ),
    Outcome("no_reply", "24", "逾期未答复", further_citations=(regulation(33, 2),), needs_reason=False),
)

OUTCOMES: dict[str, Outcome] = {
    outcome.key: outcome for outcome in (*_GIVEN, *_REFUSED, *_NOT_HELD, *_NOT_HANDLED, *_OTHER)
}
"""All outcomes by key, in the order of the table."""
