"""Which road of remedy an outcome opens, and from which day that has been the law."""

from datetime import date
from enum import StrEnum

from requests_app.rules.legal_basis import LITIGATION_LAW, RECONSIDERATION_LAW, LegalBasis
from requests_app.rules.statute_structure import JUDICIAL_INTERPRETATION_2025

RECONSIDERATION_FIRST_FROM = date(2024, 1, 1)
"""First day of the 2023 revision of the Reconsideration Law; before it every outcome had the choice."""

INTERPRETATION_FROM = date(2025, 6, 1)
"""First day of 法释〔2025〕8号, which confines reconsideration-first to refusals under Art. 14, 15 and 16."""


class RemedyClass(StrEnum):
    """RECONSIDERATION_FIRST: court only after reconsideration; CHOICE: either; NONE: not challengeable."""

    RECONSIDERATION_FIRST = "reconsideration_first"
    CHOICE = "choice"
    NONE = "none"

    @property
    def label(self) -> str:
        """The road in words, for the desk."""
        return _LABELS[self]


_LABELS = {
    RemedyClass.RECONSIDERATION_FIRST: "复议前置",
    RemedyClass.CHOICE: "复议或者诉讼",
    RemedyClass.NONE: "无救济告知",
}


def class_on(remedy_class: RemedyClass, on: date) -> RemedyClass:
    """The class that applied to a letter of this day: no reconsideration-first before 2024-01-01."""
    if remedy_class is RemedyClass.RECONSIDERATION_FIRST and on < RECONSIDERATION_FIRST_FROM:
        return RemedyClass.CHOICE
    return remedy_class


def class_bases(remedy_class: RemedyClass, on: date) -> tuple[LegalBasis, ...]:
    """The provisions the class rests on, as they stood on that day."""
    if remedy_class is RemedyClass.NONE:
        return ()
    if class_on(remedy_class, on) is RemedyClass.CHOICE:
        return (LegalBasis(LITIGATION_LAW, 44, 1),)
    statutes = (LegalBasis(RECONSIDERATION_LAW, 23, 1, 4), LegalBasis(LITIGATION_LAW, 44, 2))
    if on >= INTERPRETATION_FROM:
        return (*statutes, LegalBasis(JUDICIAL_INTERPRETATION_2025, None))
    return statutes
