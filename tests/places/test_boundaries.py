"""The shipped layers: counts, hashes, geometry, viewpoint, and the script that builds them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import struct
import sys
from pathlib import Path
from types import ModuleType

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.errors import BoundaryError, DataError
from geo.places._files import SHAPEFILES
from geo.places.borderland import BORDER_ZONE_KM, SIMPLIFY_DEGREES, band, land_border
from geo.places.boundaries import border_zone, check, neighbours, provinces, read_provinces, sources
from geo.places.gazetteer import gazetteer
from geo.places.lookup import province_at

GEOD = Geod(ellps="WGS84")
NINE = ["150000", "210000", "220000", "230000", "450000", "530000", "540000", "620000", "650000"]
SCRIPT = Path(__file__).parents[2] / "scripts" / "build_boundaries.py"


@pytest.fixture(scope="module")
def border() -> shapely.Geometry:
    return land_border(list(provinces().geometry), list(neighbours().geometry))


def test_the_34_units_with_the_gazetteers_names() -> None:
    frame = provinces()
    units = [unit for unit in gazetteer().units.values() if unit.level == "province"]
    assert list(frame.index) == [unit.code for unit in units]
    assert list(frame["name_zh"]) == [unit.name_zh for unit in units]
    assert list(frame["name_en"]) == [unit.name_en for unit in units]
    assert frame.crs == 4326


def test_provinces_and_neighbours_are_one_valid_coverage() -> None:
    shapes = [*provinces().geometry, *neighbours().geometry]
    assert all(shapely.is_valid(shapes))
    assert shapely.coverage_is_valid(shapes)


def test_each_call_hands_out_its_own_frame() -> None:
    mine = provinces()
    mine.loc["110000", "name_en"] = "altered"
    assert provinces().loc["110000", "name_en"] == "Beijing"


def test_the_files_are_an_esri_shapefile_in_utf8() -> None:
    for layer in sources():
        header = (SHAPEFILES / f"{layer}.shp").read_bytes()[:36]
        code, length = struct.unpack(">i20xi", header[:28])
        version, kind = struct.unpack("<2i", header[28:36])
        assert (code, 2 * length, version, kind) == (9994, (SHAPEFILES / f"{layer}.shp").stat().st_size, 1000, 5)
        assert (SHAPEFILES / f"{layer}.cpg").read_text() == "UTF-8"


def test_the_backdrop_is_light() -> None:
    assert sum((SHAPEFILES / f"neighbours{end}").stat().st_size for end in (".shp", ".shx", ".dbf")) < 150_000


@pytest.mark.parametrize("layer", sources())
def test_every_file_is_hashed_and_described(layer: str) -> None:
    source = sources()[layer]
    check(source)
    shipped = {file.name for file in SHAPEFILES.glob(f"{layer}.*")}
    assert shipped == set(source.sha256)
    assert source.crs == "EPSG:4326"
    assert all((source.title, source.source, source.licence, source.vintage, source.viewpoint))


@pytest.mark.parametrize("name", ["provinces.shp", "provinces.dbf", "provinces.cpg"])
def test_an_altered_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    shutil.copytree(SHAPEFILES, tmp_path, dirs_exist_ok=True)
    altered = bytearray((tmp_path / name).read_bytes())
    altered[-1] ^= 1
    (tmp_path / name).write_bytes(altered)
    with pytest.raises(DataError, match=name):
        provinces(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"SOURCES\.json is missing"):
        provinces(tmp_path)
    shutil.copytree(SHAPEFILES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "neighbours.shx").unlink()
    with pytest.raises(DataError, match=r"neighbours\.shx is missing"):
        neighbours(tmp_path)
    (tmp_path / "SOURCES.json").write_text('{"provinces": {"title": ""}}')
    with pytest.raises(DataError, match=r"SOURCES\.json cannot be read"):
        sources(tmp_path)


def test_the_land_border_belongs_to_nine_provinces(border: shapely.Geometry) -> None:
    touched = [code for code, shape in provinces().geometry.items() if shapely.intersection(shape, border).length > 0]
    assert touched == NINE


def test_the_land_border_is_about_as_long_as_stated(border: shapely.Geometry) -> None:
    """The official length is some 22,000 km; a line simplified to one kilometre is shorter."""
    assert 18_000 < GEOD.geometry_length(border) / 1000 < 22_000


def test_the_zone_lies_in_the_nine_provinces() -> None:
    inside = [
        code for code, shape in provinces().geometry.items() if shapely.intersection(shape, border_zone()).area > 1e-9
    ]
    assert inside == NINE


def test_the_zone_is_as_wide_as_stated(border: shapely.Geometry) -> None:
    """Geodesic distances from points of the zone and of its surroundings to a dense border."""
    rng = np.random.default_rng(20240420)
    dense = shapely.get_coordinates(shapely.segmentize(border, 0.02))
    tree = shapely.STRtree(shapely.points(dense))
    west, south, east, north = border_zone().bounds
    points = np.column_stack([rng.uniform(west, east, 3000), rng.uniform(south, north, 3000)])
    points = points[province_at(points[:, 0], points[:, 1], coast_km=0).codes != ""]
    in_zone = shapely.contains_xy(border_zone(), points)
    slack = 1.5 + SIMPLIFY_DEGREES * 111.32
    for (lon, lat), inside in zip(points, in_zone, strict=True):
        scale = 2 * BORDER_ZONE_KM / 111.32
        stretch = scale / np.cos(np.radians(lat))
        near = dense[tree.query(shapely.box(lon - stretch, lat - scale, lon + stretch, lat + scale))]
        count = len(near)
        km = min(GEOD.inv([lon] * count, [lat] * count, near[:, 0], near[:, 1])[2]) / 1000 if count else np.inf
        if inside:
            assert km <= BORDER_ZONE_KM + slack
        elif km < BORDER_ZONE_KM - slack:
            pytest.fail(f"({lon}, {lat}) lies {km:.1f} km from the border and not in the zone")


def test_the_zone_is_what_the_two_layers_give(border: shapely.Geometry) -> None:
    rebuilt = band(border, shapely.union_all(provinces().geometry.to_numpy()))
    assert shapely.symmetric_difference(rebuilt, border_zone()).area < 1e-9


@pytest.mark.parametrize(
    ("place", "lon", "lat", "province"),
    [
        ("Tawang", 91.86, 27.59, ""),
        ("Itanagar", 93.61, 27.09, ""),
        ("Ziro", 93.83, 27.56, ""),
        ("Walong", 97.02, 28.13, ""),
        ("Aksai Chin", 79.5, 35.1, "650000"),
        ("Shaksgam", 76.5, 36.1, "650000"),
        ("Doklam", 89.02, 27.29, ""),
        ("Barahoti", 79.97, 30.83, ""),
        ("Taipei", 121.56, 25.04, "710000"),
        ("Kinmen", 118.32, 24.44, "710000"),
        ("Penghu", 119.6, 23.57, "710000"),
        ("Woody Island", 112.34, 16.83, "460000"),
        ("Fiery Cross Reef", 112.89, 9.55, ""),
        ("Tashkurgan", 75.23, 37.77, "650000"),
    ],
)
def test_the_viewpoint_is_the_one_stated(place: str, lon: float, lat: float, province: str) -> None:
    """Where common sources differ, these layers show de facto control, as SOURCES.json says."""
    assert list(province_at(lon, lat).codes) == [province], place
    assert "De facto" in sources()["provinces"].viewpoint


def test_own_boundaries_in_another_projection_are_read(tmp_path: Path) -> None:
    own = provinces().reset_index()[["adcode", "geometry"]].to_crs(3857)
    own.to_file(tmp_path / "own.gpkg", engine="pyogrio")
    read = read_provinces(tmp_path / "own.gpkg")
    assert list(read.index) == list(provinces().index)
    assert list(read["name_zh"]) == list(provinces()["name_zh"])
    assert read.crs == 4326
    assert shapely.hausdorff_distance(read.geometry["310000"], provinces().geometry["310000"]) < 1e-6


@pytest.mark.parametrize(
    ("columns", "crs", "message"),
    [
        ({"code": ["110000"]}, 4326, "no column 'adcode'"),
        ({"adcode": ["110000"]}, None, "no CRS"),
        ({"adcode": ["110001"]}, 4326, "110001 are no province codes"),
        ({"adcode": ["110000", "110000"]}, 4326, "110000 come more than once"),
    ],
)
def test_own_boundaries_that_cannot_be_used(
    tmp_path: Path, columns: dict[str, list[str]], crs: int | None, message: str
) -> None:
    square = [shapely.box(0, 0, 1, 1)] * len(next(iter(columns.values())))
    path = tmp_path / "own.shp"
    gpd.GeoDataFrame(columns, geometry=square, crs=4326).to_file(path, engine="pyogrio")
    if crs is None:
        path.with_suffix(".prj").unlink()
    with pytest.raises(BoundaryError, match=message):
        read_provinces(path)


def build_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_boundaries", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_script_refuses_another_package(tmp_path: Path) -> None:
    (tmp_path / "other.tgz").write_bytes(b"other")
    with pytest.raises(SystemExit, match="SHA-256"):
        build_script().read_package(tmp_path / "other.tgz")


def test_the_script_names_the_files_that_differ(tmp_path: Path) -> None:
    shutil.copytree(SHAPEFILES, tmp_path, dirs_exist_ok=True)
    script = build_script()
    assert script.differing(tmp_path, SHAPEFILES) == []
    (tmp_path / "provinces.cpg").write_text("GB18030")
    assert script.differing(tmp_path, SHAPEFILES) == ["provinces.cpg"]


def test_the_shapefiles_are_what_the_package_gives(tmp_path: Path) -> None:
    archive = os.environ.get("ATLAS_BOUNDARY_PACKAGE", "")
    if not archive:
        pytest.skip("set ATLAS_BOUNDARY_PACKAGE to the archive that scripts/build_boundaries.py names")
    script = build_script()
    script.build(Path(archive), tmp_path)
    assert script.differing(tmp_path, SHAPEFILES) == []
