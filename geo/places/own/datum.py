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


def grounded(shapes: npt.NDArray[np.object_], crs: Any, datum: Datum, name: str) -> Grounded:
    """Bring shapes to WGS84: by their CRS, and out of GCJ-02 where somebody said that they are in it.

    Raises
    ------
    BoundaryError
        When the CRS leads to no place on the Earth.
    """
    import geopandas as gpd
    import numpy as np
    import shapely
    from pyproj.exceptions import ProjError

    try:
        moved = gpd.GeoSeries(shapes, crs=crs).to_crs(4326).to_numpy()
    except ProjError as error:
        raise BoundaryError(f"{name}: no way from {systems.label(crs)} to WGS84 is known here") from error
    points = shapely.get_coordinates(moved)
    if not np.isfinite(points).all() or (np.abs(points) > (180.0, 90.0)).any():
        raise BoundaryError(f"{name}: coordinates off the globe: its CRS is not {systems.label(crs)}")
    if datum == "gcj02":
        moved = shapely.transform(moved, lambda xy: np.column_stack(gcj02.to_wgs84(xy[:, 0], xy[:, 1])))
    said, notes = _in_words(crs, datum)
    return Grounded(shapes=moved, crs=systems.label(crs), datum=said, notes=notes)


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
