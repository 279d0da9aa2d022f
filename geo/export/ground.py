"""The ground of a picture: provinces or units of one's own, neighbours and the border zone, as paths on the sheet.

All in pixels, from the top of the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import shapely

from geo.export.albers import project
from geo.export.marks import Point
from geo.places import boundaries
from geo.places.gazetteer import gazetteer

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.path import Path

    from geo.places.own.boundaries import OwnBoundaries

Floats = npt.NDArray[np.float64]

WIDTH: Final = 1000.0
HEIGHT: Final = 1000.0
MAP: Final = (24.0, 92.0, 976.0, 838.0)
"""x0, y0, x1, y1 of the map on the sheet."""
MARGIN: Final = 16.0
LONGEST_EDGE_DEGREES: Final = 1.0
HATCH_STEP: Final = 6.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """Paths of the shaded units in code order, of all neighbours, and the hatching of the border zone (N x 2 x 2).

    The units are the provinces, or those of the user's own, with the provinces of which they hold nothing. `centres`
    are the points of the units' names; `names` map a language to their names. `plane` puts N x 2 degrees (longitude,
    latitude) on the sheet.
    """

    codes: tuple[str, ...]
    units: tuple[Path, ...]
    neighbours: Path
    zone: Floats
    centres: tuple[Point, ...]
    names: Mapping[str, tuple[str, ...]]
    plane: Callable[[npt.ArrayLike], Floats]

    def point(self, degrees: Point) -> Point:
        """Return where one (longitude, latitude) lies on the sheet."""
        x, y = self.plane([degrees])[0]
        return float(x), float(y)

    def path_of(self, code: str) -> Path | None:
        """Return the path of a unit that is shaded, None for any other code."""
        return self.units[self.codes.index(code)] if code in self.codes else None


_own: WeakKeyDictionary[OwnBoundaries, Ground] = WeakKeyDictionary()


def ground(own: OwnBoundaries | None = None) -> Ground:
    """Return the ground, made once a process; of units of the user's own once, and kept as long as these."""
    if own is None:
        return _shipped()
    if own not in _own:
        _own[own] = _made(own.shaded)
    return _own[own]


@cache
def _shipped() -> Ground:
    return _made(boundaries.provinces())


def _made(frame: gpd.GeoDataFrame) -> Ground:
    plane = _plane(frame.geometry.to_numpy())
    flat = [_flat(shape, plane) for shape in frame.geometry]
    units = [gazetteer().unit(str(code)) for code in frame.index]
    around = shapely.union_all([_flat(shape, plane) for shape in boundaries.neighbours().geometry])
    return Ground(
        codes=tuple(unit.code for unit in units),
        units=tuple(_path(shape) for shape in flat),
        neighbours=_path(shapely.clip_by_rect(around, *MAP)),
        zone=_hatched(_flat(boundaries.border_zone(), plane)),
        centres=tuple(_centre(unit, shape, plane) for unit, shape in zip(units, flat, strict=True)),
        names={"en": tuple(unit.short_en for unit in units), "zh": tuple(unit.short_zh for unit in units)},
        plane=plane,
    )


def _plane(shapes: npt.NDArray[np.object_]) -> Callable[[npt.ArrayLike], Floats]:
    """Return the function that puts degrees on the sheet, so that all shapes lie in `MAP`."""
    lines = shapely.segmentize(shapes, LONGEST_EDGE_DEGREES)
    points = project(shapely.get_coordinates(lines))
    low, high = points.min(axis=0), points.max(axis=0)
    size = np.array([MAP[2] - MAP[0], MAP[3] - MAP[1]]) - 2 * MARGIN
    scale = float(np.min(size / (high - low)))
    centre = np.array([(MAP[0] + MAP[2]) / 2, (MAP[1] + MAP[3]) / 2])

    def put(degrees: npt.ArrayLike) -> Floats:
        moved = (project(degrees) - (low + high) / 2) * scale
        return np.asarray(np.round(centre + moved * [1, -1], 2))

    return put


def _flat(shape: Any, plane: Callable[[npt.ArrayLike], Floats]) -> Any:
    return shapely.transform(shapely.segmentize(shape, LONGEST_EDGE_DEGREES), plane)


def _path(shape: Any) -> Path:
    """Return polygons as one path; holes run the other way round, so that they stay empty."""
    from matplotlib.path import Path

    parts = shapely.get_parts(shapely.orient_polygons(shape))
    rings = [ring for part in parts for ring in shapely.get_rings(part)]
    return Path.make_compound_path(*(Path(shapely.get_coordinates(ring), closed=True) for ring in rings))


def _centre(unit: Any, shape: Any, plane: Callable[[npt.ArrayLike], Floats]) -> Point:
    if unit.lon is not None and unit.lat is not None:
        x, y = plane([(unit.lon, unit.lat)])[0]
        return float(x), float(y)
    inside = shapely.point_on_surface(shape)
    return inside.x, inside.y


def _hatched(shape: Any) -> Floats:
    """Return the lines of a hatching from lower left to upper right, cut by the shape."""
    x0, y0, x1, y1 = shape.bounds
    height = y1 - y0
    starts = np.arange(x0 - height, x1, HATCH_STEP * 2**0.5)
    lines = shapely.linestrings([[(x, y1), (x + height, y0)] for x in starts])
    cut = shapely.get_parts(shapely.intersection(lines, shape))
    kept = cut[shapely.get_type_id(cut) == 1]
    ends = [shapely.get_coordinates(shapely.get_point(kept, at)) for at in (0, -1)]
    return np.stack(ends, axis=1)
