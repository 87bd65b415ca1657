"""Checks of what each item is answered with: outcome, request, provisions, reason, separation."""

from __future__ import annotations

from collections.abc import Iterator

from letters.catalogue import CATALOGUE, has_letter
from letters.outcome_facts import REASON_IN_FACTS
from letters.verdicts import (
    Check,
    Matter,
    Remark,
    ask,
    citations_of,
    fact,
    fail,
    found,
    from_rule,
    known_bases,
    place,
    row_bases,
    row_citations,
    withheld_rows,
)
from requests_app.rules.citation_check import check_citations
from requests_app.rules.legal_basis import TypedCitation, regulation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.reasons import check_discretion_reason


def is_reply(matter: Matter) -> bool:
    """Whether the letter answers the request."""
    return matter.letter.is_reply


def _answers(matter: Matter) -> bool:
    return matter.letter.is_reply and bool(matter.answered)


def _items_answered(matter: Matter) -> Iterator[Remark]:
    items = matter.letter.items
    for item in items:
        if not item.outcome:
            yield fail(f"{place(item)}还没有答复情形。")
    count = len(matter.facts.requests)
    if len(items) != count:
        yield fail(f"申请共 {count} 项，答复了 {len(items)} 项。")
    of = f"{matter.whose}共 {count} 项"
    yield found(f"{of}，均已答复" if len(matter.answered) == count else of)


def _request_quoted(matter: Matter) -> Iterator[Remark]:
    items, context = matter.letter.items, matter.letter.context
    quoted = {item.ordinal: item.text for item in items}
    if context is not None:
        quoted = {item.ordinal: context.items[item.ordinal - 1].text for item in items}
    first = min(quoted, default=1)
    for ordinal, request in enumerate(matter.facts.requests, start=first):
        if quoted.get(ordinal, "").strip() != request.strip():
            yield fail(f"第 {ordinal} 项引用的申请内容与申请书不一致。")
        else:
            yield found(request)


def _letter_exists(matter: Matter) -> Iterator[Remark]:
    for item in matter.answered:
        name = OUTCOMES[item.outcome].name
        if not has_letter(item.outcome):
            yield fail(f"{place(item)}“{name}”还没有相应的答复书。")
        else:
            yield found(name)


def _elements(matter: Matter) -> Iterator[Remark]:
    letter = matter.letter
    if letter.context is not None:
        yield found(f"{CATALOGUE[letter.kind].name}要素齐全")
    elif letter.refusal is not None:
        sentences = "；".join(letter.refusal.fields.values()) or letter.refusal.message
        yield fail(sentences, evidence="、".join(letter.refusal.fields))


def _citations_exist(matter: Matter) -> Iterator[Remark]:
    for item in matter.answered:
        known, wrong = citations_of(item)
        for sentence in wrong:
            yield fail(f"{place(item)}{sentence}")
        for citation in known:
            yield found(citation.short())


def _citations_fit(matter: Matter) -> Iterator[Remark]:
    for item in matter.answered:
        known, _ = citations_of(item)
        for finding in check_citations(item.outcome, known):
            if not finding.needs_reason:
                yield from_rule(finding, place(item))
        for citation in known:
            yield found(citation.short())


def _citations_explained(matter: Matter) -> Iterator[Remark]:
    for item in matter.answered:
        known, _ = citations_of(item)
        for finding in check_citations(item.outcome, known):
            if finding.needs_reason:
                yield from_rule(finding, place(item))


def _has_unlisted(matter: Matter) -> bool:
    return any(isinstance(one, TypedCitation) for item in matter.answered for one in citations_of(item)[0])


def _rows_fit(matter: Matter) -> Iterator[Remark]:
    """The parts kept back: each with place, provision of Art. 14 to 16 and reason, each provision cited."""
    choices = OUTCOMES["partial"].citation_choices
    for item in matter.with_outcome("partial"):
        rows = withheld_rows(item)
        if not rows:
            yield fail(f"{place(item)}没有列出不予公开的部分。")
        for row in rows:
            where = str(row.get("place") or "").strip()
            if not where or not str(row.get("reason") or "").strip():
                yield fail(f"{place(item)}不予公开的每一部分都须写明位置和理由。")
            else:
                yield found(where)
        through = any(basis.within(regulation(14)) for basis in known_bases(item))
        for basis in row_citations(rows):
            if isinstance(basis, TypedCitation):
                if not through:
                    yield fail(
                        f"{place(item)}{basis.cite()}须与{regulation(14).short()}一并引用，才能作为不予公开的依据。"
                    )
            elif not any(basis.within(choice) for choice in choices):
                yield fail(f"{place(item)}{basis.short()}不是不予公开的依据。")


