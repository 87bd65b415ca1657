"""No approval track without legal review, without a signer at its end, or without review of what is released."""

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import check_track

LEGAL, SECRECY, HEAD, SIGNER = Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_HEAD, Role.SIGNATORY

# name, roles of the steps in order, something is released, code ("" for allowed)
TRACKS = [
    ("the long one", [SECRECY, LEGAL, HEAD, SIGNER], True, ""),
    ("nothing is released", [LEGAL, SIGNER], False, ""),
    ("the head signs", [LEGAL, HEAD], False, ""),
    ("released without secrecy review", [LEGAL, HEAD], True, "track_without_secrecy_review"),
    ("no legal review", [SECRECY, HEAD], True, "track_without_legal_review"),
    ("nobody signs", [HEAD, LEGAL], False, "track_without_signer"),
    ("empty", [], False, "track_without_legal_review"),
]


@pytest.mark.parametrize(("name", "roles", "released", "code"), TRACKS, ids=[row[0] for row in TRACKS])
def test_track(name, roles, released, code):
    if not code:
        assert check_track(roles, releases_content=released) is None
        return
    with pytest.raises(RuleRefusal) as refusal:
        check_track(roles, releases_content=released)
    assert refusal.value.code == code
    assert refusal.value.basis.startswith("条例第")
