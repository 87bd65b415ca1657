"""Keeping applicant and third party apart (Art. 32): words for one side must not say who the other is."""

from __future__ import annotations

from collections.abc import Mapping

from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest
from requests_app.rules.legal_basis import regulation
from requests_app.selectors.identities import applicant_marks, names, third_party_marks

_APPLICANT = "这里写出了申请人的姓名、联系方式或者受理编号。发给对方的文书不能透露申请人，请改写。"
_THIRD_PARTY = "这里写出了被征求意见的第三方的名称、地址或者联系方式。申请人会看到这段话，请改写。"


def refuse_applicant(case: DisclosureRequest, texts: Mapping[str, str]) -> None:
    """The words go to whoever is consulted; found here, before a letter is promised. Raises `InvalidInput`."""
    named = _naming(applicant_marks(case), texts, _APPLICANT)
    if "name" in named:
        named["name"] = "征求意见的对象就是申请人，或者名称中有申请人的姓名，不能以文书征求其意见。"
    if named:
        raise InvalidInput("names_the_applicant", _APPLICANT, basis=regulation(32).cite(), fields=named)


def refuse_third_party(case: DisclosureRequest, texts: Mapping[str, str]) -> None:
    """The applicant reads the words, not in a letter that is checked but on the status page. Raises `InvalidInput`."""
    named = _naming(third_party_marks(case), texts, _THIRD_PARTY)
    if named:
        raise InvalidInput("names_the_third_party", _THIRD_PARTY, basis=regulation(32).cite(), fields=named)


def _naming(marks: tuple[str, ...], texts: Mapping[str, str], told: str) -> dict[str, str]:
    return {key: told for key, words in texts.items() if any(names(mark, words) for mark in marks)}
