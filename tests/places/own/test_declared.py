"""A file that names no CRS, as many shapefiles do: read once somebody says which, if coordinates bear it out."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import BoundaryError
from geo.places.own.boundaries import OwnBoundaries, read
from tests.places.own.made import PREFECTURES, layer, parts, squares, zipped
from tests.test_command_line import atlas


def without_prj(frame: gpd.GeoDataFrame, folder: Path) -> bytes:
    return zipped({f"made{end}": part for end, part in parts(frame, folder).items() if end != ".prj"})


def without_crs(frame: gpd.GeoDataFrame, folder: Path, suffix: str) -> bytes:
    if suffix == "zip":
        return without_prj(frame, folder)
    path = folder / f"made.{suffix}"
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        frame.set_crs(None, allow_override=True).to_file(path, engine="pyogrio")
    return path.read_bytes()


def far_from(own: OwnBoundaries, frame: gpd.GeoDataFrame) -> float:
    """Return how far the units lie off a layer, in degrees."""
    return float(shapely.hausdorff_distance(own.frame.geometry.to_numpy(), frame.geometry.to_numpy()).max())


@pytest.mark.parametrize("suffix", ["zip", "gpkg", "fgb"])
def test_the_refusal_names_every_way_out(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(BoundaryError, match=r"no CRS.*--crs EPSG:4326.*EPSG:4490.*--datum gcj02.*in the app.*QGIS"):
        read(without_crs(layer(), tmp_path, suffix), name="made")


@pytest.mark.parametrize("suffix", ["zip", "gpkg", "fgb"])
@pytest.mark.parametrize("epsg", [4326, 4490, 32649, 4547])
def test_whoever_names_the_crs_is_taken_at_their_word(tmp_path: Path, suffix: str, epsg: int) -> None:
    own = read(without_crs(layer(crs=epsg), tmp_path, suffix), name="made", crs=f"EPSG:{epsg}")
    assert far_from(own, layer()) < 1e-6
    assert f"(EPSG:{epsg})" in own.report.crs
    assert any("names no CRS" in note and f"EPSG:{epsg}" in note for note in own.report.notes)


def test_a_datum_says_that_the_coordinates_are_degrees(tmp_path: Path) -> None:
    data = without_prj(layer(), tmp_path)
    assert far_from(read(data, datum="wgs84"), layer()) < 1e-9
    moved = far_from(read(data, datum="gcj02"), layer())
    assert 0.002 < moved < 0.01, "some hundred metres"


@pytest.mark.parametrize(
    ("epsg", "said", "word"),
    [
        (32649, "EPSG:4326", r"are no degrees.*EPSG:4545"),
        (32649, "EPSG:4490", "are no degrees"),
        (4326, "EPSG:32649", "not in China"),
        (32649, "EPSG:32630", "not in China"),
        (4326, "WGS84", "names no CRS: write it as EPSG:4326"),
        (4326, "EPSG:999999", "not known here"),
        (4326, "+proj=longlat +nadgrids=/etc/passwd", "names no CRS"),
    ],
)
def test_coordinates_that_do_not_bear_it_out_are_refused(tmp_path: Path, epsg: int, said: str, word: str) -> None:
    with pytest.raises(BoundaryError, match=word):
        read(without_prj(layer(crs=epsg), tmp_path), name="made.zip", crs=said)


def test_latitudes_before_longitudes_are_refused(tmp_path: Path) -> None:
    frame = layer()
    swapped = frame.set_geometry(frame.geometry.map(lambda shape: shapely.transform(shape, lambda xy: xy[:, ::-1])))
    with pytest.raises(BoundaryError, match="latitudes stand before longitudes"):
        read(without_prj(swapped, tmp_path), name="made.zip", datum="wgs84")


def test_degrees_elsewhere_are_refused(tmp_path: Path) -> None:
    cells = {"adcode": list(PREFECTURES)}
    europe = gpd.GeoDataFrame(cells, geometry=squares(4, west=5.0, south=45.0), crs=4326)
    with pytest.raises(BoundaryError, match=r"5\.0 to 7\.0 E and 45\.0 to 45\.5 N, not in China"):
        read(without_prj(europe, tmp_path), name="made.zip", crs="EPSG:4326")


def test_a_file_that_names_its_crs_is_not_talked_over(tmp_path: Path) -> None:
    data = zipped({f"made{end}": part for end, part in parts(layer(crs=4490), tmp_path).items()})
    assert far_from(read(data, name="made.zip", crs="EPSG:4490"), layer()) < 1e-6
    with pytest.raises(BoundaryError, match=r"in China Geodetic.*not in WGS 84.*leave --crs away"):
        read(data, name="made.zip", crs="EPSG:4326")


def test_an_empty_prj_says_nothing(tmp_path: Path) -> None:
    members = {f"made{end}": part for end, part in parts(layer(), tmp_path).items()}
    data = zipped({**members, "made.prj": b" \n"})
    with pytest.raises(BoundaryError, match="names no CRS"):
        read(data, name="made.zip")
    assert len(read(data, name="made.zip", datum="wgs84").frame) == 4


def test_the_commands_take_it(tmp_path: Path) -> None:
    facts, units = tmp_path / "facts.csv", tmp_path / "made.zip"
    facts.write_text("date,title,adcode\n2024-04-22,A,430102\n", encoding="utf-8")
    units.write_bytes(without_prj(layer(), tmp_path))
    told = atlas("boundaries", units)
    assert told.returncode == 1
    assert "--crs EPSG:4326" in told.stderr
    told = atlas("boundaries", units, "--crs", "EPSG:4490")
    assert told.returncode == 0, told.stderr
    assert "the file names no CRS: taken to be in China Geodetic" in told.stdout
    for command, name in (("map", "map.html"), ("export", "map.png")):
        told = atlas(command, facts, "-o", tmp_path / name, "--boundaries", units, "--crs", "EPSG:4490")
        assert told.returncode == 0, told.stderr
        assert "as was said" in told.stderr
