"""Which days a picture shows, which a film shows one after the other, and over which the classes are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.export import periods
from geo.timeline.view import View

POSITIONS: Final = 600
"""Most windows over which classes are made; of more, as many are taken at equal distances."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The days `first` to `last`, both included, counted from the first day of the data; `words` name them."""

    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """The timeline of a table under a view.

    `epoch` is the ordinal of day 0. `steps` are ordinals, as in `geo.export.periods`. `start` and `end` are the ends of
    the view's window as ordinals, both included; where the view leaves one open, the end of the step at that end.
    `against` are the ends of the window that the view compares with, where it names one.
    """

    epoch: int
    days: int
    unit: str
    steps: periods.Scale
    start: int
    end: int
    mode: str
    lang: str
    against: tuple[int, int] | None = None

    @property
    def ends(self) -> tuple[int, int]:
        """The numbers of the steps in which the window begins and ends."""
        return periods.step_at(self.steps, self.start), periods.step_at(self.steps, self.end)

    def moment(self, start: int, end: int) -> Moment:
        """Return the days from ordinal `start` to `end`, held inside the data."""
        unit = periods.exact_unit(start, end, self.unit)
        words = periods.words(start, end, unit, self.lang)
        return Moment(first=max(0, start - self.epoch), last=min(self.days - 1, end - self.epoch), words=words)

    def still(self) -> Moment:
        """Return what one picture shows: the window; of mode ``step``, its last step."""
        if self.mode == "step":
            return self.moment(max(self.start, periods.floor(self.end, self.unit)), self.end)
        return self.moment(self.start, self.end)

    def film(self) -> Iterator[Moment]:
        """Yield what a film over the window shows, one moment a step.

        Mode ``cumulative`` counts from the start of the window, ``step`` each step alone, ``remaining`` to the end of
        the window, ``window`` over an eighth of its steps, as the page does when it is switched to that mode.
        """
        low, high = self.ends
        for at in range(low, high + 1):
            first, last = self._moved(at, low, high)
            yield self.moment(max(self.start, self.steps[first]), min(self.end, self.steps[last + 1] - 1))

    def before(self, moment: Moment) -> Moment | None:
        """Return the window that a moment is compared with: the one that the view names, in whole steps as on the page.

        Where it names none, the window before, as long in steps; None at the start of the data.
        """
        if self.against is not None:
            first, last = (periods.step_at(self.steps, day) for day in self.against)
            return self.moment(self.steps[first], self.steps[last + 1] - 1)
        low, high = (periods.step_at(self.steps, self.epoch + day) for day in (moment.first, moment.last))
        if low == 0:
            return None
        return self.moment(self.steps[max(0, 2 * low - high - 1)], self.epoch + moment.first - 1)

    def beside(self, view: View) -> Moment | None:
        """Return the window that has a map of its own beside the still; None where the view asks for none."""
        return self.before(self.still()) if view.compare == "side" else None

    def positions(self) -> Iterator[tuple[int, int]]:
        """Yield the days [first, last] of the positions of the slider whose values make the classes.

        They are all positions, the last one first, as on the page. Where the window grows it is the widest alone: that
        holds the others, and small beginnings would leave the whole timeline to the last class.
        """
        low, high = self.ends
        count = len(self.steps) - 1
        widest = {"cumulative": (count - 1,), "remaining": (0,)}
        for at in widest.get(self.mode) or range(count - 1, -1, -max(1, -(-count // POSITIONS))):
            first, last = self._slid(at, low, high, count)
            yield max(0, self.steps[first] - self.epoch), min(self.days - 1, self.steps[last + 1] - 1 - self.epoch)

    def _moved(self, at: int, low: int, high: int) -> tuple[int, int]:
        width = max(1, round((high - low + 1) / 8))
        starts = {"cumulative": low, "step": at, "remaining": at, "window": max(low, at - width + 1)}
        return starts[self.mode], high if self.mode == "remaining" else at

    def _slid(self, at: int, low: int, high: int, count: int) -> tuple[int, int]:
        """Return the window after the slider was put on step `at` (`moved` in ``timeline.state.js``)."""
        if self.mode == "step":
            return at, at
        if self.mode == "cumulative":
            return min(low, at), at
        if self.mode == "remaining":
            return at, max(high, at)
        last = max(at, min(high - low, count - 1))
        return last - (high - low), last


def slider(epoch: int, days: int, view: View) -> Slider | None:
    """Return the timeline of a table, None where no fact has a date.

    Parameters
    ----------
    epoch, days
        Ordinal of the first day of any fact, and the number of days to the last.
    view
        Window, mode, step, language and the window compared with count.
    """
    if days == 0:
        return None
    unit = view.step or periods.suggested(days)
    steps = periods.scale(epoch, epoch + days - 1, unit)
    return Slider(
        epoch=epoch,
        days=days,
        unit=unit,
        steps=steps,
        start=date.fromisoformat(view.from_day).toordinal() if view.from_day else steps[0],
        end=date.fromisoformat(view.to_day).toordinal() if view.to_day else steps[-1] - 1,
        mode=view.mode,
        lang=view.lang,
        against=_period(view.against),
    )


def _period(text: str) -> tuple[int, int] | None:
    """Return the ordinals of two ISO days with a slash between them; None for no text."""
    first, _, last = text.partition("/")
    return (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()) if text else None
