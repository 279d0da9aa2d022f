"""What a Parquet file from a stranger may claim, and may turn out to hold: few bytes can stand for very many.

A dictionary says a long text once, and a page of zeros names it for every row. So texts are looked at while they are
still words and numbers, before anybody writes them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MOST_ROWS: Final = 5_000_000
MOST_COLUMNS: Final = 500
MOST_VALUES: Final = 50_000_000
"""Values of all columns that hold lists or the like; of a plain column there is one a row."""

MOST_BYTES: Final = 1_000_000_000
"""Bytes that the file may claim to unpack to, and that the columns which are read at once may come to."""

LONGEST: Final = 400_000
"""Bytes of one text: 100,000 characters of any script."""


def claims(metadata: pq.FileMetaData) -> str:
    """Return what a file claims that is too much, in words, or nothing."""
    if metadata.num_rows > MOST_ROWS:
        return f"it claims {metadata.num_rows:,} rows; the limit of an upload is {MOST_ROWS:,}"
    if metadata.num_columns > MOST_COLUMNS:
        return f"it claims {metadata.num_columns:,} columns; the limit is {MOST_COLUMNS}"
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    chunks = [group.column(number) for group in groups for number in range(group.num_columns)]
    size = sum(max(0, chunk.total_uncompressed_size) for chunk in chunks)
    if size > MOST_BYTES or sum(chunk.num_values for chunk in chunks) > max(
        MOST_VALUES, metadata.num_rows * metadata.num_columns
    ):
        return f"it claims {size:,} bytes unpacked; the limit of an upload is {MOST_BYTES:,}"
    return ""


def found(batch: Mapping[str, pa.Array], before: int = 0) -> tuple[int, str]:
    """Return the bytes that a batch of rows comes to with those before it, and what is too much, in words, or nothing.

    Texts come as dictionaries.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    total = before
    for name, array in batch.items():
        if not pa.types.is_dictionary(array.type):
            total += array.nbytes
            continue
        lengths = pc.binary_length(array.dictionary).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
        if lengths.max(initial=0) > LONGEST:
            return total, f"a cell of {name!r} holds {lengths.max():,} bytes; the limit is {LONGEST:,}"
        used = array.indices.drop_null().to_numpy(zero_copy_only=False)
        total += int(np.bincount(used, minlength=lengths.size) @ lengths) if lengths.size else 0
    return total, f"its cells come to more than {MOST_BYTES:,} bytes" if total > MOST_BYTES else ""
