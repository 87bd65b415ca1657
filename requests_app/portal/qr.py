"""The QR code of a receipt: it leads to the query page and holds neither number nor code."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(address: str, title: str) -> SafeString:
    """`address` as inline SVG. Everything in it is made here, so that it is safe to print."""
    drawn = segno.make(address, error="m").svg_inline(
        title=title, svgclass="qrcode", lineclass=None, omitsize=True, border=2, light="#fff"
    )
    return mark_safe(drawn)  # noqa: S308
