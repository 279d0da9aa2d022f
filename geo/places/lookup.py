"""From points to provinces: for rows that bring only coordinates.

A point inside a province is in it; a point at sea takes the nearest within a tolerance, because the boundaries lie 0.4
to 0.8 km off the true coast and a harbour or an island may lie farther out. A point in a neighbouring country takes
none, unless the border is so near that the boundaries cannot tell (`BORDER_KM`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo.places.grid import NOWHERE, PointIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
    from shapely import STRtree

    Numbers = NDArray[np.float64]

__all__ = ["BORDER_KM", "COAST_KM", "NOWHERE", "Located", "PointIndex", "Shore", "province_at", "provinces_index"]

COAST_KM = 25.0
"""How far off a province a point may lie and still be given to it: the width of territorial waters is 22 km."""

BORDER_KM = 1.0
"""How far across the land border a point may lie: the error of the boundaries, on which border towns stand."""

_KM_PER_DEGREE = 111.32
_BLOCK = 1 << 15  # points off every unit looked at together


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """N provinces and N distances in km: 0 inside, NaN where no province is near.

    `positions` index `units`, the codes of all provinces in order; `NOWHERE` (-1) where there is none.
    """

    positions: NDArray[np.int32]
    units: NDArray[np.str_]
    distance_km: NDArray[np.float64]

    @property
    def codes(self) -> NDArray[np.str_]:
        """The N province codes, "" where there is none."""
        import numpy as np

        codes: NDArray[np.str_] = np.append(self.units, "")[self.positions]
        return codes


@cache
def provinces_index() -> PointIndex:
    """Return the index of the shipped provinces."""
    from geo.places.boundaries import provinces

    return PointIndex(provinces())


@cache
def _abroad() -> PointIndex:
    from geo.places.boundaries import neighbours

    return PointIndex(neighbours())


@cache
def _coast() -> Shore:
    return Shore.of(provinces_index())


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
    The provinces and the distances, in the order of the points. On a boundary shared by two provinces the lower code
    wins, and so it does off a coast that both share.

    Raises
    ------
    ValueError
        When `lon` and `lat` differ in length.
    """
    import numpy as np

    x, y = np.atleast_1d(np.asarray(lon, dtype=float)), np.atleast_1d(np.asarray(lat, dtype=float))
    if x.shape != y.shape:
        raise ValueError(f"{x.size} longitudes and {y.size} latitudes: give one of each for every point")
    index = provinces_index()
    positions = index.at(x, y)
    distance = np.where(positions == NOWHERE, np.nan, 0.0)
    outside = np.flatnonzero((positions == NOWHERE) & np.isfinite(x) & np.isfinite(y)) if coast_km > 0 else ()
    if len(outside):
        abroad = _abroad().at(x[outside], y[outside]) != NOWHERE
        reach = np.where(abroad, min(BORDER_KM, coast_km), coast_km)
        positions[outside], distance[outside] = _coast().nearest(x[outside], y[outside], reach)
    return Located(positions=positions, units=index.codes, distance_km=distance)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shore:
    """The edges of units, to find the nearest from outside: `ends` are M x 2 x 2 degrees, `unit` M positions."""

    ends: Numbers
    unit: NDArray[np.int64]
    tree: STRtree

    @classmethod
    def of(cls, index: PointIndex) -> Shore:
        """Return the edges of all units of an index."""
        import numpy as np
        import shapely

        parts, owner = shapely.get_parts(index.shapes, return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        points, ring = shapely.get_coordinates(rings, return_index=True)
        joined = np.flatnonzero(ring[1:] == ring[:-1])
        ends = points[np.column_stack((joined, joined + 1))]
        lines = np.asarray(shapely.linestrings(ends), dtype=object)
        return cls(ends=ends, unit=owner[part[ring[joined]]], tree=shapely.STRtree(lines))

    def nearest(self, lon: Numbers, lat: Numbers, reach_km: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """Return the nearest unit of each point outside all units, and the geodesic km to it.

        Both are empty (`NOWHERE`, NaN) beyond the point's reach. Distances are compared to the millimetre; of units
        equally near the lowest code answers.
        """
        import numpy as np

        positions, km = np.full(lon.size, NOWHERE, dtype=np.int32), np.full(lon.size, np.nan)
        for start in range(0, lon.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            point, unit, away = self._near(lon[block], lat[block], reach_km[block])
            best = np.lexsort((unit, np.round(away, 6), point))[::-1]
            positions[start + point[best]], km[start + point[best]] = unit[best], away[best]
        return positions, km

    def _near(self, x: Numbers, y: Numbers, reach_km: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
        """Return the pairs (point, unit) within reach, with the km between them.

        The nearest spot of an edge is sought in degrees with longitudes scaled to the point's latitude.
        """
        import numpy as np
        import shapely
        from pyproj import Geod

        up = reach_km / _KM_PER_DEGREE * 1.01
        across = up / np.maximum(np.cos(np.radians(y)), 0.05)
        point, edge = self.tree.query(shapely.box(x - across, y - up, x + across, y + up))
        spot, away = _nearest_spot(x[point], y[point], self.ends[edge])
        unit = self.unit[edge]
        order = np.lexsort((away, unit, point))
        first = order[np.flatnonzero(np.diff(point[order] * (self.unit.max() + 1) + unit[order], prepend=-1))]
        point, unit, spot = point[first], unit[first], spot[first]
        km = np.asarray(Geod(ellps="WGS84").inv(x[point], y[point], spot[:, 0], spot[:, 1])[2]) / 1000.0
        near = km <= reach_km[point]
        return point[near], unit[near], km[near]


def _nearest_spot(x: Numbers, y: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each point the nearest spot of its edge (degrees), and the square of how far it is (scaled)."""
    import numpy as np

    scale = np.column_stack((np.cos(np.radians(y)), np.ones(y.size)))
    start, along = ends[:, 0] * scale, (ends[:, 1] - ends[:, 0]) * scale
    here = np.column_stack((x, y)) * scale
    length = np.maximum((along**2).sum(axis=1), 1e-300)
    part = np.clip(((here - start) * along).sum(axis=1) / length, 0.0, 1.0)
    spot = ends[:, 0] + part[:, None] * (ends[:, 1] - ends[:, 0])
    return spot, (((spot * scale) - here) ** 2).sum(axis=1)
