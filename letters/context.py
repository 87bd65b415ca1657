"""What a letter is made from: frozen values, never a database object. JSON in, JSON out, nothing lost."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from letters.catalogue import letter_kind
from letters.facts import (
    Citation,
    Facts,
    citation_json,
    need_citation,
    need_date,
    need_list,
    need_number,
    need_object,
    need_text,
    parse_facts,
    refuse,
)
from letters.kinds import Format, LetterKind
from letters.outcome_facts import HISTORY_FACTS, OUTCOME_FACTS, REASON_IN_FACTS
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.remedies import AgencyKind

AGENCY_KINDS = tuple(AgencyKind)
APPLICANT_KINDS = (
    "natural_person", "commercial_enterprise", "research_institution", "social_welfare_org",
    "legal_service_org", "other", "organisation",
)  # fmt: skip
CHANNELS: Mapping[str, str] = {
    "counter": "当面提交",
    "post": "邮寄",
    "letter": "平常信函",
    "web": "互联网渠道",
    "fax": "传真",
    "email": "电子邮件",
    "oral": "口头",
}
DELIVERY_WAYS = ("hand", "entrusted", "post", "online", "pickup")
CONSULTATION_KINDS = ("third_party", "co_maker", "other_agency")
SHA256_LENGTH = 64
_KEYS = frozenset(
    (
        "agency", "number", "issued_on", "applicant", "received_on", "channel", "items", "history",
        "due_on", "provisional", "delivery", "attachments", "facts", "verification", "addressee", "format",
    )
)  # fmt: skip


@dataclass(frozen=True)
class AgencyFacts:
    """The agency as its letters show it; empty text where nothing is set."""

    name: str
    letterhead: str
    kind: str
    address: str
    phone: str
    legal_respondent: str
    reconsideration_body: str
    court: str
    online_reconsideration_url: str


@dataclass(frozen=True)
class ApplicantFacts:
    """To whom the letter speaks: `kind` as in the columns of the annual report, or `organisation`."""

    kind: str
    name: str

    @property
    def is_person(self) -> bool:
        """Whether the letter says 您 (a person) or 贵单位 (an organisation)."""
        return self.kind == "natural_person"


@dataclass(frozen=True)
class Item:
    """One requested item and its answer. `outcome` is None in letters that answer nothing; `request` is whose item it
    is in a letter that answers several requests."""

    text: str
    outcome: str | None
    citations: tuple[Citation, ...]
    reason: str
    facts: Facts
    request: str | None = None


@dataclass(frozen=True)
class HistoryEvent:
    """One step of the case that the letter recounts."""

    type: str
    facts: Facts


@dataclass(frozen=True)
class Attachment:
    """A paper sent along: name, number of pages, hash of the file ("" when it is not a file)."""

    name: str
    pages: int
    sha256: str


@dataclass(frozen=True)
class LetterContext:
    """Everything one letter says. `number` and `issued_on` are None until the letter is issued.

    A letter to a third party or another agency has an `addressee` and no `applicant`, `received_on` or `channel`: the
    context travels inside the PDF, so what must not be told must not be in it.
    """

    kind: str
    agency: AgencyFacts
    number: str | None
    issued_on: date | None
    applicant: ApplicantFacts | None
    received_on: date | None
    channel: str | None
    items: tuple[Item, ...]
    history: tuple[HistoryEvent, ...]
    due_on: date | None
    provisional: bool
    delivery: str | None
    attachments: tuple[Attachment, ...]
    facts: Facts
    verification: str | None = None
    addressee: ApplicantFacts | None = None
    format: Format = Format.LETTER

    @property
    def recipient(self) -> ApplicantFacts:
        """To whom it is written."""
        found = self.addressee or self.applicant
        if found is None:
            raise ValueError("a letter needs somebody it is written to")
        return found

    @property
    def law_day(self) -> date:
        """The day whose regime its words follow: of the application; of a letter to others its own, and while it has
        no date yet, the newest regime there is."""
        return self.received_on or self.issued_on or date.max

    def to_json(self) -> dict[str, Any]:
        """The context as JSON values; `parse_context(kind, context.to_json())` gives it back."""
        return {
            "agency": dict(vars(self.agency)),
            "number": self.number,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            **self._persons(),
            "received_on": self.received_on.isoformat() if self.received_on else None,
            "channel": self.channel,
            "items": [_item_json(item) for item in self.items],
            "history": [{"type": event.type, **event.facts.to_json()} for event in self.history],
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "provisional": self.provisional,
            "delivery": self.delivery,
            "attachments": [dict(vars(attachment)) for attachment in self.attachments],
            "facts": self.facts.to_json(),
            "verification": self.verification,
            **({"format": self.format.value} if self.format is not Format.LETTER else {}),
        }

    def _persons(self) -> dict[str, Any]:
        named = {"applicant": self.applicant, "addressee": self.addressee}
        return {key: dict(vars(person)) for key, person in named.items() if person is not None}

    def canonical_json(self) -> str:
        """The one text of this context: keys sorted, no white space, Chinese unescaped. Made for hashing."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "text": item.text,
        "outcome": item.outcome,
        "citations": [citation_json(citation) for citation in item.citations],
        "reason": item.reason,
        "facts": item.facts.to_json(),
        **({"request": item.request} if item.request else {}),
    }


