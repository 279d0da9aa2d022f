"""The facts of a view added up four ways, as small tables: for charts, and to take away.

Each way leaves out the choice that it offers itself: the provinces are counted whatever place is selected, the periods
whatever window. A reader so sees what else there is to choose, as in any set of linked charts. How much a fact counts
in a province is the map's own answer (`geo.export.counts`): by the view's measure, and whole or shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.export import counts, periods
from geo.places.regions import regions
from geo.records import THEMES, DateSpan
from geo.tables.coded import Columns, columns_of, joint
from geo.tables.join import PlacedTable
from geo.timeline.select import shown
from geo.timeline.view import View

Facts = PlacedTable | Columns
"""N placed facts, as a data frame or by column."""

MOST: Final = 15
"""Rows and columns that a table names; what is less frequent is left out, and the page says so."""


def themes_over_time(table: Facts, view: View) -> pd.DataFrame:
    """Count facts by theme in every calendar step; a fact counts in each step that its days touch.

    Returns
    -------
    Columns `start`, `end` (ISO days, the end excluded), `theme`, `facts`; one row for each step and theme that occurs,
    in order of time, then of `geo.records.THEMES`. The step is the view's, or by the length of the data.
    """
    columns = columns_of(table)
    keep = shown(columns, replace(view, from_day="", to_day=""))
    codes, dates = joint([columns.coded("date"), columns.coded("date_end")])
    theme = columns.coded("theme")
    pairs = codes[keep].astype(np.int64) * len(theme.words) + theme.codes[keep]
    sums = np.bincount(pairs, minlength=len(dates) * len(theme.words)).reshape(len(dates), -1)
    spans = {row: DateSpan.parse(*dates[row]) for row in np.flatnonzero(sums.any(axis=1)).tolist() if dates[row][0]}
    if not spans:
        return pd.DataFrame({"start": [], "end": [], "theme": [], "facts": []})
    first = min(span.first for span in spans.values()).toordinal()
    last = max(span.last for span in spans.values()).toordinal()
    scale = periods.scale(first, last, view.step or periods.suggested(last - first + 1))
    running = np.zeros((len(scale), len(theme.words)), dtype=np.int64)
    for row, span in spans.items():
        running[periods.step_at(scale, span.first.toordinal())] += sums[row]
        running[periods.step_at(scale, span.last.toordinal()) + 1] -= sums[row]
    found = dict.fromkeys(THEMES, np.zeros(len(scale), dtype=np.int64))
    for word, column in zip(theme.words, np.cumsum(running, axis=0).T, strict=True):
        name = word if word in found else "other"
        found[name] = found[name] + column
    return _by_step(scale, found)


def _by_step(scale: periods.Scale, sums: dict[str, npt.NDArray[np.int64]]) -> pd.DataFrame:
    rows = [
        (date.fromordinal(start).isoformat(), date.fromordinal(end).isoformat(), theme, int(sums[theme][at]))
        for at, (start, end) in enumerate(pairwise(scale))
        for theme in THEMES
        if sums[theme][at]
    ]
    return pd.DataFrame(rows, columns=["start", "end", "theme", "facts"])


def by_province(table: Facts, view: View, counted: counts.Counts) -> pd.DataFrame:
    """Count facts by province, as the map shades them.

    Parameters
    ----------
    table
        N placed facts.
    view
        Which of them count.
    counted
        What `geo.export.counts.build` made of the same table and a view of the same measure and share.

    Returns
    -------
    Columns `adcode`, `facts` (fractions where facts are shared), the highest count first; provinces without a fact
    are left out.
    """
    keep = shown(columns_of(table), replace(view, place="", fact=""))
    sums = _in_provinces(counted, counted.cube.facts.site[keep])
    found = pd.DataFrame({"adcode": counted.provinces, "facts": sums})
    return found[found["facts"] > 0].sort_values(["facts", "adcode"], ascending=[False, True], ignore_index=True)


def themes_by_province(table: Facts, view: View, counted: counts.Counts) -> pd.DataFrame:
    """Count facts by theme and province.

    Returns
    -------
    Columns `theme`, `adcode`, `facts`; zeros are left out. Theme and place selected do not narrow it.
    """
    columns = columns_of(table)
    keep = shown(columns, replace(view, themes=(), place="", fact=""))
    return _crossed(columns, counted, keep, "theme", THEMES)


def themes_by_region(table: Facts, view: View) -> pd.DataFrame:
    """Count facts by theme and named region: those that say the region, as their place or as what they are aimed at.

    Returns
    -------
    Columns `theme`, `region` (a slug), `facts`; zeros are left out.
    """
    columns = columns_of(table)
    keep = shown(columns, replace(view, themes=(), place="", fact=""))
    theme, named = columns.coded("theme"), [columns.coded(name) for name in ("adcode", "targets")]
    known = {part for column in named for cell in column.words for part in cell.split(";")} & set(regions())
    rows = []
    for region in sorted(known):
        says = [column.pick((region in cell.split(";") for cell in column.words), bool) for column in named]
        sums = np.bincount(theme.codes[keep & (says[0] | says[1])], minlength=len(theme.words)).tolist()
        rows += [(word, region, number) for word, number in zip(theme.words, sums, strict=True) if number]
    return pd.DataFrame(sorted(rows), columns=["theme", "region", "facts"])


def actors_by_province(table: Facts, view: View, counted: counts.Counts) -> pd.DataFrame:
    """Count facts by who acted and by province, for the `MOST` busiest actors.

    Returns
    -------
    Columns `actor`, `adcode`, `facts`; zeros are left out. Actor and place selected do not narrow it.
    """
    columns = columns_of(table)
    keep = shown(columns, replace(view, actor="", place="", fact=""))
    actor, busiest = columns.coded("actor"), Counter[str]()
    for cell, number in zip(actor.words, actor.taken(keep).counts().tolist(), strict=True):
        for name in filter(None, map(str.strip, cell.split(";"))):
            busiest[name] += number
    names = sorted((name for name in busiest if busiest[name]), key=lambda name: (-busiest[name], name))[:MOST]
    return _crossed(columns, counted, keep, "actor", names)


def leading(frame: pd.DataFrame, column: str) -> list[str]:
    """Return the `MOST` frequent values of a column of one of these tables, the most frequent first."""
    sums = frame.groupby(column)["facts"].sum()
    return sorted(sums.index, key=lambda value: (-sums[value], value))[:MOST]


def _crossed(
    columns: Columns, counted: counts.Counts, keep: npt.NDArray[np.bool_], column: str, words: Sequence[str]
) -> pd.DataFrame:
    """Count facts by each of `words` that a cell of `column` holds, ``;`` between them, and by province."""
    cells, sites = columns.coded(column).taken(keep), counted.cube.facts.site[keep]
    parts = [{part.strip() for part in cell.split(";")} for cell in cells.words]
    rows = []
    for word in words:
        sums = _in_provinces(counted, sites[cells.pick((word in found for found in parts), bool)])
        rows.append(pd.DataFrame({column: word, "adcode": counted.provinces, "facts": sums}))
    whole = pd.concat(rows) if rows else pd.DataFrame({column: [], "adcode": [], "facts": []})
    return whole[whole["facts"] > 0].reset_index(drop=True)


def _in_provinces(counted: counts.Counts, sites: npt.NDArray[np.int32]) -> counts.Floats:
    """Add up what facts weigh in each province, given the site of each."""
    return np.asarray(np.bincount(sites, minlength=len(counted.cube.sites)) @ counted.weights)
