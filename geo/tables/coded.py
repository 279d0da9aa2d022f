"""A column of texts as numbers: each different text once, and for every row which of them it is.

A million rows hold few different texts in most columns, so a rule is asked once for each *word*, and the rows are
touched by array operations alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from geo.tables.searching import SEARCHED, fold

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pandas.api.extensions import ExtensionArray

Codes = npt.NDArray[np.int32]

_DENSE = 1 << 20  # a table of so many flags is quicker than a sort


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded:
    """N texts: `words[codes[i]]` stands in row i. No word comes twice; not every word need occur."""

    codes: Codes
    words: Sequence[str]

    @classmethod
    def of(cls, cells: Sequence[str]) -> Coded:
        """Return the texts of a list.

        >>> column = Coded.of(["b", "a", "b"])
        >>> column.codes.tolist(), column.words
        ([0, 1, 0], ['b', 'a'])
        """
        number = {word: code for code, word in enumerate(dict.fromkeys(cells))}
        return cls(codes=np.fromiter(map(number.__getitem__, cells), np.int32, len(cells)), words=list(number))

    @classmethod
    def constant(cls, word: str, rows: int) -> Coded:
        """Return one text for so many rows."""
        return cls(codes=np.zeros(rows, dtype=np.int32), words=[word])

    @classmethod
    def of_arrow(cls, column: pa.Array | pa.ChunkedArray) -> Coded:
        """Return an Arrow column of texts; null is the empty text."""
        import pyarrow as pa

        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        whole = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
        words = [word or "" for word in whole.dictionary.to_pylist()]
        codes = whole.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
        return cls(codes=codes.astype(np.int32), words=[*words, ""]).replaced([*words, ""])

    @classmethod
    def of_series(cls, column: pd.Series[Any]) -> Coded:
        """Return a column of a data frame whose cells are text."""
        import pyarrow as pa

        if str(column.dtype) in ("str", "string"):
            return cls.of_arrow(pa.array(column.array))
        return cls.of(column.astype("str").tolist())

    def __len__(self) -> int:
        return self.codes.size

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells())

    def cells(self) -> list[str]:
        """Return the texts, row by row."""
        cells: list[str] = np.array(self.words, dtype=object)[self.codes].tolist()
        return cells

    def text(self) -> ExtensionArray:
        """Return the texts as a column of a data frame."""
        import pandas as pd
        import pyarrow as pa

        if len(self.words) > self.codes.size // 2:
            return pd.array(self.cells(), dtype="str")
        words = pa.array(self.words, type=pa.large_string())
        texts: ExtensionArray = pd.array(
            pa.DictionaryArray.from_arrays(self.codes, words).cast(words.type), dtype="str"
        )
        return texts

    def replaced(self, words: Sequence[str]) -> Coded:
        """Return the column with other words in the place of its own; two may become one."""
        return self if words == self.words else recoded(self.codes, words)

    def mapped(self, rule: Callable[[str], str]) -> Coded:
        """Return what a rule makes of each text.

        >>> Coded.of([" a", "a", "b"]).mapped(str.strip).cells()
        ['a', 'a', 'b']
        """
        return self.replaced(list(map(rule, self.words)))

    def used(self) -> Coded:
        """Return the column with those of its words alone that stand in a row.

        >>> Coded(codes=np.array([2, 2], dtype=np.int32), words=["a", "b", "c"]).used().words
        ['c']
        """
        codes, values = dense(self.codes, len(self.words))
        return Coded(codes=codes, words=[self.words[value] for value in values.tolist()])

    def where(self, law: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Return the rows whose text keeps a law."""
        return self.pick(map(law, self.words), bool)

    def pick(self, values: Iterable[Any], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
        """Return one value a row, given one for each word."""
        return np.fromiter(values, dtype, len(self.words))[self.codes]

    def counts(self) -> npt.NDArray[np.int64]:
        """Return in how many rows each word stands."""
        return np.bincount(self.codes, minlength=len(self.words))

    def positions(self, words: Iterable[int]) -> npt.NDArray[np.int64]:
        """Return the rows in which one of some words, by number, stands."""
        chosen = np.zeros(len(self.words) + 1, dtype=bool)
        chosen[list(words)] = True
        return np.flatnonzero(chosen[self.codes])

    def taken(self, rows: npt.NDArray[Any]) -> Coded:
        """Return some rows, by position or by flag, with the same words."""
        return Coded(codes=self.codes[rows], words=self.words)


class Columns(Protocol):
    """A table of N placed facts by column, as much of it as counting needs."""

    def __len__(self) -> int:
        """Return N."""
        ...

    def coded(self, name: str) -> Coded:
        """Return a column of texts."""
        ...

    def points(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """Return latitude and longitude of the chosen rows, M x 2 degrees; they are rows without a code."""
        ...

    def rows(self, positions: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return some rows whole, in the order asked for."""
        ...

    def holding(self, words: Sequence[str]) -> list[npt.NDArray[np.bool_]]:
        """Return for each folded word the rows of which a searched column holds it, see `geo.tables.searching`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Framed:
    """A data frame by column, see `Columns`."""

    table: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    def coded(self, name: str) -> Coded:
        """Return a column of texts."""
        return Coded.of_series(self.table[name])

    def points(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
        """Return latitude and longitude of the chosen rows, M x 2 degrees."""
        return self.table[["lat", "lon"]].to_numpy(dtype=np.float64)[chosen]

    def rows(self, positions: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return some rows whole."""
        return self.table.iloc[positions]

    def holding(self, words: Sequence[str]) -> list[npt.NDArray[np.bool_]]:
        """Return for each folded word the rows of which a searched column holds it."""
        found = [np.zeros(len(self), dtype=bool) for _ in words]
        for column in map(self.coded, SEARCHED):
            texts = list(map(fold, column.words))
            for rows, word in zip(found, words, strict=True):
                rows |= column.pick((word in text for text in texts), bool)
        return found


def columns_of(table: pd.DataFrame | Columns) -> Columns:
    """Return a table by column, whatever it is kept in."""
    import pandas as pd

    return Framed(table=table) if isinstance(table, pd.DataFrame) else table


def dense(numbers: npt.NDArray[Any], size: int) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Return the different values among integers of `[0, size)`, and their ranks.

    Returns
    -------
    The rank of each entry, and the values by rank.

    >>> ranks, values = dense(np.array([7, 2, 7]), 10)
    >>> ranks.tolist(), values.tolist()
    ([1, 0, 1], [2, 7])
    """
    if size > _DENSE and size > 4 * numbers.size:
        return _hashed(numbers)
    seen = np.zeros(size, dtype=bool)
    seen[numbers] = True
    values = np.flatnonzero(seen)
    rank = np.zeros(size, dtype=np.int32)
    rank[values] = np.arange(values.size, dtype=np.int32)
    return rank[numbers], values


def _hashed(numbers: npt.NDArray[Any]) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Do what `dense` does by hashing: only the different values are sorted, and they are few as a rule."""
    import pyarrow as pa

    coded = pa.array(numbers).dictionary_encode()
    values = coded.dictionary.to_numpy(zero_copy_only=False)
    order = np.argsort(values)
    rank = np.empty(order.size, dtype=np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return rank[coded.indices.to_numpy(zero_copy_only=False)], values[order].astype(np.int64)


def joint(columns: Sequence[Coded]) -> tuple[Codes, list[tuple[str, ...]]]:
    """Return which of the different rows of some columns each row is, and those rows.

    >>> codes, rows = joint([Coded.of(["a", "b", "a"]), Coded.of(["x", "x", "x"])])
    >>> codes.tolist(), rows
    ([0, 1, 0], [('a', 'x'), ('b', 'x')])
    """
    codes = np.zeros(len(columns[0]), dtype=np.int32)
    different = 1
    chosen: list[npt.NDArray[np.int64]] = []  # for each column, its word in each of the different rows
    for column in columns:
        if len(column.words) == 1:
            chosen.append(np.zeros(different, dtype=np.int64))
            continue
        width = max(1, len(column.words))
        kind = np.int32 if different * width < 1 << 31 else np.int64
        numbers: npt.NDArray[Any] = codes.astype(kind) * width
        codes, values = dense(numbers + column.codes, different * width)
        chosen = [*(words[values // width] for words in chosen), values % width]
        different = values.size
    texts = ([column.words[number] for number in words.tolist()] for column, words in zip(columns, chosen, strict=True))
    return codes, list(zip(*texts, strict=True))


def recoded(codes: Codes, words: Sequence[str]) -> Coded:
    """Return a column whose words, given by number, may come repeatedly.

    >>> recoded(np.array([1, 0], dtype=np.int32), ["", ""]).words
    ['']
    """
    number = {word: code for code, word in enumerate(dict.fromkeys(words))}
    if len(number) == len(words):
        return Coded(codes=codes, words=words)
    ranks = np.fromiter(map(number.__getitem__, words), np.int32, len(words))
    return Coded(codes=ranks[codes], words=list(number))
