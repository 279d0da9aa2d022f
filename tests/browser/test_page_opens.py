"""The exported file, opened from disk by a reader who has no network: what the first screen shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.export import page as pages
from geo.timeline import payload
from tests.browser.conftest import Opened, Watch
from tests.browser.pages import filled, fragment, ready
from tests.timeline.made import placed


def test_the_file_asks_for_itself_alone(opened: Opened, events: str, watch: Watch) -> None:
    ready(opened(events))
    assert watch.asked == [events]


def test_the_first_screen_shows_the_country_and_its_places(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    for name in ("Changsha", "Chongqing", "Jiulongpo", "Xinjiang", "Heilongjiang"):
        expect(page.locator(".atlas-label", has_text=name).first).to_be_in_viewport()
    stage = page.locator(".atlas-stage").bounding_box()
    assert stage
    for code in ("650000", "230000", "460000", "710000"):
        box = page.locator(f".atlas-province[data-code='{code}']").bounding_box()
        assert box
        assert box["x"] >= stage["x"]
        assert box["x"] + box["width"] <= stage["x"] + stage["width"]
    zone = page.locator(".atlas-zone")
    expect(zone).to_be_visible()
    assert zone.evaluate("node => getComputedStyle(node).fill").startswith("url(")
    assert filled(page) > 15


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800), (390, 844)])
def test_it_opens_on_the_whole_country_and_says_so_by_saying_nothing(
    opened: Opened, events: str, width: int, height: int
) -> None:
    page = ready(opened(events, width=width, height=height))
    page.wait_for_timeout(700)  # a move that ends later must not count as the reader's
    frame = page.locator("#atlas-map").bounding_box()
    assert frame is not None
    for name in ("Beijing", "Changsha", "Chongqing", "Jiulongpo"):
        box = page.locator(".atlas-label", has_text=re.compile(f"^{name}$")).bounding_box()
        assert box is not None
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]
    assert fragment(page) == {}


def test_a_phone_sees_the_country_and_has_room_for_a_finger(opened: Opened, events: str) -> None:
    page = ready(opened(events, width=390, height=844, has_touch=True, is_mobile=True))
    controls = page.locator(".atlas-zoom, .atlas-legend")
    boxes = [box for control in controls.all() if (box := control.bounding_box())]
    for province in ("650000", "230000", "460000", "540000", "150000"):
        shape = page.locator(f".atlas-province[data-code='{province}']").bounding_box()
        assert shape
        assert shape["x"] >= 0
        assert shape["x"] + shape["width"] <= 390
        overlaps = [box for box in boxes if overlap(box, shape)]
        assert overlaps == [], province
    for control in page.locator("button:visible, select:visible, input:visible, summary:visible").all():
        box = control.bounding_box()
        assert box
        assert box["height"] >= 40, control.evaluate("node => node.outerHTML")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_a_phone_open_filters_leave_the_facts_within_reach(opened: Opened, events: str) -> None:
    page = ready(opened(events, width=390, height=844, has_touch=True, is_mobile=True))
    page.locator("#atlas-filters > summary").tap()
    list_, panel, sources = (page.locator(name) for name in (".atlas-list", ".atlas-panel", ".atlas-sources"))
    for part in (page.locator(".atlas-chip").last, list_.locator("summary").first):
        part.scroll_into_view_if_needed()
        box, foot = part.bounding_box(), sources.bounding_box()
        assert box
        assert foot
        assert box["y"] + box["height"] <= foot["y"]
        assert part.evaluate(
            "node => { const box = node.getBoundingClientRect();"
            " return node.contains(document.elementFromPoint(box.x + 8, box.y + box.height / 2)); }"
        )
    assert panel.evaluate("node => node.scrollHeight > node.clientHeight")
    assert list_.evaluate("node => node.scrollHeight <= node.clientHeight + 1")


def overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    return (
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )


def test_less_motion_is_respected(opened: Opened, events: str) -> None:
    page = ready(opened(events, reduced_motion="reduce"))
    assert page.locator(".atlas-province").first.evaluate("node => getComputedStyle(node).transitionDuration") == "0s"


@pytest.mark.parametrize("rows", [[], [{"date": ""}], [{"date": "2024", "place": "nowhere"}]])
def test_little_or_nothing_to_show_is_a_page(opened: Opened, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    pages.write(payload.build(placed(rows)), tmp_path / "map.html")
    page = ready(opened((tmp_path / "map.html").as_uri()))
    expect(page.locator("#atlas-now")).to_contain_text("2024" if rows and rows[0]["date"] else "no dates")
    dated = bool(rows and rows[0]["date"])
    assert page.get_by_role("button", name="Play").is_enabled() is dated
    assert page.locator("#atlas-timeless").is_visible() is not dated
    assert "1970" not in page.locator("body").inner_text()
    page.get_by_role("button", name="中文").click()
    assert filled(page) == 0
