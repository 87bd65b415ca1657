"""Which row of the annual report a request of several items is counted in, once."""

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.rules.legal_basis import LegalBasis
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.statute_structure import REPORT_FORMAT

_GIVEN_ROW = "r1"
_PARTLY_ROW = "r2"
_PRECEDENCE = ("r3_", "r4_", "r5_", "r6_")
_NOT_HELD_ROW = "r4_1"

_PARTLY_OUTCOME = "partial"

BASIS = LegalBasis(REPORT_FORMAT, None)


@dataclass(frozen=True)
class PrincipalRow:
    """The proposed row: its key, the position (from 0) of the item that decides it, and why, in Chinese.

    `position` is None for （二）, which no single item decides unless it is itself separated. `inferred`
    marks a reading of the notice that is not in its words, for the handler to confirm.
    """

    row: str
    position: int | None
    because: str
    inferred: bool


def principal_row(keys: Sequence[str]) -> PrincipalRow | None:
    """Proposes the row for a request whose items have these outcomes, in the order of the items.

    Something given and something withheld: （二）. Given, and the rest does not exist or is not ours:
    （二）, inferred. Given beside anything else: （一）, inferred. Nothing given: the item first by
    precedence （三）>（四）>（五）>（六）. "Already public" counts as given, for it has the row of （一）.
    None if no item has a row (outcome 24).
    """
    rows = [OUTCOMES[key].report_row or "" for key in keys]
    if _PARTLY_ROW in rows:
        return PrincipalRow(_PARTLY_ROW, rows.index(_PARTLY_ROW), "有事项作区分处理，只计部分公开", False)
    if _GIVEN_ROW in rows:
        return _with_something_given(rows)
    for prefix in _PRECEDENCE:
        for position, row in enumerate(rows):
            if row.startswith(prefix):
                because = "未提供信息，按（三）（四）（五）（六）的先后确定主要事项"
                return PrincipalRow(row, position, because, len(set(rows)) > 1)
    return None


def _with_something_given(rows: list[str]) -> PrincipalRow:
    others = [row for row in rows if row and row != _GIVEN_ROW]
    position = rows.index(_GIVEN_ROW)
    if not others:
        return PrincipalRow(_GIVEN_ROW, position, "各事项均予以公开", False)
    if any(row.startswith("r3_") for row in others):
        return PrincipalRow(_PARTLY_ROW, None, "有事项予以公开，有事项不予公开", False)
    if _NOT_HELD_ROW in others:
        return PrincipalRow(_PARTLY_ROW, None, "有事项予以公开，有事项本机关不掌握", True)
    return PrincipalRow(_GIVEN_ROW, position, "有事项予以公开，其余事项未作不予公开处理", True)


def principal_outcome(keys: Sequence[str]) -> tuple[str, str]:
    """The outcome under which a request with these outcomes would be counted ("" for an item without one), and why in
    Chinese; ("", "") before any is chosen."""
    chosen = [key for key in keys if key]
    row = principal_row(chosen) if chosen else None
    if row is None:
        return "", ""
    return _PARTLY_OUTCOME if row.position is None else chosen[row.position], row.because
