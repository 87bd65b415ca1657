"""收回答复书: the effect first, confirmed by the head of the office with the reason that the applicant will read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from requests_app.pictures import date_words
from requests_app.selectors.remedies import effect_of_taking_back
from workflows.desk.delivering import LetterAct, letter_name
from workflows.desk.forms.fields import needed_words


class TakeBackForm(forms.Form):
    """Why."""

    reason = needed_words(
        "收回的原因",
        "请写明收回的原因。",
        help_text="申请人在查询页面可以看到，请写申请人看得懂的原因，不写第三方的信息",
    )


class WithdrawLetter(LetterAct):
    """收回答复书."""

    verb, title, button = "withdraw_letter", "收回答复书", "确认收回"
    danger = True
    done = "已收回，承办人可以起草新的答复书。"
    form_class = TakeBackForm

    def arguments(self, form: forms.Form) -> dict[str, Any]:
        """The letter and the reason."""
        return {"letter_id": self.letter.pk, "reason": form.cleaned_data["reason"]}

    def explain(self) -> dict[str, Any]:
        """What it does to the date, before it is done."""
        found = effect_of_taking_back(self.case, self.letter)
        due = found.standard.due if found else None
        period = f"答复期限仍是 {date_words.full_weekday(due)}" if due else "现在没有答复期限（等待申请人）"
        if found is not None and found.remaining is not None and found.remaining < 0:
            period += f"，已经超过 {-found.remaining} 个工作日"
        return {
            "lead": f"收回 {letter_name(self.letter)} {self.letter.number}：原来的答复不再有效，不另给期限，{period}。"
            "两份文书和送达凭证都留在卷内；申请人在查询页面看到收回的原因，新的答复书写明它代替的文书。"
        }

    def after(self, result: Any) -> str:
        """To the case, which is open again."""
        return reverse("desk:case", args=[self.case.pk])
