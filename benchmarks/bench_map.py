"""The page beside the pages of others, of the same facts: what it costs to write, to open and to step.

Run ``python benchmarks/bench_map.py`` (``--most 100000`` for a short run). Facts are made, as in `benchmarks.made`: ten
years of days, 3,000 places, 15 themes, a third directives. Everyone writes in a process of its own, from Parquet to
HTML: seconds from the start of Python, and the most memory it held. Everyone is opened in Chromium without a network;
what asks for its libraries then stays blank.

A step moves the window of the page by a month, as the slider's input event does; each position is stepped to several
times, and counts with its quickest, so that other work on the machine is not measured; the last column has the 95th
percentile of all. The page of `plotly` holds its library and is blank all the same, for it asks for a map of the world;
so that it can be measured, the benchmark answers with an empty one. It is stepped by its own ``animate``. Needs
Chromium and Playwright.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import made  # noqa: E402
from benchmarks.measure import verdict  # noqa: E402
from benchmarks.page_writers import PEERS, Peer, by_month, plotly  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

WRITE: Final = ROOT / "benchmarks" / "page_writers.py"
SHIPPED: Final = 0
SIZES: Final = (10_000, 100_000, 1_000_000, 10_000_000)
# facts: MB of the page, seconds to the first map, milliseconds of a step at the 95th percentile
LIMITS: Final = {
    SHIPPED: (0.45, 0.6, 2),
    10_000: (1.2, 0.7, 3),
    100_000: (2.5, 0.8, 3),
    1_000_000: (4, 1.0, 3),
    10_000_000: (10, 1.5, 4),
}
HEAP_MB: Final = 40  # at a million facts
PATIENCE_S: Final = 60
OPENED_MB: Final = 100  # a larger page of libraries that are not there is not opened to see that it is blank
PROVINCE, MONTH = "130000", "2020-05"
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--enable-precise-memory-info",
)
WIDTHS: Final = (28, 12, 9, 9, 9, 10, 9, 9, 11, 9, 9)
COLUMNS: Final = (
    *("page of", "facts", "write s", "peak MB", "page MB", "drawn ms", "step p50", "step p95"),
    *("filter ms", "held MB", "p95, all"),
)

# Every position of the window in turn, one a frame; milliseconds of script, by round.
_STEPS: Final = """async () => {
    const app = Atlas.app;
    const count = app.scale.length - 1;
    const rounds = [];
    for (let round = 0; round < 4; round++) {
        const times = [];
        for (let at = 0; at < count; at++) {
            await new Promise(requestAnimationFrame);
            const window = Atlas.state.moved(app.window, app.view.mode, at, count);
            const begun = performance.now();
            app.move(window);
            times.push(performance.now() - begun);
        }
        rounds.push(times);
    }
    return rounds;
}"""
_REFILTER: Final = """() => {
    const times = [];
    for (const theme of [["ecology"], [], ["energy_resources", "security"], []]) {
        const begun = performance.now();
        Atlas.app.change({ theme });
        times.push(performance.now() - begun);
    }
    return times;
}"""
_COUNT: Final = """([province, month]) => {
    const { app, calendar } = Atlas;
    app.change({ measure: "located", step: "month", mode: "step" });
    const at = calendar.stepAt(app.scale, calendar.dayOf(`${month}-01`));
    const { from, to } = app.daysOf({ lo: at, hi: at });
    return app.frame.provinces.between(app.base.numbers.get(province), from, to);
}"""
_PLOTLY_STEPS: Final = """async () => {
    const plot = document.querySelector(".js-plotly-plot");
    const times = [];
    for (const frame of plot._transitionData._frames.slice(0, 24)) {
        const begun = performance.now();
        const still = { frame: { duration: 0, redraw: true }, transition: { duration: 0 }, mode: "immediate" };
        await Plotly.animate(plot, [frame.name], still);
        times.push(performance.now() - begun);
    }
    return [times];
}"""
_PLOTLY_COUNT: Final = """async ([province, month]) => {
    const plot = document.querySelector(".js-plotly-plot");
    await Plotly.animate(plot, [month], { frame: { duration: 0, redraw: true }, mode: "immediate" });
    const { locations, z } = plot._fullData[0];
    return z[Array.from(locations).indexOf(province)] ?? 0;
}"""
_PLOTLY_DRAWN: Final = "document.querySelector('.choroplethlayer path') !== null"
_WORLD: Final = {
    "type": "Topology",
    "arcs": [],
    "objects": {
        name: {"type": "GeometryCollection", "geometries": []}
        for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    },
}
_DRAWN_THINGS: Final = "document.querySelectorAll('svg path, canvas, .leaflet-container').length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one page; times of the page in milliseconds, sizes in MB (10**6 bytes)."""

    name: str
    facts: int
    write_s: float
    peak_mb: float
    page_mb: float
    drawn: float | None = None
    steps: tuple[float, float, float] | None = None
    refilter: float | None = None
    held_mb: float | None = None

    def line(self) -> str:
        """Return the row of the table."""
        page = (
            [f"{self.drawn:.0f}"] if self.drawn is not None else ["blank" if self.page_mb < OPENED_MB else "unopened"]
        )
        p50, p95, every = (f"{step:.1f}" for step in self.steps) if self.steps else ("", "", "")
        more = [
            "" if self.refilter is None else f"{self.refilter:.0f}",
            "" if self.held_mb is None else f"{self.held_mb:.0f}",
        ]
        cells = [self.name, f"{self.facts:,}", f"{self.write_s:.1f}", f"{self.peak_mb:.0f}", f"{self.page_mb:.2f}"]
        return aligned([*cells, *page, p50, p95, *more, every])


