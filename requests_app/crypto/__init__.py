"""Encrypted fields, fingerprints, query codes, masks. Knows no model."""

from requests_app.crypto.fields import EncryptedCharField, EncryptedTextField, SensitiveText
from requests_app.crypto.keys import UndecryptableValue, decrypt, encrypt, reencrypt, sign
from requests_app.crypto.masking import mask_address, mask_email, mask_id_number, mask_phone
from requests_app.crypto.search_keys import check_query_code, fingerprint, hash_query_code, new_query_code

__all__ = [
    "EncryptedCharField",
    "EncryptedTextField",
    "SensitiveText",
    "UndecryptableValue",
    "check_query_code",
    "decrypt",
    "encrypt",
    "fingerprint",
    "hash_query_code",
    "mask_address",
    "mask_email",
    "mask_id_number",
    "mask_phone",
    "new_query_code",
    "reencrypt",
    "sign",
]
