"""Small charts of what `geo.export.tallies` counts: Vega-Lite, drawn by the browser and, for files, without one.

One description serves both: Streamlit draws it on the screen, vl-convert writes the same chart as SVG or PNG. Colours
are the map's; text of a table enters as data and is never parsed. Altair is imported inside the functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from geo.errors import ExportError
from geo.export import brush
from geo.export.tallies import leading
from geo.export.typeface import FALLBACKS, FAMILY, FONT, one_line

if TYPE_CHECKING:
    import altair as alt

HUES: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9")
"""For the leading categories: the set of Okabe and Ito, which readers who confuse colours tell apart."""

REST: Final = "#9a958c"
"""For all other categories together."""

PICKED: Final = "picked"
"""The name of every chart's selection: cells or bars that a reader clicked, or for `over_time` the days brushed."""

FADED: Final = 0.35
"""Opacity of what lies outside the choice."""

_NUMBERS: Final = {"light": (0.85, "#1d1a16", "#ffffff"), "dark": (0.45, "#ffffff", "#1d1a16")}
"""Where on the ramp a number has to change its colour to stay readable, and its colours below and above."""

_WIDTH: Final = 640
# At most so many labels; a unit, how many of it lie between two (of a month only what divides a year), in days.
_LABELS: Final = 8
_EVERY: Final[tuple[tuple[Literal["day", "month", "year"], int, float], ...]] = (
    *(("day", step, step) for step in (1, 2, 4, 8)),
    *(("month", step, 30.5 * step) for step in (1, 2, 3, 6)),
    *(("year", step, 365.3 * step) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1500)),
)
_ROW: Final = 20
_LONGEST_LABEL: Final = 220


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a chart is labelled and coloured: `names` has the words for each value of the tables, `look` the paper."""

    names: Mapping[str, str]
    facts: str
    rest: str
    look: Literal["light", "dark"] = "light"

    def name(self, value: str) -> str:
        """Return the words for a value, on one line; a value without words stands for itself."""
        return one_line(self.names.get(value, value))


def over_time(frame: pd.DataFrame, style: Style, window: tuple[str, str] = ("", "")) -> alt.Chart:
    """Return stacked bars of facts by theme and step; steps outside `window` (ISO days, or empty) are faded.

    Parameters
    ----------
    frame
        From `geo.export.tallies.themes_over_time`.
    """
    import altair as alt

    first = leading(frame, "theme")[: len(HUES)]
    shown = _stacked(frame, first, style)
    shown["inside"] = [
        not (window[0] and end <= window[0]) and not (window[1] and start > window[1])
        for start, end in zip(shown["start"], shown["end"], strict=True)
    ]
    order = [*(style.name(theme) for theme in first), style.rest]
    colour = alt.Color(
        "name:N", sort=order, scale=alt.Scale(domain=order, range=[*HUES[: len(first)], REST]), title=None
    )
    utc = alt.Scale(type="utc")
    bars = alt.Chart(shown).mark_bar(stroke=brush.colours(style.look)["panel"], strokeWidth=0.5)
    brushed = alt.selection_interval(name=PICKED, encodings=["x"])
    return _dressed(
        bars.add_params(brushed)
        .encode(
            x=alt.X("start:T", scale=utc, title=None, axis=_time_axis(frame)),
            x2="end:T",
            y=alt.Y("low:Q", title=style.facts, axis=alt.Axis(tickMinStep=1)),
            y2="high:Q",
            color=colour,
            opacity=alt.condition("datum.inside", alt.value(1), alt.value(FADED)),
            tooltip=[alt.Tooltip("period:N", title=" "), alt.Tooltip("name:N", title=" "), alt.Tooltip("facts:Q")],
        )
        .properties(height=220),
        style,
        around=110,
    )


def _time_axis(frame: pd.DataFrame) -> alt.Axis:
    """Return an axis whose labels stand right of where their day, month or year begins, each at most once."""
    import altair as alt

    days = 0 if frame.empty else (pd.to_datetime(frame["end"]).max() - pd.to_datetime(frame["start"]).min()).days
    unit, step = next((unit, step) for unit, step, length in _EVERY if days <= length * _LABELS)
    form = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[unit]
    every = alt.TimeIntervalStep(interval=unit, step=step)
    return alt.Axis(format=form, tickCount=every, labelAlign="left", labelFlush=False, labelBound=True)


def _stacked(frame: pd.DataFrame, first: Sequence[str], style: Style) -> pd.DataFrame:
    """Return the rows with `name`, `period`, `low` and `high`: the leading themes from the bottom, the rest on top."""
    rank = {theme: number for number, theme in enumerate(first)}
    shown = frame.assign(rank=[rank.get(theme, len(first)) for theme in frame["theme"]])
    shown = shown.groupby(["start", "end", "rank"])["facts"].sum().reset_index()
    shown["high"] = shown.groupby("start")["facts"].cumsum()
    shown["low"] = shown["high"] - shown["facts"]
    shown["theme"] = [first[number] if number < len(first) else "" for number in shown["rank"]]
    shown["name"] = [style.name(theme) if theme else style.rest for theme in shown["theme"]]
    shown["period"] = shown["start"]
    return shown


def ranked(frame: pd.DataFrame, column: str, style: Style, chosen: str = "") -> alt.Chart:
    """Return one bar for each of the leading values of `column`; with a value `chosen`, the others are faded."""
    import altair as alt

    order = leading(frame, column)
    shown = frame[frame[column].isin(order)].assign(name=lambda rows: [style.name(value) for value in rows[column]])
    shown = shown.assign(inside=[not chosen or value == chosen for value in shown[column]])
    bars = alt.Chart(shown).mark_bar(color=brush.colours(style.look)["ramp"][3], cornerRadiusEnd=2)
    return _dressed(
        bars.add_params(alt.selection_point(name=PICKED, fields=[column]))
        .encode(
            x=alt.X("facts:Q", title=style.facts, axis=alt.Axis(tickMinStep=1, tickCount=5)),
            y=alt.Y("name:N", sort=[style.name(value) for value in order], title=None, axis=_label_axis()),
            opacity=alt.condition("datum.inside", alt.value(1), alt.value(FADED)),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("facts:Q", title=style.facts, format=",.3~f")],
        )
        .properties(height=_ROW * max(len(order), 1)),
        style,
        around=50,
    )


def crossed(frame: pd.DataFrame, rows: str, columns: str, style: Style) -> alt.Chart:
    """Return a heat table: a cell for each pair of leading values, its colour on the map's ramp, its count written."""
    import altair as alt

    down, across = leading(frame, rows), leading(frame, columns)
    shown = frame[frame[rows].isin(down) & frame[columns].isin(across)]
    shown = shown.assign(row=[style.name(v) for v in shown[rows]], column=[style.name(v) for v in shown[columns]])
    paper = brush.colours(style.look)
    base = alt.Chart(shown).encode(
        x=alt.X(
            "column:N",
            sort=[style.name(value) for value in across],
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-45, labelLimit=_LONGEST_LABEL),
        ),
        y=alt.Y("row:N", sort=[style.name(value) for value in down], title=None, axis=_label_axis()),
        tooltip=[
            alt.Tooltip("row:N", title=" "),
            alt.Tooltip("column:N", title=" "),
            alt.Tooltip("facts:Q", title=style.facts, format=",.3~f"),
        ],
    )
    top = float(shown["facts"].max()) if len(shown) else 1.0
    ramp = alt.Scale(range=list(paper["ramp"]), domain=[0, top], interpolate="lab")
    turn, below, above = _NUMBERS[style.look]
    clicked = alt.selection_point(name=PICKED, fields=[rows, columns])
    cells = (
        base.mark_rect(stroke=paper["panel"])
        .add_params(clicked)
        .encode(color=alt.Color("facts:Q", scale=ramp, legend=None))
    )
    numbers = base.mark_text(fontSize=10).encode(
        text=alt.Text("facts:Q", format=",.2~f"),
        color=alt.condition(f"datum.facts > {turn * top}", alt.value(above), alt.value(below)),
    )
    return _dressed(alt.layer(cells, numbers).properties(height=_ROW * max(len(down), 1)), style, around=120)


