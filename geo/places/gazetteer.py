"""The gazetteer: every province, prefecture and county with its code, names, parent and point.

Read from ``geo/data/gazetteer.csv`` (GB/T 2260 codes) and ``geo/data/hk_mo_tw_units.csv`` (units of Hong Kong, Macau
and Taiwan, which have no such code). The code is the identity; names only lead to it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from geo.errors import DataError, PlaceNotFound
from geo.places import regions, search
from geo.places._files import DATA, read_bytes
from geo.places.names import forms, has_han, key, marks
from geo.places.near import Spellings
from geo.records import Level, Resolution, Unit

Form = Literal["full", "short", "alternate", "old"]
Language = Literal["en", "zh"]

_GROUP_OF_PROVINCE = re.compile(r"(?:11|12|31|50)0[12]00|(?:41|42|46|65)9000")
_RANK: Mapping[Level, int] = MappingProxyType({"province": 0, "prefecture": 1, "county": 2})


@dataclass(frozen=True, slots=True, kw_only=True)
class OldUnit:
    """A code or a name that is no longer in force, and the unit that took its place in `year`.

    The short names are empty where a unit in force at the same place still bears them.
    """

    old_code: str
    name_zh: str
    short_zh: str
    name_en: str
    short_en: str
    current_code: str
    year: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BareName:
    """What a name without its type word means where the general rule would mislead.

    `code` is empty when the name stays ambiguous. The row applies when all codes of `among` carry the name.
    """

    among: frozenset[str]
    code: str
    reason: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Gazetteer:
    """The units by code, in code order, with the old codes and the rulings on bare names.

    `recoded` leads from further codes no longer in force to the unit in force, without a name of their own.

    Raises
    ------
    DataError
        When there is no unit at all: an empty gazetteer must never answer "nothing found".
    """

    units: Mapping[str, Unit]
    old: tuple[OldUnit, ...] = ()
    bare_names: tuple[BareName, ...] = ()
    recoded: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.units:
            raise DataError("the gazetteer holds no unit: restore geo/data/gazetteer.csv from the distribution")

    def unit(self, code: str) -> Unit:
        """Return the unit with this code.

        Raises
        ------
        PlaceNotFound
            When no unit in force has the code; the message names the unit that replaced it, or the nearest parent.
        """
        found = self.units.get(code)
        if found is None:
            raise PlaceNotFound(f"no unit has the code {code!r}; {self._way_out(code)}")
        return found

    def _way_out(self, code: str) -> str:
        if code in self._current:
            current = self.units[self._current[code]]
            return f"it is an old code of {current.name_en} ({current.code})"
        for parent in (code[:4] + "00", code[:2] + "0000"):
            if parent in self.units:
                return f"did you mean {self.units[parent].name_en} ({parent})?"
        return "codes have six digits, such as 500107, or the form TW-TPE"

    def current_code(self, code: str) -> str:
        """Return the code in force for a code of any year.

        The standard's grouping codes (500100 "districts of Chongqing", 429000 "counties under the province") give the
        unit that they group.

        Raises
        ------
        PlaceNotFound
            When the code is neither in force nor listed in ``old_codes.csv`` or ``recoded.csv`` of ``geo/data``.
        """
        if code in self.units:
            return code
        if _GROUP_OF_PROVINCE.fullmatch(code):
            return code[:2] + "0000"
        if code.endswith("01") and code[:4] + "00" in self.units and code not in self._current:
            return code[:4] + "00"
        return self.unit(self._current.get(code, code)).code

    def province_of(self, code: str) -> str:
        """Return the code of the province the unit lies in; a province is its own."""
        return self.unit(code).province

    def lineage(self, code: str) -> tuple[str, ...]:
        """Return the code and the codes of all units around it, smallest first.

        >>> gazetteer().lineage("152501")
        ('152501', '152500', '150000')
        """
        codes = [code]
        while (parent := self.unit(codes[-1]).parent) in self.units:
            codes.append(parent)
        return tuple(codes)

    def names(self) -> Iterator[tuple[str, Language, str, Form]]:
        """Yield every spelling as `(name, language, code, form)`, in code order; a spelling comes once per code."""
        for unit in self.units.values():
            yield from _names_of(unit)
        for old in self.old:
            for name in (old.name_zh, old.short_zh, old.name_en, old.short_en):
                if name:
                    yield name, "zh" if has_han(name) else "en", old.current_code, "old"

    def carrying(self, name: str) -> tuple[str, ...]:
        """Return the codes of all units in force that bear the name, highest level first, then in code order.

        A type word restricts the kinds: ``Suzhou City``, 朝阳区.

        >>> gazetteer().carrying("Suzhou City")
        ('320500', '341300')
        """
        return self._find(name, self._in_force)

    def formerly(self, name: str) -> tuple[str, ...]:
        """Return the codes of all units in force that took the place of a unit of that name, as `carrying` does.

        >>> gazetteer().formerly("Xiangfan"), gazetteer().formerly("横县")
        (('420600',), ('450181',))
        """
        return self._find(name, self._former)

    def _find(self, name: str, index: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        found: list[str] = []
        for word, kinds in forms(name):
            codes = index.get(word)
            if codes:
                found += codes if kinds is None else [code for code in codes if self.units[code].kind in kinds]
        return self.ranked(found) if len(found) > 1 else tuple(found)

    def ranked(self, codes: Collection[str]) -> tuple[str, ...]:
        """Return the codes with the highest administrative level first, then in code order."""
        return tuple(sorted(set(codes), key=lambda code: (_RANK[self.units[code].level], code)))

    def spellings(self, code: str) -> frozenset[str]:
        """Return the unit's spellings in force, with apostrophes and diacritics kept (see `names.marks`)."""
        return frozenset(marks(name) for name, _, _, _ in _names_of(self.unit(code)))

    def lookup(self, name: str, *, within: str | None = None) -> Resolution:
        """Return what a place as written means; see `geo.places.search` for the rules.

        Parameters
        ----------
        name
            A place in English or Chinese: ``Jiulongpo``, ``Jiulongpo district, Chongqing``, 重庆市九龙坡区, ``western
            region``.
        within
            The code of a unit, the slug of a region, or a name: only units inside it are considered.

        Raises
        ------
        PlaceNotFound
            When `within` itself names nothing.
        """
        return search.lookup(self, name, within=within)

    @cached_property
    def _current(self) -> Mapping[str, str]:
        return {**self.recoded, **{old.old_code: old.current_code for old in self.old if old.old_code}}

    @cached_property
    def _in_force(self) -> Mapping[str, Sequence[str]]:
        return self._index(old=False)

    @cached_property
    def _former(self) -> Mapping[str, Sequence[str]]:
        return self._index(old=True)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What a reason calls a unit, by code; filled by `geo.places.search` as units are spoken of."""
        return {}

    @cached_property
    def keys(self) -> Mapping[str, Sequence[str]]:
        """The codes by the key of every spelling, old ones included: what suggestions are drawn from."""
        index: dict[str, Sequence[str]] = {word: tuple(codes) for word, codes in self._former.items()}
        index.update(self._in_force)
        return index

    @cached_property
    def all_keys(self) -> Mapping[str, Sequence[str]]:
        """The codes and slugs by the key of every spelling, of units and of named regions."""
        return {**self.keys, **{word: (slug,) for word, slug in regions.keys().items()}}

    @cached_property
    def spelt_inside(self) -> Spellings:
        """The spellings of units: what is near inside another unit."""
        return Spellings(self.keys)

    @cached_property
    def spelt(self) -> Spellings:
        """The spellings of units and of named regions."""
        return Spellings(self.all_keys)

    def _index(self, *, old: bool) -> Mapping[str, Sequence[str]]:
        index: defaultdict[str, list[str]] = defaultdict(list)
        for name, _, code, form in self.names():
            if (form == "old") is old and code not in index[word := key(name)]:
                index[word].append(code)
        return dict(index)


def _names_of(unit: Unit) -> Iterator[tuple[str, Language, str, Form]]:
    yield unit.name_zh, "zh", unit.code, "full"
    if unit.short_zh != unit.name_zh:
        yield unit.short_zh, "zh", unit.code, "short"
    yield unit.name_en, "en", unit.code, "full"
    if unit.short_en != unit.name_en:
        yield unit.short_en, "en", unit.code, "short"
    for name in unit.alternates:
        yield name, "zh" if has_han(name) else "en", unit.code, "alternate"


def _rows(path: Path) -> list[dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig"))))
    if not rows:
        raise DataError(f"{path} holds no row: restore it from the distribution")
    return rows


def _unit(row: Mapping[str, str]) -> Unit:
    code = row["adcode"]
    return Unit(
        code=code,
        level=cast("Level", row["level"]),
        kind=row["kind"],
        name_zh=row["name_zh"],
        short_zh=row["short_zh"],
        name_en=row["name_en"],
        short_en=row["short_en"],
        alternates=tuple(row["alternates"].split("|")) if row["alternates"] else (),
        parent=row["parent"],
        province=code[:2] + "0000" if code.isdigit() else row["parent"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        approximate="interior" in row["point_source"],
        point_source=row["point_source"],
        population=int(row["population"]),
    )


def read_gazetteer(folder: Path) -> Gazetteer:
    """Return the gazetteer of the files in `folder`.

    Raises
    ------
    DataError
        When a file is missing, empty or has no row.
    """
    rows = _rows(folder / "gazetteer.csv") + _rows(folder / "hk_mo_tw_units.csv")
    old = (
        OldUnit(**{**row, "year": int(row["year"])})  # type: ignore[arg-type]
        for row in _rows(folder / "old_codes.csv")
    )
    bare = (
        BareName(among=frozenset(row["among"].split(";")), code=row["code"], reason=row["reason"])
        for row in _rows(folder / "bare_names.csv")
    )
    return Gazetteer(
        units=MappingProxyType({row["adcode"]: _unit(row) for row in rows}),
        old=tuple(old),
        bare_names=tuple(bare),
        recoded=MappingProxyType({row["old_code"]: row["current_code"] for row in _rows(folder / "recoded.csv")}),
    )


@cache
def gazetteer() -> Gazetteer:
    """Return the shipped gazetteer.

    >>> gazetteer().unit("500107").name_en
    'Jiulongpo District'
    """
    return read_gazetteer(DATA)
