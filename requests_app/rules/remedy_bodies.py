"""Where to turn: the reconsideration body and the level of court, by kind of agency."""

from dataclasses import dataclass
from enum import StrEnum

from requests_app.rules.citation_check import Finding
from requests_app.rules.legal_basis import LITIGATION_LAW, RECONSIDERATION_LAW, LegalBasis


class AgencyKind(StrEnum):
    """Kinds of agency that the Reconsideration Law treats differently."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    PROVINCIAL_GOVERNMENT = "provincial_government"
    DISPATCHED_ORGAN = "dispatched_organ"
    DISPATCHED_OFFICE = "dispatched_office"
    AUTHORISED_ORGANISATION = "authorised_organisation"
    STATE_COUNCIL_DEPARTMENT = "state_council_department"
    VERTICAL = "vertical"
    JUSTICE_DEPARTMENT = "justice_department"

    @property
    def label(self) -> str:
        """The kind in Chinese, for the settings of an agency."""
        return _LABELS[self]


_K = AgencyKind

_LABELS = {
    _K.DEPARTMENT: "地方人民政府工作部门",
    _K.GOVERNMENT: "地方人民政府",
    _K.PROVINCIAL_GOVERNMENT: "省级人民政府",
    _K.DISPATCHED_ORGAN: "人民政府派出机关",
    _K.DISPATCHED_OFFICE: "工作部门派出机构",
    _K.AUTHORISED_ORGANISATION: "法律、法规、规章授权的组织",
    _K.STATE_COUNCIL_DEPARTMENT: "国务院部门",
    _K.VERTICAL: "垂直领导的行政机关、税务和国家安全机关",
    _K.JUSTICE_DEPARTMENT: "履行行政复议机构职责的司法行政部门",
}


@dataclass(frozen=True)
class AgencyRemedyFacts:
    """What a letter's agency says about remedies; the names are those of the agency's settings.

    `respondent_kind` is the kind of the legal respondent where it is another than the agency itself (an
    office that answers for its government). `reconsideration_body` and `court` are full names; for a justice
    department the body names both choices, joined by 或者. `below_county`: a township government.
    `customs`: the customs, whose cases go to an intermediate court. `parent_kind`: the kind of the agency that set
    up this dispatched office or manages this organisation, None where it is not known.
    """

    kind: str
    name: str
    legal_respondent: str
    reconsideration_body: str
    court: str
    online_reconsideration_url: str = ""
    respondent_kind: str | None = None
    below_county: bool = False
    customs: bool = False
    parent_kind: str | None = None

    @property
    def effective_kind(self) -> AgencyKind:
        """The kind that decides body and court: that of the legal respondent. ValueError if unknown."""
        return AgencyKind(self.respondent_kind or self.kind)


@dataclass(frozen=True)
class BodyRule:
    """Which body decides on reconsideration: in general words, its basis, whether it is the agency itself.

    `final_ruling_possible`: its decision may also be put to the State Council (Art. 26).
    """

    expected: str
    basis: LegalBasis
    itself: bool = False
    final_ruling_possible: bool = False


def _law(article: int, paragraph: int | None = None, item: int | None = None) -> LegalBasis:
    return LegalBasis(RECONSIDERATION_LAW, article, paragraph, item)


FINAL_RULING = _law(26)

BODY_RULES: dict[AgencyKind, BodyRule] = {
    _K.DEPARTMENT: BodyRule("本级人民政府", _law(24, 1, 1)),
    _K.GOVERNMENT: BodyRule("上一级人民政府", _law(24, 1, 2)),
    _K.PROVINCIAL_GOVERNMENT: BodyRule("本机关", _law(24, 2), itself=True, final_ruling_possible=True),
    _K.DISPATCHED_ORGAN: BodyRule("设立该派出机关的人民政府", _law(24, 1, 3)),
    _K.DISPATCHED_OFFICE: BodyRule("设立该派出机构的工作部门的本级人民政府", _law(24, 4)),
    _K.AUTHORISED_ORGANISATION: BodyRule(
        "管理该组织的人民政府，或者管理该组织的部门的本级人民政府", _law(24, 1, 4)
    ),
    _K.STATE_COUNCIL_DEPARTMENT: BodyRule(
        "本机关", _law(25, item=1), itself=True, final_ruling_possible=True
    ),
    _K.VERTICAL: BodyRule("上一级主管部门", _law(27)),
    _K.JUSTICE_DEPARTMENT: BodyRule("本级人民政府或者上一级司法行政部门", _law(28)),
}
_UPPER_DEPARTMENT = BODY_RULES[_K.VERTICAL]
# What such a body's parent changes: of the State Council (Art. 25), or led from above (Art. 27).
_BY_PARENT: dict[tuple[AgencyKind, AgencyKind], BodyRule] = {
    (_K.DISPATCHED_OFFICE, _K.STATE_COUNCIL_DEPARTMENT): BodyRule(
        "设立该派出机构的国务院部门", _law(25, item=2)
    ),
    (_K.AUTHORISED_ORGANISATION, _K.STATE_COUNCIL_DEPARTMENT): BodyRule(
        "管理该组织的国务院部门", _law(25, item=3)
    ),
    (_K.DISPATCHED_OFFICE, _K.VERTICAL): _UPPER_DEPARTMENT,
}


def body_rule(agency: AgencyRemedyFacts) -> BodyRule:
    """Which body decides on reconsideration of what this agency's legal respondent does."""
    kind = agency.effective_kind
    # The parent is the agency's own: it says nothing of another respondent.
    own = agency.respondent_kind in (None, agency.kind)
    if own and agency.customs:
        return _UPPER_DEPARTMENT
    parent = AgencyKind(agency.parent_kind) if own and agency.parent_kind else None
    return BODY_RULES[kind] if parent is None else _BY_PARENT.get((kind, parent), BODY_RULES[kind])


