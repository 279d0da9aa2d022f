"""Many people at once in one app: seconds until the map has a filter, memory, errors, and whether every edit was kept.

python -m benchmarks.load_app [--sessions 50] [--seconds 120]

Each session is a websocket that speaks as the app's page in a browser does, message for message, and draws nothing:
what a browser adds, it adds on the machine of its reader. The app is started on a free port; its project is a new
folder, into which the larger example is put.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.browserless import Client, Ran
from benchmarks.measure import verdict
from geo import pipeline
from geo.tables.folder import FolderStore
from geo.tables.store import open_project
from tests.browser import server
from views.text import words

ROOT = Path(__file__).resolve().parents[1]
TABLE = "cctv-2023-2024"
PLACES = ("110000", "150000", "310000", "430000", "440000", "500000", "540000", "650000")
PAUSE_S = (2.0, 5.0)
OPENING_S = 0.4
"""Seconds between two people who open the app; the first is let in alone, for the app loads then."""

RECORDED = words("en").raw("review.recorded")
# of every ten people
ROLES = ("map", "map", "map", "map", "map", "map", "map", "explore", "review", "table")

FILTER_S, MEMORY_MB = 1.0, 1200


class Person:
    """One session, what it measured, and what the app acknowledged to it."""

    def __init__(self, number: int, client: Client) -> None:
        self.name = f"Session {number:03d}"
        self.role = ROLES[number % len(ROLES)]
        self.client = client
        self.chance = random.Random(number)
        self.times: list[tuple[str, float]] = []
        self.wrong: list[str] = []
        self.themes: set[str] = set()
        self.recorded = 0
        self.refused = 0

    async def open(self, what: str) -> None:
        """Open the app."""
        self._note(what, await self.client.open(f"data={TABLE}"))

    async def work(self, until: float) -> None:
        """Go to a page, and do something there every few seconds."""
        if self.role != "map":
            self._note(f"go to {self.role}", await self.client.go(self.role))
        if self.role in ("review", "table"):
            self._note("give a name", await self.client.set_text("author.name", self.name))
        while True:
            pause = self.chance.uniform(*PAUSE_S)
            if time.monotonic() + pause > until:
                return
            await asyncio.sleep(pause)
            await self._act()

    async def _act(self) -> None:
        if self.role == "review":
            await self._confirm()
        elif self.role == "table":
            await self._edit()
        elif self.role == "map" and self.chance.random() < 0.4:
            await self._select()
        else:
            await self._filter()

    async def _filter(self) -> None:
        before, themes = self.themes, self.themes
        while themes == before:
            themes = set(
                self.chance.sample(self.client.options("filter.themes.en"), k=self.chance.choice((0, 1, 1, 2)))
            )
        self.themes = themes
        ran = await self.client.choose("filter.themes.en", sorted(themes))
        self._note(f"filter: {self.role} page", ran)
        if self.role != "map":
            return
        if ran.map_s is None:
            self.wrong.append("the map was not told of a filter")
        else:
            self.times.append(("filter to map", ran.map_s))

    async def _select(self) -> None:
        self._note("select on the map", await self.client.answer(place=self.chance.choice(PLACES)))

    async def _confirm(self) -> None:
        self._acknowledged("confirm", await self.client.press("review.confirm"))

    async def _edit(self) -> None:
        row, note = self.chance.randrange(200), f"{self.name}, {len(self.times)}"
        self._note("edit a cell", await self.client.edit("grid.", row, {"note": note}))
        self._acknowledged("save an edit", await self.client.press("grid.save"))

    def _acknowledged(self, what: str, ran: Ran) -> None:
        kept = sum(RECORDED in said or "recorded" in said for said in ran.toasts)
        self.recorded += kept
        self.refused += not kept
        # refused, already gone from the queue, or decided alike by somebody else: each is said
        if not kept and not ran.errors + ran.warnings + ran.toasts:
            self.wrong.append(f"{what}: no word whether it was recorded")
        self.times.append((what, ran.whole_s))

    def _note(self, what: str, ran: Ran) -> None:
        self.times.append((what, ran.whole_s))
        self.wrong += [f"{what}: {error}" for error in ran.errors]


@contextmanager
def serving(home: Path, project: Path, log: Path) -> Iterator[tuple[str, int]]:
    """Serve the app until the block ends; give its address and the id of its process."""
    port = server.free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, "HOME": str(home), "ATLAS_PROJECT": str(project)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        server.wait_until_healthy(process, port, log)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        server.stop(process)


async def crowd(url: str, pid: int, count: int, seconds: float) -> tuple[list[Person], list[float]]:
    """Let so many people work so long; return them, and the memory of the server in MB, second by second."""
    people = [Person(number, Client(url)) for number in range(count)]
    memory: list[float] = []

    async def one(person: Person, wait: float) -> None:
        await asyncio.sleep(wait)
        try:
            if wait:
                await person.open("open")
            await person.work(until)
        except (OSError, RuntimeError, TimeoutError, LookupError) as error:
            person.wrong.append(f"{type(error).__name__}: {error}")

    async def watch() -> None:
        while True:
            memory.append(resident_mb(pid))
            await asyncio.sleep(1)

    watcher = asyncio.create_task(watch())
    await people[0].open("open, first of all")
    until = time.monotonic() + count * OPENING_S + seconds
    await asyncio.gather(*(one(person, number * OPENING_S) for number, person in enumerate(people)))
    watcher.cancel()
    for person in people:
        await person.client.close()
    return people, memory


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def lost(project: Path, people: Sequence[Person]) -> list[str]:
    """Return what was acknowledged and is not in the log, and what is wrong with the log."""
    store = open_project(project)
    kept = Counter(line.who for line in store.history())
    said = [
        f"{person.name}: {person.recorded} edits acknowledged, {kept[person.name]} kept"
        for person in people
        if kept[person.name] != person.recorded
    ]
    now = store.facts().set_index("id")
    last = {(line.fact, line.field): line.new for line in store.history()}
    said += [f"{fact}, {field}: not as decided" for (fact, field), new in last.items() if now.at[fact, field] != new]
    return [*said, *store.verify()]


def table(people: Sequence[Person]) -> dict[str, list[float]]:
    """Return the seconds of everything that was done, by what it was."""
    times: dict[str, list[float]] = {}
    for what, seconds in sorted(pair for person in people for pair in person.times):
        times.setdefault(what, []).append(seconds)
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        FolderStore.create(project, pipeline.load(ROOT / "examples" / f"{TABLE}.csv").read.table)
        log = Path(folder) / "server.log"
        with serving(Path(folder), project, log) as (url, pid):
            people, memory = asyncio.run(crowd(url, pid, asked.sessions, asked.seconds))
        return told(people, memory, lost(project, people), log.read_text("utf-8", "replace"))


def told(people: Sequence[Person], memory: Sequence[float], gone: Sequence[str], log: str) -> int:
    """Print what was measured, and return whether all of it is as it must be."""
    times = table(people)
    print(f"{'':28}{'times':>7}{'median s':>10}{'95 % s':>9}{'longest s':>11}")
    for what, seconds in times.items():
        late = seconds[min(int(len(seconds) * 0.95), len(seconds) - 1)]
        print(f"{what:28}{len(seconds):7,}{statistics.median(seconds):10.3f}{late:9.3f}{seconds[-1]:11.3f}")
    steps = [memory[int(share * (len(memory) - 1))] for share in (0, 0.25, 0.5, 0.75, 1)]
    print("memory of the server, MB, from start to end:", ", ".join(f"{step:.0f}" for step in steps))
    edits, refused = sum(person.recorded for person in people), sum(person.refused for person in people)
    print(f"edits: {edits:,} acknowledged, {refused:,} not, with a word why: somebody had been quicker")
    wrong = [f"{person.name}: {said}" for person in people for said in person.wrong]
    logged = [line for line in log.splitlines() if "Traceback" in line or "Error" in line]
    for said in (*wrong, *logged, *gone)[:20]:
        print("  ", said)
    print(verdict("median filter to map", statistics.median(times["filter to map"]), most=FILTER_S, unit=" s"))
    print(verdict(f"memory of all {len(people)} sessions", max(memory), most=MEMORY_MB, unit=" MB"))
    print(verdict("errors", len(wrong) + len(logged), most=0))
    print(verdict("lost edits", len(gone), most=0))
    return int(bool(wrong or logged or gone))


if __name__ == "__main__":
    sys.exit(main())
