"""The workbench by keyboard alone, and what somebody typed or chose while the language changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from geo.batch.intake import Upload
from geo.batch.job import Job
from geo.tables.folder import FolderStore
from tests.browser.conftest import Opened
from tests.browser.server import PATIENCE_MS, running, settled
from tests.browser.test_workbench import ARTICLES, go, position, press

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FolderStore]]:
    home = tmp_path_factory.mktemp("keys")
    store = FolderStore.create(home / "project")
    Job([Upload(name=name, raw=text.encode()) for name, text in ARTICLES.items()], store).start().wait(60)
    with running(home) as url:
        yield url, store


def signed(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/?lang=en")
    go(page, name)
    page.get_by_role("textbox", name="Your name").fill("Lin")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Give your name")).to_have_count(0, timeout=PATIENCE_MS)
    settled(page)
    page.evaluate("document.activeElement.blur()")


def focused(page: Page) -> str:
    """The accessible name and type of what has the keyboard."""
    return str(
        page.evaluate("`${document.activeElement.type} ${document.activeElement.getAttribute('aria-label') ?? ''}`")
    )


def test_a_fact_is_corrected_without_a_mouse(opened: Opened, project: tuple[str, FolderStore]) -> None:
    url, store = project
    page = opened()
    signed(page, url, "Review")
    expect(page.get_by_role("radio", name=re.compile("Chaoyang District")).first).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.press("e")
    expect(page.locator("input[type=radio]:focus")).to_have_count(1, timeout=PATIENCE_MS)
    page.keyboard.press("ArrowDown")
    settled(page)
    page.keyboard.press("Escape")
    expect(page.locator("input:focus")).to_have_count(0)
    page.keyboard.press("e")
    expect(page.locator("input[type=radio]:focus")).to_have_count(1, timeout=PATIENCE_MS)
    for _ in range(12):
        if focused(page) == "text Date":
            break
        page.keyboard.press("Tab")
    assert focused(page) == "text Date"
    page.keyboard.press("Control+A")
    page.keyboard.type("2024-05-06")
    before = position(page).inner_text()
    page.keyboard.press("Enter")
    expect(position(page)).not_to_have_text(before, timeout=PATIENCE_MS)
    settled(page)
    made = {line.field: line.new for line in store.history()}
    assert made["date"] == "2024-05-06"
    assert made["adcode"] not in ("", "110105")
    press(page, "y")
    press(page, "u")
    press(page, "u")


def test_what_is_typed_and_chosen_outlives_a_change_of_the_language(
    opened: Opened, project: tuple[str, FolderStore]
) -> None:
    page = opened()
    signed(page, project[0], "Review")
    page.get_by_role("radio", name=re.compile("Chaoyang District")).nth(1).press("Space")
    settled(page)
    page.get_by_role("textbox", name="Actor").fill("Somebody else")
    page.get_by_role("radio", name="中文").click()
    expect(page.get_by_role("heading", name="审核")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    expect(page.get_by_role("radio", name=re.compile("朝阳区")).nth(1)).to_be_checked()
    expect(page.get_by_role("textbox", name="行为者")).to_have_value("Somebody else")


def test_a_mark_keeps_the_keyboard_and_another_article_opens_after_it(
    opened: Opened, project: tuple[str, FolderStore]
) -> None:
    page = opened()
    signed(page, project[0], "Read")
    mark = page.locator("button.mark.place").first
    expect(mark).to_be_visible(timeout=PATIENCE_MS)
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This name means")).to_be_visible(timeout=PATIENCE_MS)
    settled(page)
    expect(page.locator("button.mark[aria-pressed=true]:focus")).to_have_count(1)
    article = page.get_by_role("combobox").first
    article.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Click a mark in the text")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_test_id("stAlert").filter(has_text="failed")).to_have_count(0)