@dataclass(frozen=True)
class CourtRule:
    """The level of the court of first instance and its basis."""

    level: str
    basis: LegalBasis


def court_rule(agency: AgencyRemedyFacts) -> CourtRule:
    """基层; 中级 for governments of county level or higher, State Council departments and customs."""
    kind = agency.effective_kind
    if agency.customs:
        return CourtRule("中级", LegalBasis(LITIGATION_LAW, 15, item=2))
    high = {_K.GOVERNMENT, _K.PROVINCIAL_GOVERNMENT, _K.STATE_COUNCIL_DEPARTMENT}
    if kind in high and not agency.below_county:
        return CourtRule("中级", LegalBasis(LITIGATION_LAW, 15, item=1))
    return CourtRule("基层", LegalBasis(LITIGATION_LAW, 14))


def check_bodies(agency: AgencyRemedyFacts, served_online: bool) -> tuple[Finding, ...]:
    """What is wrong with the names an agency gives for remedies; empty if nothing.

    A name that cannot be right fails; one that only looks unusual (a management committee, a court that
    does not show its level, cases concentrated in another court under Art. 18¶2) needs a reason.
    """
    rule = body_rule(agency)
    findings = [*_check_body(agency, rule), *_check_court(agency)]
    if served_online and not agency.online_reconsideration_url:
        text = "通过互联网渠道送达的，须同时提供提交行政复议申请书的互联网渠道。"
        findings.append(Finding("online_channel_missing", text, _law(22, 2).short()))
    return tuple(findings)


def _check_body(agency: AgencyRemedyFacts, rule: BodyRule) -> list[Finding]:
    body, kind = agency.reconsideration_body.strip(), agency.effective_kind
    basis = rule.basis.short()
    text = f"行政复议机关应为{rule.expected}，现为“{body}”。"
    if not body:
        return [Finding("reconsideration_body_missing", f"须写明行政复议机关（{rule.expected}）。", basis)]
    if rule.itself:
        return [] if body == agency.legal_respondent else [Finding("reconsideration_body_wrong", text, basis)]
    if body == agency.legal_respondent:
        return [Finding("reconsideration_body_wrong", text, basis)]
    if kind is _K.JUSTICE_DEPARTMENT:
        right = "人民政府" in body and "司法" in body
        return [] if right else [Finding("reconsideration_body_wrong", text, basis)]
    is_government = body.endswith("人民政府")
    if rule is _UPPER_DEPARTMENT or rule in _BY_PARENT.values():
        return [Finding("reconsideration_body_wrong", text, basis)] if is_government else []
    if is_government:
        return []
    department = body.endswith(("厅", "局", "委", "委员会", "部", "办公室")) and "管理委员会" not in body
    return [Finding("reconsideration_body_wrong", text, basis, needs_reason=not department)]


def _check_court(agency: AgencyRemedyFacts) -> list[Finding]:
    rule, court = court_rule(agency), agency.court.strip()
    if not court:
        return [Finding("court_missing", f"须写明有管辖权的{rule.level}人民法院。", rule.basis.short())]
    if not court.endswith("法院"):
        return [Finding("court_wrong", f"“{court}”不是人民法院的名称。", rule.basis.short())]
    if ("中级" in court) != (rule.level == "中级"):
        text = f"一审应由{rule.level}人民法院管辖，现为“{court}”；指定管辖或者专门法院的，请说明。"
        return [Finding("court_level", text, rule.basis.short(), needs_reason=True)]
    return []
