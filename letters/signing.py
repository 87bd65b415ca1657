"""Signing a finished letter: what a signer is, and which one this installation has.

Signing happens after the PDF is made and outside any transaction. What cannot be signed stays promised: the outbox
tries again, and nothing unsigned leaves in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

ROOTS = "ca.pem"
"""The file of `SIGNING_DIR` with the certificates that are trusted when a signature is examined."""


class SigningFailed(Exception):
    """The letter could not be signed. Its text says why and names nobody; `doctor` finds the same."""


@dataclass(frozen=True)
class SealPlace:
    """Where the seal stands: page (from 0) and box in points from the lower left (left, bottom, right, top)."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class SigningOrder:
    """Whose signature is wanted. `name`: what the agency is called; the certificate must bear it.

    `seal` (PNG) at `place` is what the signature looks like; without either it is not visible. `moment`: now.
    """

    agency_code: str
    name: str
    moment: datetime
    seal: bytes | None = None
    place: SealPlace | None = None


@dataclass(frozen=True)
class SignedPdf:
    """A signed file: who signed, under which serial number, when, and whether an authority proves the time."""

    pdf: bytes
    signer: str
    serial: str
    at: datetime
    timestamped: bool

    def as_json(self) -> dict[str, Any]:
        """What is kept of it beside the file (`Sealed.signature`)."""
        return {
            "signer": self.signer,
            "serial": self.serial,
            "at": self.at.isoformat(),
            "timestamped": self.timestamped,
        }


class Signer(Protocol):
    """A way to sign PDF files for agencies: keys in files (`letters.pades`), or an office's own seal server, SM2
    included, behind these three methods."""

    def signs_for(self, agency_code: str) -> bool:
        """Whether it has a key for this agency: without one the agency's letters are not signed."""
        ...

    def sign(self, pdf: bytes, order: SigningOrder) -> SignedPdf:
        """The signed file, verified before it is handed back. Raises `SigningFailed`."""
        ...

    def problems(self, agency_code: str, name: str, moment: datetime) -> list[str]:
        """What keeps it from signing for this agency or soon will, in sentences; without signing anything."""
        ...


def configured_signer() -> Signer | None:
    """The signer of the setting `SIGNER`; None where it is empty: no letter is signed."""
    return cast(Signer, import_string(settings.SIGNER)()) if settings.SIGNER else None
