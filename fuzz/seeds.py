"""What the fuzzer starts from: small files of every kind that a door takes."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import shapely

from fuzz.doors import MARK
from geo.reading import documents

_PDF = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype"
    b"/Type1/BaseFont/Helvetica>>>>>>>>\nendobj\n4 0 obj\n<</Length 36>>\nstream\nBT /F 12 Tf 9 9 Td (In Hunan) Tj ET"
    b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"
)
_SQUARES = (("430100", 112.0, 28.0), ("430200", 113.0, 28.0))


def _table() -> Iterator[bytes]:
    text = (
        "id,kind,date,date_end,title,place,adcode,lat,lon,targets,url,start,end,status\n"
        'a,event,2024-04-22,,"Visit, with a comma",九龙坡区,500107,29.5,106.5,,https://example.org/a,0,9,auto\n'
        "b,directive,2024年第二季度,,=1+1,Changsha,,,,430000;western,javascript:x,,,confirmed\n"
    )
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        yield text.encode(encoding)
    yield text.replace(",", "\t").encode()
    yield "地点;日期;标题\n长沙;2024-05;调研\n".encode()


def _article() -> Iterator[bytes]:
    chinese = "考察组在兰州了解水利工程的情况\n考察组5月8日来到甘肃兰州，要求各地加快建设，保护好生态。\n"
    english = "CHANGSHA, May 8 (Wire) -- Officials on Wednesday urged Hunan to build better roads in border areas.\n"
    page = f"<html><head><title>Roads</title></head><body><article><p>{english * 3}</p></article></body></html>"
    row = json.dumps({"id": "a", "text": chinese, "date": "2024-05-08"}, ensure_ascii=False)
    kinds = (english, page, f"---\ntitle: Roads\n---\n{english}", row, f"id,text\n1,{chinese.strip()}\n")
    suffixes = (".txt", ".html", ".md", ".jsonl", ".csv", ".txt")
    for suffix, text in zip(suffixes, (*kinds, chinese), strict=True):
        yield bytes([documents.SUFFIXES.index(suffix)]) + text.encode()
    yield bytes([documents.SUFFIXES.index(".txt")]) + chinese.encode("gb18030")
    yield bytes([documents.SUFFIXES.index(".csv.gz")]) + gzip.compress(kinds[-1].encode(), mtime=0)
    yield bytes([documents.SUFFIXES.index(".pdf")]) + _PDF


def _upload() -> Iterator[bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("news/a.txt", "CHANGSHA, May 8 (Wire) -- Officials on Wednesday urged Hunan to build roads.")
        made.writestr("b.md", "考察组在兰州了解水利工程的情况。")
    yield archive.getvalue()


def _layer() -> gpd.GeoDataFrame:
    columns = {"adcode": [code for code, _, _ in _SQUARES], "name": ["长沙市", "株洲市"]}
    return gpd.GeoDataFrame(columns, geometry=[shapely.box(x, y, x + 1, y + 1) for _, x, y in _SQUARES], crs=4326)


def _parts() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        _layer().to_file(Path(folder) / "a.shp", engine="pyogrio", encoding="utf-8")
        return {path.suffix: path.read_bytes() for path in Path(folder).iterdir()}


def _shapefile() -> Iterator[bytes]:
    parts = _parts()
    yield MARK.join(parts[suffix] for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"))


def _boundary() -> Iterator[bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for suffix, part in _parts().items():
            made.writestr(f"a{suffix}", part)
    yield archive.getvalue()
    yield _geopackage()
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("geojson", "fgb"):
            path = Path(folder) / f"a.{suffix}"
            _layer().to_file(path, engine="pyogrio")
            yield path.read_bytes()


def _geopackage() -> bytes:
    """Return a GeoPackage of four pages: of GDAL's own, a hundred kilobytes, a fuzzer sees the beginning."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript("PRAGMA page_size = 512; PRAGMA application_id = 1196444487; VACUUM;")
        made.execute("CREATE TABLE gpkg_spatial_ref_sys(srs_id, organization, organization_coordsys_id, definition)")
        made.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326, '')")
        made.execute("CREATE TABLE gpkg_geometry_columns(table_name, column_name, srs_id)")
        made.execute("INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 4326)")
        made.execute("CREATE TABLE a(adcode, geom)")
        for code, x, y in _SQUARES:
            wkb = shapely.to_wkb(shapely.box(x, y, x + 1, y + 1))
            made.execute("INSERT INTO a VALUES (?, ?)", (code, b"GP\x00\x01" + struct.pack("<i", 4326) + wkb))
        made.commit()
        return bytes(made.serialize())


def _date() -> Iterator[bytes]:
    texts = (
        "2024-04-22",
        "2024年4月22日至24日",
        "2024-Q2",
        "Apr 2024",
        "22nd April, 2024",
        "2024年第二季度",
        "20240422",
    )
    yield from (text.encode() for text in texts)


SEEDS: Mapping[str, Callable[[], Iterator[bytes]]] = {
    "table": _table,
    "article": _article,
    "upload": _upload,
    "boundary": _boundary,
    "shapefile": _shapefile,
    "date": _date,
}
