"""A table of very many facts that stays where it is: counted once, then asked by one view after the other.

The page of such a table gets its cube, and of the facts as many as its budget holds. Two things it cannot know by
itself are sent after it, each as the text of an ``atlas:more`` message: *cells*, when a view asks what only single
facts can tell (actor, source, search), and *facts*, the newest of a view, to be listed. Both are containers of
`geo.timeline.pack` that speak of the sites and groups of the cube that the page holds.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.tables.memo import Memo
from geo.timeline import chinese, cube, details, payload
from geo.timeline.assets import script_json
from geo.timeline.pack import pack
from geo.timeline.select import shown, told
from geo.timeline.view import View

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries
    from geo.tables.large import LargeTable

T = TypeVar("T")

Positions = npt.NDArray[np.signedinteger[Any]]

REMEMBERED = 8
"""Views whose answers are kept, the last asked for: at most five bytes a fact each."""

_FEW = 1_000  # facts that are kept after they were read
_TEXTS = 1_000_000  # UTF-8 bytes of the facts of one message


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What follows the data of a page; `rev` names its content, equal texts having equal revisions."""

    rev: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """A table of N facts, counted. Any number of threads may ask at once."""

    table: LargeTable
    counted: cube.Cube = field(repr=False)
    memo: Memo = field(default_factory=Memo, repr=False)

    @classmethod
    def of(cls, table: LargeTable) -> Asked:
        """Count a table, and lay its rows out where there is room, so that a list need not unpack it."""
        table.spool()
        return cls(table=table, counted=cube.build(table))

    def payload(self, view: View, *, name: str = "", own: OwnBoundaries | None = None) -> payload.Payload:
        """Return what crosses into the page; see `geo.timeline.payload.build`."""
        return payload.build(self.table, view=view, name=name, own=own, counted=self.counted)

    def positions(self, view: View) -> Positions:
        """Return where the facts that a view shows stand, in the order of a list: the newest first, then by id."""
        asked = replace(View(), **{name: getattr(view, name) for name in (*_TOLD, *_NARROWS)})
        return self._remembered("positions", functools.partial(_positions, self.table, self._told()))(asked)

    def _told(self) -> Callable[[View], npt.NDArray[np.bool_]]:
        return self._remembered("told", functools.partial(told, self.table))

    def _remembered(self, name: str, find: Callable[[Any], T]) -> Callable[[Any], T]:
        return self.memo.get(name, lambda: functools.lru_cache(maxsize=REMEMBERED)(find))

    def rows(self, positions: Positions) -> pd.DataFrame:
        """Return some facts whole, read now; see `geo.tables.large.LargeTable.rows`."""
        if positions.size > _FEW:
            return self.table.rows(positions.astype(np.int64))
        return self._remembered("rows", functools.partial(_rows, self.table))(positions.astype(np.int64).tobytes())

    def cells(self, view: View) -> Message | None:
        """Return the counts that a page needs for a view that asks for an actor, a source or words, else None."""
        if not (view.actor or view.source or view.q.strip()):
            return None
        return cells(self.counted, self._told()(_alone(view)), view)

    def position(self, id_: str) -> int | None:
        """Return where the fact with an id stands, None where there is none."""
        return self._remembered("position", self.table.position)(id_)

    def facts(self, positions: Positions | Sequence[int]) -> Message:
        """Return some facts for the page to list, as many of the first of them as a message holds."""
        chosen = np.asarray(positions, dtype=np.int64)
        return facts(self.rows(chosen), self.counted, chosen)


_TOLD = ("q", "actor", "source")
_NARROWS = ("from_day", "to_day", "themes", "types", "kinds", "statuses", "place", "coarse")


# functions, not methods: what is remembered must not hold the one that remembers, or it is never let go
def _positions(table: LargeTable, passes: Callable[[View], npt.NDArray[np.bool_]], view: View) -> Positions:
    keep = shown(table, replace(view, actor="", source="", q="")) & passes(_alone(view))
    order = table.newest()
    return order[keep[order]]


def _rows(table: LargeTable, positions: bytes) -> pd.DataFrame:
    return table.rows(np.frombuffer(positions, dtype=np.int64))


def _alone(view: View) -> View:
    """Return the part of a view that only single facts can tell."""
    return View(actor=view.actor, source=view.source, q=view.q)


def cells(counted: cube.Cube, keep: npt.NDArray[np.bool_], view: View) -> Message:
    """Return the counts of the facts that pass actor, source and search of a view: those of N flags."""
    found = cube.narrowed(counted, keep)
    return _message({"told": {name: getattr(view, name) for name in _TOLD}}, payload.cell_columns(found))


def facts(rows: pd.DataFrame, counted: cube.Cube, positions: Positions) -> Message:
    """Return facts, given whole and by position in the table that was counted, for a page to list."""
    found = details.of_rows(rows, counted, positions, budget=_TEXTS)
    actors = chinese.actors(found.header["words"]["actor"])
    return _message({"details": found.header, "actors": actors}, found.sections)


def _message(header: Mapping[str, Any], sections: Mapping[str, cube.Integers]) -> Message:
    packed = pack(header, sections)
    rev = hashlib.sha256(packed).hexdigest()[:16]
    block = {"atlas": payload.VERSION, "rev": rev, "facts": base64.b64encode(packed).decode("ascii")}
    return Message(rev=rev, text=script_json(block))
