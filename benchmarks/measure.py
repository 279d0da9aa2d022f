"""How the benchmarks measure, and how they say it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of some runs on the wall, and the least that the processor worked in any."""

    runs: tuple[float, ...]
    cpu: float

    @property
    def median(self) -> float:
        """The run in the middle."""
        return statistics.median(self.runs)

    @property
    def best(self) -> float:
        """The quickest run: what else the machine does only ever adds to it, so that rates are compared by it."""
        return min(self.runs)

    @property
    def spread(self) -> str:
        """The quickest and the slowest run."""
        return f"{min(self.runs):.3f}–{max(self.runs):.3f}"


def timed(work: Callable[[], T], runs: int = 5) -> tuple[Times, T]:
    """Run a piece of work some times; return the times and the last result."""
    walls, processor = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        walls.append(time.perf_counter() - wall)
        processor.append(time.process_time() - cpu)
    return Times(tuple(walls), min(processor)), result


def head(unit: str) -> str:
    """Return the header of a table of lines."""
    return f"{'':34}{'median s':>10}{'spread s':>16}{'CPU s':>9}{unit:>14}"


def line(name: str, times: Times, count: int) -> str:
    """Return a line: what, how long, and how many a second at best."""
    rate = f"{count / times.best / 1e6:.3f} M/s" if count > 1000 else ""
    return f"{name:34}{times.median:10.3f}{times.spread:>16}{times.cpu:9.3f}{rate:>14}"


def verdict(what: str, value: float, least: float = 0.0, *, most: float = 0.0, unit: str = "") -> str:
    """Return whether a value is where it must be.

    >>> verdict("times as fast", 3.0, 2.0)
    'met      times as fast: 3 (at least 2)'
    """
    kept = value >= least if least else value <= most
    bound = f"at least {least:g}" if least else f"at most {most:g}"
    return f"{'met' if kept else 'NOT MET':8} {what}: {value:.3g}{unit} ({bound}{unit})"
