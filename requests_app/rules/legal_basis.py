"""The provision a rule rests on. A basis naming an article, 款 or 项 that does not exist cannot be made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from requests_app.errors import InvalidInput
from requests_app.rules.numerals import chinese_numeral
from requests_app.rules.statute_structure import (
    FEE_MEASURES,
    INSTRUMENTS,
    LITIGATION_LAW,
    RECONSIDERATION_LAW,
    REGULATION,
    REGULATION_2007,
    SECRECY_LAW,
    Instrument,
)

__all__ = [
    "FEE_MEASURES",
    "LITIGATION_LAW",
    "RECONSIDERATION_LAW",
    "REGULATION",
    "REGULATION_2007",
    "SECRECY_LAW",
    "LegalBasis",
    "NoSuchProvision",
    "TypedCitation",
    "parse_citation",
    "regulation",
]


class NoSuchProvision(InvalidInput):
    """The cited instrument, article, 款 or 项 does not exist."""


def _refuse(message: str) -> NoSuchProvision:
    return NoSuchProvision("no_such_provision", message)


def _count(number: int) -> str:
    return "两" if number == 2 else chinese_numeral(number)


def _instrument(key: str) -> Instrument:
    try:
        return INSTRUMENTS[key]
    except KeyError:
        raise _refuse(f"“{key}”不在法规表中，请写明全称和条文，并说明理由。") from None


def _provision(article: int, paragraph: int | None, item: int | None) -> str:
    text = f"第{chinese_numeral(article)}条"
    if paragraph is not None:
        text += f"第{chinese_numeral(paragraph)}款"
    if item is not None:
        text += f"第（{chinese_numeral(item)}）项"
    return text


@dataclass(frozen=True)
class LegalBasis:
    """One provision of one instrument: article (条), paragraph (款), item (项).

    `instrument` is a key of `statute_structure.INSTRUMENTS`. `article` None cites the instrument as a whole.
    `paragraph` is given only for an article divided into 款, `item` only where that 款 has 项; an item in an
    article of several 款 needs its 款. `effective_from` is the first day of the rule built on this provision,
    where that is not the day the instrument came into force. Raises `NoSuchProvision`.
    """

    instrument: str
    article: int | None
    paragraph: int | None = None
    item: int | None = None
    effective_from: date | None = None

    def __post_init__(self) -> None:
        known = _instrument(self.instrument)
        if self.article is None:
            if self.paragraph is not None or self.item is not None:
                raise _refuse("引用款、项须先写明条。")
            return
        counts = known.articles.get(self.article)
        if counts is None:
            raise _refuse(f"{known.full_name}没有可以引用的第{self.article}条。")
        if not known.divisions_known:
            if self.paragraph is not None or self.item is not None:
                raise _refuse(f"{known.full_name}的款、项未经核对，只能引用到条。")
            return
        self._check_paragraph(known, self.article, counts)

    def _check_paragraph(self, known: Instrument, article: int, counts: tuple[int, ...]) -> None:
        where = f"{known.full_name}第{chinese_numeral(article)}条"
        if self.paragraph is None:
            if self.item is None:
                return
            if len(counts) > 1:
                raise _refuse(f"{where}分为{_count(len(counts))}款，引用项须先写明款。")
        elif len(counts) == 1:
            raise _refuse(f"{where}不分款。")
        elif not 1 <= self.paragraph <= len(counts):
            raise _refuse(f"{where}只有{_count(len(counts))}款，没有第{self.paragraph}款。")
        if self.item is None:
            return
        items = counts[(self.paragraph or 1) - 1]
        part = f"第{chinese_numeral(self.paragraph)}款" if self.paragraph else ""
        if items == 0:
            raise _refuse(f"{where}{part}没有项。")
        if not 1 <= self.item <= items:
            raise _refuse(f"{where}{part}只有{_count(items)}项，没有第{self.item}项。")

    @property
    def in_force_from(self) -> date | None:
        """First day on which it can be cited; None where the instrument's date is not confirmed."""
        return self.effective_from or _instrument(self.instrument).in_force_from

    def provision(self) -> str:
        """Only the place in the instrument: 第三十六条第（三）项; "" for the instrument as a whole."""
        return "" if self.article is None else _provision(self.article, self.paragraph, self.item)

    def cite(self, with_instrument: bool = True) -> str:
        """As a letter writes it: 《中华人民共和国政府信息公开条例》第三十六条第（三）项.

        `with_instrument=False` leaves the title out, for further provisions of the same instrument.
        """
        if not with_instrument and self.article is not None:
            return self.provision()
        return f"{_instrument(self.instrument).full_name}{self.provision()}"

    def short(self) -> str:
        """As a screen writes it: 条例第三十六条第（三）项."""
        return f"{_instrument(self.instrument).short_title}{self.provision()}"

    def within(self, other: "LegalBasis") -> bool:
        """Whether this is `other` itself or a part (款, 项) of it."""
        return (
            self.instrument == other.instrument
            and other.article in (None, self.article)
            and other.paragraph in (None, self.paragraph)
            and other.item in (None, self.item)
        )


