"""A table of facts as counts: site x group x day.

A *place* is where facts were placed: a unit, a region, a bare point, the candidates of an ambiguous name, or nowhere.
A *site* is a place together with the targets that a directive issued there is aimed at. A *group* is what can be
filtered without looking at single facts: kind, theme, type, status and precision of the date. A *cell* is the number
of facts of one site and one group that share first and last day. There are as many cells as there are different
facts of that sort, so a million facts of which many coincide cost less than a million cells, and the page that sums
cells works in time proportional to the places, whatever the number of facts.

Days count from `epoch`, the first day of any fact; the last day of a fact is included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.records import EVENT_TYPES, STATUSES, THEMES, DateSpan
from geo.tables.coded import Coded, Codes, Columns, columns_of, dense, joint, recoded

Integers = npt.NDArray[np.signedinteger[Any]]

KINDS: Final = ("event", "directive")
PRECISIONS: Final = ("day", "month", "quarter", "year")
NOWHERE: Final = ""
"""Key of the place of facts that were not placed."""

_GROUP_COLUMNS: Final = (
    ("kind", KINDS, "event"),
    ("theme", THEMES, "other"),
    ("type", ("", *EVENT_TYPES), "other"),  # a directive has none
    ("status", ("", *STATUSES), ""),  # of a table that does not say, nothing is said
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What the facts of one group have in common."""

    kind: str
    theme: str
    type: str
    status: str
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The rows of a table as numbers, one entry a row, in the order of the table.

    `place` and `site` index `Cube.places` and `Cube.sites`; `group` indexes `Cube.groups`; `first` is a day from the
    epoch, -1 for an undated fact; `length` is the number of days after the first that the fact still touches.
    """

    place: Codes
    site: Codes
    group: Codes
    first: Codes
    length: Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """The facts of a table, counted.

    `places` are keys: ``""`` (nowhere) first, then codes, region slugs, ``@lat,lon`` and ``?code;code`` in the order
    of the alphabet. `targets` are texts as in the table, ``""`` first. `sites` are pairs (place, targets), in order.
    The cells are sorted by site, group, first day and length; `undated` counts facts without a date, by (site, group).
    """

    epoch: date | None
    days: int
    places: tuple[str, ...]
    targets: tuple[str, ...]
    sites: tuple[tuple[int, int], ...]
    groups: tuple[Group, ...]
    cell_site: Codes
    cell_group: Codes
    cell_first: Codes
    cell_length: Codes
    cell_count: Codes
    undated: tuple[tuple[int, int, int], ...]
    facts: Facts

    def series_starts(self) -> Integers:
        """Return the position of the first cell of each series: the runs that share a site and a group."""
        new = np.ones(self.cell_site.size, dtype=bool)
        new[1:] = (self.cell_site[1:] != self.cell_site[:-1]) | (self.cell_group[1:] != self.cell_group[:-1])
        return np.flatnonzero(new)


def build(table: pd.DataFrame | Columns) -> Cube:
    """Count the facts of a placed table.

    Parameters
    ----------
    table
        N facts with the columns of ``events.csv`` and those that geocoding adds.

    Raises
    ------
    DateError
        When a date is not one of the accepted forms; a checked table has none.
    """
    columns = columns_of(table)
    place, places = _ranked(_place_keys(columns), first=NOWHERE)
    target, targets = _ranked(columns.coded("targets"), first="")
    span, spans, epoch = _spans(columns)
    group, groups = _groups(columns, spans.precision[span])
    pair = place.astype(np.int64)
    pair *= len(targets)
    pair += target
    site, pairs = dense(pair, len(places) * len(targets))
    del target, pair
    facts = Facts(place=place, site=site, group=group, first=spans.first[span], length=spans.length[span])
    dated = facts.first >= 0
    shape = (len(pairs), len(groups), len(spans.first))
    every = dated.all()
    cells, counts = _cells((site, group, span) if every else (site[dated], group[dated], span[dated]), shape)
    loose, loose_counts = _cells((site[~dated], group[~dated], span[~dated]), shape)
    return Cube(
        epoch=epoch,
        days=int((spans.first + spans.length).max(initial=-1)) + 1,
        places=places,
        targets=targets,
        sites=tuple(divmod(int(code), len(targets)) for code in pairs),
        groups=groups,
        cell_site=cells[0],
        cell_group=cells[1],
        cell_first=spans.first[cells[2]],
        cell_length=spans.length[cells[2]],
        cell_count=counts,
        undated=tuple((int(s), int(g), int(n)) for s, g, n in zip(loose[0], loose[1], loose_counts, strict=True)),
        facts=facts,
    )


def narrowed(cube: Cube, keep: npt.NDArray[np.bool_]) -> Cube:
    """Return the cube with the cells of some facts alone; places, sites, groups and days stay those of all facts.

    Parameters
    ----------
    keep
        N flags, in the order of the table.
    """
    rows = np.flatnonzero(keep & (cube.facts.first >= 0))
    facts = cube.facts
    wide = int(facts.length.max(initial=0)) + 1
    span, spans = dense(facts.first[rows].astype(np.int64) * wide + facts.length[rows], cube.days * wide)
    shape = (len(cube.sites), len(cube.groups), max(1, spans.size))
    cells, counts = _cells((facts.site[rows], facts.group[rows], span), shape)
    first, length = np.divmod(spans[cells[2]], wide)
    return replace(
        cube,
        cell_site=cells[0],
        cell_group=cells[1],
        cell_first=first.astype(np.int32),
        cell_length=length.astype(np.int32),
        cell_count=counts,
    )


def place_keys(table: pd.DataFrame) -> pd.Series[str]:
    """Return the key of the place of each row, named ``place_key``.

    A code or slug is its own key; several candidates are ``?110105;211302``; a bare point is ``@lat,lon`` to four
    decimals (11 m); nothing is ``""``.
    """
    return pd.Series(_place_keys(columns_of(table)).text(), index=table.index, name="place_key")


def _place_keys(columns: Columns) -> Coded:
    codes, rows = joint([columns.coded(name) for name in ("adcode", "resolution", "candidates")])
    keys = recoded(codes, [_place_key(*row) for row in rows])
    nowhere = keys.where(lambda key: key == NOWHERE)
    points = columns.points(nowhere)
    known = np.isfinite(points).all(axis=1)
    if not known.any():
        return keys
    bare = np.flatnonzero(nowhere)[known]
    written = Coded.of([f"@{lat:.4f},{lon:.4f}" for lat, lon in points[known].tolist()])
    numbers = keys.codes.copy()
    numbers[bare] = written.codes + len(keys.words)
    return recoded(numbers, [*keys.words, *written.words])


def _place_key(adcode: str, resolution: str, candidates: str) -> str:
    return f"?{candidates}" if resolution == "ambiguous" and candidates else adcode


def _ranked(column: Coded, *, first: str) -> tuple[Codes, tuple[str, ...]]:
    """Code texts by their rank in the alphabet; `first` is always there, and always 0."""
    found = {column.words[code] for code in np.flatnonzero(column.counts()).tolist()}
    words = (first, *sorted(found - {first}))
    rank = {word: number for number, word in enumerate(words)}
    return column.pick((rank.get(word, 0) for word in column.words), np.int32), words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spans:
    """The different spans of days, in order of first day and length: the columns of `Facts`, and the precision."""

    first: Codes
    length: Codes
    precision: Codes


def _spans(columns: Columns) -> tuple[Codes, _Spans, date | None]:
    """Return which span each fact has, the spans, and the epoch; each date text is read once."""
    codes, texts = joint([columns.coded("date"), columns.coded("date_end")])
    found = [DateSpan.parse(*text) if text[0] else None for text in texts]
    epoch = min((span.first for span in found if span), default=None)
    start = epoch.toordinal() if epoch else 0
    read = [
        (span.first.toordinal() - start, (span.last - span.first).days, PRECISIONS.index(span.precision))
        if span
        else (-1, 0, 0)
        for span in found
    ]
    ordered = sorted(set(read))
    rank = {span: number for number, span in enumerate(ordered)}
    numbers = np.array([rank[span] for span in read], dtype=np.int32)
    first, length, precision = np.array(ordered, dtype=np.int32).reshape(-1, 3).T
    return numbers[codes], _Spans(first=first, length=length, precision=precision), epoch


def _groups(columns: Columns, precision: Codes) -> tuple[Codes, tuple[Group, ...]]:
    code, size = np.zeros(len(columns), dtype=np.int32), 1
    for name, words, default in _GROUP_COLUMNS:
        rank = {word: number for number, word in enumerate(words)}
        column = columns.coded(name)
        code *= len(words)
        code += column.pick((rank.get(word, rank[default]) for word in column.words), np.int32)
        size *= len(words)
    group, found = dense(code * np.int32(len(PRECISIONS)) + precision, size * len(PRECISIONS))
    return group, tuple(_group(int(number)) for number in found)


def _group(code: int) -> Group:
    code, precision = divmod(code, len(PRECISIONS))
    values = {}
    for column, words, _ in reversed(_GROUP_COLUMNS):
        code, number = divmod(code, len(words))
        values[column] = words[number]
    return Group(**values, precision=PRECISIONS[precision])


def _cells(columns: tuple[Codes, Codes, Codes], shape: tuple[int, int, int]) -> tuple[list[Codes], Codes]:
    """Return the different rows of three columns of numbers below `shape`, sorted, and how often each occurs."""
    key = columns[0].astype(np.int64)
    for column, size in zip(columns[1:], shape[1:], strict=True):
        key *= size
        key += column
    key.sort()
    new = np.ones(key.size, dtype=bool)
    new[1:] = key[1:] != key[:-1]
    kind = np.int32 if key.size < 1 << 31 else np.int64
    counts = np.diff(np.flatnonzero(new).astype(kind), append=kind(key.size)).astype(np.int32)
    key = key[new]
    found = []
    for size in reversed(shape[1:]):
        found.append((key % size).astype(np.int32))
        key //= size
    return [key.astype(np.int32), *reversed(found)], counts
