"""Files ready to hand on, made in memory: each single format, and parcels of several for a purpose.

A parcel is a ZIP archive for a newspaper page, a slide or an appendix. The same facts, view and title give the same
bytes: the dates inside an archive are fixed.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pandas as pd

from geo.errors import ExportError
from geo.export import data, film, formats, page, picture
from geo.places.own.boundaries import OwnBoundaries
from geo.tables.folder import LOCK, TURN, FolderStore
from geo.tables.join import PlacedTable
from geo.tables.large import LargeTable
from geo.tables.merged import told_once
from geo.tables.store import Store
from geo.tables.writing import csv_bytes
from geo.timeline import payload
from geo.timeline.view import View

PAGE: Final = "html"
PICTURES: Final = tuple(picture.KINDS)
FILMS: Final = tuple(film.KINDS)
DATA: Final = tuple(suffix.lstrip(".") for suffix in data.WRITERS)
SINGLE: Final = (PAGE, *PICTURES, *FILMS, *DATA)
"""Formats of one file, by suffix."""

MIME: Final[Mapping[str, str]] = MappingProxyType(
    {
        "html": "text/html",
        "png": "image/png",
        "svg": "image/svg+xml",
        "pdf": "application/pdf",
        "gif": "image/gif",
        "webp": "image/webp",
        "csv": "text/csv",
        "geojson": "application/geo+json",
        "gpkg": "application/geopackage+sqlite3",
        "parquet": "application/vnd.apache.parquet",
        "kml": "application/vnd.google-earth.kml+xml",
        "zip": "application/zip",
    }
)

_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every entry of an archive: the earliest that the format knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file of a parcel: its suffix, and the width in pixels where that is not the format's own."""

    suffix: str
    width: int | None = None


PARCELS: Final[Mapping[str, tuple[Item, ...]]] = MappingProxyType(
    {
        "newspaper": (Item(suffix="svg"), Item(suffix="pdf"), Item(suffix="png", width=3000)),
        "slide": (Item(suffix="png", width=1600), Item(suffix="webp", width=1080)),
        "appendix": (Item(suffix="pdf"), Item(suffix="html"), Item(suffix="csv"), Item(suffix="geojson")),
    }
)
"""What each parcel holds."""


def holds_data(items: Sequence[Item]) -> bool:
    """Whether a parcel holds facts as data, not only drawn."""
    return any(item.suffix in DATA for item in items)


def single(
    table: PlacedTable | LargeTable,
    suffix: str,
    view: View,
    *,
    title: str = "",
    name: str = "",
    width: int | None = None,
    boundaries: OwnBoundaries | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> bytes:
    """Return one file of the view.

    Parameters
    ----------
    table
        N facts, geocoded and joined.
    suffix
        One of `SINGLE`.
    title
        Headline of pictures and films.
    name
        What the facts are called in the sources line.
    boundaries
        Units that the page, pictures and films shade instead of the provinces, and that a GeoPackage holds.
    progress
        Called with (done, all) after each frame of a film.

    Raises
    ------
    ExportError
        When the suffix is none of them, the width cannot be drawn, or data are asked of too many facts.
    """
    if suffix not in SINGLE:
        raise ExportError(f"{suffix!r}: no such format; choose from {', '.join(SINGLE)}")
    if suffix == PAGE:
        once = told_once(table) if isinstance(table, pd.DataFrame) else table
        shown = payload.build(once, view=view, name=name, own=boundaries)
        return page.render(shown, lang=view.lang).encode()
    drawn = suffix in (*PICTURES, *FILMS)
    own = boundaries if drawn or suffix == "gpkg" else None
    options = formats.Options(
        title=title if drawn else "", name=name, width=width, excel=suffix == "csv", boundaries=own
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"atlas.{suffix}"
        formats.write(table, path, view, options, progress=progress)
        return path.read_bytes()


def parcel(
    table: PlacedTable | LargeTable,
    kind: str,
    view: View,
    *,
    stem: str,
    title: str = "",
    name: str = "",
    boundaries: OwnBoundaries | None = None,
) -> bytes:
    """Return a parcel as a ZIP archive of files called `stem` with a suffix each; its pictures are on light paper.

    The other parameters are those of `single`.

    Raises
    ------
    ExportError
        When the kind is none of `PARCELS`.
    """
    if kind not in PARCELS:
        raise ExportError(f"{kind!r}: no such parcel; choose from {', '.join(PARCELS)}")
    light = replace(view, look="light")
    files = [
        (
            f"{stem}.{item.suffix}",
            single(table, item.suffix, light, title=title, name=name, width=item.width, boundaries=boundaries),
        )
        for item in PARCELS[kind]
    ]
    return archive(files)


def project(store: Store) -> bytes:
    """Return a whole project as a ZIP archive: a folder that opens anywhere, and its corrected facts as one table.

    Raises
    ------
    StoreError
        When the project cannot be read.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = FolderStore.create(Path(folder) / "project")
        copy.merge(store)
        files = sorted(path for path in copy.folder.rglob("*") if path.is_file() and path.name not in (LOCK, TURN))
        named = [(f"project/{path.relative_to(copy.folder).as_posix()}", path.read_bytes()) for path in files]
    return archive([*named, ("facts.csv", csv_bytes(store.facts(), excel=True))])


def archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a ZIP archive of named files, in their order, the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, content)
    return out.getvalue()
