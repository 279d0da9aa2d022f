"""The facts as data: CSV, GeoJSON, GeoPackage, GeoParquet and KML, in EPSG:4326, and the provinces with their counts.

A fact stands where the map draws it: at its own point, at its place's, or at a region's first anchor. A fact that is
not placed is kept without a geometry; where the format has no room for that, it is counted and said. Days, positions
and distances are numbers and dates, not texts; `date` and `date_end` stay as they were written, because only they know
how exactly the day is known.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from geo.errors import ExportError
from geo.export import counts as counting
from geo.places import boundaries
from geo.places.gazetteer import gazetteer
from geo.records import DateSpan
from geo.tables.geocode import set_aside
from geo.tables.join import PlacedTable
from geo.tables.merged import told_once
from geo.tables.writing import csv_bytes, write_bytes
from geo.timeline.select import select
from geo.timeline.view import View

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.places.own.boundaries import OwnBoundaries

Layer = Literal["facts", "provinces"]
LAYERS: Final[tuple[Layer, ...]] = ("facts", "provinces")
UNITS: Final = {"province": "provinces", "prefecture": "prefectures", "county": "counties"}
"""What the layer of provinces is called in a file, by the level of the units in it."""
CRS: Final = "EPSG:4326"

ADDED: Final = ("first_day", "last_day", "precision", "province_en", "province_zh", "geometry")
"""Columns that come to those of the table; a column of the table that has such a name is set aside as ``…_given``."""

_WHOLE: Final = ("start", "end")
_OF_GDAL: Final = frozenset(("fid", "geom", "geometry", "ogc_fid"))
_OF_KML: Final = (
    *("Name", "description", "timestamp", "begin", "altitudeMode", "tessellate", "extrude", "visibility"),
    *("drawOrder", "icon", "heading", "tilt", "roll", "model", "snippet"),
)
"""Words of KML: a column with such a name would be taken for an order to the reader's program."""
_FILE_DATE: Final = "2000-01-01T00:00:00Z"
"""The date inside a GeoPackage, which would else be that of its making: the same input gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a file holds: `rows` of `layer`, `unplaced` of them without a geometry; `notes` say what was lost.

    `layer` is ``facts`` or one of `UNITS`.
    """

    layer: str
    rows: int
    unplaced: int
    size: int
    notes: tuple[str, ...] = ()


def write(
    table: pd.DataFrame,
    path: Path | str,
    *,
    view: View | None = None,
    layer: Layer = "facts",
    excel: bool = False,
    boundaries: OwnBoundaries | None = None,
) -> Written:
    """Write the facts that a view shows, or the provinces with the counts of these facts.

    Parameters
    ----------
    table
        N facts, geocoded and joined.
    path
        Where to; the suffix says the format: ``.csv``, ``.geojson``, ``.gpkg``, ``.parquet`` or ``.kml``. A GeoPackage
        holds both layers, whichever is asked for. The file is written whole or not at all.
    view
        Filters, window and selected place; by default all facts but the rejected. Its share counts for provinces.
    layer
        ``facts`` or ``provinces``.
    excel
        A CSV with a byte order mark, and with formulas neutralised.
    boundaries
        Units of the user's own instead of the provinces; they make no difference to facts.

    Raises
    ------
    ExportError
        When the suffix or layer is unknown, the format is not built into the installed GDAL, or the file cannot be
        written.
    """
    path = Path(path)
    if layer not in LAYERS:
        raise ExportError(f"{layer!r} is no layer; choose from {', '.join(LAYERS)}")
    if path.suffix.lower() not in WRITERS:
        raise ExportError(f"{path.name!r}: no such format; choose a name that ends in {', '.join(WRITERS)}")
    view = view or View()
    named = "facts" if layer == "facts" else UNITS[boundaries.level if boundaries else "province"]
    chosen = facts(table, view) if layer == "facts" else provinces(table, view, boundaries)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"out{path.suffix.lower()}"
        work = _Work(path=out, table=table, view=view, layer=named, excel=excel, boundaries=boundaries)
        notes = WRITERS[path.suffix.lower()](chosen, work)
        content = work.path.read_bytes()
    write_bytes(content, path)
    unplaced = int((chosen.geometry.isna() | chosen.geometry.is_empty).sum())
    return Written(layer=named, rows=len(chosen), unplaced=unplaced, size=len(content), notes=notes)


