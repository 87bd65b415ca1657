"""Template library `gov_forms`: fields with label, hint and error tied together, and the error summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import template
from django.forms import BaseForm, BaseFormSet, BoundField, widgets
from django.forms.utils import ErrorList

register = template.Library()

Source: TypeAlias = "BaseForm | BaseFormSet[Any] | ErrorList"
"""What carries errors."""


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    label: str | None = None,
    hint: str | None = None,
    width: str = "",
    extra: str = "",
    optional: bool = True,
    **attributes: Any,
) -> dict[str, Any]:
    """One field with everything that belongs to it.

    `width`: class of the control (w-s, w-m, w-l); `extra`: classes of the box (span2); `optional` False hides
    "（选填）" on fields that may be empty. Other arguments become attributes of the control, `_` for `-`:
    `rows=4 autocomplete="name" data_hx_post=url`.
    """
    kind = _kind(bound)
    hint_words = bound.help_text if hint is None else hint
    # A text written in the tag counts as safe, and a widget would not escape its quotation marks.
    attrs = {
        name.replace("_", "-"): "".join(value) if isinstance(value, str) else value
        for name, value in attributes.items()
    }
    described = [f"{bound.auto_id}-hint"] * bool(hint_words) + [f"{bound.auto_id}-error"] * bool(bound.errors)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    css = {"select": "form-select", "input": "form-control", "file": "form-control"}.get(
        kind, "form-check-input"
    )
    attrs["class"] = " ".join(filter(None, (css, width)))
    if kind == "group":
        # The widget writes its own inputs: each takes the class; the group takes the description.
        bound.field.widget.attrs["class"] = css
    return {
        "field": bound,
        "kind": kind,
        "label": bound.label if label is None else label,
        "hint": hint_words,
        "optional": optional and not bound.field.required,
        "extra": extra,
        "described": " ".join(described),
        "control": "" if kind == "group" else bound.as_widget(attrs=attrs),
    }


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, widgets.CheckboxInput):
        return "check"
    if isinstance(widget, widgets.Select):
        return "select"
    return "file" if isinstance(widget, widgets.FileInput) else "input"


@dataclass(frozen=True)
class Complaint:
    """One line of the error summary; `target` is the id of the control, or empty."""

    words: str
    target: str


@register.inclusion_tag("components/error_summary.html")
def error_summary(*sources: Source | list[BaseForm] | None) -> dict[str, Any]:
    """Every error of the forms (one by one or in a list) and formsets, each with a link to its field; nothing when
    there is none."""
    return {"complaints": [line for source in sources if source is not None for line in _complaints(source)]}


def _complaints(source: Source | list[BaseForm]) -> Iterator[Complaint]:
    if isinstance(source, ErrorList):
        yield from (Complaint(str(words), "") for words in source)
    elif isinstance(source, list):
        for form in source:
            yield from _complaints(form)
    elif isinstance(source, BaseFormSet):
        yield from (Complaint(str(words), "") for words in source.non_form_errors())
        for form in source.forms:
            yield from _complaints(form)
    elif source.is_bound:
        yield from (Complaint(str(words), "") for words in source.non_field_errors())
        for bound in source:
            yield from (Complaint(f"{bound.label}：{words}", _target(bound)) for words in bound.errors)


def _target(bound: BoundField) -> str:
    """A group of choices has no control of its own: the link goes to the first choice."""
    return f"{bound.auto_id}_0" if _kind(bound) == "group" else bound.auto_id
