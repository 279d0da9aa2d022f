"""``atlas push`` and ``atlas pull``: a project between a folder and the database of a team, without loss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.cli.shared import app, say, waiting
from geo.errors import counted

if TYPE_CHECKING:
    from geo.tables.store import Merged, Store

FROM_ENVIRONMENT = "postgresql://"
"""Stands for the address in the environment, so that a password need not stand in a command."""

_ADDRESS = "postgresql://user@host:port/database?schema=name; what ATLAS_DATABASE_URL says if not given."


@app.command()
def push(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder of a project.")],
    address: Annotated[str, typer.Argument(help=f"The database: {_ADDRESS}", show_default=False)] = FROM_ENVIRONMENT,
) -> None:
    """Bring what a folder holds into a database: corrections, findings and documents that are not there yet.

    A project is made where there is none. Nothing is taken away or overwritten; fields that were changed on both sides
    are shown, with both values.
    """
    from geo.tables.folder import FolderStore
    from geo.tables.postgis import DatabaseStore

    with waiting("Bringing the project into the database"):
        database = DatabaseStore.open_or_create(address)
        merged = database.merge(FolderStore(folder))
    _say_moved(database, merged)


@app.command()
def pull(
    places: Annotated[
        list[str], typer.Argument(help=f"The database and the folder: {_ADDRESS}", metavar="[URL] FOLDER")
    ],
) -> None:
    """Bring what a database holds into a folder: corrections, findings and documents that are not there yet.

    A project is made where there is none. Nothing is taken away or overwritten; fields that were changed on both sides
    are shown, with both values.
    """
    from geo.tables.folder import LOG, FolderStore
    from geo.tables.postgis import DatabaseStore

    if len(places) > 2:
        raise typer.BadParameter(f"{len(places)} places are given; name a database and a folder")
    folder = Path(places[-1])
    with waiting("Bringing the project into the folder"):
        database = DatabaseStore("".join(places[:-1]) or FROM_ENVIRONMENT)
        project = FolderStore(folder) if (folder / LOG).exists() else FolderStore.create(folder)
        merged = project.merge(database)
    _say_moved(project, merged)


def _say_moved(store: Store, merged: Merged) -> None:
    """Say what was new, and each conflict that is open now."""
    counts = f"{counted(merged.corrections, 'correction')}, {counted(merged.findings, 'finding')}"
    say(f"{store.name}: {counts} and {counted(merged.documents, 'document')} were new")
    for conflict in merged.conflicts:
        say(f"  conflict: {conflict}")
    if merged.conflicts:
        say("the first value is shown until one is chosen: correct the field once more")
