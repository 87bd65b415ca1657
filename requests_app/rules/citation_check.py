"""Do the provisions a letter cites for an item fit the item's outcome?"""

from collections.abc import Sequence
from dataclasses import dataclass

from requests_app.rules.instrument_rank import Rank, rank_of
from requests_app.rules.legal_basis import SECRECY_LAW, LegalBasis, TypedCitation
from requests_app.rules.outcomes import OUTCOMES, Outcome
from requests_app.rules.statute_structure import REGULATION, REGULATION_2007

Citation = LegalBasis | TypedCitation

PROHIBITIONS: tuple[LegalBasis, ...] = (LegalBasis(SECRECY_LAW, 64),)
"""What of the statutes in the table may be named as forbidding disclosure. Only work secrets (工作秘密): a state
secret is an outcome of its own, and the procedural statutes forbid no agency to disclose what it holds."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with a letter: code, Chinese sentence, citation it rests on.

    `needs_reason` True: acceptable if the drafter writes why; False: the letter may not go out.
    """

    code: str
    message: str
    basis: str
    needs_reason: bool = False


def check_citations(outcome_key: str, citations: Sequence[Citation]) -> tuple[Finding, ...]:
    """What is wrong with these citations for this outcome; empty if nothing.

    Missing compulsory provision, none of the choices, a provision without its 款, a provision that does
    not fit, a repealed text, another law missing where one must be named, a typed citation (needs a reason).
    """
    outcome = OUTCOMES[outcome_key]
    known = [citation for citation in citations if isinstance(citation, LegalBasis)]
    typed = [citation for citation in citations if isinstance(citation, TypedCitation)]
    return (
        *_missing(outcome, known),
        *_foreign(outcome, known),
        *_other_law(outcome, known, typed),
        *_typed(typed),
    )


def _typed(typed: list[TypedCitation]) -> list[Finding]:
    findings = []
    for one in typed:
        text = f"{one.cite()}不在法规表中，请核对全称和条文并说明引用理由。"
        if rank_of(one.title) is Rank.UNSURE:
            text += "从名称看不出它是行政法规还是规章，请一并写明制定机关。"
        findings.append(Finding("typed_citation", text, "", needs_reason=True))
    return findings


def _missing(outcome: Outcome, known: list[LegalBasis]) -> list[Finding]:
    findings = [
        Finding("citation_missing", f"“{outcome.name}”须引用{basis.short()}。", basis.short())
        for basis in outcome.citations
        if not any(citation.within(basis) for citation in known)
    ]
    choices = outcome.citation_choices
    if choices and not any(citation.within(choice) for citation in known for choice in choices):
        names = "、".join(choice.short() for choice in choices)
        findings.append(
            Finding("citation_choice_missing", f"“{outcome.name}”须至少引用其中之一：{names}。", names)
        )
    return findings


def _foreign(outcome: Outcome, known: list[LegalBasis]) -> list[Finding]:
    findings = []
    for citation in known:
        if any(citation.within(allowed) for allowed in outcome.allowed_citations):
            continue
        if citation.instrument == REGULATION_2007:
            text = f"{citation.short()}是2019年5月15日以前的条例，已经不能引用。"
            findings.append(Finding("citation_repealed", text, citation.short()))
        elif any(allowed.within(citation) for allowed in outcome.allowed_citations):
            text = f"引用{citation.short()}须写到款、项。"
            findings.append(Finding("citation_not_precise", text, citation.short()))
        elif citation.instrument == REGULATION or not outcome.needs_other_law:
            text = f"{citation.short()}不是“{outcome.name}”的依据。"
            findings.append(Finding("citation_does_not_fit", text, citation.short()))
    return findings


def _other_law(outcome: Outcome, known: list[LegalBasis], typed: list[TypedCitation]) -> list[Finding]:
    """The article of another 法律 or 行政法规 where the outcome needs one (Art. 14, Art. 36(7))."""
    if not outcome.needs_other_law:
        return []
    basis = outcome.citations[-1].short()
    others = [one for one in known if one.instrument not in (REGULATION, REGULATION_2007) and one.article]
    if outcome.withholds and (
        no_ban := [one for one in others if not any(one.within(ban) for ban in PROHIBITIONS)]
    ):
        names = "、".join(one.short() for one in no_ban)
        text = f"{names}没有禁止公开的规定，不能作为“{outcome.name}”的依据。"
        return [Finding("no_prohibition", text, basis)]
    if others:
        return []
    if not typed:
        text = f"“{outcome.name}”须写明作为依据的法律或者行政法规的具体条文。"
        return [Finding("other_law_missing", text, basis)]
    return check_rank(typed, basis)


def check_rank(typed: Sequence[TypedCitation], basis: str) -> list[Finding]:
    """Whether one of the typed instruments can be a 法律 or 行政法规; a title that cannot tell is explained with
    the typed citation itself."""
    if any(rank_of(one.title).may_forbid for one in typed):
        return []
    names = "、".join(f"《{one.title}》" for one in typed)
    text = f"{names}是地方性法规、规章或者规范性文件，不足以作为依据，须是法律或者行政法规。"
    return [Finding("other_law_rank", text, basis)]
