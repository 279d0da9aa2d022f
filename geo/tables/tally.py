"""How a table came out: the rows that are placed and dated, and why others are not.

Laws: `placed + unplaced = rows`, `dated + undated = rows`; a rejected fact is not drawn, but it is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.places.lookup import COAST_KM, NOWHERE, province_at
from geo.tables.coded import Coded, recoded
from geo.tables.geocode import Placing
from geo.tables.reasons import COORDINATES, NO_PLACE, READ_ABROAD

UNPLACED = ("ambiguous", "unknown", "no place", "abroad", "outside")
"""Why a row can be without a place."""

OUTSIDE = f"{COORDINATES}, neither in a province nor off its coast within {COAST_KM:.0f} km"
"""What stands for `COORDINATES` in the reason of a bare point that is too far from every province."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How a table came out, in rows.

    `placed + unplaced = rows` and `dated + undated = rows`. `by_resolution` counts exact, context, ambiguous and
    unknown; `unplaced_by` the reasons for not being placed: ``ambiguous``, ``unknown``, ``no place``, ``abroad``,
    ``outside`` (a point too far from every province). `joined_by` counts ``code`` and ``geometry``; `by_kind` events
    and directives. `off_coast` rows lie outside every polygon but near one. `rejected` rows are counted everywhere,
    and not drawn.
    """

    rows: int
    placed: int
    unplaced: int
    dated: int
    undated: int
    rejected: int
    off_coast: int
    by_resolution: Mapping[str, int]
    unplaced_by: Mapping[str, int]
    joined_by: Mapping[str, int]
    by_kind: Mapping[str, int]

    @property
    def drawn(self) -> int:
        """The rows that a map shows or lists: all but the rejected."""
        return self.rows - self.rejected


class Unresolved(NamedTuple):
    """A row whose place stayed open: where it stands in the file, the place as written, and the reason."""

    row: int
    place: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sites:
    """Where the N rows of a table lie.

    `bare` are the rows that bring nothing but a point, sorted; `latlon` their points, M x 2 degrees; `outside` which of
    them lie too far from every province, and `within` the province of each; `off_coast` how many lie outside all of
    them, but near one.
    """

    placing: Placing
    bare: npt.NDArray[np.int64]
    latlon: npt.NDArray[np.float64]
    outside: npt.NDArray[np.bool_]
    within: Coded
    off_coast: int

    @classmethod
    def of(cls, placing: Placing, pointed: npt.NDArray[np.int64], latlon: npt.NDArray[np.float64]) -> Sites:
        """Join the rows that have a point, and nothing else that says where, to their province.

        Parameters
        ----------
        placing
            What the words and the codes of each row mean.
        pointed
            The rows that bring a point, sorted; those that bring a code, too, may be left out.
        latlon
            Their points, M x 2 degrees.
        """
        bare = np.array([not answer.code for answer in placing.answers], dtype=bool)[placing.codes[pointed]]
        pointed, latlon = pointed[bare], latlon[bare]
        within, distance_km = _provinces_at(latlon)
        return cls(
            placing=placing,
            bare=pointed,
            latlon=latlon,
            outside=within.where("".__eq__),
            within=within,
            off_coast=int((distance_km > 0).sum()),
        )

    def resolved(self) -> Placing:
        """Return what each row means, with points too far from every province as *unknown*."""
        if not self.outside.any():
            return self.placing
        codes, answers, marks = self.placing
        far = [
            replace(answer, level=None, certainty="unknown", reason=answer.reason.replace(COORDINATES, OUTSIDE, 1))
            for answer in answers
        ]
        codes = codes.copy()
        codes[self.bare[self.outside]] += len(answers)
        return Placing(codes=codes, answers=[*answers, *far], marks=[*marks, *marks])


def _provinces_at(latlon: npt.NDArray[np.float64]) -> tuple[Coded, npt.NDArray[np.float64]]:
    """Return the province of each of M points and how far off it lies, km; without points no boundary is read."""
    if not latlon.size:
        return Coded.constant("", 0), np.zeros(0)
    located = province_at(latlon[:, 1], latlon[:, 0])
    # a point that lies nowhere takes the last word, which is empty
    codes = np.where(located.positions == NOWHERE, located.units.size, located.positions).astype(np.int32)
    return recoded(codes, [*located.units.tolist(), ""]), located.distance_km


def tally_of(sites: Sites, columns: Mapping[str, Coded]) -> Tally:
    """Count how a table came out, by its columns; `kind`, `date` and `status` are needed.

    The counts are those of `geo.tables.join.tally`.
    """
    placing = sites.placing
    every, bare, outside = (
        np.bincount(codes, minlength=len(placing.answers)).tolist()
        for codes in (placing.codes, placing.codes[sites.bare], placing.codes[sites.bare[sites.outside]])
    )
    resolutions, why = Counter[str](), Counter[str]({"outside": int(sites.outside.sum())})
    for answer, rows, points, out in zip(placing.answers, every, bare, outside, strict=True):
        resolutions[answer.certainty] += rows - out
        resolutions["unknown"] += out
        if not answer.code:
            why[_why(answer.certainty, answer.reason)] += rows - points
    by_code = sum(rows for answer, rows in zip(placing.answers, every, strict=True) if answer.code)
    by_geometry = int(sites.bare.size - sites.outside.sum())
    rows = placing.codes.size
    kinds, dates, statuses = (_counted(columns[name]) for name in ("kind", "date", "status"))
    return Tally(
        rows=rows,
        placed=by_code + by_geometry,
        unplaced=rows - by_code - by_geometry,
        dated=rows - dates[""],
        undated=dates[""],
        rejected=statuses["rejected"],
        off_coast=sites.off_coast,
        by_resolution=_named(resolutions, "exact", "context", "ambiguous", "unknown"),
        unplaced_by=_named(why, *UNPLACED),
        joined_by=_named(Counter(code=by_code, geometry=by_geometry), "code", "geometry"),
        by_kind=_named(kinds, "event", "directive"),
    )


def _why(certainty: str, reason: str) -> str:
    if reason == NO_PLACE:
        return "no place"
    if reason.startswith(READ_ABROAD):
        return "abroad"
    return "ambiguous" if certainty == "ambiguous" else "unknown"


def _counted(column: Coded) -> Counter[str]:
    return Counter(dict(zip(column.words, column.counts().tolist(), strict=True)))


def _named(counts: Counter[str], *names: str) -> Mapping[str, int]:
    return MappingProxyType({name: counts[name] for name in names})
