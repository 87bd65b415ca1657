"""Keys from the settings. Field keys encrypt and can be replaced; the audit key signs and must stay.

`settings.FIELD_KEYS` is a list of "id:key", newest first; the id is stored beside each value, so that a value
written under an older key is still read after a new key was put in front. `settings.AUDIT_KEY` is one secret
from which a separate key is derived for each purpose: a signature made for one can never serve another.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class UndecryptableValue(Exception):
    """No configured key opens a stored value: a key is missing from FIELD_KEYS, or the value was changed.

    The message names a configured key id at most, never the value.
    """


def encrypt(plain: str) -> str:
    """`plain` as "key id:token" under the newest key; blank stays blank (there is nothing to protect)."""
    if not plain:
        return plain
    key_id, fernet = next(iter(_fernets(tuple(settings.FIELD_KEYS)).items()))
    return f"{key_id}:{fernet.encrypt(plain.encode()).decode()}"


def decrypt(stored: str) -> str:
    """The plain text of a stored "key id:token": the named key first, then all others.

    Raises `UndecryptableValue` when none opens it.
    """
    if not stored:
        return stored
    fernets = _fernets(tuple(settings.FIELD_KEYS))
    key_id, _, token = stored.rpartition(":")
    for opener in (fernets.get(key_id), MultiFernet(fernets.values())):
        if opener is not None:
            try:
                return opener.decrypt(token.encode()).decode()
            except InvalidToken:
                continue
    # An unknown "key id" may be the beginning of a plain text: it is not repeated here.
    named = f"key {key_id!r}" if key_id in fernets else "a key that is not configured"
    raise UndecryptableValue(f"no key in FIELD_KEYS opens a value stored under {named}")


def reencrypt(stored: str) -> str:
    """The same value under the newest key; unchanged when it already is. For the rotation of keys."""
    newest = next(iter(_fernets(tuple(settings.FIELD_KEYS))))
    if not stored or stored.startswith(f"{newest}:"):
        return stored
    return encrypt(decrypt(stored))


def sign(purpose: str, message: bytes) -> str:
    """HMAC-SHA256 of `message`, 64 hex characters, under the key derived from AUDIT_KEY for `purpose`."""
    return hmac.new(_derived_key(settings.AUDIT_KEY, purpose), message, hashlib.sha256).hexdigest()


@lru_cache(maxsize=8)
def _fernets(entries: tuple[str, ...]) -> dict[str, Fernet]:
    """Key id → cipher, newest first. The messages name the place of a bad entry, never its text."""
    fernets: dict[str, Fernet] = {}
    for place, entry in enumerate(entries, start=1):
        key_id, colon, key = entry.partition(":")
        if not colon or not key_id or key_id in fernets:
            raise ImproperlyConfigured(f"FIELD_KEYS entry {place} must read id:key, each id once")
        try:
            fernets[key_id] = Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(f"FIELD_KEYS entry {place} holds no Fernet key") from error
    if not fernets:
        raise ImproperlyConfigured("FIELD_KEYS is empty: identity numbers and contacts cannot be stored")
    return fernets


@lru_cache(maxsize=64)
def _derived_key(secret: str, purpose: str) -> bytes:
    if not secret:
        raise ImproperlyConfigured("AUDIT_KEY is empty: nothing can be signed")
    return hmac.new(secret.encode(), f"derive:{purpose}".encode(), hashlib.sha256).digest()
