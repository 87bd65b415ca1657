"""Letters on their way: handed over, posted, signed for, come back, shown online."""

from __future__ import annotations

from typing import Any

from requests_app.models import Delivery, DeliveryState, Letter, LetterState
from requests_app.rules.delivery import POSTAL_ENTERPRISE
from requests_app.rules.roles import Role
from requests_app.services.delivery import Posting, Service
from tests.histories.history import History
from tests.workflows.walk import PROOF


class PostRoom(History):
    """How papers leave the house."""

    def in_the_post(self) -> list[Delivery]:
        """What was posted and has not been heard of."""
        found = Delivery.objects.filter(state=DeliveryState.SENT).select_related("letter")
        return list(found.order_by("pk"))

    def bring(self, letters: Any, event: str, *, surely: bool = False) -> bool:
        """Get the newest of these letters to its addressee, or into the post; False where there is none to bring.

        `surely`: it arrives now, with proof.
        """
        self.worker()
        letter = letters.filter(state=LetterState.MADE).order_by("pk").last()
        if letter is None:
            return False
        delivery = letter.deliveries.filter(state=DeliveryState.SENT).last()
        if delivery is not None:
            return bool(self.post_answers(delivery, event, surely=surely))
        if letter.deliveries.filter(state=DeliveryState.SERVED).exists():
            return False
        way = "hand" if surely else self.luck.choice(("hand", "post", "post", "online"))
        return bool(getattr(self, f"_by_{way}")(letter, event))

    def _by_hand(self, letter: Letter, event: str) -> Any:
        day = self.lately(letter.issued_on)
        given = Service(way="hand", served_on=day, recipient="王契", proof=PROOF)
        return self.does(
            event,
            Role.DESK_OFFICER,
            letter.request_id,
            "confirm_delivery",
            letter_id=letter.pk,
            service=given,
        )

    def _by_post(self, letter: Letter, event: str) -> Any:
        posting = Posting(self.lately(letter.issued_on), "EA123456789CN", POSTAL_ENTERPRISE)
        # A procedure letter has told the applicant when it is posted; a reply or an inquiry has only left.
        event = {"served": "posted", "inquiry_served": "inquiry_sent"}.get(event, event)
        return self.does(
            event, Role.DESK_OFFICER, letter.request_id, "post", letter_id=letter.pk, posting=posting
        )

    def _by_online(self, letter: Letter, event: str) -> Any:
        shown = self.does(event, Role.DESK_OFFICER, letter.request_id, "serve_online", letter_id=letter.pk)
        return shown or self._by_hand(letter, event)

    def post_answers(self, delivery: Delivery, event: str = "signed_for", *, surely: bool = False) -> Any:
        """The postal record comes, or the letter comes back."""
        letter = delivery.letter
        if not surely and self.luck.random() < 0.5:
            return self.does(
                "came_back",
                Role.DESK_OFFICER,
                letter.request_id,
                "record_failure",
                letter_id=letter.pk,
                reason="查无此人",
            )
        assert delivery.sent_on is not None
        given = Service(way="post", served_on=self.lately(delivery.sent_on), recipient="王契", proof=PROOF)
        if letter.consultation_id is not None:
            event = "inquiry_served"
        return self.does(
            event,
            Role.DESK_OFFICER,
            letter.request_id,
            "confirm_delivery",
            letter_id=letter.pk,
            service=given,
        )
