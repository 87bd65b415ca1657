"""A good letter of every kind with the facts that bear it out, and the means to spoil one thing of it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from letters import example_clock
from letters.case_facts import (
    CaseFacts,
    CorrectionFact,
    DateChangeFact,
    ExtensionFact,
    FileFact,
    FirstReply,
    SearchFact,
    Stage,
)
from letters.catalogue import LAPSES, PROCEDURE_LETTERS, REPLIES
from letters.compose import AnsweredItem, ComposedLetter
from letters.consultation_letters import CONSULTATION_LETTERS
from letters.consulted import ConsultationFact
from letters.context import parse_context
from letters.example_excess import COUNTS, WHY
from letters.example_excess import FACTS as EXCESS
from letters.examples import ITEMS, example
from letters.excess_file import DelayFact, ExcessFact
from letters.excess_letters import EXCESS_LETTERS
from letters.fee_facts import FeeFact
from letters.legality import check_letter
from letters.outcome_facts import OUTCOME_FACTS
from letters.verdicts import Verdict
from requests_app.errors import InvalidInput
from requests_app.rules.remedies import AgencyRemedyFacts

ON = date(2026, 10, 26)
RECEIVED, DUE = date.fromisoformat(example_clock.RECEIVED), date.fromisoformat(example_clock.due())
SHA = "a" * 64
REPLY_KINDS = [*(kind.key for kind in (*REPLIES, *LAPSES)), "reply_mixed"]
PROCEDURE_KINDS = [kind.key for kind in (*PROCEDURE_LETTERS, *CONSULTATION_LETTERS, *EXCESS_LETTERS)]
NO_DUTY = "已核对现行法律、法规、规章，没有规定此类信息应当公开。"
INTERNAL: dict[str, dict[str, Any]] = {
    "secret": {
        "classified_level": "秘密",
        "classified_on": "2020-05-06",
        "classified_by": "清溪市测绘主管部门",
        "classified_term": "10年",
    },
    "partial": {"disclosure_duty_checked": NO_DUTY},
    "process": {"disclosure_duty_checked": NO_DUTY},
    "enforcement": {"disclosure_duty_checked": NO_DUTY},
    "needs_processing": {
        "separation_considered": "不是只需遮去部分内容就能提供：所要的统计数据不在任何一份协议中。"
    },
    "party_information": {"joint_issue_checked": "已核对印发件，由党的组织单独制作，没有行政机关署名。"},
    "not_corrected": {
        "good_reason_considered": "10月30日、11月2日两次电话联系，申请人表示不再补正，没有说明理由"
    },
}
TOLD, CORRECTED, CORRECT_BY = date(2026, 9, 30), date(2026, 10, 12), date(2026, 10, 29)
NOTICE = CorrectionFact(
    "清自然资公开补〔2026〕6号", TOLD, date(2026, 10, 9), CORRECT_BY, None, last_day=CORRECT_BY
)
CORRECTIONS: dict[str, CorrectionFact] = {
    "correction_notice": CorrectionFact("", None, None, CORRECT_BY, None, this=True),
    "reply_unclear": replace(NOTICE, received_on=CORRECTED),
    "not_handled_uncorrected": NOTICE,
}
FEE = FeeFact("", "per_piece", 28, 5, 800, this=True)
TOLD_FEE = FeeFact(
    "清自然资公开费〔2026〕1号",
    "per_piece",
    28,
    5,
    800,
    told_on=date(2026, 10, 20),
    served_on=date(2026, 10, 20),
    last_day=date(2026, 11, 19),
)
FEES: dict[str, FeeFact] = {"fee_notice": FEE, "not_handled_unpaid": TOLD_FEE}
SIGNED = {
    "fee_notice": date(2026, 10, 20),
    "not_handled_unpaid": date(2026, 11, 23),
    "reply_partial": date(2026, 11, 2),
    "reply_mixed": date(2026, 11, 2),
    "extension_notice": date(2026, 10, 29),
    "correction_notice": TOLD,
    "reasons_request": date(2026, 10, 9),
    "delay_notice": date(2026, 10, 20),
    "not_handled_uncorrected": date(2026, 11, 2),
    "reply_third_party": date(2026, 11, 3),
}
EXCEEDED = ExcessFact(
    counts=COUNTS,
    why=WHY,
    told_on=date(2026, 10, 9),
    served_on=date(2026, 10, 9),
    last_day=date(2026, 10, 16),
    reply_by=date(2026, 10, 16),
    given=True,
    not_handled=True,
    judged=ITEMS["excessive"]["reason"],
    told=ITEMS["excessive"]["facts"],
    delay=DelayFact(date(2026, 12, 15), True, date(2026, 10, 20), EXCESS["delay_notice"]["why"]),
)
SEPARATION = "申请的内容不能与不予公开的部分分开，没有可以单独提供的部分。"
WITHHELD = frozenset({"secret", "forbidden", "security", "third_party", "internal", "process", "enforcement"})


APPLICANT = "王喆"
OBJECTED = ConsultationFact(
    kind="third_party",
    name="某某勘察设计有限公司",
    ordinals=(1,),
    over=True,
    called_back=False,
    served_on=date(2026, 10, 14),
    answered_on=date(2026, 10, 20),
    opinion="objects",
    decision="withhold",
    decision_reason="报价属于商业秘密，理由成立",
    marks=("某某勘察设计有限公司", "0999-5550777"),
)
_CONSULTED = frozenset({"reply_third_party", "consultation_notice"})


@dataclass
class Bench:
    """One letter on the bench: change `data`, `items` or `facts`, then `judge`."""

    kind: str
    data: dict[str, Any]
    items: list[dict[str, Any]]
    facts: CaseFacts
    on: date = ON
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def item(self) -> dict[str, Any]:
        return self.items[0]

    def know(self, **changes: Any) -> None:
        """Change what the file shows."""
        self.facts = replace(self.facts, **changes)

    def letter(self) -> ComposedLetter:
        """As `letters.compose` would hand it over."""
        data = {**self.data, "items": [_said(item) for item in self.items], **self.extra}
        items = tuple(
            AnsweredItem(
                ordinal,
                item["text"],
                item.get("outcome") or "",
                tuple(item.get("citations", ())),
                item.get("reason", ""),
                item.get("facts", {}),
            )
            for ordinal, item in enumerate(self.items, start=1)
        )
        try:
            context = parse_context(self.kind, data)
        except InvalidInput as refusal:
            return ComposedLetter(self.kind, data, items, None, refusal)
        return ComposedLetter(self.kind, data, items, context)

    def judge(self) -> dict[str, Verdict]:
        """Verdict by key of the check."""
        return {verdict.key: verdict for verdict in check_letter(self.letter(), self.facts, self.on)}

    def objections(self) -> dict[str, str]:
        """What is not passed: key of the check and its verdict; a reason that was given answers."""
        return {key: verdict.verdict.value for key, verdict in self.judge().items() if verdict.blocks}


def bench(kind: str) -> Bench:
    """A letter of this kind that passes every check."""
    data = deepcopy(example(kind))
    items = data.pop("items")
    for item in items:
        outcome = item.get("outcome")
        if outcome in WITHHELD:
            item["facts"]["separation_considered"] = SEPARATION
        item.get("facts", {}).update(INTERNAL.get(outcome, {}))
    data |= {"number": None, "issued_on": None}
    data["attachments"] = [{**entry, "sha256": SHA} for entry in data["attachments"]]
    return Bench(kind, data, items, _facts(kind, data, items), SIGNED.get(kind, ON))


def _said(item: dict[str, Any]) -> dict[str, Any]:
    keys = {fact.key for fact in OUTCOME_FACTS.get(item.get("outcome") or "", ())}
    return {**item, "facts": {key: value for key, value in item.get("facts", {}).items() if key in keys}}


def copies(data: dict[str, Any]) -> tuple[FileFact, ...]:
    """The released copies that the letter lists."""
    return tuple(
        FileFact(7, entry["name"], entry["pages"], SHA, SHA, "released_copy") for entry in data["attachments"]
    )


def _facts(kind: str, data: dict[str, Any], items: list[dict[str, Any]]) -> CaseFacts:
    agency = data["agency"]
    names = ("kind", "name", "legal_respondent", "reconsideration_body", "court")
    remedy = AgencyRemedyFacts(
        **{name: agency[name] for name in names},
        online_reconsideration_url=agency["online_reconsideration_url"],
    )
    return CaseFacts(
        stage=Stage.SUBMISSION,
        number="2026-QX-00187",
        applicant=data.get("applicant", {"name": APPLICANT})["name"],
        received_on=RECEIVED,
        first_due_on=DUE,
        due_on=date.fromisoformat(data["due_on"]) if data["due_on"] else None,
        due_at_receipt=date.fromisoformat(data["due_on"]) if data["due_on"] else None,
        requests=tuple(item["text"] for item in items),
        agency=remedy,
        attachments=copies(data),
        evidence=(FileFact(9, "有权机关的书面判断", 1, SHA, SHA, "evidence"),),
        searches=tuple(
            SearchFact(
                ordinal,
                date(2026, 10, 19),
                found=False,
                complete=True,
                summary="陈档案检索“听证”",
                told=dict(item["facts"]),
            )
            for ordinal, item in enumerate(items, start=1)
            if item.get("outcome") == "not_existing"
        ),
        first_replies={
            "清自然资公开复〔2026〕85号": FirstReply(
                date(2026, 5, 11), date(2026, 5, 13), True, (ITEMS["repeated"]["text"],), gave=True
            )
        },
        reasons={"citations_explained": "该法律尚未列入法规表，已经核对全称和条文。"},
        step_roles=("secrecy_reviewer", "legal_reviewer", "office_head"),
        extension=ExtensionFact(15, granted=True, decided_on=date(2026, 10, 28)),
        consultations=(OBJECTED,) if kind in _CONSULTED else (),
        asked=replace(OBJECTED, name=data["addressee"]["name"]) if "addressee" in data else None,
        applicant_marks=(APPLICANT, "13900000187", "2026-QX-00187"),
        corrections=(CORRECTIONS[kind],) if kind in CORRECTIONS else (),
        correction_due_on=date(2026, 10, 14),
        date_change=DateChangeFact(DUE, ordered=True),
        fees=(FEES[kind],) if kind in FEES else (),
        excess=EXCEEDED,
    )


Spoil = Callable[[Bench], None]
