"""The door for boundary files: what is no shapefile, GeoPackage, GeoJSON or FlatGeobuf comes no further."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import stat
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import BoundaryError
from geo.places.own import formats, unpack
from geo.places.own.boundaries import read
from geo.places.own.soundness import refuse_tangles
from tests.places.own.made import layer, parts, written, zipped

SECRET = "b8a1 this must never come out"


@pytest.fixture(scope="module")
def shapefile(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return {f"made{end}": part for end, part in parts(layer(), tmp_path_factory.mktemp("shp")).items()}


def refused(data: bytes, word: str) -> None:
    started = time.monotonic()
    with pytest.raises(BoundaryError, match=word):
        read(data, name="upload")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no boundary file"),
        (b"adcode,name\n430100,x\n", "no boundary file"),
        (b"\x7fELF" + bytes(100), "no boundary file"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x00\x00\x27\x0a" + bytes(96), "one part of a shapefile"),
        (b"<!DOCTYPE html><html></html>", "XML or HTML"),
        (b"<kml></kml>", "XML or HTML"),
        (b"SQLite format 3\x00" + bytes(100), "no GeoPackage"),
        (b"PK\x05\x06" + bytes(18), "empty zip"),
        (b"PK\x03\x04" + bytes(60), "no zip archive"),
        (b"{", "cannot be read"),
        (b'{"type": "Topology"}', "no GeoJSON"),
        (b'{"type":"gdal_streamed_alg","command_line":"gdal vector read /etc/passwd"}', "no GeoJSON"),
        (b"[" * 100, "no boundary file"),
        (b'{"a":' * 100_000, "cannot be read"),
    ],
)
def test_what_is_something_else_is_called_by_its_name(data: bytes, word: str) -> None:
    refused(data, word)


def vrt(path: Path) -> bytes:
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="{path.stem}"><SrcDataSource>{path}</SrcDataSource>'
        "<GeometryType>wkbNone</GeometryType></OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


@pytest.mark.parametrize("name", ["made.shp", "made.vrt", "layer.shp", "made.csv"])
def test_a_vrt_reads_no_file_of_this_machine(tmp_path: Path, shapefile: Mapping[str, bytes], name: str) -> None:
    """GDAL, asked what a VRT is, opens the file it names: here it is never asked."""
    (tmp_path / "secret.csv").write_text(f"adcode,name\n430100,{SECRET}\n")
    trick = vrt(tmp_path / "secret.csv")
    with pytest.raises(BoundaryError) as plain:
        read(trick, name="upload")
    with pytest.raises(BoundaryError) as packed:
        read(zipped({**shapefile, "made.shp": trick} if name == "made.shp" else {name: trick}), name="upload")
    assert SECRET not in f"{plain.value} {packed.value}"


def test_members_that_are_no_part_of_it_are_never_read(shapefile: Mapping[str, bytes]) -> None:
    data = zipped({**shapefile, "made.vrt": b"<x/>", "run.sh": b"rm", "made.qix": b"x", "README": b"y"})
    parcel = unpack.unpack(data, name="upload")
    assert set(parcel.parts) == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    assert parcel.ignored == 4


@pytest.mark.parametrize("folder", ["../../../../tmp/", "/etc/", "C:\\Windows\\", "a/../../b/", "//host/share/"])
def test_paths_lead_nowhere(tmp_path: Path, shapefile: Mapping[str, bytes], folder: str) -> None:
    before = set(Path("/tmp").glob("made.*"))
    data = zipped({f"{folder}{name}": part for name, part in shapefile.items()})
    assert len(read(data).frame) == 4
    assert unpack.unpack(data, name="upload").layer == "made"
    assert set(Path("/tmp").glob("made.*")) == before


def test_a_link_is_not_followed(shapefile: Mapping[str, bytes]) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name, part in shapefile.items():
            member = zipfile.ZipInfo(name)
            if name.endswith(".prj"):
                member.external_attr = (stat.S_IFLNK | 0o777) << 16
                part = b"/etc/passwd"
            made.writestr(member, part)
    refused(archive.getvalue(), "link to another file")


def test_a_bomb_is_refused_unopened(shapefile: Mapping[str, bytes]) -> None:
    refused(zipped({**shapefile, "made.dbf": bytes(200_000_000)}), "200 times its size")
    refused(zipped({**shapefile, "made.dbf": bytes(300_000_000)}), "would unpack to")


def test_a_claim_of_a_gigabyte_is_not_believed(shapefile: Mapping[str, bytes]) -> None:
    data = bytearray(zipped(shapefile))
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    struct.pack_into("<I", data, at + 24, 1 << 30)
    refused(bytes(data), "would unpack to")


@pytest.mark.parametrize("claimed", [0, 10, 100_000])
def test_a_claim_of_less_or_more_than_there_is(shapefile: Mapping[str, bytes], claimed: int) -> None:
    data = bytearray(zipped(shapefile))
    at = data.index(b"made.dbf", data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<I", data, at + 24, claimed)
    refused(bytes(data), "not as long|no zip archive|not what its name says|damaged")


def test_too_many_members_are_counted_before_they_are_listed(shapefile: Mapping[str, bytes]) -> None:
    refused(zipped({**shapefile, **{f"{n}.txt": b"" for n in range(600)}}), "more than 500 files")


def test_an_archive_in_an_archive(shapefile: Mapping[str, bytes]) -> None:
    refused(zipped({"inner.zip": zipped(shapefile)}), "another archive")


def test_an_encrypted_archive(shapefile: Mapping[str, bytes]) -> None:
    data = bytearray(zipped(shapefile))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    refused(bytes(data), "password")


def test_two_parts_of_one_name(shapefile: Mapping[str, bytes]) -> None:
    archive = io.BytesIO(zipped(shapefile))
    with zipfile.ZipFile(archive, "a") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("made.dbf", b"other")
    refused(archive.getvalue(), "of one name")


def test_two_shapefiles_need_a_choice(shapefile: Mapping[str, bytes]) -> None:
    both = zipped({**shapefile, **{name.replace("made", "other"): part for name, part in shapefile.items()}})
    refused(both, "2 shapefiles: choose a layer from made, other")
    assert unpack.unpack(both, name="upload", layer="other").layer == "other"


def test_macintosh_shadows_are_not_a_second_shapefile(shapefile: Mapping[str, bytes]) -> None:
    shadows = {f"__MACOSX/._{name}": b"\x00\x05\x16\x07" for name in shapefile}
    assert len(read(zipped({**shapefile, **shadows})).frame) == 4


@pytest.mark.parametrize("missing", [".shx", ".dbf"])
def test_a_missing_part_is_named(shapefile: Mapping[str, bytes], missing: str) -> None:
    refused(zipped({name: part for name, part in shapefile.items() if not name.endswith(missing)}), rf"no \{missing}")


@pytest.mark.parametrize(
    ("name", "change", "word"),
    [
        ("made.shp", lambda part: part[:80], "cut off"),
        ("made.shp", lambda part: part[:-8], "damaged"),
        ("made.shp", lambda part: part[:32] + b"\x01" + part[33:], "points, not areas"),
        ("made.shx", lambda part: part[:100], "damaged"),
        ("made.dbf", lambda part: b"\x99" + part[1:], "not what its name says"),
        ("made.dbf", lambda part: part[:4] + b"\xff\xff\x00\x00" + part[8:], "rows; the limit"),
        ("made.dbf", lambda part: part[:4] + b"\x00\x01\x00\x00" + part[8:], "damaged"),
        ("made.prj", lambda part: b"GEOGCS[" + b"x" * 30_000, "well-known text"),
        ("made.prj", lambda part: b"+proj=longlat +nadgrids=/etc/passwd", "well-known text"),
        ("made.prj", lambda part: part.rstrip()[:-1] + b',EXTENSION["PROJ4","+nadgrids=@/x"]]', "well-known text"),
        ("made.prj", lambda part: b'GEOGCS["x"]', "not known here"),
    ],
)
def test_a_part_that_is_not_what_it_claims(
    shapefile: Mapping[str, bytes], name: str, change: Callable[[bytes], bytes], word: str
) -> None:
    refused(zipped({**shapefile, name: change(shapefile[name])}), word)


def test_a_cpg_cannot_name_a_codec_that_does_something(shapefile: Mapping[str, bytes]) -> None:
    for page in (b"zlib", b"rot13", b"unicode_escape", b"../../x", b"idna", bytes(5000)):
        assert len(read(zipped({**shapefile, "made.cpg": page})).frame) == 4


def test_a_file_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_BYTES", 10)
    refused(b"{" + b" " * 20, "the limit is 10")


def database(folder: Path, change: str) -> bytes:
    path = folder / "made.gpkg"
    written(layer(), folder, "gpkg")
    with sqlite3.connect(path) as made:
        made.executescript(change)
    made.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE made; CREATE VIEW made AS SELECT 1 fid, load_extension('/tmp/x') geom",
        "DROP TABLE made; CREATE VIEW made AS SELECT fid, geom FROM gpkg_contents, made",
        "DROP TABLE made; CREATE VIRTUAL TABLE made USING rtree(fid, a, b)",
        "DELETE FROM gpkg_geometry_columns",
        "UPDATE gpkg_geometry_columns SET srs_id = 999999",
        "UPDATE made SET geom = x'47500001'",
        "UPDATE made SET geom = 'text'",
    ],
)
def test_a_geopackage_runs_nothing(tmp_path: Path, change: str) -> None:
    with pytest.raises(BoundaryError):
        read(database(tmp_path, f"PRAGMA legacy_alter_table = ON; {_without_triggers(tmp_path)} {change}"))


def _without_triggers(folder: Path) -> str:
    written(layer(), folder, "gpkg")
    made = sqlite3.connect(folder / "made.gpkg")
    names = [name for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    made.close()
    (folder / "made.gpkg").unlink()
    return " ".join(f'DROP TRIGGER "{name}";' for name in names)


def test_a_geopackage_in_use_is_read_without_its_log(tmp_path: Path) -> None:
    data = bytearray(written(layer(), tmp_path, "gpkg"))
    data[18:20] = b"\x02\x02"
    assert len(read(bytes(data)).frame) == 4


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": [[[1, 2]]]},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Polygon"},
        {"type": ["Polygon"]},
        {"type": "MultiPolygon", "coordinates": [[[["a", "b"], ["c", "d"], ["e", "f"], ["a", "b"]]]]},
        {"type": "Polygon", "coordinates": [[[1, 1e999], [2, 2], [3, 1], [1, 1e999]]]},
        {"type": "Polygon", "coordinates": [[[1000, 1], [2000, 2], [3000, 1], [1000, 1]]]},
        "Polygon",
        7,
    ],
)
def test_geometry_that_is_none(geometry: object) -> None:
    feature = {"type": "Feature", "properties": {"adcode": "430100"}, "geometry": geometry}
    refused(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode(), "upload")


@pytest.mark.parametrize(
    "name", ["EPSG:4326 +init=x", "+proj=longlat +nadgrids=/etc/passwd", "file:///etc/passwd", "x" * 999]
)
def test_a_crs_by_name_is_a_name(name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    refused(json.dumps({"type": "FeatureCollection", "features": [], "crs": crs}).encode(), "names no CRS")


def test_lines_that_cross_everywhere_are_refused_at_once() -> None:
    rng = np.random.default_rng(1)
    tangle = shapely.Polygon(rng.uniform(100, 110, (20_000, 2)))
    started = time.monotonic()
    with pytest.raises(BoundaryError, match="cross each other everywhere"):
        refuse_tangles(np.array([tangle], dtype=object), "upload")
    assert time.monotonic() - started < 3


def test_real_layers_are_no_tangle() -> None:
    from geo.places.boundaries import neighbours, provinces

    for frame in (provinces(), neighbours()):
        refuse_tangles(frame.geometry.to_numpy(), "shipped")


def test_nothing_outside_is_opened(tmp_path: Path, shapefile: Mapping[str, bytes]) -> None:
    """Every file that Python opens on the way lies in a temporary folder of its own, or belongs to a library."""
    (tmp_path / "upload.zip").write_bytes(zipped({f"../../../etc/{name}": part for name, part in shapefile.items()}))
    code = """
