"""The composition root: the only place where the rooms meet.

`read_articles` takes articles to a table; `load` takes a table to placed facts; `payload`, `atlas_map` and `snapshot`
draw them; `place` geocodes a table that only says where. Nothing here computes: every line hands one room's result to
the next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.batch.run import Run, run
from geo.export import formats, page
from geo.tables.facts import FIELDS
from geo.tables.geocode import GeocodedTable, geocode
from geo.tables.join import PlacedTable, Tally, join, tally
from geo.tables.merged import MERGE, SAME_AS, told_once
from geo.tables.schema import EventsTable, PlacesRead, Read, check, read_places, read_table, write_csv
from geo.timeline import payload as payloads
from geo.timeline.payload import Payload
from geo.timeline.select import select
from geo.timeline.view import View

if TYPE_CHECKING:
    import folium

__all__ = ["Loaded", "atlas_map", "load", "payload", "place", "read_articles", "save", "select", "snapshot"]

Progress = Callable[[int, int], object]
"""Called with (done, all) while places are being resolved."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """A table on its way to the map: how it was read, where each fact was placed, and the count of both."""

    read: Read
    table: PlacedTable
    tally: Tally


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
    columns = (*FIELDS, *((SAME_AS, MERGE) if options.get("merged") else ()))
    table = check(pd.DataFrame(made.rows, columns=list(columns), dtype="str"))
    if output is not None and made.read:
        write_csv(table, output)
    return made, table


def load(
    source: Path | bytes, *, name: str = "", encoding: str | None = None, progress: Progress | None = None
) -> Loaded:
    r"""Read, check, geocode and join a table of facts.

    Parameters
    ----------
    source
        A CSV file, or its bytes.
    name
        What to call it in messages; by default the file's name.
    encoding
        Overrides the encoding found by evidence.
    progress
        Called with (done, all) after each distinct place.

    Raises
    ------
    TableError
        With every fault of the table at once.

    Examples
    --------
    >>> table = "date,title,place\n2024-04-22,Visit to a community,Jiulongpo district".encode()
    >>> load(table).table[["adcode", "province", "resolution"]].values.tolist()
    [['500107', '500000', 'exact']]
    """
    read = read_table(source, name=name, encoding=encoding)
    table = join(geocode(read.table, progress=progress))
    return Loaded(read=read, table=table, tally=tally(table))


def place(
    source: Path | bytes, *, name: str = "", encoding: str | None = None, progress: Progress | None = None
) -> tuple[PlacesRead, GeocodedTable]:
    """Read and geocode a table that only has to say where; its other columns are kept as they are.

    Raises
    ------
    TableError
        With every fault of the table at once.
    """
    read = read_places(source, name=name, encoding=encoding)
    return read, geocode(read.table, progress=progress)


def payload(table: PlacedTable, view: View, *, name: str = "") -> Payload:
    """Return what crosses into the page: all facts of `table`, and the view in which it opens.

    Of the rows that surely tell one event (see `geo.tables.merged`) the fullest is drawn, once.
    """
    return payloads.build(PlacedTable(told_once(table)), view=view, name=name)


def snapshot(table: PlacedTable, view: View, *, name: str = "") -> str:
    """Return one HTML file that opens with no network, in exactly this view; it holds all facts of `table`."""
    return page.render(payload(table, view, name=name), lang=view.lang)


def save(table: PlacedTable, path: Path | str, *, view: View | None = None, **options: Any) -> str:
    """Write a picture, a film or the data of a table, as the suffix of `path` asks; return what was written, in words.

    Parameters
    ----------
    table
        N placed facts, from `load`.
    path
        A name that ends in one of `geo.export.formats.SUFFIXES`.
    view
        What is shown.
    options
        The fields of `geo.export.formats.Options`, and `progress` and `say` of `geo.export.formats.write`.

    Raises
    ------
    ExportError
        When the suffix is unknown, an option does not concern the format, or the file cannot be written.
    """
    heard = {key: options.pop(key) for key in ("progress", "say") if key in options}
    return formats.write(table, Path(path), view or View(), formats.Options(**options), **heard)


def atlas_map(table: PlacedTable, *, view: View | None = None, name: str = "", **options: Any) -> folium.Map:
    """Return the timeline map as a Folium map, to which further layers may be added.

    Parameters
    ----------
    table
        N placed facts, from `load`.
    view
        The state in which the map opens.
    name
        What the facts are called in the sources line.
    options
        For `geo.timeline.payload.build`.
    """
    from geo.timeline.element import OfflineMap, Timeline

    view = view or View()
    atlas = OfflineMap(lang=view.lang)
    Timeline(payloads.build(PlacedTable(told_once(table)), view=view, name=name, **options)).add_to(atlas)
    return atlas
