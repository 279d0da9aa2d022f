"""What every command shares: the app, the types of its arguments, and how it speaks.

Results go to files or standard output, everything said about them to standard error, so that commands can be piped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from geo.errors import DateError
from geo.records import THEMES, DateSpan

if TYPE_CHECKING:
    import pandas as pd

    from geo.batch.work import Workers
    from geo.pipeline import Loaded, LoadedLarge
    from geo.tables.large import LargeTable
    from geo.tables.schema import PlacesRead, Proven, Read
    from geo.tables.tally import Tally, Unresolved
    from geo.timeline.view import View

LISTED = 20
"""Rows that a report names one by one."""

app = typer.Typer(
    help="Policy news about China's regions as a map over time.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Facts = Annotated[
    str,
    typer.Argument(
        metavar="TABLE|PROJECT",
        parser=lambda text: existing(text),
        help="A CSV or Parquet table, the folder of a project, or a postgresql:// address.",
    ),
]
Project = Annotated[str, typer.Argument(metavar="PROJECT", help="The folder of a project, or a postgresql:// address.")]
Who = Annotated[str, typer.Option(envvar="ATLAS_WHO", help="Who signs the correction.")]
Look = Literal["light", "dark"]
Mode = Literal["cumulative", "window", "step", "remaining"]
Step = Literal["day", "week", "month", "quarter", "year"]
Compare = Literal["before", "side"]
Layer = Literal["facts", "provinces"]
SchedulerOption = Annotated[
    str, typer.Option(help="Work on a Dask cluster: tcp://host:8786, or local for one on this machine.")
]
Encoding = Annotated[
    str, typer.Option(help="The table's encoding; found by evidence if not given.", show_default=False)
]


def view_of(first: str, last: str, themes: list[str] | None, lang: str) -> View:
    """Return the view that the options ask for; its step is as fine as the dates given, so that it shows just them."""
    from geo.timeline.view import View

    if lang not in ("en", "zh"):
        raise typer.BadParameter(f"{lang!r} is not a language of the page; choose en or zh", param_hint="--lang")
    start, end = _span(first, "--from"), _span(last, "--to")
    if start and end and start.first > end.last:
        raise typer.BadParameter(f"{last!r} comes before {first!r}", param_hint="--to")
    steps = [span.precision for span in (start, end) if span]
    return View(
        from_day=start.first.isoformat() if start else "",
        to_day=end.last.isoformat() if end else "",
        mode="window" if start else "cumulative",
        step=min(steps, key=("day", "month", "quarter", "year").index, default=""),
        themes=_themes(themes),
        lang=lang,
    )


def _span(text: str, option: str) -> DateSpan | None:
    try:
        return DateSpan.parse(text) if text else None
    except DateError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


def period_of(text: str, option: str) -> str:
    """Return a period, given as one date or two with a slash between them, as two ISO days; no text for none."""
    spans = [span for part in text.split("/") if (span := _span(part, option))]
    if not spans:
        return ""
    return f"{min(span.first for span in spans).isoformat()}/{max(span.last for span in spans).isoformat()}"


def _themes(names: list[str] | None) -> tuple[str, ...]:
    for name in names or ():
        if name not in THEMES:
            raise typer.BadParameter(f"{name!r} is not a theme; choose from: {', '.join(THEMES)}", param_hint="--theme")
    return tuple(theme for theme in THEMES if theme in (names or ()))


def load(facts: str, encoding: str) -> Loaded:
    """Load a table or a project on its way to the map, with a progress bar."""
    from geo import pipeline
    from geo.tables.store import open_project

    with progress_bar("Resolving places") as progress:
        if Path(facts).is_file():
            return pipeline.load(Path(facts), encoding=encoding or None, progress=progress)
        return pipeline.load_project(open_project(facts), progress=progress)


def load_drawn(facts: str, encoding: str) -> Loaded | LoadedLarge:
    """Load facts that are only to be drawn: a table of very many by columns, in bounded memory."""
    from geo import pipeline

    if Path(facts).is_file():
        with progress_bar("Resolving places") as progress:
            large = pipeline.load_large(Path(facts), progress=progress)
        if large is not None:
            return large
    return load(facts, encoding)


@contextmanager
def on_cluster(scheduler: str) -> Iterator[Workers | None]:
    """Give the workers of a Dask cluster; None where no scheduler is named."""
    if not scheduler:
        yield None
        return
    from geo.batch.cluster import cluster

    with cluster(scheduler) as workers:
        yield workers


def is_project(where: str) -> bool:
    """Whether a name is that of a folder or a database, not of a file."""
    from geo.tables.store import DATABASE_SCHEMES

    return where.startswith(DATABASE_SCHEMES) or Path(where).is_dir()


def holds_project(where: str) -> bool:
    """Whether a name is that of a project, not of a folder of something else."""
    from geo.tables.folder import LOG
    from geo.tables.store import DATABASE_SCHEMES

    return where.startswith(DATABASE_SCHEMES) or (Path(where) / LOG).exists()


def existing(text: str) -> str:
    """Return the name of a table, a folder or a database; refuse one of nothing that is there."""
    if not is_project(text) and not Path(text).exists():
        raise typer.BadParameter(f"{text!r} does not exist")
    return text


def keep_apart(facts: Path | str, output: Path) -> None:
    """Refuse to write over the table itself, or over what a project is made of."""
    if not output.exists() or not Path(facts).exists():
        return
    project = Path(facts).resolve()
    if output.samefile(project):
        raise typer.BadParameter(f"{output} is the table itself; name another file", param_hint="--output")
    own = {project / "events.csv", project / "corrections.csv", project / "documents"}
    if own & {output.resolve(), output.resolve().parent}:
        raise typer.BadParameter(f"{output} belongs to the project; name another file", param_hint="--output")


def keep_inputs(inputs: list[str], *outputs: Path | None) -> None:
    """Refuse to write over an article."""
    for output in filter(None, outputs):
        if output.exists() and any(Path(given).exists() and output.samefile(given) for given in inputs):
            raise typer.BadParameter(f"{output} is one of the articles; name another file", param_hint="--output")


def say(text: str) -> None:
    """Say something about a result, on standard error."""
    typer.echo(text, err=True)


def say_lines(lines: Iterable[str]) -> None:
    """Say several things; nothing in them can steer a terminal."""
    from geo.batch.summary import printable

    for line in lines:
        say(printable(line))


def say_how_read(read: Read | Proven | PlacesRead | LargeTable) -> None:
    """Say what was decided about the file, where it was not simply as the contract has it."""
    if read.encoding != "utf-8":
        say(f"{read.name}: read as {read.encoding}; choose another with --encoding")
    for header, column in read.mapped.items():
        say(f"{read.name}: column {header!r} taken for {column!r}")
    for note in read.notes:
        say(f"{read.name}: {note}")


def sentence(tally: Tally) -> str:
    """Return how many facts are placed and dated, and why others are not."""
    why = ", ".join(f"{count} {reason}" for reason, count in tally.unplaced_by.items() if count)
    unplaced = f"{tally.unplaced} not ({why})" if tally.unplaced else "0 not"
    rejected = f"; {tally.rejected} rejected, not drawn" if tally.rejected else ""
    return f"placed {tally.placed}, {unplaced}; dated {tally.dated}, {tally.undated} not{rejected}"


def unresolved(table: pd.DataFrame, rows: Sequence[int]) -> Iterator[Unresolved]:
    """Yield the rows of a geocoded table whose place stayed open."""
    from geo.tables.tally import Unresolved

    open_rows = table["resolution"].isin(["ambiguous", "unknown"]).to_numpy()
    for row, place, reason, is_open in zip(rows, table["place"], table["reason"], open_rows, strict=True):
        if is_open:
            yield Unresolved(row, place, reason)


def say_unresolved(found: Iterable[Unresolved]) -> None:
    """Name the rows whose place stayed open, each distinct place once."""
    places: dict[tuple[str, str], list[int]] = {}
    for row, place, reason in found:
        places.setdefault((place, reason), []).append(row)
    for (_, reason), rows in list(places.items())[:LISTED]:
        more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        say(f"  row {rows[0]}{more}: {reason}")
    if len(places) > LISTED:
        say(f"  … and {len(places) - LISTED} places more")


@contextmanager
def progress_bar(words: str) -> Iterator[Callable[[int, int], object]]:
    """Draw a progress bar on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """Show on a terminal that something is being done; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield
