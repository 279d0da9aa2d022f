"""The app as a reader meets it: a real server, a real browser, and nothing else within reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, WebSocket, expect

from tests.browser.conftest import Opened, Watch
from tests.browser.server import running, settled

OWN_TABLE = "日期,标题,地点,类型\n2023-05-01,考察社区,重庆市九龙坡区,visit\n2023-06-01,某地会议,朝阳,meeting\n"

expect.set_options(timeout=10_000)


@dataclass
class Atlas:
    """The app in one tab."""

    page: Page
    sent: list[int] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title]")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_test_id("stHeading").locator("h3")

    def listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda data: self.sent.append(len(data)))
        socket.on("framereceived", lambda data: self.received.append(len(data)))

    def open(self, url: str) -> Atlas:
        self.page.goto(url)
        expect(self.frame.locator("#atlas-now")).to_have_text(re.compile(r"20\d\d"))
        expect(self.heading).to_be_visible()
        self.settled()
        return self

    def settled(self) -> None:
        settled(self.page)

    def mark(self) -> None:
        """Leave something in the frame that a reload would take away."""
        self.frame.locator("body").evaluate("() => { window.mark = 'still here'; }")

    def is_marked(self) -> bool:
        found: bool = self.frame.locator("body").evaluate("() => window.mark === 'still here'")
        return found

    def place(self, name: str) -> Locator:
        self.frame.get_by_role("tab", name="Places").click()
        return self.frame.locator("#atlas-list").get_by_role("button", name=name).first

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_test_id("stSidebar").get_by_role("combobox", name=label).fill(option)
        self.page.get_by_role("option", name=option).click()


@pytest.fixture(scope="module")
def url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("home")) as address:
        yield address


Tab = Callable[..., Atlas]


@pytest.fixture
def tab(opened: Opened, url: str) -> Tab:
    """Return a way to open the app at an address below its own, in a tab of its own."""

    def open_tab(path: str = "/", **options: object) -> Atlas:
        atlas = Atlas(opened(**options))
        atlas.page.on("websocket", atlas.listen)
        return atlas.open(url + path)

    return open_tab


def test_the_first_screen_shows_the_map_and_the_frame_is_locked_in(tab: Tab) -> None:
    atlas = tab()
    expect(atlas.heading).to_have_text("111 facts · all places · all dates")
    for name in ("Changsha", "Chongqing", "Jiulongpo", "Beijing"):
        expect(atlas.place(name)).to_be_visible()
    frame = atlas.page.locator("iframe[title]")
    assert frame.get_attribute("sandbox") == "allow-scripts allow-popups"
    box = frame.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800
    reach = "() => { try { return parent.document.title } catch (error) { return error.name } }"
    assert atlas.frame.locator("body").evaluate(reach) == "SecurityError"
    assert atlas.frame.locator("body").evaluate("() => origin") == "null"


def test_a_filter_reloads_nothing_and_keeps_slider_and_zoom(tab: Tab) -> None:
    atlas = tab()
    atlas.mark()
    slider = atlas.frame.get_by_role("slider", name="Time")
    slider.press("Home")
    atlas.frame.get_by_role("button", name="Zoom in").click()
    expect(atlas.page).to_have_url(re.compile(r"to=2024-03-31.*at="))
    before = slider.input_value()
    assert sum(atlas.received) > 300_000
    atlas.received.clear()
    atlas.choose("Theme", "regional coordination")
    expect(atlas.page).to_have_url(re.compile("theme=regional_coordination"))
    expect(atlas.frame.locator("#atlas-filters-count")).not_to_be_empty()
    atlas.settled()
    assert atlas.is_marked()
    assert slider.input_value() == before
    assert "at=" in atlas.page.url
    assert sum(atlas.received) < 60_000


def test_a_click_on_jiulongpo_fills_the_table_and_back_empties_it(tab: Tab) -> None:
    atlas = tab()
    atlas.mark()
    atlas.place("Jiulongpo").click()
    expect(atlas.heading).to_contain_text("Jiulongpo")
    expect(atlas.page).to_have_url(re.compile("place=500107"))
    atlas.settled()
    atlas.page.go_back()
    expect(atlas.heading).to_contain_text("all places")
    expect(atlas.frame.locator("#atlas-selected")).to_be_hidden()
    assert "place" not in atlas.page.url
    assert atlas.is_marked()


def test_moves_of_the_map_are_in_the_address_and_are_no_steps_of_the_history(tab: Tab) -> None:
    atlas = tab()
    atlas.place("Jiulongpo").click()
    expect(atlas.page).to_have_url(re.compile("place=500107"))
    atlas.settled()
    steps = atlas.page.evaluate("history.length")
    for name in ("Zoom in", "Zoom in", "Zoom out"):
        before = atlas.page.url
        atlas.frame.get_by_role("button", name=name).click()
        expect(atlas.page).not_to_have_url(before)
    atlas.settled()
    assert "at=" in atlas.page.url
    assert "place=500107" in atlas.page.url
    assert atlas.page.evaluate("history.length") == steps
    where = atlas.page.url
    atlas.choose("Theme", "regional coordination")
    expect(atlas.page).to_have_url(re.compile("theme=regional_coordination"))
    atlas.settled()
    atlas.page.go_back()
    expect(atlas.page).to_have_url(where)
    expect(atlas.heading).to_contain_text("Jiulongpo")
    atlas.page.go_back()
    expect(atlas.heading).to_contain_text("all places")
    atlas.page.reload()
    expect(atlas.heading).to_contain_text("all places")


def test_a_link_opens_the_same_view(tab: Tab) -> None:
    atlas = tab("/?place=500107&to=2024-04-30&lang=zh&theme=livelihood,urban_rural")
    expect(atlas.heading).to_contain_text("九龙坡")
    expect(atlas.frame.locator("#atlas-selected-name")).to_have_text("九龙坡")
    expect(atlas.frame.locator("html")).to_have_attribute("lang", "zh-CN")
    assert "place=500107" in atlas.page.url


def test_a_link_opens_another_built_in_table_and_a_choice_returns(tab: Tab) -> None:
    atlas = tab("/?data=cctv-2023-2024&place=430000")
    expect(atlas.heading).to_have_text(re.compile(r"^\d[\d,]* facts · Hunan"))
    atlas.mark()
    atlas.page.get_by_test_id("stSidebar").get_by_text("Data", exact=True).click()
    atlas.page.get_by_test_id("stRadio").get_by_text("Five articles of 2024").click()
    expect(atlas.heading).to_have_text("111 facts · all places · all dates")
    expect(atlas.page).not_to_have_url(re.compile("data=|place="))
    assert atlas.is_marked()
    atlas.page.go_back()
    expect(atlas.page).to_have_url(re.compile("data=cctv-2023-2024"))
    expect(atlas.heading).to_have_text(re.compile("facts · Hunan"))


def test_steps_of_the_slider_cost_the_server_nothing(tab: Tab) -> None:
    atlas = tab()
    box = atlas.frame.get_by_role("slider", name="Time").bounding_box()
    assert box is not None
    mouse, middle = atlas.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * 0.9, middle)
    mouse.down()
    atlas.sent.clear()
    shown = set()
    for part in (0.8, 0.6, 0.4, 0.2, 0.1):
        mouse.move(box["x"] + box["width"] * part, middle, steps=3)
        shown.add(atlas.frame.locator("#atlas-now").inner_text())
    assert len(shown) > 3
    assert atlas.sent == []
    mouse.up()
    expect(atlas.page).to_have_url(re.compile("to=2024"))
    atlas.settled()
    assert len(atlas.sent) == 1


def test_the_language_is_the_same_on_both_sides(tab: Tab) -> None:
    atlas = tab()
    languages = atlas.page.get_by_test_id("stSidebar")
    expect(atlas.frame.locator("#atlas-lang")).to_be_hidden()
    languages.get_by_role("radio", name="中文").click()
    expect(atlas.heading).to_contain_text("全部地点")
    expect(atlas.frame.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(atlas.page.get_by_role("link", name="来源")).to_be_visible()
    languages.get_by_role("radio", name="English").click()
    expect(atlas.heading).to_contain_text("all places")
    expect(atlas.frame.locator("html")).to_have_attribute("lang", "en")


def with_own_table(atlas: Atlas) -> Locator:
    """Give the app a table of one's own, and return the sidebar."""
    sidebar = atlas.page.get_by_test_id("stSidebar")
    sidebar.get_by_text("Data", exact=True).click()
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": OWN_TABLE.encode()}
    sidebar.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(atlas.heading).to_contain_text("2 facts")
    return sidebar


