"""What crosses into the page: one frozen, documented value made from a placed table.

The page gets one block of JSON::

    {"atlas": 1, "rev": "0f3a…", "shapes": "<base64>", "facts": "<base64>"}

Both texts are containers of `geo.timeline.pack`: `shapes` is the base map, the same for every table; `facts` holds the
cube of counts and the details of as many facts as the budget allows. A page that is already open is given new facts
alone. Everything a table says stands inside these containers, so nothing of it is ever source text of the page.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from geo.tables.coded import Coded, Columns, columns_of
from geo.timeline import basemap, chinese, cube, details, places
from geo.timeline.assets import script_json
from geo.timeline.pack import deltas, pack
from geo.timeline.tiles import Tiles
from geo.timeline.tiles import tiles as provider
from geo.timeline.view import View

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries

VERSION: Final = 1
REASONS_LISTED: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many facts there are, and of what; `placed + unplaced = dated + undated = rows`."""

    rows: int
    placed: int
    unplaced: int
    ambiguous: int
    dated: int
    undated: int
    detailed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The data of one page.

    `rev` names the content: equal texts, equal revision. `facts` is None in a shell, which waits for its data. `tiles`
    may be laid under the map by a reader who is online and asks for them.
    """

    rev: str
    shapes: bytes = field(repr=False)
    facts: bytes | None = field(repr=False)
    counts: Counts
    tiles: Tiles | None = None

    def json(self) -> str:
        """Return the block of the page, safe in a script element; the same table gives the same text."""
        block = {**self._facts(), "shapes": base64.b64encode(self.shapes).decode("ascii")}
        return script_json(block if self.tiles is None else {**block, "tiles": self.tiles.block()})

    def message(self) -> str:
        """Return the facts alone, for a page that is open: the `payload` of its ``atlas:data`` message."""
        return script_json(self._facts())

    def _facts(self) -> dict[str, Any]:
        block: dict[str, Any] = {"atlas": VERSION, "rev": self.rev}
        if self.facts is not None:
            block["facts"] = base64.b64encode(self.facts).decode("ascii")
        return block


def build(
    table: pd.DataFrame | Columns,
    *,
    view: View | None = None,
    title: str = "",
    name: str = "",
    limit: int = details.FACT_LIMIT,
    budget: int = details.TEXT_BUDGET_BYTES,
    own: OwnBoundaries | None = None,
    tiles: str | Mapping[str, Any] | None = None,
    counted: cube.Cube | None = None,
) -> Payload:
    """Make the payload of a page.

    Parameters
    ----------
    table
        N facts, geocoded and joined, as a data frame or by column; no row is changed, and none is left out.
    view
        The state in which the page opens; an address with a state of its own wins.
    title
        Headline of the page; empty: the page's own, in its language.
    name
        What the facts are called in the sources line, such as ``events.csv``.
    limit, budget
        Most facts, and most UTF-8 bytes of their texts, that travel with title and provenance; all others are
        counted, and the page says how many those are.
    own
        Units of the user's own, shaded instead of the provinces.
    tiles
        A provider of background tiles, for `geo.timeline.tiles.tiles`; none by default. The page asks for them only
        when its reader does.
    counted
        What `geo.timeline.cube.build` made of the table, where somebody has it already.
    """
    counted = counted or cube.build(table)
    marks, mark_sections = places.build(table, counted, own)
    detailed = details.build(table, counted, limit=limit, budget=budget)
    counts = _counts(table, counted, detailed)
    header = {
        "title": title,
        "name": name,
        "view": (view or View()).to_query(),
        "epoch": counted.epoch.isoformat() if counted.epoch else None,
        "days": counted.days,
        "counts": {name: getattr(counts, name) for name in counts.__slots__},
        "reasons": _reasons(table, counted),
        "groups": [[g.kind, g.theme, g.type, g.status, g.precision] for g in counted.groups],
        "undated": counted.undated,
        "places": marks,
        "actors": chinese.actors(detailed.header["words"]["actor"]),
        "details": detailed.header,
    }
    facts = pack(header, {**sites(counted), **cell_columns(counted), **mark_sections, **detailed.sections})
    shapes = basemap.build_own(own) if own else basemap.build()
    rev = hashlib.sha256(facts).hexdigest()[:16]
    return Payload(rev=rev, shapes=shapes, facts=facts, counts=counts, tiles=None if tiles is None else provider(tiles))


def shell(own: OwnBoundaries | None = None) -> Payload:
    """Return a payload with the base map alone: the page waits for an ``atlas:data`` message."""
    nothing = Counts(rows=0, placed=0, unplaced=0, ambiguous=0, dated=0, undated=0, detailed=0)
    return Payload(rev="", shapes=basemap.build_own(own) if own else basemap.build(), facts=None, counts=nothing)


def sites(counted: cube.Cube) -> Mapping[str, cube.Integers]:
    """Return the sites of a cube as columns, one row a site."""
    return {
        "site_place": np.array([place for place, _ in counted.sites], dtype=np.int64),
        "site_target": np.array([target for _, target in counted.sites], dtype=np.int64),
    }


def cell_columns(counted: cube.Cube) -> Mapping[str, cube.Integers]:
    """Return the cells of a cube as columns: one row a series (site and group), one a cell.

    Of facts that all last a day, no length is told: the page has a column less to read.
    """
    starts = counted.series_starts()
    first = deltas(counted.cell_first)
    first[starts] = counted.cell_first[starts]
    return {
        "series_site": deltas(counted.cell_site[starts]),
        "series_group": counted.cell_group[starts],
        "series_cells": np.diff(starts, append=counted.cell_site.size),
        "cell_first": first,
        "cell_length": counted.cell_length if counted.cell_length.any() else counted.cell_length[:0],
        "cell_count": counted.cell_count - 1,
    }


def _counts(table: pd.DataFrame | Columns, counted: cube.Cube, detailed: details.Details) -> Counts:
    ambiguous = _standing_at(counted, lambda key: key.startswith("?"))
    unplaced = ambiguous + _standing_at(counted, lambda key: key == cube.NOWHERE)
    dated = int((counted.facts.first >= 0).sum())
    return Counts(
        rows=len(table),
        placed=len(table) - unplaced,
        unplaced=unplaced,
        ambiguous=ambiguous,
        dated=dated,
        undated=len(table) - dated,
        detailed=len(detailed.rows),
    )


def _standing_at(counted: cube.Cube, chosen: Callable[[str], bool]) -> int:
    """Return how many facts stand at places whose key is chosen."""
    numbers = [number for number, key in enumerate(counted.places) if chosen(key)]
    return int(np.bincount(counted.facts.place, minlength=len(counted.places))[numbers].sum())


def _reasons(table: pd.DataFrame | Columns, counted: cube.Cube) -> dict[str, list[tuple[str, int]]]:
    """Return why facts were not placed, and how many for each reason, the most frequent first, over all facts."""
    kinds = {
        "unplaced": counted.facts.place == counted.places.index(cube.NOWHERE),
        "ambiguous": np.isin(counted.facts.place, [n for n, key in enumerate(counted.places) if key.startswith("?")]),
    }
    reasons = columns_of(table).coded("reason")
    return {kind: _counted(reasons.taken(chosen)) for kind, chosen in kinds.items()}


def _counted(texts: Coded) -> list[tuple[str, int]]:
    found = [(word, count) for word, count in zip(texts.words, texts.counts().tolist(), strict=True) if count]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:REASONS_LISTED]
