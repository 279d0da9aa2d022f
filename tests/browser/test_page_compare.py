"""Two periods on the exported page: side by side, as a difference, by theme; both maps follow one another."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.pages import fragment, fragment_later, ready

SIDE = "compare=side&mode=window&from=2024-04-01&to=2024-04-30"


def captions(page: Page) -> list[str]:
    return page.locator(".atlas-caption:visible").all_inner_texts()


def looks(page: Page) -> list[list[float]]:
    """Return centre and zoom of both maps."""
    found: list[list[float]] = page.evaluate(
        "Atlas.app.stages().map(({ map }) => [map.getCenter().lat, map.getCenter().lng, map.getZoom()])"
    )
    return found


def test_comparing_shows_two_halves_where_no_period_lies_before(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("combobox", name="Compare").select_option("side")
    expect(page.locator("#atlas-now")).to_have_text("August – December 2024")
    expect(page.locator("#atlas-than-text")).to_have_text("compared with March – July 2024")
    assert captions(page) == ["March – July 2024 · 91 facts", "August – December 2024 · 20 facts"]
    expect(page.get_by_role("group", name="March – July 2024 · 91 facts")).to_be_visible()
    assert fragment_later(page, "compare") == "side"
    page.get_by_role("combobox", name="Compare").select_option("")
    expect(page.locator("#atlas-past-pane")).to_be_hidden()
    assert "compare" not in fragment(page)


def test_both_maps_count_in_one_scale_and_are_what_each_period_alone_is(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#{SIDE}"))
    numbers = "(pane) => [...document.querySelectorAll(`#${pane} .atlas-province`)].map((path) => path.dataset.class)"
    past, now = page.evaluate(numbers, "atlas-past-pane"), page.evaluate(numbers, "atlas-now-pane")
    assert past != now
    for window, shown in (("from=2024-03-01&to=2024-03-31", past), ("from=2024-04-01&to=2024-04-30", now)):
        alone = ready(opened(f"{events}#mode=window&{window}"))
        assert alone.evaluate(numbers, "atlas-now-pane") == shown
    expect(page.locator("#atlas-legend")).to_have_count(1)
    expect(page.locator("#atlas-legend-title")).to_contain_text("Both maps have these classes.")


def test_cameras_outlines_and_the_selection_are_those_of_both(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#{SIDE}"))
    one, other = looks(page)
    assert one == other
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(500)
    assert looks(page)[0][2] > one[2]
    pane = page.locator("#atlas-past-pane").bounding_box()
    assert pane
    page.mouse.move(pane["x"] + pane["width"] / 2, pane["y"] + pane["height"] / 2)
    page.mouse.down()
    page.mouse.move(pane["x"] + pane["width"] / 2 + 60, pane["y"] + pane["height"] / 2 + 20, steps=4)
    page.mouse.up()
    page.wait_for_timeout(400)
    one, other = looks(page)
    assert one == other
    page.evaluate("Atlas.app.select('western')")
    for name in ("#atlas-past-pane", "#atlas-now-pane"):
        expect(page.locator(f"{name} path.atlas-outline")).to_have_count(1)


def test_pointing_at_a_place_names_it_on_both_maps_with_the_count_of_each(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#{SIDE}"))
    at = page.evaluate("Atlas.app.map.latLngToContainerPoint([28.2, 112.97])")
    pane = page.locator("#atlas-now-pane").bounding_box()
    assert pane
    page.mouse.move(pane["x"] + at["x"], pane["y"] + at["y"])
    tips = [page.locator(f"#atlas-{name}-tip") for name in ("past", "now")]
    for tip in tips:
        expect(tip).to_be_visible()
    assert tips[0].inner_text().split("\n")[0] == tips[1].inner_text().split("\n")[0]
    assert tips[0].inner_text() != tips[1].inner_text()


def test_the_period_compared_with_is_set_by_hand_and_by_keys(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#compare=side&mode=window&from=2024-08-01&to=2024-08-31"))
    expect(page.locator("#atlas-than-text")).to_have_text("compared with July 2024")
    page.get_by_role("slider", name="Compared period from").press("Home")
    expect(page.locator("#atlas-than-text")).to_have_text("compared with March – July 2024")
    assert fragment_later(page, "against").startswith("2024-03-01/2024-07-31")
    page.get_by_role("slider", name="Compared period to").press("ArrowLeft")
    expect(page.locator("#atlas-than-text")).to_have_text("compared with March – June 2024")
    grip, track = page.locator("#atlas-past-grip").bounding_box(), page.locator("#atlas-track").bounding_box()
    assert grip
    assert track
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + track["width"] / 10, y, steps=3)
    page.mouse.up()
    expect(page.locator("#atlas-than-text")).to_have_text("compared with April – July 2024")
    page.get_by_role("slider", name="Time", exact=True).press("ArrowRight")
    expect(page.locator("#atlas-than-text")).to_have_text("compared with April – July 2024")
    fragment_later(page, "against", "2024-04-01")
    again = ready(opened(page.url))
    expect(again.locator("#atlas-than-text")).to_have_text("compared with April – July 2024")
    page.get_by_role("button", name="Compare with the period before").click()
    expect(page.locator("#atlas-than-text")).to_have_text("compared with August 2024")


def test_which_theme_grew_is_told_first(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("tab", name="Themes").click()
    expect(page.locator(".atlas-themes li").first).to_have_text(re.compile("regional coordination.*22"))
    page.get_by_role("button", name="Compare two periods").click()
    first = page.locator(".atlas-themes li").first
    expect(first).to_have_text(re.compile(r"ethnic unity.*3, before 1.*\+2"))
    expect(page.locator(".atlas-themes li").last).to_have_text(re.compile("−"))
    page.get_by_text("Filters", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("ethnic unity 3 .2")).first).to_be_visible()
    first.get_by_role("button").click()
    assert fragment_later(page, "theme") == "ethnic_unity"


def test_two_maps_lie_one_under_the_other_on_a_phone(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#{SIDE}", width=390, height=844, has_touch=True, is_mobile=True))
    past, now = (page.locator(f"#atlas-{name}-pane").bounding_box() for name in ("past", "now"))
    assert past
    assert now
    assert past["width"] == now["width"] == 390
    assert past["y"] + past["height"] <= now["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.wait_for_timeout(500)
    assert "at" not in fragment(page)


def test_axe_finds_nothing_beside_two_maps(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#{SIDE}&place=border_areas&look=dark"))
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
