"""Letters that break what the law says of consultations, each in one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.letters.bench import OBJECTED, Bench, Spoil
from tests.letters.spoils import ASK, Break, data, facts, item, know

COMPANY = OBJECTED.name


def consulted(**changes: Any) -> Spoil:
    """The one consultation of the file is another."""
    return know(consultations=(replace(OBJECTED, **changes),))


def named_in_reason(b: Bench) -> None:
    b.item["reason"] += f"{COMPANY}不同意公开。"


def request_names_it_too(b: Bench) -> None:
    """The applicant wrote the company's name; we write it once more."""
    b.item["text"] = f"{COMPANY}的勘察设计合同"
    b.know(requests=(b.item["text"],))
    named_in_reason(b)


def applicant_inside(b: Bench) -> None:
    b.items[0]["text"] = "王喆家门前道路的勘察设计合同"


def smuggled(b: Bench) -> None:
    """Not printed, but it would travel in the data inside the PDF."""
    b.data["facts"] = {**b.data["facts"], "registration_number": "2026-QX-00187"}


def disclosed_in_part(b: Bench) -> None:
    consulted(opinion="silent", answered_on=None, decision="release")(b)
    for part in b.item["facts"]["withheld"]:
        part["basis"] = {**part["basis"], "article": 15, "paragraph": None}


BROKEN_CONSULTATIONS = [
    Break(
        "consultations_complete",
        "a third party still may answer",
        "reply_provided",
        consulted(over=False, decision=""),
    ),
    Break(
        "consultations_complete",
        "another agency has not answered",
        "reply_provided",
        consulted(kind="other_agency", over=False, decision=""),
    ),
    Break("third_party_consulted", "nobody was asked", "reply_third_party", know(consultations=())),
    Break("third_party_consulted", "asked about another item", "reply_third_party", consulted(ordinals=(2,))),
    Break("third_party_consulted", "called back", "reply_third_party", consulted(called_back=True)),
    Break("third_party_consulted", "no proof of service", "reply_third_party", consulted(served_on=None)),
    Break("third_party_heard", "neither opinion nor silence", "reply_third_party", consulted(opinion="")),
    Break("third_party_heard", "nothing weighed", "reply_third_party", consulted(decision_reason=" ")),
    Break("third_party_heard", "decided to disclose", "reply_third_party", consulted(decision="release")),
    Break(
        "third_party_opinion",
        "silence told as an objection",
        "reply_third_party",
        consulted(opinion="silent", answered_on=None),
    ),
    Break("objection_respected", "disclosed all the same", "reply_provided", consulted()),
    Break(
        "disclosure_carried_out",
        "decided to disclose, kept back on another ground",
        "reply_secret",
        consulted(decision="override"),
        verdict=ASK,
    ),
    Break(
        "disclosure_carried_out",
        "silent, decided to disclose, a part kept back for the third party",
        "reply_partial",
        disclosed_in_part,
        verdict=ASK,
    ),
    Break(
        "silence_not_consent",
        "silence taken as an objection",
        "reply_third_party",
        item(reason="第三方逾期未答复，视为不同意公开，公开会损害其商业秘密。"),
    ),
    Break(
        "silence_not_consent",
        "silence of an agency taken as consent",
        "agency_inquiry",
        lambda b: b.data["facts"].update(question="请确认能否公开；逾期不答复的，视为同意"),
    ),
    Break("third_party_unnamed", "the reason names the third party", "reply_third_party", named_in_reason),
    Break(
        "third_party_unnamed",
        "the third party's telephone",
        "reply_third_party",
        facts(category="商业秘密（0999-5550777）"),
    ),
    Break(
        "third_party_unnamed",
        "the request names it too",
        "reply_third_party",
        request_names_it_too,
        verdict=ASK,
    ),
    Break(
        "applicant_unnamed", "the information names the applicant", "third_party_inquiry", applicant_inside
    ),
    Break("applicant_unnamed", "the request's number inside the PDF", "third_party_inquiry", smuggled),
    Break("applicant_unnamed", "when it came", "third_party_inquiry", data(received_on="2026-09-28")),
    Break("applicant_unnamed", "by what way it came", "agency_inquiry", data(channel="web")),
    Break("asked_addressee", "somebody else", "co_maker_inquiry", know(asked=OBJECTED)),
]
