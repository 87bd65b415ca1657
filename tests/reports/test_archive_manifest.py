"""卷内文件的顺序和应当具备的材料 (law.md 8): each history of a case, and what its file must hold."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.reports.archive_manifest import PIECES, Outline, Paper, archive_manifest
from requests_app.rules.retention import FILE_ORDER

DAY = date(2026, 3, 10)
ALWAYS = ["cover", "index", "application", "identity_proof", "receipt", "registration_form", "file_note"]
ANSWERED = Outline("counter", answered=True)
REPLY = ["approval_form", "reply", "reply_draft", "proof_of_service"]

NEEDED = [
    # name, what happened, what the file must hold beyond what every file holds
    ("nothing but an application", Outline("counter"), []),
    ("an application by post", Outline("post"), ["envelope"]),
    ("an ordinary letter", Outline("letter"), ["envelope"]),
    ("an application on the web has no envelope", Outline("web"), []),
    ("an answered application", ANSWERED, REPLY),
    ("withdrawn", Outline("counter", withdrawn=True), ["withdrawal_notice"]),
    (
        "corrected",
        replace(ANSWERED, correction_asked=True, corrected=True),
        [*REPLY, "correction_notice", "correction"],
    ),
    ("consulted", replace(ANSWERED, consulted=True), [*REPLY, "consultation"]),
    (
        "extended",
        replace(ANSWERED, extended=True),
        [*REPLY, "extension_approval", "extension_notice"],
    ),
    (
        "reasons asked and the reply delayed",
        replace(ANSWERED, found_excessive=True, reasons_asked=True, delayed=True),
        [*REPLY, "excess_record", "reasons_request", "delay_approval", "delay_notice"],
    ),
    ("does not exist", replace(ANSWERED, searched=True), [*REPLY, "search_record"]),
    ("content given to read", replace(ANSWERED, releases=True), [*REPLY, "secrecy_review"]),
    (
        "copies handed out",
        replace(ANSWERED, releases=True, copies=True),
        [*REPLY, "secrecy_review", "released_copy"],
    ),
    ("a fee", replace(ANSWERED, fee=True), [*REPLY, "fee"]),
    ("a dispute", replace(ANSWERED, disputed=True), [*REPLY, "dispute"]),
]


@pytest.mark.parametrize(("name", "outline", "needed"), NEEDED, ids=[row[0] for row in NEEDED])
def test_what_an_empty_file_misses(name: str, outline: Outline, needed: list[str]) -> None:
    missing = [piece.key for piece in archive_manifest([], outline).missing]
    assert sorted(missing) == sorted([*ALWAYS, *needed])


@pytest.mark.parametrize(("name", "outline", "needed"), NEEDED, ids=[row[0] for row in NEEDED])
def test_a_file_with_just_these_papers_is_complete(name: str, outline: Outline, needed: list[str]) -> None:
    manifest = archive_manifest([paper(key) for key in reversed([*ALWAYS, *needed])], outline)
    assert (manifest.missing, manifest.missing_text) == ((), "")


def test_the_papers_stand_in_the_order_of_the_file_whatever_the_order_they_came_in() -> None:
    manifest = archive_manifest([paper(piece.key) for piece in reversed(PIECES)], ANSWERED)
    assert [entry.piece for entry in manifest.entries] == list(PIECES)
    assert [entry.ordinal for entry in manifest.entries] == list(range(1, len(PIECES) + 1))
    parts = list(dict.fromkeys(entry.piece.part for entry in manifest.entries))
    assert parts == [part.key for part in FILE_ORDER], "law.md 8, every part"


def test_within_one_kind_the_older_paper_comes_first_and_the_undated_last() -> None:
    papers = [
        paper("evidence", key="c", on=None),
        paper("evidence", key="b", on=date(2026, 3, 9)),
        paper("evidence", key="a", on=date(2026, 3, 2)),
    ]
    entries = archive_manifest(papers, ANSWERED).entries
    assert [entry.paper.key for entry in entries] == ["a", "b", "c"]


def test_what_is_missing_is_named_in_order() -> None:
    have = [paper(key) for key in [*ALWAYS, *REPLY] if key not in {"identity_proof", "proof_of_service"}]
    assert archive_manifest(have, ANSWERED).missing_text == "身份证明、送达回证"


def test_one_paper_may_be_two_pieces() -> None:
    form = replace(paper("approval_form"), covers=frozenset({"secrecy_review"}))
    have = [form, *(paper(key) for key in [*ALWAYS, *REPLY] if key != "approval_form")]
    assert archive_manifest(have, replace(ANSWERED, releases=True)).missing == ()


def test_the_index_lists_everything_but_the_frame_and_counts_its_pages() -> None:
    manifest = archive_manifest([paper(key) for key in [*ALWAYS, *REPLY]], ANSWERED)
    assert {entry.piece.key for entry in manifest.listed} == {*ALWAYS, *REPLY} - {
        "cover",
        "index",
        "file_note",
    }
    assert manifest.pages == 2 * len(manifest.listed)


def test_a_row_as_json() -> None:
    entry = archive_manifest([paper("reply", number="清自然资公开复〔2026〕1号")], ANSWERED).entries[0]
    assert entry.as_json() == {
        "ordinal": 1,
        "part": "reply",
        "piece": "reply",
        "label": "答复书",
        "title": "题名",
        "number": "清自然资公开复〔2026〕1号",
        "author": "",
        "on": "2026-03-10",
        "pages": 2,
        "note": "",
    }


def paper(piece: str, **changes: object) -> Paper:
    plain = Paper(key=piece, piece=piece, title="题名", on=DAY, pages=2)
    return replace(plain, **changes)  # type: ignore[arg-type]
