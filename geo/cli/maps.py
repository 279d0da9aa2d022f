"""``atlas check``, ``geocode``, ``map`` and ``export``: from a table of facts to the map."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from geo.cli.own import BoundariesOption, CrsOption, DatumOption, LevelOption, read_own, say_shading
from geo.cli.shared import (
    Compare,
    Encoding,
    Facts,
    Layer,
    Look,
    Mode,
    SchedulerOption,
    Step,
    app,
    existing,
    holds_project,
    is_project,
    keep_apart,
    load,
    load_drawn,
    on_cluster,
    period_of,
    progress_bar,
    say,
    say_how_read,
    say_lines,
    say_unresolved,
    sentence,
    unresolved,
    view_of,
    waiting,
)
from geo.errors import counted

if TYPE_CHECKING:
    import pandas as pd

    from geo.tables.geocode import GeocodedTable
    from geo.tables.schema import PlacesRead, Proven, Read
    from geo.tables.tally import Tally, Unresolved


@app.command()
def check(
    facts: Facts,
    encoding: Encoding = "",
    strict: Annotated[bool, typer.Option(help="Exit with 1, too, when a fact could not be placed.")] = False,
) -> None:
    """Check a table or a project: every fault at once, then what is placed, what is not, and why."""
    read, tally, still_open = _checked(facts, encoding)
    say_how_read(read)
    kinds = ", ".join(counted(count, kind) for kind, count in tally.by_kind.items())
    typer.echo(f"{read.name}: {counted(tally.rows, 'fact')} ({kinds})")
    typer.echo(sentence(tally))
    say_unresolved(still_open)
    if strict and tally.unplaced:
        raise typer.Exit(1)


def _checked(facts: str, encoding: str) -> tuple[Read | Proven, Tally, Iterable[Unresolved]]:
    """Return how a table or project was read, how it came out, and the rows that stayed open."""
    if not Path(facts).is_file():
        loaded = load(facts, encoding)
        return loaded.read, loaded.tally, unresolved(loaded.table, loaded.read.rows)
    from geo import pipeline

    with progress_bar("Resolving places") as progress:
        checked = pipeline.check(Path(facts), encoding=encoding or None, progress=progress)
    return checked.read, checked.tally, checked.unresolved()


@app.command()
def geocode(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE|FOLDER|PROJECT",
            parser=existing,
            help="A CSV or Parquet table, a folder of them, or a project.",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write; - for standard output.")],
    encoding: Encoding = "",
    excel: Annotated[bool, typer.Option(help="Write for Excel: byte order mark, formulas neutralised.")] = False,
    scheduler: SchedulerOption = "",
) -> None:
    """Add code, level, point and province to a table that has a column of places, with the reason for each.

    A folder of tables (a Parquet dataset) becomes a folder of tables of the same names; of a project it is the facts,
    with their corrections.
    """
    if is_project(table) and not holds_project(table):
        _geocode_folder(Path(table), output, scheduler)
        return
    from geo.tables.parquet import write_parquet
    from geo.tables.writing import csv_bytes, write_csv

    keep_apart(table, output)
    read, placed = _placed(table, encoding)
    if str(output) == "-":
        sys.stdout.buffer.write(csv_bytes(placed, excel=excel))
    elif output.suffix == ".parquet":
        write_parquet(placed, output)
    else:
        write_csv(placed, output, excel=excel)
    say_how_read(read)
    counts = placed["resolution"].value_counts()
    found = ", ".join(f"{counts.get(word, 0)} {word}" for word in ("exact", "context", "ambiguous", "unknown"))
    say(f"{read.name}: {counted(len(placed), 'row')}: {found}")
    say_unresolved(unresolved(placed, read.rows))


def _placed(table: str, encoding: str) -> tuple[PlacesRead | Read, GeocodedTable]:
    from geo import pipeline
    from geo.tables.store import open_project

    with progress_bar("Resolving places") as progress:
        if holds_project(table):
            return pipeline.place_project(open_project(table), progress=progress)
        return pipeline.place(Path(table), encoding=encoding or None, progress=progress)


def _geocode_folder(source: Path, target: Path, scheduler: str) -> None:
    from geo.batch.parts import geocode_folder

    with on_cluster(scheduler) as workers, progress_bar("Geocoding tables") as progress:
        parts = geocode_folder(source, target, workers=workers, progress=progress)
    faulty = [part for part in parts if part.faults]
    say_lines(f"left out: {part.faults}" for part in faulty)
    counts = {
        word: sum(part.resolutions.get(word, 0) for part in parts)
        for word in ("exact", "context", "ambiguous", "unknown")
    }
    found = ", ".join(f"{count:,} {word}" for word, count in counts.items())
    say(f"{target}: {len(parts) - len(faulty):,} tables, {sum(counts.values()):,} rows: {found}")
    if faulty:
        raise typer.Exit(1)


@app.command("map")
def map_(
    facts: Facts,
    output: Annotated[Path, typer.Option("--output", "-o", help="The HTML file to write.")],
    from_: Annotated[str, typer.Option("--from", help="First day, month, quarter or year shown.")] = "",
    to: Annotated[str, typer.Option("--to", help="Last day, month, quarter or year shown.")] = "",
    theme: Annotated[list[str] | None, typer.Option(help="Theme shown; may be given several times.")] = None,
    lang: Annotated[str, typer.Option(help="Language in which the page opens: en or zh.")] = "en",
    boundaries: BoundariesOption = "",
    crs: CrsOption = "",
    datum: DatumOption = None,
    level: LevelOption = None,
    tiles: Annotated[str, typer.Option(help="Provider of a background map that a reader online may ask for.")] = "",
    encoding: Encoding = "",
) -> None:
    """Write the facts of a table or a project as one HTML file that opens with no network.

    The file holds every fact; the options say what it shows when it opens.
    """
    keep_apart(facts, output)
    view = view_of(from_, to, theme, lang)
    from geo import pipeline
    from geo.export import page

    own = read_own(boundaries, crs, datum, level) if boundaries else None
    with page.prepared():
        # shading one's own units asks for single facts
        loaded = load(facts, encoding) if own else load_drawn(facts, encoding)
    with waiting("Drawing the map"):
        made = pipeline.payload(loaded.table, view, name=loaded.read.name, boundaries=own, tiles=tiles or None)
        size = page.write(made, output, lang=lang)
    say_how_read(loaded.read)
    if own is not None:
        say_shading(own, cast("pd.DataFrame", loaded.table))
    say(sentence(loaded.tally))
    say(f"{output}: {size / 1000:,.0f} kB")


@app.command()
def export(
    facts: Facts,
    output: Annotated[Path, typer.Option("--output", "-o", help="A name whose suffix says the format.")],
    from_: Annotated[str, typer.Option("--from", help="First day, month, quarter or year shown.")] = "",
    to: Annotated[str, typer.Option("--to", help="Last day, month, quarter or year shown.")] = "",
    theme: Annotated[list[str] | None, typer.Option(help="Theme shown; may be given several times.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the picture: en or zh.")] = "en",
    look: Annotated[Look, typer.Option(help="Paper of the picture.")] = "light",
    title: Annotated[str, typer.Option(help="Headline of the picture.")] = "",
    mode: Annotated[Mode, typer.Option(help="What each frame of a film counts.")] = "cumulative",
    step: Annotated[Step | None, typer.Option(help="Calendar step of a film; by the length of the data.")] = None,
    compare: Annotated[Compare | None, typer.Option(help="Change against the period before; or side by side.")] = None,
    against: Annotated[str, typer.Option(help="Period compared with instead: 2023, or 2023-01/2023-06.")] = "",
    width: Annotated[int | None, typer.Option(help="Width in pixels, of a PNG or a film.")] = None,
    layer: Annotated[Layer | None, typer.Option(help="Which layer of data; facts if not given.")] = None,
    excel: Annotated[bool, typer.Option(help="CSV for Excel: byte order mark, formulas neutralised.")] = False,
    boundaries: BoundariesOption = "",
    crs: CrsOption = "",
    datum: DatumOption = None,
    level: LevelOption = None,
    encoding: Encoding = "",
) -> None:
    """Write the map as a picture or film, or the facts as data.

    Pictures: .png .svg .pdf. Films over the timeline: .gif .webp. Data: .csv .geojson .gpkg .parquet .kml.
    """
    keep_apart(facts, output)
    view = view_of(from_, to, theme, lang)
    from geo.export import formats

    options = formats.Options(title=title, width=width, layer=layer, excel=excel)
    formats.check(output, options)
    period = period_of(against, "--against")
    if boundaries:
        options = replace(options, boundaries=read_own(boundaries, crs, datum, level))
        formats.check(output, options)
    loaded = load(facts, encoding)
    options = replace(options, name=loaded.read.name)
    view = replace(view, look=look, mode=mode, step=step or view.step)
    view = replace(view, compare=compare or ("before" if against else ""), against=period)
    with progress_bar("Drawing") as progress:
        done = formats.write(loaded.table, output, view, options, progress=progress, say=say)
    say_how_read(loaded.read)
    if options.boundaries is not None:
        say_shading(options.boundaries, loaded.table)
    say(sentence(loaded.tally))
    say(done)
