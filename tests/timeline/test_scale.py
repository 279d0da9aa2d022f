from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.timeline import scale

CLASSES = Path(__file__).parent.parent / "js" / "classes.json"
VALUES = st.lists(st.integers(0, 400) | st.floats(0, 400), max_size=60)


@given(VALUES, st.sampled_from(scale.SCHEMES), st.integers(1, 6))
@settings(deadline=None, max_examples=80)
def test_classes_are_ascending_values_and_hold_all(values: list[float], scheme: scale.Scheme, classes: int) -> None:
    bounds = scale.breaks(values, scheme=scheme, classes=classes)
    positive = [value for value in values if value > 0]
    assert len(bounds) <= classes
    assert list(bounds) == sorted(set(bounds))
    assert set(bounds) <= set(positive)
    assert (max(bounds) == max(positive)) if positive else bounds == ()


@given(st.lists(st.integers(1, 9), max_size=30), st.sampled_from(scale.SCHEMES))
@settings(deadline=None, max_examples=40)
def test_missing_and_none_are_no_part_of_a_class(values: list[int], scheme: scale.Scheme) -> None:
    assert scale.breaks([*values, 0, 0, float("nan")], scheme=scheme) == scale.breaks(values, scheme=scheme)


def rows() -> list[dict[str, Any]]:
    """Return what the page must find as well: counts with ties, a long tail, shares."""
    draw = np.random.default_rng(4)
    tail = np.unique(np.round(draw.pareto(1.1, 120) * 3) + 1).tolist()
    samples = {
        "few": [1, 1, 2, 5],
        "ties": [1] * 40 + [2] * 30 + [3] * 5 + [7] * 3 + [12, 20, 55],
        "tail": tail,
        "even": list(range(1, 101)),
        "shares": [round(value, 3) for value in draw.uniform(0.1, 6, 80).tolist()],
        "zeros": [0, 0, 0, 4, 9, 1, 30, 2, 2, 8],
    }
    return [
        {"name": name, "values": values, "scheme": scheme, "breaks": list(scale.breaks(values, scheme=scheme))}
        for name, values in samples.items()
        for scheme in scale.SCHEMES
    ]


def test_the_page_is_held_to_the_same_answers() -> None:
    """``tests/js/classes.test.mjs`` reads this file; rewrite it from `rows` when a row is added."""
    assert json.loads(CLASSES.read_text("utf-8")) == rows()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_ramp_grows_evenly_darker_or_lighter(look: str) -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    steps = [luminance(colour) for colour in scale.palette()[look]["ramp"]]
    assert steps == sorted(steps, reverse=look == "light")
    assert abs(steps[0] - steps[-1]) > 0.4
