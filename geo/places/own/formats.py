"""What passed the door, as shapes and columns: one reader for each kind, none of which opens anything else."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import BoundaryError
from geo.places.own import crs as systems
from geo.places.own import geopackage, shapefile
from geo.places.own.unpack import Parcel

if TYPE_CHECKING:
    from pyproj import CRS

MAX_FEATURES: Final = 20_000
MAX_JSON_BYTES: Final = 60_000_000
"""Text becomes some eight times its size in memory while it is read."""
MAX_REMARKS: Final = 5
MAX_VERTICES: Final = 4_000_000
"""All counties of China at 50 m are three million."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Raw:
    """N shapes (polygons) and the columns beside them, N cells each, before anything is known of them.

    `crs` is the one that the file names; None when it names none.
    """

    shapes: Sequence[Any]
    columns: Mapping[str, Sequence[object]]
    crs: CRS | None
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()


def read(parcel: Parcel, *, name: str, layer: str = "") -> Raw:
    """Return the shapes and columns of what passed the door.

    Raises
    ------
    BoundaryError
        When it cannot be read, holds no areas, or more than the limits.
    """
    raw = _READERS[parcel.kind](parcel, name, layer)
    _check_size(raw, name)
    return raw


def _check_size(raw: Raw, name: str) -> None:
    import numpy as np
    import shapely

    if not len(raw.shapes):
        raise BoundaryError(f"{name} holds no feature")
    if len(raw.shapes) > MAX_FEATURES:
        raise BoundaryError(f"{name} holds {len(raw.shapes):,} features; the limit is {MAX_FEATURES:,}")
    shapes = np.asarray(raw.shapes, dtype=object)
    kinds = set(shapely.get_type_id(shapes).tolist())
    if not kinds <= {-1, 3, 6}:  # missing, polygon, multipolygon
        raise BoundaryError(f"{name} holds points or lines: bring a layer of areas")
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > MAX_VERTICES:
        raise BoundaryError(f"{name} holds {vertices:,} vertices; the limit is {MAX_VERTICES:,}: simplify it first")
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise BoundaryError(f"{name}: a coordinate is not a number")


def _shapefile(parcel: Parcel, name: str, layer: str) -> Raw:
    del layer
    code = shapefile.encoding(parcel.parts)
    said = parcel.parts.get(".prj", b"").decode("utf-8", "replace").lstrip("\ufeff")
    crs = systems.from_wkt(said, name) if said.strip() else None
    parts = {f"layer{suffix}": parcel.parts[suffix] for suffix in (".shp", ".shx", ".dbf")}
    return _by_gdal(parts, "layer.shp", crs, name, code)


def _flatgeobuf(parcel: Parcel, name: str, layer: str) -> Raw:
    del layer
    return _by_gdal({"layer.fgb": parcel.parts[""]}, "layer.fgb", None, name, "utf-8")


def _by_gdal(parts: Mapping[str, bytes], main: str, crs: CRS | None, name: str, encoding: str) -> Raw:
    """Let GDAL read parts whose kind is known, in a folder in which nothing else lies."""
    import pyogrio
    import shapely

    with tempfile.TemporaryDirectory(prefix="atlas-") as folder, warnings.catch_warnings(record=True) as said:
        # what GDAL says besides goes into the report
        warnings.simplefilter("always")
        for file, content in parts.items():
            (Path(folder) / file).write_bytes(content)
        options = {"encoding": encoding} if main.endswith(".shp") else {}
        try:
            meta, _, shapes, columns = pyogrio.raw.read(
                str(Path(folder) / main), force_2d=True, max_features=MAX_FEATURES + 1, **options
            )
            made = shapely.from_wkb(shapes)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.GeometryError) as error:
            raise BoundaryError(f"{name} cannot be read: it is damaged") from error
        except (shapely.errors.ShapelyError, ValueError, LookupError) as error:
            raise BoundaryError(f"{name} cannot be read ({str(error)[:120]})") from error
    remarks = dict.fromkeys(str(warning.message).split(". ")[0][:120] for warning in said)
    if crs is None and meta["crs"]:
        crs = _crs_of_gdal(meta["crs"], name)
    named = dict(zip((str(field) for field in meta["fields"]), (list(column) for column in columns), strict=True))
    notes = tuple(f"GDAL says: {remark}" for remark in list(remarks)[:MAX_REMARKS])
    return Raw(shapes=made, columns=named, crs=crs, encoding=encoding, notes=notes)


def _crs_of_gdal(text: str, name: str) -> CRS:
    return systems.from_authority(text, name) if len(text) < 80 else systems.from_wkt(text, name)


def _geopackage(parcel: Parcel, name: str, layer: str) -> Raw:
    shapes, columns, crs = geopackage.read(parcel.parts[""], name=name, layer=layer, most=MAX_FEATURES)
    return Raw(shapes=shapes, columns=columns, crs=crs)


def _geojson(parcel: Parcel, name: str, layer: str) -> Raw:
    del layer
    tree = _parsed(parcel.parts[""], name)
    features = tree.get("features")
    if tree.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise BoundaryError(f"{name} is JSON, but no GeoJSON FeatureCollection")
    if len(features) > MAX_FEATURES:
        raise BoundaryError(f"{name} holds {len(features):,} features; the limit is {MAX_FEATURES:,}")
    shapes = [_shape(feature, number, name) for number, feature in enumerate(features, 1)]
    rows = [_properties(feature) for feature in features]
    fields = list(dict.fromkeys(key for row in rows for key in row))[: shapefile.MAX_FIELDS]
    columns = {field: [row.get(field) for row in rows] for field in fields}
    return Raw(shapes=shapes, columns=columns, crs=_crs_of_json(tree.get("crs"), name))


def _parsed(data: bytes, name: str) -> Mapping[str, Any]:
    if len(data) > MAX_JSON_BYTES:
        raise BoundaryError(
            f"{name} holds {len(data):,} bytes of JSON; the limit is {MAX_JSON_BYTES:,}: use GeoPackage"
        )
    try:
        tree = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BoundaryError(f"{name} begins as GeoJSON and cannot be read ({str(error)[:120]})") from error
    if not isinstance(tree, dict):
        raise BoundaryError(f"{name} is JSON, but no GeoJSON FeatureCollection")
    return tree


def _shape(feature: object, number: int, name: str) -> Any:
    import shapely
    from shapely.geometry import shape

    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if geometry is None:
        return None
    try:
        # polygons only: their arrays are nested three and four deep, whatever the file says
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            raise BoundaryError(f"{name}: feature {number} is no area but {str(geometry['type'])[:30]!r}")
        return shapely.force_2d(shape(geometry))
    except (shapely.errors.ShapelyError, TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        if isinstance(error, BoundaryError):
            raise
        raise BoundaryError(f"{name}: the geometry of feature {number} cannot be read ({str(error)[:120]})") from error


def _properties(feature: object) -> Mapping[str, object]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _crs_of_json(member: object, name: str) -> CRS:
    """Return the CRS of GeoJSON: WGS84 by RFC 7946, or what a file of the older form names."""
    properties = member.get("properties") if isinstance(member, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    return systems.from_authority(named if isinstance(named, str) else "OGC:CRS84", name)


_READERS = {
    "shapefile": _shapefile,
    "FlatGeobuf": _flatgeobuf,
    "GeoPackage": _geopackage,
    "GeoJSON": _geojson,
}
