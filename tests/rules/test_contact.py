"""What makes a note of a talk evidence (Art. 30), and when help is still owed (Art. 43)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from requests_app.errors import InvalidInput
from requests_app.rules.contact import ContactKind, Counterpart, check_note, help_is_open

GOOD: dict[str, Any] = {
    "kind": ContactKind.GUIDANCE,
    "counterpart": Counterpart.APPLICANT,
    "on": date(2026, 5, 6),
    "arrived_on": date(2026, 5, 4),
    "today": date(2026, 5, 6),
    "person": "王契（本人）",
    "said": "说明范围不明",
}

NOTES: list[tuple[str, dict[str, Any], set[str]]] = [
    # name, what is different, fields that are refused
    ("a good one", {}, set()),
    ("on the day of arrival", {"on": date(2026, 5, 4)}, set()),
    ("a talk with a third party", {"kind": ContactKind.TALK, "counterpart": Counterpart.THIRD_PARTY}, set()),
    ("before the application came", {"on": date(2026, 5, 3)}, {"on"}),
    ("tomorrow", {"on": date(2026, 5, 7)}, {"on"}),
    ("nobody", {"person": " "}, {"person"}),
    ("nothing said", {"said": ""}, {"said"}),
    ("guidance to another agency", {"counterpart": Counterpart.OTHER_AGENCY}, {"counterpart"}),
    (
        "help to a third party",
        {"kind": ContactKind.HELP, "counterpart": Counterpart.THIRD_PARTY},
        {"counterpart"},
    ),
]


@pytest.mark.parametrize(("name", "change", "refused"), NOTES, ids=[row[0] for row in NOTES])
def test_notes(name: str, change: dict[str, Any], refused: set[str]) -> None:
    if not refused:
        check_note(**(GOOD | change))
        return
    with pytest.raises(InvalidInput) as refusal:
        check_note(**(GOOD | change))
    assert set(refusal.value.fields) == refused
    article = "第四十三条" if change.get("kind") == ContactKind.HELP else "第三十条"
    assert article in str(refusal.value.basis)


HELP = [
    # name, needed, kinds of notes, still owed
    ("nothing needed", "", [], False),
    ("needed, nothing recorded", "请朗读", [], True),
    ("talked, not helped", "请朗读", ["talk", "guidance"], True),
    ("helped", "请朗读", ["guidance", "help"], False),
]


@pytest.mark.parametrize(("name", "needed", "given", "owed"), HELP, ids=[row[0] for row in HELP])
def test_help_is_owed_until_it_is_recorded(name: str, needed: str, given: list[str], owed: bool) -> None:
    assert help_is_open(needed, given) is owed
