"""Facts <-> rows of the database: each with its point, its province and its days, as the map knows them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from geoalchemy2.elements import WKTElement

from geo.records import DateSpan
from geo.tables.facts import Row
from geo.tables.geocode import geocode
from geo.tables.headers import COLUMNS, CONTEXT, DERIVED
from geo.tables.join import join
from geo.tables.rows import POINT, frame_of
from geo.tables.schema import EventsTable

WGS84 = 4326

WHERE = frozenset({"place", CONTEXT, "adcode", "lat", "lon", "status", *DERIVED})
"""The columns that decide where a fact stands."""

Fact = dict[str, Any]
"""One row of the table of facts, by column of the database; without its version."""


def table_of(rows: Sequence[Row], columns: Iterable[str]) -> EventsTable:
    """Return proven rows of text as the table that they were."""
    table = frame_of(rows, dict.fromkeys((*COLUMNS, *columns)))
    for name in POINT:
        table[name] = [float(cell) if cell else math.nan for cell in table[name].tolist()]
    return EventsTable(table)


def fact_of(row: Row) -> Fact:
    """Return a proven row as one of the table of facts, but for where it stands (see `standing`)."""
    degrees = {name: float(row[name]) if row[name] else None for name in POINT}
    more = {name: cell for name, cell in row.items() if name not in COLUMNS and cell}
    span = DateSpan.parse(row["date"], row["date_end"]) if row["date"] else None
    days = {"first_day": span.first if span else None, "last_day": span.last if span else None}
    return {name: row[name] for name in COLUMNS} | degrees | {"more": more} | days


def standing(rows: Sequence[Row]) -> list[Fact]:
    """Return where each of some proven rows stands: `province`, `resolution`, and `geom` in WGS84."""
    on_map = join(geocode(table_of(rows, rows[0])))
    cells = zip(*(on_map[name].tolist() for name in ("province", "resolution", "lat", "lon")), strict=True)
    return [
        {"province": province, "resolution": resolution, "geom": _point(lat, lon)}
        for province, resolution, lat, lon in cells
    ]


def has_moved(old: Fact, new: Fact) -> bool:
    """Whether a fact may have to stand elsewhere than it did."""
    return any(_cell(old, name) != _cell(new, name) for name in WHERE)


def has_changed(old: Fact, new: Fact) -> bool:
    """Whether a row of the table of facts is no longer what it should be; where it stands follows from the rest."""
    return any(old[name] != cell for name, cell in new.items())


def _cell(fact: Fact, name: str) -> Any:
    return fact[name] if name in COLUMNS else fact["more"].get(name, "")


def _point(lat: float, lon: float) -> WKTElement | None:
    return None if math.isnan(lat) or math.isnan(lon) else WKTElement(f"POINT({lon!r} {lat!r})", srid=WGS84)
