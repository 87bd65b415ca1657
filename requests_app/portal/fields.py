"""A file field that takes several files."""

from __future__ import annotations

from typing import Any

from django import forms


class ManyFilesInput(forms.ClearableFileInput):
    """`<input type="file" multiple>`, without the "clear" box."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Any number of files. What a file may be is decided by `services.documents.check_upload`."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files as a list; an empty file is kept, so that its refusal can name it."""
        return [one for one in (data or []) if one]
