"""Which units a map shades, and what it then says: the shipped provinces, or units of the user's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.places import boundaries
from geo.places.boundaries import BoundarySource
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.timeline import assets, cube

if TYPE_CHECKING:
    import pandas as pd

    from geo.places.own.boundaries import OwnBoundaries


def sources(own: OwnBoundaries | None) -> list[BoundarySource]:
    """Return what is said of the boundaries that a map draws, each source once: those of one's own come first."""
    rows = (*([own.source] if own else []), *boundaries.sources().values())
    return list({row.source: row for row in rows}.values())


def said_of(source: BoundarySource, lang: str) -> dict[str, str]:
    """Return source, vintage, licence and viewpoint in a language; in English where there is no Chinese."""
    fields = ("source", "vintage", "licence", "viewpoint")
    zh = {name: getattr(source, f"{name}_zh") for name in fields if lang == "zh"}
    return {name: zh.get(name) or getattr(source, name) for name in fields}


def strings(own: OwnBoundaries | None) -> dict[str, dict[str, str]]:
    """Return the words of the page; with units of one's own, those that speak of provinces speak of these instead."""
    words = assets.strings()
    if own is None:
        return words
    instead = _instead()
    return {lang: words[lang] | _of_level(instead[lang], own.level) for lang in words}


def _of_level(words: dict[str, Any], level: str) -> dict[str, str]:
    unit = words["unit"][level]
    return {key: text.replace("{unit}", unit) for key, text in words.items() if key != "unit"}


@cache
def _instead() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = json.loads(assets.text("units.json"))
    return read


def of_region(slug: str, own: OwnBoundaries | None) -> dict[str, Any]:
    """Return what changes of a region on a map of one's own units: the units in it, and those that it shades.

    A region shades the units that it names, or parts of which it names; a region of whole provinces says nothing of
    the prefectures in them.
    """
    if own is None:
        return {}
    members = regions()[slug].members
    named = {unit for code in members if (unit := own.unit_of(code))}
    inside = {code for code in map(str, own.shaded.index) if set(gazetteer().lineage(code)) & set(members)}
    return {"provinces": sorted(named | inside), "whole": sorted(inside), "shades": sorted(named)}


Place = tuple[str, str, float | None, float | None]
"""Key, province, latitude and longitude (degrees WGS84) of a mark."""


def of_marks(places: Sequence[Place], own: OwnBoundaries | None) -> list[str]:
    """Return the unit in which each of N marks is shaded, "" for none: by code, of bare points by geometry."""
    if own is None:
        return [province for _, province, _, _ in places]
    found = [own.unit_of(key) for key, _, _, _ in places]
    points = [(at, lat, lon) for at, (key, _, lat, lon) in enumerate(places) if key.startswith("@")]
    bare = [(at, lat, lon) for at, lat, lon in points if lat is not None and lon is not None]
    units = own.units_at([lon for _, _, lon in bare], [lat for _, lat, _ in bare])
    for (at, _, _), unit in zip(bare, units, strict=True):
        found[at] = unit
    return found


def unshaded(table: pd.DataFrame, own: OwnBoundaries) -> int:
    """Return how many placed facts lie in no shaded unit: they are known only to a coarser one, or lie outside all."""
    placed = table[table["joined_by"] != ""]
    keys = cube.place_keys(placed)
    found = dict.fromkeys(keys)
    points = [tuple(map(float, key[1:].split(","))) if key.startswith("@") else (None, None) for key in found]
    within = of_marks([(key, "", lat, lon) for key, (lat, lon) in zip(found, points, strict=True)], own)
    shaded = {key for key, unit in zip(found, within, strict=True) if unit or _names_units(key, own)}
    return int((~keys.isin(shaded)).sum())


def _names_units(key: str, own: OwnBoundaries) -> bool:
    return key in regions() and any(own.unit_of(code) for code in regions()[key].members)
