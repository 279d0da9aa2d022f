"""Small placed tables, made by hand: what geocoding and joining would have said of them is written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from geo.records import EVENT_TYPES, STATUSES, THEMES
from tests.strategies import date_texts, texts, titles

# fmt: off
TEXTS = (
    "id", "kind", "date", "date_end", "title", "title_zh", "type", "theme", "actor", "place", "adcode", "targets",
    "event_id", "source", "url", "doc", "start", "end", "status", "note", "quote", "level", "province", "resolution",
    "candidates", "reason", "joined_by",
)
# fmt: on

# key: what the placed table says of it; points and codes are those of the gazetteer
PLACES: Mapping[str, Mapping[str, Any]] = {
    "Changsha": {"adcode": "430100", "level": "prefecture", "province": "430000", "lat": 28.19874, "lon": 112.97087},
    "Jiulongpo": {"adcode": "500107", "level": "county", "province": "500000", "lat": 29.50268, "lon": 106.51056},
    "Chongqing": {"adcode": "500000", "level": "province", "province": "500000", "lat": 29.56026, "lon": 106.55771},
    "western region": {"adcode": "western", "level": "region", "province": ""},
    "a pier": {"level": "", "province": "350000", "lat": 24.45, "lon": 118.08, "joined_by": "geometry"},
    "Chaoyang": {"resolution": "ambiguous", "candidates": "110105;211300", "reason": "several places have this name"},
    "nowhere": {"resolution": "unknown", "reason": "no place has this name"},
    "": {"resolution": "unknown", "reason": "no place is given"},
}
TARGETS = ("", "500107", "border_areas", "western;500000", "no_such_code")


def placed(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a placed table of these facts; `place` is one of `PLACES`."""
    filled = []
    for number, row in enumerate(rows):
        found = {"resolution": "exact", **PLACES[row.get("place", "")]}
        defaults = {"id": f"f{number}", "kind": "event", "status": "auto", "theme": "other", "title": f"fact {number}"}
        filled.append({**dict.fromkeys(TEXTS, ""), **defaults, **found, **row})
    table = pd.DataFrame(filled, columns=[*TEXTS, "lat", "lon", "distance_km"])
    for name in ("lat", "lon", "distance_km"):
        table[name] = pd.to_numeric(table[name])
    return table.astype(dict.fromkeys(TEXTS, "str"))


def spans() -> st.SearchStrategy[dict[str, str]]:
    """Dates of facts: any form of the contract, some with an end of the same form."""
    year = st.integers(2019, 2026)
    whole = st.builds(lambda y, n: {"date": str(y), "date_end": str(y + n) if n else ""}, year, st.integers(0, 2))
    single = date_texts().map(lambda text: {"date": text})
    return single | whole


def rows() -> st.SearchStrategy[dict[str, Any]]:
    """Facts of every sort that a table can hold."""
    fixed = st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["event", "directive"]),
            "theme": st.sampled_from(THEMES),
            "type": st.sampled_from(["", *EVENT_TYPES]),
            "status": st.sampled_from(STATUSES),
            "place": st.sampled_from(sorted(PLACES)),
            "targets": st.sampled_from(TARGETS),
            "title": titles(),
            "actor": st.sampled_from(["", "Xi", "省政府"]),
            "note": texts(),
        }
    )
    return st.builds(lambda fact, span: {**fact, **span}, fixed, spans())


def tables(most: int = 25) -> st.SearchStrategy[pd.DataFrame]:
    """Placed tables, the empty one too."""
    return st.lists(rows(), max_size=most).map(placed)
