"""The clauses of the contract, each a function over the bench; `prove` goes through all of them, whatever is found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.errors import DateError, Fault, counted
from geo.records import DateSpan
from geo.tables.bench import Bench
from geo.tables.coded import Coded, joint, recoded
from geo.tables.dates import normal_date
from geo.tables.headers import COLUMNS, CONTEXT
from geo.tables.values import DEFAULTS, area_code, area_codes, choice, degrees, did_you_mean, web_address, whole_number

if TYPE_CHECKING:
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

_UNTOUCHED = frozenset({"quote", "note"})
_IDENTITY = ("kind", "date", "date_end", "title", "actor", "place", "adcode", "lat", "lon", "targets", "doc", "start")
# A point whose latitude lies where western China has its longitudes, and the other way round. Among real points only
# the sea between Svalbard and Novaya Zemlya is caught.
_SWAPPED_LAT, _SWAPPED_LON = (73.0, 90.0), (27.0, 49.5)


def prove(bench: Bench) -> None:
    """Bring the cells into their normal form; faults and notes gather on the bench.

    The columns are then those of the contract, and behind them the others.
    """
    present = set(bench.cells) | set(bench.numbers)
    bench.faults.extend(_missing_columns(present))
    others = {column: cells for column, cells in bench.cells.items() if column not in COLUMNS}
    empty = Coded.constant("", len(bench.rows))
    bench.cells = {column: bench.cells.get(column, empty) for column in COLUMNS} | others
    bench.only_text()
    for column in (*COLUMNS, CONTEXT):
        if column in present and column not in _UNTOUCHED | set(bench.numbers):
            bench.strip(column)
    if "title" in present:
        _titles(bench)
    prove_what(bench)
    for column in ("start", "end"):
        bench.rewrite(column, whole_number)
    _offsets(bench)
    prove_points(bench)
    _addresses(bench)
    _ids(bench)
    _links(bench)


def prove_counted(bench: Bench, present: set[str]) -> None:
    """Bring the columns that are counted on a map, and that say where, into their normal form.

    Parameters
    ----------
    bench
        `kind`, `date`, `date_end`, `type`, `theme`, `status`, `adcode` and `targets`, and what else there is.
    present
        The columns that the table has.
    """
    bench.faults.extend(_missing_columns(present))
    bench.only_text()
    prove_what(bench)


def prove_what(bench: Bench) -> None:
    """Prove what a fact is, when it was, and the codes it names."""
    for column, default in DEFAULTS.items():
        bench.rewrite(column, choice(column), default)
    _types(bench)
    _dates(bench)
    bench.rewrite("adcode", area_code)
    bench.rewrite("targets", area_codes)


def prove_places(bench: Bench) -> None:
    """Bring the cells of a table that only says where into their normal form; other cells stay as they are."""
    bench.faults.extend(_missing_place(set(bench.cells)))
    bench.only_text()
    if {"lat", "lon"} & set(bench.cells):
        empty = Coded.constant("", len(bench.rows))
        bench.cells = bench.cells | {column: bench.cells.get(column, empty) for column in ("lat", "lon")}
    for column in {"place", CONTEXT, "adcode", "lat", "lon"} & set(bench.cells):
        bench.strip(column)
    if "adcode" in bench.cells:
        bench.rewrite("adcode", area_code)
    if "lat" in bench.cells:
        prove_points(bench)


def frame(bench: Bench) -> pd.DataFrame:
    """Return the cells as a table, a row a record: `lat` and `lon` floats (NaN where empty), the rest text."""
    import pandas as pd

    # Absent columns share one column of empty cells: it is converted once.
    made: dict[int, ExtensionArray] = {}
    columns: dict[str, ExtensionArray | npt.NDArray[np.float64]] = {}
    for column, cells in bench.cells.items():
        if column in bench.numbers:
            columns[column] = bench.numbers[column]
        else:
            if id(cells) not in made:
                made[id(cells)] = cells.text()
            columns[column] = made[id(cells)]
    return pd.DataFrame(columns, index=range(len(bench.rows)))


def text_column(cells: Sequence[str]) -> ExtensionArray:
    """Return cells as a column of text, also when there is none."""
    import pandas as pd

    return pd.array(cells, dtype="str")


def prove_points(bench: Bench) -> None:
    """Bring `lat` and `lon` to decimal degrees; a fault for half a point, one off the globe, or swapped ones."""
    written = {column: _written(bench, column) for column in ("lat", "lon")}
    for position in np.flatnonzero(written["lat"] != written["lon"]).tolist():
        column, other = ("lat", "lon") if written["lat"][position] else ("lon", "lat")
        value = _cell(bench, column, position)
        bench.fault(position, column, value, f"{column} {value} without {other}: fill both or neither")
    for column in written:
        if column not in bench.numbers:
            numbers = np.array(bench.convert(column, degrees, np.nan), dtype=float)
            bench.numbers[column] = numbers[bench.cells[column].codes]
    for position, column, number, message in off_the_globe(bench.numbers["lat"], bench.numbers["lon"]):
        bench.fault(position, column, f"{number}", message)


def _written(bench: Bench, column: str) -> npt.NDArray[np.bool_]:
    return ~np.isnan(bench.numbers[column]) if column in bench.numbers else bench.cells[column].where(bool)


def _cell(bench: Bench, column: str, position: int) -> str:
    if column in bench.numbers:
        return f"{bench.numbers[column][position]:.15g}"
    return str(bench.cells[column].words[int(bench.cells[column].codes[position])])


def off_the_globe(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Iterator[tuple[int, str, float, str]]:
    """Yield position, column, number and what is wrong for every point that is none, or looks swapped."""
    inside = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    mirrored = (np.abs(lon) <= 90) & (np.abs(lat) <= 180)
    western = _between(lat, _SWAPPED_LAT) & _between(lon, _SWAPPED_LON)
    known = ~(np.isnan(lat) | np.isnan(lon))
    for position in np.flatnonzero(known & (western | ~inside)).tolist():
        y, x = float(lat[position]), float(lon[position])
        if mirrored[position]:
            yield position, "lat", y, f"lat {y} and lon {x} look swapped: latitude is the one that stays below 90"
            continue
        if abs(y) > 90:
            yield position, "lat", y, f"lat {y} is off the globe: latitudes run from -90 to 90"
        if abs(x) > 180:
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
    for position in np.flatnonzero(bench.cells["title"].where(lambda title: not title)).tolist():
        bench.fault(position, "title", "", "no title: say in one line what happened")


def _types(bench: Bench) -> None:
    codes, pairs = joint([bench.cells["kind"], bench.cells["type"]])
    types = [type_ or ("other" if kind == "event" else "") for kind, type_ in pairs]
    bench.cells["type"] = recoded(codes, types)


def _dates(bench: Bench) -> None:
    written = bench.cells["date"]
    bench.rewrite("date", normal_date)
    bench.rewrite("date_end", normal_date)
    codes, rows = joint([written, bench.cells["date"], bench.cells["date_end"]])
    spans = [_span(*row) for row in rows]
    bad = [number for number, span in enumerate(spans) if span.faults]
    flagged = Coded(codes=codes, words=[""] * len(rows))
    for position in flagged.positions(bad).tolist() if bad else ():
        for column, value, message in spans[codes[position]].faults:
            bench.fault(position, column, value, message)
    bench.cells["date"] = recoded(codes, [span.date for span in spans])
    bench.cells["date_end"] = recoded(codes, [span.end for span in spans])


class _Span(NamedTuple):
    """The two dates of a row in their columns, and what is wrong with them: column, value and message."""

    date: str
    end: str
    faults: Sequence[tuple[str, str, str]]


def _span(written: str, date: str, end: str) -> _Span:
    """Move the second day of a span in one cell to `date_end`, and prove both."""
    faults = []
    if "/" in end:
        faults.append(("date_end", end, f"{end} is a span: its first day belongs to date"))
        end = ""
    if "/" in date:
        date, last = date.split("/")
        if end not in ("", last):
            faults.append(("date_end", end, f"date holds an end already: {last}"))
        end = last
    if end and not written:
        faults.append(("date_end", end, f"date_end {end} without date: fill date, or move it there"))
    elif date and end:
        try:
            DateSpan.parse(date, end)
        except DateError as error:
            faults.append(("date_end", end, str(error)))
    return _Span(date, end, faults)


def _offsets(bench: Bench) -> None:
    start, end = (
        bench.cells[column].pick((int(word or -1) for word in bench.cells[column].words), object)
        for column in ("start", "end")
    )
    for position in np.flatnonzero((start >= 0) & (end >= 0) & (end < start)).tolist():
        message = f"end {end[position]} comes before start {start[position]}: offsets are [start, end)"
        bench.fault(position, "end", f"{end[position]}", message)


def moved_address(text: str) -> str:
    """Return what the note says of an address that cannot be a link; nothing for one that can, or for none."""
    return f"address as given: {text}" if text and not web_address(text) else ""


def _addresses(bench: Bench) -> None:
    """Keep what can safely be a link; move anything else to the note."""
    written = bench.cells["url"]
    links = bench.convert("url", web_address, "")
    moved = [code for code, word in enumerate(written.words) if word and not links[code]]
    positions = written.positions(moved) if moved else np.zeros(0, dtype=np.int64)
    if not positions.size:
        return
    notes = bench.cells["note"].cells()
    for position in positions.tolist():
        address = written.words[written.codes[position]]
        notes[position] = "; ".join(filter(None, (notes[position], moved_address(address))))
    bench.cells["url"], bench.cells["note"] = written.replaced(links), Coded.of(notes)
    count, row = positions.size, bench.rows[positions[0]]
    bench.note("url", f"no http or https address in {counted(count, 'cell')} (row {row} …): moved to note", count)


def _ids(bench: Bench) -> None:
    ids = bench.cells["id"]
    counts = ids.counts()
    repeated = [code for code in np.flatnonzero(counts > 1).tolist() if ids.words[code]]
    first: dict[int, int] = {}
    for position in ids.positions(repeated).tolist() if repeated else ():
        code = int(ids.codes[position])
        if first.setdefault(code, position) != position:
            name = ids.words[code]
            bench.fault(position, "id", name, f"id {name!r} stands in row {bench.rows[first[code]]} already")
    if ids.where(lambda name: not name).any():
        bench.cells["id"] = Coded.of(_derived(bench, ids.cells()))


def _derived(bench: Bench, ids: list[str]) -> list[str]:
    """Fill empty ids from the content of their rows, whatever their order; identical rows are counted."""
    taken = Counter(ids)
    contents = map("\x1f".join, zip(*(_as_written(bench, column) for column in _IDENTITY), strict=True))
    for position, content in enumerate(contents):
        if ids[position]:
            continue
        # The letter keeps spreadsheets from reading an id such as 12e45 as a number.
        name = f"f{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"
        taken[name] += 1
        ids[position] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return ids


def _as_written(bench: Bench, column: str) -> list[str]:
    if column in bench.numbers:
        return ["" if number != number else repr(number) for number in bench.numbers[column].tolist()]
    return bench.cells[column].cells()


def _links(bench: Bench) -> None:
    cells, known = bench.cells["event_id"], set(bench.cells["id"].words)
    positions = np.flatnonzero(cells.where(lambda cell: bool(cell) and cell not in known))
    if positions.size:
        count, sample = positions.size, cells.words[cells.codes[positions[0]]]
        message = f"{counted(count, 'cell')} naming an event that is not in the table, for instance {sample!r}"
        bench.note("event_id", message, count)
