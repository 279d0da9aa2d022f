"""The container in which the page gets its data: one JSON header and columns of small integers, compressed.

::

    gzip( header length as uint32, little endian | header, JSON, UTF-8 | section | section | … )

A section is a column of unsigned integers as LEB128 varints. The header's ``sections`` names each with its length in
bytes and the number of its values, in the order in which they follow. Signed columns are zigzag coded. The same
columns give the same bytes: the time stamp and the operating system of the gzip header are constants.
"""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.signedinteger[Any]]

_LENGTH = struct.Struct("<I")
_LEVEL = 9
_LEVEL_OF_MUCH, _MUCH = 6, 2_000_000
_BLOCK = 1 << 18  # values written at a time


def zigzag(values: Integers) -> Integers:
    """Return signed integers as unsigned ones, small by magnitude: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return (values << 1) ^ (values >> 63)


def unzigzag(values: Integers) -> Integers:
    """Return what `zigzag` was given."""
    return (values >> 1) ^ -(values & 1)


def deltas(values: Integers) -> Integers:
    """Return each value less the one before; the first less 0."""
    return np.diff(values, prepend=values.dtype.type(0))


def varints(values: Integers) -> bytes:
    """Return unsigned integers below 2**63 as LEB128, seven bits a byte, the lowest first.

    Raises
    ------
    ValueError
        When a value is negative: code it with `zigzag`.
    """
    if values.size == 0:
        return b""
    if int(values.min()) < 0:
        raise ValueError(f"{int(values.min())} is negative and has no varint; code signed columns with zigzag")
    if int(values.max()) < 0x80:
        return values.astype(np.uint8).tobytes()
    return b"".join(_varints(values[start : start + _BLOCK]) for start in range(0, values.size, _BLOCK))


def _varints(values: Integers) -> bytes:
    lengths = np.ones(values.size, dtype=np.int64)
    for bits in range(7, 63, 7):
        if not (longer := values >= (1 << bits)).any():
            break
        lengths += longer
    ends = np.cumsum(lengths)
    out = np.zeros(int(ends[-1]), dtype=np.uint8)
    starts = ends - lengths
    for byte in range(int(lengths.max())):
        held = lengths > byte
        more = np.where(lengths[held] > byte + 1, 0x80, 0)
        out[starts[held] + byte] = ((values[held] >> (7 * byte)) & 0x7F) | more
    return out.tobytes()


def unvarints(data: bytes, count: int) -> Integers:
    """Return the `count` integers that `varints` wrote."""
    raw = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
    last = np.flatnonzero(raw < 0x80)
    if last.size != count:
        raise ValueError(f"{last.size} values where the header promises {count}: the data are cut short or altered")
    starts = np.concatenate(([0], last[:-1] + 1)) if count else last
    shift = 7 * (np.arange(raw.size) - np.repeat(starts, last - starts + 1))
    return np.add.reduceat((raw & 0x7F) << shift, starts) if count else np.zeros(0, dtype=np.int64)


def pack(header: Mapping[str, Any], sections: Mapping[str, Integers]) -> bytes:
    """Return header and columns as one compressed container, the same bytes for the same content."""
    written = {name: varints(values) for name, values in sections.items()}
    index = [[name, len(written[name]), int(values.size)] for name, values in sections.items()]
    text = json.dumps({**header, "sections": index}, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    head = text.encode("utf-8", "replace")
    body = b"".join((_LENGTH.pack(len(head)), head, *written.values()))
    squeezed = bytearray(_squeezed(body))
    squeezed[9] = 255  # operating system: unknown, whatever built it
    return bytes(squeezed)


def _squeezed(body: bytes) -> bytes:
    if len(body) < _MUCH:
        return gzip.compress(body, compresslevel=_LEVEL, mtime=0)
    # Of many counts little repeats: letting single bytes decide makes them smaller, in a fifth of the time.
    way = zlib.compressobj(_LEVEL_OF_MUCH, zlib.DEFLATED, 16 + zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_FILTERED)
    return way.compress(body) + way.flush()


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, Integers]]:
    """Return the header and the columns of a container."""
    body = gzip.decompress(data)
    (length,) = _LENGTH.unpack_from(body)
    at = _LENGTH.size + length
    header = json.loads(body[_LENGTH.size : at])
    sections = {}
    for name, size, count in header.pop("sections"):
        sections[name] = unvarints(body[at : at + size], count)
        at += size
    return header, sections
