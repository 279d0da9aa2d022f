"""A run of `atlas read`: which articles are read, which were read before, and what came of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
    articles, failures = _opened(inputs, written)
    given = {article.id for article in articles}
    articles += [article for article in earlier if article.id not in given]
    options = Options(quotes=quotes, records=records is not None)
    found: list[Finding] = []
    opened: list[Document] = []
    with State(path_of(output) if output else None) as state, _record_lines(records) as write:
        todo = _Todo.of(articles, state, options)
        for done, outcome in enumerate(todo.outcomes(state, options, jobs, workers), start=1):
            if isinstance(outcome, Failure):
                failures.append(outcome)
            else:
                write(outcome.record)
                found.append(replace(outcome, record=None, reports=outcome.reports if merged else ()))
                opened.append(articles[done - 1])
            if progress is not None:
                progress(done, len(articles))
    rows = [row for finding in found for row in finding.rows]
    groups = merge(report for finding in found for report in finding.reports)
    return Run(
        rows=tuple(join_reports(rows, groups) if merged else rows),
        read=len(found),
        remembered=len(todo.remembered),
        failures=tuple(failures),
        groups=groups,
        documents=tuple(opened),
    )


def _opened(inputs: Iterable[str | Path], written: Container[Path]) -> tuple[list[Document], list[Failure]]:
    """Return the articles of the inputs and what could not be read; what the run writes is no article."""
    articles: list[Document] = []
    failures: list[Failure] = []
    for item in documents.read(inputs, without=written):
        if isinstance(item, Document):
            articles.append(item)
        else:
            failures.append(item)
    return articles, failures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Todo:
    """The articles of a run in their order, each with its key; `remembered` are the keys that need no reading."""

    articles: Sequence[Document]
    keys: Sequence[str]
    remembered: frozenset[str]

    @classmethod
    def of(cls, articles: Sequence[Document], state: State, options: Options) -> _Todo:
        keys = [key_of(article, options.quotes, options.records) for article in articles]
        return cls(articles=articles, keys=keys, remembered=frozenset(key for key in keys if key in state))

    def outcomes(
        self, state: State, options: Options, jobs: int, workers: Workers | None
    ) -> Iterator[Finding | Failure]:
        """Yield what came of each article, and keep what is new."""
        pairs = list(zip(self.articles, self.keys, strict=True))
        unread = [article for article, key in pairs if key not in self.remembered]
        fresh = read_all(unread, options, jobs=jobs, workers=workers)
        for article, key in pairs:
            if key in self.remembered:
                yield findings.load(state.finding(key))
                continue
            outcome = next(fresh)
            if outcome.failure:
                yield Failure(source=article.id, reason=outcome.failure)
                continue
            state.keep(key, outcome.finding)
            yield findings.load(outcome.finding)


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
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
