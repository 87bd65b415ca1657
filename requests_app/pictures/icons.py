"""Icons of 16 × 16 units. They always stand beside a word, so they are hidden from assistive technology."""

from __future__ import annotations

from requests_app.pictures.svg import Svg, tag

PATHS = {
    "check": "M6.2 12.6 2 8.4l1.4-1.4 2.8 2.8 6.4-6.4L14 4.8z",
    "cross": ("M3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z"),
    "warning": "M8 1.5 15.5 14.5H.5zM7.2 6v4.2h1.6V6zm0 5.2v1.6h1.6v-1.6z",
    "today": (
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3zm0 2a3 3 0 1 0 0 6 3 3 0 0 0"
        " 0-6z"
    ),
    "clock": (
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8zM7.2 4.4v4.1l3.2"
        " 1.9.8-1.3-2.4-1.4V4.4z"
    ),
    "dot": "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zm0 1.4a2.1 2.1 0 1 1 0 4.2 2.1 2.1 0 0 1 0-4.2z",
    "pause": "M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z",
    "stop": "M3 3h10v10H3z",
    "inbox": ("M8 1.5v5.2l2-2 1.1 1.1L8 9 4.9 5.8 6 4.7l1.2 1.2V1.5zM1.5 9h3.6l1 2h3.8l1-2h3.6v5.5h-13z"),
    "ask": "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm-.9 3.4h1.8v4.8H7.1zm0 5.8h1.8V12H7.1z",
    "plus": "M7.1 2h1.8v5.1H14v1.8H8.9V14H7.1V8.9H2V7.1h5.1z",
    "lock": "M5 6V4.5a3 3 0 0 1 6 0V6h1.5v8.5h-9V6zm1.6 0h2.8V4.5a1.4 1.4 0 0 0-2.8 0z",
}


def icon(name: str) -> Svg:
    """The icon `name`; KeyError when there is none, because a missing sign must not pass unseen."""
    return tag(
        "svg",
        tag("path", d=PATHS[name]),
        klass="icon",
        viewBox="0 0 16 16",
        aria_hidden="true",
        focusable="false",
    )
