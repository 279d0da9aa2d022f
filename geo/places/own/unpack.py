"""The door for boundary files: bytes of which nothing is believed become parts of known kinds under fixed names.

What a file is, its first bytes say, never its name. Of a zip archive only the parts of one shapefile are unpacked,
each after its claims were looked at and never beyond them; whatever else lies in it is not touched. Nothing is written
under a name that came from outside, and GDAL, which would try 64 drivers, some of which open further files or
addresses, is never asked what a file might be.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, Literal

from geo.errors import BoundaryError
from geo.places.own import shapefile

Kind = Literal["shapefile", "GeoPackage", "GeoJSON", "FlatGeobuf"]

MAX_BYTES: Final = 100_000_000
"""Of a file as it comes."""
MAX_UNPACKED: Final = 250_000_000
"""Of all parts of a shapefile together, as claimed and as unpacked."""
MAX_MEMBERS: Final = 500
MAX_RATIO: Final = 200
"""Unpacked to packed; names padded with blanks in a .dbf reach 100."""
SMALL_BYTES: Final = 1_000_000
"""A part that claims no more than this may have any ratio."""

_ZIP, _SQLITE, _GEOPACKAGE, _FLATGEOBUF = b"PK\x03\x04", b"SQLite format 3\x00", b"GPKG", b"fgb\x03fgb"
# what reading a damaged archive can raise, of which only the first is meant for it
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(RuntimeError, ValueError, OSError, EOFError),
)
_DIRECTORY_ENTRY = b"PK\x01\x02"
_APPLICATION_ID = slice(68, 72)
# What people bring by mistake, by its first bytes.
_OTHERS: Final = (
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive: unpack it, or pack the shapefile as .zip"),
    (b"7z\xbc\xaf", "a 7z archive: pack the shapefile as .zip"),
    (b"Rar!", "a RAR archive: pack the shapefile as .zip"),
    (b"\x00\x00\x27\x0a", "one part of a shapefile: pack .shp, .shx, .dbf and .prj together as .zip"),
    (b"<", "XML or HTML (KML, GML, VRT, a web page): convert it to GeoPackage or GeoJSON"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parcel:
    """What passed the door: `parts` by suffix (``.shp``), or one part under an empty suffix.

    `layer` is the name of the shapefile as its maker wrote it, only to be shown; `ignored` counts members of an
    archive that were left alone.
    """

    kind: Kind
    parts: Mapping[str, bytes]
    layer: str = ""
    ignored: int = 0


def unpack(data: bytes, *, name: str, layer: str = "") -> Parcel:
    """Return the parts of a boundary file given as bytes.

    Parameters
    ----------
    data
        A zip archive with a shapefile in it, a GeoPackage, GeoJSON or FlatGeobuf.
    name
        What to call it in messages.
    layer
        Which shapefile of the archive, where there are several.

    Raises
    ------
    BoundaryError
        When it is none of these, is larger than the limits, or makes a claim that does not hold; the message says
        what it is.
    """
    if len(data) > MAX_BYTES:
        raise BoundaryError(f"{name} holds {len(data):,} bytes; the limit is {MAX_BYTES:,}: simplify it first")
    kind = kind_of(data, name)
    if kind is None:
        return _unzip(data, name, layer)
    return Parcel(kind=kind, parts=MappingProxyType({"": data}))


def kind_of(data: bytes, name: str) -> Kind | None:
    """Return what the first bytes say a file is; None for a zip archive.

    Raises
    ------
    BoundaryError
        When it is nothing that can hold boundaries.
    """
    if data.startswith(_ZIP):
        return None
    if data.startswith(_SQLITE):
        if data[_APPLICATION_ID] == _GEOPACKAGE:
            return "GeoPackage"
        raise BoundaryError(f"{name} is an SQLite database and no GeoPackage")
    if data.startswith(_FLATGEOBUF):
        return "FlatGeobuf"
    text = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return "GeoJSON"
    for magic, what in _OTHERS:
        if text.startswith(magic) or data.startswith(magic):
            raise BoundaryError(f"{name} is {what}")
    raise BoundaryError(f"{name} is no boundary file: bring a zipped shapefile, GeoPackage, GeoJSON or FlatGeobuf")


def from_disk(path: Path, *, layer: str = "") -> Parcel:
    """Return the parts of a boundary file of one's own machine; a ``.shp`` is taken with the parts beside it.

    Raises
    ------
    BoundaryError
        As `unpack` does, and when a file cannot be read.
    """
    if path.is_dir():
        raise BoundaryError(f"{path} is a folder: name the file in it, a zipped shapefile, GeoPackage, GeoJSON or .shp")
    if path.suffix.lower() != ".shp":
        return unpack(_read(path), name=path.name, layer=layer)
    beside = {part.suffix.lower(): part for part in _siblings(path)}
    parts: dict[str, bytes] = {suffix: _read(beside[suffix]) for suffix in shapefile.SUFFIXES if suffix in beside}
    return _checked(parts, path.name, path.stem, 0)


def _siblings(path: Path) -> Sequence[Path]:
    try:
        return [part for part in path.parent.iterdir() if part.stem == path.stem and part.is_file()]
    except OSError as error:
        raise BoundaryError(f"{path} cannot be read: {error.strerror or error}") from error


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_UNPACKED:
            raise BoundaryError(f"{path.name} holds {size:,} bytes; the limit is {MAX_UNPACKED:,}")
        return path.read_bytes()
    except OSError as error:
        raise BoundaryError(f"{path} cannot be read: {error.strerror or error}") from error


def _unzip(data: bytes, name: str, layer: str) -> Parcel:
    # counted before the directory is read: every reader has to see one signature for each member it believes in
    if data.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:
        raise BoundaryError(f"{name} holds more than {MAX_MEMBERS} files; pack the shapefile alone")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members, stem = _members(archive.infolist(), name, layer)
            parts = {suffix: _member(archive, member, name) for suffix, member in members.items()}
            ignored = sum(not _is_folder(member) for member in archive.infolist()) - len(parts)
    except _ZIP_ERRORS as error:
        if isinstance(error, BoundaryError):
            raise
        raise BoundaryError(f"{name} is no zip archive that can be read ({error}): pack it again") from error
    return _checked(parts, name, stem, ignored)


def _members(every: Sequence[zipfile.ZipInfo], name: str, layer: str) -> tuple[Mapping[str, zipfile.ZipInfo], str]:
    """Return the members of one shapefile by suffix, and its name: the one asked for, else the only one."""
    found: dict[PurePosixPath, dict[str, list[zipfile.ZipInfo]]] = defaultdict(lambda: defaultdict(list))
    for member in every:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        hidden = "__MACOSX" in path.parts or path.name.startswith(".")
        if not hidden and not _is_folder(member) and path.suffix.lower() in shapefile.SUFFIXES:
            found[path.with_suffix("")][path.suffix.lower()].append(member)
    shapes = {stem: parts for stem, parts in found.items() if ".shp" in parts}
    chosen = [stem for stem in shapes if not layer or stem.name == layer]
    if len(chosen) != 1:
        raise BoundaryError(_not_one(name, layer, [stem.name for stem in shapes], every))
    parts = shapes[chosen[0]]
    twice = [suffix for suffix, members in parts.items() if len(members) > 1]
    if twice:
        raise BoundaryError(f"{name} holds two parts {twice[0]} of one name: pack the shapefile again")
    members = {suffix: several[0] for suffix, several in parts.items()}
    _check_claims(list(members.values()), name)
    return members, shown(chosen[0].name)


def _is_folder(member: zipfile.ZipInfo) -> bool:
    # ZipInfo.is_dir fails for a member without a name
    return member.filename.endswith("/")


def _not_one(name: str, layer: str, stems: Sequence[str], every: Sequence[zipfile.ZipInfo]) -> str:
    if stems:
        names = ", ".join(shown(stem) for stem in stems[:8])
        missing = f"no shapefile {layer!r}" if layer else f"{len(stems)} shapefiles"
        return f"{name} holds {missing}: choose a layer from {names}"
    nested = [member for member in every if member.filename.lower().endswith((".zip", ".rar", ".7z", ".gz"))]
    if nested:
        return f"{name} holds another archive ({shown(nested[0].filename)}): unpack that one and bring its .shp"
    return f"{name} holds no .shp: only shapefiles are read out of a zip; bring other formats as they are"


def _check_claims(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    claimed = sum(member.file_size for member in members)
    if claimed > MAX_UNPACKED:
        raise BoundaryError(f"{name} would unpack to {claimed:,} bytes; the limit is {MAX_UNPACKED:,}")
    for member in members:
        what = f"{name}: {shown(member.filename)}"
        if stat.S_ISLNK(member.external_attr >> 16):
            raise BoundaryError(f"{what} is a link to another file: pack the file itself")
        if member.flag_bits & 1:
            raise BoundaryError(f"{what} is encrypted: pack it without a password")
        if member.file_size > SMALL_BYTES and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise BoundaryError(f"{what} would unpack to more than {MAX_RATIO} times its size: this is no shapefile")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    with archive.open(member) as file:
        content = file.read(member.file_size + 1)
    if len(content) != member.file_size:
        raise BoundaryError(f"{name}: {shown(member.filename)} is not as long as the archive says: pack it again")
    return content


def _checked(parts: Mapping[str, bytes], name: str, stem: str, ignored: int) -> Parcel:
    shapefile.check(parts, name)
    return Parcel(kind="shapefile", parts=MappingProxyType(dict(parts)), layer=shown(stem), ignored=ignored)


def shown(name: str, longest: int = 60) -> str:
    r"""Return the last part of a name from outside as a message can show it.

    >>> shown("../../etc/\u202eshi.shp\x00")
    'shi.shp'
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:longest] or "?"
