"""A request of several items is counted once, in the row that the notice on the annual report gives."""

import pytest

from requests_app.rules.principal_row import principal_row

# name, outcomes of the items in order, row, position of the deciding item, inferred
SCENARIOS = [
    ("all given", ["provided", "already_public"], "r1", 0, False),
    ("one item separated", ["secret", "partial"], "r2", 1, False),
    ("given and withheld", ["provided", "secret"], "r2", None, False),
    ("given and query elsewhere", ["provided", "special_regime"], "r2", None, False),
    ("given and not existing", ["provided", "not_existing"], "r2", None, True),
    ("given and not ours", ["not_ours", "provided"], "r2", None, True),
    ("given and a petition", ["petition", "provided"], "r1", 1, True),
    ("nothing given: refusal before not held", ["not_existing", "process"], "r3_6", 1, True),
    ("nothing given: not held before not handled", ["repeated", "not_ours"], "r4_1", 1, True),
    ("nothing given: not handled before other", ["not_government_information", "petition"], "r5_1", 1, True),
    ("two refusals: the first item", ["internal", "secret"], "r3_5", 0, True),
    ("one refusal", ["secret"], "r3_1", 0, False),
    ("withdrawn", ["withdrawn"], "r6_3", 0, False),
]


@pytest.mark.parametrize(
    ("name", "keys", "row", "position", "inferred"), SCENARIOS, ids=[s[0] for s in SCENARIOS]
)
def test_principal_row(name, keys, row, position, inferred):
    found = principal_row(keys)
    assert (found.row, found.position, found.inferred) == (row, position, inferred)
    assert found.because


def test_no_reply_has_no_row():
    assert principal_row(["no_reply"]) is None
