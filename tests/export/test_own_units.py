"""Boundaries of one's own in pictures, films and data: counted as the page counts, drawn where they lie, and named."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from PIL import Image, ImageColor

from geo import pipeline
from geo.errors import ExportError
from geo.export import counts, data, film, formats, moments, parcels, picture, shading
from geo.export.ground import MAP, ground
from geo.export.wording import Wording
from geo.places.own.boundaries import OwnBoundaries
from geo.tables.join import PlacedTable
from geo.timeline import payload
from geo.timeline.scale import palette
from geo.timeline.view import View
from tests.export.test_picture import NODE
from tests.places.own.made import COUNTIES, PREFECTURES, layer, squares, written
from tests.test_command_line import atlas

ROWS = [
    {"date": "2024-04-22", "adcode": "430102", "title": "in a district of Changsha"},
    {"date": "2024-04-29", "place": "Changsha"},
    {"date": "2024-05-02", "place": "Hunan", "title": "known to the province alone"},
    {"date": "2024-05-20", "place": "Zhuzhou", "targets": "central;430400", "kind": "directive"},
    {"date": "2024-06-01", "place": "Chongqing", "targets": "border_areas", "kind": "directive"},
    {"date": "2024-06-03", "lat": "27.2", "lon": "113.2", "title": "a bare point in the third square"},
]
LAYERS: dict[str, dict[str, str]] = {
    "province": {"430000": "湖南省", "500000": "重庆市"},
    "prefecture": PREFECTURES,
    "county": COUNTIES,
}
VIEWS = (
    View(),
    View(step="month", mode="step", share="equal"),
    View(from_day="2024-05-01", mode="window", measure="aimed", step="month", lang="zh"),
    View(from_day="2024-05-01", mode="window", compare="side", step="month", measure="located"),
)


def placed(rows: list[dict[str, str]]) -> pd.DataFrame:
    filled = [{"title": "a fact"} | row for row in rows]
    return pipeline.load(pd.DataFrame(filled).fillna("").to_csv(index=False).encode(), name="facts.csv").table


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return placed(ROWS)


@pytest.fixture(params=sorted(LAYERS))
def own(request: pytest.FixtureRequest, tmp_path: Path) -> OwnBoundaries:
    return pipeline.read_boundaries(written(layer(LAYERS[request.param]), tmp_path, "gpkg"), name="squares.gpkg")


@pytest.fixture
def prefectures(tmp_path: Path) -> OwnBoundaries:
    return pipeline.read_boundaries(written(layer(), tmp_path, "gpkg"), name="squares.gpkg")


def asked(table: pd.DataFrame, own: OwnBoundaries) -> list[dict[str, Any]]:
    """Return what the page's own scripts say of a table on a map of one's own units, under each view."""
    sent = {"block": json.loads(payload.build(table, own=own).json()), "queries": [view.to_query() for view in VIEWS]}
    script = Path(__file__).with_name("counted.mjs")
    done = subprocess.run([NODE, script], input=json.dumps(sent), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_ones_own_units_count_and_shade_as_on_the_page(table: pd.DataFrame, own: OwnBoundaries) -> None:
    for view, page in zip(VIEWS, asked(table, own), strict=True):
        counted = counts.build(table, view, own)
        slider = moments.slider(counted.epoch, counted.days, view)
        assert slider is not None
        moment = slider.still()
        numbers = counted.in_provinces(moment.first, moment.last)
        assert len(numbers) == len(own.shaded)
        assert numbers.sum() > 0
        assert numbers == pytest.approx(page["provinces"])
        assert shading.bounds(counted, slider) == pytest.approx(page["bounds"])


def share_of(pixels: np.ndarray, own: OwnBoundaries, code: str, colour: str) -> float:
    """Return how much of the inside of a unit has exactly a colour."""
    path = ground(own).path_of(code)
    assert path is not None
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[0]]
    scale = pixels.shape[0] / 1000
    points = np.column_stack([(columns.ravel() + 0.5) / scale, (rows.ravel() + 0.5) / scale])
    inside = path.contains_points(points).reshape(rows.shape)
    assert inside.any()
    return float((pixels == ImageColor.getrgb(colour)).all(axis=2)[inside].mean())


def drawn(table: pd.DataFrame, view: View, own: OwnBoundaries, width: int = 1000) -> np.ndarray:
    made = picture.draw(table, view, width=width, boundaries=own)
    return np.asarray(Image.open(io.BytesIO(made)).convert("RGB"))


def test_a_unit_has_the_colour_of_its_class_and_the_rest_of_its_province_none(prefectures: OwnBoundaries) -> None:
    # issued far away, so that no circle lies on what it is aimed at; names of places cover a part
    rows = [{"date": "2024-04-22", "place": "Hainan", "targets": "430300", "kind": "directive"}]
    pixels = drawn(placed(rows), View(measure="aimed"), prefectures)
    assert share_of(pixels, prefectures, "430300", palette()["light"]["ramp"][3]) > 0.2
    assert share_of(pixels, prefectures, "430100", palette()["light"]["none"]) > 0.2
    assert share_of(pixels, prefectures, "430100", palette()["light"]["ramp"][3]) == 0
    shipped = [ground().point((110.2, 28.6)), ground(prefectures).point((110.2, 28.6))]
    assert shipped[0] == pytest.approx(shipped[1])
    x, y = (round(value) for value in shipped[0])
    assert tuple(pixels[y, x]) in {ImageColor.getrgb(palette()["light"][name]) for name in ("sea", "land")}, (
        "Hunan itself is not drawn where its prefectures are brought"
    )


def test_what_lies_far_out_is_drawn_within_the_map(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"adcode": ["460300"]}, geometry=[squares(1, west=112.0, south=4.0)[0]], crs=4326)
    own = pipeline.read_boundaries(written(frame, tmp_path, "gpkg"), name="far.gpkg")
    path = ground(own).path_of("460300")
    assert path is not None
    assert path.vertices[:, 1].max() < MAP[3]
    assert ground(own).path_of("460100") is None


def test_a_film_draws_them_too(table: pd.DataFrame, prefectures: OwnBoundaries) -> None:
    view = View(step="month", measure="aimed")
    *_, last = film.frames(table, view, width=400, boundaries=prefectures)
    still = drawn(table, view, prefectures, width=400)
    assert np.abs(last.astype(int) - still).mean() < 1
    *_, shipped = film.frames(table, view, width=400)
    assert np.abs(last.astype(int) - shipped).mean() > 1


@pytest.mark.parametrize(("lang", "words"), [("en", "4 units at prefecture level (WGS84)"), ("zh", "4个地级单元")])
def test_the_sources_name_them_first_and_the_legend_speaks_of_them(
    prefectures: OwnBoundaries, lang: str, words: str
) -> None:
    wording = Wording(lang=lang, boundaries=prefectures)
    said = wording.sources(name="facts.csv", rows=6, unplaced=0, undated=0)
    assert said.index(words) < said.index("Natural Earth"), (
        "its neighbours and the other provinces are drawn as shipped"
    )
    assert ("prefecture" if lang == "en" else "地级单元") in wording.legend(View())
    assert ("Arunachal" if lang == "en" else "阿鲁纳恰尔邦") in said


def test_no_word_of_a_long_sources_line_is_cut_off(table: pd.DataFrame, tmp_path: Path) -> None:
    title, licence = "prefectures " * 6, "free for any use if its makers are named beside every map, " * 6
    own = pipeline.read_boundaries(written(layer(), tmp_path, "gpkg"), title=title, licence=f"{licence}Ende")
    with picture.settings():
        made = picture.prepared(table, View(), title="", name="", boundaries=own, say=picture.silent)
        texts = [text for text in made.sheets[0].axes.texts if text.get_position()[1] > 934]
    whole = " ".join(text.get_text() for text in texts)
    assert "Ende" in whole
    assert whole.endswith("47° N.")
    assert max(text.get_position()[1] for text in texts) < 1000


def test_the_layer_is_of_these_units_with_every_vertex(table: pd.DataFrame, own: OwnBoundaries, tmp_path: Path) -> None:
    data.write(table, tmp_path / "facts.gpkg", boundaries=own)
    name = data.UNITS[own.level]
    assert [found for found, _ in pyogrio.list_layers(tmp_path / "facts.gpkg")] == ["facts", name]
    frame = pyogrio.read_dataframe(tmp_path / "facts.gpkg", layer=name).set_index("adcode")
    counted = counts.build(table, View(), own)
    assert frame["facts"].tolist() == counted.in_provinces(0, counted.days - 1).tolist()
    assert frame.loc[own.frame.index].geometry.geom_equals(own.frame.geometry, align=True).all()
    assert set(frame.loc[own.frame.index, "level"]) == {own.level}


@pytest.mark.parametrize("name", ["units.csv", "units.geojson", "units.parquet", "units.kml"])
def test_every_format_holds_the_layer(
    table: pd.DataFrame, prefectures: OwnBoundaries, name: str, tmp_path: Path
) -> None:
    options = formats.Options(layer="provinces", boundaries=prefectures)
    said = formats.write(table, tmp_path / name, View(), options)
    assert f"{len(prefectures.shaded)} prefectures" in said
    whole = (tmp_path / name).read_bytes()
    if name == "units.parquet":
        assert gpd.read_parquet(io.BytesIO(whole))["adcode"].tolist() == list(prefectures.shaded.index)
    else:
        assert all(code.encode() in whole for code in prefectures.shaded.index)


def test_facts_alone_have_no_boundaries(prefectures: OwnBoundaries) -> None:
    with pytest.raises(ExportError, match=r"for \.gpkg"):
        formats.check(Path("facts.csv"), formats.Options(boundaries=prefectures))


@pytest.mark.parametrize("suffix", parcels.SINGLE)
def test_every_file_to_share_can_be_made_with_them(
    table: pd.DataFrame, prefectures: OwnBoundaries, suffix: str
) -> None:
    view = View(step="month")
    with_own = parcels.single(PlacedTable(table), suffix, view, width=None, boundaries=prefectures)
    differs = with_own != parcels.single(PlacedTable(table), suffix, view)
    assert differs == (suffix not in ("csv", "geojson", "parquet", "kml"))


def test_the_command_draws_and_writes_them(tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text("date,title,adcode\n2024-04-22,A,430102\n2024-04-22,B,430000\n", encoding="utf-8")
    units = tmp_path / "hunan.zip"
    units.write_bytes(written(layer(), tmp_path, "zip"))
    options = ["--boundaries", units, "--datum", "gcj02"]
    told = atlas("export", facts, "-o", tmp_path / "map.svg", *options)
    assert told.returncode == 0, told.stderr
    assert "hunan.zip: 4 units at prefecture level shaded; GCJ-02, converted to WGS84" in told.stderr
    assert "1 placed fact in none of these units" in told.stderr
    told = atlas("export", facts, "-o", tmp_path / "units.csv", "--layer", "provinces", *options)
    assert told.returncode == 0, told.stderr
    assert "prefectures" in told.stderr
    assert "430100,Changsha,长沙市,prefecture,1,1,0,1,0" in (tmp_path / "units.csv").read_text("utf-8")
    told = atlas("export", facts, "-o", tmp_path / "facts.csv2.csv", *options)
    assert told.returncode == 1
    assert "boundaries concern no facts" in told.stderr