def parse_context(kind: str, data: object) -> LetterContext:
    """The context of a letter of this kind. Raises InvalidInput whose `fields` names the faulty field.

    A dotted path names it: `items[0].outcome`, `facts.new_due`.
    """
    row = letter_kind(kind)
    given = need_object(data, "context")
    for key in given:
        if key not in _KEYS:
            raise refuse(str(key), "文书内容中没有这一项。")
    context = LetterContext(
        kind=kind,
        agency=_agency(given.get("agency")),
        number=_optional_text(given.get("number"), "number"),
        issued_on=_optional_date(given.get("issued_on"), "issued_on"),
        # Of a letter to others the applicant, the day and the way of the application are forgotten here, whatever was
        # handed in.
        applicant=_person(given.get("applicant"), "applicant") if row.names_applicant else None,
        received_on=need_date(given.get("received_on"), "received_on") if row.names_applicant else None,
        channel=_choice(given.get("channel"), tuple(CHANNELS), "channel") if row.names_applicant else None,
        items=_items(row, given) if row.of_a_case else (),
        history=_history(given.get("history", [])),
        due_on=_optional_date(given.get("due_on"), "due_on"),
        provisional=_flag(given.get("provisional", False), "provisional"),
        delivery=_delivery(given.get("delivery")),
        attachments=_attachments(given.get("attachments", [])),
        facts=parse_facts(row.facts, given.get("facts") or {}, "facts"),
        verification=_optional_text(given.get("verification"), "verification"),
        addressee=_person(given.get("addressee"), "addressee") if row.to_others else None,
        format=Format(_choice(given.get("format", Format.LETTER), row.formats, "format")),
    )
    _check_together(row, context)
    return context


def _check_together(row: LetterKind, context: LetterContext) -> None:
    """What no single field can show."""
    if context.issued_on and context.received_on and context.issued_on < context.received_on:
        raise refuse("issued_on", "成文日期早于收到申请的日期。")
    if row.key == "consultation_notice" and not any(one.type == "consultation" for one in context.history):
        raise refuse("history", "征求意见告知书须写明征求意见的日期和依据。")
    if row.key == "receipt" and context.number and context.due_on is None:
        raise refuse("due_on", "登记回执须写明答复期限届满日。")
    for key, label in (("reconsideration_body", "行政复议机关"), ("court", "有管辖权的人民法院")):
        if row.remedy and not getattr(context.agency, key):
            raise refuse(f"agency.{key}", f"答复须告知救济途径，缺少“{label}”。")
    for position, item in enumerate(context.items):
        gives = item.outcome is not None and OUTCOMES[item.outcome].releases_content
        told = gives and all(item.facts[key] for key in ("way", "route", "time"))
        if gives and not context.attachments and not told:
            path = f"items[{position}].facts.way"
            raise refuse(path, "未附所提供的信息时，须写明获取的方式、途径和时间。")
    _check_joined(context)
    if row.key == "reply_mixed" and len({item.outcome for item in context.items}) < 2:
        raise refuse("items", "各项答复情形相同时，不使用多项不同答复的答复书。")


def _check_joined(context: LetterContext) -> None:
    """A letter for several requests answers an item of each, and every item and step belongs to one of them."""
    joined = [row["number"] for row in context.facts.get("joined") or ()]
    if len(joined) == 1 or len(set(joined)) != len(joined):
        raise refuse("facts.joined", "合并答复的申请至少两件，每件列一次。")
    named = {item.request for item in context.items}
    if context.items and named != set(joined or [None]):
        raise refuse("items", "合并答复的，每一项须写明属于哪一件申请，每一件都须答复。")
    for position, event in enumerate(context.history):
        if event.facts.get("request") not in (joined or [None]):
            raise refuse(f"history[{position}].request", "须写明属于哪一件申请。")