def _reason_given(matter: Matter) -> Iterator[Remark]:
    for item in matter.answered:
        needed = OUTCOMES[item.outcome].needs_reason and item.outcome not in REASON_IN_FACTS
        if needed and not item.reason.strip():
            yield fail(f"{place(item)}须写明理由。")
        elif item.reason.strip():
            yield found(item.reason.strip())


def _discretion(matter: Matter) -> Iterator[Remark]:
    article = regulation(16)
    for item in matter.answered:
        reasons = [item.reason] if OUTCOMES[item.outcome].discretionary else []
        for row in withheld_rows(item):
            if any(basis.within(article) for basis in row_bases([row])):
                reasons.append(str(row.get("reason") or ""))
        for reason in reasons:
            finding = check_discretion_reason(reason)
            if finding is not None:
                yield from_rule(finding, place(item))
            else:
                yield found(reason)


def _uses_discretion(matter: Matter) -> bool:
    article = regulation(16)
    rows = [row for item in matter.answered for row in withheld_rows(item)]
    return any(OUTCOMES[item.outcome].discretionary for item in matter.answered) or any(
        basis.within(article) for basis in row_bases(rows)
    )


def _refusals(matter: Matter) -> list[str]:
    """What is refused as a whole, and what is called processing: Art. 38 reserves Art. 37."""
    rows = ((item.outcome, OUTCOMES[item.outcome]) for item in matter.answered)
    return [key for key, row in rows if (row.withholds and not row.parted) or key == "needs_processing"]


def _separation(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome(*_refusals(matter)):
        considered = fact(item, "separation_considered")
        if not considered:
            yield fail(f"{place(item)}不予公开、不予提供以前须审查能否区分处理，请写明审查的情况。")
        else:
            yield found(considered)


def _right_agency(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("not_ours"):
        agency, contact = fact(item, "right_agency"), fact(item, "right_contact")
        if not agency:
            yield ask(f"{place(item)}没有写明负责公开的机关；不能确定的，请说明已经作了哪些查找。")
        elif not contact:
            yield ask(f"{place(item)}写明了负责公开的机关，没有写明联系方式；不掌握的，请说明。", agency)
        else:
            yield found(f"{agency}，{contact}")


CHECKS = (
    Check("items_answered", "每一项申请均有答复", regulation(36).short(), is_reply, _items_answered),
    Check("letter_exists", "答复情形有相应的文书", regulation(36).short(), is_reply, _letter_exists),
    Check("request_quoted", "如实引用申请内容", regulation(29, 2, 2).short(), is_reply, _request_quoted),
    Check("elements_complete", "文书要素齐全", regulation(36).short(), lambda matter: True, _elements),
    Check(
        "citations_exist",
        "引用的条、款、项存在",
        regulation(36).short(),
        _answers,
        _citations_exist,
        version=2,
    ),
    Check(
        "citations_fit",
        "引用的条款与答复情形相符",
        regulation(36).short(),
        _answers,
        _citations_fit,
        version=2,
    ),
    Check(
        "citations_explained",
        "法规表以外的依据已说明",
        regulation(36).short(),
        _has_unlisted,
        _citations_explained,
        version=2,
    ),
    Check("reason_given", "写明理由", regulation(36, item=3).short(), _answers, _reason_given),
    Check("discretion_reason", "行使裁量的理由具体", regulation(16).short(), _uses_discretion, _discretion),
    Check(
        "separation_considered",
        "已审查能否区分处理",
        regulation(37).short(),
        lambda matter: bool(_refusals(matter)),
        _separation,
        version=2,
    ),
    Check(
        "withheld_parts",
        "逐一列明不予公开的部分",
        regulation(37).short(),
        lambda matter: bool(matter.with_outcome("partial")),
        _rows_fit,
        version=2,
    ),
    Check(
        "right_agency",
        "告知负责公开的机关",
        regulation(36, item=5).short(),
        lambda matter: bool(matter.with_outcome("not_ours")),
        _right_agency,
    ),
)
