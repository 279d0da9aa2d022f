"""Shapes in whatever CRS to WGS84, and a word on how far that can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from geo.errors import BoundaryError
from geo.places.own import crs as systems
from geo.places.own import gcj02

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Datum = Literal["", "wgs84", "gcj02"]
DATUMS: Final[tuple[Datum, ...]] = ("", "wgs84", "gcj02")

AROUND_CHINA: Final = (70.0, 3.0, 140.0, 56.0)
"""West, south, east, north (degrees): where coordinates of China may lie, its seas with them."""

MEANT_M: Final = 5.0
"""A datum shift that is known to this is not worth a word on a map of China."""

_SAME: Final = ("World Geodetic System 1984", "China 2000", "China_2000", "China Geodetic Coordinate System 2000")
"""Datums that agree within a metre, as their names begin."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grounded:
    """N shapes in EPSG:4326, the CRS they came in, the datum in words, and words of doubt."""

    shapes: Sequence[Any]
    crs: str
    datum: str
    notes: tuple[str, ...]


def grounded(shapes: npt.NDArray[np.object_], crs: Any, datum: Datum, name: str, *, declared: bool = False) -> Grounded:
    """Bring shapes to WGS84: by their CRS, and out of GCJ-02 where somebody said that they are in it.

    A CRS that was only `declared`, because the file names none, is held against the coordinates: they have to be
    degrees where it has degrees, and most have to lie around China.

    Raises
    ------
    BoundaryError
        When the CRS leads to no place on the Earth, or one that was declared does not fit.
    """
    import geopandas as gpd
    import numpy as np
    import shapely
    from pyproj.exceptions import ProjError

    if declared and crs.is_geographic:
        _check_degrees(shapely.get_coordinates(shapes), crs, name)
    try:
        moved = gpd.GeoSeries(shapes, crs=crs).to_crs(4326).to_numpy()
    except ProjError as error:
        raise BoundaryError(f"{name}: no way from {systems.label(crs)} to WGS84 is known here") from error
    points = shapely.get_coordinates(moved)
    if not np.isfinite(points).all() or (np.abs(points) > (180.0, 90.0)).any():
        raise BoundaryError(f"{name}: coordinates off the globe: its CRS is not {systems.label(crs)}")
    if declared:
        _check_around_china(points, crs, name)
    if datum == "gcj02":
        moved = shapely.transform(moved, lambda xy: np.column_stack(gcj02.to_wgs84(xy[:, 0], xy[:, 1])))
    said, notes = _in_words(crs, datum)
    if declared:
        notes = (f"the file names no CRS: taken to be in {systems.label(crs)}, as was said", *notes)
    return Grounded(shapes=moved, crs=systems.label(crs), datum=said, notes=notes)


def _check_degrees(points: npt.NDArray[np.float64], crs: Any, name: str) -> None:
    beyond = points[(abs(points) > (180.0, 90.0)).any(axis=1)]
    if not len(beyond):
        return
    x, y = beyond[0]
    if len(points) and (abs(points) <= (90.0, 180.0)).all():
        raise BoundaryError(f"{name}: latitudes stand before longitudes (first {x:.5g}, {y:.5g}): swap them")
    raise BoundaryError(
        f"{name}: coordinates such as {x:.9g}, {y:.9g} are no degrees, so its CRS is not {systems.label(crs)} but a "
        "projected one: say which, such as --crs EPSG:4545"
    )


def _check_around_china(points: npt.NDArray[np.float64], crs: Any, name: str) -> None:
    west, south, east, north = AROUND_CHINA
    within = (points >= (west, south)).all(axis=1) & (points <= (east, north)).all(axis=1)
    if 2 * within.sum() >= len(points):
        return
    (low_x, low_y), (high_x, high_y) = points.min(axis=0), points.max(axis=0)
    raise BoundaryError(
        f"{name}: in {systems.label(crs)} it would lie at {low_x:.1f} to {high_x:.1f} E and {low_y:.1f} to "
        f"{high_y:.1f} N, not in China: say another CRS"
    )


def _in_words(crs: Any, datum: Datum) -> tuple[str, tuple[str, ...]]:
    if datum == "gcj02":
        return "GCJ-02, converted to WGS84", ()
    name = systems.datum(crs)
    if name.startswith(_SAME):
        return "WGS84" if name.startswith("World") else "CGCS2000, within a metre of WGS84", ()
    accuracy = systems.shift_m(crs)
    if accuracy is not None and accuracy <= MEANT_M:
        return f"{name}, converted to WGS84", ()
    doubt = "to an unknown accuracy: shapes may lie 150 m off" if accuracy is None else f"to {accuracy:.0f} m"
    return f"{name}, converted to WGS84 {doubt}", (f"the shift from {name} to WGS84 is known here {doubt}",)
