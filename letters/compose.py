"""From a case to what its letter says: the one place where database rows become a letter context.

A reply may be composed at any time, finished or not. What is unfinished has no `context`; `refusal` says what is
missing, and the checks still judge what is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from letters import joint
from letters.case_facts import FileFact, attached_files, latest_draft
from letters.catalogue import CATALOGUE, has_letter, reply_kind
from letters.context import LetterContext, parse_context
from letters.facts import Fact, FactType
from letters.outcome_facts import HISTORY_FACTS, OUTCOME_FACTS
from requests_app.errors import InvalidInput
from requests_app.models import (
    Agency,
    ClockEvent,
    Consultation,
    CorrectedText,
    DisclosureRequest,
    LetterState,
    RequestItem,
)
from requests_app.rules.clock import Derivation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.selectors.clock import case_history, derivation_of, events_without_effect
from requests_app.selectors.joining import answered_items, answered_together
from requests_app.selectors.seals import reply_format

SEPARATION = Fact("separation_considered", "是否能够区分处理的说明")

DUTY_CHECKED = Fact("disclosure_duty_checked", "是否有法律、法规、规章规定应当公开的核对情况", required=False)


def _classification(required: bool) -> tuple[Fact, ...]:
    return (
        Fact("classified_level", "定密的密级", required=required),
        Fact("classified_on", "定密日期", FactType.DATE, required=required),
        Fact("classified_by", "定密机关", required=required),
        Fact("classified_term", "保密期限", required=required),
    )


_INTERNAL_FACTS: Mapping[str, tuple[Fact, ...]] = {
    "secret": _classification(required=True),
    # A part kept back may be of any of these kinds (Art. 14, Art. 16).
    "partial": (
        DUTY_CHECKED,
        *_classification(required=False),
        Fact("judged_by", "作出危及安全稳定判断的机关", required=False),
        Fact("judged_on", "判断日期", FactType.DATE, required=False),
        Fact("danger", "危及的方面", required=False),
    ),
    "process": (DUTY_CHECKED,),
    "enforcement": (DUTY_CHECKED,),
    "repeated": (
        Fact("first_service_proof", "前次答复送达证明（卷内文件编号）", FactType.NUMBER, required=False),
    ),
    "reissue": (
        Fact("first_service_proof", "此前提供信息的证明（卷内文件编号）", FactType.NUMBER, required=False),
    ),
    # Art. 38 reserves Art. 37: what need only be separated is no processing.
    "needs_processing": (SEPARATION,),
    "party_information": (
        Fact("joint_issue_checked", "是否与行政机关联合制作、印发的核对情况", required=False),
    ),
    "not_corrected": (Fact("good_reason_considered", "是否有正当理由的了解情况"),),
}


def internal_facts(outcome: str) -> tuple[Fact, ...]:
    """Facts the file must hold for this outcome although the letter does not say them."""
    row = OUTCOMES[outcome]
    refusal = (SEPARATION,) if row.withholds and not row.releases_content else ()
    return (*refusal, *_INTERNAL_FACTS.get(outcome, ()))


@dataclass(frozen=True)
class AnsweredItem:
    """One item with its answer as drafted: `outcome` "" while there is none; `facts` with the internal ones. `request`:
    whose item it is, in a letter that answers several."""

    ordinal: int
    text: str
    outcome: str
    citations: tuple[Mapping[str, Any], ...]
    reason: str
    facts: Mapping[str, Any]
    request: str = ""

    def as_json(self) -> dict[str, Any]:
        """The item as JSON values."""
        said = {key: value for key, value in vars(self).items() if key != "request" or value}
        return {**said, "citations": [dict(one) for one in self.citations], "facts": dict(self.facts)}


@dataclass(frozen=True)
class ComposedLetter:
    """A letter in the making. `kind` is "" and `context` None while it cannot be made; `refusal` says why.

    `clock` is the history of the case as facts (never derived dates; of several requests each by its number), `files`
    the attachments as stored, `composed_on` the day whose law its words follow.
    """

    kind: str
    data: Mapping[str, Any]
    items: tuple[AnsweredItem, ...]
    context: LetterContext | None
    refusal: InvalidInput | None = None
    clock: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[FileFact, ...] = ()
    composed_on: date | None = None

    @property
    def is_reply(self) -> bool:
        """Whether it answers the request; a letter without a kind is a reply still being written."""
        return not self.kind or CATALOGUE[self.kind].is_reply

    def require_context(self) -> LetterContext:
        """The context. Raises the `InvalidInput` that names what is missing."""
        if self.context is None:
            raise self.refusal or InvalidInput("unfinished_letter", "文书还没有写完。")
        return self.context


def compose_reply(case: DisclosureRequest, today: date) -> ComposedLetter:
    """The reply as it stands in the draft on the day `today`, to this request and to those joined to it."""
    draft = latest_draft(case)
    fields: Mapping[str, Any] = draft.fields if draft else {}
    requests = answered_together(case)
    several = len(requests) > 1
    items = tuple(_answered(ordinal, item, several=several) for ordinal, item in answered_items(case))
    files = attached_files(case, fields.get("attachments", ()))
    bases = {str(one.number): _base(one, today) for one in requests}
    data = joint.united(bases) if several else bases[str(case.number)]
    data["items"] = [_item_json(item) for item in items]
    data["delivery"] = fields.get("delivery") or None
    data["attachments"] = [
        {"name": file.title, "pages": file.pages or 0, "sha256": file.sha256} for file in files
    ]
    data["facts"] = {"registration_number": case.number}
    clock: Mapping[str, Any] = case_history(case)
    if several:
        data["facts"]["joined"] = joint.rows(bases)
        clock = {str(one.number): case_history(one) for one in requests}
    kind, refusal = _reply_kind(items)
    if kind and (wanted := reply_format(case.agency)) in CATALOGUE[kind].formats:
        data["format"] = wanted
    letter = _composed(kind, data, items, refusal, clock, files)
    return replace(letter, composed_on=today)


def compose_procedure(
    case: DisclosureRequest,
    kind: str,
    facts: Mapping[str, Any],
    today: date,
    *,
    due: tuple[date, bool] | None = None,
    asked: Consultation | None = None,
) -> ComposedLetter:
    """A procedure letter (receipt, extension, withdrawal …) with its own `facts`.

    `due`: the date it tells and whether that is provisional, where it is another date than the case's own.
    `asked`: the consultation it is about.
    """
    if asked is not None and CATALOGUE[kind].to_others:
        return _compose_for_others(case, kind, facts, today, asked)
    # It answers nothing: what the handler has drafted meanwhile must not be judged with it.
    items = tuple(AnsweredItem(item.ordinal, item.text, "", (), "", {}) for item in case.items.all())
    data = _base(case, today)
    data["items"] = [{"text": item.text} for item in items]
    data["history"] = [] if asked is None else [_told_of(asked)]
    data["facts"] = dict(facts)
    if due is not None:
        data["due_on"], data["provisional"] = due[0].isoformat(), due[1]
    # Before there is an agency there is no clock that the letter could rest on.
    clock = {} if case.is_unrouted else case_history(case)
    return replace(_composed(kind, data, items, None, clock, ()), composed_on=today)


def _compose_for_others(
    case: DisclosureRequest, kind: str, facts: Mapping[str, Any], today: date, asked: Consultation
) -> ComposedLetter:
    """A letter to somebody who is asked. It is made of the consultation alone: neither the applicant nor the words
    of the application are in it, nor in the data that travels inside its PDF."""
    data = _base(case, today)
    for key in ("applicant", "received_on", "channel"):
        del data[key]
    kind_of_name = "natural_person" if asked.is_person else "organisation"
    data |= {
        "addressee": {"kind": kind_of_name, "name": asked.name},
        "items": [{"text": asked.information}],
        "history": [],
        "due_on": None,
        "provisional": False,
        "facts": dict(facts),
    }
    items = (AnsweredItem(1, asked.information, "", (), "", {}),)
    return replace(_composed(kind, data, items, None, case_history(case), ()), composed_on=today)


def _told_of(asked: Consultation) -> dict[str, Any]:
    """The consultation as the applicant is told of it: the kind and the day, nobody's name."""
    sent = asked.sent_on.isoformat() if asked.sent_on else None
    return {"type": "consultation", "kind": asked.kind, "sent": sent}


