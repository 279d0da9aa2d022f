"""The command line: ``atlas read | explain | check | geocode | map | export``, or ``python -m geo …``.

Exit codes: 0 done, 1 the input has faults, 2 the command was called wrongly. Results go to files or standard output,
everything said about them to standard error, so that commands can be piped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from geo.errors import DateError, GeoError
from geo.records import THEMES, DateSpan

if TYPE_CHECKING:
    import pandas as pd

    from geo.tables.join import Tally
    from geo.tables.schema import PlacesRead, Read
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

Table = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV table.")]
Look = Literal["light", "dark"]
Mode = Literal["cumulative", "window", "step", "remaining"]
Step = Literal["day", "week", "month", "quarter", "year"]
Layer = Literal["facts", "provinces"]
Encoding = Annotated[
    str, typer.Option(help="The table's encoding; found by evidence if not given.", show_default=False)
]


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(help="Articles: files, folders or globs.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The table to write; - for standard output.")],
    records: Annotated[Path | None, typer.Option(help="Also write one JSON object an article to this file.")] = None,
    merge: Annotated[bool, typer.Option("--merge", help="Look for events that several articles tell.")] = False,
    quotes: Annotated[bool, typer.Option(help="Quote the sentence that tells each fact.")] = True,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; 2 by default where there are two cores.")] = None,
) -> None:
    """Read articles, English or Chinese, and write the events and directives they tell as a table.

    What was read is remembered beside the table, in a file that ends in .read: the same command, run again, reads only
    what is new or was not reached. That file may be deleted at any time.
    """
    _keep_inputs(inputs, output, records)
    from geo import pipeline
    from geo.batch import summary
    from geo.batch.work import JOBS
    from geo.tables.writing import csv_bytes

    piped = str(output) == "-"
    options = {"records": records, "merged": merge, "quotes": quotes, "jobs": jobs or JOBS}
    with _progress("Reading articles") as progress:
        run, table = pipeline.read_articles(inputs, None if piped else output, **options, progress=progress)
    if piped and run.read:
        sys.stdout.buffer.write(csv_bytes(table))
    for line in summary.lines(run):
        _say(line)
    if not run.read:
        _say("error: nothing could be read")
        raise typer.Exit(1)
    _say("" if piped else f"{output}: {len(table):,} facts")


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="An article, or a file of several.")],
    html: Annotated[Path | None, typer.Option(help="Write a page that opens with no network, instead.")] = None,
    article: Annotated[str, typer.Option(help="Only the article with this id.")] = "",
) -> None:
    """Show every mention, date, event and directive of an article in its text, with the reason for each."""
    _keep_inputs([file], html)
    from geo.explain import articles

    found = articles.read(file, article)
    if html is not None:
        _say(f"{html}: {articles.write_page(found, html) / 1000:,.0f} kB")
        return
    articles.show(found)


@app.command()
def check(
    table: Table,
    encoding: Encoding = "",
    strict: Annotated[bool, typer.Option(help="Exit with 1, too, when a fact could not be placed.")] = False,
) -> None:
    """Check a table of facts: every fault at once, then what is placed, what is not, and why."""
    from geo import pipeline

    with _progress("Resolving places") as progress:
        loaded = pipeline.load(table, encoding=encoding or None, progress=progress)
    _say_how_read(loaded.read)
    kinds = ", ".join(f"{count} {kind}s" for kind, count in loaded.tally.by_kind.items())
    typer.echo(f"{table.name}: {loaded.tally.rows} facts ({kinds})")
    typer.echo(_sentence(loaded.tally))
    _say_unresolved(loaded.table, loaded.read.rows)
    if strict and loaded.tally.unplaced:
        raise typer.Exit(1)


@app.command()
def geocode(
    table: Table,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write; - for standard output.")],
    encoding: Encoding = "",
    excel: Annotated[bool, typer.Option(help="Write for Excel: byte order mark, formulas neutralised.")] = False,
) -> None:
    """Add code, level, point and province to a table that has a column of places, with the reason for each."""
    from geo import pipeline
    from geo.tables.writing import csv_bytes, write_csv

    _keep_apart(table, output)
    with _progress("Resolving places") as progress:
        read, placed = pipeline.place(table, encoding=encoding or None, progress=progress)
    if str(output) == "-":
        sys.stdout.buffer.write(csv_bytes(placed, excel=excel))
    else:
        write_csv(placed, output, excel=excel)
    _say_how_read(read)
    counts = placed["resolution"].value_counts()
    found = ", ".join(f"{counts.get(word, 0)} {word}" for word in ("exact", "context", "ambiguous", "unknown"))
    _say(f"{table.name}: {len(placed)} rows: {found}")
    _say_unresolved(placed, read.rows)


@app.command("map")
def map_(
    table: Table,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    from_: Annotated[str, typer.Option("--from", help="First day, month, quarter or year shown.")] = "",
    to: Annotated[str, typer.Option("--to", help="Last day, month, quarter or year shown.")] = "",
    theme: Annotated[list[str] | None, typer.Option(help="Theme shown; may be given several times.")] = None,
    lang: Annotated[str, typer.Option(help="Language in which the page opens: en or zh.")] = "en",
    encoding: Encoding = "",
) -> None:
    """Write a table of facts as one HTML file that opens with no network.

    The file holds every fact; the options say what it shows when it opens.
    """
    _keep_apart(table, output)
    view = _view(from_, to, theme, lang)
    from geo import pipeline
    from geo.export import page

    with _progress("Resolving places") as progress:
        loaded = pipeline.load(table, encoding=encoding or None, progress=progress)
    with _waiting("Drawing the map"):
        size = page.write(pipeline.payload(loaded.table, view, name=table.name), output, lang=lang)
    _say_how_read(loaded.read)
    _say(_sentence(loaded.tally))
    _say(f"{output}: {size / 1000:,.0f} kB")


@app.command()
def export(
    table: Table,
    output: Annotated[Path, typer.Option("--output", "-o", help="A name whose suffix says the format.")],
    from_: Annotated[str, typer.Option("--from", help="First day, month, quarter or year shown.")] = "",
    to: Annotated[str, typer.Option("--to", help="Last day, month, quarter or year shown.")] = "",
    theme: Annotated[list[str] | None, typer.Option(help="Theme shown; may be given several times.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the picture: en or zh.")] = "en",
    look: Annotated[Look, typer.Option(help="Paper of the picture.")] = "light",
    title: Annotated[str, typer.Option(help="Headline of the picture.")] = "",
    mode: Annotated[Mode, typer.Option(help="What each frame of a film counts.")] = "cumulative",
    step: Annotated[Step | None, typer.Option(help="Calendar step of a film; by the length of the data.")] = None,
    width: Annotated[int | None, typer.Option(help="Width in pixels, of a PNG or a film.")] = None,
    layer: Annotated[Layer | None, typer.Option(help="Which layer of data; facts if not given.")] = None,
    excel: Annotated[bool, typer.Option(help="CSV for Excel: byte order mark, formulas neutralised.")] = False,
    encoding: Encoding = "",
) -> None:
    """Write the map as a picture or film, or the facts as data.

    Pictures: .png .svg .pdf. Films over the timeline: .gif .webp. Data: .csv .geojson .gpkg .parquet .kml.
    """
    _keep_apart(table, output)
    view = _view(from_, to, theme, lang)
    from geo import pipeline
    from geo.export import formats

    options = formats.Options(title=title, name=table.name, width=width, layer=layer, excel=excel)
    formats.check(output, options)
    with _progress("Resolving places") as progress:
        loaded = pipeline.load(table, encoding=encoding or None, progress=progress)
    view = replace(view, look=look, mode=mode, step=step or view.step)
    with _progress("Drawing") as progress:
        done = formats.write(loaded.table, output, view, options, progress=progress, say=_say)
    _say_how_read(loaded.read)
    _say(_sentence(loaded.tally))
    _say(done)


def _view(first: str, last: str, themes: list[str] | None, lang: str) -> View:
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


def _themes(names: list[str] | None) -> tuple[str, ...]:
    for name in names or ():
        if name not in THEMES:
            raise typer.BadParameter(f"{name!r} is not a theme; choose from: {', '.join(THEMES)}", param_hint="--theme")
    return tuple(theme for theme in THEMES if theme in (names or ()))


def _keep_apart(table: Path, output: Path) -> None:
    if output.exists() and output.samefile(table):
        raise typer.BadParameter(f"{output} is the table itself; name another file", param_hint="--output")


def _keep_inputs(inputs: list[str], *outputs: Path | None) -> None:
    """Refuse to write over an article."""
    for output in filter(None, outputs):
        if output.exists() and any(Path(given).exists() and output.samefile(given) for given in inputs):
            raise typer.BadParameter(f"{output} is one of the articles; name another file", param_hint="--output")


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _say_how_read(read: Read | PlacesRead) -> None:
    """Say what was decided about the file, where it was not simply as the contract has it."""
    if read.encoding != "utf-8":
        _say(f"{read.name}: read as {read.encoding}; choose another with --encoding")
    for header, column in read.mapped.items():
        _say(f"{read.name}: column {header!r} taken for {column!r}")
    for note in read.notes:
        _say(f"{read.name}: {note}")


def _sentence(tally: Tally) -> str:
    why = ", ".join(f"{count} {reason}" for reason, count in tally.unplaced_by.items() if count)
    unplaced = f"{tally.unplaced} not ({why})" if tally.unplaced else "0 not"
    rejected = f"; {tally.rejected} rejected, not drawn" if tally.rejected else ""
    return f"placed {tally.placed}, {unplaced}; dated {tally.dated}, {tally.undated} not{rejected}"


def _say_unresolved(table: pd.DataFrame, rows: Sequence[int]) -> None:
    """Name the rows whose place stayed open, each distinct place once."""
    open_rows = table["resolution"].isin(["ambiguous", "unknown"]).to_numpy()
    places: dict[tuple[str, str], list[int]] = {}
    for row, place, reason, is_open in zip(rows, table["place"], table["reason"], open_rows, strict=True):
        if is_open:
            places.setdefault((place, reason), []).append(row)
    for (_, reason), found in list(places.items())[:LISTED]:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        _say(f"  row {found[0]}{more}: {reason}")
    if len(places) > LISTED:
        _say(f"  … and {len(places) - LISTED} places more")


@contextmanager
def _progress(words: str) -> Iterator[Callable[[int, int], object]]:
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
def _waiting(words: str) -> Iterator[None]:
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


def main() -> None:
    """Run the command line; a fault of the input ends it with its message and 1, never with a traceback."""
    try:
        app()
    except GeoError as error:
        _say(f"error: {error}")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
