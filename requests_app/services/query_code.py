"""Issuing the query code anew (重新发放查询码) to somebody who lost it and has shown who they are."""

from __future__ import annotations

from enum import StrEnum

from requests_app.actors import OFFICERS, Actor
from requests_app.crypto.search_keys import hash_query_code, new_query_code
from requests_app.models import DisclosureRequest, OnlineApplication
from requests_app.rules.states import RequestState
from requests_app.services.act import By, act
from requests_app.services.journal import note

HAVE_A_CODE: frozenset[RequestState] = frozenset(RequestState) - {RequestState.RECEIVED, RequestState.VOIDED}
"""States in which a request has a number and may be looked up with a code."""


class IdentityCheck(StrEnum):
    """How the desk made sure that the person is the applicant. A choice, so that the record names nobody."""

    IN_PERSON = "in_person"
    AGENT = "agent"
    COPY = "copy"

    @property
    def label(self) -> str:
        """The check in Chinese, as form and record name it."""
        return _LABELS[self]


_LABELS = {
    IdentityCheck.IN_PERSON: "当面核验申请人证件原件，与登记的证件一致",
    IdentityCheck.AGENT: "当面核验代理人证件原件和授权委托书",
    IdentityCheck.COPY: "核验来信所附证件复印件和签名，与登记的一致",
}


@act("重新发放查询码", by=By(roles=OFFICERS), states=HAVE_A_CODE)
def reissue_code(*, actor: Actor, case: DisclosureRequest, check: IdentityCheck) -> str:
    """A new query code, returned once and stored only as a hash; the old one opens nothing any more.

    Sessions that were opened with the old code end too, and an online receipt no longer shows it.
    """
    code = new_query_code()
    case.query_code_hash = hash_query_code(code)
    OnlineApplication.objects.filter(request=case).update(query_code="")
    note(case, actor, "query_code_reissued", f"重新发放查询码：{check.label}", check=check.value)
    return code