def test_an_uploaded_table_replaces_the_facts_without_a_reload(tab: Tab) -> None:
    atlas = tab()
    atlas.mark()
    sidebar = atlas.page.get_by_test_id("stSidebar")
    sidebar.get_by_text("Data", exact=True).click()
    file = {"name": "../own.csv", "mimeType": "text/csv", "buffer": OWN_TABLE.encode("gb18030")}
    sidebar.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(atlas.heading).to_contain_text("2 facts")
    expect(atlas.frame.locator("#atlas-sum")).to_contain_text("2")
    expect(atlas.page.get_by_text("1 of 2 facts")).to_be_visible()
    expect(sidebar.get_by_text("gb18030").first).to_be_visible()
    assert atlas.is_marked()


def test_filters_and_a_table_of_ones_own_stand_on_the_next_page(tab: Tab) -> None:
    atlas = tab()
    sidebar = with_own_table(atlas)
    search = sidebar.get_by_role("textbox", name="Search")
    search.fill("社区")
    search.press("Enter")
    expect(atlas.heading).to_contain_text("1 fact ")
    for name in ("Share", "Explore"):
        atlas.page.get_by_role("link", name=name).click()
        expect(atlas.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
        atlas.settled()
        expect(search).to_have_value("社区")
        expect(sidebar.get_by_text("is open on every page")).to_have_count(1)
    sidebar.get_by_text("Data", exact=True).click()
    atlas.settled()
    # the section may still be unfolding: a pointer would miss what moves under it
    sidebar.get_by_role("button", name="Close this table").press("Enter")
    atlas.settled()
    expect(search).to_have_value("")
    expect(sidebar.get_by_role("radio", name="Five articles of 2024")).to_be_checked()


def test_a_table_that_is_removed_where_it_was_given_is_closed(tab: Tab) -> None:
    atlas = tab()
    sidebar = with_own_table(atlas)
    sidebar.get_by_role("button", name="Remove own.csv").click()
    expect(atlas.heading).to_contain_text("111 facts")


def test_the_snapshot_is_this_view_and_needs_no_network(tab: Tab, opened: Opened, watch: Watch, tmp_path: Path) -> None:
    atlas = tab("/?place=500107&to=2024-04-30")
    with atlas.page.expect_download() as download:
        atlas.page.get_by_role("button", name="This map as one file").click()
    assert download.value.suggested_filename == "directive-atlas_2024-04-30_500107.html"
    saved = tmp_path / "map.html"
    download.value.save_as(saved)
    alone = opened(saved.as_uri())
    expect(alone.locator("#atlas-selected-name")).to_have_text(re.compile("Jiulongpo"))
    assert watch.asked[-1] == saved.as_uri()


def test_messages_from_the_frame_are_not_believed(tab: Tab) -> None:
    atlas = tab()
    atlas.frame.locator("body").evaluate(
        """() => {
            const rev = Atlas.app.rev;
            const queries = [null, 7, {place: {}}, {q: "x".repeat(1e5)}, {theme: "<img src=x onerror=alert(1)>"}];
            for (const query of queries) parent.postMessage({type: "atlas:view", rev, query}, "*");
            parent.postMessage({type: "atlas:view", rev, query: {place: "500107", lang: "<b>", mode: "x"}}, "*");
        }"""
    )
    expect(atlas.heading).to_contain_text("Jiulongpo")
    assert atlas.page.url.split("?")[1] == "place=500107"


def shade(locator: Locator) -> int:
    """Return how light an element's background is: the sum of its three channels."""
    colour = locator.evaluate("element => getComputedStyle(element).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_it_fits_every_screen_and_follows_the_system_into_the_dark(tab: Tab, width: int, height: int) -> None:
    atlas = tab(width=width, height=height, color_scheme="light")
    assert atlas.page.get_by_test_id("stMain").evaluate("element => element.scrollWidth - element.clientWidth") <= 0
    atlas.mark()
    for look, lightest in (("light", 765), ("dark", 300)):
        atlas.page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
        expect(atlas.frame.locator("html")).to_have_attribute("data-look", look)
        shades = (shade(atlas.page.get_by_test_id("stApp")), shade(atlas.frame.locator("body")))
        assert all(lightest - 300 <= found <= lightest for found in shades)
    assert atlas.is_marked()
    assert "look" not in atlas.page.url


def test_a_bar_of_the_explore_page_selects_on_the_map_too(tab: Tab) -> None:
    atlas = tab()
    atlas.page.get_by_role("link", name="Explore").click()
    chart = atlas.page.get_by_test_id("stVegaLiteChart").nth(1).locator("canvas, svg").first
    expect(chart).to_be_visible()
    atlas.settled()
    chart.click(position={"x": 150, "y": 15})
    expect(atlas.page).to_have_url(re.compile(r"explore\?.*place=430000"))
    atlas.page.get_by_role("link", name="Map").click()
    expect(atlas.heading.filter(has_text="Hunan")).to_have_count(1)  # the page left has headings of its own
