"""Classes and colours of a shaded map.

The page computes its classes in the browser, from every frame at once; pictures compute them here. Both read the
colours from ``static/palette.json`` and both are held to mapclassify's answers by ``tests/js/classes.json``.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from geo.timeline.assets import text

Scheme = Literal["quantile", "natural", "equal"]
SCHEMES: Final[tuple[Scheme, ...]] = ("quantile", "natural", "equal")
CLASSES: Final = 5


@cache
def palette() -> Mapping[str, Any]:
    """Return the colours of the page, ``{"light": {…}, "dark": {…}}``, ramps from the palest class to the strongest."""
    read: Mapping[str, Any] = json.loads(text("palette.json"))
    return read


def breaks(
    values: Sequence[float] | npt.ArrayLike, *, scheme: Scheme = "quantile", classes: int = CLASSES
) -> tuple[float, ...]:
    """Return the upper bounds of the classes, ascending; a value belongs to the first class whose bound it reaches.

    Parameters
    ----------
    values
        Counts or shares of every region in every frame; zeros and missing values are left out, since "none" is a
        class of its own.
    scheme
        ``quantile`` (as many values in each), ``natural`` (Fisher-Jenks), ``equal`` (steps of one width).
    classes
        Most classes wanted; fewer come back when there are fewer different values.

    >>> breaks([0, 1, 1, 2, 3, 8, 20], classes=3)
    (1.0, 3.0, 20.0)
    >>> breaks([0, 0])
    ()
    """
    import mapclassify

    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known) & (known > 0)]
    different = np.unique(known)
    if different.size <= classes:
        return tuple(map(float, different))
    makers = {
        "quantile": mapclassify.Quantiles,
        "natural": mapclassify.FisherJenks,
        "equal": mapclassify.EqualInterval,
    }
    with warnings.catch_warnings():
        # ties make classes meet, which is said by returning fewer; numba is not needed for so few values
        warnings.simplefilter("ignore", UserWarning)
        bounds = makers[scheme](known, k=classes).bins
    # a bound between two values and the value below it part the same values
    held = different[np.searchsorted(different, bounds, side="right") - 1]
    return tuple(map(float, np.unique(held)))
