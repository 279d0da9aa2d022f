"""The type of the pictures: a shipped font with the common Chinese signs, and installed ones for rarer signs.

The font is a subset of Noto Sans CJK SC (SIL Open Font License 1.1, ``fonts/OFL.txt``) made by
``scripts/build_font.py``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import DataError

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FAMILY: Final = "Atlas Sans SC"
FONT: Final = Path(__file__).parent / "fonts" / "AtlasSansSC-Regular.otf"
FALLBACKS: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK JP",
    "DejaVu Sans",
)
"""Installed families asked, in this order, for a sign that the shipped font lacks."""
BOX: Final = "□"
"""Drawn for a sign that no font has."""

_UNSEEN: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """The families to draw with, and the signs of the text that none of them has."""

    families: tuple[str, ...]
    borrowed: str
    missing: str

    def shown(self, text: str) -> str:
        """Return the text on one line, with a box for each sign that no font has."""
        return "".join(BOX if sign in self.missing else sign for sign in one_line(text))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the signs, in sentences."""
        said = []
        if self.borrowed:
            said.append(f"signs that the shipped font lacks, taken from installed fonts: {self.borrowed}")
        if self.missing:
            said.append(f"signs that no font has, drawn as boxes: {self.missing}; install fonts-noto-cjk or the like")
        return tuple(said)


def one_line(text: str) -> str:
    r"""Return the text without line breaks, controls and marks of direction.

    >>> one_line("two\nlines\u202e")
    'two lines'
    """
    return _UNSEEN.sub(" ", text).strip()


def choose(texts: Iterable[str]) -> Typeface:
    """Return the type in which `texts` can be drawn.

    Raises
    ------
    DataError
        When the shipped font is missing or altered.
    """
    signs = {sign for text in texts for sign in one_line(text)} - own_signs() - {" "}
    _register()
    families, rest = [FAMILY], set(signs)
    for family in FALLBACKS if rest else ():
        if found := rest & _signs_of(family):
            families.append(family)
            rest -= found
    return Typeface(families=tuple(families), borrowed="".join(sorted(signs - rest)), missing="".join(sorted(rest)))


@cache
def own_signs() -> frozenset[str]:
    """Return the characters of the shipped font."""
    return frozenset(map(chr, _open(FONT).get_charmap()))


def _open(path: Path) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    return FT2Font(str(path))


@cache
def _register() -> None:
    """Make the shipped font known to matplotlib, once a process, after comparing it with its hash."""
    from matplotlib.font_manager import fontManager

    expected = FONT.with_name("SHA256SUMS").read_text("ascii").split()[0] if FONT.is_file() else ""
    if not expected or hashlib.sha256(FONT.read_bytes()).hexdigest() != expected:
        raise DataError(f"{FONT} is missing or altered: restore it, or rebuild it with scripts/build_font.py")
    fontManager.addfont(FONT)


@cache
def _signs_of(family: str) -> frozenset[str]:
    from matplotlib.font_manager import FontProperties, fontManager

    if family not in {entry.name for entry in fontManager.ttflist}:
        return frozenset()
    found = fontManager.findfont(FontProperties(family=family), fallback_to_default=False)
    return frozenset(map(chr, _open(Path(found)).get_charmap()))