def _agency(value: object) -> AgencyFacts:
    data = need_object(value, "agency")
    optional = ("address", "phone", "legal_respondent", "reconsideration_body", "court")
    for key in (*optional, "online_reconsideration_url"):
        if not isinstance(data.get(key) or "", str):
            raise refuse(f"agency.{key}", "须填写文字。")
    return AgencyFacts(
        name=need_text(data.get("name"), "agency.name"),
        letterhead=need_text(data.get("letterhead"), "agency.letterhead"),
        kind=_choice(data.get("kind"), AGENCY_KINDS, "agency.kind"),
        address=(data.get("address") or "").strip(),
        phone=(data.get("phone") or "").strip(),
        legal_respondent=(data.get("legal_respondent") or "").strip(),
        reconsideration_body=(data.get("reconsideration_body") or "").strip(),
        court=(data.get("court") or "").strip(),
        online_reconsideration_url=(data.get("online_reconsideration_url") or "").strip(),
    )


def _person(value: object, path: str) -> ApplicantFacts:
    data = need_object(value, path)
    kind = _choice(data.get("kind"), APPLICANT_KINDS, f"{path}.kind")
    return ApplicantFacts(kind, need_text(data.get("name"), f"{path}.name"))


def _items(row: LetterKind, given: Mapping[str, Any]) -> tuple[Item, ...]:
    values = need_list(given.get("items"), "items")
    if not values:
        raise refuse("items", "至少须有一项申请内容。")
    return tuple(_item(row, value, f"items[{k}]") for k, value in enumerate(values))


def _item(row: LetterKind, value: object, path: str) -> Item:
    data = need_object(value, path)
    text = need_text(data.get("text"), f"{path}.text")
    if not row.is_reply:
        return Item(text, None, (), "", parse_facts((), data.get("facts") or {}, f"{path}.facts"))
    outcome = _choice(data.get("outcome"), row.outcomes, f"{path}.outcome")
    citations = need_list(data.get("citations"), f"{path}.citations")
    if not citations and not OUTCOMES[outcome].rests_on_practice:
        raise refuse(f"{path}.citations", "答复须写明所依据的条文。")
    reason = data.get("reason") or ""
    needed = OUTCOMES[outcome].needs_reason and outcome not in REASON_IN_FACTS
    if not isinstance(reason, str) or (needed and not reason.strip()):
        raise refuse(f"{path}.reason", "须写明理由。")
    return Item(
        text=text,
        outcome=outcome,
        citations=tuple(need_citation(each, f"{path}.citations[{k}]") for k, each in enumerate(citations)),
        reason=reason.strip(),
        facts=parse_facts(OUTCOME_FACTS[outcome], data.get("facts") or {}, f"{path}.facts"),
        request=_optional_text(data.get("request"), f"{path}.request"),
    )


def _history(value: object) -> tuple[HistoryEvent, ...]:
    events = []
    for k, entry in enumerate(need_list(value, "history")):
        path = f"history[{k}]"
        data = dict(need_object(entry, path))
        kind = _choice(data.pop("type", None), tuple(HISTORY_FACTS), f"{path}.type")
        facts = parse_facts(HISTORY_FACTS[kind], data, path)
        if kind == "consultation":
            _choice(facts["kind"], CONSULTATION_KINDS, f"{path}.kind")
        events.append(HistoryEvent(kind, facts))
    return tuple(events)


def _attachments(value: object) -> tuple[Attachment, ...]:
    attachments = []
    for k, entry in enumerate(need_list(value, "attachments")):
        path = f"attachments[{k}]"
        data = need_object(entry, path)
        digest = data.get("sha256") or ""
        if not isinstance(digest, str) or len(digest) not in {0, SHA256_LENGTH}:
            raise refuse(f"{path}.sha256", "须是64位的十六进制摘要。")
        name = need_text(data.get("name"), f"{path}.name")
        attachments.append(Attachment(name, need_number(data.get("pages"), f"{path}.pages"), digest))
    return tuple(attachments)


def _delivery(value: object) -> str | None:
    return None if value is None else _choice(value, DELIVERY_WAYS, "delivery")


def _choice(value: object, choices: tuple[str, ...], path: str) -> str:
    if not isinstance(value, str) or value not in choices:
        raise refuse(path, f"“{value}”不可用，应为下列之一：{'、'.join(choices)}。")
    return value


def _flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise refuse(path, "须是 true 或者 false。")
    return value


def _optional_text(value: object, path: str) -> str | None:
    return None if value is None else need_text(value, path)


def _optional_date(value: object, path: str) -> date | None:
    return None if value is None else need_date(value, path)
