"""What the sheets of a case's file say of its searches and talks, from their records."""

from __future__ import annotations

from typing import Any

from requests_app.models import DisclosureRequest, SearchRecord


def search_facts(case: DisclosureRequest, search: SearchRecord) -> dict[str, Any]:
    """The sheet of one search."""
    papers = [search.paper_files] if search.paper_files else []
    return {
        "registration_number": case.number,
        "searched_by": search.searcher,
        "units": [search.units],
        "searched_on": search.searched_on.isoformat(),
        "systems": [search.systems, *papers],
        "keywords": [search.keywords],
        "period": search.period,
        "result": search.result,
        "duty": search.duty_to_make,
    }


def talk_facts(case: DisclosureRequest) -> dict[str, Any]:
    """The sheet of all talks, the oldest first."""
    rows = [
        {
            "on": row.on.isoformat(),
            "time": f"{row.at:%H:%M}" if row.at else None,
            "subject": row.get_kind_display(),
            "counterpart": row.get_counterpart_display(),
            "person": row.person,
            "way": row.get_way_display(),
            "said": row.said,
            "agreed": row.agreed,
            "recorder": row.recorded_by.name,
        }
        for row in case.contact_notes.select_related("recorded_by").order_by("on", "pk")
    ]
    return {"registration_number": case.number, "talks": rows}
