"""Model fields whose column holds ciphertext. Search by fingerprint (`crypto.search_keys`), not by value."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from requests_app.crypto.keys import decrypt, encrypt

if TYPE_CHECKING:
    _TextField = models.TextField[Any, Any]
else:
    _TextField = models.TextField  # Django's fields take type arguments only in the stubs


class SensitiveText(str):
    """Text that shows itself where it is meant to, but not in `repr`: tracebacks and logs stay clean."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'（加密内容）'" if self else "''"


class _SensitiveAttribute(DeferredAttribute):
    """Wraps whatever is assigned, so that a value is as discreet before it is saved as after it is read."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        wrapped = SensitiveText(value) if isinstance(value, str) else value
        instance.__dict__[self.field.attname] = wrapped


class EncryptedTextField(_TextField):
    """Text stored as "key id:token"; blank stays blank.

    Every lookup but `isnull` raises `FieldError`: the same text is stored differently each time, so a
    comparison in the database would find nothing and look as if nothing were there.
    """

    descriptor_class = _SensitiveAttribute

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt what the column holds."""
        return None if value is None else SensitiveText(decrypt(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Encrypt what is to be stored, under the newest key."""
        plain = super().get_db_prep_value(value, connection, prepared)
        return None if plain is None else encrypt(str(plain))

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull`; raises `FieldError` for everything else."""
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is encrypted and cannot be searched ({lookup_name}); use a fingerprint"
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Raises `FieldError`: nothing in the database can look inside."""
        raise FieldError(f"{self.name} is encrypted and cannot be transformed ({lookup_name})")


class EncryptedCharField(EncryptedTextField):
    """One line of encrypted text. `max_length` limits the plain text; the column holds more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def formfield(self, **kwargs: Any) -> Any:
        """One line; TextField would offer a text area."""
        return models.Field.formfield(self, **{"max_length": self.max_length, **kwargs})
