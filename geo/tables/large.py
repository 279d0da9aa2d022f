"""Tables of millions of facts: Parquet read by columns and in batches, never whole.

What is counted (kind, dates, type, theme, status, place, targets) is proven for every row, by the same rules as in a
small table, and kept as one small number a row. Titles and all else stay in the file until single facts are asked for;
these then take the same way as a small table, so that a page made from either is the same, byte for byte. What only
single facts show (addresses, offsets, own columns) is proven when they are asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import Fault, TableError
from geo.places.lookup import NOWHERE, province_at
from geo.tables.bench import Bench, Note
from geo.tables.coded import Coded
from geo.tables.geocode import EARLIER, Placing, geocode, placing
from geo.tables.headers import CONTEXT, DERIVED
from geo.tables.join import UNPLACED, Tally, join
from geo.tables.merged import MERGE, SAME_AS
from geo.tables.parquet import ParquetTable, cells, fingerprints, is_numbers, is_parquet, joined, numbers, open_parquet
from geo.tables.proof import prove_counted, prove_points
from geo.tables.reasons import NO_PLACE, READ_ABROAD
from geo.tables.schema import check, written

if TYPE_CHECKING:
    import pyarrow as pa

LARGE = 100_000
"""Rows from which on a table is read by columns; each of its facts must then bring its `id`."""

_COUNTED = ("kind", "date", "date_end", "type", "theme", "status", "targets")
_WHERE = ("place", CONTEXT, "adcode")
_NAMED = 1_000  # faults of one sort that are named one by one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LargeTable:
    """A table of N placed facts whose texts stay in its file; see `geo.tables.coded.Columns`.

    `bare` are the rows that bring nothing but a point, sorted; `latlon` their points, M x 2 degrees; `outside` which of
    them lie too far from every province.
    """

    file: ParquetTable
    columns: dict[str, Coded] = field(repr=False)
    placing: Placing = field(repr=False)
    bare: npt.NDArray[np.int64] = field(repr=False)
    latlon: npt.NDArray[np.float64] = field(repr=False)
    outside: npt.NDArray[np.bool_] = field(repr=False)
    off_coast: int
    mapped: Mapping[str, str]
    notes: tuple[Note, ...]

    @property
    def name(self) -> str:
        """What the table is called."""
        return self.file.name

    @property
    def encoding(self) -> str:
        """The encoding of its texts."""
        return "utf-8"

    def __len__(self) -> int:
        return self.file.rows

    def coded(self, name: str) -> Coded:
        """Return a column of texts that is counted, or that geocoding fills."""
        return self.columns[name] if name in self.columns else self.placing.column(name)

    def points(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """Return latitude and longitude of chosen rows without a code, M x 2 degrees; NaN where a row has none."""
        where = np.flatnonzero(chosen)
        found = np.full((where.size, 2), np.nan)
        if self.bare.size:
            at = np.minimum(np.searchsorted(self.bare, where), self.bare.size - 1)
            own = self.bare[at] == where
            found[own] = self.latlon[at[own]]
        return found

    def rows(self, positions: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return some rows whole, geocoded and joined, in the order asked for.

        Raises
        ------
        TableError
            With every fault of theirs.
        """
        order = np.unique(positions)
        table = check(pd.DataFrame(self.file.rows_at(order)), name=self.file.name, rows=(order + 2).tolist())
        whole = join(geocode(table))
        return whole.iloc[np.searchsorted(order, positions)]

    def tally(self) -> Tally:
        """Count how the table came out, as `geo.tables.join.tally` does."""
        return _tally(self)


def is_large(source: Path) -> bool:
    """Whether a file is to be read by columns: Parquet of at least `LARGE` rows, with no reports merged in it."""
    if not is_parquet(source):
        return False
    file = open_parquet(source, source.name)
    return file.rows >= LARGE and not {SAME_AS, MERGE} <= set(file.headers.columns)


def read_large(source: Path, *, name: str = "", progress: Callable[[int, int], object] | None = None) -> LargeTable:
    """Read, prove, geocode and join a table of facts by columns.

    Parameters
    ----------
    source
        A Parquet file in which every fact has its `id`.
    name
        What to call it in messages; by default the file's name.
    progress
        Called with (done, all) after each distinct place.

    Raises
    ------
    TableError
        With the faults of what is counted, in row order; of one sort, the first thousand.
    """
    file = open_parquet(source, name or source.name)
    scan = _Scan(file=file)
    scan.run()
    bench = Bench(cells=scan.columns(), rows=range(2, file.rows + 2), faults=[*file.headers.faults, *scan.faults])
    prove_counted(bench, set(file.headers.columns) | ({"lat", "lon"} if file.geometry else set()))
    if bench.faults:
        raise TableError(file.name, sorted(bench.faults, key=lambda fault: fault.row or 0))
    again = set(DERIVED) <= set(file.headers.columns)
    asked = {name: column for name, column in bench.cells.items() if name in (*_WHERE, *(EARLIER if again else ()))}
    found = placing(asked, np.concatenate([np.zeros(0, dtype=bool), *scan.pointed]), progress=progress)
    bare, points = np.concatenate([np.zeros(0, np.int64), *scan.bare]), np.concatenate([np.zeros((0, 2)), *scan.points])
    unplaced = np.array([not answer.code for answer in found.answers], dtype=bool)[found.codes[bare]]
    bare, points = bare[unplaced], points[unplaced]
    located = province_at(points[:, 1], points[:, 0])
    return LargeTable(
        file=file,
        columns={name: small(bench.cells[name]) for name in _COUNTED},
        placing=found,
        bare=bare,
        latlon=points,
        outside=located.positions == NOWHERE,
        off_coast=int((located.distance_km > 0).sum()),
        mapped=file.headers.mapped,
        notes=tuple(bench.notes),
    )


