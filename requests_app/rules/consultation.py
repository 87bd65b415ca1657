"""Asking others before a reply (征求意见): third party (Art. 32), co-makers (Art. 34), other agencies (Art. 11),
units of the own agency (协办).

They differ in what silence means, and that is the whole point of four kinds: a co-maker that stays silent agrees;
for a silent third party the agency decides and writes why; for a silent agency the law knows no period and no
consent; help from a unit of the own house never touches the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules.clock_bases import CONSULTED_ANSWER_WITHIN
from requests_app.rules.legal_basis import LegalBasis, regulation
from requests_app.rules.policies import Policies
from requests_app.rules.states import CAN_CONSULT, RequestState
from requests_app.rules.working_days import WorkingCalendar


class Inquiry(StrEnum):
    """Whom the agency asks; the first three are the kinds of the clock (contracts.md 2)."""

    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    OTHER_AGENCY = "other_agency"
    ASSISTANCE = "assistance"

    @property
    def label(self) -> str:
        """The Chinese name of the kind."""
        return RULES[self].label


class Silence(StrEnum):
    """What it means that nobody answered in time."""

    AGENCY_DECIDES = "agency_decides"
    CONSENT = "consent"
    NO_CONSENT = "no_consent"
    NOTHING = "nothing"


class Opinion(StrEnum):
    """What the consulted side said; SILENT once its time is over without an answer."""

    AGREES = "agrees"
    OBJECTS = "objects"
    SILENT = "silent"

    @property
    def label(self) -> str:
        """同意公开, 不同意公开, 未答复."""
        return {"agrees": "同意公开", "objects": "不同意公开", "silent": "未答复"}[self.value]


class Decision(StrEnum):
    """What the agency decides after weighing; OVERRIDE: disclosed for the public interest against a third party."""

    RELEASE = "release"
    WITHHOLD = "withhold"
    OVERRIDE = "override"

    @property
    def label(self) -> str:
        """公开, 不予公开, 为公共利益公开."""
        return {"release": "予以公开", "withhold": "不予公开", "override": "为公共利益予以公开"}[self.value]


@dataclass(frozen=True)
class InquiryRule:
    """One row: name, provision, whether the clock excludes the time, working days to answer (None: the law sets
    none), the meaning of silence, the kind of its letter."""

    label: str
    basis: LegalBasis
    pauses: bool
    answer_within: int | None
    silence: Silence
    letter_kind: str


_EXCLUDED = regulation(33, 3)
RULES: Mapping[Inquiry, InquiryRule] = {
    Inquiry.THIRD_PARTY: InquiryRule(
        "第三方",
        regulation(32),
        True,
        CONSULTED_ANSWER_WITHIN,
        Silence.AGENCY_DECIDES,
        "third_party_inquiry",
    ),
    Inquiry.CO_MAKER: InquiryRule(
        "共同制作机关", regulation(34), True, CONSULTED_ANSWER_WITHIN, Silence.CONSENT, "co_maker_inquiry"
    ),
    Inquiry.OTHER_AGENCY: InquiryRule(
        "其他机关", regulation(11, 1), True, None, Silence.NO_CONSENT, "agency_inquiry"
    ),
    Inquiry.ASSISTANCE: InquiryRule(
        "协办处室", regulation(45), False, None, Silence.NOTHING, "assistance_request"
    ),
}


def check_state(kind: Inquiry, state: RequestState) -> None:
    """Whether anybody can be asked about a request in this state. Raises `RuleRefusal`."""
    if state not in CAN_CONSULT:
        text = f"“{state.label}”的申请不能征求意见。"
        raise RuleRefusal("consultation_state", text, RULES[kind].basis.cite())


def check_asked(
    kind: Inquiry, *, fields: Mapping[str, str], asked_for: date | None, leads: bool, today: date
) -> None:
    """Whether this may be asked: everything the letter must say is there, and a co-maker is asked by the lead.

    fields: `name`, `information`, and `why` (third party) or `question` (agencies, units). asked_for: the date by
    which an agency or unit is asked to answer; third party and co-maker have the period of the law instead.
    Raises `InvalidInput` naming the fields, `RuleRefusal`.
    """
    told = {"name": "请填写征求意见的对象。", "information": "请写明涉及的政府信息。"}
    told |= (
        {"why": "请写明公开为何可能损害其合法权益。"}
        if kind is Inquiry.THIRD_PARTY
        else {"question": "请写明请对方答复的问题。"}
    )
    missing = {key: words for key, words in told.items() if not fields.get(key, "").strip()}
    if RULES[kind].answer_within is None:
        if asked_for is None:
            missing["asked_for"] = "请填写请对方答复的日期。"
        elif asked_for <= today:
            missing["asked_for"] = "请对方答复的日期须在今天之后。"
    if missing:
        raise InvalidInput("consultation_incomplete", "".join(missing.values()), fields=missing)
    if kind is Inquiry.CO_MAKER and not leads:
        text = "只有牵头制作的机关可以征求共同制作机关的意见；本机关不是牵头机关的，应当告知申请人向牵头机关申请。"
        raise RuleRefusal("not_the_lead_agency", text, regulation(34).cite())


def check_asked_again(kind: Inquiry, reason: str) -> None:
    """Whoever was asked before is asked again only for a written reason: each inquiry takes days out of the period.

    Raises `InvalidInput`.
    """
    if not reason.strip():
        words = f"已经征求过这一{RULES[kind].label}的意见。再次征求意见会再次暂停答复期限，请写明原因。"
        raise InvalidInput("asked_again", words, basis=_EXCLUDED.cite(), fields={"again": words})


def check_answer_shown(kind: Inquiry, *, reasons: str, papers: int) -> None:
    """An opinion that officers type in must be shown: by the paper itself or a note of what was said and how.

    Raises `InvalidInput`.
    """
    if not reasons.strip() and not papers:
        words = "请上传答复的扫描件，或者记明对方以何种方式提出、说了什么。"
        raise InvalidInput("answer_unproven", words, basis=RULES[kind].basis.cite(), fields={"paper": words})


def last_day_to_answer(kind: Inquiry, served: date | None, calendar: WorkingCalendar) -> date | None:
    """The last day of the period of the law, counted from the receipt of the one who is asked; None without a
    period or before service."""
    within = RULES[kind].answer_within
    return calendar.nth_working_day(served, within) if within is not None and served is not None else None


def last_day_or_warning(kind: Inquiry, served: date, calendar: WorkingCalendar) -> date:
    """The same; where the law sets no period, the last day before officers are warned of the silence."""
    return calendar.nth_working_day(served, RULES[kind].answer_within or CONSULTED_ANSWER_WITHIN)


def is_silent(
    kind: Inquiry, *, served: date | None, asked_for: date | None, today: date, calendar: WorkingCalendar
) -> bool:
    """Whether the time to answer is over today. An agency asked under Art. 11 has the date it was given."""
    if served is None:
        return False
    last = last_day_to_answer(kind, served, calendar) or asked_for
    return last is not None and today > last


def served_before_silence(today: date, calendar: WorkingCalendar) -> date:
    """An inquiry with a period of the law whose time is over on `today` was served before this day; not the other way
    round, so `is_silent` must still be asked."""
    return calendar.day(calendar.index(today) - CONSULTED_ANSWER_WITHIN + 1)


def overlong_warning(
    kind: Inquiry,
    *,
    sent: date | None,
    served: date | None,
    today: date,
    calendar: WorkingCalendar,
    policies: Policies,
) -> str:
    """What officers are told of an agency that keeps silent although the law sets it no period; "" before that. From
    the same day on which the clock warns."""
    since, patience = served or sent, policies.silent_agency_warned_after
    if RULES[kind].silence is not Silence.NO_CONSENT or since is None:
        return ""
    if calendar.working_days_between(since, today) < patience:
        return ""
    return (
        f"已满{patience}个工作日没有答复。法律没有规定答复期限，不能视为同意；"
        f"请催办，或者由本机关作出决定并写明理由。（{RULES[kind].basis.short()}）"
    )


def unserved_warning(
    kind: Inquiry, *, sent: date | None, served: date | None, today: date, calendar: WorkingCalendar
) -> str:
    """What officers are told of a posted inquiry without proof of service: the clock stands still all the while, and
    nobody's time to answer has begun; "" before the days an answer takes are over."""
    if not RULES[kind].pauses or sent is None or served is not None:
        return ""
    if today <= calendar.nth_working_day(sent, CONSULTED_ANSWER_WITHIN):
        return ""
    return (
        f"发出已超过{CONSULTED_ANSWER_WITHIN}个工作日，还没有送达记录，答复期限一直暂停。"
        f"请查询邮件并登记送达或者未送达；不再需要的，请终止。（{_EXCLUDED.short()}）"
    )


