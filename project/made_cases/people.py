"""Applicants and what they ask for, by pattern. Their identity numbers belong to no region, so to nobody."""

from __future__ import annotations

from random import Random

from project.demo_data.applicants import number_of_nobody
from requests_app.crypto.search_keys import fingerprint
from requests_app.models import Applicant

_FAMILY, _GIVEN = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FIRMS = (
    ("commercial_enterprise", "样例贸易有限公司"),
    ("legal_service_org", "样例律师事务所"),
    ("social_welfare_org", "样例公益促进会"),
    ("research_institution", "样例研究院"),
    ("other", "样例合作社"),
)
_PEOPLE, _FIRM = 40_000, 0.12
_PLACES = ("东湖片区", "北山片区", "滨河片区", "西城片区", "新港片区", "石桥镇", "柳岸村", "杏林街道")
_PAPERS = (
    "控制性详细规划及批复文件", "房屋征收补偿方案及公告", "征地批复和勘测定界图", "建设工程规划许可证及附图",
    "环境影响评价文件及批复", "财政专项资金分配结果", "行政处罚决定书", "老旧小区改造工程招标文件和合同",
    "宅基地审批结果", "集体土地所有权登记资料", "水质监测年度报告", "物业服务企业信用评价结果",
)  # fmt: skip


class Applicants:
    """Draws applicants: some of them ask again and again."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._marks: dict[int, str] = {}

    def draw(self, request_id: int) -> Applicant:
        """An applicant (not saved) of this request."""
        # The square of a chance makes few people ask often.
        serial = int(_PEOPLE * self._chance.random() ** 2)
        if self._chance.random() < _FIRM:
            return self._firm(request_id, serial)
        number = _identity_number(serial)
        return Applicant(
            request_id=request_id,
            kind="natural_person",
            name=_name(serial),
            identity_kind="id_card",
            identity_number=number,
            identity_fingerprint=self._mark(serial, number),
            phone=f"0999-5{serial:06d}",
            address=f"样例省样例市样例路{serial}号",
            postcode="000000",
        )

    def _firm(self, request_id: int, serial: int) -> Applicant:
        kind, name = _FIRMS[serial % len(_FIRMS)]
        return Applicant(
            request_id=request_id,
            kind="organisation",
            organisation_kind=kind,
            name=f"第{serial}{name}",
            identity_kind="credit_code",
            phone=f"0999-5{serial:06d}",
            address=f"样例省样例市创业路{serial}号",
            postcode="000000",
            legal_representative=_name(serial + 1),
            contact_person=_name(serial + 2),
        )

    def _mark(self, serial: int, number: str) -> str:
        if serial not in self._marks:
            self._marks[serial] = fingerprint(number, "identity")
        return self._marks[serial]


def item_text(chance: Random) -> str:
    """What is asked for."""
    year = chance.randint(2015, 2026)
    return f"{year}年{chance.choice(_PLACES)}第{chance.randint(1, 400)}号{chance.choice(_PAPERS)}"


def _name(serial: int) -> str:
    """A name of two or three signs that nobody has for a name."""
    return f"{_FAMILY[serial % 10]}{_GIVEN[serial // 10 % 12]}{_GIVEN[serial // 120 % 12]}"


def _identity_number(serial: int) -> str:
    born = f"{1950 + serial % 50}{1 + serial // 50 % 12:02d}{1 + serial // 600 % 28:02d}"
    return number_of_nobody(born, serial // 16800)
