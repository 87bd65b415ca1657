"""What belongs in the file of a case, and in which order (law.md 8): values in, rows out, no paper made here.

The parts and their order are `rules.retention.FILE_ORDER`; a part holds one or several pieces. Which pieces a file
must hold follows from what happened in the case. What is missing is named, never silently left out: the 备考表
says so to whoever opens the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from requests_app.rules.retention import FILE_ORDER


@dataclass(frozen=True)
class Outline:
    """What happened in the case, as far as it decides what the file must hold.

    `answered`: a reply (or the notice of a lapse) was issued. `searched`: an item was answered with "does not
    exist". `releases`: an item hands something out; `copies`: copies went along with the letter.
    """

    channel: str
    answered: bool = False
    withdrawn: bool = False
    correction_asked: bool = False
    corrected: bool = False
    consulted: bool = False
    extended: bool = False
    found_excessive: bool = False
    reasons_asked: bool = False
    delayed: bool = False
    searched: bool = False
    releases: bool = False
    copies: bool = False
    fee: bool = False
    disputed: bool = False


def _always(outline: Outline) -> bool:
    return True


def _never(outline: Outline) -> bool:
    return False


@dataclass(frozen=True)
class Piece:
    """One kind of paper: stable key, part of the file it stands in, Chinese name, and when it must be there."""

    key: str
    part: str
    label: str
    needed: Callable[[Outline], bool] = _never


PIECES: tuple[Piece, ...] = (
    Piece("cover", "cover", "封面", _always),
    Piece("index", "index", "卷内目录", _always),
    Piece("application", "application", "申请表", _always),
    Piece("identity_proof", "application", "身份证明", _always),
    Piece("envelope", "application", "信封", lambda case: case.channel in {"post", "letter"}),
    Piece("receipt_proof", "application", "收件凭据"),
    Piece("intake_receipt", "receipt", "统一受理回执"),
    Piece("receipt", "receipt", "登记回执", _always),
    Piece("registration_form", "registration_form", "登记表", _always),
    Piece("correction_notice", "correction", "补正告知书", lambda case: case.correction_asked),
    Piece("correction", "correction", "补正材料", lambda case: case.corrected),
    Piece("reasons_request", "correction", "说明理由告知书", lambda case: case.reasons_asked),
    Piece("reasons", "correction", "说明理由的材料"),
    Piece("consultation", "consultation", "征求意见书及答复", lambda case: case.consulted),
    Piece("extension_approval", "extension", "延期呈批表", lambda case: case.extended),
    Piece("extension_notice", "extension", "延期答复告知书", lambda case: case.extended),
    Piece("changed_date_notice", "extension", "期限变更告知书"),
    Piece("delay_approval", "extension", "延迟答复呈批表", lambda case: case.delayed),
    Piece("delay_notice", "extension", "延迟答复告知书", lambda case: case.delayed),
    Piece("search_record", "search_record", "检索记录", lambda case: case.searched),
    Piece("excess_record", "approval", "申请数量、频次认定及判断记录", lambda case: case.found_excessive),
    Piece("approval_form", "approval", "呈批表", lambda case: case.answered),
    Piece("secrecy_review", "approval", "保密审查意见", lambda case: case.answered and case.releases),
    Piece("joint_minutes", "approval", "联合会商纪要"),
    Piece("contact_record", "approval", "指导、释明、沟通记录"),
    Piece("evidence", "approval", "办理材料"),
    Piece("reply", "reply", "答复书", lambda case: case.answered),
    Piece("reply_draft", "reply", "答复书定稿", lambda case: case.answered),
    Piece("withdrawal_paper", "reply", "撤回申请书"),
    Piece("withdrawal_notice", "reply", "撤回告知书", lambda case: case.withdrawn),
    Piece("released_copy", "copies", "提供的信息副本", lambda case: case.copies),
    Piece("proof_of_service", "proof_of_service", "送达回证", lambda case: case.answered),
    Piece("fee", "fee", "收费通知及缴费凭证", lambda case: case.fee),
    Piece("dispute", "dispute", "行政复议、行政诉讼材料", lambda case: case.disputed),
    Piece("file_note", "file_note", "备考表", _always),
)
"""Every kind of paper, in the order of the file. A withdrawal ends the case as a reply does and stands there."""

FRAME = frozenset({"cover", "index", "file_note"})
"""What frames the file: made last, and not listed in the 卷内目录 itself."""

_PLACES = {piece.key: place for place, piece in enumerate(PIECES)}
_PIECES = {piece.key: piece for piece in PIECES}


@dataclass(frozen=True)
class Paper:
    """One paper of the file. `key` identifies its content for the caller; `covers` are further pieces that it is
    at the same time (the approval form that carries the secrecy review)."""

    key: str
    piece: str
    title: str
    number: str = ""
    author: str = ""
    on: date | None = None
    pages: int | None = None
    note: str = ""
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """One row of the manifest: its place in the file (from 1), what kind of paper it is, and the paper."""

    ordinal: int
    piece: Piece
    paper: Paper

    def as_json(self) -> dict[str, Any]:
        """The row as JSON values."""
        paper = self.paper
        return {
            "ordinal": self.ordinal,
            "part": self.piece.part,
            "piece": self.piece.key,
            "label": self.piece.label,
            "title": paper.title,
            "number": paper.number,
            "author": paper.author,
            "on": paper.on.isoformat() if paper.on else None,
            "pages": paper.pages,
            "note": paper.note,
        }


@dataclass(frozen=True)
class Manifest:
    """The file in order, and the pieces that should be in it and are not."""

    entries: tuple[Entry, ...]
    missing: tuple[Piece, ...]

    @property
    def listed(self) -> tuple[Entry, ...]:
        """The papers that the 卷内目录 lists: all but those that frame the file."""
        return tuple(entry for entry in self.entries if entry.piece.key not in FRAME)

    @property
    def pages(self) -> int:
        """Pages of the listed papers; a file without pages (a table, a picture without count) counts none."""
        return sum(entry.paper.pages or 0 for entry in self.listed)

    @property
    def missing_text(self) -> str:
        """The missing pieces in a row: 身份证明、送达回证; "" when the file is complete."""
        return "、".join(piece.label for piece in self.missing)


def archive_manifest(papers: Iterable[Paper], outline: Outline) -> Manifest:
    """Put the papers in the order of the file and name what is missing.

    Within one kind the older paper comes first, undated ones last; otherwise the given order stays.
    Raises KeyError for a paper of an unknown kind.
    """
    ordered = sorted(papers, key=lambda paper: (_PLACES[paper.piece], paper.on or date.max))
    entries = tuple(
        Entry(ordinal, _PIECES[paper.piece], paper) for ordinal, paper in enumerate(ordered, start=1)
    )
    there = {paper.piece for paper in ordered} | {key for paper in ordered for key in paper.covers}
    missing = tuple(piece for piece in PIECES if piece.needed(outline) and piece.key not in there)
    return Manifest(entries, missing)


if [piece.part for piece in PIECES] != sorted(
    (piece.part for piece in PIECES), key=[part.key for part in FILE_ORDER].index
):
    raise RuntimeError("PIECES must follow the order of the file in rules.retention")
