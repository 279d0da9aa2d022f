"""Put the store of a project folder to the torture: ``python -m benchmarks.torture_store``, or ``make torture``.

Three trials, each ends with a count or with an error that says what was lost:

- a run of edits is killed (``SIGKILL``) at random instants;
- ``atlas read --merge`` into a project is killed at random instants, while a person corrects its facts;
- several processes edit the same facts at once.

An edit counts as acknowledged when the call has returned; from then on it has to be there. The processes are forked, so
that the instants fall into the work and not into the start of Python; so this runs where there is ``fork``.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import geo.pipeline  # noqa: F401 - loaded before anything forks, so that no instant falls into its import
from geo.__main__ import main as atlas
from geo.errors import EditConflict
from geo.tables.corrections import Edit
from geo.tables.folder import FolderStore
from geo.tables.schema import EventsTable, check

FACTS = 40
TEXT = """Vice-Premier inspects flood control in {place}

{place}, {day} July 2023 (Test Wire) -- Vice-Premier Zhang Guoqing inspected flood control in {place} on {day} July.
He called for the dykes of {place} to be strengthened before the end of the month. He also visited a school in {place}.
"""
PLACES = ("Changsha", "Chongqing", "Nanchang", "Wuhan", "Hefei", "Chengdu", "Guiyang", "Kunming")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a trial came to: edits acknowledged, corrections in the log, processes killed, torn lines set aside."""

    acknowledged: int
    logged: int
    killed: int = 0
    torn: int = 0
    seconds: float = 0.0


def edits_under_fire(folder: Path, *, instants: int, seed: int = 1) -> Count:
    """Kill a run of edits at random instants; after each, all that was acknowledged is there and the log verifies."""
    chance, begun = random.Random(seed), time.perf_counter()
    FolderStore.create(folder, _table())
    acknowledged: set[str] = set()
    torn = 0
    for number in range(instants):
        child, told = _forked(lambda tell, seed=number: _edit_without_end(folder, seed, tell))
        time.sleep(chance.uniform(0.0, 0.3))
        acknowledged |= _killed(child, told)
        torn += _expect_all(folder, acknowledged)
    logged = len(FolderStore(folder).history())
    seconds = time.perf_counter() - begun
    return Count(acknowledged=len(acknowledged), logged=logged, killed=instants, torn=torn, seconds=seconds)


def reading_under_fire(folder: Path, *, instants: int, seed: int = 1) -> Count:
    """Kill `atlas read --merge` into a project at random instants, while its facts are corrected."""
    chance, begun = random.Random(seed), time.perf_counter()
    articles, project = folder / "articles", folder / "project"
    _write_articles(articles)
    FolderStore.create(project)
    _read(articles, project)
    full = _timed(lambda: _reread(articles, project))
    acknowledged: set[str] = set()
    torn = killed = 0
    for number in range(instants):
        child, _told = _forked(lambda _tell: _reread(articles, project))
        until = time.perf_counter() + chance.uniform(0.0, 1.1 * full)
        acknowledged |= _edit_until(project, number, until)
        killed += _is_running(child)
        _killed(child, _told)
        torn += _expect_all(project, acknowledged)
    _read(articles, project)
    control = folder / "control"
    FolderStore.create(control)
    _read(articles, control)
    FolderStore(control).take(FolderStore(project).history())
    _same(FolderStore(project), FolderStore(control))
    logged = len(FolderStore(project).history())
    seconds = time.perf_counter() - begun
    return Count(acknowledged=len(acknowledged), logged=logged, killed=killed, torn=torn, seconds=seconds)


def crowd(folder: Path, *, processes: int, edits: int) -> Count:
    """Let several processes edit the same facts at once; each edit is there once, and each rests on the one before."""
    begun = time.perf_counter()
    FolderStore.create(folder, _table())
    children = [_forked(lambda tell, name=number: _edit(folder, name, edits, tell)) for number in range(processes)]
    told = [_drained(pipe) for _, pipe in children]
    failed = [child for child, _ in children if os.waitpid(child, 0)[1] != 0]
    if failed:
        raise AssertionError(f"{len(failed)} of {processes} processes failed")
    store = FolderStore(folder)
    ids = Counter(correction.id for correction in store.history())
    every = [id_ for one in told for id_ in one]
    _expect(len(every) == len(set(every)) == processes * edits, f"{len(set(every))} edits were acknowledged")
    _expect(ids == Counter(every), f"{len(ids)} corrections of {len(every)} are in the log")
    _expect(not store.verify() and not store.conflicts(), f"{store.verify()} {store.conflicts()}")
    seconds = time.perf_counter() - begun
    return Count(acknowledged=len(every), logged=len(ids), seconds=seconds)


def _table() -> EventsTable:
    rows = [{"id": f"e-{n}", "date": "2024-04-22", "title": f"Fact {n}", "place": "Changsha"} for n in range(FACTS)]
    return check(pd.DataFrame(rows))


