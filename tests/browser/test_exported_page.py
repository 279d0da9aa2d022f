"""The exported file, opened from disk by a reader who has no network."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from geo import pipeline
from geo.export import page as pages
from geo.timeline import payload
from geo.timeline.view import View
from tests.browser.conftest import Opened, Watch
from tests.strategies import HOSTILE
from tests.timeline.made import placed
from tests.timeline.test_payload import sample

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the page of the shipped table."""
    path = tmp_path_factory.mktemp("page") / "events.html"
    table = pipeline.load(ROOT / "events.csv").table
    pages.write(payload.build(table, name="events.csv"), path)
    return path.as_uri()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the page of ten facts that hold every sort."""
    path = tmp_path_factory.mktemp("page") / "small.html"
    pages.write(sample(), path)
    return path.as_uri()


def ready(page: Page) -> Page:
    """Wait until the page has drawn its data."""
    page.evaluate("Atlas.started")
    expect(page.locator(".atlas-label").first).to_be_attached()
    return page


def fragment(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).fragment).items()}


def filled(page: Page) -> int:
    """Return how many provinces have a colour of the ramp."""
    return page.locator(".atlas-province:not([data-class='0'])").count()


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


def fragment_later(page: Page, key: str, value: str = "") -> str:
    """Wait until the address has a key: the page writes it a moment after the reader let go."""
    expect(page).to_have_url(re.compile(f"[#&]{key}={value}"))
    return fragment(page)[key]


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


def test_a_link_reopens_the_view(opened: Opened, events: str) -> None:
    link = f"{events}#to=2024-04-30&mode=step&theme=livelihood&lang=zh&place=500107&at=30,107,6&look=dark&coarse=0"
    page = ready(opened(link))
    expect(page.locator("#atlas-now")).to_have_text("2024年4月")
    expect(page.get_by_role("heading", name="九龙坡")).to_be_visible()
    assert page.evaluate("Atlas.app.map.getZoom()") == 6
    assert page.evaluate("document.documentElement.dataset.look") == "dark"
    page.get_by_role("slider", name="时间").press("ArrowRight")
    fragment_later(page, "to", "2024-05-31")
    again = fragment(page)
    assert again == {**again, "mode": "step", "theme": "livelihood", "lang": "zh", "place": "500107", "look": "dark"}
    assert View.from_query(again).to_query() == again


def test_rubbish_in_the_address_is_ignored(opened: Opened, events: str) -> None:
    page = ready(opened(f"{events}#from=<b>&mode=x&theme=__proto__&at=1,2&place=%3Cimg%20src=x%3E&lang=xx&q=%00"))
    expect(page.locator("#atlas-now")).to_contain_text("2024")
    expect(page.locator("#atlas-selected")).to_be_hidden()
    assert page.locator("img").count() == 0


def test_the_view_it_was_saved_with_is_the_view_it_opens_with(opened: Opened, tmp_path: Path) -> None:
    view = View(lang="zh", themes=("livelihood",), look="dark")
    built = payload.build(placed([{"date": "2024-04-22", "place": "Jiulongpo", "theme": "livelihood"}]), view=view)
    pages.write(built, tmp_path / "map.html")
    page = ready(opened((tmp_path / "map.html").as_uri()))
    assert page.evaluate("[Atlas.app.view.lang, ...Atlas.app.view.theme]") == ["zh", "livelihood"]


def test_hostile_text_is_shown_as_typed_and_runs_nothing(opened: Opened, tmp_path: Path) -> None:
    rows = [
        {"date": "2024-03-01", "place": place, "title": text, "note": text, "actor": text, "source": text, "url": text}
        for text in HOSTILE
        for place in ("Changsha", "a pier")
    ]
    pages.write(payload.build(placed(rows), title=HOSTILE[0], name=HOSTILE[1]), tmp_path / "map.html")
    page = opened()
    page.add_init_script("window.alert = () => { window.fired = true; }")
    page.goto((tmp_path / "map.html").as_uri())
    ready(page)
    assert page.locator("h1").inner_text() == HOSTILE[0] == page.title()
    page.get_by_role("button", name="Show more").click()
    for fact in page.locator(".atlas-fact").all():
        fact.evaluate("node => { node.open = true; }")
    expect(page.locator(".atlas-fact dl")).to_have_count(2 * len(HOSTILE))
    titles = set(page.locator(".atlas-fact-title").evaluate_all("nodes => nodes.map(node => node.textContent)"))
    assert titles == set(HOSTILE)
    assert page.locator(".atlas-fact a").count() == 0
    assert page.locator("main img, main script, main iframe").count() == 0
    assert page.evaluate("window.fired") is None


def test_only_web_addresses_become_links(opened: Opened, tmp_path: Path) -> None:
    urls = [
        "https://example.org/a?b=1&c=2",
        "http://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
    ]
    rows = [{"date": "2024-03-01", "place": "Changsha", "url": url, "source": url} for url in urls]
    pages.write(payload.build(placed(rows)), tmp_path / "map.html")
    page = ready(opened((tmp_path / "map.html").as_uri()))
    for fact in page.locator(".atlas-fact").all():
        fact.evaluate("node => { node.open = true; }")
    expect(page.locator(".atlas-fact a")).to_have_count(2)
    links = page.locator(".atlas-fact a").evaluate_all("nodes => nodes.map(node => [node.href, node.rel])")
    assert sorted(links) == sorted([url, "noopener noreferrer"] for url in urls[:2])


@pytest.mark.parametrize("rows", [[], [{"date": ""}], [{"date": "2024", "place": "nowhere"}]])
def test_little_or_nothing_to_show_is_a_page(opened: Opened, tmp_path: Path, rows: list[dict[str, str]]) -> None:
    pages.write(payload.build(placed(rows)), tmp_path / "map.html")
    page = ready(opened((tmp_path / "map.html").as_uri()))
    expect(page.locator("#atlas-now")).to_contain_text("2024" if rows and rows[0]["date"] else "no dates")
    page.get_by_role("slider", name="Time").press("ArrowRight")
    page.get_by_role("button", name="中文").click()
    assert filled(page) == 0


@pytest.mark.parametrize(("width", "look"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing(opened: Opened, events: str, width: int, look: str) -> None:
    page = ready(opened(f"{events}#look={look}&place=500107", width=width, height=844))
    page.locator(".atlas-fact summary").first.click()
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


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
