"""The certificates of a demonstration: an authority of its own, a key for each agency, a key that stamps the time.

Everything lies in `var/signing/`, which is never committed, for its owner's eyes only. Nobody outside this clone
trusts any of it: an office brings the keys that its government's authority gave it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_curve_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as new_rsa_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY = "演示用证书颁发机构（不作任何证明）"
TIME_STAMPER = "演示用时间戳（不作任何证明）"
BEFORE, AFTER = timedelta(days=3 * 365), timedelta(days=10 * 365)

Key = EllipticCurvePrivateKey | RSAPrivateKey


@dataclass(frozen=True)
class Authority:
    """The demonstration's own authority."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey

    def vouch(self, name: str, key: Key, now: datetime, *, stamps_time: bool = False) -> x509.Certificate:
        """A certificate for this name: to sign papers, or to stamp the time."""
        usage = _usage(digital_signature=True, content_commitment=not stamps_time)
        made = _builder(name, key, self.certificate.subject, now)
        made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        made = made.add_extension(usage, critical=True)
        if stamps_time:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            made = made.add_extension(purpose, critical=True)
        return made.sign(self.key, SHA256())


def new_authority(now: datetime, name: str = AUTHORITY) -> Authority:
    """An authority that nobody knows yet."""
    key = new_curve_key(SECP256R1())
    made = _builder(name, key, _name(name), now)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    made = made.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
    return Authority(made.sign(key, SHA256()), key)


def prepare(folder: Path, agencies: Iterable[tuple[str, str]], now: datetime, passphrase: str = "") -> None:
    """Make what is missing in `folder` for these agencies (code, name). What is there is left alone; where an office
    put certificates of its own, nothing is made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _authority(folder, now)
    if authority is None:
        return
    for code, name in agencies:
        key = new_curve_key(SECP256R1())
        _keep_pair(folder / f"{code}.p12", key, authority.vouch(name, key, now), authority, passphrase)
    stamper = new_rsa_key(65537, 2048)  # the only kind that pyHanko's local time stamp takes
    certificate = authority.vouch(TIME_STAMPER, stamper, now, stamps_time=True)
    _keep_pair(folder / "tsa.p12", stamper, certificate, authority, passphrase)


def _authority(folder: Path, now: datetime) -> Authority | None:
    certificate, key = folder / "ca.pem", folder / "ca.key.pem"
    if not certificate.exists():
        made = new_authority(now)
        _write(key, made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        _write(certificate, made.certificate.public_bytes(Encoding.PEM))
        return made
    if not key.exists():
        return None
    loaded = load_pem_private_key(key.read_bytes(), None)
    if not isinstance(loaded, EllipticCurvePrivateKey):
        return None
    return Authority(x509.load_pem_x509_certificate(certificate.read_bytes()), loaded)


def _keep_pair(
    path: Path, key: Key, certificate: x509.Certificate, authority: Authority, passphrase: str
) -> None:
    hidden: KeySerializationEncryption = NoEncryption()
    if passphrase:
        hidden = BestAvailableEncryption(passphrase.encode())
    if not path.exists():
        name = path.stem.encode()
        _write(path, serialize_key_and_certificates(name, key, certificate, [authority.certificate], hidden))


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _name(name: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "CN")
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)
    return x509.Name([country, organisation, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(name: str, key: Key, issuer: x509.Name, now: datetime) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder(issuer, _name(name), key.public_key(), x509.random_serial_number())
    return made.not_valid_before(now - BEFORE).not_valid_after(now + AFTER)


def _usage(**wanted: bool) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{use: wanted.get(use, False) for use in every})
