"""Charts: their numbers, held to the table counted by hand; their files, read back."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from PIL import Image

from geo.errors import ExportError
from geo.export import charts, counts, periods, tallies
from geo.places.regions import expand
from geo.records import DateSpan
from geo.tables.join import PlacedTable
from geo.timeline.select import select
from geo.timeline.view import View
from tests.strategies import HOSTILE
from tests.timeline.made import placed, tables

STYLE = charts.Style(names={"500000": "Chongqing", "ecology": "生态"}, facts="Facts", rest="other")


def provinces_of(row: pd.Series, measure: str) -> set[str]:
    """Return the provinces in which a fact counts, found the long way round."""
    located = {row["province"]} if row["province"] else set(expand(row["adcode"]) if row["adcode"] else ())
    known = [code for code in row["targets"].split(";") if code and code != "no_such_code"]
    aimed = {province for code in known for province in expand(code)}
    return {"both": located | aimed, "located": located, "aimed": aimed}[measure]


@given(tables(12))
@settings(max_examples=25, deadline=None)
def test_provinces_count_what_stands_in_them_or_is_aimed_at_them(table: pd.DataFrame) -> None:
    for measure in ("both", "located", "aimed"):
        view = View(measure=measure)
        found = tallies.by_province(PlacedTable(table), view, counts.build(table, view))
        shown = select(PlacedTable(table), view)
        expected = Counter(code for _, row in shown.iterrows() for code in provinces_of(row, measure))
        assert dict(zip(found["adcode"], found["facts"], strict=True)) == expected
        assert found["facts"].is_monotonic_decreasing


@given(tables(12))
@settings(max_examples=25, deadline=None)
def test_a_fact_counts_in_every_step_that_its_days_touch(table: pd.DataFrame) -> None:
    view = View(step="month")
    found = tallies.themes_over_time(PlacedTable(table), view)
    expected: Counter[tuple[str, str]] = Counter()
    for _, row in select(PlacedTable(table), view).iterrows():
        if row["date"]:
            span = DateSpan.parse(row["date"], row["date_end"])
            steps = periods.scale(span.first.toordinal(), span.last.toordinal(), "month")[:-1]
            expected.update((date.fromordinal(start).isoformat(), row["theme"]) for start in steps)
    got = {(start, theme): number for start, theme, number in found[["start", "theme", "facts"]].to_numpy().tolist()}
    assert got == expected


def facts() -> PlacedTable:
    rows = [
        {"place": "Changsha", "theme": "ecology", "actor": "A; B", "date": "2024-03-18", "targets": "western;500000"},
        {"place": "Jiulongpo", "theme": "ecology", "actor": "B", "date": "2024-04-22"},
        {"place": "Jiulongpo", "theme": "security", "actor": "", "date": "2024-04", "targets": "border_areas"},
        {"place": "", "theme": "security", "actor": "A", "date": "", "targets": "western"},
    ]
    return PlacedTable(placed(rows))


def test_a_table_leaves_out_the_choice_that_it_offers() -> None:
    chosen = View(themes=("ecology",), actor="A", place="430000", from_day="2024-03-01", to_day="2024-03-31")
    counted = counts.build(facts(), chosen)
    free = replace(chosen, from_day="", to_day="")
    assert tallies.themes_over_time(facts(), chosen).equals(tallies.themes_over_time(facts(), free))
    free = replace(chosen, place="")
    assert tallies.by_province(facts(), chosen, counted).equals(tallies.by_province(facts(), free, counted))
    free = replace(chosen, themes=(), place="")
    assert tallies.themes_by_province(facts(), chosen, counted).equals(
        tallies.themes_by_province(facts(), free, counted)
    )
    assert tallies.themes_by_region(facts(), chosen).equals(tallies.themes_by_region(facts(), free))
    free = replace(chosen, actor="", place="")
    assert tallies.actors_by_province(facts(), chosen, counted).equals(
        tallies.actors_by_province(facts(), free, counted)
    )


def test_each_of_several_actors_counts() -> None:
    found = tallies.actors_by_province(facts(), View(), counts.build(facts(), View()))
    in_hunan = found[found["adcode"] == "430000"]
    assert dict(zip(in_hunan["actor"], in_hunan["facts"], strict=True)) == {"A": 1, "B": 1}


def test_regions_are_counted_where_they_are_named() -> None:
    found = tallies.themes_by_region(facts(), View())
    assert found.to_numpy().tolist() == [
        ["ecology", "western", 1],
        ["security", "border_areas", 1],
        ["security", "western", 1],
    ]


def test_an_empty_table_gives_empty_tallies_and_still_draws() -> None:
    empty = PlacedTable(placed([]))
    counted = counts.build(empty, View())
    frames = [
        tallies.by_province(empty, View(), counted),
        tallies.themes_by_province(empty, View(), counted),
        tallies.actors_by_province(empty, View(), counted),
        tallies.themes_over_time(empty, View()),
        tallies.themes_by_region(empty, View()),
    ]
    assert all(frame.empty for frame in frames)
    assert charts.picture(charts.ranked(frames[0], "adcode", STYLE), "svg", title="", note="")


# files


def chart() -> Any:
    counted = counts.build(facts(), View())
    return charts.crossed(tallies.themes_by_province(facts(), View(), counted), "theme", "adcode", STYLE)


def svg_texts(drawing: bytes) -> list[str]:
    root = ET.fromstring(drawing)
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_drawing_says_names_numbers_title_and_note() -> None:
    said = svg_texts(charts.picture(chart(), "svg", title="Themes", note="four facts"))
    assert {"Chongqing", "生态", "Themes", "four facts", "1"} <= set(said)


def test_a_png_has_two_pixels_a_point() -> None:
    with Image.open(io.BytesIO(charts.picture(chart(), "png", title="Themes", note=""))) as image:
        assert image.width >= 2 * 640


def test_days_outside_the_window_are_faded() -> None:
    frame = tallies.themes_over_time(facts(), View(step="month"))
    drawn = charts.over_time(frame, STYLE, ("2024-04-01", "2024-04-30")).to_dict()
    rows = next(iter(drawn["datasets"].values()))
    assert {row["start"]: row["inside"] for row in rows} == {"2024-03-01": False, "2024-04-01": True}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text: str) -> None:
    frame = pd.DataFrame({"actor": [text or "-"], "adcode": ["430000"], "facts": [1.0]})
    drawing = charts.picture(charts.crossed(frame, "actor", "adcode", STYLE), "svg", title=text, note=text)
    tags = {node.tag.rpartition("}")[2] for node in ET.fromstring(drawing).iter()}
    assert not tags & {"script", "image", "foreignObject", "a"}


def test_another_format_is_refused_by_name() -> None:
    with pytest.raises(ExportError, match="choose png or svg"):
        charts.picture(chart(), "bmp", title="", note="")


@pytest.mark.parametrize(
    ("first", "steps", "labels"),
    [("2024-08-01", 14, "%Y-%m-%d"), ("2023-01-01", 730, "%Y-%m"), ("1995-06-01", 11_000, "%Y")],
)
def test_the_time_axis_says_nothing_twice(first: str, steps: int, labels: str) -> None:
    days = pd.date_range(first, periods=steps + 1).strftime("%Y-%m-%d")
    frame = pd.DataFrame({"start": days[:-1], "end": days[1:], "theme": "ecology", "facts": 1})
    drawn = charts.picture(charts.over_time(frame, STYLE), "svg", title="", note="")
    shape = re.compile(labels.replace("%Y", r"\d{4}").replace("%m", r"\d\d").replace("%d", r"\d\d"))
    said = [found.text for found in ET.fromstring(drawn).iter() if shape.fullmatch(found.text or "")]
    assert 3 <= len(said) <= 9
    assert len(set(said)) == len(said)
