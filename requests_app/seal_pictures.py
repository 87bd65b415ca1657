"""Whether a picture can be an agency's seal on a letter, and the one form in which it is kept.

What counts is that it can stand over signature and date without hiding them: a square PNG, transparent around and
inside the ring.
"""

from __future__ import annotations

import io

from PIL import Image

from requests_app.errors import InvalidInput
from requests_app.file_types import Upload, check_upload

MAX_BYTES = 2 * 1024 * 1024
SMALLEST, LARGEST = 300, 3000
"""Pixels of a side: the seal is 42 mm wide, 300 pixels there are 180 dpi."""
KEPT = 1000
"""Pixels of a side as it is kept: 600 dpi."""
SQUARE_WITHIN = 0.03
CLEAR, DRAWN = 16, 96
"""Alpha below which a pixel hides nothing, and from which it is seen."""
LEAST_CLEAR, LEAST_DRAWN = 0.2, 0.03


def check_seal(upload: Upload) -> bytes:
    """The picture as it is kept: 8-bit RGBA PNG, nothing else in it. Raises `InvalidInput` for field `seal`."""
    if len(upload.content) > MAX_BYTES:
        raise _refuse("seal_too_large", f"印章图片不能超过 {MAX_BYTES // 1024 // 1024} MB。")
    if not upload.name.lower().endswith(".png"):
        raise _refuse("seal_type", "印章图片须是背景透明的 PNG 文件。")
    try:
        check_upload(upload)
    except InvalidInput as refusal:
        raise _refuse(refusal.code, refusal.message) from None
    with Image.open(io.BytesIO(upload.content), formats=["PNG"]) as opened:
        width, height = opened.size
        if not SMALLEST <= min(width, height) <= max(width, height) <= LARGEST:
            words = f"印章图片的边长须在 {SMALLEST} 至 {LARGEST} 像素之间，现在是 {width}×{height}。"
            raise _refuse("seal_size", words)
        if abs(width - height) > SQUARE_WITHIN * max(width, height):
            raise _refuse("seal_not_square", f"请把印章图片裁成正方形，现在是 {width}×{height} 像素。")
        picture = opened.convert("RGBA")
    _check_transparency(picture)
    side = min(KEPT, max(width, height))
    kept, buffer = picture.resize((side, side), Image.Resampling.LANCZOS), io.BytesIO()
    kept.save(buffer, "PNG")
    return buffer.getvalue()


def _check_transparency(picture: Image.Image) -> None:
    alpha = picture.getchannel("A")
    right, bottom = alpha.width - 1, alpha.height - 1
    corners = [alpha.getpixel(at) for at in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
    counted, all_pixels = alpha.histogram(), alpha.width * alpha.height
    clear, drawn = sum(counted[:CLEAR]) / all_pixels, sum(counted[DRAWN:]) / all_pixels
    if clear < LEAST_CLEAR or any(not isinstance(one, int) or one >= CLEAR for one in corners):
        words = "印章图片的背景不透明，会盖住署名和日期。请使用背景透明的 PNG 图片。"
        raise _refuse("seal_not_transparent", words)
    if drawn < LEAST_DRAWN:
        raise _refuse("seal_empty", "图片几乎是空白的，看不到印章，请核对后重新上传。")


def _refuse(code: str, words: str) -> InvalidInput:
    return InvalidInput(code, words, fields={"seal": words})
