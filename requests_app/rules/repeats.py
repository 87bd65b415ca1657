"""Is an application a repeated one (重复申请)? Only after the first reply reached the applicant (Art. 36(6)).

The law knows no refusal to register: whatever is found here is a hint to the desk, and the reply "repeated" goes
through approval like every other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app.rules.legal_basis import regulation

REPEATED = regulation(36, item=6)


@dataclass(frozen=True)
class Standing:
    """How an earlier application on the same information bears on this one: `answers` tells whether its reply may
    be the first reply of a repeated application; `words` say so in Chinese, with the provision."""

    code: str
    words: str
    answers: bool = False


def standing(
    *,
    ended: bool,
    elsewhere: bool,
    issued_on: date | None,
    served_on: date | None,
    received_on: date,
) -> Standing:
    """How an earlier application of the same applicant stands, seen from one received on `received_on`.

    `ended`: nothing more is to be done on it; `elsewhere`: it was handled before this system; `issued_on` and
    `served_on` are the days of its reply, None before there is one. Who asks again before the first reply was
    served has not been told yet: that application is not a repeated one.
    """
    basis = REPEATED.short()
    if issued_on is None:
        return _unanswered(ended=ended, elsewhere=elsewhere, basis=basis)
    if served_on is None:
        return Standing("unserved", f"前次答复还没有送达，本次不是重复申请（{basis}）")
    if served_on >= received_on:
        return Standing("served_later", f"收到本次申请时前次答复还没有送达，本次不是重复申请（{basis}）")
    return Standing("served", f"前次答复已在本次申请以前送达，可能是重复申请（{basis}）", answers=True)


def _unanswered(*, ended: bool, elsewhere: bool, basis: str) -> Standing:
    if elsewhere and ended:
        return Standing("elsewhere", f"前次申请在本系统以前办结，请核对答复和送达证明（{basis}）")
    if ended:
        return Standing("never_answered", f"前次申请没有答复就已结束，本次不是重复申请（{basis}）")
    return Standing("pending", f"前次申请还没有答复，本次不是重复申请（{basis}）")
