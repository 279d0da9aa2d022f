"""The evidence of the bytes on which every reader of files agrees: a byte order mark says how the text is encoded.

What to make of bytes without a mark differs: articles are judged by their words (`geo.reading.encodings`), a table is
never guessed beyond GB18030 without a word of doubt (`geo.tables.encoding`).
"""

from __future__ import annotations

import codecs

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
