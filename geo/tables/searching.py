"""Full-text search: how texts are compared, which columns it looks into, and texts of very many rows folded once.

The folded texts of a large table lie in a temporary file without a name, mapped into memory: they take room on the
disk, and go with the table.
"""

from __future__ import annotations

import mmap
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

SEARCHED: Final = ("id", "title", "title_zh", "note", "quote", "actor", "place", "source", "doc")
"""Columns that the full-text search looks into; the names of place, targets and actors come to them."""


def fold(text: str) -> str:
    """Return `text` as the search compares it: NFKC, without case.

    >>> fold("Ｃhongqing 重慶")
    'chongqing 重慶'
    """
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Folded:
    """N folded texts, a text a row, mapped from a file that has no name."""

    texts: pa.ChunkedArray

    @classmethod
    def of(cls, parts: Iterable[pa.Array]) -> Folded:
        """Write texts, folded, part by part, and map them.

        Raises
        ------
        OSError
            When there is no room for them where temporary files lie (``TMPDIR``).
        """
        import pyarrow as pa

        schema = pa.schema([("text", pa.large_string())])
        with tempfile.TemporaryFile() as file:
            with pa.ipc.new_stream(pa.PythonFile(file, mode="w"), schema) as writer:
                for part in parts:
                    writer.write_batch(pa.record_batch([folded(part)], schema=schema))
            file.flush()
            # the mapping outlives the file's name and its handle
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(texts=pa.ipc.open_stream(pa.py_buffer(mapped)).read_all()["text"])

    def holding(self, word: str) -> npt.NDArray[np.bool_]:
        """Return the rows whose text holds a folded word."""
        import pyarrow.compute as pc

        found: npt.NDArray[np.bool_] = pc.match_substring(self.texts, word).to_numpy()
        return found.astype(bool, copy=False)


def folded(texts: pa.Array) -> pa.Array:
    """Return large strings as `fold` has them; plain ASCII, the most of many tables, is folded all at once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.string_is_ascii(texts)
    lowered = pc.ascii_lower(texts)
    if pc.all(plain).as_py() is not False:
        return lowered
    others = pc.invert(plain)
    rest = pa.array([fold(text) for text in texts.filter(others).to_pylist()], type=pa.large_string())
    return pc.replace_with_mask(lowered, others, rest)
