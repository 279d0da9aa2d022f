"""What a cluster costs: articles read in one process, in two, and on a local Dask cluster of one and two workers;
and the merging of a million synthetic reports, which shows whether it stays linear.

    python benchmarks/bench_cluster.py [--articles 1500] [--reports 1000000]
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.batch.cluster import cluster  # noqa: E402
from geo.batch.work import Options, Outcome, read_all  # noqa: E402
from geo.places.gazetteer import gazetteer  # noqa: E402
from geo.reading.documents import document  # noqa: E402
from geo.reading.merge import Report, merge  # noqa: E402
from geo.records import DateSpan, Document, Event  # noqa: E402

_NEWS = """{city}, March {day} (Example) -- Governor Zhou Example inspected a port in {city} on March {day}, 2024.

He called for steps to protect wetlands and to modernise villages in {province}. A meeting was held in {other}.
"""


def articles(number: int) -> list[Document]:
    """Return made articles, each on other places."""
    cities = [unit for unit in gazetteer().units.values() if unit.level == "prefecture"]
    names = gazetteer().units
    made = []
    for index in range(number):
        city, other = cities[index % len(cities)], cities[index * 7 % len(cities)]
        told = {"city": city.short_en, "other": other.short_en, "province": names[city.province].short_en}
        text = "\n".join(_NEWS.format(day=(index + part) % 28 + 1, **told) for part in range(4))
        made.append(document(text, id=f"a{index}"))
    return made


def reading(number: int) -> None:
    documents, options = articles(number), Options()
    began = time.perf_counter()
    alone = list(read_all(documents, options))
    one = time.perf_counter() - began
    print(f"{'one process':30}{one:8.2f} s")
    began = time.perf_counter()
    assert list(read_all(documents, options, jobs=2)) == alone
    print(f"{'two processes':30}{time.perf_counter() - began:8.2f} s")
    for workers in (1, 2):
        began = time.perf_counter()
        with cluster(f"local:{workers}") as connected:
            started = time.perf_counter() - began
            first = list(read_all(documents[:64], options, workers=connected))
            warm = time.perf_counter()
            found: list[Outcome] = list(read_all(documents, options, workers=connected))
            took = time.perf_counter() - warm
        assert found == alone
        assert first == alone[:64]
        print(f"{f'Dask, workers: {workers}':30}{took:8.2f} s, and {started:.2f} s to start the cluster")


def reports(number: int) -> list[Report]:
    """Return reports of events, of which each is told about three times, spread over places and 10 years."""
    codes = [unit.code for unit in gazetteer().units.values() if unit.level != "province"]
    made = []
    for index in islice(count(), number):
        told = index // 3
        day = date(2015, 1, 1) + timedelta(days=told * 7 % 3650)
        event = Event(
            doc=f"d{index}", start=0, end=10, type="inspection", actor=f"Person {told % 997}",
            span=DateSpan(first=day, last=day, precision="day"), place=codes[told * 31 % len(codes)], place_name="",
            place_source="stated", certainty="exact",
        )  # fmt: skip
        made.append(
            Report(
                id=f"r{index}",
                event=event,
                lang="en",
                publisher=f"p{index % 5}",
                url="",
                who=frozenset({event.actor}),
                topics=frozenset({"ecology"}),
                words=frozenset({"ports", f"w{told % 50}"}),
            )
        )
    return made


def merging(number: int) -> None:
    """Print how the time of merging grows with the number of reports."""
    for part in (10, 1):
        made = reports(number // part)
        began = time.perf_counter()
        groups = merge(made)
        took = time.perf_counter() - began
        each = took / len(made) * 1e6
        print(f"{len(made):>12,} reports merged in {took:7.1f} s: {each:.1f} µs each; {len(groups):,} groups")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--reports", type=int, default=1_000_000)
    arguments = parser.parse_args()
    reading(arguments.articles)
    merging(arguments.reports)
    return 0


if __name__ == "__main__":
    sys.exit(main())