import sys
from pathlib import Path
from geo.places.own.boundaries import read
read(Path(sys.argv[1]).read_bytes())  # whatever is imported late is imported now
opened = []
def watch(event, arguments):
    if event in ("open", "os.mkdir", "socket.connect", "subprocess.Popen", "os.system", "sqlite3.connect"):
        opened.append((event, str(arguments[0])))
sys.addaudithook(watch)
data = Path(sys.argv[1]).read_bytes()
opened.clear()
read(data)
print(*(f"{event} {path}" for event, path in opened), sep="\\n")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "upload.zip")],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.stdout.strip()
    for line in done.stdout.strip().splitlines():
        event, path = line.split(" ", 1)
        own = path.startswith(str(tmp_path / "atlas-"))
        assert event in ("open", "os.mkdir"), line
        assert own or "shapefiles" in path or "site-packages" in path or "/geo/" in path, line


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize(
    "start", [b"", b"PK\x03\x04", b"{", b"fgb\x03fgb\x00", b"SQLite format 3\x00" + bytes(52) + b"GPKG"]
)
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes) -> None:
    with suppress(BoundaryError):
        formats.read(unpack.unpack(start + rest, name="upload"), name="upload")


@given(data=st.data())
@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("suffix", ["zip", "gpkg", "fgb", "geojson"])
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    made = bytearray(written(layer(), tmp_path_factory.mktemp("damaged"), suffix))
    for _ in range(data.draw(st.integers(1, 4))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        own = read(bytes(made), name="upload")
    except BoundaryError:
        return
    assert own.frame.geometry.is_valid.all()
