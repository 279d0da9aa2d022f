"""The page in a frame: the app says what it says itself, and hears of every choice at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from geo import pipeline
from geo.export import page as pages
from geo.timeline import payload
from geo.timeline.assets import script_json
from tests.browser.conftest import Opened

ROOT = Path(__file__).parent.parent.parent

# The least that an app has to be: it loads the page, hands it facts and a view, and keeps what it hears with its time.
APP = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="frame" sandbox="allow-scripts allow-popups" style="border:0;width:%(width)dpx;height:%(height)dpx"></iframe>
<script>
const given = %(given)s;
const frame = document.getElementById("frame");
window.heard = [];
addEventListener("message", ({ data }) => {
  heard.push({ ...data, at: performance.now() });
  if (data.type !== "atlas:ready") return;
  frame.contentWindow.postMessage({ type: "atlas:data", rev: given.rev, payload: given.payload }, "*");
  frame.contentWindow.postMessage({ type: "atlas:view", rev: "1", query: given.query }, "*");
});
frame.srcdoc = given.shell;
</script>"""

Framed = Callable[..., tuple[Page, Frame]]


@pytest.fixture(scope="module")
def built() -> payload.Payload:
    return payload.build(pipeline.load(ROOT / "events.csv").table, name="events.csv")


@pytest.fixture
def framed(opened: Opened, built: payload.Payload, tmp_path: Path) -> Framed:
    """Open the page in a frame of a size, with a view."""

    def open_frame(width: int = 930, height: int = 630, **query: str) -> tuple[Page, Frame]:
        given = {"shell": pages.shell(), "payload": built.message(), "rev": built.rev, "query": query}
        text = APP % {"width": width, "height": height, "given": script_json(given)}
        (tmp_path / "app.html").write_text(text, encoding="utf-8")
        page = opened((tmp_path / "app.html").as_uri(), width=width, height=height)
        page.wait_for_function("heard.some(({ type }) => type === 'atlas:shown')")
        expect(page.frame_locator("#frame").locator(".atlas-label").first).to_be_attached()
        return page, page.frames[1]

    return open_frame


def names(frame: Frame) -> list[str]:
    frame.wait_for_function("Atlas.app.parts.marks.names.shown().length > 0")
    found: list[str] = frame.evaluate("Atlas.app.parts.marks.names.shown().map((label) => label.text)")
    return found


@pytest.mark.parametrize(
    ("width", "height", "lang"), [(930, 630, "en"), (930, 630, "zh"), (912, 560, "en"), (366, 674, "en")]
)
def test_the_first_screen_names_the_places_of_the_story(framed: Framed, width: int, height: int, lang: str) -> None:
    _, frame = framed(width, height, lang=lang)
    wanted = {"en": ["Changsha", "Chongqing", "Jiulongpo", "Beijing"], "zh": ["长沙", "重庆", "九龙坡", "北京"]}[lang]
    assert set(wanted) <= set(names(frame)[: len(wanted)])
    boxes = [label["at"] for label in frame.evaluate("Atlas.app.parts.marks.names.shown()")]
    for n, one in enumerate(boxes):
        for other in boxes[:n]:
            apart = (
                one["x1"] <= other["x0"]
                or other["x1"] <= one["x0"]
                or one["y1"] <= other["y0"]
                or other["y1"] <= one["y0"]
            )
            assert apart


def test_what_the_app_shows_is_not_shown_twice(framed: Framed) -> None:
    _, frame = framed()
    for name in ("#atlas-lang", "#atlas-look", "#atlas-link", "#atlas-picture", "#atlas-search", "#atlas-filters"):
        expect(frame.locator(name)).to_be_hidden()
    for name in (
        "#atlas-measure",
        "#atlas-tabs",
        "#atlas-time",
        "#atlas-play",
        "#atlas-legend",
        "#atlas-home",
        "#atlas-copy",
    ):
        expect(frame.locator(name)).to_be_attached()
    for name in (
        "#atlas-tabs",
        "#atlas-time",
        "#atlas-play",
        "#atlas-legend",
        "#atlas-home",
        "#atlas-copy",
        "#atlas-list",
    ):
        expect(frame.locator(name)).to_be_visible()


def test_the_look_is_the_app_s(framed: Framed) -> None:
    page, frame = framed(look="dark")
    expect(frame.locator("html")).to_have_attribute("data-look", "dark")
    tell(page, rev="2", look="light", place="500107")
    expect(frame.locator("html")).to_have_attribute("data-look", "light")
    expect(frame.locator("#atlas-selected-name")).to_have_text("Jiulongpo")


def tell(page: Page, rev: str, **query: str) -> None:
    message = {"type": "atlas:view", "rev": rev, "query": query}
    page.evaluate(f"frame.contentWindow.postMessage({json.dumps(message)}, '*')")


def answers(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("heard.filter(({ type }) => type === 'atlas:view')")
    return found


def test_a_selection_is_told_at_once_and_a_drag_when_it_rests(framed: Framed) -> None:
    page, frame = framed()
    page.evaluate("heard.length = 0")
    frame.evaluate("() => { Atlas.app.select('500107'); }")
    page.wait_for_function("heard.length > 0", timeout=200)
    assert answers(page)[-1]["query"] == {"place": "500107"}
    frame.evaluate("() => { for (let n = 0; n < 5; n++) { Atlas.app.move({ lo: 0, hi: n }); Atlas.app.released(); } }")
    page.wait_for_function("heard.length > 1")
    page.wait_for_timeout(400)
    assert [answer["query"].get("to") for answer in answers(page)] == [None, "2024-07-31"]


def test_the_handles_stay_inside_a_narrow_frame(framed: Framed) -> None:
    _, frame = framed(366, 674)
    right = "['from', 'to'].map((id) => document.getElementById(`atlas-${id}`).getBoundingClientRect())"
    for box in frame.evaluate(right):
        assert box["left"] >= 0
        assert box["right"] <= 366
    assert frame.evaluate("document.documentElement.scrollWidth") == 366
