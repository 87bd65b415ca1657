"""A classification: its level, its day, and whether its term still runs (保密法第十四条、第二十条、第二十四条)."""

from datetime import date

import pytest

from requests_app.rules.classification import check_classification, last_day

TODAY = date(2026, 3, 2)
ON = date(2020, 5, 6)

# name, what is changed of a good one, [(word of the message, article, needs a reason)]
SCENARIOS = [
    ("good", {}, []),
    ("the letter names no level", {"told_level": ""}, []),
    ("the letter names another level", {"told_level": "机密"}, [("不符", "第十四条", False)]),
    ("no such level", {"level": "内部", "told_level": ""}, [("三级", "第十四条", False)]),
    (
        "classified after the reply",
        {"classified_on": date(2026, 3, 3)},
        [("在答复之后", "第二十四条", False)],
    ),
    ("last day of the term", {"term": "至2026年3月2日"}, []),
    ("the day after", {"term": "至2026-03-01"}, [("届满", "第二十四条", False)]),
    ("five years are over", {"term": "5年"}, [("届满", "第二十四条", False)]),
    ("months are over", {"term": "六个月"}, [("届满", "第二十四条", False)]),
    ("longer than the level lasts", {"term": "20年"}, [("不超过10年", "第二十条", True)]),
    ("the longest of a higher level", {"term": "二十年", "level": "机密", "told_level": "机密"}, []),
    ("no end is named", {"term": "长期"}, [("无法推算", "第二十条", True)]),
    ("a day no calendar has", {"term": "至2026年13月2日"}, [("无法推算", "第二十条", True)]),
    ("a year no calendar has", {"term": "99999年"}, [("无法推算", "第二十条", True)]),
]


@pytest.mark.parametrize(("name", "changes", "expected"), SCENARIOS, ids=[row[0] for row in SCENARIOS])
def test_classification(name, changes, expected):
    good = {"level": "秘密", "told_level": "秘密", "classified_on": ON, "term": "10年", "today": TODAY}
    found = check_classification(**good | changes)
    assert [one.needs_reason for one in found] == [row[2] for row in expected]
    for one, (word, article, _) in zip(found, expected, strict=True):
        assert word in one.message
        assert article in one.basis


@pytest.mark.parametrize(
    ("classified_on", "term", "expected"),
    [
        (date(2020, 2, 29), "1年", date(2021, 2, 28)),
        (date(2020, 1, 31), "1个月", date(2020, 2, 29)),
        (date(2020, 12, 6), "十年期", date(2030, 12, 6)),
        (ON, "自2020年5月6日至2030年5月6日", date(2030, 5, 6)),
        (ON, "工程竣工后解密", None),
    ],
)
def test_last_day_of_a_term(classified_on, term, expected):
    assert last_day(classified_on, term) == expected
