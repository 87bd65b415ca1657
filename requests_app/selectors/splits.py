"""Which requests were one application once (拆分)."""

from __future__ import annotations

from django.db.models import Q

from requests_app.actors import Actor
from requests_app.models import DisclosureRequest
from requests_app.rules.states import RECEIPT_CAN_BE_CORRECTED, RequestState
from requests_app.selectors.cases import visible_cases


def origin_and_parts(actor: Actor, case: DisclosureRequest) -> list[DisclosureRequest]:
    """The request this one was split from, if any, then those that were split from this one; those the actor sees."""
    seen = visible_cases(actor)
    origin = seen.filter(pk=case.split_from_id) if case.split_from_id else seen.none()
    return [*origin, *seen.filter(split_from=case).order_by("pk")]


def family_keys(*case_ids: int) -> set[int]:
    """Keys of every request that was one application with one of these once, themselves included."""
    found, wave = set(case_ids), set(case_ids)
    while wave:
        near = DisclosureRequest.objects.filter(Q(split_from__in=wave) | Q(parts__in=wave))
        wave = set(near.values_list("pk", flat=True)) - found
        found |= wave
    return found


def received_alike(case: DisclosureRequest) -> tuple[list[DisclosureRequest], list[DisclosureRequest]]:
    """The other requests that were one application with this one, as long as their day of receipt is the same: those
    whose day can still be corrected, and those that are answered or over."""
    keys = family_keys(case.pk) - {case.pk}
    family = DisclosureRequest.objects.filter(pk__in=keys, received_on=case.received_on).order_by("pk")
    open_now = [one for one in family if RequestState(one.state) in RECEIPT_CAN_BE_CORRECTED]
    return open_now, [one for one in family if one not in open_now]


def split_words(case: DisclosureRequest) -> str:
    """What the applicant is told of a split: the other numbers, and that the same code opens them; "" for none."""
    if case.split_from is not None:
        number = case.split_from.number
        same = "收到日期和答复期限与该件相同，分别答复您；两件用同一个查询码查询。"
        return f"本件由 {number} 拆分而来，{same}"
    numbers = "、".join(str(number) for number in case.parts.order_by("pk").values_list("number", flat=True))
    if not numbers:
        return ""
    return f"您的申请有几项内容已经拆分为 {numbers}，收到日期和答复期限不变，分别答复您；用同一个查询码查询。"
