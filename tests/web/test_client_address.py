"""Whose address is counted: never a proxy's, and never one that a stranger wrote into a header."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from django.test import RequestFactory, override_settings

from requests_app.client_address import client_address
from requests_app.services.access_attempts import WRONG_CODES
from tests.people import office, registered
from tests.web.portal_visitor import Visitor, words

NONE: list[str] = []
PROXY, FARM = ["192.0.2.1"], ["192.0.2.0/24", "fd00::/8"]
SCENARIOS = [
    # name, trusted proxies, peer, X-Forwarded-For, the address that is counted
    ("no proxy", NONE, "203.0.113.5", "", "203.0.113.5"),
    ("a header that nobody vouches for", NONE, "203.0.113.5", "198.51.100.7", "203.0.113.5"),
    (
        "a stranger's header at a trusted address's neighbour",
        PROXY,
        "203.0.113.5",
        "198.51.100.7",
        "203.0.113.5",
    ),
    ("one proxy", PROXY, "192.0.2.1", "198.51.100.7", "198.51.100.7"),
    (
        "a visitor who writes the header himself",
        PROXY,
        "192.0.2.1",
        "127.0.0.1, 198.51.100.7",
        "198.51.100.7",
    ),
    ("two proxies", FARM, "192.0.2.1", "10.9.9.9, 198.51.100.7, 192.0.2.8", "198.51.100.7"),
    ("a proxy that says nothing", PROXY, "192.0.2.1", "", "192.0.2.1"),
    ("nonsense", PROXY, "192.0.2.1", "198.51.100.7, unknown", "192.0.2.1"),
    ("only proxies", FARM, "192.0.2.1", "192.0.2.7, 192.0.2.8", "192.0.2.7"),
    ("IPv6: the site, not the device", NONE, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
    ("IPv4 written as IPv6", PROXY, "::ffff:192.0.2.1", "::ffff:198.51.100.7", "198.51.100.7"),
    ("a socket without address", NONE, "", "198.51.100.7", "0.0.0.0"),
]


@pytest.mark.parametrize(
    ("name", "trusted", "peer", "forwarded", "expected"), SCENARIOS, ids=[row[0] for row in SCENARIOS]
)
def test_the_address_that_is_counted(
    name: str, trusted: list[str], peer: str, forwarded: str, expected: str
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=[ip_network(one) for one in trusted]):
        assert client_address(request) == expected


@pytest.mark.django_db
def test_behind_a_proxy_a_stranger_does_not_lock_the_applicant_out() -> None:
    given = registered(office())
    number = str(given.case.number)
    stranger, applicant = Visitor("192.0.2.1"), Visitor("192.0.2.1")
    stranger.client.defaults["HTTP_X_FORWARDED_FOR"] = "198.51.100.7"
    applicant.client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.5"
    with override_settings(TRUSTED_PROXIES=[ip_network("192.0.2.1")]):
        for _ in range(WRONG_CODES + 1):
            refused = stranger.ask(number, "AAAA-AAAA-AAAA-AAAA")
        assert refused.status_code == 429
        assert f"办理进度 {number}" in words(applicant.ask(number, given.query_code))
