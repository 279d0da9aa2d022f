"""Text stays text on the exported page, and nothing of it is out of reach."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from geo.export import page as pages
from geo.timeline import payload
from tests.browser.conftest import Opened
from tests.browser.pages import ready
from tests.strategies import HOSTILE
from tests.timeline.made import placed


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


@pytest.mark.parametrize(("width", "look"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing(opened: Opened, events: str, width: int, look: str) -> None:
    page = ready(opened(f"{events}#look={look}&place=500107", width=width, height=844))
    page.locator(".atlas-fact summary").first.click()
    page.locator("details").evaluate_all("all => all.forEach((details) => { details.open = true; })")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
