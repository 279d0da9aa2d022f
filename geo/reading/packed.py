"""Files packed with gzip: unpacked in pieces, and never beyond what articles can hold."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from geo.errors import DocumentError

MAX_BYTES = 1 << 30
"""Bytes of a file of articles, unpacked."""

MAX_RATIO = 200
"""How much text may shrink: news shrinks to a fifth, and what shrinks to nothing is made to fill a disk."""

ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, ValueError, OSError, EOFError)
"""What reading a damaged zip archive can raise, of which only the first is meant for it."""

_SMALL = 16_000_000  # below, no ratio is suspicious
_PIECE = 1 << 20


def kind(path: Path) -> str:
    """Return the suffix that says what a file holds, packed or not.

    >>> kind(Path("news.jsonl.GZ")), kind(Path("news.txt")), kind(Path("news.gz"))
    ('.jsonl', '.txt', '')
    """
    return Path(path.stem).suffix.lower() if is_packed(path) else path.suffix.lower()


def stem(path: Path) -> str:
    """Return the name of a file without the suffixes of its kind and packing.

    >>> stem(Path("2024.news.jsonl.gz"))
    '2024.news'
    """
    return Path(path.stem).stem if is_packed(path) else path.stem


def is_packed(path: Path) -> bool:
    """Whether the name says that a file is packed with gzip."""
    return path.suffix.lower() == ".gz"


def unpacked(raw: bytes, name: str) -> bytes:
    """Return the content of a file packed with gzip.

    Raises
    ------
    DocumentError
        When it is no gzip file, is cut short or damaged, or unpacks to more than `MAX_BYTES` or, beyond some
        megabytes, to more than `MAX_RATIO` times its size.
    """
    limit = min(MAX_BYTES, max(_SMALL, MAX_RATIO * len(raw)))
    pieces, size = [], 0
    try:
        with gzip.open(io.BytesIO(raw)) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                if size > limit:
                    raise DocumentError(_too_large(name, limit))
                pieces.append(piece)
    except gzip.BadGzipFile as error:
        raise DocumentError(f"{name}: not packed with gzip, whatever its name says; unpack it first") from error
    except (EOFError, zlib.error) as error:
        raise DocumentError(f"{name}: the gzip file is cut short or damaged; fetch or pack it again") from error
    return b"".join(pieces)


def _too_large(name: str, limit: int) -> str:
    if limit == MAX_BYTES:
        return f"{name}: unpacks to more than 1 GB; split it"
    return (
        f"{name}: unpacks to more than {MAX_RATIO} times its size, as no text does; unpack it yourself if you trust it"
    )
