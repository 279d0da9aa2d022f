"""PLACE -> CODE: each row of a table gets the unit or the named region that it speaks of, with the reason.

A code given by the table wins over its place as written; where the two disagree, the reason says so. A title or a
target never places a fact. What the words leave open stays open: *ambiguous* with its candidates, *unknown* with near
names. A point given by the table is kept; without one, the row stands at the point of its unit.

A row that `atlas read` wrote keeps what the article around it decided, as long as nobody changed its place or code: a
certainty of its own, *abroad* as a place that is never looked up here, and an ambiguous name, which stays open until a
person confirms the code.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, NewType

import numpy as np
import numpy.typing as npt

from geo.errors import PlaceNotFound
from geo.places.gazetteer import gazetteer
from geo.places.regions import expand, regions
from geo.records import Resolution
from geo.tables.coded import Coded, Codes, joint, recoded
from geo.tables.headers import CONTEXT, DERIVED
from geo.tables.reasons import COORDINATES, GIVEN, NO_PLACE, as_read
from geo.tables.values import area_code

if TYPE_CHECKING:
    import pandas as pd

    from geo.tables.schema import EventsTable, PlacesTable

GeocodedTable = NewType("GeocodedTable", "pd.DataFrame")
"""A table with a resolution for every row; made only by `geocode`."""

ADDED = ("adcode", "level", "lat", "lon", "province", "resolution", "candidates", "reason")
"""The columns that `geocode` fills (`adcode`, `lat`, `lon`) or adds."""

_ASKED = ("place", "adcode", CONTEXT)
EARLIER = ("resolution", "reason", "candidates", "status")
_CODE = re.compile(r"\d{6}(?:\d{3}|\d{6})?|[A-Z]{2}-[A-Z0-9]+", re.ASCII)


class _Earlier(NamedTuple):
    """What an earlier run answered for a row, and whether a person has confirmed it since."""

    certainty: str = ""
    reason: str = ""
    candidates: str = ""
    confirmed: bool = False


_NOTHING = _Earlier()


class _Asked(NamedTuple):
    """All that decides where a row lies; rows that agree in it are resolved once.

    `earlier` is what an earlier run answered, empty in a table of one's own.
    """

    place: str
    adcode: str
    within: str
    has_point: bool
    earlier: _Earlier


class Mark(NamedTuple):
    """Where a code stands on the map, and the code of the one province it lies in, if it is one."""

    lat: float
    lon: float
    province: str


def resolve(text: str, *, within: str | None = None) -> Resolution:
    """Return what a place as written means.

    Parameters
    ----------
    text
        A place in English or Chinese, at any level, with or without the larger places around it; or a code, an old
        code, or a region's slug.
    within
        A unit or region (code, slug or name) that the place lies in.

    Returns
    -------
    A resolution; *unknown*, too, when `within` itself is not understood, with that as the reason.

    Examples
    --------
    >>> resolve("Jiulongpo district, Chongqing").code, resolve("重庆市九龙坡区").code
    ('500107', '500107')
    >>> resolve("border zones").code, resolve("Suzhou").certainty, resolve("Suzhou", within="Anhui").code
    ('border_areas', 'ambiguous', '341300')
    """
    plain = text.strip()
    given = _code_of(plain)
    if given:
        return _exact(given, GIVEN)
    try:
        return gazetteer().lookup(plain, within=(within or "").strip() or None)
    except PlaceNotFound as error:
        return Resolution(certainty="unknown", code="", level=None, candidates=(), reason=str(error))


def geocode(table: EventsTable | PlacesTable, *, progress: Callable[[int, int], object] | None = None) -> GeocodedTable:
    """Place every row of a table.

    Parameters
    ----------
    table
        N rows. `place`, `within` (the unit around the place), `adcode`, `lat` and `lon` are read, as far as they
        are there.
    progress
        Called with (done, all) after each distinct place.

    Returns
    -------
    The N rows in their order and on their index, with

    - `adcode`: the code, or the slug of a named region; empty when ambiguous or unknown;
    - `level`: province, prefecture, county, region, ``other`` for bare coordinates, or empty;
    - `lat`, `lon`: degrees WGS84: the table's own, else the unit's point, or the first anchor of a region; NaN where
      none is known;
    - `province`: the code of the province, by the code alone; empty for a region that lies in several;
    - `resolution`: exact, context, ambiguous or unknown; `candidates`: codes joined by ``;``; `reason`: a sentence.

    Columns of the table's own that bear one of these names are kept as ``<name>_given``. A table that this function
    wrote earlier is placed anew and comes out the same.
    """
    again = set(DERIVED) <= set(table.columns)
    out = table.copy() if again else set_aside(table, DERIVED)
    lat, lon = (_floats(out, column) for column in ("lat", "lon"))
    has_point = ~(np.isnan(lat) | np.isnan(lon))
    columns = {name: Coded.of_series(out[name]) for name in asked_of(table.columns)}
    found = placing(columns, has_point, progress=progress)
    filled: dict[str, Any] = {name: found.column(name).text() for name in _COLUMNS}
    marks = np.array([(mark.lat, mark.lon) for mark in found.marks], dtype=float).reshape(-1, 2)[found.codes]
    filled["lat"], filled["lon"] = np.where(has_point, lat, marks[:, 0]), np.where(has_point, lon, marks[:, 1])
    for name in ADDED:
        out[name] = filled[name]
    return GeocodedTable(out)


def asked_of(present: Collection[str]) -> list[str]:
    """Return those of a table's columns that decide where its rows lie; what an earlier run answered is among them."""
    again = set(DERIVED) <= set(present)
    return [name for name in (*_ASKED, *(EARLIER if again else ())) if name in present]


