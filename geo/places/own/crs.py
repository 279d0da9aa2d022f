"""The coordinate reference system of a file: only read from texts that name one and do nothing else.

A CRS can name grid files and PROJ strings, which PROJ would look for on this machine; such are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from geo.errors import BoundaryError

if TYPE_CHECKING:
    from pyproj import CRS

LONGEST: Final = 20_000

_WKT = re.compile(r"\s*(?:GEOGCS|PROJCS|GEOGCRS|GEODCRS|GEODETICCRS|PROJCRS|PROJECTEDCRS|COMPD_CS|COMPOUNDCRS)\s*[\[(]")
_REACHES_OUT = re.compile(r"grids|PARAMETERFILE|\+init|\bPROJ4\b|\.(?:gsb|gtx|tif|json)\b", re.IGNORECASE)
_AUTHORITY = re.compile(r"(?:urn:ogc:def:crs:)?(?P<who>EPSG|ESRI|OGC):(?:[\d.]*:)?(?P<code>[A-Za-z0-9]{1,8})", re.ASCII)


def from_wkt(text: str, name: str) -> CRS:
    """Return the CRS that a well-known text describes, as a .prj holds it.

    Raises
    ------
    BoundaryError
        When it is none, or names files.
    """
    if len(text) > LONGEST or not _WKT.match(text) or _REACHES_OUT.search(text):
        raise BoundaryError(f"{name}: its CRS is no plain well-known text: set it again, for instance in QGIS")
    return _made(text, name)


def from_authority(text: str, name: str) -> CRS:
    """Return the CRS that a name such as ``EPSG:4490`` or ``urn:ogc:def:crs:OGC:1.3:CRS84`` stands for.

    Raises
    ------
    BoundaryError
        When it is no such name.
    """
    match = _AUTHORITY.fullmatch(text.strip()[:80])
    if match is None:
        raise BoundaryError(f"{name}: {text[:60]!r} names no CRS: write it as EPSG:4326")
    return _made(f"{match['who']}:{match['code']}", name)


def settled(found: CRS | None, said: str, *, degrees: bool, name: str) -> CRS:
    """Return the CRS of a file: the one that it names, else the one that somebody says.

    Parameters
    ----------
    found
        What the file names; None when it names none.
    said
        Such as ``EPSG:4490``; empty when nobody says.
    degrees
        Whether its coordinates are said to be degrees of WGS84 or GCJ-02, so that it needs no other name.

    Raises
    ------
    BoundaryError
        When neither is there, or the two differ.
    """
    if found is None and not said and not degrees:
        raise BoundaryError(
            f"{name} names no CRS, so that nobody can know its coordinates (a shapefile: it has no .prj). Say which it "
            "is: for degrees as GPS has them --crs EPSG:4326, for CGCS2000 --crs EPSG:4490, for Chinese web maps "
            "--datum gcj02; in the app, beside the file; or set it in QGIS"
        )
    given = from_authority(said, name) if said else None
    if found is not None and given is not None and not found.equals(given, ignore_axis_order=True):
        raise BoundaryError(
            f"{name} says that it is in {label(found)}, not in {label(given)}: leave --crs away, or take the CRS out "
            "of the file (of a shapefile, the .prj) if it is wrong there"
        )
    return found or given or from_authority("EPSG:4326", name)


def _made(definition: str, name: str) -> CRS:
    from pyproj import CRS
    from pyproj.exceptions import ProjError

    try:
        crs = CRS.from_user_input(definition)
    except ProjError as error:
        raise BoundaryError(f"{name}: its CRS is not known here: set it again, for instance in QGIS") from error
    if not (crs.is_geographic or crs.is_projected or crs.is_compound):
        raise BoundaryError(f"{name}: its CRS {crs.name!r} says nothing of places on the Earth")
    return crs


def label(crs: Any) -> str:
    """Return a CRS in words: its name, and its code where it has one."""
    code = crs.to_authority(min_confidence=70)
    return f"{crs.name} ({':'.join(code)})" if code else str(crs.name)


def datum(crs: Any) -> str:
    """Return the name of the datum on which a CRS stands."""
    return str(crs.datum.name if crs.datum is not None else "unknown datum")


def shift_m(crs: Any) -> float | None:
    """Return the accuracy in metres of the best way from a CRS to WGS84 that this machine has; None when unknown.

    Where PROJ knows no shift between two datums it takes them for one, which in China is wrong by up to 150 m.
    """
    from pyproj.transformer import TransformerGroup

    ways = TransformerGroup(crs, 4326, always_xy=True).transformers
    known = [way.accuracy for way in ways if way.accuracy is not None and way.accuracy >= 0]
    return min(known, default=None)
