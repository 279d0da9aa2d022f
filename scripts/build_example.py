"""Write the larger example: what `atlas read` finds inside China in two years of a Chinese evening news programme.

    python scripts/build_example.py [--check]

Facts only: composed titles, codes, dates, the address of the item; no sentence of any text, and no reason that quotes
one. The news items are looked for at ``../shared/corpus`` or where ATLAS_CORPUS says. With --check nothing is written,
and the exit code says whether the file is what this reader finds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.batch.run import run  # noqa: E402
from geo.tables.facts import FIELDS, Row  # noqa: E402
from geo.tables.schema import check  # noqa: E402
from geo.tables.writing import csv_bytes, write_bytes  # noqa: E402

TARGET = ROOT / "examples" / "cctv-2023-2024.csv"
SOURCE = "CCTV Xinwen Lianbo"
TYPES = frozenset(("inspection", "visit", "meeting", "symposium", "study_session", "policy"))
# Directives to these concern no place inside China in particular.
EVERYWHERE = frozenset(("national", "belt_and_road", "eurasian_land_bridge", "china_mongolia_russia_corridor"))


def main() -> int:
    """Write the example, or check it; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare")
    arguments = parser.parse_args()
    items = Path(os.environ.get("ATLAS_CORPUS", ROOT / ".." / "shared" / "corpus")) / "cctv-2023-2024.jsonl.gz"
    if not items.is_file():
        print(f"no news items at {items}: nothing is written (set ATLAS_CORPUS)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source = renamed(items, Path(folder) / "items.jsonl")
        rows = list(inside(run([source], quotes=False, jobs=2).rows))
    data = csv_bytes(check(pd.DataFrame(rows, columns=list(FIELDS), dtype="str")))
    if arguments.check:
        same = TARGET.is_file() and TARGET.read_bytes() == data
        print(f"{TARGET.name} is {'what' if same else 'not what'} this reader finds")
        return not same
    TARGET.parent.mkdir(exist_ok=True)
    write_bytes(data, TARGET)
    events = sum(row["kind"] == "event" for row in rows)
    print(f"{TARGET.name}: {events:,} events, {len(rows) - events:,} directives, {len(data):,} bytes")
    return 0


def renamed(items: Path, target: Path) -> Path:
    """Unpack the items under the programme's name."""
    with gzip.open(items, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(json.loads(line) | {"publisher": SOURCE}) + "\n")
    return target


def inside(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the dated facts that concern a place inside China; a directive loses the link to an event left out."""
    kept: set[str] = set()
    for row in rows:
        if row["kind"] == "event" and row["date"] and row["adcode"] and row["type"] in TYPES:
            kept.add(row["id"])
            yield row
        elif row["kind"] == "directive" and row["date"] and aimed_inside(row):
            yield row | {"event_id": row["event_id"] if row["event_id"] in kept else ""}


def aimed_inside(row: Row) -> bool:
    """Whether a directive is aimed at a unit or region inside China, and not only at the whole of it."""
    targets = set(filter(None, row["targets"].split(";")))
    return bool(targets - EVERYWHERE)


if __name__ == "__main__":
    sys.exit(main())
