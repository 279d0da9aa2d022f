"""Columns laid out on the disk so that single rows are read at once: a temporary file without a name, mapped.

In Parquet a row is found by unpacking all rows around it. Here it is looked up, for room on the disk; the file goes
with whoever holds what was read from it.
"""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geo.tables.arrow import python_values

if TYPE_CHECKING:
    import pyarrow as pa


def spooled(parts: Iterable[pa.RecordBatch]) -> Sequence[pa.RecordBatch]:
    """Write batches of one schema, and return them as they lie in the file.

    Raises
    ------
    OSError
        When there is no room for them where temporary files lie (``TMPDIR``).
    """
    import pyarrow as pa

    rest = iter(parts)
    first = next(rest)
    with tempfile.TemporaryFile() as file:
        with pa.ipc.new_stream(pa.PythonFile(file, mode="w"), first.schema) as writer:
            for part in chain([first], rest):
                writer.write_batch(part)
        file.flush()
        # the mapping outlives the file's name and its handle
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return list(pa.ipc.open_stream(pa.py_buffer(mapped)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spool:
    """N rows in batches; `ends` is the number of rows up to the end of each."""

    batches: Sequence[pa.RecordBatch]
    ends: npt.NDArray[np.int64]

    @classmethod
    def of(cls, parts: Iterable[Mapping[str, pa.Array]]) -> Spool:
        """Lay out columns, batch by batch.

        Raises
        ------
        OSError
            When there is no room for them.
        """
        import pyarrow as pa

        batches = spooled(pa.record_batch(list(part.values()), names=list(part)) for part in parts)
        return cls(batches=batches, ends=np.cumsum([batch.num_rows for batch in batches]))

    def rows_at(self, positions: npt.NDArray[np.int64]) -> dict[str, list[Any]]:
        """Return the cells of rows, by column and in order, as Python values; the positions are sorted."""
        found: dict[str, list[Any]] = {name: [] for name in self.batches[0].schema.names}
        where = np.searchsorted(self.ends, positions, side="right")
        for number in np.unique(where).tolist():
            start = self.ends[number] - self.batches[number].num_rows
            chosen = self.batches[number].take(_indices(positions[where == number] - start))
            for name, column in zip(found, chosen.columns, strict=True):
                found[name].extend(python_values(column))
        return found


def _indices(numbers: npt.NDArray[np.int64]) -> pa.Array:
    import pyarrow as pa

    return pa.array(numbers)
