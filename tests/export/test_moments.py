"""Which windows make the classes: every position of the slider, and of a window that grows the widest alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from geo.export import counts, moments, shading
from geo.tables.join import PlacedTable
from geo.timeline.view import View
from tests.timeline.made import placed

DAYS = (date(2024, 1, 1).toordinal(), 366)
PROVINCES = ("110000", "230000", "330000", "430000", "530000", "630000", "650000")


def slider(view: View) -> moments.Slider:
    made = moments.slider(*DAYS, view)
    assert made
    return made


@pytest.mark.parametrize("mode", ["cumulative", "remaining"])
def test_of_a_growing_window_the_widest_makes_the_classes(mode: Any) -> None:
    assert list(slider(View(step="month", mode=mode)).positions()) == [(0, 365)]


def test_a_growing_window_keeps_its_locked_end() -> None:
    view = View(step="month", mode="cumulative", from_day="2024-03-01", to_day="2024-05-31")
    assert list(slider(view).positions()) == [(60, 365)]


@pytest.mark.parametrize(("mode", "count"), [("step", 12), ("window", 12)])
def test_of_a_moving_window_every_position_makes_the_classes(mode: Any, count: int) -> None:
    assert sum(1 for _ in slider(View(step="month", mode=mode)).positions()) == count


def test_the_end_of_a_long_growth_has_more_than_one_colour() -> None:
    rows = [
        {"targets": code, "date": f"2024-{month:02}-05"}
        for month in range(1, 13)
        for number, code in enumerate(PROVINCES, start=1)
        for _ in range(number)
    ]
    view = View(step="month")
    counted = counts.build(PlacedTable(placed(rows)), view)
    first, last = date(2024, 1, 5).toordinal(), date(2024, 12, 5).toordinal()
    bounds = shading.bounds(counted, moments.slider(first, last - first + 1, view))
    final = shading.class_of(counted.in_provinces(0, last - first), bounds)
    assert set(np.unique(final)) == {0, 1, 2, 3, 4, 5}