def picture(chart: alt.Chart, suffix: str, *, title: str, note: str) -> bytes:
    """Return a chart as a file, without a browser.

    Parameters
    ----------
    chart
        From one of the functions above.
    suffix
        ``png`` (two pixels a point) or ``svg``.
    title, note
        Written above the chart, and below it: what it shows, and of which facts.

    Raises
    ------
    ExportError
        When the suffix is another.
    """
    import altair as alt
    import vl_convert

    _register()
    said = alt.TitleParams(one_line(title), subtitle=one_line(note), anchor="start", offset=12)
    whole = chart.properties(title=said, width=_WIDTH, padding=16)
    paper = brush.colours(_look_of(chart))["panel"]
    with alt.data_transformers.enable("default", max_rows=None):  # days of some years, by theme, are many rows
        spec = whole.configure_view(stroke=None).to_dict() | {"background": paper}
    if suffix == "svg":
        return str(vl_convert.vegalite_to_svg(spec, vl_version=_version())).encode()
    if suffix == "png":
        return bytes(vl_convert.vegalite_to_png(spec, vl_version=_version(), scale=2))
    raise ExportError(f"{suffix!r} is not a format of charts; choose png or svg")


def height_px(chart: alt.Chart) -> int:
    """Return the height of a chart with its axes and legend, for a screen that fits all of it into a box."""
    return int(chart.height) + int(chart.usermeta["around"])


def _look_of(chart: alt.Chart) -> str:
    return str(chart.usermeta["look"])


def _version() -> str:
    """Return the version of Vega-Lite for which Altair writes, as vl-convert names it."""
    import altair as alt

    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


@cache
def _register() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONT.parent))


def _label_axis() -> Any:
    import altair as alt

    return alt.Axis(labelLimit=_LONGEST_LABEL, ticks=False, domain=False)


def _dressed(chart: Any, style: Style, *, around: int) -> alt.Chart:
    """Return the chart in the page's colours and type; it remembers its paper, and the pixels `around` its frame."""
    paper = brush.colours(style.look)
    fonts = ", ".join((FAMILY, *FALLBACKS, "sans-serif"))
    text = {"labelColor": paper["ink"], "titleColor": paper["soft"], "labelFont": fonts, "titleFont": fonts}
    dressed: alt.Chart = (
        chart.configure(background="transparent", font=fonts)
        .configure_axis(gridColor=paper["rule"], domainColor=paper["rule"], tickColor=paper["rule"], **text)
        .configure_legend(orient="bottom", columns=3, labelLimit=_LONGEST_LABEL, **text)
        .configure_title(color=paper["ink"], subtitleColor=paper["soft"], fontSize=16, subtitleFontSize=11)
        .configure_view(stroke=None)
    )
    dressed.usermeta = {"look": style.look, "around": around}
    return dressed
