"""The provisions a letter cites fit the outcome, as precisely as the article allows."""

import pytest

from requests_app.rules.citation_check import check_citations
from requests_app.rules.legal_basis import (
    LITIGATION_LAW,
    REGULATION_2007,
    SECRECY_LAW,
    LegalBasis,
    TypedCitation,
    regulation,
)

REFUSED = regulation(36, item=3)
OLD = LegalBasis(REGULATION_2007, 24)
LAW = TypedCitation("中华人民共和国统计法", "第二十八条")
LOCAL = TypedCitation("某市信息管理规定", "第三条")

# name, outcome, citations, codes expected
SCENARIOS = [
    ("secret, complete", "secret", [REFUSED, regulation(14)], []),
    ("secret with the secrecy law", "secret", [REFUSED, regulation(14), LegalBasis(SECRECY_LAW, 14, 1)], []),
    ("secret without Art. 14", "secret", [REFUSED], ["citation_missing"]),
    ("wrong article", "secret", [REFUSED, regulation(14), regulation(15)], ["citation_does_not_fit"]),
    ("wrong 项", "provided", [regulation(36, item=1)], ["citation_missing", "citation_does_not_fit"]),
    ("no 项", "provided", [regulation(36)], ["citation_missing", "citation_not_precise"]),
    ("no 款", "process", [REFUSED, regulation(16)], ["citation_missing", "citation_not_precise"]),
    ("other 款", "process", [REFUSED, regulation(16, 1)], ["citation_missing", "citation_does_not_fit"]),
    (
        "partial without what the rest is kept back for",
        "partial",
        [regulation(36, item=2), REFUSED, regulation(37)],
        ["citation_choice_missing"],
    ),
    ("partial", "partial", [regulation(36, item=2), REFUSED, regulation(37), regulation(16, 2)], []),
    ("repealed text", "provided", [regulation(36, item=2), OLD], ["citation_repealed"]),
    ("forbidden without a law", "forbidden", [REFUSED, regulation(14)], ["other_law_missing"]),
    ("forbidden by a law as typed", "forbidden", [REFUSED, regulation(14), LAW], ["typed_citation"]),
    (
        "forbidden by local rules",
        "forbidden",
        [REFUSED, regulation(14), LOCAL],
        ["other_law_rank", "typed_citation"],
    ),
    (
        "forbidden by a local regulation as well as by a law",
        "forbidden",
        [REFUSED, regulation(14), LAW, LOCAL],
        ["typed_citation", "typed_citation"],
    ),
    ("forbidden for work secrets", "forbidden", [REFUSED, regulation(14), LegalBasis(SECRECY_LAW, 64)], []),
    (
        "the duty to review forbids nothing",
        "forbidden",
        [REFUSED, regulation(14), LegalBasis(SECRECY_LAW, 35)],
        ["no_prohibition"],
    ),
    (
        "the Litigation Law forbids nothing",
        "forbidden",
        [REFUSED, regulation(14), LegalBasis(LITIGATION_LAW, 14)],
        ["no_prohibition"],
    ),
    (
        "the special rule of a locality",
        "special_regime",
        [regulation(36, item=7), LOCAL],
        ["other_law_rank", "typed_citation"],
    ),
    (
        "secret by the duty to review",
        "secret",
        [REFUSED, regulation(14), LegalBasis(SECRECY_LAW, 35)],
        ["citation_does_not_fit"],
    ),
    (
        "secret by the article on education",
        "secret",
        [REFUSED, regulation(14), LegalBasis(SECRECY_LAW, 9)],
        ["citation_does_not_fit"],
    ),
    (
        "secret by definition and scope",
        "secret",
        [REFUSED, regulation(14), LegalBasis(SECRECY_LAW, 2), LegalBasis(SECRECY_LAW, 13, 1, 4)],
        [],
    ),
    ("not ours with Art. 10", "not_ours", [regulation(36, item=5), regulation(10, 1)], []),
    ("reissue rests on practice", "reissue", [], []),
    ("third party without asking", "third_party", [REFUSED, regulation(15)], ["citation_missing"]),
]


@pytest.mark.parametrize(("name", "outcome", "citations", "codes"), SCENARIOS, ids=[s[0] for s in SCENARIOS])
def test_citations(name, outcome, citations, codes):
    assert [finding.code for finding in check_citations(outcome, citations)] == codes


def test_a_typed_citation_is_accepted_with_a_reason_only():
    findings = check_citations("forbidden", [REFUSED, regulation(14), LAW])
    assert [finding.needs_reason for finding in findings] == [True]


def test_a_wrong_article_is_not_mended_by_a_reason():
    assert not check_citations("secret", [REFUSED])[0].needs_reason


def test_a_local_regulation_is_not_mended_by_a_reason():
    findings = {one.code: one for one in check_citations("forbidden", [REFUSED, regulation(14), LOCAL])}
    assert not findings["other_law_rank"].needs_reason


@pytest.mark.parametrize(("title", "asked"), [("某某资料管理条例", True), ("中华人民共和国统计法", False)])
def test_where_the_title_cannot_tell_who_made_it_must_be_written(title, asked):
    law = TypedCitation(title, "第三条")
    (finding,) = check_citations("forbidden", [REFUSED, regulation(14), law])
    assert ("制定机关" in finding.message) == asked
