"""Reading that goes on while its starter does something else, tells how far it is, and can be stopped.

What was read is put into the project again and again, so that stopping loses nothing. Documents that the project
holds already are not read again. When all are read, the reports of all its documents are looked through for events
that several tell.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from geo.batch import findings, intake
from geo.batch.findings import Finding
from geo.batch.intake import Upload
from geo.batch.state import State, key_of
from geo.batch.work import Options, read_batch
from geo.errors import GeoError
from geo.reading.documents import Failure
from geo.reading.merge import merge
from geo.records import Document
from geo.tables.facts import FIELDS, Row
from geo.tables.merged import MERGE, SAME_AS, join_reports
from geo.tables.schema import EventsTable, check
from geo.tables.store import Store

Stage = Literal["opening", "reading", "merging", "done", "stopped", "failed"]

ENDED: Final = ("done", "stopped", "failed")

_KEPT_AT_ONCE: Final = 64  # documents that a stop may still have to write: each costs two syncs of the disk
_PUT_EVERY_S: Final = 3.0
_COUNTED: Final = re.compile(r"#\d+$")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is, in documents. `known` were in the project already; `facts` were found in those read now.

    `documents` are the ids of those read, `first` is that of the first one sent, be it new or known.
    `compared` of the project's documents have been looked through for events that several tell. `seconds_left` is None
    while nothing can be said. `error` is a sentence when the job failed.
    """

    stage: Stage = "opening"
    total: int = 0
    read: int = 0
    known: int = 0
    facts: int = 0
    failures: tuple[Failure, ...] = ()
    documents: tuple[str, ...] = ()
    first: str = ""
    compared: int = 0
    to_compare: int = 0
    seconds_left: float | None = None
    error: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will change."""
        return self.stage in ENDED


_Found = tuple[Document, Finding]


class _Stopped(Exception):  # noqa: N818 - somebody wanted it
    pass


@dataclass(slots=True, eq=False)
class Job:
    """Reads uploads into a project, in a thread of its own.

    Parameters
    ----------
    uploads
        Files as they came.
    store
        The project.
    remembered
        The file where findings are kept between jobs, or None.
    """

    uploads: Sequence[Upload]
    store: Store
    remembered: Path | None = None
    _progress: Progress = field(default_factory=Progress)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Job:
        """Begin, and return at once."""
        self._thread = threading.Thread(target=self._run, name="atlas reading", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ask the job to end; what was read is kept."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> Progress:
        """Wait until the job ends, or so long, and return how far it is."""
        if self._thread is not None:
            self._thread.join(seconds)
        return self._progress

    @property
    def progress(self) -> Progress:
        """How far the job is."""
        return self._progress

    def _run(self) -> None:
        try:
            with State(self.remembered) as state:
                self._read(state)
                self._tell(stage="merging", seconds_left=None)
                self._merge(state)
            self._tell(stage="done")
        except _Stopped:
            self._tell(stage="stopped", seconds_left=None)
        except GeoError as error:
            self._tell(stage="failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - the outermost border of the thread
            _LOG.exception("Reading failed")
            self._tell(stage="failed", error=f"{type(error).__name__}: {error}")

    def _tell(self, **changes: object) -> None:
        self._progress = replace(self._progress, **changes)  # type: ignore[arg-type]

    def _check(self) -> None:
        if self._stop.is_set():
            raise _Stopped

    def _read(self, state: State) -> None:
        todo = list(self._new_documents())
        self._tell(stage="reading", total=len(todo) + self._progress.known)
        read: list[_Found] = []
        kept: list[_Found] = []
        begun = put = time.monotonic()
        try:
            for done, document in enumerate(todo, start=1):
                self._check()
                read += self._outcomes([document], state)
                left = (time.monotonic() - begun) / done * (len(todo) - done)
                self._tell(read=done, seconds_left=left)
                if len(read) >= _KEPT_AT_ONCE:
                    kept, read = [*kept, *self._kept(read, state)], []
                if time.monotonic() - put > _PUT_EVERY_S:
                    self._put(kept)
                    kept, put = [], time.monotonic()
        finally:
            self._put([*kept, *self._kept(read, state)])

    def _new_documents(self) -> Iterator[Document]:
        """Yield the documents that the project does not hold, each under an id of its own."""
        held = {document.id: document.text for document in self.store.documents()}
        texts = {text: id_ for id_, text in held.items()}
        for item in intake.read(self.uploads, self._check):
            if isinstance(item, Failure):
                self._tell(failures=(*self._progress.failures, item))
            elif item.text in texts:
                self._tell(known=self._progress.known + 1, first=self._progress.first or texts[item.text])
            else:
                document = replace(item, id=_free(item.id, held))
                held[document.id] = document.text
                texts[document.text] = document.id
                self._tell(total=self._progress.total + 1, first=self._progress.first or document.id)
                yield document

    def _outcomes(self, documents: Sequence[Document], state: State) -> Iterator[_Found]:
        for document, outcome in zip(documents, read_batch(documents, Options()), strict=True):
            if outcome.failure:
                failure = Failure(source=document.id, reason=outcome.failure)
                self._tell(failures=(*self._progress.failures, failure))
                continue
            state.keep(key_of(document, True, False), outcome.finding)
            yield document, findings.load(outcome.finding)

    def _put(self, found: Sequence[_Found]) -> None:
        if not found:
            return
        rows = [row for _, finding in found for row in finding.rows]
        self.store.put(_table(rows), docs={document.id for document, _ in found})
        self._tell(
            facts=self._progress.facts + len(rows),
            documents=(*self._progress.documents, *(document.id for document, _ in found)),
        )

    def _kept(self, found: Sequence[_Found], state: State) -> list[_Found]:
        """Keep documents; one whose id another job took meanwhile gets another, and is read again under it."""
        kept: list[_Found] = []
        while found:
            taken = set(self.store.keep_apart([document for document, _ in found]))
            kept += [pair for pair in found if pair[0] not in taken]
            if not taken:
                break
            held = {document.id: document.text for document in self.store.documents()}
            renamed: list[Document] = []
            for document in taken:
                renamed.append(replace(document, id=_free(_COUNTED.sub("", document.id), held)))
                held[renamed[-1].id] = document.text
            found = list(self._outcomes(renamed, state))
        return kept

    def _merge(self, state: State) -> None:
        """Look through the reports of all documents for events that several tell."""
        latest = {document.id: document for document in self.store.documents()}
        every: list[Finding] = []
        for number, document in enumerate(latest.values(), start=1):
            if (finding := self._finding(document, state)) is not None:
                every.append(finding)
            self._tell(compared=number, to_compare=len(latest))
        groups = merge((report for finding in every for report in finding.reports), self._check)
        rows = join_reports([row for finding in every for row in finding.rows], groups)
        self.store.put(_table(rows), docs=set(latest))

    def _finding(self, document: Document, state: State) -> Finding | None:
        self._check()
        key = key_of(document, True, False)
        if key in state:
            return findings.load(state.finding(key))
        (outcome,) = read_batch([document], Options())
        return None if outcome.failure else findings.load(outcome.finding)


def _table(rows: Sequence[Row]) -> EventsTable:
    columns = [*FIELDS, SAME_AS, MERGE]
    return check(pd.DataFrame(rows, columns=columns, dtype="str").fillna(""))


def _free(id_: str, held: dict[str, str]) -> str:
    """Return the id, or the id with the first number that is free.

    >>> _free("news", {"news": "", "news#2": ""})
    'news#3'
    """
    if id_ not in held:
        return id_
    number = next(number for number in range(2, len(held) + 3) if f"{id_}#{number}" not in held)
    return f"{id_}#{number}"
