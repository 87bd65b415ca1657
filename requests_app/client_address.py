"""From which address a request comes, for counting tries: one function, so that nobody counts a proxy.

A header that says where a request came from is believed only as far as `settings.TRUSTED_PROXIES` vouch for it:
each of them adds its own peer at the right end, whatever stands further left was written by strangers.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104  (a word for "no address", nothing is bound to it)
IPV6_SITE = 64
"""Bits of an IPv6 address that one household or office has for itself: inside, addresses are free."""


def client_address(request: HttpRequest) -> str:
    """The address of the rightmost hop that is not a trusted proxy; of an IPv6 address the network of its site.

    Without trusted proxies it is the peer's own address. `UNKNOWN` where there is none.
    """
    found = _parsed(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    while found is not None and _is_trusted(found) and forwarded:
        before = _parsed(forwarded.pop())
        if before is None:
            break
        found = before
    if found is None:
        return UNKNOWN
    if isinstance(found, IPv6Address):
        return str(ip_network((found, IPV6_SITE), strict=False).network_address)
    return str(found)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    # A dual-stack listener sees IPv4 peers as ::ffff:192.0.2.1.
    return getattr(found, "ipv4_mapped", None) or found


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)
