"""The clauses of the contract, each a function over the bench; `prove` goes through all of them, whatever is found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray

from geo.errors import DateError, Fault
from geo.records import DateSpan
from geo.tables.bench import Bench, counted
from geo.tables.dates import normal_date
from geo.tables.headers import COLUMNS, CONTEXT
from geo.tables.values import DEFAULTS, area_code, area_codes, choice, degrees, did_you_mean, web_address, whole_number

_UNTOUCHED = frozenset({"quote", "note"})
_IDENTITY = ("kind", "date", "date_end", "title", "actor", "place", "adcode", "lat", "lon", "targets", "doc", "start")
# A point whose latitude lies where western China has its longitudes, and the other way round. Among real points only
# the sea between Svalbard and Novaya Zemlya is caught.
_SWAPPED_LAT, _SWAPPED_LON = (73.0, 90.0), (27.0, 49.5)


def prove(bench: Bench) -> pd.DataFrame:
    """Bring the cells into their normal form; faults and notes gather on the bench.

    Returns
    -------
    One row a record, in order: the columns of the contract, then the others, all text but `lat` and `lon`.
    """
    present = set(bench.cells)
    bench.faults.extend(_missing_columns(present))
    others = {column: cells for column, cells in bench.cells.items() if column not in COLUMNS}
    empty = [""] * len(bench.rows)
    bench.cells = {column: bench.cells.get(column, empty) for column in COLUMNS} | others
    bench.only_text()
    for column in (*COLUMNS, CONTEXT):
        if column in present and column not in _UNTOUCHED:
            bench.strip(column)
    if "title" in present:
        _titles(bench)
    for column, default in DEFAULTS.items():
        bench.rewrite(column, choice(column), default)
    _types(bench)
    _dates(bench)
    for column, rule in (
        ("adcode", area_code),
        ("targets", area_codes),
        ("start", whole_number),
        ("end", whole_number),
    ):
        bench.rewrite(column, rule)
    _offsets(bench)
    _points(bench)
    _addresses(bench)
    _ids(bench)
    _links(bench)
    return frame(bench)


def prove_places(bench: Bench) -> None:
    """Bring the cells of a table that only says where into their normal form; other cells stay as they are."""
    bench.faults.extend(_missing_place(set(bench.cells)))
    bench.only_text()
    if {"lat", "lon"} & set(bench.cells):
        empty = [""] * len(bench.rows)
        bench.cells = bench.cells | {column: bench.cells.get(column, empty) for column in ("lat", "lon")}
    for column in {"place", CONTEXT, "adcode", "lat", "lon"} & set(bench.cells):
        bench.strip(column)
    if "adcode" in bench.cells:
        bench.rewrite("adcode", area_code)
    if "lat" in bench.cells:
        _points(bench)


def frame(bench: Bench) -> pd.DataFrame:
    """Return the cells as a table: `lat` and `lon` floats (NaN where empty), the rest text."""
    # Absent columns share one list of empty cells: it is converted once.
    texts = {id(cells): cells for column, cells in bench.cells.items() if column not in {"lat", "lon"}}
    made = {key: text_column(cells) for key, cells in texts.items()}
    columns = {column: made.get(id(cells)) for column, cells in bench.cells.items()}
    return pd.DataFrame(
        columns | {column: _degrees(bench.cells[column]) for column in ("lat", "lon") if column in columns}
    )


def text_column(cells: Sequence[str]) -> ExtensionArray:
    """Return cells as a column of text, also when there is none."""
    return pd.array(cells, dtype="str")


def _degrees(cells: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.array([float(cell) if cell else np.nan for cell in cells], dtype=float)


def _points(bench: Bench) -> None:
    """Bring `lat` and `lon` to decimal degrees; a fault for half a point, one off the globe, or swapped ones."""
    written = [np.array([bool(cell) for cell in bench.cells[column]], dtype=bool) for column in ("lat", "lon")]
    if not (written[0].any() or written[1].any()):
        return
    for position in np.flatnonzero(written[0] != written[1]).tolist():
        column, other = ("lat", "lon") if written[0][position] else ("lon", "lat")
        value = bench.cells[column][position]
        bench.fault(position, column, value, f"{column} {value} without {other}: fill both or neither")
    lat, lon = (np.array(bench.convert(column, degrees, np.nan), dtype=float) for column in ("lat", "lon"))
    for position, column, number, message in _off_the_globe(lat, lon):
        bench.fault(position, column, f"{number}", message)
    for column, numbers in (("lat", lat), ("lon", lon)):
        bench.cells[column] = ["" if number != number else repr(number) for number in numbers.tolist()]


def _off_the_globe(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Iterator[tuple[int, str, float, str]]:
    inside = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    mirrored = (np.abs(lon) <= 90) & (np.abs(lat) <= 180)
    western = _between(lat, _SWAPPED_LAT) & _between(lon, _SWAPPED_LON)
    known = ~(np.isnan(lat) | np.isnan(lon))
    for position in np.flatnonzero(known & (western | ~inside)).tolist():
        y, x = float(lat[position]), float(lon[position])
        if mirrored[position]:
            yield position, "lat", y, f"lat {y} and lon {x} look swapped: latitude is the one that stays below 90"
        elif abs(y) > 90:
            yield position, "lat", y, f"lat {y} is off the globe: latitudes run from -90 to 90"
        else:
            yield position, "lon", x, f"lon {x} is off the globe: longitudes run from -180 to 180"


def _between(numbers: npt.NDArray[np.float64], ends: tuple[float, float]) -> npt.NDArray[np.bool_]:
    return (numbers >= ends[0]) & (numbers <= ends[1])


def _missing_columns(present: set[str]) -> Iterator[Fault]:
    for column in ("date", "title"):
        if column not in present:
            yield _missing(column, f"no column {column!r}", present)
    yield from _missing_place(present)


def _missing_place(present: set[str]) -> Iterator[Fault]:
    if not present & {"place", "adcode"} and not {"lat", "lon"} <= present:
        yield _missing("place", "no column says where: one of 'place', 'adcode', or 'lat' and 'lon' is needed", present)


def _missing(column: str, message: str, present: set[str]) -> Fault:
    hint = did_you_mean(column, sorted(present - set(COLUMNS)))
    found = ", ".join(repr(name) for name in sorted(present)[:10])
    return Fault(row=1, column=column, value="", message=f"{message}{hint or ';'} the table has {found}")


def _titles(bench: Bench) -> None:
    titles = bench.cells["title"]
    for position in [position for position, title in enumerate(titles) if not title]:
        bench.fault(position, "title", "", "no title: say in one line what happened")


def _types(bench: Bench) -> None:
    kinds, types = bench.cells["kind"], bench.cells["type"]
    bench.cells["type"] = [
        type_ or ("other" if kind == "event" else "") for kind, type_ in zip(kinds, types, strict=True)
    ]


def _dates(bench: Bench) -> None:
    written = bench.cells["date"]
    bench.rewrite("date", normal_date)
    bench.rewrite("date_end", normal_date)
    _split_spans(bench)
    dates, ends = bench.cells["date"], bench.cells["date_end"]
    bad = {}
    for pair in dict.fromkeys(zip(dates, ends, strict=True)):
        try:
            if pair[0] and pair[1]:
                DateSpan.parse(*pair)
        except DateError as error:
            bad[pair] = str(error)
    for position, pair in enumerate(zip(dates, ends, strict=True)):
        if pair in bad:
            bench.fault(position, "date_end", pair[1], bad[pair])
        elif pair[1] and not written[position]:
            bench.fault(position, "date_end", pair[1], f"date_end {pair[1]} without date: fill date, or move it there")


def _split_spans(bench: Bench) -> None:
    """Move the second day of a span in one cell to `date_end`."""
    dates, ends = bench.cells["date"], list(bench.cells["date_end"])
    for position, cell in enumerate(ends):
        if "/" in cell:
            bench.fault(position, "date_end", cell, f"{cell} is a span: its first day belongs to date")
            ends[position] = ""
    for position, cell in enumerate(dates):
        if "/" not in cell:
            continue
        dates[position], last = cell.split("/")
        if ends[position] not in ("", last):
            bench.fault(position, "date_end", ends[position], f"date holds an end already: {last}")
        ends[position] = last
    bench.cells["date_end"] = ends


def _offsets(bench: Bench) -> None:
    starts, ends = bench.cells["start"], bench.cells["end"]
    for position, (start, end) in enumerate(zip(starts, ends, strict=True) if any(ends) else ()):
        if start and end and int(end) < int(start):
            bench.fault(position, "end", end, f"end {end} comes before start {start}: offsets are [start, end)")


def _addresses(bench: Bench) -> None:
    """Keep what can safely be a link; move anything else to the note."""
    written = bench.cells["url"]
    links = bench.convert("url", web_address, "")
    moved = [position for position, link in enumerate(links) if written[position] and not link]
    if not moved:
        return
    notes = list(bench.cells["note"])
    for position in moved:
        notes[position] = "; ".join(filter(None, (notes[position], f"address as given: {written[position]}")))
    bench.cells["url"], bench.cells["note"] = links, notes
    count, row = len(moved), bench.rows[moved[0]]
    bench.note("url", f"no http or https address in {counted(count, 'cell')} (row {row} …): moved to note", count)


def _ids(bench: Bench) -> None:
    ids = list(bench.cells["id"])
    counts = Counter(ids)
    repeated = {name for name, count in counts.items() if count > 1 and name}
    first: dict[str, int] = {}
    for position, name in enumerate(ids if repeated else ()):
        if name in repeated and first.setdefault(name, position) != position:
            bench.fault(position, "id", name, f"id {name!r} stands in row {bench.rows[first[name]]} already")
    if "" in counts:
        bench.cells["id"] = _derived(bench, ids, counts)


def _derived(bench: Bench, ids: list[str], taken: Counter[str]) -> list[str]:
    """Fill empty ids from the content of their rows, whatever their order; identical rows are counted."""
    contents = map("\x1f".join, zip(*(bench.cells[column] for column in _IDENTITY), strict=True))
    for position, content in enumerate(contents):
        if ids[position]:
            continue
        # The letter keeps spreadsheets from reading an id such as 12e45 as a number.
        name = f"f{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"
        taken[name] += 1
        ids[position] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return ids


def _links(bench: Bench) -> None:
    known = set(bench.cells["id"])
    loose = [cell for cell in bench.cells["event_id"] if cell and cell not in known]
    if loose:
        count = len(loose)
        message = f"{counted(count, 'cell')} naming an event that is not in the table, for instance {loose[0]!r}"
        bench.note("event_id", message, count)
