"""Tables read by columns against the same tables read whole: the same page, byte for byte, and the same counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from pandas.testing import assert_frame_equal

from geo import pipeline
from geo.errors import TableError
from geo.export import page
from geo.records import DateSpan
from geo.tables.geocode import geocode
from geo.tables.join import join, tally
from geo.tables.large import is_large, read_large
from geo.tables.parquet import fingerprints, write_parquet
from geo.tables.schema import read_table
from geo.timeline import payload
from tests.strategies import fact_rows

FACTS = [
    {"date": "2024-04-22", "title": "a", "place": "Jiulongpo district, Chongqing", "targets": "western;500107"},
    {"date": "2024年4月22日至24日", "title": "b", "place": "Suzhou", "kind": "directive", "url": "javascript:alert(1)"},
    {"date": "", "title": "c", "place": "Chonging", "note": "n"},
    {"date": "2024-Q2", "title": "d", "lat": 18.06, "lon": 109.5},
    {"date": "2023", "title": "e", "lat": 48.85, "lon": 2.35, "status": "rejected"},
    {"date": "2021-01", "title": "f", "place": "a park", "lat": 29.5, "lon": 106.5, "theme": "生态"},
    {"date": "2021-02", "title": "g", "adcode": "TW-TPE", "type": "Study session", "targets": "national"},
    {"date": "2022-02-03", "title": "h"},
]


def written(rows: list[dict[str, Any]], path: Path, **options: Any) -> Path:
    """Write rows as Parquet, each with an id, in small groups."""
    frame = pd.DataFrame([{"id": f"f{number}"} | row for number, row in enumerate(rows)])
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, row_group_size=3, **options)
    return path


def repeated(count: int) -> list[dict[str, Any]]:
    """Return so many facts, of which many coincide in what is counted."""
    rng = np.random.default_rng(5)
    return [FACTS[kind] | {"title": f"{number}"} for number, kind in enumerate(rng.integers(0, len(FACTS), count))]


def plain(path: Path) -> pd.DataFrame:
    return join(geocode(read_table(path).table))


def test_the_page_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    path = written(repeated(200), tmp_path / "facts.parquet")
    for limits in ({}, {"limit": 17}, {"budget": 60}):
        whole = payload.build(plain(path), name="facts", **limits)
        by_columns = payload.build(read_large(path), name="facts", **limits)
        assert page.render(by_columns) == page.render(whole)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fact_rows(max_size=8))
def test_any_table_gives_the_same_payload_and_tally(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    path = tmp_path / "facts.parquet"
    clean = [{key: cell for key, cell in row.items() if key != "my own column"} for row in rows] or [FACTS[0]]
    written(clean, path)
    large, whole = read_large(path), plain(path)
    assert payload.build(large, limit=5) == payload.build(whole, limit=5)
    assert large.tally() == tally(whole)
    positions = np.arange(len(whole))[::-1]
    assert_frame_equal(large.rows(positions).reset_index(drop=True), whole.iloc[positions].reset_index(drop=True))


def test_an_earlier_output_keeps_what_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "again.parquet"
    write_parquet(plain(written(repeated(40), tmp_path / "facts.parquet")), path)
    assert payload.build(read_large(path)) == payload.build(plain(path))
    assert read_large(path).tally() == tally(plain(path))


def test_a_csv_and_its_parquet_are_the_same_table(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    rows = pd.DataFrame([{"id": f"f{n}"} | row for n, row in enumerate(repeated(30))])
    whole = read_table(rows.to_csv(index=False).encode()).table
    write_parquet(whole, path)
    again = read_table(path)
    assert_frame_equal(again.table, whole)
    assert not again.notes
    assert read_table(path.read_bytes(), name="upload").table.equals(whole)
    write_parquet(again.table, tmp_path / "twice.parquet")
    assert (tmp_path / "twice.parquet").read_bytes() == path.read_bytes()


def test_columns_of_other_types_are_read_as_their_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({
        "id": [1, 2],
        "date": pd.to_datetime(["2024-04-22", None]),
        "title": ["a", "b"],
        "adcode": [500107.0, np.nan],
        "targets": [["western", "500000"], None],
        "lat": [29, 30],
        "lon": ["106.5", "106.6"],
    })  # fmt: skip
    frame.to_parquet(tmp_path / "typed.parquet")
    table = read_table(tmp_path / "typed.parquet").table
    assert table[["id", "date", "adcode", "targets", "lat", "lon"]].to_numpy().tolist() == [
        ["1", "2024-04-22", "500107", "western;500000", 29.0, 106.5],
        ["2", "", "", "", 30.0, 106.6],
    ]
    assert payload.build(read_large(tmp_path / "typed.parquet")) == payload.build(plain(tmp_path / "typed.parquet"))


def test_geoparquet_gives_its_points(tmp_path: Path) -> None:
    rows = pd.DataFrame({"id": ["a", "b"], "date": "2024", "title": "t"})
    points = gpd.points_from_xy([106.5, 121.5], [29.5, 31.2])
    gpd.GeoDataFrame(rows, geometry=points, crs=4326).to_parquet(tmp_path / "points.parquet")
    assert plain(tmp_path / "points.parquet")["province"].tolist() == ["500000", "310000"]
    assert payload.build(read_large(tmp_path / "points.parquet")) == payload.build(plain(tmp_path / "points.parquet"))
    gpd.GeoDataFrame(rows, geometry=points, crs=4326).to_crs(3857).to_parquet(tmp_path / "metres.parquet")
    with pytest.raises(TableError, match="EPSG:4326"):
        read_table(tmp_path / "metres.parquet")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"date": "04/05/2024"}, "row 4, column 'date'"),
        ({"title": "  "}, "row 4, column 'title'"),
        ({"id": "f0"}, "row 4, column 'id': id 'f0' stands in row 2 already"),
        ({"id": ""}, "row 4, column 'id'"),
        ({"lat": 300.0, "lon": 1.0}, "row 4, column 'lat': lat 300.0 is off the globe"),
        ({"lat": 30.0}, "row 4, column 'lat'"),
        ({"adcode": "Chongqing"}, "row 4, column 'adcode'"),
        ({"theme": "nonsense"}, "row 4, column 'theme'"),
    ],
)
def test_faults_name_their_row_as_in_a_small_table(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    path = written([*FACTS[:2], FACTS[0] | change, *FACTS[3:]], tmp_path / "faulty.parquet")
    with pytest.raises(TableError, match=message):
        read_large(path)
    if change != {"id": ""}:
        with pytest.raises(TableError, match=message):
            read_table(path)


def test_what_is_only_shown_is_proven_when_it_is_shown(tmp_path: Path) -> None:
    path = written([FACTS[0] | {"start": "5", "end": "2"}], tmp_path / "facts.parquet")
    with pytest.raises(TableError, match="row 2, column 'end'"):
        read_large(path).rows(np.array([0]))


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1 and no more PAR1"])
def test_a_broken_file_is_a_fault_of_the_table(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "broken.parquet").write_bytes(data)
    for source in (tmp_path / "broken.parquet", data):
        with pytest.raises(TableError, match="no Parquet file"):
            read_table(source, name="broken.parquet")


def test_a_table_without_its_columns_says_which(tmp_path: Path) -> None:
    pq.write_table(pa.table({"colour": ["red"]}), tmp_path / "other.parquet")
    with pytest.raises(TableError, match="no column 'date'"):
        read_large(tmp_path / "other.parquet")


def test_large_tables_are_drawn_by_columns_and_small_ones_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(repeated(20), tmp_path / "facts.parquet")
    assert not is_large(path)
    assert pipeline.load_large(path) is None
    monkeypatch.setattr("geo.tables.large.LARGE", 20)
    large = pipeline.load_large(path)
    assert large is not None
    view = payload.View()
    assert pipeline.payload(large.table, view) == pipeline.payload(pipeline.load(path).table, view)
    (tmp_path / "table.csv").write_text("date,title,place\n")
    assert not is_large(tmp_path / "table.csv")


def test_equal_texts_have_equal_fingerprints_wherever_they_stand() -> None:
    texts = ["", "a", "ab", "b", "a", "九龙坡", "ab", "\x00", "a\x00", "", "九龙坡"]
    whole = fingerprints(pa.array(texts))
    assert (whole[3:] == fingerprints(pa.array(texts)[3:])).all()
    assert len(set(whole.tolist())) == len(set(texts))
    assert [whole[texts.index(text)] for text in texts] == whole.tolist()


def test_spans_of_days_survive(tmp_path: Path) -> None:
    path = written(FACTS, tmp_path / "facts.parquet")
    dates, ends = read_large(path).coded("date").cells(), read_large(path).coded("date_end").cells()
    assert (dates[1], ends[1]) == DateSpan.parse("2024-04-22", "2024-04-24").texts
