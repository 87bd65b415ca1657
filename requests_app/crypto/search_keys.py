"""Finding without decrypting: blind index and query code."""

import hmac
import re
import secrets
import unicodedata

from requests_app.crypto.keys import sign

# No 0/O/Q/D, 1/I/L, 2/Z, 5/S, 8/B, U/V: none of these is mistaken for another on paper or by telephone.
QUERY_CODE_ALPHABET = "34679ACEFGHJKMNPRTVWXY"
_GROUPS, _GROUP_LENGTH = 4, 4  # 22 ** 16 ≈ 2 ** 71: more than the 60 random bits that are required
_BREAKS = re.compile(r"[\s\-‐-―－_.·]+")


def fingerprint(value: str, purpose: str) -> str:
    """A keyed fingerprint (64 hex characters) by which equal values are found without being readable.

    Width, case, spaces and hyphens do not matter, so an identity number matches however it was typed. The
    same value has another fingerprint for another `purpose`. Blank has none: "".
    """
    plain = _normal(value)
    return sign(f"fingerprint:{purpose}", plain.encode()) if plain else ""


def new_query_code() -> str:
    """A fresh random query code (查询码) such as `7KMN-A3FX-9RTP-CJ4W`, in groups for reading aloud."""
    groups = (
        "".join(secrets.choice(QUERY_CODE_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


def hash_query_code(code: str) -> str:
    """What is stored of a query code. A keyed hash is enough: the code is random, not chosen by a person."""
    return sign("query-code", _normal(code).encode())


def check_query_code(code: str, stored_hash: str) -> bool:
    """Whether `code` belongs to `stored_hash`, in a time that does not depend on the answer.

    For a number that does not exist pass "" as the hash: the work is the same and the answer is False.
    """
    matches = hmac.compare_digest(hash_query_code(code).encode(), stored_hash.encode())
    return matches and bool(_normal(code))


def _normal(value: str) -> str:
    return _BREAKS.sub("", unicodedata.normalize("NFKC", value)).upper()
