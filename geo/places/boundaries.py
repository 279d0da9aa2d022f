"""The shipped boundaries: provinces, the neighbours' backdrop and the border zone, in EPSG:4326.

Every file is checked against the hash in ``shapefiles/SOURCES.json`` before it is read; what the layers show and whose
viewpoint they take stands there too and belongs on every map.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import BoundaryError, DataError
from geo.places._files import SHAPEFILES, read_bytes

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundarySource:
    """Where a layer comes from, in English and, where the file has it, in Chinese.

    `sha256` holds the hash of each of its files by name.
    """

    layer: str
    title: str
    source: str
    package: str
    package_sha256: str
    licence: str
    vintage: str
    crs: str
    datum: str
    viewpoint: str
    sha256: Mapping[str, str]
    source_zh: str = ""
    licence_zh: str = ""
    vintage_zh: str = ""
    viewpoint_zh: str = ""


def sources(folder: Path = SHAPEFILES) -> Mapping[str, BoundarySource]:
    """Return what ``SOURCES.json`` says of each layer, by layer name.

    >>> sorted(sources())
    ['border_zone', 'neighbours', 'provinces']

    Raises
    ------
    DataError
        When the file is missing, empty or not what it should be.
    """
    path = folder / "SOURCES.json"
    content = read_bytes(path)
    try:
        raw = json.loads(content)
        return MappingProxyType({name: BoundarySource(layer=name, **row) for name, row in raw.items()})
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(f"{path} cannot be read ({error}): restore it from the distribution") from error


def check(source: BoundarySource, folder: Path = SHAPEFILES) -> None:
    """Compare the files of a layer with their hashes.

    Raises
    ------
    DataError
        When a file is missing or altered; the message names it.
    """
    for name, expected in source.sha256.items():
        path = folder / name
        if hashlib.sha256(read_bytes(path)).hexdigest() != expected:
            raise DataError(
                f"{path} is not the file that SOURCES.json describes: rebuild it with scripts/build_boundaries.py, or "
                "read your own boundaries with read_provinces()"
            )


@cache
def _layer(name: str, folder: Path) -> gpd.GeoDataFrame:
    import geopandas as gpd

    source = sources(folder).get(name)
    if source is None:
        raise DataError(f"{folder / 'SOURCES.json'} describes no layer {name!r}")
    check(source, folder)
    return gpd.read_file(folder / f"{name}.shp", engine="pyogrio")


def provinces(folder: Path = SHAPEFILES) -> gpd.GeoDataFrame:
    """Return the 34 province-level units.

    Returns
    -------
    A frame indexed by `adcode` (str) in code order with `name_en`, `name_zh`, `short_zh`, `iso`, `kind` and `geometry`
    (EPSG:4326). The caller owns it.

    Raises
    ------
    DataError
        When a file is missing or altered.
    """
    return _layer("provinces", folder).set_index("adcode").sort_index()


def neighbours(folder: Path = SHAPEFILES) -> gpd.GeoDataFrame:
    """Return the neighbouring countries, a backdrop: index `iso_a3`, `name_en`, `geometry` (EPSG:4326).

    On the land border their outline is that of the provinces; elsewhere it is coarse.

    Raises
    ------
    DataError
        When a file is missing or altered.
    """
    return _layer("neighbours", folder).set_index("iso_a3").sort_index()


def border_zone(folder: Path = SHAPEFILES) -> BaseGeometry:
    """Return the band along the land border (EPSG:4326), `borderland.BORDER_ZONE_KM` wide.

    It is derived from the two other layers by ``scripts/build_boundaries.py`` and kept as a file.

    Raises
    ------
    DataError
        When a file is missing or altered.
    """
    zone: BaseGeometry = _layer("border_zone", folder).geometry.iloc[0]
    return zone


def read_provinces(path: Path) -> gpd.GeoDataFrame:
    """Return the user's own province boundaries in the form of `provinces`.

    Parameters
    ----------
    path
        A vector file with a column `adcode` of six-digit province codes and a known CRS. Coordinates in GCJ-02 must
        have been converted to WGS84.

    Returns
    -------
    A frame indexed by `adcode` with `name_en`, `name_zh` and `geometry`, in EPSG:4326.

    Raises
    ------
    BoundaryError
        When the column or the CRS is missing, or a code or a geometry is not valid.
    """
    import geopandas as gpd

    frame = gpd.read_file(path, engine="pyogrio")
    if "adcode" not in frame.columns:
        raise BoundaryError(f"{path}: no column 'adcode'; found {', '.join(map(str, frame.columns))}")
    if frame.crs is None:
        raise BoundaryError(f"{path}: no CRS; add a .prj file or write the layer with its CRS")
    frame = frame.assign(adcode=frame["adcode"].astype(str)).set_index("adcode").sort_index().to_crs(4326)
    _check_own(frame, path)
    named = provinces()[["name_en", "name_zh"]].loc[frame.index]
    return gpd.GeoDataFrame(named, geometry=frame.geometry, crs=frame.crs)


def _check_own(frame: gpd.GeoDataFrame, path: Path) -> None:
    known = provinces().index
    unknown = [code for code in frame.index if code not in known]
    if unknown:
        raise BoundaryError(f"{path}: {', '.join(unknown[:5])} are no province codes, such as 500000")
    repeated = sorted(set(frame.index[frame.index.duplicated()]))
    if repeated:
        raise BoundaryError(f"{path}: {', '.join(repeated)} come more than once; dissolve them first")
    broken = frame.index[~frame.geometry.is_valid | frame.geometry.is_empty | frame.geometry.isna()]
    if len(broken):
        raise BoundaryError(f"{path}: the geometry of {', '.join(broken)} is empty or not valid; repair it first")
