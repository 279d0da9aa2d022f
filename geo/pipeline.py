"""The composition root: the only place where the rooms meet.

`geo.batch.into` takes articles to a table or a project; `load` takes a table to placed facts; `payload`, `atlas_map`
and `snapshot` draw them; `place` geocodes a table that only says where. Nothing here computes: every line hands one
room's result to the next. A room is imported by the function that needs it, for a check should not wait for what draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.tables.store import Store
from geo.timeline.view import View

if TYPE_CHECKING:
    import folium

    from geo.places.own.boundaries import OwnBoundaries
    from geo.tables.checked import Checked
    from geo.tables.geocode import GeocodedTable
    from geo.tables.join import PlacedTable
    from geo.tables.large import LargeTable
    from geo.tables.schema import PlacesRead, Read
    from geo.tables.tally import Tally
    from geo.timeline.asked import Asked
    from geo.timeline.payload import Payload

__all__ = [
    "Loaded",
    "LoadedLarge",
    "ask",
    "atlas_map",
    "check",
    "load",
    "load_large",
    "load_project",
    "payload",
    "place",
    "place_project",
    "read_boundaries",
    "save",
    "select",
    "snapshot",
]

Progress = Callable[[int, int], object]
"""Called with (done, all) while places are being resolved."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """A table on its way to the map: how it was read, where each fact was placed, and the count of both."""

    read: Read
    table: PlacedTable
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoadedLarge:
    """A table of very many facts, ready to be drawn: its texts stay in its file."""

    read: LargeTable
    table: LargeTable
    tally: Tally


def check(source: Path, *, encoding: str | None = None, progress: Progress | None = None) -> Checked:
    """Read, prove and geocode a table of facts that will not be drawn; see `geo.tables.checked.check_table`.

    Raises
    ------
    TableError
        With every fault of the table at once.
    """
    from geo.tables.checked import check_table

    return check_table(source, encoding=encoding, progress=progress)


def load_project(project: Store, *, verified: bool = True, progress: Progress | None = None) -> Loaded:
    """Geocode and join the facts of a project, with its corrections.

    Parameters
    ----------
    verified
        Whether every file of the project is looked at, and what is wrong with it said in the notes.
    progress
        Called with (done, all) after each distinct place.

    Raises
    ------
    StoreError
        When the project cannot be read.
    TableError
        When its findings are no table of facts.
    """
    from geo.tables.geocode import geocode
    from geo.tables.join import join, tally

    read = _read_project(project, verified=verified)
    table = join(geocode(read.table, progress=progress))
    return Loaded(read=read, table=table, tally=tally(table))


def _read_project(project: Store, *, verified: bool) -> Read:
    from geo.tables.schema import Note, Read

    facts = project.facts()
    notes = tuple(
        Note(column=None, message=said) for said in (*project.notes(), *(project.verify() if verified else ()))
    )
    rows = range(2, len(facts) + 2)
    return Read(name=project.name, encoding="utf-8", delimiter=",", mapped={}, notes=notes, rows=rows, table=facts)


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
    from geo.tables.geocode import geocode
    from geo.tables.join import join, tally
    from geo.tables.schema import read_table

    read = read_table(source, name=name, encoding=encoding)
    table = join(geocode(read.table, progress=progress))
    return Loaded(read=read, table=table, tally=tally(table))


def load_large(
    source: Path | bytes, *, name: str = "", mapped: bool = True, progress: Progress | None = None
) -> LoadedLarge | None:
    """Load a table of very many facts to be drawn, by columns and in bounded memory; None when it is not such a table.

    Parameters
    ----------
    source
        A file, or its bytes; tables in Parquet of `geo.tables.large.LARGE` facts and more are read so.
    name
        What to call it in messages; by default the file's name.
    mapped
        Whether a file may be mapped into memory; see `geo.tables.large.read_large`.
    progress
        Called with (done, all) after each distinct place.

    Raises
    ------
    TableError
        With the faults of what is counted.
    """
    from geo.tables.large import is_large, read_large

    if not is_large(source):
        return None
    table = read_large(source, name=name, mapped=mapped, progress=progress)
    return LoadedLarge(read=table, table=table, tally=table.tally())


def ask(loaded: LoadedLarge) -> Asked:
    """Count a table of very many facts, so that one view after the other can be asked of it."""
    from geo.timeline.asked import Asked

    return Asked.of(loaded.table)


def read_boundaries(source: Path | bytes | str, **options: Any) -> OwnBoundaries:
    """Read, check and join boundaries of one's own; see `geo.places.own.boundaries.read`.

    Raises
    ------
    BoundaryError
        When the file cannot be used.
    """
    from geo.places.own.boundaries import read

    return read(source, **options)


def place(
    source: Path | bytes, *, name: str = "", encoding: str | None = None, progress: Progress | None = None
) -> tuple[PlacesRead, GeocodedTable]:
    """Read and geocode a table that only has to say where; its other columns are kept as they are.

    Raises
    ------
    TableError
        With every fault of the table at once.
    """
    from geo.tables.geocode import geocode
    from geo.tables.schema import read_places

    read = read_places(source, name=name, encoding=encoding)
    return read, geocode(read.table, progress=progress)


def place_project(project: Store, *, progress: Progress | None = None) -> tuple[Read, GeocodedTable]:
    """Geocode the facts of a project, with their corrections, as `place` does a table.

    Raises
    ------
    StoreError
        When the project cannot be read.
    """
    from geo.tables.geocode import geocode

    read = _read_project(project, verified=True)
    return read, geocode(read.table, progress=progress)


def payload(
    table: PlacedTable | LargeTable,
    view: View,
    *,
    name: str = "",
    boundaries: OwnBoundaries | None = None,
    tiles: str | Mapping[str, Any] | None = None,
) -> Payload:
    """Return what crosses into the page: all facts of `table`, and the view in which it opens.

    Of the rows that surely tell one event (see `geo.tables.merged`) the fullest is drawn, once. With `boundaries`
    these units are shaded instead of the provinces. With `tiles`, a provider by name, the reader may lay these under.
    """
    import pandas as pd

    from geo.tables.merged import told_once
    from geo.timeline import payload as payloads

    once = told_once(table) if isinstance(table, pd.DataFrame) else table
    return payloads.build(once, view=view, name=name, own=boundaries, tiles=tiles)


def select(table: PlacedTable, view: View) -> PlacedTable:
    """Return the rows that `view` shows, in their order and on their index; see `geo.timeline.select.select`."""
    from geo.timeline.select import select as chosen

    return chosen(table, view)


def snapshot(table: PlacedTable | LargeTable, view: View, *, name: str = "") -> str:
    """Return one HTML file that opens with no network, in exactly this view; it holds all facts of `table`."""
    from geo.export import page

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
    from geo.export import formats

    heard = {key: options.pop(key) for key in ("progress", "say") if key in options}
    return formats.write(table, Path(path), view or View(), formats.Options(**options), **heard)


def atlas_map(
    table: PlacedTable,
    *,
    view: View | None = None,
    name: str = "",
    boundaries: OwnBoundaries | None = None,
    **options: Any,
) -> folium.Map:
    """Return the timeline map as a Folium map, to which further layers may be added.

    Parameters
    ----------
    table
        N placed facts, from `load`.
    view
        The state in which the map opens.
    name
        What the facts are called in the sources line.
    boundaries
        Units shaded instead of the provinces, from `read_boundaries`.
    options
        For `geo.timeline.payload.build`, such as `tiles`, a provider of background tiles by its name.
    """
    from geo.tables.merged import told_once
    from geo.timeline import payload as payloads
    from geo.timeline.element import OfflineMap, Timeline

    view = view or View()
    atlas = OfflineMap(lang=view.lang)
    made = payloads.build(told_once(table), view=view, name=name, own=boundaries, **options)
    Timeline(made).add_to(atlas)
    return atlas
