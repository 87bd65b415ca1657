"""复议诉讼: disputes over a request, by when they must be answered, how they ended, and the new reply they order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_app import dates
from requests_app.models import DisclosureRequest, RemedyCase
from requests_app.pictures import date_words
from requests_app.rules.remedy_case import NOT_FILED, WORKING_DAYS, RemedyKind, RemedyResult
from requests_app.selectors.remedies import (
    answer_due,
    effect_of_reopening,
    get_remedy,
    is_unanswered,
    period_of,
    remedy_cases_of,
)
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.remedy import AnswerForm, RemedyForm, ResultForm
from workflows.desk.next_page import Action


@dataclass(frozen=True)
class RemedyRow:
    """One dispute on the page: its facts, what is owed ("" for nothing), its papers, what may be done now."""

    remedy: RemedyCase
    sign: str
    facts: list[tuple[str, str]]
    owed: str
    late: bool
    papers: list[tuple[str, int]]
    acts: list[Action]


def owed_words(remedy: RemedyCase) -> str:
    """By when the answer must be in, how long that is and by which provision, and what follows if it is not."""
    period = period_of(remedy)
    last = date_words.full_weekday(period.last_day)
    over = "，期限已过，请立即提交" if period.last_day < dates.today() else ""
    basis = period.basis.cite()
    if not RemedyKind(remedy.kind).is_suit:
        return (
            f"须在 {last}以前（含当日）提交书面答复、证据和依据（收到副本之日起{period.words}，{basis}、"
            f"{WORKING_DAYS.cite(with_instrument=False)}）{over}。不提交的，视为没有证据、依据"
            f"（{NOT_FILED.cite(with_instrument=False)}）。"
        )
    return f"须在 {last}以前（含当日）提交答辩状、证据和依据（收到副本之日起{period.words}，{basis}）{over}。"


def remedy_warning(case: DisclosureRequest) -> str:
    """The answer that is owed next, for the overview; "" where none is."""
    last = answer_due(case)
    if last is None:
        return ""
    over = "，期限已过" if last < dates.today() else ""
    return f"复议、诉讼的答复和证据须在 {date_words.full_weekday(last)}以前提交{over}。"


class Remedies(CaseView):
    """The list."""

    tab = "desk:remedies"
    template_name = "desk/remedies.html"

    def get(self, request: HttpRequest, case_id: int) -> HttpResponse:
        """The page."""
        rows = [self._row(remedy) for remedy in remedy_cases_of(self.actor, self.case)]
        return self.case_page(rows=rows, may_record=self.may("record_remedy"))

    def _row(self, remedy: RemedyCase) -> RemedyRow:
        owed = owed_words(remedy) if is_unanswered(remedy) else ""
        late = bool(owed) and period_of(remedy).last_day < dates.today()
        papers = [(p.title, p.pk) for p in (remedy.notice, remedy.filed, remedy.decision) if p]
        pending = remedy.result == RemedyResult.PENDING
        return RemedyRow(
            remedy,
            "ask" if pending else "stopped",
            _facts(remedy),
            owed,
            late,
            papers,
            self._acts(remedy),
        )

    def _acts(self, remedy: RemedyCase) -> list[Action]:
        keys, found = [self.case.pk, remedy.pk], []
        open_order = remedy.order_working_days is not None and remedy.reopened_on is None
        if open_order and self.may("reopen"):
            found.append(Action(reverse("desk:reopen", args=keys), "恢复办理、重新答复"))
        if open_order and self.may("receive_order"):
            found.append(Action(reverse("desk:remedy_order", args=keys), "按照决定的期限答复"))
        if is_unanswered(remedy) and self.may("file_remedy_answer"):
            found.append(Action(reverse("desk:remedy_answer", args=keys), "登记提交答复和证据"))
        if remedy.reopened_on is None and self.may("record_remedy_result"):
            words = "登记结果" if remedy.result == RemedyResult.PENDING else "更正结果"
            found.append(Action(reverse("desk:remedy_result", args=keys), words))
        return found


def _facts(remedy: RemedyCase) -> list[tuple[str, str]]:
    full = date_words.full_weekday
    days = remedy.order_working_days
    return [
        ("机关", remedy.body),
        ("案号", remedy.case_number),
        ("程序", "简易程序" if remedy.simplified else ""),
        ("针对的答复", remedy.letter.number if remedy.letter else "没有答复"),
        ("收到副本", full(remedy.received_on)),
        ("提交答复和证据", full(remedy.filed_on) if remedy.filed_on else ""),
        (
            "结果",
            f"{remedy.get_result_display()}" + (f"，{full(remedy.result_on)}" if remedy.result_on else ""),
        ),
        ("决定", remedy.decision_name),
        ("决定收到", full(remedy.decision_received_on) if remedy.decision_received_on else ""),
        ("责令重新答复" if remedy.letter else "责令答复", f"{days} 个工作日内" if days else ""),
        (
            "恢复办理" if remedy.letter else "按照决定的期限办理",
            full(remedy.reopened_on) if remedy.reopened_on else "",
        ),
    ]


class RecordRemedy(ActView):
    """登记复议诉讼."""

    tab = "desk:remedies"
    verb, title, button = "record_remedy", "登记复议诉讼", "登记"
    done = "已登记。请在期限内提交答复和证据。"
    form_class = RemedyForm

    def form_arguments(self) -> dict[str, Any]:
        """Today as the day of receipt, the agency's own reconsideration body."""
        body = self.case.agency.reconsideration_body if self.case.agency else ""
        return {"initial": {"received_on": dates.today(), "body": body}}

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """What came."""
        assert isinstance(form, RemedyForm)
        return {"new": form.as_new()}

    def explain(self) -> dict[str, Any]:
        """That it stops nothing."""
        return {
            "lead": "复议、诉讼期间，尚未答复的申请照常办理、答复期限照常计算。登记后本件的案卷按有争议的保管期限保存。"
        }

    def after(self, result: Any) -> str:
        """To the list."""
        return reverse("desk:remedies", args=[self.case.pk])


