"""Going from one page of the app to another: what holds stays, and is seen to hold."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.app.test_app import HEADER, ROWS, fine, heading, texts, upload


def test_another_page_keeps_the_view(app: AppTest) -> None:
    app.run()
    app.multiselect(key="filter.themes.en").select("ecology").run()
    app._page_hash, app.query_params = calc_hash("sources"), {}
    app.run()
    assert app.header[0].value == "Where everything comes from"
    assert app.query_params == {"theme": "ecology"}
    app._page_hash, app.query_params = calc_hash("map"), {}
    app.run()
    assert app.multiselect(key="filter.themes.en").value == ["ecology"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sidebar_of_every_page_shows_what_holds(app: AppTest, lang: str) -> None:
    held = {"data": "cctv-2023-2024", "kind": "event", "q": "chongqing", "actor": "Xi Jinping"}
    app.query_params = {**held, "lang": lang}
    app.run()
    for page in ("explore", "share", "map", "sources", "share", "explore"):
        app._page_hash, app.query_params = calc_hash(page), {}
        app.run()
        assert fine(app)
        assert next(group for group in app.get("button_group") if group.key == "language").value == lang
        assert app.radio(key=f"data.table.{lang}").value == "cctv-2023-2024"
        if page != "sources":
            assert app.multiselect(key=f"filter.kinds.{lang}").value == ["event"]
            assert app.text_input(key="filter.q.").value == "chongqing"
            assert app.selectbox(key="filter.actor.").value == "Xi Jinping"
    app.text_input(key="filter.q.").set_value("river").run()
    assert app.query_params["q"] == "river"
    assert app.multiselect(key=f"filter.kinds.{lang}").value == ["event"]


def test_a_table_of_ones_own_is_open_on_every_page_until_it_is_closed(app: AppTest) -> None:
    upload(app.run(), (HEADER + ROWS).encode(), "own.csv")
    shown = heading(app)
    for page in ("share", "explore", "map"):
        app._page_hash, app.query_params = calc_hash(page), {}
        app.run()
        assert fine(app)
        assert r"Your table **own\.csv** is open on every page" in texts(app)
    assert heading(app) == shown
    app.button(key="data.close").click().run()
    assert heading(app) == "111 facts · all places · all dates"


def test_a_table_given_on_the_next_page_takes_the_place_of_the_one_before(app: AppTest) -> None:
    upload(app.run(), (HEADER + ROWS).encode(), "own.csv")
    app._page_hash, app.query_params = calc_hash("share"), {}
    upload(app.run(), b"PK and no table", "other.csv")
    assert r"**other\.csv** was not read" in texts(app)
    app._page_hash, app.query_params = calc_hash("map"), {}
    app.run()
    assert r"**other\.csv** was not read" in texts(app)
    app.button(key="data.close").click().run()
    assert heading(app) == "111 facts · all places · all dates"