def _edit_without_end(folder: Path, seed: int, tell: Callable[[str], None]) -> None:
    store, chance = FolderStore(folder), random.Random(seed)
    while True:
        _edit_one(store, chance, f"edit {seed}", tell)


def _edit(folder: Path, name: int, edits: int, tell: Callable[[str], None]) -> None:
    store, chance = FolderStore(folder), random.Random(name)
    for number in range(edits):
        _edit_one(store, chance, f"{name}.{number}", tell)


def _edit_one(store: FolderStore, chance: random.Random, text: str, tell: Callable[[str], None]) -> None:
    """Set the note of a fact, and its place with it now and then; whoever comes late looks again."""
    facts = [f"e-{n}" for n in range(FACTS)]
    fact, seen = chance.choice(facts), ""
    while True:
        edit = Edit(fact=fact, field="note", old=seen, new=f"{text}, {chance.random()}")
        try:
            (made,) = store.correct([edit], who=text)
        except EditConflict as error:
            seen = error.stale[0].now
        else:
            tell(made.id)
            return


def _edit_until(project: Path, number: int, until: float) -> set[str]:
    """Correct facts of a project that is being read, until a moment; at least once."""
    store, chance = FolderStore(project), random.Random(number)
    made: set[str] = set()
    while not made or time.perf_counter() < until:
        facts = store.facts()
        row = facts.iloc[chance.randrange(len(facts))]
        with suppress(EditConflict):
            edit = Edit(fact=row["id"], field="note", old=row["note"], new=f"seen {number}, {chance.random()}")
            made |= {correction.id for correction in store.correct([edit], who="reader")}
    return made


def _write_articles(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, place in enumerate(PLACES * 3):
        (folder / f"{number:02}.txt").write_text(TEXT.format(place=place, day=10 + number // 4), encoding="utf-8")


def _read(articles: Path, project: Path) -> None:
    """Run the command in this process, with nothing said."""
    arguments = sys.argv
    sys.argv = ["atlas", "read", str(articles), "-o", str(project), "--merge", "--jobs", "1"]
    try:
        with Path(os.devnull).open("w") as nowhere:
            sys.stderr, said = nowhere, sys.stderr
            try:
                atlas()
            except SystemExit as end:
                _expect(not end.code, f"atlas read ended with {end.code}")
            finally:
                sys.stderr = said
    finally:
        sys.argv = arguments


def _reread(articles: Path, project: Path) -> None:
    """Forget what was read, and read all of it anew, with one article changed."""
    (project / "events.csv.read").unlink(missing_ok=True)
    _read(articles, project)


def _expect_all(folder: Path, acknowledged: set[str]) -> int:
    """Open a project as the next session would; all that was acknowledged is there. Return how many lines were torn."""
    store = FolderStore(folder)
    before = len(store.history())
    facts = store.facts()
    edit = Edit(fact=facts["id"][0], field="note", old=facts["note"][0], new=f"{before}")
    acknowledged |= {correction.id for correction in store.correct([edit], who="after")}
    lost = acknowledged - {correction.id for correction in store.history()}
    _expect(not lost, f"{len(lost)} acknowledged edits are lost: {sorted(lost)[:5]}")
    _expect(not store.verify(), f"{store.verify()}")
    return len(store.notes())


def _same(one: FolderStore, other: FolderStore) -> None:
    tables = [store.facts().sort_values("id").reset_index(drop=True) for store in (one, other)]
    tables = [table[sorted(table.columns)] for table in tables]
    pd.testing.assert_frame_equal(*tables)


def _forked(work: Callable[[Callable[[str], None]], object]) -> tuple[int, int]:
    """Start a process; return its id, and the end of a pipe through which it tells what was acknowledged."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    status = 1
    try:
        os.close(ours)
        work(lambda text: _tell(theirs, text))
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


def _tell(pipe: int, text: str) -> None:
    os.write(pipe, f"{text}\n".encode())


def _killed(child: int, pipe: int) -> set[str]:
    """Kill a process; return what it had told by then."""
    os.kill(child, signal.SIGKILL)
    told = set(_drained(pipe))
    with suppress(ChildProcessError):
        os.waitpid(child, 0)
    return told


def _drained(pipe: int) -> list[str]:
    with os.fdopen(pipe, "rb") as file:
        return file.read().decode().splitlines()


def _is_running(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _expect(holds: bool, said: str) -> None:
    if not holds:
        raise AssertionError(said)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instants", type=int, default=200, help="kills of each kind")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--edits", type=int, default=1000, help="edits of each process")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print("edits killed:", edits_under_fire(folder / "edits", instants=given.instants), flush=True)
        print("readings killed:", reading_under_fire(folder / "reads", instants=given.instants), flush=True)
        print("at once:", crowd(folder / "crowd", processes=given.processes, edits=given.edits), flush=True)


if __name__ == "__main__":
    _main()
