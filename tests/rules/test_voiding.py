"""作废: what is no mistaken entry."""

import pytest

from requests_app.errors import RuleRefusal
from requests_app.rules.voiding import check_voiding


def test_a_mistaken_entry_may_go():
    assert check_voiding(split=False, disputed=False) is None


@pytest.mark.parametrize("what", ["split", "disputed"])
def test_what_the_applicant_still_waits_for_stays(what):
    with pytest.raises(RuleRefusal) as refusal:
        check_voiding(**{"split": False, "disputed": False, what: True})
    assert refusal.value.code == f"void_{what}"
