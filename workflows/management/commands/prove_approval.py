"""`manage.py prove_approval`: look at every path through every approval track."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.proof.offices import office_of, shipped_tracks, two_people, with_deputies
from workflows.proof.properties import PROPERTIES, prove
from workflows.proof.world import Office, Procedure


class Command(BaseCommand):
    help = (
        "穷尽每条审批流程的全部状态，证明：未经法制审核和签发不能出具；起草的人不能审批；每一状态都能办结；"
        "没有无人可办的环节。有一项不成立的，打印走到那里的路径，退出码为 1。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Options as in the command's help."""
        parser.add_argument(
            "--people", type=int, default=2, help="每个角色的人数（默认 2，多于 2 人不会出现新的情形）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when every property holds on every track, otherwise 1 with the way to the fault."""
        if options["people"] < 1:
            raise CommandError("每个角色至少 1 人。")
        offices: dict[str, Office] = {
            f"每个角色 {options['people']} 人": office_of(options["people"]),
            "两个人的机关": two_people(),
            "有代理人的机关": with_deputies(),
        }
        broken = 0
        for track in shipped_tracks():
            steps = "→".join(step.label for step in track.steps)
            for name, office in offices.items():
                proof = prove(Procedure(track), office)
                broken += len(proof.counter_examples)
                result = "成立" if not proof.counter_examples else "不成立"
                self.stdout.write(f"{result}：{steps}；{name}；{proof.worlds} 个状态，{proof.acts} 个动作")
                for example in proof.counter_examples:
                    self.stdout.write(str(example))
        if broken:
            raise CommandError(f"{broken} 处不成立。", returncode=1)
        self.stdout.write("已证明不会发生：" + "；".join(meaning for _, meaning, _ in PROPERTIES) + "。")
