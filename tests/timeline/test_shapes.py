from __future__ import annotations

import pytest
import shapely

from geo.places import boundaries
from geo.timeline.pack import unzigzag
from geo.timeline.shapes import GRID_DEGREES, Topology, topology


def rebuilt(shape: Topology, area: int) -> shapely.Geometry:
    """Return an area as a polygon, from its arcs; rings that lie inside others become holes."""
    rings = []
    for numbers in shape.areas[area]:
        points: list[tuple[int, int]] = []
        for number in numbers:
            arc = shape.arcs[~number][::-1] if number < 0 else shape.arcs[number]
            points += arc[1:] if points else arc
        rings.append(shapely.Polygon([(x * GRID_DEGREES, y * GRID_DEGREES) for x, y in points]).buffer(0))
    whole = rings[0]
    for ring in rings[1:]:
        whole = whole.symmetric_difference(ring)
    return whole


LEFT = shapely.Polygon([(0, 0), (1, 0), (1, 0.5), (1, 1), (0, 1)])
RIGHT = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1, 0.5)])


def test_a_common_border_is_written_once() -> None:
    shape = topology([LEFT, RIGHT], tolerance_degrees=0)
    assert len(shape.arcs) == 3
    numbers = [{number for ring in area for number in ring} for area in shape.areas]
    assert len(numbers[0] & {~number for number in numbers[1]}) == 1


def test_areas_come_back() -> None:
    shape = topology([LEFT, RIGHT], tolerance_degrees=0)
    assert rebuilt(shape, 0).equals(LEFT)
    assert rebuilt(shape, 1).equals(RIGHT)


def test_holes_and_islands_come_back() -> None:
    hole = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (1, 2), (2, 2), (2, 1)]])
    island = shapely.Polygon([(10, 10), (10.4, 10), (10.4, 10.4)])
    both = shapely.MultiPolygon([hole, island])
    shape = topology([both], tolerance_degrees=0)
    assert rebuilt(shape, 0).equals(both)
    assert len(topology([both], tolerance_degrees=0, smallest_degrees2=1).areas[0]) == 2
    assert len(topology([island], tolerance_degrees=0, smallest_degrees2=1).areas[0]) == 1


def test_the_columns_hold_the_arcs() -> None:
    shape = topology([LEFT], tolerance_degrees=0)
    columns = shape.sections("a")
    x = unzigzag(columns["a_arc_x"]).cumsum()
    assert columns["a_arc_length"].tolist() == [len(arc) for arc in shape.arcs]
    assert x.tolist() == [point[0] for point in shape.arcs[0]]


@pytest.fixture(scope="module")
def provinces() -> tuple[list[shapely.Geometry], Topology]:
    geometries = list(boundaries.provinces().geometry)
    return geometries, topology(geometries, tolerance_degrees=0.01, smallest_degrees2=0.002)


def test_every_province_keeps_its_shape(provinces: tuple[list[shapely.Geometry], Topology]) -> None:
    geometries, shape = provinces
    assert len(shape.areas) == 34
    for number, geometry in enumerate(geometries):
        drawn = rebuilt(shape, number).buffer(0)
        differing = drawn.symmetric_difference(geometry).area / geometry.area
        # Macau is 30 square kilometres: a grid of 100 m is coarse for it
        assert differing < (0.02 if geometry.area > 0.5 else 0.2)


def test_provinces_share_their_borders(provinces: tuple[list[shapely.Geometry], Topology]) -> None:
    _, shape = provinces
    used = [number for area in shape.areas for ring in area for number in ring]
    backwards = [number for number in used if number < 0]
    assert len(backwards) > 60
    assert len(set(used)) == len(used)
