"""Excuses and authors that do not stand."""

import pytest

from requests_app.rules.standing import internal_handover, is_internal_unit


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("因内部流转，承办人收到时期限已过", True),
        ("申请转交征收管理科后才收到", True),
        ("承办科室才于10月9日收到申请", True),
        ("机关内部交接耽误", True),
        ("公开会妨碍会议人员充分发表意见", False),
        ("该表属于内部工作流程信息", False),
        ("该批准文件已移交档案馆", False),
    ],
)
def test_a_delay_laid_on_the_own_house(text: str, blamed: bool) -> None:
    assert bool(internal_handover(text)) is blamed


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("清溪市自然资源和规划局政策法规科", True),
        ("清溪市自然资源和规划局政府信息公开工作办公室", True),
        ("清溪市自然资源和规划局", False),
        ("清溪市人民政府办公室", False),
        ("清溪市城市管理处", False),
    ],
)
def test_a_unit_of_the_house(name: str, unit: bool) -> None:
    assert is_internal_unit(name) is unit
