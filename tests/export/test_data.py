"""Data: what GDAL and pyarrow read back is the table, in its place; the provinces hold the cube's counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given, settings

from geo import pipeline
from geo.errors import ExportError
from geo.export import counts, data, formats
from geo.tables.join import placed as is_placed
from geo.tables.schema import read_table
from geo.timeline.view import View
from tests.strategies import HOSTILE
from tests.timeline.made import placed, tables

ROOT = Path(__file__).parent.parent.parent
ROWS = [
    {
        "date": "2024-04-22",
        "place": "Jiulongpo",
        "title": "visit",
        "title_zh": "考察九龙坡",
        "start": "12",
        "end": "40",
    },
    {"date": "2024-Q2", "place": "western region", "targets": "border_areas", "kind": "directive"},
    {"date": "", "place": "a pier"},
    {"date": "2024-05-01", "place": "Chaoyang"},
    {"date": "2024-05-02", "place": "nowhere"},
]
GEOMETRY = tuple(suffix for suffix in data.WRITERS if suffix != ".csv")


def read(path: Path, layer: str = "facts") -> gpd.GeoDataFrame:
    return gpd.read_parquet(path) if path.suffix == ".parquet" else pyogrio.read_dataframe(path, layer=layer)


@pytest.mark.parametrize("suffix", GEOMETRY)
def test_every_placed_fact_is_a_feature_where_it_happened(suffix: str, tmp_path: Path) -> None:
    table = placed(ROWS)
    done = data.write(table, tmp_path / f"facts{suffix}")
    found = read(tmp_path / f"facts{suffix}")
    assert found.crs.to_epsg() == 4326
    assert (done.rows, done.unplaced, done.size) == (5, 2, (tmp_path / f"facts{suffix}").stat().st_size)
    on_map = found[found.geometry.notna()]
    assert (
        on_map["id"].tolist() == table["id"][is_placed(table) | (table["adcode"] != "")].tolist() == ["f0", "f1", "f2"]
    )
    assert (on_map.geometry.iloc[0].x, on_map.geometry.iloc[0].y) == pytest.approx((106.51056, 29.50268))
    assert (on_map.geometry.iloc[2].x, on_map.geometry.iloc[2].y) == pytest.approx((118.08, 24.45))
    if suffix == ".kml":
        assert len(found) == 3
        assert done.notes == ("2 facts without a place are not in the file: KML has no room for them",)
    else:
        assert len(found) == 5
        assert done.notes == ()
    assert found["title_zh"].iloc[0] == "考察九龙坡"
    assert found["adcode"].iloc[0] == "500107"


@pytest.mark.parametrize("suffix", [".gpkg", ".parquet"])
def test_types_are_kept(suffix: str, tmp_path: Path) -> None:
    data.write(placed(ROWS), tmp_path / f"facts{suffix}")
    if suffix == ".gpkg":
        info = pyogrio.read_info(tmp_path / "facts.gpkg", layer="facts")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert [types[name] for name in ("first_day", "start", "lat", "title")] == [
            "OFTDate",
            "OFTInteger64",
            "OFTReal",
            "OFTString",
        ]
    else:
        schema = pq.read_schema(tmp_path / "facts.parquet")
        assert [str(schema.field(name).type) for name in ("first_day", "start", "lat")] == [
            "date32[day]",
            "int64",
            "double",
        ]
        assert b'"version": "1.1.0"' in schema.metadata[b"geo"]
    found = read(tmp_path / f"facts{suffix}")
    assert pd.to_datetime(found["last_day"]).dt.strftime("%F").tolist()[1] == "2024-06-30"
    assert found["precision"].tolist() == ["day", "quarter", "", "day", "day"]


@pytest.mark.parametrize("suffix", data.WRITERS)
@pytest.mark.parametrize("layer", data.LAYERS)
def test_the_same_table_gives_the_same_bytes(suffix: str, layer: Any, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}{suffix}" for name in ("one", "other")]
    for path in paths:
        data.write(placed(ROWS), path, layer=layer)
    assert paths[0].read_bytes() == paths[1].read_bytes()


@given(tables())
@settings(deadline=None, max_examples=20)
def test_the_provinces_hold_the_counts_of_the_cube(table: pd.DataFrame) -> None:
    dated = table[table["date"] != ""]
    frame = data.provinces(dated).set_index("adcode")
    counted = counts.build(dated, View())
    assert frame["facts"].tolist() == counted.in_provinces(0, counted.days - 1).tolist()
    assert (frame["events"] + frame["directives"]).equals(frame["facts"])
    assert (frame["located"] + frame["aimed"] >= frame["facts"]).all()
    whole = data.provinces(table, View(share="equal"))
    regional = counts.build(table, View(share="equal"))
    somewhere = regional.weights[regional.cube.facts.site[regional.passing]].sum(axis=1) > 0
    assert whole["facts"].sum() == pytest.approx(somewhere.sum())


@given(tables())
@settings(deadline=None, max_examples=20)
def test_no_fact_is_lost(table: pd.DataFrame) -> None:
    frame = data.facts(table, View(statuses=("auto", "confirmed", "corrected", "rejected")))
    assert frame["id"].tolist() == table["id"].tolist()
    assert frame.geometry.notna().tolist() == (table["resolution"] == "exact").tolist()


def test_the_shipped_table_goes_there_and_back(tmp_path: Path) -> None:
    table = pipeline.load(ROOT / "events.csv").table
    data.write(table, tmp_path / "facts.gpkg")
    found = read(tmp_path / "facts.gpkg")
    for column in ("id", "date", "title", "title_zh", "place", "quote"):
        assert found[column].fillna("").tolist() == table[column].tolist()
    polygons = read(tmp_path / "facts.gpkg", "provinces").set_index("adcode")
    points = found[(found["level"] == "county") & found.geometry.notna()]
    assert len(points)
    assert all(polygons.geometry[row.province].contains(row.geometry) for row in points.itertuples())


def test_a_csv_reads_back_and_an_excel_csv_runs_nothing(tmp_path: Path) -> None:
    rows = [
        {"date": "2024-04-22", "place": "Changsha", "title": text.replace("\r", " ")}
        for text in HOSTILE
        if text.strip()
    ]
    table = placed(rows)
    data.write(table, tmp_path / "facts.csv")
    assert read_table(tmp_path / "facts.csv").table["title"].tolist() == [text.strip() for text in table["title"]]
    data.write(table, tmp_path / "excel.csv", excel=True)
    raw = (tmp_path / "excel.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    titles = pd.read_csv(tmp_path / "excel.csv", dtype=str, keep_default_na=False)["title"]
    assert not titles.str.match(r"[=+\-@＝]").any()


@pytest.mark.parametrize("suffix", GEOMETRY)
def test_hostile_texts_and_columns_stay_text(suffix: str, tmp_path: Path) -> None:
    rows = [{"date": "2024-04-22", "place": "a pier", "title": text} for text in HOSTILE]
    own = {
        "fid": "7",
        "FID": "8",
        "geom": "x",
        "geometry": "y",
        "icon": "http://example.org/i",
        "Precision": "z",
        "Note": "n",
    }
    table = placed(rows).assign(**own)
    data.write(table, tmp_path / f"facts{suffix}")
    found = read(tmp_path / f"facts{suffix}")
    title = "Name" if suffix == ".kml" else "title"
    norm = [text.replace("\r\n", "\n").replace("\r", "\n") for text in found[title]]
    assert norm == [text.replace("\r\n", "\n").replace("\r", "\n") for text in HOSTILE]
    kept = [column for column in found.columns if set(found[column].astype(str)) == {"http://example.org/i"}]
    assert len(kept) == 1
    assert kept != ["icon"] or suffix != ".kml"


@pytest.mark.parametrize("suffix", data.WRITERS)
@pytest.mark.parametrize("rows", [[], ROWS[3:], ROWS[:1]], ids=["empty", "unplaced", "one"])
def test_every_table_can_be_written(suffix: str, rows: list[dict[str, str]], tmp_path: Path) -> None:
    path = tmp_path / f"facts{suffix}"
    done = data.write(placed(rows), path)
    assert done.rows == len(rows)
    if suffix != ".csv":
        assert len(read(path)) == (done.rows - done.unplaced if suffix == ".kml" else done.rows)


def test_a_view_chooses_the_facts() -> None:
    chosen = data.facts(placed(ROWS), View(from_day="2024-05-01", to_day="2024-05-01"))
    assert chosen["id"].tolist() == ["f1", "f3"]


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("facts.xlsx", {}, "ends in .png, .*kml"),
        ("map.html", {}, "atlas map"),
        ("map.svg", {"width": 900}, "width concerns only"),
        ("map.png", {"layer": "provinces"}, "layer concerns only"),
        ("facts.gpkg", {"excel": True}, "excel concerns only .csv"),
        ("facts.csv", {"title": "x"}, "title concerns only"),
        ("map.png", {"width": 3}, "choose 200 to 8000"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ExportError, match=message):
        formats.check(Path(name), formats.Options(**options))


def test_a_gdal_without_kml_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyogrio, "list_drivers", lambda **_: {})
    with pytest.raises(ExportError, match=r"choose \.geojson"):
        data.write(placed(ROWS), tmp_path / "facts.kml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["map.png", "map.gif", "facts.gpkg"])
def test_one_call_writes_what_the_suffix_asks_for(name: str, tmp_path: Path) -> None:
    table = placed(ROWS)
    said = pipeline.save(table, tmp_path / name, view=View(step="month"))
    assert name in said
    assert (tmp_path / name).stat().st_size > 1000
    with pytest.raises(ExportError, match="cannot write"):
        pipeline.save(table, tmp_path / "missing" / name)


def test_points_are_degrees_east_and_north() -> None:
    frame = data.facts(placed(ROWS))
    bounds = np.array(frame.total_bounds)
    assert (bounds[[0, 2]] > 70).all()
    assert (bounds[[1, 3]] < 60).all()
