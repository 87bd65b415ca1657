"""How long the file of a request is kept, how its number is made, and the order of the papers in it.

国家档案局令第8号 knows permanent, 30 and 10 years; the period for these files is set in each unit's own schedule. The
default here is a reading of it: 10 years, 30 when the reply was disputed. An undecided dispute counts as one.
"""

from dataclasses import dataclass
from enum import StrEnum

from requests_app.errors import InvalidInput
from requests_app.rules.legal_basis import LegalBasis
from requests_app.rules.statute_structure import RETENTION_RULES

BASIS = LegalBasis(RETENTION_RULES, None)


class RetentionPeriod(StrEnum):
    """The three periods; the value is the code used in archive numbers (DA/T 22-2015)."""

    PERMANENT = "Y"
    THIRTY_YEARS = "D30"
    TEN_YEARS = "D10"

    @property
    def label(self) -> str:
        """永久, 30年, 10年."""
        return {"Y": "永久", "D30": "30年", "D10": "10年"}[self.value]

    @property
    def years(self) -> int | None:
        """Number of years; None for permanent."""
        return {"Y": None, "D30": 30, "D10": 10}[self.value]


_LENGTH = (RetentionPeriod.TEN_YEARS, RetentionPeriod.THIRTY_YEARS, RetentionPeriod.PERMANENT)


def retention_period(
    *,
    disputed: bool,
    ordinary: RetentionPeriod = RetentionPeriod.TEN_YEARS,
    when_disputed: RetentionPeriod = RetentionPeriod.THIRTY_YEARS,
) -> RetentionPeriod:
    """The period for one file. `ordinary` and `when_disputed` are the unit's schedule.

    A dispute (reconsideration or litigation) never shortens the period.
    """
    if not disputed:
        return ordinary
    return max(ordinary, when_disputed, key=_LENGTH.index)


def keep_until_year(archived_year: int, period: RetentionPeriod) -> int | None:
    """Last calendar year of keeping, counted from the year after archiving; None for permanent."""
    return None if period.years is None else archived_year + period.years


def archive_number(
    fonds: str, category: str, year: int, period: RetentionPeriod, unit_code: str, piece: int
) -> str:
    """档号 of a 件: 全宗号—门类·年度—保管期限—机构代码—件号, e.g. J001-WS·2026-D10-BGS-0001 (DA/T 22-2015).

    Raises InvalidInput for an empty part or a piece number outside 1..9999.
    """
    for name, part in (("全宗号", fonds), ("门类", category), ("机构代码", unit_code)):
        if not part or any(character in part for character in "-·— "):
            raise InvalidInput("archive_number_part", f"档号的{name}不能为空，也不能含有连接符。")
    if not 1 <= piece <= 9999:
        raise InvalidInput("archive_piece", "件号须在1至9999之间。")
    return f"{fonds}-{category}·{year}-{period.value}-{unit_code}-{piece:04d}"


@dataclass(frozen=True)
class FilePart:
    """One place in the order of a file: stable key and Chinese name."""

    key: str
    label: str


FILE_ORDER: tuple[FilePart, ...] = (
    FilePart("cover", "封面"),
    FilePart("index", "卷内目录"),
    FilePart("application", "申请表、身份证明、信封"),
    FilePart("receipt", "登记回执"),
    FilePart("registration_form", "登记表"),
    FilePart("correction", "补正材料"),
    FilePart("consultation", "征求意见及答复"),
    FilePart("extension", "延期告知及批准"),
    FilePart("search_record", "检索记录"),
    FilePart("approval", "呈批表、保密审查"),
    FilePart("reply", "答复书（签发稿、定稿）"),
    FilePart("copies", "提供的信息副本"),
    FilePart("proof_of_service", "送达回证"),
    FilePart("fee", "收费材料"),
    FilePart("dispute", "行政复议、行政诉讼材料"),
    FilePart("file_note", "备考表"),
)
"""The order of the papers in the archived file."""
