"""Classes and colours of the provinces in a picture: those of the page (`static/timeline.legend.js` is the twin)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from geo.export.counts import Counts
from geo.export.moments import Moment, Slider
from geo.export.wording import Wording
from geo.timeline.scale import Scheme, breaks, palette

Floats = npt.NDArray[np.float64]

COLOURS: Final = 5
CHANGES: Final = 3
"""Classes of a change to either side of none."""
_EXACT: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Shading:
    """The colour of each province, and the legend: its title, and the classes as (colour, words)."""

    colours: tuple[str, ...]
    classes: tuple[tuple[str, str], ...]
    title: str


def class_of(values: npt.ArrayLike, bounds: Sequence[float]) -> npt.NDArray[np.int64]:
    """Return the class of each value: 0 for nothing, 1 to n for the n classes; above the last bound the last.

    >>> class_of([0, 1, 2, 9], [1.0, 3.0]).tolist()
    [0, 1, 2, 2]
    """
    known = np.asarray(values, dtype=float)
    found = np.searchsorted(np.asarray(bounds, dtype=float) + _EXACT, known, side="left") + 1
    return np.where(known > 0, np.minimum(found, len(bounds)), 0).astype(np.int64)


def ramp_index(number: int, classes: int, colours: int) -> int:
    """Return which of the ramp's colours class `number` uses: the palest and strongest always, evenly between."""
    if number <= 0:
        return -1
    if classes <= 1:
        return colours - 2
    return int((number - 1) * (colours - 1) / (classes - 1) + 0.5)


def bounds(counts: Counts, slider: Slider | None) -> tuple[float, ...]:
    """Return the classes of the whole timeline: of every position of the page's slider, and of the period beside it."""
    if slider is None:
        return ()
    values = [counts.in_provinces(first, last) for first, last in slider.positions()]
    if past := slider.beside(counts.view):
        values.append(counts.in_provinces(past.first, past.last))
    return breaks(np.concatenate(values), scheme=_scheme(counts))


def shade(counts: Counts, moment: Moment, other: Moment | None, limits: Sequence[float], wording: Wording) -> Shading:
    """Return the colours of a moment, and its legend.

    Parameters
    ----------
    other
        The window compared with, for a view that compares, None where there is none: the change is counted from it, or,
        side by side, its classes are those of the moment, too.
    limits
        Upper bounds of the classes, from `bounds`; ignored where the view asks for classes of their own in each frame.
    wording
        The language of the legend.
    """
    values = counts.in_provinces(moment.first, moment.last)
    if counts.view.compare == "before":
        return _changed(counts, values, other, wording)
    if counts.view.scale == "frame":
        both = values if other is None else np.append(values, counts.in_provinces(other.first, other.last))
        limits = breaks(both, scheme=_scheme(counts))
    ramp = palette()[look(counts)]
    colours = (ramp["none"], *ramp["ramp"])
    index = [ramp_index(int(n), len(limits), COLOURS) + 1 for n in class_of(values, limits)]
    used = [ramp_index(n + 1, len(limits), COLOURS) + 1 for n in range(len(limits))]
    rows = [(colours[at], text) for at, text in zip(used, _ranges(limits, wording), strict=True)]
    return Shading(
        colours=tuple(colours[n] for n in index),
        classes=((colours[0], wording.say("none")), *rows),
        title=wording.legend(counts.view),
    )


def look(counts: Counts) -> str:
    """Return ``light`` or ``dark``; a picture has no system to ask."""
    return "dark" if counts.view.look == "dark" else "light"


def _ranges(limits: Sequence[float], wording: Wording) -> list[str]:
    whole = all(float(limit).is_integer() for limit in limits)
    texts = []
    for low, high in zip((0.0, *limits), limits, strict=False):
        if whole and low + 1 == high:
            texts.append(wording.number(high))
        else:
            texts.append(f"{wording.number(low + 1) if whole else f'> {wording.number(low)}'}–{wording.number(high)}")
    return texts


def _changed(counts: Counts, values: Floats, past: Moment | None, wording: Wording) -> Shading:
    """Colour the change against the window compared with."""
    colours = palette()[look(counts)]["change"]
    if past is None:
        none = (colours[CHANGES],) * len(values)
        return Shading(colours=none, classes=(), title=wording.say("no_period_before"))
    differences = values - counts.in_provinces(past.first, past.last)
    sizes = breaks(np.abs(differences), scheme=_scheme(counts), classes=CHANGES)
    signs = np.where(differences < 0, -1, 1)
    places = [ramp_index(int(n), len(sizes), CHANGES) + 1 for n in class_of(np.abs(differences), sizes)]
    orders = [ramp_index(n + 1, len(sizes), CHANGES) + 1 for n in range(len(sizes))]
    less = [(colours[CHANGES - at], f"−{wording.number(sizes[n])}") for n, at in reversed(list(enumerate(orders)))]
    more = [(colours[CHANGES + at], f"+{wording.number(sizes[n])}") for n, at in enumerate(orders)]
    return Shading(
        colours=tuple(colours[CHANGES + int(sign) * at] for sign, at in zip(signs, places, strict=True)),
        classes=(*less, (colours[CHANGES], wording.say("no_change")), *more),
        title=wording.legend(counts.view, past.words),
    )


def _scheme(counts: Counts) -> Scheme:
    return cast("Scheme", counts.view.classes)
