"""A map as a picture, drawn without a browser: PNG, SVG or PDF, the classes, colours and marks of the page.

The page is in Mercator's projection, as its tiles are; a picture is in an equal-area one (`geo.export.albers`).
The same table and view give the same bytes with the same version of matplotlib: no date, no random id, and none of the
user's own settings.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from geo.errors import ExportError
from geo.export import counts as counting
from geo.export import moments, typeface
from geo.export.ground import ground
from geo.export.wording import Wording
from geo.tables.join import PlacedTable, placed
from geo.tables.large import LargeTable
from geo.timeline.view import View

if TYPE_CHECKING:
    from geo.export.sheet import Sheet
    from geo.places.own.boundaries import OwnBoundaries

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
    table: pd.DataFrame | LargeTable,
    view: View | None = None,
    *,
    kind: Kind = "png",
    title: str = "",
    name: str = "",
    width: int = 1600,
    boundaries: OwnBoundaries | None = None,
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
    boundaries
        Units that are shaded instead of the provinces; their source is named first.
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
        drawn = prepared(table, view or View(), title=title, name=name, boundaries=boundaries, say=say)
        drawn.show(drawn.frames[0])
        figure = drawn.sheets[0].figure
        dpi = width / figure.get_size_inches()[0]
        figure.savefig(out, format=kind, dpi=dpi, metadata=_METADATA[kind])
    return out.getvalue()


Frame = tuple[moments.Moment, ...]
"""What one frame shows: a moment, or, side by side, the one before it and then the moment."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """The sheets with all that stays, one or two side by side, and the moments of each frame that they can show."""

    sheets: tuple[Sheet, ...]
    frames: Sequence[Frame]

    def show(self, frame: Frame) -> list[Any]:
        """Add what a frame shows, and return the artists in the order in which they are drawn."""
        others = (*frame[1:], *frame[:1]) if len(frame) > 1 else (None,)
        every = zip(self.sheets, frame, others, strict=True)
        return [artist for sheet, moment, other in every for artist in sheet.moment(moment, other)]


def prepared(
    table: pd.DataFrame | LargeTable,
    view: View,
    *,
    title: str,
    name: str,
    boundaries: OwnBoundaries | None,
    say: Say,
    film: bool = False,
) -> Prepared:
    """Return the sheets of a picture or a film, and what it shows; call it within `settings`."""
    from geo.export.sheet import Sheet

    view = replace(view, lang="zh" if view.lang == "zh" else "en")
    counted = counting.build(table, view, boundaries)
    slider = moments.slider(counted.epoch, counted.days, view)
    wording = Wording(lang=view.lang, boundaries=boundaries)
    frames = _frames(slider, view, wording, film=film)
    pairs = len(frames[0]) > 1
    if view.compare == "side" and not pairs:
        counted = replace(counted, view=replace(view, compare=""))
    title = typeface.one_line(title) or wording.say("title")
    undated_rows = int((counted.cube.facts.first < 0).sum())
    unplaced = _unplaced(table)
    sources = wording.sources(name=name, rows=len(table), unplaced=unplaced, undated=undated_rows)
    names = (*(spot.name for spot in counted.spots), *ground(boundaries).names[view.lang])
    chosen = typeface.choose([title, sources, *names])
    for note in chosen.notes:
        say(note)
    sheet = Sheet(counted, slider, wording, chosen, title=title, sources=sources)
    return Prepared(sheets=(sheet, sheet.beside()) if pairs else (sheet,), frames=frames)


def _frames(slider: moments.Slider | None, view: View, wording: Wording, *, film: bool) -> Sequence[Frame]:
    """Return the moments of each frame: in pairs where the view puts two side by side and any has one before it."""
    if slider is None:
        return [(_no_day(wording.own("undated")),)]
    shown = list(slider.film()) if film else [slider.still()]
    past = [slider.before(moment) if view.compare == "side" else None for moment in shown]
    if not any(past):
        return [(moment,) for moment in shown]
    none = _no_day(wording.say("no_period_before"))
    return [(before or none, moment) for before, moment in zip(past, shown, strict=True)]


def _no_day(words: str) -> moments.Moment:
    """Return the moment of no day at all."""
    return moments.Moment(first=0, last=-1, words=words)


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


def _unplaced(table: pd.DataFrame | LargeTable) -> int:
    on_map = placed(PlacedTable(table)) if isinstance(table, pd.DataFrame) else table.placed()
    return len(table) - int(on_map.sum())
