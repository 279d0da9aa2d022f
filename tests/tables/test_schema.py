"""The contract: every fault at once, with its row; nothing is lost; what was proven stays proven."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from geo.errors import Fault, TableError
from geo.records import EVENT_TYPES, STATUSES, THEMES, DateSpan
from geo.tables.schema import COLUMNS, check, read_places, read_table
from tests.strategies import HOSTILE, NOT_TEXT, fact_rows, hostile

HEAD = "date,title,place"


def as_csv(rows: list[dict[str, Any]], headers: list[str] | None = None) -> bytes:
    out = io.StringIO(newline="")
    headers = headers or (list(rows[0]) if rows else ["date", "title", "place"])
    writer = csv.DictWriter(out, headers, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def faults(text: str | bytes) -> list[Fault]:
    with pytest.raises(TableError) as caught:
        read_table(text.encode() if isinstance(text, str) else text)
    return list(caught.value.faults)


@settings(deadline=None, max_examples=25)
@given(fact_rows())
def test_a_checked_table_keeps_the_contract(rows: list[dict[str, Any]]) -> None:
    read = read_table(as_csv(rows, list(rows[0]) if rows else None))
    table = read.table
    assert len(table) == len(rows)
    assert tuple(table.columns[: len(COLUMNS)]) == COLUMNS
    assert all(table[column].dtype == "str" for column in table.columns if column not in ("lat", "lon"))
    assert table[["lat", "lon"]].dtypes.tolist() == [np.dtype(float)] * 2
    assert not table.drop(columns=["lat", "lon"]).isna().to_numpy().any()
    assert table["id"].is_unique
    assert table["kind"].isin(["event", "directive"]).all()
    assert table["type"].isin([*EVENT_TYPES, ""]).all()
    assert (table.loc[table["type"] == "", "kind"] == "directive").all()
    assert table["theme"].isin(THEMES).all()
    assert table["status"].isin(STATUSES).all()
    assert (table["title"] != "").all()
    assert (table["url"].eq("") | table["url"].str.match("(?i)https?://")).all()
    for start, end in zip(table["date"], table["date_end"], strict=True):
        assert start or not end
        assert not start or DateSpan.parse(start, end)


@settings(deadline=None, max_examples=25)
@given(fact_rows())
def test_no_cell_is_lost(rows: list[dict[str, Any]]) -> None:
    table = read_table(as_csv(rows, list(rows[0]) if rows else None)).table
    for row, (_, kept) in zip(rows, table.iterrows(), strict=True):
        for column in ("title", "title_zh", "actor", "place", "adcode"):
            assert kept[column] == row[column].strip()
        assert set(kept["targets"].split(";")) == set(row["targets"].split(";"))
        assert kept["quote"] == row["quote"]
        assert kept["my own column"] == row["my own column"]
        assert row["note"] in kept["note"]
        assert row["url"].strip() in kept["url"] + kept["note"]


@settings(deadline=None, max_examples=20)
@given(fact_rows())
def test_checking_again_changes_nothing(rows: list[dict[str, Any]]) -> None:
    table = read_table(as_csv(rows, list(rows[0]) if rows else None)).table
    assert_frame_equal(check(table), table)


@settings(deadline=None, max_examples=20)
@given(fact_rows(6), st.randoms(use_true_random=False))
def test_a_derived_id_follows_its_row(rows: list[dict[str, Any]], random: Any) -> None:
    def key(row: dict[str, Any]) -> tuple[str, ...]:
        return row["title"].strip(), row["actor"].strip(), row["date"]

    def ids(order: list[dict[str, Any]]) -> dict[tuple[str, ...], str]:
        return dict(zip(map(key, order), read_table(as_csv(order)).table["id"], strict=True))

    unique = list({key(row): row for row in rows}.values())
    assert ids(unique) == ids(random.sample(unique, len(unique)))


def test_identical_rows_are_two_facts() -> None:
    table = read_table(f"{HEAD}\n2024,a,Changsha\n2024,a,Changsha\n2024,b,Changsha".encode()).table
    first, second, third = table["id"]
    assert second == f"{first}-2"
    assert third.startswith("f")
    assert len(third) == 17
    # The id is kept for good: corrections are found by it.
    assert first == "fe9689baa2128fb5d"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_through_as_text(text: str) -> None:
    row = {"date": "2024", "title": f"x{text}x", "place": f"x{text}", "quote": text, f"own {text}".strip(): text}
    table = read_table(as_csv([row])).table
    assert table.loc[0, "title"] == f"x{text}x"
    assert table.loc[0, "place"] == f"x{text}".strip()
    assert table.loc[0, "quote"] == text
    assert table.iloc[0, -1] == text
    assert table.columns[-1] == f"own {text}".strip()


@settings(deadline=None, max_examples=40)
@given(hostile(), st.sampled_from(["date", "type", "theme", "adcode", "targets", "lat", "start", "status", "kind"]))
def test_text_in_a_column_with_a_rule_is_a_fault_that_shows_it(text: str, column: str) -> None:
    row = {"date": "2024", "title": "t", "place": "Changsha"} | {column: f"?{text}"}
    found = faults(as_csv([row]))
    assert {(fault.row, fault.column) for fault in found} <= {(2, column)}
    assert all(len(fault.value) <= 60 for fault in found)


@pytest.mark.parametrize("text", NOT_TEXT)
def test_what_no_file_can_hold_is_refused(text: str) -> None:
    frame = pd.DataFrame({"date": ["2024", "2024"], "title": ["fine", text], "place": ""}, dtype=object)
    with pytest.raises(TableError, match=r"row 3, column 'title': holds (a NUL character|half a character \(U\+D)"):
        check(frame)


def test_every_fault_at_once_in_row_order() -> None:
    found = faults(
        "id,date,title,place,lat,lon,theme,targets,adcode,end,start,date_end\n"
        '1,04/05/2024,"x\ny",,116,40,ecolgy,nowhere,500999,3,9,\n'
        "1,2024-02-30,,Changsha,30,,,,,,,2024\n"
        "2,2024-05,z,Changsha,91,190,,,,x,,2024-04\n"
        ",,z,,,,,,,,,2024\n"
        "3,2024/2025,z,,5,181,,,,,,\n"
    )
    assert [(fault.row, fault.column) for fault in found] == sorted(
        ((fault.row, fault.column) for fault in found), key=lambda pair: pair[0] or 0
    )
    assert {(fault.row, fault.column) for fault in found} == {
        (2, "theme"),
        (2, "date"),
        (2, "adcode"),
        (2, "targets"),
        (2, "lat"),
        (2, "end"),
        (3, "title"),
        (3, "date"),
        (3, "lat"),
        (3, "id"),
        (4, "date_end"),
        (4, "lat"),
        (4, "lon"),
        (4, "end"),
        (5, "date_end"),
        (6, "date"),
        (6, "lon"),
    }
    messages = {(fault.row, fault.column): fault.message for fault in found}
    assert messages[3, "title"].endswith("(line 4 of the file)")
    assert messages[3, "lat"].startswith("lat 30 without lon: fill both or neither")
    assert messages[2, "lat"] == "lat 116.0 and lon 40.0 look swapped: latitude is the one that stays below 90"
    assert messages[3, "id"].startswith("id '1' stands in row 2 already")
    assert messages[4, "date_end"].startswith("'2024-04' comes before '2024-05': swap")
    assert "without date" in messages[5, "date_end"]


@pytest.mark.parametrize(
    ("lat", "lon", "word"),
    [
        ("106.5", "29.5", "swapped"),
        ("87.6", "43.8", "swapped"),
        ("-91", "10", "swapped"),
        ("95", "179", "latitudes run from -90 to 90"),
        ("45", "181", "longitudes run from -180 to 180"),
        ("45", "-200", "longitudes run"),
    ],
)
def test_a_point_off_the_globe_or_swapped(lat: str, lon: str, word: str) -> None:
    (fault,) = faults(f"date,title,lat,lon\n2024,a,{lat},{lon}")
    assert word in fault.message


@pytest.mark.parametrize(
    ("lat", "lon"), [("43.8", "87.6"), ("90", "180"), ("-90", "-180"), ("0", "0"), ("78.9", "11.9")]
)
def test_a_point_on_the_globe(lat: str, lon: str) -> None:
    table = read_table(f"date,title,lat,lon\n2024,a,{lat},{lon}".encode()).table
    assert table.loc[0, ["lat", "lon"]].tolist() == [float(lat), float(lon)]


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("title,place", {"date"}),
        ("date,place", {"title"}),
        ("date,title", {"place"}),
        ("date,title,lat", {"place"}),
        ("a,b", {"date", "title", "place"}),
    ],
)
def test_a_missing_column_is_named(header: str, columns: set[str]) -> None:
    found = faults(f"{header}\n")
    assert {fault.column for fault in found} == columns
    assert all("the table has" in fault.message for fault in found)


def test_a_misspelt_header_is_suggested() -> None:
    (fault,) = faults("date,titel,place\n2024,a,b\n")
    assert fault.message.startswith("no column 'title'; did you mean 'titel'?")


@pytest.mark.parametrize("where", ["adcode", "lat,lon", "place", "province", "地点"])
def test_one_way_to_say_where_is_enough(where: str) -> None:
    assert len(read_table(f"date,title,{where}\n2024,a\n".encode()).table) == 1


def test_header_only_is_a_table_without_facts() -> None:
    table = read_table(f"{HEAD}\n".encode()).table
    assert table.shape == (0, len(COLUMNS))
    assert table.dtypes.astype(str).to_dict() == {c: "float64" if c in ("lat", "lon") else "str" for c in COLUMNS}


@pytest.mark.parametrize(
    ("encode", "expected"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_encodings(encode: str, expected: str) -> None:
    read = read_table("日期,标题,地点\n2024年4月22日,重庆考察,重庆市九龙坡区\n".encode(encode))
    assert read.encoding == expected
    assert dict(read.mapped) == {"日期": "date", "标题": "title", "地点": "place"}
    assert read.table.loc[0, ["date", "title", "place"]].tolist() == ["2024-04-22", "重庆考察", "重庆市九龙坡区"]


def test_big5_has_to_be_named() -> None:
    data = "日期,標題,地點\n2024,關於臺灣,臺北\n".encode("big5")
    with pytest.raises(TableError, match="no column 'title'"):
        read_table(data)
    read = read_table(data, encoding="big5")
    assert read.encoding == "big5"
    assert read.table.loc[0, "title"] == "關於臺灣"


def test_what_was_understood_is_reported() -> None:
    read = read_table(
        "start,标题,地点,类型,网址,备注\n2024/4/22,a,Changsha,考察,javascript:x,mine\n\n2024-04-23,b\n".encode(),
        name="mine.csv",
    )
    assert read.name == "mine.csv"
    assert read.delimiter == ","
    assert dict(read.mapped) == {
        "start": "date",
        "标题": "title",
        "地点": "place",
        "类型": "type",
        "网址": "url",
        "备注": "note",
    }
    assert list(read.rows) == [2, 4]
    assert {note.column: note.count for note in read.notes if note.column} == {"date": 1, "type": 1, "url": 1}
    assert "date: 1 cell read in another form, for instance '2024/4/22' as '2024-04-22' (row 2)" in map(str, read.notes)
    assert "blank rows skipped: 1" in map(str, read.notes)
    assert "rows with fewer cells than headers, filled with empty ones: 1" in map(str, read.notes)
    assert read.table.loc[0, "note"] == "mine; address as given: javascript:x"
    assert read.table.loc[0, "url"] == ""


def test_an_event_that_is_not_in_the_table_is_a_word_not_a_fault() -> None:
    read = read_table(
        f"id,kind,event_id,{HEAD}\n1,event,,2024,a,b\n2,directive,1,2024,a,b\n3,directive,9,2024,a,b".encode()
    )
    assert [str(note) for note in read.notes] == [
        "event_id: 1 cell naming an event that is not in the table, for instance '9'"
    ]


def test_a_span_in_one_cell_fills_both_columns() -> None:
    table = read_table(f"{HEAD},date_end\n2024年4月22日至24日,a,b,\n2024,c,d,2025\n".encode()).table
    assert table[["date", "date_end"]].to_numpy().tolist() == [["2024-04-22", "2024-04-24"], ["2024", "2025"]]
    (fault,) = faults(f"{HEAD},date_end\n2024-01-01 to 2024-01-02,a,b,2024-01-03")
    assert "holds an end already" in fault.message
    (fault,) = faults(f"{HEAD},date_end\n2024,a,b,2024-01-01 to 2024-01-02")
    assert "is a span" in fault.message


def test_a_row_with_shifted_cells_is_one_fault() -> None:
    (fault,) = faults(f"{HEAD},theme\n2024,one, two,Changsha,ecology\n")
    assert (fault.row, fault.message.split(":")[0]) == (2, "5 cells under 4 headers")


def test_a_data_frame_brings_numbers_dates_lists_and_its_index() -> None:
    frame = pd.DataFrame(
        {
            "date": [pd.Timestamp("2024-04-22"), date(2024, 4, 23), None],
            "title": ["a", "b", "c"],
            "adcode": [500107.0, np.nan, 430100],
            "lat": [np.nan, 29.5, np.nan],
            "lon": [np.nan, 106, np.nan],
            "targets": [["western", "430100"], (), pd.NA],
        },
        index=[7, 3, 5],
    )
    table = check(frame)
    assert table.index.tolist() == [7, 3, 5]
    assert table["date"].tolist() == ["2024-04-22", "2024-04-23", ""]
    assert table["adcode"].tolist() == ["500107", "", "430100"]
    assert table["targets"].tolist() == ["western;430100", "", ""]
    assert table.loc[3, ["lat", "lon"]].tolist() == [29.5, 106.0]


def test_the_file_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(f"{HEAD}\nsoon,a,b", encoding="utf-8")
    with pytest.raises(TableError, match=r"^events\.csv: 1 fault\n  row 2, column 'date': 'soon' is not a date"):
        read_table(path)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("place\nChangsha\nJiulongpo district, Chongqing\n", ["Changsha", "Jiulongpo district, Chongqing"]),
        ("地点\n长沙\n", ["长沙"]),
        ("towns\nChangsha\n", ["Changsha"]),
        ("Changsha\n朝阳\n", ["Changsha", "朝阳"]),
        ("Jiulongpo district\n\nChangsha", ["Jiulongpo district", "Changsha"]),
        ('place\n"Pingxiang, Guangxi"\n', ["Pingxiang, Guangxi"]),
    ],
)
def test_a_list_of_places_with_or_without_a_header(text: str, places: list[str]) -> None:
    assert read_places(text.encode()).table["place"].tolist() == places


def test_a_table_of_places_keeps_the_rest_as_it_is() -> None:
    read = read_places("地名;人口;date;城市;lat;lon\n鼓楼区;  5 ;soon;南京;;\n".encode())
    assert read.table.columns.tolist() == ["place", "人口", "date", "within", "lat", "lon"]
    assert read.table.iloc[0, :4].tolist() == ["鼓楼区", "  5 ", "soon", "南京"]
    assert dict(read.mapped) == {"地名": "place", "城市": "within"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("colour,size\nred,1", "no column says where"),
        ("place,lat\na,x", "lat x without lon"),
        ("place,adcode\na,999", "no unit has the code '999'"),
        ("", "the table is empty"),
    ],
)
def test_a_table_that_does_not_say_where(text: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        read_places(text.encode())


def test_what_an_empty_cell_means() -> None:
    table = read_table(b"kind,date,title,place\n,2024,a,b\ndirective,2024,a,b\n").table
    assert table[["kind", "type", "theme", "status"]].to_numpy().tolist() == [
        ["event", "other", "other", "auto"],
        ["directive", "", "other", "auto"],
    ]
