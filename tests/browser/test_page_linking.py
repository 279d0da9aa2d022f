"""Map, list and histogram are one on the exported page: what is chosen in any of them is chosen in all."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.pages import fragment, fragment_later, ready

NINE = ["Gansu", "Guangxi", "Heilongjiang", "Inner Mongolia", "Jilin", "Liaoning", "Tibet", "Xinjiang", "Yunnan"]


def ink(page: Page) -> int:
    """Return how many pixels of the histogram have the colour of the selection."""
    count: int = page.evaluate(
        """() => {
            const bars = document.getElementById("atlas-bars");
            const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
            Object.assign(copy.canvas, { width: bars.width, height: bars.height });
            copy.drawImage(bars, 0, 0);
            const { data } = copy.getImageData(0, 0, bars.width, bars.height);
            const colour = Atlas.app.colours.mark.match(/[0-9a-f]{2}/g).map((part) => parseInt(part, 16));
            let found = 0;
            for (let n = 0; n < data.length; n += 4) if (colour.every((part, at) => data[n + at] === part)) found++;
            return found;
        }"""
    )
    return count


def test_the_provinces_that_border_directives_aim_at(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("tab", name="Places").click()
    row = page.get_by_role("button", name=re.compile("^border areas"))
    expect(row).to_contain_text("14 aimed here")
    assert ink(page) == 0
    row.click()
    expect(page.locator("#atlas-selected-name")).to_have_text("border areas")
    assert sorted(page.locator(".atlas-parts button").all_inner_texts()) == NINE
    expect(page.locator("#atlas-share-sum")).to_have_text("· border areas: 14")
    assert ink(page) > 100


def test_a_region_that_is_only_aimed_at_is_found_by_its_name(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("searchbox", name="Search").fill("western")
    page.locator(".atlas-hits").get_by_role("button", name="western region").click()
    expect(page.locator("#atlas-selected-name")).to_have_text("western region")
    expect(page.locator("path.atlas-outline")).to_have_count(1)


def test_the_border_zone_and_an_outline_answer_to_the_pointer(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    frame = page.locator("#atlas-map").bounding_box()
    assert frame

    def click(lat: float, lon: float) -> None:
        at = page.evaluate("([lat, lon]) => Atlas.app.map.latLngToContainerPoint([lat, lon])", [lat, lon])
        page.mouse.click(frame["x"] + at["x"], frame["y"] + at["y"])

    click(44.6, 111.6)  # on the border of Inner Mongolia
    expect(page.locator("#atlas-selected-name")).to_have_text("border areas")
    click(43.5, 116.5)  # well inside it
    expect(page.locator("#atlas-selected-name")).to_have_text("Inner Mongolia")
    page.locator(".atlas-parts").get_by_role("button", name="border areas").click()
    expect(page.locator("#atlas-selected-name")).to_have_text("border areas")


def test_a_bar_selects_its_period_in_all(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#place=500107"))
    box = page.locator("#atlas-track").bounding_box()
    assert box
    page.mouse.click(box["x"] + 0.15 * box["width"], box["y"] + box["height"] / 2)
    expect(page.locator("#atlas-now")).to_have_text("April 2024")
    expect(page.locator("#atlas-list")).to_contain_text("4 facts here")
    page.mouse.click(box["x"] + 0.05 * box["width"], box["y"] + box["height"] / 2)
    expect(page.locator("#atlas-list")).to_contain_text("Nothing in this period")
    expect(page.locator("#atlas-share-sum")).to_have_text("· Jiulongpo: 0")


def test_chips_count_what_concerns_the_selection(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_text("Filters", exact=True).click()
    chip = page.locator(".atlas-facet[data-facet=kind] .atlas-chip").first
    expect(chip).to_have_text("event 10")
    page.evaluate("Atlas.app.select('500107')")
    expect(chip).to_have_text("event 1")
    expect(page.locator(".atlas-facet[data-facet=status] .atlas-chip")).to_have_text("confirmed 4")


def test_a_source_and_an_actor_filter_from_a_card(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.locator(".atlas-fact summary").first.click()
    trail = page.locator(".atlas-fact dl").first
    trail.get_by_role("button", name="Publisher not named, 10 December 2024").click()
    assert fragment_later(page, "source") == "Publisher not named, 10 December 2024"
    expect(page.locator("#atlas-sum")).to_have_text("1 event · 11 directives")
    page.get_by_text("Filters", exact=True).click()
    chip = page.locator(".atlas-facet[data-facet=source] .atlas-chip[aria-pressed=true]")
    expect(chip).to_have_text("Publisher not named, 10 December 2024 12")
    chip.click()
    expect(page.locator("#atlas-sum")).to_have_text("10 events · 101 directives")
    page.locator(".atlas-fact dl").first.get_by_role("button", name="Xi Jinping").click()
    assert fragment_later(page, "actor") == "Xi Jinping"


def test_back_returns_from_a_choice_and_not_from_a_pan(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    length = page.evaluate("history.length")
    page.evaluate("Atlas.app.map.panBy([80, 0], { animate: false })")
    page.get_by_role("slider", name="Time", exact=True).press("ArrowLeft")
    fragment_later(page, "at")
    assert page.evaluate("history.length") == length
    page.evaluate("Atlas.app.select('500107')")
    assert page.evaluate("history.length") == length + 1
    page.get_by_role("searchbox", name="Search").press_sequentially("community", delay=5)
    fragment_later(page, "q", "community")
    page.go_back()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("")
    expect(page.locator("#atlas-selected-name")).to_have_text("Jiulongpo")
    page.go_back()
    expect(page.locator("#atlas-selected")).to_be_hidden()
    assert fragment(page)["to"] == "2024-11-30"
