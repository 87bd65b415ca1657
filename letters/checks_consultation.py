"""Checks of consultations: complete before a reply, weighed and not presumed, and neither side told of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from letters.catalogue import CATALOGUE
from letters.checks_items import is_reply
from letters.compose import AnsweredItem
from letters.consulted import ConsultationFact
from letters.kinds import Addressee
from letters.templatetags.letter_text import phrase
from letters.verdicts import Check, Matter, Remark, ask, fact, fail, found, place, texts_in
from requests_app.rules.consultation import Decision, Inquiry, Opinion
from requests_app.rules.legal_basis import regulation
from requests_app.rules.outcomes import OUTCOMES
from requests_app.selectors.identities import names

_OUTCOME_7 = "third_party"
_PRESUMED = re.compile(r"(?:视为|视同|默认|推定)[^。；]{0,12}(?:同意|反对|公开)")
_SAYS = {
    Opinion.OBJECTS.value: "不同意公开",
    Opinion.SILENT.value: "期限内没有提出意见",
    Opinion.AGREES.value: "同意公开",
}


def opinion_words(opinion: str) -> str:
    """How a reply tells what the third party said, nobody named."""
    return f"第三方{_SAYS.get(opinion, '')}"


def _kind_to(matter: Matter) -> Addressee:
    return CATALOGUE[matter.letter.kind].addressee if matter.letter.kind else Addressee.APPLICANT


def _to_others(matter: Matter) -> bool:
    return bool(matter.letter.kind) and CATALOGUE[matter.letter.kind].to_others


def _third_parties(matter: Matter) -> list[ConsultationFact]:
    return [one for one in matter.facts.consultations if one.is_third_party]


def _complete(matter: Matter) -> Iterator[Remark]:
    for one in matter.facts.consultations:
        if one.pauses and not one.over:
            yield fail(f"征求{Inquiry(one.kind).label}意见还没有办结，不能答复。")
        elif one.pauses:
            yield found(f"征求{Inquiry(one.kind).label}意见已经办结")


def _heard_for(matter: Matter, item: AnsweredItem) -> list[ConsultationFact]:
    asked = [one for one in _third_parties(matter) if item.ordinal in one.ordinals]
    return [one for one in asked if one.reached]


def _third_party_heard(matter: Matter) -> Iterator[Remark]:
    """Outcome 7 needs, besides the inquiry and its service, the opinion or the silence, and the agency's own
    weighing."""
    for item in matter.with_outcome("third_party"):
        asked = _heard_for(matter, item)
        for one in asked:
            yield from _weighed(item, one)
        if asked and not any(one.decision == Decision.WITHHOLD for one in asked):
            yield fail(f"{place(item)}征求意见后没有作出不予公开的决定，与答复情形不符。")


def _weighed(item: AnsweredItem, one: ConsultationFact) -> Iterator[Remark]:
    if not one.opinion:
        yield fail(f"{place(item)}没有第三方的意见，也没有逾期未答复的记录。")
    elif one.decision == Decision.WITHHOLD and not one.decision_reason.strip():
        yield fail(f"{place(item)}没有写明本机关自己的审查和判断。")
    else:
        served = one.served_on.isoformat() if one.served_on else ""
        yield found(f"{served}送达，{Opinion(one.opinion).label}")


def _opinion_told(matter: Matter) -> Iterator[Remark]:
    for item in matter.with_outcome("third_party"):
        right = {opinion_words(one.opinion) for one in _heard_for(matter, item) if one.opinion}
        told = fact(item, "opinion")
        if right and told not in right:
            yield fail(
                f"{place(item)}写明的第三方意见与记录不符，应为“{'”或者“'.join(sorted(right))}”。", told
            )
        else:
            yield found(told)


def _objection_respected(matter: Matter) -> Iterator[Remark]:
    for item in matter.answered:
        if not OUTCOMES[item.outcome].releases_content or OUTCOMES[item.outcome].withholds:
            continue
        for one in matter.facts.consultations:
            if item.ordinal in one.ordinals and one.decision == Decision.WITHHOLD:
                label = Inquiry(one.kind).label
                yield fail(f"{place(item)}征求{label}意见后已经决定不予公开，不能答复予以公开。")


def _disclosure_carried_out(matter: Matter) -> Iterator[Remark]:
    """The other direction: what was decided against somebody's will or silence is disclosed, or a reason is given."""
    for item in matter.answered:
        row = OUTCOMES[item.outcome]
        decided = any(one.release_decided for one in _heard_for(matter, item))
        if not decided or item.outcome == _OUTCOME_7:  # outcome 7 is judged with its own decision
            continue
        told = f"{place(item)}征求第三方意见后已经决定公开，"
        if not row.releases_content:
            yield ask(f"{told}答复却没有公开，请说明理由；此时不向第三方发出公开告知书。", row.name)
        elif _kept_back_on_15(item):
            yield ask(f"{told}答复却以第三方合法权益为由不予公开一部分，请说明理由。", row.name)
        else:
            yield found(row.name)


def _kept_back_on_15(item: AnsweredItem) -> bool:
    parts = [part.get("basis") or {} for part in item.facts.get("withheld") or ()]
    return any(one.get("article") == regulation(15).article for one in (*item.citations, *parts))


