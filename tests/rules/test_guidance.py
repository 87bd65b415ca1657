"""The public guide says what the rules do: its numbers are theirs, its provisions exist."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from requests_app.rules import guidance
from requests_app.rules.guidance import ChannelFacts, GuidancePoint

OPEN = ChannelFacts("信息公开办", "文昌路18号", "000000", "0000-5550187", "gk@example.org", True)
CLOSED = ChannelFacts("信息公开办", "文昌路18号", accepts_web=False)


def text(points: Iterable[GuidancePoint]) -> str:
    return "\n".join(f"{point.title}：{point.text}（{point.basis}）" for point in points)


SAID = [
    # name, points, sentence
    ("reply period", guidance.steps(), "自收到之日起 20 个工作日内；经批准并告知您的，最多延长 20 个工作日"),
    ("correction", guidance.steps(), "自收到之日起 7 个工作日内一次性告知怎样补正"),
    ("purpose", guidance.notices(), "不必说明用途"),
    ("not handled as an application", guidance.notices(), "公报、报刊、书籍等公开出版物"),
    ("basis of the period", guidance.handling(), "条例第三十三条第二款"),
    ("no fee", [guidance.fees()], "不收费。申请的数量、频次明显超过合理范围的"),
    ("reconsideration first", guidance.remedies("清溪市人民政府", "东湖区人民法院"),
     "对不予公开的答复不服的，应当自知道之日起 60 日内先向清溪市人民政府申请行政复议"),
    ("after reconsideration no court is named", guidance.remedies("清溪市人民政府", "东湖区人民法院")[:1],
     "再自收到复议决定书之日起 15 日内依法向有管辖权的人民法院提起行政诉讼"),
    ("silence of that body opens the court", guidance.remedies("清溪市人民政府", "东湖区人民法院")[:1],
     "超过复议期限不作答复的，自收到决定书之日或者复议期限届满之日起 15 日内，也可以依法向人民法院提起行政诉讼"),
    ("choice", guidance.remedies("清溪市人民政府", "东湖区人民法院"), "直接起诉的期限为 6 个月"),
    ("complaint", [guidance.complaint("清溪市人民政府")], "上一级行政机关（清溪市人民政府）"),
]  # fmt: skip


def test_the_guide_names_no_court_for_what_follows_reconsideration() -> None:
    first, *_ = guidance.remedies("清溪市人民政府", "东湖区人民法院")
    assert "东湖区人民法院" not in first.text


@pytest.mark.parametrize(("name", "points", "sentence"), SAID, ids=[row[0] for row in SAID])
def test_the_guide_says(name: str, points: Iterable[GuidancePoint], sentence: str) -> None:
    assert sentence in text(points)


def test_channels_in_person_by_post_and_by_word_are_always_open() -> None:
    assert [point.title for point in guidance.channels(CLOSED)] == ["当面申请", "邮寄申请", "口头申请"]


def test_announced_channels_are_named_with_their_address() -> None:
    said = text(guidance.channels(OPEN))
    assert [point.title for point in guidance.channels(OPEN)] == [
        "网上申请",
        "当面申请",
        "邮寄申请",
        "传真申请",
        "电子邮件申请",
        "口头申请",
    ]
    assert "传真号码：0000-5550187" in said
    assert "邮寄地址：文昌路18号，信息公开办收，邮编 000000" in said


def test_an_application_has_three_compulsory_parts() -> None:
    parts = text(guidance.required_parts())
    assert len(guidance.required_parts()) == 3
    assert "用途" not in parts
