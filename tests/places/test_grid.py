"""The grid against the polygons themselves: shapely is the oracle, for any boundaries and for hostile points."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.errors import BoundaryError
from geo.places.boundaries import provinces
from geo.places.grid import NOWHERE, PointIndex
from geo.places.lookup import provinces_index

# Few values, so that drawn polygons share corners, edges and cell borders.
STEPS = st.integers(0, 12).map(lambda step: step / 3)
CORNERS = st.tuples(STEPS, STEPS)


def oracle(units: gpd.GeoDataFrame, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the first unit, in code order, that shapely says a point intersects; -1 for none."""
    held = np.array([shapely.intersects_xy(shape, x, y) for shape in units.sort_index().geometry])
    return np.where(held.any(axis=0), held.argmax(axis=0), NOWHERE)


def around(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points and their neighbours among the floats: a rounding more or less decides for them."""
    up, down = np.nextafter(points, np.inf), np.nextafter(points, -np.inf)
    mixed = [np.column_stack(pair) for pair in ((up[:, 0], down[:, 1]), (down[:, 0], up[:, 1]))]
    return np.concatenate([points, up, down, *mixed])


def adversarial(units: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return corners, middles of edges, corners of bounds, and what lies a float beside each."""
    shapes = units.geometry.to_numpy()
    corners = shapely.get_coordinates(shapes)
    halves = shapely.get_coordinates(shapely.line_interpolate_point(shapely.boundary(shapes), 0.5, normalized=True))
    bounds = shapely.bounds(shapes).reshape(-1, 2)
    edges = (corners[1:] + corners[:-1]) / 2
    return around(np.concatenate([corners, halves, bounds[np.isfinite(bounds).all(axis=1)], edges]))


@st.composite
def boundaries(draw: st.DrawFn) -> gpd.GeoDataFrame:
    """Polygons that may share edges, overlap, have holes or parts, or be empty."""
    shapes = []
    for ring in draw(st.lists(st.lists(CORNERS, min_size=3, max_size=7, unique=True), min_size=1, max_size=6)):
        valid = shapely.make_valid(shapely.Polygon(ring), method="structure", keep_collapsed=False)
        shapes.append(valid if valid.geom_type in ("Polygon", "MultiPolygon") else shapely.Polygon())
    if draw(st.booleans()):
        shapes[0] = shapely.difference(shapes[0], shapes[-1])
    shapes.append(shapely.box(*draw(st.sampled_from([(0, 0, 1, 1), (1, 1, 3, 2), (0, 0, 4, 4)]))))
    polygonal = [shape if shape.geom_type in ("Polygon", "MultiPolygon") else shapely.Polygon() for shape in shapes]
    codes = draw(st.permutations([f"{number:06}" for number in range(len(polygonal))]))
    return gpd.GeoDataFrame(geometry=polygonal, index=codes, crs=4326)


@given(boundaries(), st.integers(8, 40), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_the_grid_answers_as_the_polygons_do(units: gpd.GeoDataFrame, cells: int, random: object) -> None:
    index = PointIndex(units, cells=cells)
    rng = np.random.default_rng(random.getrandbits(32))  # type: ignore[attr-defined]
    points = np.concatenate([adversarial(units), rng.uniform(-1, 5, (200, 2)), rng.integers(0, 13, (100, 2)) / 3])
    expected = oracle(units, *points.T)
    assert (index.at(*points.T) == expected).all()
    assert (index.prepare().at(*points.T) == expected).all()


def test_every_vertex_and_shared_border_of_the_provinces() -> None:
    units = provinces()
    points = adversarial(units)
    points = points[:: max(1, len(points) // 40_000)]
    assert (provinces_index().prepare().at(*points.T) == oracle(units, *points.T)).all()


def test_the_corners_of_the_cells() -> None:
    units = provinces()
    index = PointIndex(units, cells=64)
    frame = index._frame
    column, row = np.meshgrid(np.arange(64 * 16), np.arange(64 * 16))
    chosen = np.random.default_rng(7).permutation(column.size)[:5_000]
    x = column.ravel()[chosen] / 16 / frame.across + frame.west
    y = row.ravel()[chosen] / 16 / frame.up + frame.south
    points = around(np.column_stack((x, y)))
    assert (index.prepare().at(*points.T) == oracle(units, *points.T)).all()


def test_on_a_shared_border_the_lowest_code_answers_whatever_the_order_of_the_rows() -> None:
    east, west = shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)
    for codes, shapes in ((["a", "b"], [east, west]), (["b", "a"], [west, east])):
        index = PointIndex(gpd.GeoDataFrame(geometry=shapes, index=codes, crs=4326)).prepare()
        assert index.codes[index.at([1.0, 1.0, 0.5], [0.5, 1.0, 0.5])].tolist() == ["a", "a", "b"]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308, -1e308, 181.0])
def test_what_is_no_place_on_earth_lies_nowhere(value: float) -> None:
    index = provinces_index().prepare()
    assert index.at([value, 106.5, value], [29.5, value, value]).tolist() == [NOWHERE] * 3


def test_no_points_no_answers() -> None:
    assert provinces_index().prepare().at([], []).tolist() == []


def test_other_crs_are_converted() -> None:
    units = gpd.GeoDataFrame(geometry=[shapely.box(100, 20, 110, 30)], index=["x"], crs=4326).to_crs(3857)
    assert PointIndex(units).at([105.0, 99.0], [25.0, 25.0]).tolist() == [0, NOWHERE]


@pytest.mark.parametrize(
    ("shape", "crs", "message"),
    [
        (shapely.box(0, 0, 1, 1), None, "no CRS"),
        (shapely.LineString([(0, 0), (1, 1)]), 4326, "no polygon"),
        (shapely.Polygon(), 4326, "empty"),
    ],
)
def test_boundaries_that_cannot_be_searched(shape: shapely.Geometry, crs: int | None, message: str) -> None:
    with pytest.raises(BoundaryError, match=message):
        PointIndex(gpd.GeoDataFrame(geometry=[shape], index=["x"], crs=crs))