def _composed(
    kind: str,
    data: Mapping[str, Any],
    items: tuple[AnsweredItem, ...],
    refusal: InvalidInput | None,
    clock: Mapping[str, Any],
    files: tuple[FileFact, ...],
) -> ComposedLetter:
    context = None
    if refusal is None:
        try:
            context = parse_context(kind, data)
        except InvalidInput as error:
            refusal = error
    return ComposedLetter(kind, data, items, context, refusal, clock, files)


def _reply_kind(items: Sequence[AnsweredItem]) -> tuple[str, InvalidInput | None]:
    open_items = [str(item.ordinal) for item in items if not item.outcome]
    if open_items or not items:
        text = f"第 {'、'.join(open_items)} 项还没有答复情形。"
        return "", InvalidInput("items_without_outcome", text, fields={"outcome": text})
    without = [item for item in items if not has_letter(item.outcome)]
    if without:
        names = "、".join(f"第 {item.ordinal} 项“{OUTCOMES[item.outcome].name}”" for item in without)
        text = f"{names}还没有相应的答复书。"
        return "", InvalidInput("outcome_without_letter", text, fields={"outcome": text})
    try:
        return reply_kind([item.outcome for item in items]).key, None
    except InvalidInput as refusal:
        return "", refusal


def _answered(ordinal: int, item: RequestItem, *, several: bool) -> AnsweredItem:
    number = str(item.request.number) if several else ""
    return AnsweredItem(
        ordinal, item.text, item.outcome, tuple(item.citations), item.reason, dict(item.facts), number
    )