def aligned(cells: list[str]) -> str:
    """Return a line of the table."""
    first, *rest = cells
    return f"{first:{WIDTHS[0]}}" + "".join(f"{cell:>{width}}" for cell, width in zip(rest, WIDTHS[1:], strict=True))


def written(writer: str, source: Path, target: Path) -> tuple[float, float]:
    """Write a page in a process of its own; return its seconds and the most memory that it held, in MB.

    Raises
    ------
    subprocess.TimeoutExpired
        When a peer takes longer than `PATIENCE_S`.
    """
    begun = time.perf_counter()
    command = [sys.executable, "-W", "ignore", str(WRITE), writer, str(source), str(target)]
    patience = None if writer == "atlas" else PATIENCE_S
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=patience, cwd=ROOT)
    return time.perf_counter() - begun, float(done.stdout.splitlines()[-1])


# what the browser sees


def held(tab: Page) -> float:
    """Return the MB that the page holds after a collection: objects and the buffers of typed arrays."""
    session = tab.context.new_cdp_session(tab)
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6


def stepped(rounds: list[list[float]]) -> tuple[float, float, float]:
    """Return the median and the 95th percentile of the quickest of each position, and the latter of all."""
    best = [min(times) for times in zip(*rounds, strict=True)]
    every = [one for times in rounds for one in times]
    return statistics.median(best), statistics.quantiles(best, n=20)[-1], statistics.quantiles(every, n=20)[-1]


@contextlib.contextmanager
def opened(browser: Browser, path: Path) -> Iterator[Page]:
    """Open a page in a fresh profile that reaches no network; one request alone is answered, by an empty world."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route(re.compile("^https?:"), _answered)
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE_S * 1000)
    tab.goto(path.as_uri(), wait_until="load")
    yield tab
    context.close()


def _answered(route: Route) -> None:
    if route.request.url.endswith("world_110m.json"):
        route.fulfill(json=_WORLD, headers={"access-control-allow-origin": "*"})
    else:
        route.abort()


def of_ours(browser: Browser, path: Path) -> dict[str, Any]:
    """Open our page five times; measure the first map by the median, all else in the last."""
    drawn = []
    for _ in range(5):
        with opened(browser, path) as tab:
            tab.evaluate("Atlas.started")
            drawn.append(tab.evaluate("performance.getEntriesByName('atlas:drawn')[0].startTime"))
            if len(drawn) < 5:
                continue
            steps = stepped(tab.evaluate(_STEPS))
            refilter = statistics.median(tab.evaluate(_REFILTER))
            return {"drawn": statistics.median(drawn), "steps": steps, "refilter": refilter, "held_mb": held(tab)}
    return {}


def of_plotly(browser: Browser, path: Path) -> dict[str, Any]:
    """Open plotly's page; it is drawn when its library has drawn the first frame."""
    begun = time.perf_counter()
    with opened(browser, path) as tab:
        tab.wait_for_function(_PLOTLY_DRAWN)
        drawn = (time.perf_counter() - begun) * 1000
        return {"drawn": drawn, "steps": stepped(tab.evaluate(_PLOTLY_STEPS)), "held_mb": held(tab)}


def of_blank(browser: Browser, path: Path) -> dict[str, Any]:
    """Open a page that asks for its libraries, and see that it shows nothing.

    Raises
    ------
    RuntimeError
        When it does show something, so that the table would be wrong.
    """
    if path.stat().st_size / 1e6 < OPENED_MB:
        with opened(browser, path) as tab:
            if found := tab.evaluate(_DRAWN_THINGS):
                raise RuntimeError(f"{path.name} draws {found} things without a network; measure it, too")
    return {}


