"""集中受理: the platform of a government takes in what is addressed to nobody, a dispatcher finds the right agency."""

from __future__ import annotations

from django.db import transaction

from requests_app import dates, notifications
from requests_app.actors import Actor, Role, System
from requests_app.crypto.search_keys import hash_query_code, new_query_code
from requests_app.errors import InvalidInput, StateRefusal
from requests_app.models import Agency, DisclosureRequest
from requests_app.rules.numbering import intake_number
from requests_app.rules.receipt import platform_receipt_day
from requests_app.rules.states import RequestState
from requests_app.selectors.intake import routable_agencies
from requests_app.services import numbers
from requests_app.services.act import By, act
from requests_app.services.journal import note
from requests_app.services.registration import NewRequest, Registered, keep_application, register

DISPATCHERS = frozenset({Role.DISPATCHER})
PLATFORM = System("统一受理平台")


@transaction.atomic
def submit_to_platform(*, agency: Agency, new: NewRequest) -> Registered:
    """An application whose sender does not know the right agency: taken in by the platform `agency`, confirmed at once
    with a number of the platform and a query code. No due date runs yet.

    Raises `InvalidInput` where the agency is no platform, and as `take_in`.
    """
    if not (agency.is_platform and agency.accepts_web):
        raise InvalidInput("no_platform", "该机关没有开通统一受理，请选择受理机关。")
    code = new_query_code()
    case = keep_application(
        actor=PLATFORM, new=new, intake_agency=agency, query_code_hash=hash_query_code(code)
    )
    year = dates.today().year
    case.intake_number = intake_number(agency.number_prefix, year, numbers.allocate(agency, "intake", year))
    case.save()
    note(case, PLATFORM, "intake", f"统一受理，编号 {case.intake_number}", number=case.intake_number)
    notifications.enqueue("letters.intake_receipt", f"intake:{case.pk}", {"case": case.pk})
    return Registered(case, code)


@act("分办", by=By(roles=DISPATCHERS), states=frozenset({RequestState.RECEIVED}))
def route(*, actor: Actor, case: DisclosureRequest, agency: Agency, reason: str) -> DisclosureRequest:
    """Give the application to the right agency, which registers it in the same moment: number, receipt, due date, task.

    Its day of receipt is the day of submission to the platform, however long the routing took. The query code stays.
    Raises `InvalidInput` without a reason or for an agency that the platform does not serve.
    """
    if case.agency_id is not None:
        raise StateRefusal("already_routed", "这件申请已经分办。")
    fields = {} if reason.strip() else {"reason": "请写明为什么由这个机关办理。"}
    if not routable_agencies(actor).filter(pk=agency.pk).exists():
        fields["agency"] = "请选择本平台分办范围内的行政机关。"
    if fields:
        raise InvalidInput("routing_incomplete", "".join(fields.values()), fields=fields)
    case.agency = agency
    case.routed_on = dates.today()
    case.route()
    note(case, actor, "routed", f"分办至{agency.name}", remark=reason, agency=agency.pk)
    register(
        actor=PLATFORM,
        case_id=case.pk,
        received_on=platform_receipt_day(case.arrived_on),
        receipt_proof=f"统一受理平台系统日志（{case.intake_number}）",
    )
    return case
