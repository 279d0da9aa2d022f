"""The page of small charts: what the facts of the view are about, when, where and by whom.

Every chart follows the filters, window and place that the map has, and changes them: a brush over time is the window, a
click on a bar or a cell selects. Each may be taken away as a picture, as a drawing and as the numbers behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from geo.export import charts, counts, tallies
from geo.places.gazetteer import gazetteer
from geo.places.regions import regions
from geo.tables.writing import csv_bytes
from geo.timeline import chinese
from geo.timeline.view import View
from views import address, facts, filters, kept
from views.data import Dataset
from views.keys import KEYS
from views.text import Words

if TYPE_CHECKING:
    import altair as alt

_COUNTED: Final = "atlas.counted"
_DAY_MS: Final = 86_400_000
_AREAS: Final = ("provinces", "regions")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """One chart: the numbers behind it, and what a click on it changes."""

    key: str
    frame: pd.DataFrame
    chart: alt.Chart
    take: Callable[[View, Mapping[str, Any]], View]
    wide: bool = False


def show(data: Dataset, words: Words) -> None:
    """Draw the page for a table."""
    with st.sidebar:
        filters.show(data.loaded.table, words)
    st.header(words("explore.heading"), anchor=False)
    _chosen(words)
    # heat tables are as wide as the page: their columns carry names
    first, second, below = *st.columns([3, 2], gap="large"), st.container()
    with below:
        area = _area(words)
    for panel, place in zip(_panels(data, words, area), (first, second, below, below), strict=True):
        with place:
            _draw(panel, data, words)


def _panels(data: Dataset, words: Words, area: str) -> list[_Panel]:
    view, table, style = address.view(), data.loaded.table, _style(data, words)
    counted = _counted(data, view)
    time = tallies.themes_over_time(table, view)
    where = tallies.by_province(table, view, counted)
    if area == "regions":
        about, across = tallies.themes_by_region(table, view), "region"
    else:
        about, across = tallies.themes_by_province(table, view, counted), "adcode"
    who = tallies.actors_by_province(table, view, counted)
    crossed = partial(charts.crossed, style=style)
    return [
        _Panel(key="time", frame=time, chart=charts.over_time(time, style, _window(view)), take=days_view),
        _Panel(key="provinces", frame=where, chart=charts.ranked(where, "adcode", style, view.place), take=cell_view),
        _Panel(key="themes", frame=about, chart=crossed(about, "theme", across), take=cell_view, wide=True),
        _Panel(key="actors", frame=who, chart=crossed(who, "actor", "adcode"), take=cell_view, wide=True),
    ]


def _counted(data: Dataset, view: View) -> counts.Counts:
    """Return the table made ready for counting: once a process, for a reader's own file once a session."""
    rev = (data.rev, view.measure, view.share)
    if data.key:
        st.session_state.pop(_COUNTED, None)
        return _shared_counts(data, view, rev)
    made: tuple[tuple[str, str, str], counts.Counts] | None = st.session_state.get(_COUNTED)
    if made is None or made[0] != rev:
        made = st.session_state[_COUNTED] = (rev, _built(data, view))
    return made[1]


@st.cache_resource(show_spinner=False, max_entries=2 * len(KEYS))
def _shared_counts(_data: Dataset, _view: View, rev: tuple[str, str, str]) -> counts.Counts:
    del rev
    return _built(_data, _view)


def _built(data: Dataset, view: View) -> counts.Counts:
    return counts.build(data.loaded.table, view, counted=data.asked.counted if data.asked else None)


def _draw(panel: _Panel, data: Dataset, words: Words) -> None:
    st.subheader(words(f"explore.{panel.key}"), anchor=False)
    if panel.frame.empty:
        st.info(words(facts.why_empty(data, address.view())), icon=":material/search_off:")
        return
    key = f"explore.{panel.key}.{words.lang}"
    # named for the style sheet: on a phone a heat table keeps its width and is moved sideways
    with st.container(key=f"explore_{'wide' if panel.wide else 'fit'}_{panel.key}"):
        st.altair_chart(
            panel.chart,
            theme=None,
            width="stretch",
            height=charts.height_px(panel.chart),
            key=key,
            on_select=partial(_hear, key, panel.take),
        )
    said, take_away = st.columns([4, 1], vertical_alignment="center")
    said.caption(words(f"explore.{panel.key}.word"))
    with take_away.popover("", icon=":material/download:", help=words.raw("explore.take")):
        _downloads(panel, data, words)


def _hear(key: str, take: Callable[[View, Mapping[str, Any]], View]) -> None:
    """Change the view as a chart says; a selection taken back changes nothing, for the sidebar shows what holds."""
    picked = st.session_state[key]["selection"].get(charts.PICKED)
    if picked:
        address.change(take(address.view(), picked if isinstance(picked, Mapping) else picked[0]))


