"""Do two applications ask for the same? (Art. 36(6): only the same information is repeated)"""

from __future__ import annotations

import pytest

from letters.case_facts import Stage, gather_facts
from requests_app import dates
from requests_app.models import Agency, DisclosureRequest
from requests_app.same_information import is_same_information
from tests.people import Office, again, case_in_handling

TEXT = "清溪市东湖片区控制性详细规划（2025年修订）"

# name, earlier texts, similar from, expected
SCENARIOS = [
    ("the same words", (TEXT,), 90, True),
    ("other punctuation, width and spaces", ("清溪市东湖片区 控制性详细规划(２０２５年修订)。",), 100, True),
    ("one of several items", ("东湖路竣工图", TEXT), 100, True),
    ("one word more", ("清溪市东湖片区的控制性详细规划（2025年修订）",), 90, True),
    (
        "one word more, where only the same words count",
        ("清溪市东湖片区的控制性详细规划（2025年修订）",),
        100,
        False,
    ),
    ("another year", ("清溪市东湖片区控制性详细规划（2024年修订）",), 80, False),
    ("a year in Chinese numerals", ("清溪市东湖片区控制性详细规划（二〇二四年修订）",), 80, False),
    ("something else", ("东湖路道路拓宽项目建设用地规划许可证",), 80, False),
    ("nothing", (), 80, False),
]


@pytest.mark.parametrize(
    ("name", "earlier", "similar_from", "expected"), SCENARIOS, ids=[row[0] for row in SCENARIOS]
)
def test_same_information(name: str, earlier: tuple[str, ...], similar_from: int, expected: bool) -> None:
    assert is_same_information(TEXT, earlier, similar_from) is expected


def test_the_office_chooses_how_similar(bureau: Office) -> None:
    case = case_in_handling(bureau)
    assert gather_facts(case, dates.today(), Stage.DRAFTING).same_information_from == 90
    DisclosureRequest.objects.filter(pk=case.pk).update(policies={"same_information_from": 97})
    assert gather_facts(again(case), dates.today(), Stage.DRAFTING).same_information_from == 97


def test_what_stands_above_the_agency_is_known_to_the_remedies(bureau: Office) -> None:
    case = case_in_handling(bureau)
    Agency.objects.filter(pk=bureau.agency.parent_id).update(kind="vertical")
    Agency.objects.filter(pk=bureau.agency.pk).update(kind="dispatched_office")
    facts = gather_facts(again(case), dates.today(), Stage.DRAFTING).agency
    assert (facts.kind, facts.parent_kind) == ("dispatched_office", "vertical")
