"""``atlas project``, ``correct``, ``log``, ``undo``, ``merge``: a project, and the log of what people changed in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.shared import LISTED, Encoding, Project, Who, app, say, say_how_read, say_lines
from geo.errors import counted

if TYPE_CHECKING:
    from geo.tables.corrections import Correction
    from geo.tables.store import Conflict, Store


@app.command()
def project(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="The folder; it is made if it is not there.")],
    from_: Annotated[
        Path | None, typer.Option("--from", exists=True, dir_okay=False, help="A table of facts to begin with.")
    ] = None,
    encoding: Encoding = "",
) -> None:
    """Make a project: a folder with the facts found, the log of corrections, and the texts of what was read.

    An events.csv that lies in the folder becomes the project's; one of an earlier form is brought up to date, and kept.
    """
    from geo.tables.folder import FolderStore
    from geo.tables.schema import read_table

    table = None
    if from_ is not None:
        read = read_table(from_, encoding=encoding or None)
        say_how_read(read)
        table = read.table
    made = FolderStore.create(folder, table)
    say_lines(made.notes())
    say(f"{folder}: a project with {counted(len(made.findings()), 'fact')}")


@app.command()
def correct(
    where: Project,
    fact: Annotated[str, typer.Argument(help="The id of the fact.")],
    changes: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE...", help="What it is to say; empty to clear.")],
    who: Who,
    why: Annotated[str, typer.Option(help="The reason.")] = "",
) -> None:
    """Correct, confirm or reject a fact: place=Chongqing, status=confirmed, same_as=… with merge=sure."""
    from geo.tables.rows import rows_of
    from geo.tables.store import Edit

    store = _opened(where)
    asked = dict(_pair(change) for change in changes)
    facts = store.facts()
    rows = rows_of(facts[facts["id"] == fact])
    now = rows[0] if rows else {}
    edits = [Edit(fact=fact, field=field, old=now.get(field, ""), new=value) for field, value in asked.items()]
    _say_made(store, store.correct(edits, who=who, why=why))


@app.command()
def log(
    where: Project,
    fact: Annotated[str, typer.Argument(help="Only of the fact with this id.")] = "",
) -> None:
    """Show what was corrected, when, by whom and why; then what is open, and what is wrong with the log."""
    store = _opened(where)
    for correction in store.history(fact):
        typer.echo(_line(correction))
    say_lines(store.notes())
    _say_conflicts([conflict for conflict in store.conflicts() if fact in ("", conflict.fact)])
    faults = store.verify()
    say_lines(faults)
    if faults:
        raise typer.Exit(1)


@app.command()
def undo(
    where: Project,
    ids: Annotated[list[str], typer.Argument(help="The ids of corrections, as `atlas log` shows them.")],
    who: Who,
) -> None:
    """Undo corrections: each field goes back to what it was before, or to what the reader finds. Nothing is deleted."""
    store = _opened(where)
    _say_made(store, store.undo(ids, who=who))


@app.command()
def merge(
    where: Project,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The copy: a folder or a postgresql:// address.")],
) -> None:
    """Take into a project what another copy of it holds: corrections, facts, texts. The other copy stays as it is."""
    store, theirs = _opened(where), _opened(other)
    merged = store.merge(theirs)
    say_lines(store.notes())
    say_lines(f"{theirs.name}: {said}" for said in theirs.verify())
    taken = f"{counted(merged.corrections, 'correction')}, {counted(merged.findings, 'fact')}"
    say(f"{taken} and {counted(merged.documents, 'text')} taken")
    _say_conflicts(merged.conflicts)


def _opened(where: str) -> Store:
    from geo.tables.store import open_project

    return open_project(where)


def _pair(change: str) -> tuple[str, str]:
    field, given, value = change.partition("=")
    if not given:
        raise typer.BadParameter(f"{change!r}: write FIELD=VALUE, for instance status=confirmed")
    return field.strip(), value


def _say_made(store: Store, made: Iterable[Correction]) -> None:
    say_lines(store.notes())
    lines = [_line(correction) for correction in made]
    say("\n".join(lines) if lines else "nothing to change: the fact says so already")


def _say_conflicts(conflicts: Iterable[Conflict]) -> None:
    open_ = list(conflicts)
    if not open_:
        return
    say(f"changed apart, and open until someone decides with `atlas correct`: {len(open_):,} (the map shows the first)")
    for conflict in open_[:LISTED]:
        sides = " | ".join(f"{side.value!r} by {side.by.who}, {_day(side.by.when)}" for side in conflict.sides)
        say_lines([f"  {conflict.fact} {conflict.field}: {sides}"])
    if len(open_) > LISTED:
        say(f"  … and {len(open_) - LISTED:,} more")


def _line(correction: Correction) -> str:
    from geo.batch.summary import printable
    from geo.tables.sheet import shortened

    change = f"{shortened(correction.old)!r} -> {shortened(correction.new)!r}"
    if correction.field == "fact":
        change = "made by hand" if correction.new else "taken back"
    why = f"  ({correction.why})" if correction.why else ""
    by = f"{correction.id}  {_day(correction.when)}  {correction.who}"
    return printable(f"{by}  {correction.fact}  {correction.field}: {change}{why}")


def _day(when: str) -> str:
    return when[:16].replace("T", " ")
