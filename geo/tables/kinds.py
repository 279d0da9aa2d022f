"""What a file is that was given as a table and is none: by its first bytes, in words for its owner."""

from __future__ import annotations

import re
from typing import Final

from geo.encodings import LOOKED_AT, by_zero_bytes

_SAVE: Final = "save it as CSV UTF-8"
_EXCEL: Final = "open it in a spreadsheet and save it as CSV UTF-8"

_MAGIC: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", _EXCEL),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or Word document", _EXCEL),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"PAR1", "a Parquet file", _SAVE),
    (b"ARROW1", "an Arrow file", _SAVE),
    (b"SQLite format 3", "an SQLite database", "export its table as CSV UTF-8"),
    (b"\x89PNG", "a picture", "bring the table as CSV UTF-8"),
    (b"\xff\xd8\xff", "a picture", "bring the table as CSV UTF-8"),
    (b"GIF8", "a picture", "bring the table as CSV UTF-8"),
    (b"\x7fELF", "a program", "bring the table as CSV UTF-8"),
    (b"MZ\x90", "a program", "bring the table as CSV UTF-8"),
)
# Behind a byte order mark and white space; a header of a table begins with none of these.
_TEXTS: Final[tuple[tuple[re.Pattern[bytes], str, str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind, way_out)
    for pattern, kind, way_out in (
        (rb"%PDF-", "a PDF", "atlas reads text, not PDFs: save its text as .txt for atlas read"),
        (rb"%!PS", "PostScript", _SAVE),
        (rb"\{\\rtf", "a document in rich text", _SAVE),
        (rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", "a web page", "articles go to atlas read"),
        (rb"<\?xml|<svg[\s>]|<kml[\s>]|<!DOCTYPE|<[a-z]+:?[a-z]*\s+xmlns", "XML", _SAVE),
        (rb"\{\s*\"|\[\s*\{|\{\s*\}|\[\s*\]", "JSON", "save it as CSV UTF-8; articles as .jsonl go to atlas read"),
        (rb"MIME-Version:|Received: |From: |Return-Path: ", "a mail or a saved web page", "articles go to atlas read"),
    )
)
_MARK = re.compile(rb"(?:\xef\xbb\xbf)?\s*")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_BINARY_SHARE: Final = 0.02


def other_kind(data: bytes) -> tuple[str, str] | None:
    """Return what a file is that is no table of text, and the way out; None when it may be a table.

    >>> other_kind(b"%PDF-1.7")[0], other_kind(b'{"type": "FeatureCollection"}')[0], other_kind(b"date,title")
    ('a PDF', 'JSON', None)
    """
    for magic, kind, way_out in _MAGIC:
        if data.startswith(magic):
            return kind, way_out
    start = _MARK.match(data)
    at = start.end() if start else 0
    return next(((kind, way_out) for pattern, kind, way_out in _TEXTS if pattern.match(data, at)), None)


def is_binary(data: bytes) -> bool:
    """Return whether so many control characters stand at the beginning that this is no text.

    Where its zero bytes look like UTF-16, it may be that.
    """
    head = data[:LOOKED_AT]
    return by_zero_bytes(head) is None and len(_CONTROLS.findall(head)) > _BINARY_SHARE * len(head)
