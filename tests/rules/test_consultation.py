"""Asking others before a reply: what must be said, until when they may answer, what silence or objection means."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from requests_app.calendars import shipped_calendar
from requests_app.errors import InvalidInput, RuleRefusal
from requests_app.rules import consultation as rule
from requests_app.rules.consultation import RULES, Decision, Inquiry, Opinion, Silence
from requests_app.rules.policies import Policies

THIRD, MAKER, AGENCY, UNIT = Inquiry
MONDAY = date(2026, 3, 2)
LAST = date(2026, 3, 23)
"""The 15th working day after Monday, 2 March 2026."""
CAL = shipped_calendar()


TABLE = [
    # kind, article, pauses, working days to answer, meaning of silence, letter
    (THIRD, "条例第三十二条", True, 15, Silence.AGENCY_DECIDES, "third_party_inquiry"),
    (MAKER, "条例第三十四条", True, 15, Silence.CONSENT, "co_maker_inquiry"),
    (AGENCY, "条例第十一条第一款", True, None, Silence.NO_CONSENT, "agency_inquiry"),
    (UNIT, "条例第四十五条", False, None, Silence.NOTHING, "assistance_request"),
]


@pytest.mark.parametrize(("kind", "article", "pauses", "within", "silence", "letter"), TABLE)
def test_the_four_kinds(
    kind: Inquiry, article: str, pauses: bool, within: int | None, silence: Silence, letter: str
) -> None:
    row = RULES[kind]
    assert (row.basis.short(), row.pauses, row.answer_within) == (article, pauses, within)
    assert (row.silence, row.letter_kind) == (silence, letter)


SILENT = [
    # name, kind, served, asked for, today, silent
    ("the last day still counts", THIRD, MONDAY, None, LAST, False),
    ("the day after", THIRD, MONDAY, None, LAST + timedelta(days=1), True),
    ("a co-maker has the same days", MAKER, MONDAY, None, LAST + timedelta(days=1), True),
    ("never served, never silent", THIRD, None, None, date(2026, 12, 1), False),
    ("an agency until the date it was given", AGENCY, MONDAY, date(2026, 3, 10), date(2026, 3, 10), False),
    ("an agency after that date", AGENCY, MONDAY, date(2026, 3, 10), date(2026, 3, 11), True),
]


@pytest.mark.parametrize(
    ("name", "kind", "served", "asked_for", "today", "silent"), SILENT, ids=[row[0] for row in SILENT]
)
def test_who_is_silent(
    name: str, kind: Inquiry, served: date | None, asked_for: date | None, today: date, silent: bool
) -> None:
    given: dict[str, Any] = {"served": served, "asked_for": asked_for, "today": today, "calendar": CAL}
    assert rule.is_silent(kind, **given) is silent
    if silent:
        rule.check_silent(kind, **given)
        return
    with pytest.raises(RuleRefusal) as refusal:
        rule.check_silent(kind, **given)
    assert refusal.value.basis == RULES[kind].basis.cite()


DECIDES = [
    (THIRD, Opinion.AGREES, False),
    (THIRD, Opinion.OBJECTS, True),
    (THIRD, Opinion.SILENT, True),
    (MAKER, Opinion.OBJECTS, True),
    (MAKER, Opinion.SILENT, False),
    (AGENCY, Opinion.AGREES, False),
    (AGENCY, Opinion.SILENT, True),
    (UNIT, Opinion.OBJECTS, False),
]


@pytest.mark.parametrize(("kind", "opinion", "decides"), DECIDES)
def test_when_the_agency_must_decide_and_write_why(kind: Inquiry, opinion: Opinion, decides: bool) -> None:
    assert rule.needs_decision(kind, opinion) is decides


TOLD = [
    (THIRD, Opinion.OBJECTS, Decision.OVERRIDE, True),
    (THIRD, Opinion.SILENT, Decision.OVERRIDE, True),
    (THIRD, Opinion.OBJECTS, Decision.RELEASE, True),
    (THIRD, Opinion.SILENT, Decision.RELEASE, False),
    (THIRD, Opinion.AGREES, Decision.RELEASE, False),
    (THIRD, Opinion.OBJECTS, Decision.WITHHOLD, False),
    (MAKER, Opinion.OBJECTS, Decision.RELEASE, False),
]


@pytest.mark.parametrize(("kind", "opinion", "decision", "told"), TOLD)
def test_who_is_told_of_a_disclosure(kind: Inquiry, opinion: Opinion, decision: Decision, told: bool) -> None:
    assert rule.must_tell_third_party(kind, opinion, decision) is told


@pytest.mark.parametrize("opinion", list(Opinion))
def test_no_decision_without_written_reasons(opinion: Opinion) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule.check_decision(THIRD, opinion, Decision.RELEASE, " \n")
    assert refusal.value.basis == "《中华人民共和国政府信息公开条例》第三十二条"
    rule.check_decision(THIRD, opinion, Decision.RELEASE, "理由不成立")


@pytest.mark.parametrize("kind", [MAKER, AGENCY, UNIT])
def test_only_a_third_party_is_overridden(kind: Inquiry) -> None:
    with pytest.raises(RuleRefusal) as refusal:
        rule.check_decision(kind, Opinion.OBJECTS, Decision.OVERRIDE, "公共利益")
    assert refusal.value.code == "decision_not_possible"


WHOLE = {"name": "某某公司", "information": "合同", "why": "报价", "question": "能否公开"}
MISSING = [
    (THIRD, "name", None),
    (THIRD, "information", None),
    (THIRD, "why", None),
    (MAKER, "question", None),
    (AGENCY, "question", date(2026, 3, 20)),
    (UNIT, "information", date(2026, 3, 20)),
]


@pytest.mark.parametrize(("kind", "field", "asked_for"), MISSING)
def test_what_the_letter_must_say(kind: Inquiry, field: str, asked_for: date | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule.check_asked(kind, fields={**WHOLE, field: " "}, asked_for=asked_for, leads=True, today=MONDAY)
    assert list(refusal.value.fields) == [field]
    rule.check_asked(kind, fields=WHOLE, asked_for=asked_for, leads=True, today=MONDAY)


@pytest.mark.parametrize("kind", [AGENCY, UNIT])
@pytest.mark.parametrize("day", [None, MONDAY, date(2026, 2, 27)])
def test_where_the_law_sets_no_period_a_date_is_asked_for(kind: Inquiry, day: date | None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule.check_asked(kind, fields=WHOLE, asked_for=day, leads=True, today=MONDAY)
    assert list(refusal.value.fields) == ["asked_for"]


def test_only_the_leading_agency_asks_co_makers() -> None:
    with pytest.raises(RuleRefusal) as refusal:
        rule.check_asked(MAKER, fields=WHOLE, asked_for=None, leads=False, today=MONDAY)
    assert refusal.value.basis == "《中华人民共和国政府信息公开条例》第三十四条"


def test_an_agency_without_period_is_warned_about_when_the_clock_warns() -> None:
    given: dict[str, Any] = {"sent": MONDAY, "served": None, "calendar": CAL, "policies": Policies()}
    assert rule.overlong_warning(AGENCY, today=LAST - timedelta(days=1), **given) == ""
    assert "不能视为同意" in rule.overlong_warning(AGENCY, today=LAST, **given)
    patient = {**given, "policies": Policies(silent_agency_warned_after=16)}
    assert rule.overlong_warning(AGENCY, today=LAST, **patient) == ""
    assert "已满16个工作日" in rule.overlong_warning(AGENCY, today=LAST + timedelta(days=3), **patient)
    assert rule.overlong_warning(THIRD, today=date(2026, 6, 1), **given) == ""


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        (THIRD, "由本机关决定是否公开并写明理由", "视为同意公开"),
        (MAKER, "视为同意公开", "由本机关决定"),
        (AGENCY, "不答复不视为同意", "视为同意公开"),
        (UNIT, "不影响答复期限", "不计入"),
    ],
)
def test_the_effect_is_said_before_anybody_confirms(kind: Inquiry, said: str, unsaid: str) -> None:
    sentence = rule.effect_sentence(kind)
    assert said in sentence
    assert unsaid not in sentence


@pytest.mark.parametrize("kind", [THIRD, MAKER])
def test_whoever_is_silent_was_served_before_the_day_to_look_from(kind: Inquiry) -> None:
    for today in (date(2026, 2, 20) + timedelta(days=n) for n in range(40)):
        before = rule.served_before_silence(today, CAL)

        def silent(served: date, on: date = today) -> bool:
            return rule.is_silent(kind, served=served, asked_for=None, today=on, calendar=CAL)

        assert not any(silent(before + timedelta(days=n)) for n in range(30))
        assert silent(before - timedelta(days=1), CAL.nth_working_day(today, 1)), "not a day too early"
