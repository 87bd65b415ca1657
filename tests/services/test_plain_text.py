"""What people paste is plain text before it becomes part of a case, on whichever way it comes in."""

from __future__ import annotations

from typing import Any

import pytest

from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest
from requests_app.plain_text import clean_line, clean_text, cut
from requests_app.services import importing, registration
from requests_app.services.registration import NewApplicant, NewRequest
from tests import people

TEXTS = [
    # name, typed, kept
    ("plain Chinese stays", "清溪市2025年度规划（修订）", "清溪市2025年度规划（修订）"),
    ("full-width signs and letters stay", "ＡＢＣ：〔2025〕１号", "ＡＢＣ：〔2025〕１号"),
    ("Windows and old Mac line breaks", "一\r\n二\r三", "一\n二\n三"),
    ("line and paragraph separators", "一\u2028二\u2029三\x85四\x0b五\x0c六", "一\n二\n三\n四\n五\n六"),
    ("control characters", "一\x00二\x07三\x1b四", "一二三四"),
    ("zero width, soft hyphen, byte order mark", "一\u200b二\u200d三\u00ad四\ufeff五", "一二三四五"),
    ("marks that turn the direction", "一\u202e二\u202c三\u2066四\u2069", "一二三四"),
    ("the invisible half of a coloured sign", "一\u2714\ufe0f二", "一\u2714二"),
    ("half a character", "一\ud83d二", "一二"),
    ("tabs and foreign spaces are spaces", "一\t二\u00a0三\u2006四", "一 二 三 四"),
    ("the Chinese space stays", "张\u3000三", "张\u3000三"),
    ("blank ends and blank ends of lines", "  一  \n\n二 \n", "一\n\n二"),
    ("a rare name stays", "𬱖喆䶮\U000320d0", "𬱖喆䶮\U000320d0"),
    ("the form of a name's character stays", "葛\U000e0100", "葛\U000e0100"),
    ("a picture character can be seen and stays", "一\U0001f600\uf0b7", "一\U0001f600\uf0b7"),
]


@pytest.mark.parametrize(("name", "typed", "kept"), TEXTS, ids=[row[0] for row in TEXTS])
def test_only_what_can_be_read_stays(name: str, typed: str, kept: str) -> None:
    assert clean_text(typed) == kept
    assert clean_text(kept) == kept


def test_a_line_has_no_line_breaks() -> None:
    assert clean_line(" 王\u2028契\r\n  （王某） ") == "王 契 （王某）"


@pytest.mark.parametrize(("text", "kept"), [("四个字符", "四个字符"), ("五个字符呢", "五个字…")])
def test_a_cut_text_says_so(text: str, kept: str) -> None:
    assert cut(text, 4) == kept


DIRT = "\u202e\u200b\ufe0f\x07"


def dirty(**changes: Any) -> NewRequest:
    person = people.natural_person(f"王{DIRT}契")
    fields: dict[str, Any] = {
        "applicants": (person,),
        "purpose": f"科研{DIRT}",
        "note": f"甲\u2028乙{DIRT}",
        "help_needed": f"读写{DIRT}",
        **changes,
    }
    return people.application(f"东湖{DIRT}规划", **fields)


def taken_in(new: NewRequest, way: str) -> DisclosureRequest:
    office = people.office()
    if way == "online":
        return registration.submit_online(agency=office.agency, new=new).case
    return registration.register_at_desk(actor=office.desk, agency=office.agency, new=new).case


@pytest.mark.django_db
@pytest.mark.parametrize(("way", "channel"), [("desk", "counter"), ("online", "web")])
def test_an_application_is_cleaned_when_it_comes_in(way: str, channel: str) -> None:
    case = taken_in(dirty(channel=channel), way)
    assert (case.purpose, case.note, case.help_needed) == ("科研", "甲\n乙", "读写")
    assert case.items.get().text == "东湖规划"
    assert case.applicants.get().name == "王契"


@pytest.mark.django_db
def test_what_cannot_be_seen_is_no_content() -> None:
    with pytest.raises(InvalidInput) as refused:
        taken_in(people.application(DIRT), "desk")
    assert set(refused.value.fields) == {"items"}


@pytest.mark.django_db
def test_an_identity_number_is_found_again_however_it_was_pasted() -> None:
    clean = people.natural_person()
    pasted = NewApplicant(**{**vars(clean), "identity_number": f"{clean.identity_number}{DIRT}"})
    prints = {
        taken_in(people.application(applicants=(one,)), "desk").applicants.get().identity_fingerprint
        for one in (clean, pasted)
    }
    assert len(prints) == 1


@pytest.mark.django_db
def test_an_imported_case_is_cleaned_too() -> None:
    from datetime import date

    from requests_app.actors import System
    from requests_app.rules.states import RequestState

    record = importing.ImportedCase(
        number="旧2020-1",
        channel="counter",
        received_on=date(2020, 1, 2),
        regime="2019",
        state=RequestState.DELIVERED,
        applicant_kind="natural_person",
        applicant_name=f"王{DIRT}契",
        items=[(f"规划{DIRT}", "provided")],
        events=[],
        closed_on=date(2020, 1, 10),
    )
    case = importing.import_case(actor=System("导入"), agency=people.office().agency, record=record)
    assert (case.items.get().text, case.applicants.get().name) == ("规划", "王契")
