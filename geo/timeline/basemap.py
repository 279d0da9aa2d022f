"""What every page carries whatever its facts: shapes, regions, words and colours. Built once a process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from geo.places import boundaries
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.timeline import scale, units
from geo.timeline.pack import Integers, pack
from geo.timeline.shapes import GRID_DEGREES, Topology, topology

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries

PROVINCE_TOLERANCE_DEGREES: Final = 0.01
NEIGHBOUR_TOLERANCE_DEGREES: Final = 0.06
ZONE_TOLERANCE_DEGREES: Final = 0.03
SMALLEST_ISLAND_DEGREES2: Final = 0.002


@cache
def build() -> bytes:
    """Return the packed base map: provinces, neighbours, border zone, regions, words and colours."""
    provinces = boundaries.provinces()
    return _packed(provinces, _shapes(provinces, PROVINCE_TOLERANCE_DEGREES), None)


def build_own(own: OwnBoundaries) -> bytes:
    """Return the base map with units of the user's own in the place of the provinces; they come simplified already."""
    return _packed(own.shaded, _shapes(own.shaded, 0.0), own)


def _shapes(provinces: Any, tolerance_degrees: float) -> dict[str, Topology]:
    return {
        "province": topology(
            provinces.geometry,
            tolerance_degrees=tolerance_degrees,
            smallest_degrees2=SMALLEST_ISLAND_DEGREES2,
        ),
        "neighbour": topology(
            boundaries.neighbours().geometry,
            tolerance_degrees=NEIGHBOUR_TOLERANCE_DEGREES,
            smallest_degrees2=10 * SMALLEST_ISLAND_DEGREES2,
        ),
        "zone": topology([boundaries.border_zone()], tolerance_degrees=ZONE_TOLERANCE_DEGREES),
    }


def _packed(provinces: Any, shapes: dict[str, Topology], own: OwnBoundaries | None) -> bytes:
    header = {
        "grid": GRID_DEGREES,
        "areas": {name: shape.areas for name, shape in shapes.items()},
        "provinces": list(_provinces(provinces)),
        "regions": {slug: _region(slug) | units.of_region(slug, own) for slug in sorted(regions())},
        "sources": _sources(own),
        "strings": units.strings(own),
        "palette": scale.palette(),
    }
    sections: dict[str, Integers] = {}
    for name, shape in shapes.items():
        sections |= shape.sections(name)
    return pack(header, sections)


def _provinces(frame: Any) -> Iterator[dict[str, Any]]:
    for code, shape in zip(frame.index, frame.geometry, strict=True):
        unit = gazetteer().unit(str(code))
        largest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
        inside = largest.representative_point()
        at = (unit.lon, unit.lat) if unit.lon is not None and unit.lat is not None else (inside.x, inside.y)
        yield {"code": str(code), "en": unit.short_en, "zh": unit.short_zh, "at": [round(float(v), 3) for v in at]}


def _region(slug: str) -> dict[str, Any]:
    """Return a region for the page: whole provinces by code, smaller members as points."""
    region = regions()[slug]
    units = [gazetteer().unit(code) for code in region.members]
    return {
        "en": region.name_en,
        "zh": region.name_zh,
        "provinces": region.provinces,
        "whole": [unit.code for unit in units if unit.level == "province"],
        "points": [
            [round(unit.lon, 2), round(unit.lat, 2)]
            for unit in units
            if unit.level != "province" and unit.lat is not None and unit.lon is not None
        ],
        "anchors": [[round(lon, 2), round(lat, 2)] for lat, lon in region.anchors],
        "definition": {"en": region.definition, "zh": _definition_zh(region.definition)},
        "vintage": region.vintage,
    }


def _sources(own: OwnBoundaries | None) -> list[dict[str, dict[str, str]]]:
    """Return what the sources line says of the boundaries, by language: each source once."""
    return [{lang: units.said_of(row, lang) for lang in ("en", "zh")} for row in units.sources(own)]


def _definition_zh(definition: str) -> str:
    """Return the Chinese title that a definition quotes in parentheses, or nothing.

    >>> _definition_zh("State Council circular, Guofa [2000] 33 (国务院通知), 2000.")
    '国务院通知'
    """
    found = re.search(r"\(([^()]*[\u4e00-\u9fff][^()]*)\)", definition)
    return found[1] if found else ""
