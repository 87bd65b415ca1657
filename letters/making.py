"""From a frozen context to the file that leaves the house: rendered, sealed, signed. Outside any transaction."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from letters.context import LetterContext
from letters.signing import Signer, SigningFailed, SigningOrder, configured_signer
from requests_app.models import Agency, AgencySeal
from requests_app.selectors.signatures import has_signed

logger = logging.getLogger(__name__)
KEY_GONE = "以前的文书有电子签名，现在找不到签名密钥，新的文书签名以前不能送出"


@dataclass(frozen=True)
class Made:
    """A finished letter; `signature` as `Sealed.signature`, empty where the agency has no key."""

    pdf: bytes
    pages: int
    signature: Mapping[str, Any]


def make_pdf(context: LetterContext, agency: Agency, seal: AgencySeal | None) -> Made:
    """The letter, signed where the agency has a key or ever signed: then the signature shows the seal,
    else the page does.

    Raises `SigningFailed`: a letter that should be signed never comes out unsigned.
    """
    from letters.render import render_pdf  # WeasyPrint is heavy: only whoever makes letters loads it

    words = context.canonical_json().encode()
    picture = bytes(seal.picture) if seal is not None else None
    signer = configured_signer()
    if signer is None or not must_sign(signer, agency):
        plain = render_pdf(context.kind, context, seal=picture, json_attachment=words)
        return Made(plain.pdf, plain.pages, {})
    rendered = render_pdf(context.kind, context, json_attachment=words, to_sign=picture is not None)
    order = SigningOrder(agency.code, context.agency.name, timezone.now(), picture, rendered.seal_place)
    try:
        if not signer.signs_for(agency.code):
            raise SigningFailed(KEY_GONE)
        signed = signer.sign(rendered.pdf, order)
    except SigningFailed as failed:
        # Its text names no addressee, and the outbox keeps no texts.
        logger.error("a letter of %s could not be signed and stays promised: %s", agency.code, failed)
        raise
    return Made(signed.pdf, rendered.pages, signed.as_json())


def must_sign(signer: Signer, agency: Agency) -> bool:
    """Whether a letter of this agency is to be signed: it has a key, or it signed before. A key that is gone is a
    fault and no decision; that is made in the settings `SIGNER` and `UNSIGNED_AGENCIES`."""
    if signer.signs_for(agency.code):
        return True
    return agency.code not in settings.UNSIGNED_AGENCIES and has_signed(agency)


def verification_address(code: str) -> str:
    """What the picture on a letter leads to; the code alone where nobody said under which address we are reached."""
    if not settings.PUBLIC_URL:
        return code
    return f"{settings.PUBLIC_URL}{reverse('letters:verify')}?code={code}"
