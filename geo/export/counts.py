"""What a map of some days shows, counted: the page's own numbers, for pictures and films.

`static/timeline.core.js` and `static/timeline.model.js` are the twins. Days count from the first day of any fact, as
in `geo.timeline.cube`. A fact counts in every window that its days touch; undated facts stand at no day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.places import boundaries
from geo.places.regions import regions
from geo.tables.coded import Columns, columns_of
from geo.timeline import cube, places, units
from geo.timeline.select import shown
from geo.timeline.view import View

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.signedinteger[Any]]

AREAS: Final = frozenset(("country", "province", "region"))
"""Levels of places that are a whole area: a fact there is somewhere in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place of the map: `provinces` by number, `candidates` by number of the spot, point in degrees or None.

    Provinces are the shaded units here and below: those of the user's own, where there are some.
    """

    key: str
    name: str
    level: str
    point: tuple[float, float] | None
    candidates: tuple[int, ...]
    provinces: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What directives are aimed at: a place or a region, the provinces it lies in, and its (lon, lat) ends of arcs."""

    key: str
    provinces: tuple[int, ...]
    ends: tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Counts:
    """The facts that pass a view, ready to be counted in any window of days `[first, last]`, both included.

    `provinces` are the codes of the shaded units in code order, `own` the boundaries that they are of, if not shipped.
    `chosen` are the facts that pass and are dated. `epoch` is the ordinal of day 0, and `days` the number of days of
    all facts, passing or not, so that the filters do not move the timeline; 0 where no fact is dated.
    """

    cube: cube.Cube
    provinces: tuple[str, ...]
    spots: tuple[Spot, ...]
    aims: tuple[tuple[Aim, ...], ...]
    view: View
    chosen: npt.NDArray[np.bool_]
    passing: npt.NDArray[np.bool_]
    own: OwnBoundaries | None = None

    @property
    def epoch(self) -> int:
        """The ordinal of day 0; 0 where no fact is dated."""
        return self.cube.epoch.toordinal() if self.cube.epoch else 0

    @property
    def days(self) -> int:
        """The number of days from the first to the last of any fact."""
        return self.cube.days

    def in_provinces(self, first: int, last: int) -> Floats:
        """Return the count of each province, in the order of `provinces`; fractions where regions are shared."""
        if last < first:
            return np.zeros(len(self.provinces))
        starts, ends = self._sums
        return np.asarray(starts[:, last + 1] - ends[:, first])

    def at_spots(self, first: int, last: int) -> Integers:
        """Return the number of facts at each spot."""
        return self._numbers(self.cube.facts.place, first, last, len(self.spots))

    def coarse_at_spots(self, first: int, last: int) -> Integers:
        """Return the number of facts at each spot that are known to the month or less."""
        coarse = np.array([group.precision != "day" for group in self.cube.groups], dtype=bool)
        return self._numbers(self.cube.facts.place, first, last, len(self.spots), coarse[self.cube.facts.group])

    def at_sites(self, first: int, last: int) -> Integers:
        """Return the number of facts of each site: a place together with what its facts are aimed at."""
        return self._numbers(self.cube.facts.site, first, last, len(self.cube.sites))

    def of_kinds(self, first: int, last: int) -> tuple[int, int]:
        """Return the numbers of events and directives."""
        if last < first:
            return 0, 0
        starts, ends = self._kind_sums
        events, directives = (starts[:, last + 1] - ends[:, first]).astype(np.int64).tolist()
        return events, directives

    @cached_property
    def weights(self) -> Floats:
        """How much a fact of each site counts in each province, by the view's measure and share."""
        table = np.zeros((len(self.cube.sites), len(self.provinces)))
        for site, (place, target) in enumerate(self.cube.sites):
            located = () if self.view.measure == "aimed" else self.spots[place].provinces
            aims = () if self.view.measure == "located" else self.aims[target]
            within = sorted({*located, *(number for aim in aims for number in aim.provinces)})
            table[site, within] = 1 / len(within) if self.view.share == "equal" and within else 1
        return table

    @cached_property
    def _sums(self) -> tuple[Floats, Floats]:
        """Running sums by province and day: facts that began, and facts that ended, before each day."""
        return self._running(self.cube.facts.site, self.weights)

    @cached_property
    def _kind_sums(self) -> tuple[Floats, Floats]:
        """Running sums of events and of directives."""
        kinds = [[float(group.kind == kind) for kind in cube.KINDS] for group in self.cube.groups]
        return self._running(self.cube.facts.group, np.array(kinds).reshape(-1, len(cube.KINDS)))

    def _running(self, of: Integers, weights: Floats) -> tuple[Floats, Floats]:
        """Sum the weights of the chosen facts, whose rows `of` names, over the days on which they begin and end."""
        key, first = of[self.chosen], self.cube.facts.first[self.chosen]
        last = first + self.cube.facts.length[self.chosen]
        return self._by_day(first, key, weights), self._by_day(last, key, weights)

    def _by_day(self, day: Integers, key: Integers, weights: Floats) -> Floats:
        sums = np.zeros((weights.shape[1], self.days + 1))
        for number, column in enumerate(weights.T):
            sums[number, 1:] = np.bincount(day, weights=column[key], minlength=self.days)
        return np.cumsum(sums, axis=1)

    def _numbers(
        self, of: Integers, first: int, last: int, size: int, also: npt.NDArray[np.bool_] | None = None
    ) -> Integers:
        facts = self.cube.facts
        touching = self.chosen & (facts.first <= last) & (facts.first + facts.length >= first)
        return np.bincount(of[touching if also is None else touching & also], minlength=size).astype(np.int64)


