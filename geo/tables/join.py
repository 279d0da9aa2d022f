"""CODE -> PROVINCE: by the code where there is one; by geometry only for rows that bring nothing but a point.

A roll-up of codes (500107 lies in 500000) is never wrong at a coast, and much quicker than a spatial join.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NewType

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.places.lookup import NOWHERE, province_at
from geo.places.regions import expand
from geo.tables.coded import Coded, recoded
from geo.tables.geocode import GeocodedTable, set_aside
from geo.tables.proof import text_column
from geo.tables.reasons import COORDINATES, NO_PLACE, READ_ABROAD
from geo.tables.tally import OUTSIDE, UNPLACED, Tally

PlacedTable = NewType("PlacedTable", pd.DataFrame)
"""A geocoded table with a province for every row that lies in one; made only by `join`."""

JOINED = ("joined_by", "distance_km")
"""The columns that `join` adds."""


def join(table: GeocodedTable) -> PlacedTable:
    """Join every row to its province.

    Returns
    -------
    The N rows in their order and on their index, with

    - `province`: a code; empty for a region that lies in several, and for unplaced rows;
    - `joined_by`: ``code``, ``geometry`` (a bare point) or empty (unplaced);
    - `distance_km`: how far a bare point lies outside its province: 0 inside, above 0 off a coast; NaN where no
      geometry was asked.

    A bare point that is too far from every province becomes *unknown*, with that as its reason.
    """
    out = table.copy() if set(JOINED) <= set(table.columns) else set_aside(table, JOINED)
    codes, province = (Coded.of_series(table[name]) for name in ("adcode", "province"))
    by_code = codes.where(bool)
    bare = ~by_code & table["lat"].notna().to_numpy() & table["lon"].notna().to_numpy()
    distance = np.full(len(table), np.nan)
    outside = np.zeros(len(table), dtype=bool)
    if bare.any():
        located = province_at(table["lon"].to_numpy()[bare], table["lat"].to_numpy()[bare])
        words = [*province.words, *located.units.tolist(), ""]
        # the position of a point that lies nowhere is -1: the last word, which is empty
        numbers = np.append(np.arange(located.units.size), located.units.size)[located.positions] + len(province.words)
        rows = province.codes.copy()
        rows[bare] = numbers
        province = recoded(rows, words)
        distance[bare], outside[bare] = located.distance_km, located.positions == NOWHERE
    out["province"] = province.text()
    how = np.where(by_code, 1, np.where(bare & ~outside, 2, 0)).astype(np.int32)
    out["joined_by"] = Coded(codes=how, words=["", "code", "geometry"]).text()
    out["distance_km"] = distance
    return PlacedTable(_outside_is_unknown(out, outside) if outside.any() else out)


def roll_up(codes: pd.Series[Any]) -> pd.Series[Any]:
    """Return the province of each code: each different code is looked up once.

    Parameters
    ----------
    codes
        N codes of units or slugs of regions, empty where there is none; quickest as a categorical.

    Returns
    -------
    N province codes, a categorical on the index of `codes`, named ``province``; empty for a region in several
    provinces and where there is no code.

    Raises
    ------
    PlaceNotFound
        When a code is none of a unit or region.

    Examples
    --------
    >>> roll_up(pd.Series(["500107", "western", "TW-TPE"], dtype="category")).tolist()
    ['500000', '', '710000']
    """
    given = codes.astype("category")
    provinces = Coded.of([_province(str(code)) for code in given.cat.categories])
    words = list(dict.fromkeys([*provinces.words, ""]))
    # the code of a missing category is -1: the last, which is empty
    numbers = np.append(provinces.codes, words.index("")).astype(np.int16)[given.cat.codes.to_numpy()]
    return pd.Series(pd.Categorical.from_codes(numbers, pd.Index(words)), index=codes.index, name="province")


def _province(code: str) -> str:
    found = expand(code) if code else ()
    return found[0] if len(found) == 1 else ""


def placed(table: PlacedTable) -> pd.Series[bool]:
    """Return whether each row lies somewhere on the map, on the index of the table, named ``placed``."""
    return (table["joined_by"] != "").rename("placed")


def unplaced_by(table: PlacedTable) -> pd.Series[str]:
    """Return why each row is not placed, in a word (see `Tally`); empty for placed rows; named ``unplaced_by``."""
    has_point = table["lat"].notna() & table["lon"].notna()
    nothing, abroad = table["reason"] == NO_PLACE, table["reason"].str.startswith(READ_ABROAD)
    words = np.select(
        [placed(table), has_point, nothing, abroad, table["resolution"] == "ambiguous"],
        ["", "outside", "no place", "abroad", "ambiguous"],
        "unknown",
    )
    return pd.Series(text_column(words.tolist()), index=table.index, name="unplaced_by")


def tally(table: PlacedTable) -> Tally:
    """Count how a table came out."""
    on_map, dated = int(placed(table).sum()), int((table["date"] != "").sum())
    return Tally(
        rows=len(table),
        placed=on_map,
        unplaced=len(table) - on_map,
        dated=dated,
        undated=len(table) - dated,
        rejected=int((table["status"] == "rejected").sum()),
        off_coast=int((table["distance_km"] > 0).sum()),
        by_resolution=_counts(table["resolution"], ("exact", "context", "ambiguous", "unknown")),
        unplaced_by=_counts(unplaced_by(table), UNPLACED),
        joined_by=_counts(table["joined_by"], ("code", "geometry")),
        by_kind=_counts(table["kind"], ("event", "directive")),
    )


def targets_provinces(table: pd.DataFrame) -> pd.Series[Any]:
    """Return the provinces that each row is aimed at, on the index of the table, named ``targets_provinces``.

    Returns
    -------
    Tuples of province codes in code order, each once; empty where a row has no target. A region counts for every
    province it touches.

    Raises
    ------
    RegionNotFound
        When a target is neither a code nor a slug; a checked table holds none.
    """
    targets = table["targets"].tolist()
    found = {
        text: tuple(sorted({code for target in text.split(";") if target for code in expand(target)}))
        for text in dict.fromkeys(targets)
    }
    return pd.Series([found[text] for text in targets], index=table.index, dtype=object, name="targets_provinces")


def _outside_is_unknown(table: pd.DataFrame, outside: npt.NDArray[np.bool_]) -> pd.DataFrame:
    table.loc[outside, ["level", "resolution"]] = ["", "unknown"]
    table.loc[outside, "reason"] = table.loc[outside, "reason"].str.replace(COORDINATES, OUTSIDE, n=1, regex=False)
    return table


def _counts(column: pd.Series[Any], names: tuple[str, ...]) -> Mapping[str, int]:
    found = Counter(column.tolist())
    return MappingProxyType({name: found[name] for name in names})
