"""One form for the many spellings of a name, without moving a single offset.

`fold` maps every code point to exactly one code point: traditional characters to simplified ones (OpenCC's character
table), capitals to small letters, accented Latin letters to their base letter, full-width letters and digits to
ASCII, and typographic apostrophes and hyphens to the plain ones. So a match in the folded text has the offsets of
the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_APOSTROPHES = "’‘ʼʻ＇`´"
_HYPHENS = "‐‑‒–—−－"
_SPACES = "\u00a0\u2009\u202f\u3000\t"
_HAN = range(0x3400, 0xA000)


def fold(text: str) -> str:
    """Return `text` with one code point for each of its own, ready to be compared with folded names.

    >>> fold("GUANGXI"), fold("Ürümqi’s"), fold("臺灣與廣東")
    ('guangxi', "urumqi's", '台湾与广东')
    >>> len(fold("İstanbul")) == len("İstanbul")
    True
    """
    return text.translate(_table())


def simplified(text: str) -> str:
    """Return `text` with traditional characters written as simplified ones, one for one."""
    return text.translate(_simplified_table())


# Characters that only traditional spelling has, the commonest ones; half-width marks in Chinese.
_TRADITIONAL = re.compile("[國會這個來時過對發經說學開關們為與業區產動進務實長門車東見員貿辦總統華電訪書強調黨軍義]")
_HALF_WIDTH = re.compile(r"[,;:!?](?:(?<=[\u4e00-\u9fff”’》）].)(?!\d\d\d)|(?<=\d.)(?=[\u4e00-\u9fff“‘《（]))")
_MARKS = str.maketrans("「」『』,;:!?", "“”‘’，；：！？")


def plain(text: str) -> str:
    """Return a Chinese text in simplified characters and full-width marks, each code point at its old offset.

    >>> plain("會議強調,要「穩」。")
    '会议强调，要“稳”。'
    """
    if _TRADITIONAL.search(text):
        text = simplified(text).translate(_QUOTES)
    return _HALF_WIDTH.sub(lambda match: match.group().translate(_MARKS), text)


_QUOTES = str.maketrans("「」『』", "“”‘’")


@cache
def _table() -> dict[int, str]:
    table = {code: _fold_letter(chr(code)) for code in (*range(0x41, 0x5B), *range(0xC0, 0x250))}
    table |= {code: _fold_letter(chr(code)) for code in (*range(0x1E00, 0x1F00), *range(0xFF10, 0xFF5B))}
    table |= dict.fromkeys(map(ord, _APOSTROPHES), "'")
    table |= dict.fromkeys(map(ord, _HYPHENS), "-")
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    return {code: to for code, to in (table | _simplified_table()).items() if chr(code) != to}


@cache
def _simplified_table() -> dict[int, str]:
    import opencc  # costs a tenth of a second: only when a text is read

    characters = "".join(map(chr, _HAN))
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        ord(before): after
        for before, after in zip(characters, converted, strict=True)
        if before != after and len(after) == 1
    }


def _fold_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[0].lower()
    return plain if len(plain) == 1 else letter
