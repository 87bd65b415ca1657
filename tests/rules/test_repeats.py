"""When an earlier reply makes an application a repeated one (Art. 36(6))."""

from __future__ import annotations

from datetime import date

import pytest

from requests_app.rules.repeats import standing

D1, D2, D3 = date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 9)

# name, ended, elsewhere, issued, served, received now, code, may its reply be the first reply
SCENARIOS = [
    ("served before", True, False, D1, D2, D3, "served", True),
    ("served on the day of receipt", True, False, D1, D3, D3, "served_later", False),
    ("served afterwards", True, False, D1, D3, D2, "served_later", False),
    ("made, not served", False, False, D1, None, D3, "unserved", False),
    ("still in handling", False, False, None, None, D3, "pending", False),
    ("withdrawn", True, False, None, None, D3, "never_answered", False),
    ("answered before this system", True, True, None, None, D3, "elsewhere", False),
    ("taken over open", False, True, None, None, D3, "pending", False),
]


@pytest.mark.parametrize(
    ("name", "ended", "elsewhere", "issued", "served", "received", "code", "answers"),
    SCENARIOS,
    ids=[row[0] for row in SCENARIOS],
)
def test_standing(
    name: str,
    ended: bool,
    elsewhere: bool,
    issued: date | None,
    served: date | None,
    received: date,
    code: str,
    answers: bool,
) -> None:
    found = standing(
        ended=ended, elsewhere=elsewhere, issued_on=issued, served_on=served, received_on=received
    )
    assert (found.code, found.answers) == (code, answers)
    assert "第三十六条第（六）项" in found.words
