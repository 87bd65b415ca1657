"""What an application is about, told by its words: they make a person look again, they decide nothing."""

import pytest

from requests_app.rules.scope import (
    information_named,
    is_party_organ,
    is_state_archives,
    says_nothing_is_held,
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("请求查处东湖路27号的违法建设行为", ()),
        ("反映某某小区夜间施工扰民，请求处理并追究责任", ()),
        ("请公开清规罚〔2025〕31号", ("〔2025〕31号",)),
        ("请公开清规罚(2025)31号", ("(2025)31号",)),
        ("举报违法占地，并公开《东湖片区控制性详细规划》", ("《东湖片区控制性详细规划》",)),
        ("要求公开对我举报事项的调查报告和处理结果", ("调查报告", "处理结果")),
    ],
)
def test_words_that_name_a_piece_of_information(text: str, named: tuple[str, ...]) -> None:
    assert information_named(text) == named


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("没有相关材料", True),
        ("本机关未制作该统计", True),
        ("无", True),
        ("2023年至2025年各批次的征收补偿协议共412份", False),
        ("逐户的补偿协议，没有汇总表", False),
    ],
)
def test_what_is_held_is_nothing(text: str, nothing: bool) -> None:
    assert says_nothing_is_held(text) is nothing


@pytest.mark.parametrize(
    ("name", "public"),
    [("清溪市档案馆", True), ("清溪市城建档案馆", True), ("本机关档案室", False), ("办公室档案科", False)],
)
def test_a_public_archive(name: str, public: bool) -> None:
    assert is_state_archives(name) is public


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("中共清溪市委办公室", True),
        ("清溪市纪委", True),
        ("本机关党组", True),
        ("清溪市人民政府办公室", False),
        ("清溪市卫生健康委员会", False),
    ],
)
def test_an_organ_of_the_party(name: str, party: bool) -> None:
    assert is_party_organ(name) is party
