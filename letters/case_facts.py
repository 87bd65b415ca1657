"""What the legality checks need to know of a case, as plain values read once from the database.

The checks compare the letter with these facts and never with the letter itself: a letter cannot vouch for its
own truth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from letters.clock_facts import clock_facts
from letters.consulted import ConsultationFact, consultation_fact, consultations_of
from letters.excess_file import ExcessFact, excess_fact
from letters.fee_facts import FeeFact, fees_of
from letters.search_facts import search_facts
from requests_app.models import (
    Consultation,
    Correction,
    CorrectionState,
    DateChangeState,
    Delivery,
    DeliveryState,
    DisclosureRequest,
    Document,
    DocumentKind,
    Draft,
    Extension,
    ExtensionState,
    Fee,
    Letter,
    LetterState,
    Submission,
    Verdict,
)
from requests_app.models.date_change import LIVE
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.policies import DEFAULT, Policies
from requests_app.rules.remedies import AgencyRemedyFacts
from requests_app.rules.roles import Role
from requests_app.selectors.contact_notes import lacks_help
from requests_app.selectors.corrections import last_day_of, served_on
from requests_app.selectors.identities import applicant_marks
from requests_app.selectors.joining import answered_together, items_before, lead_of
from requests_app.selectors.repeats import REPLY


class Stage(StrEnum):
    """When the checks run: while drafting, at submission, at issue."""

    DRAFTING = "drafting"
    SUBMISSION = "submission"
    ISSUE = "issue"


@dataclass(frozen=True)
class SearchFact:
    """One recorded search for one item. `complete`: searcher, units, systems, keywords, period, result, duty.

    `told` is what a letter says of this search (`letters.search_facts`).
    """

    ordinal: int
    searched_on: date
    found: bool
    complete: bool
    summary: str
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FirstReply:
    """An earlier reply of this agency under the number the letter names.

    `served_on` None: no proof of service is recorded. `same_applicant` None: an identity number is missing on
    one side, so that nobody can tell. `requests` are the texts of the items it answered; `gave`: something was given.
    """

    issued_on: date
    served_on: date | None
    same_applicant: bool | None
    requests: tuple[str, ...] = ()
    gave: bool = False


@dataclass(frozen=True)
class FileFact:
    """One stored file. `sha256` as recorded, `present` as the bytes are now ("" when they are gone)."""

    id: int
    title: str
    pages: int | None
    sha256: str
    present: str
    kind: str

    @property
    def intact(self) -> bool:
        """Whether the stored bytes are those that were stored."""
        return self.present == self.sha256


@dataclass(frozen=True)
class ExtensionFact:
    """The extension a notice is about: days, whether the head granted it (`by_deputy`: or a deputy), and when."""

    working_days: int
    granted: bool
    decided_on: date | None
    by_deputy: bool = False


@dataclass(frozen=True)
class CorrectionFact:
    """One correction of the case. `this`: the one a notice is about; `served_on`: proven service of its notice;
    `last_day`: the end of the period as reckoned from service.
    """

    number: str
    told_on: date | None
    served_on: date | None
    reply_by: date | None
    received_on: date | None
    this: bool = False
    last_day: date | None = None


@dataclass(frozen=True)
class DateChangeFact:
    """A moved due date a notice is about: the date that the applicant knows, and whether telling is decided."""

    old_due: date
    ordered: bool


@dataclass(frozen=True)
class CaseFacts:
    """The case as the file shows it. `requests` are the texts of its items in order.

    `attachments` are the released copies the draft lists, `evidence` the other papers put into the file.
    `step_roles` are the roles of the track, None while no track is chosen; `agreed_roles` those whose step has
    been approved. `reasons` answer checks that want one (check key → reason). `asked` is the consultation that a
    letter is about; `applicant_marks` are the words by which the applicants could be known.
    `same_information_from` is the policy of that name; `excess` what is known of an excessive application.
    `help_open`: the applicant needs help (`help_needed`) and none is recorded. `due_at_receipt` is the date that a
    receipt tells; `without_effect` the acts that moved nothing on the clock: type, day, code of the reason.
    """

    stage: Stage
    number: str
    applicant: str
    received_on: date | None
    first_due_on: date | None
    due_on: date | None
    requests: tuple[str, ...]
    agency: AgencyRemedyFacts
    attachments: tuple[FileFact, ...] = ()
    evidence: tuple[FileFact, ...] = ()
    searches: tuple[SearchFact, ...] = ()
    first_replies: Mapping[str, FirstReply] = field(default_factory=dict)
    consents_online: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    late_reason: str = ""
    step_roles: tuple[str, ...] | None = None
    agreed_roles: frozenset[str] = frozenset()
    extension: ExtensionFact | None = None
    consultations: tuple[ConsultationFact, ...] = ()
    asked: ConsultationFact | None = None
    applicant_marks: tuple[str, ...] = ()
    corrections: tuple[CorrectionFact, ...] = ()
    correction_due_on: date | None = None
    date_change: DateChangeFact | None = None
    fees: tuple[FeeFact, ...] = ()
    same_information_from: int = DEFAULT.same_information_from
    excess: ExcessFact | None = None
    help_needed: str = ""
    help_open: bool = False
    due_at_receipt: date | None = None
    without_effect: tuple[tuple[str, str, str], ...] = ()


def consultation_on_file(facts: CaseFacts, ordinal: int) -> bool:
    """Whether the file shows that a third party was asked in writing about this item and got the letter (Art. 32).

    Only a recorded consultation does; what a reason says about it does not.
    """
    return any(one.reached and ordinal in one.ordinals for one in facts.consultations if one.is_third_party)


def latest_draft(case: DisclosureRequest) -> Draft | None:
    """The version of the reply that counts."""
    return case.drafts.order_by("version").last()


def _draft_fields(case: DisclosureRequest) -> Mapping[str, Any]:
    draft = latest_draft(case)
    return draft.fields if draft else {}


def gather_facts(
    case: DisclosureRequest,
    today: date,
    stage: Stage,
    *,
    step_roles: Sequence[Role] | None = None,
    submission: Submission | None = None,
    extension: Extension | None = None,
    asked: Consultation | None = None,
    correction: Correction | None = None,
    fee: Fee | None = None,
) -> CaseFacts:
    """The facts of `case` on the day `today`; its items are numbered as in the letter that answers it. Raises
    ValueError for a case without any number."""
    if case.speaker is None or case.shown_number is None:
        raise ValueError("a letter needs a registered case")
    lead = lead_of(case)
    fields = _draft_fields(lead)
    roles = [step["role"] for step in submission.steps] if submission else step_roles
    return CaseFacts(
        stage=stage,
        number=case.shown_number,
        applicant="、".join(case.applicants.values_list("name", flat=True)),
        received_on=case.arrived_on if case.is_unrouted else case.received_on,
        requests=tuple(case.items.values_list("text", flat=True)),
        agency=_agency(case),
        attachments=attached_files(lead, fields.get("attachments", ())),
        evidence=_evidence(case),
        searches=_searches(case),
        first_replies=_first_replies(case),
        consents_online=case.accepts_online_service,
        reasons=dict(fields.get("legality_reasons", {})),
        late_reason=lead.late_reason,
        step_roles=None if roles is None else tuple(str(role) for role in roles),
        agreed_roles=_agreed(submission),
        extension=_extension(extension),
        consultations=consultations_of(case, items_before(case)),
        asked=consultation_fact(asked) if asked else None,
        applicant_marks=applicant_marks(case),
        corrections=_corrections(case, correction),
        date_change=_date_change(case),
        fees=fees_of(case, fee),
        same_information_from=_policies(case).same_information_from,
        excess=excess_fact(case),
        help_needed=case.help_needed,
        help_open=lacks_help(case),
        **clock_facts(case, today),
    )


def _policies(case: DisclosureRequest) -> Policies:
    return Policies.from_json(case.policies) if case.policies else DEFAULT


def attached_files(case: DisclosureRequest, ids: Sequence[int]) -> tuple[FileFact, ...]:
    """The files under these ids, in that order, of the requests that the letter of the case answers; ids of other
    cases give nothing."""
    found = Document.objects.filter(request__in=answered_together(case), pk__in=list(ids))
    own = {document.pk: document for document in found}
    return tuple(_file(own[pk]) for pk in ids if pk in own)


def _file(document: Document) -> FileFact:
    present = ""
    try:
        with document.file.open("rb") as stored:
            present = hashlib.file_digest(stored, "sha256").hexdigest()
    except OSError:
        present = ""  # a vanished file is as bad as a changed one, and is reported like it
    return FileFact(document.pk, document.title, document.pages, document.sha256, present, str(document.kind))


def _agency(case: DisclosureRequest) -> AgencyRemedyFacts:
    agency = case.speaker
    assert agency is not None
    return AgencyRemedyFacts(
        kind=agency.kind,
        name=agency.name,
        legal_respondent=agency.legal_respondent or agency.name,
        reconsideration_body=agency.reconsideration_body,
        court=agency.court,
        online_reconsideration_url=agency.online_reconsideration_url,
        respondent_kind=agency.respondent_kind or None,
        below_county=agency.below_county,
        customs=agency.customs,
        parent_kind=agency.parent.kind if agency.parent else None,
    )


def _evidence(case: DisclosureRequest) -> tuple[FileFact, ...]:
    kinds = (DocumentKind.EVIDENCE, DocumentKind.DELIVERY_PROOF)
    return tuple(_file(document) for document in case.documents.filter(kind__in=kinds))


def _searches(case: DisclosureRequest) -> tuple[SearchFact, ...]:
    facts, before = [], items_before(case)
    for item in case.items.all():
        for record in item.searches.all():
            what = (record.units, record.systems, record.keywords, record.period)
            parts = (record.searcher, *what, record.result, record.duty_to_make)
            summary = f"{record.searched_on.isoformat()} {record.searcher}检索“{record.keywords}”"
            complete = all(part.strip() for part in parts)
            told = search_facts(record)
            facts.append(
                SearchFact(before + item.ordinal, record.searched_on, record.found, complete, summary, told)
            )
    return tuple(facts)


def _first_replies(case: DisclosureRequest) -> dict[str, FirstReply]:
    """Earlier replies of this agency that an item names, by their number."""
    numbers = {str(item.facts.get("first_number", "")).strip() for item in case.items.all()} - {""}
    letters = Letter.objects.filter(number__in=numbers, submission__isnull=False)
    letters = letters.filter(request__agency=case.agency).exclude(request=case)
    # What gave an application up for want of a correction or a payment has answered nothing.
    letters = letters.filter(kind__startswith=REPLY).exclude(state=LetterState.WITHDRAWN)
    return {letter.number: _first_reply(case, letter) for letter in letters.select_related("request")}


def _first_reply(case: DisclosureRequest, letter: Letter) -> FirstReply:
    served = Delivery.objects.filter(letter=letter, state=DeliveryState.SERVED, served_on__isnull=False)
    days = served.order_by("served_on").values_list("served_on", flat=True)
    items = letter.context.get("items", ())
    texts = tuple(item["text"] for item in items)
    gave = any(OUTCOMES[item["outcome"]].releases_content for item in items)
    return FirstReply(letter.issued_on, days.first(), _same_applicant(case, letter.request), texts, gave)


def _same_applicant(case: DisclosureRequest, earlier: DisclosureRequest) -> bool | None:
    now = set(case.applicants.values_list("identity_fingerprint", flat=True))
    then = set(earlier.applicants.values_list("identity_fingerprint", flat=True))
    if "" in now or "" in then:
        return None
    return now <= then


def _agreed(submission: Submission | None) -> frozenset[str]:
    """Roles that agreed to exactly the submitted content."""
    if submission is None:
        return frozenset()
    rows = submission.approvals.filter(verdict=Verdict.APPROVE, content_hash=submission.content_hash)
    return frozenset(rows.values_list("role", flat=True))


def _extension(extension: Extension | None) -> ExtensionFact | None:
    if extension is None:
        return None
    granted = extension.state in (ExtensionState.GRANTED, ExtensionState.NOTIFIED)
    return ExtensionFact(
        extension.working_days, granted, extension.decided_on, extension.granted_for_id is not None
    )


def _date_change(case: DisclosureRequest) -> DateChangeFact | None:
    """The moved date that somebody still has to tell."""
    change = case.date_changes.filter(state__in=LIVE).first()
    return DateChangeFact(change.old_due, change.state == DateChangeState.ORDERED) if change else None


def _corrections(case: DisclosureRequest, present: Correction | None) -> tuple[CorrectionFact, ...]:
    rows = case.corrections.exclude(state=CorrectionState.CALLED_OFF)
    if not rows:
        return _corrections_elsewhere(case)
    return tuple(_correction(row, this=present is not None and row.pk == present.pk) for row in rows)


def _corrections_elsewhere(case: DisclosureRequest) -> tuple[CorrectionFact, ...]:
    """The correction that only the clock knows: of the application this one was split from, or before the import."""
    days: dict[str, date | None] = {
        event.type: event.on
        for event in case.clock_events.filter(
            type__in=("correction_notice", "correction_received"), revoked_at__isnull=True
        )
    }
    told = days.get("correction_notice")
    if told is None:
        return ()
    return (CorrectionFact("", told, told, None, days.get("correction_received")),)


def _correction(row: Correction, *, this: bool) -> CorrectionFact:
    letter = row.letter_set.first()
    number = letter.number if letter else ""
    served, last = served_on(row), last_day_of(row)
    return CorrectionFact(number, row.told_on, served, row.reply_by, row.received_on, this, last)
