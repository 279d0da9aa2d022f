"""The parts of a shapefile, held against their own claims before any library opens them.

Format: ESRI Shapefile Technical Description (1998); dBASE III table structure.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from typing import Final

from geo.errors import BoundaryError

SUFFIXES: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
MAX_FIELDS: Final = 512
MAX_RECORDS: Final = 50_000

_FILE_CODE, _VERSION, _HEADER = 9994, 1000, 100
_POLYGONS: Final = frozenset({5, 15, 25})
_SHAPES: Final = {0: "nothing", 1: "points", 3: "lines", 8: "points", 11: "points", 13: "lines", 18: "points"}
_DBF_VERSIONS: Final = frozenset({0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5})
_NOISE: Final = re.compile(r"[\s_.\-]+|^ansi|^oem|^cp|^ms")
_PAGES: Final = {
    **dict.fromkeys(("utf8", "65001"), "utf-8"),
    **dict.fromkeys(("gbk", "gb2312", "gb18030", "936", "euccn"), "gb18030"),
    **dict.fromkeys(("big5", "950"), "big5"),
    **dict.fromkeys(("iso88591", "latin1", "1252", "88591"), "cp1252"),
}
_MISSING: Final = {
    ".shx": "no .shx: pack it together with the .shp",
    ".dbf": "no .dbf, in which the codes and names stand: pack it together with the .shp",
}


def check(parts: Mapping[str, bytes], name: str) -> None:
    """Hold the parts of a shapefile against what they claim of themselves.

    Raises
    ------
    BoundaryError
        When a part is missing, is none of its kind, or does not hold what it claims.
    """
    for suffix, message in _MISSING.items():
        if suffix not in parts:
            raise BoundaryError(f"{name}: the shapefile has {message}")
    for suffix in (".shp", ".shx"):
        _check_header(parts[suffix], f"{name}: the {suffix}")
    records = _check_table(parts[".dbf"], f"{name}: the .dbf")
    shapes = (len(parts[".shx"]) - _HEADER) // 8
    if shapes != records:
        raise BoundaryError(f"{name}: {shapes:,} shapes in the .shx and {records:,} rows in the .dbf: export it again")


def _check_header(part: bytes, what: str) -> None:
    if len(part) < _HEADER:
        raise BoundaryError(f"{what} is cut off: {len(part)} bytes")
    code, words = struct.unpack_from(">i20xi", part)
    version, shape = struct.unpack_from("<2i", part, 28)
    if code != _FILE_CODE or version != _VERSION:
        raise BoundaryError(f"{what} is not what its name says: it does not begin as a shapefile does")
    if 2 * words != len(part):
        raise BoundaryError(f"{what} claims {2 * words:,} bytes and holds {len(part):,}: it is damaged")
    if shape not in _POLYGONS:
        raise BoundaryError(f"{what} holds {_SHAPES.get(shape, 'shapes of an unknown kind')}, not areas")


def _check_table(part: bytes, what: str) -> int:
    """Return the number of rows of a dBASE table."""
    if len(part) < 65 or part[0] not in _DBF_VERSIONS:
        raise BoundaryError(f"{what} is not what its name says: it does not begin as a dBASE table does")
    records, header, width = struct.unpack_from("<IHH", part, 4)
    if header < 65 or header > len(part) or (header - 33) // 32 > MAX_FIELDS:
        raise BoundaryError(f"{what} claims a header of {header:,} bytes: it is damaged")
    if records > MAX_RECORDS:
        raise BoundaryError(f"{what} claims {records:,} rows; the limit is {MAX_RECORDS:,}")
    if header + records * width > len(part):
        raise BoundaryError(f"{what} claims {header + records * width:,} bytes and holds {len(part):,}: it is damaged")
    return int(records)


def encoding(parts: Mapping[str, bytes]) -> str:
    """Return the encoding of the table: as the .cpg names it, if its rows bear that out, else by the rows themselves.

    The rows decide between UTF-8 and GB18030: whichever leaves fewer bytes over, for names are cut off at a width.
    """
    named = _named(parts.get(".cpg", b""))
    header = struct.unpack_from("<H", parts[".dbf"], 8)[0]
    rows = parts[".dbf"][header:]
    candidates = [named] if named and _misfits(rows, named) == 0 else []
    return min([*candidates, "utf-8", "gb18030"], key=lambda candidate: _misfits(rows, candidate))


def _named(part: bytes) -> str:
    page = part[:80].decode("ascii", "replace").strip().lower()
    return _PAGES.get(_NOISE.sub("", page), "")


def _misfits(rows: bytes, name: str) -> int:
    return rows.decode(name, "replace").count("\ufffd")
