"""The evidence of the bytes on which every reader of files agrees: a byte order mark, and where the zero bytes stand.

What is made of it differs. Articles are judged by their words, too (`geo.reading.encodings`): of many candidates the
one with the commonest characters is taken. A table, which may be all names and numbers, is never guessed beyond
GB18030, and never without a word of doubt (`geo.tables.encoding`).
"""

from __future__ import annotations

import codecs
from typing import Final

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, with whose mark it begins
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def by_mark(data: bytes) -> str | None:
    r"""Return the encoding that a byte order mark names; None where there is no mark.

    The codec of that name takes the mark away.

    >>> by_mark("长沙".encode("utf-16")), by_mark(b"Changsha")
    ('utf-16', None)
    """
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


LOOKED_AT: Final = 4096
_MANY: Final = 0.05
_FEW: Final = 0.02
"""Shares of the bytes looked at that are zero: at the places of one half of each pair, and at those of the other."""


def by_zero_bytes(data: bytes) -> str | None:
    r"""Return UTF-16 without a mark, as its zero bytes show: many at even places or at odd ones, few at the others.

    >>> by_zero_bytes("date,title".encode("utf-16-le")), by_zero_bytes(b"date,title"), by_zero_bytes(bytes(100))
    ('utf-16-le', None, None)
    """
    sample = data[:LOOKED_AT]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= _MANY * len(sample) or min(even, odd) > _FEW * len(sample):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
