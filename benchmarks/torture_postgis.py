"""Do edits get lost in a database? Many processes at once, and a server that is killed in the middle of their work.

``python -m benchmarks.torture_postgis`` runs both in full: 8 processes with 1,000 edits each, then 200 kills. It starts
a server of its own (`tests.postgres`), which syncs to disk as a user's does. Several processes edit the same facts, so
that stale edits are refused all the time; each looks again and repeats.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from geo.errors import EditConflict, StoreError
from geo.tables.corrections import Edit
from geo.tables.postgis import DatabaseStore
from geo.tables.schema import check
from tests.postgres import Server

FACTS = 40
ALL = 1 << 30
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["geo.tables.postgis"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the workers were told, and what the database holds afterwards; `lost` and `doubled` have to be 0.

    `refused` counts stale edits, which were shown and repeated; `cut` counts calls that a kill cut off.
    """

    acknowledged: int
    history: int
    lost: int
    doubled: int
    refused: int
    cut: int
    seconds: float
    wrong: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was lost, nothing doubled, and the project verifies."""
        return self.lost == self.doubled == 0 and not self.wrong


def together(server: Server, *, workers: int, edits: int, schema: str) -> Outcome:
    """Let several processes make so many edits each, all at once."""
    with TemporaryDirectory() as folder:
        begun, team, go = _team(server, schema, Path(folder), workers, edits)
        go.set()
        for worker in team:
            worker.join()
        return _outcome(server, schema, Path(folder), time.perf_counter() - begun)


def killed(server: Server, *, workers: int, kills: int, schema: str, seed: int = 1) -> Outcome:
    """Kill the server at so many random instants of the edits of several processes; each time they have begun again."""
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        begun, team, go = _team(server, schema, Path(folder), workers, ALL)
        go.set()
        for _ in range(kills):
            _wait_for_more(Path(folder))
            time.sleep(chance.uniform(0, 0.2))
            server.kill()
            server.start()
        _wait_for_more(Path(folder))
        go.clear()
        for worker in team:
            worker.join()
        return _outcome(server, schema, Path(folder), time.perf_counter() - begun)


def _wait_for_more(folder: Path) -> None:
    """Wait until a worker has been told something that it had not been told before."""
    seen = _told(folder)
    while _told(folder) == seen:
        time.sleep(0.005)


def _told(folder: Path) -> int:
    """Return how much the workers were told, but for what was cut off."""
    return sum(line != "cut" for path in folder.iterdir() for line in path.read_text().splitlines())


def _team(
    server: Server, schema: str, folder: Path, workers: int, edits: int
) -> tuple[float, Sequence[BaseProcess], Event]:
    """Make the project and start the processes; they wait for the event."""
    rows = [{"id": f"e-{n}", "date": "2024-04-22", "title": f"Visit {n}", "place": "Changsha"} for n in range(FACTS)]
    DatabaseStore.create(server.address(schema=schema), check(pd.DataFrame(rows)))
    ready, go = _CONTEXT.Barrier(workers + 1), _CONTEXT.Event()
    arguments = (server.address(schema=schema), edits, ready, go)
    team = [_CONTEXT.Process(target=_work, args=(folder / f"{n}", n, *arguments)) for n in range(workers)]
    for worker in team:
        worker.start()
    ready.wait()
    return time.perf_counter(), team, go


def _work(told: Path, number: int, address: str, edits: int, ready: Barrier, go: Event) -> None:
    """Make edits, and write down each that was acknowledged; every value is made once in the whole run."""
    store = DatabaseStore(address)
    chance, seen = random.Random(number), dict.fromkeys((f"e-{n}" for n in range(FACTS)), "")
    ready.wait()
    go.wait()
    with told.open("w", buffering=1) as log:
        for count in range(edits):
            if not go.is_set():
                return
            fact = chance.choice(list(seen))
            seen[fact] = _edited(store, fact, seen[fact], f"{number}-{count}", log.write)


def _edited(store: DatabaseStore, fact: str, old: str, new: str, say: Callable[[str], object]) -> str:
    """Make one edit, however often it has to be repeated; return the value that the worker knows to stand."""
    while True:
        try:
            store.correct([Edit(fact=fact, field="note", old=old, new=new)], who="worker")
        except EditConflict as error:
            old = error.stale[0].now
            say("refused\n")
        except StoreError:
            say("cut\n")
            time.sleep(0.02)
            # The call may have been cut off after the commit: whoever repeats blindly would make the edit twice.
            if _stands(store, fact, new):
                return new
        else:
            say(f"{new}\n")
            return new


def _stands(store: DatabaseStore, fact: str, new: str) -> bool:
    while True:
        try:
            return any(line.new == new for line in store.history(fact))
        except StoreError:
            time.sleep(0.02)


def _outcome(server: Server, schema: str, folder: Path, seconds: float) -> Outcome:
    told = Counter(line for path in folder.iterdir() for line in path.read_text().splitlines())
    refused, cut = told.pop("refused", 0), told.pop("cut", 0)
    store = DatabaseStore(server.address(schema=schema))
    kept = Counter(line.new for line in store.history())
    return Outcome(
        acknowledged=told.total(),
        history=kept.total(),
        lost=len(told.keys() - kept.keys()),
        doubled=sum(count - 1 for count in kept.values()),
        refused=refused,
        cut=cut,
        seconds=round(seconds, 1),
        wrong=store.verify(),
    )


def main() -> None:
    """Run both in full, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    asked = parser.parse_args()
    with Server() as server:
        print(together(server, workers=asked.workers, edits=asked.edits, schema="together"))
        print(killed(server, workers=3, kills=asked.kills, schema="killed"))


if __name__ == "__main__":
    main()
