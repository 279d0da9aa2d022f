from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.records import EVENT_TYPES, STATUSES, THEMES
from geo.timeline.view import TEXT_LIMIT, View
from tests.strategies import DAYS, HOSTILE, NOT_TEXT

VIEWS = Path(__file__).parent.parent / "js" / "views.json"


def some(words: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(words)).map(lambda chosen: tuple(word for word in words if word in chosen))


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=TEXT_LIMIT)
VIEW = st.builds(
    lambda days, **rest: View(from_day=min(days), to_day=max(days), **rest),
    st.lists(DAYS.map(str), min_size=2, max_size=2),
    mode=st.sampled_from(["cumulative", "window", "step", "remaining"]),
    step=st.sampled_from(["", "day", "week", "month", "quarter", "year"]),
    themes=some(THEMES),
    types=some(EVENT_TYPES),
    kinds=some(("event", "directive")),
    statuses=some(STATUSES),
    actor=TEXT,
    q=TEXT,
    lang=st.sampled_from(["en", "zh"]),
    place=TEXT,
    at=st.none()
    | st.tuples(st.integers(-85, 85), st.integers(-180, 180), st.integers(8, 40)).map(
        lambda at: (float(at[0]), float(at[1]), at[2] / 4)
    ),
    look=st.sampled_from(["", "light", "dark"]),
    coarse=st.sampled_from(["1", "0"]),
    compare=st.sampled_from(["", "before", "side"]),
    against=st.just("") | st.lists(DAYS.map(str), min_size=2, max_size=2).map(lambda days: "/".join(sorted(days))),
)


@given(VIEW)
def test_a_view_comes_back_from_its_query(view: View) -> None:
    assert View.from_query(view.to_query()) == view


@given(VIEW)
def test_a_view_comes_back_from_an_address(view: View) -> None:
    assert View.from_query(dict(parse_qsl(urlencode(view.to_query())))) == view


@given(
    st.dictionaries(st.text(max_size=8) | st.sampled_from(["from", "theme", "at", "q", "mode", "against"]), st.text())
)
def test_any_text_is_a_view(query: dict[str, str]) -> None:
    view = View.from_query(query)
    assert View.from_query(view.to_query()) == view


@pytest.mark.parametrize("value", [None, 3, b"2024", {"a": 1}, [1, 2], [], object()])
def test_what_is_no_text_is_ignored(value: object) -> None:
    assert View.from_query({"from": value, "theme": value, "q": value}) == View()


@pytest.mark.parametrize("text", [*HOSTILE, *NOT_TEXT])
def test_hostile_texts_stay_texts(text: str) -> None:
    query = dict.fromkeys(["from", "to", "mode", "step", "theme", "at", "lang", "look", "against"], text)
    assert View.from_query(query) == View()
    read = View.from_query({"q": text}).q
    assert len(read) <= TEXT_LIMIT
    assert not any(ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF for char in read)


def test_defaults_are_not_written() -> None:
    assert View().to_query() == {}
    assert len(fields(View)) == 23


def test_ends_in_the_wrong_order_are_turned() -> None:
    view = View.from_query({"from": "2024-12-01", "to": "2024-03-01"})
    assert (view.from_day, view.to_day) == ("2024-03-01", "2024-12-01")


def test_the_page_reads_views_as_python_does() -> None:
    """``tests/js/state.test.mjs`` holds the page to the same rows."""
    rows = json.loads(VIEWS.read_text("utf-8"))
    assert len(rows) > 15
    for row in rows:
        assert View.from_query(row["given"]).to_query() == row["read"], row["given"]
