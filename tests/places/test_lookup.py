"""Points to provinces, against geopandas and against a dense outline."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.places.boundaries import neighbours, provinces
from geo.places.gazetteer import gazetteer
from geo.places.lookup import BORDER_KM, COAST_KM, province_at

GEOD = Geod(ellps="WGS84")
RNG = np.random.default_rng(34)


def test_strictly_inside_agrees_with_a_spatial_join() -> None:
    lon, lat = RNG.uniform(70, 140, 20_000), RNG.uniform(3, 56, 20_000)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    joined = gpd.sjoin(points, provinces(), predicate="within", how="left")
    expected = joined["adcode"].fillna("").to_numpy(dtype=str)
    found = province_at(lon, lat, coast_km=0)
    assert (found.codes == expected).all()
    assert ((found.distance_km == 0) == (found.codes != "")).all()


def test_off_the_coast_agrees_with_a_dense_outline() -> None:
    lon, lat = RNG.uniform(117, 123, 250), RNG.uniform(21, 41, 250)
    found = province_at(lon, lat)
    coast = shapely.clip_by_rect(provinces().geometry.boundary.to_numpy(), 116, 20, 124, 42)
    outline = dict(zip(provinces().index, shapely.segmentize(coast, 0.001), strict=True))
    dense = np.concatenate([shapely.get_coordinates(line) for line in outline.values()])
    owner = np.concatenate([np.full(shapely.get_num_coordinates(line), code) for code, line in outline.items()])
    abroad = neighbours().geometry.union_all()
    for x, y, code, km in zip(lon, lat, found.codes, found.distance_km, strict=True):
        if km == 0:
            continue
        near = np.hypot((dense[:, 0] - x) * np.cos(np.radians(y)), dense[:, 1] - y) < 0.6
        if not near.any():
            assert code == ""
            continue
        away = GEOD.inv(np.full(near.sum(), x), np.full(near.sum(), y), dense[near, 0], dense[near, 1])[2] / 1000
        if code == "":
            assert away.min() > COAST_KM - 0.1 or shapely.contains_xy(abroad, x, y)
        else:
            assert km == pytest.approx(away.min(), abs=0.1)
            assert away[owner[near] == code].min() == pytest.approx(away.min(), abs=0.1)


def test_across_the_land_border_is_abroad() -> None:
    cities = {"Blagoveshchensk": (127.54, 50.30), "Zabaikalsk": (117.33, 49.65), "Lao Cai": (103.97, 22.485)}
    lon, lat = zip(*cities.values(), strict=True)
    assert list(province_at(lon, lat).codes) == ["", "", ""]


def test_border_towns_are_not_lost_to_the_error_of_the_boundaries() -> None:
    """Three seats that the boundaries put up to 0.7 km abroad."""
    units = [gazetteer().unit(code) for code in ("652702", "533102", "220623")]
    found = province_at([unit.lon for unit in units], [unit.lat for unit in units])
    assert list(found.codes) == [unit.province for unit in units]
    assert ((found.distance_km > 0) & (found.distance_km < BORDER_KM)).all()


@given(
    st.lists(
        st.tuples(
            st.floats(allow_nan=True, allow_infinity=True, width=32),
            st.floats(allow_nan=True, allow_infinity=True, width=32),
        ),
        max_size=20,
    )
)
@settings(deadline=None, max_examples=60)
def test_any_numbers_get_one_answer_each(points: list[tuple[float, float]]) -> None:
    found = province_at([x for x, _ in points], [y for _, y in points])
    assert found.codes.shape == found.distance_km.shape == (len(points),)
    assert (np.isnan(found.distance_km) == (found.codes == "")).all()


@given(st.permutations(range(8)))
@settings(deadline=None, max_examples=30)
def test_the_order_of_points_does_not_matter(order: list[int]) -> None:
    lon = np.array([106.5, 121.9, 122.6, np.nan, 0.0, 114.17, 116.4, 110.0])
    lat = np.array([29.5, 31.0, 30.0, 1.0, 0.0, 22.3, 39.9, 17.9])
    straight, mixed = province_at(lon, lat), province_at(lon[order], lat[order])
    assert (straight.codes[order] == mixed.codes).all()
    assert np.array_equal(straight.distance_km[order], mixed.distance_km, equal_nan=True)


def test_a_missing_coordinate_is_no_place() -> None:
    found = province_at([np.nan, 106.5], [29.5, np.nan])
    assert list(found.codes) == ["", ""]
    assert np.isnan(found.distance_km).all()


def test_uneven_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="2 longitudes and 1 latitudes"):
        province_at([1.0, 2.0], [1.0])
