"""Checks of what a refusal rests on: state secret, prohibition, danger, third party, duty to disclose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from letters.case_facts import consultation_on_file
from letters.compose import AnsweredItem
from letters.verdicts import (
    Check,
    Matter,
    Remark,
    ask,
    citations_of,
    fact,
    fail,
    found,
    known_bases,
    place,
    row_bases,
    row_citations,
    withheld_rows,
)
from requests_app.rules.citation_check import check_rank
from requests_app.rules.classification import check_classification
from requests_app.rules.evidence import DANGERS, Evidence
from requests_app.rules.legal_basis import SECRECY_LAW, LegalBasis, TypedCitation, regulation
from requests_app.rules.outcomes import OUTCOMES

_CLASSIFICATION = {
    "classified_level": "密级",
    "classified_on": "定密日期",
    "classified_by": "定密机关",
    "classified_term": "保密期限",
}
_AGREED = re.compile(r"第三方[^。]{0,20}同意|征得[^。]{0,20}同意|权利人[^。]{0,10}同意")
_WITHHELD, _THIRD_PARTY, _OPINION = regulation(14), regulation(15), regulation(32)
_PROCESS = regulation(16, 2)


def _rows_on(item: AnsweredItem, basis: LegalBasis) -> bool:
    return any(one.within(basis) for one in row_bases(withheld_rows(item)))


def _rests_on_14(item: AnsweredItem) -> bool:
    """A part of the item is kept back under Art. 14, or under another law through it."""
    rows = withheld_rows(item)
    other = any(isinstance(one, TypedCitation) for one in row_citations(rows))
    return other or _rows_on(item, _WITHHELD)


def _secret(item: AnsweredItem) -> bool:
    """Told to be a state secret: by the outcome, by the ground cited, or because a classification is on record."""
    cited = any(basis.instrument == SECRECY_LAW for basis in known_bases(item))
    recorded = any(fact(item, key) for key in _CLASSIFICATION)
    return item.outcome == "secret" or (item.outcome == "partial" and (cited or recorded))


def _classified(matter: Matter) -> Iterator[Remark]:
    for item in filter(_secret, matter.answered):
        missing = [label for key, label in _CLASSIFICATION.items() if not fact(item, key)]
        if missing:
            yield fail(f"{place(item)}定密依据缺少：{'、'.join(missing)}。")
            continue
        yield found("，".join(f"{label}{fact(item, key)}" for key, label in _CLASSIFICATION.items()))
        yield from _valid(matter, item)


def _valid(matter: Matter, item: AnsweredItem) -> Iterator[Remark]:
    try:
        classified_on = date.fromisoformat(fact(item, "classified_on"))
    except ValueError:
        yield fail(f"{place(item)}定密日期“{fact(item, 'classified_on')}”不是日期。")
        return
    objections = check_classification(
        level=fact(item, "classified_level"),
        told_level=fact(item, "level"),
        classified_on=classified_on,
        term=fact(item, "classified_term"),
        today=matter.on,
    )
    for one in objections:
        remark = ask if one.needs_reason else fail
        yield remark(f"{place(item)}{one.message}", basis=one.basis)


def _judged(item: AnsweredItem) -> bool:
    judged = any(fact(item, key) for key in ("judged_by", "judged_on", "danger"))
    return item.outcome == "security" or (item.outcome == "partial" and judged)


def _judgement(matter: Matter) -> Iterator[Remark]:
    for item in filter(_judged, matter.answered):
        dangers = [one for one in re.split(r"[、，,\s]+", fact(item, "danger")) if one]
        if not fact(item, "judged_by"):
            yield fail(f"{place(item)}没有写明作出判断的机关。")
        elif not dangers or set(dangers) - set(DANGERS):
            yield fail(f"{place(item)}须写明危及{'、'.join(DANGERS)}中的哪一项或者几项。")
        elif not fact(item, "judged_on") or fact(item, "judged_on") > matter.on.isoformat():
            yield fail(f"{place(item)}没有写明判断的日期，或者判断在答复之后。", fact(item, "judged_on"))
        elif not matter.facts.evidence:
            yield ask(
                f"{place(item)}卷内没有{Evidence.COMPETENT_JUDGEMENT.label}；另行保管的，请说明存放在何处。"
            )
        else:
            yield found("、".join(file.title for file in matter.facts.evidence))


def _parts_on_14(matter: Matter) -> Iterator[Remark]:
    """A part kept back under Art. 14 needs what the refusals of Art. 14 need (outcomes 4 to 6)."""
    for item in filter(_rests_on_14, matter.with_outcome("partial")):
        typed = [one for one in citations_of(item)[0] if isinstance(one, TypedCitation)]
        if not (_secret(item) or _judged(item) or typed):
            yield fail(
                f"{place(item)}以{_WITHHELD.short()}不予公开的部分，须有定密依据、禁止公开的法律或者行政法规条文，"
                "或者有权机关的判断。"
            )
        for finding in check_rank(typed, _WITHHELD.short()) if typed else ():
            yield fail(f"{place(item)}{finding.message}")
        for one in typed:
            yield found(one.cite())


def _about_third_party(item: AnsweredItem) -> bool:
    cited = any(basis.within(one) for basis in known_bases(item) for one in (_THIRD_PARTY, _OPINION))
    agreed = OUTCOMES[item.outcome].releases_content and _AGREED.search(item.reason) is not None
    return item.outcome == "third_party" or cited or agreed


def _consulted(matter: Matter) -> Iterator[Remark]:
    """Art. 32: in writing, before withholding for a third party's sake or disclosing with its consent."""
    for item in filter(_about_third_party, matter.answered):
        if consultation_on_file(matter.facts, item.ordinal):
            yield found(f"第 {item.ordinal} 项已书面征求第三方意见")
        else:
            yield fail(f"{place(item)}涉及第三方合法权益的，须先书面征求第三方意见；卷内没有征求意见的记录。")


def _process_information(item: AnsweredItem) -> bool:
    whole = _PROCESS in OUTCOMES[item.outcome].citations
    return whole or _rows_on(item, _PROCESS)


def _duty_to_disclose(matter: Matter) -> Iterator[Remark]:
    """Art. 16¶2, second sentence: where a 法律, 法规 or 规章 requires disclosure, there is no discretion."""
    for item in filter(_process_information, matter.answered):
        checked = fact(item, "disclosure_duty_checked")
        if checked:
            yield found(checked)
        else:
            yield ask(
                f"{place(item)}法律、法规、规章规定应当公开的，从其规定；请说明已经核对没有这样的规定。"
            )


CHECKS = (
    Check(
        "classification",
        "定密依据完整并且有效",
        LegalBasis(SECRECY_LAW, 20).short(),
        lambda matter: any(map(_secret, matter.answered)),
        _classified,
        version=2,
    ),
    Check(
        "competent_judgement",
        "有权机关的判断在卷",
        _WITHHELD.short(),
        lambda matter: any(map(_judged, matter.answered)),
        _judgement,
        version=2,
    ),
    Check(
        "parts_on_article_14",
        "部分不予公开的理由有据",
        _WITHHELD.short(),
        lambda matter: any(map(_rests_on_14, matter.with_outcome("partial"))),
        _parts_on_14,
    ),
    Check(
        "third_party_consulted",
        "已书面征求第三方意见",
        _OPINION.short(),
        lambda matter: any(map(_about_third_party, matter.answered)),
        _consulted,
    ),
    Check(
        "disclosure_duty",
        "没有应当公开的特别规定",
        _PROCESS.short(),
        lambda matter: any(map(_process_information, matter.answered)),
        _duty_to_disclose,
    ),
)
