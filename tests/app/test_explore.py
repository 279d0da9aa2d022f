"""The page of charts, without a browser: what a click on a chart does to the view."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.timeline.view import View
from tests.app.conftest import ROOT
from views import explore


@pytest.fixture
def page(app: AppTest) -> AppTest:
    app._page_hash = calc_hash("explore")
    return app.run()


def headings(page: AppTest) -> list[str]:
    return [element.value for element in page.subheader]


def test_it_draws_four_charts_and_says_what_they_count(page: AppTest) -> None:
    assert not page.exception
    assert not page.error
    assert headings(page) == ["Themes over time", "Provinces", "Themes and places", "Who acts where"]
    assert len(page.get("vega_lite_chart")) == 4


def test_a_table_that_all_share_is_counted_once_for_all(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    st.cache_resource.clear()
    built: list[object] = []
    build = explore.counts.build
    monkeypatch.setattr(explore.counts, "build", lambda *given, **named: built.append(given) or build(*given, **named))
    for person in (app, AppTest.from_file(ROOT / "app.py", default_timeout=30)):
        person._page_hash = calc_hash("explore")
        person.run()
        assert not person.exception
        assert "atlas.counted" not in person.session_state
    assert len(built) == 1


def test_the_view_of_the_address_narrows_the_charts_and_one_button_leaves_it(app: AppTest) -> None:
    app._page_hash, app.query_params = calc_hash("explore"), {"place": "500000", "from": "2024-04-01"}
    app.run()
    assert any("Chongqing" in element.value for element in app.markdown)
    app.button(key="explore.leave").click().run()
    assert not app.query_params.get("place")
    assert not app.query_params.get("from")


def test_nothing_to_count_is_a_sentence(app: AppTest) -> None:
    app._page_hash, app.query_params = calc_hash("explore"), {"q": "no fact says this"}
    app.run()
    assert len(app.info) == 4
    assert not app.get("vega_lite_chart")


# what a chart says, believed as little as an address


@pytest.mark.parametrize(
    ("selection", "field", "value"),
    [
        ({"adcode": "500000"}, "place", "500000"),
        ({"theme": "ecology", "adcode": "430000"}, "themes", ("ecology",)),
        ({"theme": "ecology", "region": "border_areas"}, "place", "border_areas"),
        ({"actor": "Li Qiang", "adcode": "430000"}, "actor", "Li Qiang"),
        ({"theme": "<b>", "adcode": ["x"]}, "themes", ()),
        ({"adcode": 7}, "place", ""),
    ],
)
def test_a_cell_selects(app: AppTest, selection: dict[str, Any], field: str, value: object) -> None:
    assert getattr(explore.cell_view(View(), selection), field) == value


@pytest.mark.parametrize(
    ("selection", "window"),
    [
        ({"start": [1711929600000.0, 1714435200000.0]}, ("2024-04-01", "2024-04-30")),
        ({"start": [1714435200000.0, 1711929600000.0]}, ("2024-04-01", "2024-04-30")),
        ({"start": ["a", "b"]}, ("", "")),
        ({"start": [1e300, 2e300]}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_a_brush_is_a_window(selection: dict[str, Any], window: tuple[str, str]) -> None:
    found = explore.days_view(View(), selection)
    assert (found.from_day, found.to_day) == window
    assert found.mode == ("window" if window[0] else "cumulative")
