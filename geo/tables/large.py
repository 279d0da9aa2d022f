"""Tables of millions of facts: Parquet read by columns and in batches, never whole.

What is counted (kind, dates, type, theme, status, place, targets) is proven for every row, by the same rules as in a
small table, and kept as one small number a row. Titles and all else stay in the file until single facts are asked for;
these then take the same way as a small table, so that a page made from either is the same, byte for byte. What only
single facts show (addresses, offsets, own columns) is proven when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import Fault, TableError
from geo.tables.bench import Bench, Note
from geo.tables.coded import Coded
from geo.tables.geocode import EARLIER, asked_of, geocode, placing
from geo.tables.headers import CONTEXT, DERIVED
from geo.tables.join import join
from geo.tables.merged import MERGE, SAME_AS
from geo.tables.parquet import ParquetTable, cells, fingerprints, is_numbers, is_parquet, joined, numbers, open_parquet
from geo.tables.proof import prove_counted, prove_points
from geo.tables.schema import check, written
from geo.tables.tally import Sites, Tally, tally_of

if TYPE_CHECKING:
    import pyarrow as pa

LARGE = 100_000
"""Rows from which on a table is read by columns; each of its facts must then bring its `id`."""

_COUNTED = ("kind", "date", "date_end", "type", "theme", "status", "targets")
_WHERE = ("place", CONTEXT, "adcode")
_NAMED = 1_000  # faults of one sort that are named one by one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LargeTable:
    """A table of N placed facts whose texts stay in its file; see `geo.tables.coded.Columns`."""

    file: ParquetTable
    columns: dict[str, Coded] = field(repr=False)
    sites: Sites = field(repr=False)
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
        return self.columns[name] if name in self.columns else self.sites.placing.column(name)

    def points(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """Return latitude and longitude of chosen rows without a code, M x 2 degrees; NaN where a row has none."""
        where = np.flatnonzero(chosen)
        found = np.full((where.size, 2), np.nan)
        bare = self.sites.bare
        if bare.size:
            at = np.minimum(np.searchsorted(bare, where), bare.size - 1)
            own = bare[at] == where
            found[own] = self.sites.latlon[at[own]]
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
        return tally_of(self.sites, self.columns)


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
    asked = {name: bench.cells[name] for name in asked_of(file.headers.columns)}
    found = placing(asked, np.concatenate([np.zeros(0, dtype=bool), *scan.pointed]), progress=progress)
    pointed, points = (
        np.concatenate([np.zeros(0, np.int64), *scan.bare]),
        np.concatenate([np.zeros((0, 2)), *scan.points]),
    )
    return LargeTable(
        file=file,
        columns={name: small(bench.cells[name]) for name in _COUNTED},
        sites=Sites.of(found, pointed, points),
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
