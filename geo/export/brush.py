"""Ink on a sheet: texts, boxes, paths, circles and arcs, in pixels of the sheet, by matplotlib."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from geo.export import marks
from geo.export.typeface import Typeface
from geo.timeline.assets import text as asset
from geo.timeline.scale import palette

_STYLES: Final[Mapping[str, tuple[float, tuple[float, float] | None]]] = {
    "seat": (0.72, None),
    "area": (0.32, None),
    "coarse": (0.45, (2, 2)),
    "hollow": (0.0, (3, 2)),
}
"""Opacity of the fill and dashes of the line, by the style of a circle, as in the page."""

_DECLARED: Final = re.compile(r"--(paper|panel|ink|soft|rule|accent): (#[0-9a-f]{6})")


@cache
def colours(look: str) -> Mapping[str, Any]:
    """Return the colours of map and paper, ``light`` or ``dark``: those of the page."""
    light, dark = re.findall(r":root[^{]*\{([^}]*)\}", asset("timeline.css"))[:2]
    return {**palette()[look], **dict(_DECLARED.findall(dark if look == "dark" else light))}


_PARTS: Final = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]{1,40}\s*|\s+")
LONGEST: Final = 200
"""Signs of a line, at most: more of the narrowest do not fit the sheet."""


class Brush:
    """Draws on one pair of axes, in one set of colours and one type."""

    def __init__(self, axes: Any, renderer: Any, look: str, typeface: Typeface) -> None:
        self.axes, self.colour, self.typeface = axes, colours(look), typeface
        self._renderer = renderer
        self._widths: dict[tuple[str, float], float] = {}

    def arcs(self, arcs: Sequence[marks.Arc], z: float = 13) -> None:
        """Draw arcs with their heads."""
        from matplotlib.collections import PathCollection
        from matplotlib.path import Path

        curve, head = [Path.MOVETO, Path.CURVE3, Path.CURVE3], [Path.MOVETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        for number, arc in enumerate(arcs):
            look = {"alpha": 0.38 if arc.many else 0.75, "zorder": z + number * 1e-3, "clip_on": False}
            line = Path([arc.start, arc.bend, arc.end], curve)
            tip = Path([*arc.head(), arc.end], head)
            stroke = {"facecolors": "none", "edgecolors": self.colour["arc"], "linewidths": arc.width}
            self.axes.add_collection(PathCollection([line], **stroke, **look), autolim=False)
            fill = PathCollection([tip], facecolors=self.colour["arc"], edgecolors="none", **look)
            self.axes.add_collection(fill, autolim=False)

    def circles(self, circles: Sequence[marks.Circle], z: float = 15) -> None:
        """Draw circles in the style of each."""
        from matplotlib.collections import PathCollection
        from matplotlib.colors import to_rgba
        from matplotlib.path import Path

        for order, (style, (alpha, dashes)) in enumerate(_STYLES.items()):
            chosen = [circle for circle in circles if circle.style == style]
            line = self.colour["mark_edge" if style == "seat" else "mark"]
            self.axes.add_collection(
                PathCollection(
                    [Path.circle((circle.x, circle.y), circle.radius) for circle in chosen],
                    facecolors=[to_rgba(self.colour["mark"], alpha)],
                    edgecolors=[line],
                    linewidths=1.0 if style == "seat" else 1.5,
                    linestyles=[(0, dashes)],
                    zorder=z + order * 0.1,
                ),
                autolim=False,
            )

    def width(self, text: str, size: float) -> float:
        """Return the width of a text on the sheet."""
        if (text, size) not in self._widths:
            measured = self._renderer.get_text_width_height_descent(text or " ", self.font(size), ismath=False)
            self._widths[text, size] = measured[0] if text else 0.0
        return self._widths[text, size]

    def wrapped(self, text: str, size: float, width: float) -> list[str]:
        """Return the lines of a text; it may break at a space, beside a Chinese sign, and inside what is very long."""
        lines, room = [""], width
        for part in _PARTS.findall(self.typeface.shown(text)):
            if lines[-1] and self.width(part.rstrip(), size) > room:
                lines.append("")
                room = width
            lines[-1] += part
            room -= self.width(part, size)
        return [line.strip() for line in lines]

    def cut(self, text: str, size: float, width: float) -> str:
        """Return the text, shortened with an ellipsis where it is too long."""
        shown = self.typeface.shown(text)
        if len(shown) <= LONGEST and self.width(shown, size) <= width:
            return shown
        shown = shown[:LONGEST]
        while shown and self.width(shown + "…", size) > width:
            shown = shown[:-1]
        return shown.rstrip() + "…"

    def font(self, size: float) -> Any:
        """Return the type in a size."""
        from matplotlib.font_manager import FontProperties

        return FontProperties(family=list(self.typeface.families), size=size)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str = "ink",
        z: float = 3,
        align: str = "left",
        strong: bool = False,
        halo: bool = False,
    ) -> None:
        """Write one line; (x, y) is the left, right or middle of its base line."""
        from matplotlib.patheffects import withStroke

        effects = []
        if halo:
            effects.append(withStroke(linewidth=2.6, foreground=self.colour["halo"]))
        if strong:  # there is one weight: a line around the signs makes it bolder
            effects.append(withStroke(linewidth=size / 40, foreground=self.colour[colour]))
        self.axes.text(
            x,
            y,
            text,
            fontproperties=self.font(size),
            color=self.colour[colour],
            ha=align,
            va="baseline",
            zorder=z,
            parse_math=False,
            path_effects=effects,
        )

    def box(self, box: marks.Box, *, face: str, edge: str = "", z: float) -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle

        x0, y0, x1, y1 = box
        line = self.colour[edge] if edge else "none"
        self.axes.add_patch(Rectangle((x0, y0), x1 - x0, y1 - y0, facecolor=face, edgecolor=line, lw=0.8, zorder=z))

    def shape(self, paths: Sequence[Any], fills: Sequence[str], line: str, width: float, *, z: float) -> None:
        """Fill paths, each with its colour."""
        from matplotlib.collections import PathCollection

        look: dict[str, Any] = {"facecolors": list(fills), "edgecolors": line, "linewidths": width, "zorder": z}
        self.axes.add_collection(PathCollection(list(paths), **look, joinstyle="round"), autolim=False)

    def lines(self, ends: Any, colour: str, width: float, alpha: float, *, z: float) -> None:
        """Draw straight lines, N x 2 x 2."""
        from matplotlib.collections import LineCollection

        lines = LineCollection(ends, colors=colour, linewidths=width, alpha=alpha, zorder=z, capstyle="butt")
        self.axes.add_collection(lines, autolim=False)

    def rule(self, x: float, y: float, length: float, colour: str, width: float, *, down: float = 0.0) -> None:
        """Draw one straight line, `down` pixels lower at its end."""
        self.lines([[(x, y), (x + length, y + down)]], colour, width, 1.0, z=3)
