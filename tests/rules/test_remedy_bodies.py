"""Body and court by kind of agency, and what is wrong with the names an agency gives."""

from dataclasses import replace

import pytest

from requests_app.rules.remedy_bodies import (
    BODY_RULES,
    AgencyKind,
    AgencyRemedyFacts,
    body_rule,
    check_bodies,
    court_rule,
)

# kind, expected body in words, article, level of court, its article
KINDS = [
    ("department", "本级人民政府", "第二十四条第一款第（一）项", "基层", "第十四条"),
    ("government", "上一级人民政府", "第二十四条第一款第（二）项", "中级", "第十五条第（一）项"),
    ("provincial_government", "本机关", "第二十四条第二款", "中级", "第十五条第（一）项"),
    ("dispatched_organ", "设立该派出机关的人民政府", "第二十四条第一款第（三）项", "基层", "第十四条"),
    ("dispatched_office", "设立该派出机构的工作部门的本级人民政府", "第二十四条第四款", "基层", "第十四条"),
    (
        "authorised_organisation",
        "管理该组织的人民政府，或者管理该组织的部门的本级人民政府",
        "第二十四条第一款第（四）项",
        "基层",
        "第十四条",
    ),
    ("state_council_department", "本机关", "第二十五条第（一）项", "中级", "第十五条第（一）项"),
    ("vertical", "上一级主管部门", "第二十七条", "基层", "第十四条"),
    ("justice_department", "本级人民政府或者上一级司法行政部门", "第二十八条", "基层", "第十四条"),
]


def _agency(kind, **changes):
    facts = AgencyRemedyFacts(kind, "甲局", "甲局", "青溪区人民政府", "青溪区人民法院", "")
    return replace(facts, **changes)


def test_every_kind_of_agency_has_a_row():
    assert [row[0] for row in KINDS] == [kind.value for kind in AgencyKind]
    assert all(kind.label for kind in AgencyKind)


@pytest.mark.parametrize("row", KINDS, ids=[row[0] for row in KINDS])
def test_body_and_court_by_kind(row):
    kind, expected, article, level, court_article = row
    rule, court = BODY_RULES[AgencyKind(kind)], court_rule(_agency(kind))
    assert (rule.expected, rule.basis.provision()) == (expected, article)
    assert (court.level, court.basis.provision()) == (level, court_article)


# kind, kind of the parent, customs, expected body in words, article
PARENTS = [
    ("dispatched_office", None, False, "设立该派出机构的工作部门的本级人民政府", "第二十四条第四款"),
    ("dispatched_office", "department", False, "设立该派出机构的工作部门的本级人民政府", "第二十四条第四款"),
    (
        "dispatched_office",
        "state_council_department",
        False,
        "设立该派出机构的国务院部门",
        "第二十五条第（二）项",
    ),
    ("dispatched_office", "vertical", False, "上一级主管部门", "第二十七条"),
    ("dispatched_office", None, True, "上一级主管部门", "第二十七条"),
    (
        "authorised_organisation",
        "state_council_department",
        False,
        "管理该组织的国务院部门",
        "第二十五条第（三）项",
    ),
    ("department", "state_council_department", False, "本级人民政府", "第二十四条第一款第（一）项"),
]


@pytest.mark.parametrize("row", PARENTS, ids=[f"{row[0]} of {row[1]}" for row in PARENTS])
def test_body_by_what_stands_above(row):
    kind, parent, customs, expected, article = row
    rule = body_rule(_agency(kind, parent_kind=parent, customs=customs))
    assert (rule.expected, rule.basis.provision()) == (expected, article)


def test_the_parent_of_the_agency_says_nothing_of_another_respondent():
    office = _agency("dispatched_office", respondent_kind="government", parent_kind="vertical")
    assert body_rule(office).basis.provision() == "第二十四条第一款第（二）项"


def test_customs_go_to_an_intermediate_court():
    court = court_rule(_agency("vertical", customs=True))
    assert (court.level, court.basis.provision()) == ("中级", "第十五条第（二）项")


def test_a_township_government_stands_before_a_basic_court():
    assert court_rule(_agency("government", below_county=True)).level == "基层"


def test_an_office_that_answers_for_its_government_follows_the_government():
    office = _agency("department", respondent_kind="government")
    assert office.effective_kind is AgencyKind.GOVERNMENT
    assert court_rule(office).level == "中级"


MIDDLE = "青溪市中级人民法院"

# name, agency, served online, [(code, needs a reason)]
NAMES = [
    ("department, right", _agency("department"), False, []),
    (
        "department names the upper department",
        _agency("department", reconsideration_body="青溪市住房和城乡建设局"),
        False,
        [("reconsideration_body_wrong", False)],
    ),
    (
        "a management committee is unusual",
        _agency("department", reconsideration_body="青溪高新技术产业开发区管理委员会"),
        False,
        [("reconsideration_body_wrong", True)],
    ),
    (
        "department names itself",
        _agency("department", reconsideration_body="甲局"),
        False,
        [("reconsideration_body_wrong", False)],
    ),
    (
        "no body",
        _agency("department", reconsideration_body=" "),
        False,
        [("reconsideration_body_missing", False)],
    ),
    ("no court", _agency("department", court=""), False, [("court_missing", False)]),
    ("no court's name", _agency("department", court="青溪区司法局"), False, [("court_wrong", False)]),
    ("court too high", _agency("department", court=MIDDLE), False, [("court_level", True)]),
    ("government in a basic court", _agency("government"), False, [("court_level", True)]),
    ("government, right", _agency("government", court=MIDDLE), False, []),
    (
        "ministry, right",
        _agency("state_council_department", reconsideration_body="甲局", court=MIDDLE),
        False,
        [],
    ),
    (
        "ministry names a government",
        _agency("state_council_department", court=MIDDLE),
        False,
        [("reconsideration_body_wrong", False)],
    ),
    ("tax office, right", _agency("vertical", reconsideration_body="国家税务总局青溪市税务局"), False, []),
    ("tax office names the government", _agency("vertical"), False, [("reconsideration_body_wrong", False)]),
    (
        "justice department, right",
        _agency("justice_department", reconsideration_body="青溪区人民政府或者青溪市司法局"),
        False,
        [],
    ),
    (
        "justice department names one",
        _agency("justice_department"),
        False,
        [("reconsideration_body_wrong", False)],
    ),
    (
        "office of a ministry names the government",
        _agency("dispatched_office", parent_kind="state_council_department"),
        False,
        [("reconsideration_body_wrong", False)],
    ),
    (
        "office of a ministry, right",
        _agency(
            "dispatched_office", parent_kind="state_council_department", reconsideration_body="国家某某局"
        ),
        False,
        [],
    ),
    (
        "tax station, right",
        _agency(
            "dispatched_office",
            parent_kind="vertical",
            reconsideration_body="国家税务总局青溪市青溪区税务局",
        ),
        False,
        [],
    ),
    ("online without a channel", _agency("department"), True, [("online_channel_missing", False)]),
    (
        "online with its channel",
        _agency("department", online_reconsideration_url="https://reconsideration.example.cn"),
        True,
        [],
    ),
]


@pytest.mark.parametrize(("name", "agency", "online", "expected"), NAMES, ids=[row[0] for row in NAMES])
def test_names_of_body_and_court(name, agency, online, expected):
    found = check_bodies(agency, online)
    assert [(one.code, one.needs_reason) for one in found] == expected
    assert all(one.message and one.basis for one in found)


def test_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="committee"):
        court_rule(_agency("committee"))