def check_silent(
    kind: Inquiry, *, served: date | None, asked_for: date | None, today: date, calendar: WorkingCalendar
) -> None:
    """Nobody may be called silent before the time to answer is over, or without proof of service.

    Raises `RuleRefusal`.
    """
    rule = RULES[kind]
    if served is None:
        text = f"征求意见书还没有送达{rule.label}，不能按逾期未答复办理。"
        raise RuleRefusal("consultation_not_served", text, rule.basis.cite())
    if not is_silent(kind, served=served, asked_for=asked_for, today=today, calendar=calendar):
        last = last_day_to_answer(kind, served, calendar) or asked_for
        text = f"{rule.label}可以在{last}以前（含当日）提出意见，现在不能按逾期未答复办理。"
        raise RuleRefusal("consultation_still_open", text, rule.basis.cite())


def check_called_back(
    kind: Inquiry, *, served: date | None, asked_for: date | None, today: date, calendar: WorkingCalendar
) -> None:
    """Once the time to answer is over, the agency must decide on the silence; ending the inquiry would evade that.

    Raises `RuleRefusal`.
    """
    over = is_silent(kind, served=served, asked_for=asked_for, today=today, calendar=calendar)
    if over and needs_decision(kind, Opinion.SILENT):
        text = "对方答复的期限已过，不能终止征求意见，请按逾期未答复办理，由本机关作出决定并写明理由。"
        raise RuleRefusal("consultation_silent", text, RULES[kind].basis.cite())


