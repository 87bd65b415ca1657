"""Whether an agency signs its letters: by those that left."""

from __future__ import annotations

from requests_app.models import Agency, Letter, RecordCorrection


def has_signed(agency: Agency) -> bool:
    """Whether a letter of this agency was ever signed: from then on none leaves unsigned by mistake."""
    return any(
        model.objects.filter(agency=agency).exclude(signature={}).exists()
        for model in (Letter, RecordCorrection)
    )