def _item_json(item: AnsweredItem) -> dict[str, Any]:
    """The item as the letter says it. What only the file needs stays out of the paper."""
    said = {fact.key for fact in OUTCOME_FACTS.get(item.outcome, ())}
    return {
        "text": item.text,
        "outcome": item.outcome,
        "citations": [dict(one) for one in item.citations],
        "reason": item.reason,
        "facts": {key: value for key, value in item.facts.items() if key in said},
        **({"request": item.request} if item.request else {}),
    }


def _base(case: DisclosureRequest, today: date) -> dict[str, Any]:
    agency = case.speaker
    # A platform confirms the day of submission; the day of receipt is that of the agency that it finds.
    received_on = case.arrived_on if case.is_unrouted else case.received_on
    if agency is None or received_on is None:
        raise InvalidInput("not_registered", "申请还没有登记，不能制作文书。")
    derivation = derivation_of(case, today)
    due = derivation.standard.due if derivation else None
    return {
        "agency": agency_facts(agency),
        "number": None,
        "issued_on": None,
        "applicant": _applicant(case),
        "received_on": received_on.isoformat(),
        "channel": case.channel,
        "history": _history(case, derivation),
        "due_on": due.isoformat() if due else None,
        "provisional": bool(derivation and derivation.provisional),
        "delivery": None,
        "attachments": [],
    }


def agency_facts(agency: Agency) -> dict[str, str]:
    """The agency as its letters show it; where an office answers for another, the remedies follow that one."""
    names = ("name", "letterhead", "address", "phone", "legal_respondent", "reconsideration_body", "court")
    facts = {name: getattr(agency, name) for name in names}
    facts["kind"] = agency.respondent_kind or agency.kind
    facts["online_reconsideration_url"] = agency.online_reconsideration_url
    return facts


