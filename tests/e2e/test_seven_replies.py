"""The seven replies of Art. 36, partial disclosure, the replies beyond Art. 36, and mixed ones, from the draft to the
issued paper.

Everybody acts through the door, as the screens do; what counts is what the applicant can read on the letter: the
article and item it rests on, and one remedy paragraph for each class of remedy, for the right items.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from letters.examples import ITEMS
from requests_app import dates
from requests_app.models import DisclosureRequest, Letter
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.roles import Role
from requests_app.selectors.documents import read_content
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.delivery import Service
from requests_app.services.search_record import NewSearch
from tests import people
from tests.letters.pages import full_text
from tests.people import Office
from tests.workflows.walk import PROOF, Walk
from workflows.tasks import deliver_outbox

pytestmark = pytest.mark.django_db

FIRST = "先向清溪市人民政府申请行政复议"
CHOICE = "直接向清溪市东湖区人民法院提起行政诉讼"
ARTICLE_36 = "第三十六条第（{}）项"
WITHHELD = {
    "separation_considered": "已逐页审查，没有可以与不予公开的部分分开提供的内容。",
    "disclosure_duty_checked": "已经核对，没有法律、法规、规章规定应当公开。",
}
NOT_IN_TABLE = {"citations_explained": "已经核对全称和条文。"}
REAL_ESTATE = {"instrument": "不动产登记暂行条例", "article": "第二十七条", "paragraph": None, "item": None}


@dataclass(frozen=True)
class Answer:
    """How one kind of reply is written, and what its letter must say; `remedies`: object → words of its class."""

    outcomes: tuple[str, ...]
    says: tuple[str, ...]
    remedies: Mapping[str, str]
    facts: Mapping[str, Any] = field(default_factory=dict)
    citations: tuple[Mapping[str, Any], ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " and ".join(self.outcomes)


PROVIDED = Answer(("provided",), (ARTICLE_36.format("二"), "许可证复印件"), {"本答复": CHOICE})
ANSWERS = (
    Answer(
        ("already_public",),
        (ARTICLE_36.format("一"), "https://www.example.gov.cn/zwgk/ghjh/2025/0043.html"),
        {"本答复": CHOICE},
    ),
    PROVIDED,
    Answer(
        ("process",),
        (ARTICLE_36.format("三"), "第十六条第二款"),
        {"本答复": FIRST},
        facts=WITHHELD,
    ),
    Answer(("not_existing",), (ARTICLE_36.format("四"), "征收管理业务系统", "听证"), {"本答复": CHOICE}),
    Answer(("not_ours",), (ARTICLE_36.format("五"), "清溪市住房和城乡建设局"), {"本答复": CHOICE}),
    Answer(("repeated",), (ARTICLE_36.format("六"),), {"本答复": CHOICE}),
    Answer(
        ("special_regime",),
        (ARTICLE_36.format("七"), "《不动产登记暂行条例》"),
        {"本答复": CHOICE},
        citations=(REAL_ESTATE,),
        reasons=NOT_IN_TABLE,
    ),
    Answer(
        ("partial",),
        (ARTICLE_36.format("二"), "第三十七条", "第3页至第5页房屋内部评审意见"),
        {"本答复不予公开的部分": FIRST},
        facts=WITHHELD,
    ),
    Answer(
        ("already_public", "process"),
        (ARTICLE_36.format("一"), ARTICLE_36.format("三"), "第十六条第二款"),
        {"本答复第一项": CHOICE, "本答复第二项": FIRST},
        facts=WITHHELD,
    ),
    Answer(("needs_processing",), ("第三十八条", "412份"), {"本答复": CHOICE}, facts=WITHHELD),
    Answer(("petition",), ("第三十九条第一款", "执法监督科"), {"本答复": CHOICE}),
    Answer(("publication",), ("第三十九条第二款", "报刊阅览室"), {"本答复": CHOICE}),
    Answer(("reissue",), ("重新出具已经获取的信息", "不予处理"), {"本答复": CHOICE}),
    Answer(("not_government_information",), ("第二条的规定", "法律咨询"), {"本答复": CHOICE}),
    Answer(
        ("archives",),
        ("《中华人民共和国档案法》", "清溪市档案馆"),
        {"本答复": CHOICE},
        reasons={"archives_transfer": "移交清单存机关档案室。"},
    ),
    Answer(
        ("party_information",),
        ("第二条的规定", "中共清溪市委办公室"),
        {"本答复": CHOICE},
        facts={"joint_issue_checked": "由党的组织单独制作。"},
    ),
    Answer(
        ("petition", "process", "publication", "not_government_information"),
        ("第三十九条第一款", "第十六条第二款", "第三十九条第二款", "第二条的规定"),
        {"本答复第一项、第三项、第四项": CHOICE, "本答复第二项": FIRST},
        facts=WITHHELD,
    ),
)


@pytest.fixture
def office() -> Office:
    return people.office()


def searched(walk: Walk) -> dict[str, Any]:
    """A recorded search, and the facts the letter takes from it."""
    said = ITEMS["not_existing"]["facts"]
    search = NewSearch(
        searched_on=dates.today(),
        searcher="王强",
        units=said["searched_by"],
        systems="、".join(said["systems"]),
        keywords="，".join(said["keywords"]),
        period=said["period"],
        found=False,
        result="没有检索到",
        duty_to_make="没有组织听证，没有制作的职责",
    )
    record = walk.do(Role.HANDLER, "record_search", ordinal=1, search=search)
    return {**said, "searched_on": dates.today().isoformat(), "search": record.pk}


def first_reply(office: Office, given: bool) -> dict[str, str]:
    """The same person's earlier application: told where it is published, or `given` it, and served with proof."""
    yesterday = dates.today() - timedelta(days=1)
    with dates.as_of(yesterday):
        walk = Walk.begin(office)
        if given:
            walk.accept()
            draft(walk, PROVIDED, {})
            approve(walk)
        else:
            walk.approve()
        letter = issue(walk)
        service = Service(way="hand", served_on=yesterday, recipient="王契", proof=PROOF)
        walk.do(Role.DESK_OFFICER, "confirm_delivery", letter_id=letter.pk, service=service)
    day = yesterday.isoformat()
    return {"first_number": letter.number, "first_date": day, "first_served": day}


