"""Checks of what the file must hold before a finding may be told (law.md 5.1, column "evidence")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from letters.case_facts import SearchFact, Stage
from letters.checks_items import is_reply
from letters.compose import AnsweredItem
from letters.outcome_facts import OUTCOME_FACTS
from letters.verdicts import Check, Matter, Outcome, Remark, ask, fact, fail, found, place
from requests_app.rules.legal_basis import regulation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.rules.track_rules import REVIEW_BEFORE_RELEASE

_WEB_ADDRESS = re.compile(r"https?://[\w.-]+\.[\w-]+\S*")
_ISSUE = re.compile(r"第[\d一二三四五六七八九十百〇零]+[期号卷]|〔\d{4}〕\d+号|\d{4}年第")


def _has(*outcomes: str) -> Callable[[Matter], bool]:
    return lambda matter: bool(matter.with_outcome(*outcomes))


def _search(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("not_existing"):
        searches = [one for one in matter.facts.searches if one.ordinal == item.ordinal]
        if not searches:
            yield fail(f"{place(item)}没有检索记录，不能答复信息不存在。")
            continue
        for one in searches:
            if one.found:
                yield fail(
                    f"{place(item)}检索记录显示检索到了所申请的信息，不能答复信息不存在。", one.summary
                )
            elif not one.complete:
                yield fail(
                    f"{place(item)}检索记录不完整：须有检索人、范围、检索词、时间范围、结果和职责说明。"
                )
            elif one.searched_on > matter.on or one.searched_on < (matter.facts.received_on or date.min):
                yield fail(f"{place(item)}检索日期不在收到申请之后、答复以前。", one.summary)
            else:
                yield found(one.summary)
        yield from _told_as_recorded(item, searches)


def _told_as_recorded(item: AnsweredItem, searches: list[SearchFact]) -> Iterator[Remark]:
    """What the letter says of the search is what one of the records says, in every part."""
    differing = [_differing(item, one) for one in searches]
    if differing and all(differing):
        parts = min(differing, key=len)
        yield fail(f"{place(item)}答复书写明的{'、'.join(parts)}与检索记录不符。", "、".join(parts))


def _differing(item: AnsweredItem, search: SearchFact) -> list[str]:
    return [
        declared.label
        for declared in OUTCOME_FACTS["not_existing"]
        if declared.key in search.told
        and _plain(item.facts.get(declared.key)) != _plain(search.told[declared.key])
    ]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, (list, tuple)) else str(value or "").strip()


def _special_regime(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("special_regime"):
        if not fact(item, "law") or not fact(item, "place"):
            yield fail(f"{place(item)}须写明对查询有专门规定的法律、行政法规和查询的途径。")
        else:
            yield found(f"{fact(item, 'law')}；{fact(item, 'place')}")


def _public_address(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("already_public"):
        route = fact(item, "route")
        if not route:
            yield fail(f"{place(item)}没有写明获取已公开信息的途径。")
        elif _WEB_ADDRESS.search(route) or _ISSUE.search(route):
            yield found(route)
        else:
            yield ask(f"{place(item)}途径中没有网址，也没有刊物的期号；申请人如何据此找到，请说明。", route)


def _releasing(matter: Matter) -> tuple[AnsweredItem, ...]:
    return tuple(item for item in matter.answered if OUTCOMES[item.outcome].releases_content)


def _releases(matter: Matter) -> bool:
    return bool(_releasing(matter))


def _provision(matter: Matter) -> Iterator[Remark]:
    files = matter.facts.attachments
    for file in files:
        yield found(f"附件：{file.title}")
    for item in _releasing(matter):
        access = [fact(item, key) for key in ("way", "route", "time")]
        if all(access):
            yield found("，".join(access))
        elif not files:
            yield fail(f"{place(item)}决定公开的，须附所提供的信息，或者写明获取的方式、途径和时间。")


def _secrecy_review(matter: Matter) -> Iterator[Remark]:
    """Art. 17: reviewed before release. Until issue the step may still lie ahead."""
    facts, role = matter.facts, Role.SECRECY_REVIEWER
    if role.value in facts.agreed_roles:
        yield found(f"{role.label}已同意")
    elif facts.stage is Stage.ISSUE:
        yield fail("提供政府信息的答复没有经过保密审查，不能出具。")
    elif facts.step_roles is None or role.value in facts.step_roles:
        yield Remark(Outcome.LATER, f"由后续环节的{role.label}审查。")
    else:
        yield fail("提供政府信息的答复须先经保密审查，审批流程中没有这一步。")


CHECKS = (
    Check(
        "search_record",
        "有完整的检索记录",
        regulation(36, item=4).short(),
        _has("not_existing"),
        _search,
        version=2,
    ),
    Check(
        "special_regime",
        "写明专门规定和查询途径",
        regulation(36, item=7).short(),
        _has("special_regime"),
        _special_regime,
    ),
    Check(
        "public_address",
        "写明已公开信息的途径",
        regulation(36, item=1).short(),
        _has("already_public"),
        _public_address,
    ),
    Check(
        "provision",
        "附上信息或者写明获取的方式、途径和时间",
        regulation(36, item=2).short(),
        lambda matter: is_reply(matter) and _releases(matter),
        _provision,
    ),
    Check(
        "secrecy_review", "公开以前经过保密审查", REVIEW_BEFORE_RELEASE.short(), _releases, _secrecy_review
    ),
)
