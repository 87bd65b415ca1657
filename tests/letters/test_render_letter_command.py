"""`manage.py render_letter`: lists, examples, PDFs; bad input is exit 2 and one line naming the field."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from letters.catalogue import CATALOGUE
from letters.context import parse_context
from letters.examples import example


def _run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("render_letter", *arguments, stdout=out, stderr=err)
    except SystemExit as leave:
        return int(leave.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_list_prints_the_kinds() -> None:
    code, out, _ = _run("--list")
    assert code == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == list(CATALOGUE)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_example_prints_a_valid_context(kind: str) -> None:
    code, out, _ = _run("--example", kind)
    assert code == 0
    assert parse_context(kind, json.loads(out)) == parse_context(kind, example(kind))


def test_an_example_goes_where_it_is_told(tmp_path: Path) -> None:
    """As its context, or as the letter itself."""
    words, paper = tmp_path / "context.json", tmp_path / "letter.pdf"
    assert _run("--example", "receipt", "--out", str(words))[0] == 0
    assert json.loads(words.read_text(encoding="utf-8")) == example("receipt")
    code, out, _ = _run("--example", "receipt", "--demo-seal", "--out", str(paper))
    assert code == 0 and "页" in out
    assert paper.read_bytes().startswith(b"%PDF-1.7")
    assert _run("--example", "receipt", "--out", str(tmp_path / "no" / "x.json"))[0] == 2


@pytest.mark.parametrize("options", [[], ["--draft"], ["--demo-seal"]])
def test_a_context_becomes_a_pdf(tmp_path: Path, options: list[str]) -> None:
    source, target = tmp_path / "context.json", tmp_path / "letter.pdf"
    source.write_text(json.dumps(example("reply_provided")), encoding="utf-8")
    code, out, err = _run(
        "--kind", "reply_provided", "--context", str(source), "--out", str(target), *options
    )
    assert (code, err) == (0, "")
    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert "2页" in out


def _agency(kind: str, **changes: str) -> dict[str, object]:
    data = example(kind)
    return data | {"agency": data["agency"] | changes}


BAD = [
    ("unknown kind", "no_such_letter", example("receipt"), "kind"),
    (
        "field of the context",
        "reply_secret",
        example("reply_secret") | {"received_on": "2026-02-30"},
        "received_on",
    ),
    ("outcome", "reply_secret", example("reply_provided"), "items[0].outcome"),
    ("not an object", "receipt", [], "context"),
    (
        "no body to turn to",
        "reply_secret",
        _agency("reply_secret", reconsideration_body=""),
        "agency.reconsideration_body",
    ),
    ("no court to turn to", "reply_provided", _agency("reply_provided", court=""), "agency.court"),
]


@pytest.mark.parametrize(("name", "kind", "data", "field"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_is_exit_2_naming_the_field(
    tmp_path: Path, name: str, kind: str, data: object, field: str
) -> None:
    source, target = tmp_path / "context.json", tmp_path / "letter.pdf"
    source.write_text(json.dumps(data), encoding="utf-8")
    code, _, err = _run("--kind", kind, "--context", str(source), "--out", str(target))
    assert code == 2
    assert err.startswith(f"{field}：")
    assert len(err.splitlines()) == 1
    assert not target.exists()


def test_unreadable_unwritable_and_missing(tmp_path: Path) -> None:
    source = tmp_path / "context.json"
    source.write_text("{", encoding="utf-8")
    good = tmp_path / "good.json"
    good.write_text(json.dumps(example("receipt")), encoding="utf-8")
    cases = [
        (["--kind", "receipt", "--context", str(source), "--out", "x.pdf"], "--context"),
        (["--kind", "receipt", "--context", str(tmp_path / "none.json"), "--out", "x.pdf"], "--context"),
        (["--kind", "receipt", "--context", str(good), "--out", str(tmp_path / "no" / "x.pdf")], "--out"),
        (["--kind", "receipt", "--context", str(good)], "--out"),
        ([], "--kind"),
        (["--example", "nothing"], "kind"),
    ]
    for arguments, named in cases:
        code, _, err = _run(*arguments)
        assert code == 2
        assert err.startswith(f"{named}：")
