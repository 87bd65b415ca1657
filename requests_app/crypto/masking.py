"""Showing enough of a personal detail to recognise it, and no more."""

_HIDDEN = "****"


def mask_name(name: str) -> str:
    """Name of a person: the first character (`王**`)."""
    plain = name.strip()
    return plain[:1] + "*" * (len(plain) - 1) if len(plain) > 1 else "*" * len(plain)


def mask_id_number(number: str) -> str:
    """Identity or credit number: the first three and last four characters (`110***********1234`)."""
    return _keep_ends(number, first=3, last=4)


def mask_phone(phone: str) -> str:
    """Telephone number: the first three and last four digits (`138****5678`)."""
    return _keep_ends(phone, first=3, last=4)


def mask_email(email: str) -> str:
    """E-mail address: the first character and the domain (`w****@example.cn`)."""
    name, at, domain = email.strip().rpartition("@")
    return f"{name[:1]}{_HIDDEN}@{domain}" if at else _keep_ends(email, first=1, last=0)


def mask_address(address: str) -> str:
    """Postal address: the first six characters, usually province and city (`某省某市某区****`)."""
    plain = address.strip()
    shown = plain[: min(6, len(plain) // 2)]
    return f"{shown}{_HIDDEN}" if plain else ""


def _keep_ends(value: str, first: int, last: int) -> str:
    """Stars in the middle; of a short value only the last character, so that stars always hide the most."""
    plain = value.strip()
    if len(plain) < first + last + 4:
        return "*" * (len(plain) - 1) + plain[-1:] if len(plain) > 1 else "*" * len(plain)
    end = plain[len(plain) - last :] if last else ""
    return plain[:first] + "*" * (len(plain) - first - last) + end
