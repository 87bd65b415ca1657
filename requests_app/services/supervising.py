"""督办: the supervisor demands an account of one case, the office gives it. Both stand in the record of the case.

Neither changes the case itself: what others have on their screens stays good (`reading`).
"""

from __future__ import annotations

from datetime import date

from requests_app import dates
from requests_app.actors import OFFICERS, Member, Role
from requests_app.errors import AccessRefused
from requests_app.models import DisclosureRequest, SupervisionOrder
from requests_app.plain_text import clean_text
from requests_app.rules.states import OPEN
from requests_app.rules.supervision import check_answer, check_order
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.services.warnings import tell_of_order

ANSWERERS = OFFICERS | {Role.OFFICE_HEAD}


@act("督办", by=By(supervisor=True), states=OPEN, reading=True)
def order(*, actor: Member, case: DisclosureRequest, words: str, answer_by: date) -> SupervisionOrder:
    """Demand that the agency account for the case by `answer_by`; its people are reminded at once.

    Raises `InvalidInput` without words or for a day that has passed, `StateRefusal` while an earlier demand waits.
    """
    words, today = clean_text(words), dates.today()
    waits = case.supervision_orders.filter(answered_on=None).exists()
    check_order(words=words, answer_by=answer_by, today=today, open_order=waits)
    made = SupervisionOrder.objects.create(
        request=case,
        agency=actor.agency,
        ordered_by=actor.user,
        ordered_on=today,
        words=words,
        answer_by=answer_by,
    )
    tell_of_order(case, answer_by, today)
    sentence = f"{actor.agency.name}督办本件，要求{answer_by.isoformat()}前答复办理情况"
    note(case, actor, "supervised", sentence, order=made.pk, answer_by=answer_by.isoformat())
    return made


@act("答复督办", by=By(roles=ANSWERERS), reading=True)
def answer(*, actor: Member, case: DisclosureRequest, order_id: int, answer: str) -> SupervisionOrder:
    """Say how the case stands. Raises `AccessRefused` for an order of another case, `StateRefusal` for one that was
    answered, `InvalidInput` without words."""
    found = case.supervision_orders.select_for_update().filter(pk=order_id).first()
    if found is None:
        raise AccessRefused("unknown_order", "没有这项督办。")
    words = clean_text(answer)
    check_answer(words=words, answered=found.answered_on is not None)
    found.answer, found.answered_by, found.answered_on = words, actor.user, dates.today()
    found.save(update_fields=["answer", "answered_by", "answered_on"])
    note(case, actor, "supervision_answered", "已答复督办", order=found.pk)
    return found
