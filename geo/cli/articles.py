"""``atlas read`` and ``atlas explain``: from articles to facts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo.cli.shared import (
    LISTED,
    SchedulerOption,
    app,
    holds_project,
    is_project,
    keep_inputs,
    on_cluster,
    progress_bar,
    say,
    say_lines,
)
from geo.errors import counted

if TYPE_CHECKING:
    from geo.batch.run import Run


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(help="Articles: files, folders or globs.")],
    output: Annotated[
        str, typer.Option("--output", "-o", help="The table to write, or a project; - for standard output.")
    ],
    records: Annotated[Path | None, typer.Option(help="Also write one JSON object an article to this file.")] = None,
    merge: Annotated[bool, typer.Option("--merge", help="Look for events that several articles tell.")] = False,
    quotes: Annotated[bool, typer.Option(help="Quote the sentence that tells each fact.")] = True,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; 2 by default where there are two cores.")] = None,
    scheduler: SchedulerOption = "",
) -> None:
    """Read articles, English or Chinese, and write the events and directives they tell as a table.

    What was read is remembered beside the table, in a file that ends in .read: the same command, run again, reads only
    what is new or was not reached. That file may be deleted at any time.

    In a project, the facts take the place of what was found in the same articles before, the texts are kept, and no
    correction is overwritten; --merge compares with all articles of the project.
    """
    keep_inputs(inputs, Path(output), records)
    from geo.batch import into
    from geo.batch.work import JOBS
    from geo.tables.writing import csv_bytes

    options: dict[str, Any] = {"records": records, "merged": merge, "quotes": quotes, "jobs": jobs or JOBS}
    if is_project(output):
        with on_cluster(scheduler) as workers:
            _read_into(inputs, output, options | {"workers": workers})
        return
    piped = output == "-"
    with on_cluster(scheduler) as workers, progress_bar("Reading articles") as progress:
        options |= {"workers": workers, "progress": progress}
        run, table = into.read_articles(inputs, None if piped else Path(output), **options)
    if piped and run.read:
        sys.stdout.buffer.write(csv_bytes(table))
    _say_run(run, inputs)
    say("" if piped else f"{output}: {counted(len(table), 'fact')}")


def _read_into(inputs: list[str], where: str, options: dict[str, Any]) -> None:
    from geo.batch import into
    from geo.tables.store import open_project

    project = open_project(where)
    folder = Path(where) if Path(where).is_dir() else None
    with progress_bar("Reading articles") as progress:
        done = into.read_into(inputs, project, folder, **options, progress=progress)
    say_lines(project.notes())
    _say_run(done.run, inputs)
    for name in done.reread:
        say(
            f"  {name}: not the text read before under this name; the facts are now of the new one, both texts are kept"
        )
    kept = done.kept
    counts = (
        f"{counted(kept.new, 'new fact')}, {kept.changed:,} changed, {kept.same:,} as before, {kept.dropped:,} gone"
    )
    say(f"{project.name}: {counts}")
    if kept.missing:
        say(f"no longer found, and kept because a person checked them: {', '.join(kept.missing[:LISTED])}")


def _say_run(run: Run, inputs: list[str]) -> None:
    from geo.batch import summary

    for line in summary.lines(run):
        say(line)
    if not run.read:
        projects = [given for given in inputs if holds_project(given)]
        why = f": {projects[0]} is a project, of which `atlas check` shows the facts" if projects else ""
        say(f"error: nothing could be read{why}")
        raise typer.Exit(1)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="An article, or a file of several.")],
    html: Annotated[Path | None, typer.Option(help="Write a page that opens with no network, instead.")] = None,
    article: Annotated[str, typer.Option(help="Only the article with this id.")] = "",
) -> None:
    """Show every mention, date, event and directive of an article in its text, with the reason for each."""
    keep_inputs([file], html)
    from geo.explain import articles

    found = articles.read(file, article)
    if html is not None:
        say(f"{html}: {articles.write_page(found, html) / 1000:,.0f} kB")
        return
    articles.show(found)
