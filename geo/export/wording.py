"""The words of a picture: those of the page (``strings.json``), and the few that only a picture needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from geo.export import periods
from geo.timeline import units
from geo.timeline.view import View

if TYPE_CHECKING:
    from geo.places.own.boundaries import OwnBoundaries

_OWN: Final = {
    "en": {
        "points": "Points of places: GeoNames, CC BY 4.0.",
        "projection": "Albers equal-area projection, standard parallels 25° and 47° N.",
        "undated": "No fact has a date",
    },
    "zh": {
        "points": "地点坐标：GeoNames，CC BY 4.0。",
        "projection": "亚尔勃斯等积投影，标准纬线北纬25°与47°。",
        "undated": "没有带日期的事实",
    },
}
_SHORT_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words in one language, ``en`` or ``zh``, of a map of the provinces, or of `boundaries` of the user's own."""

    lang: str
    boundaries: OwnBoundaries | None = None

    def own(self, key: str) -> str:
        """Return a text that only pictures have."""
        return _OWN[self.lang][key]

    def say(self, key: str, count: float | None = None, **values: str) -> str:
        """Return the text of `key`; one counted thing has a form of its own."""
        words = self._words
        if count is None:
            return words[key].format(**values)
        text = words.get(f"{key}_one", words[key]) if count == 1 else words[key]
        return text.format(n=self.number(count), **values)

    @cached_property
    def _words(self) -> Mapping[str, str]:
        return units.strings(self.boundaries)[self.lang]

    def number(self, value: float) -> str:
        """Return a number with at most one decimal.

        >>> Wording(lang="en").number(12345.0), Wording(lang="zh").number(0.25)
        ('12,345', '0.3')
        """
        tenths = int(abs(value) * 10 + 0.5)
        return f"{tenths // 10:,}" + (f".{tenths % 10}" if tenths % 10 else "")

    def sums(self, events: int, directives: int) -> str:
        """Return how many facts of each kind there are."""
        return " · ".join((self.say("sum_event", events), self.say("sum_directive", directives)))

    def legend(self, view: View, past: str = "") -> str:
        """Return what the colours of the provinces mean; `past` names the period that a change is counted from."""
        share = "" if view.measure == "located" else self.say(f"legend_share_{view.share}")
        counted = self.say("legend_change", period=past) if past else self.say(f"legend_{view.measure}")
        both = self.say("legend_side") if view.compare == "side" else ""
        return " ".join(filter(None, (counted, share, both)))

    def sources(self, *, name: str, rows: int, unplaced: int, undated: int) -> str:
        """Return the sources line: the facts, what of them is not drawn, the boundaries and their viewpoint."""
        facts = self.say("source_facts", rows, name=name or self.say("facts_tab"))
        parts = [facts, self.say("n_unplaced", unplaced) if unplaced else ""]
        parts.append(self.say("n_undated", undated) if undated else "")
        said = " · ".join(filter(None, parts)) + ("。" if self.lang == "zh" else ".")
        for row in units.sources(self.boundaries):
            said += " " + self.say("boundaries", None, **units.said_of(row, self.lang))
        return f"{said} {self.own('points')} {self.own('projection')}"

    def ticks(self, steps: periods.Scale, unit: str, most: int) -> list[tuple[int, str]]:
        """Return marks of the axis as (step, words): of the finest unit of which there are at most `most`."""
        coarser = [
            name for name in ("month", "quarter", "year") if periods.UNITS.index(name) >= periods.UNITS.index(unit)
        ]
        found: list[tuple[int, str]] = []
        for name in coarser:
            found = self._ticks_of(steps, name)
            if len(found) <= most:
                return found
        return found[:: -(-len(found) // most)]

    def _ticks_of(self, steps: periods.Scale, name: str) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for at in range(len(steps) - 1):
            start = periods.floor(steps[at + 1] - 1, name)
            if steps[at] <= start < steps[at + 1]:
                found.append((at, self._tick(date.fromordinal(start), name, first=not found)))
        return found

    def _tick(self, day: date, name: str, *, first: bool) -> str:
        if name != "month":
            return periods.words(day.toordinal(), day.toordinal(), name, self.lang)
        year = first or day.month == 1
        if self.lang == "zh":
            return f"{day.year}年{day.month}月" if year else f"{day.month}月"
        return f"{_SHORT_MONTHS[day.month - 1]} {day.year}" if year else _SHORT_MONTHS[day.month - 1]