def _applicant(case: DisclosureRequest) -> dict[str, str]:
    rows = list(case.applicants.all())
    if not rows:
        raise InvalidInput("no_applicant", "申请没有申请人，不能制作文书。")
    kind = rows[0].organisation_kind or rows[0].kind
    return {"kind": kind, "name": "、".join(row.name for row in rows)}


def _history(case: DisclosureRequest, derivation: Derivation | None) -> list[dict[str, Any]]:
    """The steps that the letter recounts; what is not told (the reply itself, internal steps) is left out. An act that
    moved nothing on the clock says so."""
    told, idle = [], {} if derivation is None else events_without_effect(case, derivation)
    for event in case.clock_events.filter(revoked_at__isnull=True).order_by("on", "pk"):
        declared = HISTORY_FACTS.get(event.type)
        if declared is None:
            continue
        entry = {fact.key: event.data[fact.key] for fact in declared if event.data.get(fact.key) is not None}
        if event.type == "extension":
            entry |= _extension_letter(case, str(event.data["notified"]))
        elif event.type == "correction_notice":
            entry |= _correction_letter(case, event.data.get("letter"))
        elif event.type == "fee_notice":
            entry |= _fee_letter(case, event.data.get("letter"))
        elif event.type == "correction_received":
            entry |= _texts_changed(case, event.on)
        elif event.type == "ordered" and not _answered_before(case, event):
            entry["unanswered"] = "yes"
        if event.pk in idle:
            # Told as what it was: a date that never came to be is not repeated.
            entry = {key: value for key, value in entry.items() if key != "new_due"}
            entry["without_effect"] = idle[event.pk]
        told.append((event.on, {"type": event.type, **entry}))
    return [entry for _, entry in sorted([*told, *_withdrawn(case)], key=lambda pair: pair[0])]


def _answered_before(case: DisclosureRequest, order: ClockEvent) -> bool:
    """Whether the order asks to answer anew what had been answered."""
    replies = case.clock_events.filter(type="replied", revoked_at__isnull=True)
    return replies.filter(on__lte=order.on).exists()


def _withdrawn(case: DisclosureRequest) -> list[tuple[date, dict[str, Any]]]:
    """The replies that this one replaces, each with the day on which it was taken back."""
    replaced = case.letters.filter(submission__isnull=False, withdrawn_on__isnull=False)
    return [
        (day, {"type": "letter_withdrawn", "on": day.isoformat(), "number": letter.number})
        for letter in replaced.order_by("pk")
        if (day := letter.withdrawn_on) is not None
    ]


def _extension_letter(case: DisclosureRequest, notified: str) -> dict[str, Any]:
    """Number and new date as the applicant was told them, and whether a deputy of the head agreed."""
    by_deputy = case.extensions.filter(notified_on=notified, granted_for__isnull=False).exists()
    entry = {"granted_by": "deputy"} if by_deputy else {}
    told = case.letters.filter(extension__notified_on=notified).exclude(state=LetterState.WITHDRAWN)
    letter = told.first()
    if letter is None:
        return entry
    return {**entry, "number": letter.number, "new_due": letter.context["facts"]["new_due"]}


def _correction_letter(case: DisclosureRequest, letter_id: int | None) -> dict[str, Any]:
    """Number of the notice; one told before the import has none of ours."""
    letter = case.letters.filter(pk=letter_id).first() if letter_id else None
    return {} if letter is None else {"number": letter.number}


def _fee_letter(case: DisclosureRequest, letter_id: int | None) -> dict[str, Any]:
    """Number and amount of the notice; one told before the import has none of ours."""
    letter = case.letters.filter(pk=letter_id).first() if letter_id else None
    told = letter.context["facts"] if letter is not None else {}
    return {} if letter is None else {"number": letter.number, "amount": told["amount"]}


def _texts_changed(case: DisclosureRequest, received_on: date) -> dict[str, Any]:
    """How many items the correction changed: the letter then quotes the corrected text and says so."""
    changed = CorrectedText.objects.filter(correction__request=case, correction__received_on=received_on)
    return {"changed": changed.count()} if changed.exists() else {}
