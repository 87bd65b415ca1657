"""What the look at a signed file found: plain values, so that pages need not load the library that looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a file is; everything but VALID is a break."""

    VALID = "valid"
    DAMAGED = "damaged"
    NOT_SIGNED = "not_signed"
    CHANGED = "changed"
    UNKNOWN_SIGNER = "unknown_signer"
    EXPIRED = "expired"
    BAD_TIMESTAMP = "bad_timestamp"
    NOT_A_LETTER = "not_a_letter"
    OTHER_SIGNER = "other_signer"


@dataclass(frozen=True)
class Examined:
    """The result: `words` is the sentence for people. `at` (ISO) is proved by `timestamped_by`, or the signer's own
    word where that is empty. Number and date are what the letter says for machines; `code` its verification code."""

    verdict: Verdict
    words: str
    signer: str = ""
    issuer: str = ""
    serial: str = ""
    at: str = ""
    timestamped_by: str = ""
    agency: str = ""
    number: str = ""
    issued_on: str = ""
    code: str = ""

    def as_json(self) -> dict[str, str]:
        """The result as JSON values; `Examined.from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Examined:
        """What `as_json` gave."""
        return cls(**{**data, "verdict": Verdict(data["verdict"])})  # type: ignore[arg-type]