def build(
    table: pd.DataFrame | Columns, view: View, own: OwnBoundaries | None = None, *, counted: cube.Cube | None = None
) -> Counts:
    """Prepare the counts of a placed table under the filters, measure and share of a view.

    Parameters
    ----------
    table
        N facts, geocoded and joined, as a data frame or by column.
    view
        Filters, measure, share and language count; window and selected place are the caller's.
    own
        Units to count in, instead of the provinces.
    counted
        What `geo.timeline.cube.build` made of the table, where somebody has it already.
    """
    counted = counted or cube.build(table)
    header, sections = places.build(table, counted, own)
    codes = tuple(str(code) for code in (boundaries.provinces() if own is None else own.shaded).index)
    within = _Within(codes, own)
    spots = _spots(header, sections, within, view.lang)
    passing = shown(columns_of(table), every_day(view))
    return Counts(
        cube=counted,
        provinces=codes,
        spots=spots,
        aims=tuple(tuple(_aim(ref, spots, within) for ref in refs) for refs in header["targets"]),
        view=view,
        chosen=passing & (counted.facts.first >= 0),
        passing=passing,
        own=own,
    )


def every_day(view: View) -> View:
    """Return the view with its filters, but of all days and places."""
    return replace(view, from_day="", to_day="", place="", fact="")


class _Within:
    """Which shaded units, by number, a unit or a region counts in."""

    def __init__(self, codes: Sequence[str], own: OwnBoundaries | None) -> None:
        self.own = own
        self.numbers = {code: number for number, code in enumerate(codes)}
        self._regions: dict[str, tuple[int, ...]] = {}

    def unit(self, code: str) -> tuple[int, ...]:
        return (self.numbers[code],) if code in self.numbers else ()

    def region(self, slug: str) -> tuple[int, ...]:
        if slug not in self._regions:
            shades = units.of_region(slug, self.own).get("shades", regions()[slug].provinces)
            self._regions[slug] = tuple(self.numbers[code] for code in shades if code in self.numbers)
        return self._regions[slug]


def _spots(header: dict[str, Any], sections: dict[str, Integers], within: _Within, lang: str) -> tuple[Spot, ...]:
    spots = []
    for at, key in enumerate(header["code"]):
        level = header["levels"][sections["place_level"][at]]
        own = header["provinces"][sections["place_province"][at]]
        spot = Spot(
            key=key,
            name=(header["zh"][at] or header["en"][at]) if lang == "zh" else header["en"][at],
            level=level,
            point=_point(int(sections["place_lon"][at]), int(sections["place_lat"][at])),
            candidates=tuple(header["candidates"].get(str(at), ())),
            provinces=within.region(key) if level == "region" else within.unit(own),
        )
        spots.append(spot)
    return tuple(spots)


def _point(lon: int, lat: int) -> tuple[float, float] | None:
    """Undo `geo.timeline.places`: 0 is no point, else ten-thousandths of a degree from -180 on, plus one."""
    return ((lon - 1) / places.DEGREE - 180, (lat - 1) / places.DEGREE - 180) if lon and lat else None


def _aim(ref: int | str, spots: Sequence[Spot], within: _Within) -> Aim:
    slug = spots[ref].key if isinstance(ref, int) else ref
    if region := regions().get(slug):
        return Aim(key=slug, provinces=within.region(slug), ends=tuple((lon, lat) for lat, lon in region.anchors))
    if isinstance(ref, int):
        return Aim(key=slug, provinces=spots[ref].provinces, ends=tuple(filter(None, [spots[ref].point])))
    return Aim(key=slug, provinces=(), ends=())
