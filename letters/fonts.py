"""The fonts of a letter: where they lie, in which order they are tried, and what they cannot print.

The project names its own fonts in its own fontconfig file, so that a letter looks the same on every machine.
An office that has licensed 仿宋_GB2312 or 方正小标宋简体 puts the files into `FONT_DIR`: they come first.
"""

import os
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont

DEBIAN_FONTS = Path("/usr/share/fonts")
TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# They choose between forms of the character before them and are never drawn themselves.
FORM_SELECTORS = frozenset(map(chr, range(0xE0100, 0xE01F0)))


@dataclass(frozen=True)
class Face:
    """One font of a stack: the family name CSS asks for, and the files it may lie in."""

    family: str
    files: tuple[str, ...]
    package: str
    licensed: bool = False


FANGSONG_GB = Face("FangSong_GB2312", ("FangSong_GB2312.ttf", "simfang.ttf"), "", licensed=True)
XIAOBIAOSONG = Face("FZXiaoBiaoSong-B05S", ("FZXBSJW.TTF", "FZXiaoBiaoSong-B05S.ttf"), "", licensed=True)
FANDOL_FANG = Face("FandolFang", ("FandolFang-Regular.otf",), "texlive-lang-chinese")
WENKAI = Face("LXGW WenKai", ("LXGWWenKai-Regular.ttf",), "fonts-lxgw-wenkai")
NOTO_SERIF = Face("Noto Serif CJK SC", ("NotoSerifCJK-Regular.ttc",), "fonts-noto-cjk")
NOTO_SERIF_BOLD = Face("Noto Serif CJK SC", ("NotoSerifCJK-Bold.ttc",), "fonts-noto-cjk")
NOTO_SANS = Face("Noto Sans CJK SC", ("NotoSansCJK-Regular.ttc",), "fonts-noto-cjk")

# The order is the order of `font-family` in templates/letters/letter.css.
BODY_STACK = (FANGSONG_GB, FANDOL_FANG, WENKAI, NOTO_SERIF)
TITLE_STACK = (XIAOBIAOSONG, NOTO_SERIF_BOLD)
REQUIRED = (FANDOL_FANG, WENKAI, NOTO_SERIF, NOTO_SERIF_BOLD, NOTO_SANS)


def font_dir() -> Path:
    """The project's own font folder as an absolute path."""
    return Path(str(settings.FONT_DIR)).resolve()


@lru_cache(maxsize=1)
def _installed() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for root in (DEBIAN_FONTS, font_dir()):
        for path in sorted(root.rglob("*")):
            if path.suffix.lower() in {".ttf", ".otf", ".ttc"}:
                found[path.name] = path
    return found


def locate(face: Face) -> Path | None:
    """The file of a face on this machine; the project's folder wins. None when it is not installed."""
    installed = _installed()
    return next((installed[name] for name in face.files if name in installed), None)


def missing_faces() -> list[Face]:
    """Faces that a letter cannot do without and that are not installed."""
    return [face for face in REQUIRED if locate(face) is None]


def configure_fontconfig() -> Path:
    """Write the project's fontconfig file and point the process at it. Call before WeasyPrint is imported."""
    folder = font_dir()
    folder.mkdir(parents=True, exist_ok=True)
    # Faces are listed by the folders they lie in, not by all of /usr/share/fonts: the machine's other
    # fonts can then never slip into a letter through a fallback.
    faces = (*BODY_STACK, *TITLE_STACK, NOTO_SANS)
    folders = sorted({str(path.parent) for path in map(locate, faces) if path is not None} | {str(folder)})
    lines = "\n".join(f"  <dir>{escape(name)}</dir>" for name in folders)
    # What is left out of a font counts when the folders are read, so that another cache holds it.
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"{lines}\n  <cachedir>{escape(str(folder / '.cache-2'))}</cachedir>\n{_left_out()}</fontconfig>\n"
    )
    path = folder / "fonts.conf"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        # Several workers start at once: each writes its own file, the rename is atomic.
        part = folder / f".fonts.conf.{os.getpid()}"
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)
    return path


def _left_out() -> str:
    """The rule by which the first font of the stack does not offer its misplaced glyphs: the next one prints them."""
    path = locate(FANDOL_FANG)
    codes = sorted(_misplaced(path)) if path is not None else []
    if not codes:
        return ""
    listed = "".join(f"<int>{code}</int>" for code in codes)
    return (
        f'  <match target="scan"><test name="family"><string>{FANDOL_FANG.family}</string></test>'
        '<edit name="charset" mode="assign"><minus><name>charset</name>'
        f"<charset>{listed}</charset></minus></edit></match>\n"
    )


@lru_cache(maxsize=4)
def _misplaced(path: Path) -> frozenset[int]:
    """Characters whose glyph lies elsewhere in the font than its name (CID) says. A PDF names glyphs by their place:
    a reader that looks for the name finds another glyph or none, and PDF/A forbids it. In Fandol: – ¥ € and more."""
    with TTFont(str(path), lazy=True) as font:
        if "CFF " not in font:
            return frozenset()
        glyphs = font.getBestCmap().items()
        return frozenset(
            code for code, name in glyphs if name.startswith("cid") and int(name[3:]) != font.getGlyphID(name)
        )


@lru_cache(maxsize=16)
def _characters(path: Path) -> frozenset[int]:
    if path.suffix.lower() == ".ttc":
        with TTCollection(str(path), lazy=True) as collection:
            # One file holds the Japanese, Korean, and Chinese fonts; letters use the simplified Chinese one.
            chinese = [font for font in collection.fonts if "SC" in str(font["name"].getDebugName(1))]
            return frozenset((chinese or collection.fonts)[0].getBestCmap())
    with TTFont(str(path), lazy=True) as font:
        return frozenset(font.getBestCmap()) - _misplaced(path)


def missing_glyphs(text: str) -> list[str]:
    """Characters of `text` that no font of the body stack can print, each once, in order of appearance.

    White space is layout and never missing. Marks that print nothing (zero-width spaces and the like) are not
    missing either; control characters and marks that turn the direction of writing are: they would make the
    printed text differ from the text as read by a program.
    """
    stack = [path for path in map(locate, BODY_STACK) if path is not None]
    return [char for char in dict.fromkeys(text) if not _printable(char, stack)]


def printable(text: str) -> str:
    """`text` with every character that no font can print written as 〔U+1F600〕.

    For words that are not ours to change: what the applicant wrote is quoted, and a rare name is named, as well as
    the installed fonts allow.
    """
    return text.translate({ord(char): f"〔U+{ord(char):04X}〕" for char in missing_glyphs(text)})


def _printable(char: str, stack: list[Path]) -> bool:
    if char in " \n\t\r":
        return True
    category = unicodedata.category(char)
    if category == "Cc" or char in TURNS_DIRECTION:
        return False
    return category == "Cf" or char in FORM_SELECTORS or any(ord(char) in _characters(path) for path in stack)