def needs_decision(kind: Inquiry, opinion: Opinion) -> bool:
    """Whether the agency must still weigh and write why: after an objection, and after silence that is no consent."""
    if kind is Inquiry.ASSISTANCE or opinion is Opinion.AGREES:
        return False
    return opinion is Opinion.OBJECTS or RULES[kind].silence is not Silence.CONSENT


def decisions_after(kind: Inquiry) -> tuple[Decision, ...]:
    """What may be decided; the public interest overrides only the interest of a third party."""
    if kind is Inquiry.THIRD_PARTY:
        return (Decision.RELEASE, Decision.WITHHOLD, Decision.OVERRIDE)
    return (Decision.RELEASE, Decision.WITHHOLD)


def check_decision(kind: Inquiry, opinion: Opinion, decision: Decision, reason: str) -> None:
    """Whether this decision may follow, and that the reasons are written down. Raises `RuleRefusal`, `InvalidInput`."""
    basis = RULES[kind].basis.cite()
    if decision not in decisions_after(kind):
        raise RuleRefusal("decision_not_possible", f"征求{kind.label}意见后不能作出这一决定。", basis)
    if not reason.strip():
        words = {
            Opinion.SILENT: "对方没有答复，须由本机关自行判断，请写明决定的理由。",
            Opinion.OBJECTS: "对方不同意公开，请写明对其理由的审查和决定的理由。",
            Opinion.AGREES: "请写明决定的理由。",
        }[opinion]
        raise InvalidInput("decision_reason_missing", words, basis=basis, fields={"reason": words})


def must_tell_third_party(kind: Inquiry, opinion: Opinion, decision: Decision) -> bool:
    """Whether the third party is told in writing what will be disclosed and why, with its remedies: always for the
    public interest (Art. 32); also where its objection was found to be without reasonable ground [I]."""
    if kind is not Inquiry.THIRD_PARTY:
        return False
    against = decision is Decision.RELEASE and opinion is Opinion.OBJECTS
    return decision is Decision.OVERRIDE or against


def effect_sentence(kind: Inquiry) -> str:
    """What asking does to the clock and what silence will mean, said before anybody confirms."""
    rule = RULES[kind]
    by = f"（{rule.basis.short()}）"
    silence = {
        Silence.AGENCY_DECIDES: f"逾期不答复的，由本机关决定是否公开并写明理由，不能视为同意或者反对。{by}",
        Silence.CONSENT: f"逾期不答复的，视为同意公开。{by}",
        Silence.NO_CONSENT: f"法律没有规定答复期限，不答复不视为同意，由本机关决定并写明理由。{by}",
        Silence.NOTHING: "这是本机关内部的协办，不影响答复期限。",
    }[rule.silence]
    if not rule.pauses:
        return silence
    until = (
        f"到收到意见之日为止，最长到对方收到征求意见书后第{rule.answer_within}个工作日"
        if rule.answer_within
        else "到收到意见或者终止之日为止"
    )
    return f"从发出次日起，{until}，不计入答复期限。（{_EXCLUDED.short()}）{silence}"


def disclosure_ground(decision: Decision) -> str:
    """On what ground the information goes out against the third party, as its letter says it (Art. 32)."""
    if decision is Decision.OVERRIDE:
        return "不公开上述信息可能对公共利益造成重大影响"
    return "不同意公开的理由不成立，公开上述信息不会损害合法权益"


def answer_period() -> str:
    """How long a third party has, where its day of receipt is not on record yet (Art. 32)."""
    rule = RULES[Inquiry.THIRD_PARTY]
    return f"自收到征求意见书之日起{rule.answer_within}个工作日内"


def effect_of_answer() -> tuple[str, ...]:
    """What each answer leads to, as a third party reads it before answering (Art. 15, 32)."""
    basis = RULES[Inquiry.THIRD_PARTY].basis.short()
    return (
        f"您同意公开的，机关可以公开。（{regulation(15).short()}）",
        "您不同意公开且有合理理由的，机关不予公开；机关认为不公开可能对公共利益造成重大影响的，可以决定公开，"
        f"并书面告知您。（{basis}）",
        f"逾期没有提出意见的，由机关依法决定是否公开。（{basis}）",
    )
