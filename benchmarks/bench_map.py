"""The exported page at 111 to ten million facts: its size, how soon it is drawn, what a step costs, what it holds.

Run ``python -m benchmarks.bench_map`` (with ``--large`` for ten million facts too). Tables are made: ten years of days,
2,877 places, 15 themes, one directive in three. Needs Chromium and Playwright. Peers are measured in the same run when
they are installed (``requirements-bench.txt``): how long their page takes to be written, and its size.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, sync_playwright

from geo import pipeline
from geo.export import page
from geo.places.gazetteer import gazetteer
from geo.records import EVENT_TYPES, THEMES
from geo.timeline import payload

ROOT: Final = Path(__file__).parent.parent
PLACES: Final = 2_877
DAYS: Final = 3_653
SIZES: Final = (10_000, 100_000, 1_000_000)
LARGEST: Final = 10_000_000
PEER_LIMIT: Final = 100_000
TARGETS: Final = ("", "", "border_areas", "western", "500107", "430100;500000")
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--enable-precise-memory-info",
)

# Every position of the window in turn, one a frame, as the slider's input event moves it; milliseconds of script each.
_STEPS: Final = """async () => {
    const app = Atlas.app;
    const count = app.scale.length - 1;
    const times = [];
    for (let round = 0; round < 2; round++) {
        for (let at = 0; at < count; at++) {
            await new Promise(requestAnimationFrame);
            const window = Atlas.state.moved(app.window, app.view.mode, at, count);
            const begun = performance.now();
            app.move(window);
            times.push(performance.now() - begun);
        }
    }
    return times;
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one page; times in milliseconds, sizes in MB (10**6 bytes)."""

    facts: int
    build_s: float
    page_mb: float
    drawn: float
    step_median: float
    step_p95: float
    refilter: float
    heap_mb: float


def made_table(facts: int) -> pd.DataFrame:
    """Return a placed table of so many facts, the same in every run."""
    random = np.random.default_rng(20241209)
    units = [unit for unit in gazetteer().units.values() if unit.level in ("prefecture", "county") and unit.lat][
        :PLACES
    ]
    unit = random.zipf(1.3, facts) % len(units)
    kind = random.random(facts) < 1 / 3
    days = pd.date_range("2015-01-01", periods=DAYS).strftime("%Y-%m-%d").to_numpy(dtype=object)

    def of(values: list[Any]) -> np.ndarray:
        return np.array(values, dtype=object)[unit]

    number = np.arange(facts)
    columns = {
        "id": np.char.add("f", number.astype(str)).astype(object),
        "kind": np.where(kind, "directive", "event").astype(object),
        "date": days[random.integers(0, DAYS, facts)],
        "title": np.char.add("Measure number ", (number % 5000).astype(str)).astype(object),
        "type": np.array(EVENT_TYPES, dtype=object)[random.integers(0, len(EVENT_TYPES), facts)],
        "theme": np.array(THEMES, dtype=object)[random.integers(0, len(THEMES), facts)],
        "place": of([found.name_en for found in units]),
        "adcode": of([found.code for found in units]),
        "level": of([found.level for found in units]),
        "province": of([found.province for found in units]),
        "targets": np.where(kind, np.array(TARGETS, dtype=object)[random.integers(0, len(TARGETS), facts)], ""),
        "lat": of([found.lat for found in units]).astype(float),
        "lon": of([found.lon for found in units]).astype(float),
    }
    fixed = {"date_end": "", "status": "auto", "resolution": "exact", "candidates": "", "reason": "", "actor": ""}
    return pd.DataFrame(columns).assign(**fixed)


def measured(browser: Browser, table: pd.DataFrame, folder: Path) -> Row:
    """Write the page of a table, open it from disk, and measure it."""
    begun = time.perf_counter()
    path = folder / f"map-{len(table)}.html"
    size = page.write(payload.build(table, name="made.csv"), path)
    build_s = time.perf_counter() - begun
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(path.as_uri())
    tab.evaluate("Atlas.started")
    drawn = tab.evaluate("performance.getEntriesByName('atlas:drawn')[0].startTime")
    steps = tab.evaluate(_STEPS)
    refilter = tab.evaluate(_REFILTER)
    heap = held(tab)
    tab.close()
    return Row(
        facts=len(table),
        build_s=build_s,
        page_mb=size / 1e6,
        drawn=drawn,
        step_median=statistics.median(steps),
        step_p95=statistics.quantiles(steps, n=20)[-1],
        refilter=statistics.median(refilter),
        heap_mb=heap / 1e6,
    )


def held(tab: Any) -> float:
    """Return the bytes that the page holds after a collection: objects and the buffers of typed arrays."""
    session = tab.context.new_cdp_session(tab)
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0))


def folium_timestamped(table: pd.DataFrame, path: Path) -> None:
    """Write the same facts as Folium's own time map does."""
    import folium
    from folium.plugins import TimestampedGeoJson

    rows = table[["lon", "lat", "date", "title"]].itertuples(index=False)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {"time": row.date, "popup": row.title},
        }
        for row in rows
    ]
    atlas = folium.Map(location=(35.5, 104.0), zoom_start=4)
    layer = TimestampedGeoJson({"type": "FeatureCollection", "features": features}, period="P1M")  # type: ignore[no-untyped-call]
    layer.add_to(atlas)
    atlas.save(path)


