"""From a search record to what a letter says of it: the one way, for the desk, the checks and whoever drafts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Protocol

_SEPARATORS = re.compile(r"[\n、，,；;]+")


class Searched(Protocol):
    """A search, recorded or about to be."""

    @property
    def units(self) -> str: ...
    @property
    def searched_on(self) -> date: ...
    @property
    def systems(self) -> str: ...
    @property
    def paper_files(self) -> str: ...
    @property
    def keywords(self) -> str: ...
    @property
    def period(self) -> str: ...


def search_facts(search: Searched) -> dict[str, Any]:
    """What a letter says of a search: the units that searched (never a person's name), day, places, words, period.

    The one way from a record to the facts of a letter; the legality check compares with the same.
    """
    return {
        "searched_by": "、".join(_parts(search.units)),
        "searched_on": search.searched_on.isoformat(),
        "systems": [*_parts(search.systems), *_parts(search.paper_files)],
        "keywords": _parts(search.keywords),
        "period": search.period,
    }


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
