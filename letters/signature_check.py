"""Whether a signed letter is whole, who signed it and when: by the file and the trusted certificates alone.

No database, no network, no Django: `verify_letter` runs where there is only the file, the signer uses it on what it
just made, and the public page runs it in a process of its own (`letters.signature_process`).
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from letters.examined import Examined, Verdict
from letters.own_loop import in_own_loop
from requests_app.verification_codes import code_in

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

ATTACHMENT = "context.json"
LONGEST_ATTACHMENT = 2 * 1024 * 1024
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
STAMPED, NOT_STAMPED = "加盖机关印章，附时间戳", "加盖机关印章，未附时间戳"
"""The reason that a signature states. The signature covers it, and does not cover its time stamp: by this word a stamp
that was taken out is missed."""
LEEWAY = timedelta(minutes=5)
"""Clocks of different machines differ."""


def load_roots(path: Path) -> list[x509.Certificate]:
    """The trusted certificates of a PEM or DER file. Raises OSError or ValueError."""
    content = path.read_bytes()
    if not pem.detect(content):
        return [x509.Certificate.load(content)]
    return [x509.Certificate.load(body) for _, _, body in pem.unarmor(content, multiple=True)]


def names_in(certificate: x509.Certificate) -> set[str]:
    """The names of organisation and person that the certificate is made out to."""
    parts = certificate.subject.native
    named = (parts.get(key) for key in ("organization_name", "organizational_unit_name", "common_name"))
    return {name for value in named for name in ([value] if isinstance(value, str) else value or ())}


def examine(pdf: bytes, roots: Sequence[x509.Certificate], now: datetime) -> Examined:
    """Look at a file, from the bytes outwards. Never raises: whatever a file holds, there is an answer."""
    if not pdf.startswith(b"%PDF-"):
        return Examined(Verdict.DAMAGED, "这不是 PDF 文件。")
    try:
        signatures = list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
    except Exception:  # whatever a broken file makes of the reader
        return Examined(Verdict.DAMAGED, "文件已损坏，不能读取。")
    if not signatures:
        # What an unsigned file says of itself proves nothing; the code says which letter it wants to be.
        return Examined(Verdict.NOT_SIGNED, "文件没有电子签名。", code=_letter_in(pdf).get("code", ""))
    try:
        return _judge(pdf, signatures, roots, now)
    except Exception:
        return Examined(Verdict.CHANGED, "签名数据已被改动，不能读取。")


def _judge(
    pdf: bytes, signatures: Sequence[EmbeddedPdfSignature], roots: Sequence[x509.Certificate], now: datetime
) -> Examined:
    first = signatures[0]
    who = _told_of(first.signer_cert)
    status = _validate(first, roots, now)
    if not (status.intact and status.valid) or not _is_filled(pdf, first):
        return Examined(Verdict.CHANGED, "文件在签名后被改动过。", **who)
    if len(signatures) > 1 or status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return Examined(Verdict.CHANGED, "签名后又有内容追加到文件中。", **who)
    stamp = status.timestamp_validity
    if stamp is None and str(first.sig_object.get("/Reason", "")) == STAMPED:
        return Examined(Verdict.CHANGED, "签名注明附有时间戳，但时间戳已被去掉。", **who)
    if stamp is not None:
        # The time is proved: whether the certificates held is a question of that moment, not of today.
        status = _validate(first, roots, stamp.timestamp)
        stamp = status.timestamp_validity
    claimed = stamp.timestamp if stamp is not None else first.self_reported_timestamp
    who["at"] = claimed.isoformat() if claimed else ""
    if not status.trusted:
        verdict, words = _distrust(first, roots, status, now)
        return Examined(verdict, words, **who)
    if stamp is not None and not (stamp.intact and stamp.valid and stamp.trusted):
        return Examined(Verdict.BAD_TIMESTAMP, "时间戳不是由可信的机构签发的。", **who)
    if claimed is None or claimed > now + LEEWAY:
        return Examined(Verdict.BAD_TIMESTAMP, "签名时间缺失，或者晚于现在。", **who)
    if stamp is not None:
        who["timestamped_by"] = _shown_name(stamp.signing_cert)
    return _compare(pdf, first.signer_cert, who)


def _compare(pdf: bytes, certificate: x509.Certificate, who: dict[str, str]) -> Examined:
    """The signature holds: is the file a letter, and one of the agency that signed it?"""
    letter = _letter_in(pdf)
    if not letter:
        return Examined(Verdict.NOT_A_LETTER, "签名有效，但文件不是本系统制作的文书。", **who)
    # The agency's name alone: the file says of itself who answers for the agency, and whoever signs wrote the file.
    if letter["agency"] not in names_in(certificate):
        words = f"签名有效，但签名人“{who['signer']}”不是文书的发文机关“{letter['agency']}”。"
        return Examined(Verdict.OTHER_SIGNER, words, **who, **letter)
    return Examined(Verdict.VALID, "签名有效，签名后没有改动。", **who, **letter)


def _validate(
    signature: EmbeddedPdfSignature, roots: Iterable[x509.Certificate], moment: datetime
) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=moment)
    return in_own_loop(
        lambda: validate_pdf_signature(signature, context, key_usage_settings=USAGE, skip_diff=True)
    )


def _distrust(
    signature: EmbeddedPdfSignature,
    roots: Sequence[x509.Certificate],
    status: PdfSignatureStatus,
    now: datetime,
) -> tuple[Verdict, str]:
    """Why the signer is not believed: nobody known vouches for him, or his certificate has run out."""
    end = signature.signer_cert.not_valid_after
    over = status.timestamp_validity is None and end < now
    if over and _validate(signature, roots, end - timedelta(seconds=1)).trusted:
        words = f"签名人的证书已于{end.date().isoformat()}过期，又没有时间戳，不能证明是在此之前签名的。"
        return Verdict.EXPIRED, words
    return Verdict.UNKNOWN_SIGNER, "签名人的证书不是由可信的机构签发的，不能确认是谁签名。"


def _is_filled(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the room reserved for the signature, which it cannot cover itself, holds it as it was written (capital
    digits, then zeros) and nothing else: the message has no part that nobody signs but a time stamp."""
    start, length, end, _ = (int(number) for number in signature.byte_range)
    message = cms.ContentInfo({"content_type": "signed_data", "content": signature.signed_data})
    written = b"<" + message.dump().hex().upper().encode()
    room = pdf[start + length : end]
    if not room.startswith(written) or room[len(written) :].strip(b"0") != b">" or room[-1:] != b">":
        return False
    loose = signature.signer_info["unsigned_attrs"].native or []
    return [one["type"] for one in loose] in ([], ["signature_time_stamp_token"])


def _told_of(certificate: x509.Certificate) -> dict[str, str]:
    return {
        "signer": _shown_name(certificate),
        "issuer": _shown_name(certificate, issuer=True),
        "serial": f"{certificate.serial_number:X}",
    }


def _shown_name(certificate: x509.Certificate, *, issuer: bool = False) -> str:
    parts = (certificate.issuer if issuer else certificate.subject).native
    name = parts.get("common_name") or parts.get("organization_name") or ""
    return name if isinstance(name, str) else "、".join(name)


def _letter_in(pdf: bytes) -> dict[str, str]:
    """What the embedded JSON says for machines. Empty where there is nothing that can be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            content = opened.attachments[ATTACHMENT].get_file().read_bytes()
        if len(content) > LONGEST_ATTACHMENT:
            return {}
        data: dict[str, Any] = json.loads(content)
        agency = data["agency"]
        return {
            "agency": str(agency["name"]),
            "number": str(data["number"]),
            "issued_on": str(data["issued_on"]),
            "code": code_in(data.get("verification") or ""),
        }
    except Exception:  # an attachment is whatever somebody put there
        return {}
