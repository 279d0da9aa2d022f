"""Time on the exported page: slider, transport, keys and the histogram that is the brush."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from playwright.sync_api import expect

from geo import pipeline
from geo.timeline.view import View
from tests.browser.conftest import Opened
from tests.browser.pages import filled, fragment, fragment_later, ready


def test_controls_have_their_names(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    expect(page.get_by_role("slider", name="Time")).to_have_count(1)
    expect(page.get_by_role("button", name="Play")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Search")).to_have_count(1)
    expect(page.get_by_role("combobox", name="Window")).to_have_count(1)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_have_count(1)
    page.get_by_role("button", name="Pause").click()


def test_dragging_from_march_to_december_tells_the_story(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    slider = page.get_by_role("slider", name="Time")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator("#atlas-now")).to_have_text("March 2024")
    expect(page.locator(".atlas-label", has_text="Chongqing")).to_have_class("atlas-label atlas-label-province")
    march = filled(page)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#atlas-now")).to_contain_text("April 2024")
    expect(page.locator(".atlas-label", has_text="Jiulongpo")).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator("#atlas-now")).to_contain_text("December 2024")
    assert 0 < march < filled(page)


def test_keys_stay_with_their_control(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    centre = page.evaluate("Atlas.app.map.getCenter()")
    page.get_by_role("slider", name="Time").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("Atlas.app.map.getCenter()") == centre
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    page.locator("body").press("ArrowLeft")
    assert page.get_by_role("slider", name="Time").input_value() != "0"


def test_playing_moves_time_to_its_end(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("combobox", name="Speed").select_option("16")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert page.get_by_role("slider", name="Time").input_value() == "9"


def test_the_histogram_is_a_brush(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    box = page.locator("#atlas-track").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2

    def at(share: float) -> float:
        return box["x"] + share * box["width"]

    page.mouse.click(at(0.15), middle)
    expect(page.locator("#atlas-now")).to_have_text("April 2024")
    page.mouse.move(at(0.55), middle)
    page.mouse.down()
    page.mouse.move(at(0.75), middle)
    page.mouse.up()
    expect(page.locator("#atlas-now")).to_contain_text("August")
    assert page.get_by_role("combobox", name="Window").input_value() == "window"
    page.get_by_role("slider", name="From").press("ArrowLeft")
    fragment_later(page, "from", "2024-07-01")
    assert fragment(page)["to"] == "2024-10-31"


def test_every_mark_of_the_time_axis_can_be_read_whole(opened: Opened, tmp_path: Path) -> None:
    rows = "".join(
        f"2023-{month:02}-01,A fact,Changsha\n2024-{month:02}-01,A fact,Changsha\n" for month in range(1, 13)
    )
    table, page_file = tmp_path / "facts.csv", tmp_path / "page.html"
    table.write_text("date,title,place\n" + rows, encoding="utf-8")
    page_file.write_text(pipeline.snapshot(pipeline.load(table).table, View()), encoding="utf-8")
    for lang, width in product(("en", "zh"), (1280, 1000, 600)):
        page = ready(opened(f"{page_file.as_uri()}#lang={lang}", width=width))
        line = page.locator("#atlas-ticks").bounding_box()
        assert line
        marks = page.locator("#atlas-ticks span").all()
        assert len(marks) >= 4
        free = line["x"] - 1
        for mark in marks:
            box = mark.bounding_box()
            assert box
            assert free <= box["x"]
            free = box["x"] + box["width"]
        assert free <= line["x"] + line["width"] + 1