class Placing(NamedTuple):
    """Where the rows of a table lie: `answers` are the different resolutions, `codes` says which is each row's.

    `marks` are aligned with the answers.
    """

    codes: Codes
    answers: Sequence[Resolution]
    marks: Sequence[Mark]

    def column(self, name: str) -> Coded:
        """Return one of the columns of text that geocoding adds."""
        pairs = zip(self.answers, self.marks, strict=True)
        return recoded(self.codes, [_COLUMNS[name](answer, mark) for answer, mark in pairs])


_COLUMNS: Mapping[str, Callable[[Resolution, Mark], str]] = {
    "adcode": lambda answer, _: answer.code,
    "level": lambda answer, _: answer.level or "",
    "province": lambda _, mark: mark.province,
    "resolution": lambda answer, _: answer.certainty,
    "candidates": lambda answer, _: ";".join(answer.candidates),
    "reason": lambda answer, _: answer.reason,
}


def placing(
    columns: Mapping[str, Coded],
    has_point: npt.NDArray[np.bool_],
    *,
    progress: Callable[[int, int], object] | None = None,
) -> Placing:
    """Resolve the rows of a table, each different one once.

    Parameters
    ----------
    columns
        `place`, `adcode`, `within`; and `resolution`, `reason`, `candidates` and `status` of an earlier output. Those
        that a table lacks are left out.
    has_point
        Which rows bring a point of their own.
    progress
        Called with (done, all) after each distinct place.
    """
    empty = Coded.constant("", has_point.size)
    pointed = Coded(codes=has_point.astype(np.int32), words=["", "point"])
    confirmed = columns.get("status", empty).mapped(lambda word: "yes" if word in ("confirmed", "corrected") else "")
    parts = [columns.get(name, empty) for name in (*_ASKED, *EARLIER[:-1])]
    codes, rows = joint([*parts, pointed, confirmed])
    with _uncollected():
        answers = _answers(rows, progress)
    marks = {code: _mark(code) for code in dict.fromkeys(answer.code for answer in answers)}
    return Placing(codes=codes, answers=answers, marks=[marks[answer.code] for answer in answers])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking again and again through answers that all stay, and form no cycle."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _asked(row: tuple[str, ...]) -> _Asked:
    place, adcode, within, certainty, reason, candidates, point, confirmed = row
    earlier = (
        _Earlier(certainty, reason, candidates, bool(confirmed))
        if (certainty or reason or candidates or confirmed)
        else _NOTHING
    )
    return _Asked(place, adcode, within, bool(point), earlier)


