"""What stood on a page of settings when it was opened: what somebody changed since is not overwritten unseen."""

from __future__ import annotations

import hashlib
import json

from requests_app.errors import StaleForm

CHANGED_SINCE = (
    "您打开页面以后，别人更改了这里的设置，您的更改没有保存。您填写的内容还在下面；"
    "请另外打开本页，核对现在的设置后再填写。"
)


def seen_mark(values: object) -> str:
    """What the form carries of the values shown (JSON); the same for the same values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def check_seen(values: object, seen: str | None) -> None:
    """Raises `StaleForm` unless `values`, read under a lock, are those of the mark. None: no page was looked at."""
    if seen is not None and seen != seen_mark(values):
        raise StaleForm("stale_settings", CHANGED_SINCE)
