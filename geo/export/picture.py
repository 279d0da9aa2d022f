"""A map as a picture, drawn without a browser: PNG, SVG or PDF, the classes, colours and marks of the page.

The page is in Mercator's projection, as its tiles are; a picture is in an equal-area one (`geo.export.albers`).
The same table and view give the same bytes with the same version of matplotlib: no date, no random id, and none of the
user's own settings.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from geo.errors import ExportError
from geo.export import counts as counting
from geo.export import moments, typeface
from geo.export.ground import ground
from geo.export.wording import Wording
from geo.tables.join import PlacedTable, placed
from geo.timeline.view import View

if TYPE_CHECKING:
    from geo.export.sheet import Sheet

Kind = Literal["png", "svg", "pdf"]
KINDS: Final[tuple[Kind, ...]] = ("png", "svg", "pdf")
WIDTHS: Final = (200, 8000)
"""Least and most pixels of a picture's width."""

_METADATA: Final[dict[str, dict[str, None]]] = {
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}

Say = Callable[[str], object]


def silent(_sentence: str) -> None:
    """Say nothing."""


def draw(
    table: pd.DataFrame,
    view: View | None = None,
    *,
    kind: Kind = "png",
    title: str = "",
    name: str = "",
    width: int = 1600,
    say: Say = silent,
) -> bytes:
    """Draw a map.

    Parameters
    ----------
    table
        N facts, geocoded and joined (`geo.load`); no row is changed.
    view
        Window, mode, filters, language, look, measure, share, scale, classes, comparison and selected place; where the
        page's map stands (`at`) and which fact is open make no difference. Undated facts are counted, not drawn.
    kind
        ``png``, ``svg`` or ``pdf``.
    title
        Headline; empty: the page's own. Never read as mathematics or markup.
    name
        What the facts are called in the sources line, such as ``events.csv``.
    width
        Pixels of a PNG, which is square, or half as high where two periods stand side by side; the others have no
        pixels.
    say
        Called with a sentence when signs are missing in the shipped font.

    Returns
    -------
    The file.

    Raises
    ------
    ExportError
        When the kind or the width is none that can be drawn.
    """
    if kind not in KINDS:
        raise ExportError(f"{kind!r} is no kind of picture; choose from {', '.join(KINDS)}")
    check_width(width)
    out = io.BytesIO()
    with settings():
        sheet, slider = prepared(table, view or View(), title=title, name=name, say=say)
        moment = slider.still() if slider else undated(sheet.wording)
        if slider and (past := slider.beside(sheet.counts.view)):
            sheet.pair(past, moment)
        else:
            sheet.moment(moment)
        dpi = width / sheet.figure.get_size_inches()[0]
        sheet.figure.savefig(out, format=kind, dpi=dpi, metadata=_METADATA[kind])
    return out.getvalue()


def prepared(
    table: pd.DataFrame, view: View, *, title: str, name: str, say: Say
) -> tuple[Sheet, moments.Slider | None]:
    """Return the sheet with all that stays, and the timeline; call it within `settings`."""
    from geo.export.sheet import Sheet

    view = replace(view, lang="zh" if view.lang == "zh" else "en")
    counted = counting.build(table, view)
    slider = moments.slider(counted.epoch, counted.days, view)
    if view.compare == "side" and not (slider and slider.beside(view)):
        counted = replace(counted, view=replace(view, compare=""))
    wording = Wording(lang=view.lang)
    title = typeface.one_line(title) or wording.say("title")
    undated_rows = int((counted.cube.facts.first < 0).sum())
    unplaced = len(table) - int(placed(PlacedTable(table)).sum())
    sources = wording.sources(name=name, rows=len(table), unplaced=unplaced, undated=undated_rows)
    chosen = typeface.choose([title, sources, *(spot.name for spot in counted.spots), *ground().names[view.lang]])
    for note in chosen.notes:
        say(note)
    return Sheet(counted, slider, wording, chosen, title=title, sources=sources), slider


def undated(wording: Wording) -> moments.Moment:
    """Return the moment of a table without dates: no day at all."""
    return moments.Moment(first=0, last=-1, words=wording.own("undated"))


def check_width(width: int) -> None:
    """Refuse a width that no picture can have.

    Raises
    ------
    ExportError
        When it lies outside `WIDTHS`.
    """
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise ExportError(f"a picture cannot be {width} pixels wide; choose {WIDTHS[0]} to {WIDTHS[1]}")


@contextmanager
def settings() -> Iterator[None]:
    """Draw with matplotlib's own defaults, whatever the user's matplotlibrc says, and with fixed ids."""
    from matplotlib import style

    ours: dict[str, Any] = {"svg.hashsalt": "atlas", "path.simplify": False, "text.hinting": "none"}
    with style.context(["default", ours]):
        yield