def set_aside(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return a copy in which the table's own columns of these names are called ``<name>_given``."""
    taken, renamed = set(table.columns), {}
    for name in names:
        given = name
        while given in taken:
            given = f"{given}_given"
        if given != name:
            renamed[name] = given
    return table.rename(columns=renamed)


def _answers(rows: Sequence[tuple[str, ...]], progress: Callable[[int, int], object] | None) -> list[Resolution]:
    answers = []
    for done, row in enumerate(rows, start=1):
        answers.append(_answer(_asked(row)))
        if progress is not None:
            progress(done, len(rows))
    return answers


def _answer(asked: _Asked) -> Resolution:
    if read := _as_read(asked):
        return read
    words = _by_words(asked.place, asked.within)
    if asked.adcode:
        earlier = (asked.earlier.certainty, asked.earlier.reason)
        ours = (words.code, words.certainty, words.reason) == (asked.adcode, *earlier)
        return words if ours else _given(asked, words)
    if words.code or not asked.has_point:
        return words
    reason = f"{COORDINATES}; {words.reason}" if asked.place else COORDINATES
    return Resolution(certainty="exact", code="", level="other", candidates=words.candidates, reason=reason)


def _as_read(asked: _Asked) -> Resolution | None:
    """Return what the article decided for a row that `atlas read` wrote and nobody changed since."""
    if asked.earlier.certainty == "ambiguous":
        return _still_open(asked)
    if not asked.earlier.reason or not asked.earlier.reason.startswith(as_read(asked.adcode, asked.place, "")):
        return None
    if not asked.adcode:
        return Resolution(certainty="unknown", code="", level=None, candidates=(), reason=asked.earlier.reason)
    if asked.earlier.confirmed:
        return None
    found = _exact(asked.adcode, asked.earlier.reason)
    return replace(found, certainty="context") if asked.earlier.certainty == "context" else found


def _still_open(asked: _Asked) -> Resolution | None:
    """Return the candidates of a row that was read as ambiguous, until a person confirms one as its code."""
    candidates = tuple(asked.earlier.candidates.split(";"))
    likeliest = asked.adcode or candidates[0]
    known = len(candidates) > 1 and set(candidates) <= set(gazetteer().units)
    unchanged = asked.earlier.reason.startswith(as_read(likeliest, asked.place, "")) if likeliest else False
    if not (known and unchanged) or (asked.adcode and asked.earlier.confirmed):
        return None
    reason = asked.earlier.reason
    return Resolution(certainty="ambiguous", code="", level=None, candidates=candidates, reason=reason)


def _by_words(place: str, within: str) -> Resolution:
    if not place:
        if not within:
            return Resolution(certainty="unknown", code="", level=None, candidates=(), reason=NO_PLACE)
        around = resolve(within)
        return replace(around, reason=f"{NO_PLACE}, only what is around it, {within!r}: {around.reason}")
    found = resolve(place, within=within)
    if found.code or not within or resolve(within).code:
        return found
    alone = resolve(place)
    return replace(alone, reason=f"{alone.reason}; what is around it, {within!r}, was not understood")


def _given(asked: _Asked, words: Resolution) -> Resolution:
    """Return the code that the table gives, and say so where the words beside it mean something else."""
    meanings = ((words.code,) if words.code else words.candidates) if words.certainty != "unknown" else ()
    if not meanings or any(_related(code, asked.adcode) for code in meanings):
        return _exact(asked.adcode, GIVEN)
    said = asked.place or asked.within
    return _exact(asked.adcode, f"{GIVEN}; the place as written, {said!r}, means {' or '.join(meanings)}")


def _related(one: str, other: str) -> bool:
    """Whether one unit lies in the other, or a region and the other share a province."""
    if one in regions() or other in regions():
        return bool(set(expand(one)) & set(expand(other)))
    return one in gazetteer().lineage(other) or other in gazetteer().lineage(one)


def _code_of(text: str) -> str:
    """Return the code or slug that a text is, or nothing: a name is never taken for a slug."""
    if text in regions():
        return text
    try:
        return area_code(text) if _CODE.fullmatch(text) else ""
    except ValueError:
        return ""


def _exact(code: str, reason: str) -> Resolution:
    level = "region" if code in regions() else gazetteer().unit(code).level
    return Resolution(certainty="exact", code=code, level=level, candidates=(), reason=reason)


def _mark(code: str) -> Mark:
    if not code:
        return Mark(np.nan, np.nan, "")
    if code in regions():
        region = regions()[code]
        lat, lon = region.anchors[0] if region.anchors else (np.nan, np.nan)
        return Mark(lat, lon, region.provinces[0] if len(region.provinces) == 1 else "")
    unit = gazetteer().unit(code)
    return Mark(np.nan if unit.lat is None else unit.lat, np.nan if unit.lon is None else unit.lon, unit.province)


def _floats(table: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
    if column in table.columns:
        return table[column].to_numpy(dtype=np.float64)
    return np.full(len(table), np.nan)
