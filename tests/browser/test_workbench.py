"""From a folder of articles to a reviewed map in one sitting, as somebody does it who has never seen the app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from geo.tables.folder import FolderStore
from tests.browser.conftest import Opened
from tests.browser.server import PATIENCE_MS, running, settled

pytestmark = pytest.mark.browser

ARTICLES = {
    "tour.txt": "CHANGSHA, May 6, 2024 (Xinhua) -- Premier Li Qiang inspected Changsha in Hunan Province on May 6,"
    " 2024. He stressed that Hunan should protect its rivers and lakes.",
    "again.txt": "In Changsha, Hunan, Premier Li Qiang inspected a museum on May 6, 2024 and spoke about rivers and"
    " lakes with young people there.",
    "doubt.txt": "Vice Premier Ding Xuexiang visited Chaoyang District on May 7, 2024 and asked for better services.",
    "调研.txt": "新华社武汉5月8日电 国务院副总理何立峰5月8日在湖北省武汉市调研，要求加快长江经济带建设。",
    "plan.txt": "BEIJING, May 9, 2024 -- The State Council held a meeting in Beijing on May 9, 2024. Premier Li Qiang"
    " said that the western region should open up further.",
    "late.txt": "Vice Premier Zhang Guoqing inspected flood defences in Guilin, Guangxi, on May 10, 2024.",
    "empty.txt": "",
}


def go(page: Page, name: str) -> None:
    settled(page)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=2, name=re.compile(name))).to_be_visible(timeout=PATIENCE_MS)
    settled(page)


def position(page: Page) -> Locator:
    return page.get_by_text(re.compile(r"^Fact \d+ of \d+$"))


def press(page: Page, key: str, on: Locator | None = None) -> None:
    """Press a key, and wait until the queue stands elsewhere or has another length."""
    before = position(page).inner_text()
    (on or page.locator("body")).press(key)
    expect(position(page)).not_to_have_text(before, timeout=PATIENCE_MS)
    settled(page)


def test_from_a_folder_of_articles_to_a_reviewed_map(opened: Opened, tmp_path: Path) -> None:
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with running(tmp_path) as url:
        page = opened()
        page.goto(f"{url}/?lang=en")
        go(page, "Read")
        page.get_by_role("textbox", name="Your name").fill("Lin")
        page.keyboard.press("Enter")
        settled(page)
        uploader = page.get_by_test_id("stFileUploader").filter(has_text="JSON Lines")
        uploader.locator("input[type=file]").set_input_files([tmp_path / name for name in ARTICLES])
        start = page.get_by_role("button", name="Read", exact=True).first
        expect(start).to_be_enabled(timeout=PATIENCE_MS)
        start.click()
        expect(page.get_by_text("Read 6 articles")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator("button.mark.place").first).to_be_visible(timeout=PATIENCE_MS)
        review(page)
        page.context.close()
    with running(tmp_path) as url:
        page = opened()
        page.goto(f"{url}/?data=project&lang=en")
        expect(page.get_by_test_id("stHeading").locator("h3").first).to_contain_text("facts", timeout=PATIENCE_MS)
        go(page, "Share")
        downloads = page.get_by_test_id("stDownloadButton")
        expect(downloads).to_have_count(6, timeout=PATIENCE_MS)  # the page and five formats of data
        settled(page)
        with page.expect_download() as waiting:
            downloads.first.get_by_role("button").click()
        assert waiting.value.suggested_filename.endswith(".html")
        shared = tmp_path / "shared.html"
        waiting.value.save_as(shared)
        page.context.close()
    exported = opened()
    exported.goto(shared.as_uri())
    expect(exported.locator("#atlas-now")).to_have_text(re.compile("2024"), timeout=PATIENCE_MS)
    told(FolderStore(tmp_path / "project"))


def review(page: Page) -> None:
    """Work through the queue: one wrong place, one wrong date, one double, and the rest as it is; keys alone."""
    go(page, "Review")
    expect(page.get_by_text("ambiguous place").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("radio", name="Chaoyang").nth(1).press("Space")
    press(page, "Enter", page.get_by_role("button", name="Save the correction"))
    double = page.get_by_role("button", name=re.compile("^Same event"))
    for _ in ARTICLES:
        if double.count():
            break
        press(page, "n")
    press(page, "s")
    day = page.get_by_role("textbox", name="Date", exact=True)
    day.press("Control+A")
    day.press_sequentially("2024-05-05")
    day.press("Tab")
    press(page, "Enter", page.get_by_role("button", name="Save the correction"))
    press(page, "y")
    press(page, "x")
    press(page, "u")


def told(store: FolderStore) -> None:
    """Hold the history to what was done, by whom."""
    history = store.history()
    fields = [line.field for line in history]
    assert {"adcode", "merge", "date", "status"} <= set(fields)
    assert {line.who for line in history} == {"Lin"}
    assert [line.new for line in history if line.field == "date"] == ["2024-05-05"]
    assert sum(line.why.startswith("undo ") for line in history) == 1
    assert store.verify() == ()
    assert len(store.documents()) == 6
