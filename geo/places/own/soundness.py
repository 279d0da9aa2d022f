"""How sound a layer of areas is: shapes repaired, gaps and overlaps, in km² and as a share of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.errors import BoundaryError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Shapes = npt.NDArray[np.object_]

TANGLED: Final = 20.0
"""Boxes of other edges that an edge's own box meets, on average. Real layers stay under 10; a polygon that crosses
itself everywhere has as many as it has edges, and repairing it would take days."""

EQUAL_AREA: Final = "ESRI:102025"
"""Asia North Albers, in metres."""

_SAMPLED, _AT_ONCE = 1000, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What was measured of N areas, in km²; `gap_share` and `overlap_share` are parts of `area_km2`, 0 to 1.

    A gap is land that all areas together enclose and none covers; `largest_gap` is a corner (lon, lat)
    of the largest.
    """

    area_km2: float
    gap_km2: float
    overlap_km2: float
    gaps: int
    largest_gap: tuple[float, float] | None

    @property
    def gap_share(self) -> float:
        """Gaps as a part of the area covered."""
        return self.gap_km2 / self.area_km2 if self.area_km2 else 0.0

    @property
    def overlap_share(self) -> float:
        """What is covered more than once as a part of the area covered."""
        return self.overlap_km2 / self.area_km2 if self.area_km2 else 0.0


def refuse_tangles(shapes: Shapes, name: str) -> None:
    """Refuse shapes whose edges cross each other so often that no computer would finish repairing them.

    Raises
    ------
    BoundaryError
        When they do.
    """
    import numpy as np
    import shapely

    lines, ring = shapely.get_coordinates(shapely.get_rings(_parts(shapes)), return_index=True)
    joined = ring[1:] == ring[:-1]
    starts, ends = lines[:-1][joined], lines[1:][joined]
    if not len(starts):
        return
    boxes = shapely.box(*np.minimum(starts, ends).T, *np.maximum(starts, ends).T)
    tree = shapely.STRtree(boxes)
    sample = np.linspace(0, len(boxes) - 1, min(_SAMPLED, len(boxes))).astype(int)
    met = 0
    for at in range(0, len(sample), _AT_ONCE):
        met += tree.query(boxes[sample[at : at + _AT_ONCE]]).shape[1]
        if met > TANGLED * len(sample):
            raise BoundaryError(f"{name}: its lines cross each other everywhere: these are no boundaries")


def _parts(shapes: Shapes) -> Shapes:
    import shapely

    return shapely.get_parts(shapely.get_parts(shapes))


def repaired(shapes: Shapes) -> tuple[Shapes, tuple[int, ...]]:
    """Return shapes of which each is valid, areas only, and the positions of those that were changed for it."""
    import numpy as np
    import shapely

    broken = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    made = shapes.copy()
    for at in broken.tolist():
        made[at] = _areas(shapely.make_valid(shapes[at]))
    return made, tuple(broken.tolist())


def _areas(shape: Any) -> Any:
    import shapely

    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)).tolist() if part.geom_type == "Polygon"]
    return shapely.union_all(parts)


def measure(shapes: Sequence[Any]) -> Soundness:
    """Measure N valid areas in EPSG:4326."""
    import geopandas as gpd
    import shapely

    flat = gpd.GeoSeries(list(shapes), crs=4326).to_crs(EQUAL_AREA)
    whole = shapely.union_all(shapely.make_valid(flat.to_numpy()))
    parts = [part for part in shapely.get_parts(whole).tolist() if part.geom_type == "Polygon"]
    # a part inside a hole of another is an enclave: what lies between the two is the gap
    filled = shapely.union_all([shapely.Polygon(part.exterior) for part in parts])
    gaps = [gap for gap in shapely.get_parts(shapely.difference(filled, whole)).tolist() if gap.area > 0]
    largest = max(gaps, key=lambda gap: gap.area, default=None)
    return Soundness(
        area_km2=whole.area / 1e6,
        gap_km2=sum(gap.area for gap in gaps) / 1e6,
        overlap_km2=max(0.0, float(flat.area.sum()) - whole.area) / 1e6,
        gaps=len(gaps),
        largest_gap=None if largest is None else _degrees(largest),
    )


def _degrees(shape: Any) -> tuple[float, float]:
    import geopandas as gpd
    import shapely

    # a corner: a sliver has an area, and may have no point inside that a float can say
    corner = shapely.points(shapely.get_coordinates(shape)[0])
    point = gpd.GeoSeries([corner], crs=EQUAL_AREA).to_crs(4326).iloc[0]
    return round(float(point.x), 3), round(float(point.y), 3)
