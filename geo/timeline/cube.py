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

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.records import EVENT_TYPES, STATUSES, THEMES, DateSpan

Integers = npt.NDArray[np.int64]

KINDS: Final = ("event", "directive")
PRECISIONS: Final = ("day", "month", "quarter", "year")
NOWHERE: Final = ""
"""Key of the place of facts that were not placed."""

_GROUP_COLUMNS: Final = (
    ("kind", KINDS, "event"),
    ("theme", THEMES, "other"),
    ("type", ("", *EVENT_TYPES), "other"),  # a directive has none
    ("status", STATUSES, "auto"),
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

    place: Integers
    site: Integers
    group: Integers
    first: Integers
    length: Integers


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
    cell_site: Integers
    cell_group: Integers
    cell_first: Integers
    cell_length: Integers
    cell_count: Integers
    undated: tuple[tuple[int, int, int], ...]
    facts: Facts

    def series_starts(self) -> Integers:
        """Return the position of the first cell of each series: the runs that share a site and a group."""
        key = self.cell_site * len(self.groups) + self.cell_group
        return np.flatnonzero(np.diff(key, prepend=np.int64(-1)))


def build(table: pd.DataFrame) -> Cube:
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
    place, places = _coded(place_keys(table), first=NOWHERE)
    target, targets = _coded(table["targets"].astype("str"), first="")
    first, length, precision, epoch = _spans(table)
    group, groups = _groups(table, precision)
    pair = place * len(targets) + target
    pairs, site = np.unique(pair, return_inverse=True)
    sites = tuple((int(code) // len(targets), int(code) % len(targets)) for code in pairs)
    facts = Facts(place=place, site=site.astype(np.int64), group=group, first=first, length=length)
    cells, counts = _cells(facts, first >= 0)
    loose, loose_counts = _cells(facts, first < 0)
    return Cube(
        epoch=epoch,
        days=int((first + length).max(initial=-1)) + 1,
        places=places,
        targets=targets,
        sites=sites,
        groups=groups,
        cell_site=cells[0],
        cell_group=cells[1],
        cell_first=cells[2],
        cell_length=cells[3],
        cell_count=counts,
        undated=tuple((int(s), int(g), int(n)) for s, g, n in zip(loose[0], loose[1], loose_counts, strict=True)),
        facts=facts,
    )


def place_keys(table: pd.DataFrame) -> pd.Series[str]:
    """Return the key of the place of each row, named ``place_key``.

    A code or slug is its own key; several candidates are ``?110105;211302``; a bare point is ``@lat,lon`` to four
    decimals (11 m); nothing is ``""``.
    """
    keys = table["adcode"].astype("str").copy()
    ambiguous = (table["resolution"] == "ambiguous") & (table["candidates"] != "")
    keys[ambiguous] = "?" + table.loc[ambiguous, "candidates"].astype("str")
    bare = (keys == "") & table["lat"].notna() & table["lon"].notna()
    points = zip(table.loc[bare, "lat"], table.loc[bare, "lon"], strict=True)
    keys[bare] = np.array([f"@{lat:.4f},{lon:.4f}" for lat, lon in points], dtype=object)
    return keys.rename("place_key")


def _coded(values: pd.Series[str], *, first: str) -> tuple[Integers, tuple[str, ...]]:
    """Code texts by their rank in the alphabet; `first` is always there, and always 0."""
    codes, found = pd.factorize(values)
    words = (first, *sorted(set(found) - {first}))
    rank = {word: number for number, word in enumerate(words)}
    return np.array([rank[word] for word in found], dtype=np.int64)[codes], words


def _spans(table: pd.DataFrame) -> tuple[Integers, Integers, Integers, date | None]:
    """Return first day, further days, index into `PRECISIONS`, and the epoch; each date text is read once."""
    codes, texts = pd.factorize(table["date"].astype("str") + "/" + table["date_end"].astype("str"))
    spans = [None if text.startswith("/") else DateSpan.parse(*text.split("/", 1)) for text in texts]
    epoch = min((span.first for span in spans if span), default=None)
    start = epoch.toordinal() if epoch else 0
    read = [
        (span.first.toordinal() - start, (span.last - span.first).days, PRECISIONS.index(span.precision))
        if span
        else (-1, 0, 0)
        for span in spans
    ]
    columns = np.array(read, dtype=np.int64).reshape(-1, 3)[codes]
    return columns[:, 0], columns[:, 1], columns[:, 2], epoch


def _groups(table: pd.DataFrame, precision: Integers) -> tuple[Integers, tuple[Group, ...]]:
    code = np.zeros(len(table), dtype=np.int64)
    for column, words, default in _GROUP_COLUMNS:
        rank = {word: number for number, word in enumerate(words)}
        codes, found = pd.factorize(table[column].astype("str"))
        code = code * len(words) + np.array([rank.get(word, rank[default]) for word in found], dtype=np.int64)[codes]
    found_codes, group = np.unique(code * len(PRECISIONS) + precision, return_inverse=True)
    return group.astype(np.int64), tuple(_group(int(number)) for number in found_codes)


def _group(code: int) -> Group:
    code, precision = divmod(code, len(PRECISIONS))
    values = {}
    for column, words, _ in reversed(_GROUP_COLUMNS):
        code, number = divmod(code, len(words))
        values[column] = words[number]
    return Group(**values, precision=PRECISIONS[precision])


def _cells(facts: Facts, chosen: npt.NDArray[np.bool_]) -> tuple[list[Integers], Integers]:
    """Return the different (site, group, first, length) among the chosen facts, sorted, and how often each occurs."""
    columns = [facts.site[chosen], facts.group[chosen], facts.first[chosen], facts.length[chosen]]
    if columns[0].size == 0:
        return columns, np.zeros(0, dtype=np.int64)
    order = np.lexsort(columns[::-1])
    columns = [column[order] for column in columns]
    new = np.ones(order.size, dtype=bool)
    new[1:] = np.any([np.diff(column) != 0 for column in columns], axis=0)
    starts = np.flatnonzero(new)
    return [column[starts] for column in columns], np.diff(starts, append=order.size)
