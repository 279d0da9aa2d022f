"""Tables of made facts, the same in every run, at any size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geo.places.gazetteer import gazetteer
from geo.records import EVENT_TYPES, THEMES

PLACES, DAYS, GROUP = 3_000, 3_652, 250_000
TARGETS = ("", "western", "border_areas", "500000", "650000;540000", "northeast")


def facts(count: int, path: Path) -> Path:
    """Write so many geocoded facts as Parquet, row group by row group.

    Places follow a steep law (few are in the news often), types and themes a flat one (the k-th is 1/k as frequent as
    the first); a third are directives; days are even.
    """
    units = [unit for unit in gazetteer().units.values() if unit.level in ("prefecture", "county") and unit.lat][
        :PLACES
    ]
    days = np.arange(np.datetime64("2015-01-01"), np.datetime64("2015-01-01") + DAYS).astype(str).tolist()
    writer = None
    for start in range(0, count, GROUP):
        size = min(GROUP, count - start)
        random = np.random.default_rng(20241209 + start)
        unit = random.zipf(1.3, size) % len(units)
        directive = random.random(size) < 1 / 3
        numbers = (start + np.arange(size)).astype(str).tolist()
        table = pa.table({
            "id": pa.array([f"f{number}" for number in numbers]),
            "kind": _coded(directive, ["event", "directive"]),
            "date": _coded(random.integers(0, DAYS, size), days),
            "title": pa.array([f"Measure number {number}" for number in numbers]),
            "type": _coded(np.where(directive, 0, 1 + _skewed(random, len(EVENT_TYPES), size)), ["", *EVENT_TYPES]),
            "theme": _coded(_skewed(random, len(THEMES), size), list(THEMES)),
            "place": _coded(unit, [found.name_en for found in units]),
            "adcode": _coded(unit, [found.code for found in units]),
            "lat": pa.array(np.array([found.lat for found in units])[unit]),
            "lon": pa.array(np.array([found.lon for found in units])[unit]),
            "targets": _coded(np.where(directive, random.integers(0, len(TARGETS), size), 0), list(TARGETS)),
            "source": pa.array(["made for the benchmark"] * size),
        })  # fmt: skip
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return path


def _skewed(random: np.random.Generator, kinds: int, size: int) -> np.ndarray:
    weights = 1 / np.arange(1, kinds + 1)
    return random.choice(kinds, size, p=weights / weights.sum())


def _coded(codes: np.ndarray, words: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(codes.astype(np.int32), words).cast(pa.string())
