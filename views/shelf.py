"""Files made for the page to share from: kept once a process, for all sessions, and never more than fit a limit.

A file is made of what its key says alone, so whoever asks for the same gets the same bytes. What was asked for longest
ago goes first, and is made again when somebody wants it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

LIMIT_BYTES: Final = 256 << 20


class Shelf:
    """Files by what they were made of; together at most `limit` bytes. Safe to use from several threads."""

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._limit = limit
        self._files: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """The bytes of all files here."""
        return sum(map(len, self._files.values()))

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the file of a key, made if it is not here; one larger than the limit is made and not kept."""
        with self._lock:
            if key in self._files:
                self._files.move_to_end(key)
                return self._files[key]
        made = make()
        with self._lock:
            if len(made) <= self._limit:
                self._files[key] = made
                self._files.move_to_end(key)
            while self.size > self._limit:
                self._files.popitem(last=False)
        return made


SHELF: Final = Shelf()
"""The files of this process."""
