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
from requests_app.selectors.on_the_spot import spot_standing
from requests_app.services.decision import ItemDecision, ReplyDraft
from requests_app.services.documents import Upload
from workflows.desk.forms.fields import ScanField, long_text
from workflows.desk.forms.reply_item import ItemForm

PROOF_KINDS = (DocumentKind.EVIDENCE, DocumentKind.DELIVERY_PROOF)
_WAYS = {Way.POST: DeliveryWay.POST, Way.PICKUP: DeliveryWay.PICKUP}


class ReplyForm(forms.Form):
    """Delivery, copies, principal outcome, reasons."""

    delivery = forms.ChoiceField(label="送达方式", required=False)
    principal = forms.CharField(label="计入年报的情形", required=False)
    new_copy = ScanField(label="上传拟提供的信息", required=False, help_text="已作遮盖、可以交给申请人的副本")
    new_title = forms.CharField(label="名称", required=False, max_length=200, help_text="不填时用文件名")

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: DisclosureRequest,
        fields: Mapping[str, Any],
        outcomes: Sequence[str],
    ) -> None:
        super().__init__(data, files)
        online = case.accepts_online_service
        ways = [way for way in DeliveryWay.choices if online or way[0] != DeliveryWay.ONLINE]
        self.fields["delivery"].choices = [("", "请选择"), *ways]  # type: ignore[attr-defined]
        waiting = spot_standing(case) is SpotReply.TODAY
        wanted = DeliveryWay.HAND if waiting else _WAYS.get(Way(case.way), "")
        self.fields["delivery"].initial = fields.get("delivery") or str(wanted)
        self._add_principal(fields, outcomes)
        self.copies = list(case.documents.filter(kind=DocumentKind.RELEASED_COPY))
        self._add_copies(fields)
        self._add_reasons(fields)

    def _add_principal(self, fields: Mapping[str, Any], outcomes: Sequence[str]) -> None:
        self.proposal, self.because = principal_outcome(outcomes)
        keys = list(dict.fromkeys([self.proposal, *outcomes]))
        self._principals = [key for key in keys if key]
        saved = fields.get("principal_outcome")
        self.fields["principal"].widget = forms.Select(
            choices=[(key, OUTCOMES[key].name) for key in self._principals]
        )
        self.fields["principal"].initial = saved if saved in self._principals else self.proposal

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

    @property
    def principal_is_open(self) -> bool:
        """Whether there is anything to choose."""
        return len(self._principals) > 1

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

    def principal_for(self, decisions: Sequence[ItemDecision]) -> str:
        """The confirmed outcome, or the proposal when the items no longer have it."""
        outcomes = [decision.outcome for decision in decisions]
        proposal, _ = principal_outcome(outcomes)
        chosen = str(self.cleaned_data.get("principal") or "")
        return chosen if chosen in (proposal, *outcomes) else proposal


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
        proofs = list(case.documents.filter(kind__in=PROOF_KINDS))
        self.items = [
            ItemForm(
                data,
                item=item,
                saved=saved.get(item.ordinal, {}),
                proofs=proofs,
                form_words=case.get_form_display(),
                more=more,
            )
            for item in case.items.prefetch_related("searches")
        ]
        outcomes = [form.outcome for form in self.items]
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
    def upload(self) -> tuple[Upload, str] | None:
        """The copy that was sent along, with its title."""
        sent = self.main.cleaned_data.get("new_copy")
        return (sent, self.main.cleaned_data.get("new_title", "")) if sent else None

    def draft(self, added: Sequence[int] = ()) -> ReplyDraft:
        """The valid sheet as the service takes it; `added` are copies stored a moment ago."""
        decisions = [form.decision() for form in self.items]
        return ReplyDraft(
            items=decisions,
            delivery=self.main.cleaned_data["delivery"],
            attachments=[*self.main.attachments(), *added],
            legality_reasons=self.main.reasons(),
            principal_outcome=self.main.principal_for(decisions),
        )
