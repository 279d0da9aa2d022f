"""Parquet and GeoParquet as tables: columns under their headers, texts and numbers as the contract wants them."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geo.errors import ExportError, Fault, TableError
from geo.tables import parquet_limits
from geo.tables.arrow import python_values
from geo.tables.bench import Bench
from geo.tables.coded import Coded
from geo.tables.files import why_not
from geo.tables.headers import HeaderMap, map_headers

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

MAGIC = b"PAR1"
MAX_ROWS = 5_000_000
"""Rows that are read whole; larger tables are read by columns, see `geo.tables.large`."""

_WGS84 = ("EPSG:4326", "OGC:CRS84")
_ROWS_AT_ONCE = 1 << 18
_PRIME = np.uint64(0x9E3779B97F4A7C15 | 1)
# Texts of which most rows have their own: a dictionary of them would be as long as the column.
_OWN = frozenset({"id", "title", "title_zh", "note", "quote", "url"})


def is_parquet(source: Path | bytes) -> bool:
    """Whether a file, or its bytes, say by their first four that they are Parquet."""
    if isinstance(source, bytes):
        return source.startswith(MAGIC)
    try:
        with source.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParquetTable:
    """An open file. `headers` maps its columns, a geometry left out; `geometry` is a column of points, if needed.

    `stamp` is what the file at `path` was when it was opened; bytes have neither.
    """

    file: pq.ParquetFile
    name: str
    names: Sequence[str]
    headers: HeaderMap
    geometry: str
    path: Path | None = None
    stamp: Stamp | None = None

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return int(self.file.metadata.num_rows)

    def batches(self, columns: Sequence[str], group: int | None = None) -> Iterator[dict[str, pa.Array]]:
        """Yield some columns of the contract, or own ones by their header, batch by batch, in order.

        Raises
        ------
        TableError
            When the file is no longer the one that was opened, or cannot be read any more.
        """
        import pyarrow as pa

        if self.path and stamp(self.path, self.name) != self.stamp:
            raise _refused(self.name, _CHANGED)
        try:
            size = 0
            for batch in self._batches(columns, group):
                size, said = (0, "") if self.path else parquet_limits.found(batch, size)
                if said:
                    raise _refused(self.name, said)
                yield batch
        except (OSError, pa.ArrowException) as error:
            raise _refused(self.name, f"the file cannot be read any more: {error}") from error

    def _batches(self, columns: Sequence[str], group: int | None) -> Iterator[dict[str, pa.Array]]:
        given = dict(zip(self.headers.columns, self.names, strict=True))
        wanted = {column: given[column] for column in columns if column in given}
        points = self.geometry and {"lat", "lon"} & set(columns)
        read = [*wanted.values(), *([self.geometry] if points else [])]
        groups = None if group is None else [group]
        for batch in self.file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=read, row_groups=groups):
            arrays = {column: batch.column(header) for column, header in wanted.items()}
            yield arrays | (self._points(batch.column(self.geometry)) if points else {})

    def rows_at(self, positions: npt.NDArray[np.int64], columns: Sequence[str] = ()) -> dict[str, list[Any]]:
        """Return the cells of rows, by column and in order, as Python values; the positions are sorted."""
        names = list(columns) or [*self.headers.columns, *(("lat", "lon") if self.geometry else ())]
        found: dict[str, list[Any]] = {name: [] for name in names}
        start = 0
        for group in range(self.file.num_row_groups):
            end = start + self.file.metadata.row_group(group).num_rows
            inside = positions[np.searchsorted(positions, start) : np.searchsorted(positions, end)] - start
            for batch, chosen in self._parts_of(names, group, inside) if inside.size else ():
                for name, array in batch.items():
                    found[name].extend(python_values(array.take(chosen)))
            start = end
        return found

    def cells_at(self, column: str, positions: npt.NDArray[np.int64]) -> list[str]:
        """Return the texts of one column at sorted positions."""
        return [str(value or "") for value in self.rows_at(positions, [column])[column]]

    def _parts_of(
        self, names: Sequence[str], group: int, wanted: npt.NDArray[np.int64]
    ) -> Iterator[tuple[dict[str, pa.Array], pa.Array]]:
        import pyarrow as pa

        start = 0
        for batch in self.batches(names, group):
            end = start + len(next(iter(batch.values())))
            chosen = wanted[np.searchsorted(wanted, start) : np.searchsorted(wanted, end)] - start
            yield batch, pa.array(chosen)
            start = end

    def _points(self, column: pa.Array) -> dict[str, pa.Array]:
        import pyarrow as pa
        import shapely

        shapes = shapely.from_wkb(np.array(column.to_pylist(), dtype=object))
        given = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        if (shapely.get_type_id(shapes[given]) != 0).any():
            raise _refused(self.name, f"the geometries in {self.geometry!r} are no points: add the columns lat and lon")
        return {"lat": pa.array(shapely.get_y(shapes)), "lon": pa.array(shapely.get_x(shapes))}


Stamp = tuple[int, int]
"""Bytes and nanoseconds of the last change: what tells a file from the one it was."""

_CHANGED = "the file was changed after it was opened: open it again"


def stamp(path: Path, name: str) -> Stamp:
    """Return the stamp of a file.

    Raises
    ------
    TableError
        When it is not there, or may not be looked at.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise _refused(name, f"the file cannot be opened: {error.strerror or error}") from error
    return found.st_size, found.st_mtime_ns


