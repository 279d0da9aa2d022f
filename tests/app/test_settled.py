"""What is loaded once is looked through no more."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from views import settled


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settled, "_DRAWN", set())
    yield
    gc.unfreeze()


def test_a_page_that_is_drawn_freezes_what_is_loaded_once_a_process(app: AppTest) -> None:
    gc.unfreeze()
    app.run()
    frozen = gc.get_freeze_count()
    assert frozen > 100_000
    app.multiselect(key="filter.themes.en").select("ecology").run()
    assert gc.get_freeze_count() <= frozen


def test_each_page_and_table_freezes_once() -> None:
    pairs = [("", "events"), ("explore", "events"), ("", "events"), ("", "project"), ("explore", "events")]
    assert [settled.after(*pair) for pair in pairs] == [True, True, False, True, False]
