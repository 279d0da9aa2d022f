"""Circles, arcs and names on a plane: the page's rules (`timeline.marks.js`, `timeline.labels.js`), in pixels.

A plane is `Plane`: it puts longitude and latitude on a sheet whose y grows downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.export.counts import AREAS, Aim, Counts
from geo.export.moments import Moment

Point = tuple[float, float]
Plane = Callable[[Point], Point]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1."""

ARCS: Final = 15
ARCS_SELECTED: Final = 60
NAMED: Final = 60
RADIUS_LEAST: Final = 3.2
RADIUS_MOST: Final = 24.0
BEND: Final = 0.18
SHORTEST_ARC: Final = 8.0
GAP: Final = 3.0
LINE_HEIGHT: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A place with facts; `style` is ``seat``, ``area``, ``coarse`` or ``hollow``."""

    key: str
    name: str
    x: float
    y: float
    radius: float
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How many facts issued at one place, at (lon, lat) `point`, are aimed at one target."""

    start: str
    point: Point
    aim: Aim
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A curve from where directives were issued to where they are aimed at; `bend` is its control point."""

    start: Point
    bend: Point
    end: Point
    width: float
    many: bool

    def head(self) -> tuple[Point, Point, Point]:
        """Return the corners of the arrow head."""
        angle = np.arctan2(self.end[1] - self.bend[1], self.end[0] - self.bend[0])
        size = 4 + self.width
        back = [angle - 0.42, angle + 0.42]
        left, right = [(self.end[0] - size * np.cos(turn), self.end[1] - size * np.sin(turn)) for turn in back]
        return self.end, left, right


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that wants a place on the sheet; `radius` is None for a province, whose name stands on its point."""

    text: str
    x: float
    y: float
    width: float
    radius: float | None


def radius(count: float, most: float) -> float:
    """Return the radius of a count: the area grows with it, to the largest count of all time."""
    return max(RADIUS_LEAST, RADIUS_MOST * float(np.sqrt(count / max(most, 12))))


def most(counts: Counts) -> float:
    """Return the largest count of any place over all time."""
    return float(max(1, counts.at_spots(0, counts.days - 1)[1:].max(initial=0)))


def circles(counts: Counts, moment: Moment, largest: float, plane: Plane) -> list[Circle]:
    """Return the circles of a moment, the largest first."""
    numbers = counts.at_spots(moment.first, moment.last)
    coarse = counts.coarse_at_spots(moment.first, moment.last)
    found = []
    for at in np.flatnonzero(numbers):
        spot, count = counts.spots[at], int(numbers[at])
        hollow = spot.level == "ambiguous"
        style = "hollow" if hollow else "coarse" if coarse[at] >= count else "area" if spot.level in AREAS else "seat"
        for place in [counts.spots[other] for other in spot.candidates] if hollow else [spot]:
            if place.point:
                x, y = plane(place.point)
                size = radius(count, largest)
                found.append(Circle(key=spot.key, name=spot.name, x=x, y=y, radius=size, style=style))
    return sorted(found, key=lambda circle: -circle.radius)


def arcs(counts: Counts, moment: Moment, plane: Plane) -> list[Arc]:
    """Return the strongest arcs of a moment, the strongest last."""
    pairs = strongest(counts, moment)
    top = pairs[0].count if pairs else 1
    drawn = []
    for pair in reversed(pairs):
        width = 0.8 + 2.6 * float(np.sqrt(pair.count / top))
        start, ends = plane(pair.point), pair.aim.ends
        drawn += [arc for end in ends if (arc := _arc(start, plane(end), width, len(ends)))]
    return drawn


def strongest(counts: Counts, moment: Moment) -> list[Pair]:
    """Return the strongest pairs of a moment, the strongest first; of a selected place, more of them."""
    selected = counts.view.place
    numbers = counts.at_sites(moment.first, moment.last)
    sums: dict[tuple[int, str], int] = {}
    aims: dict[str, Aim] = {}
    for site in np.flatnonzero(numbers):
        place, target = counts.cube.sites[site]
        spot = counts.spots[place]
        for aim in counts.aims[target] if spot.point else ():
            if aim.ends and aim.key != spot.key and (not selected or selected in (spot.key, aim.key)):
                aims[aim.key] = aim
                sums[place, aim.key] = sums.get((place, aim.key), 0) + int(numbers[site])
    ranked = sorted(sums, key=lambda pair: (-sums[pair], pair[1], pair[0]))[: ARCS_SELECTED if selected else ARCS]
    spots = [(counts.spots[place], key, sums[place, key]) for place, key in ranked]
    return [
        Pair(start=spot.key, point=spot.point, aim=aims[key], count=count) for spot, key, count in spots if spot.point
    ]


def _arc(start: Point, end: Point, width: float, ends: int) -> Arc | None:
    dx, dy = end[0] - start[0], end[1] - start[1]
    if np.hypot(dx, dy) < SHORTEST_ARC:
        return None
    bend = ((start[0] + end[0]) / 2 + dy * BEND, (start[1] + end[1]) / 2 - dx * BEND)
    return Arc(start=start, bend=bend, end=end, width=min(width, 1.3) if ends > 1 else width, many=ends > 1)


def fitted(names: Sequence[Name], barred: Sequence[Box], frame: Box) -> list[tuple[Name, Box]]:
    """Choose names that do not touch, in the order given, nor lie on what is barred, unless their own mark lies on it.

    Parameters
    ----------
    names
        Candidates, the most important first.
    barred
        Boxes of circles and panels.
    frame
        Where names may stand.
    """
    used: list[Box] = []
    chosen = []
    for name in names:
        others = np.array([*used, *(box for box in barred if not _holds(box, name))]).reshape(-1, 4)
        free = next((box for box in _boxes(name) if _inside(box, frame) and not _touches(box, others)), None)
        if free is not None:
            used.append(free)
            chosen.append((name, free))
    return chosen


def _boxes(name: Name) -> Iterator[Box]:
    """Yield where a name can stand: right of its mark, left, above, below; a province's own stands on its point."""
    middle, centre = name.y - LINE_HEIGHT / 2, name.x - name.width / 2
    if name.radius is None:
        corners = [(centre, middle)]
    else:
        off = name.radius + GAP
        above, below = name.y - off - LINE_HEIGHT, name.y + off
        right, left = name.x + off, name.x - off - name.width
        corners = [(right, middle), (left, middle), (centre, above), (centre, below)]
        corners += [(right, above + 4), (right, below - 4), (left, above + 4), (left, below - 4)]
    for x, y in corners:
        yield x, y, x + name.width, y + LINE_HEIGHT


def _holds(box: Box, name: Name) -> bool:
    return name.radius is not None and box[0] <= name.x <= box[2] and box[1] <= name.y <= box[3]


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _touches(box: Box, others: npt.NDArray[np.float64]) -> bool:
    x0, y0, x1, y1 = box
    return bool(np.any((x0 < others[:, 2]) & (others[:, 0] < x1) & (y0 < others[:, 3]) & (others[:, 1] < y1)))
