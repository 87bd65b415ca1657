"""Checks of what rests on an earlier reply: repeated (Art. 36(6)), and asked to confirm or issue once more.

The earlier reply was made and served, to the same applicant, before this application came in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from letters.case_facts import FirstReply
from letters.compose import AnsweredItem
from letters.verdicts import Check, Matter, Remark, ask, fact, fail, found, place
from requests_app.rules.legal_basis import LegalBasis, regulation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.statute_structure import REPORT_FORMAT
from requests_app.same_information import is_same_information

_IS_NOT = {"repeated": "不是重复申请", "reissue": "不能答复为要求确认或者重新出具"}


def _repeats(matter: Matter) -> bool:
    return bool(matter.with_outcome("repeated"))


def _served(outcome: str) -> Callable[[Matter], Iterator[Remark]]:
    """The check that the earlier reply behind this outcome reached the applicant."""

    def run(matter: Matter) -> Iterator[Remark]:
        for item in matter.with_outcome(outcome):
            number = fact(item, "first_number")
            if not number:
                yield fail(f"{place(item)}没有写明前次答复的文号。")
                continue
            reply = matter.facts.first_replies.get(number)
            yield from _own_reply(matter, item, reply) if reply else _foreign_reply(matter, item, number)

    return run


def _own_reply(matter: Matter, item: AnsweredItem, reply: FirstReply) -> Iterator[Remark]:
    is_not = _IS_NOT[item.outcome]
    if reply.served_on is None:
        yield fail(f"{place(item)}前次答复没有送达，本次申请{is_not}。", fact(item, "first_number"))
    else:
        yield found(f"{fact(item, 'first_number')}于{reply.served_on.isoformat()}送达")
        if fact(item, "first_served") != reply.served_on.isoformat():
            yield fail(f"{place(item)}前次答复的送达日期与送达记录不符，应为{reply.served_on.isoformat()}。")
        yield from _before_this_one(matter, item, reply.served_on.isoformat())
    if fact(item, "first_date") != reply.issued_on.isoformat():
        yield fail(f"{place(item)}前次答复的日期与文书不符，应为{reply.issued_on.isoformat()}。")
    if reply.same_applicant is False:
        yield fail(f"{place(item)}前次答复的申请人不是同一人，{is_not}。")
    elif reply.same_applicant is None:
        yield ask(f"{place(item)}没有证件号码可供核对，请说明如何确认系同一申请人。")
    if item.outcome == "reissue" and not reply.gave:
        yield fail(f"{place(item)}前次答复没有提供信息，{is_not}。", fact(item, "first_number"))


def _before_this_one(matter: Matter, item: AnsweredItem, served: str) -> Iterator[Remark]:
    """Who applied before the first reply reached him has not asked again for what he was told."""
    received = (matter.facts.received_on or date.min).isoformat()
    if served >= received:
        is_not = _IS_NOT[item.outcome]
        yield fail(f"{place(item)}前次答复于{served}送达，本次申请在此以前已经收到，{is_not}。", served)


def _foreign_reply(matter: Matter, item: AnsweredItem, number: str) -> Iterator[Remark]:
    """A reply made before this system: its proof of service must be in the file."""
    proof = fact(item, "first_service_proof")
    files = {str(file.id): file for file in matter.facts.evidence}
    if proof not in files:
        name = OUTCOMES[item.outcome].name
        yield fail(f"{place(item)}卷内没有前次答复（{number}）的送达证明，不能答复“{name}”。", number)
        return
    if not files[proof].intact:
        yield fail(f"{place(item)}前次答复的送达证明“{files[proof].title}”与入卷时不一致。")
    dates = (fact(item, "first_date"), fact(item, "first_served"))
    if not all(dates) or dates[0] > dates[1]:
        yield fail(f"{place(item)}前次答复的日期和送达日期没有写明，或者先后不合。")
    else:
        yield from _before_this_one(matter, item, dates[1])
    yield ask(f"{place(item)}前次答复不在本系统中，请说明如何确认系同一申请人。", files[proof].title)


def _same_information(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("repeated"):
        reply = matter.facts.first_replies.get(fact(item, "first_number"))
        if reply is None:
            yield ask(f"{place(item)}前次答复不在本系统中，请说明为何属于相同信息。")
        elif is_same_information(item.text, reply.requests, matter.facts.same_information_from):
            yield found(item.text)
        else:
            yield ask(
                f"{place(item)}前次申请的内容与本次不同，请说明为何属于相同信息。", "；".join(reply.requests)
            )


_BASIS = regulation(36, item=6).short()
CHECKS = (
    Check(
        "first_reply_served",
        "前次答复在本次申请以前已经送达",
        _BASIS,
        _repeats,
        _served("repeated"),
        version=2,
    ),
    Check("same_information", "前后两次申请的是相同信息", _BASIS, _repeats, _same_information),
    Check(
        "earlier_provision",
        "所要求的信息此前已经提供并送达",
        LegalBasis(REPORT_FORMAT, None).short(),
        lambda matter: bool(matter.with_outcome("reissue")),
        _served("reissue"),
    ),
)
