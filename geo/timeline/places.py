"""The places of a payload: names, points and levels of every mark, candidate and target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import PlaceNotFound
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.coded import Columns, columns_of
from geo.timeline import units
from geo.timeline.cube import NOWHERE, Cube

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries

Integers = npt.NDArray[np.signedinteger[Any]]

LEVELS: Final = ("none", "country", "province", "prefecture", "county", "other", "region", "point", "ambiguous")
DEGREE: Final = 10_000
"""Points travel as whole ten-thousandths of a degree (11 m)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One place as the page knows it; `lat` and `lon` in degrees WGS84, None where it has no point."""

    key: str
    name_en: str
    name_zh: str
    level: str
    province: str
    lat: float | None
    lon: float | None


def build(
    table: pd.DataFrame | Columns, cube: Cube, own: OwnBoundaries | None = None
) -> tuple[dict[str, Any], dict[str, Integers]]:
    """Return header and sections: the places of the cube in its order, then those only named by a fact.

    The header's ``candidates`` maps an ambiguous place to the places it may be; ``targets`` lists, for each text of
    `cube.targets`, places (by number) and regions (by slug). With units of one's `own`, ``provinces`` are these.
    """
    samples = _samples(table, cube)
    marks = [_mark(key, samples.get(number)) for number, key in enumerate(cube.places)]
    numbers = {mark.key: number for number, mark in enumerate(marks)}
    _add_named(marks, numbers, cube)
    within = units.of_marks([(mark.key, mark.province, mark.lat, mark.lon) for mark in marks], own)
    header = {
        "code": [mark.key for mark in marks],
        "en": [mark.name_en for mark in marks],
        "zh": [mark.name_zh if mark.name_zh != mark.name_en else "" for mark in marks],
        "levels": LEVELS,
        "provinces": (provinces := sorted(set(within))),
        "candidates": {
            str(number): [numbers[code] for code in key[1:].split(";") if code in numbers]
            for number, key in enumerate(cube.places)
            if key.startswith("?")
        },
        "targets": [[numbers.get(code, code) for code in split(text)] for text in cube.targets],
    }
    sections = {
        "place_level": np.array([LEVELS.index(mark.level) for mark in marks], dtype=np.int64),
        "place_province": np.array([provinces.index(code) for code in within], dtype=np.int64),
        "place_lat": _degrees(mark.lat for mark in marks),
        "place_lon": _degrees(mark.lon for mark in marks),
    }
    return header, sections


def split(text: str) -> list[str]:
    """Return the codes and slugs of a `targets` text.

    >>> split("500107; border_areas;")
    ['500107', 'border_areas']
    """
    return [part for raw in text.split(";") if (part := raw.strip())]


def _samples(table: pd.DataFrame | Columns, cube: Cube) -> Mapping[int, Mapping[str, Any]]:
    """Return the first row of each place that the gazetteer does not tell all of: its name and point as given."""
    first = np.zeros(len(cube.places), dtype=np.int64)
    first[cube.facts.place[::-1]] = np.arange(cube.facts.place.size - 1, -1, -1)  # of several, the last is kept
    there = np.bincount(cube.facts.place, minlength=len(cube.places)) > 0
    asked = [number for number in np.flatnonzero(there).tolist() if not _is_known(cube.places[number])]
    rows = columns_of(table).rows(first[asked])[["place", "level", "province", "lat", "lon"]]
    return {number: dict(row) for number, row in zip(asked, rows.to_dict("records"), strict=True)}  # type: ignore[arg-type]


def _is_known(key: str) -> bool:
    unit = gazetteer().units.get(key)
    return key == NOWHERE or key in regions() or (unit is not None and unit.lat is not None)


def _add_named(marks: list[Mark], numbers: dict[str, int], cube: Cube) -> None:
    """Add the candidates and targets that are units but no fact's place."""
    named = {code for key in cube.places if key.startswith("?") for code in key[1:].split(";")}
    named |= {code for text in cube.targets for code in split(text)}
    units = gazetteer().units
    for code in sorted(named - set(numbers)):
        if code in units:
            numbers[code] = len(marks)
            marks.append(_mark(code, None))


def _mark(key: str, row: Mapping[str, Any] | None) -> Mark:
    if key == NOWHERE:
        return Mark(key=key, name_en="", name_zh="", level="none", province="", lat=None, lon=None)
    if key.startswith("?"):
        written = str(row["place"]) if row else key
        return Mark(key=key, name_en=written, name_zh=written, level="ambiguous", province="", lat=None, lon=None)
    if key in regions():
        region = regions()[key]
        lat, lon = region.anchors[0] if region.anchors else (None, None)
        return Mark(
            key=key, name_en=region.name_en, name_zh=region.name_zh, level="region", province="", lat=lat, lon=lon
        )
    try:
        unit = gazetteer().unit(key)
    except PlaceNotFound:
        return _bare(key, row)
    return Mark(
        key=key,
        name_en=unit.short_en or unit.name_en,
        name_zh=unit.short_zh or unit.name_zh,
        level=unit.level,
        province=unit.province,
        lat=unit.lat if unit.lat is not None else _number(row, "lat"),
        lon=unit.lon if unit.lon is not None else _number(row, "lon"),
    )


def _bare(key: str, row: Mapping[str, Any] | None) -> Mark:
    """Return a place that is in no list: a point, or a code of the user's own."""
    written = str(row["place"]) if row and row["place"] else key.lstrip("@")
    province = str(row["province"]) if row else ""
    lat, lon = _number(row, "lat"), _number(row, "lon")
    return Mark(key=key, name_en=written, name_zh=written, level="point", province=province, lat=lat, lon=lon)


def _number(row: Mapping[str, Any] | None, name: str) -> float | None:
    return None if row is None or pd.isna(row[name]) else float(row[name])


def _degrees(values: Iterable[float | None]) -> Integers:
    """Return degrees as whole numbers from 1 on (-90 or -180 is 1 for either axis); 0 where there is no point."""
    return np.array([0 if value is None else round((value + 180) * DEGREE) + 1 for value in values], dtype=np.int64)
