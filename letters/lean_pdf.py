"""What WeasyPrint and pydyf do more than once while a letter becomes a PDF, done once; for the pinned versions only.

1. Streams. pydyf compresses every stream twice, for the file and for its identifier, and as hard as can be.
2. Fonts. WeasyPrint copies each font file out of HarfBuzz, 15 to 25 MB, only to put the subset in its place.
3. Subsets. WeasyPrint cuts each font down twice, which gives what once does. Letterhead, title and headings of an
   office are the same signs again and again: a subset of the same signs of the same font is used again.
4. Pictures. The seal is decoded and encoded for every letter; it is the same seal.

None changes what is in the file: the same fonts, signs, pictures and text, only compressed a little less. The callers
hold a lock, so that nothing here is used by two threads at once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pydyf
import weasyprint
from weasyprint import images
from weasyprint.pdf import fonts
from weasyprint.text.ffi import ffi, harfbuzz
from weasyprint.text.ffi import harfbuzz_subset as hb

PINNED = {"weasyprint": "70.0", "pydyf": "0.13.0"}
LEVEL = 1
"""Of zlib: 9 takes four times as long and saves two parts in a hundred of a letter."""


class _Kept:
    """The last few results of something that is costly to make."""

    def __init__(self, most: int) -> None:
        self._most, self._made = most, OrderedDict[Hashable, Any]()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key in self._made:
            self._made.move_to_end(key)
        else:
            self._made[key] = make()
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return self._made[key]


_subsets, _packed, _pictures = _Kept(64), _Kept(64), _Kept(16)
_LARGE = 4000
# While a file is written: the finished streams by their identity. None otherwise, when they may still grow.
_streams: dict[int, bytes] | None = None
_write = pydyf.PDF.write
_initialise = fonts.Font.__init__
_subset_twice = fonts.Font._harfbuzz_subset
_x_object = images.RasterImage.get_x_object
_whole_face = fonts.get_hb_object_data


def write(pdf: pydyf.PDF, *args: Any, **kwargs: Any) -> None:
    """pydyf's function of that name, which asks for each stream twice."""
    global _streams
    _streams = {}
    try:
        _write(pdf, *args, **kwargs)
    finally:
        _streams = None


def stream_data(stream: pydyf.Stream) -> bytes:
    """pydyf's property `data`, once for each stream of a file."""
    if _streams is None:
        return _compressed(stream)
    if id(stream) not in _streams:
        _streams[id(stream)] = _compressed(stream)
    return _streams[id(stream)]


def _compressed(stream: pydyf.Stream) -> bytes:
    data = b"\n".join(pydyf._to_bytes(item) for item in stream.stream)
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        if len(stream.stream) == 1 and len(data) > _LARGE:
            # A font, and perhaps one that was packed for the letter before.
            data = _packed.get(data, partial(zlib.compress, data, LEVEL))
        else:
            data = zlib.compress(data, LEVEL)
    extra["Length"] = len(data)
    return b"\n".join((extra.data, b"stream", data, b"endstream"))


class _WhenAsked:
    """The content of a font: read from HarfBuzz only if nothing was put in its place."""

    def __get__(self, font: Any, owner: type) -> Any:
        if "content" not in font.__dict__:
            font.__dict__["content"] = _whole_face(font.hb_face)
        return font.__dict__["content"]

    def __set__(self, font: Any, content: bytes | None) -> None:
        if content is not None:
            font.__dict__["content"] = content


@contextmanager
def _nothing_read() -> Iterator[None]:
    fonts.get_hb_object_data = lambda face: None
    try:
        yield
    finally:
        fonts.get_hb_object_data = _whole_face


def initialise(font: Any, *args: Any) -> None:
    """WeasyPrint's `Font.__init__` without reading the file."""
    with _nothing_read():
        _initialise(font, *args)