@dataclass(frozen=True)
class TypedCitation:
    """A citation of an instrument that is not in the table: kept as typed, acceptable only with a reason."""

    title: str
    article_text: str

    def cite(self, with_instrument: bool = True) -> str:
        """Title in book-title marks and the article exactly as typed."""
        return f"《{self.title}》{self.article_text}" if with_instrument else self.article_text

    def short(self) -> str:
        """Like `cite`: nothing of a typed citation can be shortened safely."""
        return self.cite()


def regulation(article: int, paragraph: int | None = None, item: int | None = None) -> LegalBasis:
    """A provision of the Regulation in force (国务院令第711号)."""
    return LegalBasis(REGULATION, article, paragraph, item)


def _known_name(name: str) -> str | None:
    bare = name.strip().removeprefix("《").removesuffix("》").strip()
    for instrument in INSTRUMENTS.values():
        # The 2007 text shares its title with the text in force: it must be named by its own key.
        if bare in (instrument.key, instrument.short_title):
            return instrument.key
        if bare == instrument.title and instrument.key != REGULATION_2007:
            return instrument.key
    return None


def _ordinal(data: Mapping[str, object], field: str) -> int | None:
    value = data.get(field)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        names = {"article": "条", "paragraph": "款", "item": "项"}
        raise _refuse(f"引用的{names[field]}须是正整数，收到的是“{value}”。")
    return value


def parse_citation(data: Mapping[str, object]) -> LegalBasis | TypedCitation:
    """A citation of a letter's context: `{"instrument", "article", "paragraph", "item"}`.

    The instrument may be named by key, short or full title, with or without 《》. One in the table gives
    a `LegalBasis` (article compulsory for the four statutes); any other gives a `TypedCitation`, whose
    article is text as typed (第十二条) or a number. Raises `NoSuchProvision` with a sentence.
    """
    name = data.get("instrument")
    if not isinstance(name, str) or not name.strip():
        raise _refuse("引用依据须写明法律、法规或者文件的名称。")
    key = _known_name(name)
    if key is None:
        return _typed(name, data)
    basis = LegalBasis(key, _ordinal(data, "article"), _ordinal(data, "paragraph"), _ordinal(data, "item"))
    if basis.article is None and INSTRUMENTS[key].divisions_known:
        raise _refuse(f"引用{INSTRUMENTS[key].full_name}须写明条。")
    return basis


_N = r"[〇零一二两三四五六七八九十百千\d]+"
_STEP = (
    rf"(?:第?{_N}(?:条|款|项|目|章|节|编|部分|点)(?:之{_N})?|第?[（(]{_N}[）)][项目点]?|附[件录表](?:{_N})?)"
)
_PLACE = re.compile(rf"{_STEP}(?:(?:、|，|和|及|至|以及|或者)?{_STEP})*(?:[前中后][半]?段)?")
"""Where in an instrument: nothing but numbers of its parts, for whatever else is typed there would be printed."""
_TITLE = re.compile(r"[^。；;！!？?，,\n\r]{2,100}")


def _typed(name: str, data: Mapping[str, object]) -> TypedCitation:
    article = data.get("article")
    if isinstance(article, str) and article.strip():
        text = article.strip()
    else:
        number = _ordinal(data, "article")
        if number is None:
            raise _refuse(f"“{name.strip()}”不在法规表中，须写明引用的条文。")
        text = _provision(number, _ordinal(data, "paragraph"), _ordinal(data, "item"))
    title = name.strip().removeprefix("《").removesuffix("》").strip()
    if not _TITLE.fullmatch(title):
        raise _refuse("法律、法规或者文件的名称只写全称，不能有句号、分号或者换行，也不能写别的话。")
    if not _PLACE.fullmatch(text):
        raise _refuse(f"“{text}”不是条文的序号，应写作“第八条第二款”的形式。")
    return TypedCitation(title, text)
