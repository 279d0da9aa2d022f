"""The page to share from, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.export import parcels


@pytest.fixture
def page(app: AppTest) -> AppTest:
    app._page_hash = calc_hash("share")
    return app.run()


def labels(page: AppTest) -> list[str]:
    return [button.proto.label for button in page.get("download_button")]


def test_quick_files_are_ready_with_their_size_and_the_others_wait(page: AppTest) -> None:
    assert not page.exception
    assert len(labels(page)) == 1 + len(parcels.DATA)
    assert all(label.startswith("Download · ") and label.endswith(("kB", "MB")) for label in labels(page))
    waiting = {button.key for button in page.button if (button.key or "").startswith("share.make.")}
    assert waiting == {f"share.make.{kind}" for kind in (*parcels.PICTURES, *parcels.FILMS, *parcels.PARCELS)}


def test_what_was_prepared_stays_until_the_view_changes(page: AppTest) -> None:
    before = len(labels(page))
    page.button(key="share.make.svg").click().run()
    assert len(labels(page)) == before + 1
    page.run()
    assert len(labels(page)) == before + 1
    page.text_input(key="share.title").set_value("A headline").run()
    assert len(labels(page)) == before


def test_it_says_which_view_the_files_show(app: AppTest) -> None:
    app._page_hash, app.query_params = calc_hash("share"), {"place": "500000", "lang": "zh"}
    app.run()
    assert any("重庆市" in element.value for element in app.markdown)
