"""What a reader takes away from the page or holds still on it: pictures, tables, locked ends, outlines, differences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from geo.export import page as pages
from geo.timeline import payload
from tests.browser.conftest import Opened
from tests.browser.pages import ready
from tests.timeline.made import placed


@pytest.mark.parametrize(
    "view",
    [
        "look=light",
        "look=dark&lang=zh&compare=before&from=2024-04-01&mode=window",
        "compare=side&from=2024-04-01&mode=window",
    ],
)
def test_the_map_is_saved_as_a_picture(opened: Opened, events: str, tmp_path: Path, view: str) -> None:
    page = ready(opened(f"{events}#{view}"))
    with page.expect_download() as download:
        page.locator("#atlas-picture").click()
    assert re.fullmatch(r"directive-atlas_2024-0[34]-\d\d_2024-12-\d\d\.png", download.value.suggested_filename)
    saved = tmp_path / "map.png"
    download.value.save_as(saved)
    with Image.open(saved) as picture:
        size = page.evaluate("Atlas.app.map.getSize()")
        assert picture.width > 2 * size["x"] * (2 if "side" in view else 1)
        assert picture.height > 2 * size["y"]
        colours = {colour[:3] for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    palette = page.evaluate("Atlas.app.colours")
    numbers = set(page.evaluate("Atlas.app.shade.numbers"))
    ramp = palette["change"] if "compare=before" in view else [palette["none"], *palette["ramp"]]
    for number in numbers:
        assert rgb(ramp[number]) in colours
    assert {rgb(palette[name]) for name in ("sea", "land", "zone", "select")} <= colours


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def test_the_listed_facts_are_copied_as_a_table(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#place=500107", permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("button", name="Copy table").click()
    expect(page.locator("#atlas-live")).to_have_text("4 rows copied.")
    head, *rows = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert head.split("\t")[:3] == ["id", "kind", "date"]
    assert len(rows) == 4
    assert all("500107" in row and row.split("\t")[2] == "2024-04-22" for row in rows)


def test_formulas_are_copied_as_text(opened: Opened, tmp_path: Path) -> None:
    made = placed([{"date": "2024-04-22", "place": "Changsha", "title": "=1+1", "note": "a\tb"}])
    pages.write(payload.build(made), tmp_path / "map.html")
    page = ready(opened((tmp_path / "map.html").as_uri(), permissions=["clipboard-read", "clipboard-write"]))
    page.get_by_role("button", name="Copy table").click()
    expect(page.locator("#atlas-live")).to_have_text("One row copied.")
    row = page.evaluate("navigator.clipboard.readText()").splitlines()[1]
    assert "\t'=1+1\t" in row
    assert row.endswith("\ta b")


def test_the_border_zone_shows_on_every_shade(opened: Opened, events: str) -> None:
    for look in ("light", "dark"):
        page = ready(opened(f"{events}#look={look}"))
        lines = page.locator("#atlas-hatch-zone line")
        line, halo = [luminance(line.evaluate("node => getComputedStyle(node).stroke")) for line in lines.all()[::-1]]
        assert contrast(line, halo) > 7
        palette = page.evaluate("Atlas.app.colours")
        for shade in (*palette["ramp"], palette["none"]):
            ground = luminance(f"rgb{rgb(shade)}")
            assert max(contrast(line, ground), contrast(halo, ground)) > 3


def luminance(colour: str) -> float:
    """Return the relative luminance of an ``rgb(…)`` colour as WCAG defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_pointing_at_a_place_outlines_it(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    page.get_by_role("tab", name="Places").click()
    page.get_by_role("button", name="Chongqing Chongqing").or_(
        page.get_by_role("button", name="Chongqing")
    ).first.hover()
    expect(page.locator("path.atlas-glimpse")).to_have_count(1)
    page.locator("#atlas-now").hover()
    expect(page.locator("path.atlas-glimpse")).to_have_count(0)
    page.evaluate("Atlas.app.select('western')")
    expect(page.locator("path.atlas-member")).to_have_count(12)
    expect(page.locator("path.atlas-outline")).to_have_count(1)
    page.evaluate("Atlas.app.select('border_areas')")
    expect(page.locator("path.atlas-zone")).to_have_class(re.compile("atlas-chosen"))
    expect(page.locator("path.atlas-member")).to_have_count(0)
    assert page.locator("path.atlas-member-dot").count() > 100


def test_an_end_can_be_locked(opened: Opened, events: str) -> None:
    page = ready(opened(events))
    start, end = page.get_by_role("slider", name="From"), page.get_by_role("slider", name="To", exact=True)
    expect(start).to_have_class(re.compile("atlas-locked"))
    expect(start).to_have_attribute("aria-valuetext", "March 2024, locked")
    start.press("ArrowRight")
    end.press("Enter")
    expect(end).to_have_class(re.compile("atlas-locked"))
    expect(start).not_to_have_class(re.compile("atlas-locked"))
    expect(page.locator("#atlas-now")).to_have_text(re.compile("April.*December 2024"))
    page.get_by_role("button", name="Step back").click()
    expect(page.locator("#atlas-now")).to_have_text(re.compile("March.*December 2024"))
    end.press("Enter")
    assert page.get_by_role("combobox", name="Window").input_value() == "window"


def test_a_handle_that_is_only_clicked_moves_nothing(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#from=2024-05-01&to=2024-09-30&mode=window"))
    now = page.locator("#atlas-now").inner_text()
    for handle in ("#atlas-from", "#atlas-to"):
        box = page.locator(handle).bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 10)
        expect(page.locator("#atlas-now")).to_have_text(now)


def test_a_difference_names_the_period_it_is_taken_against(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#compare=before&mode=window&from=2024-04-01&to=2024-04-30"))
    page.locator("#atlas-legend summary").evaluate("node => { node.parentElement.open = true; }")
    expect(page.locator("#atlas-legend-title")).to_contain_text("Change against March 2024")
    shown = page.locator("#atlas-legend-classes li").all_inner_texts()
    assert "no change" in shown
    assert all(text[0] in "+−" for text in shown if text != "no change")
    page.get_by_role("slider", name="Time").press("Home")
    expect(page.locator("#atlas-legend-title")).to_have_text("There is no period before this one.")
    expect(page.locator("#atlas-legend-classes li")).to_have_count(0)


def test_sources_and_regions_are_told_in_chinese(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#lang=zh&place=western"))
    expect(page.locator("#atlas-selected-about")).to_contain_text("西部大开发")
    line = page.locator("#atlas-sources").inner_text()
    words = set(re.findall(r"[A-Za-z][a-z]+", line.replace("Natural Earth", "").replace("GeoNames", "")))
    assert words <= {"events", "csv", "Leaflet"}


@pytest.mark.parametrize(("width", "height", "shown"), [(1280, 800, True), (1000, 800, False), (390, 844, False)])
def test_the_legend_opens_where_the_map_has_room_for_it(
    opened: Opened, events: str, width: int, height: int, shown: bool
) -> None:
    page = ready(opened(events, width=width, height=height))
    assert page.locator("#atlas-legend").evaluate("node => node.open") is shown


def test_the_sea_has_no_edge(opened: Opened, events: str) -> None:
    page = ready(opened(events, width=1900, height=600))
    sea = page.evaluate("Atlas.app.colours.sea")
    ground = page.locator(".folium-map").evaluate("node => getComputedStyle(node).backgroundColor")
    assert tuple(map(int, re.findall(r"\d+", ground))) == rgb(sea)
    assert page.evaluate("Atlas.app.map.options.maxBounds.isValid()")
