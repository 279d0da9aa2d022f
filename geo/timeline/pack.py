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
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]

_LENGTH = struct.Struct("<I")
_LEVEL = 9


def zigzag(values: Integers) -> Integers:
    """Return signed integers as unsigned ones, small by magnitude: 0, -1, 1, -2 become 0, 1, 2, 3."""
    return (values << 1) ^ (values >> 63)


def unzigzag(values: Integers) -> Integers:
    """Return what `zigzag` was given."""
    return (values >> 1) ^ -(values & 1)


def deltas(values: Integers) -> Integers:
    """Return each value less the one before; the first less 0."""
    return np.diff(values, prepend=np.int64(0))


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
    lengths = np.ones(values.size, dtype=np.int64)
    for bits in range(7, 63, 7):
        lengths += values >= (1 << bits)
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
    squeezed = bytearray(gzip.compress(body, compresslevel=_LEVEL, mtime=0))
    squeezed[9] = 255  # operating system: unknown, whatever built it
    return bytes(squeezed)


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
