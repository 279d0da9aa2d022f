"""Polygons as shared arcs of whole numbers: a border between two provinces is written once.

Coordinates are rounded to a grid, rings are cut where three areas meet, each piece is thinned by itself, so that
neighbours keep one common line, and written as differences. A ring is a list of arcs; ``~n`` is arc `n` backwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.timeline.pack import zigzag

Integers = npt.NDArray[np.int64]
Point = tuple[int, int]
Arc = tuple[Point, ...]

GRID_DEGREES: Final = 0.001
SMALL_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """`areas` hold, for each geometry in order, its rings as lists of arc numbers; `arcs` are grid points."""

    areas: tuple[tuple[tuple[int, ...], ...], ...]
    arcs: tuple[Arc, ...]

    def sections(self, prefix: str) -> dict[str, Integers]:
        """Return the columns in which the arcs travel: their lengths, and the differences of their coordinates."""
        points = [np.array(arc, dtype=np.int64) for arc in self.arcs]
        steps = np.concatenate([np.diff(arc, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)) for arc in points])
        return {
            f"{prefix}_arc_length": np.array([len(arc) for arc in self.arcs], dtype=np.int64),
            f"{prefix}_arc_x": zigzag(steps[:, 0]),
            f"{prefix}_arc_y": zigzag(steps[:, 1]),
        }


@dataclass(slots=True)
class _Arcs:
    """Arcs found so far, each under its ends and its thinned points, whichever way it is walked."""

    tolerance: float
    found: dict[Arc, int] = field(default_factory=dict)
    kept: list[Arc] = field(default_factory=list)

    def number(self, arc: Arc) -> int:
        backwards = arc[::-1]
        if arc in self.found:
            return self.found[arc]
        if backwards in self.found:
            return ~self.found[backwards]
        self.found[arc] = len(self.kept)
        self.kept.append(_thinned(arc, self.tolerance))
        return self.found[arc]


def topology(
    geometries: Iterable[BaseGeometry], *, tolerance_degrees: float, smallest_degrees2: float = 0.0
) -> Topology:
    """Return polygons as shared arcs.

    Parameters
    ----------
    geometries
        N polygons or multipolygons, EPSG:4326; where they touch they share their vertices.
    tolerance_degrees
        Vertices nearer than this to the line without them are dropped.
    smallest_degrees2
        Parts of less area are dropped, unless they are more than a hundredth of their geometry.
    """
    areas = [_rings(geometry, smallest_degrees2) for geometry in geometries]
    corners = _corners(ring for rings in areas for ring in rings)
    arcs = _Arcs(tolerance=tolerance_degrees / GRID_DEGREES)
    numbered = tuple(tuple(tuple(map(arcs.number, _cut(ring, corners))) for ring in rings) for rings in areas)
    return Topology(areas=numbered, arcs=tuple(arcs.kept))


def _rings(geometry: BaseGeometry, smallest: float) -> list[Arc]:
    parts = sorted(shapely.get_parts(geometry).tolist(), key=lambda part: -part.area)
    least = min(smallest, SMALL_SHARE * geometry.area)
    kept = [part for part in parts if part.area >= least]
    lines = [line for part in kept for line in (part.exterior, *part.interiors)]
    return [ring for line in lines if len(ring := _gridded(line)) > 2]


def _gridded(line: BaseGeometry) -> Arc:
    """Return the open ring on the grid, without repeated points, from its smallest point on."""
    points = np.rint(shapely.get_coordinates(line) / GRID_DEGREES).astype(np.int64)
    moved = np.any(np.diff(points, axis=0, prepend=points[:1] - 1) != 0, axis=1)
    ring = [(int(x), int(y)) for x, y in points[moved]]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    start = ring.index(min(ring))
    return tuple(ring[start:] + ring[:start])


def _corners(rings: Iterable[Arc]) -> frozenset[Point]:
    """Return the points at which different rings part: those with more than two neighbours over all rings."""
    beside: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for before, point, after in zip((ring[-1], *ring), ring, (*ring[1:], ring[0]), strict=False):
            beside[point].update((before, after))
    return frozenset(point for point, others in beside.items() if len(others) > 2)


def _cut(ring: Arc, corners: frozenset[Point]) -> list[Arc]:
    """Return the ring as arcs from corner to corner; a ring without corners is one closed arc."""
    at = [position for position, point in enumerate(ring) if point in corners]
    if not at:
        return [(*ring, ring[0])]
    turned = ring[at[0] :] + ring[: at[0]]
    stops = [position - at[0] for position in at] + [len(ring)]
    closed = (*turned, turned[0])
    return [closed[start : stop + 1] for start, stop in pairwise(stops)]


def _thinned(arc: Arc, tolerance: float) -> Arc:
    if len(arc) < 4 or tolerance <= 0:
        return arc
    line = shapely.LineString(_opened(arc)).simplify(tolerance, preserve_topology=False)
    thin = tuple((int(x), int(y)) for x, y in shapely.get_coordinates(line))
    if arc[0] == arc[-1]:
        thin = (*thin, arc[0])
    return thin if len(set(thin)) > 2 or arc[0] != arc[-1] else arc


def _opened(arc: Sequence[Point]) -> Sequence[Point]:
    """Return a closed arc without its last point: a line that ends where it starts would be thinned to nothing."""
    return arc[:-1] if arc[0] == arc[-1] else arc
