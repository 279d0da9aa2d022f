"""Look-up of things in the order of the text: what lies within `[start, end)`, in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class Spanned(Protocol):
    """Anything with offsets."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


Item = TypeVar("Item", bound=Spanned)


class Spans(Generic[Item]):
    """Things sorted by their start, asked by offsets.

    >>> from geo.reading.actors import find
    >>> [actor.name for actor in Spans(find("Xi Jinping met Li Qiang.")).within(5, 24)]
    ['Li Qiang']
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = sorted(items, key=lambda item: item.start)
        self._starts = [item.start for item in self._items]

    def within(self, start: int, end: int) -> Sequence[Item]:
        """Return the things that begin in `[start, end)`."""
        return self._items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def before(self, offset: int, count: int) -> Sequence[Item]:
        """Return the last `count` things that begin before `offset`, in their order."""
        place = bisect_left(self._starts, offset)
        return self._items[max(0, place - count) : place]

    def last_before(self, offset: int) -> Item | None:
        """Return the last thing that begins before `offset`, None when there is none."""
        place = bisect_left(self._starts, offset)
        return self._items[place - 1] if place else None
