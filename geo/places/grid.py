"""From points to units at speed, for any boundaries: a grid of two levels that answers exactly.

A coarse cell through which no boundary passes has one answer for all its points. The others are cut into small cells,
of which again only those on a boundary leave a question; it is put to the prepared polygons themselves. So the answer
is that of the polygons everywhere, and most points are answered by one or two look-ups in a table.

Coordinates are degrees, WGS84. Cells are half open towards east and north; an edge belongs to every cell that comes
within `_MARGIN` of it, so that no rounding puts a point into a cell whose answer is another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import BoundaryError

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
    from shapely import STRtree

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

NOWHERE = -1
"""The position of a point that lies in no unit."""

_CELLS = 1024
_PARTS = 16  # small cells to a side of a coarse one
_MARGIN = 1e-6  # of a small cell; coordinates in cells are rounded at some 1e-12
_OPEN = -2  # no answer yet
_MANY = 200_000  # points from which on making the tables is worth its time
_BLOCK = 1 << 16  # points looked up at a time: their cells stay in the cache


class PointIndex:
    """Units by the points in them.

    The tables of the grid are made when `_MANY` points are asked for at once, or on `prepare`; until then the polygons
    are asked one by one, with the same answers.

    Parameters
    ----------
    units
        Polygons in a known CRS, indexed by code. Empty and missing geometries hold no point.
    cells
        Coarse cells to a side: more take longer to make and answer more points at once.

    Raises
    ------
    BoundaryError
        When the CRS is unknown, a geometry is no polygon, or all are empty.
    """

    def __init__(self, units: gpd.GeoDataFrame, *, cells: int = _CELLS) -> None:
        import numpy as np
        import shapely

        if units.crs is None:
            raise BoundaryError("the boundaries have no CRS: name it with set_crs() before they are searched")
        frame = units.sort_index().to_crs(4326)
        self.codes: NDArray[np.str_] = np.asarray(frame.index, dtype=str)
        self.shapes: NDArray[np.object_] = frame.geometry.to_numpy()
        wrong = ~np.isin(shapely.get_type_id(self.shapes), (-1, 3, 6))
        if wrong.any():
            raise BoundaryError(f"{self.codes[wrong][0]} is no polygon: only areas can be searched for points")
        shapely.prepare(self.shapes)
        self._polygons = _Polygons(shapes=self.shapes, tree=shapely.STRtree(self.shapes))
        self._frame = _Frame.around(self.shapes, cells)
        self._grid: _Grid | None = None

    def prepare(self) -> PointIndex:
        """Make the tables now; return the index itself."""
        self._tables()
        return self

    def _tables(self) -> _Grid:
        if self._grid is None:
            self._grid = _made(self._polygons, self._frame)
        return self._grid

    def at(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int32]:
        """Return for N points the position in `codes` of the unit that each lies in, `NOWHERE` for none.

        A point on a boundary lies in the unit; of several units that hold it, the lowest code answers. NaN lies
        nowhere.
        """
        import numpy as np

        x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        if self._grid is None and x.size < _MANY:
            return self._polygons.lowest(x, y)
        grid = self._tables()
        out = np.empty(x.size, dtype=np.int32)
        for start in range(0, x.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            out[block] = grid.look_up(x[block], y[block])
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Polygons:
    """The prepared polygons themselves, in code order: slow, and the last word."""

    shapes: NDArray[np.object_]
    tree: STRtree

    def holding(self, x: Numbers, y: Numbers) -> tuple[Whole, Whole]:
        """Return the pairs (point, unit) in which the unit holds the point."""
        import shapely

        point, unit = self.tree.query(shapely.points(x, y))
        held = shapely.intersects_xy(self.shapes[unit], x[point], y[point])
        return point[held], unit[held]

    def lowest(self, x: Numbers, y: Numbers) -> NDArray[np.int32]:
        """Return for each point the first unit that holds it, or `NOWHERE`."""
        import numpy as np

        known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        point, unit = self.holding(x[known], y[known])
        answers = np.full(x.size, len(self.shapes), dtype=np.int32)
        np.minimum.at(answers, known[point], unit.astype(np.int32))
        answers[answers == len(self.shapes)] = NOWHERE
        return answers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tiles:
    """The coarse cells on a boundary, by number, and the units that reach into each, in code order.

    Those of the tile at position i are `units[first[i]:first[i + 1]]`.
    """

    cells: Whole
    first: NDArray[np.int32]
    units: NDArray[np.int32]
    polygons: _Polygons

    def ask(self, tile: NDArray[np.int32], x: Numbers, y: Numbers) -> NDArray[np.int32]:
        """Put points to the units that reach into their tile, one after the other, until one holds them."""
        import numpy as np
        import shapely

        answers = np.full(tile.size, NOWHERE, dtype=np.int32)
        first, last = self.first[tile], self.first[tile + 1]
        left = np.arange(tile.size)
        for turn in range(int((last - first).max(initial=0))):
            left = left[first[left] + turn < last[left]]
            unit = self.units[first[left] + turn]
            held = shapely.intersects_xy(self.polygons.shapes[unit], x[left], y[left])
            answers[left[held]] = unit[held]
            left = left[~held]
        return answers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """The two tables: `coarse` holds a unit, or `_OPEN` less the number of a tile; `fine` a unit, or `_OPEN`."""

    frame: _Frame
    tiles: _Tiles
    coarse: NDArray[np.int32]
    fine: NDArray[np.int16 | np.int32]

    def look_up(self, x: Numbers, y: Numbers) -> NDArray[np.int32]:
        """Return the unit of each point."""
        import numpy as np

        u, v = self.frame.cells_of(x, y)
        column, row = u.astype(np.int32), v.astype(np.int32)
        found: NDArray[np.int32] = self.coarse.take(row * np.int32(self.frame.cells) + column)
        cut = np.flatnonzero(found <= _OPEN)
        tile = _OPEN - found[cut]
        small = [((part[cut] - whole[cut]) * _PARTS).astype(np.int32) for part, whole in ((v, row), (u, column))]
        answers = self.fine.take((tile * np.int32(_PARTS) + small[0]) * np.int32(_PARTS) + small[1]).astype(np.int32)
        asked = np.flatnonzero(answers == _OPEN)
        answers[asked] = self.tiles.ask(tile[asked], x[cut[asked]], y[cut[asked]])
        found[cut] = answers
        return found


def _made(polygons: _Polygons, frame: _Frame) -> _Grid:
    import numpy as np

    edges = _edges(polygons.shapes, frame)
    tiles = _tiles(polygons, frame, edges)
    small = _distinct(np.concatenate(list(edges.marked(_PARTS, 1))))
    row, column = np.divmod(small, frame.cells * _PARTS)
    tile = np.searchsorted(tiles.cells, row // _PARTS * frame.cells + column // _PARTS)
    closed = np.zeros((tiles.cells.size, _PARTS, _PARTS), dtype=bool)
    closed[tile, row % _PARTS, column % _PARTS] = True
    return _Grid(frame=frame, tiles=tiles, coarse=_coarse(tiles, frame), fine=_fine(tiles, frame, closed).ravel())


def _tiles(polygons: _Polygons, frame: _Frame, edges: _Edges) -> _Tiles:
    """Return the tiles, each with the units that have an edge there, or lie all around it."""
    import numpy as np

    count = len(polygons.shapes)
    cell, unit = np.divmod(_distinct(np.concatenate(list(edges.marked(1, count)))), count)
    cells = _distinct(cell)
    point, around = polygons.holding(*frame.middles(cells % frame.cells, cells // frame.cells))
    keys = _distinct(np.concatenate((np.searchsorted(cells, cell) * count + unit, point * count + around)))
    first = np.searchsorted(keys // count, np.arange(cells.size + 1))
    return _Tiles(cells=cells, first=first.astype(np.int32), units=(keys % count).astype(np.int32), polygons=polygons)


def _coarse(tiles: _Tiles, frame: _Frame) -> NDArray[np.int32]:
    """Return the coarse table: every run of cells between two tiles has the answer of its first."""
    import numpy as np

    number = frame.cells * frame.cells
    begins = np.zeros(number + 1, dtype=bool)
    begins[:: frame.cells] = True
    begins[tiles.cells] = True
    begins[tiles.cells + 1] = True
    starts = np.flatnonzero(begins[:-1])
    answers = tiles.polygons.lowest(*frame.middles(starts % frame.cells, starts // frame.cells))
    coarse = np.repeat(answers, np.diff(starts, append=number))
    coarse[tiles.cells] = _OPEN - np.arange(tiles.cells.size, dtype=np.int32)
    return coarse


def _fine(tiles: _Tiles, frame: _Frame, closed: NDArray[np.bool_]) -> NDArray[np.int16 | np.int32]:
    """Return the answers of the small cells of each tile, row by row: as above, as beside, or else asked."""
    import numpy as np

    owner = np.full(closed.shape, _OPEN, dtype=np.int16 if len(tiles.polygons.shapes) < 1 << 15 else np.int32)
    across = list(zip(range(1, _PARTS), range(_PARTS - 1), strict=True))
    back = [(left, right) for right, left in reversed(across)]
    for row in range(_PARTS):
        line, free = owner[:, row], ~closed[:, row]
        if row:
            line[:] = np.where(free & ~closed[:, row - 1], owner[:, row - 1], _OPEN)
        _spread(line, free, [*across, *back])
        starts = free & (line == _OPEN)
        starts[:, 1:] &= ~free[:, :-1]
        tile, column = np.nonzero(starts)
        east, north = tiles.cells[tile] % frame.cells * _PARTS + column, tiles.cells[tile] // frame.cells * _PARTS + row
        line[tile, column] = tiles.ask(tile.astype(np.int32), *frame.middles(east, north, _PARTS))
        _spread(line, free, across)
    return owner


def _distinct(numbers: Whole) -> Whole:
    """Return the different numbers in order; a sort is much quicker here than `numpy.unique`, which hashes."""
    import numpy as np

    ordered = np.sort(numbers)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=np.int64(-1)))]


def _spread(line: NDArray[np.int16 | np.int32], free: NDArray[np.bool_], steps: list[tuple[int, int]]) -> None:
    """Carry answers along a row, from free cell to free cell."""
    for to, origin in steps:
        taken = free[:, to] & free[:, origin] & (line[:, to] == _OPEN)
        line[taken, to] = line[taken, origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Degrees as coordinates in cells: an outermost ring of cells lies around all polygons, and holds what is far."""

    west: float
    south: float
    across: float  # cells to a degree
    up: float
    cells: int

    @classmethod
    def around(cls, shapes: NDArray[np.object_], cells: int) -> _Frame:
        import numpy as np
        import shapely

        west, south, east, north = shapely.total_bounds(shapes).tolist()
        if not np.isfinite(west):
            raise BoundaryError("no unit has a geometry: the boundaries are empty")
        across, up = ((cells - 4) / max(size, 1e-9) for size in (east - west, north - south))
        return cls(west=west - 2 / across, south=south - 2 / up, across=across, up=up, cells=cells)

    def cells_of(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Return column and row with their fractions, kept inside the frame; NaN goes to the first cell."""
        import numpy as np

        most = self.cells - 0.5
        with np.errstate(over="ignore"):
            u, v = (x - self.west) * self.across, (y - self.south) * self.up
        return np.fmin(np.fmax(u, 0.0), most), np.fmin(np.fmax(v, 0.0), most)

    def middles(self, column: Whole, row: Whole, parts: int = 1) -> tuple[Numbers, Numbers]:
        """Return the degrees of the middles of cells, with cells cut in `parts` to a side."""
        import numpy as np

        x, y = (column + 0.5) / parts / self.across + self.west, (row + 0.5) / parts / self.up + self.south
        return x.astype(np.float64), y.astype(np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edges:
    """The edges of all rings, each with its unit, in coarse cells."""

    u: NDArray[np.float64]  # N x 2
    v: NDArray[np.float64]
    unit: Whole
    cells: int

    def marked(self, parts: int, units: int) -> Iterator[Whole]:
        """Yield the numbers of cells that the edges touch, with cells cut in `parts` to a side; may come repeatedly.

        With more than one of `units`, a number is that of the cell times `units` plus that of the edge's unit.
        """
        for start in range(0, self.unit.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            u, v = self.u[block] * parts, self.v[block] * parts
            rows, edge = _ranges(v.min(axis=1) - _MARGIN, v.max(axis=1) + _MARGIN)
            low, high = _crossed(u[edge], v[edge], rows)
            columns, piece = _ranges(low - _MARGIN, high + _MARGIN)
            cell = rows[piece] * (self.cells * parts) + columns
            yield _distinct(cell * units + (self.unit[block][edge[piece]] if units > 1 else 0))


def _edges(shapes: NDArray[np.object_], frame: _Frame) -> _Edges:
    import numpy as np
    import shapely

    parts, unit = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = np.flatnonzero(ring[1:] == ring[:-1])
    u, v = frame.cells_of(points[:, 0], points[:, 1])
    ends = np.column_stack((joined, joined + 1))
    return _Edges(u=u[ends], v=v[ends], unit=unit[part[ring[joined]]].astype(np.int64), cells=frame.cells)


def _ranges(low: Numbers, high: Numbers) -> tuple[Whole, Whole]:
    """Return the whole cells of each range `[low, high]`, one after the other, and the range that each belongs to."""
    import numpy as np

    first, last = np.floor(low).astype(np.int64), np.floor(high).astype(np.int64)
    counts = last - first + 1
    owner = np.repeat(np.arange(first.size), counts)
    within = np.arange(owner.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return first[owner] + within, owner


def _crossed(u: Numbers, v: Numbers, rows: Whole) -> tuple[Numbers, Numbers]:
    """Return the westernmost and easternmost `u` of each edge within its row."""
    import numpy as np

    rise = v[:, 1] - v[:, 0]
    level = np.abs(rise) < _MARGIN
    slope = np.where(level, 0.0, (u[:, 1] - u[:, 0]) / np.where(level, 1.0, rise))
    least, most = u.min(axis=1), u.max(axis=1)
    ends = [
        np.clip(u[:, 0] + (np.clip(edge, v.min(axis=1), v.max(axis=1)) - v[:, 0]) * slope, least, most)
        for edge in (rows - _MARGIN, rows + 1 + _MARGIN)
    ]
    low, high = np.minimum(*ends), np.maximum(*ends)
    return np.where(level, least, low), np.where(level, most, high)
