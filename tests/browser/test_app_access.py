"""Every page of the app, held to the rules of accessibility in both languages, both looks and both sizes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from geo.batch.intake import Upload
from geo.batch.job import Job
from geo.tables.folder import FolderStore
from tests.browser.conftest import Opened
from tests.browser.server import PATIENCE_MS, running, settled
from tests.browser.test_workbench import ARTICLES

pytestmark = pytest.mark.browser

PAGES = {
    "en": ("Map", "Read", "Review", "Table", "Explore", "Share", "Sources"),
    "zh": ("地图", "读取", "审核", "表格", "图表", "分享", "来源"),
}
# what libraries draw: Streamlit's drop zone has a role and a name, and Vega's brush is a picture without one
THEIRS = {("presentation-role-conflict", "stFileUploaderDropzone"), ("svg-img-alt", "picked_brush")}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("access")
    store = FolderStore.create(home / "project")
    Job([Upload(name=name, raw=text.encode()) for name, text in ARTICLES.items()], store).start().wait(60)
    with running(home) as address:
        yield address


def visit(page: Page, name: str, *, phone: bool) -> None:
    """Go to a page of the app by its link, which a phone has in the sidebar."""
    link = page.get_by_role("link", name=name, exact=True).first
    expand = page.get_by_test_id("stExpandSidebarButton")
    if phone and expand.is_visible():
        expand.click()
    link.click()
    expect(page.get_by_test_id("stMain").locator("h2").first).to_be_attached(timeout=PATIENCE_MS)
    settled(page)
    page.wait_for_timeout(600)  # what is new fades in, and is too faint until then


def violations(page: Page) -> list[tuple[str, str]]:
    found = [(rule["id"], node["html"]) for rule in Axe().run(page).response["violations"] for node in rule["nodes"]]
    return [(rule, html) for rule, html in found if not any(rule == known and mark in html for known, mark in THEIRS)]


@pytest.mark.parametrize(
    ("width", "height", "look", "lang"),
    [(1280, 800, "light", "en"), (1280, 800, "dark", "zh"), (390, 844, "light", "zh")],
)
def test_axe_finds_nothing_of_ours_on_any_page(
    opened: Opened, url: str, width: int, height: int, look: str, lang: str
) -> None:
    page = opened(width=width, height=height, color_scheme=look)
    page.goto(f"{url}/?data=project&lang={lang}")
    expect(page.get_by_test_id("stHeading").locator("h3").first).to_be_visible(timeout=PATIENCE_MS)
    found = {}
    for name in PAGES[lang]:
        visit(page, name, phone=width < 640)
        found[name] = violations(page)
    page.context.close()
    assert {name: bad for name, bad in found.items() if bad} == {}


# what has the keyboard, and whether an outline around it or around its label says so
HELD = """() => {
  let held = document.activeElement;
  while (held.shadowRoot?.activeElement) held = held.shadowRoot.activeElement;
  if (held === document.body) return null;
  const seen = [held, held.closest("label")].filter(Boolean).map((one) => getComputedStyle(one).outlineStyle);
  return [`${held.tagName} ${held.getAttribute("aria-label") ?? held.textContent}`.slice(0, 60), seen];
}"""


@pytest.mark.parametrize("name", ["Read", "Review", "Table", "Explore", "Share", "Sources"])
def test_the_keyboard_reaches_every_page_s_controls_and_is_seen(opened: Opened, url: str, name: str) -> None:
    page = opened()
    page.goto(f"{url}/?data=project&lang=en")
    expect(page.get_by_test_id("stHeading").locator("h3").first).to_be_visible(timeout=PATIENCE_MS)
    visit(page, name, phone=False)
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        held = page.evaluate(HELD)
        if stops and held == stops[0]:
            break
        if held is not None:  # behind the last one the browser has the keyboard, and then the first one again
            stops.append(held)
    page.context.close()
    assert len(stops) > 10
    assert [who for who, outlines in stops if set(outlines) == {"none"}] == []