def count_of(browser: Browser, path: Path, script: str) -> int:
    """Return how many facts a page counts in `PROVINCE` and `MONTH`."""
    with opened(browser, path) as tab:
        if script is _COUNT:
            tab.evaluate("Atlas.started")
        else:
            tab.wait_for_function(_PLOTLY_DRAWN)
        return int(tab.evaluate(script, [PROVINCE, MONTH]))


# the table


def ours(browser: Browser, facts: int, source: Path, folder: Path) -> tuple[Row, list[str]]:
    """Measure our page of so many facts; return its row, and what of it is met."""
    path = folder / f"atlas-{facts}.html"
    seconds, peak = written("atlas", source, path)
    size = path.stat().st_size / 1e6
    found = of_ours(browser, path)
    row = Row(name="Directive Atlas", facts=facts, write_s=seconds, peak_mb=peak, page_mb=size, **found)
    page, drawn, step = LIMITS[facts]
    name = f"{facts:,} facts" if facts else "events.csv"
    said = [
        verdict(f"{name}, page", size, most=page, unit=" MB"),
        verdict(f"{name}, load to drawn", found["drawn"] / 1000, most=drawn, unit=" s"),
        verdict(f"{name}, step at the 95th percentile", found["steps"][1], most=step, unit=" ms"),
    ]
    if facts == 1_000_000:
        said.append(verdict(f"{name}, held by the page", found["held_mb"], most=HEAP_MB, unit=" MB"))
    return row, said


def theirs(browser: Browser, peer: Peer, sources: dict[int, Path], folder: Path) -> Iterator[str]:
    """Give a line for each table that a peer can be asked to show, up to the first that takes too long."""
    if importlib.util.find_spec(peer.package) is None:
        yield f"{peer.name:{WIDTHS[0]}}not installed: requirements-bench.txt"
        return
    look = of_plotly if peer.write is plotly else of_blank
    for facts, source in sources.items():
        if not SHIPPED < facts <= peer.most:
            continue
        path = folder / f"{peer.write.__name__}-{facts}.html"
        try:
            seconds, peak = written(peer.write.__name__, source, path)
        except subprocess.TimeoutExpired:
            yield f"{peer.name:{WIDTHS[0]}}{facts:>12,}  over {PATIENCE_S} s"
            return
        size = path.stat().st_size / 1e6
        row = Row(name=peer.name, facts=facts, write_s=seconds, peak_mb=peak, page_mb=size, **look(browser, path))
        yield row.line()


def same_counts(browser: Browser, source: Path, folder: Path, facts: int) -> str:
    """Say that our page, plotly's and the table itself count the same in one province and month.

    Raises
    ------
    RuntimeError
        When they do not.
    """
    table = by_month(source)
    counts = {"table": int(table.loc[(table.month == MONTH) & (table.province == PROVINCE), "facts"].sum())}
    counts["ours"] = count_of(browser, folder / f"atlas-{facts}.html", _COUNT)
    if (other := folder / f"plotly-{facts}.html").exists():
        counts["plotly"] = count_of(browser, other, _PLOTLY_COUNT)
    if len(set(counts.values())) > 1:
        raise RuntimeError(f"facts of {facts:,} in {PROVINCE} in {MONTH} are counted differently: {counts}")
    return f"facts in {PROVINCE} in {MONTH}: {counts['ours']:,}, the same in {', '.join(counts)}"


def report(most: int) -> Iterator[str]:
    """Give the table of results, line by line, as they come."""
    yield aligned(list(COLUMNS))
    said: list[str] = []
    with tempfile.TemporaryDirectory() as scratch, started() as browser:
        folder = Path(scratch)
        sources = {SHIPPED: ROOT / "events.csv"}
        for facts in (size for size in SIZES if size <= most):
            sources[facts] = made.facts(facts, folder / f"facts-{facts}.parquet")
        for facts, source in sources.items():
            row, verdicts = ours(browser, facts, source, folder)
            said += verdicts
            yield row.line()
        for peer in PEERS:
            yield from theirs(browser, peer, sources, folder)
        yield "blank: without a network the page shows nothing, for its libraries are elsewhere"
        yield same_counts(browser, sources[SIZES[0]], folder, SIZES[0])
    yield from said


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=max(SIZES), help="leave out larger tables")
    arguments = parser.parse_args()
    for line in report(max(arguments.most, min(SIZES))):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