def days_view(view: View, picked: Mapping[str, Any]) -> View:
    """Return the view with the brushed days as its window.

    A brush that ends inside a day means that day. What comes from the browser counts only if it is two numbers.
    """
    ends = next(iter(picked.values()), None)
    if not (isinstance(ends, list) and len(ends) == 2 and all(isinstance(end, int | float) for end in ends)):
        return view
    first, last = (_day(float(end)) for end in sorted(ends))
    return replace(view, from_day=first, to_day=last, mode="window") if first and last else view


def _day(milliseconds: float) -> str:
    """Return the day on which a moment lies, or nothing for a moment outside the calendar.

    >>> _day(1711929600000.0), _day(1e300)
    ('2024-04-01', '')
    """
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=milliseconds // _DAY_MS)).date().isoformat()
    except OverflowError:
        return ""


def cell_view(view: View, picked: Mapping[str, Any]) -> View:
    """Return the view with the place, theme and actor of a cell selected; what is no such text is left out."""
    query = view.to_query()
    for name, key in (("adcode", "place"), ("region", "place"), ("theme", "theme"), ("actor", "actor")):
        if isinstance(picked.get(name), str):
            query[key] = picked[name]
    return View.from_query(query)


def _downloads(panel: _Panel, data: Dataset, words: Words) -> None:
    title, note = words.raw(f"explore.{panel.key}"), _note(data, words)
    for suffix, mime in (("png", "image/png"), ("svg", "image/svg+xml")):
        st.download_button(
            suffix.upper(),
            data=partial(charts.picture, panel.chart, suffix, title=title, note=note),
            file_name=_file_name(panel.key, suffix),
            mime=mime,
            on_click="ignore",
            key=f"explore.{panel.key}.{suffix}",
            width="stretch",
        )
    st.download_button(
        "CSV",
        data=partial(_csv, panel.frame, _style(data, words)),
        file_name=_file_name(panel.key, "csv"),
        mime="text/csv",
        on_click="ignore",
        key=f"explore.{panel.key}.csv",
        width="stretch",
    )


def _csv(frame: pd.DataFrame, style: charts.Style) -> bytes:
    """Return the numbers with a column of names beside each column of codes."""
    columns: dict[str, Any] = {}
    for column in frame.columns:
        columns[column] = frame[column]
        if column in ("theme", "adcode", "region"):
            columns[f"{column}_name"] = [style.name(code) for code in frame[column]]
    return csv_bytes(pd.DataFrame(columns), excel=True)


def _file_name(key: str, suffix: str) -> str:
    return facts.file_name(address.view(), suffix).replace("directive-atlas", f"directive-atlas_{key}", 1)


def _note(data: Dataset, words: Words) -> str:
    view = address.view()
    told = words.raw("explore.note", name=data.name, period=facts.period(view, words.raw))
    return f"{told} {words.raw('explore.note.filtered')}" if filters.is_filtered(view) else told


def _window(view: View) -> tuple[str, str]:
    return view.from_day, view.to_day


def _style(data: Dataset, words: Words) -> charts.Style:
    dark = st.context.theme.type == "dark"
    actors = chinese.actors(data.columns.coded("actor").words) if words.lang == "zh" else {}
    return charts.Style(
        names={**_names(words), **actors},
        facts=words.raw("explore.facts"),
        rest=words.raw("explore.rest"),
        look="dark" if dark else "light",
    )


def _names(words: Words) -> dict[str, str]:
    """Return what themes, provinces and regions are called."""
    zh = words.lang == "zh"
    units = (unit for unit in gazetteer().units.values() if unit.level == "province")
    names = {unit.code: (unit.short_zh if zh else unit.short_en) or unit.name_en for unit in units}
    names |= {slug: region.name_zh if zh else region.name_en for slug, region in regions().items()}
    return names | {key.removeprefix("theme_"): text for key, text in words.labels.items() if key.startswith("theme_")}


def _chosen(words: Words) -> None:
    """Say what the charts are narrowed to besides the filters, with a way out."""
    view = address.view()
    if not (view.place or view.from_day or view.to_day):
        st.caption(words("explore.hint"))
        return
    said, out = st.columns([4, 1], vertical_alignment="center")
    said.markdown(f"{facts.where(view, words)} · {facts.period(view, words)}")
    out.button(words.raw("explore.leave"), key="explore.leave", on_click=_leave, width="stretch")


def _leave() -> None:
    address.change(replace(address.view(), place="", fact="", from_day="", to_day="", mode="cumulative"))


def _area(words: Words) -> str:
    chosen = st.segmented_control(
        words.raw("explore.area"),
        _AREAS,
        format_func=lambda area: words.raw(f"explore.area.{area}"),
        key=kept.key(words, "explore.area", _AREAS),
        required=True,
    )
    return str(chosen)
