"""What the title of an instrument shows of its rank (Art. 14: only a 法律 or an 行政法规 forbids)."""

import pytest

from requests_app.rules.instrument_rank import Rank, rank_of

TITLES = [
    ("中华人民共和国统计法", Rank.LAW),
    ("《个人信息保护法》", Rank.LAW),
    ("城市房地产管理法", Rank.LAW),
    ("乡镇企业法", Rank.LAW),
    ("中华人民共和国香港特别行政区基本法", Rank.LAW),
    ("中华人民共和国统计法（2024年修正）", Rank.LAW),
    ("不动产登记暂行条例", Rank.UNSURE),
    ("自然保护区条例", Rank.UNSURE),
    ("行政区域界线管理条例", Rank.UNSURE),
    ("城镇燃气管理条例", Rank.UNSURE),
    ("中华人民共和国税收征收管理法实施细则", Rank.UNSURE),
    ("某某资料管理办法", Rank.UNSURE),
    ("某省统计条例", Rank.LOCAL),
    ("某市信息管理规定", Rank.LOCAL),
    ("某自治州统计办法", Rank.LOCAL),
    ("北京市档案条例", Rank.LOCAL),
    ("清溪市档案条例（2020年修订）", Rank.LOCAL),
    ("国家税务总局纳税人信息查询管理办法", Rank.DEPARTMENTAL),
    ("公安部关于案件材料管理的规定", Rank.DEPARTMENTAL),
    ("国务院关于加强信息管理的通知", Rank.NORMATIVE),
    ("信息公开工作指南", Rank.NORMATIVE),
]


@pytest.mark.parametrize(("title", "rank"), TITLES, ids=[row[0] for row in TITLES])
def test_rank_of_a_title(title, rank):
    assert rank_of(title) is rank


@pytest.mark.parametrize("rank", Rank)
def test_only_a_law_or_what_may_be_a_regulation_of_the_state_council_forbids(rank):
    assert rank.may_forbid == (rank in {Rank.LAW, Rank.UNSURE})
