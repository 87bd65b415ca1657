"""What each step of the clock rests on, under the Regulation in force and under the text of 2007."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from requests_app.rules.legal_basis import FEE_MEASURES, REGULATION_2007, LegalBasis, regulation
from requests_app.rules.statute_structure import SERVICE_INTERPRETATION

REGIME_2008, REGIME_2019 = "2008", "2019"
REGULATION_IN_FORCE = date(2019, 5, 15)


@dataclass(frozen=True)
class Regime:
    """Working days of one Regulation, and the citations of the clock under it.

    `period`: to reply. `longest_extension`: added at most. `correction_notice`: to ask for a correction, None
    where the text has no such limit.
    """

    name: str
    period: int
    longest_extension: int
    correction_notice: int | None
    receipt: str
    reply: str
    excluded: str
    correction: str
    third_party: str
    co_maker: str
    other_agency: str
    delayed_reply: str
    fee: str
    order: str
    service: str

    @property
    def receipt_and_reply(self) -> str:
        """Receipt and reply in one citation, which names the text once: …条例》第三十一条、第三十三条第二款."""
        article = self.reply.rpartition("》")[2]
        return self.receipt if self.receipt == self.reply else f"{self.receipt}、{article}"


@cache
def regime_named(name: str) -> Regime:
    """The regime `"2019"` (国务院令第711号) or `"2008"` (国务院令第492号)."""
    if name == REGIME_2008:
        old = LegalBasis(REGULATION_2007, 24).cite()
        return Regime(REGIME_2008, 15, 15, None, old, old, old, old, old, old, old, old, old, old, old)
    return Regime(
        name=REGIME_2019,
        period=20,
        longest_extension=20,
        correction_notice=7,
        receipt=regulation(31).cite(),
        reply=regulation(33, 2).cite(),
        excluded=regulation(33, 3).cite(),
        correction=regulation(30).cite(),
        third_party=regulation(32).cite(),
        co_maker=regulation(34).cite(),
        other_agency=regulation(11, 1).cite(),
        delayed_reply=regulation(35).cite(),
        fee=LegalBasis(FEE_MEASURES, None).cite(),
        order=regulation(51).cite(),
        service=LegalBasis(SERVICE_INTERPRETATION, None).cite(),
    )


def regime_on(received: date) -> str:
    """The regime of an application received on this day."""
    return REGIME_2008 if received < REGULATION_IN_FORCE else REGIME_2019


CONSULTED_ANSWER_WITHIN = 15
"""Working days in which a third party (Art. 32) or a co-maker (Art. 34) answers after its own receipt."""
