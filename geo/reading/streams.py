"""Packed streams in a PDF, unpacked within a limit: a file of one kilobyte can hold gigabytes.

The parser unpacks whatever a file says through `zlib`, whole and without a limit. `bound` gives it this module in the
place of that one: the same call, which stops at `LARGEST_STREAM` and keeps what a damaged stream still tells.
"""

from __future__ import annotations

import zlib
from typing import Final

from geo.errors import DocumentError

LARGEST_STREAM: Final = 32 << 20
"""Bytes; the text of a page takes some kilobytes, a font a few megabytes."""

error = zlib.error
_PIECE: Final = 4096


def bound() -> None:
    """Let the PDF parser unpack through this module."""
    import sys

    from pdfminer import pdftypes

    setattr(pdftypes, "zlib", sys.modules[__name__])  # noqa: B010 - not an attribute that the parser declares


def decompress(data: bytes) -> bytes:
    """Return what a stream unpacks to, of a damaged one as much as can be had.

    Raises
    ------
    DocumentError
        When it is more than `LARGEST_STREAM`.

    >>> decompress(zlib.compress(b"text"))
    b'text'
    """
    unpacking, pieces, size = zlib.decompressobj(), [], 0
    try:
        for start in range(0, len(data), _PIECE):
            piece = unpacking.decompress(data[start : start + _PIECE], LARGEST_STREAM + 1 - size)
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST_STREAM:
                raise DocumentError(f"a part of it unpacks to more than {LARGEST_STREAM >> 20} MB")
    except zlib.error:
        return b"".join(pieces)
    return b"".join(pieces)
