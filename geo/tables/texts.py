"""The texts of a Parquet table, as Arrow has them, in the form that a table read whole would give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from geo.tables.parquet import ParquetTable
from geo.tables.proof import moved_address
from geo.tables.schema import written

if TYPE_CHECKING:
    import pyarrow as pa


def texts(array: pa.Array) -> pa.Array:
    """Return a column as texts without white space around them; null is the empty text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.large_string()
    plain = array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
    if not (pa.types.is_string(plain.type) or pa.types.is_large_string(plain.type)):
        plain = pa.array([written(value) for value in plain.to_pylist()], type=kind)
    return pc.utf8_trim_whitespace(plain.cast(kind).fill_null(""))


def searched_texts(file: ParquetTable, columns: Sequence[str]) -> Iterator[pa.Array]:
    """Yield what the search looks into, batch by batch: some columns, joined row by row, a line each.

    An address that is none of the web counts as part of the note, as in a table that is read whole.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    line = pa.scalar("\n", pa.large_string())
    for batch in file.batches([*columns, "url"]):
        lines = [_notes(batch) if name == "note" else texts(batch[name]) for name in columns if name in batch]
        lines += [_notes(batch)] if "note" not in batch and "url" in batch else []
        yield pc.binary_join_element_wise(*lines, line)


def _notes(batch: Mapping[str, pa.Array]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    empty = pa.nulls(len(next(iter(batch.values()))), pa.large_string()).fill_null("")
    notes = texts(batch["note"]) if "note" in batch else empty
    urls = (texts(batch["url"]) if "url" in batch else empty).dictionary_encode()
    moved = list(map(moved_address, urls.dictionary.to_pylist()))
    if not any(moved):
        return notes
    added = pa.DictionaryArray.from_arrays(urls.indices, pa.array(moved, type=pa.large_string())).dictionary_decode()
    both = pc.and_(pc.not_equal(notes, ""), pc.not_equal(added, ""))
    apart, whole = (pc.binary_join_element_wise(notes, added, pa.scalar(mark, notes.type)) for mark in ("; ", ""))
    return pc.if_else(both, apart, whole)
