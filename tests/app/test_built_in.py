"""The built-in tables: a choice, in the address both ways, each read once a process."""

from __future__ import annotations

import json
import time

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo import pipeline
from tests.app.conftest import ROOT
from tests.app.test_app import answer, fine, heading, sent, texts, upload
from views import data
from views.text import LANGUAGES, words

NEWS = "cctv-2023-2024"
ROWS = len(data.BUILT_IN[NEWS].read_text(encoding="utf-8").splitlines()) - 1


def facts(app: AppTest) -> int:
    return int(heading(app).split()[0].replace(",", ""))


def test_there_are_two_and_the_first_is_shown(app: AppTest) -> None:
    app.run()
    assert list(data.BUILT_IN) == ["events", NEWS]
    assert app.radio(key="data.table.en").value == "events"
    assert facts(app) == 111


def test_a_choice_changes_facts_map_and_address_and_drops_the_filters(app: AppTest) -> None:
    app.query_params = {"theme": "ecology", "lang": "zh"}
    app.run()
    before = sent(app, "source")["rev"]
    app.radio(key="data.table.zh").set_value(NEWS).run()
    assert fine(app)
    assert app.query_params == {"data": NEWS, "lang": "zh"}
    assert sent(app, "source")["rev"] != before
    assert f"{ROWS:,}" in heading(app)
    assert sent(app, "map")["view"] == {"lang": "zh"}
    app.radio(key="data.table.zh").set_value("events").run()
    assert app.query_params == {"lang": "zh"}
    assert sent(app, "source")["rev"] == before


def test_a_link_opens_it_with_its_view(app: AppTest) -> None:
    app.query_params = {"data": NEWS, "theme": "ecology"}
    app.run()
    assert app.radio(key="data.table.en").value == NEWS
    assert 0 < facts(app) < ROWS
    assert sent(app, "map")["view"] == {"theme": "ecology"}
    assert json.loads(sent(app, "source")["payload"])["rev"] == sent(app, "source")["rev"]


def test_back_wins_and_the_table_outlives_a_filter_an_answer_and_another_page(app: AppTest) -> None:
    app.run()
    app.radio(key="data.table.en").set_value(NEWS).run()
    app.multiselect(key="filter.themes.en").select("ecology").run()
    assert app.query_params == {"data": NEWS, "theme": "ecology"}
    answer(app, 1, sent(app, "map")["pushes"], theme="ecology", place="500000")
    assert app.query_params == {"data": NEWS, "theme": "ecology", "place": "500000"}
    app.query_params = {"data": NEWS}
    app.run()
    assert facts(app) == ROWS
    app.query_params = {}
    app.run()
    assert facts(app) == 111


@pytest.mark.parametrize("key", ["", "../events", "events.csv", "<b>", "CCTV-2023-2024"])
def test_an_unknown_table_is_the_first(app: AppTest, key: str) -> None:
    app.query_params = {"data": key, "theme": "ecology"}
    app.run()
    assert fine(app)
    assert app.radio(key="data.table.en").value == "events"
    assert 0 < facts(app) < 111


def test_a_file_of_ones_own_stands_before_it_and_leaves_it_chosen(app: AppTest) -> None:
    app.query_params = {"data": NEWS}
    app.run()
    upload(app, b"date,title,place\n2024-04-22,Visit,Chongqing\n")
    assert facts(app) == 1
    assert not app.radio
    app.file_uploader(key="data.file").clear().run()
    assert facts(app) == ROWS


def test_each_is_read_once_a_process(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.query_params = {"data": NEWS}
    app.run()

    def again(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(pipeline, "load", again)
    monkeypatch.setattr(pipeline, "payload", again)
    other = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    other.query_params = {"data": NEWS}
    begun = time.process_time()
    other.run()
    assert fine(other)
    assert time.process_time() - begun < 5
    assert facts(other) == ROWS


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", data.BUILT_IN)
def test_the_sources_say_how_it_was_made(app: AppTest, key: str, lang: str) -> None:
    app.run()
    app._page_hash, app.query_params = calc_hash("sources"), {"data": key, "lang": lang}
    app.run()
    assert fine(app)
    assert words(lang)(f"sources.table.{key}") in texts(app)
    assert app.query_params == {"data": key, "lang": lang}
