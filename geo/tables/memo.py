"""What is made when it is first asked for and then kept, once, however many threads ask at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Memo:
    """Values by key. Whoever makes one holds the lock, and may ask for others meanwhile."""

    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made now if need be.

        >>> memo = Memo()
        >>> memo.get("a", lambda: 1), memo.get("a", lambda: 2)
        (1, 1)
        """
        with self.lock:
            if key not in self.kept:
                self.kept[key] = make()
            value: T = self.kept[key]
            return value
