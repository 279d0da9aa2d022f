"""A background of tiles: silent until a reader asks, credited while it is there, and gone when nobody answers."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from geo.export import page as pages
from geo.timeline import payload
from tests.browser.conftest import Opened, Watch
from tests.browser.pages import ready
from tests.timeline.made import placed

OWN = {"name": "Own tiles", "url": "https://tiles.example.org/{z}/{x}/{y}.png", "attribution": "(C) Own"}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def tiled(tmp_path: Path) -> str:
    """Return the address of a page that names a provider."""
    table = placed([{"date": "2024-03-01", "place": "Changsha"}, {"date": "2024-05-01", "place": "Jiulongpo"}])
    pages.write(payload.build(table, tiles=OWN), tmp_path / "map.html")
    return (tmp_path / "map.html").as_uri()


def test_nothing_is_asked_for_until_the_reader_asks(opened: Opened, tiled: str, watch: Watch) -> None:
    page = ready(opened(tiled))
    page.get_by_role("button", name="Zoom in").click()
    expect(page.get_by_role("combobox", name="Background map")).to_have_value("")
    assert watch.asked == [tiled]


def test_the_reader_s_tiles_lie_under_every_map_with_their_credit(browser: Browser, tiled: str) -> None:
    context = browser.new_context()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png")

    context.route("https://tiles.example.org/**", answer)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(tiled)
    ready(page)
    page.get_by_role("combobox", name="Background map").select_option("Own tiles")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator("#atlas-tiles-credit")).to_have_text("(C) Own")
    page.get_by_role("combobox", name="Compare").select_option("side")
    expect(page.locator("#atlas-past-map img.leaflet-tile-loaded").first).to_be_attached()
    page.evaluate("void (document.body.append(Object.assign(new Image(), { src: 'https://other.example.org/x.png' })))")
    page.get_by_role("combobox", name="Background map").select_option("")
    expect(page.locator("img.leaflet-tile")).to_have_count(0)
    expect(page.locator("#atlas-tiles-credit")).to_be_empty()
    assert asked
    assert all("Content Security Policy" in text for text in said)
    assert len(said) == 1
    context.close()


def test_without_a_network_the_map_stays_as_it_was(browser: Browser, tiled: str) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(tiled)
    ready(page)
    page.get_by_role("combobox", name="Background map").select_option("Own tiles")
    expect(page.locator("#atlas-live")).to_have_text("Own tiles cannot be reached; the map stays as it is.")
    expect(page.get_by_role("combobox", name="Background map")).to_have_value("")
    expect(page.locator("img.leaflet-tile")).to_have_count(0)
    assert errors == []
    context.close()


def test_a_page_without_a_provider_offers_none(opened: Opened, small: str) -> None:
    expect(ready(opened(small)).get_by_role("combobox", name="Background map")).to_be_hidden()
