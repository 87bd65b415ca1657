"""What exists to be cited: the articles, 款 and 项 of each statute, and the other instruments we name.

The four statutes come from `statute_structure.json`, counted in their official texts. Of every other
instrument only those articles can be cited that were confirmed; nothing is assumed about the rest.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

REGULATION = "政府信息公开条例"
RECONSIDERATION_LAW = "行政复议法"
LITIGATION_LAW = "行政诉讼法"
SECRECY_LAW = "保守国家秘密法"

REGULATION_2007 = "政府信息公开条例（2007年）"
JUDICIAL_INTERPRETATION_2025 = "法释〔2025〕8号"
FEE_MEASURES = "国办函〔2020〕109号"
SERVICE_INTERPRETATION = "国办公开办函〔2016〕235号"
CHANNEL_INTERPRETATION = "国办公开办函〔2017〕19号"
RECEIPT_INTERPRETATION = "国办公开办函〔2015〕207号"
REPORT_FORMAT = "国办公开办函〔2021〕30号"
RETENTION_RULES = "国家档案局令第8号"
ARCHIVES_LAW = "档案法"
ARCHIVES_REGULATION = "档案法实施条例"
HOLIDAY_RULES = "全国年节及纪念日放假办法"

ItemCounts = tuple[int, ...]
"""Number of 项 in each 款 of one article; a single entry means the article is not divided into 款."""


@dataclass(frozen=True)
class Instrument:
    """A law, regulation or notice that the project cites.

    `title` is the official title without book-title marks,
    `document_number` its number ("" for laws, which have none), `articles` article → 项 per 款.
    `divisions_known` False: only article numbers are confirmed, so no 款 or 项 of it may be cited.
    """

    key: str
    title: str
    short_title: str
    document_number: str
    in_force_from: date | None
    articles: Mapping[int, ItemCounts]
    divisions_known: bool

    @property
    def full_name(self) -> str:
        """As a letter names it: 《…》, the document number in brackets where there is one."""
        number = f"（{self.document_number}）" if self.document_number else ""
        return f"《{self.title}》{number}"


def _read_structure() -> dict[str, dict[int, ItemCounts]]:
    raw = json.loads(Path(__file__).with_name("statute_structure.json").read_text(encoding="utf-8"))
    return {
        key: {int(article): tuple(counts) for article, counts in articles.items()}
        for key, articles in raw.items()
    }


_COUNTED = _read_structure()


def _statute(key: str, short: str, in_force_from: date) -> Instrument:
    return Instrument(
        key, f"中华人民共和国{key}", short, "", in_force_from, MappingProxyType(_COUNTED[key]), True
    )


def _other(
    key: str, title: str, short: str, number: str, in_force_from: date | None, articles: tuple[int, ...] = ()
) -> Instrument:
    known: Mapping[int, ItemCounts] = MappingProxyType(dict.fromkeys(articles, (0,)))
    return Instrument(key, title, short, number, in_force_from, known, False)


_OFFICE = "国务院办公厅政府信息与政务公开办公室"

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType(
    {
        instrument.key: instrument
        for instrument in (
            _statute(REGULATION, "条例", date(2019, 5, 15)),
            _statute(RECONSIDERATION_LAW, "行政复议法", date(2024, 1, 1)),
            _statute(LITIGATION_LAW, "行政诉讼法", date(2017, 7, 1)),
            _statute(SECRECY_LAW, "保密法", date(2024, 5, 1)),
            _other(
                REGULATION_2007,
                "中华人民共和国政府信息公开条例",
                "2007年条例",
                "国务院令第492号",
                date(2008, 5, 1),
                (24,),
            ),
            _other(
                JUDICIAL_INTERPRETATION_2025,
                "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
                JUDICIAL_INTERPRETATION_2025,
                JUDICIAL_INTERPRETATION_2025,
                date(2025, 6, 1),
            ),
            _other(
                FEE_MEASURES, "政府信息公开信息处理费管理办法", FEE_MEASURES, FEE_MEASURES, date(2021, 1, 1)
            ),
            _other(
                SERVICE_INTERPRETATION,
                f"{_OFFICE}关于政府信息公开处理决定送达问题的解释",
                SERVICE_INTERPRETATION,
                SERVICE_INTERPRETATION,
                None,
            ),
            _other(
                CHANNEL_INTERPRETATION,
                f"{_OFFICE}关于政府信息公开申请接收渠道问题的解释",
                CHANNEL_INTERPRETATION,
                CHANNEL_INTERPRETATION,
                None,
            ),
            _other(
                RECEIPT_INTERPRETATION,
                f"{_OFFICE}关于政府信息公开期限有关问题的解释",
                RECEIPT_INTERPRETATION,
                RECEIPT_INTERPRETATION,
                None,
            ),
            _other(
                REPORT_FORMAT,
                "中华人民共和国政府信息公开工作年度报告格式",
                REPORT_FORMAT,
                REPORT_FORMAT,
                None,
            ),
            _other(
                RETENTION_RULES,
                "机关文件材料归档范围和文书档案保管期限规定",
                RETENTION_RULES,
                RETENTION_RULES,
                None,
            ),
            _other(ARCHIVES_LAW, "中华人民共和国档案法", ARCHIVES_LAW, "", None),
            _other(
                ARCHIVES_REGULATION,
                "中华人民共和国档案法实施条例",
                ARCHIVES_REGULATION,
                "",
                date(2024, 3, 1),
                (38,),
            ),
            _other(HOLIDAY_RULES, HOLIDAY_RULES, HOLIDAY_RULES, "", None),
        )
    }
)
