"""The table from law to code is complete, true and up to date."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from requests_app import law_to_code
from requests_app.rules.legal_basis import regulation
from requests_app.rules.registry import ARTICLES_TO_COVER, RULES, Rule

ROOT = Path(__file__).resolve().parents[2]


def test_the_tree_has_what_the_table_claims_and_the_document_is_current():
    assert law_to_code.problems(ROOT) == []
    assert law_to_code.is_current(ROOT)


def test_the_command_checks(capsys):
    call_command("law_to_code", "--check")
    assert f"{len(RULES)} rules" in capsys.readouterr().out


def test_the_command_names_what_is_wrong(monkeypatch):
    monkeypatch.setattr(law_to_code, "problems", lambda root: ["remedies: test_x.py is not there"])
    with pytest.raises(CommandError, match="is not there") as refusal:
        call_command("law_to_code", "--check")
    assert refusal.value.returncode == 1


def test_keys_are_unique():
    assert len({rule.key for rule in RULES}) == len(RULES)


FALSE_CLAIMS = [
    (
        Rule("a", "甲", (regulation(33, 2),), ("no_such_module",), ("test_states",)),
        "no_such_module.py is not there",
    ),
    (Rule("b", "乙", (regulation(33, 2),), ("states",), ("test_no_such",)), "test_no_such.py is not there"),
    (Rule("c", "丙", (regulation(33, 2),), ("states",)), "a module without a test"),
    (Rule("d", "丁", (regulation(33, 2),)), "neither built nor planned"),
]


@pytest.mark.parametrize(("rule", "message"), FALSE_CLAIMS, ids=[row[1] for row in FALSE_CLAIMS])
def test_a_false_claim_is_found(rule, message):
    assert any(message in problem for problem in law_to_code.problems(ROOT, [*RULES, rule]))


@pytest.mark.parametrize("article", ARTICLES_TO_COVER)
def test_an_article_without_a_row_is_found(article):
    kept = [rule for rule in RULES if all(basis.article != article for basis in rule.bases)]
    assert f"Art. {article} of the Regulation has no row" in law_to_code.problems(ROOT, kept)


STATUS = [
    (Rule("a", "甲", (), ("states",), ("test_states",)), "built"),
    (Rule("a", "甲", (), ("states",), ("test_states",), "more"), "built in part"),
    (Rule("a", "甲", (), planned="all"), "planned"),
]


@pytest.mark.parametrize(("rule", "status"), STATUS)
def test_status(rule, status):
    assert rule.status == status


WRITTEN = [
    ("依照《中华人民共和国政府信息公开条例》第三十六条第（三）项", 0),
    ("依照《条例》第十六条第一款和条例第14条", 0),
    ("依照条例第二十一条第（三）项", 1),
    ("2008年条例第二十一条第（三）项", 0),
    ("依照《中华人民共和国行政复议法》第二十四条第（三）项", 1),
    ("依照《条例》第十四条第四款、《行政诉讼法》第一百零四条", 2),
]


@pytest.mark.parametrize(("text", "count"), WRITTEN)
def test_a_written_citation_of_what_does_not_exist_is_found(text, count):
    assert len(law_to_code.wrong_citations(text)) == count
