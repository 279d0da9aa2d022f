"""Articles to findings, in one process or in several: the same findings in the same order either way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Any, Protocol, TypeVar

from geo.batch import findings
from geo.errors import GeoError
from geo.records import Document

T = TypeVar("T")

JOBS = min(2, os.cpu_count() or 1)
"""Processes that the command line starts by default."""

BATCH_CHARACTERS, BATCH_ARTICLES = 50_000, 64
"""What one process is given at a time: small enough that little is lost when a run is stopped."""

_AHEAD = 3  # batches that wait for a process, so that none is idle and memory stays bounded
_WORTH_A_PROCESS = 300_000  # characters below which starting a second process takes longer than it saves


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is to be found besides the facts: the sentences they rest on, and the record of each article."""

    quotes: bool = True
    records: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The finding of one article as text for `findings.load`, or the reason why there is none."""

    finding: str = ""
    failure: str = ""


class Workers(Protocol):
    """Processes that are given tasks, wherever they run; a task is a function of a module and its arguments."""

    @property
    def width(self) -> int:
        """How many tasks are worked on at once."""
        ...

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Answer:
        """Give a task."""
        ...


class Answer(Protocol):
    """What a task will come to."""

    def result(self) -> Any:
        """Wait for the result."""
        ...


def in_order(workers: Workers | None, function: Callable[..., T], tasks: Iterable[tuple[Any, ...]]) -> Iterator[T]:
    """Yield the result of each task in order, worked on ahead by so many as keep all workers busy; None: here."""
    if workers is None:
        for task in tasks:
            yield function(*task)
        return
    waiting: deque[Answer] = deque()
    for task in tasks:
        waiting.append(workers.submit(function, *task))
        if len(waiting) > workers.width * _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def read_all(
    documents: Iterable[Document], options: Options, *, jobs: int = 1, workers: Workers | None = None
) -> Iterator[Outcome]:
    """Yield the outcome of each article, in their order; when the first comes, all articles have been taken.

    Parameters
    ----------
    documents
        The articles. With several processes these begin with the first, while the others are still being opened.
    jobs
        Processes. With 1, or with few articles, all is done in this one.
    workers
        Where else the work is done, instead of processes of our own; see `geo.batch.cluster`.

    Raises
    ------
    GeoError
        When a process ends before its articles are read, for want of memory for instance.
    """
    batches = _batches(documents)
    if workers is not None:
        for outcomes in in_order(workers, read_batch, [(batch, options) for batch in batches]):
            yield from outcomes
        return
    first = list(batches if jobs < 2 else _worth_a_process(batches))
    second = list(islice(batches, 1))
    if jobs < 2 or len(first) + len(second) < 2 or not (second or _is_worth_a_process(first)):
        for batch in first:
            yield from read_batch(batch, options)
        return
    try:
        yield from _in_processes(_led(first, chain(second, batches), 2 * jobs), options, jobs)
    except BrokenProcessPool as error:
        raise GeoError(
            "a reading process ended early; run the command again, with --jobs 1 if memory is short"
        ) from error


def read_batch(documents: Sequence[Document], options: Options) -> list[Outcome]:
    """Return the outcomes of some articles; one that makes a rule fail takes no other with it."""
    return [_outcome(document, options) for document in documents]


def _outcome(document: Document, options: Options) -> Outcome:
    try:
        return Outcome(finding=findings.find(document, quotes=options.quotes, record=options.records))
    except Exception as error:  # noqa: BLE001 - any article at all may come; the run goes on and reports this one
        return Outcome(failure=f"{document.id}: cannot be read ({type(error).__name__}: {error})")


def _worth_a_process(batches: Iterator[list[Document]]) -> Iterator[list[Document]]:
    """Yield as many batches as are worth a second process."""
    size = 0
    for batch in batches:
        yield batch
        size += _size(batch)
        if size >= _WORTH_A_PROCESS:
            return


def _is_worth_a_process(batches: Iterable[Sequence[Document]]) -> bool:
    return sum(map(_size, batches)) >= _WORTH_A_PROCESS


def _size(batch: Iterable[Document]) -> int:
    return sum(len(document.text) for document in batch)


def _led(first: Sequence[list[Document]], others: Iterable[list[Document]], lead: int) -> Iterator[list[Document]]:
    """Yield all batches; behind the first few, which the processes begin with, all others are taken at once."""
    yield from first[:lead]
    taken = list(others)
    yield from first[lead:]
    yield from taken


def _in_processes(batches: Iterable[Sequence[Document]], options: Options, jobs: int) -> Iterator[Outcome]:
    context = multiprocessing.get_context("spawn")
    pool = _Pool(ProcessPoolExecutor(jobs, mp_context=context, initializer=_start), jobs)
    try:
        for outcomes in in_order(pool, read_batch, ((batch, options) for batch in batches)):
            yield from outcomes
    finally:
        pool.executor.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Pool:
    executor: ProcessPoolExecutor
    width: int

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Answer:
        return self.executor.submit(function, *arguments)


def _start() -> None:
    """Prepare a process: an interrupt is the parent's to handle, and when the parent is gone there is no work left."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH_CHARACTERS or len(batch) == BATCH_ARTICLES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
