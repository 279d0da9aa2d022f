"""A run of `atlas read`: which articles are read, which were read before, and what came of them."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.batch import findings
from geo.batch.findings import Finding
from geo.batch.state import State, key_of, path_of
from geo.batch.work import Options, Workers, read_all
from geo.errors import ExportError
from geo.reading import documents
from geo.reading.documents import Failure
from geo.reading.merge import Group, merge
from geo.records import Document
from geo.tables.facts import Row
from geo.tables.files import why_not
from geo.tables.merged import join_reports

Progress = Callable[[int, int], object]
"""Called with (done, all) articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run made: the rows of the table, in the order of the articles, and what happened to each input.

    `read` articles gave the rows, `remembered` of them in an earlier run; `failures` could not be read. `groups` are
    the merges, empty when none were asked for; `documents` the articles that were read.
    """

    rows: tuple[Row, ...]
    read: int
    remembered: int
    failures: tuple[Failure, ...]
    groups: tuple[Group, ...]
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aside:
    """Files that are no articles: those named, and all in the folders named."""

    paths: frozenset[Path]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, Path) and not self.paths.isdisjoint((path, *path.parents))


def run(
    inputs: Sequence[str | Path],
    *,
    output: Path | None = None,
    records: Path | None = None,
    earlier: Sequence[Document] = (),
    aside: Sequence[Path] = (),
    merged: bool = False,
    quotes: bool = True,
    jobs: int = 1,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Run:
    """Read articles, remembering each as soon as it is read.

    Parameters
    ----------
    inputs
        Files, folders, globs. What this run writes is not read, though it lies in one of the folders.
    output
        The table that will be written; what was read is remembered beside it. None to remember nothing.
    records
        A file for one JSON object an article (JSON Lines); written whole or not at all.
    earlier
        Articles that are read, too, unless one of the inputs has their id.
    aside
        Files and folders that hold no articles, though they lie in one of the inputs.
    merged
        Whether reports of the same event are looked for across articles.
    quotes
        Whether rows quote the sentence that tells the fact.
    jobs
        Processes; their number changes nothing in the result. With more than one, a script has to guard its start
        with ``if __name__ == "__main__"``.
    workers
        Where else articles are read, instead of processes of our own; see `geo.batch.cluster`.

    Raises
    ------
    ExportError
        When a file cannot be written.
    GeoError
        When a process ends before its articles are read.
    """
    written = _Aside(paths=frozenset(path.resolve() for path in (output, records, *aside) if path is not None))
    opening = _Opening(inputs=inputs, written=written, earlier=earlier)
    options = Options(quotes=quotes, records=records is not None)
    found: list[Finding] = []
    opened: list[Document] = []
    failures: list[Failure] = []
    with State(path_of(output) if output else None) as state, _record_lines(records) as write:
        todo = _Todo(opening=opening, state=state, options=options, merged=merged)
        for done, (article, outcome) in enumerate(todo.outcomes(jobs, workers), start=1):
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                write(outcome.record)
                found.append(replace(outcome, record=None))
                opened.append(article)
            if progress is not None:
                progress(done, opening.count)
    rows = [row for finding in found for row in finding.rows]
    groups = merge(report for finding in found for report in finding.reports)
    return Run(
        rows=tuple(join_reports(rows, groups) if merged else rows),
        read=len(found),
        remembered=todo.remembered,
        failures=(*opening.failures, *failures),
        groups=groups,
        documents=tuple(opened),
    )


@dataclass(slots=True, kw_only=True)
class _Opening:
    """The articles of a run: those of the inputs, then those of `earlier` that no input replaces.

    What could not be opened gathers in `failures`, and `count` is how many articles there were so far; what the run
    writes is no article.
    """

    inputs: Iterable[str | Path]
    written: Container[Path]
    earlier: Sequence[Document]
    failures: list[Failure] = field(default_factory=list)
    count: int = 0

    def articles(self) -> Iterator[Document]:
        """Open one article after the other."""
        given: set[str] = set()
        for item in documents.read(self.inputs, without=self.written):
            if isinstance(item, Failure):
                self.failures.append(item)
                continue
            given.add(item.id)
            self.count += 1
            yield item
        for article in self.earlier:
            if article.id not in given:
                self.count += 1
                yield article


@dataclass(slots=True, kw_only=True)
class _Todo:
    """The articles of a run in their order; those that an earlier run `remembered` need no reading."""

    opening: _Opening
    state: State
    options: Options
    merged: bool
    remembered: int = 0
    _waiting: deque[tuple[Document, str]] = field(default_factory=deque)

    def outcomes(self, jobs: int, workers: Workers | None) -> Iterator[tuple[Document, Finding | Failure]]:
        """Yield each article with what came of it, and keep what is new; by the first, all are opened."""
        for outcome in read_all(self._unread(), self.options, jobs=jobs, workers=workers):
            yield from self._known()
            article, key = self._waiting.popleft()
            if outcome.failure:
                yield article, Failure(source=article.id, reason=outcome.failure)
                continue
            self.state.keep(key, outcome.finding)
            yield article, findings.load(outcome.finding, told=self.merged)
        yield from self._known()

    def _unread(self) -> Iterator[Document]:
        for article in self.opening.articles():
            key = key_of(article, self.options.quotes, self.options.records)
            self._waiting.append((article, key))
            if key not in self.state:
                yield article

    def _known(self) -> Iterator[tuple[Document, Finding]]:
        """Yield the articles that are next in order and were read by an earlier run."""
        while self._waiting and self._waiting[0][1] in self.state:
            article, key = self._waiting.popleft()
            self.remembered += 1
            yield article, findings.load(self.state.finding(key), told=self.merged)


@contextmanager
def _record_lines(path: Path | None) -> Iterator[Callable[[object], None]]:
    """Give a function that writes one record a line; the file appears when all are written."""
    if path is None:
        yield lambda _record: None
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            yield lambda record: print(json.dumps(record, ensure_ascii=False), file=file)
        part.replace(path)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {why_not(path, error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
