"""What the exported page says in words: search, filters, the trail of a fact, what is not on the map, and Chinese."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Opened
from tests.browser.pages import filled, fragment_later, ready


def test_a_search_narrows_the_map_and_the_list(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    all_facts = page.locator("#atlas-sum").inner_text()
    page.get_by_role("searchbox", name="Search").fill("border areas")
    expect(page.locator("#atlas-sum")).not_to_have_text(all_facts)
    expect(page.locator(".atlas-fact").first).to_contain_text("border areas")
    assert filled(page) < 15
    page.get_by_role("searchbox", name="Search").fill("no such words")
    expect(page.locator("#atlas-list")).to_contain_text("Nothing in this period")
    assert filled(page) == 0


def test_a_chip_filters_and_counts_follow(opened: Opened, small: str) -> None:
    page = ready(opened(small))
    page.get_by_text("Filters", exact=True).click()
    chip = page.get_by_role("button", name="livelihood")
    expect(chip).to_have_text("livelihood 1")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".atlas-fact")).to_have_count(1)
    expect(page.get_by_role("button", name="ecology")).to_have_text("ecology 1")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(".atlas-fact")).to_have_count(8)


def test_the_trail_of_a_fact(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("tab", name="Places").click()
    page.get_by_role("button", name="Jiulongpo").click()
    expect(page.get_by_role("heading", name="Jiulongpo")).to_be_visible()
    page.locator(".atlas-fact summary").first.click()
    trail = page.locator(".atlas-fact dl").first
    for field in ("Date", "Place", "Resolved", "Actor", "Source", "Position", "Status"):
        expect(trail.locator("dt", has_text=field).first).to_be_visible()
    expect(trail).to_contain_text("22 April 2024")
    expect(trail).to_contain_text("characters")


def test_a_province_tells_what_is_aimed_at_it(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.evaluate("Atlas.app.select('650000')")
    expect(page.locator("#atlas-list")).to_contain_text("facts aimed here")
    page.locator(".atlas-fact summary").first.click()
    page.locator(".atlas-fact dl").get_by_role("button", name="border areas").first.click()
    expect(page.locator(".atlas-member, .atlas-member-dot").first).to_be_attached()
    assert fragment_later(page, "place") == "border_areas"


def test_every_fact_that_is_not_on_the_map_is_one_click_away(opened: Opened, small: str) -> None:
    page = ready(opened(small))
    page.get_by_role("tab", name="Not on the map (3)").click()
    expect(page.locator("#atlas-list")).to_contain_text("10 facts: 8 placed and 2 not; 9 dated and 1 not")
    for words in (
        "1 fact without a date",
        "1 fact at an ambiguous place",
        "1 fact without a place",
        "no place is given",
    ):
        expect(page.locator("#atlas-list")).to_contain_text(words)


def test_everything_speaks_chinese(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("slider", name="时间")).to_have_count(1)
    expect(page.get_by_role("button", name="播放")).to_have_count(1)
    expect(page.locator(".atlas-label", has_text="九龙坡")).to_be_visible()
    expect(page.locator(".atlas-fact-title").first).to_contain_text("边疆")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    shown = page.locator(".atlas-head, .atlas-time, .atlas-options, .atlas-tabs, .atlas-legend").all_inner_texts()
    letters = {word for text in shown for word in text.replace("\n", " ").split() if word.isascii() and word.isalpha()}
    assert letters == {"English"}
    assert fragment_later(page, "lang") == "zh"