def _presumed(matter: Matter) -> Iterator[Remark]:
    """Only a co-maker's silence has a meaning in law."""
    asked_for_consent = {Inquiry.CO_MAKER.value} & {one.kind for one in matter.facts.consultations}
    if matter.letter.kind == "co_maker_inquiry" or (is_reply(matter) and asked_for_consent):
        return
    text = matter.text if _to_others(matter) else ""
    for words in (text, *_written(matter)):
        sentence = _PRESUMED.search(words)
        if sentence is not None:
            yield fail(
                "第三方、其他机关没有答复的，不能视为同意或者反对，须由本机关作出判断。", sentence.group()
            )


def _written(matter: Matter) -> Iterator[str]:
    for item in matter.letter.items:
        yield item.reason
        yield from texts_in(item.facts)


def _variable_texts(matter: Matter) -> Iterator[str]:
    """What this letter says beyond its form: the data printed on it and carried inside its PDF, without those of the
    agency and of the applicant to whom it is written. The form itself names nobody."""
    context = matter.letter.context
    data = context.to_json() if context is not None else matter.letter.data
    left_out = {"agency", "applicant"}
    return texts_in({key: value for key, value in data.items() if key not in left_out})


def _without(words: str, own: Sequence[str]) -> str:
    for request in own:
        words = words.replace(request, "")
    return words


def _names_nobody_asked(matter: Matter) -> Iterator[Remark]:
    """What we write to the applicant, apart from the applicant's own words, names no third party."""
    quoted = [*matter.facts.requests, *(item.text for item in matter.printed.items)]
    own = [phrase(request) for request in dict.fromkeys(quoted)]
    written = [_without(words, own) for words in _variable_texts(matter)]
    for mark in dict.fromkeys(mark for one in _third_parties(matter) for mark in one.marks):
        if not any(names(mark, words) for words in written):
            continue
        if any(names(mark, request) for request in own):
            yield ask(
                f"申请内容以外还出现了“{mark}”，它是征求过意见的第三方；确需写明的，请说明为何不泄露其身份。"
            )
        else:
            yield fail("文书写出了被征求意见的第三方，申请人不应当从文书得知第三方是谁。", mark)
    yield found("没有写明第三方是谁")


def _names_no_applicant(matter: Matter) -> Iterator[Remark]:
    """Neither the paper nor the data inside its PDF says who applied, or when and by what way."""
    for key, label in (("received_on", "收到申请的日期"), ("channel", "提出申请的方式")):
        if matter.letter.data.get(key):
            yield fail(f"文书的数据带有{label}，不能发给第三方和其他机关。", str(matter.letter.data[key]))
    told = list(_variable_texts(matter))
    marks = matter.facts.applicant_marks
    if _kind_to(matter) is Addressee.UNIT:
        # A colleague may know the number of the request, which stands on the case, but need not know the person.
        marks = tuple(mark for mark in marks if mark != matter.facts.number)
    for mark in marks:
        if any(names(mark, words) for words in told):
            yield fail("文书写出了申请人的身份或者受理编号，不能发给第三方和其他机关。", mark)
    yield found("没有写明申请人是谁")


def _to_the_asked(matter: Matter) -> Iterator[Remark]:
    asked = matter.facts.asked
    name = matter.letter.data.get("addressee", {}).get("name")
    if asked is None or name != asked.name:
        yield fail("文书的受文者不是征求意见的对象。", str(name))
    else:
        yield found(str(name))


CHECKS = (
    Check("consultations_complete", "征求意见已经办结", regulation(33, 3).short(), is_reply, _complete),
    Check(
        "third_party_heard",
        "已经书面征求第三方意见并作出判断",
        regulation(32).short(),
        lambda matter: bool(matter.with_outcome(_OUTCOME_7)),
        _third_party_heard,
    ),
    Check(
        "third_party_opinion",
        "如实写明第三方的意见",
        regulation(32).short(),
        lambda matter: bool(matter.with_outcome(_OUTCOME_7)),
        _opinion_told,
    ),
    Check(
        "objection_respected",
        "公开与征求意见后的决定一致",
        regulation(32).short(),
        lambda matter: is_reply(matter) and bool(matter.facts.consultations),
        _objection_respected,
    ),
    Check(
        "disclosure_carried_out",
        "决定公开的已经在答复中公开",
        regulation(32).short(),
        lambda matter: is_reply(matter) and bool(_third_parties(matter)),
        _disclosure_carried_out,
    ),
    Check(
        "silence_not_consent",
        "没有把不答复当作同意或者反对",
        regulation(32).short(),
        lambda matter: _to_others(matter) or bool(matter.facts.consultations),
        _presumed,
    ),
    Check(
        "third_party_unnamed",
        "不向申请人透露第三方",
        regulation(32).short(),
        lambda matter: not _to_others(matter) and bool(_third_parties(matter)),
        _names_nobody_asked,
    ),
    Check(
        "applicant_unnamed",
        "不向第三方和其他机关透露申请人",
        regulation(32).short(),
        _to_others,
        _names_no_applicant,
    ),
    Check("asked_addressee", "受文者是征求意见的对象", regulation(32).short(), _to_others, _to_the_asked),
)
