"""A table of very many facts in a real browser: the map counts all of them, and what it does not hold is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Locator, expect

from benchmarks.made import facts
from tests.browser.conftest import Opened
from tests.browser.server import running
from tests.browser.test_app_live import Atlas

ROWS = 120_000


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return facts(ROWS, tmp_path_factory.mktemp("table") / "many.parquet")


@pytest.fixture(scope="module")
def url(browser: Browser, table: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("home"), ATLAS_TABLE=str(table)) as address:
        first = browser.new_page()  # the table is opened for whoever comes first
        first.goto(address)
        expect(first.get_by_test_id("stHeading").locator("h3").first).to_be_visible(timeout=60_000)
        first.close()
        yield address


def number(text: str | None) -> int:
    found = re.search(r"[\d,]+", text or "")
    assert found
    return int(found[0].replace(",", ""))


def total(atlas: Atlas) -> int:
    """Return how many facts the map says that it shows."""
    said = atlas.frame.locator("#atlas-sum").inner_text()
    return sum(int(part.replace(",", "")) for part in re.findall(r"[\d,]+", said))


def listed(atlas: Atlas) -> Locator:
    return atlas.frame.locator("#atlas-list li[data-fact]")


def test_all_facts_are_counted_and_a_search_counts_all_of_them(opened: Opened, url: str, table: Path) -> None:
    atlas = Atlas(opened()).open(url)
    expect(atlas.heading).to_have_text(f"{ROWS:,} facts · all places · all dates")
    assert total(atlas) == ROWS
    atlas.mark()
    search = atlas.page.get_by_test_id("stSidebar").get_by_role("textbox").first
    search.fill("777")
    search.press("Enter")
    titles = pq.read_table(table, columns=["title", "id"])
    found = pc.sum(pc.or_(pc.match_substring(titles["title"], "777"), pc.match_substring(titles["id"], "777"))).as_py()
    expect(atlas.heading).to_have_text(f"{found:,} facts · all places · all dates")
    atlas.settled()
    assert total(atlas) == found
    assert atlas.is_marked()


def test_the_facts_of_a_mark_that_the_page_does_not_hold_are_fetched(opened: Opened, url: str) -> None:
    # the page carries the newest 20,000: none of the first months
    atlas = Atlas(opened()).open(f"{url}/?to=2015-02-28")
    expect(listed(atlas)).not_to_have_count(0)
    expect(atlas.frame.locator("#atlas-list .atlas-note")).to_contain_text(f"100 of these {total(atlas):,} facts")
    atlas.frame.get_by_role("tab", name="Places").click()
    place = atlas.frame.locator("#atlas-list .atlas-places button").first
    place.click()
    expect(atlas.heading).not_to_contain_text("all places")
    atlas.settled()
    here = number(atlas.heading.inner_text())
    expect(atlas.frame.locator("#atlas-list h3").first).to_have_text(re.compile(rf"^{here:,} facts? here$"))
    expect(listed(atlas)).to_have_count(min(here, 50))
    listed(atlas).first.click()
    expect(listed(atlas).first).to_contain_text("made for the benchmark")
    expect(atlas.page.get_by_test_id("stCaptionContainer").filter(has_text="the newest first")).to_contain_text(
        f"of {here:,} facts"
    )


def test_a_link_to_a_fact_that_the_page_does_not_hold_opens_it(opened: Opened, url: str, table: Path) -> None:
    rows = pq.read_table(table, columns=["id", "date", "title"]).to_pandas()
    old = rows.sort_values("date").iloc[40]
    atlas = Atlas(opened()).open(f"{url}/?fact={old['id']}")
    expect(atlas.frame.locator("#atlas-list details[open]")).to_contain_text(str(old["title"]))


def test_where_the_table_is_said_in_the_desks(opened: Opened, url: str) -> None:
    atlas = Atlas(opened()).open(url)
    atlas.page.get_by_role("link", name="Table").first.click()
    expect(atlas.page.get_by_test_id("stAlert").first).to_contain_text("many.parquet is only read")
