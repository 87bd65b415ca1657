"""System checks of the flows: the shipped tracks are proven anew whenever the program is checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from workflows.proof.offices import office_of, shipped_tracks, two_people
from workflows.proof.properties import prove
from workflows.proof.world import Procedure

HINT = "审批流程或者四眼规则有改动：运行 manage.py prove_approval 查看路径，改正后再启动。"


@register("approval")
def approval_is_proven(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """No path of any shipped track leads past the review (small offices; the tests try the larger ones)."""
    return [
        Error(f"审批流程“{track.key}”：{example}", hint=HINT, id="workflows.E001")
        for track in shipped_tracks()
        for office in (office_of(1), two_people())
        for example in prove(Procedure(track), office).counter_examples
    ]
