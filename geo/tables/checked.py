"""A table of facts looked at, and not drawn: what is wrong with it, what is placed, what is not, and why.

The work is done on its columns, by the rules that make a table for the map; no data frame is made, for pandas takes
longer to import than the check of some thousand facts takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.tables.geocode import asked_of, placing
from geo.tables.schema import Proven, prove_table
from geo.tables.tally import Sites, Tally, Unresolved, tally_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Checked:
    """A proven table, the sites of its rows, and the count of both."""

    read: Proven
    sites: Sites
    tally: Tally

    def unresolved(self) -> Iterator[Unresolved]:
        """Yield the rows that are ambiguous or unknown, in order."""
        found = self.sites.resolved()
        is_open = np.array([answer.certainty in ("ambiguous", "unknown") for answer in found.answers], dtype=bool)
        place = self.read.bench.cells["place"]
        for position in np.flatnonzero(is_open[found.codes]).tolist():
            written = place.words[place.codes[position]]
            yield Unresolved(self.read.rows[position], written, found.answers[found.codes[position]].reason)


def check_table(
    source: Path, *, encoding: str | None = None, progress: Callable[[int, int], object] | None = None
) -> Checked:
    """Prove a table of facts and geocode it, without making a table for the map.

    Parameters
    ----------
    source
        A CSV or Parquet file.
    encoding
        Overrides the encoding found by evidence.
    progress
        Called with (done, all) after each distinct place.

    Raises
    ------
    TableError
        With every fault at once.
    """
    read = prove_table(source, encoding=encoding)
    cells, (lat, lon) = read.bench.cells, (read.bench.numbers[name] for name in ("lat", "lon"))
    has_point = ~(np.isnan(lat) | np.isnan(lon))
    found = placing({name: cells[name] for name in asked_of(cells)}, has_point, progress=progress)
    rows = np.flatnonzero(has_point)
    sites = Sites.of(found, rows, np.column_stack((lat, lon))[rows])
    return Checked(read=read, sites=sites, tally=tally_of(sites, cells))
