"""The rows of a view: filters, window and place, each as the table of columns in `View` says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import pipeline
from geo.records import THEMES
from geo.tables.join import PlacedTable
from geo.timeline.select import fold, select
from geo.timeline.view import View

EVENTS = pipeline.load(Path(__file__).parent.parent.parent / "events.csv").table
OWN = pipeline.load(
    """date,date_end,title,title_zh,place,targets,actor,kind,theme,status,quote
2024-04-22,2024-04-24,Tour,考察,重庆,,Xi Jinping,event,other,confirmed,
2024-Q2,,Plan,规划,Suzhou,border_areas,State Council; Xi Jinping,directive,ecology,auto,Ｆull width
,,Undated,未定,Paris,,Li Qiang,event,security,auto,
2024-05-01,,Withdrawn,撤回,Changsha,430000,Li Qiang,event,other,rejected,
""".encode()
).table


def titles(view: View) -> list[str]:
    return select(OWN, view)["title"].tolist()


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (View(), ["Tour", "Plan", "Undated"]),
        (View(statuses=("rejected",)), ["Withdrawn"]),
        (View(kinds=("directive",)), ["Plan"]),
        (View(themes=("ecology", "security")), ["Plan", "Undated"]),
        (View(actor="Xi Jinping"), ["Tour", "Plan"]),
        (View(q="full WIDTH"), ["Plan"]),
        (View(q="考察 chongqing"), ["Tour"]),
        (View(q="边疆 plan"), ["Plan"]),
        (View(q="考察 ecology"), []),
        (View(from_day="2024-04-24", to_day="2024-04-30"), ["Tour", "Plan"]),
        (View(from_day="2024-04-25"), ["Plan"]),
        (View(to_day="2024-04-21"), ["Plan"]),
        (View(coarse="0"), ["Tour"]),
        (View(place="500000"), ["Tour"]),
        (View(place="340000"), []),
        (View(place="341300"), ["Plan"]),
        (View(place="border_areas"), ["Plan"]),
        (View(place="650000"), ["Plan"]),
    ],
)
def test_a_view_shows(view: View, shown: list[str]) -> None:
    assert titles(view) == shown


def test_nothing_of_an_empty_table_is_shown() -> None:
    empty = PlacedTable(OWN.iloc[:0])
    for view in (View(), View(q="x", from_day="2024-01-01", place="500000", actor="x")):
        assert select(empty, view).empty


@given(st.sets(st.sampled_from(THEMES), min_size=1))
@settings(deadline=None, max_examples=40)
def test_themes_divide_the_table(themes: set[str]) -> None:
    chosen = tuple(theme for theme in THEMES if theme in themes)
    others = tuple(theme for theme in THEMES if theme not in themes)
    rest = len(select(EVENTS, View(themes=others))) if others else 0
    assert len(select(EVENTS, View(themes=chosen))) + rest == len(EVENTS)


@given(st.dates().map(str), st.dates().map(str))
@settings(deadline=None, max_examples=40)
def test_a_wider_window_shows_no_less(first: str, last: str) -> None:
    narrow = View(from_day=min(first, last), to_day=max(first, last))
    ids = set(select(EVENTS, narrow)["id"])
    assert ids <= set(select(EVENTS, View(from_day=narrow.from_day))["id"]) <= set(EVENTS["id"])


def test_the_search_folds_width_and_case() -> None:
    assert fold("ＡｂＣ 重慶") == "abc 重慶"
