"""What people try that they may not: refused with a sentence, and nothing is left of it."""

from __future__ import annotations

from requests_app.models import Submission
from requests_app.rules.roles import Role
from requests_app.rules.states import OPEN
from requests_app.rules.states import RequestState as S
from tests.histories.base import Base, happening


class Mistakes(Base):
    """The rules of those who are not let."""

    @happening(3, S.IN_APPROVAL, errand=False)
    def the_drafter_approves(self) -> None:
        """王强 is a handler, a reviewer and a head: all the same not of his own words."""
        h = self.h
        case = self.some(S.IN_APPROVAL)
        submission = Submission.objects.filter(request=case).latest("pk")
        step = h.luck.choice(submission.steps)["key"]
        about = {"step": step, "content_hash": submission.content_hash}
        done = self.does("own_approval", Role.HANDLER, case, "approve", **about)
        assert not done, "somebody approved the own words"

    @happening(1, *OPEN, errand=False)
    def somebody_from_elsewhere(self) -> None:
        """Of another agency, with the screen of yesterday, or in a state that does not allow it."""
        h = self.h
        case = self.some(*OPEN)
        if h.luck.random() < 0.4:
            stranger = h.stage.other.handler.user
            assert not self.does("strange_act", Role.HANDLER, case, "withdraw", user=stranger)
        elif h.luck.random() < 0.5:
            stale = case.version - 1
            assert not self.does(
                "stale_act", Role.OFFICE_HEAD, case, "void", reason="重复", seen_version=stale
            )
        else:
            assert not self.does("early_archive", Role.ARCHIVIST, case, "archive")
