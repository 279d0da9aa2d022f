"""GCJ-02: known points, the way back, and what is left alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.places.own import gcj02

# On which the public implementations agree (tests of googollee/eviltransform): lat, lon in WGS84, then in GCJ-02.
KNOWN = [
    ("Shanghai", 31.1774276, 121.5272106, 31.17530398364597, 121.531541859215),
    ("Shenzhen", 22.543847, 113.912316, 22.540796131694766, 113.9171764808363),
    ("Beijing", 39.911954, 116.377817, 39.91334545536069, 116.38404722455657),
]
INLAND = {"lon": st.floats(73.5, 135.0), "lat": st.floats(3.5, 53.5)}
GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize(("place", "lat", "lon", "shifted_lat", "shifted_lon"), KNOWN)
def test_known_points(place: str, lat: float, lon: float, shifted_lat: float, shifted_lon: float) -> None:
    assert gcj02.from_wgs84(lon, lat) == pytest.approx((shifted_lon, shifted_lat), abs=1e-10)
    assert gcj02.to_wgs84(shifted_lon, shifted_lat) == pytest.approx((lon, lat), abs=1e-9)


@given(**INLAND)
def test_the_way_back_is_good_to_a_millimetre(lon: float, lat: float) -> None:
    there = gcj02.from_wgs84(lon, lat)
    back = gcj02.to_wgs84(*there)
    assert GEOD.inv(lon, lat, *map(float, back))[2] < 0.001


def test_the_shift_is_as_large_as_stated() -> None:
    rng = np.random.default_rng(2002)
    lon, lat = rng.uniform(73.5, 135, 20_000), rng.uniform(3.5, 53.5, 20_000)
    metres = GEOD.inv(lon, lat, *gcj02.from_wgs84(lon, lat))[2]
    assert 380 < np.median(metres) < 420
    assert metres.max() < 720


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (139.7, 35.7), (-77.0, 38.9), (12.5, 41.9), (0.0, 90.0)])
def test_points_abroad_are_left_alone(lon: float, lat: float) -> None:
    assert gcj02.from_wgs84(lon, lat) == (lon, lat)
    assert gcj02.to_wgs84(lon, lat) == (lon, lat)