def facts(table: pd.DataFrame, view: View | None = None) -> gpd.GeoDataFrame:
    """Return the facts that a view shows as features.

    Returns
    -------
    One feature a fact, in the order of the table, with its columns and `first_day`, `last_day` (dates), `precision`,
    `province_en` and `province_zh`; points in EPSG:4326, None for facts that stand nowhere.
    """
    import geopandas as gpd

    shown = select(PlacedTable(table.reset_index(drop=True)), view or View())
    plain = set_aside(shown.reset_index(drop=True), ADDED)
    spans = [_span(*pair) for pair in zip(plain["date"], plain["date_end"], strict=True)]
    units = gazetteer().units
    codes = plain["province"].tolist()
    out = plain.assign(
        first_day=pd.Series([span and span.first for span in spans], dtype=object),
        last_day=pd.Series([span and span.last for span in spans], dtype=object),
        precision=pd.Series([span.precision if span else "" for span in spans], dtype="str"),
        province_en=pd.Series([units[code].name_en if code in units else "" for code in codes], dtype="str"),
        province_zh=pd.Series([units[code].name_zh if code in units else "" for code in codes], dtype="str"),
        **{name: pd.to_numeric(plain[name], errors="coerce").astype("Int64") for name in _WHOLE if name in plain},
    )
    points = _points(plain)
    shapes = gpd.points_from_xy(points[:, 0], points[:, 1])
    return gpd.GeoDataFrame(out, geometry=gpd.GeoSeries(shapes, crs=CRS).where(~np.isnan(points[:, 0])), crs=CRS)


def provinces(table: pd.DataFrame, view: View | None = None, own: OwnBoundaries | None = None) -> gpd.GeoDataFrame:
    """Return the 34 provinces, or units of the user's own, with the counts of the facts that a view shows.

    Returns
    -------
    `adcode`, `name_en`, `name_zh`, of `own` units their `level`; `facts` located in or aimed at each, `located` and
    `aimed` facts, and `events` and `directives` among `facts`; polygons in EPSG:4326. A fact of several units counts
    whole in each, or in equal parts when the view says so. Rows that tell what another row tells count once, as on the
    map. Units of the user's own have all their vertices; facts known only to a coarser unit count in none of them.
    """
    view = view or View()
    shown = select(PlacedTable(told_once(table).reset_index(drop=True)), view)
    counted = counting.build(shown, replace(counting.every_day(view), coarse="1", statuses=(), lang="en"), own)
    named = ["name_en", "name_zh", *(["level"] if own else [])]
    frame = (boundaries.provinces() if own is None else own.whole)[[*named, "geometry"]].reset_index(names="adcode")
    kinds = np.array([group.kind for group in counted.cube.groups], dtype=object)
    of_fact = kinds[counted.cube.facts.group] if len(shown) else kinds
    columns = {
        "facts": _summed(counted, "both"),
        "located": _summed(counted, "located"),
        "aimed": _summed(counted, "aimed"),
        "events": _summed(counted, "both", of_fact == "event"),
        "directives": _summed(counted, "both", of_fact == "directive"),
    }
    whole = view.share == "whole"
    for position, (name, values) in enumerate(columns.items(), start=1 + len(named)):
        frame.insert(position, name, values.astype(np.int64) if whole else values)
    return frame


def _summed(counted: counting.Counts, measure: str, chosen: Any = True) -> Any:
    """Return the sum of the chosen facts in each province, dated or not."""
    of_site = np.bincount(counted.cube.facts.site[chosen & counted.passing], minlength=len(counted.cube.sites))
    return of_site @ replace(counted, view=replace(counted.view, measure=measure)).weights


def _span(date: str, date_end: str) -> DateSpan | None:
    return DateSpan.parse(date, date_end) if date else None


def _points(table: pd.DataFrame) -> Any:
    """Return N x 2 degrees (longitude, latitude): the row's own point, else that of its place; NaN for none."""
    points = table[["lon", "lat"]].to_numpy(dtype=float)
    if len(table):
        counted = counting.build(table, View())
        known = [spot.point or (np.nan, np.nan) for spot in counted.spots]
        own = np.isnan(points).any(axis=1)
        points[own] = np.array(known)[counted.cube.facts.place[own]]
    return points


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Work:
    path: Path
    table: pd.DataFrame
    view: View
    layer: str
    excel: bool
    boundaries: OwnBoundaries | None


