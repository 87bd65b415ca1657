"""督办 at the desk: what the supervisor demands on the case page, and the answer to it."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.errors import AccessRefused
from requests_app.models import SupervisionOrder
from requests_app.selectors.supervision import orders_of
from workflows.desk.case_view import ActView, CaseView
from workflows.desk.forms.fields import long_text


class AnswerForm(forms.Form):
    """How the case stands, and what is done about it."""

    answer = forms.CharField(
        label="办理情况",
        max_length=2000,
        widget=long_text(4),
        help_text="现在到哪一步、迟延的原因和单位、何时办结",
        error_messages={"required": "请写明办理情况。"},
    )


class AnswerOrder(ActView):
    """答复督办."""

    tab = "desk:case"
    verb, title, button = "answer_supervision", "答复督办", "答复"
    done = "督办已经答复，随件存档。"
    form_class = AnswerForm
    order: SupervisionOrder

    def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Find the order too. Raises `AccessRefused` for one of another case."""
        super().prepare(*args, **kwargs)
        found = orders_of(self.actor, self.case).filter(pk=kwargs["order_id"]).first()
        if found is None:
            raise AccessRefused("unknown_order", "没有这项督办。")
        self.order = found

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """Which one."""
        return {"order_id": self.order.pk, **form.cleaned_data}

    def explain(self) -> dict[str, Any]:
        """What was demanded."""
        return {
            "lead": f"{self.order.agency.name}要求{self.order.answer_by:%Y-%m-%d}前答复。",
            "quoted": [self.order.words],
        }


def orders_panel(view: CaseView) -> dict[str, Any]:
    """What the overview says of demands (template `desk/orders_panel.html`)."""
    orders = list(orders_of(view.actor, view.case))
    return {"orders": orders, "may_answer_order": view.may("answer_supervision")} if orders else {}
