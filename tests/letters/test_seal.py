"""The demonstration seal: a transparent red picture, the same every time."""

import io

import pytest
from PIL import Image

from letters.seal import MAX_NAME, SIZE, demo_seal
from requests_app.errors import InvalidInput


@pytest.mark.parametrize("name", ["局", "清溪市水务局", "清溪市自然资源和规划局", "清" * MAX_NAME])
def test_a_round_red_transparent_picture(name: str) -> None:
    image = Image.open(io.BytesIO(demo_seal(name)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (SIZE, SIZE))
    assert image.getpixel((2, 2))[3] == 0, "outside the ring"
    red, green, blue, alpha = image.getpixel((SIZE // 2, SIZE // 2))
    assert red > 180 and green < 80 and blue < 80 and alpha > 150, "the star"
    assert image.getpixel((SIZE // 2, 12))[3] > 150, "the ring"


def test_the_name_is_drawn_inside_the_ring() -> None:
    short, long = (Image.open(io.BytesIO(demo_seal(name))).getchannel("A") for name in ("局", "清溪市水务局"))
    assert sum(long.histogram()[128:]) > sum(short.histogram()[128:])


def test_the_same_name_gives_the_same_bytes() -> None:
    first = demo_seal("清溪市水务局")
    demo_seal.cache_clear()
    assert demo_seal("清溪市水务局") == first


@pytest.mark.parametrize("name", ["", "清" * (MAX_NAME + 1)])
def test_a_name_that_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        demo_seal(name)
    assert refusal.value.code == "seal_name"
