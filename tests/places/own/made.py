"""Boundary files made for tests: layers of squares that are units, and what somebody could send instead."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import shapely

PREFECTURES = {"430100": "长沙市", "430200": "株洲市", "430300": "湘潭市", "430400": "衡阳市"}
COUNTIES = {"430102": "芙蓉区", "430103": "天心区", "430202": "荷塘区", "430203": "芦淞区"}


def squares(count: int, *, west: float = 112.0, south: float = 27.0) -> list[shapely.Polygon]:
    """Return squares of half a degree, side by side."""
    return [shapely.box(west + at / 2, south, west + at / 2 + 0.5, south + 0.5) for at in range(count)]


def layer(units: Mapping[str, str] = PREFECTURES, *, crs: int = 4326, **columns: Sequence[object]) -> gpd.GeoDataFrame:
    """Return a layer of squares; without `columns` it has the units' codes and names."""
    cells = columns or {"adcode": list(units), "name": list(units.values())}
    return gpd.GeoDataFrame(cells, geometry=squares(len(units)), crs=4326).to_crs(crs)


def parts(frame: gpd.GeoDataFrame, folder: Path, *, encoding: str = "utf-8") -> dict[str, bytes]:
    """Return a layer as the parts of a shapefile, by suffix."""
    frame.to_file(folder / "made.shp", engine="pyogrio", encoding=encoding)
    return {path.suffix: path.read_bytes() for path in folder.glob("made.*")}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive with these members."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return archive.getvalue()


def written(frame: gpd.GeoDataFrame, folder: Path, suffix: str) -> bytes:
    """Return a layer as GDAL writes it: the bytes of a file, of a zip for a shapefile."""
    if suffix == "zip":
        return zipped({f"made{end}": part for end, part in parts(frame, folder).items()})
    path = folder / f"made.{suffix}"
    frame.to_file(path, engine="pyogrio")
    return path.read_bytes()
