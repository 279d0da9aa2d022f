"""One look at a Parquet table, batch by batch: what is counted as numbers, where rows lie, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from geo.errors import Fault
from geo.tables.bench import Bench
from geo.tables.coded import Coded
from geo.tables.geocode import EARLIER
from geo.tables.headers import CONTEXT, DERIVED
from geo.tables.parquet import ParquetTable, cells, fingerprints, is_numbers, joined, numbers
from geo.tables.proof import prove_points
from geo.tables.schema import written

if TYPE_CHECKING:
    import pyarrow as pa

COUNTED = ("kind", "date", "date_end", "type", "theme", "status", "targets")
WHERE = ("place", CONTEXT, "adcode")

_NAMED = 1_000  # faults of one sort that are named one by one


@dataclass(slots=True, kw_only=True)
class Scan:
    """What is gathered while the batches of a file go by; `no_id` is what to say of a fact without one."""

    file: ParquetTable
    no_id: str
    parts: dict[str, list[Coded]] = field(default_factory=dict)
    pointed: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    bare: list[npt.NDArray[np.int64]] = field(default_factory=list)
    points: list[npt.NDArray[np.float64]] = field(default_factory=list)
    prints: list[npt.NDArray[np.uint64]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def run(self) -> None:
        """Read the columns that are counted, those that say where, and look at ids and titles."""
        again = set(DERIVED) <= set(self.file.headers.columns)
        coded = [*COUNTED, *WHERE, *(EARLIER if again else ())]
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
        return dict.fromkeys(COUNTED, empty) | {"adcode": empty} | found

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

        for name, message in (("title", "no title: say in one line what happened"), ("id", self.no_id)):
            if name not in batch:
                continue
            texts = batch[name].cast("string")
            empty = pc.or_kleene(pc.equal(texts, ""), pc.utf8_is_space(texts)).fill_null(True)
            for position in np.flatnonzero(empty.to_numpy(zero_copy_only=False))[:_NAMED].tolist():
                self.faults.append(Fault(row=start + position + 2, column=name, value="", message=message))
        if "id" in batch:
            self.prints.append(fingerprints(batch["id"].cast("string")))
        elif not start:
            self.faults.append(Fault(row=1, column="id", value="", message=self.no_id))

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


def small(column: Coded) -> Coded:
    """Return a column with its numbers in as few bytes as they need."""
    size = len(column.words)
    kind = np.uint8 if size <= 1 << 8 else np.uint16 if size <= 1 << 16 else np.int32
    return Coded(codes=column.codes.astype(kind, copy=False), words=column.words)
