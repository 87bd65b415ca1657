"""The picture of a seal for demonstration and tests: red ring, five-pointed star, agency name on the arc.

A picture, never text: seal text would mingle with the text a program reads out of the letter.
"""

import io
import math
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from letters.fonts import NOTO_SERIF_BOLD, locate
from requests_app.errors import InvalidInput

SIZE = 700
RING = 20
RED = (214, 20, 32, 225)
STAR_RADIUS = 116
OVERSAMPLING = 2
MAX_NAME = 26


@lru_cache(maxsize=32)
def demo_seal(name: str) -> bytes:
    """PNG (700 × 700 pixels, transparent) of a round seal with `name` on its upper arc, 1 to 26 characters.

    Raises InvalidInput when the name does not fit or its font is missing.
    """
    path = locate(NOTO_SERIF_BOLD)
    if path is None:
        raise InvalidInput("font_missing", "缺少 Noto Serif CJK 字体，无法绘制印章。")
    if not 1 <= len(name) <= MAX_NAME:
        raise InvalidInput("seal_name", f"印章名称须为1至{MAX_NAME}个字。")
    side = SIZE * OVERSAMPLING
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    margin = 4 * OVERSAMPLING
    draw.ellipse((margin, margin, side - margin, side - margin), outline=RED, width=RING * OVERSAMPLING)
    draw.polygon(_star(side / 2, STAR_RADIUS * OVERSAMPLING), fill=RED)
    _arc(image, name, str(path))
    smooth = image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    smooth.save(buffer, "PNG", optimize=False)
    return buffer.getvalue()


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    # Inner corners of a regular five-pointed star lie at this share of the radius.
    inner = radius * math.sin(math.radians(18)) / math.cos(math.radians(36))
    return [
        (
            centre + (radius if k % 2 == 0 else inner) * math.sin(math.radians(36 * k)),
            centre - (radius if k % 2 == 0 else inner) * math.cos(math.radians(36 * k)),
        )
        for k in range(10)
    ]


def _arc(image: Image.Image, name: str, font_path: str) -> None:
    """Write the name clockwise along the ring, each character standing upright towards the centre."""
    side = image.width
    span = min(270.0, 24.0 * len(name))
    step = span / max(len(name) - 1, 1) if len(name) > 1 else 0.0
    size = int(min(83.0, 2 * math.pi * 273 * max(step, 12) / 360 * 0.98)) * OVERSAMPLING
    font = ImageFont.truetype(font_path, size, index=2)
    radius = (SIZE / 2 - RING - 15) * OVERSAMPLING - size / 2
    for position, char in enumerate(name):
        angle = -span / 2 + step * position if len(name) > 1 else 0.0
        tile = Image.new("RGBA", (size * 2, size * 2), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((size, size), char, font=font, fill=RED, anchor="mm")
        turned = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = side / 2 + radius * math.sin(math.radians(angle)) - size
        y = side / 2 - radius * math.cos(math.radians(angle)) - size
        image.alpha_composite(turned, (max(int(x), 0), max(int(y), 0)))
