"""One sheet of paper: title, period, map, legend, timeline and sources, drawn by matplotlib.

Two periods side by side are two sheets on one figure (`Sheet.beside`).

Everything stands in pixels of a sheet of 1000 x 1000, y downwards; a pixel is a point of type, so that text, lines and
places grow together. What stays the same in every frame of a film is drawn once (`Sheet.static`), the rest for each
moment (`Sheet.moment`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.export import marks, shading
from geo.export.brush import Brush, colours
from geo.export.counts import AREAS, Counts
from geo.export.ground import HEIGHT, MAP, WIDTH, ground
from geo.export.moments import Moment, Slider
from geo.export.typeface import Typeface
from geo.export.wording import Wording

if TYPE_CHECKING:
    from matplotlib.artist import Artist

LEFT: Final = MAP[0]
RIGHT: Final = MAP[2]
LEGEND_WIDTH: Final = 206.0
ROW: Final = 17.0
STRIP: Final = (862.0, 902.0)
"""Top and bottom of the bars."""
SOURCES: Final = 934.0
SOURCES_SIZES: Final = (9.5, 8.5, 7.5, 6.5, 5.5)
"""Sizes of type of the sources: the largest in which they fit is taken."""
SOURCES_LEADING: Final = 1.45
LINE: Final = {"province": 0.7, "prefecture": 0.5, "county": 0.3}
"""Widths of the lines between units, by their level."""
NAME_SIZE: Final = 11.5
WIDEST_NAME: Final = 180.0
WIDEST_TICKS: Final = 14
TITLE_LINES: Final = 5


class Sheet:
    """A figure in the making; build one for a picture or a film, and use it once."""

    def __init__(
        self, counts: Counts, slider: Slider | None, wording: Wording, typeface: Typeface, *, title: str, sources: str
    ) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.counts, self.slider, self.wording, self.typeface = counts, slider, wording, typeface
        self.ground = ground(counts.own)
        self.look = shading.look(counts)
        self.largest = marks.most(counts)
        self.limits = shading.bounds(counts, slider)
        self._title, self._sources = title, sources
        self.figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor=colours(self.look)["paper"])
        self._canvas: Any = FigureCanvasAgg(self.figure)
        self.open((0, 0, 1, 1))

    def open(self, place: marks.Box) -> None:
        """Begin an empty sheet at a place of the figure, in shares of it: left, bottom, width, height."""
        self._panels: list[marks.Box] = []
        self.axes = self.figure.add_axes(place, xlim=(0, WIDTH), ylim=(HEIGHT, 0), autoscale_on=False)
        self.axes.set_axis_off()
        self.brush = Brush(self.axes, self._canvas.get_renderer(), self.look, self.typeface)
        self._static(self._title, self._sources)

    def beside(self) -> Sheet:
        """Return a second sheet on the figure, which becomes twice as wide: this one its left half, that its right."""
        self.figure.set_size_inches(2 * WIDTH / 72, HEIGHT / 72)
        self.axes.set_position((0, 0, 0.5, 1))
        other = copy(self)
        other.open((0.5, 0, 0.5, 1))
        return other

    def moment(self, moment: Moment, other: Moment | None = None) -> list[Artist]:
        """Add what a moment shows, and return it in the order in which it is drawn; `other` is shown beside it."""
        stays = set(self.axes.get_children())
        shade = self._shade(moment, other)
        self._provinces(shade.colours)
        circles = marks.circles(self.counts, moment, self.largest, self.ground.point)
        self.brush.arcs(marks.arcs(self.counts, moment, self.ground.point))
        self.brush.circles(circles)
        self._names(circles)
        self._legend_classes(shade)
        self._period(moment)
        self._bars(moment)
        added = [artist for artist in self.axes.get_children() if artist not in stays]
        return sorted(added, key=lambda artist: artist.get_zorder())

    def flat_colours(self) -> list[str]:
        """Return the colours of whole areas: paper, sea, land and the classes."""
        names = ("paper", "sea", "land", "none", "ink", "accent", "rule")
        ramp = self.brush.colour["change" if self._changes else "ramp"]
        return [*(self.brush.colour[name] for name in names), *ramp]

    # what stays

    def _static(self, title: str, sources: str) -> None:
        self.brush.box(MAP, face=self.brush.colour["sea"], z=1)
        self.brush.shape([self.ground.neighbours], [self.brush.colour["land"]], self.brush.colour["coast"], 0.6, z=2)
        self.brush.text(LEFT, 43, self.brush.cut(title, 25, RIGHT - LEFT), size=25, strong=True)
        self.brush.rule(LEFT, 12, RIGHT - LEFT, self.brush.colour["ink"], 2.0)
        self._sources_lines(sources)
        self._axis()
        self._legend()
        self._marks_legend()

    def _sources_lines(self, sources: str) -> None:
        """Write the sources, in smaller type the more there is to say: none of it may be cut off."""
        for size in SOURCES_SIZES:
            lines = self.brush.wrapped(sources, size, RIGHT - LEFT)
            if len(lines) * size * SOURCES_LEADING <= HEIGHT - SOURCES:
                break
        for number, line in enumerate(lines):
            y = SOURCES + 8 + size * SOURCES_LEADING * number
            self.brush.text(LEFT, y, line, size=size, colour="soft")

    def _axis(self) -> None:
        steps = self.slider.steps if self.slider else ()
        ends = [(low - self.counts.epoch, high - self.counts.epoch - 1) for low, high in pairwise(steps)]
        self._bar_days = [(max(0, low), min(self.counts.days - 1, high)) for low, high in ends]
        self._heights = self._bar_heights()
        self.brush.rule(LEFT, STRIP[1], RIGHT - LEFT, self.brush.colour["rule"], 1.0)
        if self.slider is None:
            return
        ticks = self.wording.ticks(self.slider.steps, self.slider.unit, WIDEST_TICKS)
        edge = -1.0
        for step, words in ticks:
            x = self._bar_x(step)
            if x >= edge:
                self.brush.rule(x, STRIP[1], 0.0, self.brush.colour["rule"], 1.0, down=5)
                self.brush.text(x + 3, STRIP[1] + 14, words, size=10, colour="soft")
                edge = x + self.brush.width(words, 10) + 10

    def _legend(self) -> None:
        """Draw the panel of the classes at the lower left, but for what may change with the moment."""
        sizes = self._sizes()
        room = marks.radius(sizes[-1], self.largest) * 2 + 10 if sizes else 0
        compares = self._changes
        lines = TITLE_LINES if compares else len(self._legend_lines(self.wording.legend(self.counts.view)))
        classes = 1 + (2 * shading.CHANGES if compares else shading.COLOURS)
        height = 18 + 15 * lines + ROW * classes + room
        panel = (LEFT + 8, MAP[3] - 8 - height, LEFT + 8 + LEGEND_WIDTH, MAP[3] - 8)
        self._panel(panel)
        self._legend_top = panel[1]
        self._size_row(sizes, panel[3] - room / 2 - 2)

    def _legend_lines(self, title: str) -> list[str]:
        return self.brush.wrapped(title, 11, LEGEND_WIDTH - 20)[:TITLE_LINES]

    def _marks_legend(self) -> None:
        """Draw the panel of the marks that occur, at the lower right, where there is sea."""
        keys = [(key, self.wording.say(f"mark_{key}")) for key in self._keys() if key]
        width = 48 + max(self.brush.width(words, 11) for _, words in keys)
        panel = (RIGHT - 8 - width, MAP[3] - 18 - ROW * len(keys), RIGHT - 8, MAP[3] - 8)
        self._panel(panel)
        for number, (key, words) in enumerate(keys):
            y = panel[1] + 14 + ROW * number
            self._key(key, panel[0] + 20, y)
            self.brush.text(panel[0] + 38, y + 4, words, size=11, z=9)

    def _panel(self, box: marks.Box) -> None:
        self._panels.append(box)
        self.brush.box(box, face=self.brush.colour["paper"], edge="rule", z=8)

    def _keys(self) -> Iterable[str]:
        spots = self.counts.spots[1:]
        levels = {spot.level for spot in spots}
        yield "seat" if levels & {"prefecture", "county", "point", "other"} else ""
        yield "area" if levels & AREAS else ""
        yield "coarse" if any(group.precision != "day" for group in self.counts.cube.groups) else ""
        yield "hollow" if "ambiguous" in levels else ""
        yield "arc" if any(self.counts.aims) else ""
        yield "zone"

    def _key(self, key: str, x: float, y: float) -> None:
        if key == "arc":
            curve = marks.Arc(start=(x - 10, y + 4), bend=(x, y - 8), end=(x + 10, y), width=1.4, many=False)
            self.brush.arcs([curve], z=9)
        elif key == "zone":
            self.brush.box((x - 9, y - 5, x + 9, y + 5), face=self.brush.colour["none"], edge="line", z=9)
            starts = np.arange(x - 7, x + 7, 5.0)
            hatch = [[(at - 5, y + 5), (at + 5, y - 5)] for at in starts]
            self.brush.lines(hatch, self.brush.colour["zone"], 1.0, 0.75, z=9)
        else:
            self.brush.circles([marks.Circle(key="", name="", x=x, y=y, radius=6, style=key)], z=9)

    def _sizes(self) -> list[int]:
        """Return the counts whose circles the legend shows: one, the largest, and one whose circle is half as wide."""
        largest = int(self.largest)
        return sorted({1, round(largest / 4), largest} - {0}) if self.counts.chosen.any() else []

    def _size_row(self, sizes: Sequence[int], y: float) -> None:
        x = LEFT + 18.0
        for size in sizes:
            reach = marks.radius(size, self.largest)
            self.brush.circles([marks.Circle(key="", name="", x=x + reach, y=y, radius=reach, style="seat")], z=9)
            words = self.wording.say("facts", size) if size == sizes[-1] else self.wording.number(size)
            self.brush.text(x + 2 * reach + 4, y + 4, words, size=11, z=9)
            x += 2 * reach + self.brush.width(words, 11) + 16

    # what changes

    @property
    def _changes(self) -> bool:
        return self.counts.view.compare == "before"

    def _shade(self, moment: Moment, other: Moment | None) -> shading.Shading:
        past = self.slider.before(moment) if self.slider and self._changes else other
        return shading.shade(self.counts, moment, past, self.limits, self.wording)

    def _provinces(self, fills: Sequence[str]) -> None:
        width = LINE[self.counts.own.level if self.counts.own else "province"]
        self.brush.shape(self.ground.units, fills, self.brush.colour["line"], width, z=10)
        self.brush.lines(self.ground.zone, self.brush.colour["halo"], 2.2, 0.4, z=11)
        self.brush.lines(self.ground.zone, self.brush.colour["zone"], 1.0, 0.75, z=11.5)
        if chosen := self.ground.path_of(self.counts.view.place):
            self.brush.shape([chosen], ["none"], self.brush.colour["select"], 1.8, z=12)

    def _names(self, circles: Sequence[marks.Circle]) -> None:
        named = [circle for circle in circles if circle.style != "hollow"][: marks.NAMED]
        places = [
            marks.Name(text=text, x=at.x, y=at.y, width=self.brush.width(text, NAME_SIZE), radius=at.radius)
            for at in named
            if (text := self.brush.cut(at.name, NAME_SIZE, WIDEST_NAME))
        ]
        barred = [(at.x - at.radius, at.y - at.radius, at.x + at.radius, at.y + at.radius) for at in circles]
        for name, box in marks.fitted([*places, *self._province_names(named)], [*barred, *self._panels], MAP):
            look = {"colour": "label"} if name.radius is None else {"colour": "select", "strong": True}
            self.brush.text(box[0], box[3] - 4, name.text, size=NAME_SIZE, z=17, halo=True, **look)

    def _province_names(self, circles: Sequence[marks.Circle]) -> list[marks.Name]:
        taken = {circle.key for circle in circles}
        rows = zip(self.counts.provinces, self.ground.names[self.counts.view.lang], self.ground.centres, strict=True)
        return [
            marks.Name(text=name, x=x, y=y, width=self.brush.width(name, NAME_SIZE), radius=None)
            for code, name, (x, y) in rows
            if code not in taken
        ]

    def _legend_classes(self, shade: shading.Shading) -> None:
        lines = self._legend_lines(shade.title)
        for number, line in enumerate(lines):
            self.brush.text(LEFT + 18, self._legend_top + 19 + 15 * number, line, size=11, z=10)
        top = self._legend_top + 26 + 15 * len(lines)
        for number, (fill, words) in enumerate(shade.classes):
            y = top + ROW * number
            self.brush.box((LEFT + 18, y - 6, LEFT + 38, y + 6), face=fill, edge="line", z=10)
            self.brush.text(LEFT + 46, y + 4, words, size=11, z=10)

    def _period(self, moment: Moment) -> None:
        self.brush.text(LEFT, 76, moment.words, size=19, z=10)
        sums = self.wording.sums(*self.counts.of_kinds(moment.first, moment.last))
        self.brush.text(RIGHT, 76, sums, size=13, colour="soft", z=10, align="right")

    def _bars(self, moment: Moment) -> None:
        from matplotlib.collections import PolyCollection

        if self.slider is None:
            return
        shape, fills = [], []
        for at, (low, high) in enumerate(self._bar_days):
            x0, x1 = self._bar_x(at), self._bar_x(at + 1)
            gap = min(1.0, (x1 - x0) / 4)
            top = STRIP[1] - self._heights[at]
            shape.append([(x0 + gap, STRIP[1]), (x0 + gap, top), (x1 - gap, top), (x1 - gap, STRIP[1])])
            fills.append(self.brush.colour["accent" if low <= moment.last and high >= moment.first else "rule"])
        self.axes.add_collection(PolyCollection(shape, facecolors=fills, edgecolors="none", zorder=10), autolim=False)

    def _bar_heights(self) -> list[float]:
        totals = [sum(self.counts.of_kinds(low, high)) for low, high in self._bar_days]
        top = max(totals, default=0)
        if top:
            at = totals.index(top)
            middle = (self._bar_x(at) + self._bar_x(at + 1)) / 2
            self.brush.text(middle, STRIP[0] - 4, self.wording.number(top), size=10, colour="soft", align="center")
        return [(STRIP[1] - STRIP[0]) * total / (top or 1) for total in totals]

    def _bar_x(self, step: float) -> float:
        count = len(self.slider.steps) - 1 if self.slider else 1
        return LEFT + (RIGHT - LEFT) * step / count
