"""What became of a boundary file, as a record and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.places.gazetteer import gazetteer
from geo.places.own.codes import UnitLevel
from geo.places.own.soundness import Soundness

LISTED = 8
"""Names that a line gives one by one."""

_KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a boundary file.

    `repaired`, `empty`, `unmatched` and `coarser` name features of the file (``7 朝阳区``: the seventh); `dissolved`
    and `missing` are codes: units made of several features, and units of the level for which there is no shape, in
    provinces of which there are some; `untouched` are the other provinces.
    """

    name: str
    kind: str
    encoding: str
    features: int
    crs: str
    datum: str
    notes: tuple[str, ...]
    repaired: tuple[str, ...]
    empty: tuple[str, ...]
    level: UnitLevel
    by_code: int
    by_name: int
    code_column: str
    name_column: str
    unmatched: tuple[str, ...]
    coarser: tuple[str, ...]
    dissolved: tuple[str, ...]
    missing: tuple[str, ...]
    untouched: tuple[str, ...]
    units: int
    soundness: Soundness
    tolerance_degrees: float

    def lines(self) -> Iterator[str]:
        """Yield the report, a fact a line."""
        yield f"{self.name}: {self.kind}, {self.features:,} features, names read as {self.encoding}"
        yield f"CRS: {self.crs}; datum: {self.datum}"
        yield from self.notes
        yield f"{self.units:,} units at {self.level} level, {self._joined()}"
        yield from _listed("features that are no unit of the gazetteer", self.unmatched)
        yield from _listed("features coarser than that level, left out", self.coarser)
        yield from _listed("features without a shape, left out", self.empty)
        yield from _listed("shapes repaired, for they crossed themselves", self.repaired)
        yield from _listed("units put together from several features", named(self.dissolved))
        yield from _listed("units without a shape", named(self.missing))
        yield from _listed("provinces of which there is nothing, drawn as shipped", named(self.untouched))
        yield from self._measures()

    def _joined(self) -> str:
        parts = []
        if self.by_code:
            parts.append(f"{self.by_code:,} features by the code in {self.code_column!r}")
        if self.by_name:
            parts.append(f"{self.by_name:,} by the name in {self.name_column!r}")
        return "joined: " + ", ".join(parts)

    def _measures(self) -> Iterator[str]:
        found = self.soundness
        at = f", the largest near {found.largest_gap[1]} N {found.largest_gap[0]} E" if found.largest_gap else ""
        yield f"area: {found.area_km2:,.0f} km²"
        yield f"gaps: {found.gap_km2:,.1f} km² in {found.gaps:,} places ({found.gap_share:.4%} of the area){at}"
        yield f"overlaps: {found.overlap_km2:,.1f} km² ({found.overlap_share:.4%} of the area)"
        km = self.tolerance_degrees * _KM_PER_DEGREE
        yield f"drawn simplified as one coverage to {self.tolerance_degrees} degrees ({km:.1f} km)"


def named(codes: Sequence[str]) -> list[str]:
    """Return codes with the names of their units.

    >>> named(["500107"])
    ['500107 Jiulongpo District']
    """
    return [f"{code} {gazetteer().unit(code).name_en}" for code in codes]


def _listed(what: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        more = f" … and {len(items) - LISTED:,} more" if len(items) > LISTED else ""
        yield f"{what}: {len(items):,} ({', '.join(items[:LISTED])}{more})"
