"""Four eyes: who may not do what because of what the same person did before."""

import pytest

from requests_app.errors import AccessRefused
from requests_app.rules.approval_rules import (
    APPROVING,
    WRITING,
    CaseAct,
    check_approver,
    check_granter,
    clashes,
    may_act,
)

ALLOWED_PAIRS = [
    (CaseAct.APPROVE_LEGAL, CaseAct.APPROVE_HEAD),
    (CaseAct.APPROVE_HEAD, CaseAct.SIGN),
    (CaseAct.DRAFT, CaseAct.CHANGE),
    (CaseAct.DRAFT, CaseAct.ASK_EXTENSION),
    (CaseAct.APPROVE_HEAD, CaseAct.GRANT_EXTENSION),
    (CaseAct.DRAFT, CaseAct.GRANT_EXTENSION),
]


@pytest.mark.parametrize(("one", "other"), ALLOWED_PAIRS)
def test_one_person_may_do_both(one, other):
    assert not clashes(one, other)


CLASHING_PAIRS = [(w, a) for w in sorted(WRITING) for a in sorted(APPROVING)] + [
    (CaseAct.ASK_EXTENSION, CaseAct.GRANT_EXTENSION)
]


@pytest.mark.parametrize(("one", "other"), CLASHING_PAIRS)
def test_one_person_may_not_do_both_in_either_order(one, other):
    assert clashes(one, other)
    assert clashes(other, one)


# name, done before, person, acting for, allowed
DELEGATIONS = [
    ("another person", [("li", CaseAct.DRAFT)], "wang", None, True),
    ("the drafter", [("li", CaseAct.DRAFT)], "li", None, False),
    ("the drafter as delegate of the signer", [("li", CaseAct.DRAFT)], "li", "zhao", False),
    ("a delegate of the drafter", [("li", CaseAct.DRAFT)], "wang", "li", False),
    ("a delegate of an innocent", [("li", CaseAct.DRAFT)], "wang", "zhao", True),
    ("the legal reviewer", [("li", CaseAct.DRAFT), ("wang", CaseAct.APPROVE_LEGAL)], "wang", None, True),
]


@pytest.mark.parametrize(
    ("name", "done", "person", "acting_for", "allowed"), DELEGATIONS, ids=[d[0] for d in DELEGATIONS]
)
def test_signing_after_what_was_done(name, done, person, acting_for, allowed):
    assert may_act(done, person, CaseAct.SIGN, acting_for) is allowed


def test_check_approver():
    assert check_approver(3, drafters={1, 2}) is None
    with pytest.raises(AccessRefused) as refusal:
        check_approver(2, drafters={1, 2})
    assert refusal.value.code == "own_draft"
    with pytest.raises(AccessRefused):
        check_approver(3, drafters={1, 2}, acting_for=1)


def test_check_granter():
    assert check_granter(3, asked_by=1) is None
    with pytest.raises(AccessRefused) as refusal:
        check_granter(1, asked_by=1)
    assert refusal.value.code == "own_extension"
    assert "第三十三条" in refusal.value.basis
    with pytest.raises(AccessRefused):
        check_granter(3, asked_by=1, acting_for=1)
