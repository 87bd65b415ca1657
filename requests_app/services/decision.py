"""The handler's working copy of the reply: outcome, basis, reason and facts of every item."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from requests_app.actors import OFFICERS, Member
from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest, Document, DocumentKind, Draft, User
from requests_app.rules.legal_basis import parse_citation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.principal_row import principal_outcome
from requests_app.rules.states import RequestState
from requests_app.selectors.joining import answered_items, answered_together
from requests_app.services import joint
from requests_app.services.act import By, act
from requests_app.services.documents import Upload, store
from requests_app.services.journal import note

DRAFTING = frozenset({RequestState.IN_HANDLING})


@dataclass(frozen=True)
class ItemDecision:
    """What is answered to one item; `citations` and `facts` as in contracts.md 3."""

    ordinal: int
    outcome: str
    citations: Sequence[Mapping[str, Any]] = ()
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReplyDraft:
    """The whole reply as entered. `attachments` are ids of the case's released copies, in order;
    `legality_reasons` answers checks that asked for a reason (check key → reason); `joined_principals`: the principal
    outcome of each request that is joined to the case (its number → outcome)."""

    items: Sequence[ItemDecision]
    delivery: str
    attachments: Sequence[int] = ()
    legality_reasons: Mapping[str, str] = field(default_factory=dict)
    principal_outcome: str = ""
    joined_principals: Mapping[str, str] = field(default_factory=dict)


@act("起草答复", by=By(roles=OFFICERS), states=DRAFTING, of_the_letter=True)
def save_draft(*, actor: Member, case: DisclosureRequest, draft: ReplyDraft) -> Draft:
    """Keep a new version of the reply. An unfinished reply may be saved; it is judged when submitted.

    Raises `InvalidInput` for an unknown outcome, a citation that does not exist, an attachment of another case.
    """
    return keep_draft(case, actor, draft)


def keep_draft(case: DisclosureRequest, actor: Member, draft: ReplyDraft) -> Draft:
    """Keep a version of the reply. Call it inside an act, under its own rules for the state. Raises as `save_draft`."""
    items = dict(answered_items(case))
    for decision in draft.items:
        _check_decision(decision, known=set(items))
    _check_attachments(case, draft.attachments)
    fields = _fields(draft)
    latest = case.drafts.order_by("version").last()
    if latest is not None and latest.fields == fields:
        note(case, actor, "draft_kept", f"答复书第 {latest.version} 版没有变化", draft=latest.pk)
        return latest
    for decision in draft.items:
        item = items[decision.ordinal]
        item.outcome, item.reason = decision.outcome, decision.reason
        item.citations, item.facts = [dict(c) for c in decision.citations], dict(decision.facts)
        item.save(update_fields=["outcome", "reason", "citations", "facts"])
    case.principal_outcome = draft.principal_outcome
    version = (latest.version if latest else 0) + 1
    saved = Draft.objects.create(request=case, version=version, fields=fields, saved_by=actor.user)
    note(case, actor, "draft_saved", f"保存答复书第 {version} 版", draft=saved.pk, version=version)
    words = f"随 {case.number} 起草答复，合并的答复书第 {version} 版"
    joint.follow(case, actor, partial(_keep_principal, draft), "draft_saved", words, draft=saved.pk)
    return saved


def _keep_principal(draft: ReplyDraft, case: DisclosureRequest) -> None:
    """The row of the report that the joined request is counted in: the confirmed one, or the proposal."""
    outcomes = [key for key in case.items.values_list("outcome", flat=True) if key]
    confirmed = draft.joined_principals.get(str(case.number), "")
    proposal, _ = principal_outcome(outcomes)
    case.principal_outcome = confirmed if confirmed in (proposal, *outcomes) else proposal


def newest_draft(case: DisclosureRequest) -> Draft | None:
    """The version that counts."""
    return case.drafts.order_by("version").last()


def redraft(
    case: DisclosureRequest,
    written: Sequence[Draft],
    author: User | None = None,
    writers: Collection[int] = (),
) -> None:
    """Keep a version with the items that the letter answers now, after some came or went; nothing where nothing was
    ever `written`. Call it inside an act.

    The first of `written` says how the reply is delivered; the words stay those of whoever wrote them, unless an
    `author` takes them over. `writers`: users who wrote them on another request, and approve them on none.
    """
    if not written:
        return
    own = set(_released_copies(case))
    listed = (pk for draft in written for pk in draft.fields.get("attachments", ()))
    reasons = {
        key: reason
        for draft in reversed(written)
        for key, reason in draft.fields.get("legality_reasons", {}).items()
    }
    answers = ReplyDraft(
        [
            ItemDecision(ordinal, item.outcome, item.citations, item.reason, item.facts)
            for ordinal, item in answered_items(case)
        ],
        written[0].fields.get("delivery", ""),
        [pk for pk in dict.fromkeys(listed) if pk in own],
        reasons,
        case.principal_outcome,
    )
    latest = newest_draft(case)
    kept = Draft.objects.create(
        request=case,
        version=(latest.version if latest else 0) + 1,
        fields=_fields(answers),
        saved_by=author or written[0].saved_by,
    )
    kept.writers.set(writers)


def restore_draft(case: DisclosureRequest, *, without: str) -> None:
    """Put the reply back as it was before every item was answered with the outcome `without`; nothing happens where
    that is not how it stands. Call it inside an act.

    The restored words are those of whoever wrote them, and stay theirs.
    """
    versions = list(case.drafts.order_by("-version"))
    if not versions or not _answers_with(versions[0], without):
        return
    earlier = next((draft for draft in versions if not _answers_with(draft, without)), None)
    blank = ReplyDraft([ItemDecision(item.ordinal, "") for item in case.items.all()], delivery="")
    fields = earlier.fields if earlier else _fields(blank)
    decided = {int(row["ordinal"]): row for row in fields["items"]}
    for item in case.items.all():
        row = decided.get(item.ordinal, {})
        item.outcome, item.reason = row.get("outcome", ""), row.get("reason", "")
        item.citations, item.facts = list(row.get("citations", ())), dict(row.get("facts", {}))
        item.save(update_fields=["outcome", "reason", "citations", "facts"])
    case.principal_outcome = fields.get("principal_outcome", "")
    author = (earlier or versions[0]).saved_by
    Draft.objects.create(request=case, version=versions[0].version + 1, fields=fields, saved_by=author)


def _answers_with(draft: Draft, outcome: str) -> bool:
    return any(row.get("outcome") == outcome for row in draft.fields.get("items", ()))


@act("上传拟提供的信息", by=By(roles=OFFICERS), states=DRAFTING, of_the_letter=True)
def add_released_copy(
    *, actor: Member, case: DisclosureRequest, upload: Upload, title: str, request_id: int | None = None
) -> Document:
    """Add a copy that will be given to the applicant with the reply. `request_id`: which request of a joint letter it
    answers; it lies on the file of that one, and stays with it when that one leaves.

    Raises `InvalidInput` for a file, and where a letter answers several requests and none of them is named.
    """
    together = answered_together(case)
    chosen = next((one for one in together if one.pk == request_id), None)
    if chosen is None and (len(together) > 1 or request_id is not None):
        raise InvalidInput("whose_copy", "请选择上传的信息是哪一件申请的，它随该件申请保存。")
    if chosen is None or chosen.pk == case.pk:
        return _keep_copy(case, actor, upload, title)
    document = _keep_joined_copy(actor=actor, case_id=chosen.pk, upload=upload, title=title)
    words = f"为 {chosen.number} 上传拟提供的信息"
    note(case, actor, "released_copy_added", words, document=document.pk, sha256=document.sha256)
    return document


@act("上传拟提供的信息", by=By(roles=OFFICERS), states=DRAFTING)
def _keep_joined_copy(*, actor: Member, case: DisclosureRequest, upload: Upload, title: str) -> Document:
    return _keep_copy(case, actor, upload, title)


def _keep_copy(case: DisclosureRequest, actor: Member, upload: Upload, title: str) -> Document:
    document = store(case, actor, upload, kind=DocumentKind.RELEASED_COPY, title=title)
    found: dict[str, Any] = {"document": document.pk, "sha256": document.sha256}
    note(case, actor, "released_copy_added", "上传拟提供的信息", **found)
    return document


def _check_decision(decision: ItemDecision, known: set[int]) -> None:
    if decision.ordinal not in known:
        raise InvalidInput("unknown_item", f"申请没有第 {decision.ordinal} 项。")
    if decision.outcome and decision.outcome not in OUTCOMES:
        raise InvalidInput("unknown_outcome", f"第 {decision.ordinal} 项的答复情形不存在，请重新选择。")
    for citation in decision.citations:
        parse_citation(citation)


def _check_attachments(case: DisclosureRequest, attachments: Sequence[int]) -> None:
    if not set(attachments) <= set(_released_copies(case)):
        raise InvalidInput("foreign_attachment", "附件只能是本件申请中上传的拟提供信息。")


def _released_copies(case: DisclosureRequest) -> list[int]:
    """Keys of what may be given with the letter of this case."""
    copies = Document.objects.filter(request__in=answered_together(case), kind=DocumentKind.RELEASED_COPY)
    return list(copies.values_list("pk", flat=True))


def same_as(saved: Draft, draft: ReplyDraft) -> bool:
    """Whether a saved version says exactly this already."""
    return bool(saved.fields == _fields(draft))


def _fields(draft: ReplyDraft) -> dict[str, Any]:
    """The draft as it will be when read back from the database."""
    fields: dict[str, Any] = json.loads(json.dumps(asdict(draft)))
    return fields
