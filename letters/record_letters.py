"""The letters by which a person is told what became of a record correction (Art. 41)."""

from letters.facts import Fact, FactType
from letters.kinds import LetterKind

_ELEMENTS = ("title", "number", "addressee", "received_on", "request_quoted", "agency", "date", "contact")
_ASKED = (Fact("correction_number", "更正编号"), Fact("wrong", "不准确之处"), Fact("finding", "审核的情况"))


def _told(key: str, title: str, pattern: str, *facts: Fact, remedy: bool = False) -> LetterKind:
    return LetterKind(
        key=key,
        name=title,
        title=title,
        template="record",
        clause=key,
        facts=(*_ASKED, *facts),
        remedy=remedy,
        number_pattern=pattern,
        elements=(*_ELEMENTS, "remedy") if remedy else _ELEMENTS,
    )


RECORD_LETTERS = (
    _told(
        "record_corrected",
        "政府信息更正告知书",
        "record_corrected",
        Fact("corrected_to", "更正后的记录"),
        Fact("done_on", "更正日期", FactType.DATE),
    ),
    _told(
        "forwarded",
        "政府信息更正申请转送告知书",
        "record_forwarded",
        Fact("right_agency", "有权更正的机关"),
        Fact("right_contact", "该机关的联系方式", required=False),
        Fact("done_on", "转送日期", FactType.DATE),
    ),
    # Of a person who is only told where to go, too: this agency does not act on the record.
    _told(
        "record_not_corrected",
        "政府信息不予更正告知书",
        "record_not_corrected",
        Fact("right_agency", "有权更正的机关", required=False),
        Fact("right_contact", "该机关的联系方式", required=False),
        remedy=True,
    ),
)
