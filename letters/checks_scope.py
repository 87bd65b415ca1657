"""Checks of the findings that rest on Art. 2, 38 and 39: what is held, what is asked for, where it is to be had."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from letters.verdicts import Check, Matter, Remark, ask, fact, fail, found, place
from requests_app.rules.evidence import Evidence
from requests_app.rules.legal_basis import LegalBasis, regulation
from requests_app.rules.scope import (
    ACTIVITIES,
    NOT_GOVERNMENT,
    information_named,
    is_party_organ,
    is_state_archives,
    says_nothing_is_held,
)
from requests_app.rules.statute_structure import ARCHIVES_LAW

_FINDABLE = re.compile(r"https?://[\w.-]+\.[\w-]+|\d+\s*号|馆|书店|报刊亭|邮政|阅览室|服务窗口|发行")
LEAST_WORDS = 8
"""Characters a reason needs at least to say something of this case."""


def _has(outcome: str) -> Callable[[Matter], bool]:
    return lambda matter: bool(matter.with_outcome(outcome))


def _holdings(matter: Matter) -> Iterator[Remark]:
    """Art. 38: something exists, and what would have to be done with it is named."""
    for item in matter.with_outcome("needs_processing"):
        held, work = fact(item, "holdings"), fact(item, "work")
        if not held or not work:
            yield fail(f"{place(item)}须写明{Evidence.EXISTING_HOLDINGS.label}和需要作的加工、分析。")
        elif says_nothing_is_held(held):
            yield fail(f"{place(item)}没有现有信息的，不是需要加工、分析，应当答复信息不存在。", held)
        else:
            yield found(f"{held}；{work}")


def _activity(matter: Matter) -> Iterator[Remark]:
    """Art. 39¶1: which activity it is, and where it belongs."""
    for item in matter.with_outcome("petition"):
        activity, channel = fact(item, "activity"), fact(item, "channel")
        if activity not in ACTIVITIES:
            yield fail(f"{place(item)}须写明申请是{'、'.join(ACTIVITIES)}中的哪一种。", activity)
        elif not channel:
            yield ask(f"{place(item)}没有告知提出的渠道；不能告知的，请说明。", activity)
        else:
            yield found(f"{activity}，{channel}")


def _no_request_for_information(matter: Matter) -> Iterator[Remark]:
    """A real request is not to be labelled a petition."""
    for item in matter.with_outcome("petition"):
        named = information_named(item.text)
        if named:
            words = "、".join(f"“{word}”" for word in named)
            yield ask(f"{place(item)}申请写到了{words}；请说明为何不是申请公开该信息。", "、".join(named))
        else:
            yield found(item.text)


def _how_to_get(matter: Matter) -> Iterator[Remark]:
    """Art. 39¶2: a way that really leads to the publication."""
    for item in matter.with_outcome("publication"):
        route = fact(item, "route")
        if not route:
            yield fail(f"{place(item)}没有写明{Evidence.HOW_TO_GET.label}。")
        elif not _FINDABLE.search(route):
            yield ask(f"{place(item)}途径中没有网址，也没有地点；申请人如何据此获取，请说明。", route)
        else:
            yield found(route)


def _no_government_information(matter: Matter) -> Iterator[Remark]:
    """Art. 2: the element that is missing, and why, in words of this case."""
    for item in matter.with_outcome("not_government_information"):
        lacks = fact(item, "lacks")
        if lacks not in NOT_GOVERNMENT:
            yield fail(f"{place(item)}须写明欠缺政府信息的哪一个要件。", lacks)
        elif len(item.reason.strip()) < LEAST_WORDS:
            yield fail(f"{place(item)}须具体写明{Evidence.NOT_GOVERNMENT_REASON.label}。", item.reason)
        else:
            yield found(lacks)


def _transferred(matter: Matter) -> Iterator[Remark]:
    """To a public archive, before the application, with the record of it."""
    received = matter.facts.received_on
    for item in matter.with_outcome("archives"):
        archive, day = fact(item, "archive"), fact(item, "transferred_on")
        if not is_state_archives(archive):
            yield fail(
                f"{place(item)}由本机关档案机构保管的，仍由本机关答复；须写明移交的国家档案馆。", archive
            )
        elif not day or day > matter.on.isoformat():
            yield fail(f"{place(item)}没有写明移交的日期，或者移交在答复之后。", day)
        elif received is not None and day >= received.isoformat():
            yield ask(f"{place(item)}信息在收到申请以后才移交，请说明为何不由本机关答复。", day)
        elif not matter.facts.evidence:
            yield ask(
                f"{place(item)}卷内没有{Evidence.TRANSFER_RECORD.label}；另行保管的，请说明存放在何处。"
            )
        else:
            yield found(f"{day}移交{archive}")


def _party_organ(matter: Matter) -> Iterator[Remark]:
    """Whose it is, and that no agency made it together with the Party."""
    for item in matter.with_outcome("party_information"):
        organ, joint = fact(item, "organ"), fact(item, "joint_issue_checked")
        if not is_party_organ(organ):
            yield ask(f"{place(item)}从名称看不出制作机关是党的组织，请说明。", organ)
        if not joint:
            yield ask(f"{place(item)}与行政机关联合制作、印发的，可能是政府信息；请说明核对的情况。", organ)
        else:
            yield found(f"{organ}；{joint}")


CHECKS = (
    Check(
        "existing_holdings",
        "写明现有的信息和需要的加工",
        regulation(38).short(),
        _has("needs_processing"),
        _holdings,
    ),
    Check("petition_channel", "写明活动的种类和渠道", regulation(39, 1).short(), _has("petition"), _activity),
    Check(
        "petition_no_request",
        "不是申请公开政府信息",
        regulation(39, 1).short(),
        _has("petition"),
        _no_request_for_information,
    ),
    Check(
        "publication_route",
        "写明获取公开出版物的途径",
        regulation(39, 2).short(),
        _has("publication"),
        _how_to_get,
    ),
    Check(
        "not_government_reason",
        "写明为何不是政府信息",
        regulation(2).short(),
        _has("not_government_information"),
        _no_government_information,
    ),
    Check(
        "archives_transfer",
        "已在申请以前移交国家档案馆",
        LegalBasis(ARCHIVES_LAW, None).short(),
        _has("archives"),
        _transferred,
    ),
    Check(
        "party_organ", "写明制作信息的党组织", regulation(2).short(), _has("party_information"), _party_organ
    ),
)
