"""GCJ-02, the datum of Chinese web maps, to WGS84 and back.

The shift, 400 m in the median and up to 720 m, has no official formula in the open; the one that all public
implementations share is used here in both directions. Backwards it is solved by iteration, to less than a millimetre of
that formula. How near the formula is to the authority's own is not documented; it is far nearer than any boundary that
a map of China shows is to the ground. A file does not say that it is in GCJ-02: whoever brings it must.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SEMI_MAJOR_M: Final = 6_378_245.0
"""Of the Krasovsky ellipsoid, on which the formula is built."""
ECCENTRICITY2: Final = 0.006_693_421_622_965_943
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""The rectangle in degrees outside of which nothing is shifted; Hong Kong, Macau and Taiwan lie inside."""

ITERATIONS: Final = 10
"""Each gains two to three decimal digits; eight reach the precision of a float."""

_ORIGIN_LON, _ORIGIN_LAT = 105.0, 35.0


def from_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return N points given in WGS84 as longitude and latitude in GCJ-02, degrees.

    >>> lon, lat = from_wgs84(116.377817, 39.911954)
    >>> round(float(lon), 6), round(float(lat), 6)
    (116.384047, 39.913345)
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    east, north = _shift(x, y)
    inside = (x >= WEST) & (x <= EAST) & (y >= SOUTH) & (y <= NORTH)
    return np.where(inside, x + east, x), np.where(inside, y + north, y)


def to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Return N points given in GCJ-02 as longitude and latitude in WGS84, degrees: the inverse of `from_wgs84`.

    >>> lon, lat = to_wgs84(*from_wgs84(106.51, 29.5))
    >>> round(float(lon), 8), round(float(lat), 8)
    (106.51, 29.5)
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    guess_x, guess_y = x, y
    for _ in range(ITERATIONS):
        shifted_x, shifted_y = from_wgs84(guess_x, guess_y)
        guess_x, guess_y = guess_x + x - shifted_x, guess_y + y - shifted_y
    return guess_x, guess_y


def _shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return how far east and north, in degrees, the points are moved."""
    x, y = lon - _ORIGIN_LON, lat - _ORIGIN_LAT
    waves = 20 * np.sin(6 * math.pi * x) + 20 * np.sin(2 * math.pi * x)
    root = 0.1 * np.sqrt(np.abs(x))
    east_m = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + root + (waves + _swell(x, (20, 40), (150, 300))) * 2 / 3
    north_m = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 2 * root
    north_m += (waves + _swell(y, (20, 40), (160, 320))) * 2 / 3
    radians = np.radians(lat)
    flattened = 1 - ECCENTRICITY2 * np.sin(radians) ** 2
    meridian = SEMI_MAJOR_M * (1 - ECCENTRICITY2) / flattened**1.5
    parallel = SEMI_MAJOR_M / np.sqrt(flattened) * np.cos(radians)
    # at a pole a parallel has no length; nothing there is ever shifted
    return np.degrees(east_m / np.maximum(parallel, 1.0)), np.degrees(north_m / meridian)


def _swell(at: Floats, short: tuple[float, float], long: tuple[float, float]) -> Floats:
    """Return waves of 2, 6, 24 and 60 degrees, in metres."""
    angle = math.pi * at
    found: Floats = short[0] * np.sin(angle) + short[1] * np.sin(angle / 3)
    return found + long[0] * np.sin(angle / 12) + long[1] * np.sin(angle / 30)
