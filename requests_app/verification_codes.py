"""Codes by which anybody can ask whether an issued paper is genuine (核验码). They open nothing else."""

import re
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that a person reads as something else."""

LENGTH = 16
"""79 bits: nobody meets a paper by trying."""


def new_code() -> str:
    """A fresh code, without the hyphens it is printed with."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed_code(code: str) -> str:
    """The code in groups of four, as it stands on the paper."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def code_in(address: str) -> str:
    """The code at the end of what the picture on a paper says; "" where there is none."""
    found = re.search(r"[0-9A-Z]+$", address)
    return found.group() if found else ""


def typed_code(text: str) -> str | None:
    """The code that somebody typed or pasted, whatever case, width, spaces and hyphens; None if it cannot be one."""
    code = re.sub(r"[\s\-‐-―－]", "", unicodedata.normalize("NFKC", text)).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