def draft(walk: Walk, answer: Answer, more: Mapping[str, Any]) -> None:
    """The reply as the handler saves it."""
    decisions, attachments = [], []
    for ordinal, outcome in enumerate(answer.outcomes, start=1):
        example = deepcopy(ITEMS[outcome])
        if OUTCOMES[outcome].releases_content:
            copy = walk.do(Role.HANDLER, "add_released_copy", upload=PROOF, title="许可证复印件")
            attachments.append(copy.pk)
        facts = {**example["facts"], **answer.facts, **more}
        citations = [*example["citations"], *answer.citations]
        decisions.append(ItemDecision(ordinal, outcome, citations, example["reason"], facts))
    reply = ReplyDraft(decisions, "hand", attachments, answer.reasons, answer.outcomes[-1])
    walk.do(Role.HANDLER, "save_draft", draft=reply)


def issue(walk: Walk) -> Letter:
    """Number and date, then the paper, as the background task makes it."""
    letter: Letter = walk.do(Role.DESK_OFFICER, "issue")
    deliver_outbox()
    letter.refresh_from_db()
    return letter


def approve(walk: Walk) -> None:
    """Everybody of the track agrees."""
    submission = walk.do(Role.HANDLER, "submit")
    for step in submission.steps:
        walk.agree(Role(step["role"]))


def text_of(letter: Letter) -> str:
    assert letter.document is not None
    return full_text(read_content(letter.document))


def applied(case: DisclosureRequest) -> list[str]:
    return [item.text for item in case.items.all()]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_the_issued_letter_says_article_reason_and_remedy(office: Office, answer: Answer) -> None:
    reissue = "reissue" in answer.outcomes
    earlier = first_reply(office, given=reissue) if reissue or "repeated" in answer.outcomes else {}
    items = {"items": [ITEMS[outcome]["text"] for outcome in answer.outcomes]}
    walk = Walk.begin(office, **({} if earlier else items))
    walk.accept()
    draft(walk, answer, searched(walk) if "not_existing" in answer.outcomes else earlier)
    approve(walk)
    letter = issue(walk)
    text = text_of(letter)

    for words in (letter.number, "王契", *applied(walk.case), *answer.says, earlier.get("first_number", "")):
        assert "".join(words.split()) in text
    assert [text.count(FIRST), text.count(CHOICE)] == [
        list(answer.remedies.values()).count(FIRST),
        list(answer.remedies.values()).count(CHOICE),
    ]
    for what, remedy in answer.remedies.items():
        paragraph = text.split(f"如对{what}不服")[1].split("如对")[0]
        assert remedy in paragraph
