"""Checks of what the file must hold before a finding may be told (law.md 5.1, column "evidence")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from letters.case_facts import FirstReply, Stage
from letters.checks_items import is_reply
from letters.compose import AnsweredItem
from letters.verdicts import Check, Matter, Outcome, Remark, ask, fact, fail, found, place
from requests_app.rules.evidence import Evidence
from requests_app.rules.legal_basis import SECRECY_LAW, LegalBasis, regulation
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
        told = fact(item, "searched_on")
        if told and told not in {one.searched_on.isoformat() for one in searches}:
            yield fail(f"{place(item)}答复书写明的检索日期{told}与检索记录不符。", told)


def _repeated(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("repeated"):
        number = fact(item, "first_number")
        if not number:
            yield fail(f"{place(item)}没有写明前次答复的文号。")
            continue
        reply = matter.facts.first_replies.get(number)
        yield from _own_reply(item, reply) if reply else _foreign_reply(matter, item, number)


def _own_reply(item: AnsweredItem, reply: FirstReply) -> Iterator[Remark]:
    if reply.served_on is None:
        yield fail(f"{place(item)}前次答复没有送达，本次申请不是重复申请。", fact(item, "first_number"))
    else:
        yield found(f"{fact(item, 'first_number')}于{reply.served_on.isoformat()}送达")
        if fact(item, "first_served") != reply.served_on.isoformat():
            yield fail(f"{place(item)}前次答复的送达日期与送达记录不符，应为{reply.served_on.isoformat()}。")
    if fact(item, "first_date") != reply.issued_on.isoformat():
        yield fail(f"{place(item)}前次答复的日期与文书不符，应为{reply.issued_on.isoformat()}。")
    if reply.same_applicant is False:
        yield fail(f"{place(item)}前次答复的申请人不是同一人，不是重复申请。")
    elif reply.same_applicant is None:
        yield ask(f"{place(item)}没有证件号码可供核对，请说明如何确认系同一申请人。")


def _foreign_reply(matter: Matter, item: AnsweredItem, number: str) -> Iterator[Remark]:
    """A reply made before this system: its proof of service must be in the file."""
    proof = fact(item, "first_service_proof")
    files = {str(file.id): file for file in matter.facts.evidence}
    if proof not in files:
        yield fail(f"{place(item)}卷内没有前次答复（{number}）的送达证明，不能答复重复申请。", number)
        return
    if not files[proof].intact:
        yield fail(f"{place(item)}前次答复的送达证明“{files[proof].title}”与入卷时不一致。")
    dates = (fact(item, "first_date"), fact(item, "first_served"))
    if not all(dates) or dates[0] > dates[1] or dates[1] > matter.on.isoformat():
        yield fail(f"{place(item)}前次答复的日期和送达日期没有写明，或者先后不合。")
    yield ask(
        f"{place(item)}前次答复不在本系统中，请说明如何确认系同一申请人、相同内容。", files[proof].title
    )


def _classification(matter: Matter) -> Iterator[Remark]:
    parts = {
        "classified_level": "密级",
        "classified_on": "定密日期",
        "classified_by": "定密机关",
        "classified_term": "保密期限",
    }
    for item in matter.with_outcome("secret"):
        missing = [label for key, label in parts.items() if not fact(item, key)]
        if missing:
            yield fail(f"{place(item)}定密依据缺少：{'、'.join(missing)}。")
        else:
            yield found("，".join(f"{label}{fact(item, key)}" for key, label in parts.items()))


def _judgement(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("security"):
        if not fact(item, "judged_by"):
            yield fail(f"{place(item)}没有写明作出判断的机关。")
        elif not matter.facts.evidence:
            yield ask(
                f"{place(item)}卷内没有{Evidence.COMPETENT_JUDGEMENT.label}；另行保管的，请说明存放在何处。"
            )
        else:
            yield found("、".join(file.title for file in matter.facts.evidence))


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
    Check("search_record", "有完整的检索记录", regulation(36, item=4).short(), _has("not_existing"), _search),
    Check(
        "first_reply_served", "前次答复已经送达", regulation(36, item=6).short(), _has("repeated"), _repeated
    ),
    Check(
        "classification",
        "定密依据完整",
        LegalBasis(SECRECY_LAW, 35).short(),
        _has("secret"),
        _classification,
    ),
    Check("competent_judgement", "有权机关的判断在卷", regulation(14).short(), _has("security"), _judgement),
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
