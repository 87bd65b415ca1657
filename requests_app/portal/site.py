"""What the frame of the applicant's pages says about the office that runs the site."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from requests_app.selectors.agencies import host_agency


def _site() -> dict[str, Any]:
    host = host_agency()
    if host is None:
        return {}
    return {
        "name": host.name,
        "phone": host.phone,
        "hours": host.office_hours,
        "home_url": host.settings.get("home_url", ""),
        "organiser": host.name,
        "office": host.office_name,
        "address": host.address,
        "postcode": host.postcode,
    }


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site`, read only by pages that show it."""
    return {"site": SimpleLazyObject(_site)}
