"""What a kind of letter is."""

from dataclasses import dataclass
from enum import StrEnum

from letters.facts import Fact, FactType


class Addressee(StrEnum):
    """Whom the letter speaks to; INTERNAL papers stay in the file. What goes to others (`OTHERS`) never shows who
    applied, and what goes to the applicant never shows who was asked."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    AGENCY = "agency"
    UNIT = "unit"
    INTERNAL = "internal"


OTHERS = frozenset({Addressee.THIRD_PARTY, Addressee.AGENCY, Addressee.UNIT})


class Signer(StrEnum):
    """Who stands under it: the agency with its seal, or the officer who filled in the form."""

    AGENCY = "agency"
    OFFICER = "officer"


class Format(StrEnum):
    """How a letter is laid out (GB/T 9704-2012): as a letter (信函格式, 10.1) or as a document under a red head
    (通用公文格式, 7)."""

    LETTER = "letter"
    DOCUMENT = "document"


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter. `clause` is a file of templates/letters/clauses; `required` are top-level facts.

    `outcomes` are the outcome keys its items may carry (empty: items carry none). `number_pattern` is the key
    of the numbering pattern, None for papers without a number of their own. `of_a_case` False: it is about several
    cases, or shows only whom it goes to; no applicant and no request is in it. `formats`: those an agency may choose
    for it.
    """

    key: str
    name: str
    title: str
    template: str
    clause: str
    addressee: Addressee = Addressee.APPLICANT
    signer: Signer = Signer.AGENCY
    facts: tuple[Fact, ...] = ()
    outcomes: tuple[str, ...] = ()
    remedy: bool = False
    number_pattern: str | None = None
    elements: tuple[str, ...] = ()
    of_a_case: bool = True
    formats: tuple[Format, ...] = (Format.LETTER,)

    @property
    def names_applicant(self) -> bool:
        """Whether the applicant, the day and the way of the application are in it."""
        return self.of_a_case and not self.to_others

    @property
    def to_others(self) -> bool:
        """Whether it goes to somebody else than the applicant."""
        return self.addressee in OTHERS

    @property
    def is_reply(self) -> bool:
        """Whether the letter answers the request."""
        return bool(self.outcomes)


REGISTRATION_NUMBER = Fact("registration_number", "受理编号", required=False)

PERIOD_FACTS = (
    Fact("period", "答复期限的工作日", FactType.NUMBER, required=False),
    Fact("added", "延长的工作日", FactType.NUMBER, required=False),
    Fact("restarted_on", "答复期限重新计算之日", FactType.DATE, required=False),
    Fact("paused_days", "扣除的征求意见工作日", FactType.NUMBER, required=False),
)
"""How the period runs of which a letter names the last day: what a provisional date is explained with."""
