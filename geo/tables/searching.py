"""Full-text search: how texts are compared, which columns it looks into, and texts of very many rows folded once.

The folded texts of a large table lie in a temporary file, see `geo.tables.spool`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from geo.tables.spool import spooled

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
    """N folded texts, a text a row."""

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

        batches = spooled(pa.record_batch([folded(part)], names=["text"]) for part in parts)
        return cls(texts=pa.chunked_array([batch.column(0) for batch in batches], type=pa.large_string()))

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
