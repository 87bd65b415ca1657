"""退回统计: how often replies came back from approval, why and from which step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from requests_app import dates
from requests_app.actors import Member
from requests_app.models import Approval, ReturnGround, Submission, Verdict
from requests_app.rules.roles import Role
from requests_app.selectors.cases import visible_cases


@dataclass(frozen=True)
class ReturnCounts:
    """Rounds decided in a period. `cells`: returns by (ground, role of who returned); a round is returned once."""

    submitted: int
    returned: int
    passed_at_once: int
    cells: dict[tuple[str, str], int]

    @property
    def roles(self) -> list[Role]:
        """The roles that returned something, in the order of the roles."""
        seen = {role for _, role in self.cells}
        return [role for role in Role if role.value in seen]

    def rows(self) -> list[tuple[str, list[int], int]]:
        """(ground in words, returns by each of `roles`, sum), those without any left out, the most frequent first."""
        found = []
        for value, label in (*ReturnGround.choices, ("", "未注明")):
            by_role = [self.cells.get((value, role.value), 0) for role in self.roles]
            if sum(by_role):
                found.append((str(label), by_role, sum(by_role)))
        return sorted(found, key=lambda row: -row[2])


def returns_counted(actor: Member, first: date | None = None, last: date | None = None) -> ReturnCounts:
    """Rounds submitted from `first` to `last`, both included, in the cases the actor may see.

    `passed_at_once` counts first rounds that every step agreed to.
    """
    rounds = Submission.objects.filter(request__in=visible_cases(actor))
    if first is not None:
        rounds = rounds.filter(submitted_at__gte=dates.end_of(first - timedelta(days=1)))
    if last is not None:
        rounds = rounds.filter(submitted_at__lt=dates.end_of(last))
    returns = Approval.objects.filter(submission__in=rounds, verdict=Verdict.RETURN)
    cells = Counter(returns.values_list("ground", "role"))
    at_once = rounds.filter(round=1, state__in=("approved", "issued"))
    return ReturnCounts(rounds.count(), sum(cells.values()), at_once.count(), dict(cells))
