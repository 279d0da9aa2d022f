"""Tables: places to codes, codes to provinces, and the check of a million rows.

python benchmarks/bench_tables.py
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import made  # noqa: E402
from benchmarks.measure import head, line, timed, verdict  # noqa: E402
from geo.places.boundaries import provinces  # noqa: E402
from geo.places.gazetteer import gazetteer  # noqa: E402
from geo.tables.geocode import geocode, resolve  # noqa: E402
from geo.tables.join import join, roll_up  # noqa: E402
from geo.tables.schema import PlacesTable, check  # noqa: E402

ROWS, NAMES = 1_000_000, 50_000


def facts() -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        return pd.read_parquet(made.facts(ROWS, Path(folder) / "facts.parquet"))


def distinct_names() -> list[str]:
    """Return different spellings of units: names alone, with their province before or after, with and without type."""
    units = gazetteer().units
    forms = [
        [name for name, *_ in gazetteer().names()],
        [f"{unit.name_en}, {units[unit.province].name_en}" for unit in units.values()],
        [f"{unit.short_en}, {units[unit.province].short_en}" for unit in units.values()],
        [f"{units[unit.province].name_zh}{unit.name_zh}" for unit in units.values()],
        [f"{units[unit.province].short_zh}{unit.name_zh}" for unit in units.values()],
        [name.upper() for name, *_ in gazetteer().names() if name.isascii()],
        [f"the {name}" for name, lang, *_ in gazetteer().names() if lang == "en"],
        [f"{name}, China" for name, lang, *_ in gazetteer().names() if lang == "en"],
    ]
    return list(dict.fromkeys(itertools.chain.from_iterable(forms)))[:NAMES]


def places(names: list[str]) -> PlacesTable:
    return PlacesTable(pd.DataFrame({"place": pd.array(names, dtype="str")}))


def roll_ups(table: pd.DataFrame) -> None:
    """Codes to provinces, against spatial joins of the same million facts."""
    codes = table["adcode"].astype("category")
    ours, found = timed(lambda: roll_up(codes), 9)
    print(line("roll-up of codes", ours, ROWS))
    units = provinces()[["geometry"]]
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs=4326)
    whole, joined = timed(lambda: gpd.sjoin(points, units, how="left"), 1)
    print(line("geopandas.sjoin", whole, ROWS))

    def of_distinct() -> pd.Series:
        once = table.drop_duplicates(["lat", "lon"])[["lat", "lon"]]
        shapes = gpd.GeoDataFrame(once, geometry=gpd.points_from_xy(once["lon"], once["lat"]), crs=4326)
        return table.merge(
            gpd.sjoin(shapes, units, how="left")[["lat", "lon", "adcode"]], on=["lat", "lon"], how="left"
        )

    print(line("geopandas.sjoin of distinct points", timed(of_distinct, 3)[0], ROWS))
    by_points = joined.loc[~joined.index.duplicated(), "adcode"].to_numpy()
    same = by_points == found.to_numpy()
    print(f"both agree in {same.mean():.2%}; of the others the point lies off a coast or on a border of the boundaries")
    print(verdict("codes to provinces", ours.median * 1000, most=30, unit=" ms"))


def names_to_codes(table: pd.DataFrame) -> None:
    """Places as written to codes: repeated names, and each another."""
    repeated = places(table["place"].tolist())
    ours, placed = timed(lambda: geocode(repeated), 3)
    print(line(f"{table['place'].nunique():,} names, repeated", ours, ROWS))
    sample = np.random.default_rng(1).integers(0, ROWS, 200)
    assert [resolve(repeated["place"].iloc[n]).code for n in sample] == placed["adcode"].iloc[sample].tolist()
    names = distinct_names()
    each, found = timed(lambda: geocode(places(names)), 3)
    print(line(f"{len(names):,} names, each another", each, len(names)))
    print(f"{(found['adcode'] != '').mean():.1%} of these have one answer; "
          f"{(found['resolution'] == 'unknown').mean():.1%} none")  # fmt: skip
    strange = [f"{name[:3]}x{name[3:]}" for name in names[:: len(names) // 4000]]
    lost, _ = timed(lambda: geocode(places(strange)), 1)
    print(line(f"{len(strange):,} misspelt, with suggestions", lost, len(strange)))
    print(verdict("rows of repeated names a second", ROWS / ours.best / 1e6, 1, unit=" M"))
    print(verdict("different names a second", len(names) / each.best / 1000, 50, unit=" k"))


def main() -> int:
    warnings.simplefilter("ignore")
    table = facts()
    print(head("rows"))
    roll_ups(table)
    names_to_codes(table)
    checked, proven = timed(lambda: check(table), 3)
    print(line("check", checked, ROWS))
    geocoded, placed = timed(lambda: geocode(proven), 3)
    print(line("geocode", geocoded, ROWS))
    print(line("join", timed(lambda: join(placed), 3)[0], ROWS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
