"""The named regions of policy texts, read from ``geo/data/regions.toml``.

A region holds provinces, prefectures and counties at once, by code. Its provinces follow from its members.
"""

from __future__ import annotations

import csv
import difflib
import io
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from geo.errors import DataError, RegionNotFound
from geo.places._files import DATA, read_bytes
from geo.places.names import key
from geo.records import Region

_OUTSIDE_GB = MappingProxyType({"TW": "710000", "HK": "810000", "MO": "820000"})


def province_code(code: str) -> str:
    """Return the code of the province that a code lies in.

    >>> province_code("500107"), province_code("HK-X16")
    ('500000', '810000')
    """
    return _OUTSIDE_GB.get(code[:2]) or code[:2] + "0000"


def _members(slug: str, raw: Mapping[str, Any]) -> tuple[str, ...]:
    if "members" in raw:
        return tuple(raw["members"])
    text = read_bytes(DATA / raw["members_from"]).decode("utf-8-sig")
    members = tuple(row["adcode"] for row in csv.DictReader(io.StringIO(text)))
    if not members:
        raise DataError(f"{raw['members_from']} lists no member of {slug}")
    return members


def _provinces(members: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({province_code(code) for code in members}))


def _region(slug: str, raw: Mapping[str, Any]) -> Region:
    members = _members(slug, raw)
    definition = f"{raw['document']}, {raw['year']}."
    return Region(
        slug=slug,
        name_en=raw["name_en"],
        name_zh=raw["name_zh"],
        alternates=(*raw["en"], *raw["zh"]),
        members=members,
        provinces=_provinces(members),
        definition=f"{definition} {raw['note']}".strip(),
        vintage=raw["vintage"],
        anchors=tuple((float(lat), float(lon)) for lat, lon in raw["anchors"]),
    )


@cache
def regions() -> Mapping[str, Region]:
    """Return the regions by slug, in the order of the data file.

    Raises
    ------
    DataError
        When the data file is missing or empty.
    """
    raw = tomllib.loads(read_bytes(DATA / "regions.toml").decode("utf-8"))
    return MappingProxyType({slug: _region(slug, row) for slug, row in raw.items()})


def region(slug: str) -> Region:
    """Return the region with this slug.

    >>> len(region("western").provinces)
    12

    Raises
    ------
    RegionNotFound
        When no region has the slug.
    """
    found = regions().get(slug)
    if found is None:
        near = difflib.get_close_matches(slug, regions(), n=1)
        way_out = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(regions())}"
        raise RegionNotFound(f"no region has the slug {slug!r}; {way_out}")
    return found


@cache
def keys() -> Mapping[str, str]:
    """Return the slugs by the key of every spelling (see `names.key`)."""
    return {
        key(name): found.slug
        for found in regions().values()
        for name in (found.name_en, found.name_zh, *found.alternates)
    }


def by_name(name: str) -> Region | None:
    """Return the region called `name` in English or Chinese, whatever the case, spaces or a leading article.

    >>> by_name("the Border Zones").slug, by_name("边疆地区").slug, by_name("Changsha")
    ('border_areas', 'border_areas', None)
    """
    names = keys()
    slug = names.get(key(name)) or names.get(key(name.casefold().removeprefix("the ")))
    return None if slug is None else regions()[slug]


def expand(code_or_slug: str) -> tuple[str, ...]:
    """Return the codes of the provinces that a unit or a named region touches, in code order.

    >>> expand("500107"), expand("xiongan"), expand("northeast")
    (('500000',), ('130000',), ('210000', '220000', '230000'))

    Raises
    ------
    RegionNotFound
        When the text is neither a code nor a slug.
    """
    if code_or_slug[:2].isdigit() or code_or_slug[:2] in _OUTSIDE_GB:
        return (province_code(code_or_slug),)
    return region(code_or_slug).provinces