def _write_csv(frame: gpd.GeoDataFrame, work: _Work) -> tuple[str, ...]:
    plain = pd.DataFrame(frame.drop(columns="geometry"))
    if work.layer == "facts":
        plain["lon"], plain["lat"] = frame.geometry.x, frame.geometry.y
    work.path.write_bytes(csv_bytes(plain, excel=work.excel))
    return ()


def _write_geojson(frame: gpd.GeoDataFrame, work: _Work) -> tuple[str, ...]:
    _write_gdal(frame, work, "GeoJSON", RFC7946="YES")
    return ()


def _write_gpkg(frame: gpd.GeoDataFrame, work: _Work) -> tuple[str, ...]:
    own = work.boundaries
    units = frame if work.layer != "facts" else provinces(work.table, work.view, own)
    of_facts = frame if work.layer == "facts" else facts(work.table, work.view)
    _write_gdal(of_facts, replace(work, layer="facts"), "GPKG")
    _write_gdal(units, replace(work, layer=UNITS[own.level if own else "province"]), "GPKG")
    return ()


def _write_parquet(frame: gpd.GeoDataFrame, work: _Work) -> tuple[str, ...]:
    out = io.BytesIO()
    frame.to_parquet(out, index=False, compression="zstd", schema_version="1.1.0")
    work.path.write_bytes(out.getvalue())
    return ()


def _write_kml(frame: gpd.GeoDataFrame, work: _Work) -> tuple[str, ...]:
    """Write placemarks named by their titles, with their days; KML cannot hold a feature without a geometry."""
    frame = set_aside(frame, _OF_KML)
    # begin and end are words of KML itself: the positions in the document take others
    frame = frame.rename(columns={"start": "text_start", "end": "text_end", "title": "Name", "name_en": "Name"})
    frame = frame.rename(columns={"first_day": "begin", "last_day": "end"})
    has_place = frame.geometry.notna()
    _write_gdal(frame[has_place].assign(**_plain_columns(frame[has_place])), work, _kml_driver())
    left = int((~has_place).sum())
    return (f"{left} facts without a place are not in the file: KML has no room for them",) if left else ()


def _plain_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the columns that KML cannot take as they are: texts with controls, and long integers."""
    plain: dict[str, Any] = {}
    for name, column in frame.items():
        if pd.api.types.is_integer_dtype(column):
            plain[str(name)] = column.astype("Int32")
        elif isinstance(column.dtype, pd.StringDtype):
            plain[str(name)] = column.map(_xml_text).astype("str")
    return plain


def _xml_text(text: str) -> str:
    """Return the text without the controls that XML forbids."""
    return "".join(sign for sign in text if (sign >= " " and sign not in "\ufffe\uffff") or sign in "\t\n\r")


def _kml_driver() -> str:
    import pyogrio

    drivers: Mapping[str, str] = pyogrio.list_drivers(write=True)
    found = [name for name in ("LIBKML", "KML") if name in drivers]
    if not found:
        raise ExportError("the installed GDAL writes no KML: choose .geojson or .gpkg, or install pyogrio's own wheel")
    return found[0]


def _write_gdal(frame: gpd.GeoDataFrame, work: _Work, driver: str, **options: str) -> None:
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        with _fixed_date():
            pyogrio.write_dataframe(
                _distinct(frame),
                work.path,
                layer=work.layer,
                driver=driver,
                geometry_type="Point" if work.layer == "facts" else "MultiPolygon",
                promote_to_multi=work.layer != "facts",
                use_arrow=True,
                **options,
            )
    except DataSourceError as error:
        raise ExportError(f"GDAL cannot write {driver}: {error}") from error


def _distinct(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with columns that GDAL tells apart: it does not look at their case, and has names of its own."""
    taken, names = set(_OF_GDAL), {}
    for name in frame.columns.drop("geometry"):
        new = str(name)
        while new.lower() in taken:
            new += "_"
        taken.add(new.lower())
        names[name] = new
    return frame.rename(columns=names)


@contextmanager
def _fixed_date() -> Iterator[None]:
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FILE_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


WRITERS: Final[Mapping[str, Callable[[Any, _Work], tuple[str, ...]]]] = {
    ".csv": _write_csv,
    ".geojson": _write_geojson,
    ".gpkg": _write_gpkg,
    ".parquet": _write_parquet,
    ".kml": _write_kml,
}
"""The formats by suffix."""
