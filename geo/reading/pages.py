"""A text on the reader's desk: as given, folded, and with the names found in it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.reading.lexicon import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A text, its folded form, and its hits.

    `titled` are the spans in which all words have capitals, `abroad` tells that its publisher writes from abroad.
    """

    text: str
    folded: str
    hits: tuple[Hit, ...]
    titled: tuple[tuple[int, int], ...] = ()
    abroad: bool = False

    def in_title(self, position: int) -> bool:
        """Whether the position lies in a line where capitals say nothing."""
        return any(start <= position < end for start, end in self.titled)
