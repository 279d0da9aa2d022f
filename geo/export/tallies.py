"""The facts of a view added up four ways, as small tables: for charts, and to take away.

Each way leaves out the choice that it offers itself: the provinces are counted whatever place is selected, the periods
whatever window. A reader so sees what else there is to choose, as in any set of linked charts. How much a fact counts
in a province is the map's own answer (`geo.export.counts`): by the view's measure, and whole or shared.
"""

from __future__ import annotations

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
from geo.tables.join import PlacedTable
from geo.timeline.select import select
from geo.timeline.view import View

MOST: Final = 15
"""Rows and columns that a table names; what is less frequent is left out, and the page says so."""


def themes_over_time(table: PlacedTable, view: View) -> pd.DataFrame:
    """Count facts by theme in every calendar step; a fact counts in each step that its days touch.

    Returns
    -------
    Columns `start`, `end` (ISO days, the end excluded), `theme`, `facts`; one row for each step and theme that occurs,
    in order of time, then of `geo.records.THEMES`. The step is the view's, or by the length of the data.
    """
    facts = select(table, replace(view, from_day="", to_day=""))
    spans = _spans(facts)
    if not spans:
        return pd.DataFrame({"start": [], "end": [], "theme": [], "facts": []})
    first, last = min(span[0] for span in spans.values()), max(span[1] for span in spans.values())
    scale = periods.scale(first, last, view.step or periods.suggested(last - first + 1))
    sums = {theme: np.zeros(len(scale), dtype=np.int64) for theme in THEMES}
    keys = (facts["date"] + "/" + facts["date_end"]).tolist()
    for key, theme in zip(keys, facts["theme"], strict=True):
        if span := spans.get(key):
            running = sums[theme if theme in sums else "other"]
            running[periods.step_at(scale, span[0])] += 1
            running[periods.step_at(scale, span[1]) + 1] -= 1
    return _by_step(scale, {theme: np.cumsum(running) for theme, running in sums.items()})


def _spans(facts: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return first and last day, as ordinals, of each distinct pair of date cells that has a date."""
    cells = pd.unique(facts["date"] + "/" + facts["date_end"])
    dated = {cell: DateSpan.parse(*cell.split("/")) for cell in cells if not cell.startswith("/")}
    return {cell: (span.first.toordinal(), span.last.toordinal()) for cell, span in dated.items()}


def _by_step(scale: periods.Scale, sums: dict[str, npt.NDArray[np.int64]]) -> pd.DataFrame:
    rows = [
        (date.fromordinal(start).isoformat(), date.fromordinal(end).isoformat(), theme, int(sums[theme][at]))
        for at, (start, end) in enumerate(pairwise(scale))
        for theme in THEMES
        if sums[theme][at]
    ]
    return pd.DataFrame(rows, columns=["start", "end", "theme", "facts"])


def by_province(table: PlacedTable, view: View, counted: counts.Counts) -> pd.DataFrame:
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
    sums = _in_provinces(counted, table, select(table, replace(view, place="", fact="")))
    found = pd.DataFrame({"adcode": counted.provinces, "facts": sums})
    return found[found["facts"] > 0].sort_values(["facts", "adcode"], ascending=[False, True], ignore_index=True)


def themes_by_province(table: PlacedTable, view: View, counted: counts.Counts) -> pd.DataFrame:
    """Count facts by theme and province.

    Returns
    -------
    Columns `theme`, `adcode`, `facts`; zeros are left out. Theme and place selected do not narrow it.
    """
    facts = select(table, replace(view, themes=(), place="", fact=""))
    return _crossed(table, counted, facts, "theme", THEMES)


def themes_by_region(table: PlacedTable, view: View) -> pd.DataFrame:
    """Count facts by theme and named region: those that say the region, as their place or as what they are aimed at.

    Returns
    -------
    Columns `theme`, `region` (a slug), `facts`; zeros are left out.
    """
    facts = select(table, replace(view, themes=(), place="", fact=""))
    named = (facts["adcode"] + ";" + facts["targets"]).str.split(";")
    pairs = pd.DataFrame({"theme": facts["theme"], "region": named}).explode("region").dropna()
    pairs = pairs[pairs["region"].isin(list(regions()))].reset_index().drop_duplicates()
    return pairs.groupby(["theme", "region"]).size().rename("facts").reset_index()


def actors_by_province(table: PlacedTable, view: View, counted: counts.Counts) -> pd.DataFrame:
    """Count facts by who acted and by province, for the `MOST` busiest actors.

    Returns
    -------
    Columns `actor`, `adcode`, `facts`; zeros are left out. Actor and place selected do not narrow it.
    """
    facts = select(table, replace(view, actor="", place="", fact=""))
    each = facts["actor"].str.split(";").explode().str.strip()
    busiest = each[each != ""].value_counts(sort=False)
    names = sorted(busiest.index, key=lambda name: (-busiest[name], name))[:MOST]
    return _crossed(table, counted, facts, "actor", names)


def leading(frame: pd.DataFrame, column: str) -> list[str]:
    """Return the `MOST` frequent values of a column of one of these tables, the most frequent first."""
    sums = frame.groupby(column)["facts"].sum()
    return sorted(sums.index, key=lambda value: (-sums[value], value))[:MOST]


def _crossed(
    table: PlacedTable, counted: counts.Counts, facts: PlacedTable, column: str, words: Sequence[str]
) -> pd.DataFrame:
    """Count facts by each of `words` that a cell of `column` holds, ``;`` between them, and by province."""
    parts = {cell: {part.strip() for part in cell.split(";")} for cell in pd.unique(facts[column])}
    rows = []
    for word in words:
        having = facts[column].map({cell: word in found for cell, found in parts.items()}).to_numpy(dtype=bool)
        sums = _in_provinces(counted, table, PlacedTable(facts[having]))
        rows.append(pd.DataFrame({column: word, "adcode": counted.provinces, "facts": sums}))
    whole = pd.concat(rows) if rows else pd.DataFrame({column: [], "adcode": [], "facts": []})
    return whole[whole["facts"] > 0].reset_index(drop=True)


def _in_provinces(counted: counts.Counts, table: PlacedTable, facts: PlacedTable) -> counts.Floats:
    """Add up what each of `facts`, which are rows of `table`, weighs in each province."""
    rows = table.index.get_indexer(facts.index)
    sites = np.bincount(counted.cube.facts.site[rows], minlength=len(counted.cube.sites))
    return np.asarray(sites @ counted.weights)
