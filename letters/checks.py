"""System checks of the letters: what is missing on this machine, each with the mend."""

import ctypes
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Warning, register

from letters.fonts import missing_faces

SUBSETTER = "libharfbuzz-subset.so.0"


def has_library(name: str) -> bool:
    """Whether the shared library can be loaded."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@register("letters")
def check_letter_tools(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """W001: letters are made slowly without the font subsetter; W002: fonts that letters need are missing."""
    messages: list[CheckMessage] = []
    if not has_library(SUBSETTER):
        messages.append(
            Warning(
                f"{SUBSETTER} is missing: a letter takes seconds instead of a tenth of a second.",
                hint="apt-get install libharfbuzz-subset0",
                id="letters.W001",
            )
        )
    for face in missing_faces():
        own = face.package == "texlive-lang-chinese"
        messages.append(
            Warning(
                f"The font {face.files[0]} ({face.family}) is missing.",
                hint="scripts/install-fonts" if own else f"apt-get install {face.package}",
                id="letters.W002",
            )
        )
    return messages
