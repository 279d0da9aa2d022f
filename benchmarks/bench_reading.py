"""How long it takes to read 10,002 items of a Chinese evening news programme (5.0 million characters), and what memory.

    python benchmarks/bench_reading.py [CORPUS.jsonl[.gz]] [--limit N]

Each line is measured in a process of its own, so that its memory is its own. The peers do one step of ours: they find
names of places. What the lines do:

- `read`: all of `atlas read`: articles opened, toponyms, dates, events, directives, rows of the table, kept on disk;
- `toponyms`: our step from text to places with codes;
- `ahocorasick-rs`: the same names found by a plain automaton, nothing decided;
- `cpca`, `jieba` (its part-of-speech tags), `flashgeotext`: see requirements-bench.txt; skipped where they are not
  installed. flashgeotext knows names in Latin letters only, cpca takes a bare 朝阳区 for the one in Jilin: time is
  compared here, not the answers.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
CORPUS = Path(os.environ.get("ATLAS_CORPUS", ROOT / ".." / "shared" / "corpus")) / "cctv-2023-2024.jsonl.gz"
LIMIT_SECONDS, LIMIT_MB = 30, 600

Work = Callable[[Path], tuple[float, int]]


def texts(source: Path) -> list[str]:
    return [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()]


def read_in(jobs: int) -> Work:
    def work(source: Path) -> tuple[float, int]:
        from geo.batch.run import run

        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            made = run([source], output=Path(folder) / "events.csv", jobs=jobs)
            return time.perf_counter() - start, len(made.rows)

    return work


def toponyms(source: Path) -> tuple[float, int]:
    from geo.reading import documents, mentions, sentences

    articles = [documents.document(text, id=str(number)) for number, text in enumerate(texts(source))]
    start = time.perf_counter()
    found = sum(len(mentions.find(article, sentences.split(article))) for article in articles)
    return time.perf_counter() - start, found


def automaton(source: Path) -> tuple[float, int]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    from geo.places.gazetteer import gazetteer

    articles = texts(source)
    matcher = AhoCorasick(sorted({name for name, *_ in gazetteer().names()}), matchkind=MatchKind.LeftmostLongest)
    start = time.perf_counter()
    found = sum(len(matcher.find_matches_as_indexes(text)) for text in articles)
    return time.perf_counter() - start, found


def cpca_pass(source: Path) -> tuple[float, int]:
    import cpca

    def count(text: str) -> int:
        try:
            return len(cpca.transform_text_with_addrs(text))
        except KeyError:  # what it does with a text that names no place
            return 0

    articles = texts(source)
    start = time.perf_counter()
    found = sum(map(count, articles))
    return time.perf_counter() - start, found


def jieba_pass(source: Path) -> tuple[float, int]:
    import logging

    import jieba.posseg

    jieba.setLogLevel(logging.ERROR)
    articles = texts(source)
    jieba.initialize()
    start = time.perf_counter()
    found = sum(word.flag == "ns" for text in articles for word in jieba.posseg.cut(text))
    return time.perf_counter() - start, found


def flashgeotext_pass(source: Path) -> tuple[float, int]:
    from flashgeotext.geotext import GeoText

    articles, finder = texts(source), GeoText()
    start = time.perf_counter()
    found = sum(len(names) for text in articles for names in finder.extract(text).values())
    return time.perf_counter() - start, found


WORKS: dict[str, tuple[str, str, Work]] = {
    "read, 2 processes": ("geo", "facts", read_in(2)),
    "read, 1 process": ("geo", "facts", read_in(1)),
    "toponyms": ("geo", "places", toponyms),
    "ahocorasick-rs": ("ahocorasick_rs", "names", automaton),
    "cpca": ("cpca", "places", cpca_pass),
    "jieba": ("jieba", "places", jieba_pass),
    "flashgeotext": ("flashgeotext", "names", flashgeotext_pass),
}


def memory_mb() -> float:
    own, largest = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + 2 * largest) / 1024


def measured(name: str, source: Path) -> dict[str, float] | None:
    command = [sys.executable, "-W", "ignore", __file__, str(source), "--only", name]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        print(f"{name}: failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def unpacked(source: Path, target: Path, limit: int) -> Path:
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8") as lines:
        kept = [line for number, line in enumerate(lines) if not limit or number < limit]
    target.write_text("".join(kept), encoding="utf-8")
    return target


def compare(source: Path) -> bool:
    """Print a line for each tool; return whether ours kept its limits."""
    items = texts(source)
    characters = sum(map(len, items))
    print(f"{len(items):,} items, {characters:,} characters")
    print(f"{'':20}{'seconds':>9}{'characters/s':>15}{'MB':>7}{'found':>12}")
    kept, ours = True, {}
    for name, (package, what, _) in WORKS.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name:20}not installed: pip install -r requirements-bench.txt")
            continue
        result = measured(name, source)
        if result is None:
            continue
        ours[name] = result["seconds"]
        speed = characters / result["seconds"]
        print(f"{name:20}{result['seconds']:9.2f}{speed:15,.0f}{result['mb']:7.0f}{result['found']:12,.0f} {what}")
        if name == "read, 2 processes":
            kept = result["seconds"] < LIMIT_SECONDS and result["mb"] < LIMIT_MB
    if {"read, 1 process", "read, 2 processes"} <= set(ours):
        ratio = ours["read, 1 process"] / ours["read, 2 processes"]
        print(f"one process to two: {ratio:.2f} times as fast (at least 1.8 on two free cores)")
    return kept


def grows(source: Path, folder: Path) -> None:
    """Print how the time of one process grows with the number of articles."""
    count = len(texts(source))
    for part in (4, 2, 1):
        few = unpacked(source, folder / "part.jsonl", count // part)
        result = measured("read, 1 process", few)
        if result is not None:
            print(f"{count // part:>10,} items: {result['seconds']:6.2f} s, {result['mb']:5.0f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--limit", type=int, default=0, help="only so many items")
    parser.add_argument("--only", choices=WORKS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        seconds, found = WORKS[arguments.only][2](arguments.source)
        print(json.dumps({"seconds": seconds, "found": found, "mb": memory_mb()}))
        return 0
    if not arguments.source.is_file():
        print(f"no news items at {arguments.source}: nothing is measured (set ATLAS_CORPUS, or name a file)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source = unpacked(arguments.source, Path(folder) / "items.jsonl", arguments.limit)
        kept = compare(source)
        grows(source, Path(folder))
    print(f"limits: {LIMIT_SECONDS} s and {LIMIT_MB} MB for two processes: {'kept' if kept else 'broken'}")
    return not kept


if __name__ == "__main__":
    sys.exit(main())
