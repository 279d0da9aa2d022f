"""Near spellings: what a name that nobody bears may have been meant for.

The answer is that of a comparison with every spelling; most are passed over unseen, because a spelling with no letter
of the same script, or of a very different length, cannot be near.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.places.names import has_han


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """Spellings by length, each with its rank in the list they came from."""

    lengths: Sequence[int]
    words: Sequence[str]
    ranks: Sequence[int]

    @classmethod
    def of(cls, words: Iterable[tuple[int, str]]) -> _Shelf:
        ordered = sorted(words, key=lambda pair: (len(pair[1]), pair[0]))
        return cls(
            lengths=[len(word) for _, word in ordered],
            words=[word for _, word in ordered],
            ranks=[rank for rank, _ in ordered],
        )


class Spellings:
    """Spellings to be compared with.

    Parameters
    ----------
    words
        Keys of names, see `geo.places.names.key`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        ranked = list(enumerate(words))
        self._all = _Shelf.of(ranked)
        self._latin = _Shelf.of((rank, word) for rank, word in ranked if not all(map(has_han, word)))
        self._han = _Shelf.of((rank, word) for rank, word in ranked if has_han(word))

    def near(self, word: str, *, least: float, most: int) -> list[tuple[str, float]]:
        """Return up to `most` spellings at least so near (0 to 100), the nearest first, with how near they are.

        Nearness is the share of letters kept when one is turned into the other by insertions and deletions.
        """
        from rapidfuzz import fuzz, process

        shelf = self._shelf(word)
        # 2 * shorter / (shorter + longer) is the best that two lengths allow
        share = least / (200 - least)
        first = bisect_left(shelf.lengths, int(len(word) * share))
        last = bisect_right(shelf.lengths, int(len(word) / share) + 1)
        found = process.extract(word, shelf.words[first:last], scorer=fuzz.ratio, score_cutoff=least, limit=None)
        found.sort(key=lambda hit: (-hit[1], shelf.ranks[first + hit[2]]))
        return [(near, score) for near, score, _ in found[:most]]

    def _shelf(self, word: str) -> _Shelf:
        if not has_han(word):
            return self._latin
        return self._han if all(map(has_han, word)) else self._all
