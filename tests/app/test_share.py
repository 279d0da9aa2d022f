"""The page to share from, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo.export import parcels
from views.shelf import SHELF, Shelf


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


# the shelf


def test_the_shelf_never_holds_more_than_its_limit_and_lets_the_oldest_go() -> None:
    shelf, made = Shelf(limit=100), []

    def take(key: str, size: int) -> bytes:
        return shelf.get(key, lambda: made.append(key) or key.encode() * size)  # type: ignore[func-returns-value]

    for key in "abc":
        assert take(key, 40) == key.encode() * 40
        assert shelf.size <= 100
    assert take("c", 40) == b"c" * 40
    assert made == ["a", "b", "c"]
    take("a", 40)
    assert made == ["a", "b", "c", "a"]
    assert len(take("large", 101)) == 505
    assert shelf.size <= 100


def test_a_session_keeps_sizes_and_no_files(page: AppTest) -> None:
    page.button(key="share.make.svg").click().run()
    sizes = page.session_state["atlas.made"].sizes
    assert set(sizes) == {"html", "svg", *parcels.DATA}
    assert all(type(size) is int and size > 0 for size in sizes.values())
    assert SHELF.size >= sum(sizes.values())
