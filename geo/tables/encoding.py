"""BYTES -> TEXT: a byte order mark, then strict UTF-8, then GB18030; anything else has to be named.

GB18030 decodes almost any bytes, Big5 among them, into wrong characters without complaint: the encoding chosen is
therefore always reported, with a warning where the text shows signs of a wrong guess.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from geo.encodings import by_mark
from geo.errors import Fault, TableError
from geo.tables.kinds import is_binary, other_kind

MAX_BYTES = 100_000_000

_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file, the encoding it was read with, and a word of doubt about it, if there is one."""

    text: str
    encoding: str
    doubt: str = ""


def read_bytes(source: Path | bytes, name: str) -> bytes:
    """Return the bytes of a file, within the size limit.

    Raises
    ------
    TableError
        When there is no such file, it cannot be read, or it is larger than `MAX_BYTES`.
    """
    if isinstance(source, bytes):
        size, data = len(source), source
    else:
        try:
            size = source.stat().st_size
            data = source.read_bytes() if size <= MAX_BYTES else b""
        except OSError as error:
            raise _refused(name, f"cannot be opened: {error.strerror or error}") from error
    if size > MAX_BYTES:
        raise _refused(name, f"holds {size:,} bytes; the limit is {MAX_BYTES:,}: split the table")
    return data


def decode(data: bytes, *, name: str, encoding: str | None = None) -> Decoded:
    """Decode the bytes of a table.

    Parameters
    ----------
    encoding
        Any text encoding that Python knows (``big5``, ``gb18030``, ``utf-16`` …); None to find it by evidence.

    Raises
    ------
    TableError
        When the bytes are those of a binary file, or fit no encoding, or not the one named.
    """
    other = other_kind(data)
    if other is not None:
        raise _refused(name, f"is {other[0]}, not a table of text: {other[1]}")
    decoded = _decode_by_evidence(data, name) if encoding is None else _decode_as_named(data, name, encoding)
    if "\x00" in decoded.text:
        line = decoded.text.count("\n", 0, decoded.text.index("\x00")) + 1
        message = "holds a NUL byte: a binary file, or UTF-16 without a byte order mark; save it as CSV UTF-8"
        raise _refused(name, f"{message}, or name its encoding (line {line})")
    return decoded


def _decode_by_evidence(data: bytes, name: str) -> Decoded:
    marked = by_mark(data)
    if marked is not None:
        return _decode_as_named(data, name, marked)
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError as not_utf8:
        line = data.count(b"\n", 0, not_utf8.start) + 1
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        message = f"is neither UTF-8 (line {line}) nor GB18030: name its encoding, for instance big5 or utf-16"
        binary = "is a binary file, not a table of text: bring the table as CSV UTF-8, or name its encoding"
        raise _refused(name, binary if is_binary(data) else message) from error
    doubt = "this is not UTF-8 and was read as GB18030; if the text looks wrong, name its encoding, for instance big5"
    if _PRIVATE_USE.search(text):
        doubt = f"{doubt} (some characters are of private use: a wrong guess is likely)"
    return Decoded(text=text, encoding="gb18030", doubt=doubt)


def _decode_as_named(data: bytes, name: str, encoding: str) -> Decoded:
    canonical = _canonical(encoding, name)
    body = data.removeprefix(codecs.BOM_UTF8) if canonical.startswith("utf-8") else data
    try:
        text = body.decode(canonical.removesuffix("-sig"))
    except LookupError as error:
        raise _refused(name, _no_such(encoding)) from error
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        line = body.count(b"\n", 0, start) + 1
        position = start + 1 + len(data) - len(body)
        raise _refused(name, f"is not {canonical}: byte {position:,} (line {line}) does not fit") from error
    return Decoded(text=text.removeprefix("\ufeff"), encoding="utf-8-sig" if len(body) < len(data) else canonical)


def _canonical(encoding: str, name: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise _refused(name, _no_such(encoding)) from error


def _no_such(encoding: str) -> str:
    return f"cannot be read as {encoding!r}: no such text encoding; use utf-8, gb18030, big5 or utf-16"


def _refused(name: str, message: str) -> TableError:
    return TableError(name, [Fault(row=None, column=None, value="", message=f"the file {message}")])
