"""A folder of tables geocoded part by part: one table in, one table out, each whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.batch.work import Workers, in_order
from geo.errors import ExportError, TableError
from geo.tables.geocode import geocode
from geo.tables.parquet import write_parquet
from geo.tables.schema import read_places, write_csv

SUFFIXES = (".csv", ".tsv", ".parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What came of one table: its rows by resolution, or the faults for which it was left out."""

    name: str
    resolutions: dict[str, int]
    faults: str = ""


def geocode_part(source: Path, target: Path) -> Part:
    """Geocode one table and write it in the format of its name; the same table gives the same bytes anywhere."""
    try:
        table = geocode(read_places(source).table)
    except TableError as error:
        return Part(name=source.name, resolutions={}, faults=str(error))
    (write_parquet if target.suffix == ".parquet" else write_csv)(table, target)
    return Part(name=source.name, resolutions=dict(Counter(table["resolution"].tolist())))


def geocode_folder(
    source: Path,
    target: Path,
    *,
    workers: Workers | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> list[Part]:
    """Geocode every table of a folder into a table of the same name in another.

    Parameters
    ----------
    source
        A folder of CSV or Parquet files: a Parquet dataset, for instance. Hidden files are left out.
    target
        Another folder, made if it is not there. With workers on other machines, both must be theirs, too.
    workers
        Where the work is done; in this process by default. Nothing in the result depends on it.
    progress
        Called with (done, all) tables.

    Returns
    -------
    One entry a table, in the order of their names.

    Raises
    ------
    ExportError
        When the folders are the same, the source holds no table, or a file cannot be written.
    """
    if target.resolve() == source.resolve():
        raise ExportError(f"{target} holds the tables themselves; name another folder")
    files = sorted(_tables(source))
    if not files:
        raise ExportError(f"{source} holds no table; tables end in {', '.join(sorted(SUFFIXES))}")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"cannot write to {target}: {error.strerror or error}") from error
    pairs = [(file, target / file.name) for file in files]
    done: list[Part] = []
    for part in in_order(workers, geocode_part, pairs):
        done.append(part)
        if progress is not None:
            progress(len(done), len(files))
    _clean(target, files)
    return done


def _tables(folder: Path) -> Iterator[Path]:
    for file in folder.iterdir():
        if file.suffix.lower() in SUFFIXES and not file.name.startswith((".", "_")) and file.is_file():
            yield file


def _clean(target: Path, files: list[Path]) -> None:
    """Remove what a worker that was ended had begun to write."""
    for file in files:
        for left in target.glob(f".{file.name}.*.part"):
            left.unlink(missing_ok=True)
