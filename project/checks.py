"""Numbered system checks of the project. `serve` and the WSGI entry point refuse to start on an error."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from project import demo_keys

HINT = (
    "请在 .env 中设置自己的密钥（演示请用 make demo，密钥自动生成），并离线备份：丢失后加密的数据无法读取。"
)


@register(Tags.security, deploy=True)
def own_keys(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Every key is the office's own: a well-known one lets anybody log in, decrypt, forge the audit."""
    if settings.DEBUG:
        return []
    well_known = {
        "project.E001": ("SECRET_KEY", settings.SECRET_KEY == demo_keys.DEFAULT_SECRET_KEY),
        "project.E002": ("FIELD_KEYS", demo_keys.DEFAULT_FIELD_KEY in settings.FIELD_KEYS),
        "project.E003": ("AUDIT_KEY", settings.AUDIT_KEY == demo_keys.DEFAULT_AUDIT_KEY),
    }
    return [
        Error(f"{name} 仍是公开的默认值，不能用于正式运行。", hint=HINT, id=number)
        for number, (name, is_default) in well_known.items()
        if is_default
    ]
