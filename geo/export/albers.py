"""The plane of the pictures: Albers' equal-area conic projection, on the ellipsoid of WGS84.

A province's share of the ink is its share of the land, which Mercator's page cannot say of itself. Formulas: J. P.
Snyder, Map Projections: A Working Manual, US Geological Survey Professional Paper 1395 (1987), pages 101-102.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

PARALLELS: Final = (25.0, 47.0)
"""The standard parallels usual for China, degrees north."""
MERIDIAN: Final = 105.0
"""The central meridian, degrees east."""
PROJ: Final = (
    f"+proj=aea +lat_1={PARALLELS[0]:g} +lat_2={PARALLELS[1]:g} +lat_0=0 +lon_0={MERIDIAN:g} +datum=WGS84 +units=m"
)
"""The same projection in PROJ's words."""

_AXIS_M: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257223563
_E2: Final = _FLATTENING * (2 - _FLATTENING)
_E: Final = _E2**0.5


def project(points: npt.ArrayLike) -> Floats:
    """Return points of the globe on the plane.

    Parameters
    ----------
    points
        N x 2: longitude, latitude, degrees WGS84.

    Returns
    -------
    N x 2: metres east of the central meridian, metres north of the equator on it.

    >>> project([[105.0, 0.0], [105.0, 36.0]]).round().tolist()
    [[0.0, 0.0], [0.0, 3847799.0]]
    """
    lon, lat = np.radians(np.asarray(points, dtype=float).reshape(-1, 2)).T
    first, second = np.radians(PARALLELS)
    n = (_m(first) ** 2 - _m(second) ** 2) / (_q(second) - _q(first))
    c = _m(first) ** 2 + n * _q(first)
    rho = _AXIS_M * np.sqrt(c - n * _q(lat)) / n
    origin = _AXIS_M * np.sqrt(c) / n
    theta = n * (lon - np.radians(MERIDIAN))
    return np.column_stack([rho * np.sin(theta), origin - rho * np.cos(theta)])


def _m(lat: Floats) -> Floats:
    return np.asarray(np.cos(lat) / np.sqrt(1 - _E2 * np.sin(lat) ** 2))


def _q(lat: Floats) -> Floats:
    sine = np.sin(lat)
    return np.asarray((1 - _E2) * (sine / (1 - _E2 * sine**2) + np.arctanh(_E * sine) / _E))
