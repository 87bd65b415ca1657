"""若今天采取措施: in every situation each measure says what it would do, or which rule does not allow it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from requests_app import dates
from requests_app.errors import RuleRefusal
from requests_app.models import DisclosureRequest
from requests_app.rules.roles import Role
from requests_app.services import clock, moving_dates
from tests.people import again, office
from tests.web.desk_client import at_desk, text_of
from tests.workflows.test_reasons_flow import WHY, given
from tests.workflows.walk import Walk

pytestmark = pytest.mark.django_db
ASKED = ("征求第三方意见", "征求共同制作机关意见", "征求其他机关意见")
TODAY = "2026-03-02"


@pytest.fixture
def day() -> Iterator[Any]:
    """A Monday; received then, a request is due on 2026-03-30."""
    with time_machine.travel("2026-03-02T10:00+08:00", tick=False) as traveller:
        yield traveller


def options(walk: Walk) -> dict[str, tuple[str, str]]:
    """The measures on the case page: by title the result and the explanation."""
    page = text_of(at_desk(walk.office.handler).get(reverse("desk:case", args=[walk.case.pk])))
    rows = re.findall(r'<div><b>([^<]+)</b><p class="res">(.*?)</p><p>(.*?)</p></div>', page, re.DOTALL)
    plain = [[" ".join(unescape(re.sub("<[^>]+>", "", part)).split()) for part in row] for row in rows]
    return {title: (result, why) for title, result, why in plain}


def event(walk: Walk, type_: str, state: str = "", **data: Any) -> None:
    """Put an event of today on the clock, and the case into a state."""
    today = dates.today()
    clock.record_event(walk.case, actor=walk.office.handler, type=type_, on=today, data=data)
    walk.case = again(walk.case)
    clock.refresh(walk.case)
    walk.case.save()
    if state:
        DisclosureRequest.objects.filter(pk=walk.case.pk).update(state=state)


def under_review(day: Any) -> Walk:
    return Walk.begin(office())


def in_handling(day: Any) -> Walk:
    walk = Walk.begin(office())
    walk.accept()
    return walk


def awaiting_correction(day: Any) -> Walk:
    walk = under_review(day)
    event(walk, "correction_notice", "awaiting_correction", on=TODAY, reply_by="2026-03-20")
    return walk


def paused(day: Any) -> Walk:
    walk = in_handling(day)
    event(walk, "consultation", kind="third_party", sent=TODAY, served=TODAY)
    day.move_to("2026-03-11T10:00+08:00")
    moving_dates.refresh_moving(dates.today())
    walk.case = again(walk.case)
    return walk


def extended(day: Any) -> Walk:
    walk = in_handling(day)
    event(walk, "extension", working_days=20, approved=TODAY, notified=TODAY)
    return walk


def overdue(day: Any) -> Walk:
    walk = in_handling(day)
    day.move_to("2026-04-08T10:00+08:00")
    return walk


def provisional(day: Any) -> Walk:
    day.move_to("2026-12-14T10:00+08:00")
    return in_handling(day)


def in_approval(day: Any) -> Walk:
    walk = under_review(day)
    walk.submit()
    return walk


def reasons_given(day: Any) -> Walk:
    walk = in_handling(day)
    walk.do(Role.HANDLER, "find_excessive", why=WHY)
    return given(walk)


def reasons_given_late(day: Any) -> Walk:
    walk = reasons_given(day)
    day.move_to("2026-04-08T10:00+08:00")
    return walk


def answered(day: Any) -> Walk:
    walk = under_review(day)
    walk.deliver()
    return walk


CORRECTION, EXTENSION, DELAY = "告知补正", "延期 20 个工作日", "延迟答复"
ART_30, ART_33, ART_35 = "第三十条", "第三十三条第二款", "第三十五条"
RESTART = "到期日暂停，收到补正之日起重新计算20个工作日"
NO_MEASURE: dict[str, tuple[str, str, str]] = {}


def asking(result: str, last: str) -> dict[str, tuple[str, str, str]]:
    """The three consultations: two with a period of the law, one without."""
    return {
        ASKED[0]: (f"最迟 {result}", f"最后一天（{last}）", "第三十二条"),
        ASKED[1]: (f"最迟 {result}", f"最后一天（{last}）", "第三十四条"),
        ASKED[2]: (f"例如 {result}", f"法律没有规定对方的答复期限；对方到 {last}", "第十一条第一款"),
    }


def not_asking(state: str) -> dict[str, tuple[str, str, str]]:
    """Nobody can be asked."""
    basis = ("第三十二条", "第三十四条", "第十一条第一款")
    return {
        title: ("不能征求意见", f"“{state}”的申请不能征求意见", article)
        for title, article in zip(ASKED, basis, strict=True)
    }


def unmoved(last: str) -> dict[str, tuple[str, str, str]]:
    """A consultation after the due date changes nothing any more."""
    words = "到期日不变，仍为 2026年3月30日（周一）"
    return {title: (words, said, article) for title, (_, said, article) in asking("", last).items()}


LATE = {
    CORRECTION: ("不能要求补正", "2026年3月11日（含当日）以前告知申请人，现在已过期限", ART_30),
    EXTENSION: ("不能延期", "答复期限已于2026年3月30日届满", ART_33),
    **unmoved("4月29日"),
}
OPEN = {
    CORRECTION: (RESTART, "补正期限定到 3月23日，最后一天收到的，到期日为 2026年4月21日（周二）", ART_30),
    EXTENSION: ("3月30日 → 2026年4月28日（周二）", "并在 3月30日以前告知申请人", ART_33),
    **asking("2026年4月21日（周二）", "3月23日"),
}
SITUATIONS: list[tuple[Callable[[Any], Walk], dict[str, tuple[str, str, str]]]] = [
    # situation, by measure: the result, what is said of it, the article
    (under_review, OPEN),
    (in_handling, OPEN),
    (
        awaiting_correction,
        {
            CORRECTION: ("不能要求补正", "本件已经告知过补正，不能再次要求补正", ART_30),
            EXTENSION: ("不能延期", "“待补正”的申请不能延期", ART_33),
            **not_asking("待补正"),
        },
    ),
    (
        paused,
        {
            CORRECTION: (RESTART, "最后一天收到的，到期日为 2026年4月30日（周四）", ART_30),
            EXTENSION: ("4月9日 → 2026年5月11日（周一）", "并在 4月9日以前告知申请人", ART_33),
            **asking("2026年4月30日（周四）", "4月1日"),
        },
    ),
    (
        extended,
        {
            CORRECTION: (RESTART, "最后一天收到的，到期日为 2026年5月21日（周四）", ART_30),
            EXTENSION: ("不能延期", "答复期限只能延长一次", ART_33),
            **asking("2026年5月21日（周四）", "3月23日"),
        },
    ),
    (
        provisional,
        {
            CORRECTION: (RESTART, "到期日为 2027年2月2日（周二）（暂定）", ART_30),
            EXTENSION: (
                "1月12日（暂定） → 2027年2月11日（周四）（暂定）",
                "并在 1月12日（暂定）以前告知申请人",
                ART_33,
            ),
            **asking("2027年2月2日（周二）（暂定）", "1月5日"),
        },
    ),
    (overdue, LATE),
    (
        in_approval,
        {
            CORRECTION: ("不能要求补正", "“审批中”的申请不能要求补正", ART_30),
            EXTENSION: ("3月30日 → 2026年4月28日（周二）", "须经工作机构负责人批准", ART_33),
            **not_asking("审批中"),
        },
    ),
    (
        reasons_given,
        OPEN
        | {DELAY: ("3月30日 → 最早 2026年3月31日（周二）", "2026年3月30日（周一）以前（含当日）", ART_35)},
    ),
    (
        reasons_given_late,
        LATE | {DELAY: ("不能延迟答复", "延迟答复须在2026年3月30日（含当日）以前告知申请人", ART_35)},
    ),
    (answered, NO_MEASURE),
]


@pytest.mark.parametrize(
    ("situation", "expected"), SITUATIONS, ids=[situation.__name__ for situation, _ in SITUATIONS]
)
def test_each_measure_says_what_it_would_do_or_why_not(
    day: Any, situation: Callable[[Any], Walk], expected: dict[str, tuple[str, str, str]]
) -> None:
    found = options(situation(day))
    assert found.keys() == expected.keys()
    for title, (result, said, article) in expected.items():
        assert result in found[title][0], title
        assert said in found[title][1], title
        assert article in found[title][1], title


def test_who_may_not_do_it_sees_the_effect_without_the_way_there(day: Any) -> None:
    walk = in_handling(day)
    page = text_of(at_desk(walk.office.legal).get(reverse("desk:case", args=[walk.case.pk])))
    assert "征求其他机关意见" in page
    assert reverse("desk:extension", args=[walk.case.pk]) not in page
    assert reverse("desk:correction", args=[walk.case.pk]) not in page


def test_an_extension_told_before_the_import_is_the_only_one(day: Any) -> None:
    """It is an event without a record of ours; the service refuses what the page refuses."""
    walk = extended(day)
    with pytest.raises(RuleRefusal, match="只能延长一次"):
        walk.do(Role.HANDLER, "ask_extension", working_days=5, reason="案卷较多")
