"""Articles into a table, or into a project: what a run found, checked and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo.batch.run import Run, run
from geo.tables.facts import FIELDS
from geo.tables.merged import MERGE, SAME_AS
from geo.tables.schema import EventsTable, check, write_csv
from geo.tables.store import Kept, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadInto:
    """What reading articles into a project came to.

    `documents` texts were not kept before; `reread` are the ids of articles whose text differs from the one kept.
    """

    run: Run
    kept: Kept
    documents: int
    reread: tuple[str, ...]


def read_articles(inputs: Sequence[str | Path], output: Path | None, **options: Any) -> tuple[Run, EventsTable]:
    """Read articles and write the facts found as a table, when all are read.

    Parameters
    ----------
    inputs
        Files, folders, globs of articles.
    output
        The CSV file to write; None to write nothing and remember nothing.
    options
        For `geo.batch.run.run`: `records`, `merged`, `quotes`, `jobs`, `progress`.

    Returns
    -------
    What the run made, and the checked table.

    Raises
    ------
    ExportError
        When a file cannot be written.
    """
    made = run(inputs, output=output, **options)
    table = _table(made, merged=options.get("merged", False))
    if output is not None and made.read:
        write_csv(table, output)
    return made, table


def read_into(inputs: Sequence[str | Path], project: Store, folder: Path | None = None, **options: Any) -> ReadInto:
    """Read articles into a project: their texts are kept, their facts take the place of what was found in them before.

    Parameters
    ----------
    inputs
        Files, folders, globs of articles.
    project
        Where the facts go. Corrections made there outlive this.
    folder
        The folder of the project, where what was read is remembered; None to remember nothing.
    options
        For `geo.batch.run.run`: `records`, `merged`, `quotes`, `jobs`, `progress`. With `merged`, reports are compared
        with those of all articles kept in the project.

    Raises
    ------
    ExportError, StoreError
        When a file cannot be written.
    """
    merged = options.get("merged", False)
    before = {document.id: document for document in project.documents()}
    made = run(
        inputs,
        output=folder / "events.csv" if folder else None,
        earlier=tuple(before.values()) if merged else (),
        aside=[folder / name for name in ("documents", "corrections.csv")] if folder else [],
        **options,
    )
    if not made.read:
        return ReadInto(run=made, kept=Kept(), documents=0, reread=())
    texts = project.keep(made.documents)
    kept = project.put(_table(made, merged=merged), docs={document.id for document in made.documents})
    reread = tuple(new.id for new in made.documents if new.text != before.get(new.id, new).text)
    return ReadInto(run=made, kept=kept, documents=texts, reread=reread)


def _table(made: Run, *, merged: bool) -> EventsTable:
    columns = (*FIELDS, *((SAME_AS, MERGE) if merged else ()))
    return check(pd.DataFrame(made.rows, columns=list(columns), dtype="str"))
