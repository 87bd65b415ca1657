"""The whole reply on one screen: its items, what goes with it, and the reasons that the checks asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from letters.legality import CHECKS
from requests_app.models import DeliveryWay, DisclosureRequest, Document, DocumentKind, Draft, Way
from requests_app.rules.on_the_spot import SpotReply
from requests_app.rules.outcomes import OUTCOMES
from requests_app.rules.principal_row import principal_outcome
from requests_app.selectors.joining import answered_items, answered_together
from requests_app.selectors.on_the_spot import spot_standing
from requests_app.services.decision import ReplyDraft
from workflows.desk.forms.fields import ScanField, long_text
from workflows.desk.forms.reply_item import ItemForm

PROOF_KINDS = (DocumentKind.EVIDENCE, DocumentKind.DELIVERY_PROOF)
PRINCIPAL = "计入年报的情形"
_WAYS = {Way.POST: DeliveryWay.POST, Way.PICKUP: DeliveryWay.PICKUP}


class ReplyForm(forms.Form):
    """Delivery, copies, principal outcome, reasons."""

    delivery = forms.ChoiceField(label="送达方式", required=False)
    new_copy = ScanField(label="上传拟提供的信息", required=False, help_text="已作遮盖、可以交给申请人的副本")
    new_title = forms.CharField(label="名称", required=False, max_length=200, help_text="不填时用文件名")

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: DisclosureRequest,
        fields: Mapping[str, Any],
        outcomes: Mapping[str, Sequence[str]],
    ) -> None:
        super().__init__(data, files)
        together = answered_together(case)
        online = all(one.accepts_online_service for one in together)
        ways = [way for way in DeliveryWay.choices if online or way[0] != DeliveryWay.ONLINE]
        self.fields["delivery"].choices = [("", "请选择"), *ways]  # type: ignore[attr-defined]
        waiting = spot_standing(case) is SpotReply.TODAY
        wanted = DeliveryWay.HAND if waiting else _WAYS.get(Way(case.way), "")
        self.fields["delivery"].initial = fields.get("delivery") or str(wanted)
        self.number, self._outcomes = str(case.number), outcomes
        self._add_principals(fields)
        copies = Document.objects.filter(request__in=together, kind=DocumentKind.RELEASED_COPY)
        self.copies = list(copies.select_related("request"))
        if len(together) > 1:
            self._ask_whose(together)
        self._add_copies(fields)
        self._add_reasons(fields)

    def _ask_whose(self, together: Sequence[DisclosureRequest]) -> None:
        """Each copy belongs to one request of a joint letter, and goes with it."""
        choices = [("", "请选择"), *((str(one.pk), str(one.number)) for one in together)]
        self.fields["new_for"] = forms.ChoiceField(
            label="属于哪一件申请",
            required=False,
            choices=choices,
            help_text="随该件申请保存；该件退出合并时随之带走",
        )

    def clean_new_for(self) -> str:
        """Raises `ValidationError` for a copy that belongs to none of the requests."""
        chosen = str(self.cleaned_data.get("new_for") or "")
        if self.cleaned_data.get("new_copy") and not chosen:
            raise forms.ValidationError("请选择上传的信息是哪一件申请的。")
        return chosen

    def new_copy_arguments(self) -> dict[str, Any] | None:
        """The copy that was sent along, as the service takes it; None without one."""
        sent = self.cleaned_data.get("new_copy")
        if not sent:
            return None
        chosen = self.cleaned_data.get("new_for")
        found = {"upload": sent, "title": self.cleaned_data.get("new_title", "")}
        return {**found, "request_id": int(chosen)} if chosen else found

    def _add_principals(self, fields: Mapping[str, Any]) -> None:
        """One choice for each request of the letter: each is counted by itself."""
        joined = fields.get("joined_principals") or {}
        for number, outcomes in self._outcomes.items():
            proposal, because = principal_outcome(outcomes)
            keys = [key for key in dict.fromkeys([proposal, *outcomes]) if key]
            field = self.fields[self._principal(number)] = forms.CharField(
                label=self._label(number), required=False, help_text=because
            )
            field.widget = forms.Select(choices=[(key, OUTCOMES[key].name) for key in keys])
            own = fields.get("principal_outcome") if number == self.number else joined.get(number)
            field.initial = own if own in keys else proposal
            field.is_open = len(keys) > 1  # type: ignore[attr-defined]

    def _principal(self, number: str) -> str:
        return "principal" if number == self.number else f"principal-{number}"

    def _label(self, number: str) -> str:
        return f"{PRINCIPAL}（{number}）" if len(self._outcomes) > 1 else PRINCIPAL

    def _add_copies(self, fields: Mapping[str, Any]) -> None:
        listed = [int(pk) for pk in fields.get("attachments") or ()]
        for copy in self.copies:
            place = listed.index(copy.pk) + 1 if copy.pk in listed else None
            self.fields[f"copy{copy.pk}"] = forms.BooleanField(
                label=copy.title, required=False, initial=place is not None
            )
            self.fields[f"place{copy.pk}"] = forms.IntegerField(
                label="次序", required=False, min_value=1, max_value=99, initial=place
            )

    def _add_reasons(self, fields: Mapping[str, Any]) -> None:
        given = fields.get("legality_reasons") or {}
        for check in CHECKS:
            self.fields[f"why-{check.key}"] = forms.CharField(
                label=f"{check.title}的说明",
                required=False,
                max_length=2000,
                initial=given.get(check.key, ""),
                widget=long_text(2),
            )

    def copy_rows(self) -> list[tuple[Document, BoundField, BoundField]]:
        """Every released copy with its tick and its place in the order."""
        return [(one, self[f"copy{one.pk}"], self[f"place{one.pk}"]) for one in self.copies]

    def principals(self) -> list[BoundField]:
        """The choice for each request of the letter; with nothing to choose it is hidden."""
        return [self[self._principal(number)] for number in self._outcomes]

    def attachments(self) -> list[int]:
        """Ids of the ticked copies in their order; those without a place come last."""
        ticked = [one.pk for one in self.copies if self.cleaned_data.get(f"copy{one.pk}")]
        return sorted(ticked, key=lambda pk: self.cleaned_data.get(f"place{pk}") or 100)

    def reasons(self) -> dict[str, str]:
        """What was written for checks that asked; a reason whose check asks no more is kept."""
        found = {}
        for check in CHECKS:
            name = f"why-{check.key}"
            sent = name in self.data
            words = (self.cleaned_data.get(name) if sent else self.fields[name].initial) or ""
            if words.strip():
                found[check.key] = words.strip()
        return found

    def chosen_principals(self) -> dict[str, str]:
        """The confirmed outcome of each request, or the proposal when its items no longer have it."""
        found = {}
        for number, outcomes in self._outcomes.items():
            proposal, _ = principal_outcome(outcomes)
            chosen = str(self.cleaned_data.get(self._principal(number)) or "")
            found[number] = chosen if chosen in (proposal, *outcomes) else proposal
        return found


class ReplySheet:
    """The forms of one reply, as saved (without `data`) or as sent."""

    def __init__(
        self,
        case: DisclosureRequest,
        draft: Draft | None,
        data: Any = None,
        files: Any = None,
        more: str = "",
    ) -> None:
        fields: Mapping[str, Any] = draft.fields if draft else {}
        saved = {int(one["ordinal"]): one for one in fields.get("items") or ()}
        together = answered_together(case)
        self.joined = len(together) > 1
        proofs = list(Document.objects.filter(request__in=together, kind__in=PROOF_KINDS))
        self.items = [
            ItemForm(
                data,
                ordinal=ordinal,
                item=item,
                saved=saved.get(ordinal, {}),
                proofs=proofs,
                form_words=item.request.get_form_display(),
                more=more,
            )
            for ordinal, item in answered_items(case)
        ]
        outcomes = {
            str(one.number): [form.outcome for form in self.items if form.item.request_id == one.pk]
            for one in together
        }
        self.main = ReplyForm(data, files, case=case, fields=fields, outcomes=outcomes)

    @property
    def forms(self) -> list[forms.Form]:
        """Every form, for the error summary."""
        rows = [row for item in self.items if item.rows is not None for row in item.rows.forms]
        return [self.main, *self.items, *rows]

    def is_valid(self) -> bool:
        """Whether everything entered can be kept."""
        return all(form.is_valid() for form in self.forms)

    @property
    def upload(self) -> dict[str, Any] | None:
        """The copy that was sent along, as the service takes it; None without one."""
        return self.main.new_copy_arguments()

    def draft(self, added: Sequence[int] = ()) -> ReplyDraft:
        """The valid sheet as the service takes it; `added` are copies stored a moment ago."""
        decisions = [form.decision() for form in self.items]
        principals = self.main.chosen_principals()
        own = principals.pop(self.main.number)
        return ReplyDraft(
            items=decisions,
            delivery=self.main.cleaned_data["delivery"],
            attachments=[*self.main.attachments(), *added],
            legality_reasons=self.main.reasons(),
            principal_outcome=own,
            joined_principals=principals,
        )
