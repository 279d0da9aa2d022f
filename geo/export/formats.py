"""Which file a name asks for: its suffix chooses between picture, film and data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import pandas as pd

from geo.errors import ExportError
from geo.export import data, film, picture
from geo.tables.large import LargeTable
from geo.tables.merged import told_once
from geo.tables.writing import write_bytes
from geo.timeline.select import shown
from geo.timeline.view import View

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries

PICTURES: Final = tuple(f".{kind}" for kind in picture.KINDS)
FILMS: Final = tuple(f".{kind}" for kind in film.KINDS)
MOST_ROWS: Final = 50_000
"""Facts of a table read by columns that are written as data."""

SUFFIXES: Final = (*PICTURES, *FILMS, *data.WRITERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be asked of a file beyond the view; what does not concern its format is refused, not dropped.

    `width` is in pixels, None for the format's own; `frame_ms` is how long each frame of a film stands; `boundaries`
    are units that are shaded, or written as the layer, instead of the provinces.
    """

    title: str = ""
    name: str = ""
    width: int | None = None
    frame_ms: int | None = None
    layer: data.Layer | None = None
    excel: bool = False
    boundaries: OwnBoundaries | None = None


def check(path: Path, options: Options) -> None:
    """Refuse a name or an option that makes no sense for its format, before any work is done.

    Raises
    ------
    ExportError
        When the suffix is unknown, or an option does not concern the format.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        html = "; for a page, use `atlas map`" if suffix in {".html", ".htm"} else ""
        raise ExportError(f"{path.name!r}: no such format; choose a name that ends in {', '.join(SUFFIXES)}{html}")
    concerned = {
        "title": (*PICTURES, *FILMS),
        "width": (".png", *FILMS),
        "frame_ms": FILMS,
        "layer": tuple(data.WRITERS),
        "excel": (".csv",),
    }
    if options.boundaries and suffix in data.WRITERS and suffix != ".gpkg" and options.layer != "provinces":
        raise ExportError(f"{path.name!r}: boundaries concern no facts; ask for the layer of provinces, or for .gpkg")
    for option, suffixes in concerned.items():
        if getattr(options, option) and suffix not in suffixes:
            raise ExportError(f"{path.name!r}: {option} concerns only {', '.join(suffixes)}")
    if options.width is not None:
        picture.check_width(options.width)


def write(
    table: pd.DataFrame | LargeTable,
    path: Path,
    view: View,
    options: Options,
    *,
    progress: Callable[[int, int], object] | None = None,
    say: Callable[[str], object] = picture.silent,
) -> str:
    """Write the file that the suffix of `path` asks for, whole or not at all.

    Parameters
    ----------
    table
        N facts, geocoded and joined; of a table read by columns, data hold the facts that the view shows, as long as
        they are no more than `MOST_ROWS`.
    view
        What it shows; see `geo.export.picture`, `film` and `data`.
    progress
        Called with (done, all) after each frame of a film.
    say
        Called with a sentence for whatever could not be kept or drawn as it is.

    Returns
    -------
    What was written, in words.

    Raises
    ------
    ExportError
        As `check`, and when the file cannot be written.
    """
    path = Path(path)
    check(path, options)
    suffix = path.suffix.lower()
    if suffix in data.WRITERS:
        return _write_data(_whole(table, view), path, view, options, say)
    once, kind = told_once(table) if isinstance(table, pd.DataFrame) else table, cast("Any", suffix[1:])
    words: dict[str, Any] = {"title": options.title, "name": options.name, "say": say, "boundaries": options.boundaries}
    if options.width is not None:
        words["width"] = options.width
    if suffix in PICTURES:
        made = picture.draw(once, view, kind=kind, **words)
    else:
        made = film.write(once, view, kind=kind, frame_ms=options.frame_ms or film.FRAME_MS, progress=progress, **words)
    write_bytes(made, path)
    return f"{path}: {len(made) / 1000:,.0f} kB"


def _whole(table: pd.DataFrame | LargeTable, view: View) -> pd.DataFrame:
    if isinstance(table, pd.DataFrame):
        return table
    chosen = np.flatnonzero(shown(table, view))
    if chosen.size > MOST_ROWS:
        raise ExportError(
            f"the view shows {chosen.size:,} facts of {table.name}, and data are written of up to {MOST_ROWS:,}: "
            "narrow the view, or take the table itself"
        )
    return table.rows(chosen)


def _write_data(table: pd.DataFrame, path: Path, view: View, options: Options, say: Callable[[str], object]) -> str:
    layer = options.layer or "facts"
    own = options.boundaries
    done = data.write(table, path, view=view, layer=layer, excel=options.excel, boundaries=own)
    for note in done.notes:
        say(note)
    nowhere = f", {done.unplaced} of them without a place" if done.unplaced else ""
    return f"{path}: {done.rows:,} {done.layer}{nowhere}, {done.size / 1000:,.0f} kB"
