"""The app on a million facts beside the app on its built-in table: a filter, a click, a search, in a browser.

python -m benchmarks.bench_app [--facts 1000000] [--rounds 5]

Both are served on a free port and driven in Chromium. Seconds on the wall end when the page shows the answer, and hold
the browser's work; seconds of the server are what its processor worked meanwhile, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.load_app import resident_mb, serving
from benchmarks.made import facts
from benchmarks.measure import verdict

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

FILTER_S, MEMORY_MB = 0.4, 1200
PATIENCE_MS = 60_000
THEMES = ("ecology", "security", "livelihood", "governance", "culture, tourism")
_TICKS = os.sysconf("SC_CLK_TCK")


def told(count: int, path: Path) -> Path:
    """Write made facts as `benchmarks.made.facts` does, with 300 actors, and a note of a hundred letters for each."""
    plain = facts(count, path.with_suffix(".plain"))
    writer = None
    for number, batch in enumerate(pq.ParquetFile(plain).iter_batches(250_000)):
        random = np.random.default_rng(number)
        busy = (random.zipf(1.3, len(batch)) % 300).astype(np.int32)
        actor = pa.DictionaryArray.from_arrays(busy, [f"Office {n}" for n in range(300)]).cast(pa.string())
        letters = random.integers(0, 16, 100 * len(batch), dtype=np.uint8) + ord("a")
        note = pa.array(letters.view("S100").astype(str))
        table = pa.Table.from_batches([batch]).append_column("actor", actor).append_column("note", note)
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()
    plain.unlink()
    return path


@dataclass
class Tab:
    """The app in one tab, and the seconds of what was done: on the wall, and of the server's processor."""

    page: Locator
    frame: Locator
    pid: int
    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def do(self, what: str, act: Callable[[], object], shown: Locator) -> None:
        """Do something, and wait until another text is shown, and then until the server is done."""
        from playwright.sync_api import expect

        before, cpu, start = shown.inner_text(), processor_s(self.pid), time.perf_counter()
        act()
        expect(shown).not_to_have_text(before, timeout=PATIENCE_MS)
        wall = time.perf_counter() - start
        self.settled()
        self.times.setdefault(what, []).append((wall, processor_s(self.pid) - cpu))

    def settled(self) -> None:
        """Wait until the server is done."""
        from playwright.sync_api import expect

        time.sleep(0.3)
        expect(self.page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=PATIENCE_MS)

    @property
    def heading(self) -> Locator:
        """The line that says how many facts the list below the map has."""
        return self.page.get_by_test_id("stHeading").locator("h3").first

    @property
    def sum(self) -> Locator:
        """The line of the map that says how many facts it shows."""
        return self.frame.locator("#atlas-sum")


def processor_s(pid: int) -> float:
    """Return the seconds that a process has worked."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def opened(browser: Browser, url: str, pid: int) -> Iterator[Tab]:
    """Open the app, and note how long its first page took."""
    from playwright.sync_api import expect

    page = browser.new_page(viewport={"width": 1280, "height": 1100})
    page.set_default_timeout(PATIENCE_MS)
    cpu, start = processor_s(pid), time.perf_counter()
    page.goto(url)
    tab = Tab(page.locator("body"), page.frame_locator("iframe[title]").locator("body"), pid)
    expect(tab.frame.locator("#atlas-now")).to_have_text(re.compile(r"20\d\d"), timeout=PATIENCE_MS)
    expect(tab.heading).to_be_visible(timeout=PATIENCE_MS)
    wall = time.perf_counter() - start
    tab.settled()
    tab.times["open, first of all"] = [(wall, processor_s(pid) - cpu)]
    yield tab
    page.close()


def worked(tab: Tab, word: str, rounds: int) -> None:
    """Filter, click, turn a page, search, and go to the charts, some times each."""
    side = tab.page.get_by_test_id("stSidebar")
    search, themes = side.get_by_role("textbox").first, side.get_by_role("combobox", name="Theme")
    for number in range(rounds):

        def choose(theme: str = THEMES[number % len(THEMES)]) -> None:
            themes.fill(theme)
            tab.page.page.get_by_role("option", name=theme).first.click()

        tab.do("filter to map", choose, tab.sum)
        tab.frame.get_by_role("tab", name="Places").click()
        place = tab.frame.locator("#atlas-list .atlas-places button").nth(number % 2)
        tab.do("click to list", place.click, tab.heading)
        tab.do("back to all places", tab.frame.locator("#atlas-unselect").click, tab.heading)
        tab.do("clear the filter", side.get_by_role("button", name="Clear filters").click, tab.sum)

        def find(text: str = f"{word}{number}" if word.isdecimal() else word) -> None:
            search.fill(text)
            search.press("Enter")

        tab.do("search to map", find, tab.sum)
        tab.do("clear the search", side.get_by_role("button", name="Clear filters").click, tab.sum)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        made = told(asked.facts, Path(folder) / "facts.parquet")
        print(f"{asked.facts:,} facts, {made.stat().st_size / 1e6:.0f} MB of Parquet")
        small, _ = measured("", "border", asked.rounds, Path(folder))
        large, memory = measured(str(made), "77", asked.rounds, Path(folder))
    return said(small, large, memory)


def measured(table: str, word: str, rounds: int, folder: Path) -> tuple[dict[str, list[tuple[float, float]]], float]:
    """Return what was measured of a table, and the memory of the server at the end, in MB."""
    from playwright.sync_api import sync_playwright

    os.environ["ATLAS_TABLE"] = table
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with serving(folder, folder / "project", folder / "server.log") as (url, pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with opened(browser, url, pid) as tab:
            worked(tab, word, rounds)
            times, memory = tab.times, resident_mb(pid)
        browser.close()
    return times, memory


def said(
    small: dict[str, list[tuple[float, float]]], large: dict[str, list[tuple[float, float]]], memory: float
) -> int:
    """Print both side by side, and return whether the large one is as quick as it must be."""
    print(f"{'medians, s':24}{'events.csv: wall':>18}{'server':>9}{'large: wall':>14}{'server':>9}{'slowest':>9}")
    for what, runs in large.items():
        (wall, server), (here, worked_s) = _medians(small[what]), _medians(runs)
        print(f"{what:24}{wall:18.2f}{server:9.2f}{here:14.2f}{worked_s:9.2f}{max(run[1] for run in runs):9.2f}")
    filtered = max(_medians(large[what])[1] for what in ("filter to map", "search to map"))
    print(verdict("processor of the server, filter or search to map and list", filtered, most=FILTER_S, unit=" s"))
    print(verdict("memory of the server", memory, most=MEMORY_MB, unit=" MB"))
    return int(filtered > FILTER_S or memory > MEMORY_MB)


def _medians(runs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    walls, servers = zip(*runs, strict=True)
    return statistics.median(walls), statistics.median(servers)


if __name__ == "__main__":
    sys.exit(main())
