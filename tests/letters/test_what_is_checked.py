"""What a legality check must hold, rule by rule, and which check holds it. Each has a letter that only it refuses.

`WANTED` lists what the check was asked for, `MISTAKES` what agencies get wrong most often; a mistake that no letter
can show is held elsewhere, and the module that holds it is named.
"""

from __future__ import annotations

import importlib

import pytest

from letters.legality import CHECKS
from tests.letters.test_legality import BROKEN

KEYS = {check.key for check in CHECKS}
WANTED: dict[str, tuple[str, ...]] = {
    "article and item fit the outcome": ("citations_exist", "citations_fit"),
    "no rule of a department where a statute is required": ("citations_fit", "parts_on_article_14"),
    "a reason, and no boilerplate, for Art. 16": ("reason_given", "discretion_reason"),
    "every item is answered": ("items_answered",),
    "the request is quoted": ("request_quoted",),
    "the search is complete before it does not exist": ("search_record",),
    "the first reply was served before it is repeated": ("first_reply_served", "same_information"),
    "the consultation is over before a refusal for a third party": (
        "third_party_consulted",
        "third_party_heard",
        "consultations_complete",
    ),
    "separation is considered before any refusal": ("separation_considered", "withheld_parts"),
    "remedies: present, right class, body and court": ("remedy_paragraphs", "remedy_bodies"),
    "remedies: said once, nothing outdated": ("remedy_only_once", "outdated_remedies"),
    "no remedy on a procedure letter": ("no_remedy_on_procedure",),
    "attachments belong to this case, with their pages": ("attachments",),
    "a letter to a third party does not name the applicant": ("applicant_unnamed", "third_party_unnamed"),
    "dates agree with the clock": ("dates",),
    "the extension is told inside the first period": ("extension_in_first_period",),
    "every character can be printed": ("glyphs",),
    "the secrecy review is done": ("secrecy_review",),
}
MISTAKES: dict[int, tuple[str, ...]] = {
    1: ("in_time",),
    2: ("no_internal_excuse", "in_time"),
    3: ("requests_app.rules.delivery",),
    4: ("search_record",),
    5: ("remedy_paragraphs", "remedy_bodies"),
    6: ("extension_in_first_period",),
    7: ("correction_in_time", "correction_scope"),
    8: ("third_party_heard", "silence_not_consent"),
    9: ("citations_fit", "citations_exist", "discretion_reason"),
    10: ("separation_considered",),
    11: ("items_answered",),
    12: ("right_agency",),
    13: ("first_reply_served",),
    14: ("petition_no_request",),
    15: ("delivery", "requests_app.rules.delivery"),
    16: ("applicant_unnamed", "third_party_unnamed"),
    17: ("excess_counted", "excess_judged"),
    19: ("signer_capacity",),
}
"""Numbers as in docs/law.md, part 9. Not of letters: 18 (fees), 20 (evidence within five days), 21 (tables)."""


@pytest.mark.parametrize("keys", [*WANTED.values(), *MISTAKES.values()])
def test_what_must_be_checked_is_checked(keys: tuple[str, ...]) -> None:
    for key in keys:
        if "." in key:
            assert importlib.import_module(key)
        else:
            assert key in KEYS


@pytest.mark.parametrize(
    "key", sorted({key for keys in (*WANTED.values(), *MISTAKES.values()) for key in keys})
)
def test_each_has_a_letter_that_it_refuses(key: str) -> None:
    assert "." in key or any(broken.check == key for broken in BROKEN)


def test_of_the_mistakes_none_is_forgotten() -> None:
    assert set(range(1, 22)) - set(MISTAKES) == {18, 20, 21}
