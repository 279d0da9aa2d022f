"""What comes out of the frame: believed only in one form and up to one size."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.bridge import LONGEST_ANSWER, Answer, read_answer


def answer(**changes: Any) -> dict[str, Any]:
    return {"number": 1, "pushes": 0, "view": {"place": "500107"}} | changes


def test_an_answer() -> None:
    assert read_answer(answer()) == Answer(number=1, pushes=0, query={"place": "500107"})


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "text",
        [],
        {},
        answer(number="1"),
        answer(number=True),
        answer(pushes=None),
        answer(view=None),
        answer(view=[["place", "500107"]]),
        answer(view={"place": 500107}),
        answer(view={"place": ["500107"]}),
        answer(view={1: "500107"}),
        answer(view={"q": "x" * LONGEST_ANSWER}),
    ],
)
def test_anything_else_is_nothing(raw: object) -> None:
    assert read_answer(raw) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda kids: st.lists(kids) | st.dictionaries(st.text(), kids),
)


@given(st.dictionaries(st.sampled_from(["number", "pushes", "view", "x"]), JSON))
def test_no_message_raises(raw: dict[str, Any]) -> None:
    found = read_answer(raw)
    assert found is None or all(isinstance(text, str) for text in found.query.values())
