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
    Piece("delay_approval", "extension", "延迟答复呈批表", lambda case: case.delayed),
    Piece("delay_notice", "extension", "延迟答复告知书", lambda case: case.delayed),
    Piece("search_record", "search_record", "检索记录", lambda case: case.searched),
    Piece("excess_record", "approval", "申请数量、频次认定及判断记录", lambda case: case.found_excessive),
    Piece("approval_form", "approval", "呈批表", lambda case: case.answered),
    Piece("secrecy_review", "approval", "保密审查意见", lambda case: case.answered and case.releases),
    Piece("contact_record", "approval", "指导、释明、沟通记录"),