@dataclass(slots=True, kw_only=True)
class _Scan:
    """What is gathered while the batches of a file go by."""

    file: ParquetTable
    parts: dict[str, list[Coded]] = field(default_factory=dict)
    pointed: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    bare: list[npt.NDArray[np.int64]] = field(default_factory=list)
    points: list[npt.NDArray[np.float64]] = field(default_factory=list)
    prints: list[npt.NDArray[np.uint64]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def run(self) -> None:
        """Read the columns that are counted, those that say where, and look at ids and titles."""
        again = set(DERIVED) <= set(self.file.headers.columns)
        coded = [*_COUNTED, *_WHERE, *(EARLIER if again else ())]
        wanted = [*dict.fromkeys(coded), "lat", "lon", "id", "title"]
        start = 0
        for batch in self.file.batches(wanted) if set(wanted) & set(self.file.headers.columns) else ():
            size = len(next(iter(batch.values())))
            for name in dict.fromkeys(coded):
                if name in batch:
                    self.parts.setdefault(name, []).append(small(cells(batch[name], written).mapped(str.strip)))
            self._see_points(batch, start, size)
            self._see_texts(batch, start)
            start += size
        self._see_repeated()

    def columns(self) -> dict[str, Coded]:
        """Return the columns that were read, and empty ones for those that the contract has and the file has not."""
        empty = Coded(codes=np.zeros(self.file.rows, dtype=np.uint8), words=[""])
        found = {name: small(joined(self.parts.pop(name))) for name in list(self.parts)}
        return dict.fromkeys(_COUNTED, empty) | {"adcode": empty} | found

    def _see_points(self, batch: Mapping[str, pa.Array], start: int, size: int) -> None:
        bench = Bench(cells={}, rows=range(start + 2, start + size + 2))
        for name in ("lat", "lon"):
            if name in batch and is_numbers(batch[name]):
                bench.numbers[name] = numbers(batch[name])
            bench.cells[name] = cells(batch[name], written) if name in batch else Coded.constant("", size)
            bench.strip(name)
        prove_points(bench)
        self.faults.extend(bench.faults)
        points = np.column_stack((bench.numbers["lat"], bench.numbers["lon"]))
        pointed = np.asarray(~np.isnan(points).any(axis=1))
        self.pointed.append(pointed)
        if "adcode" in self.parts:
            pointed = np.logical_and(pointed, self.parts["adcode"][-1].where(lambda code: not code))
        rows = np.flatnonzero(pointed)
        self.bare.append(rows + start)
        self.points.append(points[rows])

    def _see_texts(self, batch: Mapping[str, pa.Array], start: int) -> None:
        """Find titles that say nothing, and ids that are not there."""
        import pyarrow.compute as pc

        for name, message in (("title", "no title: say in one line what happened"), ("id", _NO_ID)):
            if name not in batch:
                continue
            texts = batch[name].cast("string")
            empty = pc.or_kleene(pc.equal(texts, ""), pc.utf8_is_space(texts)).fill_null(True)
            for position in np.flatnonzero(empty.to_numpy(zero_copy_only=False))[:_NAMED].tolist():
                self.faults.append(Fault(row=start + position + 2, column=name, value="", message=message))
        if "id" in batch:
            self.prints.append(fingerprints(batch["id"].cast("string")))
        elif not start:
            self.faults.append(Fault(row=1, column="id", value="", message=_NO_ID))

    def _see_repeated(self) -> None:
        """Find ids that come twice; equal fingerprints are looked at, for different ids may share one."""
        if not self.prints:
            return
        prints = np.concatenate(self.prints)
        self.prints.clear()
        ordered = np.sort(prints)
        twice = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        if not twice.size:
            return
        rows = np.flatnonzero(np.isin(prints, twice))[:_NAMED]
        first: dict[str, int] = {}
        for row, name in zip(rows.tolist(), self.file.cells_at("id", rows), strict=True):
            if name and first.setdefault(name, row) != row:
                message = f"id {name!r} stands in row {first[name] + 2} already"
                self.faults.append(Fault(row=row + 2, column="id", value=name, message=message))


_NO_ID = f"no id: in a table of {LARGE:,} facts and more, every fact brings its own"


def small(column: Coded) -> Coded:
    """Return a column with its numbers in as few bytes as they need."""
    size = len(column.words)
    kind = np.uint8 if size <= 1 << 8 else np.uint16 if size <= 1 << 16 else np.int32
    return Coded(codes=column.codes.astype(kind, copy=False), words=column.words)


def _tally(table: LargeTable) -> Tally:
    answers = table.placing.answers
    every = np.bincount(table.placing.codes, minlength=len(answers))
    bare = np.bincount(table.placing.codes[table.bare], minlength=len(answers))
    outside = np.bincount(table.placing.codes[table.bare[table.outside]], minlength=len(answers))
    resolutions, why = Counter[str](), Counter[str]({"outside": int(outside.sum())})
    for answer, rows, points, out in zip(answers, every.tolist(), bare.tolist(), outside.tolist(), strict=True):
        resolutions[answer.certainty] += rows - out
        resolutions["unknown"] += out
        if not answer.code:
            why[_why(answer.certainty, answer.reason)] += rows - points
    by_code = int(sum(rows for answer, rows in zip(answers, every.tolist(), strict=True) if answer.code))
    by_geometry = int(table.bare.size - outside.sum())
    kinds, dates, statuses = (_counted(table.columns[name]) for name in ("kind", "date", "status"))
    return Tally(
        rows=len(table),
        placed=by_code + by_geometry,
        unplaced=len(table) - by_code - by_geometry,
        dated=len(table) - dates[""],
        undated=dates[""],
        rejected=statuses["rejected"],
        off_coast=table.off_coast,
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