def pyecharts_timeline(table: pd.DataFrame, path: Path) -> None:
    """Write the counts of each province and month as a pyecharts timeline of maps."""
    charts = importlib.import_module("pyecharts.charts")
    names = {code: gazetteer().unit(code).name_zh for code in table["province"].unique()}
    line = charts.Timeline()
    for month, facts in table.groupby(table["date"].str[:7]):
        counts = facts["province"].map(names).value_counts()
        line.add(charts.Map().add(str(month), [list(pair) for pair in counts.items()], "china"), str(month))
    line.render(str(path))


PEERS: Final[dict[str, tuple[str, Callable[[pd.DataFrame, Path], None]]]] = {
    "folium TimestampedGeoJson": ("folium", folium_timestamped),
    "pyecharts Timeline": ("pyecharts", pyecharts_timeline),
}


def peers(tables: dict[int, pd.DataFrame], folder: Path) -> Iterator[str]:
    """Give a line for each peer that is installed and each table that it can be asked to show."""
    for name, (module, write) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            yield f"{name:28} not installed"
            continue
        for facts, table in tables.items():
            if facts > PEER_LIMIT:
                continue
            path = folder / "peer.html"
            begun = time.perf_counter()
            write(table, path)
            seconds = time.perf_counter() - begun
            yield f"{name:28}{facts:>12,}{seconds:>10.2f} s{path.stat().st_size / 1e6:>10.2f} MB, libraries from a CDN"


def report(sizes: tuple[int, ...]) -> Iterator[str]:
    """Give the table of results, line by line, as they come."""
    head = ("facts", "build s", "page MB", "drawn ms", "step p50", "step p95", "filter ms", "held MB")
    yield "".join(f"{name:>12}" for name in head)
    tables: dict[int, pd.DataFrame] = {}
    with tempfile.TemporaryDirectory() as scratch, started() as browser:
        folder = Path(scratch)
        for facts in (0, *sizes):
            table = made_table(facts) if facts else pipeline.load(ROOT / "events.csv").table
            row = measured(browser, table, folder)
            if facts <= PEER_LIMIT:
                tables[len(table)] = table
            yield (
                f"{row.facts:>12,}{row.build_s:>12.2f}{row.page_mb:>12.2f}{row.drawn:>12.0f}{row.step_median:>12.2f}"
                f"{row.step_p95:>12.2f}{row.refilter:>12.0f}{row.heap_mb:>12.1f}"
            )
        yield from peers(tables, folder)


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """Start the machine's Chromium."""
    import shutil

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help=f"measure {LARGEST:,} facts too: some minutes, 8 GB")
    parser.add_argument("--most", type=int, default=max(SIZES), help="leave out larger tables")
    arguments = parser.parse_args()
    sizes = (*SIZES, LARGEST) if arguments.large else tuple(size for size in SIZES if size <= arguments.most)
    for line in report(sizes):
        print(line, flush=True)


if __name__ == "__main__":
    main()
