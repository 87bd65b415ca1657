"""What changed between two versions of a reply: its fields first, then the words of the letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from diff_match_patch import diff_match_patch

from letters.compose import internal_facts
from letters.facts import FactType
from letters.outcome_facts import OUTCOME_FACTS
from requests_app.models import DeliveryWay
from requests_app.rules.numbering import format_date
from requests_app.rules.outcomes import OUTCOMES
from workflows.desk.forms.citations import parsed
from workflows.desk.forms.five_questions import FACT

SHORT = 24
"""Up to this many characters a value is shown whole, before and after; longer ones word by word."""

_KINDS = {-1: "del", 0: "same", 1: "ins"}
_WAYS = dict(DeliveryWay.choices)


@dataclass(frozen=True)
class Piece:
    """Some words: `same`, `ins` (new) or `del` (gone)."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field that differs. `pieces` is empty for a short one, which is shown as before and after."""

    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Passage:
    """A stretch of the letter: `unchanged` lines left out, or the `pieces` of a changed one."""

    unchanged: int
    pieces: tuple[Piece, ...] = ()


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The difference of two texts in readable pieces."""
    engine = diff_match_patch()
    found = engine.diff_main(old, new)
    engine.diff_cleanupSemantic(found)
    return tuple(Piece(_KINDS[kind], text) for kind, text in found)


def field_changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[FieldChange]:
    """The fields (label → value) that differ, in the order of the newer version, what fell away last."""
    changes = []
    for label in dict.fromkeys((*new, *old)):
        before, after = old.get(label, ""), new.get(label, "")
        if before == after:
            continue
        both = before and after and max(len(before), len(after)) > SHORT
        changes.append(FieldChange(label, before, after, words(before, after) if both else ()))
    return changes


def passages(old: str, new: str) -> list[Passage]:
    """The difference of two printed letters, line by line and then word by word."""
    before, after = old.splitlines(), new.splitlines()
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Passage(b - a))
        else:
            found.append(Passage(0, words("\n".join(before[a:b]), "\n".join(after[c:d]))))
    return found


def counted(found: Iterable[Passage]) -> tuple[int, int]:
    """How many characters were added and removed."""
    pieces = [piece for passage in found for piece in passage.pieces]
    added = sum(len(piece.text.strip()) for piece in pieces if piece.kind == "ins")
    return added, sum(len(piece.text.strip()) for piece in pieces if piece.kind == "del")


def draft_fields(fields: Mapping[str, Any], titles: Mapping[int, str]) -> dict[str, str]:
    """A saved version as label → value. `titles`: names of the copies by id."""
    found = item_fields(fields.get("items") or ())
    found["送达方式"] = _WAYS.get(fields.get("delivery") or "", "")
    copies = (titles.get(int(pk), "（已不在卷内）") for pk in fields.get("attachments") or ())
    found["附件"] = "；".join(copies)
    principal = fields.get("principal_outcome") or ""
    found["计入年报的情形"] = OUTCOMES[principal].name if principal in OUTCOMES else ""
    for key, reason in (fields.get("legality_reasons") or {}).items():
        found[f"检查说明（{key}）"] = reason
    return found


def content_fields(content: Mapping[str, Any]) -> dict[str, str]:
    """What was submitted (`Submission.content`) as label → value."""
    context = content.get("context") or {}
    found = item_fields(content.get("items") or ())
    for row in (context.get("facts") or {}).get("joined") or ():
        found[f"合并答复　{row['number']}"] = f"{_day(row['received_on'])}收到"
    found["送达方式"] = _WAYS.get(context.get("delivery") or "", "")
    for number, entry in enumerate(context.get("attachments") or (), start=1):
        found[f"附件 {number}"] = f"{entry.get('name')}，{entry.get('pages')} 页"
    found["申请人"] = (context.get("applicant") or {}).get("name", "")
    if not (context.get("facts") or {}).get("joined"):
        found["收到日期"] = _day(context.get("received_on"))
    return found


def item_fields(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The decisions of the items as label → value, in the order of the form."""
    found = {}
    for item in items:
        whose = f"（{item['request']}）" if item.get("request") else ""
        where = f"第 {item.get('ordinal')} 项{whose}　"
        if item.get("text"):
            found[f"{where}申请内容"] = str(item["text"])
        outcome = str(item.get("outcome") or "")
        found[f"{where}答复情形"] = OUTCOMES[outcome].name if outcome in OUTCOMES else ""
        found[f"{where}依据"] = cited(item.get("citations") or ())
        for label, value in _facts(outcome, item.get("facts") or {}):
            found[f"{where}{label}"] = value
        found[f"{where}五问"] = _reasoning((item.get("facts") or {}).get(FACT) or ())
        found[f"{where}理由"] = str(item.get("reason") or "")
    return found


def cited(citations: Iterable[Mapping[str, Any]]) -> str:
    """Provisions as the screen writes them."""
    known = (parsed(one) for one in citations)
    return "、".join(one.short() for one in known if one is not None)


def _facts(outcome: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    declared = (*OUTCOME_FACTS.get(outcome, ()), *internal_facts(outcome)) if outcome in OUTCOMES else ()
    for fact in declared:
        value = facts.get(fact.key)
        if fact.columns:
            for number, row in enumerate(value or (), start=1):
                yield f"{fact.label} {number}", _row(row)
        elif fact.type is FactType.DATE:
            yield fact.label, _day(value)
        elif value not in (None, ""):
            yield fact.label, "、".join(value) if isinstance(value, list) else str(value)


def _reasoning(rows: Iterable[Mapping[str, Any]]) -> str:
    """The answers to the five questions, one a line."""
    lines = (f"{row.get('question')}：{row.get('answer')}　{row.get('note') or ''}".strip() for row in rows)
    return "\n".join(lines)


def _day(value: Any) -> str:
    """A stored date in Chinese; nothing for nothing."""
    return format_date(date.fromisoformat(value)) if value else ""


def _row(row: Mapping[str, Any]) -> str:
    parts = (str(row.get("place") or ""), cited([row.get("basis") or {}]), str(row.get("reason") or ""))
    return "；".join(part for part in parts if part)
