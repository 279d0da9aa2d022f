"""Provinces by code, by geometry for bare points; every row is counted, placed or not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from geo.errors import RegionNotFound
from geo.places.gazetteer import gazetteer
from geo.places.lookup import province_at
from geo.tables.geocode import geocode
from geo.tables.join import JOINED, PlacedTable, join, placed, tally, targets_provinces, unplaced_by
from geo.tables.schema import check, read_table
from geo.tables.writing import csv_bytes
from tests.strategies import fact_rows
from tests.tables.test_schema import as_csv


def joined(*rows: dict[str, Any]) -> PlacedTable:
    return join(geocode(check(pd.DataFrame([{"date": "2024", "title": "t", "place": ""} | row for row in rows]))))


@settings(deadline=None, max_examples=40)
@given(fact_rows())
def test_no_fact_is_lost(rows: list[dict[str, Any]]) -> None:
    before = geocode(read_table(as_csv(rows)).table)
    table = join(before)
    count = tally(table)
    assert count.rows == len(rows) == len(table)
    assert count.placed + count.unplaced == count.rows
    assert count.dated + count.undated == count.rows
    assert count.drawn + count.rejected == count.rows
    assert sum(count.unplaced_by.values()) == count.unplaced
    assert sum(count.joined_by.values()) == count.placed
    assert sum(count.by_resolution.values()) == sum(count.by_kind.values()) == count.rows
    assert count.undated == sum(row["date"] == "" for row in rows)
    assert table.index.equals(before.index)
    same = [column for column in before.columns if column not in ("province", "level", "resolution", "reason")]
    assert_frame_equal(table[same], before[same])
    assert (table.loc[~placed(table), "reason"] != "").all()
    assert (unplaced_by(table) == "").equals(placed(table).rename("unplaced_by"))


@settings(deadline=None, max_examples=15)
@given(fact_rows())
def test_an_output_read_again_comes_out_the_same(rows: list[dict[str, Any]]) -> None:
    once = join(geocode(read_table(as_csv(rows)).table))
    again = join(geocode(read_table(csv_bytes(once)).table))
    assert_frame_equal(again[once.columns], once)


def test_the_code_and_the_geometry_agree_on_the_points_of_the_gazetteer() -> None:
    # The boundaries are the independent oracle: a seat lies in the province that its code says, or a few km off it.
    units = [unit for unit in gazetteer().units.values() if unit.lat is not None and unit.level != "province"]
    table = joined(*({"lat": unit.lat, "lon": unit.lon} for unit in units))
    by_code = pd.Series([unit.province for unit in units])
    disagree = (table["province"] != by_code) & (table["joined_by"] == "geometry")
    assert disagree.mean() < 0.005
    assert (table["joined_by"] == "geometry").mean() > 0.995


@pytest.mark.parametrize(
    ("row", "province", "by"),
    [
        ({"place": "Jiulongpo"}, "500000", "code"),
        ({"adcode": "TW-TPE"}, "710000", "code"),
        ({"adcode": "430100", "lat": 48.85, "lon": 2.35}, "430000", "code"),
        ({"place": "Xiong'an New Area"}, "130000", "code"),
        ({"place": "western region"}, "", "code"),
        ({"lat": 29.5, "lon": 106.5}, "500000", "geometry"),
        ({"place": "a park", "lat": 29.5, "lon": 106.5}, "500000", "geometry"),
        ({"place": "a park"}, "", ""),
        ({"place": "Suzhou"}, "", ""),
    ],
)
def test_by_code_and_only_bare_points_by_geometry(row: dict[str, Any], province: str, by: str) -> None:
    found = joined(row).iloc[0]
    assert (found["province"], found["joined_by"]) == (province, by)
    assert np.isnan(found["distance_km"]) == (by != "geometry")


def test_a_point_off_the_coast_goes_to_the_nearest_province_with_its_distance() -> None:
    # Some 10 km off Sanya in the open sea, and a point in the middle of Hainan.
    off, inside = (joined({"lat": lat, "lon": 109.5}).iloc[0] for lat in (18.06, 19.2))
    assert (off["province"], off["joined_by"], inside["province"], inside["distance_km"]) == (
        "460000",
        "geometry",
        "460000",
        0,
    )
    assert 1 < off["distance_km"] < 25
    assert tally(joined({"lat": 18.06, "lon": 109.5}, {"place": "Sanya"})).off_coast == 1


def test_a_point_far_from_every_province_is_unknown_and_listed() -> None:
    table = joined({"lat": 48.85, "lon": 2.35}, {"place": "Suzhou"}, {}, {"place": "Chonging"}, {"place": "Sanya"})
    found = table.iloc[0]
    assert (found["province"], found["joined_by"], found["resolution"], found["level"]) == ("", "", "unknown", "")
    assert found["reason"] == "coordinates given, neither in a province nor off its coast within 25 km"
    assert unplaced_by(table).tolist() == ["outside", "ambiguous", "no place", "unknown", ""]
    assert dict(tally(table).unplaced_by) == {"ambiguous": 1, "unknown": 1, "no place": 1, "abroad": 0, "outside": 1}


def test_rejected_facts_are_counted_and_not_drawn() -> None:
    count = tally(joined({"place": "Sanya"}, {"place": "Changsha", "status": "rejected"}))
    assert (count.rows, count.placed, count.rejected, count.drawn) == (2, 2, 1, 1)


def test_points_agree_with_the_look_up_one_by_one() -> None:
    lat, lon = np.linspace(16, 54, 40), np.linspace(74, 134, 40)
    table = joined(*({"lat": y, "lon": x} for y, x in zip(lat, lon, strict=True)))
    for position, (y, x) in enumerate(zip(lat, lon, strict=True)):
        assert table["province"].iloc[position] == province_at([x], [y]).codes[0]


def test_targets_are_expanded_to_provinces() -> None:
    table = joined({"targets": "500107;northeast;500000"}, {"targets": ""}, {"targets": "national"})
    found = targets_provinces(table)
    assert found.name == "targets_provinces"
    assert found.iloc[0] == ("210000", "220000", "230000", "500000")
    assert found.iloc[1] == ()
    assert len(found.iloc[2]) == 34
    with pytest.raises(RegionNotFound):
        targets_provinces(table.assign(targets="nowhere"))


def test_columns_of_the_table_s_own_are_kept_beside_the_results() -> None:
    found = joined({"place": "Sanya", "distance_km": "mine"})
    assert found.columns.tolist()[-2:] == list(JOINED)
    assert found["distance_km_given"].tolist() == ["mine"]


def test_an_empty_table_stays_one() -> None:
    table = join(geocode(read_table(b"date,title,place\n").table))
    assert tally(table).rows == 0
    assert targets_provinces(table).tolist() == []