def open_parquet(
    source: Path | bytes,
    name: str,
    mapping: Callable[[tuple[str, ...]], HeaderMap] = map_headers,
    *,
    mapped: bool = True,
) -> ParquetTable:
    """Open a Parquet file; texts are kept as a dictionary where the file has them so.

    Bytes are what somebody uploaded: they are held to `geo.tables.parquet_limits`.

    Parameters
    ----------
    mapped
        Whether a file is mapped into memory. A mapped file that somebody cuts short ends the process that reads it.

    Raises
    ------
    TableError
        When it cannot be read, holds points in another CRS than WGS84, or, of bytes, too much.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        there = io.BytesIO(source) if isinstance(source, bytes) else source
        schema = pq.read_schema(there)
        columns = zip(schema, map_headers(tuple(schema.names)).columns, strict=True)
        strange = isinstance(source, bytes)
        own = frozenset() if strange else _OWN  # of a stranger's texts none is written out unseen
        texts = [field.name for field, column in columns if column not in own and _is_text(field.type)]
        if isinstance(there, io.BytesIO):
            there.seek(0)
        file = pq.ParquetFile(there, read_dictionary=texts, memory_map=mapped and isinstance(source, Path))
    except (OSError, pa.ArrowException) as error:
        raise _refused(name, f"the file is no Parquet file that can be read: {error}") from error
    if said := parquet_limits.claims(file.metadata) if strange else "":
        raise _refused(name, said)
    geometry = _geometry(schema.metadata or {}, name)
    names = tuple(column for column in schema.names if column not in geometry)
    headers = mapping(names)
    has_points = {"lat", "lon"} <= set(headers.columns)
    point = "" if has_points or not geometry else geometry[0]
    path = source if isinstance(source, Path) else None
    return ParquetTable(
        file=file,
        name=name,
        names=names,
        headers=headers,
        geometry=point,
        path=path,
        stamp=stamp(path, name) if path else None,
    )


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _geometry(metadata: Mapping[bytes, bytes], name: str) -> list[str]:
    """Return the columns of geometry of a GeoParquet file, the primary one first; none for plain Parquet."""
    if b"geo" not in metadata:
        return []
    geo = json.loads(metadata[b"geo"])
    primary = geo["primary_column"]
    crs = geo["columns"][primary].get("crs", {"id": {"authority": "OGC", "code": "CRS84"}}) or {}
    known = crs.get("id", {})
    if f"{known.get('authority')}:{known.get('code')}" not in _WGS84:
        raise _refused(
            name, f"its points are in {crs.get('name', 'an unknown CRS')!r}: convert them to EPSG:4326 first"
        )
    return [primary, *(column for column in geo["columns"] if column != primary)]


def bench_of(table: ParquetTable, text: Callable[[object], str]) -> Bench:
    """Return all columns on a bench, for a table that is read whole.

    Parameters
    ----------
    text
        What a value of another type than text says.

    Raises
    ------
    TableError
        When there are more than `MAX_ROWS` rows.
    """
    if table.rows > MAX_ROWS:
        raise _refused(
            table.name, f"it holds {table.rows:,} rows, and up to {MAX_ROWS:,} are read whole: draw it with atlas map"
        )
    names = [*table.headers.columns, *(("lat", "lon") if table.geometry else ())]
    parts: dict[str, list[pa.Array]] = {column: [] for column in dict.fromkeys(names)}
    for batch in table.batches(names):
        for column, array in batch.items():
            parts[column].append(array)
    bench = Bench(cells={}, rows=range(2, table.rows + 2), faults=list(table.headers.faults))
    for column, arrays in parts.items():
        if column in ("lat", "lon") and all(map(is_numbers, arrays)):
            bench.numbers[column] = np.concatenate([np.zeros(0), *map(numbers, arrays)])
            bench.cells[column] = Coded.constant("", table.rows)
        else:
            bench.cells[column] = joined([cells(array, text) for array in arrays])
    return bench


def cells(array: pa.Array, text: Callable[[object], str]) -> Coded:
    """Return an Arrow array as texts; numbers, dates and lists as `text` writes them, null as the empty text."""
    import pyarrow as pa

    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        return Coded.of([text(value) for value in array.to_pylist()])
    coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
    if _is_text(coded.type.value_type):
        return Coded.of_arrow(coded)
    words = [text(value) for value in coded.dictionary.to_pylist()]
    codes = coded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False).astype(np.int32)
    return Coded(codes=codes, words=[""] * (len(words) + 1)).replaced([*words, ""])


def is_numbers(array: pa.Array) -> bool:
    """Whether an array holds floats, all of them finite or missing."""
    import pyarrow as pa

    return pa.types.is_floating(array.type) and not np.isinf(numbers(array)).any()


def numbers(array: pa.Array) -> npt.NDArray[np.float64]:
    """Return floats, NaN where missing."""
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=np.float64)


def joined(parts: Sequence[Coded]) -> Coded:
    """Return columns, one below the other, as one."""
    words = dict.fromkeys(word for part in parts for word in part.words)
    number = {word: code for code, word in enumerate(words)}
    codes = [np.array([number[word] for word in part.words], dtype=np.int32)[part.codes] for part in parts]
    return Coded(codes=np.concatenate([np.zeros(0, dtype=np.int32), *codes]), words=list(number))


def fingerprints(texts: pa.StringArray) -> npt.NDArray[np.uint64]:
    """Return a number for each text; equal texts have equal numbers, others nearly never."""
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32, count=len(texts) + 1, offset=4 * texts.offset).astype(
        np.int64
    )
    data = np.frombuffer(texts.buffers()[2] or b"", dtype=np.uint8)[ends[0] : ends[-1]]
    starts, lengths = ends[:-1] - ends[0], np.diff(ends)
    with np.errstate(over="ignore"):
        powers = np.cumprod(np.full(int(lengths.max(initial=0)) + 1, _PRIME))
        place = np.arange(data.size) - np.repeat(starts, lengths)
        sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum((data + np.uint64(1)) * powers[place])))
        found: npt.NDArray[np.uint64] = sums[starts + lengths] - sums[starts]
    return found


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet (zstd), texts as dictionaries; whole or not at all, the same bytes for the same table.

    Raises
    ------
    ExportError
        When the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        whole = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
        pq.write_table(whole, part, compression="zstd")
        part.replace(path)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {why_not(path, error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _refused(name: str, message: str) -> TableError:
    return TableError(name, [Fault(row=None, column=None, value="", message=message)])