class _OneRemedy(ActView):
    """An act on one dispute. Raises `AccessRefused` (404) for one of another case."""

    tab = "desk:remedies"
    remedy: RemedyCase

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the case and its dispute."""
        super().prepare(*args, **kwargs)
        self.remedy = get_remedy(self.actor, self.case, kwargs["remedy_id"])

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The dispute, and what was entered."""
        return {"remedy_id": self.remedy.pk, **form.cleaned_data}

    def after(self, result: Any) -> str:
        """To the list."""
        return reverse("desk:remedies", args=[self.case.pk])


class FileAnswer(_OneRemedy):
    """登记提交答复和证据."""

    verb, title, button = "file_remedy_answer", "登记提交答复和证据", "登记"
    done = "已登记提交。"
    form_class = AnswerForm

    def form_arguments(self) -> dict[str, Any]:
        """Handed in today."""
        return {"initial": {"filed_on": dates.today()}}

    def explain(self) -> dict[str, Any]:
        """By when."""
        return {"lead": owed_words(self.remedy)}


class RecordResult(_OneRemedy):
    """登记结果."""

    verb, title, button = "record_remedy_result", "登记复议诉讼结果", "登记结果"
    done = "已登记结果。"
    form_class = ResultForm

    def form_arguments(self) -> dict[str, Any]:
        """What was entered before, to be put right."""
        one = self.remedy
        if one.result == RemedyResult.PENDING:
            return {"initial": {"result_on": dates.today(), "received_on": dates.today()}}
        return {
            "initial": {
                "result": one.result,
                "result_on": one.result_on,
                "received_on": one.decision_received_on,
                "name": one.decision_name,
                "working_days": one.order_working_days,
            }
        }

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """How it ended."""
        assert isinstance(form, ResultForm)
        return {"remedy_id": self.remedy.pk, "decided": form.as_decided()}

    def explain(self) -> dict[str, Any]:
        """What follows from it."""
        kept = "已经上传过决定书的，不用再次上传。" if self.remedy.decision else ""
        return {
            "lead": "责令答复、撤销并责令重新答复的，结果选“纠正”并填写期限；登记后由工作机构负责人确认"
            f"恢复办理，还没有答复的确认按照决定的期限答复。{kept}"
        }


class Reopen(_OneRemedy):
    """恢复办理、重新答复: the effect first, confirmed by the head of the office."""

    verb, title, button = "reopen", "恢复办理、重新答复", "确认恢复办理"
    danger = True
    done = "已恢复办理，承办人可以起草新的答复书。"
    form_class = forms.Form
    due_words = "重新答复的到期日"
    then = "已经归档的，恢复办理，重新答复后另行归档，原归档数据包保留。原答复书留在卷内，申请人仍可查阅。"

    def explain(self) -> dict[str, Any]:
        """What it does to the date, before it is done."""
        one = self.remedy
        if one.decision_received_on is None or one.order_working_days is None:
            return {"lead": "这件复议、诉讼没有登记责令答复的决定和期限。"}
        effect = effect_of_reopening(self.case, one)
        due = date_words.full_weekday(effect.due) if effect.due else "不能确定"
        provisional = "（暂定）" if effect.provisional else ""
        return {
            "lead": f"{self.due_words}：{due}{provisional}。从收到决定之日重新计算，此前的延期不再适用；{self.then}",
            "quoted": [
                one.decision_name,
                f"决定收到：{date_words.full_weekday(one.decision_received_on)}",
                f"期限：{one.order_working_days} 个工作日",
            ],
        }

    def after(self, result: Any) -> str:
        """To the case, which is open again."""
        return reverse("desk:case", args=[self.case.pk])


class ReceiveOrder(Reopen):
    """按照决定的期限答复: an order to answer a request that has not been answered."""

    verb, title, button = "receive_order", "按照决定的期限答复", "确认按照决定的期限答复"
    done = "已按照决定重新计算答复期限。"
    due_words = "答复的到期日"
    then = (
        "等待中的补正、缴费、说明理由和没有告知的延期终止，正在审批的退回承办人，由承办人按照决定答复。"
        "此前超过的期限留在记录中。"
    )
