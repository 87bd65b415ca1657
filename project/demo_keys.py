"""The keys of a clone that has none of its own: well-known defaults, and random ones for a demonstration.

The defaults let every command run in a fresh clone; `project.checks` refuses to start the product with them.
`manage.py demo` writes random keys to `var/demo.env` once; `project.settings` reads them ever after, so that
`verify_audit` and the rest, called by hand later, use the same ones.
"""

import base64
import os
import secrets
from pathlib import Path

DEFAULT_SECRET_KEY = "insecure-key-for-demonstration-and-tests-only"  # noqa: S105  (refused in production)
DEFAULT_AUDIT_KEY = "insecure-audit-key-for-demonstration-and-tests-only"
DEFAULT_FIELD_KEY = "demo:ZGVtby1vbmx5LWtleS1kZW1vLW9ubHkta2V5LWRlbW8="


def random_keys() -> dict[str, str]:
    """A fresh value for every key setting; the field key is a Fernet key with the id `demo`."""
    fernet_key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": f"demo:{fernet_key}",
        "AUDIT_KEY": secrets.token_urlsafe(50),
    }


def write_once(path: Path) -> bool:
    """Write random keys to `path`, for its owner's eyes only. False: the file exists and is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    lines = ["# Made by `manage.py demo`. Without these keys the demonstration's database cannot be read."]
    lines += [f"{name}={value}" for name, value in random_keys().items()]
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return True
