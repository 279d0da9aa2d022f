"""Tables of millions of facts: Parquet read by columns and in batches, never whole.

What is counted (kind, dates, type, theme, status, place, targets) is proven for every row, by the same rules as in a
small table, and kept as one small number a row. Titles and all else stay in the file until single facts are asked for;
these then take the same way as a small table, so that a page made from either is the same, byte for byte. What only
single facts show (addresses, offsets, own columns) is proven when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import TableError
from geo.tables.bench import Bench, Note
from geo.tables.coded import Coded, recoded
from geo.tables.geocode import ADDED, asked_of, geocode, placing
from geo.tables.join import join
from geo.tables.memo import Memo
from geo.tables.merged import MERGE, SAME_AS
from geo.tables.parquet import ParquetTable, cells, is_parquet, joined, open_parquet
from geo.tables.proof import prove_counted
from geo.tables.scan import COUNTED, Scan, small
from geo.tables.schema import check, written
from geo.tables.searching import SEARCHED, Folded, fold
from geo.tables.spool import Spool
from geo.tables.tally import Sites, Tally, tally_of
from geo.tables.texts import searched_texts, texts

LARGE = 100_000
"""Rows from which on a table is read by columns; each of its facts must then bring its `id`."""

_NO_ID = f"no id: in a table of {LARGE:,} facts and more, every fact brings its own"
_ONE_BY_ONE = ("id", "title", "title_zh", "note", "quote", "doc")
_FEW = tuple(name for name in SEARCHED if name not in _ONE_BY_ONE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LargeTable:
    """A table of N placed facts whose texts stay in its file; see `geo.tables.coded.Columns`.

    Any number of threads may ask at once.
    """

    file: ParquetTable
    columns: dict[str, Coded] = field(repr=False)
    sites: Sites = field(repr=False)
    mapped: Mapping[str, str]
    notes: tuple[Note, ...]
    memo: Memo = field(default_factory=Memo, repr=False)

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
        """Return a column of texts: counted, filled by geocoding, or read now and kept."""
        if name in self.columns:
            return self.columns[name]
        return self.memo.get(name, lambda: self._column(name))

    def _column(self, name: str) -> Coded:
        if name == "province":
            return self._provinces()
        if name in ADDED:
            return small(self.sites.resolved().column(name))
        if name not in self.file.headers.columns:
            return Coded(codes=np.zeros(len(self), dtype=np.uint8), words=[""])
        parts = [small(cells(batch[name], written).mapped(str.strip)) for batch in self.file.batches([name])]
        return small(joined(parts))

    def _provinces(self) -> Coded:
        """Return the province of each row, by its code or by its point."""
        by_code, within = self.sites.placing.column("province"), self.sites.within
        codes = by_code.codes.astype(np.int32)
        codes[self.sites.bare] = within.codes + len(by_code.words)
        return small(recoded(codes, [*by_code.words, *within.words]))

    def placed(self) -> npt.NDArray[np.bool_]:
        """Return which rows lie somewhere on the map."""
        placed = self.coded("adcode").where(bool)
        placed[self.sites.bare] = ~self.sites.outside
        return placed

    def newest(self) -> npt.NDArray[np.int32]:
        """Return the positions of all rows in the order of a list: by date, the newest first, then by id."""
        return self.memo.get("newest", self._newest)

    def _newest(self) -> npt.NDArray[np.int32]:
        import pyarrow as pa
        import pyarrow.compute as pc

        ids = pa.chunked_array([texts(batch["id"]) for batch in self.file.batches(["id"])], type=pa.large_string())
        by_id: npt.NDArray[np.int32] = pc.sort_indices(ids).to_numpy().astype(np.int32)
        dates = self.coded("date")
        rank = {word: number for number, word in enumerate(sorted(dates.words, reverse=True))}
        ranks = dates.pick(map(rank.__getitem__, dates.words), np.int32)
        return by_id[np.argsort(ranks[by_id], kind="stable")]

    def position(self, id_: str) -> int | None:
        """Return where the fact with an id stands, None where there is none."""
        import pyarrow.compute as pc

        start = 0
        for batch in self.file.batches(["id"]):
            at: int = pc.index(texts(batch["id"]), id_).as_py()
            if at >= 0:
                return start + at
            start += len(batch["id"])
        return None

    def holding(self, words: Sequence[str]) -> list[npt.NDArray[np.bool_]]:
        """Return for each folded word the rows of which a searched column holds it; the last words are remembered."""
        find = self.memo.get("holding", self._holding)
        return [find(word).copy() for word in words]

    def _holding(self) -> Callable[[str], npt.NDArray[np.bool_]]:
        own = Folded.of(searched_texts(self.file, _ONE_BY_ONE))
        few = [self.coded(name).mapped(fold) for name in _FEW]

        @lru_cache(maxsize=8)
        def find(word: str) -> npt.NDArray[np.bool_]:
            rows = own.holding(word)
            for column in few:
                rows = rows | column.pick((word in text for text in column.words), bool)
            return rows

        return find

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
        with self.memo.lock:  # a file is read by one at a time
            spool = self.memo.kept.get("spool")
            found = spool.rows_at(order) if spool else self.file.rows_at(order)
        table = check(pd.DataFrame(found), name=self.file.name, rows=(order + 2).tolist())
        whole = join(geocode(table))
        return whole.iloc[np.searchsorted(order, positions)]

    def spool(self) -> bool:
        """Lay the rows out where single ones are read at once; return whether there was room.

        It takes as much of the disk as the table unpacked. Rows are then those of the file as it is now.
        """
        names = [*self.file.headers.columns, *(("lat", "lon") if self.file.geometry else ())]
        try:
            self.memo.get("spool", lambda: Spool.of(self.file.batches(names)))
        except OSError:
            return False
        return True

    def tally(self) -> Tally:
        """Count how the table came out, as `geo.tables.join.tally` does."""
        return tally_of(self.sites, self.columns)


def is_large(source: Path | bytes) -> bool:
    """Whether a file, or its bytes, is to be read by columns: Parquet of at least `LARGE` rows, no reports merged."""
    if not is_parquet(source):
        return False
    file = open_parquet(source, source.name if isinstance(source, Path) else "table")
    return file.rows >= LARGE and not {SAME_AS, MERGE} <= set(file.headers.columns)


def read_large(
    source: Path | bytes,
    *,
    name: str = "",
    mapped: bool = True,
    progress: Callable[[int, int], object] | None = None,
) -> LargeTable:
    """Read, prove, geocode and join a table of facts by columns.

    Parameters
    ----------
    source
        A Parquet file, or its bytes, in which every fact has its `id`.
    name
        What to call it in messages; by default the file's name.
    mapped
        Whether the file may be mapped into memory: quicker, and fatal where somebody cuts it short meanwhile.
    progress
        Called with (done, all) after each distinct place.

    Raises
    ------
    TableError
        With the faults of what is counted, in row order; of one sort, the first thousand.
    """
    file = open_parquet(source, name or (source.name if isinstance(source, Path) else "table"), mapped=mapped)
    scan = Scan(file=file, no_id=_NO_ID)
    scan.run()
    bench = Bench(cells=scan.columns(), rows=range(2, file.rows + 2), faults=[*file.headers.faults, *scan.faults])
    prove_counted(bench, set(file.headers.columns) | ({"lat", "lon"} if file.geometry else set()))
    if bench.faults:
        raise TableError(file.name, sorted(bench.faults, key=lambda fault: fault.row or 0))
    asked = {name: bench.cells[name] for name in asked_of(file.headers.columns)}
    found = placing(asked, np.concatenate([np.zeros(0, dtype=bool), *scan.pointed]), progress=progress)
    pointed = np.concatenate([np.zeros(0, np.int64), *scan.bare])
    points = np.concatenate([np.zeros((0, 2)), *scan.points])
    return LargeTable(
        file=file,
        columns={name: small(bench.cells[name].used()) for name in COUNTED},
        sites=Sites.of(found, pointed, points),
        mapped=file.headers.mapped,
        notes=tuple(bench.notes),
    )
