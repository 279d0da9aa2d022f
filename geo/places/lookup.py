"""From points to provinces: for rows that bring only coordinates.

A point inside a province is in it; a point at sea takes the nearest within a tolerance, because the boundaries lie 0.4
to 0.8 km off the true coast and a harbour or an island may lie farther out. A point in a neighbouring country takes
none, unless the border is so near that the boundaries cannot tell (`BORDER_KM`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

COAST_KM = 25.0
"""How far off a province a point may lie and still be given to it: the width of territorial waters is 22 km."""

BORDER_KM = 1.0
"""How far across the land border a point may lie: the error of the boundaries, on which border towns stand."""

_KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """N province codes ("" where none) and N distances in km: 0 inside, NaN where no province is near."""

    codes: NDArray[np.str_]
    distance_km: NDArray[np.float64]


@cache
def _index() -> tuple[STRtree, NDArray[np.str_], Sequence[BaseGeometry]]:
    import numpy as np
    from shapely import STRtree, prepare

    from geo.places.boundaries import provinces

    frame = provinces()
    shapes = frame.geometry.to_numpy()
    prepare(shapes)
    return STRtree(shapes), np.asarray(frame.index, dtype=str), shapes


def province_at(lon: ArrayLike, lat: ArrayLike, *, coast_km: float = COAST_KM) -> Located:
    """Return the province of each point.

    Parameters
    ----------
    lon, lat
        N degrees each, WGS84; NaN where a point is missing.
    coast_km
        How far off a province a point may lie; 0 for strictly inside or on the boundary.

    Returns
    -------
    The codes and the distances, in the order of the points. On a boundary shared by two provinces the lower code wins.

    Raises
    ------
    ValueError
        When `lon` and `lat` differ in length.
    """
    import numpy as np
    import shapely

    x, y = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    if x.shape != y.shape:
        raise ValueError(f"{x.size} longitudes and {y.size} latitudes: give one of each for every point")
    codes, distance = np.full(x.shape, "", dtype="<U6"), np.full(x.shape, np.nan)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    tree, names, _ = _index()
    point, province = tree.query(shapely.points(x[known], y[known]), predicate="intersects")
    for_first = np.lexsort((province, point))[::-1]
    codes[known[point[for_first]]] = names[province[for_first]]
    distance[codes != ""] = 0.0
    outside = known[codes[known] == ""]
    if coast_km > 0 and outside.size:
        reach = np.where(_abroad(x[outside], y[outside]), min(BORDER_KM, coast_km), coast_km)
        codes[outside], distance[outside] = _nearest(x[outside], y[outside], reach)
    return Located(codes=codes, distance_km=distance)


def _abroad(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    import numpy as np
    import shapely

    inside = np.zeros(x.shape, dtype=bool)
    inside[_countries().query(shapely.points(x, y), predicate="intersects")[0]] = True
    return inside


@cache
def _countries() -> STRtree:
    from shapely import STRtree

    from geo.places.boundaries import neighbours

    return STRtree(neighbours().geometry.to_numpy())


def _nearest(
    x: NDArray[np.float64], y: NDArray[np.float64], reach_km: NDArray[np.float64]
) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """Return the nearest province of each point and the distance to it, both empty beyond the point's reach."""
    import numpy as np
    import shapely

    tree, names, shapes = _index()
    codes, nearest = np.full(x.shape, "", dtype="<U6"), np.full(x.shape, np.nan)
    half_height = reach_km / _KM_PER_DEGREE
    half_width = half_height / np.maximum(np.cos(np.radians(y)), 0.05)
    boxes = shapely.box(x - half_width, y - half_height, x + half_width, y + half_height)
    point, province = tree.query(boxes, predicate="intersects")
    km = _distance_km(x[point], y[point], np.asarray(shapes, dtype=object)[province])
    for i in np.lexsort((province, km))[::-1]:
        if km[i] <= reach_km[point[i]]:
            codes[point[i]], nearest[point[i]] = names[province[i]], km[i]
    return codes, nearest


def _distance_km(x: NDArray[np.float64], y: NDArray[np.float64], shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return the geodesic km from each point to its shape.

    The nearest vertex or edge is sought in degrees with longitudes scaled to the point's latitude, and in a window that
    is wider than any tolerance in use.
    """
    import numpy as np
    import shapely
    from pyproj import Geod

    scale = np.cos(np.radians(y))
    near = np.empty((len(shapes), 2))
    for i, shape in enumerate(shapes):
        local = shapely.clip_by_rect(shape, x[i] - 3, y[i] - 2, x[i] + 3, y[i] + 2)
        squeezed = shapely.transform(local, lambda xy, i=i: xy * (scale[i], 1.0))  # type: ignore[misc]
        line = shapely.shortest_line(shapely.Point(x[i] * scale[i], y[i]), squeezed)
        near[i] = shapely.get_coordinates(line)[-1] / (scale[i], 1.0)
    return np.asarray(Geod(ellps="WGS84").inv(x, y, near[:, 0], near[:, 1])[2]) / 1000.0
