"""若今天采取措施: what each measure sent today would do to the date, or which rule does not allow it.

Every date comes from the real clock with the measure added to the history; every refusal is the rule's own sentence.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from requests_app.errors import RuleRefusal
from requests_app.models import DisclosureRequest, Extension
from requests_app.pictures import date_words
from requests_app.rules.consultation import RULES, Inquiry, check_state
from requests_app.rules.states import OPEN, RequestState
from requests_app.selectors.clock import provisional_mark
from requests_app.selectors.consultations import InquiryEffect, effect_of_inquiry
from requests_app.selectors.extensions import ExtensionEffect, effect_of_extension
from requests_app.selectors.reasons import delay_in_question, effect_of_delay
from workflows.desk.case_view import CaseView
from workflows.desk.correcting import correction_option
from workflows.desk.reasoning import telling_words

Option = dict[str, Any]

RUNNING = OPEN - {RequestState.RECEIVED, RequestState.ISSUED}
"""Registered, and the reply has not gone out."""

ASKED = (
    (Inquiry.THIRD_PARTY, "征求第三方意见"),
    (Inquiry.CO_MAKER, "征求共同制作机关意见"),
    (Inquiry.OTHER_AGENCY, "征求其他机关意见"),
)


def what_if(view: CaseView, extension: Extension | None) -> list[Option]:
    """The measures of an open case whose clock has begun and was not stopped by a reply; else none."""
    case = view.case
    if case.received_on is None or case.replied_on is not None or case.state not in RUNNING:
        return []
    return [
        correction_option(view),
        _extension(view, extension),
        *(_consultation(view, kind, title) for kind, title in ASKED),
        *_delay(view),
    ]


def _moved(
    case: DisclosureRequest, before: date | None, after: date, provisional: bool, how: str = ""
) -> str:
    """10月30日 → 11月27日（周五）."""
    if before is None or before == after:
        return f"到期日不变，仍为 {date_words.full_weekday(after)}{provisional_mark(case, after)}"
    mark = "（暂定）" if provisional else ""
    return (
        f"{date_words.month_day(before)}{provisional_mark(case, before)}"
        f" → {how}{date_words.full_weekday(after)}{mark}"
    )


def _refused(title: str, result: str, sentence: str, basis: str) -> Option:
    words = f"{date_words.in_words(sentence)}（{basis}）"
    return {"title": title, "possible": False, "result": result, "explanation": words}


def _extension(view: CaseView, extension: Extension | None) -> Option:
    case = view.case
    effect: ExtensionEffect = effect_of_extension(view.actor, case)
    title = f"延期 {effect.working_days} 个工作日"
    if not effect.possible or effect.after is None:
        return _refused(title, "不能延期", effect.refusal, effect.basis)
    last = ""
    if case.first_due_on is not None:
        first = f"{date_words.month_day(case.first_due_on)}{provisional_mark(case, case.first_due_on)}"
        last = f"，并在 {first}以前告知申请人"
    option: Option = {
        "title": title,
        "possible": True,
        "result": _moved(case, effect.before, effect.after, effect.provisional),
        "explanation": f"须经工作机构负责人批准{last}。{effect.basis}",
    }
    if extension is None and view.may("ask_extension"):
        option |= {"url": reverse("desk:extension", args=[case.pk]), "link": "申请延期"}
    return option


def _consultation(view: CaseView, kind: Inquiry, title: str) -> Option:
    case = view.case
    try:
        check_state(kind, RequestState(case.state))
    except RuleRefusal as refusal:
        return _refused(title, "不能征求意见", refusal.message, refusal.basis)
    effect: InquiryEffect = effect_of_inquiry(view.actor, case, kind, to_warning=True)
    if effect.after is None or effect.last_day is None:
        return {"title": title, "possible": True, "result": "没有答复期限", "explanation": effect.sentence}
    fixed = RULES[kind].answer_within is not None
    day = date_words.month_day(effect.last_day)
    until = f"对方到最后一天（{day}）" if fixed else f"法律没有规定对方的答复期限；对方到 {day}"
    option: Option = {
        "title": title,
        "possible": True,
        "result": _moved(
            case, effect.before, effect.after, effect.provisional, "最迟 " if fixed else "例如 "
        ),
        "explanation": f"今天发出、送达，{until}才答复的结果。{RULES[kind].basis.cite()}",
    }
    if view.may("consult"):
        option |= {"url": reverse("desk:consultations", args=[case.pk]), "link": "征求意见"}
    return option


def _delay(view: CaseView) -> list[Option]:
    """Only where reasons were asked for: nothing else allows a delayed reply."""
    case, title = view.case, "延迟答复"
    in_question = delay_in_question(case)
    if in_question is None:
        return []
    until, chosen = in_question
    effect = effect_of_delay(view.actor, case, until)
    if not effect.possible or effect.after is None:
        return [_refused(title, "不能延迟答复", effect.refusal, effect.basis)]
    how = "" if chosen else "最早 "
    own = "" if chosen else "具体日期由本机关确定。"
    return [
        {
            "title": title,
            "possible": True,
            "result": _moved(case, effect.before, effect.after, effect.provisional, how),
            "explanation": f"申请人说明的理由合理时，可以延迟。{own}{telling_words(effect)}{effect.basis}",
            "url": reverse("desk:excess", args=[case.pk]),
            "link": "查看说明的理由",
        }
    ]
