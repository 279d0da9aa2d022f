"""A GeoPackage read as what it is, an SQLite database, with everything denied but reading its tables.

A database can hold views and virtual tables that call functions or open files. Here it is opened in memory, nothing but
plain tables is read, no function runs but those that SQLite itself calls innocuous, and a page tree that leads in
circles is left after a fixed number of steps.
Format: OGC 12-128r19.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from geo.errors import BoundaryError
from geo.places.own import crs as systems

if TYPE_CHECKING:
    from pyproj import CRS

STEPS: Final = 50_000_000
"""Instructions of SQLite's machine; a layer of 20,000 features takes less than one million."""

_STEPS_AT_ONCE: Final = 100_000
_JOURNAL = slice(18, 20)
_ENVELOPES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_ALLOWED: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_LAYERS: Final = """
    SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g
    WHERE EXISTS (SELECT 1 FROM sqlite_master m WHERE m.name = g.table_name AND m.type = 'table' AND m.rootpage > 0)
    ORDER BY g.table_name LIMIT 100
"""


_UNDEFINED: Final = 'LOCAL_CS["Undefined'
"""What GDAL writes as the CRS of a layer that has none."""


def read(
    data: bytes, *, name: str, layer: str, most: int
) -> tuple[Sequence[Any], Mapping[str, Sequence[object]], CRS | None]:
    """Return shapes, columns and CRS, if it names one, of a layer: the one asked for, else the only one.

    Parameters
    ----------
    most
        Rows read; one more is returned where there are more.

    Raises
    ------
    BoundaryError
        When the database is damaged, or holds no such layer.
    """
    # a copy that was in use may say that a log lies beside it: in memory there is none
    plain = bytearray(data)
    plain[_JOURNAL] = b"\x01\x01"
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(bytes(plain))
            _lock(database)
            table, column, srs = _layer(database, name, layer)
            crs = _crs(database, srs, name)
            rows = database.execute(f"SELECT * FROM {_quoted(table)} LIMIT {most + 1}")  # noqa: S608 - quoted
            fields = [str(field[0]) for field in rows.description]
            cells = rows.fetchall()
    except (sqlite3.Error, OverflowError, UnicodeError, MemoryError) as error:
        raise BoundaryError(f"{name} is a GeoPackage that cannot be read ({error})") from error
    columns: dict[str, Sequence[object]] = {
        field: [row[at] for row in cells] for at, field in enumerate(fields) if field != column
    }
    if column not in fields:
        raise BoundaryError(f"{name}: its layer {table[:60]!r} has no column {column[:60]!r}")
    return _shapes([row[fields.index(column)] for row in cells], name), columns, crs


def _lock(database: sqlite3.Connection) -> None:
    steps = iter(range(STEPS // _STEPS_AT_ONCE))
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.set_authorizer(lambda what, *_: sqlite3.SQLITE_OK if what in _ALLOWED else sqlite3.SQLITE_DENY)
    database.set_progress_handler(lambda: next(steps, None) is None, _STEPS_AT_ONCE)


def _layer(database: sqlite3.Connection, name: str, layer: str) -> tuple[str, str, int]:
    layers = [(str(table), str(column), int(srs or 0)) for table, column, srs in database.execute(_LAYERS)]
    chosen = [found for found in layers if not layer or found[0] == layer]
    if len(chosen) == 1:
        return chosen[0]
    if not layers:
        raise BoundaryError(f"{name} holds no layer of areas")
    missing = f"no layer {layer!r}" if layer else f"{len(layers)} layers"
    raise BoundaryError(f"{name} holds {missing}: choose from {', '.join(found[0][:60] for found in layers[:8])}")


def _crs(database: sqlite3.Connection, srs: int, name: str) -> CRS | None:
    query = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    row = database.execute(query, (srs,)).fetchone()
    if row is None or srs in (0, -1):
        return None
    organization, code, definition = (str(cell) for cell in row)
    if definition.startswith(_UNDEFINED):
        return None
    if organization.upper() in ("EPSG", "ESRI"):
        return systems.from_authority(f"{organization.upper()}:{code}", name)
    return systems.from_wkt(definition, name)


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _shapes(blobs: Sequence[object], name: str) -> Sequence[Any]:
    import shapely

    try:
        return list(shapely.force_2d(shapely.from_wkb([_wkb(blob, name) for blob in blobs])))
    except (shapely.errors.ShapelyError, ValueError) as error:
        raise BoundaryError(f"{name}: a geometry cannot be read ({str(error)[:120]})") from error


def _wkb(blob: object, name: str) -> bytes | None:
    """Return the well-known binary in a GeoPackage's geometry: behind its header and envelope."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or len(blob) < 9 or blob[:2] != b"GP":
        raise BoundaryError(f"{name}: a geometry is not in the form of a GeoPackage")
    flags = blob[3]
    if flags & 0b10000:
        return None
    envelope = _ENVELOPES.get((flags >> 1) & 0b111)
    if envelope is None:
        raise BoundaryError(f"{name}: a geometry has an envelope of no known form")
    return blob[8 + envelope :]
