"""The land border and the band along it, computed from the boundaries.

The border is the set of edges that a province shares with a neighbouring country; both layers come from one coverage,
so the edges agree to the last bit. Coordinates are degrees, WGS84, in and out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pyproj import Transformer
    from pyproj.enums import TransformDirection
    from shapely.geometry.base import BaseGeometry

BORDER_ZONE_KM = 50
"""Width of the band. Texts mean a county's depth by border areas: their median reach inland is of this order."""

CELL_DEGREES = 2.0
"""Each cell's stretch of border is buffered in an equidistant projection of its own; the error stays below 0.1 %."""

SIMPLIFY_DEGREES = 0.02


def land_border(provinces: Sequence[BaseGeometry], neighbours: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the lines that any province shares with any neighbour.

    Parameters
    ----------
    provinces, neighbours
        Polygons of one coverage: shared edges have the same vertices.
    """
    import shapely

    tree = shapely.STRtree(neighbours)
    left, right = tree.query(list(provinces), predicate="intersects")
    shared = shapely.intersection(_rim(provinces, left), _rim(neighbours, right))
    lines = [part for part in shapely.get_parts(shared, return_index=False) if part.length > 0]
    return shapely.line_merge(shapely.union_all(lines))


def _rim(polygons: Sequence[BaseGeometry], index: NDArray[np.int64]) -> NDArray[np.object_]:
    import numpy as np
    import shapely

    return np.asarray(shapely.boundary(np.asarray(polygons, dtype=object)[index]))


def band(border: BaseGeometry, within: BaseGeometry, *, width_km: float = BORDER_ZONE_KM) -> BaseGeometry:
    """Return the part of `within` that lies no farther than `width_km` from `border`.

    Distances are kept by an azimuthal equidistant projection around each cell of the border. The outline is simplified
    to `SIMPLIFY_DEGREES`.
    """
    import shapely

    zone = shapely.union_all([_buffered(piece, width_km) for piece in _pieces(border)])
    return shapely.intersection(shapely.simplify(zone, SIMPLIFY_DEGREES), within)


def _pieces(border: BaseGeometry) -> list[BaseGeometry]:
    import numpy as np
    import shapely

    west, south, east, north = border.bounds
    lon, lat = np.meshgrid(np.arange(west, east, CELL_DEGREES), np.arange(south, north, CELL_DEGREES))
    cells = shapely.box(lon.ravel(), lat.ravel(), lon.ravel() + CELL_DEGREES, lat.ravel() + CELL_DEGREES)
    pieces = shapely.intersection(border, cells)
    return [piece for piece in pieces if piece.length > 0]


def _buffered(piece: BaseGeometry, width_km: float) -> BaseGeometry:
    import shapely
    from pyproj import CRS, Transformer
    from pyproj.enums import TransformDirection

    west, south, east, north = piece.bounds
    middle = f"+lat_0={(south + north) / 2} +lon_0={(west + east) / 2}"
    plane = CRS.from_proj4(f"+proj=aeqd {middle} +datum=WGS84 +units=km")
    there = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    flat = _projected(piece, there, TransformDirection.FORWARD)
    return _projected(shapely.buffer(flat, width_km), there, TransformDirection.INVERSE)


def _projected(geometry: BaseGeometry, projection: Transformer, direction: TransformDirection) -> BaseGeometry:
    import numpy as np
    import shapely

    def columns(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(projection.transform(points[:, 0], points[:, 1], direction=direction))

    return shapely.transform(geometry, columns)
