"""Issuing the query code anew (重新发放查询码) to somebody who lost it and has shown who they are."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction

from requests_app.actors import OFFICERS, Actor
from requests_app.crypto.search_keys import hash_query_code, new_query_code
from requests_app.models import DisclosureRequest, OnlineApplication
from requests_app.rules.states import RequestState
from requests_app.selectors.splits import family_keys
from requests_app.services.act import By, act, lock
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


def reissue_code(*, actor: Actor, case_id: int, check: IdentityCheck, seen_version: int | None = None) -> str:
    """A new query code, returned once and stored only as a hash; the old one opens nothing any more.

    One code opens everything that was one application once: it changes in all of it, and sessions that were opened
    with the old code end. An online receipt no longer shows it. Refused as the act for the case itself is.
    """
    code = new_query_code()
    hashed = hash_query_code(code)
    with transaction.atomic():
        # In the order of their keys, so that two who do this at once wait for each other.
        for pk in sorted(family_keys(case_id)):
            lock(pk)
        _reissue(actor=actor, case_id=case_id, seen_version=seen_version, check=check, hashed=hashed)
        for pk in sorted(family_keys(case_id) - {case_id}):
            _follow(actor=actor, case_id=pk, check=check, hashed=hashed)
    return code


@act("重新发放查询码", by=By(roles=OFFICERS), states=HAVE_A_CODE)
def _reissue(*, actor: Actor, case: DisclosureRequest, check: IdentityCheck, hashed: str) -> None:
    _change(case, actor, check, hashed)


@act("重新发放查询码", by=By(roles=OFFICERS))
def _follow(*, actor: Actor, case: DisclosureRequest, check: IdentityCheck, hashed: str) -> None:
    """A request that was one with it once, whatever became of it."""
    _change(case, actor, check, hashed)


def _change(case: DisclosureRequest, actor: Actor, check: IdentityCheck, hashed: str) -> None:
    case.query_code_hash = hashed
    OnlineApplication.objects.filter(request=case).update(query_code="")
    note(case, actor, "query_code_reissued", f"重新发放查询码：{check.label}", check=check.value)
