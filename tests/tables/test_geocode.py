"""Every row gets an answer: a code with its reason, or why there is none."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.geocode import ADDED, geocode, resolve
from geo.tables.schema import COLUMNS, check, read_places, read_table
from geo.tables.writing import csv_bytes
from tests.strategies import CODES, HOSTILE, PLACES, fact_rows
from tests.tables.test_schema import as_csv

# The names and codes that any geocoder of China's regions has to get right (GB/T 2260).
KNOWN = [
    ("Jiulongpo", "九龙坡", "500107"),
    ("Changsha", "长沙", "430100"),
    ("Chongqing", "重庆", "500000"),
    ("Ganzhou", "赣州", "360700"),
    ("Xilingol", "锡林郭勒", "152500"),
    ("Honghe", "红河州", "532500"),
    ("Kashgar", "喀什", "653100"),
    ("Kashi", "喀什地区", "653100"),
    ("Yanbian", "延边州", "222400"),
    ("Xiangxi", "湘西", "433100"),
    ("Enshi", "恩施", "422800"),
    ("Hotan", "和田", "653200"),
    ("Ngari", "阿里", "542500"),
    ("Heihe", "黑河", "231100"),
    ("Pingxiang (Guangxi)", "广西凭祥", "451481"),
    ("Khorgos", "霍尔果斯", "654004"),
    ("Manzhouli", "满洲里", "150781"),
    ("Erenhot", "二连浩特", "152501"),
    ("Hekou", "河口", "532532"),
]
AMBIGUOUS = {
    "Chaoyang": {"110105", "211300"},
    "朝阳": {"110105", "211300"},
    "Suzhou": {"320500", "341300"},
    "Yichun": {"360900", "230700"},
    "Yulin": {"610800", "450900"},
    "Taizhou": {"321200", "331000"},
    "Fuzhou": {"350100", "361000"},
}


def facts(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return check(pd.DataFrame([{"date": "2024", "title": "t", "place": ""} | row for row in rows]))


def one(**row: Any) -> pd.Series:  # type: ignore[type-arg]
    return geocode(facts([row])).iloc[0]


@pytest.mark.parametrize(("en", "zh", "code"), KNOWN)
def test_known_names_in_both_languages(en: str, zh: str, code: str) -> None:
    table = geocode(facts([{"place": en}, {"place": zh}]))
    assert table["adcode"].tolist() == [code, code]
    assert table["resolution"].isin(["exact", "context"]).all()
    assert (table["province"] == gazetteer().province_of(code)).all()
    unit = gazetteer().unit(code)
    assert table["level"].tolist() == [unit.level] * 2
    assert table[["lat", "lon"]].to_numpy().tolist() == [[unit.lat, unit.lon]] * 2


@pytest.mark.parametrize(("name", "codes"), AMBIGUOUS.items())
def test_a_name_of_several_places_stays_open_with_all_of_them(name: str, codes: set[str]) -> None:
    row = one(place=name)
    assert (row["resolution"], row["adcode"], row["level"], row["province"]) == ("ambiguous", "", "", "")
    assert codes <= set(row["candidates"].split(";"))
    assert np.isnan(row["lat"])
    assert np.isnan(row["lon"])
    assert "add the province" in row["reason"]


@settings(deadline=None, max_examples=40)
@given(fact_rows())
def test_every_row_is_answered_and_nothing_else_changes(rows: list[dict[str, Any]]) -> None:
    table = read_table(as_csv(rows)).table
    table = table.set_axis(range(len(table), 0, -1), axis="index")
    before = table.copy()
    out = geocode(table)
    assert_frame_equal(table, before)
    assert out.index.equals(table.index)
    assert set(ADDED) <= set(out.columns)
    same = [column for column in table.columns if column not in ("adcode", "lat", "lon")]
    assert_frame_equal(out[same], table[same])
    given_code, given_point = table["adcode"] != "", table["lat"].notna()
    assert (out.loc[given_code, "adcode"] == table.loc[given_code, "adcode"]).all()
    assert_frame_equal(out.loc[given_point, ["lat", "lon"]], table.loc[given_point, ["lat", "lon"]])
    for _, row in out.iterrows():
        answered(row)


def answered(row: pd.Series) -> None:  # type: ignore[type-arg]
    assert row["resolution"] in ("exact", "context", "ambiguous", "unknown")
    assert row["reason"]
    placed = row["resolution"] in ("exact", "context")
    assert placed == bool(row["level"])
    assert bool(row["adcode"]) == (placed and row["level"] != "other")
    assert row["adcode"] == "" or row["adcode"] in gazetteer().units or row["adcode"] in regions()
    assert all(code in gazetteer().units for code in row["candidates"].split(";") if code)
    assert row["resolution"] != "ambiguous" or ";" in row["candidates"]


@settings(deadline=None, max_examples=20)
@given(fact_rows())
def test_an_output_read_again_comes_out_the_same(rows: list[dict[str, Any]]) -> None:
    once = geocode(read_table(as_csv(rows)).table)
    again = geocode(read_table(csv_bytes(once)).table)
    assert_frame_equal(again, once)


def test_a_row_is_answered_alike_alone_and_among_others() -> None:
    rows = [{"place": place, "adcode": code} for place in (*PLACES, *HOSTILE) for code in CODES]
    rows += [{"place": place, "lat": "29.5", "lon": "106.5"} for place in PLACES]
    calls: list[tuple[int, int]] = []
    table = facts(rows)
    together = geocode(table, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1][0] == calls[-1][1] == len(calls) <= len(rows)
    for position in range(0, len(rows), 17):
        alone = geocode(check(table.iloc[[position]]))
        assert_frame_equal(alone, together.iloc[[position]])


@pytest.mark.parametrize(
    ("row", "adcode", "level", "reason"),
    [
        ({"adcode": "500107"}, "500107", "county", "given as a code"),
        ({"adcode": "500107", "place": "Chongqing"}, "500107", "county", "given as a code"),
        ({"adcode": "500000", "place": "Jiulongpo"}, "500000", "province", "given as a code"),
        ({"adcode": "211300", "place": "朝阳"}, "211300", "prefecture", "given as a code"),
        ({"adcode": "500107", "place": "a park"}, "500107", "county", "given as a code"),
        ({"adcode": "western", "place": "Chongqing"}, "western", "region", "given as a code"),
        (
            {"adcode": "430100", "place": "Chongqing"},
            "430100",
            "prefecture",
            "given as a code; the place as written, 'Chongqing', means 500000",
        ),
        (
            {"adcode": "northeast", "place": "Chongqing"},
            "northeast",
            "region",
            "given as a code; the place as written, 'Chongqing', means 500000",
        ),
        ({"place": "western region"}, "western", "region", "named region: western region"),
        ({"place": "500107"}, "500107", "county", "given as a code"),
        ({"place": "border_areas"}, "border_areas", "region", "given as a code"),
    ],
)
def test_a_code_wins_and_a_contradiction_is_told(row: dict[str, str], adcode: str, level: str, reason: str) -> None:
    found = one(**row)
    assert (found["resolution"], found["adcode"], found["level"], found["reason"]) == ("exact", adcode, level, reason)


@pytest.mark.parametrize(
    ("place", "within", "adcode"),
    [
        ("Suzhou", "Anhui", "341300"),
        ("Suzhou", "320000", "320500"),
        ("朝阳", "辽宁省", "211300"),
        ("鼓楼区", "南京", "320106"),
        ("Pingxiang", "Guangxi", "451481"),
        ("重庆", "重庆市", "500000"),
        ("", "Hunan", "430000"),
        ("Changsha", "nowhere at all", "430100"),
    ],
)
def test_the_unit_around_a_place_decides(place: str, within: str, adcode: str) -> None:
    found = one(place=place, within=within)
    assert found["adcode"] == adcode
    assert ("not understood" in found["reason"]) == (within == "nowhere at all")
    assert ("no place is given" in found["reason"]) == (place == "")


def test_a_contradiction_with_the_unit_around_is_unknown_not_guessed() -> None:
    found = one(place="Changsha", within="Guangdong")
    assert (found["resolution"], found["adcode"], found["candidates"]) == ("unknown", "", "430100;430121")


def test_a_point_of_the_table_wins_over_the_point_of_the_unit() -> None:
    found = one(place="Changsha", lat="28.2", lon="113.0")
    assert (found["adcode"], found["lat"], found["lon"]) == ("430100", 28.2, 113.0)


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("", "coordinates given"),
        ("a park", "coordinates given; no place called 'a park'"),
        ("Suzhou", "coordinates given; "),
    ],
)
def test_a_bare_point_is_exact_without_a_code(place: str, reason: str) -> None:
    found = one(place=place, lat="28.2", lon="113.0")
    assert (found["resolution"], found["adcode"], found["level"], found["province"]) == ("exact", "", "other", "")
    assert found["reason"].startswith(reason)
    assert ("320500" in found["candidates"]) == (place == "Suzhou")


def test_a_row_that_does_not_say_where() -> None:
    found = one()
    assert (found["resolution"], found["reason"]) == ("unknown", "no place is given")


def test_a_near_name_is_suggested_never_taken() -> None:
    found = one(place="Chonging")
    assert (found["resolution"], found["adcode"]) == ("unknown", "")
    assert "500000" in found["candidates"].split(";")


def test_a_region_of_one_province_lies_in_it_and_others_in_none() -> None:
    assert one(place="Xiong'an New Area")["province"] == "130000"
    assert one(adcode="western")["province"] == ""
    lat, lon = regions()["western"].anchors[0]
    assert one(adcode="western")[["lat", "lon"]].tolist() == [lat, lon]


def test_columns_of_the_table_s_own_are_kept_beside_the_results() -> None:
    frame = pd.DataFrame({"date": ["2024"], "title": ["t"], "place": ["Changsha"], "within": [""], "level": ["high"]})
    frame["province"], frame["level_given"] = "mine", "before"
    out = geocode(check(frame))
    assert out.loc[0, ["level", "province"]].tolist() == ["prefecture", "430000"]
    assert out.loc[0, ["province_given", "level_given", "level_given_given"]].tolist() == ["mine", "before", "high"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    found = one(place=text)
    assert found["resolution"] in ("unknown", "ambiguous", "exact", "context")
    assert found["place"] == text.strip()


def test_a_list_of_places_is_enough() -> None:
    out = geocode(read_places("地名,人口\n长沙,5\n朝阳,\n".encode()).table)
    assert out.columns.tolist() == ["place", "人口", *ADDED]
    assert out["adcode"].tolist() == ["430100", ""]


def test_an_empty_table_stays_one() -> None:
    out = geocode(read_table(b"date,title,place\n").table)
    assert len(out) == 0
    assert out.columns.tolist() == [*COLUMNS, "level", "province", "resolution", "candidates", "reason"]
    assert out["reason"].dtype == "str"


def test_what_lies_around_has_to_be_known() -> None:
    found = resolve("Suzhou", within="Atlantis")
    assert found.certainty == "unknown"
    assert "no place called 'Atlantis' to look within" in found.reason
    assert resolve("  500107 ").code == "500107"
    assert resolve("999999").certainty == "unknown"
    assert resolve("").certainty == "unknown"


def test_the_collector_runs_again_whatever_happens() -> None:
    def stopped(_done: int, _all: int) -> None:
        assert not gc.isenabled()
        raise KeyboardInterrupt

    table = read_places(b"place\nChangsha\n").table
    with pytest.raises(KeyboardInterrupt):
        geocode(table, progress=stopped)
    assert gc.isenabled()
    geocode(table)
    assert gc.isenabled()
    gc.disable()
    try:
        geocode(table)
        assert not gc.isenabled()
    finally:
        gc.enable()
