"""Extension of the reply period: asked with its effect stated first, decided by the head of the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from requests_app.errors import InvalidInput
from requests_app.models import DisclosureRequest, ExtensionState
from requests_app.pictures import date_words
from requests_app.selectors.clock import provisional_mark
from requests_app.selectors.extensions import ExtensionEffect, effect_of_extension, live_extension
from workflows.desk.base import seen_version
from workflows.desk.case_view import ActView
from workflows.desk.forms.extension import AskExtensionForm, DecideExtensionForm
from workflows.perform import perform


def effect_words(effect: ExtensionEffect, case: DisclosureRequest) -> str:
    """到期日由 … 变为 …, or why the law does not allow it."""
    if not effect.possible or effect.before is None or effect.after is None:
        return f"{effect.refusal}（依据：{effect.basis}）"
    before, after = date_words.full_weekday(effect.before), date_words.full_weekday(effect.after)
    before += provisional_mark(case, effect.before)
    return f"到期日由 {before} 变为 {after}{'（暂定）' if effect.provisional else ''}。"


class Ask(ActView):
    """申请延期: first the effect, then the confirmation."""

    template_name = "desk/extension.html"
    verb, title, button = "ask_extension", "申请延期", "查看延期的效果"
    done = "延期申请已送工作机构负责人批准。"
    form_class = AskExtensionForm

    def explain(self) -> dict[str, Any]:
        """The effect of the longest extension, and whether one is possible at all."""
        effect = effect_of_extension(self.actor, self.case, anew=True)
        return {"effect": effect, "effect_words": effect_words(effect, self.case), "confirming": False}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the effect of what was entered; only the second time, with `confirmed`, ask for it."""
        form = AskExtensionForm(request.POST)
        if "change" in request.POST:
            return self.form_page(AskExtensionForm(initial=request.POST.dict()))
        if "confirmed" in request.POST or not form.is_valid():
            return super().post(request, *args, **kwargs)
        effect = effect_of_extension(self.actor, self.case, form.cleaned_data["working_days"], anew=True)
        if not effect.possible:
            form.add_error(None, effect_words(effect, self.case))
            return self.form_page(form, 422)
        return self.case_page(
            form=form,
            act_title=self.title,
            confirming=True,
            effect=effect,
            effect_words=effect_words(effect, self.case),
        )


class Decide(ActView):
    """批准延期: granted or refused by the head, never by the person who asked."""

    template_name = "desk/extension_decide.html"
    title = "批准延期"
    done = "已办理。"
    verb = "grant_extension"
    form_class = DecideExtensionForm

    def act(self, form: forms.Form) -> Any:
        """Grant, or refuse with the reason."""
        opinion, version = form.cleaned_data["opinion"], seen_version(self.request)
        decision = self.request.POST.get("decision")
        if decision not in ("grant", "refuse"):
            raise InvalidInput("no_decision", "请选择“批准”或者“不批准”。")
        if decision == "grant":
            self.done = "已批准延期。延期答复告知书正在制作，须在原到期日以前送达申请人。"
            return perform(self.user, self.case, "grant_extension", seen_version=version, opinion=opinion)
        self.done = "未批准延期，已退回承办人。"
        return perform(self.user, self.case, "refuse_extension", seen_version=version, reason=opinion)

    def explain(self) -> dict[str, Any]:
        """Who asked, why, and what the date would become."""
        extension = live_extension(self.actor, self.case)
        if extension is None or extension.state != ExtensionState.ASKED:
            return {"extension": None}
        effect = effect_of_extension(self.actor, self.case, extension.working_days)
        return {"extension": extension, "effect": effect, "effect_words": effect_words(effect, self.case)}
