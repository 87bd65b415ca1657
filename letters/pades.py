"""Signing with keys in files: PAdES B-B, with an authority's time stamp B-T (pyHanko).

In the folder `SIGNING_DIR`: `CODE.p12` holds key and certificate of the agency with this code, `ca.pem` the
certificates that are trusted, `tsa.p12` (demonstration and tests only) a key that stamps the time without network.
"""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import x509
from django.conf import settings
from PIL import Image
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.stamp import StaticStampStyle

from letters.examined import Verdict
from letters.own_loop import in_own_loop
from letters.signature_check import NOT_STAMPED, STAMPED, examine, load_roots, names_in
from letters.signing import ROOTS, SealPlace, SignedPdf, SigningFailed, SigningOrder
from requests_app.dates import CHINA

FIELD = "AgencySeal"
LOCAL_TSA = "tsa.p12"
WARNED_BEFORE = timedelta(days=30)
TSA_TIMEOUT = 15
"""Seconds."""

_CODE = re.compile(r"[\w-]+")


class _SignerAt(signers.PdfSigner):
    """Signs as of a given moment: pyHanko asks the machine's clock."""

    def __init__(self, moment: datetime, *args: Any, **kwargs: Any) -> None:
        self._moment = moment
        super().__init__(*args, **kwargs)

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        """As pyHanko's, at the given moment."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._moment
        return session


class PadesSigner:
    """A `Signer` with keys in files. `tsa_url` "": no authority is asked for the time."""

    def __init__(self, folder: Path, passphrase: str = "", tsa_url: str = "") -> None:
        self._folder = folder
        self._passphrase = passphrase
        self._tsa_url = tsa_url

    def signs_for(self, agency_code: str) -> bool:
        """Whether there is a key file for this agency."""
        return bool(_CODE.fullmatch(agency_code)) and self._file(agency_code).is_file()

    def sign(self, pdf: bytes, order: SigningOrder) -> SignedPdf:
        """The signed file, looked at as everybody will look at it. Raises `SigningFailed`."""
        key = self._key(order.agency_code)
        faults = _faults(_certificate(key), order.name, order.moment)
        if faults:
            raise SigningFailed(faults[0])
        moment = order.moment.astimezone(CHINA)
        try:
            signed = self._signed(pdf, key, order, moment)
        except (
            Exception
        ) as error:  # the time stamp authority, a certificate it cannot use, a key it cannot read
            raise SigningFailed(f"签名没有完成（{type(error).__name__}：{error}）。") from error
        seen = examine(signed, self._roots(), order.moment)
        if seen.verdict is not Verdict.VALID:
            raise SigningFailed(f"签名后核对未通过：{seen.words}")
        return SignedPdf(
            signed, seen.signer, seen.serial, datetime.fromisoformat(seen.at), bool(seen.timestamped_by)
        )

    def problems(self, agency_code: str, name: str, moment: datetime) -> list[str]:
        """What is wrong with the key of this agency, the trusted certificates or the time stamp."""
        try:
            certificate = _certificate(self._key(agency_code))
            self._roots()
        except SigningFailed as failed:
            return [str(failed)]
        found = _faults(certificate, name, moment)
        if not found and certificate.not_valid_after - moment < WARNED_BEFORE:
            found.append(f"证书将于{certificate.not_valid_after.date().isoformat()}到期，请及时更换。")
        if self._file(agency_code).stat().st_mode & 0o077:
            found.append(f"密钥文件 {self._file(agency_code)} 其他账号可以读取，请执行 chmod 600。")
        if not self._tsa_url:
            local = (self._folder / LOCAL_TSA).is_file()
            found.append(
                "时间戳由本机签发，仅供演示。"
                if local
                else "没有设置 SIGNING_TSA_URL，签名时间没有时间戳证明。"
            )
        return found

    def _file(self, agency_code: str) -> Path:
        return self._folder / f"{agency_code}.p12"

    def _key(self, agency_code: str) -> signers.SimpleSigner:
        return self._load(self._file(agency_code))

    def _load(self, path: Path) -> signers.SimpleSigner:
        try:
            passphrase = self._passphrase.encode() or None
            content = path.read_bytes()
            key: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(content, [], passphrase)
            return key
        except (OSError, ValueError) as error:
            words = f"密钥文件 {path} 不能读取，请核对文件和 SIGNING_PASSPHRASE。"
            raise SigningFailed(words) from error

    def _roots(self) -> list[x509.Certificate]:
        path = self._folder / ROOTS
        try:
            return load_roots(path)
        except (OSError, ValueError) as error:
            raise SigningFailed(f"可信证书文件 {path} 不能读取。") from error

    def _signed(self, pdf: bytes, key: signers.SimpleSigner, order: SigningOrder, moment: datetime) -> bytes:
        stamper = self._timestamper(moment)
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=STAMPED if stamper is not None else NOT_STAMPED,
        )
        visible = order.seal is not None and order.place is not None
        place = order.place if visible and order.place else SealPlace(0, (0, 0, 0, 0))
        field = fields.SigFieldSpec(
            FIELD,
            on_page=place.page,
            box=tuple(map(round, place.box)) if visible else None,  # type: ignore[arg-type]
            readable_field_name=f"{order.name}印章",
        )
        signer = _SignerAt(
            moment,
            metadata,
            key,
            timestamper=stamper,
            stamp_style=_look(order.seal) if order.seal and visible else None,
            new_field_spec=field,
        )
        written = in_own_loop(lambda: signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))))
        return bytes(written.getvalue())

    def _timestamper(self, moment: datetime) -> TimeStamper | None:
        if self._tsa_url:
            secure = self._tsa_url.startswith("https:")
            return HTTPTimeStamper(self._tsa_url, https=secure, timeout=TSA_TIMEOUT)
        if not (self._folder / LOCAL_TSA).is_file():
            return None
        key = self._load(self._folder / LOCAL_TSA)
        return DummyTimeStamper(key.signing_cert, key.signing_key, key.cert_registry, fixed_dt=moment)


def _certificate(key: signers.SimpleSigner) -> x509.Certificate:
    assert key.signing_cert is not None
    return key.signing_cert


def _faults(certificate: x509.Certificate, name: str, moment: datetime) -> list[str]:
    """Why nobody should believe a signature with this certificate."""
    faults = []
    if name not in names_in(certificate):
        faults.append(f"证书的名称（{'、'.join(sorted(names_in(certificate)))}）不是“{name}”。")
    if not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        ends = certificate.not_valid_before.date(), certificate.not_valid_after.date()
        faults.append(f"证书的有效期是{ends[0].isoformat()}至{ends[1].isoformat()}，现在不能使用。")
    return faults


def _look(seal: bytes) -> StaticStampStyle:
    """The seal alone, filling its place."""
    middle, none = layout.AxisAlignment.ALIGN_MID, layout.Margins(0, 0, 0, 0)
    return StaticStampStyle(
        border_width=0,
        background=PdfImage(Image.open(io.BytesIO(seal)), name="Seal"),
        background_layout=layout.SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=none),
    )


def from_settings() -> PadesSigner:
    """The signer of this installation (`SIGNING_DIR`, `SIGNING_PASSPHRASE`, `SIGNING_TSA_URL`)."""
    return PadesSigner(settings.SIGNING_DIR, settings.SIGNING_PASSPHRASE, settings.SIGNING_TSA_URL)
