"""What an approval signs: the content of a letter in canonical JSON and its sha256 (contracts.md 3).

Beside the context stand the words as printed: the code may make other words of the same facts between approval and
issue, and what was approved are the words. Left out of the context are number, date and seal, which only the issue
gives, and the derived dates (`due_on`, `provisional`), which move with today: the clock events they follow from are
in the content instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from letters.compose import ComposedLetter
from letters.verdicts import Verdict
from requests_app.models import ApprovedContent

_GIVEN_AT_ISSUE = frozenset({"number", "issued_on", "verification", "due_on", "provisional"})
_PARTS = {
    "kind": "文种",
    "template_version": "文书模板",
    "text": "文书文字",
    "attachments": "附件",
    "clock": "收到日期和计时事件",
    "legality": "合法性检查",
}
_CONTEXT_PARTS = {
    "agency": "机关信息",
    "applicant": "申请人",
    "received_on": "收到日期",
    "channel": "收到渠道",
    "history": "办理经过",
    "delivery": "送达方式",
    "attachments": "附件",
    "facts": "文书要素",
    "format": "文书格式",
}
_ITEM_PARTS = {
    "text": "申请内容",
    "outcome": "答复情形",
    "citations": "依据",
    "reason": "理由",
    "facts": "要素",
}


def canonical(value: Any) -> str:
    """The one text of a JSON value: keys sorted, no white space, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def template_version() -> str:
    """sha256 over the names and bytes of all letter templates and their style."""
    folder = Path(settings.BASE_DIR) / "templates" / "letters"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return _version_of(tuple((str(path.relative_to(folder)), path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _version_of(stamps: tuple[tuple[str, int], ...]) -> str:
    """The hash for these files; their times only tell that it must be taken again."""
    folder = Path(settings.BASE_DIR) / "templates" / "letters"
    digest = hashlib.sha256()
    for name, _ in stamps:
        body = (folder / name).read_bytes()
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def content_of(letter: ComposedLetter, verdicts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The content of a finished letter. `verdicts` are those as they stood at submission, "later" included.

    Raises `InvalidInput` for an unfinished letter.
    """
    context = letter.require_context().to_json()
    return {
        "kind": letter.kind,
        "text": printed_words(letter),
        "context": {key: value for key, value in context.items() if key not in _GIVEN_AT_ISSUE},
        "template_version": template_version(),
        "items": [item.as_json() for item in letter.items],
        "attachments": [{"name": file.title, "sha256": file.present} for file in letter.files],
        "clock": dict(letter.clock),
        "legality": {
            "versions": {verdict["key"]: verdict["version"] for verdict in verdicts},
            "verdicts": [dict(verdict) for verdict in verdicts],
        },
    }


def printed_words(letter: ComposedLetter) -> str:
    """The words of a finished letter under the law of the day it was composed, without number and date."""
    from letters.render import letter_text, render_html  # WeasyPrint is heavy: loaded when needed

    context = replace(letter.require_context(), number=None, issued_on=None, verification=None)
    return letter_text(render_html(letter.kind, context, law_on=letter.composed_on))


def approved_content(
    letter: ComposedLetter, at_submission: Sequence[Mapping[str, Any]], today: Iterable[Verdict]
) -> ApprovedContent:
    """The content with its hash over the verdicts `at_submission`; those of `today` are kept beside it."""
    content = content_of(letter, at_submission)
    digest = hashlib.sha256(canonical(content).encode()).hexdigest()
    return ApprovedContent(letter.kind, content, digest, tuple(verdict.as_json() for verdict in today))


def changed_parts(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Which parts of the content differ, in Chinese, each once: 第2项的理由、附件. A letter for several requests names
    the request, too."""
    before, after = old.get("context", {}), new.get("context", {})
    then, now = _joined(before), _joined(after)
    if then != now:
        # Everything else has moved with them.
        return ["合并答复的申请"]
    parts = [name for key, name in _PARTS.items() if key != "clock" and old.get(key) != new.get(key)]
    parts += _changed_clocks(old.get("clock", {}), new.get("clock", {}), several=bool(now))
    parts += [name for key, name in _CONTEXT_PARTS.items() if before.get(key) != after.get(key)]
    parts += _changed_items(old.get("items", []), new.get("items", []))
    parts += _changed_items(before.get("items", []), after.get("items", []))
    return list(dict.fromkeys(parts))


def _joined(context: Mapping[str, Any]) -> list[str]:
    """The numbers of the requests that the letter answers; none of a letter for one."""
    return [row["number"] for row in context.get("facts", {}).get("joined", ())]


def _changed_clocks(old: Mapping[str, Any], new: Mapping[str, Any], *, several: bool) -> list[str]:
    name = _PARTS["clock"]
    if several:
        return [f"{number} 的{name}" for number, clock in new.items() if old.get(number) != clock]
    return [name] if old != new else []


def _changed_items(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[str]:
    if len(old) != len(new):
        return ["申请事项的数目"]
    return [
        f"第{ordinal}项{_whose(after)}的{name}"
        for ordinal, (before, after) in enumerate(zip(old, new, strict=True), start=1)
        for key, name in _ITEM_PARTS.items()
        if before.get(key) != after.get(key)
    ]


def _whose(item: Mapping[str, Any]) -> str:
    number = item.get("request", "")
    return f"（{number}）" if number else ""
