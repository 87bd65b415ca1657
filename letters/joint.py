"""One letter for several requests (合并答复): what each of them tells in it, and each as the checks judge it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from letters.facts import Fact, FactType
from requests_app.rules.joining import joint_due

if TYPE_CHECKING:
    from letters.compose import ComposedLetter

JOINED = Fact(
    "joined",
    "合并答复的申请",
    FactType.ROWS,
    required=False,
    columns=(
        Fact("number", "受理编号"),
        Fact("received_on", "收到日期", FactType.DATE),
        Fact("channel", "收到渠道"),
    ),
)
"""The requests that a letter answers, in order; absent where it answers one. Their items and steps name them."""


def united(bases: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What the letter says of all its requests: `bases` is the beginning of a letter for each, by its number.

    The words follow the one that carries the letter, the first; the date by which it is due is the first of all.
    """
    first = next(iter(bases.values()))
    dues = [base["due_on"] for base in bases.values()]
    due = joint_due(date.fromisoformat(day) if day else None for day in dues)
    return {
        **first,
        "due_on": due.isoformat() if due else None,
        "provisional": any(base["provisional"] for base in bases.values() if base["due_on"] == str(due)),
        "history": [
            {"request": number, **event} for number, base in bases.items() for event in base["history"]
        ],
    }


def rows(bases: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each request as the letter names it."""
    return [
        {"number": number, "received_on": base["received_on"], "channel": base["channel"]}
        for number, base in bases.items()
    ]


def each_request(letter: ComposedLetter, dues: Sequence[date | None]) -> Iterator[ComposedLetter]:
    """What the letter says to each of its requests, as if it answered that one alone; `dues` are their days, which a
    letter for several does not tell. A letter for one is given back as it is."""
    joined = letter.data.get("facts", {}).get("joined")
    if not joined:
        yield letter
        return
    for row, due in zip(joined, dues, strict=True):
        number = row["number"]
        data = {
            **letter.data,
            **{key: row[key] for key in ("received_on", "channel")},
            "due_on": due.isoformat() if due else None,
            "history": [event for event in letter.data["history"] if event["request"] == number],
            "items": [item for item in letter.data["items"] if item["request"] == number],
            "facts": {"registration_number": number},
        }
        items = tuple(item for item in letter.items if item.request == number)
        yield replace(letter, data=data, items=items)