def subset(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
    """WeasyPrint's `Font._harfbuzz_subset`, once for the same signs of the same font."""

    key = (font.hash, font.index, frozenset(to_unicode), bool(font.missing), hinting)
    font.file_content = _subsets.get(key, lambda: cut_down(font, to_unicode, hinting))


def cut_down(font: Any, glyphs: Iterable[int], hinting: bool) -> bytes:
    """A font file with these glyphs alone, under their own numbers, made from the whole font."""
    wanted = ffi.gc(hb.hb_subset_input_create_or_fail(), hb.hb_subset_input_destroy)
    _add(hb.hb_subset_input_glyph_set(wanted), glyphs)
    dropped = hb.hb_subset_input_set(wanted, hb.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(dropped, (harfbuzz.hb_tag_from_string(name, -1) for name in _USELESS_TABLES))
    flags = (
        hb.HB_SUBSET_FLAGS_RETAIN_GIDS
        | hb.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | hb.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= hb.HB_SUBSET_FLAGS_NO_HINTING
    if font.missing:
        flags |= hb.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    hb.hb_subset_input_set_flags(wanted, flags)
    face = ffi.gc(hb.hb_subset_or_fail(font.hb_face, wanted), harfbuzz.hb_face_destroy)
    content: bytes | None = _whole_face(face) if face else None
    if not content:
        raise RuntimeError(f"HarfBuzz cannot cut down {font.family}")
    return content


def _add(numbers: Any, more: Iterable[int]) -> None:
    listed = sorted(more)
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new(f"hb_codepoint_t[{len(listed)}]", listed), len(listed))


# As WeasyPrint has them.
_USELESS_TABLES = (
    *(b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB"),
    *(b"JSTF", b"LTSH", b"PCLT", b"SVG "),
)


def x_object(image: Any, interpolate: bool, ratio: float) -> pydyf.Stream:
    """WeasyPrint's `RasterImage.get_x_object`, once for the same picture."""
    key = (hashlib.sha256(image.image_data.data).digest(), interpolate, ratio)
    data, extra, mask = _pictures.get(key, lambda: _taken_apart(_x_object(image, interpolate, ratio)))
    made = pydyf.Stream([data], dict(extra))
    if mask is not None:
        made.extra["SMask"] = pydyf.Stream([mask[0]], dict(mask[1]))
    return made


def _taken_apart(stream: pydyf.Stream) -> tuple[bytes, dict[str, Any], tuple[bytes, dict[str, Any]] | None]:
    """Data and description, and those of its mask: an object itself belongs to one file."""
    extra = dict(stream.extra)
    mask = extra.pop("SMask", None)
    data = b"".join(pydyf._to_bytes(part) for part in stream.stream)
    if mask is None:
        return data, extra, None
    return data, extra, (b"".join(pydyf._to_bytes(part) for part in mask.stream), dict(mask.extra))


def install() -> None:
    """Put all of it in place. Raises RuntimeError under any versions but the pinned ones."""
    found = {"weasyprint": weasyprint.__version__, "pydyf": pydyf.VERSION}
    if found != PINNED:
        raise RuntimeError(f"letters/lean_pdf.py is written for {PINNED}, found {found}")
    pydyf.PDF.write, pydyf.Stream.data = write, property(stream_data)
    fonts.Font.__init__, fonts.Font._harfbuzz_subset = initialise, subset
    fonts.Font.file_content = _WhenAsked()
    images.RasterImage.get_x_object = x_object


@contextmanager
def left_out() -> Iterator[None]:
    """WeasyPrint and pydyf as they come, for comparison. Not while another thread makes a letter."""
    pydyf.PDF.write, pydyf.Stream.data = _write, _data
    fonts.Font.__init__, fonts.Font._harfbuzz_subset = _initialise, _subset_twice
    del fonts.Font.file_content
    images.RasterImage.get_x_object = _x_object
    try:
        yield
    finally:
        install()


_data = pydyf.Stream.data
