"""Work on other processes or machines, by Dask: the same functions, the same order, the same bytes.

A task is a function of its arguments alone, and its result is taken once, in the order of the tasks. So a worker that
ends midway loses nothing (its tasks are given to another) and nothing is counted twice. Needs the extra
``directive-atlas[dask]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from geo.batch.state import reader_version
from geo.batch.work import JOBS
from geo.errors import GeoError

LOCAL = "local"
_LOCAL = re.compile(r"local(?::(?P<workers>[1-9]\d{0,2}))?")
_ADDRESS = re.compile(r"(?:tcp|tls|ucx|ws|wss)://\S+")
_PATIENCE = 20  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A connected cluster; see `geo.batch.work.Workers`."""

    client: Any

    @property
    def width(self) -> int:
        """How many tasks it works on at once."""
        threads: int = sum(self.client.nthreads().values())
        return max(1, threads)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Answer:
        """Give a task to the cluster. Its name is its own, so that no other run's result is taken for it."""
        return Answer(future=self.client.submit(function, *arguments, pure=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a task will come to."""

    future: Any

    def result(self) -> Any:
        """Wait for the result, and let the cluster forget it.

        Raises
        ------
        GeoError
            When the workers that were given the task ended, one after the other.
        """
        from distributed import KilledWorker

        try:
            return self.future.result()
        except KilledWorker as error:
            raise GeoError(
                "several workers ended over the same part of the work; give them more memory, and run the command again"
            ) from error
        finally:
            self.future.release()


@contextmanager
def cluster(scheduler: str) -> Iterator[Cluster]:
    """Connect to a cluster, or start one on this machine.

    Parameters
    ----------
    scheduler
        The address of a scheduler, ``tcp://host:8786``; ``local`` for a process for each core used by default, or
        ``local:4`` for so many. A local one listens on this machine alone, and ends with the work.

    Raises
    ------
    GeoError
        When the address is none, nobody answers there, Dask is not installed, or a worker has another version.
    """
    local = _LOCAL.fullmatch(scheduler)
    if not (local or _ADDRESS.fullmatch(scheduler)):
        raise GeoError(f"{scheduler!r} is no scheduler: write tcp://host:8786, local, or local:4")
    try:
        import distributed
    except ImportError as error:
        raise GeoError("--scheduler needs Dask: pip install 'directive-atlas[dask]'") from error
    dask: Any = distributed
    if not local:
        with _connected(dask.Client, scheduler) as client:
            yield Cluster(client=client)
        return
    workers = int(local["workers"] or JOBS)
    options = {"host": "127.0.0.1", "dashboard_address": None, "threads_per_worker": 1}
    with dask.LocalCluster(n_workers=workers, **options) as started, _connected(dask.Client, started) as client:
        yield Cluster(client=client)


@contextmanager
def _connected(connect: Callable[..., Any], where: Any) -> Iterator[Any]:
    try:
        client = connect(where, timeout=_PATIENCE)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (OSError, TimeoutError) as error:
        raise GeoError(f"no scheduler with a worker answers at {where!r}: {error}") from error
    with client:
        ours = reader_version()
        others = sorted(address for address, theirs in client.run(reader_version).items() if theirs != ours)
        if others:
            raise GeoError(f"the worker at {others[0]} has another version of Directive Atlas: install this one there")
        yield client
